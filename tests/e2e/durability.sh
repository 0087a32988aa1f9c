# once
# plain: a library is put before the others, which a sanitizer does not allow
# A receipt means "on the disk": order of commit and receipt, a disk that does not confirm, a disk that is full, kill -9.
. tests/e2e/lib
new_hub
roster
F=$TMPDIR/faults.so
${CC:-cc} -shared -fPIC -O1 -D_GNU_SOURCE -o "$F" tests/e2e/faults.c -ldl > "$out" 2>&1 || { fail "faults.so"; finish; }
m=$TMPDIR/m; mkdir -p "$m"
for i in 1 2 3 4 5 6 7 8 9; do eml "Bob <bob@partner.example>" "alice@a-company.example" "Mail $i" "$i@partner.example" "Text number $i" > "$m/$i.eml"; done
received() { $n audit list --hub "$HUB" --deed hand-in.received | wc -l; }

# ---- the order: the log is on the disk before the receipt is said ----
# in a trace of system calls: the last write to the log is followed by a sync of it, and only then comes the receipt
in_order()
{
	awk '/pwrite64\(/ && /-wal/ { written = NR; synced = 0 }
	     /fdatasync\(|fsync\(/ && /-wal/ { if (written) synced = NR }
	     /write\(1[,<]/ && /receipt/ { said = NR; if (!written || !synced) bad = 1 }
	     END { exit !(said && !bad) }' "$1"
}
traced() { strace -f -y -s 80 -e trace=pwrite64,fdatasync,fsync,write -o "$@"; }
if strace -o "$TMPDIR/t" true 2> "$out"; then
	ok "a traced submit" traced "$TMPDIR/trace" $n submit --hub "$HUB" --org a-company "$m/1.eml"
	ok "the receipt comes after the sync of the log" in_order "$TMPDIR/trace"
	ok "a submit whose syncs are left out" traced "$TMPDIR/control" env LD_PRELOAD="$F" FAULT_NO_SYNC=1 $n submit --hub "$HUB" --org a-company "$m/2.eml"
	refuses "control: the same look finds the missing sync" in_order "$TMPDIR/control"
else
	echo "SKIPPED: strace may not trace here; the order of sync and receipt is not shown" >&2
fi

# ---- fsync fails ----
before=$(received)
LD_PRELOAD=$F FAULT_COUNT=$TMPDIR/count $n submit --hub "$HUB" --org a-company "$m/3.eml" > "$out" 2>&1
syncs=$(wc -c < "$TMPDIR/count" 2> "$out" || echo 0)
if [ "$syncs" -gt 0 ]; then pass "control: $syncs syncs are asked for and the submit succeeds"; else fail "control: no sync seen"; fi
same "control: and is received" $((before + 1)) "$(received)"
before=$(received)
says "an unconfirmed write ends the process" 3 "did not confirm a write" env LD_PRELOAD="$F" FAULT_SYNC=1 $n submit --hub "$HUB" --org a-company "$m/4.eml" "$m/5.eml"
same "no receipt was given" 0 "$(grep -c receipt "$out")"
refuses "and the second file was not tried on a disk like that" grep -q "5.eml" "$out"
ok "the hub opens again and is sound" $n db check --hub "$HUB"
first=$(submit "$m/4.eml" a-company); second=$(submit "$m/4.eml" a-company)
same "handing in again gives one receipt" "$first" "$second"
says "withdrawing does not pass over an unconfirmed erasure list" 3 "" env LD_PRELOAD="$F" FAULT_SYNC=1 $n submission withdraw "$first" --hub "$HUB" --as a-con
says "nothing was erased by that" 0 '"received"' $n submission show "$first" --hub "$HUB" --as an-1 --json
says "the check says that it did not end" 1 "withdrawal did not end" $n db check --hub "$HUB"
ok "done again it ends" $n submission withdraw "$first" --hub "$HUB" --as a-con

# ---- the disk is full in the middle ----
head -c 3000000 /dev/urandom | base64 > "$m/large.eml"
before=$(received); bad=0; tried=0
for space in 0 4096 20000 100000 500000 1500000 3000000; do
	LD_PRELOAD=$F FAULT_SPACE=$space FAULT_UNDER=noroshi.db $n submit --hub "$HUB" --org b-company "$m/large.eml" > "$answer" 2> "$out"; status=$?
	tried=$((tried + 1))
	if [ $status != 3 ] || [ -s "$answer" ] || ! grep -q "nothing was [rs]" "$out"; then echo "space $space: status $status" >> "$out"; fail "full after $space bytes"; bad=1; fi
	if ! $n db check --hub "$HUB" > "$out" 2>&1; then fail "sound after a disk full at $space bytes"; bad=1; fi
done
if [ $bad = 0 ]; then pass "a disk that is full after any of $tried sizes: exit 3, no receipt, the hub sound"; fi
same "nothing was received" "$before" "$(received)"
says "control: with room for it, it is received" 0 "receipt" env LD_PRELOAD="$F" FAULT_SPACE=90000000 FAULT_UNDER=noroshi.db $n submit --hub "$HUB" --org b-company "$m/large.eml"
# ---- killed in the middle ----
i=0; killed=0; : > "$TMPDIR/receipts"
lines() { wc -l < "$TMPDIR/now"; }
while [ $i -lt 24 ]; do
	i=$((i + 1))
	for k in 1 2 3 4 5 6; do printf 'From: k@k.example\n\nkilled %s %s\n' $i $k > "$m/k$k"; done
	: > "$TMPDIR/now"
	$n submit --hub "$HUB" --org e-company "$m/k1" "$m/k2" "$m/k3" "$m/k4" "$m/k5" "$m/k6" > "$TMPDIR/now" 2> "$out" &
	victim=$!
	# killed once so and so many receipts are out, wherever it is then
	while [ "$(lines)" -lt $((i % 6)) ] && kill -0 $victim 2> /dev/null; do :; done
	kill -9 $victim 2> /dev/null
	wait $victim 2> /dev/null; if [ $? = 137 ]; then killed=$((killed + 1)); fi
	cat "$TMPDIR/now" >> "$TMPDIR/receipts"
done
printed=$(grep -c '^receipt R-' "$TMPDIR/receipts")
missing=0
for r in $(sed -n 's/^receipt \(R-[0-9]*-[0-9A-Z]*\).*/\1/p' "$TMPDIR/receipts"); do
	$n submission show "$r" --hub "$HUB" --as an-1 > "$out" 2>&1 || { missing=$((missing + 1)); fail "receipt $r was printed and is not there"; }
done
if [ "$printed" -gt 0 ] && [ $killed -gt 0 ]; then pass "of 24 submits $killed were killed in the middle; $printed receipts were out"; else fail "$killed killed, $printed receipts"; fi
same "every one of them is there" 0 "$missing"

# ---- killed between the commit and the receipt: the retry gives the receipt that nobody has seen ----
for how in plain key pipe; do
	eml "Bob <bob@partner.example>" "alice@a-company.example" "Unseen" "$how@partner.example" "Text that was received unseen: $how" > "$m/unseen"
	case $how in
	plain) set -- --org d-company "$m/unseen" ;;
	key) set -- --org d-company --key order-66 "$m/unseen" ;;
	pipe) set -- --org d-company - ;;
	esac
	before=$(received)
	LD_PRELOAD=$F FAULT_KILL_SAYING=receipt $n submit --hub "$HUB" "$@" < "$m/unseen" > "$answer" 2> "$out"; status=$?
	same "$how: killed where it would have said the receipt" "137, said: " "$status, said: $(cat "$answer")"
	same "$how: it is received all the same" $((before + 1)) "$(received)"
	first=$($n submit --hub "$HUB" --json "$@" < "$m/unseen"); second=$($n submit --hub "$HUB" --json "$@" < "$m/unseen")
	same "$how: the retry is told so" true "$(echo "$first" | field repeated)"
	ok "$how: and gets the receipt of what was received" $n submission show "$(echo "$first" | field receipt)" --hub "$HUB" --as an-1
	same "$how: each time" "$first" "$second"
	same "$how: nothing was received twice" $((before + 1)) "$(received)"
done

# ---- a withdrawal that fails: nothing of it stays, on the erasure list neither ----
r=$(submit "$m/2.eml" e-company); s=$(submit "$m/5.eml" e-company)
$n worker --hub "$HUB" --once > "$out" 2>&1
ok "a backup of before" $n db backup --hub "$HUB" "$TMPDIR/before.backup"
says "a withdrawal on a disk that is full" 3 "" env LD_PRELOAD="$F" FAULT_SPACE=9000 FAULT_UNDER=noroshi.db $n submission withdraw "$r" --hub "$HUB" --as e-con
says "has erased nothing" 0 "Text number 2" $n submission show "$r/1" --hub "$HUB" --as an-1 --reason check
says "and the check has nothing to tell of it" 0 "erasures" $n db check --hub "$HUB"
ok "the control: one that succeeds" $n submission withdraw "$s" --hub "$HUB" --as e-con
ok "the older backup comes back" $n db restore --hub "$TMPDIR/again" "$TMPDIR/before.backup" --key "$HUB/noroshi.key"
says "with what was not withdrawn" 0 "Text number 2" $n submission show "$r/1" --hub "$TMPDIR/again" --as an-1 --reason check
says "without what was" 2 "was erased" $n submission show "$s/1" --hub "$TMPDIR/again" --as an-1 --reason check
printf 'half-a-line' >> "$HUB/noroshi.erased"
ok "behind a line that a crash has torn" $n submission withdraw "$r" --hub "$HUB" --as e-con
same "the next key has a line of its own" 0 "$(grep -c 'half-a-line.' "$HUB/noroshi.erased")"
ok "and the hub is sound" $n db check --hub "$HUB"
finish
