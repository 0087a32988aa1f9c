# What is behind the release: the urgent lane with its pair and later look, corrections with acknowledgement, a retraction in
# every artefact, lists that drop at once, receipts counted on both sides.
. tests/e2e/lib
new_hub "contact = info@hub.example"
roster
s="$n share --hub $HUB --as an-1" r="$n share release --hub $HUB --as an-2"
call() { $n oncall "$@" --hub "$HUB"; }
sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qXAt "$NOROSHI_DATABASE" -c "$1"; else sqlite3 "$HUB/noroshi.db" "$1"; fi; }
day() { TZ=Asia/Tokyo date -d "$1" +%Y-%m-%d; }
own() { $s draft --audience all --tlp AMBER --terms "public" --class "$1" --value "ipv4:$2" --value "domain:$3" --value "domain:evil-two.example" --json > "$out" 2>&1; field share < "$out"; }
feed() { $n inbox feed --hub "$HUB" --as "$1" --json; }
listed() { if [ "$2" = yes ]; then ok "$1" sh -c "$n inbox feed --hub $HUB --as b-con | grep -q '$3'"; else refuses "$1" sh -c "$n inbox feed --hub $HUB --as b-con | grep -q '$3'"; fi; }

# ---- on call ----
says "members set no duty" 2 "holds none of the roles" call set an-1 an-2 --to "$(day '+3 days')" --as a-con
says "a pair is two" 2 "two people" call set an-1 an-1 --to "$(day '+3 days')" --as adm
says "who may write and release" 2 "no analyst or lead" call set an-1 adm --to "$(day '+3 days')" --as adm
says "nobody yet" 0 "nobody is on call now" call list --as adm
ok "a pair" call set an-1 an-2 --to "$(day '+3 days')" --as adm
says "one pair at a time" 2 "already" call set an-2 an-1 --to "$(day '+2 days')" --as adm
says "on duty now" 0 "an-1, an-2.*on duty now" call list --as adm
says "in Japanese" 0 "当番中" call list --as adm --lang ja

# ---- urgent: at once, and looked at later ----
u=$(own urgent 203.0.113.9 evil-one.example)
ok "an urgent share is released at once" $r "$u" --json
published=$(field published < "$out")
ok "without a slot" sh -c "[ \$(date -d $published +%s) -le \$(date +%s) ]"
says "it waits for a later look" 0 "$u.*to be looked at by" call review --as an-1
says "not by who released it" 2 "somebody else does" call review "$u" --outcome stands --as an-2
says "an outcome is said" 2 "what came of the look" call review "$u" --as an-1
says "of something that was done" 2 "no retraction of it yet" call review "$u" --outcome retracted --as an-1
says "not by a member" 2 "holds none" call review "$u" --outcome stands --as a-con
sql "UPDATE urgent_review SET due_ms = 1"
sql "UPDATE urgent_review SET released_ms = 1556000000000"
says "a quarter is not closed over an urgent share that nobody looked at again" 2 "urgent-reviews: 1 ($u)" $n period close --quarter 2019-04 --hub "$HUB" --as an-1 --lang en
says "late ones need attention" 1 "late" call review --as an-1
ok "somebody else looks" call review "$u" --outcome stands --note "figures checked" --as an-1
says "once" 2 "waits for no later look" call review "$u" --outcome stands --as an-1
says "it is kept" 0 "stands (an-1) figures checked" call review --all --as an-1

# ---- no business day: the pair only ----
$n holiday add "$(day now)" --name-ja 休業 --name-en closed --hub "$HUB" --as adm > "$out" 2>&1
ok "another analyst comes" sh -c "$n person add an-3 --org hub --name 分析三 --hub $HUB --as adm && $n person role an-3 analyst --hub $HUB --as adm"
v=$(own urgent 203.0.113.10 evil-three.example)
says "outside business days not by others" 2 "today is no business day" $n share release "$v" --hub "$HUB" --as an-3
ok "the other of the pair does" $r "$v"
$n holiday remove "$(day now)" --hub "$HUB" --as adm > "$out" 2>&1

# ---- a correction: changes, acknowledgement, lists at once ----
$n outbox flush --hub "$HUB" > "$out" 2>&1
for who in a b c; do $n inbox open "$u" --hub "$HUB" --as $who-con > "$out" 2>&1; done
ok "b acknowledges" $n inbox ack "$u" --hub "$HUB" --as b-con
listed "the value is in b's list" yes 203.0.113.9
ok "and in the block list" sh -c "$n inbox feed --hub $HUB --as b-con -o $TMPDIR/f.csv && $n indicators blocklist --indicators $TMPDIR/f.csv | grep -qx evil-one.example"
ok "a value is taken back" $s correct "$u" --drop evil-one.example --class normal --json
ok "which needs no source's yes" $r "$u" --json
published=$(field published < "$out")
ok "the notice waits for its slot" sh -c "[ \$(date -d $published +%s) -gt \$(date +%s) ]"
listed "but the lists drop it at once" no evil-one.example
listed "others stay" yes evil-two.example
ok "the hunt set too" sh -c "$n inbox hunt $v --hub $HUB --as b-con -o $TMPDIR/v.set --json | grep -q '\"indicators\":3'; $n inbox hunt $u --hub $HUB --as b-con -o $TMPDIR/u.set --json | grep -q '\"indicators\":2'"
sql "UPDATE delivery SET queued_ms = queued_ms - 864000000, ack_due_ms = ack_due_ms - 864000000 WHERE ack_due_ms IS NOT NULL"
sql "UPDATE release SET published_ms = published_ms - 864000000 WHERE rev > 1"
says "the recipient is told what to do" 0 "$u.*" $n inbox list --hub "$HUB" --as b-con
says "by when" 0 "acknowledge by" $n inbox list --hub "$HUB" --as b-con
says "in Japanese" 0 "確認済みにしてください" $n inbox list --hub "$HUB" --as b-con --lang ja
says "the change is shown" 0 "evil-one" $n inbox open "$u" --hub "$HUB" --as b-con
says "the hub sees who has not: a count, no names" 1 "to be acknowledged still 5, late 5" $s receipts "$u"
says "a member is told of its own" 1 "to be acknowledged still 1, of these late 1" $n inbox receipts --hub "$HUB" --as b-con
says "all recipients' counts are the hub's" 2 "hub's people" $n share receipts --hub "$HUB" --as b-con
ok "b acknowledges it" $n inbox ack "$u" --hub "$HUB" --as b-con
says "and is done" 0 "to be acknowledged still 0" $n inbox receipts --hub "$HUB" --as b-con
ok "reminders, on business days" sh -c "$s remind | tee $TMPDIR/rem; [ \$(TZ=Asia/Tokyo date +%u) -ge 6 ] || grep -q '^8 reminders' $TMPDIR/rem"
says "once a day" 0 "^0 reminders" $s remind
sql "UPDATE notice SET not_before_ms = 0"
ok "the notices leave" $n outbox flush --hub "$HUB"
ok "with the date" sh -c "grep -l 'Subject: .*$u' $HUB/outbox/* | xargs grep -l 'Acknowledge by: [0-9]' | grep -q ."
refuses "and no content" grep -r "evil-one" "$HUB/outbox"

# ---- both sides count the same ----
sum() { python3 -c 'import json, sys
rows = [json.loads(l) for l in sys.stdin]
print(*[sum(r[k] for r in rows) for k in sys.argv[1:]])' "$@"; }
hub=$($s receipts --json | sum sent opened acknowledged answered acknowledge)
members=$(for who in a b c d e; do $n inbox receipts --hub "$HUB" --as $who-con --json; done | sum received opened acknowledged answered acknowledge)
same "the sums of both sides" "$hub" "$members"
if [ "$(echo "$hub" | cut -d' ' -f1)" -gt 5 ]; then pass "control: there is something to count"; else fail "control"; fi

# ---- a retraction: in every artefact, in every list ----
ok "retracted" $s retract "$u"
ok "by two" $r "$u"
listed "gone from the lists at once" no 203.0.113.9
sql "UPDATE delivery SET queued_ms = queued_ms - 864000000 WHERE rev > 2"
for f in text html; do says "revoked in $f" 0 "撤回\|取り消\|取消" $n inbox open "$u" --hub "$HUB" --as c-con --format $f --lang ja; done
same "revoked in every row of csv" 3 "$($n inbox open "$u" --hub "$HUB" --as c-con --format csv | grep -c ',1,\|,1$\|,1	')"
same "revoked in every indicator of json" "True True True" "$($n inbox open "$u" --hub "$HUB" --as c-con --format json | python3 -c 'import json, sys; print(*[i["revoked"] for i in json.load(sys.stdin)["indicators"]])')"
says "nothing is left to look for" 1 "holds nothing that can be looked for" $n inbox hunt "$u" --hub "$HUB" --as c-con -o "$TMPDIR/none.set"
says "nothing more can be done to it" 2 "retracted" $s correct "$u" --drop evil-two.example
ok "the chain fits" $n audit verify --hub "$HUB"
finish
