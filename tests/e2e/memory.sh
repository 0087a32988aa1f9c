# once
# plain: a sanitizer takes memory of its own
# Nobody holds a whole hand-in: submitting 60 MB (from a file, from a pipe) takes less than 64 MB, and so does the
# worker's supervisor while the hand-in is taken apart; so does merging 100 MB of a hunt's results.  The control: the same measurement sees a program that does hold it.
. tests/e2e/lib
new_hub; roster
big=$TMPDIR/big.mbox
python3 - "$big" <<'P'
import base64, random, sys
random.seed(1)
with open(sys.argv[1], "w") as file:
    for i in range(12):
        text = base64.encodebytes(random.randbytes(3750000)).decode()
        file.write(f"From bob@partner.example Wed Jul 31 10:00:{i:02d} 2019\nFrom: Bob <bob@partner.example>\nTo: alice@a-company.example\n"
                   f"Subject: Plan {i}\nMessage-ID: <{i}@partner.example>\nDate: Wed, 31 Jul 2019 10:00:{i:02d} +0900\nMIME-Version: 1.0\n"
                   f"Content-Type: application/octet-stream; name=plan{i}.bin\nContent-Transfer-Encoding: base64\n\n{text}\n")
P

# peak COMMAND...: the most memory that the command's own process had (MB), looked at while it runs; its children not
peak()
{
	python3 - "$@" <<'P'
import subprocess, sys, time
peak, process = 0, subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
while process.poll() is None:
    try:
        with open(f"/proc/{process.pid}/status") as status:
            peak = max([peak] + [int(line.split()[1]) for line in status if line.startswith("VmHWM")])
    except OSError:
        pass
    time.sleep(0.002)
print(peak // 1024 if process.returncode == 0 else f"status {process.returncode}")
P
}
below() { name=$1; most=$2; if [ "$3" -lt "$most" ] 2> /dev/null; then pass "$name ($3 MB)"; else echo "$3, wanted less than $most MB" > "$out"; fail "$name"; fi; }
above() { name=$1; least=$2; if [ "$3" -ge "$least" ] 2> /dev/null; then pass "$name ($3 MB)"; else echo "$3, wanted at least $least MB" > "$out"; fail "$name"; fi; }

size=$(wc -c < "$big")
[ "$size" -gt 60000000 ] || { echo "$size bytes" > "$out"; fail "the hand-in is large"; }
above "the control: a program that holds the file is seen" 64 "$(peak python3 -c 'import sys, time; held = open(sys.argv[1], "rb").read(); time.sleep(0.1)' "$big")"
below "submit of a file" 64 "$(peak "$n" submit --hub "$HUB" --org a-company "$big")"
# the pipe is read by submit itself, so its memory is that of exec's process
cat > "$TMPDIR/piped" <<P
#!/bin/sh
mkfifo "$TMPDIR/fifo.\$\$"; cat "$big" > "$TMPDIR/fifo.\$\$" & exec "$n" submit --hub "$HUB" --org b-company - < "$TMPDIR/fifo.\$\$"
P
chmod +x "$TMPDIR/piped"
below "submit of a pipe" 64 "$(peak "$TMPDIR/piped")"
below "the worker's supervisor" 64 "$(peak "$n" worker --hub "$HUB" --once)"
# results of a hunt are merged as they are read
python3 -c '
row = "{\"schema\":\"noroshi/sighting/1\",\"indicator\":\"203.0.113.%d\",\"type\":\"ipv4\",\"org\":\"A\",\"direction\":\"from\",\"port\":%d,\"first\":\"2018-12-14T00:00:00Z\",\"last\":\"2019-02-03T00:00:00Z\",\"count\":1}\n"
block = "".join(row % (i % 250, 1000 + i % 7) for i in range(1750))
for i in range(400): print(block, end="")' > "$TMPDIR/results.json"
above "the control: there are so many results" 100 "$(($(wc -c < "$TMPDIR/results.json") >> 20))"
below "hunt merge" 64 "$(peak "$n" hunt merge --json "$TMPDIR/results.json")"
rm "$TMPDIR/results.json"
same "both were taken apart" 24 "$($n submission list --hub "$HUB" --json --limit 100 | wc -l)"

# what was stored is what was handed in: the same bytes again are the same hand-in, from file and pipe
same "the pipe's bytes are the file's" '"repeated":true' "$($n submit --hub "$HUB" --org b-company --json "$big" | grep -o '"repeated":true')"
same "nothing of the pipe stays in the hub's directory" "" "$(find "$HUB" -name '.hand-in*')"
# a pipe that stands still in the middle: what lies on the disk then has no name and cannot be read, and a kill leaves nothing
awk 'BEGIN { for (i = 0; i < 200000; i++) print "the secret plan of the pump" }' > "$TMPDIR/plain"
mkfifo "$TMPDIR/still"
$n submit --hub "$HUB" --org c-company - < "$TMPDIR/still" > "$answer" 2> "$out" &
victim=$!
exec 7> "$TMPDIR/still"; cat "$TMPDIR/plain" >&7
spooled=$(find "/proc/$victim/fd" -lname "$HUB/*(deleted)" | head -n 1)
for look in "${spooled:-/dev/null}" "$TMPDIR/plain"; do
	if grep -qa "secret plan" "$look"; then echo legible; else echo "no word"; fi
done > "$TMPDIR/looked"
same "what is spooled is there" "yes" "$([ "$(stat -L -c %s "${spooled:-/dev/null}")" -gt 4000000 ] && echo yes)"
same "and not legible (the control is)" "no word legible" "$(tr '\n' ' ' < "$TMPDIR/looked" | sed 's/ $//')"
kill -9 $victim; wait $victim 2> "$out"; exec 7>&-
same "no receipt was given" 0 "$(grep -c receipt "$answer")"
same "nothing of it stays in the hub's directory" "" "$(find "$HUB" -name '.hand-in*')"
same "and nothing was received" 2 "$($n audit list --hub "$HUB" --deed hand-in.received | wc -l)"
printf 'From: a@b.example\n\nshort\n' > "$TMPDIR/short"
says "a short pipe" 0 "receipt R-" sh -c "cat $TMPDIR/short | $n submit --hub $HUB --org c-company -"
says "an empty one" 2 "empty; nothing was received" sh -c "printf '' | $n submit --hub $HUB --org c-company -"
echo "hand_in_mb = 50" >> "$HUB/noroshi.conf"
says "a pipe longer than the hub takes" 3 "larger than 50 MB" sh -c "cat $big | $n submit --hub $HUB --org c-company -"
says "a file longer than that" 3 "larger than 50 MB" "$n" submit --hub "$HUB" --org c-company "$big"
finish
