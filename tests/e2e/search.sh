# Searching: 200 queries give what a linear scan over the mails gives; cases, shares and indicators are found; members find
# their own and what they were sent; what was withdrawn is not found; the index holds no word in clear and survives a restore.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
m=$TMPDIR/m; mkdir -p "$m"
python3 tests/e2e/search_check.py make "$m"
(cd "$m" && zip -q ../all.zip ./*.eml)
all=$(submit "$TMPDIR/all.zip" a-company --as a-con)
work
s="$n search --hub $HUB"
f="$s find --lang en"

ok "200 queries find what a linear scan finds" python3 tests/e2e/search_check.py check "$n" "$HUB" an-1
says "two characters inside a longer word" 0 "件名: .*\[求書\]\|本文: .*\[求書\]" $s find --lang ja --as an-1 求書
says "the hit stands in its words" 0 "\[虹色鉛筆\]です" $f --as an-1 虹色鉛筆
says "half width finds full width" 0 "プロジェクト\|ﾌﾟﾛｼﾞｪｸﾄ" $f --as an-1 プロジェクト
says "a defanged host" 0 "evil-corp.example" $f --as an-1 "evil-corp[.]example"
says "nothing" 0 "nothing was found" $f --as an-1 まったく無い語
says "one character of Japanese is refused" 2 "at least two characters" $f --as an-1 請
says "so is punctuation" 2 "nothing to look for" $f --as an-1 "!!!"
says "too many words" 2 "at most 8" $f --as an-1 a1 b2 c3 d4 e5 f6 g7 h8 i9
says "an unknown kind" 2 "nothing that can be looked for" $f --as an-1 --kind mail invoice
says "what FTS5 and tsquery would take for an operator" 0 "nothing was found" $f --as an-1 'NEAR( "zz" AND) ^x:y|!&*'"'"
same "pages go on where they ended" "$($f --as an-1 --kind submission --limit 1000 --json 口座 | grep -c search-hit)" "$(
	below=; while :; do
		$f --as an-1 --kind submission --limit 3 --json ${below:+--below $below} 口座 > "$TMPDIR/page"; grep search-hit "$TMPDIR/page"
		below=$(grep search-end "$TMPDIR/page" | field below); [ "${below:-0}" -gt 0 ] || break; done | sort -u | wc -l)"

# ---- who finds what ----
eml "Bob <bob@partner.example>" "bob@b-company.example" "秘密の件 kingfisher" "b1@partner.example" "翡翠の案件について" > "$m/b.eml"
b=$(submit "$m/b.eml" b-company --as b-con); work
says "the hub finds it" 0 "kingfisher" $f --as an-1 kingfisher
says "an auditor too" 0 "kingfisher" $f --as aud kingfisher
says "its own people find it" 0 "kingfisher" $f --as b-con 翡翠
says "others do not" 0 "nothing was found" $f --as a-con 翡翠
same "byte for byte like what is not there" "$($f --as a-con 翡翠 2>&1)" "$($f --as a-con 存在しない 2>&1)"
case=$($n case open --hub "$HUB" --as an-1 "$b/1" --title "カワセミ kingfisher-case" --json | field object)
says "a case by its title" 0 "kingfisher-case" $f --as an-1 --kind case カワセミ
says "not for a member" 0 "nothing was found" $f --as b-con --kind case カワセミ
eml "Alice A <alice.a-company@freemail.example>" "carol@a-company.example" "urgent" "f1@freemail.example" "Please wire the payment today, it is confidential. Alice" > "$m/f.eml"
fake=$(submit "$m/f.eml" a-company --as a-con); work
says "an indicator by its beginning" 0 "alice.a-company@freemail.example" $f --as an-1 --kind indicator alice.a-comp
says "not for a member" 0 "nothing was found" $f --as a-con --kind indicator alice.a-comp
says "who looked for what stands in the log" 0 "search.asked" $n audit list --hub "$HUB"

printf 'From: Bob <bob@partner.example>\r\nTo: carol@a-company.example\r\nSubject: lines\r\nMessage-ID: <lines@partner.example>\r\n\r\nthe first albatross\r\nsecond line\r\n' > "$m/lines.eml"
submit "$m/lines.eml" a-company --as a-con > "$TMPDIR/r0"; work
says "the end of a line is a blank" 0 "first \[albatross\] second line" $f --as an-1 albatross

# ---- a long text ----
long() { eml "Bob <bob@partner.example>" "carol@a-company.example" "$1" "$1@partner.example" "$1" && python3 -c 'import sys; print("\n".join(["lorem ipsum dolor"] * int(sys.argv[1])))
print(sys.argv[2])' "$2" "$3"; }
long longish 120000 peregrine > "$m/long.eml"; long verylong 300000 gyrfalcon > "$m/longer.eml"
submit "$m/long.eml" a-company --as a-con > "$TMPDIR/r1"; submit "$m/longer.eml" a-company --as a-con > "$TMPDIR/r2"; work
says "a word behind 2 MB of text" 0 "longish" $f --as an-1 peregrine
says "what is still longer is found by its beginning" 0 "verylong" $f --as an-1 "\"lorem ipsum dolor\"" verylong
says "and not by its end" 0 "nothing was found" $f --as an-1 gyrfalcon
says "its submission says so" 0 "The text is too long" $n submission show "$(cat "$TMPDIR/r2")/1" --hub "$HUB" --as an-1 --lang en
says "the help says so" 0 "longer than 4 MiB" $n search --help --lang en

# ---- in clear nowhere, gone when it goes ----
if [ -z "$NOROSHI_DATABASE" ]; then
	same "no word lies in the database in clear" 0 "$(cat "$HUB"/noroshi.db* | grep -a -c -e bob@b-company -e 翡翠)"
	sqlite3 "$HUB/noroshi.db" "CREATE TABLE control (t TEXT); INSERT INTO control VALUES ('翡翠'); PRAGMA wal_checkpoint(TRUNCATE)" > /dev/null
	refuses "the control: a word in clear is seen" sh -c "test \$(cat $HUB/noroshi.db* | grep -a -c 翡翠) = 0"
	sqlite3 "$HUB/noroshi.db" "DROP TABLE control"
fi
ok "withdrawn" $n submission withdraw "$b/1" --hub "$HUB" --as b-con
says "is found no more" 0 "nothing was found" $f --as an-1 --kind submission 翡翠
ok "a backup" $n db backup "$TMPDIR/backup" --hub "$HUB"
before=$($f --as an-1 --json --limit 1000 口座 | grep search-hit | sort)
ok "emptied" $s rebuild --as an-1
says "and filled as one looks" 0 "kingfisher-case" $f --as an-1 --kind case カワセミ
work
same "after the worker it is as before" "$before" "$($f --as an-1 --json --limit 1000 口座 | grep search-hit | sort)"
refuses "a member does not empty it" $s rebuild --as a-con

# ---- in the browser ----
serve --no-worker
for who in an-1 a-con b-con adm; do enter $who; done
shows "every page has the field" an-1 /cases 'role="search"'
shows "words found" an-1 "/search?q=%E8%99%B9%E8%89%B2%E9%89%9B%E7%AD%86" '<mark class="warn">虹色鉛筆</mark>です'
shows "a link to what was found" an-1 "/search?q=kingfisher-case&kind=case" "href=\"/cases/$(echo "$case" | sed 's/\./\\./g')\""
shows "an indicator does not open, and its type is a word" an-1 "/search?q=alice.a-comp&kind=indicator" 'メールアドレス</span> <a href="/indicators/[^"]*">alice\[.\]a-company\[@\]freemail\[.\]example'
shows "a page goes on" an-1 "/search?q=%E5%8F%A3%E5%BA%A7&kind=submission" 'href="/search?q=%E5%8F%A3%E5%BA%A7&amp;kind=submission&amp;below='
shows "a member finds its own" a-con "/search?q=omega-terminus" "<mark"
shows "another one nothing" b-con "/search?q=omega-terminus" "見つかりませんでした"
shows "words are words" an-1 "/search?q=%3Cscript%3Ealert(1)%3C/script%3E" 'value="&lt;script&gt;alert(1)&lt;/script&gt;"'
page an-1 "/search?q=%E8%AB%8B"; same "too short: said on the page" "400 1" "$status $(grep -c '２文字以上を入れて' "$out")"
page adm /search; same "who looks after the machine only does not search" 404 "$status"
stop_serving
finish
