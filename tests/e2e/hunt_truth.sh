# once
# Every log format with planted truth and decoys: the rows are exactly the truth, no direction is wrong,
# whatever the engine, the packing, the threads and the split.
. tests/e2e/lib
python3 tests/hunt/plant.py "$TMPDIR/plant" "${NOROSHI_SEED:-1}" "${NOROSHI_LINES:-600}"
cd_plant=$TMPDIR/plant
rows='select(.schema == "noroshi/sighting/1") | "\(.indicator) \(.direction) \(.port) \((.first // "none")[0:19])Z \((.last // "none")[0:19])Z \(.count)"'
hunt() { "$NOROSHI" hunt --indicators "$cd_plant/list.txt" --tz UTC --year 2018 --json "$@"; }

for log in "$cd_plant"/*.log; do
	format=$(basename "$log" .log)
	hunt "$log" >"$TMPDIR/found" 2>"$TMPDIR/complaints"
	jq -r "$rows" "$TMPDIR/found" | LC_ALL=C sort >"$TMPDIR/rows"
	LC_ALL=C sort "$cd_plant/$format.truth" >"$TMPDIR/truth"
	ok "$format: the rows are the truth" diff "$TMPDIR/truth" "$TMPDIR/rows"
	ok "$format: the format is found out" sh -c "jq -e 'select(.formats) | .formats[\"$format\"] == 1' '$TMPDIR/found' >/dev/null || { tail -n 1 '$TMPDIR/found'; false; }"
done

# one table whatever the way: all logs together
all() { hunt "$@" | grep sighting/1; }
all "$cd_plant"/*.log >"$TMPDIR/plain"
ok "there are rows" test -s "$TMPDIR/plain"
for engine in portable sse avx2 avx512; do
	all --engine $engine "$cd_plant"/*.log >"$TMPDIR/other"
	ok "engine $engine: the same table" cmp "$TMPDIR/plain" "$TMPDIR/other"
done
for jobs in 1 2 5; do
	all --jobs $jobs "$cd_plant"/*.log >"$TMPDIR/other"
	ok "$jobs threads: the same table" cmp "$TMPDIR/plain" "$TMPDIR/other"
done
for pack in "gzip -c" "zstd -qc" "xz -c"; do
	mkdir -p "$TMPDIR/packed"
	for log in "$cd_plant"/*.log; do
		$pack "$log" >"$TMPDIR/packed/$(basename "$log")"
		touch -r "$log" "$TMPDIR/packed/$(basename "$log")"
	done
	all "$TMPDIR/packed" >"$TMPDIR/other"
	ok "$pack: the same table" cmp "$TMPDIR/plain" "$TMPDIR/other"
	rm -r "$TMPDIR/packed"
done
for log in "$cd_plant"/*.log; do hunt "$log" >"$TMPDIR/part.$(basename "$log").json"; done
"$NOROSHI" hunt merge --json "$TMPDIR"/part.*.json | grep sighting/1 >"$TMPDIR/other"
ok "file by file and merged: the same table" cmp "$TMPDIR/plain" "$TMPDIR/other"
gzip -c "$cd_plant/netfilter.log" | head -c 9000 >"$TMPDIR/cut.gz"
exits "a truncated gzip: status 1" 1 "$NOROSHI" hunt --indicators "$cd_plant/list.txt" --json "$TMPDIR/cut.gz" "$cd_plant/cef.log"
ok "... with the reason in the summary" grep -q truncated "$answer"
ok "... and the rest searched" sh -c "tail -n 1 '$answer' | jq -e '.files == 2'"
iconv -f UTF-8 -t UTF-16 "$cd_plant/csv-japanese.log" >"$TMPDIR/utf16.log"
iconv -f UTF-8 -t CP932 "$cd_plant/csv-japanese.log" >"$TMPDIR/cp932.log"
sed 's/$/\r/' "$cd_plant/csv-japanese.log" >"$TMPDIR/crlf.log"
all "$cd_plant/csv-japanese.log" >"$TMPDIR/plain"
for form in utf16 cp932 crlf; do
	all "$TMPDIR/$form.log" >"$TMPDIR/other"
	ok "$form: the same table" cmp "$TMPDIR/plain" "$TMPDIR/other"
done
# several blocks of UTF-16 are read to their end: all lines of it, in characters of one to four bytes
{ head -n 1 "$cd_plant/csv-japanese.log"
  for i in $(seq "$((6000000 / $(wc -c <"$cd_plant/csv-japanese.log") + 1))"); do tail -n +2 "$cd_plant/csv-japanese.log" | sed "s/$/,𠮷é$i/"; done
} >"$TMPDIR/large.log"
hunt "$TMPDIR/large.log" >"$TMPDIR/plain" 2>"$out"
for code in UTF-16LE UTF-16BE; do
	iconv -f UTF-8 -t $code "$TMPDIR/large.log" >"$TMPDIR/large.$code"
	hunt "$TMPDIR/large.$code" >"$TMPDIR/other" 2>"$out"
	ok "$code of several megabytes: the same summary and table" sh -c 'for f in "$0" "$1"; do jq -cS "del(.bytes)" "$f" >"$f.same"; done; cmp "$0.same" "$1.same"' "$TMPDIR/plain" "$TMPDIR/other"
done
finish
