# Who may come where: every route, by every kind of person, to things of one's own, of others, unshared, withdrawn and absent.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "api_requests_per_minute = 1000000"
roster
for i in a b w; do eml '"Bob" <bob@freemail.example>' "contact@$i-company.example" "Invoice $i" "$i@evil.example" "Please pay to our new bank account. https://evil-$i.example/pay/invoice" > "$TMPDIR/$i.eml"; done
ra=$(submit "$TMPDIR/a.eml" a-company); rb=$(submit "$TMPDIR/b.eml" b-company); rw=$(submit "$TMPDIR/w.eml" a-company)
work
$n submission withdraw "$rw" --hub "$HUB" --as a-con > "$out" 2>&1
s="$n share --hub $HUB"
case=$($n case open "$ra/1" --title one --hub "$HUB" --as an-1 --json 2> "$out" | python3 -c 'import json,sys; print(json.load(sys.stdin)["object"])')
case=$($n case list --hub "$HUB" --as an-1 --json | field case | head -n 1)
open=$($s draft --as an-1 --audience sig:power --class urgent --tlp GREEN --terms "public report" --value ipv4:203.0.113.9 --json | field share)
$s release "$open" --as an-2 > "$out" 2>&1
draft=$($s draft --as an-1 --audience all --tlp GREEN --terms "public report" --value ipv4:203.0.113.10 --json | field share)
asked=$($s draft --as an-1 --audience all --case "$case" --json | field share)
ok "a source is asked" $s ask "$asked" --as an-1
for l in ja en; do $n case text "$case" --slot story --text-lang $l --text "One mail" --hub "$HUB" --as an-1 > "$out" 2>&1; done
ok "and whether it may be told of in public" $n case publication "$case" --ask --hub "$HUB" --as an-1
$n inbox open "$open" --hub "$HUB" --as b-con > "$out" 2>&1
question=$($n question ask "$ra/1" --hub "$HUB" --as an-1 --template mail.original --json | field object)
echo "何か見ましたか。" > "$TMPDIR/q.ja"; echo "Did you see any?" > "$TMPDIR/q.en"
call=$($n request draft --hub "$HUB" --as an-1 --title-ja 題 --title-en title --question-ja "$TMPDIR/q.ja" --question-en "$TMPDIR/q.en" --audience all --json | field object)
# every other kind of member: an administrator, one who only reads shares, an association's coordinator, a member of a liaison group
$n org add n-clinic --kind liaison-member --name-ja "N医院" --name-en "N-Clinic" --hub "$HUB" --as adm > "$out" 2>&1
for who in "a-adm a-company org-admin" "b-rcp b-company recipient" "b-coo b-company coordinator" "n-con n-clinic submitter"; do
	set -- $who
	$n person add "$1" --org "$2" --name "$3" --hub "$HUB" --as adm > "$out" 2>&1
	ok "$1 is $3 of $2" $n person role "$1" "$3" --hub "$HUB" --as adm
done
ok "n-clinic is an end member of an association" $n liaison end-member m-assoc n-clinic --hub "$HUB" --as adm
$n org add z-company --kind member --name-ja "Z社" --name-en "Z-Company" --hub "$HUB" --as adm > "$out" 2>&1
$n person add z-con --org z-company --name submitter --hub "$HUB" --as adm > "$out" 2>&1
ok "z-con hands in for an organisation that is in no group" $n person role z-con submitter --hub "$HUB" --as adm
eml '"Bob" <bob@freemail.example>' "contact@n-clinic.example" "Invoice n" "n@evil.example" "Please pay to our new bank account." > "$TMPDIR/n.eml"
rn=$(submit "$TMPDIR/n.eml" n-clinic --via m-assoc --as m-con)
work
says "who only reads shares takes nothing back" 2 "only who hands in" $n submission withdraw "$rb" --hub "$HUB" --as b-rcp
# a library that is put before the others, which a sanitizer does not allow, writes down what SQLite is asked
LD=; if [ -z "$NOROSHI_DATABASE" ] && ! ldd "$n" | grep -q asan; then
	LD=$TMPDIR/faults.so
	${CC:-cc} -shared -fPIC -O1 -D_GNU_SOURCE -o "$LD" tests/e2e/faults.c -ldl > "$out" 2>&1 || fail "faults.so"
fi
FAULT_STATEMENTS=$TMPDIR/statements LD_PRELOAD=$LD serve --no-worker
for who in an-1 an-2 aud adm a-con b-con c-con d-con a-app b-app m-con a-adm b-rcp b-coo n-con z-con e-con; do enter $who; done
cookie() { sed -n 's/.*__Host-noroshi\t//p' "$TMPDIR/jar.$1"; }
sessions="{\"suspended\":\"$(cookie e-con)\",\"nobody\":\"AAAA\""
for who in an-1 an-2 aud adm a-con b-con c-con d-con a-app b-app m-con a-adm b-rcp b-coo n-con z-con; do sessions="$sessions,\"$who\":\"$(cookie $who)\""; done
$n account suspend e-con --hub "$HUB" --as adm > "$out" 2>&1
enter e-app
sessions="$sessions,\"departed\":\"$(cookie e-app)\""
$n person leave e-app --hub "$HUB" --as adm > "$out" 2>&1
enter c-app
sessions="$sessions,\"ended\":\"$(cookie c-app)\"}"
post c-app /sign-out
page an-1 "/indicators?text=203.0.113.9"
indicator=$(grep -o '/indicators/[0-9a-f-]\{36\}' "$out" | head -n 1); indicator=${indicator##*/}
SESSIONS=$sessions THINGS="{\"receipt_a\":\"$ra\",\"receipt_b\":\"$rb\",\"receipt_n\":\"$rn\",\"withdrawn_a\":\"$rw\",\"case\":\"$case\",\"out\":\"$open\",\"draft\":\"$draft\",\"asked\":\"$asked\",\"question\":\"$question\",\"call\":\"$call\",\"indicator\":\"$indicator\"}"
export SESSIONS THINGS
ok "nobody comes where the table does not let them" python3 tests/e2e/web_matrix.py "$n" "$B" "$HUB" ${WEB_MATRIX_FULL:+--full}
tail -n 1 "$out"
key() { $n key create "$1" --purpose matrix --scope "$2" --hub "$HUB" --as adm --json | field secret; }
keys=; for who in an-1 an-2 aud adm a-con b-con c-con d-con a-app b-app m-con a-adm b-rcp b-coo n-con z-con; do keys="$keys,\"$who\":\"$(key $who read,submit,sight,approve,triage,share)\""; done
for scope in read submit sight approve triage share; do for who in an-1 a-con a-app; do keys="$keys,\"$who $scope\":\"$(key $who $scope)\""; done; done
keys="$keys,\"suspended\":\"$($n account resume e-con --hub "$HUB" --as adm > "$out"; key e-con read,submit,sight)\",\"revoked\":\"$(key c-con read,submit,sight)\""
$n account suspend e-con --hub "$HUB" --as adm > "$out" 2>&1
$n key revoke "$($n key list --hub "$HUB" --as adm --person c-con --json | field key | head -n 1)" --hub "$HUB" --as c-con > "$out" 2>&1
KEYS="{${keys#,}}"
export KEYS
ok "no key opens what the table does not let it" python3 tests/e2e/api_matrix.py "$n" "$B" ${WEB_MATRIX_FULL:+--full}
tail -n 1 "$out"
stop_serving
if [ -n "$LD" ]; then
	ok "no page reads a whole table that grows" python3 tests/e2e/statements.py "$HUB/noroshi.db" "$TMPDIR/statements"
	printf 'SELECT COUNT(*) FROM submission s WHERE s.class = $1\0' > "$TMPDIR/control"
	says "control: one that does is found" 1 "reads the whole of submission" python3 tests/e2e/statements.py "$HUB/noroshi.db" "$TMPDIR/control"
fi
serve --no-worker
ok "no form takes what it should not, and each says so" python3 tests/e2e/web_forms.py "$n" "$B" "$TMPDIR/serve.log"
tail -n 1 "$out"
stop_serving
finish
