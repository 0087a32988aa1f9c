#!/usr/bin/env python3
"""tests/e2e/papers_check.py DIR: where Word, Excel, OpenDocument and RTF files keep an account, one TAP line a file.

The files are written into DIR and read by `noroshi analyse`.  A row names the file, its bytes and what must come out of it: the
accounts as they are shown, the text or the limit.
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lib"))
import papers  # noqa: E402
from papers import SHEET, WORD, cell, drawing, rows_of, text_box, word_file, word_text, workbook  # noqa: E402

PROGRAM = os.environ.get("NOROSHI", "build/noroshi")
IBAN = "DE89 3704 0044 0532 0130 00"
LINE = f"IBAN: {IBAN}"
RTF = r"{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fcharset128 MS Mincho;}}\pard\f0 INVOICE"


def note(kind, *paragraphs):
    return f"<w:{kind}s {WORD}><w:{kind}>" + "".join(word_text(p) for p in paragraphs) + f"</w:{kind}></w:{kind}s>"


def in_cp932(text):
    return "".join(f"\\'{b:02x}" for b in text.encode("cp932"))


def word_rows():
    other = f"<html><p>{LINE}</p></html>"
    yield "split.docx", word_file(word_text("口座番号: 普通 12", '<w:proofErr w:type="spellStart"/>', "345", '<w:bookmarkStart w:id="0"/>', "67")), {"shown": ["1234567"]}
    yield "text-box.docx", word_file(word_text("合計 1,000円", text_box("振込先: みずほ銀行 丸の内支店", "普通 1234567"), "以上")), {
        "shown": ["1234567"], "text": "合計 1,000円以上\n振込先: みずほ銀行 丸の内支店\n普通 1234567\n"}
    yield "text-box-in-a-number.docx", word_file(word_text("Account No.: 441", text_box("seen 2019"), "0023987")), {
        "shown": ["4410023987"], "text": "Account No.: 4410023987\nseen 2019\n"}
    two = text_box(LINE).replace("0130 00", "0130 01", 1)
    yield "two-readers-two-texts.docx", word_file(word_text(two)), {"shown": ["DE89 3704 0044 0532 0130 01", IBAN]}
    yield "text-box-in-a-cell.docx", word_file(f"<w:tbl><w:tr><w:tc>{word_text('Total', text_box(LINE))}</w:tc><w:tc>{word_text('10')}</w:tc></w:tr></w:tbl>"), {
        "shown": [IBAN], "text": f"Total\t10\t\n{LINE}\n"}
    yield "moved-away.docx", word_file("<w:p><w:moveFrom><w:r><w:t>口座番号: 普通 9999999</w:t></w:r></w:moveFrom></w:p>" + word_text("口座番号: 普通 1234567")), {"shown": ["1234567"]}
    yield "inserted.docx", word_file(word_text("口座番号: 普通 ", "<w:del><w:r><w:delText>9999999</w:delText></w:r></w:del>", "<w:ins><w:r><w:t>1234567</w:t></w:r></w:ins>")), {
        "shown": ["1234567"]}
    yield "furigana.docx", word_file(word_text("<w:r><w:ruby><w:rt><w:r><w:t>こうざ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>口座</w:t></w:r></w:rubyBase></w:ruby></w:r>", "番号: 1234567")), {
        "text": "口座番号: 1234567\n"}
    yield "hyphen-that-holds.docx", word_file(word_text("Account No.: 12", "<w:r><w:noBreakHyphen/></w:r>", "4410023987")), {"shown": ["12-4410023987"]}
    yield "tab-stops.docx", word_file('<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:r><w:t>Total</w:t><w:tab/><w:t>10</w:t></w:r></w:p>'), {"text": "Total\t10\n"}
    for kind in ("comment", "endnote", "footnote"):
        yield f"{kind}.docx", word_file(word_text("INVOICE"), [(f"word/{kind}s.xml", note(kind, LINE))]), {"shown": [IBAN], "text": f"INVOICE\n{LINE}\n"}
    yield "footer.docx", word_file(word_text("INVOICE"), [("word/footer3.xml", f"<w:ftr {WORD}>{word_text(LINE)}</w:ftr>")]), {"shown": [IBAN]}
    yield "diagram.docx", word_file(word_text("INVOICE"), [("word/diagrams/data1.xml", f"<x><a:p><a:r><a:t>{LINE}</a:t></a:r></a:p></x>")]), {"shown": [IBAN]}
    yield "main-part-of-another-name.docx", word_file(word_text(LINE), main="word/main.xml"), {"shown": [IBAN]}
    yield "utf-16.docx", word_file(word_text("口座番号: 1234567"), encode=lambda s: s.encode("utf-16")), {"shown": ["1234567"]}
    yield "page-put-in.docx", word_file('<w:altChunk r:id="rId9"/>', [("word/afchunk.htm", other)]), {"limit": "paper.part-unread"}
    whole = word_file(word_text(LINE * 50))
    yield "cut.docx", whole[:len(whole) * 2 // 3], {"limit": "paper.damaged"}
    for name, digits in (("digit-cells", "1234567"), ("digit-cells-wide", "１２３４５６７")):
        cells = "".join(f"<w:tc>{word_text(c)}</w:tc>" for c in ["口座番号", "普通", *digits])
        yield f"{name}.docx", word_file(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), {"shown": ["1234567"]}


def excel_rows():
    label = cell("A1", "口座番号")
    yield "number.xlsx", workbook([rows_of(label + cell("C1", 1234567))]), {"shown": ["1234567"]}
    yield "zeros-of-the-format.xlsx", workbook([rows_of(label + cell("B1", 1234, 1), cell("A2", "郵便振替") + cell("B2", 15012345, 2))], formats=["0000000", "00000-0-0000"]), {
        "shown": ["0001234", "00150-1-2345"]}
    yield "power-of-ten.xlsx", workbook([rows_of(cell("A1", "Account No.") + cell("B1", 1.23456789012E+11))]), {"shown": ["123456789012"]}
    yield "half.xlsx", workbook([rows_of(cell("A1", "Total") + cell("B1", 10.5))]), {"text": "Total\t10.5\t\n"}
    yield "kind-in-a-cell.xlsx", workbook([rows_of(cell("A1", "振込先") + cell("B1", "みずほ銀行 丸の内支店") + cell("C1", "普通") + cell("D1", 1234567))]), {"shown": ["1234567"]}
    shared = f"<sst {SHEET}><si><t>口座番号</t><rPh><t>コウザバンゴウ</t></rPh></si><si><r><t>普通 12</t></r><r><t>34567</t></r></si></sst>"
    yield "shared.xlsx", workbook([rows_of('<c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c>')], [("xl/sharedStrings.xml", shared)]), {
        "shown": ["1234567"], "text": "口座番号\t\t普通 1234567\t\n"}
    yield "inline-reading.xlsx", workbook([rows_of('<c r="A1" t="inlineStr"><is><t>口座番号</t><rPh><t>コウザ</t></rPh></is></c>' + cell("B1", 1234567))]), {"shown": ["1234567"]}
    yield "cdata.xlsx", workbook([rows_of(f'<c r="A1" t="inlineStr"><is><t><![CDATA[A&B <{LINE}>]]></t></is></c>')]), {"shown": [IBAN], "text": f"A&B <{LINE}>\t\n"}
    yield "head-with-a-gap.xlsx", workbook([rows_of(cell("A1", "銀行名") + cell("B1", "支店名") + cell("D1", "口座番号"), cell("A2", "みずほ銀行") + cell("D2", 1234567))]), {"shown": ["1234567"]}
    yield "far-column.xlsx", workbook([rows_of(cell("XFD1", LINE))]), {"shown": [IBAN]}
    yield "digit-cells.xlsx", workbook([rows_of(label + "".join(cell(f"{'CDEFGHI'[i]}1", i + 1) for i in range(7)))]), {"shown": ["1234567"]}
    yield "text-box.xlsx", workbook([rows_of(cell("A1", "請求書"))], [drawing(["振込先: みずほ銀行 丸の内支店"], ["普通 123", "4567"])]), {"shown": ["1234567"]}
    comment = f'<comments {SHEET}><commentList><comment ref="A1"><text><r><t>{LINE}</t></r></text></comment></commentList></comments>'
    yield "comment.xlsx", workbook([rows_of(cell("A1", "INVOICE"))], [("xl/comments1.xml", comment)]), {"shown": [IBAN]}
    foot = f"<headerFooter><oddHeader>&amp;L&amp;\"Arial,Bold\"&amp;12A&amp;&amp;B Ltd</oddHeader><oddFooter>&amp;C&amp;KFF0000{LINE}&amp;RPage &amp;P</oddFooter></headerFooter>"
    yield "printed-foot.xlsx", workbook([rows_of(cell("A1", "INVOICE")) + foot]), {"shown": [IBAN], "text": f"INVOICE\t\n\tA&B Ltd\n\t{LINE}\tPage \n"}
    yield "sheet-71.xlsx", workbook([rows_of(cell("A1", "x"))] * 70 + [rows_of(cell("A1", LINE))]), {"shown": [IBAN]}
    yield "binary.xlsb", papers.zip_of([("[Content_Types].xml", papers.types("/xl/workbook.bin", "x")), ("_rels/.rels", papers.rels("xl/workbook.bin")),
                                        ("xl/workbook.bin", "x"), ("xl/worksheets/sheet1.bin", "x")]), {"limit": "paper.part-unread"}


def odf_rows():
    def p(text):
        return f"<text:p>{text}</text:p>"

    def cells(*texts):
        return "<table:table-row>" + "".join("<table:table-cell/>" if t is None else f"<table:table-cell>{p(t)}</table:table-cell>" for t in texts) + "</table:table-row>"

    yield "foot.odt", papers.odf(p("INVOICE"), feet=p(LINE)), {"shown": [IBAN], "text": f"INVOICE\n{LINE}"}
    gone = f"<text:tracked-changes><text:changed-region><text:deletion>{p('口座番号 9999999')}</text:deletion></text:changed-region></text:tracked-changes>"
    yield "deleted.odt", papers.odf(gone + p("口座番号 1234567")), {"text": "口座番号 1234567"}
    box = f"<draw:frame><draw:text-box>{p('seen 2019')}</draw:text-box></draw:frame>"
    yield "text-box-in-a-number.odt", papers.odf(p(f"Account No.: 441{box}0023987")), {"shown": ["4410023987"], "text": "Account No.: 4410023987\nseen 2019"}
    comment = f"<office:annotation><dc:creator>Bob</dc:creator><dc:date>2019-08-01</dc:date>{p(LINE)}</office:annotation>"
    yield "comment.odt", papers.odf(p(f"INVOICE{comment} 4711")), {"shown": [IBAN], "text": f"INVOICE 4711\n{LINE}"}
    yield "furigana.odt", papers.odf(p("<text:ruby><text:ruby-base>口座</text:ruby-base><text:ruby-text>こうざ</text:ruby-text></text:ruby>番号: 1234567")), {"shown": ["1234567"]}
    yield "head-with-a-gap.ods", papers.odf("<table:table>" + cells("銀行名", "支店名", "口座番号") + cells("みずほ銀行", None, "1234567") + "</table:table>", "spreadsheet"), {
        "shown": ["1234567"], "text": "銀行名\t支店名\t口座番号\t\nみずほ銀行\t\t1234567\t"}


def rtf_rows():
    yield "foot.rtf", RTF + r"{\footer\pard " + LINE + r"\par}\par}", {"shown": [IBAN], "text": f"INVOICE\n{LINE}"}
    yield "text-box.rtf", RTF + r" 4711{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt " + LINE + r"\par}}{\shprslt{\*\do{\dptxbxtext " + LINE + r"\par}}}}\par}", {
        "shown": [IBAN], "text": f"INVOICE 4711\n{LINE}"}
    yield "old-text-box.rtf", RTF + r"{\*\do{\dptxbxtext " + LINE + r"\par}}\par}", {"shown": [IBAN]}
    yield "default-font.rtf", r"{\rtf1\ansi\ansicpg1252\deff1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 MS Mincho;}}\pard " + in_cp932("口座番号 1234567") + r"\par}", {
        "text": "口座番号 1234567"}
    yield "deleted.rtf", RTF + r"{\deleted " + LINE.replace("00", "11") + "}" + "\\par " + LINE + r"\par}", {"shown": [IBAN]}


def analyse(path):
    done = subprocess.run([PROGRAM, "analyse", "--json", path], capture_output=True, timeout=60)
    return json.loads(done.stdout.splitlines()[0])


def differences(doc, wanted):
    shown = [a["shown"] for a in doc.get("accounts") or []]
    if "shown" in wanted and shown != wanted["shown"]:
        yield f"accounts are {shown}, not {wanted['shown']}"
    if "text" in wanted and doc["document"]["text"].strip("\n") != wanted["text"].strip("\n"):
        yield f"the text is {doc['document']['text']!r}"
    limits = [limit["limit"] for limit in doc["limits"]]
    if limits != ([wanted["limit"]] if "limit" in wanted else []) or (doc["examined"] == "fully") == ("limit" in wanted):
        yield f"examined {doc['examined']}, {limits}"


def main(folder):
    failed = 0
    for rows in (word_rows, excel_rows, odf_rows, rtf_rows):
        for name, data, wanted in rows():
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(data if isinstance(data, bytes) else data.encode("ascii"))
            doc = analyse(path)
            why = "; ".join(differences(doc, wanted))
            failed += bool(why)
            print(f"{'not ok' if why else 'ok'} - {name}{': ' + why if why else ''}", flush=True)
    return failed > 0


sys.exit(main(sys.argv[1]))
