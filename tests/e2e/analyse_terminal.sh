# once
# What a person reads on the terminal: story 1 as a conversation, in both languages, within 80 columns.
n=${NOROSHI:-build/noroshi}
failed=0

say()
{
	if [ "$1" = 0 ]; then echo "ok - $2"; else echo "not ok - $2"; failed=1; fi
}

story()
{
	case=tests/golden/bec.quote.never-sent/found-$1-story-1
	"$n" analyse --lang "$1" --thread --context $case/context.json $case/mail-*.eml > "$TMPDIR/$1.txt"
}

# wide characters count two columns; a line may be wider only where it holds one unbreakable word
narrow()
{
	python3 - "$1" <<'P'
import sys, unicodedata
for line in open(sys.argv[1], encoding="utf-8"):
    line = line.rstrip("\n")
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    if width > 80 and len(line.split()) > 1:
        sys.exit(f"{width} columns: {line}")
    if line != line.rstrip():
        sys.exit(f"ends in a blank: {line!r}")
P
}

story en; story ja
narrow "$TMPDIR/en.txt"; say $? 'nothing is wider than 80 columns (en)'
narrow "$TMPDIR/ja.txt"; say $? 'nothing is wider than 80 columns (ja)'
grep -q '^  !   9  2019/07/31 15:41  alice@a-company.example' "$TMPDIR/en.txt"; say $? 'the mails are listed, the forged one is marked'
grep -q '^      7  2019/07/31 14:11  alice@a-company.example' "$TMPDIR/en.txt"; say $? 'the genuine one is not'
grep -q 'message 12: account for payment 7730901244, before 4410023987' "$TMPDIR/en.txt"; say $? 'who changed the account (en)'
grep -q 'メッセージ 12: 振込先の口座 7654321（これまでは 1234567）' "$TMPDIR/ja.txt"; say $? 'who changed the account (ja)'
grep -q '90 minutes after alice@a-company.example promised' "$TMPDIR/en.txt"; say $? 'the hour and a half'
tr -d ' \n' < "$TMPDIR/ja.txt" | grep -q '送付を約束してから90分後に'; say $? 'the hour and a half (ja)'
grep -q '添付 invoice-INV-2019-0719.csv' "$TMPDIR/ja.txt"; say $? 'places are told in the reader'"'"'s words'
! grep -qE 'header:|attachment:|context: ' "$TMPDIR/ja.txt"; say $? 'and not in those of the document'
exit $failed
