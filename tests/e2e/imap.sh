# The intake mailbox, fetched from a real Dovecot on loopback: each mail once, whatever stops in between, nothing taken away unasked.
. tests/e2e/lib
. tests/e2e/mail_lib
if ! { mail_ca && dovecot_start; }; then
	echo "SKIPPED: a private Dovecot needs its package (dovecot-imapd)" >&2
	exit $failed
fi
printf 'secret\n' > "$MAIL/pw"; chmod 600 "$MAIL/pw"
new_hub "imap_url = imap://localhost:$IMAP_PORT" "imap_user = intake" "imap_password_file = $MAIL/pw" "imap_ca_file = $MAIL/ca.pem" \
	"imap_seconds = 10" "hand_in_mb = 1" "trusted_authserv = gate.hub.example" "idempotency_hours = 0"
roster
conf() { sed -i "/^$1 /d" "$HUB/noroshi.conf"; [ $# = 1 ] || echo "$1 = $2" >> "$HUB/noroshi.conf"; }
fetch() { $n intake imap --hub "$HUB" "$@"; }
taken() { $n submission quarantine --hub "$HUB" --json | wc -l; }
BOX=$MAIL/dovecot/home/intake
arrive()        # NAME...: mails of these names come into the mailbox
{
	for name in "$@"; do
		{ printf 'Authentication-Results: gate.hub.example; dmarc=pass header.from=a-company.example\r\n'
			eml contact@a-company.example report@hub.example "$name" "$name@a-company.example" "text of $name"; } > "$MAIL/one"
		as_nobody sh -c "mkdir -p '$BOX/new' '$BOX/cur' '$BOX/tmp'; cat > '$BOX/new/$(date +%s).$name.host'" < "$MAIL/one"
	done
}
lies() { find "$BOX" -type f \( -path '*/new/*' -o -path '*/cur/*' \) ! -path '*/.*' | wc -l; }     # in INBOX
box_is() { same "$1" "$2" "$(lies)"; }

# ---- once ----
arrive m1 m2 m3
says "what is there is fetched, over STARTTLS" 0 "3 mails found, 3 taken" fetch
same "and is here" 3 "$(taken)"
says "once" 0 "0 mails found, 0 taken" fetch
box_is "nothing is taken away" 3
refuses "nor marked as read" sh -c "find '$BOX' -type f -path '*/cur/*' | grep -q ':2,.*S'"
work
same "each came with its bytes: attested, it is the contact's organisation's" 3 "$($n submission list --hub "$HUB" --json | grep -c '"org":"a-company".*"channel":"imap"')"
arrive m4
same "a new one is fetched alone" "1 1" "$(fetch --json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["found"], d["taken"])')"
conf imap_url "imaps://localhost:$IMAPS_PORT"
conf imap_folder INBOX
says "another address of the same mailbox doubles nothing" 0 "4 mails found, 0 taken, 4 were here before" fetch
conf imap_url "imap://localhost:$IMAP_PORT"

# ---- every mail gets another UID ----
arrive m5
before=$(taken)
sleep 1
as_nobody sh -c "rm -f '$BOX'/dovecot*"
says "UIDVALIDITY changed: what is new is taken, the rest is known by its bytes" 0 "5 mails found, 1 taken, 4 were here before" fetch
same "nothing was doubled" $((before + 1)) "$(taken)"
says "and that is settled" 0 "0 mails found" fetch

# ---- too large ----
python3 -c 'print("From: contact@a-company.example\r\nSubject: big\r\nMessage-ID: <big@a-company.example>\r\n\r\n" + ("x" * 70 + "\r\n") * 30000)' > "$MAIL/big"
as_nobody sh -c "cat > '$BOX/new/9.big.host'" < "$MAIL/big"
arrive m6
says "what is too large is noted and holds up nothing" 1 "2 mails found, 1 taken.*" fetch
says "with what to do" 0 "too large.*UID 6 .*2.1 MB.*localhost" $n intake left --hub "$HUB"
same "for machines, too" "too-large 6" "$($n intake left --hub "$HUB" --json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["problem"], d["uid"])')"
says "it is told once" 0 "0 mails found" fetch
conf hand_in_mb 10
says "with more room it is taken" 0 "1 mail found, 1 taken" fetch
says "nothing is left" 0 "nothing was left" $n intake left --hub "$HUB"
conf hand_in_mb 1

# ---- no room, too much ----
arrive m7
conf low_water_mb 1000000
says "no room: nothing is taken" 3 "free" fetch
conf low_water_mb 0
conf intake_queue_most 1
says "too much waits to be read: it stays there" 1 "too much waits" fetch
conf intake_queue_most
work
ok "later it is taken" sh -c "$n intake imap --hub $HUB | grep -q '1 taken'"

# ---- marked, moved ----
conf imap_after seen
arrive m8
says "marked as read where that is wished" 0 "1 taken" fetch
same "only what was taken since" 1 "$(find "$BOX" -type f -path '*/cur/*' -name '*:2,*S*' | wc -l)"
conf imap_after move
says "moving needs a folder" 2 "imap_move_to" fetch
conf imap_move_to "Taken \"in\""
arrive m9
before=$(lies)
says "moved where that is wished, the folder is made" 0 "1 taken" fetch
box_is "out of the folder" $((before - 1))
same "into the other" 1 "$(find "$BOX" -type f -path '*/.Taken*/*' -name '*m9*' | wc -l)"
conf imap_after keep

# ---- kill -9 at any moment ----
before=$(taken); left=$(lies)
for i in $(seq 1 150); do arrive "k$i"; done
conf imap_after move
killed=0
for i in $(seq 1 25); do
	$n intake imap --hub "$HUB" > /dev/null 2>&1 & pid=$!
	sleep "$(python3 -c "import random; print(0.02 + random.random() * 0.15)")"
	kill -9 $pid 2> /dev/null && killed=$((killed + 1))
	wait $pid 2> /dev/null
done
ok "it was killed while it worked" [ $killed -gt 0 ]
exits "then it is let be" 0 fetch
same "each mail is here, once" $((before + 150)) "$(taken)"
box_is "and each was moved" $left
same "once" 151 "$(find "$BOX" -type f \( -path '*/.Taken*/new/*' -o -path '*/.Taken*/cur/*' \) | wc -l)"
conf imap_after keep

# ---- signing in, certificates ----
printf 'wrong\n' > "$MAIL/pw"
says "a wrong password" 3 "the mailbox intake@localhost" fetch
refuses "is not told" grep -q wrong "$out"
chmod 644 "$MAIL/pw"
says "a password that others may read" 2 "chmod 600" fetch
printf 'secret\n' > "$MAIL/pw"; chmod 600 "$MAIL/pw"
conf imap_ca_file /etc/ssl/certs/ca-certificates.crt
says "a certificate of somebody else's CA is not believed" 3 "certificate" fetch
conf imap_ca_file "$MAIL/ca.pem"
conf imap_url "imap://127.0.0.2:$IMAP_PORT"
exits "nor one for another name" 3 fetch
conf imap_url "imap://localhost:$IMAP_PORT"
conf imap_folder Nowhere
says "a folder that is not there" 3 "imap_folder.*Mailbox doesn't exist" fetch
says "config check says so" 3 "Mailbox doesn't exist" $n config check --hub "$HUB"
conf imap_folder INBOX
says "and tries the mailbox" 0 "the mailbox intake@localhost.*/INBOX opens" $n config check --hub "$HUB"

# ---- watching ----
before=$(taken)
$n intake imap --hub "$HUB" --watch 1 > "$TMPDIR/watched" 2> "$TMPDIR/watched.err" & LMTP_PID=$!
arrive w1
until_ok sh -c "[ \$($n submission quarantine --hub $HUB --json | wc -l) = $((before + 1)) ]"
kill "$(cat "$MAIL/dovecot/run/master.pid")"
sleep 2
as_nobody dovecot -c "$MAIL/dovecot/dovecot.conf"
until_ok listens "$IMAP_PORT"
arrive w2
until_ok sh -c "[ \$($n submission quarantine --hub $HUB --json | wc -l) = $((before + 2)) ]"
same "watching takes what comes, also behind an outage" $((before + 2)) "$(taken)"
kill -TERM "$LMTP_PID"; wait "$LMTP_PID"
same "it ends well when asked to" 0 $?
says "with its counts" 0 "2 taken" cat "$TMPDIR/watched"
says "--watch takes seconds" 2 "seconds" fetch --watch soon
conf imap_url
says "without a mailbox" 2 "set imap_url" fetch
finish
