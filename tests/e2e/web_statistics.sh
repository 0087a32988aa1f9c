# Statistics: every number of the page is as long as the list behind it, and both are what the report and the terminal count.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
y=$(date +%Y)
range="from=$y-01-01&to=$y-12-31"
for i in 1 2 3; do eml '"Bob" <bob@freemail.example>' "contact@a-company.example" "Invoice $i" "$i@evil.example" "Please pay to our new bank account." > "$TMPDIR/$i.eml"; done
r1=$(submit "$TMPDIR/1.eml" a-company --as a-con); submit "$TMPDIR/2.eml" a-company --as a-con > "$out"; submit "$TMPDIR/3.eml" b-company --as b-con > "$out"
echo "偽の警告画面が表示されました。" > "$TMPDIR/c.txt"
submit "$TMPDIR/c.txt" d-company --kind consultation --as d-con > "$out"
work
$n question ask "$r1/1" --hub "$HUB" --as an-1 --template mail.original > "$out"
own=$($n share draft --hub "$HUB" --as an-1 --class urgent --audience all --terms "public" --value ipv4:203.0.113.9 --json | field share)
ok "a share is out" $n share release "$own" --hub "$HUB" --as an-2
for p in b c; do
	$n inbox open "$own" --hub "$HUB" --as $p-con > "$out"
	$n inbox answer "$own" --hub "$HUB" --as $p-con --answer no-hit --searched "$y-01-01..$y-01-31" --useful 4 > "$out" 2>&1 || fail "answer of $p"
done
serve --no-worker
for who in an-1 aud a-con; do enter $who; done

# number ITEM [MORE]: what the page says; listed ITEM [MORE]: how many rows are behind it
page an-1 "/statistics?$range"; cp "$out" "$TMPDIR/page"
number() { python3 - "$TMPDIR/page" "$1" "$y" "${2:-}" <<- 'EOF'
	import html, re, sys
	page, item, year, more = open(sys.argv[1]).read(), sys.argv[2], sys.argv[3], sys.argv[4]
	wanted = f"/statistics/records?item={item}&from={year}-01-01&to={year}-12-31" + more
	found = [text for href, text in re.findall(r'<a href="(/statistics/records[^"]*)">([^<]*)</a>', page) if html.unescape(href) == wanted]
	print(([t for t in found if t.isdigit()] or found or [""])[0])     # a median leads there, too
	EOF
}
listed() { curl -s -b "$TMPDIR/jar.an-1" "$B/statistics/records?item=$1&$range${2:-}" | grep -o 'class="rec"' | wc -l; }
for item in submissions targeted drills outside shares own deliveries opened acked answered searched recipients searchers questions questions-answered questions-late consultations consultations-answered; do
	told=$(number $item)
	same "$item: the list is as long as the number" "${told:-none}" "$(listed $item)"
done
same "four were handed in" 4 "$(number submissions)"
same "one by the hub itself was shared" "1 1" "$(number shares) $(number own)"
same "five got it, two opened it and searched" "5 2 2 2" "$(number deliveries) $(number opened) $(number searched) $(number searchers)"
same "by kind" "3 1" "$(number submissions '&kind=mail') $(number submissions '&kind=consultation')"
same "with lists as long" "3 1" "$(listed submissions '&kind=mail') $(listed submissions '&kind=consultation')"
same "an organisation of two SIGs counts in both" "3 2 1" "$(number submissions '&group=power') $(number submissions '&group=gas') $(number submissions '&group=oil')"
same "with lists as long" "3 2 1 0" "$(listed submissions '&group=power') $(listed submissions '&group=gas') $(listed submissions '&group=oil') $(listed submissions '&group=-')"
same "the mean of what was said of its use" "4.0 (2)" "$(number useful)"
same "the report says the same" "$($n report --hub "$HUB" --calendar-year "$y" --format json | python3 -c 'import json,sys; print([n["value"] for n in json.load(sys.stdin)["numbers"] if n["id"] == "table1.submissions.'"$y"'-01-01"][-1])')" "$(number submissions)"
for k in questions consultations deliveries opened answered searched; do
	same "the terminal, too: $k" "$($n feedback figures --hub "$HUB" --from "$y-01-01" --to "$y-12-31" --json | field $k)" "$(number $k)"
done
page an-1 "/statistics?from=2001-01-01&to=2001-03-31"; same "an empty period is a page" 200 "$status"
same "and its list is empty" 0 "$(curl -s -b "$TMPDIR/jar.an-1" "$B/statistics/records?item=submissions&from=2001-01-01&to=2001-03-31" | grep -c 'class="rec"')"
refuses "what is counted now says no time" grep -q "時点の集計" "$TMPDIR/page"
sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qX "$NOROSHI_DATABASE" -c "$1"; else sqlite3 -cmd ".timeout 20000" "$HUB/noroshi.db" "$1"; fi; }
# as the worker keeps it of very many: a minute ago, all rows at one moment, and of a hundred times as much
python3 - > "$TMPDIR/kept.sql" <<'EOF'
import datetime, time
day = lambda d: int(datetime.datetime(2001, 1, d, tzinfo=datetime.timezone(datetime.timedelta(hours=9))).timestamp() * 1000)
at = int(time.time() * 1000) - 60000
counts = "submissions targeted drills outside shares own"
kept = {"count": counts, "entered": counts, "talk": "questions answered_questions late_questions to_first_answer consultations answered_consultations to_consultation_answer"
        " to_share recipients searchers", "loop": "shares deliveries opened acked answered searched useful_count useful_sum sighted to_first_sighting to_reshare to_answer to_release"}
rows = [f"({day(2)}, {day(10)}, '{what}', '{item}', {400 if what == 'count' else -1}, {at})" for what, items in kept.items() for item in items.split()]
print("INSERT INTO quarter_kept (from_ms, to_ms, what, item, n, counted_ms) VALUES " + ", ".join(rows))
EOF
ok "what the worker keeps" sql "$(cat "$TMPDIR/kept.sql")"
shows "is shown" an-1 "/statistics?from=2001-01-02&to=2001-01-09" ">400<"
ok "as of when" grep -q "20[0-9/]* [0-9:]*.*時点の集計" "$out"
shows "the definition stands beside the number" an-1 "/statistics?$range" "受付日で数え"
page an-1 "/statistics?$range&format=csv"; cp "$out" "$TMPDIR/s.csv"
same "the CSV has it" "4" "$(python3 -c 'import csv,sys; print([r[3] for r in csv.reader(open(sys.argv[1], encoding="utf-8-sig")) if r[1] == "情報提供"][-1])' "$TMPDIR/s.csv")"
page an-1 "/statistics/records?item=submissions&$range&format=csv"; cp "$out" "$TMPDIR/r.csv"
same "so has the list" 5 "$(grep -c . "$TMPDIR/r.csv")"
page an-1 "/statistics?from=$y-12-31&to=$y-01-01"; same "a period the wrong way round" 400 "$status"
page an-1 "/statistics?from=$y-12-31"; same "half a period" 400 "$status"
page an-1 "/statistics/records?item=submissions&$range&skip=-1"; same "before the first row" 400 "$status"
page an-1 "/statistics/records?item=secrets&$range"; same "a number that there is not" 404 "$status"
page a-con /statistics; same "a member has no such page" 404 "$status"
page aud "/statistics?$range"; bytes=$(gzip -c < "$out" | wc -c)
if [ "$bytes" -le 20480 ]; then pass "the page is small"; else echo "$bytes bytes" >> "$out"; fail "the page is small"; fi
stop_serving
finish
