# The hunt and the hub, there and back: a share carries its hunt, members search their own logs with it, only totals
# come back, "searched, nothing found" is kept with its time, the table of A, B and C is made of real searches, and a
# correction takes a value out of the next set.
. tests/e2e/lib
new_hub "contact = info@hub.example"
roster
inbox() { verb=$1; shift; $n inbox "$verb" --hub "$HUB" "$@"; }
log()   # FILE FIRST LAST COUNT ADDRESS: a firewall's log, one connection from ADDRESS a day or more
{
	python3 - "$@" <<'PY'
import datetime, sys
name, first, last, count, address = sys.argv[1], *map(datetime.datetime.fromisoformat, sys.argv[2:4]), int(sys.argv[4]), sys.argv[5]
with open(name, "w") as out:
    def line(t, source, port):
        out.write(f"{t.strftime('%Y-%m-%dT%H:%M:%S')}+00:00 fw kernel: [UFW BLOCK] IN=eth0 OUT= MAC=00 SRC={source} DST=192.0.2.10 LEN=40 TOS=0x00 "
                  f"PREC=0x00 TTL=242 ID=5 PROTO=TCP SPT=51515 DPT={port} WINDOW=1024 RES=0x00 SYN URGP=0\n")
    line(datetime.datetime(2018, 10, 1), "203.0.113.200", 22)
    for i in range(count):
        line(first + (last - first) * i / max(count - 1, 1), address, 1433)
    line(datetime.datetime(2019, 7, 1), "203.0.113.201", 22)
PY
}
hunts() # ORG SHARE LETTER...: the member searches and keeps the answer
{
	org=$1; log=$2; set=$3
	$n hunt --set "$set" --org "$org" --tz UTC --json "$log" > "$TMPDIR/$org.jsonl" 2> "$out"
}
log "$TMPDIR/a.log" 2018-12-14T03:00:00 2019-02-03T04:00:00 74 203.0.113.9
log "$TMPDIR/b.log" 2018-12-26T03:00:00 2019-02-12T04:00:00 7 203.0.113.9
log "$TMPDIR/c.log" 2018-12-10T03:00:00 2019-02-13T04:00:00 67 203.0.113.9
log "$TMPDIR/d.log" 2018-12-10T03:00:00 2019-02-13T04:00:00 67 203.0.113.99

# ---- a share carries its hunt ----
share=$($n share draft --hub "$HUB" --as an-1 --audience all --class urgent --terms "free to pass on" --value ipv4:203.0.113.9 --value ipv4:198.51.100.7 --json | field share)
says "before it is released it is not there" 2 "there is no share" inbox hunt "$share" --as a-con -o "$TMPDIR/early.set"
ok "released" $n share release "$share" --hub "$HUB" --as an-2
only_b=$($n share draft --hub "$HUB" --as an-1 --audience org:b-company --class urgent --terms "free to pass on" --value ipv4:203.0.113.20 --json | field share)
ok "another one, to b alone" $n share release "$only_b" --hub "$HUB" --as an-2
inbox hunt "$only_b" --as a-con -o "$TMPDIR/x.set" > "$TMPDIR/there" 2>&1; there=$?
inbox hunt J-2222222 --as a-con -o "$TMPDIR/x.set" > "$TMPDIR/absent" 2>&1; absent=$?
same "not sent and not there: the same status" "$absent" "$there"
same "... and the same words" "$(sed 's/J-2222222/X/' "$TMPDIR/absent")" "$(sed "s/$only_b/X/" "$TMPDIR/there")"
refuses "... and no set" test -e "$TMPDIR/x.set"
ok "the control: b gets its set" inbox hunt "$only_b" --as b-con -o "$TMPDIR/x.set"
same "sent, not opened" queued "$(inbox list --as a-con --json | field state)"
says "both directions, the command, how to answer" 0 "both directions" inbox hunt "$share" --as a-con -o "$TMPDIR/a.set"
cp "$out" "$TMPDIR/words"
says "... the command" 0 "noroshi hunt --set $TMPDIR/a.set --org a-company --json" cat "$TMPDIR/words"
says "... the answer" 0 "noroshi submit --hub DIR --org a-company --kind sighting --share $share" cat "$TMPDIR/words"
says "in Japanese" 0 "両方向で検索" inbox hunt "$share" --as a-con -o "$TMPDIR/a.set" --lang ja
same "it counts as opened" opened "$(inbox list --as a-con --json | field state)"
same "for machines: what is in it" "2 0 both" "$(inbox hunt "$share" --as a-con -o "$TMPDIR/a.set" --json | python3 -c 'import json,sys
h = json.load(sys.stdin); print(h["indicators"], h["refused"], h["search"])')"
same "the set says which share and version it is of" "$share 1" "$($n indicators show "$TMPDIR/a.set" --json | python3 -c 'import json,sys
p = json.load(sys.stdin)["provenance"]; print(p["share"], p["version"])')"
(cd "$TMPDIR" && inbox hunt "$share" --as a-con > "$out" 2>&1)
ok "without a name it is called like the share" cmp "$TMPDIR/$share.set" "$TMPDIR/a.set"

# ---- members search, hand in; one finds nothing ----
hunts a-company "$TMPDIR/a.log" "$TMPDIR/a.set"
same "a found it" "203.0.113.9 from 1433 74" "$(head -1 "$TMPDIR/a-company.jsonl" | python3 -c 'import json,sys
r = json.load(sys.stdin); print(r["indicator"], r["direction"], r["port"], r["count"])')"
submit "$TMPDIR/a-company.jsonl" a-company --kind sighting --share "$share" > "$out"
ok "the worker reads it" work
says "a's row stands in the table" 0 "A-Company.*2018/12/14 - 2019/2/3 *74" $n sighting table --share "$share" --hub "$HUB" --as an-1
says "its answer is a hit with the time that was searched" 0 "hit (searched 2018/10/1 - 2019/7/1)" inbox list --as a-con
for l in b c d; do
	inbox hunt "$share" --as $l-con -o "$TMPDIR/$l.set" > "$out" 2>&1 || fail "$l takes the set"
	hunts $l-company "$TMPDIR/$l.log" "$TMPDIR/$l.set"
done
submit "$TMPDIR/b-company.jsonl" b-company --kind sighting --share "$share" > "$out"
submit "$TMPDIR/d-company.jsonl" d-company --kind sighting --share "$share" > "$out"
ok "the control: d's log holds the neighbour address 67 times" sh -c "test \$(grep -c 203.0.113.99 $TMPDIR/d.log) = 67"
ok "b's and d's are read" work
says "searched, nothing found: kept with its time" 0 "no hit (searched 2018/10/1 - 2019/7/1)" inbox list --as d-con
says "... and the hub sees it" 0 "d-company .*no hit" $n feedback list "$share" --hub "$HUB" --as an-1
refuses "no line of a log is handed in" grep -l "UFW\|192\.0\.2\.10" "$TMPDIR/a-company.jsonl" "$TMPDIR/b-company.jsonl" "$TMPDIR/c-company.jsonl"

# ---- c names no share; it is attached later ----
late=$(submit "$TMPDIR/c-company.jsonl" c-company --kind sighting)
ok "c's is read" work
says "it is in no table" 0 "2 organisations, 81 times" $n sighting table --share "$share" --hub "$HUB" --as an-1
says "a member attaches nothing" 2 "holds none of the roles" $n sighting attach "$late" --share "$share" --hub "$HUB" --as c-con
says "nor to a share that c never got" 2 "was not sent to the organisation c-company" $n sighting attach "$late" --share "$only_b" --hub "$HUB" --as an-1
says "a hand-in that is none" 2 "there is no hand-in of sightings" $n sighting attach R-20190101-22222 --share "$share" --hub "$HUB" --as an-1
ok "attached" $n sighting attach "$late" --share "$share" --hub "$HUB" --as an-1
says "once" 2 "already" $n sighting attach "$late" --share "$share" --hub "$HUB" --as an-1
ok "and read once more" work
says "A, B and C in one table" 0 "3 organisations, 148 times in all; together 2018/12/10 - 2019/2/13 (66 days), in common 2018/12/26 - 2019/2/3 (40 days)" $n sighting table --share "$share" --hub "$HUB" --as an-1
says "c's answer has its time, too" 0 "hit (searched 2018/10/1 - 2019/7/1)" inbox list --as c-con
ok "the re-share is drafted out of it" $n sighting merge --share "$share" --hub "$HUB" --as an-1 --class urgent --json
says "it shows three letters" 0 "organisation C" $n sighting table --share "$share" --outward --hub "$HUB" --as an-1

# ---- a correction takes a value out ----
ok "198.51.100.7 was wrong" $n share correct "$share" --hub "$HUB" --as an-1 --drop 198.51.100.7 --reason-ja "誤り" --reason-en "wrong"
ok "the correction leaves" $n share release "$share" --hub "$HUB" --as an-2
inbox hunt "$share" --as e-con -o "$TMPDIR/e.set" --json > "$TMPDIR/e.json" 2> "$out" || fail "the new set"
same "the set of the new version" "1 2" "$(python3 -c 'import json,sys
h = json.load(sys.stdin); print(h["indicators"], h["version"])' < "$TMPDIR/e.json")"
log "$TMPDIR/e.log" 2019-01-01T00:00:00 2019-01-09T00:00:00 9 198.51.100.7
hunts e-company "$TMPDIR/e.log" "$TMPDIR/a.set"
ok "the control: the old set finds it" grep -q '"indicator":"198.51.100.7"' "$TMPDIR/e-company.jsonl"
hunts e-company "$TMPDIR/e.log" "$TMPDIR/e.set"
refuses "the new one does not" grep -q '"indicator":"198.51.100.7"' "$TMPDIR/e-company.jsonl"
ok "taken back altogether" $n share retract "$share" --hub "$HUB" --as an-1 --reason-ja "取消し" --reason-en "taken back"
$n share release "$share" --hub "$HUB" --as an-2 > "$out" 2>&1
says "there is nothing to look for any more" 1 "an older one must not be used" inbox hunt "$share" --as e-con -o "$TMPDIR/gone.set"
refuses "and no set" test -e "$TMPDIR/gone.set"
finish
