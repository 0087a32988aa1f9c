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

# narrow FILE [WIDTH]: wide characters count two columns; a line may be wider only where it holds one unbreakable word
narrow()
{
	python3 - "$1" "${2:-80}" <<'P'
import sys, unicodedata
most = int(sys.argv[2])
for line in open(sys.argv[1], encoding="utf-8"):
    line = line.rstrip("\n")
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    if width > most and len(line.split()) > 1:
        sys.exit(f"{width} columns: {line}")
    if line != line.rstrip():
        sys.exit(f"ends in a blank: {line!r}")
P
}

story en; story ja

# the picture: a well-formed SVG that loads nothing, with all that the table says
picture()
{
	case=tests/golden/bec.quote.never-sent/found-$1-story-1
	"$n" analyse --lang "$1" --thread --picture "$TMPDIR/$1.svg" --context $case/context.json $case/mail-*.eml > "$TMPDIR/ignored.txt"
	python3 - "$TMPDIR/$1.svg" > "$TMPDIR/$1.svg.txt" <<'P'
import re, sys, xml.etree.ElementTree as tree
svg = open(sys.argv[1], encoding="utf-8").read()
root = tree.fromstring(svg)
if re.search(r"href|url\(|<script|<style|<image", svg):
    sys.exit("something would be loaded")
width, height = int(root.get("width")), int(root.get("height"))
inner = [e for e in root.iter() if e.tag.endswith("}svg") and e is not root][0]
for e in root.iter():
    if e.tag.endswith("}text"):
        size, text = float(e.get("font-size")), e.text
        wide = sum(1 if ord(c) > 0x2e7f else 0.55 for c in text) * size
        x = float(e.get("x")) - {"middle": wide / 2, "end": wide}.get(e.get("text-anchor"), 0)
        if x < 0 or x + wide > width or not 0 < float(e.get("y")) < height:
            sys.exit(f"outside of the drawing: {text}")
print("".join(e.text for e in root.iter() if e.tag.endswith("}text")).replace(" ", ""))
P
}
for l in en ja; do picture $l; say $? "the picture is well-formed, loads nothing, and its texts lie inside ($l)"; done
drawn() { grep -qF "$2" "$TMPDIR/$1.svg.txt"; say $? "the picture shows: $2"; }
for t in AliceAoki INTRUDER BobBrown '6mailstoandfro(0to5)' 1.5hours promisedinmessage7,delivered1.5hourslater \
	incopyyamada.a-company@freemail.example,inplaceofyamada@a-company.example quotesmessage9,whichitsallegedauthorneversent \
	accountforpayment7730901244,before4410023987 attachment:invoice-INV-2019-0719.csv type1; do drawn en "$t"; done
for t in 青木有里 なりすまし 田中一郎 '6通のやりとり（0～5）' 1.5時間 メッセージ7の約束から1.5時間後に、別の者から届く \
	同報にyamada.a-company@freemail.example（本来はyamada@a-company.example） 本人が送っていないメッセージ9を引用している \
	振込先の口座7654321（これまでは1234567） 添付:invoice-INV-2019-0719.csv タイプ1; do drawn ja "$t"; done
"$n" analyse --lang en --picture "$TMPDIR/x.svg" tests/e2e/story1/00.eml 2> "$TMPDIR/e.txt"; status=$?
[ $status = 2 ] && grep -q 'needs --thread' "$TMPDIR/e.txt"; say $? 'a picture of a single mail is refused'
narrow "$TMPDIR/en.txt"; say $? 'nothing is wider than 80 columns (en)'
narrow "$TMPDIR/ja.txt"; say $? 'nothing is wider than 80 columns (ja)'
# as wide as the reader wants it: 40 to 110, the table of the mails at least 76
one=tests/golden/lure.credential/found-en-one-word-and-disowned/mail-01.eml
COLUMNS=40 "$n" analyse --lang ja "$one" > "$TMPDIR/w"; narrow "$TMPDIR/w" 40; say $? 'forty columns where there are no more'
COLUMNS=400 "$n" analyse --lang en "$one" > "$TMPDIR/w"; narrow "$TMPDIR/w" 110 && ! narrow "$TMPDIR/w" 90 > /dev/null 2>&1; say $? 'a hundred and ten where there are more'
COLUMNS=wide "$n" analyse --lang ja "$one" > "$TMPDIR/w"; narrow "$TMPDIR/w"; say $? 'eighty where nothing sensible is said'
(COLUMNS=60; export COLUMNS; story en); narrow "$TMPDIR/en.txt" 76; say $? 'a conversation on a narrow terminal'
story en
script -qec "stty cols 50; '$n' analyse --lang en '$one' 2> /dev/null" /dev/null < /dev/null | sed 's/\x1b\[[0-9;]*m//g; s/\r$//' > "$TMPDIR/w"; narrow "$TMPDIR/w" 50 && [ -s "$TMPDIR/w" ]; say $? 'as wide as the terminal is'
# the seed's Figures 2 and 3 as a table: lanes A, intruder, B; who is played is joined by dots
grep -qE '^ +Alice Aoki +INTRUDER +Bob Brown$' "$TMPDIR/en.txt"; say $? 'a lane for each person, the intruder'"'"'s between them (en)'
grep -qE '^ +青木 有里 +なりすまし +田中 一郎$' "$TMPDIR/ja.txt"; say $? 'a lane for each person, the intruder'"'"'s between them (ja)'
for l in en ja; do
	grep -q '^      7  2019/07/31 14:11  o---------------------->|' "$TMPDIR/$l.txt"; say $? "a genuine mail ($l)"
	grep -q '^  !   9  2019/07/31 15:41  |\. \. \. \. \. \.X==========>|' "$TMPDIR/$l.txt"; say $? "the intruder's, in A's name ($l)"
	grep -q '^  !  10  2019/07/31 16:32  |<----------------------o' "$TMPDIR/$l.txt"; say $? "B's answer goes to the real A ($l)"
	n_x=$(grep -c '\.X====' "$TMPDIR/$l.txt"); [ "$n_x" = 3 ]; say $? "three forged mails ($l)"
done
flat() { tr -d ' \n' < "$TMPDIR/$1.txt"; }
flat en | grep -q 'promisedinmessage7,delivered1.5hourslaterbysomebodyelse'; say $? 'one and a half hours (en)'
flat ja | grep -q 'メッセージ7の約束から1.5時間後に、別の者から届く'; say $? 'one and a half hours (ja)'
for who in yamada sato; do
	flat en | grep -q "incopy$who.a-company@freemail.example,inplaceof$who@a-company.example"; say $? "$who in copy was replaced (en)"
	flat ja | grep -q "同報に$who.a-company@freemail.example（本来は$who@a-company.example）"; say $? "$who in copy was replaced (ja)"
done
flat en | grep -q 'quotesmessage9,whichitsallegedauthorneversent'; say $? 'the quote that was never sent (en)'
flat ja | grep -q '本人が送っていないメッセージ9を引用している'; say $? 'the quote that was never sent (ja)'
grep -q 'account for payment 7730901244, before 4410023987$' "$TMPDIR/en.txt"; say $? 'the changed account (en)'
grep -q '振込先の口座 7654321（これまでは 1234567）$' "$TMPDIR/ja.txt"; say $? 'the changed account (ja)'
flat en | grep -q 'Businesse-mailcompromise,type1:'; say $? 'type 1 (en)'
flat ja | grep -q 'ビジネスメール詐欺（タイプ1）'; say $? 'type 1 (ja)'
grep -q 'message 12: account for payment 7730901244, before 4410023987' "$TMPDIR/en.txt"; say $? 'who changed the account (en)'
grep -q 'メッセージ 12: 振込先の口座 7654321（これまでは 1234567）' "$TMPDIR/ja.txt"; say $? 'who changed the account (ja)'
grep -q '90 minutes after alice@a-company.example promised' "$TMPDIR/en.txt"; say $? 'the hour and a half'
tr -d ' \n' < "$TMPDIR/ja.txt" | grep -q '送付を約束してから90分後に'; say $? 'the hour and a half (ja)'
grep -q '添付 invoice-INV-2019-0719.csv' "$TMPDIR/ja.txt"; say $? 'places are told in the reader'"'"'s words'
! grep -qE 'header:|attachment:|context: ' "$TMPDIR/ja.txt"; say $? 'and not in those of the document'

# what was handed in with the conversation but belongs to none of its mails is said so; the others are not
printf 'From: Shop <news@shop.example>\nTo: Carl <carl@c-company.example>\nDate: Tue, 30 Jul 2019 10:00:00 +0900\nSubject: Garden chairs\nMessage-ID: <1@shop.example>\n\nThe new chairs are here.\n' > "$TMPDIR/zz.eml"
for l in en ja; do
	case=tests/golden/bec.quote.never-sent/found-$l-story-1
	"$n" analyse --lang $l --thread --context $case/context.json $case/mail-*.eml "$TMPDIR/zz.eml" > "$TMPDIR/apart-$l.txt"
	narrow "$TMPDIR/apart-$l.txt"; say $? "a conversation with more people: nothing is wider than 80 columns ($l)"
done
[ "$(flat apart-en | grep -o 'belongstononeoftheothermails' | wc -l)" = 1 ]; say $? 'one mail belongs to none of the others (en)'
[ "$(flat apart-ja | grep -o 'ほかのメールとのつながりがない' | wc -l)" = 1 ]; say $? 'one mail belongs to none of the others (ja)'
# the archive's coverage is told
for l in en ja; do
	case=tests/golden/bec.quote.never-sent/found-$l-sent-archive
	"$n" analyse --lang $l --context $case/context.json $case/mail-01.eml > "$TMPDIR/archive-$l.txt"
done
grep -q 'Compared with 3 sent mails, complete since 2019/01/01' "$TMPDIR/archive-en.txt"; say $? 'the coverage of the sent archive is told (en)'
grep -q '送信済みの記録 3 通と照合（2019/01/01 以降は揃っている）' "$TMPDIR/archive-ja.txt"; say $? 'the coverage of the sent archive is told (ja)'
# who is who: what is usual, and a change that comes again is told once
story en; story ja
flat en | grep -q 'mailprogrammicrosoftoutlook;timezone+0900;sentovera-company.example;signedbya-company.example;account4410023987'; say $? 'what is usual for Alice (en)'
flat ja | grep -q 'メールソフトmicrosoftoutlook、時間帯+0900、文字コードiso-2022-jp、経路a-company.example、署名ドメインa-company.example、口座1234567'; say $? 'what is usual for Alice (ja)'
grep -q 'message 9, 12, 13: stands in copy as' "$TMPDIR/en.txt"; say $? 'a change that came again is told once'

# story 2: an executive's name with an address whose ending is not his firm's
for l in en ja; do
	case=tests/golden/bec.name.other-address-tld/found-$l-story-2
	"$n" analyse --lang $l --context $case/context.json $case/mail*.eml > "$TMPDIR/$l.txt"
	narrow "$TMPDIR/$l.txt"; say $? "story 2: nothing is wider than 80 columns ($l)"
	grep -A1 ' - kitamura@a-company.test <president' "$TMPDIR/$l.txt" | grep -q '^ *^\{23\}$'; say $? "story 2: the false part of the header is marked ($l)"
done
flat en | grep -q 'type2:somebodyplaysanexecutive'; say $? 'story 2: type 2 (en)'
flat ja | grep -q 'ビジネスメール詐欺（タイプ2）'; say $? 'story 2: type 2 (ja)'
flat en | grep -q 'Thedisplaynameshowstheaddresskitamura@a-company.test,butthemailcomesfrompresident.office@board-mail.test'
say $? 'story 2: the display name (en)'
flat ja | grep -q '表示名にはアドレスkitamura@a-company.testが書かれていますが、実際の差出人はpresident.office@board-mail.test'
say $? 'story 2: the display name (ja)'
flat en | grep -q 'kitamura@a-company.test,whoseendingisnotthatofa-company.example'; say $? 'story 2: its changed ending (en)'
flat ja | grep -q 'kitamura@a-company.testは、a-company.exampleとは末尾が異なります'; say $? 'story 2: its changed ending (ja)'
# what was not looked at is told in words, not by its id
head -c 300 /dev/urandom > "$TMPDIR/noise.bin"
for l in en ja; do "$n" analyse --lang $l "$TMPDIR/noise.bin" tests/golden/lure.qr/not-en-damaged-picture/mail-01.eml > "$TMPDIR/limits-$l.txt"; done
! grep -qE 'kind\.unknown|qr\.damaged' "$TMPDIR/limits-en.txt" "$TMPDIR/limits-ja.txt"; say $? 'no limit is told by its id'
grep -q 'The kind of the file is unknown' "$TMPDIR/limits-en.txt" && grep -q 'A picture is damaged' "$TMPDIR/limits-en.txt"; say $? 'limits in words (en)'
grep -q 'ファイルの種類が分からない' "$TMPDIR/limits-ja.txt" && grep -q '画像が壊れて' "$TMPDIR/limits-ja.txt"; say $? 'limits in words (ja)'

# colours on a terminal only, and not where NO_COLOR is set
if command -v script > "$TMPDIR/which.txt"; then
	line="$n analyse --lang en --context $case/context.json $case/mail-01.eml"
	TERM=xterm script -qc "$line" /dev/null < /dev/null > "$TMPDIR/tty.txt"
	TERM=xterm NO_COLOR=1 script -qc "$line" /dev/null < /dev/null > "$TMPDIR/tty-plain.txt"
	grep -q "$(printf '\033\\[1m')" "$TMPDIR/tty.txt"; say $? 'a terminal gets colours'
	! grep -q "$(printf '\033\\[[0-9;]*m')" "$TMPDIR/tty-plain.txt"; say $? 'but not with NO_COLOR'
fi
! grep -q "$(printf '\033')" "$TMPDIR/en.txt"; say $? 'a file gets none'
exit $failed
