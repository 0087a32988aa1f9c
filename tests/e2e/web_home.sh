# The start page of the hub's people: every number leads to as many rows; what came back, whether reading keeps up, what to begin with.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
serve --no-worker
roster
for i in 1 2 3; do eml '"Bob" <bob@freemail.example>' contact@a-company.example "Invoice $i" "$i@evil.example" "Please pay to our new bank account. https://evil-$i.example/pay/invoice" > "$TMPDIR/$i.eml"; done
for who in an-1 aud b-con; do enter $who; done
P=$TMPDIR/page
look() { shows "$@"; cp "$out" "$P"; if grep -q "%s\|%lld\|{[0-9]}" "$P"; then fail "$1: every blank is filled in"; fi; }
holds() { ok "$1" grep -q -e "$2" "$P"; }
look "a hub that has begun is told what to do next" an-1 / 'class="first"'
holds "with the command" "noroshi submit mail.eml"
r1=$(submit "$TMPDIR/1.eml" a-company)/1; r2=$(submit "$TMPDIR/2.eml" b-company)/1
look "what is not read yet is counted" an-1 / '解析の状況\|Reading of submissions'
work
r3=$(submit "$TMPDIR/3.eml" c-company)/1
s="$n share --hub $HUB"
$n case open "$r1" --title one --hub "$HUB" --as an-1 > "$out" 2>&1; one=$($n case list --hub "$HUB" --as an-1 --json | field case | head -n 1)
asked=$($s draft --as an-1 --audience all --class urgent --case "$one" --json | field share)
ok "a source is asked" $s ask "$asked" --as an-1
open=$($s draft --as an-1 --audience all --class urgent --tlp GREEN --terms "public report" --value ipv4:203.0.113.9 --json | field share)
ok "one is out" $s release "$open" --as an-2
ok "a third is being written" $s draft --as an-1 --audience all --tlp GREEN --terms "public report" --value ipv4:203.0.113.10
$n inbox open "$open" --hub "$HUB" --as b-con > "$out" 2>&1
ok "a member answers" $n inbox answer "$open" --hub "$HUB" --as b-con --answer no-hit --searched 2019-01-01..2019-06-30
look "what came back stands beside the share" an-1 / '開封 1・回答 1・該当あり 0'
holds "a moment as people say it, and exactly" '<time datetime="[0-9T:.-]*Z" title="[^"]*">\(たった今\|[0-9]* 分前\|just now\)'
refuses "nothing to begin with any more" grep -q 'class="first"' "$P"
python3 - "$P" "$B" "$TMPDIR/jar.an-1" > "$TMPDIR/counted" 2>&1 <<'PY'
import html, re, subprocess, sys
page, base, jar = sys.argv[1:]
text = open(page, encoding="utf-8").read()
links = re.findall(r'<a href="([^"]+)"><b>(\d+)</b>', text) + re.findall(r'<td class="num"><a href="([^"]+)">(\d+)</a>', text)
bad = 0
for href, number in links:
    got = subprocess.run(["curl", "-s", "-b", jar, base + html.unescape(href)], capture_output=True, text=True).stdout
    body = re.search(r"<main.*?</main>", got, re.S).group(0)
    tables = re.findall(r"<tbody>(.*?)</tbody>", body, re.S)
    rows = len(re.findall(r"<tr", tables[0])) if tables else 0
    if rows != int(number): bad += 1; print("%s says %s, its list has %d rows" % (href, number, rows))
print("%d numbers" % len(links))
sys.exit(bad > 0 or len(links) < 20)
PY
counted=$?; cp "$TMPDIR/counted" "$out"; same "every number leads to as many rows" 0 "$counted"
page aud /; same "an auditor looks, too" 200 "$status"
page b-con /; cp "$out" "$P"; refuses "a member sees nothing of it" grep -q 'h-health\|h-fig' "$P"
stop_serving
finish
