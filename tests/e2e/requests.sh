# Calls for information: drafted, checked, let out by a second person, answered by members and from outside; states
# that refuse; what an organisation was not sent does not exist for it; reporters are counted apart and answered.
. tests/e2e/lib
new_hub "contact = info@hub.example" "hub_name_en = The Hub"
roster
request() { verb=$1; shift; $n request "$verb" --hub "$HUB" "$@"; }
reporter() { verb=$1; shift; $n reporter "$verb" --hub "$HUB" "$@"; }
count() { request show "$1" --as an-1 --json | field "counts.$2"; }
due_now() { [ -n "$NOROSHI_DATABASE" ] && psql -q "$NOROSHI_DATABASE" -c "$1" || sqlite3 "$HUB/noroshi.db" "$1"; }
printf '2019年7月に、見積依頼を装うメールを受け取った組織はありますか。\n\n件名と受信日をお知らせください。\n' > "$TMPDIR/q.ja"
printf 'Did you receive mails in July 2019 that pretend to ask for a quotation?\n\nPlease tell subject and day.\n' > "$TMPDIR/q.en"
drafted() { request draft --as an-1 --title-ja "見積依頼を装うメール" --title-en "Mails like a request for quotation" \
	--question-ja "$TMPDIR/q.ja" --question-en "$TMPDIR/q.en" --json "$@" | field object; }

# ---- drafting ----
says "somebody is asked" 2 "whom is it asked" request draft --as an-1 --title-ja あ --title-en a --question-ja "$TMPDIR/q.ja" --question-en "$TMPDIR/q.en"
says "both languages" 2 "both languages" request draft --as an-1 --title-ja あ --question-ja "$TMPDIR/q.ja" --audience all
says "a SIG that is none" 2 'no sig' request draft --as an-1 --title-ja あ --title-en a --question-ja "$TMPDIR/q.ja" --question-en "$TMPDIR/q.en" --audience sig:gaz
says "public is CLEAR" 2 "only TLP:CLEAR" request draft --as an-1 --title-ja あ --title-en a --question-ja "$TMPDIR/q.ja" --question-en "$TMPDIR/q.en" --audience public
says "members ask nobody" 2 "none of the roles" request draft --as a-con --title-ja あ --title-en a --question-ja "$TMPDIR/q.ja" --question-en "$TMPDIR/q.en" --audience all
q=$(drafted --audience sig:power,org:e-company --days 5)
ok "a number without order" sh -c "echo '$q' | grep -q '^Q-[2-9A-HJ-NP-Z]\{7\}$'"
says "a draft is nobody's but the hub's" 2 "there is no call for information $q" request show "$q" --as a-con

# ---- the leak check ----
printf 'A社のようなメールを受け取りましたか。\n' > "$TMPDIR/leak.ja"
says "a member's name is found" 1 "leak check: request/ja" request edit "$q" --as an-1 --question-ja "$TMPDIR/leak.ja"
says "and keeps it in" 2 "leak check has 1 hit;" request release "$q" --as an-2
ok "mended" request edit "$q" --as an-1 --question-ja "$TMPDIR/q.ja"
printf 'Who got mail from evil.example?\n' > "$TMPDIR/value.en"
says "a value nobody has is found" 1 "leak check: request/en" request edit "$q" --as an-1 --question-en "$TMPDIR/value.en"
ok "mended again" request edit "$q" --as an-1 --question-en "$TMPDIR/q.en"
says "a term that came in since it was checked" 0 "added" $n org term --hub "$HUB" --as adm b-company --kind brand --name "pretend"
says "is found at the release" 2 "leak check has" request release "$q" --as an-2
printf 'Did you receive mails in July 2019 that look like a request for quotation?\n' > "$TMPDIR/q.en"
ok "the hub says it otherwise" request edit "$q" --as an-1 --question-en "$TMPDIR/q.en"

# ---- releasing ----
says "who wrote it cannot release it" 2 "a second person must" request release "$q" --as an-1
says "nor a version that is not the one that was read" 2 "was changed meanwhile" request release "$q" --as an-2 --rev 1
says "an answer before it is out" 2 "there is no call" request answer "$q" --as a-con --nothing
says "a second person" 0 "to 3 organisations" request release "$q" --as an-2
says "once" 2 "“release” is not possible there" request release "$q" --as an-2
says "what is out is not changed" 2 "“change” is not possible there" request edit "$q" --as an-1 --title-en "x"
says "nor dropped" 2 "“drop” is not possible there\|not possible there" request drop "$q" --as an-1
due_now "UPDATE info_request_delivery SET queued_ms = 0; UPDATE info_request SET published_ms = 1; UPDATE notice SET not_before_ms = 0, next_ms = 0"
says "the notice holds number, TLP and no content" 0 "" $n outbox flush --hub "$HUB"
ok "in a mail" grep -rq "\[TLP:AMBER\] $q" "$HUB/outbox"
refuses "no content" grep -rq "quotation" "$HUB/outbox"

# ---- what others see ----
for who in c-con m-con; do
	request show "$q" --as $who > "$TMPDIR/there" 2>&1; x=$?
	request show Q-2222222 --as $who > "$TMPDIR/absent" 2>&1; y=$?
	same "not theirs and absent: one status ($who)" "$y" "$x"
	same "and the same words" "$(sed 's/Q-2222222/X/' "$TMPDIR/absent")" "$(sed "s/$q/X/" "$TMPDIR/there")"
	says "nor answered ($who)" 2 "there is no call for information $q" request answer "$q" --as $who --nothing
done
says "the control: a reads it" 0 "look like a request for quotation" request show "$q" --as a-con
says "in Japanese" 0 "情報提供のお願い" request show "$q" --as b-con --lang ja
refuses "without counts" grep -q "依頼 3" "$out"
same "c's list is empty" 0 "$(request list --as c-con --json | wc -l)"
same "a's has one" "$q" "$(request list --as a-con --json | field request)"
same "two have opened it" 2 "$(count "$q" opened)"

# ---- answers are submissions ----
eml "x@evil.example" "contact@a-company.example" "quotation" "1@evil.example" "please quote" > "$TMPDIR/1.eml"
says "files, or nothing" 2 "name files" request answer "$q" --as a-con
says "not both" 2 "name files" request answer "$q" --as a-con --nothing "$TMPDIR/1.eml"
receipt=$(request answer "$q" --as a-con "$TMPDIR/1.eml" --json | field object)
same "the same file again is the same answer" "$receipt" "$(request answer "$q" --as a-con "$TMPDIR/1.eml" --json | field object)"
ok "nothing is an answer too" request answer "$q" --as b-con --nothing
work
same "one gave material" 1 "$(count "$q" material)"
same "one had nothing" 1 "$(count "$q" nothing)"
same "one is silent" 1 "$(count "$q" silent)"
same "one submission came of it" 1 "$(count "$q" submissions)"
says "which is a submission like every other" 0 "$receipt/1" $n submission show "$receipt" --hub "$HUB" --as an-1
says "linked for the hub" 0 "a-company.*$receipt" request show "$q" --as an-1
ok "those who are silent are reminded" request remind "$q" --as an-1
same "one of them, once a day" "e-app e-con" "$($n outbox list --hub "$HUB" --as an-1 --json | python3 -c 'import json,sys; print(*sorted({d["person"] for d in map(json.loads, sys.stdin)}))')"
says "not twice a day" 0 "0 notices" request remind "$q" --as an-1
ok "withdrawn is no answer any more" $n submission withdraw "$receipt" --hub "$HUB" --as a-con
same "and counts no more" "0 2" "$(count "$q" material) $(count "$q" silent)"

# ---- closing ----
ok "closed" request close "$q" --as an-1
says "an answer then is refused, with who can change it" 2 "open again (an analyst: noroshi request reopen)" request answer "$q" --as e-con --nothing
ok "opened again" request reopen "$q" --as an-2
due_now "UPDATE info_request SET due_ms = 1"
ok "late is taken, and marked" request answer "$q" --as e-con --nothing
same "late" 1 "$(count "$q" late)"
says "outside cannot answer what is not public" 2 "there is no call" request answer "$q" --external --contact x@reader.example "$TMPDIR/1.eml"

# ---- everybody, and from outside ----
p=$(drafted --audience public,all --tlp CLEAR)
ok "out" request release "$p" --as an-2
due_now "UPDATE info_request_delivery SET queued_ms = 0; UPDATE info_request SET published_ms = 1"
says "where everybody else writes to" 0 "info@hub.example" request show "$p" --as a-con
eml "y@evil.example" "me@reader.example" "quotation" "2@evil.example" "please quote again" > "$TMPDIR/2.eml"
says "without a contact" 2 "where can the reporter be reached" request answer "$p" --external "$TMPDIR/2.eml"
says "a member is no reporter from outside" 2 "belongs to somebody of the registry" request answer "$p" --external --contact contact@a-company.example "$TMPDIR/2.eml"
outside=$(request answer "$p" --external --contact "me@reader.example" --name "読者商会" "$TMPDIR/2.eml" --json | field object)
again=$($n submit --hub "$HUB" --external --contact "ME@reader.example" --kind consultation --json "$TMPDIR/q.ja" | field receipt)
work
same "counted apart" "1 0" "$(count "$p" outside) $(count "$p" submissions)"
same "one reporter, known again" 1 "$(reporter list --as an-1 --json | field org | sort -u | wc -l)"
quarter=$(python3 -c 'import datetime; t = datetime.date.today(); m = (t.month - 1) // 3 * 3; e = datetime.date(t.year + (m == 9), (m + 3) % 12 + 1, 1); print(t.replace(month=m + 1, day=1), e - datetime.timedelta(1))')
$n report --hub "$HUB" --from "${quarter% *}" --to "${quarter#* }" --lang ja > "$TMPDIR/report" 2>&1
ok "the report prints them apart" grep -q "参加組織外からの情報提供が 2 件" "$TMPDIR/report"
same "Table 1 holds the member's one" 1 "$($n report --hub "$HUB" --from "${quarter% *}" --to "${quarter#* }" --format json | python3 -c 'import json,sys; print(*[n["value"] for n in json.load(sys.stdin)["numbers"] if n["id"] == "table1.submissions." + sys.argv[1]])' "${quarter% *}")"

# ---- a call about a case: what answers it is proposed to the case ----
eml "k@evil.example" "contact@d-company.example" "invoice of last month" "k1@evil.example" "The account of our company has changed, pay there." > "$TMPDIR/k1.eml"
k=$(submit "$TMPDIR/k1.eml" d-company); work
case=$($n case open "$k/1" --title "changed account" --hub "$HUB" --as an-1 --json | field object)
cq=$(drafted --audience all --case "$case")
ok "a call about a case" request release "$cq" --as an-2
due_now "UPDATE info_request_delivery SET queued_ms = 0; UPDATE info_request SET published_ms = 1"
eml "z@other.example" "contact@b-company.example" "greetings" "z9@other.example" "Nothing here is like the other mail at all: a picnic on Sunday." > "$TMPDIR/z.eml"
kb=$(request answer "$cq" --as b-con "$TMPDIR/z.eml" --json | field object); work
proposed() { $n case proposals --hub "$HUB" --as an-1 --json | grep "\"submission\":\"$1/1\""; }
same "an answer is proposed to its case" "call $case" "$(proposed "$kb" | python3 -c 'import json,sys; d = json.loads(sys.stdin.readline()); print(d["reason"], d["case"])')"
says "in words" 0 "it answers a call for information" $n case proposals --hub "$HUB" --as an-1 --lang en
ko=$(submit "$TMPDIR/z.eml" c-company); work
refuses "the same mail from elsewhere is not" sh -c "$n case proposals --hub $HUB --as an-1 --json | grep '\"submission\":\"$ko/1\"' | grep -q '\"call\"'"

# ---- the answer to a reporter ----
says "no answer yet" 0 "no answer yet" reporter show "$outside" --contact me@reader.example
printf 'ご提供ありがとうございます。ばらまき型のメールです。\n' > "$TMPDIR/a.ja"; printf 'Thank you. It is bulk mail.\n' > "$TMPDIR/a.en"; printf 'B-Company got it too.\n' > "$TMPDIR/bad.en"
says "an answer names nobody" 2 "leak check has" reporter answer "$outside" --as an-1 --text-ja "$TMPDIR/a.ja" --text-en "$TMPDIR/bad.en"
ok "drafted" reporter answer "$outside" --as an-1 --text-ja "$TMPDIR/a.ja" --text-en "$TMPDIR/a.en"
says "a draft is not seen" 0 "no answer yet" reporter show "$outside" --contact me@reader.example
says "nor sent" 2 "not released yet" reporter letter "$outside" --as an-1
says "a second person releases" 2 "a second person must" reporter release "$outside" --as an-1
says "released, and on its way" 0 "leaves by mail" reporter release "$outside" --as an-2 --lang en
$n outbox flush --hub "$HUB" > "$out" 2>&1
mail=$($n outbox list --hub "$HUB" --as an-1 --all --json | grep reporter-answer | field file)
says "to the contact" 0 "^To: me@reader.example" cat "$HUB/outbox/$mail"
says "with the receipt" 0 "$outside" cat "$HUB/outbox/$mail"
says "and the answer, which can be read nowhere else" 0 "bulk mail" cat "$HUB/outbox/$mail"
says "seen by the reporter" 0 "bulk mail" reporter show "$outside" --contact "me@Reader.example"
reporter show "$outside" --contact "you@reader.example" > "$TMPDIR/there" 2>&1; x=$?
reporter show R-20190101-222222 --contact "you@reader.example" > "$TMPDIR/absent" 2>&1
same "somebody else's receipt and one that is none: the same words" "$(sed 's/R-20190101-222222/X/' "$TMPDIR/absent")" "$(sed "s/$outside/X/" "$TMPDIR/there")"
same "refused" 2 "$x"
same "the other one is still open" "$again" "$(reporter list --as an-1 --open --json | field receipt)"
$n db backup --hub "$HUB" "$TMPDIR/backup" > "$out" 2>&1 || fail "backup"
for r in "$outside" "$again"; do ok "withdrawn $r" $n submission withdraw "$r" --hub "$HUB" --as an-1; done
same "with the last hand-in the contact is gone" "" "$(reporter list --as an-1 --json | field contact | tr -d '\n')"
says "a restore of it" 0 "erased again" $n db restore --hub "$TMPDIR/restored" "$TMPDIR/backup" --key "$HUB/noroshi.key" --erased "$HUB/noroshi.erased"
same "brings the contact back to nobody" "" "$($n reporter list --hub "$TMPDIR/restored" --as an-1 --json | field contact | tr -d '\n')"
ok "the trail stands" $n audit verify --hub "$HUB"
finish
