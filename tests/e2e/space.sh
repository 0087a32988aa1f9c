# once
# Low water, a disk that is really full, and the ballast, on a small file system of its own.
if [ -z "$SPACE_NAMESPACE" ]; then
	for how in "unshare -m" "unshare -rm"; do
		if $how mount -t tmpfs -o size=1m tmpfs /mnt 2> /dev/null; then SPACE_NAMESPACE=1 exec $how sh "$0"; fi
	done
	echo "SKIPPED: no file system may be mounted here; low water and ballast are not shown" >&2
	echo "ok - low water and ballast # SKIP no file system may be mounted here"
	exit 0
fi
. tests/e2e/lib
D=$TMPDIR/disk; mkdir -p "$D"
mount -t tmpfs -o size=110m tmpfs "$D"
HUB=$D/hub
free_mb() { df --output=avail -m "$D" | tail -1 | tr -d ' '; }
fill_to() { rm -f "$D/filler"; left=$(free_mb); head -c $(((left - $1) * 1048576)) /dev/zero > "$D/filler"; }

mkdir -p "$TMPDIR/tiny"; mount -t tmpfs -o size=8m tmpfs "$TMPDIR/tiny"
says "init on a disk that is too small" 3 "No space left" $n init "$TMPDIR/tiny/hub"
if [ -e "$TMPDIR/tiny/hub" ]; then fail "half a hub is left"; else pass "leaves nothing behind"; fi

new_hub "low_water_mb = 20"
sed -i '/^low_water_mb = 0$/d' "$HUB/noroshi.conf"
roster
m=$TMPDIR/m; mkdir -p "$m"
eml "Bob <bob@partner.example>" "alice@a-company.example" "One" "1@partner.example" "Text number one" > "$m/1.eml"
eml "Bob <bob@partner.example>" "alice@a-company.example" "Two" "2@partner.example" "Text number two" > "$m/2.eml"
head -c 9000000 /dev/urandom | base64 > "$m/large"
r=$(submit "$m/1.eml" a-company); s=$(submit "$m/1.eml" b-company)
work

fill_to 10
says "below the low-water mark nothing is received" 3 "nothing was received: less than 20 MB are free" $n submit --hub "$HUB" --org c-company "$m/2.eml"
says "the check says so" 1 "low-water mark" $n db check --hub "$HUB"
says "control: below another mark it is received" 0 "receipt" sh -c "sed -i 's/^low_water_mb = 20/low_water_mb = 5/' '$HUB/noroshi.conf'; $n submit --hub '$HUB' --org c-company '$m/2.eml'"

sed -i 's/^low_water_mb = 5/low_water_mb = 0/' "$HUB/noroshi.conf"
says "a disk that fills up while receiving" 3 "nothing was received: the disk is full" $n submit --hub "$HUB" --org d-company "$m/large"
says "or fills up with what comes by a pipe" 3 "nothing was received: a file in the hub's directory" sh -c "head -c 40000000 /dev/zero | $n submit --hub '$HUB' --org d-company -"
sed -i 's/^low_water_mb = 0/low_water_mb = 7/' "$HUB/noroshi.conf"
says "a pipe does not eat the room below the mark" 3 "nothing was received: less than 7 MB are free" sh -c "head -c 40000000 /dev/zero | $n submit --hub '$HUB' --org d-company -"
sed -i 's/^low_water_mb = 7/low_water_mb = 0/' "$HUB/noroshi.conf"
says "what was received before is there" 0 "Text number one" $n submission show "$r" --hub "$HUB" --as an-1 --reason check
ok "and the hub is sound" $n db check --hub "$HUB"

sed -i 's/^low_water_mb = 0/low_water_mb = 80/' "$HUB/noroshi.conf"
head -c 200000000 /dev/zero > "$D/filler2" 2> /dev/null
if [ -e "$HUB/ballast" ]; then pass "the ballast is still there"; else fail "the ballast went too early"; fi
says "with nothing free a withdrawal still works" 0 "ballast was given up" $n submission withdraw "$r" --hub "$HUB" --as a-con
says "its content is erased" 2 "was erased" $n submission show "$r/1" --hub "$HUB" --as an-1 -o "$TMPDIR/x" --reason check
head -c 20000000 /dev/zero > "$TMPDIR/tiny/filler" 2> /dev/null
says "a backup to a full disk says so" 3 "No space left" $n db backup --hub "$HUB" "$TMPDIR/tiny/backup"
same "and leaves no half file" filler "$(ls "$TMPDIR/tiny")"
ok "a backup to another disk is made" $n db backup --hub "$HUB" "$TMPDIR/full.backup"
says "receiving waits for room" 3 "nothing was received: less than 80 MB" $n submit --hub "$HUB" --org d-company "$m/2.eml"
says "the check says that the ballast is gone" 1 "ballast was given up" $n db check --hub "$HUB"
says "it is not made again without room" 3 "no room yet" $n db ballast --hub "$HUB"
rm -f "$D/filler" "$D/filler2"
sed -i 's/^low_water_mb = 80/low_water_mb = 20/' "$HUB/noroshi.conf"
ok "with room it is" $n db ballast --hub "$HUB"
ok "the hub is sound and has all it needs" $n db check --hub "$HUB"
ok "and receives" $n submit --hub "$HUB" --org d-company "$m/2.eml"
says "what nobody withdrew was there all the time" 0 "Text number one" $n submission show "$s/1" --hub "$HUB" --as an-1 --reason check
finish
