# Every schema that was released is still taken: its database is migrated to the newest, its backup restored.
. tests/e2e/lib
new_hub
roster
# the shape of a database: tables, columns and indexes
shape()
{
	if [ -n "$NOROSHI_DATABASE" ]; then
		psql -qXAt "$1" -c "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public'
			ORDER BY table_name COLLATE \"C\", ordinal_position" -c "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname COLLATE \"C\"" \
			-c "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
	else
		sqlite3 "$1" "SELECT m.name, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type IN ('table', 'view')
			ORDER BY m.name, c.cid; SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' ORDER BY name"
	fi
}
if [ -n "$NOROSHI_DATABASE" ]; then shape "$NOROSHI_DATABASE"; else shape "$HUB/noroshi.db"; fi > "$TMPDIR/fresh"
if [ "$(wc -l < "$TMPDIR/fresh")" -gt 100 ]; then pass "control: the newest schema has a shape"; else fail "the newest schema has a shape"; fi

check_hub() # NAME DIR FIXTURE
{
	says "$1: sound" 0 "contents opened and whole" $n db check --hub "$2"
	says "$1: the content is there" 0 "Please pay the invoice" $n submission show "$(cat "$3/kept")/1" --hub "$2" --as an-1 --reason fixture
	says "$1: what was withdrawn is erased" 2 "was erased" $n submission show "$(cat "$3/withdrawn")/1" --hub "$2" --as an-1 -o "$TMPDIR/x" --reason fixture
	eml "Bob <bob@partner.example>" "alice@c-company.example" "New" "new@partner.example" "A new mail for an old hub." > "$TMPDIR/new.eml"
	ok "$1: it receives" $n submit --hub "$2" --org c-company "$TMPDIR/new.eml"
	ok "$1: and reads" $n worker --hub "$2" --once
	ok "$1: and reports" $n report --hub "$2" --from 2019-07-01 --to 2019-09-30 --format json
}

found=0
for fixture in tests/fixtures/schema/[0-9]*; do
	schema=${fixture##*/}; found=$((found + 1))
	H=$TMPDIR/$schema; mkdir -p "$H/outbox"; chmod 700 "$H"
	cp "$fixture/noroshi.key" "$fixture/noroshi.erased" "$H/"; chmod 600 "$H/noroshi.key"
	printf 'low_water_mb = 0\nballast_mb = 0\n' > "$H/noroshi.conf"
	if [ -n "$NOROSHI_DATABASE" ]; then
		D=${NOROSHI_DATABASE}_$schema
		psql -qX "$NOROSHI_DATABASE" -c "CREATE DATABASE ${D##*/} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
		echo "database = $D" >> "$H/noroshi.conf"
		ok "$schema: the fixture loads" sh -c "psql -qX -v ON_ERROR_STOP=1 '$D' < '$fixture/postgresql.sql'"
	else
		D=$H/noroshi.db
		ok "$schema: the fixture loads" sh -c "sqlite3 -bail '$D' < '$fixture/sqlite.sql'"
	fi
	ok "$schema: migrated" $n db migrate --hub "$H"
	shape "$D" > "$TMPDIR/migrated"
	if cmp -s "$TMPDIR/fresh" "$TMPDIR/migrated"; then
		pass "$schema: as a new hub has it"
	else
		diff "$TMPDIR/fresh" "$TMPDIR/migrated" > "$out"
		echo "A released step of src/store/sql was edited, or a new one is missing.  Before the first release only: tools/make-schema-fixture" >> "$out"
		fail "$schema: as a new hub has it"
	fi
	check_hub "$schema migrated" "$H" "$fixture"
	R=$TMPDIR/restored-$schema
	if [ -n "$NOROSHI_DATABASE" ]; then
		psql -qX "$NOROSHI_DATABASE" -c "CREATE DATABASE ${D##*/}_r TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
		ok "$schema: its backup restores" $n db restore --hub "$R" "$fixture/hub.backup" --key "$fixture/noroshi.key" --database "${D}_r"
	else
		ok "$schema: its backup restores" $n db restore --hub "$R" "$fixture/hub.backup" --key "$fixture/noroshi.key"
	fi
	echo "low_water_mb = 0" >> "$R/noroshi.conf"
	check_hub "$schema restored" "$R" "$fixture"
done
if [ $found -gt 0 ]; then pass "there is a fixture for each released schema"; else fail "no fixture"; fi

# an unfinished database says what to do
if [ -n "$NOROSHI_DATABASE" ]; then psql -qX "$NOROSHI_DATABASE" -c "DELETE FROM schema_version WHERE version > 3"
else sqlite3 "$HUB/noroshi.db" "DELETE FROM schema_version WHERE version > 3"; fi
says "an older schema says how to go on" 3 "schema 3, this program needs .*: run noroshi db migrate" $n submission list --hub "$HUB"
says "a step that cannot be done changes nothing and names itself" 3 "migration 0004" $n db migrate --hub "$HUB"
says "the version is as it was" 3 "schema 3" $n submission list --hub "$HUB"
finish
