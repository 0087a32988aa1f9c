# once
# Connections on which little happens: they keep nobody from being answered, and end after their time.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "web_connections_per_address = 0" "web_header_seconds = 4" "web_body_seconds = 30" "web_processes = 1"
serve --no-worker
python3 tests/e2e/slow_lines.py "$port" 200 200 100 2 > "$TMPDIR/before" 2> "$out"
of() { field "$2" < "$TMPDIR/$1"; }
same "500 connections are open" 500 "$(of before left)"
same "everybody else is answered" 0 "$(of before failed)"
python3 tests/e2e/slow_lines.py "$port" 200 200 100 8 > "$TMPDIR/after" 2> "$out"
same "who brings no head of a request in its time is cut off" 200 "$(of after ended.header)"
same "so are the idle" 200 "$(of after ended.idle)"
same "control: a body has longer" 0 "$(of after ended.body)"
same "everybody else is answered meanwhile" 0 "$(of after failed)"
web=$(pgrep -P "$server" | head -n 1)
ok "the process has not grown beyond 128 MB" sh -c "[ \$(awk '/^VmHWM/ { print \$2 }' /proc/$web/status) -lt 131072 ]"
stop_serving

sed -i -e '/^web_/d' "$HUB/noroshi.conf"; printf 'web_connections_per_address = 10\nweb_processes = 1\n' >> "$HUB/noroshi.conf"
serve --no-worker
# eleven at once from one address: the last one is let go
eleven() { python3 - "$port" <<'PY'
import socket, sys, time
lines = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(11)]
time.sleep(1)
open_ = 0
for s in lines:
    s.settimeout(2)
    try:
        s.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        open_ += s.recv(100).startswith(b"HTTP/1.1 200")
    except OSError:
        pass
print(open_)
PY
}
same "one address has so many connections" 10 "$(eleven)"
stop_serving
printf 'behind_proxy = yes\n' >> "$HUB/noroshi.conf"
serve --no-worker
same "behind a declared proxy they are not counted" 11 "$(eleven)"
stop_serving
finish
