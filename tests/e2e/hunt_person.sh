# once
# What a person sees of a hunt: progress on a terminal only, sample lines only if asked for and without own addresses;
# and the same traffic as Zeek writes it in columns and in JSON is one table.
. tests/e2e/lib
printf '203.0.113.9\nthief@bad.example\nbad2.example\n' >"$TMPDIR/list.txt"
list=$TMPDIR/list.txt
cat >"$TMPDIR/mail.log" <<'X'
Jan  1 09:00:00 mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from host.example[203.0.113.9]: 554 5.7.1 <alice@own.example>: Relay access denied; from=<thief@bad.example> to=<alice@own.example> proto=ESMTP helo=<[192.0.2.10]>
Jan  1 09:00:01 mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from host.example[2001:db8::77]: 554 5.7.1 <Bob.B+x@own.example>: denied; from=<info@www.bad2.example> to=<Bob.B+x@own.example> proto=ESMTP helo=<x>
X
hunt() { $n hunt --lang en --indicators "$list" --tz UTC --year 2019 "$@"; }
rows='select(.indicator) | .lines'

# ---- sample lines ----
exits "without --lines" 0 hunt --json "$TMPDIR/mail.log"
same "... no line leaves" 0 "$(jq -s "map($rows | length) | add" "$answer")"
exits "with --lines" 0 hunt --json --lines 3 "$TMPDIR/mail.log"
same "... each row has its own" 3 "$(jq -s "map($rows | length) | add" "$answer")"
refuses "... without own addresses of any kind" grep -qi -e '192\.0\.2\.10' -e 'alice@' -e 'bob' -e '2001:db8' -e 'own\.example' "$answer"
same "... with the indicator of the row" "203.0.113.9 bad2.example thief@bad.example" "$(jq -r 'select(.indicator) | .indicator as $i | select(.lines[0] | contains($i)) | $i' "$answer" | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')"
same "at most as many as asked for" 1 "$(for i in 1 2 3 4; do sed "s/09:00:00/09:00:0$i/" "$TMPDIR/mail.log"; done | hunt --json --lines 1 - 2>"$out" | jq -s "map($rows | length) | max")"

# ---- progress ----
# told FILE COMMAND...: standard error is a terminal; a slow pipe keeps the run going for two seconds
told() { python3 - "$TMPDIR" "$@" <<'P'
import os, pty, subprocess, sys, time
folder, into, command = sys.argv[1], sys.argv[2], sys.argv[3:]
master, slave = pty.openpty()
child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=open(folder + "/rows", "wb"), stderr=slave)
os.close(slave)
line = open(folder + "/mail.log", "rb").readline()
for _ in range(8):
    child.stdin.write(line)
    child.stdin.flush()
    time.sleep(0.25)
child.stdin.close()
said = b""
try:
    while chunk := os.read(master, 4096):
        said += chunk
except OSError:
    pass                                        # the other end was closed
open(into, "wb").write(said)
sys.exit(child.wait())
P
}
for i in $(seq 2000); do cat "$TMPDIR/mail.log"; done >"$TMPDIR/more.log"
ok "a run on a terminal" told "$TMPDIR/progress" $n hunt --lang en --indicators "$list" --tz UTC --year 2019 --json "$TMPDIR/more.log" -
tr '\r' '\n' <"$TMPDIR/progress" >"$TMPDIR/progress.lines"
ok "... tells files, bytes, rate, hits and time left" grep -q '^1 of 2 files, 0\.[0-9] of 0\.[0-9] MB, [0-9]* MB/s, [0-9]* hits, [0-9]* s left' "$TMPDIR/progress.lines"
ok "... counts the hits so far" grep -q ' [1-9][0-9]* hits' "$TMPDIR/progress.lines"
ok "... and wipes the line at the end" sh -c 'tail -c 4 "$0" | od -c | grep -q "033   \[   K"' "$TMPDIR/progress"
ok "a run on a terminal, in Japanese" told "$TMPDIR/progress" $n hunt --lang ja --indicators "$list" --tz UTC --year 2019 --json "$TMPDIR/more.log" -
ok "... tells it in Japanese" grep -q '残り' "$TMPDIR/progress"
hunt --json "$TMPDIR/more.log" >"$answer" 2>"$out"
same "no terminal, no progress" 0 "$(wc -c <"$out")"

# ---- Zeek in columns and in JSON ----
python3 - "$TMPDIR" <<'P'
import datetime, json, random, sys
rng, folder = random.Random(5), sys.argv[1]
conn = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "service", "conn_state"]
dns = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "query", "qtype_name", "answers"]
def write(name, fields, row):
    with open(f"{folder}/{name}.tsv", "w") as tsv, open(f"{folder}/{name}.json", "w") as lines:
        tsv.write("#separator \\x09\n#set_separator\t,\n#path\t%s\n#fields\t%s\n" % (name, "\t".join(fields)))
        for i in range(3000):
            values = row(i)
            tsv.write("\t".join(f"{v:.6f}" if isinstance(v, float) else ",".join(v) if isinstance(v, list) else str(v) for v in values) + "\n")
            one = dict(zip(fields, values))
            one["ts"] = datetime.datetime.fromtimestamp(one["ts"], datetime.timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")
            lines.write(json.dumps({"_path": name, **{k: v for k, v in one.items() if v != "-"}}) + "\n")
def ends(i):
    a, b = "10.0.0.%d" % rng.randrange(250), rng.choice(["203.0.113.9", "198.51.100.7", "11.203.0.113"])
    return (b, rng.randrange(32768, 60000), a, 1433) if rng.random() < 0.5 else (a, rng.randrange(32768, 60000), b, 443)
write("conn", conn, lambda i: [1546300800.0 + i * 37 + 0.5, f"C{i}", *ends(i), "tcp", "-", "S0"])
write("dns", dns, lambda i: [1546300800.0 + i * 41 + 0.25, f"D{i}", *ends(i), "udp", rng.choice(["www.bad2.example", "good.example", "notbad2.example"]), "A",
                             rng.choice([["203.0.113.9"], ["192.0.2.1", "203.0.113.9"], ["192.0.2.1"]])])
P
for log in conn dns; do
	for form in tsv json; do
		hunt --json "$TMPDIR/$log.$form" >"$TMPDIR/$log.$form.all" 2>"$out"
		grep sighting/1 "$TMPDIR/$log.$form.all" >"$TMPDIR/$log.$form.rows"
		same "Zeek $log as $form is known as such" "zeek-$form" "$(tail -n 1 "$TMPDIR/$log.$form.all" | jq -r '.formats | keys[0]')"
	done
	ok "Zeek $log: rows in columns are those in JSON" cmp "$TMPDIR/$log.tsv.rows" "$TMPDIR/$log.json.rows"
	ok "... and there are some" test "$(wc -l <"$TMPDIR/$log.tsv.rows")" -ge 2
done
finish
