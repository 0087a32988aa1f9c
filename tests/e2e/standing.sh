# Standing figures of a period, what one organisation gave and took, and the review of what lies unused.
. tests/e2e/lib
new_hub
roster
y=$(date +%Y)
m=$TMPDIR/m; mkdir -p "$m"
eml "Bob <bob@partner.example>" "alice@a-company.example" "Invoice" "s1@partner.example" "Please pay to the new account." > "$m/1.eml"
eml "Bob <bob@partner.example>" "alice@a-company.example" "Invoice" "s2@partner.example" "The whole of it." > "$m/2.eml"
echo "偽の警告画面が表示されました。" > "$m/c.txt"
r=$(submit "$m/1.eml" a-company --as a-con)/1; c=$(submit "$m/c.txt" b-company --kind consultation --as b-con)/1
work
figure() { $n feedback figures --hub "$HUB" --from "$y-01-01" --to "$y-12-31" --json | field "$1"; }
take() { $n feedback give-take --hub "$HUB" --from "$y-01-01" --to "$y-12-31" --org "$1" --as "$2" --json; }

same "nothing asked yet" "0 null" "$(figure questions) $(figure days_to_first_answer)"
Q=$($n question ask "$r" --hub "$HUB" --as an-1 --template mail.original --json | field object)
Q2=$($n question ask "$r" --hub "$HUB" --as an-1 --template mail.recipients --json | field object)
ok "one is answered, with a file" $n question answer "$Q" --hub "$HUB" --as a-con --text "はい" --file "$m/2.eml"
work
same "questions and answers are counted" "2 1" "$(figure questions) $(figure questions_answered)"
same "the median is in days" 0.0 "$(figure days_to_first_answer)"
$n consultation draft "$c" --hub "$HUB" --as an-1 --template ad-popup --about "偽の警告画面が表示された" > "$out"
$n consultation review "$c" --hub "$HUB" --as an-2 --rev 1 > "$out"
same "one consultation waits" "1 0" "$(figure consultations) $(figure consultations_answered)"
ok "is answered" $n consultation send "$c" --hub "$HUB" --as an-1
same "and counted" "1 1 0.0" "$(figure consultations) $(figure consultations_answered) $(figure days_to_consultation_answer)"
own=$($n share draft --hub "$HUB" --as an-1 --class urgent --audience all --terms "public" --value ipv4:203.0.113.9 --json | field share)
ok "a share is out" $n share release "$own" --hub "$HUB" --as an-2
for p in b c; do
	$n inbox open "$own" --hub "$HUB" --as $p-con > "$out"
	$n inbox answer "$own" --hub "$HUB" --as $p-con --answer no-hit --searched "$y-01-01..$y-01-31" > "$out" 2>&1 || fail "answer of $p"
done
same "who was sent one, and who of them searched" "5 2" "$(figure recipients) $(figure searchers)"
says "people read it in Japanese" 0 "うち検索し、期間を回答した組織" $n feedback figures --hub "$HUB" --from "$y-01-01" --to "$y-12-31" --lang ja

# ---- give and take ----
same "what a gave and took" "1 1 1 0 2 1" "$(take a-company a-con | python3 -c 'import json,sys; g = json.load(sys.stdin); print(g["submissions"]["own"], g["supplements"]["own"], g["received"]["own"], g["searched"]["own"], g["questions"], g["questions_answered"])')"
same "what b did" "1 1 1 1" "$(take b-company b-con | python3 -c 'import json,sys; g = json.load(sys.stdin); print(g["consultations"]["own"], g["opened"]["own"], g["answered"]["own"], g["searched"]["own"])')"
same "the median of all, from five on" 1 "$(take a-company a-con | field received.median)"
says "the hub sees it" 0 "a-company" $n feedback give-take --hub "$HUB" --from "$y-01-01" --to "$y-12-31" --org a-company --as an-1
says "another organisation does not" 2 "only the organisation that handed in" $n feedback give-take --hub "$HUB" --from "$y-01-01" --to "$y-12-31" --org a-company --as b-con
same "nor learns names" 0 "$(take a-company a-con | grep -c -e b-company -e c-company)"
says "before there were five nothing of others is told" 0 '"median":null' $n feedback give-take --hub "$HUB" --from "2018-01-01" --to "2018-12-31" --org a-company --as a-con --json

says "a period the wrong way round" 2 "ends before it begins" $n feedback give-take --hub "$HUB" --from "$y-12-31" --to "$y-01-01" --org a-company --as a-con

# ---- review ----
v="$n review --hub $HUB"
says "members do not look through" 2 "holds none of the roles" $v list --as a-con
# e-con has never done anything, and holds its role since 2018
says "who never used the account" 1 '"id":"e-con"' $v list --as an-1 --json
same "who works is not due" 0 "$($v list --as an-1 --json | grep -c -e '"id":"a-con"' -e '"id":"an-1"')"
says "kept until a day" 2 "until which day" $v keep account e-con --as an-1
says "that lies ahead" 2 "lies ahead" $v keep account e-con --until 2019-01-01 --as an-1
ok "kept" $v keep account e-con --until "$((y + 1))-12-31" --as an-1
same "is not due any more" 0 "$($v list --as an-1 --json | grep -c '"id":"e-con"')"
says "a member's account" 0 "ended" $v end account d-con --as an-1 --lang en
same "loses its roles" 0 "$($n person list --hub "$HUB" --role submitter --as adm --json | grep -c '"d-con"')"
says "nobody ends the own one" 2 "own account" $v end account an-1 --as an-1
says "unknown" 2 "there is no account nobody" $v end account nobody --as an-1
says "another kind" 2 "an account, a share or an indicator" $v keep mail x --until "$((y + 1))-12-31" --as an-1
same "a fresh share is not due" 0 "$($v list --as an-1 --json | grep -c '"kind":"share"')"
past="UPDATE release SET published_ms = 1500000000000, at_ms = 1500000000000"
if [ -n "$NOROSHI_DATABASE" ]; then psql -qX "$NOROSHI_DATABASE" -c "$past"; else python3 -c 'import sqlite3, sys; h = sqlite3.connect(sys.argv[1]); h.execute(sys.argv[2]); h.commit()' "$HUB/noroshi.db" "$past"; fi > "$out" 2>&1
says "a year later it is" 1 '"why":"no-day"' $v list --as an-1 --json
says "and what it shows and nobody saw" 1 '"why":"not-seen"' $v list --as an-1 --json
i=$($v list --as an-1 --json | python3 -c 'import json,sys; print(next(r["id"] for r in map(json.loads, sys.stdin) if r["kind"] == "indicator"))')
says "the indicator is dropped by a correction" 0 "second analyst" $v end indicator "$i" --as an-1 --lang en
ok "which a second one releases" $n share release "$own" --hub "$HUB" --as an-2
says "its recipients are told" 0 "revoked" $n share show "$own" --hub "$HUB" --as b-con --lang en
same "it is not due any more" 0 "$($v list --as an-1 --json | grep -c '"kind":"indicator"')"
says "the share expires" 0 "ended" $v end share "$own" --as an-1 --lang en
says "not twice" 2 "in the state “expired”" $v end share "$own" --as an-1
same "nothing of it is due" 0 "$($v list --as an-1 --json | grep -c '"kind":"share"')"
ok "the audit trail fits" $n audit verify --hub "$HUB"
finish
