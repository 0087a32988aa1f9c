# Everything that is handed out as CSV: UTF-8 with a byte order mark, CRLF, and nothing that a spreadsheet would take for
# a formula; a command whose help names CSV and that is not looked at here fails the test.
. tests/e2e/lib
new_hub
roster
cat > "$TMPDIR/evil.json" <<'Y'
{"organisations": [{"id": "evil", "kind": "member", "names": [{"kind": "legal", "lang": "ja", "name": "=cmd|' /C calc'!A0"}, {"kind": "legal", "lang": "en", "name": "＝SUM(A1)"}],
  "domains": ["evil.example"], "memberships": [{"sig": "power", "from": "2018-04"}]}]}
Y
$n roster import "$TMPDIR/evil.json" --hub "$HUB" > "$out" 2>&1 || fail "roster"
# look NAME COMMAND...: what it prints is such a file
look()
{
	name=$1; shift
	"$@" > "$TMPDIR/got.csv" 2> "$out"
	python3 - "$TMPDIR/got.csv" >> "$out" 2>&1 <<'P' && pass "$name" || fail "$name"
import csv, io, re, sys
data = open(sys.argv[1], "rb").read()
assert data.startswith(b"\xef\xbb\xbf"), "no byte order mark: %r" % data[:40]
text = data[3:].decode("utf-8")
rows = list(csv.reader(io.StringIO(text, newline="")))
assert len(rows) > 1, "no row"
assert re.sub(r'"(?:[^"]|"")*"', "", text).count("\n") == text.count("\r\n") - sum(m.count("\r\n") for m in re.findall(r'"(?:[^"]|"")*"', text)), "line ends"
for row in rows:
    for field in row:
        if field[:1] in tuple("=+-@\t\r") + ("＝", "＋", "－", "＠") and not re.fullmatch(r"[+-]?[0-9.,]+|-", field):
            raise SystemExit("a formula: %r" % field)
P
}
echo "Is this bad?" > "$TMPDIR/c.txt"
s=$($n submit --hub "$HUB" --org evil --kind consultation --received-at 2019-05-01T10:00:00+09:00 --json "$TMPDIR/c.txt" | field receipt); work
$n submission classify "$s/1" --class false-positive --outcome false-positive --hub "$HUB" --as an-1 > "$out" 2>&1 || fail classify
look "submissions" $n submission list --hub "$HUB" --csv
look "the roster" $n roster show --hub "$HUB" --csv
grep -q "'=cmd" "$TMPDIR/got.csv" && pass "control: there was a formula to be guarded" || fail "control: there was a formula to be guarded"
look "the audit" $n audit list --hub "$HUB" --csv
look "the report" $n report --hub "$HUB" --quarter 2019-04 --format csv
look "the series" $n report series --hub "$HUB" --from 2019-04 --to 2019-06 --format csv
d=$($n period close --quarter 2019-04 --hub "$HUB" --as an-1 --json | field digest); $n period close --quarter 2019-04 --digest "$d" --hub "$HUB" --as an-2 > "$out" 2>&1 || fail close
look "the closed report" $n period show --quarter 2019-04 --hub "$HUB" --format csv
$n submission classify "$s/1" --class unknown --outcome malvertising --reason "=1+1" --hub "$HUB" --as an-1 > "$out" 2>&1 || fail reclassify
$n period correct --quarter 2019-04 --place "=A1" --before "@x" --after "+y z" --hub "$HUB" --as an-1 > "$out" 2>&1 || fail correct
look "the corrections" $n period corrections --quarter 2019-04 --csv --hub "$HUB" --as an-1
printf 'received,org,note\n2019-13-01,=evil,=1+1\n' > "$TMPDIR/l.csv"
$n import ledger "$TMPDIR/l.csv" --refused "$TMPDIR/refused.csv" --hub "$HUB" --as an-1 > "$out" 2>&1
look "refused rows of a ledger" cat "$TMPDIR/refused.csv"
share=$($n share draft --hub "$HUB" --as an-1 --audience all --class urgent --search to --terms "public report" --value ipv4:203.0.113.9 --json 2> "$out" | field share)
look "a share's indicators" $n share preview "$share" --hub "$HUB" --as an-1 --format csv
echo 203.0.113.9 > "$TMPDIR/list"; echo '2019-07-01T00:00:00Z src=203.0.113.9 dst=192.0.2.1 dport=1433 action=deny' > "$TMPDIR/log"
look "sightings of a hunt" $n hunt --indicators "$TMPDIR/list" --org "=evil" --tz UTC --csv "$TMPDIR/log"
known="approve audit holiday hunt import inbox indicators period report roster share submission"
found=$(for c in $(sed -n 's/^COMMAND(\(.*\))/\1/p' src/cli/commands.def); do $n $c --help --lang en 2> /dev/null | grep -qi csv && echo $c; done | tr '\n' ' ' | sed 's/ $//')
same "no other command speaks of CSV" "$known" "$found"
finish
