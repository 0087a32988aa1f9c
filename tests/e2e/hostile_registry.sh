# What the jailed reader is taught of the registry comes from people: no value of a row keeps it from reading everybody's mails.
. tests/e2e/lib
new_hub; roster
m=$TMPDIR/m; mkdir -p "$m"
python3 - > "$TMPDIR/hostile.json" <<'P'
import json
names = ['"};{"x":"', "\\", '{"organisations":[]}', "\U0001f600" * 75, "x" * 300, "e" + "\u0308" * 149, "\ufdfa" * 100, "---", "null", "ＡＢＣ", "%s%n%x"]
print(json.dumps({"organisations": [
    {"id": f"h{i}", "names": [{"name": name}], "domains": [domain],
     "people": [{"id": f"p{i}", "name": name, "addresses": [f"p@h{i}.example"], "roles": ["submitter"]}],
     "memberships": [{"sig": "power", "from": "2018-04-01"}]}
    for i, (name, domain) in enumerate(zip(names, ["xn--zzzz9999.example", "x." * 100 + "example", "日本.example"] + [f"h{i}.example" for i in range(3, 20)]))]}))
P
# read NAME: mails of two organisations are read to the end
read_all()
{
	for org in a-company b-company; do
		eml "Bob <bob@partner.example>" "alice@$org.example" "$1" "$1-$org@partner.example" "Text of $1 at $org" > "$m/$org"
		submit "$m/$org" $org > "$TMPDIR/receipt"
	done
	work
	same "$1: every mail is read" "" "$($n submission list --hub "$HUB" --json --limit 100 | field examined | grep -v fully)"
}
# a network that cannot be read would protect nothing in a share
for bad in 10.0.0.0/999 192.0.2.0/-1 "our office" 192.0.2; do
	printf '{"organisations":[{"id":"n","names":[{"name":"N"}],"domains":["n.example"],"networks":["%s"]}]}' "$bad" > "$TMPDIR/network.json"
	says "no network: $bad" 3 "is no domain or network" $n roster import --lang en "$TMPDIR/network.json" --hub "$HUB"
done
for wide in 0.0.0.0/0 128.0.0.0/7 ::/0 ::ffff:0:0/96 2000::/15; do
	printf '{"organisations":[{"id":"n","names":[{"name":"N"}],"domains":["n.example"],"networks":["%s"]}]}' "$wide" > "$TMPDIR/network.json"
	says "nobody's network: $wide" 3 "is wider than" $n roster import --lang en "$TMPDIR/network.json" --hub "$HUB"
done
read_all before
ok "values that look like something else come in" $n roster import "$TMPDIR/hostile.json" --hub "$HUB"
read_all values
if [ -z "$NOROSHI_DATABASE" ]; then
	# past the import: bytes that are no text, control characters, names without end (PostgreSQL takes no such bytes)
	python3 - "$HUB/noroshi.db" > "$out" 2>&1 <<'P' || fail "rows written by hand"
import sqlite3, sys
hub = sqlite3.connect(sys.argv[1])
for i, bad in enumerate(["ff41c328f0", "41004200", "eda080", "0a0d1b5b324a", "e280ae61", "78" * 200000, "cc88" * 100000]):
    assert hub.execute(f"UPDATE org_name SET name = CAST(x'{bad}' AS TEXT) WHERE org_id = 'h{i}'").rowcount == 1
    assert hub.execute(f"UPDATE person SET name = CAST(x'{bad}' AS TEXT) WHERE id = 'p{i}'").rowcount == 1
hub.execute("UPDATE hub_state SET value = value || 'x' WHERE key = 'registry'")
hub.commit()
P
	read_all bytes
fi
same "six mails, or four" "$([ -z "$NOROSHI_DATABASE" ] && echo 6 || echo 4)" "$($n submission list --hub "$HUB" --json --limit 100 | wc -l)"
finish
