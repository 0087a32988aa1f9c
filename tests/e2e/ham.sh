# once
# Ordinary mail raises no BEC alert, and at most one warning in a thousand.  The control: the same count
# over a golden case is not zero.
n=${NOROSHI:-build/noroshi}
ham=../shared/data/mail/ham
failed=0

# counts "documents, BEC alerts, warnings" of a list of documents
count()
{
	python3 -c '
import json, sys
docs = [json.loads(line) for line in sys.stdin]
loud = [d for d in docs if d["verdict"]["strength"] in ("medium", "strong")]
bec = [d for d in docs if d["verdict"]["nature"] == "bec" or any(f["id"].startswith("bec.") and f["for"] and f["strength"] == "strong" for f in d["findings"])]
for d in loud + bec:
    print("  %s: %s" % (d["input"], d["verdict"]["rule"]), file=sys.stderr)
print(len(docs), len(bec), len(loud))'
}

set -- $("$n" analyse --json --thread --context tests/golden/bec.cc.replaced/found-en/context.json \
	tests/golden/bec.cc.replaced/found-en/mail-*.eml 2> "$TMPDIR/control.err" | count 2> /dev/null)
if [ "$1 $2 $3" = '1 1 1' ]; then echo "ok - the control is counted"; else echo "not ok - the control is counted: $*"; failed=1; fi
if [ ! -d "$ham" ]; then
	echo "SKIPPED: $ham is absent: no false alarms were counted" >&2
	exit $failed
fi
# quiet NAME LEAST DIRECTORY
quiet()
{
	set -- "$1" "$2" $("$n" analyse --json "$3" 2> "$TMPDIR/ham.err" | count)
	echo "note: $1: $3 mails, $4 BEC alerts, $5 warnings"
	if [ "${3:-0}" -gt "$2" ] && [ "$4" = 0 ]; then echo "ok - no BEC alert in $1"; else echo "not ok - no BEC alert in $1: $4 of $3"; failed=1; fi
	if [ "$(($5 * 1000))" -le "$3" ]; then echo "ok - at most one warning in a thousand"; else echo "not ok - warnings: $5 of $3"; failed=1; fi
}
quiet 'ordinary mail' 2000 "$ham"
quiet 'Japanese bounces' 300 "$ham/../bounce-ja"
exit $failed
