# A late answer: reminded with more time, the deputies told, the material left out, or what a public source states shared as
# the hub's own; never a yes.  And the sheets that go round inside an organisation.
. tests/e2e/lib
new_hub "contact = info@hub.example" "hub_name_ja = 情報共有ハブ"
roster
s="$n share --hub $HUB --as an-1" case="$n case --hub $HUB --as an-1"
ap() { who=$1; shift; $n approve "$@" --hub "$HUB" --as "$who"; }
sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qXAt "$NOROSHI_DATABASE" -c "$1"; else sqlite3 "$HUB/noroshi.db" "$1"; fi; }
lure() # FROM TO ID LINK
{
	printf 'Received: from out.evil-pay.example (out.evil-pay.example [203.0.113.77])\r\n\tby mx.receiver.example; Wed, 31 Jul 2019 10:00:00 +0000\r\n'
	printf 'From: %s\r\nTo: %s\r\nSubject: Payment\r\nDate: Wed, 31 Jul 2019 09:59:00 +0000\r\nMessage-ID: <%s@evil-pay.example>\r\n' "$1" "$2" "$3"
	printf 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nPlease pay the attached invoice today: %s http://evil-pay.example/login/index.php\r\n' "$4"
}
lure "Billing <pay@a-cornpany.example>" "approver@a-company.example" one "http://evil-pay.example/gate.php" > "$TMPDIR/a.eml"
lure "Billing <pay@b-cornpany.example>" "approver@b-company.example" two "http://evil-pay.example/panel/index.php" > "$TMPDIR/b.eml"
a=$(submit "$TMPDIR/a.eml" a-company) b=$(submit "$TMPDIR/b.eml" b-company)
ok "two members hand in" work
ok "one case" $case open "$a/1" --title "A lure"
number=$($case list --json | field case | head -1)
$case add "$number" "$b/1" > "$out" 2>&1
for r in "$a" "$b"; do ok "the analyst has looked" $n submission classify "$r/1" --class phishing --hub "$HUB" --as an-1; done
ok "a share of both" $s draft --case "$number" --audience all --json
t=$(field share < "$out"); d=$(field digest < "$out")
ok "both are asked" $s ask "$t"

# ---- the sheets ----
ok "the sheets are printed" ap a-app print "$t" --format html -o "$TMPDIR/p.html" --lang ja
page() { if grep -qF -e "$2" "$TMPDIR/p.html"; then pass "$1"; else fail "$1"; fi; }
page "the mark names the organisation, the person and the day" "<span>A社　承認 a　$(TZ=Asia/Tokyo date +%Y/%-m/%-d)</span>"
page "the whole digest" "$d"
page "twelve digits to be read out" "$(printf %s "$d" | sed 's/^\(....\)\(....\)\(....\).*/\1 \2 \3/')"
page "the recipients" "参加組織すべて"
page "the deadline, and that silence is no yes" "回答がない場合、承認とはみなしません"
same "a row with boxes for each line" "$(ap a-app lines "$t" --json | wc -l)" "$(grep -c '<td class="box">□</td><td class="box">□</td><td class="box">□</td>' "$TMPDIR/p.html")"
ok "the exact text, byte for byte" sh -c "python3 - '$TMPDIR/p.html' <<'P' > $TMPDIR/pre; $s preview $t --format text --lang ja | cmp - $TMPDIR/pre
import html, re, sys
sys.stdout.write(html.unescape(re.search(r'<pre>(.*)</pre>', open(sys.argv[1], encoding='utf-8', newline='').read(), re.S).group(1)))
P"
refuses "nothing is loaded and nothing runs" grep -E '<script|src=|href=|url\(' "$TMPDIR/p.html"
refuses "the other source is not named" grep -E 'b-company|B社' "$TMPDIR/p.html"
says "another organisation has no such sheets" 2 "there is no share $t" ap d-app print "$t"
says "HTML only" 2 "printed from HTML" ap a-app print "$t" --format pdf
says "a look that leaves its line" 0 "approval.printed" $n audit list --hub "$HUB"
if command -v chromium > /dev/null; then
	ok "a browser prints it" sh -c "chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --user-data-dir=$TMPDIR/chromium --print-to-pdf=$TMPDIR/p.pdf file://$TMPDIR/p.html"
	ok "with the mark on every sheet" sh -c "pages=\$(pdfinfo $TMPDIR/p.pdf | sed -n 's/^Pages: *//p'); [ \"\$pages\" -ge 2 ] && for i in \$(seq \$pages); do pdftotext -f \$i -l \$i $TMPDIR/p.pdf - | grep -q 'TLP:AMBER' || exit 1; done"
else
	echo "SKIPPED: no browser to print with" >&2
fi

# ---- nobody is late yet ----
says "not late: nothing is done" 2 "nobody is late" ap an-1 timeout "$t" --remind
says "one of the four" 2 "one of --remind" ap an-1 timeout "$t"
says "not two" 2 "one of --remind" ap an-1 timeout "$t" --remind --drop-source
ok "b says yes" ap an-1 yes "$t" --digest "$d" --for b-app --signed-mail m-b
sql "UPDATE approval_request SET due_ms = asked_ms - 1000 WHERE state = 'open'"
says "the hub sees who is late" 0 "a-company.*late" ap an-1 list "$t"
says "a member settles nothing" 2 "does not hold the role" ap b-app timeout "$t" --drop-source
says "no deputy is named" 2 "no deputy with an address" ap an-1 timeout "$t" --deputy
says "silence is not yes" 2 "1 source has not approved" $n share release "$t" --hub "$HUB" --as an-2
says "reminded" 0 "1 reminder$" ap an-1 timeout "$t" --remind
says "with more time" 2 "nobody is late" ap an-1 timeout "$t" --remind
says "which is no yes" 2 "1 source has not approved" $n share release "$t" --hub "$HUB" --as an-2

# ---- from a public source, without anybody's material ----
sql "UPDATE approval_request SET due_ms = asked_ms - 1000 WHERE state = 'open'"
says "no public source states it" 2 "no public source on record" ap an-1 timeout "$t" --own-origin
ok "one is read" $n corroboration add "$number" --hub "$HUB" --as an-1 --source "Example CERT" --url https://cert.example/1 --licence "free to pass on" --says-ja "同じ攻撃" --says-en "the same attack" --json
id=$(field object < "$out")
says "the story alone is not enough" 2 "no public source on record" ap an-1 timeout "$t" --own-origin
says "a value that the hub does not know" 2 "knows no indicator" $n corroboration value "$id" url:http://elsewhere.example/x --hub "$HUB" --as an-1
ok "it states this value itself" $n corroboration value "$id" 'url:hxxp://evil-pay[.]example/login/index.php' --hub "$HUB" --as an-1
ok "then that value goes as the hub's own" ap an-1 timeout "$t" --own-origin --json
own=$(field share < "$out")
same "one value, no other" 1 "$(field kept < "$out")"
same "of nobody's material" 0 "$($s show "$own" --json | field sources)"
same "as an own share" own "$($s show "$own" --json | field origin)"
refuses "what only members told is not in it" sh -c "$s preview $own --format text | grep -E 'gate|panel'"
says "its author cannot release it" 2 "second person" $s release "$own"
ok "the second analyst can" $n share release "$own" --hub "$HUB" --as an-2
says "the late share still waits" 2 "1 source has not approved" $n share release "$t" --hub "$HUB" --as an-2
says "the hub sees what was done" 0 '"settled":"own-origin"' ap an-1 list "$t" --json

# ---- without the late one's material ----
ok "left out" ap an-1 timeout "$t" --drop-source --json
same "a new version of the other's" 1 "$($s show "$t" --json | field sources)"
same "whose yes stands where its part is unchanged" 1 "$($s show "$t" --json | field approved)"
says "the request says so" 0 '"settled":"drop-source"' ap an-1 list "$t" --all --json
says "nothing is late any more" 2 "no answer to its current version" ap an-1 timeout "$t" --drop-source
ok "what b handed in goes out" $n share release "$t" --hub "$HUB" --as an-2

# ---- the only source ----
ok "a share of one" $s draft --case "$number" --audience all --json
u=$(field share < "$out")
$s withdraw "$u" --org b-company > "$out" 2>&1; $s ask "$u" > "$out" 2>&1
sql "UPDATE approval_request SET due_ms = asked_ms - 1000 WHERE state = 'open'"
says "nothing would be left" 2 "no other source would be left" ap an-1 timeout "$u" --drop-source
ok "a deputy is named" ap an-1 deputy a-app a-con --to "$(date -d '+5 days' +%Y-%m-%d)" --reference "mail 7"
says "the deputies are told" 0 "1 reminder$" ap an-1 timeout "$u" --deputy

# ---- two of three are late ----
lure "Billing <pay@c-cornpany.example>" "approver@c-company.example" three "http://evil-pay.example/third/index.php" > "$TMPDIR/c.eml"
c=$(submit "$TMPDIR/c.eml" c-company)
work
$case add "$number" "$c/1" > "$out" 2>&1
$n submission classify "$c/1" --class phishing --hub "$HUB" --as an-1 > "$out" 2>&1
ok "a share of three" $s draft --case "$number" --audience all --json
w=$(field share < "$out"); d=$(field digest < "$out")
same "three are asked" 3 "$($s ask "$w" --json | field asked)"
ok "one answers" ap an-1 yes "$w" --digest "$d" --for c-app --signed-mail m-c
sql "UPDATE approval_request SET due_ms = asked_ms - 1000 WHERE state = 'open'"
ok "the two late ones are left out" ap an-1 timeout "$w" --drop-source
same "both requests say so" 2 "$(ap an-1 list "$w" --all --json | grep -c '"settled":"drop-source"')"
says "what is left is approved" 0 "sources: 1; approved by 1" $s show "$w"
ok "and goes out" $n share release "$w" --hub "$HUB" --as an-2
ok "the chain fits" $n audit verify --hub "$HUB"
finish
