# once
# Bad input of the hunt: a sentence for each, the rest of the work goes on, and the summary says what was not searched.
. tests/e2e/lib
row() { jq -c "select(.schema == \"noroshi/sighting/1\") | select($1)" "$answer" | grep -q .; }
printf '203.0.113.9\nevil.example\n' >"$TMPDIR/list.txt"
list=$TMPDIR/list.txt
line='date=2019-01-01 time=09:00:00 devname="fw" type="traffic" srcip=203.0.113.9 srcport=51515 dstip=192.0.2.10 dstport=1433 proto=6 action="deny" tz="+0900"'
for i in 1 2 3; do echo "$line"; done >"$TMPDIR/good.log"
hunt() { $n hunt --lang en --indicators "$list" --tz UTC "$@"; }
# goes_on NAME WHY LOG...: status 1, the good log is searched, the summary names why
goes_on()
{
	case=$1; why=$2; shift 2
	exits "$case: status 1" 1 $n hunt --lang en --indicators "$list" --tz UTC --json "$@" "$TMPDIR/good.log"
	ok "$case: the rest is searched" row '.direction == "from" and .count >= 3'
	ok "$case: the summary says why" sh -c "tail -n 1 '$answer' | jq -e --arg why '$why' '.skipped | map(.why | contains(\$why)) | any'"
	$n hunt --lang en --indicators "$list" --tz UTC "$@" "$TMPDIR/good.log" >"$answer" 2>"$out"
	ok "$case: the table says it too" sh -c "grep 'Not searched' '$answer' | grep -qF '$why'"
}

# ---- logs ----
goes_on "a file that is not there" "No such file" "$TMPDIR/none.log"
goes_on "neither file nor directory" "neither a file nor a directory" /dev/null
ln -s "$TMPDIR/nowhere" "$TMPDIR/dangling"
goes_on "a link that leads nowhere" "No such file" "$TMPDIR/dangling"
if [ "$(id -u)" = 0 ]; then
	# root may read everything: somebody else asks
	mkdir "$TMPDIR/others" && cp "$TMPDIR/good.log" "$TMPDIR/others/secret.log" && cp "$TMPDIR/good.log" "$TMPDIR/others/good.log"
	mkdir "$TMPDIR/others/closed"
	cp "$n" "$TMPDIR/others/noroshi" && cp "$list" "$TMPDIR/others/list.txt"
	chmod 755 "$TMPDIR" "$TMPDIR/others"; chmod 644 "$TMPDIR/others/good.log" "$TMPDIR/others/list.txt"; chmod 000 "$TMPDIR/others/secret.log" "$TMPDIR/others/closed"
	exits "permission denied: status 1" 1 setpriv --reuid=65534 --regid=65534 --clear-groups "$TMPDIR/others/noroshi" hunt --lang en --tz UTC --json \
		--indicators "$TMPDIR/others/list.txt" "$TMPDIR/others/secret.log" "$TMPDIR/others/closed" "$TMPDIR/others/good.log"
	same "... file and directory are named" 2 "$(tail -n 1 "$answer" | jq '.skipped | map(select(.why == "Permission denied")) | length')"
	ok "... the rest is searched" row '.count == 3'
fi
# a folder's link to a log of its own would count its hits twice; one that leads elsewhere is the only way to it
mkdir "$TMPDIR/linked" "$TMPDIR/elsewhere" && cp "$TMPDIR/good.log" "$TMPDIR/linked/fw-2019.log" && cp "$TMPDIR/good.log" "$TMPDIR/elsewhere/old.log"
ln -s fw-2019.log "$TMPDIR/linked/current.log"
hunt --json "$TMPDIR/linked" >"$answer" 2>"$out"
ok "a link to a log of the same folder does not count" row '.count == 3'
ln -s ../elsewhere/old.log "$TMPDIR/linked/old.log"
hunt --json "$TMPDIR/linked" >"$answer" 2>"$out"
ok "... one to a log elsewhere does" row '.count == 6'
hunt --json "$TMPDIR/linked" "$TMPDIR/elsewhere" >"$answer" 2>"$out"
ok "... once, where that folder is searched too" row '.count == 6'
# a log that vanishes between the walk and its turn: the pipe, the newest, keeps the run waiting meanwhile
cp "$TMPDIR/good.log" "$TMPDIR/gone.log"
sleep 0.1; mkfifo "$TMPDIR/pipe"
hunt --json "$TMPDIR/pipe" "$TMPDIR/gone.log" "$TMPDIR/good.log" >"$answer" 2>"$out" &
waiting=$!
sleep 0.5; rm "$TMPDIR/gone.log"
timeout 60 sh -c 'cat "$1" >"$2"' sh "$TMPDIR/good.log" "$TMPDIR/pipe"     # nobody may read it: a program that did not start
wait $waiting
same "a vanished file: status 1" 1 $?
ok "... the others are searched" row '.count == 6'
same "... and it is named" "No such file or directory" "$(tail -n 1 "$answer" | jq -r '.skipped[0].why')"
for pack in gzip zstd xz; do
	seq 20000 | sed "s/.*/& $line/" | $pack -c >"$TMPDIR/whole.$pack"
	size=$(wc -c <"$TMPDIR/whole.$pack")
	head -c $((size / 2)) "$TMPDIR/whole.$pack" >"$TMPDIR/cut.$pack"
	goes_on "a truncated $pack" "truncated" "$TMPDIR/cut.$pack"
	python3 -c 'import sys; b = bytearray(open(sys.argv[1], "rb").read()); b[len(b) // 2] ^= 0x55; b[len(b) // 2 + 1] ^= 0x55; open(sys.argv[2], "wb").write(b)' "$TMPDIR/whole.$pack" "$TMPDIR/hurt.$pack"
	goes_on "a damaged $pack" "damaged" "$TMPDIR/hurt.$pack"
done
{ gzip -c "$TMPDIR/good.log"; echo trailing; } >"$TMPDIR/tail.gz"
goes_on "bytes behind a gzip" "behind the end of the gzip" "$TMPDIR/tail.gz"
python3 -c 'import random, sys; r = random.Random(1); sys.stdout.buffer.write(bytes(r.randrange(256) for _ in range(300000)) + b"\0" * 100000 + b" 203.0.113.9 ")' >"$TMPDIR/binary"
exits "a binary file is searched like any other" 0 hunt --json "$TMPDIR/binary" "$TMPDIR/good.log"
ok "... a hit in it has no direction" row '.direction == "unknown" and .count == 1'
: >"$TMPDIR/empty"
exits "an empty file" 0 hunt --json "$TMPDIR/empty"
same "... was searched" "1 0" "$(tail -n 1 "$answer" | jq -r '"\(.files) \(.lines)"')"
python3 -c '
import sys
for i in range(30):
    sys.stdout.write("x" * 500000 + " src=203.0.113.9 evil.example " + "y" * 500000)
sys.stdout.write("\n")' >"$TMPDIR/endless"
exits "one line of 30 MB" 0 hunt --json --jobs 2 "$TMPDIR/endless"
same "... counts once per indicator" "203.0.113.9 1 evil.example 1" "$(grep sighting "$answer" | jq -r '"\(.indicator) \(.count)"' | tr '\n' ' ' | sed 's/ $//')"
same "... and is one line" 1 "$(tail -n 1 "$answer" | jq .lines)"
exits "nothing that could be searched: status 3" 3 hunt "$TMPDIR/none.log"
said "... with the reason" "nothing could be searched"

# ---- sets and lists ----
$n indicators compile "$list" -o "$TMPDIR/good.set" >"$out" 2>&1
python3 - "$TMPDIR" <<'PY'
import sys
folder = sys.argv[1]
good = open(folder + "/good.set", "rb").read()
newer = bytearray(good); newer[8] = 99
open(folder + "/newer.set", "wb").write(newer)
open(folder + "/short.set", "wb").write(good[:-40])
hurt = bytearray(good); hurt[len(hurt) // 2] ^= 1
open(folder + "/hurt.set", "wb").write(hurt)
open(folder + "/none.set", "wb").write(b"")
PY
says "a set of another version" 2 "format version 99, this program reads version 1" $n hunt --lang en --set "$TMPDIR/newer.set" "$TMPDIR/good.log"
says "a truncated set" 2 "truncated" $n hunt --lang en --set "$TMPDIR/short.set" "$TMPDIR/good.log"
says "a damaged set" 2 "checksum" $n hunt --lang en --set "$TMPDIR/hurt.set" "$TMPDIR/good.log"
says "an empty file as set" 2 "no compiled indicator set" $n hunt --lang en --set "$TMPDIR/none.set" "$TMPDIR/good.log"
says "a log as set" 2 "no compiled indicator set" $n hunt --lang en --set "$TMPDIR/good.log" "$TMPDIR/good.log"
says "a set that is not there" 3 "cannot open" $n hunt --lang en --set "$TMPDIR/nothing.set" "$TMPDIR/good.log"
says "a list that is not there" 3 "No such file" $n hunt --lang en --indicators "$TMPDIR/nothing.txt" "$TMPDIR/good.log"
{ seq 1000000 | sed 's/$/ bad/; s/^/row/'; echo 203.0.113.9; } >"$TMPDIR/million.txt"
exits "a list with a million bad rows: status 1" 1 $n indicators compile --lang en "$TMPDIR/million.txt" -o "$TMPDIR/million.set" --refused "$TMPDIR/refused.csv"
same "... the first ten are shown" 10 "$(grep -c 'refused: ' "$out")"
said "... all are counted" "999990 more rows refused"
said "... what is taken too" "1 of 1000001 rows taken, 1000000 refused"
same "... and written with their rows and reasons" "1000001" "$(wc -l <"$TMPDIR/refused.csv")"
ok "... each with its reason" sh -c "sed -n 1000001p '$TMPDIR/refused.csv' | grep -q '^1000000,row1000000,'"
exits "the good row is looked for all the same" 1 $n hunt --json --set "$TMPDIR/million.set" "$TMPDIR/good.log" "$TMPDIR/none.log"
ok "... and found" row '.count == 3'
echo "nothing here" >"$TMPDIR/bad.txt"
says "a list without any indicator" 2 "holds no indicator" $n hunt --lang en --indicators "$TMPDIR/bad.txt" "$TMPDIR/good.log"
says "nothing to look for" 2 "name --indicators LIST or --set SET" $n hunt --lang en "$TMPDIR/good.log"
says "nothing to look in" 2 "which logs" $n hunt --lang en --indicators "$list"

# ---- times, formats, options ----
says "an unknown zone" 2 "not “Mars/Olympus”" $n hunt --lang en --tz Mars/Olympus --indicators "$list" "$TMPDIR/good.log"
says "a directory of zones is none" 2 "not “Europe”" $n hunt --lang en --tz Europe --indicators "$list" "$TMPDIR/good.log"
echo "Jan  1 09:00:00 h sshd[1]: Invalid user a from 203.0.113.9 port 51515" >"$TMPDIR/yearless.log"
exits "year-less standard input without --year: nothing searched" 1 sh -c "$n hunt --lang en --json --indicators '$list' - <'$TMPDIR/yearless.log'"
ok "... with what to do" sh -c "tail -n 1 '$answer' | jq -e '.skipped[0].why | contains(\"--year YYYY\")'"
exits "with --year it is read" 0 sh -c "$n hunt --json --tz Europe/Berlin --year 2019 --indicators '$list' - <'$TMPDIR/yearless.log'"
same "... in the zone" "2019-01-01T08:00:00Z" "$(head -n 1 "$answer" | jq -r .first)"
sed 's/Jan/Jul/' "$TMPDIR/yearless.log" >"$TMPDIR/summer.log"
$n hunt --json --tz Europe/Berlin --year 2019 --indicators "$list" "$TMPDIR/summer.log" >"$answer" 2>"$out"
same "... and in summer with summer time" "2019-07-01T07:00:00Z" "$(head -n 1 "$answer" | jq -r .first)"
says "an unknown format" 2 "there is no log format “nosuch”" $n hunt --lang en --format nosuch --indicators "$list" "$TMPDIR/good.log"
printf 'name mine\nsplit csv\nsrc.ip #0\nneed src.ip\nsorce #1\n' >"$TMPDIR/bad.format"
says "a bad description is named with its line" 2 "bad.format, line 5: this key is not known: “sorce #1”" $n hunt --lang en --formats "$TMPDIR/bad.format" --indicators "$list" "$TMPDIR/good.log"
says "a description that is not there" 3 "No such file" $n hunt --lang en --formats "$TMPDIR/no.format" --indicators "$list" "$TMPDIR/good.log"
says "a wrong year" 2 "\-\-year is a number" $n hunt --lang en --year 12 --indicators "$list" "$TMPDIR/good.log"
says "an unknown device" 2 "\-\-device is" $n hunt --lang en --device toaster --indicators "$list" "$TMPDIR/good.log"
echo '{"schema":"noroshi/sighting/1"' >"$TMPDIR/bad.json"
says "merging what is no result" 2 "line 1: this is no JSON" $n hunt merge --lang en "$TMPDIR/bad.json"
says "in Japanese" 2 "指標を調べ\|ログ" $n hunt --lang ja --format nosuch --indicators "$list" "$TMPDIR/good.log"
finish
