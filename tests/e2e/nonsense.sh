# once
# Words that mean nothing, streams that are closed or full: for every command a sentence, status 0 to 3, and a whole hub.
. tests/e2e/lib
new_hub
roster
eml "Bob <bob@partner.example>" "alice@a-company.example" "One" "1@partner.example" "Text" > "$TMPDIR/1.eml"
r=$(submit "$TMPDIR/1.eml" a-company)
work

# Every command meets every class of nonsense.  What it says is one line of UTF-8 that cannot steer a terminal.
python3 - "$n" "$HUB" "$TMPDIR" <<'PY' || failed=1
import os, re, subprocess, sys
noroshi, hub, scratch = sys.argv[1:]
commands = re.findall(r"^  (\w+) ", subprocess.run([noroshi, "--help"], capture_output=True, text=True).stdout, re.M)
LONG = b"\xe3\x81\x82" * 33000
CLASSES = {
    "nothing": [[]], "an empty word": [[""]], "an unknown option": [["--no-such-option"]], "an unknown word": [["no-such-word"]],
    "bytes that are no text": [[b"\xff\xfe\x80"], ["--hub", b"\xff"], [b"--\xff"]],
    "words that steer a terminal": [["\x1b[2J\x1b]0;owned\x07\r\n\u202eexe.tab\u009b31m"], ["--\x1b[2J"], ["--hub", "/\x1b[31m/\nnoroshi: all is well"]],
    "100 KB words": [[LONG], [b"--" + LONG], ["--hub", LONG], [b"--hub=" + LONG]],
    "a value that is missing": [["--hub"], ["--lang"], ["--as"], ["-o"]],
    "an empty value": [["--hub", ""], ["--lang", ""], ["--hub="]],
    "no language": [["--lang", "xx"], ["--lang=\x1b[2J"]],
    "numbers that are none": [["--limit", "-1"], ["--limit", "9" * 40], ["--jobs", "0"], ["--seed", "1e9"], ["--rev", "-1"], ["--port", "70000"]],
    "no hub": [["list", "--hub", "/"], ["list", "--hub", "/etc/passwd"], ["list", "--hub", scratch], ["--hub", "postgresql://x"]],
    "options twice": [["list", "--hub", "/nowhere", "--hub", hub, "--json", "--json"]],
    "a path as an option": [["../../../etc/passwd", "--hub", hub], ["--hub", hub, "--", "--help"]],
}
complaints, ran = [], 0
os.chdir(scratch)
for command in [*commands, "no-such-command", "", "\x1b[2J"]:
    for name, rows in CLASSES.items():
        for row in rows:
            words = [noroshi, command, *row]
            if command in ("demo", "init") and row and not os.fsencode(row[0]).startswith(b"-"):
                continue                # would make what it is told to
            lang, ran = ("en", "ja")[ran % 2], ran + 1
            p = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, env={**os.environ, "LC_ALL": lang + ".UTF-8"})
            err, why = p.stderr, None
            try:
                said = err.decode()
            except UnicodeDecodeError:
                said, why = "", "its complaint is no UTF-8"
            if p.returncode not in (0, 1, 2, 3):
                why = f"status {p.returncode}"
            elif p.returncode >= 2 and not said.startswith("noroshi: ") and why is None and row:
                why = "no sentence"
            elif len(err) > 1100 or said.count("\n") > 1 and not row:
                why = "more than a sentence"
            elif re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said):
                why = "a control character in its complaint"
            elif re.search("Assertion|Sanitizer|0x[0-9a-f]{6}", said):
                why = "a trace"
            if why:
                complaints.append(f"{command!r} {name} {row!r:.60} ({lang}): {why}: {err[:200]!r}")
print(*complaints, sep="\n", file=sys.stderr)
print(("not ok" if complaints else "ok") + f" - {len(commands)} commands, {ran} rows of nonsense")
sys.exit(bool(complaints) or len(commands) < 25)
PY
ok "the hub is whole afterwards" $n db check --hub "$HUB"
ok "and its audit" $n audit verify --hub "$HUB"
says "and so is what was handed in" 0 "$r" $n submission list --hub "$HUB"

# The words before a command.
says "a language before the command" 0 "^noroshi 0" $n --lang ja version
says "in which it speaks" 2 "ありません" $n --lang=ja version --jsno
says "no language" 2 "ja or en" $n --lang xx version
says "a language is missing" 2 "needs a value" $n --lang
says "help with a command" 0 "noroshi submit --hub" $n help submit
says "the same, turned" 0 "noroshi submit --hub" $n --help submit

# Streams.
for command in "--help" "submit --help" "version" "version --json" "org list --hub $HUB" "submission list --hub $HUB --json" "audit list --hub $HUB" \
	"config check --hub $HUB" "explain --all" "report --hub $HUB --from 2019-07-01 --to 2019-09-30" "analyse $TMPDIR/1.eml"; do
	says "standard output is full: ${command%% --hub*}" 3 "cannot be written: No space" sh -c "$n $command > /dev/full"
	says "standard output is closed: ${command%% --hub*}" 3 "cannot be written" sh -c "$n $command >&-"
done
says "standard input is closed" 3 "cannot be read" timeout 20 sh -c "$n analyse - <&-"
says "nothing is handed in from it" 3 "cannot be read" timeout 20 sh -c "$n submit --hub $HUB --org a-company - <&-"
exits "all are closed" 3 timeout 20 sh -c "$n submission list --hub $HUB <&- >&- 2>&-"
ok "no word went into the database" $n db check --hub "$HUB"
says "who reads has gone" 0 "status 3" sh -c "{ $n explain --all; echo status \$? >&2; } | true"

# A file to write that is none.
mkfifo "$TMPDIR/pipe"
cat "$TMPDIR/pipe" > "$TMPDIR/piped" &
ok "a report into a pipe" timeout 20 $n report --hub "$HUB" --from 2019-07-01 --to 2019-09-30 --format json -o "$TMPDIR/pipe"
wait
if [ -p "$TMPDIR/pipe" ]; then pass "the pipe is still one"; else fail "the pipe was replaced"; fi
says "and it went through" 0 "noroshi/report/1" cat "$TMPDIR/piped"
says "into a directory" 2 "is a directory" $n report --hub "$HUB" --from 2019-07-01 --to 2019-09-30 -o "$TMPDIR"
says "into no name" 2 "is empty" $n report --hub "$HUB" --from 2019-07-01 --to 2019-09-30 -o ""
says "under a file" 3 "Not a directory" $n report --hub "$HUB" --from 2019-07-01 --to 2019-09-30 -o "$TMPDIR/1.eml/x"
finish
