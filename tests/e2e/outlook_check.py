#!/usr/bin/env python3
"""tests/e2e/outlook_check.py own DIR | real: what noroshi analyse makes of Outlook's files; one TAP line a case.

own: files that tests/lib/outlook.py writes into DIR.  real: those of $NOROSHI_DATA, compared with what a
second, independent reader (tests/lib/outlook.py) finds in them.
"""
import base64
import glob
import json
import os
import re
import struct
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import outlook  # noqa: E402
from outlook import BINARY, LONG, STRING8, TIME, UNICODE  # noqa: E402

PROGRAM = os.environ.get("NOROSHI", "build/noroshi")
failed = 0


def tell(good, name, why=""):
    global failed
    failed += not good
    print(("ok - " if good else "not ok - ") + name + (f": {why}" if why and not good else ""), flush=True)


def analyse(*paths):
    done = subprocess.run([PROGRAM, "analyse", "--json", *paths], capture_output=True, timeout=120)
    return [json.loads(line) for line in done.stdout.splitlines()]


def words(text):
    return re.findall(r"\w+", text or "")


# ---- files of our own ----

SENT = (0x0039, TIME), outlook.filetime(1564617600)
JA = {(0x001A, UNICODE): "IPM.Note", (0x0037, UNICODE): "請求書の件", (0x0042, UNICODE): "青木 花子",
      (0x0064, UNICODE): "SMTP", (0x0065, UNICODE): "aoki@a-company.example", SENT[0]: SENT[1],
      (0x1000, UNICODE): "髙橋様\r\n請求書①をお送りします。"}
EN = {(0x0037, UNICODE): "Invoice 4711", (0x0042, UNICODE): "Alice Aoki", (0x0065, UNICODE): "alice@a-company.example",
      SENT[0]: SENT[1], (0x1000, UNICODE): "Dear Bob, the invoice follows."}
X500 = "/O=HOUSE/OU=EXCHANGE ADMINISTRATIVE GROUP (FYDIBOHF23SPDLT)/CN=RECIPIENTS/CN=ALICE"
# SignedData (RFC 5652) without certificates and signers, in it "Content-Type: text/plain" and a sentence
CMS = "MF8GCSqGSIb3DQEHAqBSMFACAQExADBHBgkqhkiG9w0BBwGgOgQ4Q29udGVudC1UeXBlOiB0ZXh0L3BsYWluDQoNClRoZSBhY2NvdW50IGlzIDQ0MTAwMjM5ODcuDQoxAA=="
BOB = outlook.recipient("Bob Baker", "bob@factory.example")


def without(props, *keys):
    return {k: v for k, v in props.items() if k not in keys}


def own_files():
    """name -> (bytes, what must stand in each message of the answers)"""
    body = (0x1000, UNICODE)
    wire = ("Received: from mx.b.example by mx.a-company.example; Thu, 1 Aug 2019 09:00:05 +0900\r\nFrom: \"Bob\" <bob@factory.example>\r\n"
            "To: alice@a-company.example\r\nSubject: on the wire\r\nDate: Thu, 1 Aug 2019 09:00:00 +0900\r\n"
            "Message-ID: <w1@factory.example>\r\n\r\n")
    inner = outlook.message_tree(JA, [BOB], [outlook.attachment("見積.txt", b"42")], 24)
    deencapsulated = (rb"""{\rtf1\ansi\ansicpg932\fromhtml1 {\fonttbl{\f0\fcharset128 MS Gothic;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 """
                      rb"""\'90\'bf\'8b\'81 {\*\htmltag84 <a href="https://evil.example/x">}here{\*\htmltag92 </a>}\htmlrtf }\htmlrtf0 """
                      rb"""{\*\htmltag72 </p>}}""")
    own_rtf = (rb"""{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fnil Arial;}{\f1\fcharset128 MS Gothic;}}\f0 Bonjour \'e9t\'e9\par """
               rb"""\f1 \'90\'bf\'8b\'81\'83A\f0 \u-27011?\par {\field{\*\fldinst HYPERLINK "https://evil.example/y"}{\fldrslt click}}"""
               rb"""{\*\generator Nobody;}{\v secret}}""")
    yield "ja.msg", outlook.msg(JA, [BOB]), [dict(subject="請求書の件", text="髙橋様\r\n請求書①をお送りします。",
        sender=("青木 花子", "aoki@a-company.example"), to=["bob@factory.example"], date="2019-08-01T00:00:00Z",
        defects={"msg.headers-incomplete"})]
    yield "en-v4.msg", outlook.msg(EN, [BOB, outlook.recipient("Carol", "carol@factory.example", 2)], version=4), [
        dict(subject="Invoice 4711", sender=("Alice Aoki", "alice@a-company.example"), to=["bob@factory.example"],
             cc=["carol@factory.example"], text="Dear Bob, the invoice follows.")]
    yield "cp932.msg", outlook.msg({(0x0037, STRING8): "請求書①".encode("cp932"), (0x1000, STRING8): "髙橋様 ㈱青木".encode("cp932"),
        (0x3FFD, LONG): 932}), [dict(subject="請求書①", text="髙橋様 ㈱青木")]
    yield "locale.msg", outlook.msg({(0x0037, STRING8): "半角ｶﾅ".encode("cp932"), (0x1000, STRING8): "本文です".encode("cp932"),
        (0x3FF1, LONG): 1041, (0x3FDE, LONG): 50220}), [dict(subject="半角ｶﾅ", text="本文です")]
    yield "html.msg", outlook.msg({**without(JA, body), (0x1013, BINARY): "<p>請求書</p><a href='https://evil.example/'>こちら</a>".encode("iso2022_jp"),
        (0x3FDE, LONG): 50220}), [dict(text="請求書\n\nこちら", urls=["https://evil.example/"])]
    yield "rtf-html.msg", outlook.msg({**without(JA, body), (0x1009, BINARY): outlook.rtf(deencapsulated)}), [
        dict(text="請求 here", urls=["https://evil.example/x"])]
    yield "rtf.msg", outlook.msg({**without(JA, body), (0x1009, BINARY): outlook.rtf(own_rtf)}), [
        dict(text="Bonjour été\n請求ア陽\nclick", urls=["https://evil.example/y"])]
    yield "rtf-compressed.msg", outlook.msg({**without(JA, body), (0x1009, BINARY): outlook.compressed_rtf(own_rtf)}), [
        dict(text="Bonjour été\n請求ア陽\nclick", limits=[])]
    # the example of [MS-OXRTFCP] 4.1
    example = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0")
    yield "rtf-example.msg", outlook.msg({**without(JA, body), (0x1009, BINARY): example}), [dict(text="hello world", limits=[])]
    yield "rtf-cut.msg", outlook.msg({**without(JA, body), (0x1009, BINARY): example[:30]}), [
        dict(defects={"rtf.cut", "msg.headers-incomplete"}, limits=["rtf.damaged"])]
    yield "rtf-checksum.msg", outlook.msg({**without(JA, body), (0x1009, BINARY): example[:25] + b"J" + example[26:]}), [
        dict(defects={"rtf.checksum", "msg.headers-incomplete"}, limits=["rtf.damaged"])]
    yield "rtf-bad.msg", outlook.msg({**without(JA, body), (0x1009, BINARY): b"not compressed at all, but long enough"}), [
        dict(text=None, defects={"rtf.undecodable", "msg.headers-incomplete"})]
    yield "x500.msg", outlook.msg({**EN, (0x0064, UNICODE): "EX", (0x0065, UNICODE): X500}), [
        dict(sender=("Alice Aoki", X500), defects={"msg.address.x500", "msg.headers-incomplete"})]
    yield "x500-smtp.msg", outlook.msg({**EN, (0x0064, UNICODE): "EX", (0x0065, UNICODE): X500, (0x5D02, UNICODE): "alice@a-company.example"}), [
        dict(sender=("Alice Aoki", "alice@a-company.example"))]
    user = {(0x0042, UNICODE): "Alice Aoki", (0x0065, UNICODE): X500, (0x0C1A, UNICODE): "Alice Aoki", (0x0C1F, UNICODE): X500}
    yield "x500-sender-smtp.msg", outlook.msg({**EN, **user, (0x5D01, UNICODE): "alice@a-company.example"}), [
        dict(sender=("Alice Aoki", "alice@a-company.example"), by=None)]
    yield "x500-on-behalf.msg", outlook.msg({**EN, **user, (0x0C1A, UNICODE): "Carol", (0x0C1F, UNICODE): "carol@freemail.example"}), [
        dict(sender=("Alice Aoki", X500), by="carol@freemail.example")]
    yield "on-behalf.msg", outlook.msg({**EN, (0x0C1A, UNICODE): "Carol", (0x0C1F, UNICODE): "carol@freemail.example"}), [
        dict(sender=("Alice Aoki", "alice@a-company.example"), by="carol@freemail.example")]
    named = {**without(EN, (0x0065, UNICODE)), (0x0C1F, UNICODE): "alice@freemail.example"}
    yield "only-named.msg", outlook.msg({**named, (0x0C1A, UNICODE): "Alice Aoki"}), [dict(sender=("Alice Aoki", "alice@freemail.example"), by=None)]
    yield "only-named-on-behalf.msg", outlook.msg({**named, (0x0C1A, UNICODE): "Carol"}), [dict(sender=("Alice Aoki", ""), by="alice@freemail.example")]
    yield "no-charset.msg", outlook.msg({(0x0037, STRING8): "請求書①".encode("cp932"), (0x0042, STRING8): "青木".encode("cp932"),
        (0x0065, STRING8): b"aoki@a-company.example", (0x1000, STRING8): "本文です。請求書をお送りします。".encode("cp932")}), [
        dict(subject="請求書①", sender=("青木", "aoki@a-company.example"), defects={"charset.guessed", "msg.headers-incomplete"})]
    yield "by-reference.msg", outlook.msg(EN, [BOB], [
        {(0x3707, UNICODE): "offer.docx", (0x3705, LONG): 7, (0x370D, UNICODE): "https://evil.example/share/1"},
        {(0x3707, UNICODE): "offer.xlsx", (0x3705, LONG): 2, (0x370D, UNICODE): r"\\203.0.113.9\share\offer.xlsx"},
        {(0x3707, UNICODE): "own.txt", (0x3705, LONG): 2, (0x370D, UNICODE): r"C:\Users\alice\own.txt"}]), [
        dict(urls=["https://evil.example/share/1", "file://203.0.113.9/share/offer.xlsx"], attachments=[("offer.docx", 0), ("offer.xlsx", 0), ("own.txt", 0)])]
    signed = base64.b64decode(CMS)
    yield "signed.msg", outlook.msg({**without(EN, body), (0x001A, UNICODE): "IPM.Note.SMIME"}, [BOB], [outlook.attachment("smime.p7m", signed, "application/pkcs7-mime")]), [
        dict(sender=("Alice Aoki", "alice@a-company.example"), text="The account is 4410023987.")]
    yield "rights.msg", outlook.msg(EN, [BOB], [outlook.attachment("message.rpmsg", b"\x76\xe8\x04\x60 and more", "application/x-microsoft-rpmsg-message")]), [
        dict(limits=["mail.encrypted"])]
    many = [f"n{i}@factory.example" for i in range(3000)]
    yield "many.msg", outlook.msg(EN, [outlook.recipient(f"Nobody {a}", a) for a in many], version=4), [dict(to=many)]
    yield "wire.msg", outlook.msg({**EN, (0x007D, UNICODE): wire, (0x0037, UNICODE): "on the wire", (0x0065, UNICODE): "bob@factory.example"}), [
        dict(subject="on the wire", sender=("Bob", "bob@factory.example"), to=["alice@a-company.example"], defects=set(),
             message_id="w1@factory.example")]
    yield "differs.msg", outlook.msg({**EN, (0x007D, UNICODE): wire}), [
        dict(subject="Invoice 4711", sender=("Bob", "bob@factory.example"), readings=["alice@a-company.example"],
             defects={"msg.sender-differs", "msg.subject-differs"})]
    yield "injected.msg", outlook.msg({**EN, (0x0042, UNICODE): "Alice\r\nBcc: x@evil.example", (0x0037, UNICODE): "a\r\nReply-To: x@evil.example"}), [
        dict(subject="a  Reply-To: x@evil.example", sender=("Alice  Bcc: x@evil.example", "alice@a-company.example"), reply_to=[])]
    yield "reply.msg", outlook.msg({**EN, (0x004F, BINARY): one_off("Alice", "alice@freemail.example")}), [dict(reply_to=["alice@freemail.example"])]
    yield "reply-named.msg", outlook.msg({**EN, (0x0050, UNICODE): "alice@freemail.example"}), [dict(reply_to=["alice@freemail.example"])]
    yield "subject-in-pieces.msg", outlook.msg({**without(EN, (0x0037, UNICODE)), (0x003D, UNICODE): "RE: ", (0x0E1D, UNICODE): "Invoice 4711"}), [
        dict(subject="RE: Invoice 4711")]
    yield "inside.msg", outlook.msg(EN, [BOB], [{(0x3001, UNICODE): "forwarded", (0x3705, LONG): 5, (0x3701, 0x000D): inner}]), [
        dict(subject="Invoice 4711", attachments=[("forwarded", None)], input="inside.msg"),
        dict(subject="請求書の件", attachments=[("見積.txt", 2)], input="inside.msg!2", to=["bob@factory.example"])]
    package = b"report.js\0C:\\x\\report.js\0" + bytes(4) + struct.pack("<I", 4) + b"t:\\\0" + struct.pack("<I", 5) + b"run()"
    native = struct.pack("<I", len(package) + 2) + b"\2\0" + package
    yield "ole.msg", outlook.msg(EN, [], [{(0x3001, UNICODE): "Picture", (0x3705, LONG): 6, (0x3701, 0x000D): {"\1Ole10Native": native}}]), [
        dict(attachments=[("report.js", 5)])]
    yield "attached.eml", mail_with("report.msg", outlook.msg(JA, [BOB])), [
        dict(subject="outer", input="attached.eml"), dict(subject="請求書の件", input="attached.eml!2", text=JA[body])]
    yield "winmail.eml", mail_with("winmail.dat", outlook.tnef({(0x1000, UNICODE): "本文はこちら"}, [
        ({(0x3707, UNICODE): "請求書.pdf", (0x3705, LONG): 1}, b"%PDF-1.4 none")]), ""), [
        dict(subject="outer", text="本文はこちら", attachments=[("winmail.dat", None), ("請求書.pdf", 13)])]
    yield "winmail-same.eml", mail_with("winmail.dat", outlook.tnef({(0x1000, UNICODE): "本文は、こちら。"}), "本文は、こちら。"), [
        dict(subject="outer", text="本文は、こちら。", defects={"charset.guessed"})]
    yield "winmail-differs.eml", mail_with("winmail.dat", outlook.tnef({(0x1000, UNICODE): "Pay to the new account."}), "See you on Friday."), [
        dict(subject="outer", text="See you on Friday.\nPay to the new account.", defects={"tnef.text-differs"})]
    half = outlook.tnef({(0x1009, BINARY): outlook.compressed_rtf(own_rtf)}, [({(0x3707, UNICODE): "run.js", (0x3705, LONG): 1}, b"run()")])
    yield "winmail-rtf.eml", mail_with("winmail.dat", half, ""), [dict(text="Bonjour été\n請求ア陽\nclick", attachments=[("winmail.dat", None), ("run.js", 5)], limits=[])]
    yield "winmail-cut.eml", mail_with("winmail.dat", half[:-40], ""), [
        dict(defects={"tnef.damaged", "html.hidden-text"}, limits=["msg.damaged"])]
    yield "winmail-inside.eml", mail_with("winmail.dat", outlook.tnef({(0x1000, UNICODE): "see below"}, [
        ({(0x3705, LONG): 5, (0x3001, UNICODE): "inner", (0x3701, 0x000D): bytes(16) + outlook.tnef({**EN})}, None)]), ""), [
        dict(subject="outer"), dict(subject="Invoice 4711", sender=("Alice Aoki", "alice@a-company.example"), input="winmail-inside.eml!2.2")]
    yield "alone.dat", outlook.tnef({**EN}), [dict(subject="Invoice 4711", text="Dear Bob, the invoice follows.")]


def one_off(name, address):
    entry = bytes(4) + bytes.fromhex("812b1fa4bea310199d6e00dd010f5402") + struct.pack("<HH", 0, 0x9001) + b"".join(
        (s + "\0").encode("utf-16le") for s in (name, "SMTP", address))
    return struct.pack("<III", 1, len(entry) + 4, len(entry)) + entry


def mail_with(name, data, text="see the mail"):
    return (f"From: c@b.example\nTo: d@b.example\nSubject: outer\nDate: Thu, 1 Aug 2019 10:00:00 +0900\nMIME-Version: 1.0\n"
            f"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n{text}\n--b\n"
            f"Content-Type: application/octet-stream; name={name}\nContent-Transfer-Encoding: base64\n"
            f"Content-Disposition: attachment; filename={name}\n\n").encode() + base64.encodebytes(data) + b"--b--\n"


def differences(message, wanted, limits=()):
    got = {"subject": message["subject"], "text": message["text"].strip() if message["text"] else message["text"],
           "sender": tuple(message["from"][0][k] for k in ("name", "address")) if message["from"] else None,
           "to": [p["address"] for p in message["to"]], "cc": [p["address"] for p in message["cc"]], "date": message["date"],
           "reply_to": [p["address"] for p in message["reply_to"]], "readings": message["readings"]["from"],
           "urls": [u["url"] for u in message["urls"]], "defects": {d["id"] for d in message["defects"]},
           "by": message["sender"]["address"] if message["sender"] else None, "limits": [limit["limit"] for limit in limits],
           "message_id": message["message_id"], "input": os.path.basename(message["input"]),
           "attachments": [(a["name"], a["bytes"]) for a in message["attachments"]]}
    for key, value in wanted.items():
        have = got[key]
        if key == "attachments":
            have = [(n, b if w[1] is not None else None) for (n, b), w in zip(have, value)] if len(have) == len(value) else have
        if have != value:
            yield f"{key} is {have!r}, not {value!r}"


def own(folder):
    members = []
    for name, data, wanted in own_files():
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(data)
        docs = analyse(path)
        why = [f"{len(docs)} documents"] if len(docs) != len(wanted) else []
        for doc, one in zip(docs, wanted):
            why += [] if doc["kind"] == "mail" and doc["messages"] else ["no mail"]
            why += differences(doc["messages"][0], one, doc["limits"]) if doc["messages"] else []
            foreign = not name.endswith(".eml")
            if foreign and any(p["offset"] is not None or not p["property"].startswith("PR_") for p in doc["messages"][0]["parts"]):
                why.append("a part has an offset, or names no property")
        tell(not why, name, "; ".join(why))
        members.append(path)
    # by bytes, not by name; inside a zip and a folder as well
    with zipfile.ZipFile(os.path.join(folder, "some.zip"), "w") as archive:
        archive.write(os.path.join(folder, "ja.msg"), "mails/without-a-name")
    docs = analyse(os.path.join(folder, "some.zip"))
    tell([m["subject"] for d in docs for m in d["messages"]] == ["請求書の件"], "a .msg without its name in a zip")
    docs = analyse(folder)
    tell(sum(d["kind"] == "mail" for d in docs) >= len(members), "all of a folder")
    cut(folder)
    deep(folder)


def cut(folder):
    """A damaged file is a document all the same, and never clean without a word."""
    with open(os.path.join(folder, "inside.msg"), "rb") as file:
        whole = file.read()
    wrong = []
    for n in range(512, len(whole), 1777):
        path = os.path.join(folder, "cut.msg")
        with open(path, "wb") as file:
            file.write(whole[:n])
        docs = analyse(path)
        if not docs or any(d["examined"] == "failed" for d in docs):
            wrong.append(f"{n} bytes: {[d['examined'] for d in docs]}")
        elif docs[0]["examined"] == "fully" and docs[0]["messages"] and not docs[0]["messages"][0]["text"]:
            wrong.append(f"{n} bytes: an empty text, examined fully")
    tell(not wrong, "cut at any place it is read as far as it goes, or said to be damaged", "; ".join(wrong[:3]))


def deep(folder):
    """Messages inside messages are read to a depth, and that it was reached is said."""
    tree = outlook.message_tree(EN, [], [], 24)
    for i in range(40):
        tree = outlook.message_tree(EN, [], [{(0x3001, UNICODE): "inside", (0x3705, LONG): 5, (0x3701, 0x000D): tree}], 32 if i == 39 else 24)
    path = os.path.join(folder, "deep.msg")
    with open(path, "wb") as file:
        file.write(outlook.cfb(tree, outlook.MESSAGE_CLASS))
    docs = analyse(path)
    tell(len(docs) > 1 and docs[0]["examined"] == "partly" and {"limit": "msg.depth", "at": 20} in docs[0]["limits"], "forty messages inside each other",
         f"{len(docs)} documents, {docs[0]['limits']}")


# ---- real files ----

def value(files, path, number):
    for kind, charset in ((UNICODE, "utf-16le"), (STRING8, None)):
        raw = files.get(f"{path}__substg1.0_{number:04X}{kind:04X}")
        if raw is not None and charset:
            return raw.decode(charset, "replace").rstrip("\0")
        if raw is not None and raw.isascii():
            return raw.decode("ascii").rstrip("\0")
    return None


def check_real(path):
    with open(path, "rb") as file:
        files = outlook.Cfb(file.read()).files
    docs = analyse(path)
    m = docs[0]["messages"][0]
    why = []
    subject, body, wire = value(files, "", 0x37), value(files, "", 0x1000), value(files, "", 0x7D)
    if subject is not None and m["subject"].strip() != subject.strip():
        why.append("the subject")
    smtp = [value(files, "", n) for n in (0x5D02, 0x5D01, 0x65, 0x0C1F)]
    smtp = [s for s in smtp if s and "@" in s and not s.startswith("/")]
    named = re.search(r"^From:[^<\n]*(?:\n[ \t][^<\n]*)*<([^>\n]+@[^>\n]+)>", wire or "", re.M | re.I)
    sender = named.group(1) if named else smtp[0] if smtp else None
    if sender and not any(p["address"].lower() == sender.lower() for p in m["from"]):
        why.append("the sender")
    known = {p["address"].lower() for key in ("to", "cc") for p in m[key]}
    table = {p[:p.index("/") + 1] for p in files if p.startswith("__recip_")}
    for one in table:
        address = value(files, one, 0x39FE) or value(files, one, 0x3003)
        fixed = files.get(one + "__properties_version1.0", b"")
        kinds = [fixed[i + 8] & 15 for i in range(8, len(fixed) - 15, 16) if fixed[i:i + 4] == b"\x03\0\x15\x0c"]
        if address and "@" in address and not address.startswith("/") and not wire and kinds != [3] and address.lower() not in known:
            why.append("a recipient")
    if wire and re.search(r"^Date:", wire, re.M) and not m["date"]:
        why.append("the date")
    stored = {p[:p.index("/") + 1] for p in files if p.startswith("__attach_")}
    signed = (value(files, "", 0x1A) or "").startswith("IPM.Note.SMIME")
    if not signed and len(m["attachments"]) != len(stored):
        why.append(f"{len(m['attachments'])} attachments, not {len(stored)}")
    sizes = sorted(len(files[p + "__substg1.0_37010102"]) for p in stored if p + "__substg1.0_37010102" in files)
    files_of = {a["part"] for a in m["attachments"]} - {d["messages"][0]["input"].rsplit("!")[-1] for d in docs[1:]}
    if not signed and [b for b in sorted(a["bytes"] for a in m["attachments"] if a["part"] in files_of) if b > 0] != [b for b in sizes if b > 0]:
        why.append("the sizes of attachments")
    inner = {p[:p.index("/") + 1] for p in files if re.match(r"__attach_[^/]*/__substg1\.0_3701000D/__properties", p)}
    if len(docs) != 1 + len(inner):
        why.append(f"{len(docs)} documents, not {1 + len(inner)}")
    if body and words(body):
        shown = set(words(m["text"])) | set(words(m.get("text_plain")))
        missing = [w for w in words(re.sub(r"<[^>]*>|\S+://\S+|\[[^]]*\]", " ", body)) if w not in shown]
        if len(missing) * 50 > len(words(body)):
            why.append(f"{len(missing)} of {len(words(body))} words of the body")
    return why


def real(folder):
    found = sorted(glob.glob(os.path.join(folder, "*", "*.msg")))
    # made to crash a reader, or written with a charset that the oracle cannot know
    broken = [p for p in found if "clusterfuzz" in p or "unknown_properties" in p]
    for path in found:
        name = os.path.basename(path)
        try:
            if path in broken:
                docs = analyse(path)
                why = [] if docs and docs[0]["kind"] == "mail" and docs[0]["examined"] != "failed" else ["no document"]
            else:
                why = check_real(path)
        except (ValueError, KeyError, IndexError, struct.error) as problem:
            why = [f"{type(problem).__name__}: {problem}"]
        tell(not why, name, ", ".join(why))
    tell(len(found) >= 41, "all 41 files were read", f"{len(found)}")


if sys.argv[1] == "own":
    own(sys.argv[2])
else:
    real(sys.argv[2])
sys.exit(1 if failed else 0)
