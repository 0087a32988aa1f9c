# Names, subjects and file names that attack who reads them: terminals, tables, mail headers, spreadsheets and pages.
. tests/e2e/lib
new_hub
roster
reg() { $n "$@" --hub "$HUB" --as adm; }
ESC=$(printf '\033[2J'); RLO=$(printf '\342\200\256'); CSI=$(printf '\302\2331m'); NL='
'

# ---- the registry refuses what nobody sees or what steers ----
for bad in "A${ESC}社" "A${RLO}社" "A${CSI}社" "A${NL}Bcc: evil@evil.example" "$(printf 'A\tX')" "$(printf 'A\377')" "   "; do
	says "no such name of an organisation: $(printf %s "$bad" | od -An -c | tr -d ' \n')" 2 "a name has\|nobody sees" reg org add z-company --name-ja "$bad"
done
says "nor of a SIG" 2 "nobody sees" reg sig add zinc --name-ja 亜鉛 --name-en "Zinc$ESC"
says "nor of a person" 2 "nobody sees" reg person add z --org a-company --name "Z$RLO"
says "nor after renaming" 2 "nobody sees" reg org rename a-company --name "A$ESC"
says "nor as a term" 2 "nobody sees" reg org term a-company --name "T$RLO" --kind brand
says "nor of a liaison system" 2 "nobody sees" reg liaison set zoo --name-ja "動物$ESC" --name-en Zoo --counted-as groups --counted 1
for bad in "../../etc" "-rf" "a b" "a/b" "$(printf 'a\nb')" "a;b" "<b>" "$(printf 'a%0200d' 1)"; do
	says "no such id: $(printf %s "$bad" | head -c 20 | tr '\n' ' ')" 2 "id\|option" reg org add "$bad" --name-ja 某社
done
for bad in "x@y.example${NL}Bcc: evil@evil.example" "a@b.example,c@d.example" "-oQ/tmp@x.example" "<x@y.example>" "xy.example" "@" "x @y.example"; do
	says "no such address: $(printf %s "$bad" | tr '\n' ' ')" 2 "is no mail address" reg person add "p1" --org a-company --name P --address "$bad"
done
says "no such domain" 2 "is no domain" reg org domain a-company --domain "x.example${NL}y"
same "nothing of it was taken" 5 "$($n org list --hub "$HUB" | grep -c company)"
ok "control: a name in any script" reg org add z-company --name-ja "ゼット社 Ω & <Sons>" --name-en "=Z+1"
python3 - "$TMPDIR/bad.json" <<'PY'
import json, sys
json.dump({"organisations": [
    {"id": "ok-company", "names": [{"name": "よい社"}]},
    {"id": "e1", "names": [{"name": "\x1b[31m赤社"}]}, {"id": "e2/../x", "names": [{"name": "x"}]}, {"id": "e3", "names": [{"name": "x"}], "domains": ["a\nb"]},
    {"id": "e4", "names": [{"name": "x"}], "people": [{"id": "p", "name": "p\u202e", "addresses": []}]},
    {"id": "e5", "names": [{"name": "x"}], "people": [{"id": "p5", "name": "p", "addresses": ["a@b\nBcc: c@d"]}]},
    {"id": "e6", "k\x1b[2Jnd": 1}]}, open(sys.argv[1], "w"))
PY
says "a roster with hostile rows names each" 3 "nothing was taken" reg roster import "$TMPDIR/bad.json"
cp "$out" "$TMPDIR/told"
for row in 1 2 3 4 5 6; do says "row $row" 0 "organisations\[$row\]: " cat "$TMPDIR/told"; done
if LC_ALL=C grep -q "$(printf '\033')" "$TMPDIR/told"; then fail "the complaint steers the terminal"; else pass "the complaint steers nothing"; fi
says "all or nothing" 2 "there is no organisation" $n org show ok-company --hub "$HUB"
for bad in '{"organisations":5}' '{"organisations":{"a":1}}' '{"organisations":[{"id":7}]}' '{"organisations":[{"id":"q","names":"x"}]}' '{"organisations":[{"id":"q","names":[5]}]}' \
	'{"organisations":[{"id":"q","names":[{"name":7}]}]}' '{"sigs":[{"id":"q","name_ja":"x","name_en":"x","sort":"one"}]}' '{"sigs":[{"id":"q","name_ja":"x","name_en":"x","sort":1e999}]}' \
	'{"sigs":[{"id":"q","name_ja":"x","name_en":"x","sort":99999999999999999999}]}' '{"organisations":[{"id":"q","memberships":["power"]}]}' '{"organisations":[{"id":"q","people":[[]]}]}' \
	'{"organisations":[{"id":"q","domains":"q.example"}]}' '[]' 'null' '{"organisations":[{"id":"q","from":2019}]}' '{"liaisons":[{"id":"q","name_ja":"x","name_en":"x","counted_as":"groups","counted":-4}]}'; do
	echo "$bad" > "$TMPDIR/b.json"
	# a bad row ends with 3: nothing was taken; a file that is no roster at all is wrong use
	case $bad in '[]' | null | *1e999* | *99999999*) want=2 ;; *) want=3 ;; esac
	says "refused: $bad" $want "" reg roster import "$TMPDIR/b.json"
done

# ---- what comes with a hand-in is shown harmlessly on a terminal, and unaltered in JSON ----
eml "\"Bob $ESC\" <bob@partner.example>" "alice@a-company.example" "=?utf-8?b?$(printf 'Pay\033[2J now\342\200\256fdp.exe' | base64 -w0)?=" "1@partner.example" "Text $ESC" > "$TMPDIR/n${ESC}${RLO}.eml"
r=$(submit "$TMPDIR/n${ESC}${RLO}.eml" a-company)
work
on_terminal() # COMMAND...: as on a terminal
{
	python3 - "$@" <<'PY'
import os, pty, sys
out = b""
def read(fd):
    global out
    data = os.read(fd, 65536)
    out += data
    return b""
status = pty.spawn(sys.argv[1:], read, lambda fd: b"")
sys.stdout.buffer.write(out)
sys.exit(os.waitstatus_to_exitcode(status))
PY
}
for command in "submission list" "submission show $r/1 --reason check" "submission show $r/1 --reason check --as an-1" "org list" "audit list" "case list --as an-1"; do
	on_terminal $n $command --hub "$HUB" < /dev/null > "$TMPDIR/shown" 2> "$out"
	cp "$TMPDIR/shown" "$out"
	if LC_ALL=C grep -q "$(printf '\033\\[2J')\|$RLO\|$(printf '\302\233')" "$TMPDIR/shown"; then fail "$command steers the terminal"; else pass "$command steers nothing"; fi
done
finish
