# A mail alias: attributed only where our own border host attests a contact who may hand in; else quarantine, unread.
. tests/e2e/lib
new_hub "trusted_authserv = gate.hub.example"
roster
m=$TMPDIR/m; mkdir -p "$m"
python3 - "$m" <<'PY'
import email, os, sys
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
m = sys.argv[1]
def reported(n):
    return (f"From: Bob <bob@partner.example>\r\nTo: alice@a-company.example\r\nSubject: reported {n}\r\n"
            f"Date: Wed, 31 Jul 2019 10:00:00 +0900\r\nMessage-ID: <rep{n}@partner.example>\r\n\r\nReported text {n}.\r\n")
def cover(name, top, sender="Contact <contact@a-company.example>", inner=2, more=""):
    outer = MIMEMultipart()
    outer["From"] = sender
    outer["To"], outer["Subject"], outer["Message-ID"] = "report@hub.example", "suspicious", f"<{name}@a-company.example>"
    outer.attach(MIMEText("two mails that look odd"))
    for n in range(inner):
        outer.attach(MIMEMessage(email.message_from_string(reported(n))))
    open(f"{m}/{name}.eml", "wb").write((top + more + outer.as_string()).encode())
ok = "Authentication-Results: gate.hub.example; dmarc=pass header.from=a-company.example; spf=pass smtp.mailfrom=a-company.example\n"
cover("good", ok)
cover("registered", "Authentication-Results: mx.hub.example; dkim=pass header.d=a-company.example\n")
cover("none", "")
cover("forged-id", "Authentication-Results: gate.hub.example.evil.example; dmarc=pass header.from=a-company.example\n")
cover("members-host", "Authentication-Results: mx.a-company.example; dmarc=pass header.from=a-company.example\n")
cover("failed", "Authentication-Results: gate.hub.example; dmarc=fail header.from=a-company.example; dkim=pass header.d=a-company.example\n")
cover("below", "Authentication-Results: gate.hub.example; dmarc=fail header.from=a-company.example\n" + ok)
cover("spf-only", "Authentication-Results: gate.hub.example; spf=pass smtp.mailfrom=a-company.example\n")
cover("other-domain", "Authentication-Results: gate.hub.example; dkim=pass header.d=mailer.example\n")
cover("two-from", ok, more="From: eve@evil.example\n")
cover("stranger", ok.replace("a-company", "nobody"), sender="x@nobody.example")
cover("no-role", ok, sender="Alice <alice@a-company.example>")
cover("single", ok, inner=0)
PY
pipe() { $n submit --hub "$HUB" --pipe --json < "$m/$1.eml" | field receipt; }
good=$(pipe good)
says "a mail to the alias is received at once, as nobody's" 0 '"org":null' $n submission show "$good" --hub "$HUB" --as an-1 --json
says "and waits" 0 "waits for the worker" $n submission quarantine --hub "$HUB"
same "a second delivery of one mail is one hand-in" "$good" "$(pipe good)"
work
says "attested: it is the contact's organisation's" 0 '"org":"a-company","kind":"mail","channel":"pipe"' $n submission list --hub "$HUB" --json
same "the inner mails are the reported ones" 2 "$($n submission list --hub "$HUB" --json | wc -l)"
same "in order" "<rep0@partner.example>" "$($n submission show "$good/1" --hub "$HUB" --as an-1 --reason test -o "$m/back" && sed -n 's/^Message-ID: \(.*\)/\1/p' "$m/back" | tr -d '\r')"
registered=$(pipe registered); single=$(pipe single)
work
says "a border host of the registry's hub counts as well" 0 '"org":"a-company"' $n submission show "$registered" --hub "$HUB" --as an-1 --json
same "a cover that carries nothing is itself what is reported" 1 "$($n submission show "$single" --hub "$HUB" --as an-1 --json | head -1 | field submissions)"

# ---- the controls: the same mail, and one thing that is not true ----
stays()
{
	r=$(pipe "$1"); work
	says "$1: in quarantine, nobody's, with its reason" 0 "\"org\":null.*\"state\":\"quarantined\",\"reason\":\"$2\".*\"submissions\":0" $n submission show "$r" --hub "$HUB" --as an-1 --json
}
stays none no-attestation
stays forged-id no-attestation
stays members-host no-attestation
stays failed not-authenticated
stays below not-authenticated
stays spf-only not-authenticated
stays other-domain not-authenticated
stays two-from ambiguous-sender
stays stranger sender-unknown
stays no-role sender-may-not-submit
same "all of them are listed" 10 "$($n submission quarantine --hub "$HUB" --json | wc -l)"
same "nothing was counted to anybody" 5 "$($n submission list --hub "$HUB" --json | wc -l)"
work
same "and nothing of it is looked at again" 10 "$($n submission quarantine --hub "$HUB" --json | wc -l)"

# ---- an analyst decides ----
r=$(pipe none)
says "attributing needs a reason" 2 "reason" $n submission attribute "$r" --org a-company --hub "$HUB" --as an-1
says "and an analyst" 2 "holds none of the roles" $n submission attribute "$r" --org a-company --reason x --hub "$HUB" --as a-con
says "and a member" 2 "there is no organisation" $n submission attribute "$r" --org z-company --reason x --hub "$HUB" --as an-1
ok "attributed after a call" $n submission attribute "$r" --org a-company --reason "called the contact" --hub "$HUB" --as an-1
says "not twice" 2 "not in quarantine" $n submission attribute "$r" --org b-company --reason x --hub "$HUB" --as an-1
work
same "then it is taken apart" 2 "$($n submission show "$r" --hub "$HUB" --as an-1 --json | head -1 | field submissions)"
r=$(pipe stranger)
ok "discarded" $n submission discard "$r" --reason "advertising" --hub "$HUB" --as an-1
says "erased for good" 2 "was erased" $n submission show "$r" --hub "$HUB" --as an-1 --reason look -o "$m/x"
says "--pipe takes no --org" 2 "leave out --org" $n submit --hub "$HUB" --pipe --org a-company "$m/good.eml"
finish
