# Notices to a mail server: a scripted one that is away, slow, talks nonsense and loses answers.  Nothing is lost, what is
# sent again is the same mail, refusals name the person.
. tests/e2e/lib
. tests/e2e/mail_lib
new_hub "link = https://hub.example/" "smtp_from = post@hub.example" "smtp_tls = off" "smtp_seconds = 20" "smtp_retry_minutes = 0"
roster
sent=$TMPDIR/sent; : > "$sent"

# The server behaves like WORDS from here on.
server()
{
	if [ -n "${BAD_PID:-}" ]; then kill "$BAD_PID"; wait "$BAD_PID" 2> /dev/null; fi
	rm -f "$TMPDIR/port"
	python3 tests/e2e/bad_smtp.py "$TMPDIR/port" "$1" "$sent" & BAD_PID=$!
	until_ok test -s "$TMPDIR/port"
	sed -i '/^smtp_url/d' "$HUB/noroshi.conf"; echo "smtp_url = smtp://127.0.0.1:$(cat "$TMPDIR/port")" >> "$HUB/noroshi.conf"
}
# A notice: codes enrolled anew tell their owner.
notice() { $n approve enroll --hub "$HUB" --as "$1" > "$out" 2>&1; }
conf() { sed -i "/^$1 /d" "$HUB/noroshi.conf"; [ $# = 1 ] || echo "$1 = $2" >> "$HUB/noroshi.conf"; }
one() { $n outbox list --hub "$HUB" --as an-1 --all --json | grep "\"person\":\"$1\"" | field "$2"; }

server good
notice a-app; notice b-app
says "a server that takes mail gets one mail per person" 0 "2 handed over" $n outbox flush --hub "$HUB"
same "each with its own return path" 2 "$(cut -d' ' -f1 "$sent" | sort -u | grep -c 'post+b-')"
same "and to one recipient" "<approver@a-company.example> <approver@b-company.example>" "$(cut -d' ' -f2 "$sent" | sort | xargs)"
says "and nothing is sent again" 0 "0 handed over" $n outbox flush --hub "$HUB"
same "nothing stands in outbox/ then" 0 "$(ls "$HUB/outbox" | wc -l)"

for word in away silent slow nonsense long 421 from5; do
	: > "$sent"
	server $word
	notice c-app
	case $word in silent | slow) conf smtp_seconds 2 ;; esac
	says "$word: the notice stays, with the reason" 1 "takes nothing at the moment" $n outbox flush --hub "$HUB"
	same "$word: it waits for another try" delayed "$($n outbox list --hub "$HUB" --as an-1 --json | field state)"
	server good; conf smtp_seconds 20
	says "$word: and goes once the server is well" 0 "handed over, 0 delayed, 0 failed" $n outbox flush --hub "$HUB"
	same "$word: exactly once" 1 "$(wc -l < "$sent")"
done

# One server that is away is tried once a flush, not once a notice.
server away
notice a-app; notice b-app; notice c-app
says "a server that is away is asked once" 1 "1 delayed, 0 failed" $n outbox flush --hub "$HUB"
server good
says "then all go" 0 "3 handed over" $n outbox flush --hub "$HUB"

# What SMTP leaves open: taken, and the answer lost.  The second one is the same mail.
for word in lost half; do
	: > "$sent"
	server $word,good
	notice d-app
	says "$word: no answer is no 'sent'" 1 "1 delayed" $n outbox flush --hub "$HUB"
	says "$word: the notice says that it may come twice" 0 "it may arrive twice" $n outbox list --hub "$HUB" --as an-1
	says "$word: it goes again" 0 "1 handed over" $n outbox flush --hub "$HUB"
	same "$word: the same Message-ID both times" "2 1" "$(wc -l < "$sent") $(cut -d' ' -f3 "$sent" | sort -u | wc -l)"
done

# One connection carries many; a server that closes after each is spoken to anew.
: > "$sent"
server one
notice a-app; notice b-app; notice c-app
says "a connection closed between mails costs nothing" 0 "3 handed over" $n outbox flush --hub "$HUB"

for word in rcpt4 data4; do
	server $word
	notice e-app; notice a-app
	says "$word: only this mail, and only later" 1 "0 handed over, 2 delayed, 0 failed" $n outbox flush --hub "$HUB"
	refuses "$word: nothing steers a terminal" sh -c "$n outbox list --hub $HUB --as an-1 | grep -q \"\$(printf '\\033')\""
	server good
	ok "$word: then it goes" $n outbox flush --hub "$HUB"
done
server data5
notice e-app
says "a refusal for good is a failure" 1 "1 failed" $n outbox flush --hub "$HUB"
says "with the server's words" 0 "554 5.6.0 content refused" $n outbox list --hub "$HUB" --as an-1
says "no flush tries it again" 0 "0 handed over" $n outbox flush --hub "$HUB"
server good
says "retrying is the hub's" 2 "holds none of the roles" $n outbox retry --failed --hub "$HUB" --as a-con
says "somebody of the hub has it tried again" 0 "1 notice goes" $n outbox retry --failed --hub "$HUB" --as an-1
says "and it goes" 0 "1 handed over" $n outbox flush --hub "$HUB"

# ---- an address that is none ----
server rcpt5
for try in 1 2 3; do notice b-app; $n outbox flush --hub "$HUB" > "$out" 2>&1; done
says "after three refusals the address is given up" 0 "bouncing since" $n person show b-app --hub "$HUB" --as an-1
server good
notice b-app
: > "$sent"
$n outbox flush --hub "$HUB" > "$out" 2>&1
same "nothing more goes to it" 0 "$(grep -c b-company "$sent")"
says "saying that it works is the hub's" 2 "holds none of the roles" $n person works b-app approver@b-company.example --hub "$HUB" --as b-con
ok "somebody says that it works" $n person works b-app approver@b-company.example --hub "$HUB" --as an-1
says "not twice" 2 "nothing has come back" $n person works b-app approver@b-company.example --hub "$HUB" --as an-1
ok "then it goes" $n outbox flush --hub "$HUB"
same "to it" 1 "$(grep -c b-company "$sent")"
id=$(one b-app notice | head -n 1)
says "a sent notice is not cancelled" 2 "sent" $n outbox cancel "$(one a-app notice | head -n 1)" --reason x --hub "$HUB" --as an-1
failed_one=$($n outbox list --hub "$HUB" --as an-1 --json | grep '"state":"failed"' | head -n 1 | field notice)
says "giving up needs a reason" 2 "reason" $n outbox cancel "$failed_one" --hub "$HUB" --as an-1
ok "one that failed is given up" $n outbox cancel "$failed_one" --reason "called them" --hub "$HUB" --as an-1
refuses "and listed no more" sh -c "$n outbox list --hub $HUB --as an-1 | grep -q $failed_one"
says "the mail can be looked at" 0 "Auto-Submitted: auto-generated" $n outbox show "$id" --hub "$HUB" --as an-1
says "by the hub's people only" 2 "hub's people" $n outbox show "$id" --hub "$HUB" --as a-con

# ---- two flushes at once, and one that is killed ----
: > "$sent"
for p in a-app b-app c-app d-app e-app; do notice $p; done
$n outbox flush --hub "$HUB" > "$TMPDIR/f1" 2>&1 & one_pid=$!
$n outbox flush --hub "$HUB" > "$TMPDIR/f2" 2>&1; wait $one_pid
same "two flushes send each notice once" 5 "$(wc -l < "$sent")"
server silent
notice a-app
$n outbox flush --hub "$HUB" > /dev/null 2>&1 & killed=$!
until_ok sh -c "$n outbox list --hub $HUB --as an-1 --json | grep -q '\"state\":\"sending\"'"
kill -9 $killed; wait $killed 2> /dev/null
says "what a killed flush had in hand is not lost" 0 "sending" $n outbox list --hub "$HUB" --as an-1 --json

# ---- settings that are refused ----
server good; notice c-app
conf smtp_tls required
says "a server without TLS gets nothing where TLS is required" 1 "takes nothing" $n outbox flush --hub "$HUB"
conf smtp_tls maybe
says "a word that is none is refused" 2 "required opportunistic off" $n outbox flush --hub "$HUB"
conf smtp_tls off; conf smtp_user hub
says "signing in needs a password" 2 "smtp_password_file" $n outbox flush --hub "$HUB"
echo secret > "$HUB/pw"; chmod 644 "$HUB/pw"; conf smtp_password_file pw
says "that nobody else may read" 2 "chmod 600" $n outbox flush --hub "$HUB"
chmod 600 "$HUB/pw"
conf smtp_url smtp://mail.hub.example:25; conf smtp_tls opportunistic
says "and that goes over no open line" 2 "set it to required" $n outbox flush --hub "$HUB"
conf smtp_url http://127.0.0.1/
says "a URL of something else is refused" 2 "smtp://HOST:PORT" $n outbox flush --hub "$HUB"
finish
