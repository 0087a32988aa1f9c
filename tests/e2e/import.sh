# Coming from Excel: ledgers and rosters in CSV (UTF-8, CP932) and .xlsx (both epochs, shared and inline strings, merged
# headings, hidden rows and sheets) with a preview, a dry run, errors by line and column, and no second time; 代理受付.
. tests/e2e/lib
new_hub
roster
t=$TMPDIR/t; mkdir -p "$t"
led() { $n import ledger "$@" --hub "$HUB" --as an-1 --lang en; }
list() { $n submission list --hub "$HUB" --json; }
counted() { $n report --hub "$HUB" --quarter 2019-07 --format json --lang en | python3 -c 'import json,sys
print({n["id"]: n["value"] for n in json.load(sys.stdin)["numbers"]}.get("table1.submissions.2019-07-01", 0))'; }

# ---- .xlsx ----
python3 tests/e2e/import/make_xlsx.py "$t/l.xlsx"; python3 tests/e2e/import/make_xlsx.py "$t/l1904.xlsx" 1904
says "a preview of the sheet that is not hidden, below its title" 0 "sheet “受付台帳”, heading in row 4" led "$t/l.xlsx"
cp "$out" "$TMPDIR/preview"
grep -q 'received *A *日付 *2019-07-16' "$TMPDIR/preview" && pass "its columns with a sample" || fail "its columns with a sample"
grep -q 'org *C *提供元 *A社' "$TMPDIR/preview" && pass "a heading merged over two rows" || fail "a heading merged over two rows"
grep -q 'note *G *備考 *電力の件 & <確認>$' "$TMPDIR/preview" && pass "shared strings without their readings" || fail "shared strings without their readings"
grep -q '1 hidden row is taken too' "$TMPDIR/preview" && pass "hidden rows are told" || fail "hidden rows are told"
grep -q '4 would be taken' "$TMPDIR/preview" && grep -q 'nothing was written; --apply' "$TMPDIR/preview" && pass "a dry run" || fail "a dry run"
same "which wrote nothing" "" "$(list)"
says "the sheet of the 1904 epoch gives the same days" 0 'received *A *日付 *2019-07-16' led "$t/l1904.xlsx"
says "hidden rows can be left out" 0 "3 would be taken" led "$t/l.xlsx" --skip-hidden
says "applied" 0 "4 taken, 0 taken before, 0 refused" led "$t/l.xlsx" --apply
same "they count by their true day" 4 "$(counted)"
list > "$TMPDIR/list"
python3 - "$TMPDIR/list" > "$out" 2>&1 <<'P' && pass "organisation, kind, class, channel and time are the ledger's" || fail "organisation, kind, class, channel and time are the ledger's"
import json, sys
got = sorted((s["received"], s["org"], s["kind"], s["channel"], s.get("class")) for s in map(json.loads, open(sys.argv[1])))
assert got == [("2019-07-15T15:00:00Z", "a-company", "mail", "phone", "targeted"), ("2019-07-15T15:00:00Z", "b-company", "mail", "ledger", "malware-bulk"),
               ("2019-08-29T05:30:00Z", "c-company", "consultation", "fax", None), ("2019-09-29T15:00:00Z", "d-company", "mail", "ledger", None)], got
P
says "again: nothing" 0 "0 taken, 4 taken before" led "$t/l.xlsx" --apply
says "also from the other epoch's file: the rows say the same" 0 "0 taken, 4 taken before" led "$t/l1904.xlsx" --apply
same "no second one" 4 "$(list | wc -l | tr -d ' ')"
says "a cell that only looks like a date is a number" 1 "line 2, column A (received): “43662” is a spreadsheet's number" led "$t/l.xlsx" --sheet 別表
says "an unknown sheet" 2 "no sheet" led "$t/l.xlsx" --sheet nix
printf 'PK\003\004nonsense' > "$t/bad.xlsx"
says "a damaged file" 2 "neither CSV nor a whole .xlsx" led "$t/bad.xlsx"
printf '\320\317\021\340\241\261\032\341' > "$t/old.xls"
says "an old or locked one says what to do" 2 "save it as .xlsx without one" led "$t/old.xls"

# ---- CSV ----
cat > "$t/l.csv" <<'Y'
No,受付日,会社名,種別,経路,判定,被害,通数,社内用
7,令和元年7月1日,A社,不審メール,会議,標的型,無,7,x
8,R1.8.2 9:05,（株）Ｂ社,BEC,メール,ビジネスメール詐欺,金銭,,x
9,2019年9月31日,C社,不審メール,,,,,
10,2019/9/3,Ｚ社,不審メール,,,,,
11,2019/9/3,C社,怪文書,,,,,
12,2019/9/3,C社,不審メール,,,,many,
13,2031/1/1,C社,不審メール,,,,,
,2019/9/4,C社,不審メール,,迷惑メール,,,
,2019/9/4,C社,不審メール,,迷惑メール,,,
Y
exits "wrong rows need attention" 1 led "$t/l.csv" --refused "$t/refused.csv" --save-mapping "$t/map.json"
said "no such day" "line 4, column B (received): “2019年9月31日” is no day"
said "no such firm" "line 5, column C (org): no organisation is called “Ｚ社”"
said "no such kind" "line 6, column D (kind): “怪文書” is no kind the hub knows"
said "no number" "line 7, column H (copies): “many” is no number of recipients"
said "not yet" "line 8, column B (received): it was received in the future"
same "nothing was written" 4 "$(list | wc -l | tr -d ' ')"
same "refused rows with line and reason, for a spreadsheet" "efbbbf 6" "$(head -c 3 "$t/refused.csv" | od -An -tx1 | tr -d ' ') $(wc -l < "$t/refused.csv" | tr -d ' ')"
iconv -f UTF-8 -t CP932 "$t/l.csv" > "$t/l932.csv"
says "the same in CP932" 1 "4 taken, 0 taken before, 5 refused" led "$t/l932.csv" --apply
same "two equal rows without a number are two" 8 "$(list | wc -l | tr -d ' ')"
says "and in UTF-8 again" 1 "0 taken, 4 taken before, 5 refused" led "$t/l.csv" --apply
sed 's/^7,令和元年7月1日/7,令和元年7月2日/' "$t/l.csv" > "$t/changed.csv"
says "the same number with other content is told" 1 "line 2, column A (reference): the reference “7” was taken before as R-20190701" led "$t/changed.csv" --apply
same "by whichever calendar" "2019-06-30T15:00:00Z 7" "$(list | python3 -c 'import json,sys
print([s["received"] + " " + str(s["copies"]) for s in map(json.loads, sys.stdin) if s["channel"] == "meeting"][0])')"
printf '日,だれ\n2019/7/9,A社\n' > "$t/odd.csv"
says "what is not recognised is asked for" 2 "no column was found for “received”" led "$t/odd.csv"
says "and named by heading or letter" 0 "1 would be taken" led "$t/odd.csv" --map received=日 --map org=B --heading-row 1
says "no such column" 2 "no column “受付”" led "$t/odd.csv" --map received=受付 --heading-row 1
says "no such field" 2 "the nearest is org" led "$t/odd.csv" --map orgg=B --heading-row 1
says "the mapping was kept" 0 "5 refused" sh -c "$n import ledger '$t/l.csv' --mapping '$t/map.json' --hub '$HUB' --as an-1 --lang en; true"
says "nobody from outside" 2 "none of the roles" $n import ledger "$t/l.csv" --hub "$HUB" --as a-con --lang en
r=$(list | python3 -c 'import json,sys
print([s["submission"] for s in map(json.loads, sys.stdin) if s["channel"] == "meeting"][0])')
ok "it is shown like any other" $n submission show "$r" --hub "$HUB" --as an-1
ok "and withdrawn with its certificate" $n submission withdraw "$r" --hub "$HUB" --as an-1
says "what was withdrawn does not come back" 1 "0 taken, 4 taken before" led "$t/l.csv" --apply
ok "the hub is sound" $n db check --hub "$HUB"

# ---- a roster ----
cat > "$t/r.csv" <<'Y'
会員名簿（2019 年度）,,,,,
組織名,英語名,ドメイン,業界,加入年月,担当者,メールアドレス
F社,F-Company,f-company.example,電力,2019/7,福田,fukuda@f-company.example
G社,G-Company,g-company.example,Gas,令和元年8月1日,権田,gonda@g-company.example
Y
ros() { $n import roster "$@" --hub "$HUB" --as adm --lang en; }
says "a roster is recognised" 0 "2 organisations, 2 memberships, 2 people; 0 rows refused" ros "$t/r.csv"
refuses "and not taken by that" $n org show f-company --hub "$HUB"
ok "applied" ros "$t/r.csv" --apply
says "it is there" 0 "F社" $n org show f-company --hub "$HUB"
says "with its SIG, as day and month" 0 "2019-07" sh -c "$n roster show --hub '$HUB' --csv"
sed 's/電力/鉄道/' "$t/r.csv" | sed 's/f-company/h-company/g;s/F社/H社/;/^G社/d' > "$t/r2.csv"
says "a wrong row by its line" 3 "3" ros "$t/r2.csv" --apply
refuses "all or nothing" $n org show h-company --hub "$HUB"

# ---- 代理受付 ----
echo "They telephoned: a mail about an invoice." > "$t/note.txt"
proxy() { $n submit --hub "$HUB" --org c-company --kind consultation --received-at 2019-08-20T10:15:00+09:00 "$@" "$t/note.txt" --lang en; }
says "only the hub enters for others" 2 "only the hub's staff" proxy --channel phone --as c-con
says "a person stands behind it" 2 "--as PERSON" proxy --channel phone
says "no other channels" 2 "phone, mail, fax, meeting or ledger" proxy --channel pigeon --as an-1
says "nothing comes from the future" 2 "received in the future" proxy --received-at 2099-01-01 --channel phone --as an-1
ok "by telephone, with its true time" proxy --channel phone --as an-1
work
same "it is recorded" "2019-08-20T01:15:00Z" "$(list | python3 -c 'import json,sys
print("".join(s["received"] for s in map(json.loads, sys.stdin) if s["org"] == "c-company" and s["channel"] == "phone"))')"
finish
