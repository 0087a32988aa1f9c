# once
# noroshi analyse --json over all mails of ../shared/data/mail: one valid JSON document a line in valid UTF-8,
# nothing crashes, nothing is left out, and the status says that some inputs need attention.
. tests/e2e/lib
data=${NOROSHI_DATA:-../shared/data/mail}
[ -d "$data" ] || { echo "SKIPPED: $data is absent" >&2; exit 0; }

exits "analyse over all of it ends with 1: empty files, limits and unknown kinds are among them" 1 "$NOROSHI" analyse --json "$data"
cp "$out" "$TMPDIR/complaints"
mv "$answer" "$TMPDIR/all"
ok "there are documents" test -s "$TMPDIR/all"
ok "only empty files were refused" sh -c "! grep -v ' is empty\$' '$TMPDIR/complaints' | grep ."
ok "valid UTF-8" iconv -f UTF-8 -t UTF-16 -o /dev/null "$TMPDIR/all"
ok "valid JSON, one document a line" sh -c "[ \"\$(jq -c .schema '$TMPDIR/all' | grep -cx '\"noroshi/analysis/1\"')\" = \"\$(wc -l < '$TMPDIR/all')\" ]"
ok "no job failed" sh -c "! jq -c 'select(.examined == \"failed\") | [.input, .limits]' '$TMPDIR/all' | grep ."
ok "whatever is partly examined names a limit" sh -c "! jq -c 'select(.examined == \"partly\" and .limits == []) | .input' '$TMPDIR/all' | grep ."
find "$data" -type f ! -name '.*' | LC_ALL=C sort >"$TMPDIR/files"
# an input is a file, or a file with #N, !name or !1.2 behind it
{ jq -r .input "$TMPDIR/all"; sed 's/^noroshi: //; s/ is empty$//' "$TMPDIR/complaints"; } |
	awk 'NR == FNR { file[$0] = 1; next } { while (!($0 in file) && sub(/[#!][^#!]*$/, "")); print }' "$TMPDIR/files" - |
	LC_ALL=C sort -u >"$TMPDIR/answered"
ok "every file is answered for" diff "$TMPDIR/files" "$TMPDIR/answered"
ok "every offset lies inside its mail" sh -c "! jq -c '.messages[] | .bytes as \$n | select(any(.defects[]; .offset != null and .offset + .length > \$n) or any(.parts[]; .end > \$n)) | .input' '$TMPDIR/all' | grep ."
echo "note: $(wc -l <"$TMPDIR/all") documents of $(wc -l <"$TMPDIR/files") files: $(jq -r .examined "$TMPDIR/all" | sort | uniq -c | xargs)" >&2
finish
