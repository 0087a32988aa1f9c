# The page of a submission: marks on the very values, invisible characters made visible, links that do not open, the invoice
# beside the earlier one, the conversation; people say what they think of the verdict; the original leaves for a reason only.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
# The page that was shown last; ok, says and the others write over $out.
P=$TMPDIR/page
look() { shows "$@"; cp "$out" "$P"; }
holds() { ok "$1" grep -q -e "$2" "$P"; }
python3 - "$TMPDIR" <<'PY'
import os, sys
to = sys.argv[1] + "/nasty.eml"
rlo, zwsp = "\u202e", "\u200b"
head = ['Received: from x.example by mx.a-company.example; Wed, 31 Jul 2019 10:00:00 +0900',
        'From: "Alice Aoki <script>alert(1)</script>" <alice.b-company@freemail.example>', 'To: contact@a-company.example',
        'Reply-To: other@freemail2.example', f'Subject: Invoice {rlo}fdp.exe{zwsp} \u0430pple <img src=x onerror=alert(2)> ' + "long " * 2000,
        'Date: Wed, 31 Jul 2019 09:59:00 +0900', 'Message-ID: <nasty@evil.example>', 'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b', '']
html = '<p>Please pay to our <b>new bank account</b>. <a href="https://evil-pay.example/login?x=1">https://bank.example/</a></p><script>alert(3)</script><img src="https://evil.example/beacon.png">'
parts = [f'--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n',
         '--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="quote.pdf                    .exe"\r\n\r\nMZ-sample-bytes\r\n']
for i in range(120):
    parts.append(f'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="n{i}<b>.txt"\r\n\r\nfile {i}\r\n')
open(to, "w", encoding="utf-8", newline="").write("\r\n".join(head) + "\r\n" + "".join(parts) + "--b--\r\n")
PY
nasty=$(submit "$TMPDIR/nasty.eml" a-company)


invoice=$(ls -d tests/golden/bec.invoice.only-account/found-en-copy)
cat "$invoice/mail-01.eml" > "$TMPDIR/i1.eml"; cat "$invoice/mail-02.eml" > "$TMPDIR/i2.eml"
python3 - "$TMPDIR" <<'PY'
import sys
d = sys.argv[1]
with open(d + "/pair.mbox", "wb") as out:
    for i in (1, 2):
        body = open(f"{d}/i{i}.eml", "rb").read().replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
        out.write(b"From x@example Wed Jul 31 10:00:00 2019\n" + body + b"\n\n")
PY
pair=$(submit "$TMPDIR/pair.mbox" a-company --kind bec)
work
serve --no-worker
for who in an-1 a-con b-con aud; do enter $who; done
S=/submissions/$nasty/1

look "the verdict counts for and against" an-1 "$S" 'class="meter"'
for secret in '<script>alert' '<img src=x' 'n0<b>' 'href="https' 'href="hxxp'; do
	ok "nothing of a mail is markup or a link: $secret" sh -c "! grep -qF '$secret' '$P'"
done
holds "who turns a line round is seen" '<mark class="ghost"[^>]*>U+202E</mark>'
holds "so is what has no width" '<mark class="ghost"[^>]*>U+200B</mark>'
holds "a letter of another script is marked" '<mark class="warn" title="U+0430[^>]*>а</mark>'
holds "blanks in a file's name are drawn" '<mark class="ghost">␣ × 20</mark>'
holds "addresses of pages do not open" 'hxxps\[*://\]*evil-pay\[.\]example'
holds "that a link says otherwise is told" "表示と違う\|differs from the words"
ok "fifty attachments are shown" test "$(grep -c '<b>n[0-9]*&lt;b&gt;.txt' "$P")" -le 50
look "and the others on request" an-1 "$S?mail=0&files=100" 'n119&lt;b&gt;.txt'
ok "a page has at most 20 KB on the wire" test "$(gzip -c "$P" | wc -c)" -le 20480
page an-1 "$S"; cp "$out" "$P"; ok "neither has the first" test "$(gzip -c "$P" | wc -c)" -le 20480
for bad in '?mail=99999999999999999999' '?mail=-1' '?files=x' '?mail=1&files=-7'; do look "nonsense in the address: $bad" an-1 "$S$bad" 'class="meter"'; done

look "the account beside the earlier one" an-1 "/submissions/$pair/1" '<mark class="bad">Second Example Bank</mark>'
holds "what should stand there" '<mark class="good">First Example Bank</mark>'
holds "what differs is only the account block" "写しです\|is a copy"
holds "only what differs in an address is marked" 'alice<mark class="bad">.</mark>a-company<mark class="bad">@freemail'
holds "the conversation is drawn" '<svg role="img"'
holds "and stands as a table" "表で見る\|As a table"
look "its other mail" an-1 "/submissions/$pair/1?mail=0" 'First Example Bank\|invoice.pdf'

# ---- what people say of it ----
goes "an analyst agrees with the verdict" an-1 "/submissions/$pair/1/judge" -F judge=agree
goes "and says that a finding is wrong" an-1 "/submissions/$pair/1/judge" -F judge=wrong:bec.account.changed -F "reason=the partner told us"
look "the page says so" an-1 "/submissions/$pair/1" "the partner told us"
holds "the button shows it" 'value="wrong:bec.account.changed" aria-pressed="true"'
answers "a finding that is none" 403 an-1 "/submissions/$pair/1/judge" -F judge=wrong:bec.nonsense
answers "a word that is none" 400 an-1 "/submissions/$pair/1/judge" -F judge=perhaps
answers "a member does not judge" 404 a-con "/submissions/$pair/1/judge" -F judge=agree
says "the same from a terminal" 0 "recorded\|記録しました" $n submission judge "$pair/1" --hub "$HUB" --as an-2 --word wrong --finding bec.account.changed --lang en
same "all are listed" 3 "$($n submission judgements "$pair/1" --hub "$HUB" --as an-1 --json | wc -l)"
says "unknown words are refused" 2 "agree or wrong" $n submission judge "$pair/1" --hub "$HUB" --as an-2 --word maybe --lang en

# ---- the original ----
looks() { $n audit list --hub "$HUB" --deed content.seen --json 2> "$out" | grep -c "$1"; }
answers "no original without a reason" 400 an-1 "$S/source" -F form=text
same "then nothing was looked at for it" 0 "$(looks 'to compare routes')"
post an-1 "$S/source" -F form=text -F "reason=to compare routes"
cp "$out" "$P"
same "with one it comes" 200 "$status"
ok "byte for byte" cmp "$P" "$TMPDIR/nasty.eml"
for header in 'text/plain' 'attachment; filename=' 'nosniff' "sandbox" "default-src 'none'"; do ok "as something that nothing opens: $header" grep -qi "$header" "$TMPDIR/head"; done
same "the look stands in the audit trail with its reason" 1 "$(looks 'to compare routes')"
post an-1 "$S/source" -F form=zip -F "reason=for the sandbox"
cp "$out" "$TMPDIR/sample.zip"
ok "a zip" grep -qi 'application/zip' "$TMPDIR/head"
ok "whose member is named by its hash" sh -c "bsdtar --passphrase infected -tf '$TMPDIR/sample.zip' | grep -q $(sha256sum < "$TMPDIR/nasty.eml" | cut -d' ' -f1)"
ok "that opens with the agreed password" python3 - "$TMPDIR" <<'PY'
import subprocess, sys
d = sys.argv[1]
got = subprocess.run(["bsdtar", "-xOf", d + "/sample.zip", "--passphrase", "infected"], capture_output=True).stdout
sys.exit(got != open(d + "/nasty.eml", "rb").read())
PY
refuses "and is no plain copy" grep -q "MZ-sample-bytes" "$TMPDIR/sample.zip"
answers "an auditor gets none" 404 aud "$S/source" -F form=text -F reason=x
answers "nor another member" 404 b-con "$S/source" -F form=text
answers "a member gets the own one without saying why" 200 a-con "$S/source" -F form=text
look "a member reads the verdict" a-con "$S" 'class="meter"'
refuses "and has no buttons of analysts" grep -q 'name="judge"' "$P"
stop_serving
finish
