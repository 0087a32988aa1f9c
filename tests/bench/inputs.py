#!/usr/bin/env python3
"""The dearest inputs of every kind, up to 25 MB, through the whole program:  inputs.py NOROSHI [--check] [NAME ...]

One line an input: its size, the most memory of any process (the jailed reader among them), of the program's own process, CPU
seconds of all processes together, and what its documents say.  With --mb and --seconds it ends with 1 where one takes more of
either, or a document says neither "fully" nor "partly" with the name of a limit.
"""
import argparse
import base64
import bz2
import gzip
import io
import json
import lzma
import os
import random
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import outlook

FULL = 25_000_000
HEAD = b"From: Bob <bob@partner.example>\r\nTo: alice@a-company.example\r\nSubject: Plan\r\nDate: Wed, 31 Jul 2019 10:00:00 +0900\r\nMIME-Version: 1.0\r\n"
JA = "お世話になっております。下記の口座へ至急お振込みをお願いいたします。\r\n".encode()


def upto(piece, n=FULL):
    """piece: bytes, or a function of a number."""
    if isinstance(piece, bytes):
        return piece * (n // len(piece))
    out, size, i = [], 0, 0
    while size < n:
        out.append(piece(i))
        size += len(out[-1])
        i += 1
    return b"".join(out[:-1])


def mail(text, kind="text/plain; charset=utf-8", encoding="8bit"):
    return HEAD + f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + text


def parts(piece, head=b"hello\r\n"):
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + head + upto(piece) + b"--b--\r\n"


def part(name, data, kind="application/octet-stream"):
    return f'--b\r\nContent-Type: {kind}; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'.encode() \
        + base64.encodebytes(data) + b"\r\n"


def attached(name, data):
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n" + part(name, data) + b"--b--\r\n"


def zipped(members, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as z:
        for name, data in members:
            z.writestr(name, data)
    return out.getvalue()


def noise(n, seed=1):
    return random.Random(seed).randbytes(n)


def words(i):
    return b"line %d of a text that says %d and the quick brown fox that jumps over %d lazy dogs\r\n" % (i, i * 7919 % 100003, i % 77)


def office(kind, text, more=()):
    main = "word/document.xml" if kind == "docx" else "xl/workbook.xml"
    sheet = [] if kind == "docx" else [("xl/worksheets/sheet1.xml", text)]
    return zipped([("[Content_Types].xml", b"<Types/>"), (main, text if kind == "docx" else b"<workbook><sheets/></workbook>"), *sheet, *more])


def png(side):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = zlib.compress(b"".join(b"\0" + noise(side // 8, y) for y in range(side)), 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(body):
    return b"%PDF-1.4\n" + body


def from_line(i):
    return b"From bob@partner.example Wed Jul 31 10:00:00 2019\n" + HEAD.replace(b"\r\n", b"\n") + b"Message-ID: <%d@partner.example>\n\nhello\n\n" % i


def audit_row(i):
    return (f'2019-07-31T10:{i % 60:02d}:00,user{i % 500}@a-company.example,MailItemsAccessed,"{{""CreationTime"":""2019-07-31T10:00:00"",""Operation"":""MailItemsAccessed"",'
            f'""UserId"":""user{i % 500}@a-company.example"",""ClientIP"":""203.0.113.{i % 250}""}}"\n').encode()


def audit_json(i):
    return (f'{{"CreationTime":"2019-07-31T10:00:00","Operation":"New-InboxRule","UserId":"user{i}@a-company.example","ClientIP":"203.0.113.{i % 250}",'
            f'"Parameters":[{{"Name":"ForwardTo","Value":"x{i}@mail.example"}}]}},\n').encode()


def deep_rfc822():
    return upto(b"Content-Type: message/rfc822\r\n\r\n") + HEAD + b"\r\nhello\r\n"


def mail_zip():
    return zipped([(f"{i}.eml", mail(noise(3000, i).hex().encode())) for i in range(3900)], zipfile.ZIP_STORED)


PROPS = {(0x0037, outlook.UNICODE): "Plan", (0x0C1A, outlook.UNICODE): "Bob", (0x0C1F, outlook.UNICODE): "bob@partner.example", (0x1000, outlook.UNICODE): "hello"}
RTF = b"{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag <a href=\"https://a%d.example/\">}link{\\*\\htmltag </a>}"


def rtf_body(i):
    return b'{\\*\\htmltag84 <a href="https://host%d.example/path">}link %d{\\*\\htmltag92 </a>}' % (i, i)


def msg_rtf():
    return outlook.msg({**PROPS, (0x1009, outlook.BINARY): outlook.rtf(b"{\\rtf1\\ansi\\fromhtml1 " + upto(rtf_body, FULL - 200_000) + b"}")}, version=4)


INPUTS = {
    "nothing.bin": lambda: bytes(FULL), "noise.bin": lambda: noise(FULL), "text.txt": lambda: upto(words), "lines.txt": lambda: upto(b"\n"),
    "words.eml": lambda: mail(upto(words)), "japanese.eml": lambda: mail(upto(JA)), "accounts.eml": lambda: mail(upto(lambda i: b"Bank: B%d Account number: %010d\r\n" % (i, i))),
    "numbers.eml": lambda: mail(upto(b"12345 678 90\r\n")), "kanji.eml": lambda: mail(upto("口座番号 一二三四五六七\r\n".encode())),
    "iso-2022-jp.eml": lambda: mail(upto(JA.decode().encode("iso2022_jp")), "text/plain; charset=iso-2022-jp", "7bit"),
    "phrases.eml": lambda: mail(upto(b"your account will be closed, urgent wire transfer to our new bank account, please do not tell\r\n")),
    "quotes.eml": lambda: mail(upto(lambda i: b"> > line %d of this long quoted text\r\n" % i)), "links.eml": lambda: mail(upto(lambda i: b"https://host%d.example/path?u=https%%3A//b%d.example/\r\n" % (i, i))),
    "addresses.eml": lambda: HEAD.replace(b"alice@", b",\r\n ".join(b"p%d@d%d.example" % (i, i) for i in range(600000)) + b", alice@") + b"\r\nhello\r\n",
    "headers.eml": lambda: HEAD + upto(lambda i: b"X-Header-%d: %d\r\n" % (i, i)) + b"\r\nhello\r\n", "received.eml": lambda: upto(lambda i: b"Received: from a%d.example (b [203.0.113.%d]) by c; Wed, 31 Jul 2019 10:00:00 +0900\r\n" % (i, i % 250)) + HEAD + b"\r\nx\r\n",
    "base64.eml": lambda: attached("a.bin", noise(18_000_000)), "zeros.eml": lambda: attached("a.bin", bytes(18_000_000)), "texts.eml": lambda: parts(part("a.txt", b"account 12345678\r\n" * 60)),
    "small-parts.eml": lambda: parts(b"--b\r\n\r\nx\r\n"), "zips.eml": lambda: parts(part("a.zip", zipped([("a.txt", b"x" * 3000)]))), "pdfs.eml": lambda: parts(part("a.pdf", pdf(b"1 0 obj\n<< /Type /Page >>\nendobj\n"))),
    "pages.eml": lambda: parts(part("a.html", b"<form action='https://evil.example/'><input type=password></form>" * 50, "text/html")), "picture.eml": lambda: attached("a.png", png(9000)),
    "pictures.eml": lambda: parts(part("a.png", png(800))), "mails.eml": lambda: parts(b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + HEAD + b"\r\nhello account 12345678\r\n"), "deep.eml": deep_rfc822,
    "uuencode.eml": lambda: mail(b"begin 644 a.exe\r\n" + upto(b"M" + b"86%A" * 15 + b"\r\n")), "quoted-printable.eml": lambda: mail(upto(b"=E3=81=82"), encoding="quoted-printable"),
    "html.eml": lambda: mail(upto(lambda i: b'<p style="color:red">hello <a href="https://h%d.example/">https://other%d.example/</a></p>' % (i, i)), "text/html; charset=utf-8"),
    "table.eml": lambda: mail(upto(b"<table><tr><td>Account</td><td>12345678</td></tr></table>"), "text/html; charset=utf-8"), "divs.eml": lambda: mail(upto(b"<div>"), "text/html; charset=utf-8"),
    "entities.eml": lambda: mail(upto(b"&#x3042;"), "text/html; charset=utf-8"), "page.html": lambda: b"<html><body>" + upto(lambda i: b'<p>hello <a href="https://h%d.example/">x</a></p>' % i),
    "script.html": lambda: b"<html><script>" + upto(b"document.write(atob('PGEgaHJlZj0='));"), "page.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + upto(b"<a href='https://x.example/'><text>x</text></a>"),
    "calendar.ics": lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + upto(lambda i: b"ATTENDEE:mailto:p%d@d.example\r\n" % i), "small.mbox": lambda: upto(from_line), "one.mbox": lambda: from_line(1) + upto(words),
    "mails.zip": mail_zip, "zeros.zip": lambda: zipped([(f"{i}.txt", bytes(300 << 20)) for i in range(8)]), "members.zip": lambda: zipped([(f"{i}.txt", b"x") for i in range(200000)]),
    "zips.zip": lambda: zipped([(f"{i}.zip", zipped([("a.eml", mail(b"x" * 4000))])) for i in range(30000)], zipfile.ZIP_STORED)[:FULL],
    "noise.docx": lambda: office("docx", b"<w:document/>", [("word/media/a.bin", noise(FULL - 1_000_000))]), "text.docx": lambda: office("docx", b"<w:document>" + upto(lambda i: b"<w:p><w:r><w:t>account %010d</w:t></w:r></w:p>" % i, 90_000_000)),
    "cells.xlsx": lambda: office("xlsx", b"<worksheet><sheetData>" + upto(lambda i: b"<row><c><v>%d</v></c></row>" % i, 90_000_000)), "strings.xlsx": lambda: office("xlsx", b"<worksheet/>", [("xl/sharedStrings.xml", b"<sst>" + upto(lambda i: b"<si><t>s%d</t></si>" % i, 90_000_000))]),
    "noise.pdf": lambda: pdf(b"1 0 obj\n<< /Length %d >>\nstream\n" % (FULL - 1000) + noise(FULL - 1000) + b"\nendstream\nendobj\n"), "objects.pdf": lambda: pdf(upto(lambda i: b"%d 0 obj\n<< /A /URI /URI (https://h%d.example/) >>\nendobj\n" % (i, i))),
    "angles.pdf": lambda: pdf(upto(b"<<")), "parens.pdf": lambda: pdf(upto(b"(")), "pages.pdf": lambda: pdf(upto(lambda i: b"%d 0 obj\n<< /Type /Page /Parent 1 0 R >>\nendobj\n" % i)),
    "links.rtf": lambda: b"{\\rtf1\\ansi " + upto(lambda i: b'{\\field{\\*\\fldinst HYPERLINK "https://h%d.example/"}{\\fldrslt x}}' % i) + b"}", "braces.rtf": lambda: b"{\\rtf1" + upto(b"{"), "objects.rtf": lambda: b"{\\rtf1" + upto(b"{\\object\\objemb{\\*\\objdata 0105}}"),
    "body.msg": lambda: outlook.msg({**PROPS, (0x1000, outlook.UNICODE): "hello account 12345678 " * 500_000}, version=4), "rtf.msg": msg_rtf, "attachment.msg": lambda: outlook.msg(PROPS, (), [outlook.attachment("a.bin", noise(FULL - 500_000))], 4),
    "recipients.msg": lambda: outlook.msg(PROPS, [outlook.recipient(f"P{i}", f"p{i}@d{i}.example") for i in range(6000)], version=4), "winmail.dat": lambda: outlook.tnef({**PROPS, (0x1009, outlook.BINARY): outlook.rtf(b"{\\rtf1 " + upto(rtf_body, FULL // 2) + b"}")}, [({(0x3707, outlook.UNICODE): "a.bin"}, noise(FULL // 3))]),
    "audit.csv": lambda: b"CreationDate,UserIds,Operations,AuditData\n" + upto(audit_row), "audit.json": lambda: b"[" + upto(audit_json) + b"{}]", "brackets.json": lambda: b"[" * FULL,
    "dmarc.xml": lambda: b"<feedback><report_metadata></report_metadata>" + upto(b"<record><row><source_ip>203.0.113.1</source_ip><count>1</count></row></record>") + b"</feedback>",
}

def letter(pieces, head="Subject"):
    return HEAD + head.encode() + b": " + pieces + b"\r\n\r\nhello\r\n"


def html_mail(pieces):
    return mail(pieces, "text/html; charset=utf-8")


def multiparts(boundary, line, n=99):
    """So many multiparts inside each other, then lines that each of their boundaries is looked for in."""
    return HEAD + b"".join(b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n' % (boundary(i), boundary(i)) for i in range(n)) \
        + b"\r\n" + upto(line, FULL - n * 2 * len(boundary(0)))


def packed_deep(n):
    data = mail(b"x" * 4000)
    for _ in range(n):
        data = zipped([("a.zip", data), ("b.txt", b"x" * 1000)])
    return data


def packed_wide(levels, n):
    """No bytes to speak of, and n to the power of its levels mails."""
    data = mail(b"hello\r\n")
    for level in range(levels):
        data = zipped([(f"{i}.zip" if level else f"{i}.eml", data) for i in range(n)])
    return data


def deflated(n):
    return zlib.compress(bytes(n), 9)


def stream(i, data, more=b""):
    return b"%d 0 obj\n<< /Length %d /Filter /FlateDecode %s >>\nstream\n" % (i, len(data), more) + data + b"\nendstream\nendobj\n"


def pdf_text(i):
    return stream(i, zlib.compress(b"BT /F1 12 Tf " + b"(account 12345678) Tj T* " * 400 + b"ET", 1))


def nested_quotes():
    return upto(lambda i: b">" * (i % 2000) + b" On Wed, Bob <bob@partner.example> wrote:\r\n")


INPUTS |= {
    "prefixes.eml": lambda: multiparts(lambda i: b"b" * (i + 1), b"--b-\r\n"), "boundaries.eml": lambda: multiparts(lambda i: b"b" * 4000 + b"%03d" % i, b"--" + b"b" * 3990 + b"\r\n"),
    "folds.eml": lambda: letter(upto(b"x\r\n ")), "encoded.eml": lambda: letter(upto(b"=?utf-8?q?=e3=81=82?=\r\n ")), "references.eml": lambda: letter(upto(lambda i: b"<%d@a.example>\r\n " % i), "References"),
    "senders.eml": lambda: upto(lambda i: b"From: P%d <p%d@a.example>\r\n" % (i, i), 250_000) + HEAD + b"\r\nhello\r\n", "crowds.eml": lambda: parts(b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + HEAD.replace(b"alice@", b",".join(b"p%d@d%d.example" % (i, i) for i in range(2500)) + b",alice@") + b"\r\nhello\r\n"),
    "parameters.eml": lambda: parts(lambda i: b"--b\r\nContent-Type: text/plain" + b"".join(b"; name*%d*=%%41" % k for k in range(170)) + b"\r\n\r\nx\r\n"), "results.eml": lambda: letter(upto(b"mx.a-company.example; spf=pass (x) smtp.mailfrom=a@b.example;\r\n "), "Authentication-Results"),
    "base64-line.eml": lambda: mail(base64.b64encode(noise(18_000_000)), "application/octet-stream", "base64"), "base64-text.eml": lambda: mail(base64.encodebytes(upto(words, 18_000_000)), encoding="base64"),
    "begins.eml": lambda: mail(upto(b"begin 644 a.exe\r\n`\r\nend\r\n")), "nested-quotes.eml": lambda: mail(nested_quotes()), "marks.eml": lambda: mail(upto(b"> ")), "originals.eml": lambda: mail(upto(b"-----Original Message-----\r\nFrom: Bob <bob@partner.example>\r\nSent: Wednesday, July 31, 2019\r\nTo: Alice\r\nSubject: x\r\n\r\n")),
    "accents.eml": lambda: mail(b"a" + upto("\u0301".encode(), FULL // 2) + upto("\u0316".encode(), FULL // 2)), "accented.eml": lambda: mail(upto(("a" + "\u0301" * 300 + "\u0316" * 300 + " ").encode())), "invisible.eml": lambda: mail(upto("a\u200b\u202e\u00ad".encode())), "escapes.eml": lambda: mail(upto(b"\x1b$B$\"\x1b(B"), "text/plain; charset=iso-2022-jp", "7bit"),
    "utf16.eml": lambda: mail(base64.encodebytes(upto("口座 12345678\r\n".encode("utf-16-le"), 18_000_000)), "text/plain; charset=utf-16le", "base64"), "unlabelled.eml": lambda: mail(upto(JA.decode().encode("cp932")), "text/plain"),
    "schemes.eml": lambda: mail(upto(b"http://")), "long-link.eml": lambda: mail(b"http://a.example/" + upto(b"%252f")), "wrapped.eml": lambda: mail(upto(b"https://a.safelinks.protection.outlook.com/?url=")), "dots.eml": lambda: mail(upto(b"a.b@c.")), "ats.eml": lambda: mail(upto(b"a@b.example")), "defanged.eml": lambda: mail(upto(b"hxxp[:]//a[.]b[.]example ")),
    "ibans.eml": lambda: mail(upto(lambda i: b"IBAN: DE%02d 3704 0044 0532 %04d 00 BIC COBADEFF\r\n" % (i % 100, i % 10000))), "phones.eml": lambda: mail(upto(lambda i: b"Tel: +81 3 %04d %04d\r\n" % (i % 10000, i // 10000))), "colons.eml": lambda: mail(upto(b"Account:\r\n:\r\n")), "dates.eml": lambda: mail(upto(b"by 31 July 2019 10:00, 2019-08-01; ")), "squares.eml": lambda: mail(upto("██  ▀▄\r\n".encode())),
    "named-entities.html": lambda: b"<html>" + upto(b"&amp;&lt&notin;&CounterClockwiseContourIntegral;"), "comments.eml": lambda: html_mail(upto(b"<!--x--><!")), "anchors.eml": lambda: html_mail(upto(b"<a href=x ")), "attributes.eml": lambda: html_mail(b"<p " + upto(lambda i: b"a%d=b " % i) + b">x</p>"), "styles.eml": lambda: html_mail(upto(lambda i: b'<style>.c%d{display:none}</style><span class="c%d">x</span>' % (i, i))),
    "nested-tables.eml": lambda: html_mail(upto(b"<table><tr><td>")), "cells.eml": lambda: html_mail(b"<table>" + upto(b'<tr><td bgcolor="#000"></td><td bgcolor="#fff"></td></tr>') + b"</table>"), "forms.eml": lambda: html_mail(upto(lambda i: b'<form action="https://h%d.example/"><input type=password name=a></form>' % i)), "data-links.eml": lambda: html_mail(upto(b'<img src="data:image/png;base64,iVBORw0KGgo="><a href="data:text/html;base64,PGEgaHJlZj0=">x</a>')), "hidden.eml": lambda: html_mail(upto(b'se<span style="font-size:0">x</span>cret ')), "bases.eml": lambda: html_mail(upto(lambda i: b'<base href="https://h%d.example/"><a href="x">y</a>' % i)),
    "forms.html": lambda: b"<html>" + upto(lambda i: b'<form action="https://h%d.example/"><input type=password name=a></form>' % i), "scripts.html": lambda: b"<html>" + upto(b"<script>location='https://a.example/'</script>"), "text.html": lambda: b"<html>" + upto(words), "pages.mhtml": lambda: parts(part("a.html", b"<html><title>Sign in</title><form action=x><input type=password></form>" + b"word " * 20_000, "text/html")),
    "froms.mbox": lambda: upto(b"From a@b.example Wed Jul 31 10:00:00 2019\n\n"), "from-lines.mbox": lambda: from_line(1) + upto(b"From \n"), "quoted.mbox": lambda: from_line(1) + upto(b">From x\n"), "mails.mbox": lambda: upto(lambda i: b"From b@a.example Wed Jul 31 10:00:00 2019\n" + mail(b"account 12345678 https://a%d.example/\r\n" % i * 200).replace(b"\r\n", b"\n") + b"\n"),
    "deep.zip": lambda: packed_deep(400), "many-zips.zip": lambda: zipped([(f"{i}.zip", zipped([(f"{k}.txt", b"x") for k in range(200)])) for i in range(1000)], zipfile.ZIP_STORED), "tree.zip": lambda: packed_wide(3, 30), "names.zip": lambda: zipped([("../" * 300 + f"{i}.pdf.exe", b"x") for i in range(12000)], zipfile.ZIP_STORED), "zeros.gz": lambda: gzip.compress(bytes(1 << 30), 1), "zeros.xz": lambda: lzma.compress(bytes(1 << 30), preset=0), "zeros.bz2": lambda: bz2.compress(bytes(1 << 30)), "zeros-zip.eml": lambda: attached("a.zip", zipped([(f"{i}.txt", bytes(300 << 20)) for i in range(8)])), "zips-deep.eml": lambda: attached("a.zip", packed_deep(400)),
    "flate.pdf": lambda: pdf(b"".join(stream(i, deflated(20_000_000)) for i in range(100))), "streams.pdf": lambda: pdf(upto(pdf_text)), "object-streams.pdf": lambda: pdf(b"".join(stream(i, zlib.compress(b"".join(b"%d %d " % (k, k * 20) for k in range(5000)) + b"<< /A /URI /URI (x) >>" * 5000), b"/Type /ObjStm /N 5000 /First 50000") for i in range(500))), "arrays.pdf": lambda: pdf(b"1 0 obj\n" + upto(b"[")), "names.pdf": lambda: pdf(upto(b"/JavaScript /OpenAction ")), "eofs.pdf": lambda: pdf(upto(b"xref\n0 1\ntrailer\n<< /Prev 1 >>\nstartxref\n9\n%%EOF\n")), "pdf.eml": lambda: attached("a.pdf", pdf(upto(pdf_text, 17_000_000))),
    "columns.xlsx": lambda: office("xlsx", b"<worksheet><sheetData><row>" + upto(lambda i: b'<c r="A%d" t="inlineStr"><is><t>x</t></is></c>' % i, 90_000_000)), "relations.docx": lambda: office("docx", b"<w:document/>", [("word/_rels/document.xml.rels", b"<Relationships>" + upto(lambda i: b'<Relationship Id="r%d" Target="https://h%d.example/" TargetMode="External"/>' % (i, i), 90_000_000))]), "tags.docx": lambda: office("docx", upto(b"<w:p>", 90_000_000)), "entities.docx": lambda: office("docx", b"<w:document><w:t>" + upto(b"&#x3042;", 90_000_000)),
    "fields.rtf": lambda: b"{\\rtf1 " + upto(b"\\u12354?\\'82\\'a0"), "fonts.rtf": lambda: b"{\\rtf1{\\fonttbl" + upto(lambda i: b"{\\f%d\\fcharset128 A;}" % i) + b"}", "attachments.msg": lambda: outlook.msg(PROPS, (), [outlook.attachment(f"{i}.bin", noise(5000)) for i in range(1500)], 4), "properties.dat": lambda: outlook.tnef({**PROPS, **{(0x6000 + i, outlook.UNICODE): "x" * 300 for i in range(0x1F00)}}, [({(0x3707, outlook.UNICODE): f"{i}.bin"}, noise(1000)) for i in range(5000)]),
    "deep.json": lambda: upto(b'{"a":', FULL - 1), "string.json": lambda: b'[{"CreationTime":"' + upto(b"x") + b'"}]', "rows.jsonl": lambda: upto(lambda i: audit_json(i).rstrip(b",\n") + b"\n"), "commas.csv": lambda: b"CreationDate,UserIds,Operations,AuditData\n" + upto(b","), "quotes.csv": lambda: b"CreationDate,UserIds,Operations,AuditData\n" + upto(b'"'), "tls.json": lambda: b'{"organization-name":"x","policies":[' + upto(b'{"policy":{},"summary":{"total-successful-session-count":1}},') + b"{}]}",
    "events.ics": lambda: b"BEGIN:VCALENDAR\r\n" + upto(b"BEGIN:VEVENT\r\nSUMMARY:x\r\nDESCRIPTION:https://a.example/\r\nEND:VEVENT\r\n"), "blank.png": lambda: png(20000), "shortcut.lnk": lambda: b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + noise(FULL - 20),
}

WATCH = """
import json, os, resource, subprocess, sys, time
own, start = 0, time.monotonic()
with open(sys.argv[2], "wb") as out:
    process = subprocess.Popen([sys.argv[3], "analyse", "--json", "--jobs", "1", sys.argv[1]], stdout=out, stderr=subprocess.PIPE)
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status") as status:
                own = max([own] + [int(line.split()[1]) for line in status if line.startswith("VmHWM")])
        except OSError:
            pass
        time.sleep(0.02)
use = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"own": own // 1024, "largest": use.ru_maxrss // 1024, "cpu": use.ru_utime + use.ru_stime, "said": process.stderr.read().decode()[:300]}))
"""


def measure(noroshi, name, place):
    """In processes of their own: a child's peak begins with what its parent held."""
    path, out = os.path.join(place, name), os.path.join(place, "out")
    subprocess.run([sys.executable, os.path.abspath(__file__), noroshi, name, "--write", path], check=True)
    size = os.path.getsize(path)
    use = json.loads(subprocess.run([sys.executable, "-c", WATCH, path, out, noroshi], stdout=subprocess.PIPE, check=True).stdout)
    examined, limits, n = {}, [], 0
    with open(out, encoding="utf-8") as lines:
        for line in lines:
            doc = json.loads(line)
            n += 1
            examined[doc["examined"]] = examined.get(doc["examined"], 0) + 1
            limits += [x["limit"] for x in doc["limits"] if x["limit"] not in limits]
    os.unlink(path)
    return size, use, n, examined, limits


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("noroshi")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--mb", type=int, help="the most that any process may hold")
    parser.add_argument("--seconds", type=float, help="the most CPU of all processes together")
    parser.add_argument("--write", help=argparse.SUPPRESS)
    chosen = parser.parse_intermixed_args()
    if chosen.write:
        with open(chosen.write, "wb") as f:
            f.write(INPUTS[chosen.names[0]]())
        return
    failed = 0
    for name in [n for n in INPUTS if not chosen.names or any(c in n for c in chosen.names)]:
        with tempfile.TemporaryDirectory(prefix="noroshi-inputs-") as place:
            size, use, n, examined, limits = measure(chosen.noroshi, name, place)
        good = (n > 0 and not set(examined) - {"fully", "partly"} and (limits or "partly" not in examined)
                and (chosen.mb is None or use["largest"] <= chosen.mb) and (chosen.seconds is None or use["cpu"] <= chosen.seconds))
        failed |= not good
        print(f"{name:22} {size / 1e6:5.1f} MB  largest {use['largest']:4} MB  own {use['own']:4} MB  {use['cpu']:5.2f} s  {n} documents {examined} {limits}"
              f"{'' if good else '  TOO MUCH'} {use['said'].strip()[:100]}", flush=True)
    sys.exit(1 if failed else 0)


main()
