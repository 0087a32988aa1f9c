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

data=${NOROSHI_DATA:-../shared/data/mail}/msg
if [ -n "$NOROSHI_DATABASE" ]; then
	:       # the files are the same on every database
elif [ -d "$data" ]; then
	python3 tests/e2e/outlook_check.py real "$data" || failed=1
else
	echo "SKIPPED: $data is absent: no real .msg was read" >&2
fi
finish
