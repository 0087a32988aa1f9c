# Asking back: a ready question by a date in business days, an answer with files that are not counted again, waiting time of
# either side apart, and nobody else sees it; what is refused, and in which words.
. tests/e2e/lib
new_hub "link = https://hub.example/"
roster
m=$TMPDIR/m; mkdir -p "$m"
eml "Bob <bob@partner.example>" "alice@a-company.example" "Invoice" "q1@partner.example" "Please pay to the new account 1234567." > "$m/one.eml"
eml "Bob <bob@partner.example>" "alice@a-company.example" "Invoice, as it came" "q2@partner.example" "The original with all headers." > "$m/original.eml"
r=$(submit "$m/one.eml" a-company --as a-con)/1; b=$(submit "$m/original.eml" b-company --as b-con)/1
work
q="$n question --hub $HUB"
$n person add an-3 --hub "$HUB" --org hub --name "分析 三" --address an-3@hub.example --as adm > /dev/null && $n person role an-3 analyst --hub "$HUB" --as adm > /dev/null
state() { $n submission show "$r" --hub "$HUB" --as an-1 --json | field state; }

says "ready questions, in Japanese" 0 "元のメール" $n question templates --hub "$HUB" --lang ja
says "and English, of one kind" 0 "bank or police" $n question templates --hub "$HUB" --kind bec --lang en
same "every one in both languages" 0 "$($n question templates --hub "$HUB" --json | python3 -c 'import json, sys; print(sum(not (json.loads(l)["ja"] and json.loads(l)["en"]) for l in sys.stdin))')"

# ---- asking ----
says "a member asks nothing" 2 "holds none of the roles" $q ask "$r" --as a-con --template mail.original
says "an unknown template" 2 "no ready question" $q ask "$r" --as an-1 --template mail.orignal
says "nothing is asked" 2 "what is asked" $q ask "$r" --as an-1
says "another organisation's name does not leave" 2 "names somebody else" $q ask "$r" --as an-1 --en "B-Company got the same mail; did you too?"
says "not hidden in an encoding" 2 "names somebody else" $q ask "$r" --as an-1 --en "see QiBCLUNvbXBhbnkgQg== b-company.example"
says "nor a person of the hub" 2 "names somebody else" $q ask "$r" --as an-1 --ja "担当は 分析 一 です。"
same "nothing was changed" triaged_or_parsed "$(case $(state) in parsed|triaged) echo triaged_or_parsed;; esac)"
ok "the control: its own name may stand there" $q ask "$r" --as an-3 --template mail.original --en "Was it sent to anybody else at A-Company (a-company.example)?" --json
Q=$(field object < "$out")
same "the submission waits" needs-info "$(state)"
says "and says for what" 0 "$Q waiting for the member" $n submission show "$r" --hub "$HUB" --as a-con --lang en
due=$($q show "$Q" --as an-1 --json | field due)
ok "the date is a business day, at least 3 days ahead" python3 -c '
import datetime, sys
due = datetime.datetime.fromisoformat(sys.argv[1].replace("Z", "+00:00")) + datetime.timedelta(hours=9)
days = (due.date() - (datetime.datetime.utcnow() + datetime.timedelta(hours=9)).date()).days
assert due.weekday() < 5 and 3 <= days <= 12, (due, days)' "$due"
ok "a notice is written" $n outbox flush --hub "$HUB"
mail=$(grep -l "$Q" "$HUB"/outbox/*.eml)
ok "to the one who handed in, with number and date" sh -c "grep -q 'To: contact@a-company.example' $mail && grep -q '回答期限' $mail"
ok "without content" sh -c "! grep -q -e Invoice -e 元のメール -e A-Company $mail"
same "nobody else is told" 1 "$(ls "$HUB"/outbox/*.eml | wc -l)"
says "it stands in the inbox" 0 "$Q" $n inbox list --hub "$HUB" --as a-con
same "of no other" 0 "$($n inbox list --hub "$HUB" --as b-con | grep -c "$Q")"

# ---- who may see it ----
says "another organisation" 2 "there is no question $Q" $q show "$Q" --as b-con
says "is told the same of one that does not exist" 2 "there is no question Q-20190101-XXXXXX" $q show Q-20190101-XXXXXX --as b-con
says "and may not answer" 2 "there is no question" $q answer "$Q" --as b-con --text x
same "nor list" 0 "$($q list --as b-con --json | wc -l)"
says "nor ask for another's list" 2 "own organisation only" $q list --as b-con --org a-company
says "the submitter sees the words" 0 "元のメールをファイル" $q show "$Q" --as a-con
same "but not who of the hub wrote them" 0 "$($q show "$Q" --as a-con --json | grep -c an-3)"
same "the hub does" 1 "$($q show "$Q" --as an-1 --json | grep -c an-3)"
says "an approver does not answer" 2 "hands in nothing" $q answer "$Q" --as a-app --text "yes"
ok "an auditor looks" $q show "$Q" --as aud
says "but takes nothing down" 2 "does not hold the role" $q answer "$Q" --as aud --for a-con --text x

# ---- answering, with a file ----
says "an empty answer" 2 "words (--text) or files" $q answer "$Q" --as a-con
says "a file that is not there" 3 "nothing.eml" $q answer "$Q" --as a-con --file "$m/nothing.eml"
same "nothing of it stayed" 1 "$($q show "$Q" --as a-con --json | field messages)"
ok "answered" $q answer "$Q" --as a-con --text "七名です。原本を添付します。" --file "$m/original.eml" --json
sup=$(field receipts.0 < "$out")
same "the submission goes on where it stood" parsed "$(state)"
work
same "the file belongs to it and is not counted again: three hand-ins, two submissions in Table 1" "3 2" "$($n submission list --hub "$HUB" --json | wc -l) $($n report --hub "$HUB" --from "$(date +%Y)-01-01" --to "$(date +%Y)-12-31" --format json | python3 -c '
import json, sys
print([n["value"] for n in json.load(sys.stdin)["numbers"] if n["id"].startswith("table1.submissions.")][-1])')"
says "it is there" 0 "$sup" $q show "$Q" --as an-1
ok "and was read" $n submission show "$sup/1" --hub "$HUB" --as an-1 --reason test
says "the asker is told" 0 "answered" $n outbox list --hub "$HUB" --as adm
says "more may be added" 0 "answered" $q answer "$Q" --as a-con --text "追伸: 開封は二名です。"

# ---- asked again, taken down by telephone, closed ----
ok "asked again in the same thread" $q ask "$Q" --as an-2 --en "Who opened it?" --ja "開封したのはどなたですか。" --days 2
same "the submission waits again" needs-info "$(state)"
ok "it may be classified meanwhile" $n submission classify "$r" --hub "$HUB" --as an-1 --class malware-bulk
same "and still waits" needs-info "$(state)"
says "another question beside it" 0 "asked" $q ask "$r" --as an-1 --template mail.recipients
Q2=$(sed 's/.*: //' "$out")
ok "one is taken down by telephone" $q answer "$Q" --as an-2 --for a-con --text "経理の一名でした。"
says "said by one, written by another" 0 "a-con, taken down by an-2" $q show "$Q" --as an-1 --lang en
same "the member sees only: by the hub" 0 "$($q show "$Q" --as a-con --json | grep -c an-2)"
same "the other one still waits, so the submission does" needs-info "$(state)"
ok "closed" $q close "$Q" --as an-1
says "what is closed is closed" 2 "in the state “closed”: nothing can be done" $q answer "$Q" --as a-con --text x
says "also for the hub" 2 "in the state “closed”" $q ask "$Q" --as an-1 --en x --ja x
says "an unanswered one can be closed too" 0 "closed" $q close "$Q2" --as an-1
same "then it goes on as classified" triaged "$(state)"
says "both sides' waiting is told" 0 "waited for the member 0 days, for the hub 0 days" $q list --as an-1 --all --lang en
same "closed ones are listed with --all" 2 "$($q list --as a-con --all --json | wc -l)"

# ---- two at once: one wins, the other is told ----
for round in 1 2 3; do
	T=$($q ask "$r" --as an-1 --template mail.delivered --json | field object)
	$q close "$T" --as an-1 > "$TMPDIR/one" 2>&1 & one=$!
	$q close "$T" --as an-2 > "$TMPDIR/two" 2>&1; two=$?
	wait $one; one=$?
	same "one of two closes it ($round)" 2 "$((one + two))"
	ok "the other is told the state ($round)" grep -q -e "in the state “closed”" -e "was changed meanwhile: you saw" "$TMPDIR/one" "$TMPDIR/two"
done

# ---- odd bytes ----
T=$($q ask "$r" --as an-1 --template mail.delivered --json | field object)
ok "what is no UTF-8 is taken" $q answer "$T" --as a-con --text "$(printf 'a\377\376\033[31mb \342\200\256c')"
ok "and mended: every line that comes out is UTF-8" sh -c "$q show $T --as an-1 --json | python3 -c 'import json,sys; json.loads(sys.stdin.buffer.read().decode(\"utf-8\"))'"
says "too long for words" 3 "as a file" $q answer "$T" --as a-con --text "$(head -c 30000 /dev/zero | tr '\0' x)"
says "an organisation that is none" 2 "there is no organisation" $q list --as an-1 --org "' OR 1=1"
$q close "$T" --as an-1 > "$out"

# ---- late ----
ok "a third" $q ask "$r" --as an-1 --template mail.delivered --json
Q3=$(field object < "$out")
says "nobody is late yet" 0 "" $q list --as an-1
if [ -n "$NOROSHI_DATABASE" ]; then
	ok "its date passes" psql -qX "$NOROSHI_DATABASE" -c "UPDATE question SET due_ms = 1000"
else
	ok "its date passes" python3 -c 'import sqlite3, sys; h = sqlite3.connect(sys.argv[1]); h.execute("UPDATE question SET due_ms = 1000"); h.commit()' "$HUB/noroshi.db"
fi
says "late ones end with 1" 1 "late" $q list --as an-1 --lang en
says "are reminded of" 0 "1" $q remind
says "once a day" 0 "0" $q remind

# ---- withdrawn ----
ok "the submission is taken back" $n submission withdraw "$r" --hub "$HUB" --as a-con
same "its words went with it" 0 "$($q show "$Q" --as an-1 --json | grep -c 経理)"
says "nothing is asked of it any more" 2 "in the state “withdrawn”\|gone" $q ask "$r" --as an-1 --template mail.original

# ---- the end, and on again ----
ok "a duplicate" $n submission finish "$b" --hub "$HUB" --as an-1 --state duplicate --of "$sup/1"
says "is not asked about" 2 "“ask the submitter” is not possible there; possible:.*reopen" $q ask "$b" --as an-1 --template mail.original
says "nor ended twice" 2 "in the state “a duplicate”" $n submission finish "$b" --hub "$HUB" --as an-1 --state done
says "of what it is one must be said" 2 "of which submission" $n submission finish "$sup/1" --hub "$HUB" --as an-1 --state duplicate
says "not of itself" 2 "another submission" $n submission finish "$sup/1" --hub "$HUB" --as an-1 --state duplicate --of "$sup/1"
says "an end that is none" 2 "duplicate, out-of-scope" $n submission finish "$sup/1" --hub "$HUB" --as an-1 --state triaged
ok "reopened" $n submission reopen "$b" --hub "$HUB" --as an-1
same "it stands where it stood" parsed "$($n submission show "$b" --hub "$HUB" --as an-1 --json | field state)"
ok "the audit trail fits" $n audit verify --hub "$HUB"
same "no content stands in it" 0 "$($n audit list --hub "$HUB" --as aud --json 2>/dev/null | grep -c -e 経理 -e Invoice -e 七名)"
finish
