# The roster of any day with its chart, and one organisation as the registry has it.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
$n org leave c-company --hub "$HUB" --as adm --on 2020-03-31 --reason leave --destroy > "$out" 2>&1 || fail "leave"
$n person add a-adm --org a-company --name "管理 a" --address admin@a-company.example --hub "$HUB" --as adm > "$out" 2>&1 && $n person role a-adm org-admin --hub "$HUB" --as adm > "$out" 2>&1 || fail "an administrator of a member"
eml '"Bob" <bob@freemail.example>' "office@outside.example" "Invoice" "outside@evil.example" "Please pay to our new bank account." > "$TMPDIR/outside.eml"
outside=$($n submit --external --contact someone@outside.example "$TMPDIR/outside.eml" --hub "$HUB" --json | field receipt); work
# a share that was drafted before the network was somebody's
early() { $n share draft --as an-1 --audience all --class urgent --tlp GREEN --terms "public report" "$@" --json --hub "$HUB" | field share; }
early=$(early --value ipv4:203.0.113.9 --value ipv4:198.51.100.9); other=$(early --value ipv4:203.0.113.9)
serve --no-worker
for who in an-1 aud a-con; do enter $who; done
page an-1 "/submissions/$outside/1"
ok "who reported from outside is shown by the contact" grep -q "外部の報告者 someone@outside.example" "$out"
page aud "/submissions/$outside/1"
ok "to who does not work on it, without" grep -q "外部の報告者" "$out"
refuses "nor anywhere else on the page" grep -q "someone@outside.example" "$out"
shows "the roster of a day" an-1 "/organisations?on=2019-07-01" "C社"
shows "with its chart" an-1 "/organisations?on=2019-07-01" "<svg role"
shows "in two SIGs" an-1 "/organisations?on=2019-07-01" "電力"
shows "six memberships of five" an-1 "/organisations?on=2019-07-01" "延べ 6 組織（登録 5 件）"
shows "one left" an-1 "/organisations?on=2020-12-31" "延べ 5 組織（登録 4 件）"
shows "and is among the changes" an-1 "/organisations?on=2020-12-31" "退会"
page an-1 "/organisations?on=2022-07-01"
if grep -q 'C社' "$out"; then fail "two years later it stands nowhere"; else pass "two years later it stands nowhere"; fi
shows "before there was anything" an-1 "/organisations?on=2001-01-01" "延べ 0 組織"
page an-1 "/organisations?on=yesterday"; same "a day that is none" 400 "$status"
shows "the liaison system and its reach" an-1 "/organisations?on=2019-07-01" "約 5,500"
shows "one organisation: domains" aud /organisations/a-company "a-company.example"
shows "people and addresses" aud /organisations/a-company "contact@a-company.example"
shows "duties and roles in words" aud /organisations/a-company "最高経営責任者"; ok "what people do for the hub, too" grep -q "承認者" "$out"
shows "no consent" aud /organisations/a-company "事前同意はありません"
$n consent policy --version t-1 --template --hub "$HUB" --as an-1 > "$TMPDIR/made" 2>&1; $n consent give --org a-company --policy t-1 --reference "paper 7" --hub "$HUB" --as an-1 > "$TMPDIR/made" 2>&1
shows "a consent in words: to what" aud /organisations/a-company "<th scope=\"row\">技術情報</th>"; ok "from which paper" grep -q "paper 7" "$out"
if grep -qE '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-' "$out"; then fail "and no number of the database"; else pass "and no number of the database"; fi
goes "a network is entered" an-1 /organisations/a-company/domains -F kind=network -F value=198.51.100.0/24
shows "and stands there" aud /organisations/a-company "198.51.100.0/24"
says "what was drafted before is kept in by the check" 1 "198.51.100.9" $n share check "$early" --as an-1 --lang en --hub "$HUB"
says "and not released" 2 "must be at 0" $n share release "$early" --as an-2 --lang en --hub "$HUB"
ok "control: what lies elsewhere is" $n share release "$other" --as an-2 --hub "$HUB"
same "and what is drafted now leaves it out" "1 1" "$($n share draft --as an-1 --audience all --class urgent --tlp GREEN --terms "public report" --value ipv4:203.0.113.9 --value ipv4:198.51.100.9 --json --hub "$HUB" | tee "$TMPDIR/made" | field kept) $(field withheld < "$TMPDIR/made")"
answers "none that nobody owns" 400 an-1 /organisations/a-company/domains -F kind=network -F value=0.0.0.0/0
answers "nor another's domain" 409 an-1 /organisations/a-company/domains -F kind=domain -F value=b-company.example
goes "unless it is said that both use it" an-1 /organisations/a-company/domains -F kind=domain -F value=b-company.example -F shared=1
goes "and taken away" an-1 /organisations/a-company/domains -F kind=domain -F value=b-company.example -F end=1
answers "once" 403 an-1 /organisations/a-company/domains -F kind=domain -F value=b-company.example -F end=1
answers "not by who only looks" 404 aud /organisations/a-company/domains -F kind=network -F value=203.0.113.0/24
answers "nor of what there is not" 404 an-1 /organisations/no-company/domains -F kind=network -F value=203.0.113.0/24
page an-1 /organisations/no-company; same "one that there is not" 404 "$status"
page a-con /organisations/a-company; same "members see none" 404 "$status"
for p in "/organisations?on=2019-07-01" /organisations/a-company; do
	page an-1 "$p"; bytes=$(gzip -c < "$out" | wc -c)
	if [ "$bytes" -le 20480 ]; then pass "$p is small"; else echo "$bytes bytes" >> "$out"; fail "$p is small"; fi
done
# ---- tables kept by hand: looked at, then taken over by the digest of what was looked at ----
seen() { sed -n 's/.*name="seen" value="\([0-9a-f]*\)".*/\1/p' "$out"; }
kept() { $n submission list --hub "$HUB" --json | wc -l | tr -d ' '; }
before=$(kept)
printf 'No,受付日,会社名,種別\n1,2019/7/1,A社,不審メール\n2,2019/7/2,B社,不審メール\n' > "$TMPDIR/l.csv"
printf 'No,受付日,会社名,種別\n1,2019/7/1,A社,不審メール\n2,2019/7/2,Z社,怪文書\n' > "$TMPDIR/bad.csv"
shows "the page is reached from the roster" an-1 /organisations 'href="/import"'
answers "a ledger is looked at" 200 an-1 /import -F kind=ledger -F do=look -F "file=@$TMPDIR/l.csv"
ok "with what would be taken over" grep -q "2 行を取り込みます" "$out"
ok "and which column is which" grep -q '<option value="C" selected="">C  会社名' "$out"
d=$(seen)
same "nothing is kept by that" "$before" "$(kept)"
answers "another file is not what was looked at" 200 an-1 /import -F kind=ledger -F do=take -F "seen=$d" -F "file=@$TMPDIR/bad.csv"
ok "which is told" grep -q "確かめた内容と" "$out"
ok "with its rows that are wrong" grep -q "Z社" "$out"
refuses "and cannot be taken over" grep -q 'value="take"' "$out"
b=$(seen)
answers "nor by its own digest, not even the good row" 200 an-1 /import -F kind=ledger -F do=take -F "seen=$b" -F "file=@$TMPDIR/bad.csv"
same "nothing was taken over" "$before" "$(kept)"
answers "a member has no such page" 404 a-con /import -F kind=ledger -F do=take -F "seen=$d" -F "file=@$TMPDIR/l.csv"
goes "exactly what was looked at is" an-1 /import -F kind=ledger -F do=take -F "seen=$d" -F "file=@$TMPDIR/l.csv"
same "both rows" "$((before + 2))" "$(kept)"
printf 'だれ,いつ\nA社,2019/7/9\n' > "$TMPDIR/odd.csv"
answers "what is not recognised is asked for" 400 an-1 /import -F kind=ledger -F do=look -F heading_row=1 -F "file=@$TMPDIR/odd.csv"
was=$(sed -n 's/.*name="was" value="\([^"]*\)".*/\1/p' "$out")
answers "and chosen" 200 an-1 /import -F kind=ledger -F do=look -F heading_row=1 -F "was=$was" -F map.received=B -F map.org=A -F "file=@$TMPDIR/odd.csv"
ok "then it fits" grep -q "1 行を取り込みます" "$out"
printf 'PK\003\004nonsense' > "$TMPDIR/bad.xlsx"
answers "a damaged file is told" 400 an-1 /import -F kind=roster -F do=look -F "file=@$TMPDIR/bad.xlsx"
printf '組織名,ドメイン,業界,参加日\nF社,f-company.example,ガス,2019-04-01\n' > "$TMPDIR/r.csv"
answers "a roster is looked at" 200 an-1 /import -F kind=roster -F do=look -F "file=@$TMPDIR/r.csv"
ok "with what would be taken over" grep -q "1 組織、1 所属" "$out"
goes "and taken over" an-1 /import -F kind=roster -F do=take -F "seen=$(seen)" -F "file=@$TMPDIR/r.csv"
shows "the organisation is there" an-1 /organisations/f-company "F社"

# ---- a member's own administrator ----
# first_link: the invitation that a page shows, opened by JAR; the status
first_link() { link=$(sed -n 's/.*id="link">\([^<]*\)<.*/\1/p' "$out"); curl -s -o "$out" -w '%{http_code}' -c "$TMPDIR/jar.$1" -F "password=correct horse $1" -F "again=correct horse $1" "$B/link/${link##*/}"; }
inside() { curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.$1" "$B/account"; }
for who in a-adm b-con; do enter $who; done
shows "the own people" a-adm /organisation "contact@a-company.example"
refuses "and nobody else's" grep -q 'b-company\|an-1' "$out"
shows "the own networks" a-adm /organisation "198.51.100.0/24"
page a-con /organisation; same "only its administrator sees it" 404 "$status"; cp "$out" "$TMPDIR/absent"
page a-con /no-such-page; cp "$out" "$TMPDIR/no"; ok "as if it were not there" cmp "$TMPDIR/no" "$TMPDIR/absent"
post a-adm /organisation/people -F "name=新 人" -F address=new@a-company.example -F role-submitter=1 -F role-recipient=1
same "somebody new is invited" "200 303" "$status $(first_link fresh)"
same "and is in" 200 "$(inside fresh)"
fresh=$($n person list --org a-company --hub "$HUB" --json | grep '新 人' | field person)
csrf_of fresh > "$TMPDIR/csrf.fresh"
page a-adm /organisation; refuses "the link is shown once" grep -q 'id="link"' "$out"
page fresh /organisation; same "with what was given and no more" 404 "$status"
for bad in new@b-company.example new@freemail.example contact@b-company.example; do answers "nobody's mail is claimed: $bad" 400 a-adm /organisation/people -F "name=新 人" -F address=$bad -F role-submitter=1; done
cp "$out" "$TMPDIR/claimed"
for name in "請 求" "Ment Pay" "請求 担当"; do answers "no name is made of words alone: $name" 400 a-adm /organisation/people -F "name=$name" -F address=login@a-company.example -F role-submitter=1; done
post a-adm /organisation/people -F "name=佐藤 正一" -F address=login@a-company.example -F role-submitter=1
same "but somebody may be called like a piece of one" 200 "$status"
cp "$TMPDIR/claimed" "$out"; grep 'role="alert"' "$out" | sed 's/contact@//' > "$TMPDIR/known"; post a-adm /organisation/people -F "name=新 人" -F address=nobody@b-company.example -F role-submitter=1
grep 'role="alert"' "$out" | sed 's/nobody@//' > "$TMPDIR/unknown"
ok "whether it is somebody's is not told" cmp "$TMPDIR/known" "$TMPDIR/unknown"
for bad in 請求 "パスワード 変更" "Invoice Payment"; do answers "no word that every share needs becomes a name: $bad" 400 a-adm /organisation/people -F "name=$bad" -F address=word@a-company.example -F role-submitter=1; said "and which word it is is said" "$bad"; done
answers "a role of the hub's is none" 400 a-adm /organisation/people -F "name=新 人" -F address=x@a-company.example -F role-analyst=1
for verb in invite roles suspend; do
	answers "$verb: another's person" 404 a-adm /organisation/people/b-con/$verb -F role-submitter=1; cp "$out" "$TMPDIR/absent"
	answers "$verb: nobody" 404 a-adm /organisation/people/no-one/$verb -F role-submitter=1
	cp "$out" "$TMPDIR/no"; ok "are told alike" cmp "$TMPDIR/no" "$TMPDIR/absent"
	answers "$verb: not by a contact" 404 a-con /organisation/people/a-app/$verb -F role-approver=1
done
answers "an open account is not opened by a link again" 403 a-adm /organisation/people/a-con/invite
goes "one is kept out" a-adm "/organisation/people/$fresh/suspend"
same "at once" 303 "$(inside fresh)"
goes "and let in" a-adm "/organisation/people/$fresh/suspend" -F resume=1
ok "whom the hub keeps out" $n account suspend a-con --hub "$HUB" --as adm
answers "only the hub lets in" 403 a-adm /organisation/people/a-con/suspend -F resume=1
ok "which it does" $n account resume a-con --hub "$HUB" --as adm
goes "roles are given and taken" a-adm "/organisation/people/$fresh/roles" -F role-approver=1
same "exactly these" approver "$($n person list --org a-company --hub "$HUB" --json | grep '新 人' | field roles)"
$n person role a-app liaison --hub "$HUB" --as adm > "$out" 2>&1
answers "who holds a role of the hub's is the hub's" 403 a-adm /organisation/people/a-app/roles -F role-submitter=1
answers "nor invited" 403 a-adm /organisation/people/a-app/invite
goes "but is kept out" a-adm /organisation/people/a-app/suspend
answers "not oneself" 403 a-adm /organisation/people/a-adm/suspend
answers "nor the own administration" 409 a-adm /organisation/people/a-adm/roles -F role-submitter=1
$n person add h-adm --org hub --name "管理 h" --address h@hub.example --hub "$HUB" --as adm > "$out" 2>&1; $n person role h-adm org-admin --hub "$HUB" --as adm > "$out" 2>&1
enter h-adm
page h-adm /organisation; same "the hub's people are no member's" 404 "$status"
answers "and nobody of theirs is touched" 404 h-adm /organisation/people/an-1/suspend

# ---- and the own trail ----
shows "what was done to it" a-adm "/organisation/audit?deed=account" "account.suspended"
shows "by the hub, without a name" a-adm "/organisation/audit?deed=account" "ハブ"
refuses "none" grep -q '>adm<\|>an-1<' "$out"
page a-adm "/organisation/audit?format=csv"; cp "$out" "$TMPDIR/trail.csv"
ok "as a table" grep -q ',a-adm,person.role,' "$TMPDIR/trail.csv"
refuses "nothing of others, and nobody of the hub" grep -q 'b-con\|b-company\|,an-1\|,adm,\|h-adm' "$TMPDIR/trail.csv"
ok "control: the hub's trail has them" sh -c "$n audit list --csv --hub $HUB | grep -q 'b-con' && $n audit list --csv --hub $HUB | grep -q ',adm,'"
python3 - "$TMPDIR/trail.csv" > "$TMPDIR/rows" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig")))[1:]
print(len(rows), rows == sorted(rows, key=lambda r: r[0].rstrip('Z'), reverse=True))
PY
same "the newest first" True "$(cut -d' ' -f2 "$TMPDIR/rows")"
for i in $(seq 15); do for also in role-recipient role-submitter; do post a-adm "/organisation/people/$fresh/roles" -F role-approver=1 -F "$also=1"; done; done
same "many lines" 303 "$status"
page a-adm "/organisation/audit?format=csv"; whole=$(grep -c . "$out")
seen=0; next="/organisation/audit?deed="
while [ -n "$next" ] && [ "$seen" -lt 9999 ]; do page a-adm "$next"; seen=$((seen + $(grep -o '<tr><td class="nowrap">' "$out" | wc -l))); next=$(sed -n 's/.*class="more"><a class="btn" href="\([^"]*\)".*/\1/p' "$out" | sed 's/&amp;/\&/g'); done
same "page by page it is all of it, each line once" "$((whole - 1))" "$seen"
page a-adm "/organisation/audit?after=x"; same "a place that is none" 400 "$status"
page b-con "/organisation/audit?format=csv"; same "and nobody else's" 404 "$status"
key=$($n key create a-adm --purpose trail --scope read --hub "$HUB" --as adm)
api() { curl -s -H "Authorization: Bearer $key" "$B/api/v1$1"; }
same "the same by a key" "a-company" "$(api /organisation | field org)"
same "whose people" "True" "$(api /organisation/people | python3 -c 'import json,sys; d = json.load(sys.stdin)["items"]; print(any(p["person"] == "a-con" and p["account"] == "open" for p in d) and not any(p["person"].startswith("b-") for p in d))')"
same "whose keys" "1" "$(api /organisation/keys | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["items"]))')"
same "whose trail, and the key's own use" "key.used" "$(api '/organisation/audit?limit=1&deed=key.used' | python3 -c 'import json,sys; print(json.load(sys.stdin)["items"][0]["deed"])')"
stop_serving

# ---- a network that an older version let in and nobody can read ----
sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qXAt "$NOROSHI_DATABASE" -c "$1"; else sqlite3 "$HUB/noroshi.db" "$1"; fi; }
refuses "control: of networks that can be read nothing is said" sh -c "$n db check --hub '$HUB' | grep -q '^registry'"
sql "INSERT INTO org_domain (id, org_id, kind, value, recorded_ms, superseded_ms) VALUES ('old-row-7', 'a-company', 'network', '192.0.2.0-192.0.2.9', 0, 9223372036854775807), ('ended-row-8', 'a-company', 'network', 'nothing', 0, 1)" > "$out" 2>&1
says "one that cannot is told by its row" 1 "registry *! .*old-row-7" $n db check --hub "$HUB"
refuses "one that was ended is not" grep -q ended-row-8 "$out"
serve --no-worker
ok "whoever serves the hub is told, too" grep -q "registry.network-unreadable row=old-row-7" "$TMPDIR/serve.log"
stop_serving
finish
