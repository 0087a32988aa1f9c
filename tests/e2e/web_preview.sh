# The reduced view of nasty mails: an answer of its own that may do nothing, framed by our page only; nothing of a mail arrives as
# markup, on any page; attachments leave as encrypted samples only.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
mkdir "$TMPDIR/mails" "$TMPDIR/pages" "$TMPDIR/frames"
python3 - "$TMPDIR/mails" <<'PY'
import sys
payloads = ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>',
    '<svg><feImage href="http://beacon.example/"/></svg>', '<a href="javascript:alert(1)">x</a>', '<a href="https://evil.example/">x</a>',
    '<iframe src="javascript:alert(1)"></iframe>', '<iframe srcdoc="<script>alert(1)</script>"></iframe>', '<form action="http://evil.example"><input autofocus onfocus=alert(1)></form>',
    '<style>@import "http://beacon.example/x.css";body{background:url(http://beacon.example/)}</style>', '<meta http-equiv=refresh content="0;url=http://evil.example/">',
    '<base href="http://evil.example/"><a href="x">y</a>', '<link rel=stylesheet href="http://beacon.example/">', '<object data="http://beacon.example/"></object>',
    '<embed src="http://beacon.example/">', '<video src=x onerror=alert(1)></video>', '<details open ontoggle=alert(1)>x</details>', '<math><mi xlink:href="data:x,<script>alert(1)</script>">y</math>',
    '<template><script>alert(1)</script></template>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '</textarea><script>alert(1)</script>', '</pre></code></mark><script>alert(1)</script>',
    '"><script>alert(1)</script>', "'-alert(1)-'", '<!--><script>alert(1)</script>-->', '<p style="background:url(http://beacon.example/)">x</p>', '<x onclick=alert(1)>y</x>', '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<scr\x00ipt>alert(1)</scr\x00ipt>', '<a\thref\n=\r"jav&#x09;ascript:alert(1)">x</a>', '\u202e<b>gpj.exe</b>', '<table background="http://beacon.example/"><td>x', '<body onload=alert(1)>', '<audio src=http://beacon.example autoplay>',
    '<input type=image src=http://beacon.example/>', '<button formaction="javascript:alert(1)">x</button>', '<isindex action=javascript:alert(1)>', '<marquee onstart=alert(1)>x</marquee>', '<title></title><script>alert(1)</script>', '{{html x}}', '<plaintext><script>alert(1)</script>']
for i, p in enumerate(payloads):
    q = p.replace("\n", "").replace("\r", "").replace("\x00", "")
    head = f'From: "{q[:60]}" <a@evil.example>\r\nTo: contact@a-company.example\r\nSubject: {q}\r\nMessage-ID: <{i}@evil.example>\r\nDate: Wed, 31 Jul 2019 09:59:00 +0900\r\nX-Mailer: {q}\r\n'
    body = f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{p}</p> {p}\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="{q[:80].replace(chr(34), "")}.txt"\r\n\r\nsample {i}\r\n--b--\r\n'
    open(f"{sys.argv[1]}/own-{i:03}.eml", "w", encoding="utf-8", newline="").write(head + body)
PY
for f in tests/golden/content.html.smuggling/*/mail*.eml tests/golden/lure.hidden-text/*/mail*.eml; do [ -f "$f" ] && cp "$f" "$TMPDIR/mails/golden-$(echo "$f" | tr / -)"; done
[ -d ../shared/data/mail ] && find ../shared/data/mail -name '*.eml' -size -200k | sort | head -n 30 | while read -r f; do cp "$f" "$TMPDIR/mails/shared-$(echo "$f" | tr / -)"; done
(cd "$TMPDIR/mails" && zip -q -r ../all.zip .)
all=$(submit "$TMPDIR/all.zip" a-company)
one=$(submit "$TMPDIR/mails/own-005.eml" a-company)
work
serve --no-worker
for who in an-1 a-con b-con aud; do enter $who; done
count=$($n submission list --hub "$HUB" --json --limit 1000 | grep -c "\"$all\"")
i=0
while [ $i -lt "$count" ]; do
	i=$((i + 1))
	page an-1 "/submissions/$all/$i"; [ "$status" = 200 ] && cp "$out" "$TMPDIR/pages/$i.html"
	[ $((i % 3)) = 0 ] || [ $i -gt $((count - 45)) ] || continue
	page an-1 "/submissions/$all/$i/view"; if [ "$status" = 200 ]; then cp "$out" "$TMPDIR/frames/$i.html"; else echo "$i" >> "$TMPDIR/unseen"; fi
done
for view in "/submissions?view=all" "/audit"; do i=$((i + 1)); page an-1 "$view"; [ "$status" = 200 ] && cp "$out" "$TMPDIR/pages/$i.html"; done
ok "every mail has a page" test "$(ls "$TMPDIR/pages" | wc -l)" -ge "$count"
ok "many are there" test "$count" -ge 40
ok "nearly every one has a view" test "$(cat "$TMPDIR/unseen" 2> "$answer" | wc -l)" -le 3
ok "nothing of a mail is markup on a page" python3 tests/e2e/web_pages.py page "$TMPDIR"/pages/*.html
ok "nor in a view" python3 tests/e2e/web_pages.py frame "$TMPDIR"/frames/*.html
printf '<!DOCTYPE html><p><img src=x onerror=alert(1)></p>' > "$TMPDIR/control.html"
refuses "the control: raw markup is found" python3 tests/e2e/web_pages.py frame "$TMPDIR/control.html"

S=/submissions/$one/1
seen() { $n audit list --hub "$HUB" --deed content.seen --json 2> "$out" | grep -c "reduced view"; }
before=$(seen)
curl -s -D "$TMPDIR/head" -o "$TMPDIR/frame" -b "$TMPDIR/jar.an-1" "$B$S/view"
for header in "sandbox" "default-src 'none'" "frame-ancestors 'self'" "form-action 'none'" "img-src 'none'" nosniff no-referrer no-store; do ok "the frame says $header" grep -qi "$header" "$TMPDIR/head"; done
refuses "and allows no script" grep -qi "script-src\|allow-scripts\|allow-same-origin" "$TMPDIR/head"
same "the look is recorded" $((before + 1)) "$(seen)"
ok "the link's target is told and does not open" grep -q 'evil\[\.\]example' "$TMPDIR/frame"
curl -s -D "$TMPDIR/head" -o "$TMPDIR/around" -b "$TMPDIR/jar.an-1" "$B$S/preview"
ok "the page around may frame us" grep -q "frame-src 'self'" "$TMPDIR/head"
ok "in a frame that may do nothing" grep -q '<iframe class="preview" sandbox=""' "$TMPDIR/around"
curl -s -D "$TMPDIR/head" -o "$out" -b "$TMPDIR/jar.an-1" "$B$S"
refuses "no other page may" grep -q "frame-src" "$TMPDIR/head"
page an-1 "$S/view?mail=7"; same "a mail that is none" 404 "$status"
page an-1 "$S/view?mail=x"; same "a number that is none" 404 "$status"
page a-con "$S/view"; same "a member sees the own one" 200 "$status"
page b-con "$S/view"; same "another one nothing" 404 "$status"
page aud "$S/preview"; same "nor does an auditor" 404 "$status"

# ---- samples ----
answers "no sample without a reason" 400 an-1 "$S/sample" -F "part=0 2"
post an-1 "$S/sample" -F "part=0 2" -F "reason=for the sandbox"; cp "$out" "$TMPDIR/sample.zip"
same "with one it comes" 200 "$status"
ok "a zip that opens with the agreed password" sh -c "bsdtar --passphrase infected -xOf '$TMPDIR/sample.zip' | grep -q '^sample 5'"
refuses "and not without" sh -c "bsdtar --passphrase wrong -xOf '$TMPDIR/sample.zip' | grep -q '^sample 5'"
for part in "0 9" "7 2" "x" "0 2/../.." ""; do answers "a part that is none: “$part”" 404 b-con "$S/sample" -F "part=$part" -F reason=x; post an-1 "$S/sample" -F "part=$part" -F reason=x; ok "neither for the hub" test "$status" = 404 -o "$status" = 403; done
stop_serving
finish
