# The report of a period: sentences that fit what there is, golden tables, a told case with its figures and notes,
# opening figures, choices, what is refused; and an old report printed again, byte for byte, after a back-dated
# roster change, reclassifications, changed words, a merge and late withdrawals.
. tests/e2e/lib
new_hub "contact = desk@hub.example"
roster
golden=tests/e2e/report
q="--from 2019-07-01 --to 2019-09-30"
COLUMNS=90; export COLUMNS
report() { $n report --hub "$HUB" $q "$@"; }
as() { $n "$@" --hub "$HUB" --as an-1; }
# like NAME GOLDEN COMMAND...: the same to the byte; NOROSHI_GOLDEN=write renews the files
like()
{
	name=$1; file=$golden/$2; shift 2
	"$@" > "$TMPDIR/got" 2> "$out" || { fail "$name"; return; }
	if [ "${NOROSHI_GOLDEN:-}" = write ]; then cp "$TMPDIR/got" "$file"; fi
	if diff -u "$file" "$TMPDIR/got" > "$out"; then pass "$name"; else fail "$name"; fi
}
has() { name=$1; words=$2; if grep -qF -e "$words" "$TMPDIR/page"; then pass "$name"; else echo "wanted: $words" > "$out"; fail "$name"; fi; }
hasnt() { name=$1; words=$2; if grep -qF -e "$words" "$TMPDIR/page"; then echo "not wanted: $words" > "$out"; fail "$name"; else pass "$name"; fi; }
# a page on one line, without the blanks between tags and text
flat() { python3 -c 'import re,sys; print(re.sub(r"\s*(</?[a-z][^>]*>)\s*", r"\1", sys.stdin.read().replace("\n", " ")))'; }
page() { report --format html "$@" 2> "$out" | flat > "$TMPDIR/page"; }
at() { echo "2019-$1T$2:00+09:00"; }
hand_in() { file=$1; org=$2; when=$3; shift 3; echo "$(submit "$file" "$org" --received-at "$when" "$@")/1"; }
class() { s=$1; c=$2; shift 2; as submission classify "$s" --class "$c" "$@" > "$out" 2>&1 || fail "classify $s $c"; }
open_case() { as case open "$1" --title "$2" > "$out" 2>&1 || fail "case for $1"
	as case list --json | python3 -c 'import json,sys
for l in sys.stdin:
    c = json.loads(l)
    if c["title"] == sys.argv[1]: print(c["case"])' "$2"; }
m=$TMPDIR/m; mkdir -p "$m"

# ---- a hub without any data ----
page --lang en
has "nothing was handed in" "Nothing was handed in in this quarter."
has "memberships are counted, not organisations" "At the end of the period 6 organisations<sup>2</sup>in 3 industries took part, and 1 liaison system (Medical: 4 associations and about 5,500 of their members); see Figure 1."
has "nobody joined or left" "No organisation joined or left."
hasnt "no further chapter" "<h2><span>3</span>"
hasnt "and none is announced" "Chapters 1 and 2"
hasnt "no second table" "Table 2"
hasnt "no own shares, no note" "※2"
page --lang ja
has "in Japanese" "本四半期は情報提供がなかった。"
has "with the distinction of memberships" "全体で 3 業界 6 組織<sup>2</sup>と 1 つの情報連携体制（医療業界 4 団体およびその会員約 5,500 組織）"
like "tables of an empty hub" empty.en.txt report --lang en

# ---- only consultations ----
echo "We downloaded a freeware and our security product raised an alert. Is it bad?" > "$m/c1.txt"
c1=$(hand_in "$m/c1.txt" a-company "$(at 07-10 10:00)" --kind consultation); work
class "$c1" false-positive --outcome false-positive
page --lang en
has "one report came in" "In this quarter 1 report came in; none was taken as targeted attack mail."
has "one consultation" "The hub was also consulted, or told, about the following (Table 2)."
has "a false positive with its caution" "No. 1: freeware was downloaded"
has "and the caution" "there have been several cases in which the maker of trusted and widely used software was broken into"
hasnt "no chapter 3" "<h2><span>3</span>"
hasnt "no list of BEC" "business e-mail compromise (BEC)"
page --lang ja
has "one report in Japanese" "本四半期は情報提供件数が 1 件であり、標的型攻撃メールとみなした情報はなかった。"

# ---- a quarter ----
lure() { printf 'Dear supplier, kindly quote item %s for the new ammonia plant of the attached list, with price and delivery time, before Friday.' "$1"; }
for i in 1 2 3; do eml "Bo <bo@plant.example>" "sales@a-company.example" "RFQ $i" "p$i@plant.example" "$(lure $i)" > "$m/p$i.eml"; done
eml "Ed <ed@old.example>" "x@b-company.example" "Minutes" "s1@old.example" "Please see the minutes of our project meeting on the turbine." > "$m/s1.eml"
eml "Shop <n@shop.example>" "x@c-company.example" "Offer" "b1@shop.example" "Cheap watches for everybody, only today." > "$m/b1.eml"
eml "Desk <it@voice.example>" "x@d-company.example" "Voice mail" "v1@voice.example" "You have a new voice message. Sign in to listen: https://voice.example/o365" > "$m/v1.eml"
eml "Ann <ann@freemail.example>" "pay@e-company.example" "Urgent" "e1@freemail.example" "Are you at your desk? I need a payment done today, answer by mail only." > "$m/e1.eml"
eml "Al <al.a-company@freemail.example>" "buy@partner.example" "Invoice" "e2@freemail.example" "Please pay the attached invoice to our new account." > "$m/e2.eml"
echo "A PC opened a page with a fake warning; our proxy logged it." > "$m/c2.txt"
p1=$(hand_in "$m/p1.eml" a-company "$(at 07-01 00:00)"); p2=$(hand_in "$m/p2.eml" b-company "$(at 07-31 09:00)")
p3=$(hand_in "$m/p3.eml" a-company "$(at 06-30 23:59)"); s1=$(hand_in "$m/s1.eml" b-company "$(at 08-02 09:00)")
b1=$(hand_in "$m/b1.eml" c-company "$(at 08-03 09:00)"); v1=$(hand_in "$m/v1.eml" d-company "$(at 08-16 09:00)")
e1=$(hand_in "$m/e1.eml" e-company "$(at 08-29 09:00)" --kind bec); e2=$(hand_in "$m/e2.eml" a-company "$(at 08-15 09:00)" --kind bec)
c2=$(hand_in "$m/c2.txt" b-company "$(at 09-30 23:59)" --kind consultation)
work
plant=$(open_case "$p1" plant); for s in "$p2" "$p3"; do as case add "$plant" "$s" > "$out" 2>&1 || fail "case add"; done
ok "the campaign is targeted, with its basis" as case target "$plant" --basis persists --campaign plant
for s in "$p1" "$p2" "$p3"; do class "$s" targeted --basis persists; done
class "$s1" targeted --basis insider-knowledge
class "$b1" spam-harmless --share-verdict not-shared-bulk
class "$v1" phishing
class "$e1" bec --damage none; class "$e2" bec --damage money
class "$c2" unknown --outcome malvertising
bec=$(open_case "$e2" story); small=$(open_case "$e1" attempt); vm=$(open_case "$v1" voicemail)
cat > "$m/table3.txt" <<'Y'
In July 2019 an attacker posed as the clerk of a supplier.

It came to light when the invoice did not arrive.

- Two mails were fake.

- The account in the invoice had been changed.
Y
cat > "$m/story.txt" <<'Y'
An attack on a customer

While A and B did business, an attacker stepped in; {fig 1} shows it.

!figure sequence

= (1) The address

The address was made like this.

!addresses

+ first

+ second

- an item
Y
printf 'genuine: bob[@]a-firm[.co].jp\n\nfake: bob[.]a-firm.jp[@freemail.example]\n' > "$m/addresses.txt"
printf 'A: Company A (supplier)\n\nB: Company B (customer)\n' > "$m/lanes.txt"
text_() { as case text "$1" --slot "$2" --text-lang "$3" --file "$4" > "$out" 2>&1 || fail "case text $2"; }
for l in ja en; do text_ "$bec" table3 $l "$m/table3.txt"; text_ "$bec" story $l "$m/story.txt"; text_ "$bec" addresses $l "$m/addresses.txt"; text_ "$bec" lanes $l "$m/lanes.txt"; done
line_() { as case timeline "$bec" "$@" > "$out" 2>&1 || fail "case timeline $*"; }
line_ --at "$(at 07-31 14:11)" --from-lane A --to-lane B --ja "すぐに送る" --en "we send it at once"
line_ --at "$(at 07-31 15:40)" --from-lane attacker --to-lane B --fake --ja "修正版" --en "the corrected papers" --note-ja "割り込み / 同報は偽" --note-en "intrusion / copies go to fakes"
line_ --at 2019-08-05 --from-lane B --to-lane A --ja "照会" --en "asks back" --known-how told
ok "where it is known from" as case note "$bec" --kind partly-inferred
ok "its type" as case classify "$bec" --bec-type 1
printf '= Hints\n\nThe sample hides.\n\n- It stops products.\n' > "$m/appendix.txt"

like "tables in English" quarter.en.txt report --lang en
like "tables in Japanese" quarter.ja.txt report --lang ja
like "CSV" quarter.ja.csv report --lang ja --format csv
ok "CSV begins with a byte order mark" sh -c "$n report --hub $HUB $q --format csv | head -c 3 | od -An -tx1 | grep -q 'ef bb bf'"
for w in 40 60 80 120; do
	COLUMNS=$w report --lang ja | python3 -c '
import sys, unicodedata
width = int(sys.argv[1])
for line in sys.stdin:
    columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n"))
    if columns > width and not line.startswith("情報共有ハブ"): sys.exit("%d: %s" % (columns, line))' $w > "$out" 2>&1 && pass "no row is wider than $w columns" || fail "no row is wider than $w columns"
done

# ---- the document ----
page --lang en
has "days begin in the hub's zone, by receipt" "In this quarter 9 reports came in; 3 of them were taken as targeted attack mail."
has "tenths are of the targeted ones" "About 70 % of the targeted mails (2) were aimed at companies that build or supply plants."
has "what chapter 2 announces" "There were also 2 reports of business e-mail compromise (BEC)<sup>3</sup>in this quarter, 1 of them with a loss; chapter 3 tells more."
has "in the order of handing in, the year once" '<td class="c">15 August 2019</td>'
has "then without it" '<td class="c">29 August</td>'
has "a list in the cell" '<ul class="dots"><li>Two mails were fake.</li>'
has "which case is told" "Case 1 below"
has "the type from the records" "this is type 1: a forged invoice between business partners. Money was lost."
has "the figure's number in the text" "an attacker stepped in; Figure 2 shows it."
has "inferred parts have their note" "Not all information on this case could be collected; part of it is inferred."
has "the sequence is drawn" "Fake mail 1: the corrected papers"
has "how soon, in words" "about 1½ hours later:"
has "told is said" "asks back (as told)"
hasnt "no clock time" "15:40"
has "the address, changed pieces marked" 'bob<mark class="bad">.</mark>a-firm.jp<mark class="bad">@freemail.example</mark>'
has "numbered items" '<ol class="count"><li>first</li><li>second</li></ol>'
has "3.2 is the summary" "<h3>3.2  In short</h3>"
has "advice from the library" "Confirm a changed account or an urgent payment by a telephone number known from before"
has "phishing without a story is one sentence" "1 report was about phishing mails."
hasnt "every argument is filled" "{1"
has "the language of all" "All their mails were in English."
has "the call with the contact" "<dd>desk@hub.example</dd>"
hasnt "no chapter without content" "<h2><span>4</span>"
hasnt "nothing is loaded" "src="
hasnt "nothing runs" "<script"
same "links are those of the notes" "https://www.ipa.go.jp/security/announce/201808-bec.html https://www.ipa.go.jp/security/anshin/mgdayori20170411.html" \
	"$(grep -o 'href="[^"]*"' "$TMPDIR/page" | cut -d'"' -f2 | paste -sd' ')"
says "nobody of the registry is named" 0 "no protected term" report check --lang en
echo "E-Company was asked." | sed 's/^/In short\n\n/' > "$m/leak.txt"; text_ "$small" story en "$m/leak.txt"
says "control: a name in a story is found" 1 "name  E-Company" report check --lang en
printf '' > "$m/none.txt"; text_ "$small" story en "$m/none.txt"

report --format json --lang en > "$TMPDIR/json"
same "every number names its query" "True" "$(python3 -c 'import json,sys
d = json.load(open(sys.argv[1])); n = {x["id"]: x for x in d["numbers"]}
print(d["schema"] == "noroshi/report/1" and n["targeted"]["value"] == 3 and n["campaign.plant"]["value"] == 2 and n["roster.memberships"]["value"] == 6
      and n["roster.organisations"]["value"] == 5 and all("SELECT" in x["query"] or x["query"] == "opening" for x in d["numbers"]))' "$TMPDIR/json")"

# ---- opening figures and choices ----
says "an opening figure needs a person" 2 "who does it" report opening set --item submissions --value 5
says "of the hub" 2 "only the hub's staff" $n report opening set --hub "$HUB" --from 2018-10-01 --to 2018-12-31 --item shares --value 5 --as a-con
says "of a known kind" 2 "has no opening figure" $n report opening set --hub "$HUB" --from 2018-10-01 --to 2018-12-31 --item mails --value 5 --as an-1
says "a number" 2 "whole number" $n report opening set --hub "$HUB" --from 2018-10-01 --to 2018-12-31 --item shares --value many --as an-1
for pair in submissions:1072 shares:59 own:12 targeted:93; do
	ok "opening ${pair%:*}" $n report opening set --hub "$HUB" --from 2018-10-01 --to 2018-12-31 --item "${pair%:*}" --value "${pair#*:}" --as an-1
done
says "they are listed" 0 "2018-10-01  2018-12-31  submissions  1072" $n report opening list --hub "$HUB"
says "and stand in Table 1" 0 "Handed in to the hub  *1,072" report --lang en
says "a choice of a case that is not there" 2 "there is no case" as report choose $q --slot story.1 --value C-2000-0001
says "an unknown slot" 2 "has no slot" as report choose $q --slot story.9 --value "$bec"
says "unknown advice" 2 "there is no advice" as report choose $q --slot advice.5 --value bec.nothing
ok "no case is told" as report choose $q --slot story.1 --value none
page --lang en; hasnt "then none is" "Case 1: An attack"
ok "the choice is taken back" as report choose $q --slot story.1 --value ""
ok "advice is chosen" as report choose $q --slot advice.3.3 --value bec.two-people
page --lang en; has "what was chosen" "Let two people check"; hasnt "and nothing else" "Confirm a changed account"
printf '\377\376' > "$m/bad.txt"
says "an appendix is text" 2 "not text in UTF-8" as report choose $q --slot appendix --file "$m/bad.txt"
ok "the appendix" as report choose $q --slot appendix --file "$m/appendix.txt"
rm "$m/appendix.txt"
page --lang en; has "is printed, also when the file is gone" "<h2>Appendix</h2>"; has "with its list" "<li>It stops products.</li>"
printf 'Only in Japanese.\n' > "$m/ja.txt"
ok "one for a language" as report choose $q --slot appendix.ja --file "$m/ja.txt"
page --lang ja; has "stands in that language" "Only in Japanese."; page --lang en; hasnt "not in the other" "Only in Japanese."
says "choices are listed" 0 "appendix" $n report choices --hub "$HUB"

# ---- what is refused ----
says "a period that ends before it begins" 2 "before it begins" $n report --hub "$HUB" --from 2019-09-30 --to 2019-07-01
says "no period" 2 "which period" $n report --hub "$HUB"
says "an unknown format" 2 "table, html, csv or json" report --format docx
says "PDF is told how" 2 "use html and print" report --format pdf
says "an unknown verb" 2 "did you mean choose" report chose
says "a place that cannot be written" 3 "." report --format html -o "$TMPDIR/no/such/dir.html"

# ---- sightings of a shared indicator: released, so that it can be printed ----
month="--from $(date -u +%Y-%m-01) --to $(date -u -d "$(date -u +%Y-%m-01) +1 month -1 day" +%Y-%m-%d)"
now() { $n report --hub "$HUB" $month "$@"; }
sighting() { printf '{"schema":"noroshi/sighting/1","indicator":"203.0.113.9","type":"ipv4","org":"%s","direction":"from","port":1433,"proto":"tcp","action":"deny","first":"%s","last":"%s","count":%s,"heuristic":false,"listed":[],"lines":[]}\n' "$@"; }
s="$n share --hub $HUB --as an-1"
own=$($s draft --audience all --class urgent --search to --terms "public report" --value ipv4:203.0.113.9 --json | field share)
ok "an own share" $n share release "$own" --hub "$HUB" --as an-2
sighting A 2018-12-14T00:10:00Z 2019-02-03T11:00:00Z 74 > "$m/a.jsonl"
sighting B 2018-12-26T00:10:00Z 2019-02-12T11:00:00Z 7 > "$m/b.jsonl"
submit "$m/a.jsonl" a-company --kind sighting --share "$own" > "$out"; sb=$(submit "$m/b.jsonl" b-company --kind sighting --share "$own"); work
now --lang en > "$TMPDIR/page"
has "before a release months and classes only" "10-99"
hasnt "no exact day" "2018/12/14"
$s draft --sightings-of "$own" --audience all --lane narrative --class urgent --exact --json > "$m/draft"
t=$(field share < "$m/draft") digest=$(field digest < "$m/draft")
ok "the sources are asked" $s ask "$t"
for who in a-app b-app; do
	ok "$who says yes to exactly this" $n approve yes "$t" --hub "$HUB" --as an-1 --for $who --digest "$digest" --spoken "telephone" --second an-2 --second-digest "$digest" --exact
done
ok "it is released" $n share release "$t" --hub "$HUB" --as an-2
now --lang en > "$TMPDIR/page"
has "days and counts as approved" "Organisation A  2018/12/14–2019/2/3      74  52 days    1433, received"
has "letters follow the rows" "Organisation B  2018/12/26–2019/2/12      7  49 days    1433, received"
has "the sum" "81  61 days"
now --lang en --format html | flat > "$TMPDIR/page"
has "purpose of the first share" "The purpose of the first share was to check for traffic from inside to the control server"
has "the port has a name" "port 1433 (the standard port of Microsoft SQL Server)"
has "unknown is said" "is unknown."
has "the days of the loop" "2 organisations told of traffic received from the control server (on the day of the share)."
has "what the periods share" "40 days common to all 2"

# ---- printed again as recorded ----
sleep 1; T=$(date -u +%Y-%m-%dT%H:%M:%SZ); sleep 1
print_all() { for l in ja en; do for f in table html csv json; do $n report --hub "$HUB" $1 --as-recorded-on "$T" --lang $l --format $f || echo "status $?"; done; done; }
print_all "$q" > "$TMPDIR/before" 2>&1; print_all "$month" > "$TMPDIR/before-now" 2>&1
report --format json > "$TMPDIR/then"
cat > "$m/roster2.json" <<'Y'
{"organisations": [{"id": "f-company", "kind": "member", "names": [{"kind": "legal", "lang": "ja", "name": "F社"}],
  "memberships": [{"sig": "gas", "from": "2019-08"}]}]}
Y
ok "a back-dated correction of the roster" as org correct d-company --sig oil --from 2019-08
ok "a membership recorded late" $n roster import "$m/roster2.json" --hub "$HUB"
class "$s1" spam-harmless; class "$c2" unknown --outcome unknown; class "$e1" bec --damage money
ok "the case is no campaign any more" as case target "$plant" --none
ok "another type" as case classify "$bec" --bec-type 2 --damage none
printf 'Other words.\n' > "$m/other.txt"; text_ "$bec" table3 en "$m/other.txt"; text_ "$bec" story ja "$m/other.txt"; text_ "$small" table3 en "$m/other.txt"
line_ --at 2019-08-06 --from-lane A --to-lane B --ja "後日" --en "later"
ok "another note" as case note "$bec" --kind own-classification
ok "two cases become one" as case merge "$vm" "$small"
ok "another opening figure" $n report opening set --hub "$HUB" --from 2018-10-01 --to 2018-12-31 --item submissions --value 1073 --as an-1
ok "another choice" as report choose $q --slot advice.3.3 --value bec.mailbox
ok "the appendix is taken back" as report choose $q --slot appendix --value ""
for x in "$e2" "$p1" "$c1" "$sb/1"; do ok "late withdrawal" as submission withdraw "$x"; done
eml "Zed <z@late.example>" "x@a-company.example" "Late" "z1@late.example" "A mail that was handed in late for July." > "$m/z1.eml"
z1=$(hand_in "$m/z1.eml" a-company "$(at 07-20 09:00)"); work
print_all "$q" > "$TMPDIR/after" 2>&1; print_all "$month" > "$TMPDIR/after-now" 2>&1
if diff "$TMPDIR/before" "$TMPDIR/after" > "$out"; then pass "the old report is the same to the byte"; else fail "the old report is the same to the byte"; fi
if diff "$TMPDIR/before-now" "$TMPDIR/after-now" > "$out"; then pass "with what was observed of the shared indicator"; else fail "with what was observed of the shared indicator"; fi
report --format json > "$TMPDIR/now"
refuses "control: as now known it is another one" cmp -s "$TMPDIR/then" "$TMPDIR/now"
page --lang en
has "the late membership counts" "At the end of the period 7 organisations"
has "the corrected one joined in the period" '<td class="c">August 2019</td><td class="">Oil</td><td class="c">joined</td>'
has "a withdrawn case is counted, not told" "(not told: the report was withdrawn)"
hasnt "its story is gone" "An attack on a customer"
has "Table 1 counts the late mail" "In this quarter 10 reports came in"
now --lang en > "$TMPDIR/page"
hasnt "what a source took back is not printed exactly" "2018/12/26"
finish
