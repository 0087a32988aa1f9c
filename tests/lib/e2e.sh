# e2e.sh - for the scripts of tests/e2e:  . tests/lib/e2e.sh   (run from the root; $NOROSHI is the program,
# $TMPDIR a folder of the script's own; every command overwrites $out and $err).  Every check prints one line "ok - ..." or "not ok - ..."; end with `finish`.
failed=0
out=$TMPDIR/out err=$TMPDIR/err

ok()
{
	echo "ok - $1"
}

not_ok()
{
	echo "not ok - $1"
	failed=1
}

# check NAME COMMAND...: the command succeeds
check()
{
	name=$1
	shift
	if "$@" >"$out" 2>"$err"; then
		ok "$name"
	else
		not_ok "$name: status $?"
		head -c 2000 "$out" >&2
		head -c 2000 "$err" >&2
	fi
}

# exits STATUS NAME COMMAND...: the command ends with exactly this status; $out and $err hold what it said
exits()
{
	wanted=$1 name=$2
	shift 2
	"$@" >"$out" 2>"$err"
	got=$?
	if [ "$got" = "$wanted" ]; then
		ok "$name"
	else
		not_ok "$name: status $got, not $wanted"
		head -c 2000 "$out" >&2
		head -c 2000 "$err" >&2
	fi
}

# said NAME WORDS: the last command said these words (fixed string) on standard error
said()
{
	if grep -qF -- "$2" "$err"; then
		ok "$1"
	else
		not_ok "$1: no “$2” in:"
		head -c 2000 "$err" >&2
	fi
}

finish()
{
	exit "$failed"
}
