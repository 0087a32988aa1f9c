# once
# noroshi analyse with bad input: a clear sentence, the right status, and the other inputs still answered.
. tests/e2e/lib
d=$TMPDIR/in
mkdir -p "$d/none" "$d/some"
printf 'From: a@b.example\nSubject: hello\n\ntext\n' >"$d/good.eml"
: >"$d/empty.eml"
echo "not a mail" >"$d/none/note.bin"

value() { jq -r "$1" "$answer" | tail -n 1; }
# gives NAME EXPRESSION VALUE: of the last document that the last command wrote
gives()
{
	got=$(value "$2")
	if [ "$got" = "$3" ]; then pass "$1"; else fail "$1: $2 is “$got”, not “$3”"; fi
}

exits "a mail" 0 "$NOROSHI" analyse --json "$d/good.eml"
gives "it is examined" .examined fully

exits "a file that is not there" 3 "$NOROSHI" analyse --json "$d/absent.eml"
said "it is named" "$d/absent.eml"
exits "one of two is not there" 1 "$NOROSHI" analyse --json "$d/absent.eml" "$d/good.eml"
gives "the other is answered" .input "$d/good.eml"
if [ "$(id -u)" = 0 ]; then
	mkdir "$d/unreadable.eml.d" && mkfifo "$d/unreadable.eml.d/pipe"
	as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
	cp "$NOROSHI" "$TMPDIR/noroshi" && chmod 755 "$TMPDIR" "$TMPDIR/noroshi" "$d" && chmod 644 "$d"/*.eml
else
	as_nobody() { "$@"; }
	cp "$NOROSHI" "$TMPDIR/noroshi"
fi
cp "$d/good.eml" "$d/secret.eml" && chmod 000 "$d/secret.eml"
exits "a file that may not be read" 3 as_nobody "$TMPDIR/noroshi" analyse --json "$d/secret.eml"
said "it is named with the reason" "Permission denied"
chmod 644 "$d/secret.eml"

exits "an empty file" 3 "$NOROSHI" analyse --json "$d/empty.eml"
said "it is said to be empty" "$d/empty.eml is empty"
exits "empty standard input" 3 sh -c '"$NOROSHI" analyse --json - </dev/null'
exits "an empty directory" 3 "$NOROSHI" analyse --json "$d/some"
said "it holds no mail" "$d/some holds no mail"
exits "a directory without mails" 1 "$NOROSHI" analyse --json "$d/none"
said "it holds no mail either" "$d/none holds no mail"

printf 'From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nhello\n--x\nContent-Transfer-Encoding: base64\nContent-Type: application/pdf; name=a.pdf\n\nJVBERi0xLjQKJ' >"$d/cut.eml"
exits "MIME that is cut off: of the PDF in it there is too little to read" 1 "$NOROSHI" analyse --json "$d/cut.eml"
gives "the PDF is named as what was not examined" '.examined + " " + .limits[0].limit' "partly paper.damaged"
gives "what is there is read" '.messages[0].text' "hello"
gives "and the cut is noted" '[.messages[0].defects[].id] | any(startswith("mime.") or startswith("encoding."))' true

printf 'From: a@b.example\nContent-Type: text/plain; charset=gb2312\n\n\377\377\377\377\377\377\377\377\377\377\377\377' >"$d/charset.eml"
exits "a text that no charset fits" 0 "$NOROSHI" analyse --json "$d/charset.eml"
gives "there is no text" '.messages[0].text' null
gives "and that is noted" '[.messages[0].defects[].id] | any(. == "charset.undecodable")' true
printf 'From: a@b.example\nContent-Type: text/plain; charset=x-no-such\n\n\203\350\202\341' >"$d/unknown.eml"
exits "a charset that nobody knows" 0 "$NOROSHI" analyse --json "$d/unknown.eml"
gives "is noted" '[.messages[0].defects[].id] | any(. == "charset.unknown")' true

printf 'From: a@b.example\nSubject: a\0b\n\nc\0d\n' >"$d/nul.eml"
exits "a NUL in header and text hides nothing" 0 "$NOROSHI" analyse --json "$d/nul.eml"
gives "the mail is examined" .examined fully
gives "the text is whole" '.messages[0].text | rtrimstr("\n")' "cd"
gives "the NULs are noted" '[.messages[0].defects[].id] | sort | join(" ")' "charset.nul header.nul"

{ printf 'From: a@b.example\nSubject: large\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n'
	yes 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA' | head -c 26214400; } | head -c 26214400 >"$d/25.eml"
exits "25 MB are read" 0 "$NOROSHI" analyse --json "$d/25.eml"
{ cat "$d/25.eml"; printf x; } >"$d/26.eml"
exits "25 MB and one byte are read in part" 1 "$NOROSHI" analyse --json "$d/26.eml"
gives "the state says so" .examined partly
gives "with the limit" '.limits | length > 0' true
rm "$d/25.eml" "$d/26.eml"

exits "an unknown option" 2 "$NOROSHI" analyse --jsno "$d/good.eml"
said "the nearest is named" "did you mean --json?"
exits "no path" 2 "$NOROSHI" analyse --json
exits "an impossible strength" 2 "$NOROSHI" analyse --fail-on much "$d/good.eml"
exits "an impossible number of jobs" 2 "$NOROSHI" analyse --jobs 0 "$d/good.eml"
exits "a value that is missing" 2 "$NOROSHI" analyse "$d/good.eml" --context
echo '{ "own_domain": [] }' >"$d/context.json"
exits "a context with an unknown key" 2 "$NOROSHI" analyse --context "$d/context.json" "$d/good.eml"
said "the line and the key are named" "line 1"
exits "a context that is not there" 3 "$NOROSHI" analyse --context "$d/absent.json" "$d/good.eml"
exits "an unknown command" 2 "$NOROSHI" analise
said "the nearest command is named" "did you mean analyse?"
exits "standard output is full" 3 sh -c '"$NOROSHI" analyse --json "$1" >/dev/full' sh "$d/good.eml"
finish
