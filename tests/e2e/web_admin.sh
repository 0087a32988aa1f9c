# The pages of those who run and watch the hub: the trail of deeds and its chain, the settings, the help.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
printf 'hub_name_en = Hub <b>of</b> tests\nsmtp_url = smtp://post:a-secret-word@127.0.0.1:2500\nhand_in_mb = 7\n' >> "$HUB/noroshi.conf"
eml '"Bob" <bob@freemail.example>' 'contact@a-company.example' 'Invoice' 'one@evil.example' 'Please pay.' > "$TMPDIR/one.eml"
r=$(submit "$TMPDIR/one.eml" a-company)
serve --no-worker
for who in an-1 an-2 aud adm a-con; do enter $who; done

shows "the trail says that its chain fits" aud /audit "連鎖は正常です"
page an-1 /cases; refuses "... and no banner says otherwise" grep -q "連鎖が一致しません" "$out"
shows "a deed's first words are enough" aud "/audit?deed=hand" "hand"
lines=$(grep -o 'class="mono small"' "$out" | wc -l)
same "as many lines as the terminal lists" "$($n audit list --hub "$HUB" --deed hand --json | wc -l)" "$lines"
# whoever keeps the machine reads the trail and may not open what it is about: e2e/web_matrix meets that only while such a line is among the newest
shows "a line leads the auditor to what it is about" aud "/audit?deed=hand" "href=\"/receipts/$r\""
shows "the administrator reads the same line" adm "/audit?deed=hand" "$r\|hand-in.received"
refuses "and is led nowhere by it" grep -q 'href="/\(receipts\|submissions\|cases\|shares\)/' "$out"
# narrowed QUERY OPTION...: the page has as many lines as the terminal lists
narrowed() { page aud "/audit?$1"; q=$1; shift; same "the lines of $q" "$($n audit list --hub "$HUB" "$@" --json | wc -l)" "$(grep -o 'class="mono small"' "$out" | wc -l)"; }
narrowed "actor=an-1" --actor an-1
narrowed "object=a-con" --object a-con
narrowed "object=a-con&actor=adm" --object a-con --actor adm
narrowed "object=nothing" --object nothing
page aud "/audit?format=csv&actor=an-1"
$n audit list --hub "$HUB" --actor an-1 --csv > "$TMPDIR/own.csv"
$n audit list --hub "$HUB" --csv > "$TMPDIR/all.csv"
if cmp -s "$out" "$TMPDIR/own.csv"; then pass "the CSV is that of the terminal"; else fail "the CSV is that of the terminal"; fi
if cmp -s "$out" "$TMPDIR/all.csv"; then fail "control: another filter is another file"; else pass "control: another filter is another file"; fi
shows "nobody of that name did anything" aud "/audit?actor=no-one" "この条件に合う行はありません"
page aud "/audit?from=2019-13-01"; same "a day that is none" 400 "$status"
page aud "/audit?before=x"; same "a line that is none" 400 "$status"
shows "what was asked for comes back as text" aud "/audit?object=%22%3E%3Cscript%3E" "&quot;&gt;&lt;script&gt;"

shows "every setting is there" aud /settings "hand_in_mb"
settings=$(grep -o '<th scope="row" class="mono">' "$out" | wc -l)
cp "$out" "$TMPDIR/settings"
same "as many as the terminal shows" "$($n config show --json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)))')" "$settings"
if grep -q 'smtp://post:\*\*\*@127.0.0.1:2500' "$TMPDIR/settings"; then pass "a password in an address is masked"; else fail "a password in an address is masked"; fi
if grep -q a-secret-word "$TMPDIR/settings"; then fail "and stands nowhere"; else pass "and stands nowhere"; fi
if grep -q '&lt;b&gt;of&lt;/b&gt;' "$TMPDIR/settings"; then pass "a value is text"; else fail "a value is text"; fi
page an-1 /settings; same "an analyst sees no settings" 404 "$status"
page a-con /settings; same "nor does a member" 404 "$status"

shows "a member reads how to get a mail out" a-con /help "EML としてダウンロード"
page an-1 /help
if grep -q "EML としてダウンロード" "$out"; then fail "who hands nothing in does not"; else pass "who hands nothing in does not"; fi
if grep -q "判定の誤りは記録" "$out"; then pass "an analyst reads what an analyst does"; else fail "an analyst reads what an analyst does"; fi
for p in /audit /settings /help; do
	page adm "$p"
	bytes=$(gzip -c < "$out" | wc -c)
	if [ "$bytes" -le 20480 ]; then pass "$p is small"; else echo "$bytes bytes" >> "$out"; fail "$p is small"; fi
done
stop_serving

break_chain()
{
	if [ -f "$HUB/noroshi.db" ]; then python3 - "$HUB/noroshi.db" <<- 'EOF'
		import sqlite3, sys
		db = sqlite3.connect(sys.argv[1])
		for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'").fetchall():
		    db.execute(f'DROP TRIGGER "{name}"')
		db.execute("UPDATE audit SET actor = 'nobody' WHERE seq = 3")
		db.commit()
	EOF
	else return 1; fi
}
if break_chain; then
	serve --no-worker
	enter aud
	enter an-1; enter a-con
	shows "a changed line is a red banner on the pages of the hub's people" an-1 /cases "監査ログのハッシュ連鎖が一致しません"
	shows "... and on that of the trail" aud /audit "監査ログのハッシュ連鎖が一致しません"
	page a-con /; refuses "... not on a member's" grep -q "監査ログのハッシュ連鎖が一致しません" "$out"
	stop_serving
fi

# ---- an answer that would need more memory than there is for one ----
sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qX "$NOROSHI_DATABASE" -c "$1"; else sqlite3 -cmd ".timeout 20000" "$HUB/noroshi.db" "$1"; fi; }
ok "70 MB of lines" sql "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70) INSERT INTO audit
  (seq, at_ms, actor, os_user, deed, object, detail, prev_hash, hash)
  SELECT 1000000 + i, 1, 'nobody', '', 'long', 'long', REPLACE('$(printf '%01000d' 0)', '0', '$(printf '%01000d' 0)'), '', '' FROM n"
serve --no-worker
enter aud
enter an-1
page aud "/audit?format=csv"; same "it is refused, alone" 500 "$status"
ok "with a sentence and where to ask" grep -q "応答が大きくなりすぎます" "$out"
work
ok "then something is done elsewhere" $n case open "$r/1" --title "seen behind it" --hub "$HUB" --as an-2
shows "the server goes on, and sees it" an-1 /cases "seen behind it"
enter adm
ok "and writes" [ "$status" = 200 ]
stop_serving
finish
