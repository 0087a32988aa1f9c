# Lists that are longer than a page: everything stands on exactly one of the pages, in order; and how pages are packed on the way.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
for i in $(seq 1 120); do printf 'From bob Wed Jul 31 09:59:00 2019\r\n'; eml '"Bob" <bob@freemail.example>' contact@a-company.example "Invoice $i" "$i@evil.example" "Text $i."; printf '\r\n'; done > "$TMPDIR/all.mbox"
receipt=$(submit "$TMPDIR/all.mbox" a-company)
work
for i in $(seq 1 60); do $n case open "$receipt/$i" --title "case $i" --hub "$HUB" --as an-1 > "$out" 2>&1 || break; done
for i in $(seq 1 55); do
	share=$($n share draft --hub "$HUB" --as an-1 --audience org:b-company --class normal --tlp GREEN --terms "public report" --value "ipv4:203.0.113.$i" --json 2> "$out" | field share)
	$n share release "$share" --hub "$HUB" --as an-2 > "$out" 2>&1 || break
done
for i in $(seq 61 115); do $n question ask "$receipt/$i" --hub "$HUB" --as an-1 --template mail.original > "$out" 2>&1 || break; done
for Q in $($n question list --hub "$HUB" --as an-1 --json | field question | tail -n 3); do $n question close "$Q" --hub "$HUB" --as an-1 > "$out" 2>&1 || break; done
for i in $(seq 1 45); do echo "Is program $i a bad one?" > "$TMPDIR/ask-$i.txt"; done
$n submit --hub "$HUB" --org b-company --as b-con --kind consultation "$TMPDIR"/ask-*.txt > "$out" 2>&1
work
serve --no-worker
for who in an-1 a-con b-con; do enter $who; done

# every FILE WHO PATH PATTERN: what fits on the page and on those behind it, a line each
every()
{
	path=$3; pages=0; : > "$1"
	while [ -n "$path" ] && [ $pages -lt 40 ]; do
		pages=$((pages + 1))
		page "$2" "$path"
		tr '"' '\n' < "$out" | grep -E "^$4\$" | awk '!seen[$0]++' >> "$1"
		path=$(grep -o 'class="more"><a class="btn" href="[^"]*after=[^"]*"' "$out" | head -n 1 | sed 's/.*href="//; s/"$//; s/&amp;/\&/g')
	done
}
# whole NAME WANTED FILE
whole() { same "$1" "$2 $2" "$(wc -l < "$3" | tr -d ' ') $(sort -u "$3" | wc -l | tr -d ' ')"; }
every "$TMPDIR/list" an-1 '/submissions?view=all' '/submissions/R-[^/]*/[0-9]+'; whole "all submissions, each once" 165 "$TMPDIR/list"
every "$TMPDIR/own" a-con '/submissions' '/submissions/R-[^/]*/[0-9]+'; whole "those of a member" 120 "$TMPDIR/own"
every "$TMPDIR/linked" an-1 '/submissions?view=linked' '/submissions/R-[^/]*/[0-9]+'; whole "those of one state" 60 "$TMPDIR/linked"
every "$TMPDIR/cases" an-1 /cases '/cases/C-[A-Z0-9-]*'; whole "all cases, each once" 60 "$TMPDIR/cases"
every "$TMPDIR/shares" an-1 /shares '/shares/J-[A-Z0-9]*'; whole "all shares, each once" 55 "$TMPDIR/shares"
every "$TMPDIR/out" an-1 '/shares?view=released' '/shares/J-[A-Z0-9]*'; whole "those that are out" 55 "$TMPDIR/out"
every "$TMPDIR/making" an-1 '/shares?view=open' '/shares/J-[A-Z0-9]*'; whole "none in the making" 0 "$TMPDIR/making"
every "$TMPDIR/asked" an-1 '/questions?view=all' '/questions/Q-[A-Z0-9-]*'; whole "all questions, each once" 55 "$TMPDIR/asked"
$n question list --all --hub "$HUB" --as an-1 --json | field question | sed 's#^#/questions/#' > "$TMPDIR/told"
ok "the earliest date first" cmp "$TMPDIR/asked" "$TMPDIR/told"
every "$TMPDIR/open" an-1 /questions '/questions/Q-[A-Z0-9-]*'; whole "those that are open" 52 "$TMPDIR/open"
every "$TMPDIR/own" a-con /questions '/questions/Q-[A-Z0-9-]*'; ok "the member asked sees the same" cmp "$TMPDIR/open" "$TMPDIR/own"
page b-con "/questions?after=${Q:-}"; same "behind another organisation's is nothing" 404 "$status"
$n case list --hub "$HUB" --as an-1 --json | field case | sed 's#^#/cases/#' > "$TMPDIR/told"
ok "in the order of the command line" cmp "$TMPDIR/cases" "$TMPDIR/told"
page an-1 '/submissions?after=R-20190101-NOTHER/1'; same "behind what is not there is nothing" 404 "$status"

# ---- packed ----
plain=$(curl -s -b "$TMPDIR/jar.an-1" "$B/cases" | sha256sum)
# packs NAME WANTED HEADER...: is the answer packed, and the same page?
packs()
{
	name=$1; wanted=$2; shift 2
	curl -s -D "$TMPDIR/head" -o "$TMPDIR/packed" -b "$TMPDIR/jar.an-1" "$@" "$B/cases"
	if grep -qi '^content-encoding: gzip' "$TMPDIR/head"; then got=packed; mail=$(gzip -dc "$TMPDIR/packed" | sha256sum); else got=plain; mail=$(sha256sum < "$TMPDIR/packed"); fi
	same "$name" "$wanted $plain" "$got $mail"
}
packs "a page that our own page led to is packed" packed -H 'Accept-Encoding: gzip, br' -H 'Sec-Fetch-Site: same-origin'
packs "so is one that the person asked for" packed -H 'Accept-Encoding: br, gzip;q=0.5' -H 'Sec-Fetch-Site: none'
packs "not one that another site led to: its length would tell what stands in it" plain -H 'Accept-Encoding: gzip' -H 'Sec-Fetch-Site: cross-site'
packs "nor where nobody says where it began" plain -H 'Accept-Encoding: gzip'
packs "nor for who does not take it" plain -H 'Accept-Encoding: gzip;q=0' -H 'Sec-Fetch-Site: same-origin'
css=$(curl -s "$B/sign-in" | sed -n 's/.*href="\(\/static\/[^"]*\.css\)".*/\1/p' | head -n 1)
curl -s -D "$TMPDIR/head" -o "$TMPDIR/css" -H 'Accept-Encoding: gzip' "$B$css"
ok "what is nobody's is packed" grep -qi '^content-encoding: gzip' "$TMPDIR/head"
ok "and caches are told" grep -qi '^vary: accept-encoding' "$TMPDIR/head"
curl -s -D "$TMPDIR/head" -o "$TMPDIR/packed" -b "$TMPDIR/jar.an-1" -H 'Accept-Encoding: gzip' -H 'Sec-Fetch-Site: same-origin' "$B/submissions?view=all"
ok "a full page of the queue is less than 20 KB" [ "$(wc -c < "$TMPDIR/packed")" -lt 20480 ]
ok "the style less than 12 KB" [ "$(wc -c < "$TMPDIR/css")" -lt 12288 ]

# ---- a hundred thousand lines, made while they are taken ----
sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qX "$NOROSHI_DATABASE" -c "$1"; else sqlite3 -cmd ".timeout 20000" "$HUB/noroshi.db" "$1"; fi; }
before=$($n outbox list --all --hub "$HUB" --as an-1 --json | wc -l)
ok "100,000 notices" sql "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) INSERT INTO notice
  (id, person_id, kind, file, state, made_ms, sent_ms, tries, problem, not_before_ms, post)
  SELECT 'long-' || CAST(i AS TEXT), 'b-con', 'share', 'long-' || CAST(i AS TEXT), 'sent', 1563300000000 + i, 1563300000000 + i, 1, '', 1563300000000 + i / 100, 'sent' FROM n"
ANALYST=$($n key create an-1 --purpose list --scope read --hub "$HUB" --as adm --json | field secret)
# through FILE PATH FIELD: what the pages of a list hold, twenty at a time
through()
{
	after=; : > "$1"
	while curl -sS --fail-with-body -H "Authorization: Bearer $ANALYST" "$B/api/v1/$2limit=20$after" > "$TMPDIR/json"; do
		grep -o "\"$3\":\"[^\"]*\"" "$TMPDIR/json" | cut -d '"' -f 4 >> "$1"
		after=$(sed -n 's/.*"next":"\([^"]*\)".*/\&after=\1/p' "$TMPDIR/json")
		[ -n "$after" ] || break
	done
}
through "$TMPDIR/listed" 'questions?all=true&' question
ok "by the interface, too, each once and in order" sh -c "sed 's#^#/questions/#' '$TMPDIR/listed' | cmp - '$TMPDIR/asked'"
through "$TMPDIR/listed" 'consultations?all=true&' submission; whole "all consultations, each once" 45 "$TMPDIR/listed"
$n consultation list --all --hub "$HUB" --as an-1 --json | field submission > "$TMPDIR/told"
ok "the oldest first" cmp "$TMPDIR/listed" "$TMPDIR/told"
# what the server's processes hold at most, in kB
peak() { for p in $server $(pgrep -P "$server"); do sed -n 's/^VmHWM: *\([0-9]*\) kB/\1/p' "/proc/$p/status"; done | sort -n | tail -n 1; }
for p in $server $(pgrep -P "$server"); do echo 5 > "/proc/$p/clear_refs"; done
held=$(peak)
curl -sS --fail-with-body -H "Authorization: Bearer $ANALYST" -H "Accept: application/x-ndjson" "$B/api/v1/outbox?all=true" > "$TMPDIR/lines"
grew=$(($(peak) - held))
same "all of them are lines, each once" "$((before + 100000)) $((before + 100000))" "$(wc -l < "$TMPDIR/lines") $(sort -u "$TMPDIR/lines" | wc -l)"
ok "in memory that does not grow with them: $grew kB for $(($(wc -c < "$TMPDIR/lines") / 1024)) kB" test "$grew" -lt 8192 -a "$(wc -c < "$TMPDIR/lines")" -gt 16777216
stop_serving
finish
