# Notices to a real Postfix on loopback: STARTTLS under a test CA, signing in against Dovecot, refusals for now and for good.
. tests/e2e/lib
. tests/e2e/mail_lib
if ! { mail_ca && dovecot_start && postfix_start; }; then
	echo "SKIPPED: a private Postfix and Dovecot need their packages, and root for Postfix" >&2
	exit $failed
fi
printf 'secret\n' > "$MAIL/pw"; chmod 600 "$MAIL/pw"
new_hub "link = https://hub.example/" "smtp_from = post@hub.example" "smtp_url = smtp://localhost:$SMTP_PORT" "smtp_user = hub" \
	"smtp_password_file = $MAIL/pw" "smtp_ca_file = $MAIL/ca.pem" "smtp_seconds = 10" "smtp_retry_minutes = 0" "hub_name_ja = 情報共有ハブ"
roster
conf() { sed -i "/^$1 /d" "$HUB/noroshi.conf"; [ $# = 1 ] || echo "$1 = $2" >> "$HUB/noroshi.conf"; }
notice() { $n approve enroll --hub "$HUB" --as "$1" > "$out" 2>&1; }
boxes() { cat "$MAIL"/boxes/* 2> /dev/null; }
arrived() { boxes | grep -q "$1"; }

notice a-app; notice b-app
ok "the settings are tried: it signs in and leaves" $n config check --hub "$HUB"
says "two notices over STARTTLS, signed in" 0 "2 handed over" $n outbox flush --hub "$HUB"
until_ok arrived "^Message-ID"
until_ok sh -c "[ \$(cat $MAIL/boxes/* | grep -c '^Return-Path: <post+b-') = 2 ]"
same "each arrived with a return path of its own" 2 "$(boxes | grep '^Return-Path: <post+b-' | sort -u | wc -l)"
ok "over an encrypted line" sh -c "grep -q 'sasl_username=hub' $MAIL/postfix/log && grep -rq 'ESMTPSA' $MAIL/boxes"
# a mail as others read it
boxes > "$TMPDIR/all"
says "a stranger's reader understands it" 0 "TLP:AMBER. -" python3 - "$TMPDIR/all" <<'PY'
import email, email.policy, mailbox, sys
for m in mailbox.mbox(sys.argv[1], factory=lambda f: email.message_from_binary_file(f, policy=email.policy.default)):
    text = m.get_content()
    assert "ワンタイムコード" in text and "one-time codes" in text.lower(), text
    assert m["From"].addresses[0].display_name == "情報共有ハブ" and m["From"].addresses[0].addr_spec == "post@hub.example"
    assert m["Auto-Submitted"] == "auto-generated" and m["Message-ID"].endswith("@hub.example>") and m["Date"].datetime
    assert m["Content-Transfer-Encoding"] == "quoted-printable" and len(m["To"].addresses) == 1
    assert not m.defects, m.defects
    print(m["Subject"])
PY

# ---- what is refused ----
cat > "$TMPDIR/more.json" <<'X'
{ "organisations": [ { "id": "z-company", "kind": "member", "names": [ { "kind": "legal", "lang": "ja", "name": "Z社" } ], "domains": ["z-company.example"],
  "people": [ { "id": "z-soft", "name": "後で", "addresses": ["soft@a-company.example"], "roles": ["approver"] },
              { "id": "z-gone", "name": "退職", "addresses": ["gone@a-company.example"], "roles": ["approver"] } ],
  "memberships": [ { "sig": "power", "from": "2018-04" } ] } ] }
X
ok "two more people" $n roster import "$TMPDIR/more.json" --hub "$HUB" --as adm
notice z-soft; notice z-gone; notice c-app
says "one goes, one later, one never" 1 "1 handed over, 1 delayed, 1 failed" $n outbox flush --hub "$HUB"
says "with the server's words" 0 '"person":"z-gone".*"state":"failed","problem":"550 5.1.1.*nobody of that name' $n outbox list --hub "$HUB" --as an-1 --json
says "for each" 0 '"person":"z-soft".*"state":"delayed","problem":"450 4.2.0.*mailbox busy' $n outbox list --hub "$HUB" --as an-1 --json
says "and on the person" 0 "1 came back" $n person show z-gone --hub "$HUB" --as an-1

# ---- the wrong certificate, the wrong password: nothing leaves, nothing fails for good ----
notice a-app
conf smtp_ca_file /etc/ssl/certs/ca-certificates.crt
says "a certificate of somebody else's CA is not believed" 1 "takes nothing.*certificate" $n outbox flush --hub "$HUB"
says "config check says so" 3 "certificate" $n config check --hub "$HUB"
conf smtp_ca_file "$MAIL/ca.pem"
conf smtp_url "smtp://127.0.0.2:$SMTP_PORT"
exits "nor one for another name" 1 $n outbox flush --hub "$HUB"
conf smtp_url "smtp://localhost:$SMTP_PORT"
printf 'wrong\n' > "$MAIL/pw"
says "a wrong password makes failures of nothing" 1 " 0 failed" $n outbox flush --hub "$HUB"
says "config check says that too" 3 "mail server" $n config check --hub "$HUB"
refuses "and no password is ever told" sh -c "$n outbox list --hub $HUB --as an-1 --all | grep -q 'wrong\|secret'"
printf 'secret\n' > "$MAIL/pw"
conf smtp_user
says "without signing in it relays nothing" 1 "0 handed over" $n outbox flush --hub "$HUB"
conf smtp_user hub
$n outbox retry --failed --hub "$HUB" --as an-1 > "$out" 2>&1
ok "mended, what waited goes" sh -c "$n outbox flush --hub $HUB | grep -q handed"
says "all but who is not there" 0 "z-gone" $n outbox list --hub "$HUB" --as an-1
postfix -c "$MAIL/postfix/etc" stop > /dev/null 2>&1
notice b-app
says "a server that is away" 1 "takes nothing" $n outbox flush --hub "$HUB"
finish
