# once
# docs/hunting.md and docs/log-formats.md are true: their commands run, every key and role is told.
. tests/e2e/lib
PATH=$(dirname "$(realpath "$n")"):$PATH
here=$PWD
# the commands of a page, indented by four blanks, that begin with a word
command() { sed -n "s/^ *\\($1.*\\)/\\1/p" "$here/docs/$2" | head -n "${3:-1}" | tail -n 1; }
# blocks: the N-th indented block of a page
block() { awk -v n="$1" '/^    /{ if (!in_block) { in_block = 1; k++ } if (k == n) print substr($0, 5); next } { in_block = 0 }' "$here/docs/$2"; }

# ---- a format of one's own ----
mkdir -p "$TMPDIR/work/logs" "$TMPDIR/work/results"
cd "$TMPDIR/work" || exit 1
block 1 log-formats.md >pipewall.log
block 2 log-formats.md >pipewall.format
printf '203.0.113.9\n198.51.100.7\n' >list.txt
ok "the page has a log and its format" sh -c 'test "$(wc -l <pipewall.log)" = 2 && grep -q "^name pipewall" pipewall.format'
says "without the format the log is unknown" 1 "^unknown" noroshi formats test pipewall.log
exits "with it it is found out" 0 sh -c "$(command 'noroshi formats test' log-formats.md)"
ok "... by all lines" grep -q "^pipewall (100.0 %)" "$answer"
ok "... and every field is read" grep -q 'time=2019-01-01T09:00:00Z action=BLK src.ip=203.0.113.9 src.port=51515 dst.ip=192.0.2.10 dst.port=1433 proto=TCP' "$answer"
exits "the hunt with it" 0 sh -c "$(command 'noroshi hunt --formats' log-formats.md) --json --tz UTC"
same "... gives rows with direction" "198.51.100.7 to 443 203.0.113.9 from 1433" \
	"$(grep sighting "$answer" | jq -r '"\(.indicator) \(.direction) \(.port)"' | tr '\n' ' ' | sed 's/ $//')"
sed 's/^split csv.*/split comma/' pipewall.format >bad.format
says "a mistake is named with its line" 2 "bad.format, line 6: split is" noroshi formats list --lang en --formats bad.format
cd "$here" || exit 1
grep -o 'str_eq(key, STR("[a-z-]*"))' src/hunt/format_load.c | sed 's/.*"\(.*\)".*/\1/' | grep -v '^#' >"$TMPDIR/keys"
sed -n '/^static const struct { const char \*word/,/^};/p' src/hunt/format_load.c | grep -o '{ "[a-z.]*"' | tr -d '{ "' >>"$TMPDIR/keys"
ok "there are keys" sh -c "test \$(wc -l <'$TMPDIR/keys') -gt 35"
missing=$(while read -r key; do grep -qF "\`$key\`" docs/log-formats.md || echo "$key"; done <"$TMPDIR/keys")
same "every key and role is told" "" "$missing"

# ---- the first five minutes, and many files ----
python3 tests/hunt/plant.py "$TMPDIR/plant" 1 200
cd "$TMPDIR/work" || exit 1
for log in cisco-asa fortigate-kv zeek-tsv csv-japanese panos-csv web-combined; do cp "$TMPDIR/plant/$log.log" "logs/$log.log"; done
cp logs/fortigate-kv.log firewall.log
ok "step 1" sh -c "$(command 'printf' hunting.md)"
ok "step 2" sh -c "$(command 'noroshi formats test' hunting.md)"
ok "--resume" sh -c "$(command 'noroshi hunt --indicators list.txt --resume' hunting.md)"
says "step 3" 0 "Searched: 2018/12" env LANG=C LC_ALL=C.UTF-8 sh -c "$(command 'noroshi hunt --indicators list.txt --org .Our' hunting.md) --lang en"
cp "$TMPDIR/plant/list.txt" list.txt
ok "compile" sh -c "$(command 'noroshi indicators compile' hunting.md)"
ok "xargs -P over the files" sh -c "$(command 'find logs -type f -print0 | xargs' hunting.md)"
same "... a result a file" 6 "$(ls results | wc -l)"
exits "... merged" 0 sh -c "$(command 'noroshi hunt merge' hunting.md) --json"
noroshi hunt --set hunt.set --json logs >whole
ok "... is the table of one run" sh -c "grep sighting whole >a; grep sighting '$answer' >b; test -s a && cmp a b"
ok "... and its summary" sh -c "tail -n 1 whole | jq -S 'del(.formats)' >a; tail -n 1 '$answer' | jq -S 'del(.formats)' >b; cmp a b"
for engine in splunk kql elastic; do ok "hunt query --dialect $engine" noroshi hunt query --dialect "$engine" --indicators list.txt; done
finish
