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
python3 tests/bench/inputs.py "$n" parameters.eml --write "$TMPDIR/parameters.eml"
says "the front of a mail that takes more memory than there is" 1 '"examined":"partly","limits":\[{"limit":"memory.bytes","at":100663296}.*"from":' $n analyse --json "$TMPDIR/parameters.eml"
same "its digest is of all of it" "$(sha256sum < "$TMPDIR/parameters.eml" | cut -d ' ' -f 1)" "$(python3 -c 'import json, sys; print(json.loads(open(sys.argv[1]).readline())["sha256"])' "$out")"
# archives in archives: no bytes, and no end
python3 tests/bench/inputs.py "$n" tree.zip --write "$TMPDIR/tree.zip"
says "27,000 mails in 930 archives in 40 KB: the limit is named" 1 'tree.zip.*archive.members (10000)' $n analyse --json "$TMPDIR/tree.zip"
same "ten thousand members are looked at, archives among them" 9070 "$(grep -c '"kind":"mail"' "$out")"

# an archive of what was sent that is larger than one job can hold: the newest of it are known, and nobody is told that it is complete
mkdir "$TMPDIR/large"
python3 - "$TMPDIR/large" <<'PY'
import sys
def mail(i, more=""):
    return (f"From: Hana Mori <mori@a-company.example>\nTo: sales@b-company.example\nSubject: Order {i}\nMessage-ID: <o{i}@a-company.example>\n"
            f"Date: Mon, {1 + i % 28:02d} Jul 2019 10:00:00 +0900\n\nDear colleagues, the order {i} was confirmed for week {i % 52}; pallets are counted in the hall.\n"
            f"{more}Kind regards\nHana Mori\nTel +81-3-5555-{i % 10000:04d}\n")
with open(sys.argv[1] + "/sent.mbox", "w") as f:
    for i in range(6000):
        f.write("From mori@a-company.example Mon Jul  1 10:00:00 2019\n" + mail(i) + "\n")
with open(sys.argv[1] + "/context.json", "w") as f:
    f.write('{ "own_domains": ["a-company.example"], "sent_archive": ["sent.mbox"], "sent_archive_from": "2019-01-01" }')
with open(sys.argv[1] + "/one.eml", "w") as f:
    f.write(mail(9001, "\nOn Mon, 1 Jul 2019 at 10:00, Bob <bob@b-company.example> wrote:\n> the pallets of order 5990 stand in the hall, please have them counted again.\n"))
PY
says "an archive that is too large is known in part" 0 '"examined":"fully".*"sent_archive":{"mails":[1-5][0-9]*,"complete_from":null}' \
	$n analyse --json --context "$TMPDIR/large/context.json" --thread "$TMPDIR/large/one.eml"
python3 -c 'import sys; t = open(sys.argv[1]).read().split("From mori@"); open(sys.argv[1], "w").write("From mori@".join([""] + t[-50:]))' "$TMPDIR/large/sent.mbox"
says "control: a small one is complete" 0 '"sent_archive":{"mails":50,"complete_from":"20' $n analyse --json --context "$TMPDIR/large/context.json" --thread "$TMPDIR/large/one.eml"

new_hub; roster
r=$(submit "$TMPDIR/parameters.eml" a-company)
ok "the worker reads it" work
says "in part, with the limit" 0 '"state":"parsed"' $n submission show "$r/1" --hub "$HUB" --as an-1 --json
finish
