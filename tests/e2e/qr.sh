# QR codes: kinds of pictures, a page of a PDF, pictures made to cost, a machine without the library.
. tests/e2e/lib
if ! command -v qrencode > /dev/null || [ "$("$n" version --json | jq .qr)" != true ]; then
	pass "QR codes # skip: qrencode or libzbar0 is missing, or the build is without the feature qr"
	finish
fi
d=$TMPDIR/d; mkdir -p "$d"
PYTHONPATH=tests/lib python3 - "$d" <<'P'
import os, subprocess, sys
from email.mime.application import MIMEApplication
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
import pictures
d, url = sys.argv[1], "https://sign-in.verify-portal.test/a"
def mail(name, files, text="Please scan the QR code with your phone and sign in.\n"):
    m = MIMEMultipart(boundary="=_b")
    for key, value in (("From", "Help Desk <help@notice.test>"), ("To", "a@a-company.example"), ("Subject", "Your account"), ("Date", "Tue, 02 Jul 2019 10:05:00 +0900")):
        m[key] = value
    m.attach(MIMEText(text))
    for file, kind, data in files:
        part = MIMEApplication(data, "pdf") if kind == "pdf" else MIMEImage(data, kind)
        part.add_header("Content-Disposition", "attachment", filename=file)
        m.attach(part)
    open(f"{d}/{name}.eml", "wb").write(m.as_bytes())
small = pictures.grey(url, 3)
for kind in ("grey", "palette", "rgba", "deep"):
    mail(kind, [("code.png", "png", pictures.png(small, kind))])
open(f"{d}/page.pdf", "wb").write(pictures.pdf(small))
mail("jpeg", [("code.jpg", "jpeg", subprocess.run(["pdftoppm", "-jpeg", "-r", "72", f"{d}/page.pdf"], capture_output=True, check=True).stdout)])
os.remove(f"{d}/page.pdf")
mail("page2", [("doc.pdf", "pdf", pictures.pdf(small, 1))])
mail("page3", [("doc.pdf", "pdf", pictures.pdf(small, 2))])
mail("photo", [("code.png", "png", pictures.png(pictures.grey(url, 40, 5000)))])
mail("claim", [("code.png", "png", pictures.png(small, claim=(20000, 20000)))])
mail("cut", [("code.png", "png", pictures.png(small)[:120])])
white = pictures.png([bytes([255] * 4000)] * 4000)
mail("white", [(f"{i}.png", "png", white) for i in range(12)])
mail("many", [(f"{i}.png", "png", pictures.png(pictures.grey(f"https://x{i}.test/", 2))) for i in range(20)])
mail("plain", [("code.png", "png", pictures.png(small))], "Here is the picture of the new lobby, as promised on Monday.\n")
P
found() { "$n" analyse --json "$d/$1.eml" 2>/dev/null | jq -r '[.findings[] | select(.id == "lure.qr") | .strength, .evidence[0].found] | join(" ")'; }
limits() { "$n" analyse --json "$d/$1.eml" 2>/dev/null | jq -r '"\(.examined) \([.limits[].limit] | join(" "))"'; }
code="medium https://sign-in.verify-portal.test/a"
for kind in grey palette rgba deep jpeg page2; do same "a code is read: $kind" "$code" "$(found $kind)"; done
same "one of 25 million pixels, made smaller while it is read" "$code" "$(found photo)"
same "the third page of a PDF is not looked at" "" "$(found page3)"
same "a picture that is cut off and has no code in the rest: said aloud" " partly qr.damaged" "$(found cut) $(limits cut)"
same "more pixels than are read: said aloud" "partly qr.pictures" "$(limits claim)"
same "the same for more pictures than are looked at" "partly qr.pictures" "$(limits many)"
same "pictures of 190 million pixels in all" "partly qr.pictures" "$(limits white)"
cpu() { ( times; "$n" analyse --json --jobs 1 "$d/white.eml" > "$answer"; times ) 2> /dev/null | tail -1; }
echo "CPU of 12 pictures of 16 million white pixels each: $(cpu)" >&2
says "for people" 0 "QR code in code.png leads to sign-in.verify-portal.test" "$n" analyse "$d/grey.eml"

# ---- a machine without the library ----
library=$(ldconfig -p 2>/dev/null | sed -n 's/.*libzbar\.so\.0 .*=> //p' | head -1)
without() { unshare -m sh -c 'mount --bind /dev/null "$0" && exec "$@"' "$library" "$@"; }
if [ -n "$library" ] && without true 2> /dev/null; then
	same "without libzbar: what asks to scan was not examined" "partly qr.reader unknown" \
		"$(without "$n" analyse --json "$d/grey.eml" 2>/dev/null | jq -r '"\(.examined) \(.limits[0].limit) \(if [.findings[].id] | index("lure.qr") then "found" else "unknown" end)"')"
	same "any other picture costs nothing" "fully" "$(without "$n" analyse --json "$d/plain.eml" 2>/dev/null | jq -r .examined)"
	same "and version says so" "false" "$(without "$n" version --json | jq .qr)"
else
	pass "without libzbar # skip: only root may hide it"
fi
finish
