# A share from a case: what names the victim is shown as a rule or withheld, what one has seen alone too; a
# withdrawn submission takes its indicators with it; a narrative has letters; notices go through a mail command.
. tests/e2e/lib
spool=$TMPDIR/spool; mkdir -p "$spool"
printf '#!/bin/sh\n[ -e "%s/broken" ] && exit 75\ncat > "%s/$2"\n' "$TMPDIR" "$spool" > "$TMPDIR/mailer"
chmod 700 "$TMPDIR/mailer"
new_hub "contact = info@hub.example" "sendmail = $TMPDIR/mailer -i"
roster
s="$n share --hub $HUB --as an-1" case="$n case --hub $HUB --as an-1"
lure() # FROM TO LINK
{
	printf 'Received: from out.evil-pay.example (out.evil-pay.example [203.0.113.77])\r\n\tby mx.receiver.example; Wed, 31 Jul 2019 10:00:00 +0000\r\n'
	printf 'From: %s\r\nTo: %s\r\nSubject: Payment\r\nDate: Wed, 31 Jul 2019 09:59:00 +0000\r\nMessage-ID: <%s@evil-pay.example>\r\n' "$1" "$2" "$4"
	printf 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nPlease pay the attached invoice today: %s http://evil-pay.example/login/index.php\r\n' "$3"
}
lure "Alice A <alice.a-company.jp@gmail.com>" "approver@a-company.example" "http://evil-pay.example/p/approver%40a-company.example?x=1 http://k7f3q2.evil-pay.example/" one > "$TMPDIR/one.eml"
lure "Billing <pay@a-cornpany.example>" "approver@b-company.example" "http://evil-pay.example/#$(printf approver@b-company.example | base64) http://evil-pay.example/t/9f2c41be77aa0013" two > "$TMPDIR/two.eml"
lure "Billing <pay@c-cornpany.example>" "approver@c-company.example" "http://evil-pay.example/t/9f2c41be77aa0013 http://only-c.example/gate.php" three > "$TMPDIR/three.eml"
a=$(submit "$TMPDIR/one.eml" a-company) b=$(submit "$TMPDIR/two.eml" b-company) c=$(submit "$TMPDIR/three.eml" c-company)
ok "three members hand in" work
ok "one case of the three" $case open "$a/1" --title "A-Company and others"
number=$($case list --json | field case | head -1)
ok "they belong together" $case add "$number" "$b/1" "$c/1"
for r in "$a" "$b" "$c"; do ok "the analyst has looked" $n submission classify "$r/1" --class phishing --hub "$HUB" --as an-1; done

# ---- the gate ----
ok "the technical lane" $s draft --case "$number" --audience all --class urgent --json
t=$(field share < "$out")
same "no leak" 0 "$(field leaks < "$out")"
$s show "$t" > "$TMPDIR/shown" 2>&1; $s preview "$t" --output "$TMPDIR/papers" > "$out" 2>&1
shows() { if grep -qF -e "$2" "$TMPDIR/shown"; then pass "$1"; else cp "$TMPDIR/shown" "$out"; fail "$1"; fi; }
shows "a rebuilt address becomes the rule by which it was built" "alice.a-company.jp@gmail.com -> <local>.<org>.<cc>@<freemail> (protected)"
shows "the recipient's address in a path" "-> http://evil-pay.example/p/{recipient}?x=1 (protected)"
shows "and base64 in a fragment" "-> http://evil-pay.example/#{recipient}= (protected)"
shows "a host of the recipient's own" "-> <label>.evil-pay.example (once)"
shows "a token that two have seen is the attacker's" "kept        http://evil-pay.example/t/9f2c41be77aa0013 (clean)"
shows "a look-alike is told as such" "<look-alike>"
shows "what is nobody's stands as it is" "kept        http://evil-pay.example/login/index.php (clean)"
refuses "no artefact names a member, its industry, or the case's title" grep -riE "[abc]-comp|[abc]-corn|approver|alice|[ABC]社|電力|k7f3q2|power" "$TMPDIR/papers"
same "three are asked" 3 "$($s ask "$t" --json | field asked)"
d=$($s show "$t" --json | field digest)
for org in a b c; do ok "$org says yes" $n approve yes "$t" --hub "$HUB" --as an-1 --for $org-app --digest "$d" --signed-mail "m-$org"; done
ok "released" $n share release "$t" --hub "$HUB" --as an-2

# ---- the mail command ----
touch "$TMPDIR/broken"
says "a mail command that fails is told" 1 "0 handed over" $n outbox flush --hub "$HUB"
ok "the notice says so" sh -c "$n outbox list --hub $HUB --as an-1 | grep -q 'sendmail: status'"
rm "$TMPDIR/broken"
says "the next flush sends them" 0 "0 failed" $n outbox flush --hub "$HUB"
same "nothing waits" "" "$($n outbox list --hub "$HUB" --as an-1)"
ok "a mail for each address, to it alone" sh -c "[ -s $spool/contact@d-company.example ] && for f in $spool/*; do grep -q \"^To: \$(basename \$f)\$\" \$f || exit 1; done"
refuses "no content" grep -rE "evil|203\.0\.113" "$spool"
refuses "once sent, not again" sh -c "$n outbox flush --hub $HUB | grep -v '^0 notices written, 0'"

# ---- a submission is withdrawn: its values go, the others' approvals stay ----
says "the source sees its share like everyone else" 0 "$t" $n share list --hub "$HUB" --as a-con
ok "c takes its mail back" $n submission withdraw "$c" --hub "$HUB" --as c-con
says "the share says that something is to be done" 1 "1 of the submissions behind it was withdrawn" $s show "$t"
ok "its material is taken out" $s withdraw "$t" --submission "$c/1"
says "what only c had is revoked" 0 "revoked  hxxp://only-c\[.\]example/gate.php" $s preview "$t" --format text
refuses "what b had too is not" sh -c "$s preview $t --format text | grep 'revoked  hxxp.*9f2c41be77aa0013'"
says "two sources, both approved" 0 "sources: 2; approved by 2" $s show "$t"
ok "released at once" $n share release "$t" --hub "$HUB" --as an-2 --json
same "to those who had it" 5 "$(field recipients < "$out")"

# ---- the narrative: letters, own words, an explicit yes ----
$case timeline "$number" --at 2019-07-08 --from-lane A --to-lane B --ja "商談" --en "Negotiation" > "$out" 2>&1
$case timeline "$number" --at 2019-07-31 --from-lane attacker --to-lane B --fake --ja "{A}を装う偽の請求" --en "A false invoice in the name of {A}" > "$out" 2>&1
printf '{A}になりすまし、{B}に偽の請求書が届いた。\n\n二つ目の段落。\n' > "$TMPDIR/s.ja"
printf 'Somebody posed as {A} and sent {B} a false invoice.\n\nA second paragraph.\n' > "$TMPDIR/s.en"
ok "drafted" $s draft --case "$number" --lane narrative --audience all --class urgent --summary-ja "$TMPDIR/s.ja" --summary-en "$TMPDIR/s.en" --json
st=$(field share < "$out")
ok "letters in texts and steps are of one drawing" sh -c "$s preview $st --format text > $TMPDIR/st; x=\$(sed -n 's/.*posed as \\([AB]\\) .*/\\1/p' $TMPDIR/st); grep -q \"invoice in the name of \$x\$\" $TMPDIR/st"
ok "coarse dates" sh -c "grep -q '2019-07 ' $TMPDIR/st && ! grep -q 2019-07-31 $TMPDIR/st"
says "a letter that no party has" 2 "names no party" $s draft --case "$number" --lane narrative --audience all --title-ja '{Q}の件' --title-en 'About {Q}'
same "a and b are asked" 2 "$($s ask "$st" --json | field asked)"
says "new letters need new texts" 2 "drawn anew" $s edit "$st" --again
ok "with them it is gathered anew" $s edit "$st" --again --title-ja "{A}の件" --title-en "About {A}" --summary-ja "$TMPDIR/s.ja" --summary-en "$TMPDIR/s.en" --actions-ja "$TMPDIR/s.ja" --actions-en "$TMPDIR/s.en"

# ---- the end of its time ----
says "a day that is over" 2 "is over" $s draft --case "$number" --audience all --expires 2019-01-01
ok "good until a day" $s draft --case "$number" --audience all --expires 2099-12-31 --json
x=$(field share < "$out")
says "it says so" 0 "Valid until: 2099-12-31" $s preview "$x" --format text
says "nothing has expired yet" 0 "0 shares" $s expire
finish
