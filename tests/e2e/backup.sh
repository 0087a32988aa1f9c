# The restore drill: a backup of real submissions, taken while others write, comes back whole on either database; what
# was withdrawn since stays erased; without the key the records are there and the contents are said to be lost.
. tests/e2e/lib
new_hub "lock_wait_seconds = 2"
roster
m=$TMPDIR/m; mkdir -p "$m"
for i in 1 2 3 4; do
	eml "Bob <bob@partner$i.example>" "alice@a-company.example" "Invoice $i" "$i@partner$i.example" \
		"Secret words number $i: please pay invoice $i to our new account, see http://evil$i.example/pay$i." > "$m/$i.eml"
done
cat "$m/1.eml" > "$m/both.mbox.eml"
keep=$(submit "$m/1.eml" a-company --as a-con); gone=$(submit "$m/2.eml" a-company --as a-con); other=$(submit "$m/3.eml" b-company)
ok "the worker reads" work
waiting=$(submit "$m/4.eml" c-company)

# ---- a backup while others write ----
B=$TMPDIR/hub.backup
(for i in 1 2 3 4 5 6 7 8 9 10 11 12; do printf 'From: w@writer.example\n\nwritten meanwhile %s\n' $i | $n submit --hub "$HUB" --org d-company - || exit 1; done) \
	> "$TMPDIR/writer" 2>&1 &
writer=$!
says "a backup while others write" 0 "holds no key" $n db backup --hub "$HUB" "$B"
wait $writer; same "the writers were not disturbed" 0 $?
key=$(cat "$HUB/noroshi.key")
if grep -qF "$key" "$B" || grep -qF "Secret words" "$B"; then fail "neither key nor content is in the backup"; else pass "neither key nor content is in the backup"; fi
if [ "$(stat -c %a "$B")" = 600 ]; then pass "nobody else can read the backup"; else fail "mode of the backup"; fi
says "a backup does not overwrite" 2 "there already" $n db backup --hub "$HUB" "$B"
says "the backup left its audit line" 0 "db.backup" $n audit list --hub "$HUB" --deed db

# ---- what happens after the backup: a withdrawal ----
says "control: before it the content is there" 0 "Secret words number 2" $n submission show "$gone/1" --hub "$HUB" --as an-1 --reason drill
says "one hand-in is withdrawn" 0 "erasure" $n submission withdraw "$gone" --hub "$HUB" --as a-con
ok "and one that nobody had read yet" $n submission withdraw "$waiting" --hub "$HUB" --as c-con
says "the hub is sound" 0 "contents opened and whole" $n db check --hub "$HUB"

# ---- refused ----
cp "$HUB/noroshi.key" "$TMPDIR/right.key"; cp "$HUB/noroshi.erased" "$TMPDIR/right.key.erased"
$n init "$TMPDIR/other" > "$out"; cp "$TMPDIR/other/noroshi.key" "$TMPDIR/wrong.key"; : > "$TMPDIR/wrong.key.erased"
head -c 20 "$B" > "$TMPDIR/short"; cp "$B" "$TMPDIR/bent"; size=$(stat -c %s "$B")
head -c $((size - 40)) "$B" > "$TMPDIR/cut"
printf 'X' | dd of="$TMPDIR/bent" bs=1 seek=$((size / 2)) conv=notrunc 2> "$out"
sed 's/"database_schema":[0-9]*/"database_schema":99/' "$B" | python3 -c '
import sys; b = sys.stdin.buffer.read(); i = b.index(b"{"); n = b.index(b"}") + 1 - i
sys.stdout.buffer.write(b[:i - 8] + n.to_bytes(8, "big") + b[i:])' > "$TMPDIR/newer"
fresh() { mkdir -p "$TMPDIR/r"; R=$TMPDIR/r/$1; }
nothing_left() { if [ -e "$R" ]; then fail "$1: nothing is left behind"; else pass "$1: nothing is left behind"; fi; }
fresh 1; says "a restore asks for the key" 2 "takes the key" $n db restore --hub "$R" "$B"; nothing_left "no key named"
says "the wrong key is refused" 3 "not the key of the hub in this backup" $n db restore --hub "$R" "$B" --key "$TMPDIR/wrong.key"; nothing_left "wrong key"
says "a truncated backup is refused" 3 "not whole" $n db restore --hub "$R" "$TMPDIR/cut" --key "$TMPDIR/right.key"; nothing_left "truncated"
says "a very short one too" 3 "not whole" $n db restore --hub "$R" "$TMPDIR/short" --key "$TMPDIR/right.key"; nothing_left "short"
exits "a backup with a changed byte is refused" 3 $n db restore --hub "$R" "$TMPDIR/bent" --key "$TMPDIR/right.key"; nothing_left "damaged"
taken=0; odd=0
for place in 3 17 25 60 90 200 700 1500 2500 4000 9000 15000 22000 30000 40000 60000; do
	[ $place -lt "$size" ] || continue
	cp "$B" "$TMPDIR/bent"; printf '\377' | dd of="$TMPDIR/bent" bs=1 seek=$place conv=notrunc 2> "$out"
	cmp -s "$B" "$TMPDIR/bent" && continue
	$n db restore --hub "$R" "$TMPDIR/bent" --key "$TMPDIR/right.key" > "$out" 2>&1; status=$?
	case $status in 2|3) ;; 0|1) taken=$((taken + 1)) ;; *) odd=$((odd + 1)) ;; esac
	if [ -e "$R" ]; then odd=$((odd + 1)); fi
done
same "a changed byte anywhere is never taken" "0 0" "$taken $odd"
says "something else is no backup" 2 "no backup" $n db restore --hub "$R" "$m/1.eml" --key "$TMPDIR/right.key"; nothing_left "no backup"
says "a backup of a newer schema names both" 3 "schema 99, this program knows [0-9]" $n db restore --hub "$R" "$TMPDIR/newer" --key "$TMPDIR/right.key"
nothing_left "newer schema"
mv "$TMPDIR/right.key.erased" "$TMPDIR/list"
says "without the erasure list it is refused" 2 "erasure list is missing" $n db restore --hub "$R" "$B" --key "$TMPDIR/right.key"; nothing_left "no list"
says "a hub is not overwritten" 2 "not empty" $n db restore --hub "$TMPDIR/other" "$B" --key "$TMPDIR/right.key" --erased "$TMPDIR/list"
ok "and is as it was" $n db check --hub "$TMPDIR/other"

# ---- restored, to SQLite and to PostgreSQL ----
drill() # NAME DIR
{
	says "$1: sound" 0 "contents opened and whole" $n db check --hub "$2"
	says "$1: the content is there" 0 "Secret words number 1" $n submission show "$keep/1" --hub "$2" --as an-1 --reason drill
	says "$1: what was withdrawn stays erased" 2 "was erased" $n submission show "$gone/1" --hub "$2" --as an-1 -o "$TMPDIR/x" --reason drill
	says "$1: and says so" 0 "withdrawn" $n submission show "$gone/1" --hub "$2" --as an-1 --lang en
	says "$1: what nobody had read is withdrawn too" 0 '"withdrawn"' $n submission show "$waiting" --hub "$2" --as an-1 --json
	says "$1: the restore is on the trail" 0 "db.restored" $n audit list --hub "$2" --deed db.restored
	ok "$1: the chain fits" $n audit verify --hub "$2"
	ok "$1: it takes new hand-ins" $n submit --hub "$2" --org e-company "$m/4.eml"
	ok "$1: and reads them" $n worker --hub "$2" --once
}
fresh 2; says "restored to SQLite" 0 "erased again" $n db restore --hub "$R" "$B" --key "$TMPDIR/right.key" --erased "$TMPDIR/list"
echo "low_water_mb = 0" >> "$R/noroshi.conf"
drill sqlite "$R"
found=$($n submission list --hub "$R" --json | wc -l)
fresh 3; says "control: without the list the withdrawn content is back" 1 "restored" $n db restore --hub "$R" "$B" --key "$TMPDIR/right.key" --no-erasures
says "control: here it is" 0 "Secret words number 2" $n submission show "$gone/1" --hub "$R" --as an-1 --reason drill
if [ -n "$NOROSHI_DATABASE" ]; then
	psql -qX "$NOROSHI_DATABASE" -c "CREATE DATABASE ${NOROSHI_DATABASE##*/}_r TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
	P=${NOROSHI_DATABASE}_r
	fresh 4; says "a wrong key leaves the database empty" 3 "not the key" $n db restore --hub "$R" "$B" --key "$TMPDIR/wrong.key" --database "$P"
	ok "restored to PostgreSQL" $n db restore --hub "$R" "$B" --key "$TMPDIR/right.key" --erased "$TMPDIR/list" --database "$P"
	echo "low_water_mb = 0" >> "$R/noroshi.conf"
	drill postgresql "$R"
	same "the same submissions as on SQLite" "$found" "$($n submission list --hub "$R" --json | wc -l)"
	fresh 5; says "a database that holds a hub is not overwritten" 2 "not empty" $n db restore --hub "$R" "$B" --key "$TMPDIR/right.key" --erased "$TMPDIR/list" --database "$P"
fi

# ---- and once more around: the backup of a restored hub ----
ok "a restored hub is backed up" $n db backup --hub "$TMPDIR/r/2" "$TMPDIR/second"
fresh 6; ok "and restored with the list it has now" $n db restore --hub "$R" "$TMPDIR/second" --key "$TMPDIR/r/2/noroshi.key"
ok "and is sound" $n db check --hub "$R"

# ---- the key is lost ----
fresh 7; says "a restore without the key says what is lost" 1 "contents are lost" $n db restore --hub "$R" "$B" --lost-key --erased "$TMPDIR/list"
says "the check says it too, and nothing is broken" 1 "contents are lost" $n db check --hub "$R"
refuses "no line of it is bad" grep -q '^contents.*cannot be opened' "$out"
echo "low_water_mb = 0" >> "$R/noroshi.conf"
says "number, date and kind are readable" 0 "$keep/1" $n submission list --hub "$R"
says "what it was judged to be is readable" 0 '"nature"' $n submission show "$keep/1" --hub "$R" --as an-1 --json
says "the content is said to be lost" 2 "is lost: this hub was restored without its key" $n submission show "$keep/1" --hub "$R" --as an-1 -o "$TMPDIR/x" --reason drill
says "what was withdrawn is erased, not lost" 2 "was erased" $n submission show "$gone/1" --hub "$R" --as an-1 -o "$TMPDIR/x" --reason drill
ok "the worker crashes on nothing" $n worker --hub "$R" --once
ok "the report is made" $n report --hub "$R" --from 2019-07-01 --to 2019-09-30 --format table
ok "new hand-ins are taken" $n submit --hub "$R" --org e-company "$m/3.eml"
ok "and read" $n worker --hub "$R" --once
ok "the chain fits" $n audit verify --hub "$R"

# ---- the key file of a hub ----
cp "$TMPDIR/wrong.key" "$HUB/noroshi.key"
says "a wrong key file is told" 3 "not the key of this hub; nothing was changed" $n submit --hub "$HUB" --org b-company "$m/1.eml"
says "db check tells it and goes on" 1 "not the key" $n db check --hub "$HUB"
ok "the trail is readable all the same" $n audit verify --hub "$HUB"
printf 'nonsense\n' > "$HUB/noroshi.key"
says "what is no key is told" 3 "is not a noroshi key" $n submission list --hub "$HUB"
rm "$HUB/noroshi.key"
says "a missing key file is told" 3 "the hub's key is needed" $n submission list --hub "$HUB"
ok "a backup needs no key" $n db backup --hub "$HUB" "$TMPDIR/third"
cp "$TMPDIR/right.key" "$HUB/noroshi.key"; chmod 644 "$HUB/noroshi.key"
says "a key that others may read is told" 1 "others may read it" $n db check --hub "$HUB"
finish
