# once
# plain: a sanitizer takes memory of its own
# 25 MB of the dearest kinds (tests/bench/inputs.py has more): no process holds more than 96 MB, what reached a limit was
# looked at in part, and says which.  Controls: the same measurement sees more than is allowed, of memory and of time.
. tests/e2e/lib
dear="kanji.eml texts.eml words.eml deep.eml crowds.eml squares.eml parameters.eml commas.csv objects.pdf links.rtf"
ok "25 MB within 96 MB, examined fully or in part" python3 tests/bench/inputs.py "$n" --mb 96 --seconds 3 $dear
cat "$out" >&2
says "the control: more memory than allowed is seen" 1 "TOO MUCH" python3 tests/bench/inputs.py "$n" --mb 8 links.rtf
says "the control: more time than allowed is seen" 1 "TOO MUCH" python3 tests/bench/inputs.py "$n" --seconds 0.01 links.rtf

# a mail that cannot be read whole is read in part, by the command and by a hub: its sender is told, its bytes are those handed in
python3 tests/bench/inputs.py "$n" texts.eml --write "$TMPDIR/texts.eml"
says "the front of a mail that takes more memory than there is" 1 '"examined":"partly","limits":\[{"limit":"memory.bytes","at":100663296}.*"from":' $n analyse --json "$TMPDIR/texts.eml"
same "its digest is of all of it" "$(sha256sum < "$TMPDIR/texts.eml" | cut -d ' ' -f 1)" "$(python3 -c 'import json, sys; print(json.loads(open(sys.argv[1]).readline())["sha256"])' "$out")"
# archives in archives: no bytes, and no end
python3 tests/bench/inputs.py "$n" tree.zip --write "$TMPDIR/tree.zip"
says "27,000 mails in 930 archives in 40 KB: the limit is named" 1 'tree.zip.*archive.members (10000)' $n analyse --json "$TMPDIR/tree.zip"
same "ten thousand members are looked at, archives among them" 9070 "$(grep -c '"kind":"mail"' "$out")"

new_hub; roster
r=$(submit "$TMPDIR/texts.eml" a-company)
ok "the worker reads it" work
says "in part, with the limit" 0 '"state":"parsed"' $n submission show "$r/1" --hub "$HUB" --as an-1 --json
finish
