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
# ---- requests whose end somebody in front might see elsewhere ----
python3 - "$port" > "$TMPDIR/framed" <<'PY'
import re, socket, sys
POST = b"POST /sign-in HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
CHUNKED, GET = b"\r\n3\r\na=b\r\n0\r\n\r\n", b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
def said(what):
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1]))); s.settimeout(2); s.sendall(what + GET); out = b""
    try:
        while more := s.recv(65536):
            out += more
        end = "ended"
    except OSError:
        end = "open"
    return " ".join([m.decode() for m in re.findall(rb"HTTP/1.1 (\d+) ", out)] + [end])
print("plain", said(b""))
print("chunked", said(POST + b"Transfer-Encoding: chunked\r\n" + CHUNKED))
for name, head, body in [
        ("two lengths", b"Content-Length: 3\r\nContent-Length: 40\r\n", b"\r\na=b"), ("one twice", b"Content-Length: 3\r\nContent-Length: 3\r\n", b"\r\na=b"),
        ("a blank before the colon", b"Transfer-Encoding : chunked\r\n", CHUNKED), ("a length and chunks", b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", CHUNKED),
        ("another coding", b"Transfer-Encoding: xchunked\r\n", CHUNKED), ("several codings", b"Transfer-Encoding: gzip, chunked\r\n", CHUNKED),
        ("none and chunks", b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", CHUNKED), ("two hosts", b"Host: i\r\nContent-Length: 3\r\n", b"\r\na=b")]:
    print(name, said(POST + head + body), sep=": ")
print("chunks in HTTP/1.0", said(POST.replace(b"1.1", b"1.0") + b"Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n" + CHUNKED), sep=": ")
PY
same "control: two requests on a line are two" "plain 200 open" "$(sed -n 1p "$TMPDIR/framed")"
same "control: so are they behind chunks" "chunked 200 200 open" "$(sed -n 2p "$TMPDIR/framed")"
sed 1,2d "$TMPDIR/framed" | while read -r line; do [ "${line##*: }" = "400 ended" ] || echo "$line"; done > "$out"
ok "what could be read in two ways is refused, and the line with it" [ ! -s "$out" -a "$(wc -l < "$TMPDIR/framed")" = 11 ]
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
