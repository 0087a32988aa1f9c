# What goes wrong in the middle: no space, no database, a line that breaks, too much, the wrong form; nothing is kept by halves, and each failure
# has a reference that stands in the log.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "lock_wait_seconds = 1" "hand_in_mb = 40" "web_processes = 1"
roster
serve --no-worker
for who in a-con an-1; do enter $who; done
eml '"Bob" <bob@freemail.example>' contact@a-company.example 'Invoice' one@evil.example 'Please pay.' > "$TMPDIR/1.eml"
eml '"Bob" <bob@freemail.example>' contact@a-company.example 'Invoice' two@evil.example 'Please pay soon.' > "$TMPDIR/2.eml"
kept() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qXAt "$NOROSHI_DATABASE" -c 'SELECT COUNT(*) FROM hand_in'; else sqlite3 "$HUB/noroshi.db" 'SELECT COUNT(*) FROM hand_in'; fi; }
hand_in() { post a-con /submit -F kind=mail -F note= -F "files=@$1"; }
# referred NAME: the page names a reference, and the log has it
referred()
{
	reference=$(tr '>' '\n' < "$out" | grep -oE '[A-Z2-9]{8}' | while read -r r; do grep -q "reference=$r" "$TMPDIR/serve.log" && echo "$r" && break; done)
	ok "$1" [ -n "$reference" ]
}
settings() { sed -i "/^$1 /d" "$HUB/noroshi.conf"; echo "$1 = $2" >> "$HUB/noroshi.conf"; before=$(grep -c serve.reloaded "$TMPDIR/serve.log"); kill -HUP "$server"
	for _ in $(seq 100); do [ "$(grep -c serve.reloaded "$TMPDIR/serve.log")" -gt "$before" ] && break; sleep 0.1; done; sleep 0.5; }

# ---- no space ----
settings low_water_mb 1000000
hand_in "$TMPDIR/1.eml"
same "without space nothing is received" "507 0" "$status $(kept)"
referred "what failed can be named"
shows "reading goes on" an-1 /submissions html
settings low_water_mb 0
hand_in "$TMPDIR/1.eml"
same "with space it is" "303 1" "$status $(kept)"

# ---- no database ----
if [ -n "$NOROSHI_DATABASE" ]; then
	database=${NOROSHI_DATABASE##*/}
	psql -qX "$NOROSHI_TEST_PG" -c "ALTER DATABASE $database ALLOW_CONNECTIONS false" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$database'" > "$answer" 2>&1
else
	python3 -c 'import sqlite3, sys, time; d = sqlite3.connect(sys.argv[1], isolation_level=None); d.execute("BEGIN IMMEDIATE"); time.sleep(6)' "$HUB/noroshi.db" & holder=$!
	sleep 1
fi
hand_in "$TMPDIR/2.eml"
cp "$out" "$TMPDIR/failed"
same "without the database it waits for a better time" 503 "$status"
ok "and says when" grep -qi '^retry-after: [0-9]' "$TMPDIR/head"
refuses "no receipt is given by halves" grep -qE 'R-20[0-9]{6}-' "$TMPDIR/failed"
refuses "the database's words stay in the log" grep -qi 'postgres\|FATAL\|database:' "$TMPDIR/failed"
cp "$TMPDIR/failed" "$out"
referred "that failure can be named, too"
hand_in "$TMPDIR/2.eml"
same "again: the same" 503 "$status"
if [ -n "$NOROSHI_DATABASE" ]; then
	ok "every address says so" python3 tests/e2e/web_away.py "$n" "$B" "$(sed -n 's/.*__Host-noroshi\t//p' "$TMPDIR/jar.an-1")" "$(cat "$TMPDIR/csrf.an-1")" "$TMPDIR/serve.log"
	same "an address fails, too, for anybody" 503 "$(curl -s -o "$out" -w '%{http_code}' "$B/x%0anoroshi:%20error%20forged%1b%5b2J%20reference=AAAAAAAA")"
	same "and writes no line of its own into the log" "0 0" "$(grep -c '^noroshi: error forged' "$TMPDIR/serve.log") $(grep -c "$(printf '\033')" "$TMPDIR/serve.log")"
	refuses "nor a pair of its own" grep -q ' reference=AAAAAAAA' "$TMPDIR/serve.log"
fi
if [ -n "$NOROSHI_DATABASE" ]; then psql -qX "$NOROSHI_TEST_PG" -c "ALTER DATABASE $database ALLOW_CONNECTIONS true" > "$answer" 2>&1; else wait "$holder"; fi
hand_in "$TMPDIR/2.eml"
same "when it is there again all goes on" "303 2" "$status $(kept)"
first=${where##*/}
hand_in "$TMPDIR/2.eml"
same "the same again gets the same receipt" "303 $first 2" "$status ${where##*/} $(kept)"

# ---- a line that breaks ----
python3 - "$port" "$(sed -n 's/.*__Host-noroshi\t//p' "$TMPDIR/jar.a-con")" "$(cat "$TMPDIR/csrf.a-con")" <<'PY'
import socket, sys
port, cookie, csrf = sys.argv[1:]
head = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in (("csrf", csrf), ("kind", "incident"), ("note", "")))
head += '--x\r\nContent-Disposition: form-data; name="files"; filename="a.log"\r\n\r\n'
s = socket.create_connection(("127.0.0.1", int(port)))
s.sendall((f"POST /submit HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: __Host-noroshi={cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
           f"Content-Length: 3000000\r\n\r\n{head}").encode() + b"x" * 1000000)
s.close()
PY
sleep 1
same "half an upload is none" 2 "$(kept)"
ok "and leaves no file" sh -c "! ls -A '$HUB' | grep -i spool"
printf -- '--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n%s\r\n--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nmail\r\n--x\r\nContent-Disposition: form-data; name="files"; filename="a.eml"\r\n\r\nFrom: a' "$(cat "$TMPDIR/csrf.a-con")" > "$TMPDIR/cut"
status=$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.a-con" -H 'Content-Type: multipart/form-data; boundary=x' --data-binary "@$TMPDIR/cut" "$B/submit")
same "nor one whose form has no end" "400 2" "$status $(kept)"

# ---- too much ----
{ cat "$TMPDIR/1.eml"; head -c 26214400 /dev/zero | tr '\0' 'x' | fold -w 76; } > "$TMPDIR/large.eml"
hand_in "$TMPDIR/large.eml"
same "a mail of more than 25 MB is received" "303 3" "$status $(kept)"
work
shows "and read as far as it goes" a-con "/submissions/${where##*/}/1" "一部"
head -c 48000000 /dev/zero > "$TMPDIR/huge"
hand_in "$TMPDIR/huge"
same "more than a hand-in may hold is not" "413 3" "$status $(kept)"

# ---- the wrong form ----
json() { curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.a-con" -X "$1" -H 'Content-Type: application/json' -d '{}' "$B$2"; }
same "a document where a form is wanted" 415 "$(json POST /submit)"
same "a method that the address does not take" 405 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.a-con" -X DELETE "$B/submit")"
same "a form without its word" 403 "$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.a-con" -F csrf=0 -F kind=mail "$B/submit")"
# a NUL, which some of C takes for the end of a list of signs
nul() { curl -s -o "$out" -w '%{http_code}' "$@" "$B/language"; }
printf -- '--x\r\nContent-Disposition: form-data; name="back"\r\n\r\n/a\0b\r\n--x--\r\n' > "$TMPDIR/nul"
same "a NUL in a field" "400 400" "$(nul -d 'back=/a%00b') $(nul -H 'Content-Type: multipart/form-data; boundary=x' --data-binary "@$TMPDIR/nul")"
printf 'back=/a\000b' > "$TMPDIR/raw-nul"
same "or one as it is" "400" "$(nul -H 'Content-Type: application/x-www-form-urlencoded' --data-binary "@$TMPDIR/raw-nul")"
same "or in an address" "400 400" "$(curl -s -o "$out" -w '%{http_code}' "$B/sign-in?next=/a%00b") $(curl -s -o "$out" -w '%{http_code}' "$B/a%00b")"
same "what is no UTF-8" "400 400 400" "$(nul -d 'back=/a%ff') $(curl -s -o "$out" -w '%{http_code}' "$B/sign-in?next=/%c3") $(curl -s -o "$out" -w '%{http_code}' "$B/cases/%ff")"
refuses "ends no process" grep -q 'Assertion\|serve.restart' "$TMPDIR/serve.log"
same "nothing came of all that" 3 "$(kept)"
stop_serving
finish
