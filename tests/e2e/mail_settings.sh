# once
# config check reads the settings of mail out and in: what is wrong, where, what belongs there; and says what is not set.
. tests/e2e/lib
. tests/e2e/mail_lib
new_hub
conf() { sed -i "/^$1 /d" "$HUB/noroshi.conf"; [ $# = 1 ] || echo "$1 = $2" >> "$HUB/noroshi.conf"; }
check() { $n config check --hub "$HUB"; }

says "nothing set: it says where notices go" 0 "notices stay in outbox/" check
conf sendmail "/usr/sbin/sendmail"
says "a command" 0 "mail out: the command" check
conf intake_address "report@hub.example, nobody"
says "an address that is none" 2 "intake_address: “nobody” is no mail address" check
conf intake_address "report@hub.example, soudan@hub.example"
says "nobody who attests senders" 0 "trusted_authserv is empty" check
conf trusted_authserv "gate.hub.example, report@hub.example"
says "a host that is none" 2 "trusted_authserv: “report@hub.example” is no name of a host.*Authentication-Results" check
conf trusted_authserv "gate.hub.example, gate2.hub.example"
ok "all in order" check
refuses "then nothing is wanting" grep -q "trusted_authserv" "$out"
conf imap_user intake
says "half a mailbox" 2 "imap_url is missing" check
conf imap_url "imap://127.0.0.1:1/INBOX"
conf imap_password_file "$MAIL/pw"
says "a password that is not there" 3 "$MAIL/pw cannot be read" check
printf 'secret\n' > "$MAIL/pw"; chmod 600 "$MAIL/pw"
says "a folder in the address" 2 "the folder is imap_folder" check
conf imap_url "pop3://127.0.0.1:1"
says "another protocol" 2 "imap_url is imap://HOST:PORT" check
conf imap_url "imap://u:p@127.0.0.1:1"
says "a password in the address" 2 "without name and password" check
conf imap_url "imap://mail.hub.example:143"
conf imap_tls off
says "a password in the clear" 2 "would let others read the password" check
conf imap_url "imap://127.0.0.1:1"
says "a server that is away" 3 "the mailbox intake@127.0.0.1:1/INBOX: Failed to connect" check
conf imap_folder "受信箱"
says "a folder's name as people write it" 2 "imap_folder.*modified UTF-7" check
conf imap_folder INBOX
conf imap_after move
conf imap_move_to INBOX
says "moved to where it is" 2 "imap_move_to is the folder that mails are fetched from" check
conf imap_after delete
says "a word that is none" 2 "imap_after" check
conf imap_after
conf imap_move_to
conf imap_url
conf imap_user
conf imap_password_file
conf smtp_user hub
says "half a server for mail out" 2 "smtp_url is missing" check
says "in Japanese, too" 2 "smtp_url がありません" $n --lang ja config check --hub "$HUB"
finish
