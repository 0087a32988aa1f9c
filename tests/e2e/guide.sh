# docs/guide.*.md: both languages show the same commands, and every one of them does what it is shown for.
. tests/e2e/lib
commands() { awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$1"; }
commands docs/guide.en.md > "$TMPDIR/en"
commands docs/guide.ja.md > "$TMPDIR/ja"
ok "there are commands" test -s "$TMPDIR/en"
ok "both languages show the same" cmp "$TMPDIR/en" "$TMPDIR/ja"

mkdir "$TMPDIR/day" "$TMPDIR/bin"
ln -s "$NOROSHI" "$TMPDIR/bin/noroshi"
[ -z "$NOROSHI_DATABASE" ] || sed -i "s|^noroshi init hub\$|noroshi init hub --database $NOROSHI_DATABASE|" "$TMPDIR/en"
says "a whole day runs" 0 "erased\|Certificate\|certificate" env PATH="$TMPDIR/bin:$PATH" sh -c "cd '$TMPDIR/day' && exec sh -ex '$TMPDIR/en'"
cp "$out" "$TMPDIR/day/said"
said_that_day() { ok "$1" grep -q -e "$2" "$TMPDIR/day/said"; }
said_that_day "the mail was understood" "Verdict: phishing"
said_that_day "the leak check finds nothing" "leak check: no hit"
said_that_day "the share holds the attacker's host, written so that nothing opens" 'login\[\.\]mail-quota\[\.\]example'
said_that_day "it was released to both" "goes to 2 organisations"
said_that_day "the report counts three submissions" "情報提供件数 .*3"
ok "the report is a page" grep -q "<!DOCTYPE html>" "$TMPDIR/day/report.html"
finish
