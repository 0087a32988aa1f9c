# A share on its pages: line by line beside what it was made of, changed with two at once, seen as members see it, answered line by
# line by its source, read and answered by members; a case with its steps, and one submission taken out again.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "contact = desk@hub.example"
roster
for i in 1 2; do
	eml 'Billing <pay@a-cornpany.example>' approver@a-company.example Payment "$i@evil-pay.example" "Please pay the attached invoice today: http://evil-pay.example/login/index.php" > "$TMPDIR/$i.eml"
	submit "$TMPDIR/$i.eml" a-company >> "$TMPDIR/receipts" 2> "$out"
done
work
r1=$(sed -n 1p "$TMPDIR/receipts")/1; r2=$(sed -n 2p "$TMPDIR/receipts")/1
serve --no-worker
for who in an-1 an-2 a-app b-con aud; do enter $who; done
P=$TMPDIR/page
look() { shows "$@"; cp "$out" "$P"; }
holds() { ok "$1" grep -q -e "$2" "$P"; }

goes "the first is classified" an-1 "/submissions/$r1/classify" -F class=bec -F damage=none
goes "a case is opened" an-1 "/submissions/$r1/case" -F "title=Payment <b>bold</b>"
case=${where##*/}
goes "the other one joins" an-1 /submissions -F do=join -F "case=$case" -F "pick=$r2"
look "the case shows its steps" an-1 "/cases/$case" '<ol class="steps"'
ok "its title is text" sh -c "! grep -q 'Payment <b>' '$P'"
holds "and how it came to be" 'id="h-hist"'
id=$(grep -o 'name="submission" value="[^"]*"' "$P" | tail -n 1 | sed 's/.*value="//; s/"//')
goes "one is taken out again" an-1 "/cases/$case/leave" -F "submission=$id" -F reason=other
answers "twice is refused" 403 an-1 "/cases/$case/leave" -F "submission=$id" -F reason=other
goes "a share is drafted" an-1 "/cases/$case/share" -F tlp=AMBER -F class=urgent -F audience=all
share=${where##*/}; S=/shares/$share
shows "what a share uses says so before it is taken out" an-1 "/cases/$case" "$share がこの受付を使っています"

look "line by line" an-1 "$S" 'class="diff"'
holds "how far it may go" "グループ会社への展開\|Companies of the group"
holds "the value beside what leaves" 'evil-pay\[\.\]example'
look "as members see it" an-1 "$S/preview" "いま行うこと\|What to do now"
refuses "where nobody answers" grep -q 'name="answer"' "$P"
refuses "and no source is named" grep -q "A社\|A-Company" "$P"
look "an auditor reads" aud "$S" 'class="diff"'
refuses "and changes nothing" grep -q 'action="'"$S"'/edit"\|name="drop"' "$P"

field_of() { python3 - "$P" "$1" <<'PY'
import html, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
print(html.unescape(re.search(r'<textarea id="%s"[^>]*>(.*?)</textarea>' % sys.argv[2], text, re.S).group(1)), end="")
PY
}
page an-1 "$S"; cp "$out" "$P"
for f in title_ja title_en summary_ja summary_en actions_ja actions_en; do field_of $f > "$TMPDIR/$f"; done
edit() { who=$1; shift; post "$who" "$S/edit" -F "title_ja=<$TMPDIR/title_ja" -F "title_en=<$TMPDIR/title_en" -F "summary_ja=<$TMPDIR/summary_ja" -F "summary_en=<$TMPDIR/summary_en" -F "actions_ja=<$TMPDIR/actions_ja" -F "actions_en=<$TMPDIR/actions_en" -F tlp=AMBER -F class=urgent "$@"; }
printf '\n銀行に電話してください。' >> "$TMPDIR/actions_ja"
edit an-1 -F rev=1; same "a line without its twin is refused" 400 "$status"
printf '\nPlease call your bank.' >> "$TMPDIR/actions_en"
edit an-1 -F rev=1; same "with it there is a new revision" 303 "$status"
edit an-2 -F rev=1; same "who looked at the one before is told" 409 "$status"; cp "$out" "$P"
holds "the own words are kept beside what stands" "ほかの人が先に\|Somebody else was quicker"
edit an-1 -F rev=x; same "a revision that is none" 400 "$status"
edit an-1 -F rev=2 -F "drop=no-such-value"; same "a value that is none" 403 "$status"
post an-1 "$S/check"; same "leaks are looked for again" 200 "$status"
answers "not by members" 404 b-con "$S/edit" -F rev=2

# ---- the source ----
goes "the source is asked" an-1 "$S/ask"
look "who that is stays covered" an-1 "$S" "sources=1"
refuses "covered indeed" grep -q "A社</b>\|A-Company</b>" "$P"
look "until it is wanted" an-1 "$S?sources=1" "A社\|A-Company"
look "the approver reads line by line" a-app "/approvals/$share" 'class="para'
holds "the own values marked" "自組織の提供\|from you"
holds "the bank's line too" "銀行に電話\|call your bank"
digest=$(sed -n 's/.*name="digest" value="\([0-9a-f]*\)".*/\1/p' "$P")
answers "a change of a line says what" 400 a-app "/approvals/$share" -F word=lines -F line-2=change -F "digest=$digest"
answers "a line that is none" 400 a-app "/approvals/$share" -F word=lines -F line-999=no -F "digest=$digest"
goes "a change of one line" a-app "/approvals/$share" -F word=lines -F line-1=yes -F line-2=change -F "wish-2=say it shorter" -F "digest=$digest"
ok "the hub knows which" sh -c "$n approve answers $share --hub $HUB --as an-1 --json | grep -q 'say it shorter'"
goes "then the whole is right" a-app "/approvals/$share" -F word=yes -F "digest=$digest"
goes "the second analyst lets it out" an-2 "$S/release"

# ---- a member ----
goes "a member opens it" b-con "/inbox/$share/open"
look "what to do now comes first" b-con "/inbox/$share" "いま行うこと\|What to do now"
holds "the bank's line" "銀行に電話\|call your bank"
same "TLP stands at the top and at the end" 2 "$(grep -c 'class="banner"' "$P")"
same "six words to answer with" 6 "$(grep -o '<input type="radio" name="answer"' "$P" | wc -l)"
refuses "no address opens" grep -q 'href="http' "$P"
goes "nothing found" b-con "/inbox/$share/answer" -F answer=no-hit -F from=2019-01-01 -F to=2019-06-30 -F may_merge=1
look "the hub sees the answers as bars" an-1 "$S" 'class="list bars"'
holds "and how many have it" "配信\|sent,"
for path in "$S" "/inbox/$share"; do who=an-1; [ "$path" = "$S" ] || who=b-con; page $who "$path"; ok "at most 20 KB on the wire: $path" test "$(gzip -c "$out" | wc -c)" -le 20480; done
stop_serving
finish
