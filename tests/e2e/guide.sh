# docs/guide-*.md: both languages show the same commands, and every one of them does what it is shown for.
. tests/e2e/lib
commands() { awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$1"; }
mkdir "$TMPDIR/bin"
ln -s "$NOROSHI" "$TMPDIR/bin/noroshi"

# A call goes out in the next slot of a business day; here it comes at once.
if [ -n "$NOROSHI_DATABASE" ]; then
	slot="psql -qX $NOROSHI_DATABASE -c"
else
	slot="sqlite3 hub/noroshi.db"
fi
follow()   # NAME: the guide's commands, in a folder of their own; what they say is kept in $TMPDIR/NAME/said
{
	commands "docs/guide-$1.en.md" > "$TMPDIR/en"
	commands "docs/guide-$1.ja.md" > "$TMPDIR/ja"
	ok "$1: there are commands" test -s "$TMPDIR/en"
	ok "$1: both languages show the same" cmp "$TMPDIR/en" "$TMPDIR/ja"
	mkdir "$TMPDIR/$1"
	if [ -n "$NOROSHI_DATABASE" ]; then
		psql -qX "$NOROSHI_DATABASE" -c "DROP SCHEMA public CASCADE; CREATE SCHEMA public" > "$out" 2>&1
		sed -i "s|^noroshi init hub\$|noroshi init hub --database $NOROSHI_DATABASE|" "$TMPDIR/en"
	fi
	sed -i "/^noroshi request release/a $slot 'UPDATE info_request SET published_ms = 1; UPDATE info_request_delivery SET queued_ms = 0'" "$TMPDIR/en"
	ok "$1: every command does what it is shown for" env LC_ALL=C.UTF-8 PATH="$TMPDIR/bin:$PATH" sh -c "cd '$TMPDIR/$1' && exec sh -ex '$TMPDIR/en'"
	cp "$out" "$TMPDIR/$1/said"
}
told() { ok "$1: $2" grep -q -e "$3" "$TMPDIR/$1/said"; }

follow analyst
told analyst "the mail was understood" "Verdict: phishing"
told analyst "the question was answered" "question.answered\|answered: Q-"
told analyst "the caution stands in the answer" "更新の仕組みが侵害"
told analyst "the leak check finds nothing" "leak check: no hit"
told analyst "the share holds the attacker's host, written so that nothing opens" 'login\[\.\]mail-quota\[\.\]example'
told analyst "a deputy's yes and a spoken one let it out" "goes to 3 organisations"
told analyst "a standing consent covers the next" "standing"
told analyst "a sighting is in the table" "1 organisation, 1 time in all"
told analyst "the association's sums are back" "passed on to 40 members.*searched 12, found it 1, found nothing 11"
told analyst "an answer came from outside, counted apart" "counted apart, 1"
word=$(sed -n '/^+ noroshi handover password/{n;p;q}' "$TMPDIR/analyst/said" | grep -oE '[^ ]+$')
ok "analyst: the package is an encrypted one" sh -c "! bsdtar --passphrase wrong -xOf $TMPDIR/analyst/package.zip > /dev/null 2>&1"
ok "control: its password opens it" sh -c "bsdtar --passphrase '$word' -xOf $TMPDIR/analyst/package.zip | grep -q ."
told analyst "a quarter is closed by two" "closed by an-1 and an-2"
told analyst "and a later change stands in the list" "class: spam-harmless → targeted"
ok "analyst: the report is a page" grep -q "<!DOCTYPE html>" "$TMPDIR/analyst/report.html"

follow member
told member "the question stands in the inbox" "the hub asks"
told member "so does the answer" "the hub answers your consultation"
told member "with its advice" "表示された電話番号へ連絡せず"
ok "member: the sheets are marked with who has them" grep -q "<span>A社" "$TMPDIR/member/sheets.html"
told member "the deputy's code is a yes" "goes to 3 organisations"
told member "a yes taken back is the hub's to act on" "the hub must retract"
told member "the content is erased, with a certificate" "消去証明 E-"
finish
