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


def account_kept_elsewhere(lang):
    """The account stands in a text box, on a sheet or in a letter, or with a cell for each digit."""
    subject, first, second = TEXT[lang]
    sheet = [papers.rows_of(*[papers.cell(f"A{i}", line) for i, line in enumerate(INVOICE[lang], 1)])]
    old, new = {"en": ("4410023987", "7730901244"), "ja": NUMBERS[lang][2:]}[lang]
    label = {"en": "Account No.", "ja": "口座番号"}[lang]

    def digits(which):
        number = old if which == "old" else new
        return papers.rows_of(*[papers.cell(f"A{i}", line) for i, line in enumerate(INVOICE[lang], 1)],
                              papers.cell("A7", label) + "".join(papers.cell(f"{chr(67 + i)}7", int(c)) for i, c in enumerate(number)))

    forms = {"text-box.xlsx": (NUMBERS[lang][2:], lambda which: papers.workbook(sheet, [papers.drawing(*[[line] for line in ACCOUNTS[lang][which]])])),
             "text-box.docx": (NUMBERS[lang][2:], lambda which: papers.word_file(
                 "".join(papers.word_text(line) for line in INVOICE[lang][:-1]) + papers.word_text(papers.text_box(*ACCOUNTS[lang][which]), INVOICE[lang][-1]))),
             "digit-cells.xlsx": ((old, new), lambda which: papers.workbook([digits(which)]))}
    for form, (numbers, make) in forms.items():
        name, kind = form.split(".")
        for found in (True, False):
            mails = [mail(1, REAL, 1, subject, first, [(f"invoice.{kind}", make("old"))]),
                     mail(2, FAKE if found else REAL, 8, subject, second, [(f"invoice.{kind}", make("new" if found else "old"))])]
            expect = {"absent": ["bec.account.changed"], "examined": "fully"}
            if found:
                expect = {"findings": [{"id": "bec.account.changed", "strength": "strong", "message": 1, "evidence": [
                    {"where": "attachment:2", "found": numbers[1], "expected": numbers[0]}]}]}
            case("bec.account.changed", f"{'found' if found else 'not'}-{lang}-{name}-in-{kind}", mails, expect)


def other_beneficiary(lang):
    """Who plays the partner names a beneficiary of his own; a partner who pays on behalf of another firm does not change his account."""
    subject, first, second = TEXT[lang]
    other = {"en": ["Beneficiary: Harbour Trading Ltd", "Bank: Second Example Bank", "IBAN: DE75 5121 0800 1245 1261 99"],
             "ja": ["振込先: りそな銀行 上野支店", "口座番号: 普通 7654321", "口座名義: カ）ミナトシヨウカイ"]}[lang]
    for found, sender in ((True, FAKE), (False, REAL)):
        mails = [mail(1, REAL, 1, subject, first, [("invoice.pdf", papers.pdf(invoice(lang, "old"), MADE))]),
                 mail(2, sender, 8, subject, second, [("invoice.pdf", papers.pdf(INVOICE[lang] + other, MADE))])]
        expect = {"absent": ["bec.account.changed"]}
        if found:
            expect = {"findings": [{"id": "bec.account.changed", "strength": "strong", "message": 1, "evidence": [
                {"where": "attachment:2", "found": NUMBERS[lang][3], "expected": NUMBERS[lang][2]}]}]}
        case("bec.account.changed", f"{'found' if found else 'not'}-{lang}-other-beneficiary", mails, expect)


def two_invoices(lang, sender, first, second, text=None, name="invoice.pdf", second_name=None):
    subject, usual, later = TEXT[lang]
    return [mail(1, REAL, 1, subject, usual, [(name, first)] if first else []),
            mail(2, sender, 8, subject, text or later, [(second_name or name, second)] if second else [])]


def only_account(lang):
    """A copy with another account; not: the same account, a new invoice, whoever sends it."""
    new = INVOICE[lang][:1] + [INVOICE[lang][1].replace("4711", "4712")] + INVOICE[lang][2:]
    old_pdf = papers.pdf(invoice(lang, "old"), MADE)
    for name, sender, second, found in (
            ("found-{}-copy", FAKE, papers.pdf(invoice(lang, "new"), MADE), "strong"),
            ("found-{}-usual-sender", REAL, papers.pdf(invoice(lang, "new"), MADE, packed=True), "medium"),
            ("not-{}-same-again", FAKE, papers.pdf(invoice(lang, "old"), MADE), None),
            ("not-{}-next-invoice", REAL, papers.pdf(invoice(lang, "new", new), MADE), None)):
        expect = {"absent": ["bec.invoice.only-account"]}
        if found:
            expect = {"findings": [{"id": "bec.invoice.only-account", "strength": found, "message": 1, "evidence": [
                {"where": "attachment:2", "page": 1, "found": NUMBERS[lang][3], "expected": NUMBERS[lang][2],
                 "expected_from": "message 0, attachment:2"}]}]}
        case("bec.invoice.only-account", name.format(lang), two_invoices(lang, sender, old_pdf, second), expect)


def remade(lang):
    """Another producer and time zone; a page drawn anew in an appended revision; not: the same program, a signature, a scan."""
    other = {"Producer": "Free PDF Converter 2", "Creator": "Writer", "CreationDate": "D:20190807220000+01'00'"}
    old_pdf = papers.pdf(invoice(lang, "old"), MADE)
    edited = papers.Pdf(MADE)
    edited.page(invoice(lang, "old"))
    edited.revise([*INVOICE[lang], *[(1, line) for line in ACCOUNTS[lang]["new"]]], {"ModDate": "D:20190807223000+01'00'"}, "Arial")
    signed = papers.Pdf(MADE)
    signed.page(invoice(lang, "old"))
    signed.write({20: b"<< /Type /Sig /ByteRange [0 10 20 30] /Contents <00> >>"})
    next_month = papers.pdf([line.replace("4711", "4712") for line in invoice(lang, "old")], {**MADE, "CreationDate": "D:20190901083000+09'00'"})
    for name, sender, second, found in (
            ("found-{}-other-program", FAKE, papers.pdf(invoice(lang, "new"), other, ("Arial",)), "medium"),
            ("found-{}-appended-revision", FAKE, edited.out, "medium"),
            ("found-{}-other-program-usual-sender", REAL, papers.pdf(invoice(lang, "old"), other, ("Arial",)), "weak"),
            ("not-{}-same-program", REAL, next_month, None),
            ("not-{}-signed", REAL, signed.out, None),
            ("not-{}-scanned", FAKE, papers.scan_pdf(), None)):
        expect = {"absent": ["bec.invoice.remade"]}
        if found:
            expect = {"findings": [{"id": "bec.invoice.remade", "strength": found, "message": 1, "evidence": [{"where": "attachment:2"}]}]}
        case("bec.invoice.remade", name.format(lang), two_invoices(lang, sender, old_pdf, second), expect)
    folder = os.path.join(GOLDEN, "bec.invoice.remade", f"found-{lang}-handed-in-alone")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "invoice.pdf"), "wb") as f:
        f.write(edited.out)
    with open(os.path.join(folder, "expect.json"), "w", encoding="utf-8") as f:
        json.dump({"findings": [{"id": "bec.invoice.remade", "strength": "weak", "message": 0}],
                   "verdict": {"nature": "unknown", "strength": "weak"}}, f, indent=1)
        f.write("\n")


def third_country(lang):
    abroad = {"en": ["Beneficiary: A-Company Ltd", "Bank: Harbour Bank", "Account No: 7730901244", "SWIFT: HRBKHKHH"],
              "ja": ["口座名義: カ）エーセイサクシヨ", "銀行名: Harbour Bank", "口座番号: 7730901244", "SWIFT: HRBKHKHH"]}[lang]
    at_home = {"en": ["Beneficiary: A-Company Ltd", "Bank: Other Bank", "IBAN: DE75 5121 0800 1245 1261 99"],
               "ja": ACCOUNTS["ja"]["new"]}[lang]
    old_pdf = papers.pdf(invoice(lang, "old"), MADE)
    home = {"en": "DE", "ja": "JP"}[lang]
    for name, sender, account, found in (("found-{}-abroad", FAKE, abroad, "strong"), ("found-{}-abroad-usual-sender", REAL, abroad, "weak"),
                                         ("not-{}-same-country", FAKE, at_home, None)):
        expect = {"absent": ["bec.account.third-country"]}
        if found:
            expect = {"findings": [{"id": "bec.account.third-country", "strength": found, "message": 1, "sentence_has": f"in HK, the counterparty or its earlier account in {home}"}]}
        case("bec.account.third-country", name.format(lang), two_invoices(lang, sender, old_pdf, papers.pdf(INVOICE[lang] + account, MADE)), expect)


def price_revised(lang):
    words = {"en": "Dear Bob,\n\nattached is the revised quotation.\n\nAlice Aoki\n", "ja": "山田様\n\n改訂した見積書をお送りします。\n\n青木\n"}[lang]
    higher = [line.replace("10,000.00", "14,500.00").replace("1,000,000", "1,450,000") for line in INVOICE[lang]]
    old_pdf, shown = papers.pdf(invoice(lang, "old"), MADE), {"en": ("14,500.00", "10,000.00"), "ja": ("1,450,000", "1,000,000")}[lang]
    for name, sender, lines, found in (("found-{}-higher", FAKE, higher, True), ("not-{}-usual-sender", REAL, higher, False),
                                       ("not-{}-same-total", FAKE, INVOICE[lang], False)):
        expect = {"absent": ["bec.price.revised"]}
        if found:
            expect = {"findings": [{"id": "bec.price.revised", "strength": "medium", "message": 1, "evidence": [
                {"where": "attachment:2", "found": shown[0], "expected": shown[1]}]}]}
        case("bec.price.revised", name.format(lang), two_invoices(lang, sender, old_pdf, papers.pdf(invoice(lang, "old", lines), MADE), words), expect)


def payment_method(lang):
    words = {"en": ("Dear Bob,\n\nwe no longer accept cheques. Please pay by transfer.\n\nAlice Aoki\n", "Dear Bob,\n\nthank you for your cheque.\n\nAlice Aoki\n", "no longer accept cheques"),
             "ja": ("山田様\n\n今後のお支払いは小切手ではなく銀行振込でお願いいたします。\n\n青木\n", "山田様\n\n小切手を受け取りました。ありがとうございます。\n\n青木\n", "小切手ではなく")}[lang]
    for name, sender, text, found in (("found-{}-played", FAKE, words[0], "medium"), ("found-{}-usual-sender", REAL, words[0], "weak"),
                                      ("not-{}-received", FAKE, words[1], None)):
        expect = {"absent": ["bec.payment.method"]}
        if found:
            expect = {"findings": [{"id": "bec.payment.method", "strength": found, "message": 1, "evidence": [{"where": "body", "found": words[2]}]}]}
        case("bec.payment.method", name.format(lang), two_invoices(lang, sender, None, None, text), expect)


def certificate(lang):
    changed = {"en": "Dear Bob,\n\nour bank has changed. The certificate is attached.\n\nAlice Aoki\n",
               "ja": "山田様\n\n振込先が変更になりました。証明書をお送りします。\n\n青木\n"}[lang]
    paper = papers.pdf({"en": ["Bank Certificate", "We confirm the account of A-Company Ltd."], "ja": ["口座証明書", "上記の口座を証明します。"]}[lang], MADE)
    plain = papers.pdf({"en": ["Packing list", "2 boxes"], "ja": ["納品書", "2箱"]}[lang], MADE)
    name_of = {"en": "account confirmation letter.pdf", "ja": "bank certificate.pdf"}[lang]
    for name, sender, file, data, text, found in (
            ("found-{}-by-text", FAKE, "scan01.pdf", paper, changed, "medium"), ("found-{}-by-name", FAKE, name_of, papers.scan_pdf(), changed, "medium"),
            ("found-{}-usual-sender", REAL, "scan01.pdf", paper, changed, "weak"), ("not-{}-other-document", FAKE, "scan01.pdf", plain, changed, None),
            ("not-{}-no-change", REAL, "scan01.pdf", paper, None, None)):
        expect = {"absent": ["bec.certificate.bank"]}
        if found:
            expect = {"findings": [{"id": "bec.certificate.bank", "strength": found, "message": 1, "evidence": [{"where": "attachment:2"}]}]}
        case("bec.certificate.bank", name.format(lang), two_invoices(lang, sender, None, data, text, file), expect)


def main():
    for make in (account_changed, account_kept_elsewhere, other_beneficiary, only_account, remade, third_country, price_revised, payment_method, certificate):
        for lang in ("en", "ja"):
            make(lang)


main()
