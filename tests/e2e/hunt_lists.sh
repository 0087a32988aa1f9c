# once
# Lists as people have them: every form gives the same values, what is refused is said, and nothing is lost in silence;
# results of others are merged whatever their size, and what cannot be is no result.
. tests/e2e/lib
sha=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
# One record a value: what a list holds, a hunt finds.
for v in 203.0.113.9 203.0.113.11 203.0.113.12 203.0.113.98 198.51.100.7 evil.example h.evil.example; do
	echo "1546300800.123 45 192.0.2.10 TCP_MISS/200 512 GET http://$v/ - HIER_DIRECT/192.0.2.1 text/html"
done >"$TMPDIR/squid.log"
echo "2019-01-01T00:00:00Z $sha x@mail.example o'brien@mail.example" >"$TMPDIR/words.log"
# holds NAME STATUS VALUES REFUSED LIST: the list is taken with that status, holds those values, refuses so many rows
holds()
{
	exits "$1: status $2" "$2" $n indicators compile --lang en "$5" -o "$TMPDIR/x.set" --refused "$TMPDIR/refused.csv"
	same "$1: the values" "$3" "$($n hunt --set "$TMPDIR/x.set" --tz UTC --json "$TMPDIR/squid.log" "$TMPDIR/words.log" 2>"$TMPDIR/complaints" |
		jq -r 'select(.indicator) | .indicator' | LC_ALL=C sort -u | tr '\n' ' ' | sed 's/ $//')"
	same "$1: what is refused" "$4" "$(($(wc -l <"$TMPDIR/refused.csv") - 1))"
}
list() { printf "$1" >"$TMPDIR/$2"; }

# ---- lines and columns ----
list '203.0.113.9\nevil.example\n' plain.txt
holds "lines" 0 "203.0.113.9 evil.example" 0 "$TMPDIR/plain.txt"
for code in UTF-16LE UTF-16BE; do
	{ [ $code = UTF-16LE ] && printf '\377\376' || printf '\376\377'; iconv -t $code "$TMPDIR/plain.txt"; } >"$TMPDIR/wide.txt"
	holds "lines in $code" 0 "203.0.113.9 evil.example" 0 "$TMPDIR/wide.txt"
done
list 'value\r\n"evil.example"\r\n"203.0.113.9"\r\n' quoted.csv
holds "one quoted column with a heading" 0 "203.0.113.9 evil.example" 0 "$TMPDIR/quoted.csv"
list '"evil.example"\n"203.0.113.9"\n' bare.csv
holds "one quoted column" 0 "203.0.113.9 evil.example" 0 "$TMPDIR/bare.csv"
list '\357\273\277indicator;kind\nevil.example;"a;b"\n203.0.113.9;ip\n' half.csv
holds "semicolons" 0 "203.0.113.9 evil.example" 0 "$TMPDIR/half.csv"
list 'Type\tIoC\ndomain\tevil.example\nip\t203.0.113.9\n' tabs.tsv
holds "tabs" 0 "203.0.113.9 evil.example" 0 "$TMPDIR/tabs.tsv"
list '# a feed\n# of somebody\ntype,value,note\ndomain,evil[.]example,"a, b"\n# between\nip-dst,203.0.113.9,\n' feed.csv
holds "remarks in CSV" 0 "203.0.113.9 evil.example" 0 "$TMPDIR/feed.csv"
list 'type,value\ndomain\nip,203.0.113.9\nregkey,HKLM\\x\n' short.csv
holds "a short row and a foreign type" 1 "203.0.113.9" 2 "$TMPDIR/short.csv"
list 'co.jp\ncom\n203.0.113.9\n0.0.0.0/0\ncity.kobe.jp\n' wide.txt
holds "what would hit half of the world" 1 "203.0.113.9" 3 "$TMPDIR/wide.txt"
ok "... with the reason" grep -q "co.jp,names are given out under this one" "$TMPDIR/refused.csv"

# ---- STIX ----
bundle() { printf '{"type":"bundle","id":"bundle--1","objects":[%s]}' "$1" >"$TMPDIR/bundle.json"; }
pattern() { bundle "{\"type\":\"indicator\",\"pattern_type\":\"stix\",\"pattern\":\"$1\"}"; }
pattern "[ipv4-addr:value = '203.0.113.9' OR domain-name:value='evil.example'] OR[url:value = 'http://h.evil.example/']"
holds "joined by OR" 0 "203.0.113.9 evil.example http://h.evil.example/" 0 "$TMPDIR/bundle.json"
pattern "[file:hashes.'SHA-256' = '$sha']"
holds "a hash with a quoted name" 0 "$sha" 0 "$TMPDIR/bundle.json"
pattern "[ipv4-addr:value IN ('203.0.113.11', '203.0.113.12')]"
holds "IN" 0 "203.0.113.11 203.0.113.12" 0 "$TMPDIR/bundle.json"
pattern "[ipv4-addr:value ISSUBSET '198.51.100.0/24'] START t'2019-01-01T00:00:00Z' STOP t'2019-02-01T00:00:00Z'"
holds "a network, with a period behind it" 0 "198.51.100.0/24" 0 "$TMPDIR/bundle.json"
pattern "[email-addr:value = 'o\\\\'brien@mail.example']"
holds "a quote in a value" 0 "o'brien@mail.example" 0 "$TMPDIR/bundle.json"
pattern "[url:value = 'http://evil.example/?a=1 AND b!=2' OR ipv4-addr:value = '203.0.113.9']"
holds "words inside a value join nothing" 0 "203.0.113.9" 0 "$TMPDIR/bundle.json"
for more in "[ipv4-addr:value = '203.0.113.9' AND domain-name:value = 'evil.example']" "[domain-name:value LIKE '%%evil%%']" \
    "[ipv4-addr:value != '203.0.113.9']" "[NOT ipv4-addr:value = '203.0.113.9']" "[ipv4-addr:value = '203.0.113.9'] FOLLOWEDBY [domain-name:value = 'evil.example']"; do
	bundle "{\"type\":\"indicator\",\"pattern\":\"$more\"},{\"type\":\"ipv4-addr\",\"value\":\"203.0.113.12\"}"
	holds "more than a list can say: $more" 1 "203.0.113.12" 1 "$TMPDIR/bundle.json"
done
bundle '{"type":"indicator","pattern_type":"yara","pattern":"rule x {}"},{"type":"indicator","pattern":"[x:y = 3]"},{"type":"ipv4-addr","value":"203.0.113.12"},{"type":"ipv4-addr","value":"203.0.113.98","revoked":true}'
holds "another language, no value, revoked" 1 "203.0.113.12" 2 "$TMPDIR/bundle.json"

# ---- MISP ----
cat >"$TMPDIR/misp.json" <<'J'
{"Event":{"Attribute":[{"type":"ip-dst|port","value":"203.0.113.9|443","to_ids":true},{"type":"domain|ip","value":"evil.example|203.0.113.11","to_ids":true},
 {"type":"ip-dst","value":"203.0.113.98","to_ids":false},{"type":"regkey","value":"HKLM\\x","to_ids":true}],
 "Object":[{"Attribute":[{"type":"email-src","value":"x@mail.example","to_ids":true},{"type":"hostname","value":"h.evil.example","to_ids":true,"deleted":true}]}]}}
J
holds "an event: what is marked for detection, and nothing else" 1 "203.0.113.11 203.0.113.9 evil.example x@mail.example" 1 "$TMPDIR/misp.json"
ok "... the other kind with its reason" grep -q "HKLM.*this kind of MISP attribute" "$TMPDIR/refused.csv"

# ---- results of others ----
row() { printf '{"schema":"noroshi/sighting/1","indicator":"%s","type":"ipv4","org":"A","direction":"from","port":%s,"first":"%s","last":"2019-02-03T00:00:00Z","count":%s}\n' "$@"; }
row 203.0.113.9 1433 2018-12-14T00:00:00Z 9000000000000000000 >"$TMPDIR/huge.json"
exits "counts beyond all measure" 0 $n hunt merge --json "$TMPDIR/huge.json" "$TMPDIR/huge.json"
same "... end at the largest number" 9223372036854775807 "$(head -n 1 "$answer" | jq .count | sed 's/9223372036854776000/9223372036854775807/')"
for bad in "203.0.113.9 1433 2020-01-01T00:00:00Z 1" "203.0.113.9 70000 2018-12-14T00:00:00Z 1" "203.0.113.9\\nX 1433 2018-12-14T00:00:00Z 1" \
    "203.0.113.9\\u001b[31m 1433 2018-12-14T00:00:00Z 1" "203.0.113.9 1433 2018-12-14T00:00:00Z -1"; do
	row $bad >"$TMPDIR/bad.json"
	says "no result: $bad" 2 "bad.json: line 1: a sighting lacks" $n hunt merge --lang en "$TMPDIR/bad.json"
done
says "a result that is not there" 3 "none.json" $n hunt merge --lang en "$TMPDIR/none.json"
python3 - "$TMPDIR" <<'PY'
import sys
row = '{"schema":"noroshi/sighting/1","indicator":"203.0.113.%d","type":"ipv4","org":"A","direction":"from","port":%d,"first":"2018-12-14T00:00:00Z","last":"2019-02-03T00:00:00Z","count":1}\n'
with open(sys.argv[1] + "/large.json", "w") as out:
    block = "".join(row % (i % 250, 1000 + i % 7) for i in range(1750))
    for i in range(1000):
        out.write(block)
with open(sys.argv[1] + "/endless.json", "w") as out:
    out.write(row % (1, 2) + " " * (20 << 20))
PY
ok "the control: it is larger than 256 MB" test "$(stat -c %s "$TMPDIR/large.json")" -gt 268435456
exits "a result of any size (how little memory that takes: memory.sh)" 0 $n hunt merge --json "$TMPDIR/large.json"
same "... is counted whole" "1750 1750000" "$(jq -r 'select(.indicator) | .count' "$answer" | awk '{ n++; s += $1 } END { print n, s }')"
rm "$TMPDIR/large.json"
says "a line without an end" 2 "line 2: it is longer than 16 MB" $n hunt merge --lang en "$TMPDIR/endless.json"
exits "from standard input" 0 sh -c "cat '$TMPDIR/huge.json' | $n hunt merge --json -"
finish
