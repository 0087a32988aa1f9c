# Mail from the server in front: taken only when durable, a mail is a mail, slow and mad clients keep nobody waiting.
. tests/e2e/lib
. tests/e2e/mail_lib
new_hub "intake_address = report@hub.example" "smtp_from = post@hub.example" "hand_in_mb = 1" "trusted_authserv = gate.hub.example" \
	"idempotency_hours = 0"
roster
sock=$TMPDIR/lmtp.sock

listen()        # WHERE: starts the listener; $LMTP_PID, $where
{
	rm -f "$TMPDIR/lmtp.err"        # else the last one's words are read
	$n intake lmtp --hub "$HUB" --listen "$1" > "$TMPDIR/lmtp.out" 2> "$TMPDIR/lmtp.err" & LMTP_PID=$!
	until_ok grep -q "lmtp.listening" "$TMPDIR/lmtp.err" || cat "$TMPDIR/lmtp.err" >&2
	where=$(sed -n 's/.*at=\(.*\)/\1/p' "$TMPDIR/lmtp.err" | head -n 1)
	case $where in unix:*) ;; *) where=${where##*:} ;; esac
}
client() { python3 tests/e2e/lmtp_client.py "$where" "$@" 2> "$out.err" || cat "$out.err"; }
taken() { $n submission quarantine --hub "$HUB" --json | wc -l; }

says "only this machine may talk to it" 2 "this machine only" $n intake lmtp --hub "$HUB" --listen 0.0.0.0:0
says "nor another's address" 2 "this machine only" $n intake lmtp --hub "$HUB" --listen 192.0.2.1:24
says "a place is asked for" 2 "listen" $n intake lmtp --hub "$HUB"
listen unix:"$sock"
same "its socket is no other user's" 660 "$(stat -c %a "$sock")"
says "two do not listen at one place" 3 "cannot listen" $n intake lmtp --hub "$HUB" --listen unix:"$sock"
same "a client of Python's library" "{}" "$(client smtplib)"
kill -9 "$LMTP_PID"; wait "$LMTP_PID" 2> /dev/null
listen unix:"$sock"     # what a killed one left behind is no obstacle
kill -TERM "$LMTP_PID"; wait "$LMTP_PID"
listen 127.0.0.1:0

before=$(taken)
says "a mail is taken, with its receipt" 0 "250 2.0.0" client one
same "and is there" $((before + 1)) "$(taken)"
same "each recipient has an answer, strangers none" "250 250 250 550 250 250 250" "$(client several)"
same "one mail to two of our addresses is one hand-in" $((before + 2)) "$(taken)"
same "more recipients than a mail may have come with a second one" "100 452 4.5.3 100 250" "$(client circle)"
same "it is one hand-in, too" $((before + 3)) "$(taken)"
same "commands have an order" "503 500 250 503 503 250 503 503 250 250 221" "$(client order)"
same "too large is said at once, or at the end" "552 552" "$(client large)"
same "and nothing of it is there" $((before + 3)) "$(taken)"
same "what is not the end of a mail ends none" "7 mails of 7" "$(client smuggle)"
refuses "and nothing was smuggled in" sh -c "$n submission quarantine --hub $HUB --json | grep -q eve"
same "pipelined" 1 "$(client pipelined)"
same "a byte at a time" 1 "$(client bytewise)"
before=$(taken)
same "half a mail" closed "$(client half)"
same "is no mail" "$before" "$(taken)"
same "who talks nonsense is shown out" closed "$(client nonsense)"
same "slow ones keep nobody waiting" "8 beside 20" "$(client many)"
ok "dots" client dots
r=$($n submission quarantine --hub "$HUB" --json | tail -n 1 | field receipt)
$n submission show "$r" --hub "$HUB" --as an-1 --reason test -o "$TMPDIR/dots" > "$out" 2>&1
same "come back as they were sent" ".one|..two|. |last|" "$(tail -n 4 "$TMPDIR/dots" | tr -d '\r' | tr '\n' '|')"
says "with the way they came" 0 "Return-Path: <contact@a-company.example>" head -n 2 "$TMPDIR/dots"
says "and the address they came to" 0 "Delivered-To: report@hub.example" head -n 2 "$TMPDIR/dots"

# ---- stopping ----
before=$(taken)
same "a mail on its way still arrives, idle ones are told" "250 421" "$(client stop "$LMTP_PID")"
wait "$LMTP_PID"
same "the end is a good one" 0 $?
same "and the mail is there" $((before + 1)) "$(taken)"
says "the counts are told" 0 "mails taken" cat "$TMPDIR/lmtp.out"

# ---- no room ----
echo "lmtp_connections = 3" >> "$HUB/noroshi.conf"
echo "intake_queue_most = 1" >> "$HUB/noroshi.conf"
listen 127.0.0.1:0
same "too much waits to be read" "452 4.3.1" "$(client reply)"
same "more connections than that are sent away" "3 2" "$(client crowd 5)"
kill -TERM "$LMTP_PID"; wait "$LMTP_PID"
sed -i '/^intake_queue_most/d; s/^low_water_mb.*/low_water_mb = 1000000/' "$HUB/noroshi.conf"
listen 127.0.0.1:0
same "no room on the disk" "452 4.3.1" "$(client reply)"
kill -TERM "$LMTP_PID"; wait "$LMTP_PID"
finish
