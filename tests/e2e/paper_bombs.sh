# once
# Documents made to cost much: within the limits of the reader and of the tool, and never silent.
. tests/e2e/lib
d=$TMPDIR/d; mkdir -p "$d"
PYTHONPATH=tests/lib python3 - "$d" <<'P'
import io, sys, zipfile, zlib, papers
d = sys.argv[1]
def zipped(name, text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("word/document.xml" if name == "docx" else "xl/workbook.xml", "<a/>")
        z.writestr("word/document2.xml" if name == "docx" else "xl/worksheets/sheet1.xml", text)
    return out.getvalue()
packed = zlib.compress(b"1 0 " + b"<< /A 1 >> " * (5 << 20), 9)
many = b"".join(b"%d 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n" % (i, len(packed), packed) for i in range(1, 40))
text = b"BT /F1 9 Tf " + b"(aaaa) Tj 1 0 0 1 9 9 Tm " * 300000 + b"ET"
heavy = papers.Pdf({}, ("Helvetica",), True)
objects = heavy.objects(["x"])
objects[4] = heavy.stream(text)
bombs = {"parens.pdf": b"%PDF-1.4\n" + b"(" * (24 << 20), "angles.pdf": b"%PDF-1.4\n" + b"<<" * (12 << 20), "names.pdf": b"%PDF-1.4\n" + b"/URI(x)" * (3 << 20),
         "objects.pdf": b"%PDF-1.4\n" + b"1 0 obj\n" * (3 << 20), "ends.pdf": b"%PDF-1.4\n" + b"%%EOF\n1 0 obj " * (1 << 20),
         "fonts.pdf": b"%PDF-1.4\n" + b"".join(b"/BaseFont /F%d " % i for i in range(1 << 20)), "packed.pdf": b"%PDF-1.4\n" + many,
         "heavy.pdf": heavy.write(objects).out, "streams.pdf": b"%PDF-1.4\n" + b"stream " * (3 << 20),
         "zeros.docx": zipped("docx", "<w:t>" + "\0" * (100 << 20)), "tags.docx": zipped("docx", "<w:p>" * (5 << 20)),
         "cells.xlsx": zipped("xlsx", "<row><c><v>1</v></c></row>" * (300 << 10))}
for name, data in bombs.items():
    with open(f"{d}/{name}", "wb") as f:
        f.write(data)
P
# In a process of its own: a child's peak begins with what its parent held.
for bomb in "$d"/*; do
python3 - "$bomb" "$n" <<'P' || failed=1
import json, os, resource, subprocess, sys
path, n = sys.argv[1:]
done = subprocess.run([n, "analyse", "--json", path], capture_output=True, timeout=120)
use = resource.getrusage(resource.RUSAGE_CHILDREN)
document = json.loads(done.stdout)
limits = [limit["limit"] for limit in document["limits"]]
good = document["examined"] in ("fully", "partly") and not {"memory.bytes", "cpu.seconds", "reader.crashed", "reader.forbidden-call", "tool.forbidden-call"} & set(limits)
print(("ok - " if good else "not ok - ") + f"{os.path.basename(path)}: {document['examined']}", flush=True)
print(f"  {os.path.getsize(path) >> 10} KB, {use.ru_utime + use.ru_stime:.2f} s of CPU in all processes, the largest {use.ru_maxrss >> 10} MB, {limits}", file=sys.stderr)
sys.exit(not good)
P
done
finish
