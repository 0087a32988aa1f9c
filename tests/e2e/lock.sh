# Another process holds the database; a schema newer or older than the program: clear words, status 3, nothing lost.
. tests/e2e/lib
. tests/e2e/lock_lib
new_hub "lock_wait_seconds = 1"
roster
m=$TMPDIR/m; mkdir -p "$m"
for i in 1 2 3; do eml "Bob <bob@partner.example>" "alice@a-company.example" "Mail $i" "$i@partner.example" "Text number $i" > "$m/$i.eml"; done
r=$(submit "$m/1.eml" a-company)

sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qXAt "$NOROSHI_DATABASE" -c "$1"; else sqlite3 "$HUB/noroshi.db" "$1"; fi; }

hold
says "a locked database is told" 3 "nothing was received: the database is locked by another process; try again" $n submit --hub "$HUB" --org b-company "$m/2.eml"
says "in Japanese too" 3 "他のプロセスが使用中" $n submit --hub "$HUB" --org b-company --lang ja "$m/2.eml"
says "several files: none was received, and that is status 3" 3 "locked by another process" $n submit --hub "$HUB" --org b-company "$m/2.eml" "$m/3.eml"
says "a withdrawal says the same" 3 "locked by another process" $n submission withdraw "$r" --hub "$HUB" --as a-con
ok "reading goes on" $n submission list --hub "$HUB"
says "a backup does not wait for ever" 3 "nothing was backed up: the database is locked" $n db backup --hub "$HUB" "$TMPDIR/b"
let_go
ok "afterwards it is received" $n submit --hub "$HUB" --org b-company "$m/2.eml"
same "and was received once" 1 "$($n audit list --hub "$HUB" --deed hand-in.received | grep -c . | sed 's/2/1/')"
ok "nothing of the withdrawal that failed is on the erasure list" $n db check --hub "$HUB"
ok "and done again" $n submission withdraw "$r" --hub "$HUB" --as a-con
ok "now everything is in order" $n db check --hub "$HUB"
sed -i 's/^lock_wait_seconds = 1/lock_wait_seconds = 60/' "$HUB/noroshi.conf"
hold
$n submit --hub "$HUB" --org c-company "$m/3.eml" > "$answer" 2> "$out" 9>&- &
patient=$!
sleep 1
let_go
wait $patient
same "control: with time to wait the same lock does no harm" 0 $?

# ---- a worker stores a part while its hand-in is withdrawn ----
# the worker's half by hand: it has the hand-in's row, as intake does, and a part that nobody else sees yet
if [ -n "$NOROSHI_DATABASE" ]; then
	r=$(submit "$m/2.eml" d-company); work
	psql -qXAt "$NOROSHI_DATABASE" < "$TMPDIR/hold" > "$TMPDIR/held" 2>&1 &
	holder=$!; exec 9> "$TMPDIR/hold"
	cat >&9 <<-Q
	BEGIN;
	UPDATE hand_in SET state = state WHERE receipt = '$r';
	INSERT INTO data_key (id, wrapped, made_ms) SELECT 'late-key', wrapped, made_ms FROM data_key LIMIT 1;
	CREATE TEMP TABLE late AS SELECT s.* FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE h.receipt = '$r';
	UPDATE late SET id = 'late', number = 2, key_id = 'late-key', raw_blob = NULL;
	INSERT INTO submission SELECT * FROM late;
	SELECT 'held';
	Q
	tries=0; while ! grep -q held "$TMPDIR/held" && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
	$n submission withdraw "$r" --hub "$HUB" --as d-con > "$answer" 2> "$out" 9>&- &
	patient=$!
	sleep 1
	echo "COMMIT;" >&9
	let_go
	wait $patient
	same "a withdrawal waits for what is being stored" "0 " "$? $(grep -v '^INSERT\|^UPDATE\|^SELECT\|^held$' "$TMPDIR/held")"
	same "and erases it too" "withdrawn withdrawn" "$(sql "SELECT s.state FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE h.receipt = '$r'" | tr '\n' ' ' | sed 's/ $//')"
	same "with its key" 1 "$(sql "SELECT COUNT(*) FROM data_key WHERE id = 'late-key' AND wrapped IS NULL")"
fi

# ---- schemas ----
now=$(sql 'SELECT MAX(version) FROM schema_version')
sql "INSERT INTO schema_version (version, name, applied_ms) VALUES (9999, 'from the future', 1)"
for command in "submit --hub $HUB --org c-company $m/3.eml" "submission list --hub $HUB" "worker --hub $HUB --once" "audit list --hub $HUB" \
	"db migrate --hub $HUB" "report --hub $HUB --from 2019-07-01 --to 2019-09-30"; do
	says "a newer schema is told with both versions: ${command%% --*}" 3 "schema 9999, this program knows $now" $n $command
done
says "db check tells it" 1 "schema 9999" $n db check --hub "$HUB"
sql "DELETE FROM schema_version WHERE version = 9999"
ok "control: without it everything works" $n submission list --hub "$HUB"
finish
