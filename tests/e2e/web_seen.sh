# plain: a library is put before the others, which a sanitizer does not allow
# Who looks at a source is recorded before the page goes out: a page waits for its line, looks at the same time share one sync of
# the disk, what cannot be recorded is not shown, and kill -9 takes no line of a page that came.
. tests/e2e/lib
. tests/e2e/web_lib
. tests/e2e/lock_lib
new_hub "web_processes = 1" "lock_wait_seconds = 60"
roster
F=$TMPDIR/faults.so
${CC:-cc} -shared -fPIC -O1 -D_GNU_SOURCE -o "$F" tests/e2e/faults.c -ldl > "$out" 2>&1 || { fail "faults.so"; finish; }
eml "Bob <bob@partner.example>" "alice@a-company.example" "Plum blossom" "1@partner.example" "The text of the source" > "$TMPDIR/1.eml"
S=/submissions/$(submit "$TMPDIR/1.eml" a-company)/1
work
seen() { $n audit list --hub "$HUB" --deed content.seen --json | wc -l; }
look() { curl -s -o "$1" -w '%{http_code}\n' -b "$TMPDIR/jar.an-1" "$B${2:-$S}"; }
looks() { for i in $(seq "$1"); do (exec 9>&-; look "$TMPDIR/look.$i" >> "$TMPDIR/statuses") & pids="$pids $!"; done; }

# ---- the page waits for its line, and looks share a sync ----
LD_PRELOAD=$F FAULT_COUNT=$TMPDIR/count serve --no-worker
enter an-1
before=$(seen)
hold
same "control: a page that shows no source does not wait" 200 "$(look "$TMPDIR/queue" /submissions)"
pids=; : > "$TMPDIR/statuses"; looks 12
sleep 2
same "no page came while its line could not be written" 0 "$(cat "$TMPDIR"/look.* 2> "$out" | wc -c)"
[ ! -f "$TMPDIR/count" ] || : > "$TMPDIR/count"
let_go
for pid in $pids; do wait "$pid"; done
same "then all came" 12 "$(grep -c '^200$' "$TMPDIR/statuses")"
same "with the source in them" 12 "$(grep -l "The text of the source" "$TMPDIR"/look.* | wc -l)"
same "each look has its line" $((before + 12)) "$(seen)"
if [ -z "$NOROSHI_DATABASE" ]; then
	ok "twelve looks took few syncs" test "$(wc -c < "$TMPDIR/count")" -le 6
	: > "$TMPDIR/count"
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do look "$TMPDIR/look" > "$out"; done
	ok "control: one behind the other they take one each" test "$(wc -c < "$TMPDIR/count")" -ge 12
fi
# a server that sleeps until the next request or second before it sends what is recorded would need ten seconds for these
from=$(date +%s); for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do look "$TMPDIR/look" > "$out"; done; to=$(date +%s)
ok "a page goes out as soon as its line is there" test $((to - from)) -le 9
ok "the chain of lines is whole" $n audit verify --hub "$HUB"

# ---- kill -9 ----
before=$(seen)
: > "$TMPDIR/got"; : > "$TMPDIR/go"
fetch() { while [ -e "$TMPDIR/go" ]; do if curl -fs -o "$TMPDIR/page.$1" -b "$TMPDIR/jar.an-1" "$B$S" && grep -q "</html>" "$TMPDIR/page.$1"; then echo . >> "$TMPDIR/got"; else sleep 0.1; fi; done; }
pids=; for k in 1 2 3 4 5 6; do fetch $k & pids="$pids $!"; done
killed=0
for i in 1 2 3 4 5 6; do
	sleep 0.$((i * 3 % 10 + 1)); sleep 1
	kill -9 $(pgrep -P "$server") 2> "$out" && killed=$((killed + 1))
done
sleep 2
rm "$TMPDIR/go"; for pid in $pids; do wait "$pid"; done
got=$(wc -l < "$TMPDIR/got"); lines=$(($(seen) - before))
ok "the web process was killed ($killed times) and pages came ($got)" test "$killed" -ge 4 -a "$got" -ge 12
ok "none of them without its line ($lines)" test "$got" -le "$lines"
ok "the chain is whole after that" $n audit verify --hub "$HUB"
before=$(seen); for i in 1 2 3; do look "$TMPDIR/queue" /submissions > "$out"; done
refuses "control: the comparison finds pages without lines" test 3 -le $(($(seen) - before))
stop_serving

# ---- what cannot be recorded is not shown ----
sed -i 's/^lock_wait_seconds = 60/lock_wait_seconds = 1/' "$HUB/noroshi.conf"
serve --no-worker
before=$(seen)
hold
same "a look that cannot be recorded is refused" 503 "$(look "$TMPDIR/refused")"
let_go
refuses "and nothing of the source is in the answer" grep -q "The text of the source\|Plum blossom" "$TMPDIR/refused"
ok "it says so" grep -q "記録できなかった" "$TMPDIR/refused"
same "there is no line of it" "$before" "$(seen)"
same "done again it is shown" 200 "$(look "$TMPDIR/again")"
same "with its line" $((before + 1)) "$(seen)"
stop_serving
finish
