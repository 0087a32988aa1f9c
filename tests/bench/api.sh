#!/bin/bash
# What the REST interface costs: a long list as lines (memory of the web process), and small requests in turn.
#
#     tests/bench/api.sh [LINES]       after ./dev build; needs sqlite3, python3
set -eu
lines=${1:-300000}
n=${NOROSHI:-build/noroshi}
dir=$(mktemp -d)
trap 'kill $server 2> /dev/null; rm -rf "$dir"' EXIT
$n init "$dir/hub" > "$dir/said" 2>&1
printf 'web_processes = 1\napi_requests_per_minute = 1000000\n' >> "$dir/hub/noroshi.conf"
echo '{"organisations": [{"id": "hub", "kind": "hub", "names": [{"kind": "legal", "lang": "ja", "name": "事務局"}], "people": [
  {"id": "aud", "name": "監査", "roles": ["auditor", "analyst"]}]}]}' > "$dir/roster.json"
$n roster import "$dir/roster.json" --hub "$dir/hub" > "$dir/said" 2>&1
key=$($n key create aud --purpose bench --scope read --hub "$dir/hub" --as aud 2> "$dir/said")
sqlite3 "$dir/hub/noroshi.db" "WITH RECURSIVE x (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM x WHERE i < $lines + 999)
 INSERT INTO audit (seq, at_ms, actor, os_user, deed, object, detail, prev_hash, hash)
 SELECT i, 1563321600000 + i, 'an-1', 'web', 'content.seen', 'R-20190717-7KQ3M2', '{\"reason\":\"triage\"}', '$(printf %064d 1)', '$(printf %064d 2)' FROM x"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
$n serve "$dir/hub" --no-worker --listen "127.0.0.1:$port" $([ "$(id -u)" = 0 ] && echo --as-root) > "$dir/said" 2>&1 &
server=$!
for _ in $(seq 100); do curl -fs "http://127.0.0.1:$port/healthz" > "$dir/said" 2>&1 && break; sleep 0.1; done
python3 - "$port" "$key" "$server" <<'PY'
import http.client, subprocess, sys, time
port, key, server = int(sys.argv[1]), sys.argv[2], sys.argv[3]
web = subprocess.run(["pgrep", "-P", server], capture_output=True, text=True).stdout.split()[0]
def peak():
    return int(next(l for l in open(f"/proc/{web}/status") if l.startswith("VmHWM")).split()[1]) / 1024
connection = http.client.HTTPConnection("127.0.0.1", port)
head = {"Authorization": "Bearer " + key}
def timed(path, times, **more):
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        connection.request("GET", "/api/v1" + path, headers={**head, **more})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        took.append((time.perf_counter() - begin) * 1000)
    took.sort()
    return f"p50 {took[len(took) // 2]:.1f} ms, p99 {took[int(len(took) * .99)]:.1f} ms"
print("GET /me:", timed("/me", 300))
print("GET /audit?limit=50:", timed("/audit?limit=50", 300))
before, begin, n, size = peak(), time.perf_counter(), 0, 0
connection.request("GET", "/api/v1/audit", headers={**head, "Accept": "application/x-ndjson"})
answer = connection.getresponse()
while part := answer.read(1 << 16):
    n, size = n + part.count(b"\n"), size + len(part)
took = time.perf_counter() - begin
print(f"GET /audit as lines: {n} lines, {size / 1e6:.0f} MB in {took:.1f} s; peak memory of the web process {before:.1f} MB before, {peak():.1f} MB after")
PY
