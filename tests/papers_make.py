#!/usr/bin/env python3
"""Writes the golden cases whose mails carry PDF, Word or Excel files:  tests/papers_make.py

A story is two firms, a usual invoice and a later one.  What a story writes is the same every time,
so a second run changes nothing; lib/papers.py makes the files.
"""
import base64
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
import papers  # noqa: E402

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
CONTEXT = {
    "own_domains": ["b-company.example"], "free_mail": ["freemail.example"],
    "organisations": [{"name": "A-Company Ltd", "aliases": ["A-Company", "株式会社A製作所"], "domains": ["a-company.example"],
                       "people": [{"name": "Alice Aoki", "addresses": ["alice@a-company.example"], "role": "finance"}]},
                      {"name": "B-Company Inc", "aliases": ["株式会社B商事"], "domains": ["b-company.example"], "member": True}]}
REAL, FAKE = "alice@a-company.example", "alice.a-company@freemail.example"
TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def encoded(text):
    return f"=?UTF-8?B?{base64.b64encode(text.encode()).decode()}?=" if not text.isascii() else text


def lines_of(data):
    text = base64.b64encode(data).decode()
    return "\n".join(text[i:i + 76] for i in range(0, len(text), 76))


def mail(number, sender, day, subject, text, files=(), hour=9):
    host = sender.split("@")[1]
    route = "198.51.100.25" if host == "a-company.example" else "203.0.113.25"
    head = [f"Received: from out.{host} (out.{host} [{route}])", f"\tby mx.b-company.example with ESMTP id x{number};",
            f"\tThu, {day:02} Aug 2019 {hour:02}:00:05 +0900", f"From: Alice Aoki <{sender}>", "To: Bob Brown <bob@b-company.example>",
            f"Subject: {encoded(subject)}", f"Date: Thu, {day:02} Aug 2019 {hour:02}:00:00 +0900", f"Message-ID: <{number}@a-company.example>",
            *([f"In-Reply-To: <{number - 1}@a-company.example>", f"References: <{number - 1}@a-company.example>"] if number > 1 else []),
            "X-Mailer: Microsoft Outlook 16.0", "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="=_part"', ""]
    body = ["--=_part", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "", lines_of(text.encode()), ""]
    for name, data in files:
        body += ["--=_part", f'Content-Type: {TYPES[name.rsplit(".", 1)[1]]}; name="{name}"',
                 f'Content-Disposition: attachment; filename="{name}"', "Content-Transfer-Encoding: base64", "", lines_of(data), ""]
    return "\n".join(head + body + ["--=_part--", ""])


def case(detector, name, mails, expect, context=None):
    folder = os.path.join(GOLDEN, detector, name)
    os.makedirs(folder, exist_ok=True)
    for i, text in enumerate(mails, 1):
        with open(os.path.join(folder, f"mail-{i:02}.eml"), "w", encoding="utf-8") as f:
            f.write(text)
    for file, value in (("context.json", context or CONTEXT), ("expect.json", expect)):
        with open(os.path.join(folder, file), "w", encoding="utf-8") as f:
            json.dump(value, f, ensure_ascii=False, indent=1)
            f.write("\n")


# ---- words of the stories ----

ACCOUNTS = {"en": {"old": ["Beneficiary: A-Company Ltd", "Bank: First Example Bank", "IBAN: DE89 3704 0044 0532 0130 00"],
                   "new": ["Beneficiary: A-Company Ltd", "Bank: Second Example Bank", "IBAN: DE75 5121 0800 1245 1261 99"]},
            "ja": {"old": ["振込先: みずほ銀行 丸の内支店", "口座番号: 普通 1234567", "口座名義: カ）エーセイサクシヨ"],
                   "new": ["振込先: りそな銀行 上野支店", "口座番号: 普通 7654321", "口座名義: カ）エーセイサクシヨ"]}}
NUMBERS = {"en": ("DE89370400440532013000", "DE75512108001245126199", "DE89 3704 0044 0532 0130 00", "DE75 5121 0800 1245 1261 99"),
           "ja": ("1234567", "7654321", "1234567", "7654321")}
INVOICE = {"en": ["INVOICE", "No. 4711", "To: B-Company Inc", "Pump, 2 pieces   10,000.00 USD", "Total   10,000.00 USD", "Due date: 2019-08-31"],
           "ja": ["請求書", "番号 4711", "株式会社B商事 御中", "ポンプ 2台   1,000,000円", "合計   1,000,000円", "支払期限: 2019年8月31日"]}
TEXT = {"en": ("Invoice 4711", "Dear Bob,\n\nplease find the invoice attached.\n\nAlice Aoki\n",
               "Dear Bob,\n\nplease use the corrected invoice that is attached.\n\nAlice Aoki\n"),
        "ja": ("請求書 4711", "山田様\n\n請求書をお送りします。よろしくお願いいたします。\n\n青木\n",
               "山田様\n\n訂正した請求書をお送りします。こちらをご使用ください。\n\n青木\n")}
MADE = {"Producer": "Example Invoice Maker 3.1", "Creator": "Example Billing", "CreationDate": "D:20190801083000+09'00'",
        "ModDate": "D:20190801083000+09'00'"}


def invoice(lang, which, lines=None):
    return (lines or INVOICE[lang]) + ACCOUNTS[lang][which]


def as_docx(lang, which):
    head, account = INVOICE[lang], ACCOUNTS[lang][which]
    return papers.docx(head, [[part.strip() for part in line.split(":", 1)] for line in account], creator="A-Company")


def as_xlsx(lang, which):
    return papers.xlsx([[line] for line in INVOICE[lang]] + [[part.strip() for part in line.split(":", 1)] for line in ACCOUNTS[lang][which]])


def account_changed(lang):
    """The later invoice names another account, in a PDF, a Word or an Excel file."""
    subject, first, second = TEXT[lang]
    kinds = {"pdf": lambda which: papers.pdf(invoice(lang, which), MADE, packed=True), "docx": lambda which: as_docx(lang, which),
             "xlsx": lambda which: as_xlsx(lang, which)}
    old, new, _, shown = NUMBERS[lang]
    for kind, make in kinds.items():
        for found in (True, False):
            mails = [mail(1, REAL, 1, subject, first, [(f"invoice.{kind}", make("old"))]),
                     mail(2, FAKE if found else REAL, 8, subject, second, [(f"invoice.{kind}", make("new" if found else "old"))])]
            expect = {"absent": ["bec.account.changed"]}
            if found:
                expect = {"findings": [{"id": "bec.account.changed", "strength": "strong", "message": 1, "evidence": [
                    {"where": "attachment:2", "found": shown, "expected": NUMBERS[lang][2]}]}],
                    "verdict": {"nature": "bec", "bec_type": 1, "strength": "strong"}}
            case("bec.account.changed", f"{'found' if found else 'not'}-{lang}-in-{kind}", mails, expect)


def main():
    for lang in ("en", "ja"):
        account_changed(lang)


main()
