# once
# The hunt in the words of other engines: PostgreSQL gives the rows of noroshi hunt, hostile values stay values,
# searches are split at the engines' limits, block lists keep out what everybody uses.
. tests/e2e/lib
python3 tests/hunt/flows.py "$TMPDIR/flows" 1 3000
cd_flows=$TMPDIR/flows

# ---- SQL ----
ok "SQL for PostgreSQL" sh -c "'$n' hunt sql --dialect postgresql --indicators '$cd_flows/list.txt' --flows seen.flows --org \"A's\" >'$TMPDIR/pg.sql'"
says "another dialect is refused" 2 "clickhouse or postgresql" $n hunt sql --dialect oracle --indicators "$cd_flows/list.txt"
says "no table but a name" 2 "table's name" $n hunt sql --lang en --dialect postgresql --flows "flows; DROP TABLE x" --indicators "$cd_flows/list.txt"
printf 'evil.example\nhttp://evil.example/x\nm@evil.example\n' >"$TMPDIR/mixed.txt"
says "what does not stand in flows is said" 1 "2 URLs" $n hunt sql --lang en --dialect postgresql --indicators "$TMPDIR/mixed.txt"
$n hunt --indicators "$cd_flows/list.txt" --org "A's" --tz UTC --csv "$cd_flows/flows.csv" | sed '1s/^\xef\xbb\xbf//' | tr -d '\r' >"$TMPDIR/hunt.csv"
ok "the hunt has rows" sh -c "test \$(wc -l <'$TMPDIR/hunt.csv') -gt 40"
if [ -n "$NOROSHI_TEST_PG" ]; then
	base=flows_$$
	psql -qX "$NOROSHI_TEST_PG" -c "CREATE DATABASE $base" >"$out" 2>&1
	pg="psql -qX -v ON_ERROR_STOP=1 $(echo "$NOROSHI_TEST_PG" | sed "s|/[^/]*\$|/$base|")"
	$pg -c "CREATE SCHEMA seen; CREATE TABLE seen.flows (time timestamptz, src_ip inet, src_port integer, dst_ip inet, dst_port integer, proto text, action text, host text)" \
		-c "\\copy seen.flows FROM '$cd_flows/flows.csv' WITH (FORMAT csv, HEADER)" >"$out" 2>&1 || fail "loading the flows"
	ok "PostgreSQL runs it" sh -c "$pg --csv -f '$TMPDIR/pg.sql' >'$TMPDIR/pg.csv'"
	ok "PostgreSQL: the rows of noroshi hunt" diff "$TMPDIR/hunt.csv" "$TMPDIR/pg.csv"
	$n hunt sql --dialect postgresql --indicators "$cd_flows/list.txt" --org "A's" --flows seen.flows | sed 's/ORDER BY masklen(net) DESC/ORDER BY masklen(net)/' >"$TMPDIR/wide.sql"
	refuses "control: the widest network gives other rows" sh -c "$pg --csv -f '$TMPDIR/wide.sql' | cmp -s '$TMPDIR/hunt.csv' -"
	# a set that somebody else made: the value breaks out of its quotes, if it can
	echo "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.evil.example" >"$TMPDIR/long.txt"
	for value in "a'); DROP TABLE seen.flows; --" 'a\'"'"'); DROP TABLE seen.flows; --' 'a\'; do
		$n indicators compile "$TMPDIR/long.txt" -o "$TMPDIR/long.set" >"$out" 2>&1
		python3 tests/hunt/patch_set.py "$TMPDIR/long.set" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" "$value" || fail "patching the set"
		$n hunt sql --dialect postgresql --set "$TMPDIR/long.set" --flows seen.flows >"$TMPDIR/hostile.sql" 2>"$out"
		ok "hostile value “$value”: the statement runs" sh -c "$pg -f '$TMPDIR/hostile.sql'"
		ok "... and the flows are still there" sh -c "$pg -c 'SELECT count(*) FROM seen.flows'"
	done
	psql -qX "$NOROSHI_TEST_PG" -c "DROP DATABASE $base" >/dev/null 2>&1
else
	echo "SKIPPED: the statement for PostgreSQL is not run without PostgreSQL" >&2
fi
if command -v clickhouse-server >/dev/null && command -v clickhouse-client >/dev/null; then
	. tests/hunt/clickhouse.sh
else
	echo "SKIPPED: the statement for ClickHouse is not run without ClickHouse" >&2
fi

# ---- searches ----
for dialect in splunk kql elastic; do
	ok "$dialect: searches" sh -c "'$n' hunt query --dialect $dialect --indicators '$cd_flows/list.txt' >'$TMPDIR/$dialect'"
	for direction in from to lookup; do ok "$dialect: $direction" grep -q "direction “$direction”" "$TMPDIR/$dialect"; done
	ok "$dialect: the network" grep -q "198.51.100.0/24" "$TMPDIR/$dialect"
done
same "elastic: every body is JSON" "$(grep -c '^GET' "$TMPDIR/elastic")" "$(grep '^{' "$TMPDIR/elastic" | jq -c 'select(.query.bool.should)' | wc -l)"
seq 0 70000 | awk '{ printf "10.%d.%d.%d\n", $1 / 65536, $1 / 256 % 256, $1 % 256 }' >"$TMPDIR/many.txt"
searches() { grep -c 'direction “from”' "$TMPDIR/found"; }
$n hunt query --dialect elastic --indicators "$TMPDIR/many.txt" >"$TMPDIR/found" 2>"$out"
same "elastic: 65,536 terms a search" 2 "$(searches)"
same "... no value is lost" 70001 "$(grep '^{' "$TMPDIR/found" | jq -r '.query.bool.should[].terms["source.ip"] // empty | .[]' | sort -u | wc -l)"
same "... no search has more" 65536 "$(grep '^{' "$TMPDIR/found" | jq '.query.bool.should[0].terms[] | length' | sort -n | tail -n 1)"
$n hunt query --dialect splunk --indicators "$TMPDIR/many.txt" >"$TMPDIR/found" 2>"$out"
same "splunk: 1,000 values a search" 71 "$(searches)"
$n hunt query --dialect kql --most 100 --indicators "$TMPDIR/many.txt" >"$TMPDIR/found" 2>"$out"
same "--most 100" 1402 "$(searches)"
says "another dialect is refused" 2 "splunk, kql or elastic" $n hunt query --lang en --dialect lucene --indicators "$cd_flows/list.txt"
# quotes and backslashes stay inside their text: a reader of the dialect's own literals gives the value back
for value in 'a"b|delete' 'a\"c' 'a\' 'a`x`'; do
	$n indicators compile "$TMPDIR/long.txt" -o "$TMPDIR/long.set" >"$out" 2>&1 || { echo "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.evil.example" >"$TMPDIR/long.txt"; $n indicators compile "$TMPDIR/long.txt" -o "$TMPDIR/long.set" >"$out" 2>&1; }
	python3 tests/hunt/patch_set.py "$TMPDIR/long.set" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" "$value" || fail "patching the set"
	for dialect in splunk kql elastic; do
		$n hunt query --dialect $dialect --set "$TMPDIR/long.set" >"$TMPDIR/found" 2>"$out"
		ok "$dialect: “$value” stays a value" python3 tests/hunt/literals.py $dialect "$value" "$TMPDIR/found"
	done
done
python3 tests/hunt/patch_set.py "$TMPDIR/long.set" ".evil.example" "$(printf 'a\nb')" >"$out" 2>&1
says "a value with a line feed is left out and counted" 1 "control characters" $n hunt query --lang en --dialect kql --set "$TMPDIR/long.set"

# ---- block lists ----
printf '203.0.113.9\n8.8.8.8\nevil.example\ngmail.com\n10.0.0.0/8\n198.18.0.0/24\nhttp://evil.example/x?y=1\nhttp://drive.google.com/x\n2001:db8::1\n' >"$TMPDIR/block.txt"
exits "a block list: status 1, something was left out" 1 $n indicators blocklist --lang en --indicators "$TMPDIR/block.txt" --type ip
said "... the resolver with its reason" "8.8.8.8: it is on the warning list “resolver”"
said "... the wide network" "10.0.0.0/8"
same "... and what blocks" "198.18.0.0/24 2001:db8::1 203.0.113.9" "$(sort "$answer" | tr '\n' ' ' | sed 's/ $//')"
exits "names" 1 $n indicators blocklist --indicators "$TMPDIR/block.txt" --type domain
same "... without free mail" "evil.example" "$(cat "$answer")"
exits "--all takes everything" 0 $n indicators blocklist --all --indicators "$TMPDIR/block.txt" -o "$TMPDIR/block.out"
same "... into a file" 9 "$(wc -l <"$TMPDIR/block.out")"
says "an unknown type" 2 "ip, domain or url" $n indicators blocklist --lang en --type hash --indicators "$TMPDIR/block.txt"
finish
