# once
# A server of IMAP that is away, slow, mad or breaks off: nothing is lost, nothing doubled, nobody waits for ever, and what is said is clean.
. tests/e2e/lib
. tests/e2e/mail_lib
printf 'secret\n' > "$MAIL/pw"; chmod 600 "$MAIL/pw"
new_hub "imap_tls = off" "imap_user = intake" "imap_password_file = $MAIL/pw" "imap_seconds = 1" "hand_in_mb = 1" "idempotency_hours = 0"
roster
conf() { sed -i "/^$1 /d" "$HUB/noroshi.conf"; [ $# = 1 ] || echo "$1 = $2" >> "$HUB/noroshi.conf"; }
for i in 1 2 3; do eml contact@a-company.example report@hub.example "s$i" "bad$i@a-company.example" "text $i" > "$MAIL/$i"; done
serve()         # WORD: a server of that kind from here on, as a mailbox of its own
{
	if [ -n "${BAD_PID:-}" ]; then kill "$BAD_PID"; wait "$BAD_PID" 2> /dev/null; fi
	rm -f "$MAIL/port" "$MAIL/log"
	python3 tests/e2e/bad_imap.py "$MAIL/port" "$1" "$MAIL/log" "$MAIL/1" "$MAIL/2" "$MAIL/3" 2> /dev/null & BAD_PID=$!
	until_ok test -s "$MAIL/port"
	conf imap_url "imap://127.0.0.1:$(cat "$MAIL/port")"
}
fetch() { timeout 120 $n intake imap --hub "$HUB" "$@"; }
taken() { $n submission quarantine --hub "$HUB" --json | wc -l; }
fresh()         # a hub that knows no mail yet
{
	rm -rf "$HUB"
	new_hub "imap_tls = off" "imap_user = intake" "imap_password_file = $MAIL/pw" "imap_seconds = 1" "hand_in_mb = 1" "idempotency_hours = 0"
}

# ---- nothing comes of it ----
for word in away silent nonsense long noid badlogin bye other more hangs notag; do
	serve $word
	exits "$word: it ends, and says so" 3 fetch
	same "$word: nothing is taken" 0 "$(taken)"
	refuses "$word: nothing wild reaches the terminal" grep -q "$(printf '\033')" "$out"
done
serve silent; fetch > "$out" 2>&1
said "with the reason" "timed out"

conf imap_tls required
serve good
exits "no encryption where it is required: it does not go on" 3 fetch
refuses "and nobody's name was said" grep -qi 'login\|intake' "$MAIL/log"
conf imap_tls off

# ---- then all is well ----
fresh
serve silent,half=2,good
exits "a server that is silent" 3 fetch
says "that closes within a literal: what came before is here" 1 "1 taken.*" fetch
said "and it is said" "closed the connection"
says "the broken one is noted" 0 "broken off.*UID 2" $n intake left --hub "$HUB"
says "the next time the rest comes" 0 "2 mails found, 2 taken" fetch
same "each once" 3 "$(taken)"
says "nothing is left" 0 "nothing was left" $n intake left --hub "$HUB"
says "again: nothing" 0 "0 mails found" fetch

# ---- one mail that always breaks holds up no other ----
fresh
serve half=1
exits "it breaks off at the first" 3 fetch
says "the others come, then it is tried again" 1 "3 mails found, 2 taken" fetch
same "they are here" 2 "$(taken)"
exits "and so on" 3 fetch
same "without doubling" 2 "$(taken)"

# ---- what servers tell ----
fresh
serve mixed
says "out of order, twice, with other things between" 0 "3 mails found, 3 taken" fetch
same "each once" 3 "$(taken)"
roster
$n submission quarantine --hub "$HUB" --json > "$TMPDIR/list"
$n submission show "$(head -n 1 "$TMPDIR/list" | field receipt)" --hub "$HUB" --as an-1 --reason test -o "$TMPDIR/back" > "$out" 2>&1
ok "with its bytes" cmp "$MAIL/1" "$TMPDIR/back"
fresh
serve lies
says "larger than it was said to be" 1 "3 too large" fetch
same "is not taken" 0 "$(taken)"
fresh
serve gone=2
says "deleted there meanwhile" 0 "3 mails found, 2 taken" fetch
says "is not asked for again" 0 "0 mails found" fetch
fresh
serve empty=3
says "a mail of no bytes" 1 "1 empty" fetch

# ---- moving ----
fresh
conf imap_after move; conf imap_move_to Done
serve poor
says "who cannot move safely is not asked to" 3 "neither MOVE nor UIDPLUS" fetch
same "and nothing is taken" 0 "$(taken)"
serve uidplus
says "copied and taken away, one by one" 0 "3 taken" fetch
same "by its number alone" 3 "$(grep -c 'UID EXPUNGE [123]$' "$MAIL/log")"
fresh
conf imap_after move; conf imap_move_to Done
serve tryagain
says "the folder is made" 0 "3 taken" fetch
same "once" 1 "$(grep -c CREATE "$MAIL/log")"
fresh
conf imap_after move; conf imap_move_to Done
serve nomove,good
says "who does not move" 1 "3 taken" fetch
said "is told of" "cannot be marked or moved"
refuses "cleanly" grep -q "$(printf '\033')" "$out"
says "and asked again the next time" 0 "0 mails found" fetch
same "for each" 3 "$(sed -n '/LOGIN/h;//!H;$!d;x;p' "$MAIL/log" | grep -c 'UID MOVE')"
same "nothing is doubled by it" 3 "$(taken)"
fresh
serve good
says "who only looks changes nothing" 0 "3 taken" fetch
refuses "not a flag" grep -q 'STORE\|MOVE\|SELECT' "$MAIL/log"
finish
