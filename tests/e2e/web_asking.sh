# In the browser without a script: a submission is asked about, its member answers with a file, the hub closes; a call goes out by a
# second person, is opened and answered by those it went to, and is not there for others.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "contact = desk@hub.example"
roster
eml "Bob <bob@partner.example>" "alice@a-company.example" "Invoice" "q1@partner.example" "Please pay to the new account 1234567." > "$TMPDIR/one.eml"
eml "Bob <bob@partner.example>" "alice@a-company.example" "Invoice, as it came" "q2@partner.example" "The original." > "$TMPDIR/original.eml"
r=$(submit "$TMPDIR/one.eml" a-company --as a-con); work
serve
for who in an-1 an-2 a-con b-con d-con aud; do enter $who; done
# has WORDS: stand they on the page that was last seen?
has() { grep -q -e "$1" "$out" && echo yes || echo no; }
due_now() { [ -n "$NOROSHI_DATABASE" ] && psql -q "$NOROSHI_DATABASE" -c "$1" || sqlite3 "$HUB/noroshi.db" "$1"; }

# ---- asking back ----
shows "the submission's page leads to asking" an-1 "/submissions/$r/1" "href=\"/submissions/$r/1/ask\""
shows "with ready questions" an-1 "/submissions/$r/1/ask" 'value="mail.original"'
answers "another organisation's name does not leave" 403 an-1 "/submissions/$r/1/ask" -F "en=B-Company got the same; did you?"
same "and the page says so" yes "$(has 'role="alert"')"
goes "asked" an-1 "/submissions/$r/1/ask" -F template=mail.original -F days=3
q=$where; ok "it goes to the thread" sh -c "echo '$q' | grep -q '^/questions/Q-'"
shows "the member sees it in the list" a-con /questions "$q"
page b-con /questions; same "another one does not" no "$(has "$q")"
page b-con "$q"; same "nor by its address" 404 "$status"
answers "an empty answer" 400 a-con "$q/answer" -F words=
goes "answered with words and a file" a-con "$q/answer" -F words="元のメールを添付します。" -F kind=mail -F "files=@$TMPDIR/original.eml"
shows "the words stand in the thread" an-1 "$q" "元のメールを添付します"
same "and the file's receipt" yes "$(has 'href="/receipts/R-')"
shows "an auditor reads it" aud "$q" "元のメールを添付します"
goes "asked again" an-1 "$q/again" -F en="Thank you. Was it opened?"
goes "closed" an-1 "$q/close"
answers "closed is closed" 409 a-con "$q/answer" -F words=late
shows "it stands among all" a-con "/questions?view=all" "$q"

# ---- calls ----
answers "both languages" 400 an-1 /calls -F title_ja=題 -F question_ja=問 -F tlp=AMBER -F audience=sig:power
goes "drafted" an-1 /calls -F title_ja=見積依頼を装うメール -F title_en="Quotation mails" -F "question_ja=受け取りましたか。" -F "question_en=Did you receive any?" -F tlp=AMBER -F audience=sig:power -F days=5
k=$where
page a-con "$k"; same "a draft is nobody's but the hub's" 404 "$status"
answers "its author does not let it out" 403 an-1 "$k/move" -F deed=release -F rev=1
answers "nor anybody a version that is not the one that was read" 409 an-2 "$k/move" -F deed=release -F rev=7
goes "a second person does" an-2 "$k/move" -F deed=release -F rev=1
due_now "UPDATE info_request_delivery SET queued_ms = 0; UPDATE info_request SET published_ms = 1"
shows "the member sees it" a-con /calls "見積依頼を装うメール"
page d-con "$k"; same "who was not asked does not" 404 "$status"
page a-con "$k"; same "the text waits for the button" no "$(has 受け取りましたか)"
goes "opened" a-con "$k/open"
shows "the text" a-con "$k" "受け取りましたか"
answers "no answer is no answer" 400 a-con "$k/answer" -F word=material
goes "there is nothing" a-con "$k/answer" -F word=nothing
goes "or a file" b-con "$k/answer" -F word=material -F kind=mail -F "files=@$TMPDIR/original.eml"
shows "the hub sees who said what" an-1 "$k" "href=\"/receipts/R-"
answers "a deed that is none" 400 an-1 "$k/move" -F deed=eat
goes "closed" an-1 "$k/move" -F deed=close
shows "the list counts" aud /calls "2 / "
stop_serving
finish
