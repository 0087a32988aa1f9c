# The report of a period in the browser: checks, both languages, what an editor chooses, closing under two names, corrections.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
eml '"Bob" <bob@freemail.example>' 'contact@a-company.example' 'Invoice' 'one@evil.example' 'Please pay to our new bank account.' > "$TMPDIR/one.eml"
r=$(submit "$TMPDIR/one.eml" a-company --received-at 2019-08-01)
work
serve --no-worker
for who in an-1 an-2 aud a-con a-app b-app; do enter $who; done
q="from=2019-07-01&to=2019-09-30"

shows "the page is there without a period" an-1 /report "四半期報告"
shows "it is checked" an-1 "/report?$q" "数えた数値と記録の一致"
cp "$out" "$TMPDIR/page"
same "everything is in order" 0 "$(grep -c '要確認' "$TMPDIR/page")"
if grep -q 'lang="ja"' "$TMPDIR/page" && grep -q 'lang="en"' "$TMPDIR/page"; then pass "both languages stand side by side"; else fail "both languages stand side by side"; fi
ok "each check leads to its rows" grep -q 'href="/statistics?from=2019-07-01' "$TMPDIR/page"
ok "so does what is open" grep -q "href=\"/submissions/$r/1\"" "$TMPDIR/page"
refuses "the sentences of the period before are asked for" grep -q '<ul class="diffs">' "$TMPDIR/page"
shows "and shown with what is the same once" an-1 "/report?$q&beside=1" '<ul class="diffs">'
ok "a number is never cut" grep -q '<del>2019 \|<del>[0-9,]\{1,\}</del><ins>[0-9,]\{1,\}</ins>\|<ins>' "$out"
answers "no mistake is entered before the period is closed" 409 an-1 "/report/correct?$q" -F place=2 -F before=a -F after=b
goes "a text is chosen" an-1 "/report/choose?$q" -F slot=appendix.ja -F "value=付録に A社 と書いた"
shows "it is recorded" an-1 "/report?$q" "付録に A社 と書いた"
if grep -q '要確認' "$out"; then pass "a member's name in it is found"; else fail "a member's name in it is found"; fi
goes "it is taken back" an-1 "/report/choose?$q" -F slot=appendix.ja -F value=
goes "the mail becomes a case" an-1 "/submissions/$r/1/case" -F "title=Invoice"
case=${where##*/}
goes "which is to be told" an-1 "/report/choose?$q" -F slot=story.1 -F "value=$case"
shows "without any source's yes" an-1 "/report?$q" "href=\"/cases/$case#h-pub\">$case – 公表の同意 0/1"
ok "that is to be looked at" grep -q '要確認' "$out"
shows "the case says who is to be asked" an-1 "/cases/$case" '<span class="tag ko">未回答</span>'
digits() { $n case publication "$case" --hub "$HUB" --as an-1 --json | field digest; }
d=$(digits)
says "the command line, too" 1 "not answered" $n case publication "$case" --hub "$HUB" --as an-1 --lang en
answers "who answers for others is told so" 403 an-1 "/cases/$case/publication" -F person=b-app -F answer=yes -F "digest=$d" -F mail=m-1
answers "nor who is no approver" 403 an-1 "/cases/$case/publication" -F person=a-con -F answer=yes -F "digest=$d" -F mail=m-1
answers "nor to other words" 409 an-1 "/cases/$case/publication" -F person=a-app -F answer=yes -F digest=000000000000 -F mail=m-1
answers "nor heard by one alone" 403 an-1 "/cases/$case/publication" -F person=a-app -F answer=yes -F "digest=$d" -F spoken=call
page an-1 "/report?$q"; open=$(sed -n 's/.*name="open" value="\([^"]*\)".*/\1/p' "$out" | head -n 1)
refuses "such a report cannot be closed" grep -q 'action="/report/propose' "$out"
says "nor at a terminal" 2 "not every source has agreed to be told of in public: $case (0/1)" $n period close --quarter 2019-07 ${open:+--open "$open"} --hub "$HUB" --as an-1 --lang en
# ---- the source is asked, and finds it on its own pages ----
answers "without words nobody is asked" 409 an-1 "/cases/$case/publication/ask"
$n case text "$case" --slot story --text-lang ja --text "偽の請求書が A社 に届いた" --hub "$HUB" --as an-1 > "$out" 2>&1 || fail "text"
answers "nor where a member's name stands" 403 an-1 "/cases/$case/publication/ask"
for t in "ja 偽の請求書が届いた" "en A false invoice came from https://evil.example/pay"; do $n case text "$case" --slot story --text-lang "${t%% *}" --text "${t#* }" --hub "$HUB" --as an-1 > "$out" 2>&1 || fail "text"; done
$n case timeline "$case" --at 2019-07-30 --from-lane attacker --to-lane A --fake --ja "偽の請求書" --en "the false invoice" --hub "$HUB" --as an-1 > "$out" 2>&1 || fail "timeline"
page a-app "/approvals/publication/$case"; same "unasked there is nothing" 404 "$status"
goes "it is asked" an-1 "/cases/$case/publication/ask"
shows "the case says by when" an-1 "/cases/$case" "依頼中（期限）"
same "once" 1 "$($n outbox list --hub "$HUB" --as an-1 --json | grep -c '"kind":"publication"')"
goes "asked again, nobody is told twice" an-1 "/cases/$case/publication/ask"
same "nobody" 1 "$($n outbox list --hub "$HUB" --as an-1 --json | grep -c '"kind":"publication"')"
shows "the approver's first page counts it" a-app / '<b>1</b> 回答待ちの承認依頼'
ok "and so does the menu" sh -c "for i in \$(seq 60); do curl -s -b '$TMPDIR/jar.a-app' '$B/events' | grep -q '\"approvals\":1' && exit 0; sleep 0.1; done; exit 1"
shows "it stands among the approvals" a-app /approvals "href=\"/approvals/publication/$case\""
shows "the words stand there" a-app "/approvals/publication/$case" "偽の請求書が届いた"
ok "in both languages, and nothing opens" grep -q 'A false invoice came from hxxps://evil\[.\]example/pay' "$out"
ok "the course of events, too" grep -q 'the false invoice' "$out"
ok "who will read it" grep -q '誰でも読むことができ' "$out"
page b-app "/approvals/publication/$case"; same "another member is asked nothing" 404 "$status"
page a-con "/approvals/publication/$case"; same "nor is who approves nothing" 404 "$status"
answers "nor answers another" 404 b-app "/approvals/publication/$case" -F word=yes -F "digest=$(digits)"
answers "a yes to other words is none" 409 a-app "/approvals/publication/$case" -F word=yes -F digest=000000000000
answers "nor is another word" 400 a-app "/approvals/publication/$case" -F word=perhaps -F "digest=$(digits)"
goes "the approver says no" a-app "/approvals/publication/$case" -F word=no -F "digest=$(digits)" -F "reason=too early"
shows "which the report knows" an-1 "/report?$q" "公表の同意 0/1"
shows "it waits no longer" a-app / '<b>0</b> 回答待ちの承認依頼'
goes "and then yes" a-app "/approvals/publication/$case" -F word=yes -F "digest=$(digits)"
shows "which counts" an-1 "/report?$q" "公表の同意 1/1"
ok "and closing is offered" grep -q 'action="/report/propose' "$out"
$n case text "$case" --slot story --text-lang ja --text "偽の請求書" --hub "$HUB" --as an-1 > "$out" 2>&1 || fail "text"
page a-app "/approvals/publication/$case"; same "other words end the question" 404 "$status"
goes "the hub asks about them" an-1 "/cases/$case/publication/ask"
goes "and takes it back" an-1 "/cases/$case/publication/ask" -F drop=1
page a-app "/approvals/publication/$case"; same "nobody is asked any more" 404 "$status"
answers "once" 409 an-1 "/cases/$case/publication/ask" -F drop=1
ok "asked at a terminal" $n case publication "$case" --ask --hub "$HUB" --as an-1
d=$(digits)
goes "the source agrees by a signed mail" an-1 "/cases/$case/publication" -F person=a-app -F answer=yes -F "digest=$d" -F mail=m-1
shows "the report knows" an-1 "/report?$q" "公表の同意 1/1"
refuses "and nothing is to be looked at" grep -q '要確認' "$out"
$n case text "$case" --slot story --text-lang ja --text "別の文" --hub "$HUB" --as an-1 > "$out" 2>&1 || fail "text"
shows "other words are asked about again" an-1 "/report?$q" "公表の同意 0/1"
shows "as the case says" an-1 "/cases/$case" "文面変更のため再確認"
ok "spoken, heard by two" $n case publication "$case" --for a-app --digest "$(digits)" --spoken "call 12:30" --second an-2 --second-digest "$(digits)" --hub "$HUB" --as an-1
shows "is a yes" an-1 "/report?$q" "公表の同意 1/1"
ok "no" $n case publication "$case" --no --for a-app --digest "$(digits)" --signed-mail m-2 --hub "$HUB" --as an-1
shows "is no" an-1 "/report?$q" "公表の同意 0/1"
goes "it is told no more" an-1 "/report/choose?$q" -F slot=story.1 -F value=none
page an-1 "/report?$q"; refuses "and in order again" grep -q '要確認' "$out"
answers "a place that there is not" 400 an-1 "/report/choose?$q" -F slot=story.9 -F value=none
answers "a case that there is not" 403 an-1 "/report/choose?$q" -F slot=story.1 -F value=C-2019-9999
page an-1 "/report?$q"
open=$(sed -n 's/.*name="open" value="\([^"]*\)".*/\1/p' "$out" | head -n 1)
if [ -n "$open" ]; then answers "what is open has to be named" 403 an-1 "/report/propose?$q"; fi
goes "it is proposed to be closed" an-1 "/report/propose?$q" ${open:+-F "open=$open"}
goes "told again" an-1 "/report/choose?$q" -F slot=story.1 -F "value=$case"
ok "and asked about" $n case publication "$case" --ask --hub "$HUB" --as an-1
goes "agreed to" a-app "/approvals/publication/$case" -F word=yes -F "digest=$(digits)"
page an-1 "/report?$q"; open=$(sed -n 's/.*name="open" value="\([^"]*\)".*/\1/p' "$out" | head -n 1)
goes "and proposed with it" an-1 "/report/propose?$q" ${open:+-F "open=$open"}
goes "the source thinks otherwise" a-app "/approvals/publication/$case" -F word=no -F "digest=$(digits)"
page an-2 "/report?$q"; refuses "then it is not offered to be confirmed" grep -q 'name="digest"' "$out"
digest=$($n period list --hub "$HUB" --as an-2 --json | sed -n 's/.*"digest":"\([0-9a-f]*\)".*/\1/p' | head -n 1)
answers "nor confirmed" 403 an-2 "/report/confirm?$q" -F "digest=$digest"
goes "the source agrees once more" a-app "/approvals/publication/$case" -F word=yes -F "digest=$(digits)"
page an-1 "/report?$q"
if grep -q 'name="digest"' "$out"; then fail "who proposed does not confirm"; else pass "who proposed does not confirm"; fi
page an-2 "/report?$q"
digest=$(sed -n 's/.*name="digest" value="\([0-9a-f]*\)".*/\1/p' "$out" | head -n 1)
same "the second person is offered the digest" 64 "${#digest}"
answers "another digest closes nothing" 409 an-2 "/report/confirm?$q" -F "digest=$(printf '%064d' 0)"
answers "nor does the first person" 403 an-1 "/report/confirm?$q" -F "digest=$digest"
goes "the second one closes it" an-2 "/report/confirm?$q" -F "digest=$digest"
shows "it is closed" aud "/report?$q" "締め済み"
if grep -q 'action="/report/' "$out"; then fail "an auditor is offered no deed"; else pass "an auditor is offered no deed"; fi
shows "nothing has changed yet" aud "/report?$q" "変わった箇所はありません"
$n submission classify "$r/1" --hub "$HUB" --as an-1 --class targeted --basis judgement --reason "seen again" > "$out" 2>&1 || fail "classify"
shows "what changed afterwards is listed" aud "/report?$q" "<ins>"
ok "with both versions" grep -q '<del>' "$out"
answers "a mistake without its place" 400 an-1 "/report/correct?$q" -F before=a -F after=b
goes "a mistake of the printed text" an-1 "/report/correct?$q" -F "place=第 1 章" -F "before=誤 <b>誤り</b>" -F "after=正しい文" -F lang=ja
shows "stands in the list" aud "/report?$q" "<del>誤 &lt;b&gt;誤り&lt;/b&gt;</del>"
refuses "an auditor enters none" grep -q 'action="/report/correct' "$out"
ok "the command line knows it" sh -c "$n period corrections --hub $HUB --as an-1 --quarter 2019-07 --lang ja | grep -q 正しい文"
answers "a member enters none" 404 a-con "/report/correct?$q" -F place=x -F before=a -F after=b
page aud "/report/print?$q&format=csv&lang=ja"; cp "$out" "$TMPDIR/web.csv"
$n period show --hub "$HUB" --as aud --quarter 2019-07 --format csv --lang ja > "$TMPDIR/frozen.csv" 2> "$out"
if [ -s "$TMPDIR/frozen.csv" ] && cmp -s "$TMPDIR/web.csv" "$TMPDIR/frozen.csv"; then pass "it is printed as it was frozen"; else fail "it is printed as it was frozen"; fi
shows "the series is printed" an-1 "/report/print?what=series" "<svg"
page a-con "/report?$q"; same "a member has no such page" 404 "$status"
page an-1 "/report?from=2019-09-30&to=2019-07-01"; same "a period the wrong way round" 400 "$status"
page an-1 "/report?$q"; bytes=$(gzip -c < "$out" | wc -c)
if [ "$bytes" -le 61440 ]; then pass "the page is small"; else echo "$bytes bytes" >> "$out"; fail "the page is small"; fi
stop_serving
finish
