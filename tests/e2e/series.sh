# Opening figures from a file (errors by line and column, dry run, again without effect) and the series over the years:
# gaps are gaps, 約 stays 約, sums of fiscal years, own records after adoption, as table, HTML, CSV and JSON.
. tests/e2e/lib
new_hub
roster
file=tests/e2e/report/series-2012-2023.csv
import() { $n report opening import "$@" --hub "$HUB" --as an-1; }
series() { $n report series --hub "$HUB" --from 2012-04 --to 2023-12 "$@"; }
printf 'from,to,submissions,shares\n2013-07,2013-09,94,34\n2013-10,2013-08,1,2\n2014-01,2014-03,9a,-5\n2014-01,2014-03\n' > "$TMPDIR/bad.csv"
exits "a wrong file" 3 import "$TMPDIR/bad.csv" --lang en
said "its period, by line" "line 3, column from: “2013-10” to “2013-08” is no period"
said "its figure, by line and column" "line 4, column submissions: “9a” is no number"
said "every one of them" "line 4, column shares: “-5” is no number"
said "its shape" "line 5: it has 2 fields, the heading has 4"
same "nothing was taken" "" "$($n report opening list --hub "$HUB")"
printf 'von,to,shares\n' > "$TMPDIR/head.csv"
says "an unknown column" 3 "no such column" import "$TMPDIR/head.csv" --lang en
says "a dry run" 0 "a dry run: nothing was taken" import "$file" --dry-run --lang en
same "took nothing" "" "$($n report opening list --hub "$HUB")"
says "members enter nothing" 2 "only the hub's staff" $n report opening import "$file" --hub "$HUB" --as a-con --lang en
says "the file is taken" 0 "36 periods, 94 figures, 0 of them on record" import "$file" --lang en
says "again: nothing new" 0 "36 periods, 94 figures, 94 of them on record" import "$file" --lang en
same "no second row" 94 "$($n report opening list --hub "$HUB" --json | wc -l | tr -d ' ')"
series --format json --lang en > "$TMPDIR/s.json" 2> "$out"
python3 - "$TMPDIR/s.json" "$file" > "$out" 2>&1 <<'P' && pass "the series is the file, with gaps and sums" || fail "the series is the file, with gaps and sums"
import csv, json, sys
d = json.load(open(sys.argv[1]))
numbers = {n["id"]: n["value"] for n in d["numbers"]}
wanted = {}
for row in csv.DictReader(open(sys.argv[2])):
    months = (int(row["to"][:4]) - int(row["from"][:4])) * 12 + int(row["to"][5:]) - int(row["from"][5:]) + 1
    for item in ("submissions", "shares", "own", "targeted"):
        v = row[item].replace(",", "").lstrip("~")
        if months == 3 and v not in ("", "-"):
            wanted["series.%s.%s-01" % (item, row["from"])] = int(v)
assert numbers == wanted, set(numbers.items()) ^ set(wanted.items())
table = [b for c in d["chapters"] for b in c["blocks"] if b.get("table") == "series"][0]
rows = {}
year = None
for r in table["body"]:
    t = [c["text"] for c in r]
    if len(t) == 7: year = t.pop(0)
    rows[(year, t[0])] = t[1:]
assert rows[("FY 2015", "Year")][:2] == ["1,092", "133"], rows[("FY 2015", "Year")]
assert rows[("FY 2016", "Year")][:2] == ["2,505", "96"]
assert rows[("FY 2017", "Year")][:2] == ["3,456", "242"]
assert rows[("FY 2018", "Year")][:2] == ["2,020", "-"]
assert rows[("FY 2019", "Year")][:2] == ["2,303", "225"]
assert rows[("FY 2012", "Year")] == ["246", "160", "-", "-", "entered"], rows[("FY 2012", "Year")]
assert rows[("FY 2014", "Year")][:2] == ["626", "195"]
assert rows[("FY 2020", "July–September 2020")][0] == "about 4,980"
assert rows[("FY 2022", "January–March 2023")] == ["-"] * 5
assert rows[("FY 2016", "January–March 2017")][3] == "0", "0 is not a gap"
P
says "in Japanese, about is 約" 0 "約 4,980" series --lang ja
refuses "never a bare number of a quarter" sh -c "$n report series --hub '$HUB' --lang ja | grep -q '第.四半期'"
says "as CSV" 0 "1,072" series --format csv
says "as a page with a chart" 0 'class="fig series-chart"' series --format html
says "begins with a quarter" 2 "begins and ends with a quarter" $n report series --hub "$HUB" --from 2012-05 --to 2013-03
says "alone it reaches from the first to now" 0 "FY 2012" $n report series --hub "$HUB" --lang en
says "about a single figure" 0 "submissions" $n report opening set --hub "$HUB" --fiscal-year 2020 --item submissions --value 6000 --about --as an-1
says "stands as such" 0 "about 6,000" series --lang en

# ---- own records and closed periods among them ----
eml "Bo <bo@bulk.example>" "x@a-company.example" "Watches" "b1@bulk.example" "Cheap watches for everybody, only today." > "$TMPDIR/b1.eml"
b1=$(submit "$TMPDIR/b1.eml" a-company --received-at 2021-07-05T10:00:00+09:00); work
$n submission classify "$b1/1" --class targeted --basis judgement --hub "$HUB" --as an-1 > "$out" 2>&1
row() { series --lang en | grep 'July–September 2021'; }
same "an own quarter is counted" "July–September 2021 1 0 0 1 records" "$(row | tr -s ' ' | sed 's/^ //;s/^FY 2021 //')"
d=$($n period close --quarter 2021-07 --hub "$HUB" --as an-1 --json | field digest)
ok "it is closed" $n period close --quarter 2021-07 --digest "$d" --hub "$HUB" --as an-2
$n submission classify "$b1/1" --class spam-harmless --hub "$HUB" --as an-1 > "$out" 2>&1
same "and stays as it was closed" "July–September 2021 1 0 0 1 closed" "$(row | tr -s ' ' | sed 's/^ //;s/^FY 2021 //')"
printf 'from,to,submissions\n2021-07,2021-09,5\n' > "$TMPDIR/closed.csv"
says "no opening figure over it" 3 "this period is closed" import "$TMPDIR/closed.csv" --lang en
finish
