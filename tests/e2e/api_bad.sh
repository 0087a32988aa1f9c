# What goes wrong between a script and the interface: no space, no database, half an upload, too much, the wrong bytes; each answer is a problem
# document that the OpenAPI document describes, nothing is kept by halves, and what failed on our side can be named.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "lock_wait_seconds = 1" "hand_in_mb = 25" "web_processes = 1" "api_requests_per_minute = 3000"
roster
serve --no-worker
kept() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qXAt "$NOROSHI_DATABASE" -c 'SELECT COUNT(*) FROM hand_in'; else sqlite3 "$HUB/noroshi.db" 'SELECT COUNT(*) FROM hand_in'; fi; }
settings() { sed -i "/^$1 /d" "$HUB/noroshi.conf"; echo "$1 = $2" >> "$HUB/noroshi.conf"; before=$(grep -c serve.reloaded "$TMPDIR/serve.log"); kill -HUP "$server"
	for _ in $(seq 100); do [ "$(grep -c serve.reloaded "$TMPDIR/serve.log")" -gt "$before" ] && break; sleep 0.1; done; sleep 0.5; }
KEY=$($n key create a-con --purpose bad --scope read,submit,sight --hub "$HUB" --as adm --json | field secret)
STAFF=$($n key create an-1 --purpose bad --scope read,triage,share --hub "$HUB" --as adm --json | field secret)
export KEY STAFF SERVE_LOG="$TMPDIR/serve.log"
bad() { PYTHONPATH=tests/e2e python3 tests/e2e/api_bad.py "$n" "$B" "$HUB" "$1" || failed=1; }
bad wrong
same "nothing came of all that but the largest file" 1 "$(kept)"
ok "and no piece of it is left" sh -c "! ls -A '$HUB' | grep -i spool"

settings low_water_mb 1000000
bad full
same "without space nothing is received" 1 "$(kept)"
settings low_water_mb 0
bad again
same "with space it is" 2 "$(kept)"

if [ -n "$NOROSHI_DATABASE" ]; then
	database=${NOROSHI_DATABASE##*/}
	psql -qX "$NOROSHI_TEST_PG" -c "ALTER DATABASE $database ALLOW_CONNECTIONS false" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$database'" > "$answer" 2>&1
else
	python3 -c 'import sqlite3, sys, time; d = sqlite3.connect(sys.argv[1], isolation_level=None); d.execute("BEGIN IMMEDIATE"); time.sleep(8)' "$HUB/noroshi.db" & holder=$!
	sleep 1
fi
bad away
if [ -n "$NOROSHI_DATABASE" ]; then psql -qX "$NOROSHI_TEST_PG" -c "ALTER DATABASE $database ALLOW_CONNECTIONS true" > "$answer" 2>&1; else wait "$holder"; fi
bad back
same "the retry of what failed is received once" 3 "$(kept)"
bad forms
same "each file of a form is received once" 24 "$(kept)"
ok "any form in any pieces, as two other readers tell it" python3 tests/e2e/forms.py "$(dirname "$n")/tests/form-tell"
stop_serving
finish
