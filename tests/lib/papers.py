"""papers.py - writes small PDF, Word and Excel files, byte for byte the same each time.

A PDF's text is drawn in one Type 0 font that is not embedded; a ToUnicode map says which character each
code stands for, so Japanese and Latin text can both be taken out of it.  Nothing here reads a file.
"""
import io
import zipfile
import zlib
from xml.sax.saxutils import escape


# ---- PDF ----

def pdf_string(text):
    if all(32 <= ord(c) < 127 for c in text):
        return b"(" + text.encode().replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def to_unicode(chars):
    head = ("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /X def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
    rows = [f"<{ord(c):04X}> <{ord(c):04X}>\n" for c in chars]
    blocks = [f"{len(rows[i:i + 100])} beginbfchar\n{''.join(rows[i:i + 100])}endbfchar\n" for i in range(0, len(rows), 100)]
    return (head + "".join(blocks) + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").encode()


def width(char):
    return 500 if ord(char) < 0x250 or 0xff61 <= ord(char) <= 0xff9f else 1000


class Pdf:
    """Objects by number, written with a classic table; `revise` appends a revision."""

    def __init__(self, info=None, fonts=("Helvetica",), packed=False):
        self.out, self.offsets, self.last_table = b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n", {}, None
        self.fonts, self.packed, self.info, self.extra = list(fonts), packed, dict(info or {}), b""

    def stream(self, data, more=b""):
        if self.packed:
            data, more = zlib.compress(data, 9), more + b" /Filter /FlateDecode"
        return b"<< /Length %d%s >>\nstream\n" % (len(data), more) + data + b"\nendstream"

    def content(self, lines):
        rows = [b"BT", b"14 TL", b"1 0 0 1 50 800 Tm"]
        for i, line in enumerate(lines):
            font, text = line if isinstance(line, tuple) else (0, line)
            rows.append(b"/F%d 10 Tf <%s> Tj T*" % (font, "".join(f"{ord(c):04X}" for c in text).encode()))
        return b"\n".join(rows + [b"ET"])

    def objects(self, lines):
        """1 catalogue, 2 pages, 3 page, 4 content, 5 info, 6.. four objects a font."""
        chars = sorted({c for line in lines for c in (line[1] if isinstance(line, tuple) else line)})
        out = {1: b"<< /Type /Catalog /Pages 2 0 R%s >>" % self.extra, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               4: self.stream(self.content(lines)),
               5: b"<< " + b" ".join(b"/%s %s" % (k.encode(), pdf_string(v)) for k, v in self.info.items()) + b" >>"}
        names = []
        for i, name in enumerate(self.fonts):
            first = 6 + 4 * i
            names.append(b"/F%d %d 0 R" % (i, first))
            widths = " ".join(f"{ord(c)} [{width(c)}]" for c in chars).encode()
            out[first] = (b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] "
                          b"/ToUnicode %d 0 R >>" % (name.encode(), first + 1, first + 2))
            out[first + 1] = (b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) "
                              b"/Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /DW 1000 /W [%s] >>"
                              % (name.encode(), first + 3, widths))
            out[first + 2] = self.stream(to_unicode(chars))
            out[first + 3] = (b"<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
                              b"/Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>" % name.encode())
        out[3] = (b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << "
                  + b" ".join(names) + b" >> >> >>")
        return out

    def write(self, objects):
        for number in sorted(objects):
            self.offsets[number] = len(self.out)
            self.out += b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n"
        table, size = len(self.out), max(self.offsets) + 1
        if self.last_table is None:
            rows = b"".join(b"%010d 00000 n \n" % self.offsets[n] if n in self.offsets else b"0000000000 65535 f \n"
                            for n in range(1, size))
            self.out += b"xref\n0 %d\n0000000000 65535 f \n" % size + rows
        else:
            self.out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % (n, self.offsets[n]) for n in sorted(objects))
        prev = b"" if self.last_table is None else b" /Prev %d" % self.last_table
        self.out += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (size, prev, table)
        self.last_table = table
        return self

    def page(self, lines):
        return self.write(self.objects(lines))

    def revise(self, lines, info=None, font=None):
        """An appended revision: another page content, perhaps another font and other metadata."""
        before = set(self.fonts)
        if font is not None and font not in before:
            self.fonts.append(font)
        self.info.update(info or {})
        made = self.objects(lines)
        kept = {3, 4, 5} | {n for n in made if n >= 6}
        return self.write({n: made[n] for n in kept})


def pdf(lines, info=None, fonts=("Helvetica",), packed=False, extra=b""):
    p = Pdf(info, fonts, packed)
    p.extra = extra
    return p.page(lines).out


def scan_pdf():
    """A page that is one picture: no text to take out."""
    p = Pdf({"Producer": "Scanner"}, ())
    picture = b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 64 >>\nstream\n"
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im 6 0 R >> >> >>",
               4: p.stream(b"q 595 0 0 842 0 0 cm /Im Do Q"), 5: b"<< /Producer (Scanner) >>",
               6: picture + bytes(range(64)) + b"\nendstream"}
    return p.write(objects).out


# ---- Office Open XML ----

def zip_of(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in members:
            info = zipfile.ZipInfo(name, (2019, 8, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            z.writestr(info, text)
    return out.getvalue()


def core(creator, modified_by, created, modified):
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/'
            'package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f'<dc:creator>{escape(creator)}</dc:creator><cp:lastModifiedBy>{escape(modified_by)}</cp:lastModifiedBy>'
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{modified}</dcterms:modified></cp:coreProperties>')


def app(application):
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/'
            f'2006/extended-properties"><Application>{escape(application)}</Application></Properties>')


def types(part, kind):
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="{part}" ContentType="{kind}"/></Types>')


def rels(target):
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            f'officeDocument" Target="{target}"/></Relationships>')


def properties(about):
    return [("docProps/core.xml", core(about.get("creator", "A"), about.get("modified_by", "A"),
                                       about.get("created", "2019-07-01T00:00:00Z"), about.get("modified", "2019-07-01T00:00:00Z"))),
            ("docProps/app.xml", app(about.get("application", "Microsoft Office Word")))]


def docx(paragraphs, table=(), **about):
    """Paragraphs, then a table of rows of cells; a word is cut into runs as Word does after an edit."""
    def run(text):
        cut = len(text) // 2
        return "".join(f'<w:r><w:t xml:space="preserve">{escape(t)}</w:t></w:r>' for t in (text[:cut], text[cut:]) if t)

    body = "".join(f"<w:p>{run(p)}</w:p>" for p in paragraphs)
    if table:
        body += "<w:tbl>" + "".join("<w:tr>" + "".join(f"<w:tc><w:p>{run(c)}</w:p></w:tc>" for c in row) + "</w:tr>" for row in table) + "</w:tbl>"
    return zip_of([("[Content_Types].xml", types("/word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml."
                                                 "document.main+xml")), ("_rels/.rels", rels("word/document.xml")), *properties(about),
                   ("word/document.xml", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="http://schemas.'
                    f'openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>')])


def xlsx(rows, **about):
    """One sheet; texts stand in the shared strings, numbers in the cells."""
    about.setdefault("application", "Microsoft Excel")
    strings = []

    def cell(row, column, value):
        ref = f"{chr(65 + column)}{row + 1}"
        if isinstance(value, (int, float)):
            return f'<c r="{ref}"><v>{value}</v></c>'
        strings.append(value)
        return f'<c r="{ref}" t="s"><v>{len(strings) - 1}</v></c>'

    data = "".join(f'<row r="{r + 1}">' + "".join(cell(r, c, v) for c, v in enumerate(row)) + "</row>" for r, row in enumerate(rows))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return zip_of([("[Content_Types].xml", types("/xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")),
                   ("_rels/.rels", rels("xl/workbook.xml")), *properties(about),
                   ("xl/workbook.xml", f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{main}"><sheets><sheet name="Invoice" sheetId="1"/></sheets></workbook>'),
                   ("xl/worksheets/sheet1.xml", f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'),
                   ("xl/sharedStrings.xml", f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{main}">' + "".join(f"<si><t>{escape(s)}</t></si>" for s in strings) + "</sst>")])


# ---- the same with XML of one's own, for what the two above do not write ----

WORD = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        '2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"')
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def word_text(*runs):
    """A paragraph; a run that begins with < stands as it is."""
    return "<w:p>" + "".join(r if r.startswith("<") else f'<w:r><w:t xml:space="preserve">{escape(r)}</w:t></w:r>' for r in runs) + "</w:p>"


def text_box(*paragraphs):
    """As Word writes it: once for new readers, once for old ones."""
    inside = "<w:txbxContent>" + "".join(word_text(p) for p in paragraphs) + "</w:txbxContent>"
    return ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>' + inside + "</wps:txbx></w:drawing></mc:Choice>"
            "<mc:Fallback><w:pict><v:textbox>" + inside + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>")


def word_file(body, members=(), main="word/document.xml", encode=str):
    document = f'<?xml version="1.0"?>\n<w:document {WORD}><w:body>{body}</w:body></w:document>'
    return zip_of([("[Content_Types].xml", types("/" + main, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")),
                   ("_rels/.rels", rels(main)), *properties({}), (main, encode(document)), *members])


def rows_of(*rows):
    return "<sheetData>" + "".join(f'<row r="{i}">{row}</row>' for i, row in enumerate(rows, 1)) + "</sheetData>"


def cell(ref, value, style=0):
    """Numbers as they stand in the file, texts inline."""
    if isinstance(value, (int, float)):
        return f'<c r="{ref}" s="{style}"><v>{value}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def workbook(sheets, members=(), formats=()):
    """formats: of the cells' styles 1, 2, ..."""
    codes = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{code}"/>' for i, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{164 + i}" applyNumberFormat="1"/>' for i in range(len(formats)))
    return zip_of([("[Content_Types].xml", types("/xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")),
                   ("_rels/.rels", rels("xl/workbook.xml")), *properties({"application": "Microsoft Excel"}),
                   ("xl/workbook.xml", f"<workbook {SHEET}><sheets>" + "".join(f'<sheet name="{i}" sheetId="{i}"/>' for i in range(1, len(sheets) + 1))
                    + "</sheets></workbook>"),
                   ("xl/styles.xml", f'<styleSheet {SHEET}><numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>'),
                   *[(f"xl/worksheets/sheet{i}.xml", f'<?xml version="1.0"?>\n<worksheet {SHEET}>{sheet}</worksheet>') for i, sheet in enumerate(sheets, 1)],
                   *members])


def drawing(*paragraphs):
    """A text box that lies on a sheet."""
    text = "".join("<a:p>" + "".join(f"<a:r><a:t>{escape(r)}</a:t></a:r>" for r in runs) + "</a:p>" for runs in paragraphs)
    return ("xl/drawings/drawing1.xml", '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://'
            f'schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:txBody>{text}</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>')


# ---- OpenDocument ----

def odf(body, kind="text", feet=""):
    """A document's body, and what its pages have at their foot."""
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"' for name, urn in
                     (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style")))
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    foot = f"<style:master-page><style:footer>{feet}</style:footer></style:master-page>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, text in (("mimetype", f"application/vnd.oasis.opendocument.{kind}"),
                           ("content.xml", f"<office:document-content {names}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"),
                           ("styles.xml", f"<office:document-styles {names}><office:master-styles>{foot}</office:master-styles></office:document-styles>")):
            z.writestr(zipfile.ZipInfo(name, (2019, 8, 1, 0, 0, 0)), text)
    return out.getvalue()
