# What mail brings back: receipts for those whose mail is attested and for nobody else, what servers return about notices of
# ours, and what machines write.
. tests/e2e/lib
. tests/e2e/mail_lib
new_hub "link = https://hub.example/" "smtp_from = post@hub.example" "smtp_tls = off" "smtp_retry_minutes = 0" \
	"trusted_authserv = gate.hub.example" "idempotency_hours = 0" "storm_mails = 40"
roster
$n person add an-3 --org hub --name 分析三 --address an-3@hub.example --hub "$HUB" --as adm > "$out" 2>&1 &&
	$n person role an-3 analyst --hub "$HUB" --as adm > "$out" 2>&1 || fail "another analyst"
sent=$TMPDIR/sent; : > "$sent"
python3 tests/e2e/bad_smtp.py "$TMPDIR/port" good "$sent" "$TMPDIR/mails" & BAD_PID=$!
until_ok test -s "$TMPDIR/port"
echo "smtp_url = smtp://127.0.0.1:$(cat "$TMPDIR/port")" >> "$HUB/noroshi.conf"
conf() { sed -i "/^$1 /d" "$HUB/noroshi.conf"; echo "$1 = $2" >> "$HUB/noroshi.conf"; }
$n intake lmtp --hub "$HUB" --listen 127.0.0.1:0 > /dev/null 2> "$TMPDIR/lmtp.err" & LMTP_PID=$!
until_ok grep -q "lmtp.listening" "$TMPDIR/lmtp.err"
where=$(sed -n 's/.*at=.*:\([0-9]*\)$/\1/p' "$TMPDIR/lmtp.err" | head -n 1)

# mail RETURN-PATH RECIPIENT < MAIL: as the server in front hands it over.  $receipt
mail() { receipt=$(python3 tests/e2e/lmtp_client.py "$where" give "$1" "$2"); }
believed="Authentication-Results: gate.hub.example; dmarc=pass header.from=a-company.example"
# from_a SUBJECT [HEADER...]: a mail of a's contact that is attested
from_a()
{
	subject=$1; shift
	printf '%s\r\n' "$believed" "From: Contact <contact@a-company.example>" "To: report@hub.example" "Subject: $subject" \
		"Message-ID: <$subject@a-company.example>" "Date: Wed, 31 Jul 2019 09:59:00 +0900" "$@" "" "CANARYTEXT of $subject"
}
hand_in() { from_a "$@" > "$TMPDIR/m"; mail contact@a-company.example report@hub.example < "$TMPDIR/m"; work; }
flush() { $n outbox flush --hub "$HUB" > "$TMPDIR/flushed" 2>&1; }
waiting() { $n outbox list --hub "$HUB" --as an-1 --all --json | grep -c "\"kind\":\"$1\""; }
reason() { $n submission show "$1" --hub "$HUB" --as an-1 --json | head -n 1 | field "$2"; }

# ---- receipts ----
hand_in first; first=$receipt
same "an attested mail is its sender's" split "$(reason "$first" state)"
flush
same "who sent it is told" 1 "$(waiting receipt)"
ok "by a mail to that person" grep -q "<contact@a-company.example>" "$sent"
says "that names the receipt" 0 "$first" cat "$TMPDIR/mails/1"
says "says that a program wrote it as an answer" 0 "Auto-Submitted: auto-replied" cat "$TMPDIR/mails/1"
refuses "and holds nothing of the mail" grep -qi "CANARYTEXT\|Subject: first" "$TMPDIR/mails/1"
hand_in second; hand_in third; flush
same "within the hour nobody is told again" "1 0" "$(waiting receipt) $(waiting receipts)"
hand_in_of_b() { from_a "$1" | sed 's/a-company/b-company/g' > "$TMPDIR/m"; mail contact@b-company.example report@hub.example < "$TMPDIR/m"; }
for i in 1 2 3 4 5; do hand_in_of_b "b$i"; [ $i != 1 ] || first=$receipt; done
work; flush
same "what came in together is told together" "1 1" "$(waiting receipt) $(waiting receipts)"
says "with how many, and the first and the last" 0 "$first - $receipt (5)" $n outbox list --hub "$HUB" --as an-1 --all
same "every one is received" split "$(reason "$first" state)"

for who in stranger forged null auto list bulk away; do
	before=$(wc -l < "$sent")
	case $who in
	stranger) from_a "$who" | sed 's/contact@a-company/eve@evil/; /^Authentication/d' > "$TMPDIR/m"; path=eve@evil.example ;;
	forged) from_a "$who" | sed '/^Authentication/d' > "$TMPDIR/m"; path=contact@a-company.example ;;
	null) from_a "$who" > "$TMPDIR/m"; path= ;;
	auto) from_a "$who" "Auto-Submitted: auto-generated" > "$TMPDIR/m"; path=contact@a-company.example ;;
	list) from_a "$who" "List-Id: <members.a-company.example>" > "$TMPDIR/m"; path=contact@a-company.example ;;
	bulk) from_a "$who" "Precedence: bulk" > "$TMPDIR/m"; path=contact@a-company.example ;;
	away) from_a "$who" "Auto-Submitted: auto-replied (vacation)" > "$TMPDIR/m"; path=contact@a-company.example ;;
	esac
	mail "$path" report@hub.example < "$TMPDIR/m"; work
	same "$who: received" quarantined "$(reason "$receipt" state)"
	flush
	same "$who: and nobody is answered" "$before" "$(wc -l < "$sent")"
done
says "they are no work for the analysts" 0 "" $n submission quarantine --hub "$HUB"
refuses "what machines wrote is not listed" grep -q "自動\|一斉" "$out"
same "but for who asks" "auto-reply bulk generated list no-return-path" "$($n submission quarantine --automatic --hub "$HUB" --json | field machine | sort | xargs)"
says "in words" 0 "automatic answer (Auto-Submitted)" $n submission quarantine --automatic --hub "$HUB" --lang en
{
	printf '%s\r\n' "$believed" "From: Contact <contact@a-company.example>" "Subject: button" "Auto-Submitted: auto-generated" "MIME-Version: 1.0" \
		"Content-Type: multipart/mixed; boundary=x" "" "--x" "Content-Type: message/rfc822" ""
	eml eve@evil.example alice@a-company.example bad "bad@evil.example" "click here"
	printf '%s\r\n' "--x--"
} > "$TMPDIR/m"
before=$(wc -l < "$sent")
mail contact@a-company.example report@hub.example < "$TMPDIR/m"; work; flush
same "a button that reports is a hand-in" split "$(reason "$receipt" state)"
same "and is not answered" "$before" "$(wc -l < "$sent")"
hops=; for i in $(seq 60); do hops="$hops|Received: from a by b; Wed, 31 Jul 2019 10:00:00 +0900"; done
{ printf '%s' "$hops" | tr '|' '\n' | sed '/^$/d; s/$/\r/'; from_a hops; } > "$TMPDIR/m"
mail contact@a-company.example report@hub.example < "$TMPDIR/m"; work
same "a mail that goes round in circles" "automatic loop" "$(reason "$receipt" reason) $(reason "$receipt" machine)"

# ---- what comes back ----
$n approve enroll --hub "$HUB" --as b-app > "$out" 2>&1; flush
# the newest mail to b's approver: $path, $id
newest() { set -- $(grep "approver@b-company" "$sent" | tail -n 1); path=${1#<}; path=${path%>}; id=$3; }
# dsn ACTION STATUS WORDS: a report about the newest mail
dsn()
{
	printf '%s\r\n' "From: MAILER-DAEMON@mx.b-company.example" "To: $path" "Subject: Undelivered" "MIME-Version: 1.0" "Auto-Submitted: auto-replied" \
		"Content-Type: multipart/report; report-type=delivery-status; boundary=x" "" "--x" "Content-Type: text/plain" "" "Sorry." "--x" \
		"Content-Type: message/delivery-status" "" "Reporting-MTA: dns; mx.b-company.example" "" "Final-Recipient: rfc822; approver@b-company.example" \
		"Action: $1" "Status: $2" "Diagnostic-Code: smtp; $3" "" "--x" "Content-Type: text/rfc822-headers" "" "Message-ID: $id" "" "--x--"
}
newest
state() { $n outbox list --hub "$HUB" --as an-1 --all --json | grep "$(echo "${id%%.*}" | sed 's/^<\(........\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/')" | field "$1"; }
same "it is sent" sent "$(state state)"
dsn delayed 4.2.2 "452 mailbox full" > "$TMPDIR/m"; mail "" "$path" < "$TMPDIR/m"; work
same "delayed is not failed" "sent 4.2.2 452 mailbox full" "$(state state) $(state problem)"
same "the report is kept aside" "automatic delivery-report" "$(reason "$receipt" reason) $(reason "$receipt" machine)"

# the control: who cannot know our mark changes nothing
real_path=$path; real_id=$id
path=$(echo "$path" | sed 's/-[0-9a-f]*@/-0123456789ab@/'); id=$(echo "$id" | sed 's/\.[0-9a-f]*@/.0123456789ab@/')
dsn failed 5.1.1 "550 no such user" > "$TMPDIR/m"; mail "" "$path" < "$TMPDIR/m"; work
path=$real_path; id=$real_id
same "a forged report changes nothing" sent "$(state state)"
dsn failed 5.1.1 "550 no such user" | sed 's/^Message-ID.*/Message-ID: <x@y>\r/; s/^To: .*/To: post@hub.example\r/' > "$TMPDIR/m"; mail "" post@hub.example < "$TMPDIR/m"; work
same "nor one about a mail of nobody's" sent "$(state state)"

dsn failed 5.7.1 "550 we do not like it" > "$TMPDIR/m"; mail "" "$path" < "$TMPDIR/m"; work
same "refused for another reason: the notice came back" "bounced 5.7.1 550 we do not like it" "$(state state) $(state problem)"
refuses "the address is none the worse" sh -c "$n person show b-app --hub $HUB --as an-1 --lang en | grep -q 'came back'"
for try in 1 2 3; do
	$n approve enroll --hub "$HUB" --as b-app > "$out" 2>&1; flush; newest
	case $try in
	1) dsn failed 5.1.1 "550 5.1.1 no such user" > "$TMPDIR/m"; mail "" "$path" < "$TMPDIR/m" ;;
	2) dsn failed 5.1.1 "550 5.1.1 no $(printf '\033')[31msuch user" > "$TMPDIR/m"; mail "" post@hub.example < "$TMPDIR/m" ;;       # known by the Message-ID alone
	3) printf '%s\r\n' "From: MAILER-DAEMON@b-company.example" "To: $path" "Subject: failure notice" "" "Hi. This is the qmail-send program." \
		"<approver@b-company.example>:" "550 5.1.1 sorry, no mailbox here by that name" > "$TMPDIR/m"; mail "" "$path" < "$TMPDIR/m" ;;
	esac
	work
	same "return $try: the notice came back" bounced "$(state state)"
	refuses "return $try: nothing steers a terminal" sh -c "$n outbox list --hub $HUB --as an-1 | grep -q \"\$(printf '\\033')\""
	work; mail "" "$path" < "$TMPDIR/m"; work       # told twice, counted once
done
says "three times, and the address is given up" 0 "bouncing since" $n person show b-app --hub "$HUB" --as an-1 --lang en
says "the analysts' list says so" 1 "b-company approver@b-company.example" $n review list --hub "$HUB" --as an-1
says "and whose decision it is" 2 "noroshi person works" $n review keep address b-app --until 2030-01-01 --hub "$HUB" --as an-1
$n approve enroll --hub "$HUB" --as b-app > "$out" 2>&1
before=$(grep -c "approver@b-company" "$sent"); flush
same "nothing more goes there" "$before" "$(grep -c "approver@b-company" "$sent")"
ok "a person says that it works" $n person works b-app approver@b-company.example --hub "$HUB" --as an-1
flush
same "and it goes there again" $((before + 1)) "$(grep -c "approver@b-company" "$sent")"
refuses "the list is shorter" sh -c "$n review list --hub $HUB --as an-1 | grep -q approver@b-company.example"

# our own mail, come back whole
cp "$TMPDIR/mails/1" "$TMPDIR/m"; { printf '%s\r\n' "$believed"; cat "$TMPDIR/mails/1"; } > "$TMPDIR/m"
before=$(wc -l < "$sent")
mail contact@a-company.example report@hub.example < "$TMPDIR/m"; work; flush
same "our own notice is a loop" "automatic loop" "$(reason "$receipt" reason) $(reason "$receipt" machine)"
same "and answered by nobody" "$before" "$(wc -l < "$sent")"
hand_in looping "X-Loop: post@hub.example"
same "so is a mail that says it was here" "automatic loop" "$(reason "$receipt" reason) $(reason "$receipt" machine)"

# ---- a storm ----
before=$($n submission quarantine --hub "$HUB" --json | wc -l)
for i in $(seq 45); do eml "s$i@evil.example" report@hub.example "storm $i" "storm$i@evil.example" "buy" > "$TMPDIR/m"; mail "s$i@evil.example" report@hub.example < "$TMPDIR/m"; done
work; work
same "a storm is one notice to each analyst who has an address" 1 "$(waiting storm)"
says "and one line" 0 "^storm: [0-9]* mails at the intake address since" $n submission quarantine --hub "$HUB" --lang en
same "each mail is kept" $((before + 45)) "$($n submission quarantine --hub "$HUB" --json | wc -l)"
finish
