# once
# A mailbox (mbox, zip, Maildir) with --thread is as many conversations as it holds, each judged for itself; whoever imitates
# somebody is found in that somebody's conversation.  Files that are named, and plain directories, stay one conversation.
n=${NOROSHI:-build/noroshi}
failed=0
mkdir -p "$TMPDIR/c"
python3 - "$TMPDIR/c" <<'P'
import json, os, sys, zipfile
place = sys.argv[1]


def mail(day, sender, to, subject, text, own_id, answers=None):
    head = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Date: {day:02d} Jul 2019 10:00:00 +0900", f"Message-ID: <{own_id}>"]
    if answers:
        head.append(f"In-Reply-To: <{answers}>")
    return ("\n".join(head) + "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + text + "\n").encode()


bob, alice, carl = "Bob Brown <bob@b-company.example>", "Alice Aoki <alice@kitano-steel.example>", "Carl Cole <carl@ocean-lines.example>"
account = "Beneficiary: Kitano Steel\nBank name: %s\nAccount No.: %s\n"
mails = [
    mail(1, alice, bob, "Invoice 71", account % ("First Harbour Bank", "4410023987"), "a1@kitano-steel.example"),
    mail(2, carl, bob, "Schedule of the Hikari Maru", "The vessel arrives on Friday.", "c1@ocean-lines.example"),
    mail(3, bob, alice, "Re: Invoice 71", "We pay at the end of the month.", "b1@b-company.example", "a1@kitano-steel.example"),
    mail(4, bob, carl, "Re: Schedule of the Hikari Maru", "Thank you.", "b2@b-company.example", "c1@ocean-lines.example"),
    # other ids, another subject: only the address tells where it belongs
    mail(5, "Alice Aoki <alice@kitano-stee1.example>", bob, "Bank", account % ("Delta Commerce Bank", "7730901244"), "x1@kitano-stee1.example"),
    mail(28, "Dora Dean <dora@paper-mill.example>", bob, "Samples", "Samples follow on Monday.", "d1@paper-mill.example"),
]
with open(f"{place}/all.mbox", "wb") as f:
    f.write(b"".join(b"From x@y.example Wed Jul 31 10:00:00 2019\n" + m + b"\n" for m in mails))
with zipfile.ZipFile(f"{place}/all.zip", "w") as z:
    for i, m in enumerate(mails):
        z.writestr(f"{i}.eml", m)
for folder in ("box/cur", "box/new", "box/tmp", "plain"):
    os.makedirs(f"{place}/{folder}")
for i, m in enumerate(mails):
    for path in (f"box/cur/{i}.host:2,S", f"plain/{i}.eml"):
        with open(f"{place}/{path}", "wb") as f:
            f.write(m)
with open(f"{place}/who.json", "w") as f:
    json.dump({"own_domains": ["b-company.example"]}, f)
P

# told NAME EXPRESSION ARGUMENTS: it holds for the list of documents `d`
told()
{
	name=$1 expression=$2
	shift 2
	"$n" analyse --json --thread "$@" > "$TMPDIR/docs" 2> "$TMPDIR/err"
	if python3 - "$TMPDIR/docs" "$expression" <<'P'
import json, sys
d = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
if not eval("(" + sys.argv[2] + ")"):
    print([(x["input"], len(x["messages"]), x["verdict"]) for x in d], file=sys.stderr)
    sys.exit(1)
P
	then echo "ok - $name"; else echo "not ok - $name"; failed=1; fi
}

three='[len(x["messages"]) for x in d] == [3, 2, 1] and all(x["kind"] == "thread" for x in d)
	and d[0]["verdict"]["nature"] == "bec" and d[0]["verdict"]["strength"] == "strong" and all(x["verdict"]["strength"] == "none" for x in d[1:])'
c=$TMPDIR/c
told 'an mbox' "$three"' and [x["input"].split("#")[1] for x in d] == ["0", "1", "5"]' --context "$c/who.json" "$c/all.mbox"
told 'an mbox, by whom most mails are shared' "$three" "$c/all.mbox"
told 'a zip' "$three"' and d[1]["input"].endswith("all.zip!1.eml")' --context "$c/who.json" "$c/all.zip"
told 'a Maildir' "$three" --context "$c/who.json" "$c/box"
told 'a plain directory is one conversation' 'len(d) == 1 and len(d[0]["messages"]) == 6 and d[0]["verdict"]["strength"] == "strong"' --context "$c/who.json" "$c/plain"
told 'files that are named are one conversation' 'len(d) == 1 and len(d[0]["messages"]) == 6' --context "$c/who.json" "$c"/plain/*.eml
cp tests/golden/bec.account.changed/found-en-in-pdf/mail-01.eml "$c/with-invoice.eml"
python3 - "$c" tests/golden/bec.account.changed/found-en-in-pdf/mail-02.eml <<'P'
import email, sys
for part in email.message_from_file(open(sys.argv[2], encoding="latin-1")).walk():
    if part.get_filename():
        open(sys.argv[1] + "/other.pdf", "wb").write(part.get_payload(decode=True))
P
told 'a PDF beside the mails is compared with them' 'any(x["kind"] == "sample" and [f["evidence"][0]["expected_from"] for f in x["findings"]
	if f["id"] == "bec.account.changed"] == ["another file of the conversation"] for x in d)' "$c/with-invoice.eml" "$c/other.pdf"
exit $failed
