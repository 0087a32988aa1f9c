# Closing a period (締め): refused while something is unsettled and not named, two persons and one digest, the frozen
# bytes printed ever after, later changes only in the list of corrections, never silently; presets; tampering is found.
. tests/e2e/lib
new_hub
roster
m=$TMPDIR/m; mkdir -p "$m"
an1() { $n "$@" --hub "$HUB" --as an-1; }
an2() { $n "$@" --hub "$HUB" --as an-2; }
q="--quarter 2019-04"
at() { echo "2019-$1T$2:00+09:00"; }
hand_in() { file=$1; org=$2; when=$3; shift 3; echo "$(submit "$file" "$org" --received-at "$when" "$@")/1"; }
class() { s=$1; c=$2; shift 2; an1 submission classify "$s" --class "$c" "$@" > "$out" 2>&1 || fail "classify $s $c"; }
digest() { field digest < "$1"; }
place() { grep -cF -e "$2" "$1"; }
eml "Bo <bo@bulk.example>" "x@a-company.example" "Watches" "b1@bulk.example" "Cheap watches for everybody, only today." > "$m/b1.eml"
eml "Ed <ed@old.example>" "y@b-company.example" "Minutes" "b2@old.example" "Please see the minutes of our last project meeting about turbines." > "$m/b2.eml"
eml "Fay <fay@shop.example>" "z@c-company.example" "Holiday" "b3@shop.example" "Book your summer travel to the islands before Sunday evening." > "$m/b3.eml"
b1=$(hand_in "$m/b1.eml" a-company "$(at 04-01 00:00)"); b2=$(hand_in "$m/b2.eml" b-company "$(at 06-30 23:59)")
b3=$(hand_in "$m/b3.eml" c-company "$(at 07-01 00:00)")

# ---- presets ----
$n report --hub "$HUB" $q --as-now-known --format csv --lang en > "$TMPDIR/a" 2> "$out"
$n report --hub "$HUB" --from 2019-04-01 --to 2019-06-30 --format csv --lang en > "$TMPDIR/b" 2>> "$out"
if cmp -s "$TMPDIR/a" "$TMPDIR/b"; then pass "a quarter by its first month is its three months"; else fail "a quarter by its first month is its three months"; fi
says "a bare quarter is refused" 2 "first month of a quarter" $n report --hub "$HUB" --quarter 2019Q2
says "a month that begins none too" 2 "01, 04, 07 or 10" $n report --hub "$HUB" --quarter 2019-05
says "two periods are none" 2 "which period" $n report --hub "$HUB" $q --fiscal-year 2019
ok "a fiscal year" sh -c "$n report --hub '$HUB' --fiscal-year 2019 --lang ja | head -1 | grep -q '2019 年 4 月～2020 年 3 月'"
ok "a calendar year" sh -c "$n report --hub '$HUB' --calendar-year 2019 --lang ja | head -1 | grep -q '2019 年 1 月～12 月'"
echo "report_eras = yes" >> "$HUB/noroshi.conf"
ok "with eras where the hub wants them" sh -c "$n report --hub '$HUB' $q --lang ja | head -1 | grep -q '2019 年（平成 31 年／令和元年）4 月～6 月'"
sed -i '/report_eras/d' "$HUB/noroshi.conf"

# ---- proposing ----
says "who closes is of the hub" 2 "holds none of the roles" $n period close --hub "$HUB" $q --as a-con
says "somebody stands behind it" 2 "--as PERSON" $n period close --hub "$HUB" $q
says "what is not over is not closed" 2 "is not over" an1 period close --calendar-year 2031
says "nothing unread" 2 "submissions: 2" an1 period close $q
work
says "unlooked-at is unsettled too, with its count and its receipt" 2 "${b1%%/*}" an1 period close $q --lang en
says "it says how to name it" 2 "--open submissions=2" an1 period close $q --lang en
says "in Japanese" 2 "片付いていません" an1 period close $q --lang ja
says "another count is not this one" 2 "submissions=2" an1 period close $q --open submissions=1
ok "named, it can be proposed" an1 period close $q --open submissions=2 --json
ok "but is not closed by that" sh -c "$n period list --hub '$HUB' --json | grep -q '\"state\":\"proposed\"'"
ok "the report is the records' still" sh -c "$n report --hub '$HUB' $q --format csv > '$TMPDIR/c'; cmp '$TMPDIR/b' '$TMPDIR/c' || test \$(wc -l < '$TMPDIR/c') -gt 5"
class "$b1" spam-harmless; class "$b2" spam-harmless; class "$b3" spam-harmless
says "nothing is open any more" 2 "nothing is unsettled any more" an1 period close $q --open submissions=2
an1 period close $q --json > "$TMPDIR/p1" 2> "$out"; d1=$(digest "$TMPDIR/p1")
same "a digest over all documents" 64 "${#d1}"

# ---- confirming ----
says "not the same person" 2 "another person confirms" an1 period close $q --digest "$d1"
says "not another digest" 2 "not 0000" an2 period close $q --digest 0000
says "nobody from outside" 2 "none of the roles" $n period close --hub "$HUB" $q --digest "$d1" --as adm
eml "Zed <z@late.example>" "x@a-company.example" "Late" "z1@late.example" "An invitation to the spring concert of the city choir." > "$m/z1.eml"
z1=$(hand_in "$m/z1.eml" a-company "$(at 05-20 09:00)"); work; class "$z1" spam-harmless
says "changed meanwhile: both versions are told" 2 "“2” was proposed, the records now say “3”" an2 period close $q --digest "$d1" --lang en
an1 period close $q --json > "$TMPDIR/p2" 2> "$out"; d2=$(digest "$TMPDIR/p2")
refuses "the new proposal has another digest" test "$d1" = "$d2"
says "the old one is void" 2 "proposed anew" an2 period close $q --digest "$d1" --lang en
$n report --hub "$HUB" $q --format html --lang ja --as-now-known > "$TMPDIR/now.html" 2> "$out"
ok "closed" an2 period close $q --digest "$d2"
says "once" 2 "was closed on" an2 period close $q --digest "$d2"
says "and never opened again" 2 "was closed on" an1 period close $q
says "by whom and when" 0 "confirmed by an-2" $n period show --hub "$HUB" $q --lang en
ok "whole" $n period verify --hub "$HUB"
print_all() { for l in ja en; do for f in table html csv json; do $n report --hub "$HUB" $q --lang $l --format $f "$@" || echo "status $?"; done; done; }
print_all > "$TMPDIR/frozen" 2>&1
for f in html json; do
	$n report --hub "$HUB" $q --lang en --format $f > "$TMPDIR/got"
	same "the report is the kept $f" "$($n period show --hub "$HUB" $q --json | tail -1 | python3 -c 'import json,sys
for d in json.load(sys.stdin)["documents"]:
    if d["format"] == sys.argv[1] and d["lang"] == "en": print(d["sha256"])' $f)" "$(sha256sum < "$TMPDIR/got" | cut -d" " -f1)"
done
says "no correction yet" 0 "no record of this period" an1 period corrections $q --lang en

# ---- what becomes known later ----
sleep 1; T=$(date -u +%Y-%m-%dT%H:%M:%SZ)
class "$b2" targeted --basis judgement
eml "Zoe <z@later.example>" "x@a-company.example" "Later" "z2@later.example" "New printers and ink at half the price this autumn." > "$m/z2.eml"
z2=$(hand_in "$m/z2.eml" d-company "$(at 05-21 09:00)"); work; class "$z2" spam-harmless
print_all > "$TMPDIR/later" 2>&1
if cmp -s "$TMPDIR/frozen" "$TMPDIR/later"; then pass "the closed report is the same to the byte"; else fail "the closed report is the same to the byte"; fi
print_all --as-now-known > "$TMPDIR/known" 2>&1
refuses "control: as now known it is another one" cmp -s "$TMPDIR/frozen" "$TMPDIR/known"
print_all --as-recorded-on "$T" > "$TMPDIR/then" 2>&1
if cmp -s "$TMPDIR/frozen" "$TMPDIR/then"; then pass "asked for a day behind the closing it is the closed one"; else fail "asked for a day behind the closing it is the closed one"; fi
an1 period corrections $q --json --lang en > "$TMPDIR/list" 2> "$out"
python3 - "$TMPDIR/list" "$b2" "${z2%%/*}" > "$out" 2>&1 <<'P' && pass "the list has what, before, after, when and the cell" || fail "the list has what, before, after, when and the cell"
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
def has(kind, object, field=None, before=None, after=None):
    for r in rows:
        for v in r["records"]:
            if v["kind"] == kind and v["object"] == object and (field is None or v["field"] == field):
                assert (before, after) in ((None, None), (v["before"], v["after"])), v
                assert v["at"]
                return r
    raise SystemExit("no %s %s in %s" % (kind, object, rows))
r = has("submission", sys.argv[2], "class", "spam-harmless", "targeted")
assert any("none was taken as targeted" in p["before"] and "1 of them" in p["after"] for p in r["places"]), r["places"]
r = has("received", sys.argv[3])
cells = [p for p in r["places"] if "Handed in to the hub" in p["where"]]
assert [(p["before"], p["after"]) for p in cells] == [("3", "4")], cells
assert "April–June" in cells[0]["where"] and "Table 1" in cells[0]["where"], cells
P
says "for people" 0 "→" an1 period corrections $q
says "as CSV" 0 "when,what,where,before,after" an1 period corrections $q --csv
says "members do not see it" 2 "none of the roles" $n period corrections --hub "$HUB" $q --as a-con
says "an erratum by hand" 0 "next report" an1 period correct $q --place "Chapter 1" --before "tree" --after "three" --lang en
says "with nothing empty" 2 "none of them is empty" an1 period correct $q --place "" --before a --after b
says "only where it was closed" 2 "neither closed" an1 period correct --quarter 2019-07 --place a --before a --after b

# ---- the next report ----
$n report --hub "$HUB" --quarter 2019-07 --lang en --format json > "$TMPDIR/next" 2> "$out"
python3 - "$TMPDIR/next" "${b2%%/*}" > "$out" 2>&1 <<'P' && pass "the next report prints the closed figure and the corrections, and no receipt" || fail "the next report prints the closed figure and the corrections, and no receipt"
import json, sys
text = open(sys.argv[1]).read(); d = json.loads(text)
numbers = {n["id"]: n for n in d["numbers"]}
assert numbers["table1.submissions.2019-04-01"]["value"] == 3, numbers["table1.submissions.2019-04-01"]
assert numbers["table1.submissions.2019-04-01"]["query"] == "closing"
tables = {b["table"]: b for c in d["chapters"] for b in c["blocks"] if "table" in b}
rows = [[c["text"] for c in r] for r in tables["corrections"]["body"]]
assert any(r[0] == "April–June 2019" and "Handed in" in r[1] and r[2:4] == ["3", "4"] for r in rows), rows
assert any(r[2:4] == ["tree", "three"] for r in rows), rows
assert sys.argv[2] not in text and "an-1" not in text
P
says "in Japanese" 0 "訂正一覧\|締めた後に判明した訂正" $n report --hub "$HUB" --quarter 2019-07 --lang ja
$n report --hub "$HUB" --quarter 2019-07 --lang en --as-recorded-on "$T" > "$TMPDIR/next-then" 2> "$out"
same "asked as of before, there were none" 0 "$(place "$TMPDIR/next-then" "turned out otherwise")"
an1 period close --quarter 2019-07 --json > "$TMPDIR/p3" 2> "$out"
ok "the next quarter is closed" an2 period close --quarter 2019-07 --digest "$(digest "$TMPDIR/p3")"
$n report --hub "$HUB" --quarter 2019-10 --lang en > "$TMPDIR/third" 2> "$out"
same "what one report corrected the one behind does not repeat" 0 "$(place "$TMPDIR/third" "turned out otherwise")"
class "$b3" scan/probe
$n report --hub "$HUB" --quarter 2019-10 --lang en > "$TMPDIR/third" 2> "$out"
same "nor does a later word about which nothing is printed" 0 "$(place "$TMPDIR/third" "turned out otherwise")"
says "it is listed for the hub" 0 "spam-harmless → scan/probe" an1 period corrections --quarter 2019-07 --lang en

# ---- two at once ----
an1 period close --quarter 2019-01 --json > "$TMPDIR/p4" 2> "$out"; d4=$(digest "$TMPDIR/p4")
for i in 1 2 3; do an2 period close --quarter 2019-01 --digest "$d4" > "$TMPDIR/two.$i" 2>&1 & eval "p$i=\$!"; done
won=0; for i in 1 2 3; do eval "wait \$p$i" && won=$((won + 1)); done
same "confirmed at once by several, it is closed once" 1 "$won"
same "one line in the audit" 1 "$($n audit list --hub "$HUB" --json 2> /dev/null | grep -c "$d4.*\|period.closed" | python3 -c 'print(1 if int(input()) >= 1 else 0)')"

# ---- tampering ----
sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qX "$NOROSHI_DATABASE" -c "$1"; else sqlite3 "$HUB/noroshi.db" "$1"; fi > /dev/null 2>> "$out"; }
says "control: whole before" 0 "every document fits" $n period verify --hub "$HUB" $q --lang en
if [ -n "$NOROSHI_DATABASE" ]; then one="'\\x41'"; else one="x'41'"; fi
sql "UPDATE closing_document SET bytes = $one WHERE format = 'csv' AND lang = 'en'"
says "a document changed behind the program's back is found" 1 "csv    en .*does not fit" $n period verify --hub "$HUB" $q --lang en
hash=$(printf A | sha256sum | cut -d" " -f1)
sql "UPDATE closing_document SET sha256 = '$hash' WHERE format = 'csv' AND lang = 'en'"
says "with its sum as well" 1 "not those that were closed" $n period verify --hub "$HUB" $q --lang en
finish
