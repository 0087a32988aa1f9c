# Words of a share's texts replaced or withheld: found by the dictionaries with a proposal, or named by the analyst; with a reason, and
# judged by the leak check of the revision that comes of it.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
for i in 1 2; do eml '"Bob" <bob@freemail.example>' contact@a-company.example "Invoice $i" "$i@evil.example" "Please pay to our new bank account. https://evil-$i.example/pay/invoice" > "$TMPDIR/$i.eml"; done
r1=$(submit "$TMPDIR/1.eml" a-company)/1; r2=$(submit "$TMPDIR/2.eml" b-company)/1
work
case_() { $n case "$@" --hub "$HUB" --as an-1; }
ok "a case" case_ open "$r1" --title one; one=$(case_ list --json | field case | head -n 1)
ok "of two" case_ add "$one" "$r2"
told() { ok "its $1 ($2)" case_ text "$one" --slot "share.$1" --text-lang "$2" --text "$3"; }
told title ja "請求書の偽メール"; told title en "Fake invoices"
told summary ja "A社の経理が、contact@a-company.example に届いた請求書の口座に振り込みかけた。担当の田中さんが電話で気付いた。"
told summary en "The accountants of A-Company nearly paid an account named in a mail to contact@a-company.example. Mr Tanaka noticed by telephone."
told actions ja "口座の変更は電話で確かめる。"; told actions en "Confirm a change of account by telephone."
share=$($n share draft --hub "$HUB" --as an-1 --audience all --class urgent --lane narrative --case "$one" --json | field share)
serve --no-worker
for who in an-1 an-2 aud b-con; do enter $who; done
P=$TMPDIR/page S=/shares/$share
look() { shows "$@"; cp "$out" "$P"; if grep -q "%s\|%lld\|{[0-9]}" "$P"; then fail "$1: every blank is filled in"; fi; }
holds() { ok "$1" grep -q -e "$2" "$P"; }
# send WHO HOW FIELD=VALUE...: the fields of the found spans as a browser sends them, HOW for all of them, and more
send() { python3 - "$P" "$TMPDIR/jar.$1" "$B$S/redact" "$(cat "$TMPDIR/csrf.$1")" "$2" "$out" "$@" > "$TMPDIR/sent" <<'PY'
import html, re, subprocess, sys
page, jar, address, csrf, how, out, _, _, *more = sys.argv[1:]
text, fields = open(page, encoding="utf-8").read(), ["csrf=" + csrf] + more
for name in ("at", "word", "why"):
    for i, value in re.findall(r'name="%s-(\d+)" value="([^"]*)"' % name, text):
        fields.append("%s-%s=%s" % (name, i, html.unescape(value)))
        if name == "at": fields.append("how-%s=%s" % (i, how))
command = ["curl", "-s", "-o", out, "-w", "%{http_code} %header{location}", "-b", jar]
for f in fields: command += ["--data-urlencode", f]
print(re.sub(r"\?.*", "", subprocess.run(command + [address], capture_output=True, text=True).stdout))
PY
}

look "the share does not pass, and leads to what is to go" an-1 "$S" "href=\"$S/redact\""
refuses "it cannot be asked about" grep -q "action=\"$S/ask\"" "$P"
look "both languages, with what the dictionaries know" an-1 "$S/redact" 'class="pii">A-Company'
holds "in Japanese" 'class="pii">A社'
holds "the address" 'class="pii">contact@a-company.example'
holds "a proposal beside it" '当該組織'
holds "what no dictionary knows stays for the analyst" 田中
same "an auditor looks" 200 "$(page aud "$S/redact"; echo "$status")"
page b-con "$S/redact"; same "a member does not" 404 "$status"
sed "s/$share/J-AAAAAAA/g" "$out" > "$TMPDIR/forbidden"; page b-con /shares/J-AAAAAAA/redact; cp "$out" "$TMPDIR/absent"; ok "as if it were not there" cmp "$TMPDIR/absent" "$TMPDIR/forbidden"
answers "an auditor does nothing" 404 aud "$S/redact" -F rev=1
page an-1 "$S/redact"; cp "$out" "$P"

answers "nothing chosen is nothing done" 400 an-1 "$S/redact" -F rev=1
answers "no revision said" 400 an-1 "$S/redact" -F "at-0=summary 0 ja 0 4" -F how-0=replace -F word-0=x -F why-0=y
answers "without a reason" 400 an-1 "$S/redact" -F rev=1 -F own-place-0="summary 0 ja" -F own-words-0=田中 -F own-how-0=replace -F own-word-0=担当者; cp "$out" "$TMPDIR/refused"
ok "what was written is kept" grep -q 'value="担当者"' "$TMPDIR/refused"
answers "without a word in its place" 400 an-1 "$S/redact" -F rev=1 -F own-place-0="summary 0 ja" -F own-words-0=田中 -F own-how-0=replace -F own-why-0=x
answers "words that do not stand there" 400 an-1 "$S/redact" -F rev=1 -F own-place-0="title 0 ja" -F own-words-0=田中 -F own-how-0=withhold -F own-why-0=x
for bad in "summary 0 ja 0 9999" "summary 0 ja 0 2" "summary 9 ja 0 3" "summary -1 ja 0 3" "summary 0 fr 0 3" "nothing 0 ja 0 3" "summary 0 ja 0 0" "summary 0 ja -3 3" "summary" "indicators 0 ja 0 3"; do
	answers "no such place: $bad" 400 an-1 "$S/redact" -F rev=1 -F "at-0=$bad" -F how-0=withhold -F why-0=x
done
answers "two at one place" 400 an-1 "$S/redact" -F rev=1 -F "at-0=summary 0 ja 0 4" -F how-0=withhold -F why-0=x -F "at-1=summary 0 ja 1 3" -F how-1=withhold -F why-1=x
answers "neither replaced nor withheld" 400 an-1 "$S/redact" -F rev=1 -F "at-0=summary 0 ja 0 4" -F how-0=keep -F why-0=x
says "none of it made a revision" 0 '"rev":1' $n share show "$share" --hub "$HUB" --as an-1 --json

send an-1 later rev=1 "own-place-0=summary 0 ja" own-words-0=田中さん own-how-0=replace own-word-0=担当者 own-why-0=人名 "own-place-1=summary 0 en" "own-words-1=Mr Tanaka" own-how-1=withhold "own-why-1=a name <b>"
same "names of people go; the rest waits" "303 $S/redact" "$(cat "$TMPDIR/sent")"
look "they are gone" an-1 "$S/redact" '担当の担当者が'
holds "withheld is seen" '\[…\] noticed'
holds "who, what and why" 'a name &lt;b&gt;'
holds "the others are still found" 'class="pii">A社'
send an-2 replace rev=1; same "who looked at the revision before is told" "409 " "$(cat "$TMPDIR/sent")"; cp "$out" "$P"
holds "and sees what stands now" '担当の担当者が'
send an-1 replace rev=2; same "the proposals are taken" "303 $S" "$(cat "$TMPDIR/sent")"
look "it passes" an-1 "$S" "action=\"$S/ask\""
holds "side by side: what the case says" 'A社'
holds "and what leaves" '当該組織'
for form in text html csv json; do for l in ja en; do $n share preview "$share" --hub "$HUB" --as an-1 --format $form --lang $l; done; done > "$TMPDIR/text" 2>&1
ok "the artefacts say it in other words" grep -q 当該組織 "$TMPDIR/text"
refuses "no artefact names anybody" grep -q "A社\|A-Company\|a-company\|Tanaka\|田中" "$TMPDIR/text"
look "nothing is left to find" an-1 "$S/redact" 'class="tag matsu"'
refuses "indeed" grep -q 'class="pii"' "$P"
holds "each span with who decided it, and why" '<td>人名</td>'
ok "the page is at most 20 KB on the wire" test "$(gzip -c "$P" | wc -c)" -le 20480

# ---- the same at a terminal and by a key: one room decides ----
long=$(python3 -c 'print("長い段落。" * 400 + "担当の鈴木さんが気付いた。" + "続き。" * 400)')
told summary ja "$long"; told summary en "The accountants of A-Company. Mr Suzuki noticed."
second=$($n share draft --hub "$HUB" --as an-1 --audience all --class urgent --lane narrative --case "$one" --json | field share)
r="$n share redact $second --hub $HUB"
says "what is found, at a terminal" 1 "name “A-Company”: proposed" $r --as an-1 --lang en
says "not for a member" 2 "hub's people" $r --as b-con --lang en
says "without a reason" 2 "why?" $r --as an-1 --lang en --words 鈴木さん --with 担当者
says "neither nor" 2 "one of them" $r --as an-1 --lang en --words 鈴木さん --why 人名
says "words that do not stand there" 2 "does not stand in that paragraph" $r --as an-1 --lang en --words 田中 --withhold --why 人名
says "no such place" 2 "like “summary 0 ja”" $r --as an-1 --lang en --words 鈴木さん --withhold --why 人名 --place summary
exits "wherever they stand" 1 $r --as an-1 --words 鈴木さん --with 担当者 --why 人名
same "nothing else of a long paragraph goes" "$(echo "$long" | sed 's/鈴木さん/担当者/')" "$($r --as an-1 --json | python3 -c 'import json,sys; print(next(p["text"] for p in json.load(sys.stdin)["places"] if p["place"] == "summary 0 ja"))')"
says "on another revision by now" 2 "revision" $r --as an-2 --lang en --words Suzuki --withhold --why name --seen 1
ok "as proposed" $r --as an-1 --found --why dictionary
says "who, what and why" 0 "summary 0 en.*dictionary.*an-1" $r --as an-1 --lang en
key=$($n key create an-1 --purpose redact --scope read,share --hub "$HUB" --as adm --json | field secret)
api() { path=$1; shift; status=$(curl -s -o "$out" -w '%{http_code}' -H "Authorization: Bearer $key" -H "Accept-Language: en" "$@" "$B/api/v1/shares/$second/$path"); }
api texts; same "by a key" "200 3" "$status $(field rev < "$out")"
change() { echo "{\"rev\":$1,\"changes\":[{\"words\":\"Suzuki\",\"lang\":\"en\",\"withhold\":true,\"reason\":\"a name\"}]}"; }
api redact -H "Content-Type: application/json" -d "$(change 2)"; same "of another revision" 409 "$status"
api redact -H "Content-Type: application/json" -d '{"rev":3,"changes":[{"words":"x","reason":"y"}]}'; same "neither replaced nor withheld" "400 1" "$status $(grep -c 'changes\[0\]' "$out")"
api redact -H "Content-Type: application/json" -d '{"rev":3,"changes":[{"part":"summary","n":0,"lang":"en","from":0,"length":99999,"word":"x","reason":"y"}]}'; same "a span that is none" 400 "$status"
api redact -H "Content-Type: application/json" -d "$(change 3)"; same "withheld" "200 4" "$status $(field rev < "$out")"
api texts; ok "it is gone, and said so" grep -q 'Mr \[…\] noticed.*"withheld":true' "$out"
stop_serving
finish
