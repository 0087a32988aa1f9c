# Outlook's .msg and TNEF: files of our own through analyse and through a hub, and the real ones.
. tests/e2e/lib
d=$TMPDIR/outlook; mkdir "$d"
python3 tests/e2e/outlook_check.py own "$d" || failed=1

# ---- handed in to a hub ----
new_hub
roster
r=$(submit "$d/ja.msg" a-company)
ok "the worker reads a .msg" work
says "as the mail that it is, with its time and language" 0 '"kind":"mail".*"occurred":"2019-08-01T00:00:00Z".*"state":"parsed".*"language":"ja"' $n submission show "$r/1" --hub "$HUB" --as an-1 --json

# what a contact forwards as an attachment is what is reported: as a file of its own
r=$(submit "$d/inside.msg" b-company)
ok "the worker reads the message inside" work
says "it is the reported mail" 0 '"occurred":"2019-08-01T00:00:00Z".*"language":"ja"' $n submission show "$r/1" --hub "$HUB" --as an-1 --json
same "and the only one" 1 "$($n submission list --hub "$HUB" --json --org b-company | wc -l)"

data=${NOROSHI_DATA:-../shared/data/mail}/msg
if [ -n "$NOROSHI_DATABASE" ]; then
	:       # the files are the same on every database
elif [ -d "$data" ]; then
	python3 tests/e2e/outlook_check.py real "$data" || failed=1
else
	echo "SKIPPED: $data is absent: no real .msg was read" >&2
fi
finish
