"""A workbook as Excel writes it, part by part: make_xlsx.py FILE [1904].

Sheets: a hidden one first, then 受付台帳 with a title, a heading of two rows (merged), dates in built-in, custom and era
formats, shared strings with readings, inline strings, a merged date over two rows, a hidden row, an empty row, empty cells.
"""
import sys, zipfile
epoch = 24107 if len(sys.argv) > 2 else 25569
import datetime
def serial(y, m, d, h=0, mi=0):
    days = (datetime.date(y, m, d) - datetime.date(1970, 1, 1)).days + epoch
    return repr(days + (h * 60 + mi) / 1440) if h or mi else str(days)
strings = ["提供元", "受付番号", "種別", "備考", "受付", "日付", "経路", "分類"]
shared = "".join("<si><t>%s</t></si>" % s for s in strings)
shared += '<si><r><t>電力</t></r><r><t>の件 &amp; &lt;確認&gt;</t></r><rPh sb="0" eb="2"><t>デンリョク</t></rPh></si>'
rows = {
    1: '<c r="A1" t="inlineStr"><is><t>情報提供 受付台帳</t></is></c>',
    3: '<c r="A3" t="s"><v>4</v></c><c r="C3" t="s"><v>0</v></c><c r="D3" t="s"><v>2</v></c><c r="E3" t="s"><v>6</v></c><c r="F3" t="s"><v>7</v></c><c r="G3" t="s"><v>3</v></c>',
    4: '<c r="A4" t="s"><v>5</v></c><c r="B4" t="s"><v>1</v></c><c r="C4"/><c r="G4"/>',
    5: '<c r="A5" s="1"><v>%s</v></c><c r="B5"><v>101</v></c><c r="C5" t="inlineStr"><is><t>A社</t></is></c><c r="D5" t="inlineStr"><is><t>不審メール</t></is></c>'
       '<c r="E5" t="inlineStr"><is><t>電話</t></is></c><c r="F5" t="inlineStr"><is><t>標的型</t></is></c><c r="G5" t="s"><v>8</v></c>' % serial(2019, 7, 16),
    6: '<c r="A6"/><c r="B6"><v>102</v></c><c r="C6" t="str"><v>株式会社Ｂ社</v></c><c r="F6" t="inlineStr"><is><t>ばらまき</t></is></c>',
    7: '<c r="A7" s="2"><v>%s</v></c><c r="B7"><v>103</v></c><c r="C7" t="inlineStr"><is><t>c-company</t></is></c><c r="D7" t="inlineStr"><is><t>相談</t></is></c>'
       '<c r="E7" t="inlineStr"><is><t>FAX</t></is></c>' % serial(2019, 8, 29, 14, 30),
    9: '<c r="A9" s="3"><v>%s</v></c><c r="B9"><v>104</v></c><c r="C9" t="inlineStr"><is><t>D社</t></is></c>' % serial(2019, 9, 30),
}
body = "".join('<row r="%d"%s>%s</row>' % (n, ' hidden="1"' if n == 9 else "", c) for n, c in rows.items())
merged = '<mergeCells count="8"><mergeCell ref="A3:B3"/><mergeCell ref="A5:A6"/>%s</mergeCells>' % "".join('<mergeCell ref="%s3:%s4"/>' % (c, c) for c in "CDEFG")
N = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
parts = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "xl/workbook.xml": '<workbook %s %s><workbookPr%s/><sheets><sheet name="設定" sheetId="1" state="hidden" r:id="rId1"/><sheet name="受付台帳" sheetId="2" r:id="rId2"/>'
                       '<sheet name="別表" sheetId="3" r:id="rId3"/></sheets></workbook>' % (N, R, ' date1904="1"' if epoch == 24107 else ""),
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet3.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId3" Target="worksheets/sheet2.xml"/></Relationships>',
    "xl/styles.xml": '<styleSheet %s><numFmts count="2"><numFmt numFmtId="176" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
        '<numFmt numFmtId="177" formatCode="&quot;ymd&quot;0"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs></styleSheet>' % N,
    "xl/sharedStrings.xml": '<sst %s>%s</sst>' % (N, shared),
    "xl/worksheets/sheet1.xml": '<worksheet %s><sheetData>%s</sheetData>%s</worksheet>' % (N, body, merged),
    "xl/worksheets/sheet2.xml": '<worksheet %s><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>受付日</t></is></c><c r="B1" t="inlineStr"><is><t>組織</t></is></c></row>'
        '<row r="2"><c r="A2" s="4"><v>43662</v></c><c r="B2" t="inlineStr"><is><t>E社</t></is></c></row></sheetData></worksheet>' % N,
    "xl/worksheets/sheet3.xml": '<worksheet %s><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>' % N,
}
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    for name, xml in parts.items():
        z.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml)
