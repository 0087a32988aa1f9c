# once
# noroshi explain: ids, tricks, both languages; docs/detectors*.md are what it prints.
n=${NOROSHI:-build/noroshi}
failed=0

say()
{
	if [ "$1" = 0 ]; then echo "ok - $2"; else echo "not ok - $2"; failed=1; fi
}

for lang in en ja; do
	file=docs/detectors.md
	[ $lang = ja ] && file=docs/detectors.ja.md
	"$n" explain --all --format markdown --lang $lang > "$TMPDIR/detectors.md"
	cmp -s "$TMPDIR/detectors.md" $file
	say $? "$file is current (noroshi explain --all --format markdown --lang $lang > $file)"
done

"$n" explain list --lang en | grep -q '^bec.cc.replaced  *B10 '; say $? 'list names a detector and its trick'
[ "$("$n" explain B20 --lang en | head -1)" = bec.account.changed ]; say $? 'a trick names its detector'
"$n" explain hub.phishing-earlier --lang ja | grep -q '18 か月'; say $? 'the hub'"'"'s own findings are explained too'
"$n" explain bec.acount.changed --lang en 2> "$TMPDIR/err"; [ $? = 2 ]; say $? 'an unknown id is wrong use'
grep -q 'did you mean bec.account.changed' "$TMPDIR/err"; say $? 'and the nearest one is named'
"$n" explain 2> "$TMPDIR/err"; [ $? = 2 ]; say $? 'nothing to explain is wrong use'
"$n" explain list --json --lang ja | python3 -c 'import json, sys; print(len({json.loads(l)["id"] for l in sys.stdin}))' | grep -q '^[3-9][0-9]$'
say $? 'one JSON document per finding'

# ---- states ----
for l in ja en; do
	"$n" explain states --json --lang $l > "$TMPDIR/states"
	python3 - "$TMPDIR/states" <<'X'
import json, sys
machines = [json.loads(line) for line in open(sys.argv[1])]
names = {m["machine"] for m in machines}
assert {"submission", "case", "approval", "share"} <= names, names
for m in machines:
    states = {s["state"] for s in m["states"]} | {""}
    assert all(v["from"] in states and v["to"] in states for v in m["moves"]), m["machine"]
    assert all(s["name"] not in ("", "?") for s in m["states"]), m["machine"]
X
	say $? "every machine as JSON ($l)"
	for m in $(python3 -c 'import json, sys; [print(json.loads(l)["machine"]) for l in open(sys.argv[1])]' "$TMPDIR/states"); do
		"$n" explain states $m --format svg --lang $l | python3 -c 'import sys, xml.dom.minidom as x; x.parseString(sys.stdin.buffer.read())'
		say $? "$m as a picture ($l)"
		"$n" explain states $m --format dot --lang $l | awk '/^digraph/ {a++} /->/ {b++} /^}/ {c++} END {exit !(a == 1 && b > 1 && c == 1)}'
		say $? "$m for graphviz ($l)"
	done
done
"$n" explain states share --lang en | grep -q 'noroshi share correct'; say $? 'a person is told the command'
"$n" explain states shares 2> "$TMPDIR/err"; [ $? = 2 ] && grep -q 'did you mean share' "$TMPDIR/err"; say $? 'a name that is none'
"$n" explain states --format png share 2> "$TMPDIR/err"; [ $? = 2 ]; say $? 'a form that is none'
exit $failed
