# once
# What people hand in beside mails: forwards by text, bounces, DMARC aggregates, a Maildir, a zip of mails, invitations.
n=${NOROSHI:-build/noroshi}
failed=0
mkdir -p "$TMPDIR/k"
python3 - "$TMPDIR/k" <<'P'
import base64, gzip, json, os, sys, zipfile
place = sys.argv[1]
head = "From: Bob <bob@b-shoten.example>\r\nTo: desk@umi-denki.example\r\nSubject: %s\r\nDate: Fri, 2 Aug 2019 10:00:00 +0900\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s"
text = "\n\nWe were unable to process your payment. Please update your billing information:\nhttps://account-check.test/amazon/signin\n"
forms = {
 "outlook-en": ("FW: Invoice", "-----Original Message-----\nFrom: Amazon Support <help@shop-notice.test>\nSent: Thursday, August 1, 2019 9:00 AM\nTo: Bob <bob@b-shoten.example>\nSubject: Your account" + text),
 "outlook-ja": ("FW: 請求", "-----Original Message-----\n差出人: Amazon Support <help@shop-notice.test>\n送信日時: 2019年8月1日 9:00\n宛先: Bob <bob@b-shoten.example>\n件名: お支払い方法" + text),
 "gmail-en": ("Fwd: Invoice", "---------- Forwarded message ---------\nFrom: Amazon Support <help@shop-notice.test>\nDate: Thu, Aug 1, 2019 at 9:00 AM\nSubject: Your account\nTo: Bob <bob@b-shoten.example>" + text),
 "apple-en": ("Fwd: Invoice", "Begin forwarded message:\n\nFrom: Amazon Support <help@shop-notice.test>\nSubject: Your account\nDate: August 1, 2019 at 9:00:00 AM GMT+9\nTo: Bob <bob@b-shoten.example>" + text),
 "thunderbird-ja": ("Fwd: 請求", "-------- 転送メッセージ --------\n件名: お支払い方法\n日付: Thu, 1 Aug 2019 09:00:00 +0900\n差出人: Amazon Support <help@shop-notice.test>\n宛先: Bob <bob@b-shoten.example>" + text),
 "outlook-de": ("WG: Rechnung", "-----Ursprüngliche Nachricht-----\nVon: Amazon Support <help@shop-notice.test>\nGesendet: Donnerstag, 1. August 2019 09:00\nAn: Bob <bob@b-shoten.example>\nBetreff: Your account" + text),
 "outlook-zh": ("转发: 发票", "-----原始邮件-----\n发件人: Amazon Support <help@shop-notice.test>\n发送时间: 2019年8月1日 9:00\n收件人: Bob <bob@b-shoten.example>\n主题: Your account" + text),
 "iphone-ja": ("Fwd: 請求", "iPhoneから送信\n\n転送されたメッセージ:\n\n" + "".join(f"> {line}\n" for line in
     ("差出人: Amazon Support <help@shop-notice.test>\n日時: 2019年8月1日 9:00:00 JST\n宛先: Bob <bob@b-shoten.example>\n件名: お支払い方法" + text).split("\n"))),
 "becky-ja": ("Fw: 請求", "Forwarded by Bob <bob@b-shoten.example>\n----------------------- Original Message -----------------------\n From:    Amazon Support <help@shop-notice.test>\n"
     " To:      bob@b-shoten.example\n Date:    Thu, 1 Aug 2019 09:00:00 +0900\n Subject: お支払い方法\n----" + text + "\n--------------------- Original Message Ends --------------------\n"),
 "softbank-ja": ("FW:請求", "----- Original Message -----\n差出人 : Amazon Support <help@shop-notice.test>\n送信日 : 2019/08/01 09:00\n宛先 : bob@b-shoten.example\n件名 : お支払い方法" + text),
 "au-ja": ("Fw:請求", "---------- 転送メール ----------\nFrom:Amazon Support <help@shop-notice.test>\nDate:2019/08/01 09:00\nTo:bob@b-shoten.example\nSub:お支払い方法" + text),
}
for name, (subject, body) in forms.items():
    with open(f"{place}/{name}.eml", "wb") as f:
        f.write((head % (subject, "Is this real?\n\n" + body)).replace("\r\n", "\n").replace("\n", "\r\n").encode())
with open(f"{place}/reply.eml", "wb") as f:
    f.write((head % ("Re: Invoice", "Thanks.\n\n" + forms["outlook-en"][1])).encode())
for folder in ("cur", "new", "tmp"):
    os.makedirs(f"{place}/maildir/{folder}")
    with open(f"{place}/maildir/{folder}/15641.x.host:2,S", "wb") as f:
        f.write((head % ("Hello", "Hello")).encode())
with zipfile.ZipFile(f"{place}/mails.zip", "w") as z:
    z.write(f"{place}/reply.eml", "reply.eml")
    z.write(f"{place}/outlook-en.eml", "fw.eml")
def lzh(name, data):
    """A stored member (-lh0-), header of level 0; no other writer of such archives is needed."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    body = b"-lh0-" + len(data).to_bytes(4, "little") * 2 + bytes(4) + b"\x20\0" + bytes([len(name)]) + name + crc.to_bytes(2, "little")
    return bytes([len(body), sum(body) & 255]) + body + data + b"\0"


with open(f"{place}/mails.lzh", "wb") as f:
    f.write(lzh("請求.eml".encode("cp932"), open(f"{place}/outlook-en.eml", "rb").read()))
def der(tag, data):
    n = len(data)
    return bytes([tag]) + (bytes([n]) if n < 128 else bytes([0x82, n >> 8, n & 255])) + data


inside = (head % ("", text)).split("\r\n", 4)[4].encode()
oid = {"data": 1, "signed": 2, "encrypted": 3}
oid = {name: der(6, bytes.fromhex("2a864886f70d0107%02x" % number)) for name, number in oid.items()}
wrapped = {"signed": der(0x30, oid["signed"] + der(0xA0, der(0x30, der(2, b"\1") + der(0x31, b"") + der(0x30, oid["data"] + der(0xA0, der(4, inside)))))),
           "signed-in-pieces": b"\x30\x80" + oid["signed"] + b"\xa0\x80\x30\x80" + der(2, b"\1") + der(0x31, b"") + b"\x30\x80" + oid["data"] + b"\xa0\x80\x24\x80"
           + der(4, inside[:50]) + der(4, inside[50:]) + bytes(12), "encrypted": der(0x30, oid["encrypted"] + der(0xA0, der(0x30, b"")))}
for name, data in wrapped.items():
    with open(f"{place}/smime-{name}.eml", "wb") as f:
        f.write(b"From: Amazon Support <help@shop-notice.test>\r\nTo: bob@b-shoten.example\r\nSubject: Your account\r\nMIME-Version: 1.0\r\n"
                b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data))
with open(f"{place}/pgp.eml", "wb") as f:
    f.write((head % ("PGP", "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n")).encode())
os.makedirs(f"{place}/boxes")
mails = [open(f"{place}/{name}.eml", "rb").read() for name in ("outlook-en", "reply", "apple-en")]
pdf = (head % ("Invoice", "")).replace("text/plain; charset=utf-8", "application/pdf; name=a.pdf").encode() + open("tests/golden/bec.invoice.remade/found-en-handed-in-alone/invoice.pdf", "rb").read()
for name, inside in (("one", mails[:1]), ("many", mails), ("paper", mails[:1] + [pdf] + mails[1:]), ("empty", [b""])):
    with open(f"{place}/boxes/{name}.mbox", "wb") as f:
        f.write(b"".join(b"From bob@b-shoten.example Wed Jul 31 10:00:00 2019\r\n" + mail + b"\r\n\r\n" for mail in inside))
with open(f"{place}/boxes/mail.eml", "wb") as f:
    f.write(mails[1])
with open(f"{place}/bounce.eml", "wb") as f:
    f.write(b"From: MAILER-DAEMON@mx.example\r\nSubject: Returned mail\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            b"--b\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@a-company.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n")
with open(f"{place}/receipt.eml", "wb") as f:
    f.write(b"From: Bob <bob@b-shoten.example>\r\nSubject: Read: Invoice\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n"
            b"--b\r\n\r\nshown\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nReporting-UA: pc.example; Reader 1.0\r\nFinal-Recipient: rfc822;bob@b-shoten.example\r\n"
            b"Original-Message-ID: <1@a-company.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n")
tls = json.dumps({"organization-name": "Umi Mail", "date-range": {"start-datetime": "2019-08-01T00:00:00Z", "end-datetime": "2019-08-01T23:59:59Z"}, "contact-info": "x@umi.example",
                  "report-id": "5065427c", "policies": [{"policy": {"policy-type": "sts", "policy-domain": "a-company.example"},
                  "summary": {"total-successful-session-count": 5326, "total-failure-session-count": 303},
                  "failure-details": [{"result-type": "certificate-expired", "sending-mta-ip": "203.0.113.5", "receiving-mx-hostname": "mx.a-company.example", "failed-session-count": 303}]}]}).encode()
with open(f"{place}/tls.json", "wb") as f:
    f.write(tls)
with open(f"{place}/tls.eml", "wb") as f:
    f.write(b"From: noreply@umi.example\r\nSubject: Report Domain: a-company.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=tlsrpt; boundary=b\r\n\r\n"
            b"--b\r\n\r\na report\r\n--b\r\nContent-Type: application/tlsrpt+gzip; name=r.json.gz\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(gzip.compress(tls, mtime=0)) + b"\r\n--b--\r\n")
P

# shows NAME PYTHON PATH: the expression holds for the list of documents `d`
shows()
{
	"$n" analyse --json "$3" 2> "$TMPDIR/err" > "$TMPDIR/docs"
	if python3 - "$TMPDIR/docs" "$2" <<'P'
import json, sys
d = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
if not eval("(" + sys.argv[2] + ")"):
    print([(x["input"], x["kind"], x["verdict"]["nature"]) for x in d], file=sys.stderr)
    sys.exit(1)
P
	then echo "ok - $1"; else echo "not ok - $1"; failed=1; fi
}

for form in outlook-en outlook-ja gmail-en apple-en thunderbird-ja outlook-de outlook-zh iphone-ja becky-ja softbank-ja au-ja; do
	shows "forwarded by text: $form" 'len(d) == 2 and d[1]["input"].endswith("!forwarded") and d[1]["messages"][0]["incomplete"] and d[1]["examined"] == "partly"
		and d[1]["messages"][0]["from"][0]["address"] == "help@shop-notice.test" and d[1]["verdict"]["nature"] == "phishing"
		and all(e["offset"] is None for f in d[1]["findings"] for e in f["evidence"])' "$TMPDIR/k/$form.eml"
done
shows "an archive of another kind than zip is opened, with a name in CP932" 'd[0]["input"].endswith("mails.lzh!請求.eml") and d[0]["kind"] == "mail" and len(d) == 2' "$TMPDIR/k/mails.lzh"
shows 'a reply forwards nothing' 'len(d) == 1' "$TMPDIR/k/reply.eml"
shows 'a bounce is a report with its recipient' 'd[0]["kind"] == "report" and d[0]["report"]["recipients"][0]["address"] == "x@a-company.example" and d[0]["verdict"]["strength"] == "none"' "$TMPDIR/k/bounce.eml"
shows 'a receipt is a report' 'd[0]["kind"] == "report" and d[0]["report"]["type"] == "receipt" and d[0]["report"]["message_id"] == "<1@a-company.example>"
	and d[0]["report"]["recipients"][0]["action"].endswith("displayed") and d[0]["verdict"]["strength"] == "none"' "$TMPDIR/k/receipt.eml"
for form in json eml; do
	shows "a TLS report is one: $form" 'd[0]["kind"] == "report" and d[0]["report"]["type"] == "tls" and d[0]["report"]["mails"] == 5629 and d[0]["report"]["failed"] == 303
		and d[0]["report"]["sources"][0]["disposition"] == "certificate-expired" and d[0]["report"]["begin"] == "2019-08-01T00:00:00Z"' "$TMPDIR/k/tls.$form"
done
shows 'a Maildir: cur and new, not tmp' 'len(d) == 2 and all(x["kind"] == "mail" for x in d)' "$TMPDIR/k/maildir"
shows 'a zip of mails' 'len(d) >= 2 and all("!" in x["input"] for x in d)' "$TMPDIR/k/mails.zip"
shows 'several small mboxes read in one child, one of them with a paper' 'len(d) == 15 and [x["input"].split("/")[-1] for x in d if "paper" in x["input"]] ==
	["paper.mbox#0", "paper.mbox#0!forwarded", "paper.mbox#1", "paper.mbox#2", "paper.mbox#3", "paper.mbox#3!forwarded"]
	and any(l["limit"].startswith("tool.") for x in d for l in x["limits"]) is False' "$TMPDIR/k/boxes"
cp "$TMPDIR/docs" "$TMPDIR/together"
"$n" analyse --json --isolate "$TMPDIR/k/boxes" > "$TMPDIR/docs" 2> /dev/null
if cmp "$TMPDIR/together" "$TMPDIR/docs"; then echo "ok - and each mail in a child of its own says the same"; else echo "not ok - and each mail in a child of its own says the same"; failed=1; fi
for form in signed signed-in-pieces; do
	shows "what S/MIME only signed is read: $form" 'len(d) == 2 and d[1]["messages"][0]["from"][0]["address"] == "help@shop-notice.test" and d[1]["verdict"]["nature"] == "phishing"' \
		"$TMPDIR/k/smime-$form.eml"
done
for form in smime-encrypted pgp; do
	shows "what is encrypted is not called clean: $form" 'd[0]["examined"] == "partly" and d[0]["verdict"]["nature"] == "unknown" and d[0]["limits"][0]["limit"] == "mail.encrypted"' "$TMPDIR/k/$form.eml"
done
shows 'an invitation alone' 'd[0]["kind"] == "calendar" and d[0]["verdict"]["nature"] == "phishing"' tests/golden/lure.calendar/found-ja/shotai.ics
"$n" analyse --lang ja "$TMPDIR/k/bounce.eml" > "$TMPDIR/said" 2>&1
if grep -q '不達通知' "$TMPDIR/said" && grep -q 'x@a-company.example' "$TMPDIR/said"; then echo 'ok - the facts are shown'; else echo 'not ok - the facts are shown'; failed=1; fi

data=../shared/data/mail
if [ ! -d "$data/dmarc" ]; then
	echo "SKIPPED: $data is absent: no real reports were read" >&2
	exit $failed
fi
shows 'real DMARC aggregates: xml, gz, zip, attached' 'sum(x.get("report", {}).get("type") == "dmarc" for x in d) >= 20 and all(x["verdict"]["strength"] == "none" for x in d)' "$data/dmarc"
shows 'real Japanese bounces' 'sum(x["kind"] == "report" for x in d) >= 200 and all(x["verdict"]["strength"] in ("none", "weak") for x in d)' "$data/bounce-ja"
exit $failed
