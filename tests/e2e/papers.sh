# Documents: a PDF, Word or Excel file alone, in mails, and through a hub; what a reader sees; a tool that is absent; bombs.
. tests/e2e/lib
d=$TMPDIR/d; mkdir -p "$d"
PYTHONPATH=tests/lib python3 - "$d" <<'P'
import sys, zipfile, glob, papers
d = sys.argv[1]
def put(name, data):
    open(f"{d}/{name}", "wb").write(data)
made = {"Producer": "Example Maker", "CreationDate": "D:20190801090000+09'00'"}
put("en.pdf", papers.pdf(["INVOICE", "Beneficiary: A-Company Ltd", "Bank: First Example Bank", "IBAN: DE89 3704 0044 0532 0130 01"], made, packed=True))
put("ja.pdf", papers.pdf(["請求書", "振込先: みずほ銀行 丸の内支店", "普通 1234567 カ）エーセイサクシヨ"], made))
put("en.docx", papers.docx(["INVOICE"], [["IBAN", "DE89 3704 0044 0532 0130 00"]], creator="Alice", modified_by="Mallory"))
put("ja.xlsx", papers.xlsx([["請求書"], ["口座番号", "普通 1234567"], ["口座名義", "カ）エーセイサクシヨ"]]))
put("scan.pdf", papers.scan_pdf())
put("script.pdf", papers.pdf(["x"], made, extra=b" /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"))
put("cut.pdf", papers.pdf(["INVOICE"], made)[:200])
with zipfile.ZipFile(f"{d}/case.zip", "w") as z:
    for path in sorted(glob.glob("tests/golden/bec.invoice.only-account/found-en-copy/*.eml")):
        z.write(path, path.split("/")[-1])
P
said_by() { "$n" analyse --lang "$1" "$d/$2" 2>&1; }
doc() { "$n" analyse --json "$d/$1" 2>/dev/null | jq -r "$2"; }

# ---- alone ----
same "a PDF is read whole" "fully pdf true" "$(doc en.pdf '"\(.examined) \(.document.kind) \(.document.text_layer)"')"
same "with the account and its check digits" "DE89370400440532013001 bad DE First Example Bank" "$(doc en.pdf '.accounts[0] | "\(.number) \(.check) \(.country) \(.bank)"')"
same "and where it stands" "1 4" "$(doc en.pdf '.accounts[0] | "\(.page) \(.line)"')"
same "a Japanese PDF" "1234567 みずほ銀行 丸の内支店 カ）エーセイサクシヨ" "$(doc ja.pdf '.accounts[0] | "\(.number) \(.bank) \(.branch) \(.beneficiary)"')"
same "a Word file, a table in it, who changed it" "DE89370400440532013000 Mallory" "$(doc en.docx '"\(.accounts[0].number) \(.document.modified_by)"')"
same "an Excel file" "1234567 カ）エーセイサクシヨ" "$(doc ja.xlsx '.accounts[0] | "\(.number) \(.beneficiary)"')"
same "a scan has no text, and says so" "partly paper.no-text" "$(doc scan.pdf '"\(.examined) \(.limits[0].limit)"')"
same "a script in it is told" "true" "$(doc script.pdf '.document.scripts')"
same "a file that is cut off is named as damaged" "partly paper.damaged" "$(doc cut.pdf '"\(.examined) \(.limits[0].limit)"')"
says "for people: the account with its place" 0 "DE89 3704 0044 0532 0130 01, First Example Bank, A-Company Ltd, page 1, line" said_by en en.pdf
says "and that its check digits do not fit" 0 "check digits do not fit" said_by en en.pdf
says "and who made the file" 0 "作成ソフト: Example Maker" said_by ja ja.pdf

# ---- wherever Word, Excel and RTF keep it ----
mkdir "$d/kept"
python3 tests/e2e/papers_check.py "$d/kept" || failed=1

# ---- a conversation: both accounts side by side ----
talk() { "$n" analyse --thread --lang "$1" --context tests/golden/bec.invoice.only-account/found-$1-copy/context.json tests/golden/bec.invoice.only-account/found-$1-copy/*.eml 2>&1; }
says "before and now in one row" 0 "Account  *DE89 3704 0044 0532 0130 00  *! DE75 5121 0800 1245 1261 99" talk en
says "with the place of both" 0 "before: message 0, attachment invoice.pdf, page 1, line 9; now:" talk en
says "in Japanese too" 0 "口座番号  *1234567  *! 7654321" talk ja

# ---- through a hub ----
new_hub
roster
receipt=$(submit "$d/case.zip" a-company --kind bec --as a-con)
ok "the worker reads it, the PDFs with it" work
show() { $n submission show "$receipt/1" --json --hub "$HUB" --as an-1; }
same "the copy with another account is found" "bec.account.changed bec.invoice.only-account" \
	"$(show | python3 -c 'import json,sys
s = json.loads(sys.stdin.readline()); print(*sorted({f["id"] for f in s["findings"]} & {"bec.account.changed", "bec.invoice.only-account"}))')"
ok "and becomes a case" $n case open "$receipt/1" --title "changed invoice" --hub "$HUB" --as an-1

# ---- no pdftotext ----
if unshare -m true 2>/dev/null; then
	hidden() { unshare -m sh -c 'mount -t tmpfs none /usr/bin && exec "$@"' sh "$(realpath "$n")" analyse --json "$d/en.pdf" 2>/dev/null; }
	same "without pdftotext the rest is read, and the limit named" "partly tool.absent Example Maker" \
		"$(hidden | jq -r '"\(.examined) \(.limits[0].limit) \(.document.producer)"')"
fi
finish
