# What the worker keeps for the pages is no reason to leave mail unread.
. tests/e2e/lib
new_hub
roster
sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qXAt "$NOROSHI_DATABASE" -c "$1"; else sqlite3 "$HUB/noroshi.db" "$1"; fi; }
read_() { sql "SELECT COUNT(*) FROM submission WHERE state = 'parsed'"; }
eml "Bob <bob@partner.example>" "alice@a-company.example" "Mail" "1@partner.example" "Text" > "$TMPDIR/1.eml"
ok "counts cannot be kept" sql "DROP TABLE quarter_kept"
$n worker --hub "$HUB" > "$out.worker" 2>&1 & worker=$!
for _ in $(seq 100); do grep -q quarters-not-kept "$out.worker" && break; sleep 0.1; done
ok "the log says so" grep -q "warn worker.quarters-not-kept .*quarter_kept" "$out.worker"
submit "$TMPDIR/1.eml" a-company > "$out"
for _ in $(seq 200); do [ "$(read_)" = 1 ] && break; sleep 0.1; done
same "what is handed in then is read" 1 "$(read_)"
kill -TERM "$worker"; wait "$worker"
same "and the worker ends when it is asked, as ever" 0 "$?"
same "it was said once in that minute" 1 "$(grep -c quarters-not-kept "$out.worker")"
finish
