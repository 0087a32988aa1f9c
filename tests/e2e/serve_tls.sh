# once
# Who is served, and how: TLS, certificates of machines, proxies, root; and how it stops and takes new settings.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
k=$TMPDIR/keys
mkdir "$k"
authority() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -keyout "$k/$1.key" -out "$k/$1.crt" 2> "$out"; }
# signed NAME AUTHORITY PURPOSE DAYS...: a certificate by that authority
signed()
{
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$k/$1.key" -out "$k/$1.csr" 2> "$out"
	printf 'subjectAltName=DNS:localhost,DNS:%s.A-Company.example,IP:127.0.0.1\nextendedKeyUsage=%s\n' "$1" "$3" > "$k/ext"
	name=$1 by=$2; shift 3
	openssl x509 -req -in "$k/$name.csr" -CA "$k/$by.crt" -CAkey "$k/$by.key" -CAcreateserial -extfile "$k/ext" "$@" -out "$k/$name.crt" 2> "$out"
}
authority ca; authority other
signed server ca serverAuth -days 2; signed server-2 ca serverAuth -days 2
signed machine ca clientAuth -days 2; signed sibling ca clientAuth -days 2; signed stranger other clientAuth -days 2; signed not-a-client ca serverAuth -days 2; signed ended ca clientAuth -days 0
chmod 600 "$k"/*.key
set_() { grep -v "^$1 " "$HUB/noroshi.conf" > "$TMPDIR/conf"; cat "$TMPDIR/conf" > "$HUB/noroshi.conf"; [ -z "$2" ] || echo "$1 = $2" >> "$HUB/noroshi.conf"; }

# ---- what does not start ----
says "another machine's address needs TLS" 2 "without TLS the hub listens on this machine only" $n serve "$HUB" --listen 0.0.0.0:0 $as_root
[ -z "$as_root" ] || says "root serves nothing unless told" 2 "not served by root" $n serve "$HUB" --listen 127.0.0.1:0
set_ tls_certificate "$k/server.crt"
says "a certificate without its key" 2 "belong together" $n serve "$HUB" $as_root
set_ tls_key "$k/server-2.key"
says "another certificate's key" 2 "is not the key of" $n serve "$HUB" $as_root
set_ tls_key "$k/server.key"
chmod 644 "$k/server.key"; says "a key that everybody reads" 2 "may be read by everybody" $n serve "$HUB" $as_root; chmod 600 "$k/server.key"
set_ tls_key "$k/none.key"
says "a key that is not there" 3 "none.key cannot be read" $n serve "$HUB" $as_root
set_ tls_certificate "$k/ended.crt"; set_ tls_key "$k/ended.key"; sleep 1.1
says "a certificate that has ended" 2 "has ended" $n serve "$HUB" $as_root
set_ tls_certificate "$k/ext"
says "what is no certificate" 2 "holds no certificate" $n serve "$HUB" $as_root
set_ tls_certificate "$k/server.crt"; set_ tls_key "$k/server.key"; set_ tls_client_ca "$k/ca.crt"

# ---- TLS ----
scheme=https
serve --no-worker
get() { curl -s -o "$out" -w '%{http_code}' --cacert "$k/ca.crt" "$@"; }
same "it speaks TLS" 200 "$(get "$B/healthz")"
same "and is who it says" 000 "$(curl -s -o "$out" -w '%{http_code}' --cacert "$k/other.crt" "$B/healthz")"
for v in 1.0 1.1; do same "not TLS $v" 000 "$(get --tls-max $v --ciphers 'DEFAULT@SECLEVEL=0' "$B/healthz")"; done
for v in 1.2 1.3; do same "TLS $v" 200 "$(get --tlsv$v --tls-max $v "$B/healthz")"; done
same "no cipher without authentication of the data" 000 "$(get --tls-max 1.2 --ciphers 'ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA' "$B/healthz")"
get -D "$TMPDIR/head" "$B/sign-in" > "$answer"
ok "and says so for the time to come" grep -qi "^Strict-Transport-Security: max-age=31536000" "$TMPDIR/head"
same "nothing without TLS" 000 "$(curl -s -o "$out" -w '%{http_code}' "http://127.0.0.1:$port/healthz")"

# ---- machines ----
same "a machine's certificate" 200 "$(get --cert "$k/machine.crt" --key "$k/machine.key" "$B/sign-in")"
same "one that another authority signed" 403 "$(get --cert "$k/stranger.crt" --key "$k/stranger.key" "$B/sign-in")"
said "and is told why" 認証局
same "one for another purpose" 403 "$(get --cert "$k/not-a-client.crt" --key "$k/not-a-client.key" "$B/sign-in")"
same "one that has ended" 403 "$(get --cert "$k/ended.crt" --key "$k/ended.key" "$B/sign-in")"
# a key bound to a certificate
json() { field "$1" < "$TMPDIR/made"; }
made() { $n key create a-con --purpose gateway --scope read --hub "$HUB" --as adm --json "$@" > "$TMPDIR/made" 2> "$out"; }
me() { key=$1; shift; get -H "Authorization: Bearer $key" "$@" "$B/api/v1/me"; }
with_machine="--cert $k/machine.crt --key $k/machine.key"; with_sibling="--cert $k/sibling.crt --key $k/sibling.key"
says "what is no certificate" 2 "a certificate is named by" $n key create a-con --purpose gateway --certificate machine --hub "$HUB" --as adm
cp "$k/machine.key" "$k/no.pem"; says "nor is a key" 2 "a certificate is named by" $n key create a-con --purpose gateway --certificate "$k/no.pem" --hub "$HUB" --as adm
made; free=$(json secret)
same "control: a key that is bound to nothing comes in without and with any" "200 200" "$(me "$free") $(me "$free" $with_sibling)"
made --certificate "$k/machine.crt"; bound=$(json secret) id=$(json key)
same "a bound key comes in with its certificate" 200 "$(me "$bound" $with_machine)"
same "without it, it is refused" 403 "$(me "$bound")"
said "and told why" "証明書に結び付けられて"
same "and with another that is good, too" 403 "$(me "$bound" $with_sibling)"
same "a wrong key is no key, whatever it shows" 401 "$(me "${bound}x" $with_machine)"
ok "that stands in the trail" sh -c "$n audit list --hub '$HUB' --deed key.refused --json | grep -q '$id'"
ok "bound anew, to the other's fingerprint as openssl prints it" $n key bind "$id" --certificate "$(openssl x509 -in "$k/sibling.crt" -noout -fingerprint -sha256)" --hub "$HUB" --as a-con
same "which counts at once" "403 200" "$(me "$bound" $with_machine) $(me "$bound" $with_sibling)"
ok "and to a name" $n key bind "$id" --certificate Machine.a-company.example --hub "$HUB" --as a-con
same "which is the certificate's" "200 403" "$(me "$bound" $with_machine) $(me "$bound" $with_sibling)"
says "nobody binds another's" 2 "there is no key" $n key bind "$id" --certificate "" --hub "$HUB" --as b-con
curl() { command curl --cacert "$k/ca.crt" "$@"; }
enter a-con
answers "the page says what is no certificate" 400 a-con "/keys/$id/certificate" -F certificate=nonsense
goes "the page takes a certificate as it is pasted" a-con "/keys/$id/certificate" -F "certificate=<$k/sibling.crt"
same "which counts" "403 200" "$(me "$bound" $with_machine) $(me "$bound" $with_sibling)"
shows "and is shown" a-con /keys "$(openssl x509 -in "$k/sibling.crt" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f)"
enter b-con
answers "nobody binds another's there either" 404 b-con "/keys/$id/certificate" -F certificate=
goes "the binding is taken off" a-con "/keys/$id/certificate" -F certificate=
same "control: then it needs none" 200 "$(me "$bound")"
unset -f curl
ok "the log says so" grep -q "http.certificate-refused" "$TMPDIR/serve.log"
set_ tls_client_ca "$k/other.crt"; kill -HUP "$server"
for _ in $(seq 100); do grep -q serve.reloaded "$TMPDIR/serve.log" && [ "$(get --cert "$k/stranger.crt" --key "$k/stranger.key" "$B/sign-in")" = 200 ] && break; sleep 0.1; done
same "control: where its authority is known it comes in" 200 "$(get --cert "$k/stranger.crt" --key "$k/stranger.key" "$B/sign-in")"

# ---- new certificates without an interruption ----
serial() { openssl s_client -connect "127.0.0.1:$port" < /dev/null 2> "$out" | openssl x509 -noout -subject; }
ok "the certificate of before" sh -c "echo '$(serial)' | grep -q 'CN = server\$'"
( out=$TMPDIR/asked; for _ in $(seq 60); do get "$B/healthz"; echo; sleep 0.05; done ) > "$TMPDIR/codes" &
asking=$!
set_ tls_certificate "$k/server-2.crt"; set_ tls_key "$k/server.key"; kill -HUP "$server"
for _ in $(seq 50); do grep -q serve.reload-refused "$TMPDIR/serve.log" && break; sleep 0.1; done
cp "$TMPDIR/serve.log" "$out"
said "what does not fit together is not taken" "is not the key of"
ok "and changes nothing" sh -c "echo '$(serial)' | grep -q 'CN = server\$'"
set_ tls_key "$k/server-2.key"; kill -HUP "$server"
for _ in $(seq 50); do serial | grep -q 'server-2' && break; sleep 0.1; done
ok "the new one is taken" sh -c "echo '$(serial)' | grep -q 'CN = server-2'"
wait "$asking"
same "nobody was refused meanwhile" 200 "$(sort -u "$TMPDIR/codes")"
stop_serving
scheme=http
for key in tls_certificate tls_key tls_client_ca; do set_ $key ""; done
says "where no certificates are asked for no key is bound to one" 2 "asks machines for no certificate" $n key create a-con --purpose gateway --certificate a.example --hub "$HUB" --as adm

# ---- a declared proxy ----
set_ behind_proxy yes; set_ proxy_addresses "192.0.2.0/33"
says "a network that is none" 2 "is no address and no network" $n serve "$HUB" $as_root
set_ proxy_addresses "127.0.0.1, 2001:db8::/32"
serve --no-worker
enter an-1
remote() { sqlite3 "$HUB/noroshi.db" "SELECT remote FROM session ORDER BY made_ms DESC LIMIT 1"; }
in_() { curl -s -o "$out" -w '%{http_code}' -F who=an-1 -F "password=correct horse an-1" "$@" "$B/sign-in"; }
same "the proxy is believed" 303 "$(in_ -H 'X-Forwarded-For: 198.51.100.7')"; same "about who comes" 198.51.100.7 "$(remote)"
same "the address that it wrote itself" 303 "$(in_ -H 'X-Forwarded-For: 10.9.9.9, 198.51.100.8')"; same "not the one that came in with it" 198.51.100.8 "$(remote)"
same "through two proxies" 303 "$(in_ -H 'X-Forwarded-For: 198.51.100.9, 2001:db8::5')"; same "the first one's word" 198.51.100.9 "$(remote)"
same "what is no address" 303 "$(in_ -H 'X-Forwarded-For: <script>')"; same "is not kept" 127.0.0.1 "$(remote)"
wrong() { curl -s -o "$out" -w '%{http_code}' -F who=an-1 -F "password=wrong horse an-1" -H "X-Forwarded-For: $1" "$B/sign-in"; }
for i in 1 2 3 4 5 6; do wrong "3fff:0:0:1:$i::$i" > "$out"; done
same "who has many addresses of one network of IPv6 is one who tries, somebody in the next one another" "429 401" "$(wrong 3fff:0:0:1:9::9) $(wrong 3fff:0:0:2::9)"
curl -s -o "$out" -D "$TMPDIR/head" -H 'X-Forwarded-Proto: https' "$B/sign-in"
ok "TLS at the proxy counts" grep -qi "^Strict-Transport-Security" "$TMPDIR/head"
stop_serving
set_ proxy_addresses "192.0.2.7"
$n serve "$HUB" --listen "127.0.0.1:$port" --no-worker $as_root > "$TMPDIR/serve.out" 2> "$TMPDIR/serve.log" & server=$!
for _ in $(seq 50); do [ "$(curl -s -o "$out" -w '%{http_code}' "$B/healthz")" = 403 ] && break; sleep 0.1; done
same "control: who is no declared proxy is refused" 403 "$(curl -s -o "$out" -w '%{http_code}' -H 'X-Forwarded-For: 198.51.100.7' "$B/sign-in")"
stop_serving
set_ behind_proxy ""

# ---- stopping ----
set_ web_stop_seconds 15
eml '"Bob" <bob@freemail.example>' contact@a-company.example 'Invoice' one@evil.example 'Please pay.' > "$TMPDIR/1.eml"
head -c 600000 /dev/urandom | base64 >> "$TMPDIR/1.eml"
serve --no-worker
enter a-con
curl -s -o "$out" -w '%{http_code}' --limit-rate 150k -b "$TMPDIR/jar.a-con" -F "csrf=$(cat "$TMPDIR/csrf.a-con")" -F kind=mail -F "files=@$TMPDIR/1.eml" "$B/submit" > "$TMPDIR/slow" &
slow=$!
sleep 1.5
kill -TERM "$server"; sleep 0.5
same "who stops takes nothing new" 000 "$(curl -s -o "$out" -w '%{http_code}' --max-time 3 "$B/healthz")"
wait "$slow"
same "what has begun is finished" 303 "$(cat "$TMPDIR/slow")"
wait "$server"; same "and then it ends, with 0" 0 $?
work
same "the hand-in is whole" "$(wc -c < "$TMPDIR/1.eml")" "$(sqlite3 "$HUB/noroshi.db" 'SELECT SUM(bytes) FROM hand_in')"
set_ web_stop_seconds 1
serve --no-worker
curl -s -o "$out" -w '%{http_code}' --limit-rate 20k -b "$TMPDIR/jar.a-con" -F "csrf=$(cat "$TMPDIR/csrf.a-con")" -F kind=incident -F "files=@$TMPDIR/1.eml" "$B/submit" > "$TMPDIR/slow" &
slow=$!
sleep 1.5
kill -TERM "$server"; wait "$server"; same "what takes too long is cut off" 0 $?
wait "$slow"
same "and gets no receipt" 000 "$(cat "$TMPDIR/slow")"
same "nothing is kept by halves" 1 "$(sqlite3 "$HUB/noroshi.db" 'SELECT COUNT(*) FROM hand_in')"
ok "and no file is left" sh -c "! ls -A '$HUB' | grep -i spool"
finish
