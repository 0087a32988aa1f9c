# once
# The demo: a year through the real path, with the published figures in its tables; what it shows works; a
# directory is never thrown away by mistake; a demo that was cut off is rebuilt.  On PostgreSQL: demo_full.sh.
. tests/e2e/lib
NOROSHI_DATABASE=
. tests/e2e/demo_lib

# ---- places that are refused, untouched ----
mkdir "$TMPDIR/mine" && echo precious > "$TMPDIR/mine/letter.txt"
says "a directory with something else is refused" 2 "holds no demo hub (there is “letter.txt”)" $n demo "$TMPDIR/mine"
same "and stays as it was" "letter.txt" "$(ls -A "$TMPDIR/mine")"
mkdir "$TMPDIR/linked" && ln -s "$TMPDIR/mine" "$TMPDIR/linked/.noroshi-demo"
says "a link is no mark" 2 "holds no demo hub" $n demo "$TMPDIR/linked"
$n init "$TMPDIR/real" > "$out" 2>&1
says "a real hub is refused" 2 "holds no demo hub" $n demo "$TMPDIR/real"
ok "and still opens" $n audit verify --hub "$TMPDIR/real"
says "one directory" 2 "one directory" $n demo
says "a seed is a number" 2 "whole number" $n demo "$HUB" --seed x
echo x > "$TMPDIR/file"
exits "a file is no directory" 3 $n demo "$TMPDIR/file"

# ---- cut off half way ----
$n demo "$HUB" > "$TMPDIR/cut" 2>&1 &
demo=$!
for i in $(seq 100); do [ -s "$HUB/noroshi.db-wal" ] && break; sleep 0.1; done
sleep 1; kill -INT $demo 2>/dev/null; wait $demo 2>/dev/null
ok "an interrupted demo leaves its mark" test -f "$HUB/.noroshi-demo"
echo mine > "$HUB/note.txt"
says "a file of one's own in it stops the next one" 2 "“note.txt” in it was made by somebody else" $n demo "$HUB"
ok "which touched nothing" test -s "$HUB/noroshi.db"
rm "$HUB/note.txt"

# ---- the year ----
ok "it is rebuilt, and replays the year" $n demo "$HUB" --verbose
cp "$out" "$TMPDIR/demo"
demo_shows 4
demo_figures

# ---- chapter 6: the sample is one of the hub's own shares ----
$n share list --hub "$HUB" --as hub-analyst-1 --state released --json 2> /dev/null | python3 -c '
import json, sys
for line in sys.stdin:
    share = json.loads(line)
    if share["origin"] == "own" and share["published"] >= "2019-09-12":
        print(share["share"])' > "$TMPDIR/own"
for share in $(cat "$TMPDIR/own"); do $n share preview "$share" --hub "$HUB" --as hub-analyst-1 --format csv; done > "$TMPDIR/own.csv" 2>&1
ok "its hash was shared" sh -c "grep -q 'sha256,.*$(printf 'MZ\nThis is no program. It stands for a sample in the demo.\n' | sha256sum | cut -c1-64)' '$TMPDIR/own.csv'"
ok "and its name" grep -q "quotation.pdf.exe" "$TMPDIR/own.csv"

# ---- the last quarter's approvals and releases: a deputy, a standing consent within the hour, a correction, a retraction ----
deeds() { $n audit list --hub "$HUB" --deed "$1" --json; }
same "an approver was away and named a deputy" 1 "$(deeds approver.deputy-named | wc -l)"
at=$(deeds approver.deputy-named | field actor)
late=$($n approve deputy --hub "$HUB" --as hub-analyst-1 --json | wc -l)
same "which is over by now" 0 "$late"
$n share list --hub "$HUB" --as hub-analyst-1 --state released --json 2> /dev/null > "$TMPDIR/shares"
same "one share is a correction" 1 "$(grep -c '"change":"correction"' "$TMPDIR/shares")"
same "one is retracted" 1 "$($n share list --hub "$HUB" --as hub-analyst-1 --state retracted --json | wc -l)"
t=$($n share list --hub "$HUB" --as hub-analyst-1 --state retracted --json | field share)
same "its notices left" True "$($n share receipts $t --hub $HUB --as hub-analyst-1 --json | python3 -c 'import json, sys; r = json.loads(sys.stdin.readline()); print(0 < r["told"] <= r["sent"])')"
ok "its recipients were to acknowledge it" sh -c "$n share receipts $t --hub $HUB --as hub-analyst-1 --json | python3 -c 'import json, sys; r = json.loads(sys.stdin.readline()); sys.exit(not 0 < r[\"acknowledge\"] < r[\"sent\"])' || [ \$? = 0 ]"
for s in $(field share < "$TMPDIR/shares"); do $n approve answers "$s" --hub "$HUB" --as hub-analyst-1 --json; done > "$TMPDIR/answers"
same "the deputy's yes counts, said for $at" "$at" "$(grep '"stands_in_for":"' "$TMPDIR/answers" | field stands_in_for | sort -u)"
ok "standing consents were used within the hour" grep -q '"kind":"standing"' "$TMPDIR/answers"

# ---- calls, passing on, a hand-over ----
call=$($n request list --hub "$HUB" --as hub-analyst-1 --json | python3 -c 'import json,sys; print(json.loads(sys.stdin.readline())["request"])')
same "a call: answered by members with nothing, and from outside" "3 0 1" "$($n request show "$call" --hub "$HUB" --as hub-analyst-1 --json | python3 -c 'import json,sys; c=json.load(sys.stdin)["counts"]; print(c["nothing"], c["material"], c["outside"])')"
$n report --hub "$HUB" --from 2019-07-01 --to 2019-09-30 --lang ja --format json > "$TMPDIR/report" 2>&1
ok "which the report counts apart" grep -q "参加組織外からの情報提供が 1 件" "$TMPDIR/report"
passed=$($n share list --hub "$HUB" --as hub-analyst-1 --json 2> /dev/null | python3 -c 'import json,sys; print(*[s["share"] for s in map(json.loads, sys.stdin)])')
same "what associations passed on, in sums" "430" "$(for s in $passed; do $n cascade list "$s" --hub "$HUB" --as hub-analyst-1 --json; done 2> /dev/null | python3 -c 'import json,sys; print(sum(d["searched"] or 0 for d in map(json.loads, sys.stdin)))')"
handed=$($n handover list --hub "$HUB" --as hub-analyst-1 --json | field handover)
says "originals for one partner" 0 "rescue-team" $n handover certificate "$handed" --hub "$HUB" --as hub-analyst-1

# ---- its pages can be looked at with everybody's eyes ----
. tests/e2e/web_lib
serve --no-worker
same "five links: two analysts, a contact, an approver, an auditor" 5 "$(grep -c '/link/' "$TMPDIR/serve.out")"
link=$(grep -m 1 -o 'http://[^ ]*/link/.*' "$TMPDIR/serve.out")
same "each is good" 303 "$(curl -s -o "$out" -w '%{http_code}' -X POST "$link")"
same "once" 404 "$(curl -s -o "$out" -w '%{http_code}' -X POST "$link")"
stop_serving

# ---- what others put into it stays ----
mkdir "$HUB/outbox/deeper"
says "a directory of one's own in the outbox stops it too" 2 "“deeper” in it was made by somebody else" $n demo "$HUB"
finish
