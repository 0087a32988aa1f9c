# once
# The attacks of the development set are found, its clean twins stay quiet: a small seed of what
# `make bench-mail-quality` measures, with the targets as assertions.
NOROSHI=${NOROSHI:-build/noroshi}
case $NOROSHI in /*) ;; *) NOROSHI=$PWD/$NOROSHI ;; esac
export NOROSHI
tricks=B01,B02,B03,B04,B05,B06,B07,B08,B09,B10,B11,B12,B13,B14,B15,B16,B17,B18,B19,B20,B22,B23,B24,B25,B26,B27,B30,B31,B32,B33,B34,B36,B37,B38,B39,B41,B43,B44,B46,B47,B48,B49,B50
if python3 tests/quality/quality.py --seed 7 --times 2 --only $tricks --check > "$TMPDIR/quality" 2>&1; then
	echo "ok - recall, evidence, types and clean twins reach the targets"
else
	echo "not ok - recall, evidence, types and clean twins reach the targets"
	grep -E '^not ok|Error|Traceback' "$TMPDIR/quality" | sed 's/^not ok - /  /'
	exit 1
fi
# The control: where nothing is found, the check says so.
cat > "$TMPDIR/blind" <<'X'
#!/bin/sh
exec "$SEEING" "$@" | sed 's/"tricks":\[[^]]*\]/"tricks":[]/g; s/"nature":"bec"/"nature":"unknown"/g'
X
chmod +x "$TMPDIR/blind"
if SEEING=$NOROSHI NOROSHI=$TMPDIR/blind python3 tests/quality/quality.py --seed 7 --times 1 --only B02,B31 --check > "$TMPDIR/blinded" 2>&1; then
	echo "not ok - an engine that finds nothing fails"
	exit 1
fi
grep -q 'B02 .*: recall 0/' "$TMPDIR/blinded" && echo "ok - an engine that finds nothing fails"
