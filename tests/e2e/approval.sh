# Approval as it is in companies: the own round with a date, deputies and absence, reminders, answers line by line, what the
# hub sees of it, and that nobody else sees anything.
. tests/e2e/lib
new_hub "contact = info@hub.example"
roster
s="$n share --hub $HUB --as an-1"
ap() { who=$1; shift; $n approve "$@" --hub "$HUB" --as "$who"; }
sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qXAt "$NOROSHI_DATABASE" -c "$1"; else sqlite3 "$HUB/noroshi.db" "$1"; fi; }
day() { date -d "$1" +%Y-%m-%d; }
sighting() { printf '{"schema":"noroshi/sighting/1","indicator":"203.0.113.9","type":"ipv4","org":"%s","direction":"from","port":1433,"proto":"tcp","action":"deny","first":"%s","last":"%s","count":%s,"heuristic":false,"listed":[],"lines":[]}\n' "$1" "$2" "$3" "$4"; }

ok "an own share" $s draft --audience all --tlp GREEN --terms "public" --value ipv4:203.0.113.9 --class urgent --json
own=$(field share < "$out")
ok "is out" $n share release "$own" --hub "$HUB" --as an-2
for x in a b; do
	sighting $x 2018-12-14T00:10:00Z 2019-02-03T11:00:00Z 74 > "$TMPDIR/$x.jsonl"
	submit "$TMPDIR/$x.jsonl" $x-company --kind sighting --share "$own" > "$out"
done
work
ok "a re-share of two members' rows" $s draft --sightings-of "$own" --audience all --json
t=$(field share < "$out"); d=$(field digest < "$out")
ok "both are asked" $s ask "$t"

# ---- the own round ----
says "another member knows of no such request" 2 "there is no share $t" ap d-con review "$t" --until "$(day '+5 days')"
says "the past is no date" 2 "still to come" ap a-con review "$t" --until "$(day '-1 day')"
says "a year is no round" 2 "at most 20 business days" ap a-con review "$t" --until "$(day '+300 days')"
ok "the contact says until when they look" ap a-con review "$t" --until "$(day '+10 days')"
says "the hub sees it" 0 "a-company.*in review until" ap an-1 list "$t"
says "in Japanese" 0 "社内確認中" ap an-1 list "$t" --lang ja
refuses "the other source does not" sh -c "$n approve list $t --hub $HUB --as b-app | grep -q 'in review'"
says "the hub enters it with a note only" 2 "reference" ap an-1 review "$t" --org b-company --until "$(day '+3 days')"
ok "with one" ap an-1 review "$t" --org b-company --until "$(day '+3 days')" --reference "call 10:20"
says "it is no answer" 2 "2 sources have not approved" $n share release "$t" --hub "$HUB" --as an-2

# ---- deputies and absence ----
says "a colleague may not answer" 2 "stands in for none" ap a-con yes "$t" --digest "$d" --code 000000
says "nor have codes" 2 "stands in for none" ap a-con enroll
says "nor make itself one" 2 "entered by the approver" ap a-con deputy a-app a-con --to "$(day '+5 days')"
says "no deputy of another firm" 2 "same organisation" ap a-app deputy a-app b-con --to "$(day '+5 days')"
says "until when?" 2 "until which day" ap a-app deputy a-app a-con
ok "the approver names one" ap a-app deputy a-app a-con --to "$(day '+5 days')" --json
id=$(field id < "$out")
ok "and is away" ap a-app absent a-app --to "$(day '+5 days')"
says "both are listed" 0 "a-con stands in for a-app" ap a-app deputy
says "in Japanese" 0 "a-app は不在" ap a-app deputy --lang ja
same "another firm sees none of it" 0 "$(ap b-app deputy --json | wc -l)"
same "the hub sees both" 2 "$(ap an-1 deputy --json | wc -l)"
code() { python3 -c '
import base64, hashlib, hmac, struct, sys, time
key = base64.b32decode(sys.argv[1] + "=" * (-len(sys.argv[1]) % 8))
h = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
at = h[-1] & 15
print("%06d" % ((struct.unpack(">I", h[at:at + 4])[0] & 0x7fffffff) % 1000000))' "$1"; }
secret=$(ap a-con enroll --json | field secret)

# ---- line by line ----
says "the lines are numbered" 0 "^  2 .*74\|^  2 " ap a-con lines "$t"
same "the same in both languages" "$(ap a-con lines "$t" --json --lang ja | wc -l)" "$(ap a-con lines "$t" --json --lang en | wc -l)"
last=$(ap a-con lines "$t" --json | wc -l)
says "a line that is not there" 2 "its lines are 1 to $last" ap a-con lines "$t" --digest "$d" --code "$(code "$secret")" --line 99=no
says "no digest" 2 "which version" ap a-con lines "$t" --code 1 --line 1=no
says "nonsense" 2 "like 3=no" ap a-con lines "$t" --digest "$d" --code 1 --line one
says "a wish that says nothing" 2 "what it should say" ap an-1 lines "$t" --digest "$d" --for a-con --signed-mail m-1 --line 2=change
ok "the deputy wants one changed" ap an-1 lines "$t" --digest "$d" --for a-con --signed-mail m-1 --line "2=change:月だけにしてください" --line 1=yes
says "that is no yes" 2 "2 sources have not approved" $n share release "$t" --hub "$HUB" --as an-2
says "the analyst sees which line and what" 0 "line 2: change.*月だけ" ap an-1 answers "$t"
says "and for whom" 0 "a-con.*for a-app" ap an-1 answers "$t"
same "other sources see nothing of it" 0 "$(ap b-app answers "$t" --json | wc -l)"
same "nor do others" 0 "$(ap d-app answers "$t" --json | wc -l)"
says "the look leaves its line" 0 "approval.sources-seen" $n audit list --hub "$HUB"

# ---- two at once ----
lost=0 won=0
for round in 1 2 3 4 5; do
	ap an-1 change "$t" --digest "$d" --for a-con --signed-mail "r-$round" --reason wait --over > "$out" 2>&1
	( ap an-1 no "$t" --digest "$d" --for a-app --signed-mail "n-$round" --over > "$TMPDIR/r1" 2>&1; echo $? > "$TMPDIR/s1" ) &
	( ap an-2 yes "$t" --digest "$d" --for a-con --signed-mail "y-$round" > "$TMPDIR/r2" 2>&1; echo $? > "$TMPDIR/s2" ) &
	wait
	[ "$(cat "$TMPDIR/s1")" = 0 ] && won=$((won + 1))
	if [ "$(cat "$TMPDIR/s2")" = 0 ]; then
		# the yes was first: then the no is the newest word
		[ "$(ap an-1 answers "$t" --json | field answer | head -1)" = no ] || lost=$((lost + 1))
	else
		grep -q "changed meanwhile.*“no” by a-app.*you say “yes”" "$TMPDIR/r2" || lost=$((lost + 1))
	fi
done
same "two at the same time: one after the other, never one over the other unseen" "5 0" "$won $lost"
ap an-1 change "$t" --digest "$d" --for a-con --signed-mail m-1b --reason wait --over > "$out" 2>&1
says "changed meanwhile, with both words" 2 "“change” by a-con.*you say “yes”" ap an-1 yes "$t" --digest "$d" --for a-app --signed-mail m-2
ok "on purpose" ap an-1 yes "$t" --digest "$d" --for a-app --signed-mail m-2 --over
ok "a deputy's own code" ap a-con yes "$t" --digest "$d" --code "$(code "$secret")"
says "no round behind an answer" 2 "answered" ap a-con review "$t" --until "$(day '+5 days')"
ok "the deputy's time is ended" ap a-app deputy --end "$id"
says "and with it the right" 2 "stands in for none" ap a-con no "$t" --digest "$d" --code "$(code "$secret")"
ok "the other source" ap an-1 yes "$t" --digest "$d" --for b-app --signed-mail m-3
ok "with both it goes out" $n share release "$t" --hub "$HUB" --as an-2
ok "the chain fits" $n audit verify --hub "$HUB"
finish
