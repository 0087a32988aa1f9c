# Feedback: what members see, answer and hand in; the table from inside and as it leaves; public sources and
# the fact check.  The table that leaves carries no name, id or order of those who reported; from inside it does.
. tests/e2e/lib
new_hub "contact = info@hub.example"
roster
inbox() { verb=$1; shift; $n inbox "$verb" --hub "$HUB" "$@"; }
row() { printf '{"schema":"noroshi/sighting/1","indicator":"203.0.113.9","type":"ipv4","org":"X","direction":"from","port":1433,"proto":"tcp","action":"deny","first":"%sT03:00:00Z","last":"%sT04:00:00Z","count":%s,"heuristic":false,"listed":[],"lines":[]}\n' "$1" "$2" "$3"; }
summary() { printf '{"schema":"noroshi/hunt-summary/1","files":1,"bytes":1,"lines":1,"skipped":[],"searched":{"first":"%sT00:00:00Z","last":"%sT00:00:00Z"},"direction_known":1.0,"formats":{}}\n' "$1" "$2"; }
own()   # TO VALUE: an own share, released: its number
{
	number=$($n share draft --hub "$HUB" --as an-1 --audience "$1" --liaison-ok --class urgent --terms "free to pass on" --value "$2" --json | field share)
	$n share release "$number" --hub "$HUB" --as an-2 > "$out" 2>&1 || fail "release"
	echo "$number"
}
state() { inbox list --as "$1" --json | python3 -c 'import json,sys; print(*[d["state"] for d in map(json.loads, sys.stdin) if d["share"] == sys.argv[1]])' "$2"; }

# ---- states that only move on ----
share=$(own all,liaison:medical ipv4:203.0.113.9)
only_a=$(own org:a-company ipv4:203.0.113.20)
same "sent" queued "$(state a-con "$share")"
says "what was not opened cannot be acknowledged" 2 "was not opened yet" inbox ack "$share" --as a-con
same "it stays queued" queued "$(state a-con "$share")"
says "opened before the notice left" 0 '203\[.\]0\[.\]113\[.\]9' inbox open "$share" --as e-con --lang ja
ok "the outbox leaves" $n outbox flush --hub "$HUB"
same "told" notified "$(state a-con "$share")"
same "the notice puts nobody back" opened "$(state e-con "$share")"
ok "opened" inbox open "$share" --as a-con --format html -o "$TMPDIR/share.html"
ok "as HTML in a file" grep -q 'TLP:AMBER' "$TMPDIR/share.html"
same "opened, by its state" opened "$(state a-con "$share")"
ok "acknowledged" inbox ack "$share" --as a-con
ok "once more changes nothing" inbox ack "$share" --as a-con
ok "opened again" inbox open "$share" --as a-app
same "acknowledged it stays" acked "$(state a-con "$share")"
ok "a look through share show is an opening too" $n share show "$share" --hub "$HUB" --as d-con
same "and is counted as one" opened "$(state d-con "$share")"

# ---- others' shares do not exist ----
for who in b-con m-con; do
	for verb in open ack; do
		inbox $verb "$only_a" --as $who > "$TMPDIR/there" 2>&1; a=$?
		inbox $verb J-2222222 --as $who > "$TMPDIR/absent" 2>&1; b=$?
		same "$verb by $who: the same status" "$b" "$a"
		same "$verb by $who: the same words" "$(sed 's/J-2222222/X/' "$TMPDIR/absent")" "$(sed "s/$only_a/X/" "$TMPDIR/there")"
	done
done
ok "the control: for a it is there" inbox open "$only_a" --as a-con
same "b's inbox has one share" 1 "$(inbox list --as b-con --json | wc -l)"
says "b does not look into a's inbox" 2 "own organisation only" inbox list --as b-con --org a-company
says "who has no role reads nothing" 2 "has no role" inbox open "$share" --as a-ceo
says "a sighting for what was never sent is not received" 2 "there is no share $only_a" sh -c "echo '{}' | $n submit --hub $HUB --org b-company --kind sighting --share $only_a -"

# ---- answers ----
says "no hit without a window" 2 "only with the time that was searched" inbox answer "$share" --as d-con --answer no-hit
says "in Japanese" 2 "確認した期間があって初めて" inbox answer "$share" --as d-con --answer no-hit --lang ja
says "no hit with its window" 0 "no hit (searched 2018/10/1 - 2019/7/1)" inbox answer "$share" --as d-con --answer no-hit --searched 2018-10-01..2019-07-01 --useful 4
says "in Japanese too" 0 "該当なし（確認期間 2018/10/1～2019/7/1）" inbox list --as d-con --lang ja
says "cannot be checked, why?" 2 "why could it not" inbox answer "$share" --as e-con --answer not-checked
says "no logs" 0 "ログなし" inbox answer "$share" --as e-con --answer no-logs --lang ja
says "in part, which?" 2 "which part" inbox answer "$share" --as e-con --answer partly
says "a window that ends before it begins" 2 "ends before it begins" inbox answer "$share" --as e-con --answer partly --searched 2019-07-01..2018-10-01
ok "in part" inbox answer "$share" --as e-con --answer partly --searched 2019-06-01..2019-06-30 --reason "proxy only"
says "a word that is none" 2 "no-hit, hit, working" inbox answer "$share" --as e-con --answer clean
says "a hit without rows says what is missing" 0 "rows of the hit are still missing" inbox answer "$share" --as b-con --answer hit --may-merge
ok "a liaison group passes it on" inbox cascade "$share" --as m-con --members 5400
says "a member has no members" 2 "liaison" inbox cascade "$share" --as a-con --members 5
says "the sums, without names" 0 "their members it was passed on to *5400" $n feedback summary "$share" --hub "$HUB"
refuses "none at all" grep -q company "$out"
says "by organisation for analysts" 0 "d-company .*no hit" $n feedback list "$share" --hub "$HUB" --as an-1
says "for nobody else" 2 "holds none of the roles\|for analysts" $n feedback list "$share" --hub "$HUB" --as a-con

# ---- sightings: A, the re-share, then B and C to the re-share ----
{ row 2018-12-14 2019-02-03 74; summary 2018-10-01 2019-07-01; } > "$TMPDIR/a.jsonl"
{ row 2018-12-26 2019-02-12 7; summary 2018-10-01 2019-07-01; } > "$TMPDIR/b.jsonl"
{ row 2018-12-10 2019-02-13 67; summary 2018-10-01 2019-07-01; } > "$TMPDIR/c.jsonl"
approve()       # SHARE DIGEST ORG...: each source says yes, entered from a signed mail
{
	number=$1; digest=$2; shift 2
	$n share ask "$number" --hub "$HUB" --as an-1 > "$out" 2>&1 || fail "ask"
	for letter; do $n approve yes "$number" --hub "$HUB" --as an-1 --for "$letter-app" --digest "$digest" --signed-mail "m-$letter" --exact > "$out" 2>&1 || fail "approve"; done
}
submit "$TMPDIR/a.jsonl" a-company --kind sighting --share "$share" > "$out"
ok "A's rows are read" work
says "A's answer is a hit with its window" 0 "hit (searched 2018/10/1 - 2019/7/1)" inbox list --as a-con
says "no outward table yet" 2 "no re-share is drafted" $n sighting table --share "$share" --outward --hub "$HUB" --as an-1
ok "the re-share is drafted" $n sighting merge --share "$share" --hub "$HUB" --as an-1 --class urgent --json
re=$(field share < "$out"); d=$(field digest < "$out")
same "one source must approve" 1 "$(field sources < "$out")"
says "not released without it" 2 "1 source has not approved" $n share release "$re" --hub "$HUB" --as an-2
approve "$re" "$d" a
ok "released" $n share release "$re" --hub "$HUB" --as an-2 --json
same "to whom the first one went" 6 "$(field recipients < "$out")"
submit "$TMPDIR/b.jsonl" b-company --kind sighting --share "$re" > "$out"
submit "$TMPDIR/c.jsonl" c-company --kind sighting --share "$re" > "$out"
ok "B's and C's rows are read" work
says "one table over the line of shares" 0 "3 organisations, 148 times in all; together 2018/12/10 - 2019/2/13 (66 days), in common 2018/12/26 - 2019/2/3 (40 days)" $n sighting table --share "$share" --hub "$HUB" --as an-1
cp "$out" "$TMPDIR/inside"
says "the same from the re-share" 0 "148 times" $n sighting table --share "$re" --hub "$HUB" --as an-2
says "every look is an audit line" 0 "A-Company.*2018/12/14 - 2019/2/3 *74" cat "$TMPDIR/inside"
says "for members it is not" 2 "holds none of the roles\|for analysts" $n sighting table --share "$share" --hub "$HUB" --as a-con
submit "$TMPDIR/a.jsonl" a-company --kind sighting --share "$re" --key again > "$out"
ok "A sends the same again" work
says "its own row is replaced, not added to" 0 "148 times" $n sighting table --share "$share" --hub "$HUB" --as an-1

# ---- the table as it leaves ----
ok "the re-share of all three" $n sighting merge --share "$share" --hub "$HUB" --as an-1 --class urgent --json
all=$(field share < "$out"); d=$(field digest < "$out")
same "three sources must approve" 3 "$(field sources < "$out")"
approve "$all" "$d" a b
says "two are not enough" 2 "1 source has not approved" $n share release "$all" --hub "$HUB" --as an-2
approve "$all" "$d" c
ok "with the third it is released" $n share release "$all" --hub "$HUB" --as an-2
$n sighting table --share "$share" --outward --hub "$HUB" --as an-1 > "$TMPDIR/outward" 2>&1
$n sighting table --share "$share" --outward --hub "$HUB" --as an-1 --json >> "$TMPDIR/outward" 2>&1
for format in text html csv json; do inbox open "$all" --as d-con --format $format >> "$TMPDIR/outward" 2>&1; done
inbox open "$all" --as d-con --lang ja >> "$TMPDIR/outward" 2>&1
says "three letters" 0 "organisation C" cat "$TMPDIR/outward"
says "months and classes" 0 "2018-12 - 2019-02 *10-99" cat "$TMPDIR/outward"
names='[abc]-company\|[ABC]-Company\|[ABC]社\|[abc]-con\|[abc]-app\|R-20\|12-14\|12/14\|12-26\|12-10\|02-03\|02-12\|02-13\|\b74\b\|\b67\b'
refuses "no name, id, receipt, exact day or count in what leaves" grep -n -e "$names" "$TMPDIR/outward"
ok "the control: from inside they are seen" grep -q -e "$names" "$TMPDIR/inside"
# the letters are drawn anew for each draft: over twelve drafts the first to report (74) is not always the same letter
letters=$(for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	x=$($n sighting merge --share "$share" --hub "$HUB" --as an-1 --exact --json | field share)
	$n share preview "$x" --hub "$HUB" --as an-1 --format csv | awk -F, '$NF ~ /74/ { print $10 }'
done | sort -u | wc -l)
if [ "$letters" -gt 1 ]; then pass "a letter does not tell who reported first"; else echo "$letters" > "$out"; fail "a letter does not tell who reported first"; fi
x=$($n sighting merge --share "$share" --hub "$HUB" --as an-1 --exact --class urgent --json | field share)
says "exact figures stand in an exact draft" 0 "2018-12-14 - 2019-02-03" $n share preview "$x" --hub "$HUB" --as an-1 --format text --lang en
ok "without consent to exact figures" $n share ask "$x" --hub "$HUB" --as an-1
says "it does not leave" 2 "3 sources have not approved" $n share release "$x" --hub "$HUB" --as an-2
same "the line: share, A, re-share, B, C, A again, re-share" "share sighting re-share sighting sighting sighting re-share" "$($n feedback loop "$re" --hub "$HUB" --as an-1 --json | field kind | tr '\n' ' ' | sed 's/ $//')"
today=$(TZ=JST-9 date +%F)
says "standing figures" 0 '"sighted":1' $n feedback figures --from "$today" --to "$today" --hub "$HUB" --json

# ---- hands in by one line; bad lines ----
says "a hit in one line" 0 "receipt" inbox answer "$share" --as d-con --answer hit --indicator 203.0.113.9 --type ipv4 --direction to --port 443 --first 2019-07-01 --last 2019-07-03 --count 3 --searched 2019-06-01..2019-07-10
says "a line that is none" 2 "direction is to, from" inbox answer "$share" --as d-con --answer hit --indicator 203.0.113.9 --type ipv4 --direction in --first 2019-07-01 --last 2019-07-03
ok "is read like every hand-in" work
says "in another row of the table, kept out: may not be merged" 0 "d-company.*kept out" $n sighting table --share "$share" --hub "$HUB" --as an-1
{ row 2019-01-01 2019-01-02 5; echo '{"schema":"noroshi/sighting/1","indicator":"203.0.113.9","type":"ipv4","direction":"sideways"}'; echo 'not json'; } > "$TMPDIR/half.jsonl"
echo 'nothing of the kind' > "$TMPDIR/none.jsonl"
half=$(submit "$TMPDIR/half.jsonl" e-company --kind sighting --share "$share")
none=$(submit "$TMPDIR/none.jsonl" e-company --kind sighting --share "$share")
work
says "bad lines are named, with why" 1 "$half/1.*partly.*line 2: the direction is.*line 3: it is no JSON" $n sighting list --hub "$HUB" --as an-1
says "a hand-in without one good line too" 1 "$none/1.*failed.*line 1" $n sighting list --hub "$HUB" --as an-1 --share "$share"
says "in Japanese" 1 "2 行目: 向きは" $n sighting list --hub "$HUB" --as an-1 --lang ja
says "the submission says it too" 0 "line 2: the direction is" $n submission show "$half/1" --hub "$HUB" --as an-1
ok "nothing is lost" sh -c "$n submission show $half/1 --hub $HUB --as an-1 --reason check -o $TMPDIR/back && cmp $TMPDIR/back $TMPDIR/half.jsonl"
says "its good line is kept out until somebody looked" 0 "e-company.*not read to the end" $n sighting table --share "$share" --hub "$HUB" --as an-1
says "the draft says so" 1 "left out" $n sighting merge --share "$share" --hub "$HUB" --as an-1
ok "an analyst looks" $n submission classify "$half/1" --class scan/probe --hub "$HUB" --as an-1
ok "then it is in" $n sighting merge --share "$share" --hub "$HUB" --as an-1 --json
same "four sources" 4 "$(field sources < "$out")"

# ---- what a case rests on: public sources, the fact check with the impersonated company ----
eml "Voice Desk <voice@login-portal.example>" "staff@d-company.example" "Voice message" "vm@login-portal.example" "Listen at https://voice.example/o365" > "$TMPDIR/vm.eml"
r=$(submit "$TMPDIR/vm.eml" d-company)
work
$n case open "$r/1" --title "voice message" --hub "$HUB" --as an-1 > "$out" 2>&1 || fail "case open"
c=$($n case list --hub "$HUB" --as an-1 --json | field case | head -1)
a="--hub $HUB --as an-1"
says "a public source needs its licence" 2 "licence" $n corroboration add "$c" $a --source X --url https://x.example/ --says-ja あ --says-en a
says "and an address" 2 "https://" $n corroboration add "$c" $a --source X --url x.example --licence free --says-ja あ --says-en a
says "and both languages" 2 "one in English" $n corroboration add "$c" $a --source X --url https://x.example/ --licence free --says-ja あ
says "and a case" 2 "there is no case" $n corroboration add C-1999-0001 $a --source X --url https://x.example/ --licence free --says-ja あ --says-en a
says "a member enters none" 2 "holds none of the roles" $n corroboration add "$c" --hub "$HUB" --as a-con --source X --url https://x.example/ --licence free --says-ja あ --says-en a
ok "a public source" $n corroboration add "$c" $a --source "Scan records" --url https://scans.example/203.0.113.9 --licence "quote with source" --read 2019-08-22 --from 2018-12 --to 2019-01 --says-ja "1433 番ポートへの探索があった。" --says-en "It probed port 1433."
says "with its months" 0 "2018/12/1 - 2019/1/31 (by the month)" $n corroboration list "$c" $a
says "what it says, in Japanese" 0 "1433 番ポートへの探索" $n corroboration list "$c" $a --lang ja
same "as JSON" month "$($n corroboration list $a --json | field precision)"
id=$($n corroboration list $a --json | field id | cut -c1-8)
ok "a wrong entry is removed" $n corroboration remove "$id" $a
says "it is gone" 2 "there is no corroboration" $n corroboration remove "$id" $a
# ---- the report's chapter on probing: every case of the sightings is told, and asked about; an editor leaves them out ----
day="--from $today --to $today --hub $HUB"
for which in half none; do
	eval "told=\$$which"
	eval "case_$which=$($n case open "$told/1" --title "$which" $a --json | field object)"
	eval "told=\$case_$which"
	$n corroboration add "$told" $a --source "Scan records" --url https://scans.example/$which --licence free --says-ja "探索 $which" --says-en "Probing of $which, says Harbour Traders" > "$out" 2>&1 || fail "a source"
done
$n case party "$case_half" $a --role counterpart --label "Harbour Traders" > "$out" 2>&1 || fail "party"
tells() { $n report $day --format html --lang en | grep -o 'Probing of [a-z]*' | sort -u | tr '\n' ' '; }
same "the sources of both are told" "Probing of half Probing of none " "$(tells)"
says "and both are looked at for names" 1 "Harbour Traders" $n report check $day --lang en
ok "one is chosen" $n report choose $day --as an-1 --slot probing --value "$case_none"
same "and told alone" "Probing of none " "$(tells)"
ok "none is" $n report choose $day --as an-1 --slot probing --value none
same "and none is told" "" "$(tells)"
says "nor looked at" 0 "no protected term" $n report check $day --lang en
ok "the chapter stays" sh -c "$n report $day --format html --lang en | grep -q 'Scope of the observation\|port 1433'"
says "who was impersonated?" 2 "who was impersonated" $n factcheck ask "$c" $a
says "an unknown organisation" 2 "did you mean e-company" $n factcheck ask "$c" $a --party e-compny
ok "the submitter asked" $n factcheck ask "$c" $a --party e-company --by submitter --on 2019-08-15
ok "the hub asks a company that is no member" $n factcheck ask "$c" $a --label "a shop" --by hub --on 2019-08-16
same "two are open" 2 "$($n factcheck list $a --open --json | wc -l)"
id=$($n factcheck list "$c" $a --json | field id | head -1)
says "an answer before the question" 2 "after the question" $n factcheck answer "$id" $a --answer confirmed-fake --on 2019-08-01
says "an answer that is none" 2 "confirmed-fake, genuine or unknown" $n factcheck answer "$id" $a --answer maybe
ok "answered" $n factcheck answer "$id" $a --answer confirmed-fake --on 2019-08-19 --others 3
says "once" 2 "has its answer already" $n factcheck answer "$id" $a --answer genuine --on 2019-08-20
says "others got it too" 0 "confirmed as fake (3 further recipients)" $n factcheck list "$c" $a
says "in Japanese" 0 "詐称と確認（ほかに 3 組織が受信）" $n factcheck list "$c" $a --lang ja
same "one is open still" 1 "$($n factcheck list $a --open --json | wc -l)"
$n factcheck letter --hub "$HUB" --lang ja > "$TMPDIR/letter"; $n factcheck letter --hub "$HUB" --lang en >> "$TMPDIR/letter"
says "it is open for so many days" 0 "no answer for [0-9][0-9]* days" $n factcheck list "$c" $a --open
open=$($n factcheck list $a --open --json | field id)
says "reminded, with the text for it" 0 "asked you some time ago" $n factcheck remind "$open" $a
says "once a day" 2 "within a day already" $n factcheck remind "$open" $a
says "which the list shows" 0 "reminded 1 time," $n factcheck list $a --open
says "not where the answer is there" 2 "has its answer already" $n factcheck remind "$id" $a
$n factcheck letter --reminder --hub "$HUB" --lang ja >> "$TMPDIR/letter"
ok "a name that the ready text happens to hold" $n org term --hub "$HUB" --as adm e-company --kind brand --name "facts"
says "keeps it in" 2 "leak check has" $n factcheck letter --hub "$HUB" --lang en
refuses "the ready text names nobody" grep -i "company\.example\|[A-E]社\|[A-E]-Company" "$TMPDIR/letter"
says "the case shows both" 0 "3 further recipients" $n case show "$c" $a
finish
