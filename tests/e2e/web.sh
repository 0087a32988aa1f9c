# The whole way in the browser without a script: handed in, triaged, made a case, drafted, approved by the source, released by the
# second analyst, read and answered by a member, reported; and what is refused on the way.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "contact = desk@hub.example"
roster
serve
for who in an-1 an-2 a-con a-app b-con d-con aud; do enter $who; done

# ---- the door ----
same "nobody is let in without an account" 303 "$(curl -s -o "$out" -w '%{http_code}' "$B/submissions")"
wrong() { curl -s -o "$out" -D "$TMPDIR/head" -w '%{http_code}' -F "who=$1" -F "password=$2" "$B/sign-in"; }
same "a wrong password" 401 "$(wrong an-1 nothing-of-that-kind)"
grep -o 'role="alert">[^<]*' "$out" > "$TMPDIR/known"
same "nobody of that name" 401 "$(wrong nobody nothing-of-that-kind)"
grep -o 'role="alert">[^<]*' "$out" > "$TMPDIR/unknown"
ok "both are told the same" cmp "$TMPDIR/known" "$TMPDIR/unknown"
same "the right one" 303 "$(wrong an-1 'correct horse an-1')"
same "by mail address" 303 "$(wrong contact@a-company.example 'correct horse a-con')"
for i in $(seq 20); do wrong d-con "wrong-password-$i" > "$answer"; [ "$(cat "$answer")" != 429 ] || break; done
same "who tries too often waits" 429 "$(wrong d-con 'correct horse d-con')"
same "and keeps nobody else out" 303 "$(wrong b-con 'correct horse b-con')"
curl -s -D "$TMPDIR/head" -o "$out" "$B/sign-in"
for header in "default-src 'none'" "nosniff" "no-referrer" "frame-ancestors 'none'" "no-store"; do ok "every page says $header" grep -q "$header" "$TMPDIR/head"; done
link=$($n account invite e-con --hub "$HUB" --as adm --json | field link); token=${link##*/}
same "a short password is refused" 400 "$(curl -s -o "$out" -w '%{http_code}' -F password=short -F again=short "$B/link/$token")"
same "a link is good" 303 "$(curl -s -o "$out" -w '%{http_code}' -F 'password=a longer password' -F 'again=a longer password' "$B/link/$token")"
same "once" 404 "$(curl -s -o "$out" -w '%{http_code}' -F 'password=a longer password' -F 'again=a longer password' "$B/link/$token")"
refuses "no token and no password stands in the database" sh -c "strings $HUB/noroshi.db* 2>/dev/null | grep -e '$token' -e 'correct horse'"

# ---- a member hands in ----
eml '"Bob Baker" <bob@freemail.example>' contact@a-company.example 'Invoice 4711' one@evil.example 'Please pay to our new bank account. https://evil-pay.example/pay/invoice' > "$TMPDIR/1.eml"
goes "a member hands in a mail" a-con /submit -F kind=mail -F "files=@$TMPDIR/1.eml" -F "note="
receipt=${where##*/}
shows "the receipt is shown at once" a-con "/receipts/$receipt" "$receipt"
for _ in $(seq 200); do page a-con "/submissions/$receipt/1"; grep -q "Invoice 4711" "$out" && break; sleep 0.1; done
shows "the receipt leads there" a-con "/receipts/$receipt" "/submissions/$receipt/1"
shows "and what became of it" a-con "/submissions/$receipt/1" "Invoice 4711"
refuses "no markup of a mail gets through" grep -q '<bob@freemail' "$out"
goes "a file with what happened" a-con /submit -F "files=@$TMPDIR/1.eml;filename=strange.exe" -F damage=no -F opened=yes -F replied=unknown -F urgent=yes -F technical=ask -F "note=one person opened it"
for _ in $(seq 200); do page a-con "${where%%\?*}"; two=$(grep -o '/submissions/R-[^"]*' "$out" | head -1); [ -n "$two" ] && break; sleep 0.1; done
shows "the kind is told by the name" a-con "$two" "検体"
shows "what was told is on its page" a-con "$two" "one person opened it"
shows "for the hub, too" an-1 "$two" "今回は都度確認"
shows "and it is urgent in the queue" an-1 /submissions '<span class="tag shu">急ぎ</span>'
goes "words alone are a consultation" a-con /submit -F "note=We opened a link. Is that bad?"
for _ in $(seq 200); do page a-con "${where%%\?*}"; grep -q '/submissions/R-' "$out" && break; sleep 0.1; done
page a-con /submissions; ok "of its own" grep -q "相談" "$out"
answers "what was typed is still there when something is wrong" 400 a-con /submit -F kind=nonsense -F "note=already typed" -F urgent=yes -F "files=@$TMPDIR/1.eml"
ok "word for word" grep -q ">already typed</textarea>" "$out"
ok "and chosen" grep -q 'name="urgent" value="yes" checked' "$out"
answers "a hand-in without a file" 400 a-con /submit -F kind=mail -F "note="
answers "a hand-in of no kind" 400 a-con /submit -F kind=nonsense -F "files=@$TMPDIR/1.eml"
curl -s -b "$TMPDIR/jar.a-con" -H 'Accept-Language: en' "$B/submit" > "$answer"
ok "the page in English" grep -q "Suspicious mails, traffic" "$answer"

# ---- what others may not see does not exist ----
page b-con "/submissions/$receipt/1"; same "another member sees nothing" 404 "$status"; cp "$out" "$TMPDIR/forbidden"
page b-con "/submissions/R-20190101-AAAAAA/1"; cp "$out" "$TMPDIR/absent"
ok "forbidden and absent are the same bytes" cmp "$TMPDIR/forbidden" "$TMPDIR/absent"
page b-con "/submissions?after=$receipt/1"; same "nor as a place in the own list" 404 "$status"; cp "$out" "$TMPDIR/forbidden"
page b-con "/submissions?after=R-20190101-AAAAAA/1"; cp "$out" "$TMPDIR/absent"; ok "which is the same bytes, too" cmp "$TMPDIR/forbidden" "$TMPDIR/absent"
page b-con /cases; same "a member has no cases" 404 "$status"
page a-con /audit; same "and no audit trail" 404 "$status"
shows "the auditor has" aud /audit "session.begun"

# ---- a form of another site does nothing ----
same "without the word of our pages" 403 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.an-1" -F class=bec "$B/submissions/$receipt/1/classify")"
same "with it, from elsewhere" 403 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.an-1" -H 'Origin: https://evil.example' -F "csrf=$(cat "$TMPDIR/csrf.an-1")" -F class=bec "$B/submissions/$receipt/1/classify")"
same "from a page that hides where it is" 403 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.an-1" -H 'Origin: null' -F "csrf=$(cat "$TMPDIR/csrf.an-1")" -F class=bec "$B/submissions/$receipt/1/classify")"
same "a browser that says cross-site" 403 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.an-1" -H 'Sec-Fetch-Site: cross-site' -F "csrf=$(cat "$TMPDIR/csrf.an-1")" -F class=bec "$B/submissions/$receipt/1/classify")"
same "the word of another's session" 403 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.an-1" -F "csrf=$(cat "$TMPDIR/csrf.an-2")" -F class=bec "$B/submissions/$receipt/1/classify")"
ok "nothing was decided" sh -c "$n submission show $receipt/1 --hub $HUB --as an-1 --json | grep -q '\"class\":null'"
same "GET on a deed" 405 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.an-1" "$B/submissions/$receipt/1/classify")"

# ---- what is no request ----
ok "an address with a NUL" sh -c "curl -s -o $out -w '%{http_code}' '$B/sign-in%00' | grep -qx 400"
ok "a slash that is written otherwise" sh -c "curl -s -o $out -w '%{http_code}' '$B/sign-in%2Fx' | grep -qx 400"
ok "a broken percent" sh -c "curl -s -o $out -w '%{http_code}' '$B/sign-in%zz' | grep -qx 400"
ok "a form that is too long" sh -c "head -c 300000 /dev/zero | tr '\\0' x | curl -s -o $out -w '%{http_code}' -F who=x -F password=@- '$B/sign-in' | grep -qx 413"
ok "content where none is taken" sh -c "curl -s -o $out -w '%{http_code}' -X GET -d x=1 '$B/sign-in' | grep -qx 413"
ok "two lengths of one request" sh -c "printf 'POST /sign-in HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n' | timeout 10 curl -s --max-time 5 telnet://127.0.0.1:$port | head -1 | grep -q ' 400'"
same "a method that is none" 303 "$(curl -s -o "$out" -w '%{http_code}' -X BREW "$B/sign-in")"
same "HEAD is GET without a body" 200 "$(curl -s -I -o "$out" -w '%{http_code}' "$B/sign-in")"

# ---- triage, case, share ----
shows "the analyst sees it" an-1 "/submissions?view=all" "Invoice 4711"
goes "and decides" an-1 "/submissions/$receipt/1/classify" -F class=bec -F damage=none -F "reason=seen before"
answers "nonsense is refused" 400 an-1 "/submissions/$receipt/1/classify" -F class=nonsense
goes "opens a case" an-1 "/submissions/$receipt/1/case" -F "title=Payment to a new account"
case=${where##*/}
shows "the case shows it" an-1 "/cases/$case" "$receipt/1"
answers "a member cannot draft" 404 a-con "/cases/$case/share" -F tlp=AMBER -F class=urgent -F audience=all
goes "a share is drafted" an-1 "/cases/$case/share" -F tlp=AMBER -F class=urgent -F audience=all
share=${where##*/}
shows "its text is shown" an-1 "/shares/$share" "TLP:AMBER"
ok "the source's name stands nowhere in what leaves" sh -c "! $n share preview $share --hub $HUB --as an-1 --format text | grep -i 'a-company\|A社'"
goes "the source is asked" an-1 "/shares/$share/ask"
answers "before that nobody releases it" 403 an-2 "/shares/$share/release"

# ---- the source's answer, the release ----
page b-con "/approvals/$share"; same "who was not asked" 404 "$status"
shows "the approver reads the exact text" a-app "/approvals/$share" "TLP:AMBER"
digest=$(sed -n 's/.*name="digest" value="\([0-9a-f]*\)".*/\1/p' "$out")
answers "a change needs words" 400 a-app "/approvals/$share" -F word=change -F "digest=$digest"
answers "a yes to another text is none" 409 a-app "/approvals/$share" -F word=yes -F "digest=0000000000000000"
goes "the approver says yes" a-app "/approvals/$share" -F word=yes -F "digest=$digest"
answers "the author does not release" 403 an-1 "/shares/$share/release"
goes "the second analyst does" an-2 "/shares/$share/release"

# ---- the others read and answer ----
shows "a member is told" b-con /inbox "$share"
shows "and sees no content before opening" b-con "/inbox/$share" "action=\"/inbox/$share/open\""
refuses "looking has not opened it" grep -q "共有番号" "$out"
page b-con "/inbox/$share/csv"; same "nor can the files be had" 404 "$status"
goes "it is opened" b-con "/inbox/$share/open"
shows "and read" b-con "/inbox/$share" "共有番号: $share"
looks() { $n audit list --hub "$HUB" --deed delivery.opened --json 2> "$out" | wc -l; }
before=$(looks)
page b-con "/inbox/$share/csv"; same "with its files" 200 "$status"
page b-con "/inbox/$share"
same "every look leaves its line" $((before + 2)) "$(looks)"
shows "the source reads the same" a-con /inbox "$share"
answers "no word is chosen beforehand, and none is no answer" 400 b-con "/inbox/$share/answer" -F from=2019-01-01 -F to=2019-06-30
answers "an answer without the time searched" 400 b-con "/inbox/$share/answer" -F answer=no-hit -F may_merge=1
goes "nothing found" b-con "/inbox/$share/answer" -F answer=no-hit -F from=2019-01-01 -F to=2019-06-30 -F may_merge=1 -F useful=4
ok "the hub knows" sh -c "$n feedback summary $share --hub $HUB --json | grep -q '\"no_hit\":1'"
shows "a notice's link leads there" b-con "/inbox/$share" "$share"
shows "the report is made" an-1 "/report/print?from=2019-07-01&to=2019-09-30&format=json" '"schema"'

# ---- many names from one address ----
for i in $(seq 40); do wrong "name-$i" wrong-password > "$answer"; [ "$(cat "$answer")" != 429 ] || break; done
same "who tries many names waits, too" 429 "$(cat "$answer")"
ok "after a fair number" test "$i" -gt 15
# the answer that told to wait says how long: on a busy machine the next one may come when the time is over
wait_s=$(sed -n 's/^[Rr]etry-[Aa]fter: \([0-9]*\).*/\1/p' "$TMPDIR/head")
ok "but never long" test "$wait_s" -le 10
sleep "$wait_s"
same "then the right one comes in" 303 "$(wrong an-1 'correct horse an-1')"

# ---- API keys ----
answers "a key for nothing is refused" 400 b-con /keys -F purpose=log -F days=30
answers "nor for ever" 400 b-con /keys -F purpose=log -F scope-read=1 -F days=4000
answers "nor from nowhere" 400 b-con /keys -F purpose=log -F scope-read=1 -F networks=192.0.2.0/99
post b-con /keys -F 'purpose=the log server' -F scope-submit=1 -F days=30
same "a member makes a key" 200 "$status"
secret=$(sed -n 's/.*id="secret">\([^<]*\)<.*/\1/p' "$out")
cp "$out" "$TMPDIR/made"; ok "it is shown" test "${#secret}" = 51
ok "with an example that uses it" grep -q "Bearer $secret" "$TMPDIR/made"
page b-con /keys; refuses "once" grep -q "$secret" "$out"
shows "the list has it" b-con /keys "the log server"
page a-con /keys; refuses "nobody else's list has" grep -q "the log server" "$out"
key=$($n key list --hub "$HUB" --as adm --person b-con --json | field key)
answers "nobody else ends it" 404 a-con "/keys/$key/revoke"
goes "its owner does" b-con "/keys/$key/revoke"
shows "and the list says so" b-con /keys "失効"
refuses "no key stands in the database" sh -c "strings $HUB/noroshi.db* 2>/dev/null | grep -e '$secret'"

# ---- leaving ----
goes "signing out" a-con /sign-out
same "ends the session" 303 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.a-con" "$B/submit")"
ok "an account is suspended" $n account suspend b-con --hub "$HUB" --as adm
same "and out at once" 303 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.b-con" "$B/inbox")"
ok "an organisation leaves" $n org leave a-company --hub "$HUB" --as adm --keep "rules of 2018, article 9"
page a-app "/approvals/$share"; refuses "and its people read nothing more" test "$status" = 200
ok "the audit chain is whole" $n audit verify --hub "$HUB"
stop_serving
finish
