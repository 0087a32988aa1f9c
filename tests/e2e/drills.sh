# Exercises: registered privately, recognised by sender, link, address and words of the subject; no indicator of anybody
# and in no share, also where another organisation hands the same in; asked about where one looks like it.
. tests/e2e/lib
new_hub
roster
org() { verb=$1; shift; $n org "$verb" --hub "$HUB" "$@"; }
query() { [ -n "$NOROSHI_DATABASE" ] && psql -qAt "$NOROSHI_DATABASE" -c "$1" || sqlite3 "$HUB/noroshi.db" "$1"; }

nature() { query "SELECT s.nature FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE h.receipt = '$1'"; }

# ---- registering ----
says "when, and by whom?" 2 "needs --domain NAME or --sender" org drill a-company --as adm --domain drill.example
says "a domain that everybody uses hides everybody" 2 "name the whole address" org drill a-company --as adm --domain gmail.com --from 2019-07-01 --to 2019-07-31
ok "an address of it does not" org drill a-company --as adm --sender drill.team@gmail.com --from 2019-07-01 --to 2019-07-31
ok "a domain" org drill a-company --as adm --domain drill.example --from 2019-07-01 --to 2019-07-31
ok "a domain with words of the subject" org drill b-company --as adm --domain lab.example --subject "【訓練】" --from 2019-07-01 --to 2019-07-31
says "something that is neither" 2 "no domain and no mail address" org drill a-company --as adm --sender "not an address" --from 2019-07-01 --to 2019-07-31
says "its own for a member" 0 "drill.example" $n drill list --hub "$HUB" --as a-con
refuses "not others'" grep -q "lab.example" "$out"
says "all for the hub" 0 "lab.example .*【訓練】" $n drill list --hub "$HUB" --as an-1
says "nor by looking at the organisation" 0 "b-company" org show b-company --as a-con
refuses "where it does not stand" grep -q "lab.example" "$out"

# ---- recognised ----
drill_mail() { eml "$1" "contact@a-company.example" "$2" "$3" "Dear user, your mailbox is full. Sign in with your account within 24 hours: https://portal.$4/login"; }
drill_mail "it@drill.example" "Mailbox full" 1@drill.example drill.example > "$TMPDIR/1.eml"
drill_mail "drill.team@gmail.com" "Mailbox full" 2@gmail.com elsewhere.example > "$TMPDIR/2.eml"
drill_mail "somebody@gmail.com" "Mailbox full" 3@gmail.com elsewhere.example > "$TMPDIR/3.eml"
drill_mail "it@lab.example" "=?utf-8?b?44CQ6KiT57e044CR5a656YeP6LaF6YGO?=" 4@lab.example lab.example > "$TMPDIR/4.eml"
drill_mail "it@lab.example" "Mailbox full" 5@lab.example lab.example > "$TMPDIR/5.eml"
r1=$(submit "$TMPDIR/1.eml" a-company); r2=$(submit "$TMPDIR/2.eml" a-company); r3=$(submit "$TMPDIR/3.eml" a-company)
r4=$(submit "$TMPDIR/4.eml" b-company); r5=$(submit "$TMPDIR/5.eml" b-company); other=$(submit "$TMPDIR/1.eml" c-company)
work
same "by the domain" drill "$(nature "$r1")"
same "by the address" drill "$(nature "$r2")"
refuses "not by somebody else's at the same host" test "$(nature "$r3")" = drill
same "by domain and subject" drill "$(nature "$r4")"
refuses "not by the domain alone where words are named" test "$(nature "$r5")" = drill
refuses "not for another organisation: it is private" test "$(nature "$other")" = drill

# ---- never an indicator, never in a share ----
same "what is a drill has no indicator" 0 "$(query "SELECT COUNT(*) FROM submission_indicator x JOIN submission s ON s.id = x.submission_id WHERE s.nature = 'drill'")"
case=$($n case open "$r1/1" --hub "$HUB" --as an-1 --json | field object)
says "a case of exercises is never shared" 2 "nothing but exercises" $n share draft --hub "$HUB" --as an-1 --case "$case" --audience all
ok "classed as an attack by mistake" $n submission classify "$other/1" --hub "$HUB" --as an-1 --class phishing
wrong=$($n case open "$other/1" --hub "$HUB" --as an-1 --json | field object)
share=$($n share draft --hub "$HUB" --as an-1 --case "$wrong" --audience all --json 2> "$out" | field share)
held() { query "SELECT CASE WHEN shown = '' THEN why ELSE 'shown' END FROM share_indicator i JOIN share s ON s.id = i.share_id JOIN indicator v ON v.id = i.indicator_id WHERE s.number = '$share' AND v.value IN ('drill.example', 'portal.drill.example', 'it@drill.example', 'https://portal.drill.example/login')"; }
same "the gate keeps every value of it in" "drill drill drill drill" "$(held | tr '\n' ' ' | sed 's/ $//')"
query "SELECT projection FROM share_rev r JOIN share s ON s.id = r.share_id WHERE s.number = '$share'" > "$TMPDIR/projection"
refuses "none stands in the share" grep -q "drill.example" "$TMPDIR/projection"
ok "the control: what else was seen does" grep -q "192.0.2.7" "$TMPDIR/projection"
own=$($n share draft --hub "$HUB" --as an-1 --audience all --class urgent --terms x --value domain:elsewhere.example --json | field share)
ok "the control: a value that is nobody's exercise is shown" sh -c "$n share show $own --hub $HUB --as an-1 --format csv | grep -q 'elsewhere'"
mixed=$($n share draft --hub "$HUB" --as an-1 --audience all --class urgent --terms x --value domain:later.example --json | field share)
ok "an exercise that is registered behind the draft" org drill d-company --as adm --domain later.example --from 2019-07-01 --to 2019-07-31
says "is found at the release" 2 "leak check has" $n share release "$mixed" --hub "$HUB" --as an-2
ok "what was no exercise goes" $n share release "$own" --hub "$HUB" --as an-2

# ---- asked about ----
{ printf 'X-PHISHTEST: This is a phishing security test\r\n'; drill_mail "it@unknown.example" "Mailbox full" 6@unknown.example unknown.example; } > "$TMPDIR/6.eml"
r6=$(submit "$TMPDIR/6.eml" d-company)
work
refuses "a mark alone changes no verdict" test "$(nature "$r6")" = drill
says "it is suspected" 0 "$r6/1 .*bears the mark of an exercise.*not asked yet" $n drill suspected --hub "$HUB" --as an-1
says "and what is another's exercise" 0 "$other/1 .*another organisation" $n drill suspected --hub "$HUB" --as an-1
refuses "not what was recognised" grep -q "$r1" "$out"
says "asked" 0 "asked about $r6/1" $n drill ask "$r6/1" --hub "$HUB" --as an-1
says "with its question" 0 "$r6/1 .*[A-Z]-" $n drill suspected --hub "$HUB" --as an-1
says "the submitter has it" 0 "$r6/1" $n question list --hub "$HUB" --as d-con
ok "everybody else" $n drill ask --hub "$HUB" --as an-1
ok "nobody twice" sh -c "test -z \"\$($n drill ask --hub $HUB --as an-1)\""
says "members ask nobody" 2 "none of the roles" $n drill ask --hub "$HUB" --as a-con
finish
