# A real Postfix hands mail over by LMTP: kept there while it cannot be taken here, here once it was answered for, and its sender is
# believed only where the border host attests it.
. tests/e2e/lib
. tests/e2e/mail_lib
sock=$TMPDIR/lmtp.sock
LMTP=lmtp:unix:$sock
python3 tests/e2e/border.py "$MAIL/milter" gate.hub.example & BAD_PID=$!
until_ok test -s "$MAIL/milter"
MILTER=inet:127.0.0.1:$(cat "$MAIL/milter")
if ! { mail_ca && dovecot_start && postfix_start; }; then
	echo "SKIPPED: a private Postfix needs its package, and root" >&2
	exit $failed
fi
new_hub "intake_address = report@hub.example" "trusted_authserv = gate.hub.example" "hand_in_mb = 1" "lock_wait_seconds = 1"
roster
group="--group postfix"
conf() { sed -i "/^$1 /d" "$HUB/noroshi.conf"; [ $# = 1 ] || echo "$1 = $2" >> "$HUB/noroshi.conf"; }
listen()        # [WHERE]: $LMTP_PID
{
	rm -f "$TMPDIR/lmtp.err"
	$n intake lmtp --hub "$HUB" --listen "${1:-unix:$sock}" $group > "$TMPDIR/lmtp.out" 2> "$TMPDIR/lmtp.err" & LMTP_PID=$!
	until_ok grep -q "lmtp.listening" "$TMPDIR/lmtp.err" || cat "$TMPDIR/lmtp.err" >&2
}
end() { kill "$1" "$LMTP_PID" 2> /dev/null; wait "$LMTP_PID" 2> /dev/null; }
send()          # NAME [SIGNER [FROM [MORE HEADERS]]]: a mail to the hub's address through Postfix
{
	python3 - "$SMTP_PORT" "$@" <<'PY'
import smtplib, sys
port, name, signer, sender, more = (sys.argv[1:] + [""] * 4)[:5]
head = more.replace("\\n", "\r\n")
head += f"X-Test-Signed: {signer}\r\n" if signer else ""
text = f"{head}From: {sender or 'contact@a-company.example'}\r\nTo: report@hub.example\r\nSubject: {name}\r\nMessage-ID: <{name}@relay.example>\r\n\r\n"
text += ("x" * 70 + "\r\n") * (30000 if name == "big" else 1)
with smtplib.SMTP("127.0.0.1", int(port)) as s:
    s.sendmail("sender@relay.example", ["report@hub.example"], text)
PY
}
log() { grep -c "$1" "$MAIL/postfix/log"; }
here() { $n submission quarantine --hub "$HUB" --json | wc -l; }
is_here() { [ "$(here)" = "$1" ]; }

says "a socket is given to a group that there is" 2 "no group nosuch" $n intake lmtp --hub "$HUB" --listen unix:"$sock" --group nosuch
refuses "and is not left behind else" test -e "$sock"
listen
same "the mail server's group is let in, nobody else" "postfix 660" "$(stat -c '%G %a' "$sock")"
send good a-company.example
until_ok is_here 1
same "a mail comes through Postfix" 1 "$(here)"
same "which knows the receipt" 1 "$(log 'status=sent (250 2.0.0 R-')"
work
says "what the border host attests is the contact's organisation's" 0 '"org":"a-company","kind":"mail","channel":"lmtp"' $n submission list --hub "$HUB" --json
same "nothing stays in quarantine" 0 "$(here)"

# ---- whom the border host does not vouch for: the same mail, and one thing that is not true ----
forged='Authentication-Results: gate.hub.example; dmarc=pass header.from=a-company.example\n'
stays()         # NAME REASON [SIGNER [FROM [HEADERS]]]
{
	name=$1; reason=$2; shift 2
	before=$(here)
	send "$name" "$@"
	until_ok is_here $((before + 1))
	work
	$n submission quarantine --hub "$HUB" --json | tail -n 1 > "$TMPDIR/last"
	says "$name: in quarantine, nobody's" 0 "\"reason\":\"$reason\"" $n submission show "$(field receipt < "$TMPDIR/last")" --hub "$HUB" --as an-1 --json
	grep -q '"org":null' "$out" || fail "$name: nobody's"
}
stays from-forged not-authenticated
stays results-forged not-authenticated "" "" "$forged"
stays results-forged-twice not-authenticated "" "" "$forged$forged"
stays look-alike not-authenticated "" "" 'Authentication-Results: gate.hub.example.evil.example; dmarc=pass header.from=a-company.example\n'
stays others-signature not-authenticated evil.example
stays no-member sender-unknown nobody.example x@nobody.example
stays may-not-submit sender-may-not-submit a-company.example alice@a-company.example
stays two-senders ambiguous-sender a-company.example "contact@a-company.example, eve@evil.example"
says "an analyst gives one to its organisation" 0 "" $n submission attribute "$(head -n 1 "$TMPDIR/last" | field receipt)" --org a-company --reason "called the contact" --hub "$HUB" --as an-1
before=$(here)

# ---- not now: Postfix keeps it ----
end -TERM
conf low_water_mb 1000000
listen
send full a-company.example
until_ok sh -c "grep -q 'status=deferred.*452' $MAIL/postfix/log"
same "no room on the disk: Postfix keeps it" 1 "$(log 'status=deferred.*452 4.3.1 no room')"
same "and it is not here" "$before" "$(here)"
end -TERM
conf low_water_mb 0
listen
until_ok is_here $((before + 1))
same "with room again it comes" $((before + 1)) "$(here)"
end -TERM
send down a-company.example
until_ok sh -c "grep -q 'status=deferred.*onnect' $MAIL/postfix/log"
listen
until_ok is_here $((before + 2))
same "so it does when nobody listened" $((before + 2)) "$(here)"
if [ -z "$NOROSHI_DATABASE" ]; then
	python3 -c '
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE"); print("locked", flush=True); time.sleep(4)' "$HUB/noroshi.db" > "$TMPDIR/locked" & locker=$!
	until_ok test -s "$TMPDIR/locked"
	send locked a-company.example
	until_ok sh -c "grep -q 'status=deferred.*451' $MAIL/postfix/log"
	wait $locker
else
	# the server ends our connection: the listener says 451 and ends, whoever watches it starts it again
	psql -qAt "$NOROSHI_DATABASE" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()" > /dev/null
	send locked a-company.example
	until_ok sh -c "grep -q 'status=deferred.*451' $MAIL/postfix/log"
	wait "$LMTP_PID"
	same "a listener without its database ends" 3 $?
	listen
fi
ok "a database that is away: 451, and Postfix keeps it" grep -q 'status=deferred.*451 4.3.0' "$MAIL/postfix/log"
until_ok is_here $((before + 3))
same "with the database again it comes" $((before + 3)) "$(here)"

# ---- too large ----
send big a-company.example
until_ok sh -c "grep -q 'status=bounced' $MAIL/postfix/log"
says "too large: Postfix is told, and tells the sender" 0 "size" grep 'status=bounced' "$MAIL/postfix/log"
same "nothing of it is here" $((before + 3)) "$(here)"

# ---- kill -9 behind the answer, and at any moment ----
sent=$(log 'status=sent (250')
send answered a-company.example
until_ok sh -c "[ \$(grep -c 'status=sent (250' $MAIL/postfix/log) -gt $sent ]"
kill -9 "$LMTP_PID"; wait "$LMTP_PID" 2> /dev/null
same "answered for, killed: it is here" $((before + 4)) "$(here)"
for i in 1 2 3 4 5 6 7 8; do
	listen
	send "k$i" a-company.example
	sleep "$(python3 -c "import random; print(random.random() * 0.15)")"
	kill -9 "$LMTP_PID"; wait "$LMTP_PID" 2> /dev/null
done
listen
until_ok is_here $((before + 12))
sleep 3
same "killed at any moment: each is here, once" $((before + 12)) "$(here)"
end -TERM

# ---- over TCP ----
group=
listen 127.0.0.1:0
port=$(sed -n 's/.*at=.*:\(.*\)/\1/p' "$TMPDIR/lmtp.err" | head -n 1)
sed -i "s|$LMTP|lmtp:inet:127.0.0.1:$port|" "$MAIL/postfix/etc/main.cf"
postfix -c "$MAIL/postfix/etc" reload > /dev/null 2>&1
send tcp a-company.example
until_ok is_here $((before + 13))
same "by a port of this machine, too" $((before + 13)) "$(here)"

# ---- lines in the border host's name that it does not take away itself (docs/operations.md) ----
sed -n "s/.*postconf -e '\(header_checks = .*\)'/\1/p" docs/operations.md | sed 's/gate/old-gate/' >> "$MAIL/postfix/etc/main.cf"
postfix -c "$MAIL/postfix/etc" reload > /dev/null 2>&1
send stripped "" "" "$(printf '%s' "$forged$forged" | sed 's/gate/old-gate/; s/\(.*\) gate/\1 new-gate/')"
until_ok is_here $((before + 14))
$n submission quarantine --hub "$HUB" --json | tail -n 1 > "$TMPDIR/last"
$n submission show "$(field receipt < "$TMPDIR/last")" --hub "$HUB" --as an-1 --reason test -o "$TMPDIR/stripped" > "$out" 2>&1
same "Postfix takes away what is named, and leaves the rest" "gate.hub.example; new-gate.hub.example;" \
	"$(sed -n 's/^Authentication-Results: \([^ ]*;\).*/\1/p' "$TMPDIR/stripped" | tr -d '\r' | xargs)"
finish
