# clickhouse.sh - sourced by hunt_export.sh: a private ClickHouse on loopback, the same flows, the same rows.
ch=$TMPDIR/clickhouse
mkdir -p "$ch/data/tmp" "$ch/data/user_files"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$ch/config.xml" <<XML
<yandex><logger><level>warning</level><log>$ch/log</log><errorlog>$ch/err</errorlog></logger><tcp_port>$port</tcp_port><listen_host>127.0.0.1</listen_host>
<path>$ch/data/</path><tmp_path>$ch/data/tmp/</tmp_path><user_files_path>$ch/data/user_files/</user_files_path><users_config>users.xml</users_config>
<default_profile>default</default_profile><default_database>default</default_database><mark_cache_size>5368709</mark_cache_size><timezone>UTC</timezone></yandex>
XML
cat >"$ch/users.xml" <<XML
<yandex><profiles><default/></profiles><users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile>
<quota>default</quota></default></users><quotas><default/></quotas></yandex>
XML
clickhouse-server --config-file="$ch/config.xml" >"$ch/out" 2>&1 &
ch_pid=$!
client="clickhouse-client --host 127.0.0.1 --port $port"
for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do $client -q "SELECT 1" >/dev/null 2>&1 && break; sleep 1; done
# times without fractions and protocols in words: what a DateTime holds
$client -q "CREATE TABLE flows (time DateTime, src_ip String, src_port UInt16, dst_ip String, dst_port UInt16, proto String, action String, host String) ENGINE = Log" >"$out" 2>&1 || fail "ClickHouse: the table"
sed '1d; s/\.250Z/Z/; s/Z,/,/; s/T/ /' "$cd_flows/flows.csv" | sed 's/T\([0-9][0-9]:\)/ \1/' >"$TMPDIR/ch.csv"
$client -q "INSERT INTO flows FORMAT CSV" <"$TMPDIR/ch.csv" >"$out" 2>&1 || fail "ClickHouse: loading the flows"
$n hunt sql --dialect clickhouse --indicators "$cd_flows/list.txt" --org "A's" >"$TMPDIR/ch.sql" 2>"$out"
ok "ClickHouse runs it" sh -c "$client --multiquery --format CSVWithNames <'$TMPDIR/ch.sql' >'$TMPDIR/ch.out'"
python3 - "$TMPDIR/hunt.csv" "$TMPDIR/ch.out" >"$TMPDIR/compared" 2>&1 <<'PY'
import csv, sys
rows = []
for path in sys.argv[1:]:
    with open(path, newline="") as file:
        rows.append([[cell.replace(".250Z", "Z") for cell in row] for row in csv.reader(file)])
for row in rows[0]:
    if row not in rows[1]: print("-", row)
for row in rows[1]:
    if row not in rows[0]: print("+", row)
print("same" if rows[0] == rows[1] else "not the same")
PY
ok "ClickHouse: the rows of noroshi hunt" sh -c "tail -n 1 '$TMPDIR/compared' | grep -qx same || { cat '$TMPDIR/compared'; false; }"
kill $ch_pid 2>/dev/null
wait $ch_pid 2>/dev/null
