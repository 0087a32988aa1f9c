# once
# What README.md shows to try works as shown: the commands of "1." and "3." are run, and every line that it prints
# as their answer is in their answer (the receipt's number is another each time).
. tests/e2e/lib
root=$PWD
mkdir "$TMPDIR/try" && ln -s "$(dirname "$NOROSHI")" "$TMPDIR/try/build"

# block N K: the K-th paragraph of the indented text under "**N."
block()
{
	awk -v n="$1" -v k="$2" '
		/^\*\*/ { on = index($0, "**" n ".") == 1; paragraph = 0; before = "" }
		on && /^    / { if (before !~ /^    / && before !~ /^$/ || before ~ /^$/ && !(heredoc)) paragraph++
			if (paragraph == k || k == 1 && heredoc) print substr($0, 5)
			if (/<</) heredoc = 1
			if ($0 == "    X") heredoc = 0 }
		on && /^$/ && heredoc && k == 1 { print "" }
		{ before = $0 }' "$root/README.md"
}

for part in 1 3; do
	block "$part" 1 > "$TMPDIR/commands"
	ok "$part: there are commands" test -s "$TMPDIR/commands"
	(cd "$TMPDIR/try" && sh -e "$TMPDIR/commands") > "$TMPDIR/answer" 2>&1
	same "$part: they end with 0" 0 $?
	block "$part" 2 | sed 's/R-[0-9]*-[0-9A-Z]*/R-/' > "$TMPDIR/shown"
	ok "$part: an answer is shown" test -s "$TMPDIR/shown"
	sed -i 's/R-[0-9]*-[0-9A-Z]*/R-/' "$TMPDIR/answer"
	ok "$part: and it is what comes" sh -c "grep -vxF -f '$TMPDIR/answer' '$TMPDIR/shown' | grep -vx ' *\\.\\.\\.' && exit 1 || exit 0"
done
finish
