# once
# --resume: whatever happened between two runs, the result is that of one run over the logs as they are now.
. tests/e2e/lib
python3 tests/hunt/plant.py "$TMPDIR/plant" "${NOROSHI_SEED:-1}" 1500
list=$TMPDIR/plant/list.txt
logs=$TMPDIR/logs
state=$TMPDIR/state
mkdir "$logs"
full() { $n hunt --indicators "$list" --tz UTC --year 2018 --json "$logs" >"$TMPDIR/full" 2>"$out"; }
resumed() { $n hunt --indicators "$list" --tz UTC --year 2018 --json --resume "$state" "$@" "$logs" >"$TMPDIR/resumed" 2>"$out"; }
# equal NAME: rows and summary are those of one run
equal() { full; resumed; ok "$1" sh -c "jq -cS . '$TMPDIR/full' >'$TMPDIR/a'; jq -cS . '$TMPDIR/resumed' >'$TMPDIR/b'; grep -c sighting '$TMPDIR/a'; diff '$TMPDIR/a' '$TMPDIR/b'"; }
# opened: bytes of logs that a run reads, as the kernel counts them
reads() { strace -f -y -e trace=read,pread64 -e status=successful -o "$TMPDIR/trace" "$@"; grep -F "<$logs/" "$TMPDIR/trace" | sed -n 's/.* = \([0-9]*\)$/\1/p' | awk '{ s += $1 } END { print s + 0 }'; }
grow() { tail -n +"$2" "$TMPDIR/plant/$1.log" | head -n "$3" >>"$logs/$1.log"; }

for format in fortigate-kv cisco-asa panos-csv zeek-tsv nfdump-text csv-japanese sshd; do head -n 400 "$TMPDIR/plant/$format.log" >"$logs/$format.log"; done
equal "a first run"
cp "$state" "$TMPDIR/first.state"
equal "a second run, nothing new"
before=$(wc -c <"$TMPDIR/first.state")
ok "the state has a line a log" sh -c "test \$(wc -l <'$state') = 8"
if command -v strace >/dev/null; then
	all=$(reads $n hunt --indicators "$list" --tz UTC --year 2018 --json "$logs" 2>/dev/null | tail -n 1)
	again=$(reads $n hunt --indicators "$list" --tz UTC --year 2018 --json --resume "$state" "$logs" 2>/dev/null | tail -n 1)
	ok "... the logs are not read again" test "$again" -lt $((all / 2))
fi
for format in fortigate-kv cisco-asa panos-csv zeek-tsv nfdump-text csv-japanese sshd; do grow $format 401 300; done
equal "grown"
# a line in the middle of being written: counted now, and once when it is whole
line=$(grep -m1 "srcip=203.0.113.9 " "$TMPDIR/plant/fortigate-kv.log")
printf '%s' "$(echo "$line" | cut -c1-150)" >>"$logs/fortigate-kv.log"
equal "half a line at the end"
printf '%s\n' "$(echo "$line" | cut -c151-)" >>"$logs/fortigate-kv.log"
equal "... which is finished"
mv "$logs/cisco-asa.log" "$logs/cisco-asa.log.1"
head -n 900 "$TMPDIR/plant/cisco-asa.log" | tail -n 200 >"$logs/cisco-asa.log"
equal "rotated by renaming"
ok "... the old one is not read again" sh -c "grep -q 'cisco-asa.log.1\"' '$state'"
cp "$logs/sshd.log" "$logs/sshd.log.1"
: >"$logs/sshd.log"
grow sshd 1000 100
equal "rotated by copytruncate"
cp "$logs/zeek-tsv.log" "$logs/zeek-copy.log"
equal "the same log twice counts twice"
head -n 50 "$TMPDIR/plant/panos-csv.log" >"$logs/panos-csv.log"
equal "truncated"
tail -n 300 "$TMPDIR/plant/nfdump-text.log" >"$TMPDIR/other" && cp "$TMPDIR/other" "$logs/nfdump-text.log"
equal "replaced"
gzip -k "$logs/csv-japanese.log"
equal "a packed log"
equal "... again"
head -n 400 "$TMPDIR/plant/suricata-eve.log" | gzip >>"$logs/csv-japanese.log.gz"
equal "... with another member behind it"
rm "$logs/cisco-asa.log.1"
equal "a log is gone"
printf 'x%.0s' $(seq 300) >"$logs/long.log"
head -c 3000000 /dev/zero | tr '\0' x >>"$logs/long.log"
echo " src=203.0.113.9 end" >>"$logs/long.log"
head -c 1500000 /dev/zero | tr '\0' y >>"$logs/long.log"
equal "inside an endless line"
echo " dst=203.0.113.9 end" >>"$logs/long.log"
equal "... which ends"

# killed in the middle, again and again
rm -f "$state"
for i in 1 2 3 4 5 6 7 8; do
	mkdir -p "$logs/$i"
	for format in fortigate-kv suricata-eve netfilter cef; do for k in 1 2 3 4 5; do cat "$TMPDIR/plant/$format.log"; done >"$logs/$i/$format.log"; done
done
python3 - "$n" "$list" "$state" "$logs" <<'PY'
import os, signal, subprocess, sys, time
program, wanted, state, logs = sys.argv[1:]
killed = 0
for attempt in range(40):
    run = subprocess.Popen([program, "hunt", "--indicators", wanted, "--tz", "UTC", "--year", "2018", "--json", "--jobs", "1", "--resume", state, logs],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lines = 0
    while run.poll() is None:       # as soon as one more log is done
        try:
            with open(state, "rb") as file:
                now = file.read().count(b"\n")
        except FileNotFoundError:
            now = 0
        if lines and now > lines:
            run.kill()
            break
        lines = lines or now
    if run.wait() == -signal.SIGKILL:
        killed += 1
    if killed == 6:
        break
sys.exit(0 if killed >= 1 else 1)
PY
ok "runs were killed with kill -9" test $? = 0
ok "... what they did is kept" sh -c "test \$(wc -l <'$state') -gt 1"
printf '{"file":"/half a line' >>"$state"
equal "killed again and again, with half a line in the state"

# Ctrl-C
mkfifo "$TMPDIR/slow"
python3 - "$n" "$list" "$TMPDIR/slow" "$logs/1/cef.log" "$TMPDIR/stopped" <<'PY'
import os, signal, subprocess, sys, time
program, wanted, slow, other, answer = sys.argv[1:]
signal.signal(signal.SIGINT, signal.SIG_DFL)
with open(answer, "w") as out:
    run = subprocess.Popen([program, "hunt", "--lang", "en", "--indicators", wanted, "--tz", "UTC", "--year", "2018", "--jobs", "1", slow, other], stdout=out)
feed = open(slow, "wb", buffering=0)
with open(other, "rb") as file:
    text = file.read()
feed.write(text * 3)
time.sleep(0.5)
run.send_signal(signal.SIGINT)
time.sleep(0.6)
try:
    feed.write(text)
    feed.close()
except BrokenPipeError:
    pass
sys.exit(run.wait())
PY
same "Ctrl-C: status 1" 1 $?
ok "... what was found so far is printed" grep -q "203.0.113.9" "$TMPDIR/stopped"
ok "... with what was not searched" grep -q "interrupted" "$TMPDIR/stopped"

# not its own
echo "evil.example" >"$TMPDIR/other.txt"
says "the state of another hunt is refused" 2 "other indicators or settings" $n hunt --lang en --indicators "$TMPDIR/other.txt" --resume "$state" "$logs"
echo "my notes" >"$TMPDIR/notes"
says "a file that is no state is not written over" 2 "no state of a hunt" $n hunt --lang en --indicators "$list" --resume "$TMPDIR/notes" "$logs"
ok "... and stays" grep -q "my notes" "$TMPDIR/notes"
says "a state that cannot be written" 3 "cannot" $n hunt --lang en --indicators "$list" --resume "$TMPDIR/none/state" "$logs"
finish
