# once
# Signing in at a provider: who comes in, and every way that must not lead in.
. tests/e2e/lib
. tests/e2e/web_lib
PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
B=http://127.0.0.1:$PORT
new_hub "link = $B/" "web_processes = 1"
roster
P=$TMPDIR/provider
set_() { grep -v "^$1 " "$HUB/noroshi.conf" > "$TMPDIR/conf"; cat "$TMPDIR/conf" > "$HUB/noroshi.conf"; [ -z "$2" ] || echo "$1 = $2" >> "$HUB/noroshi.conf"; }
mode() { echo "$1" > "$P/mode"; }
# provider_start [CERTIFICATE KEY]: it listens; $ISSUER is its name
provider_start()
{
	mkdir -p "$P"; rm -f "$P/port"; mode '{}'
	python3 tests/e2e/oidc_provider.py "$P" "$@" 2> "$TMPDIR/provider.log" & provider=$!
	for _ in $(seq 100); do [ -s "$P/port" ] && break; sleep 0.1; done
	ISSUER=${1:+https}; ISSUER=${ISSUER:-http}://127.0.0.1:$(cat "$P/port")
}
trap 'kill $provider 2> /dev/null' EXIT
location() { sed -n 's/^[Ll]ocation: \([^\r]*\).*/\1/p' "$1"; }
hidden() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$out" | head -n 1; }
ask() { status=$(curl -s -o "$out" -D "$TMPDIR/head" -w '%{http_code}' "$@"); where=$(location "$TMPDIR/head"); }
# through JAR [QUERY]: to the provider and back as far as the page that sends it on
through()
{
	ask -c "$TMPDIR/jar.$1" -b "$TMPDIR/jar.$1" "$B/oidc$2"; there=$where
	[ "$status" = 303 ] || return 0
	ask "$there"; back=$where
	ask -c "$TMPDIR/jar.$1" -b "$TMPDIR/jar.$1" "$back"
	code=$(hidden code) state=$(hidden state) iss=$(hidden iss)
}
send() { jar=$1; shift; ask -c "$TMPDIR/jar.$jar" -b "$TMPDIR/jar.$jar" -F "code=$code" -F "state=$state" -F "iss=$iss" "$@" "$B/oidc/back"; }
comes() { : > "$TMPDIR/jar.$1"; through "$1" "$2"; [ "$status" != 200 ] || send "$1"; }
inside() { curl -s -o "$answer" -w '%{http_code}' -b "$TMPDIR/jar.$1" "$B/account"; }
# not_in NAME MODE [STATUS]: nobody comes in that way
not_in()
{
	mode "$2"; comes stranger
	if [ "$status" = "${3:-403}" ] && [ "$(inside stranger)" = 303 ]; then pass "$1"; else echo "status $status, inside $(inside stranger)" >> "$out"; fail "$1"; fi
}
count() { grep -c "$1" "$P/asked"; }

# ---- settings ----
provider_start
printf 's3cret: & more\n' > "$HUB/secret"
check() { name=$1; shift; says "$name" 2 "$1" $n config check --hub "$HUB"; }
set_ oidc_client_id "noroshi hub"
check "a part of the settings" "oidc_issuer is missing"
set_ oidc_issuer "$ISSUER"
check "a provider without TLS" "oidc_issuer: .*is no https address"
set_ oidc_issuer "https://user@id.example"
check "an address with more in it" "oidc_issuer: .*is no address"
set_ oidc_plain_loopback yes
set_ oidc_issuer "http://192.0.2.7/"
check "without TLS it is this machine's or none" "oidc_issuer: .*is no https address"
set_ oidc_issuer "$ISSUER"; set_ oidc_client_id ""
check "no name of ours" "oidc_client_id is missing"
set_ oidc_client_id "noroshi hub"; set_ link "http://hub.example/"
check "a way back without TLS" "link is missing or no https address"
set_ link "$B/"; set_ oidc_secret_file secret; chmod 644 "$HUB/secret"
check "a secret that everybody reads" "may be read by others"
says "with which nothing is served" 2 "may be read by others" $n serve "$HUB" $as_root
chmod 600 "$HUB/secret"
set_ oidc_ca_file none.pem
says "an authority that is not there" 3 "oidc_ca_file: .*cannot be read" $n config check --hub "$HUB"
set_ oidc_ca_file ""; set_ oidc_name "Example ID"
says "a provider as it should be" 0 "2 of its keys" $n config check --hub "$HUB"
refuses "of a jail that is whole nothing is said" grep -q Landlock "$out"
without="python3 tests/e2e/without_landlock.py"
says "without Landlock it is said what can be read" 0 "could read every file" $without $n config check --hub "$HUB"
says "in Japanese, too" 0 "Landlock がありません" $without $n --lang ja config check --hub "$HUB"
mode '{"keys": ["short"]}'
says "one whose keys are too short" 3 "no key that can be used" $n config check --hub "$HUB"
mode '{"discovery": {"issuer": "https://other.example"}}'
says "one that calls itself otherwise" 3 "calls itself" $n config check --hub "$HUB"
mode '{"discovery": {"jwks_uri": "file:///etc/passwd"}}'
says "one whose keys are a file" 3 "jwks_uri: .*is no https address" $n config check --hub "$HUB"
mode '{"discovery": {"jwks_uri": "http://127.0.0.2:'"${ISSUER##*:}"'/jwks"}}'
says "one whose keys lie on another inner machine" 3 "inner address of another machine" $n config check --hub "$HUB"
mode '{"discovery": {"jwks_uri": "'"$ISSUER"'/elsewhere"}}'
says "one that sends the question elsewhere" 3 "answers 302" $n config check --hub "$HUB"
mode '{"padding": 300000}'
says "one that answers without end" 3 "answers with more than" $n config check --hub "$HUB"
set_ oidc_seconds 1; mode '{"slow": 3}'
says "one that takes its time" 3 "does not answer" $n config check --hub "$HUB"
set_ oidc_seconds 30; mode '{}'
forgiven() { sqlite3 "$HUB/noroshi.db" 'DELETE FROM throttle'; }    # this script fails more often than a person

# ---- coming in ----
serve --no-worker
ok "the door has a second way" sh -c "curl -s '$B/sign-in?next=/keys' | grep -q 'href=\"/oidc?next=/keys\"'"
comes nobody
same "whom nobody has bound is not let in" 403 "$status"
said "and told as whom the provider knows it" "alice-1"
mode '{"claims": {"email": "contact@a-company.example", "email_verified": true}}'; comes nobody
same "nor by the address of somebody here" 403 "$status"
mode '{}'
$n approve enroll b-app --hub "$HUB" --as adm > "$out" 2>&1
link=$($n account invite b-app --hub "$HUB" --as adm --json | field link)
refuses "who has one-time codes is offered no way round them" sh -c "curl -s '$link' | grep -q '/oidc?link'"
comes b-app "?link=${link##*/}"
same "nor let in by one" 403 "$status"
said "but sent to an administrator" "ワンタイムコード"
comes nobody
same "and bound to nobody" 403 "$status"
link=$($n account invite a-con --hub "$HUB" --as adm --json | field link); token=${link##*/}
ok "an invitation may be opened at the provider" sh -c "curl -s '$link' | grep -q 'href=\"/oidc?link=$token\"'"
comes a-con "?link=$token"
same "which lets in" "303 /" "$status $where"
same "as that person" 200 "$(inside a-con)"
ok "by name" grep -q "連絡 a" "$answer"
comes other "?link=$token"
same "an invitation is good once" 403 "$status"
comes a-con "?next=/keys"
same "later it lets in without, to where one wanted to go" "303 /keys" "$status $where"
for next in //evil.example/ https://evil.example/ /%0d%0aX: /a%22; do
	comes a-con "?next=$next"
	same "but to no other site ($next)" "303 /" "$status $where"
done
ok "the way there is to the provider" sh -c "case '$there' in '$ISSUER/authorize?tenant=1&response_type=code&'*) ;; *) exit 1;; esac"
for alg in PS256 ES256; do mode "{\"alg\": \"$alg\"}"; comes a-con; same "$alg" 303 "$status"; done
mode '{"claims": {"aud": ["noroshi hub", "other"], "azp": "noroshi hub"}}'; comes a-con
same "of several audiences we are the party" 303 "$status"
mode '{}'
ok "what was done stands in the trail" sh -c "$n audit list --hub '$HUB' --deed account.bound | grep -q a-con && $n audit list --hub '$HUB' --deed session.by-provider | grep -q a-con"

# ---- what must not lead in ----
not_in "another nonce" '{"claims": {"nonce": "another"}}'
not_in "no nonce" '{"claims": {"nonce": null}}'
not_in "another audience" '{"claims": {"aud": "other"}}'
not_in "several audiences and no party" '{"claims": {"aud": ["noroshi hub", "other"]}}'
not_in "another party" '{"claims": {"azp": "other"}}'
not_in "another issuer" '{"claims": {"iss": "https://other.example"}}'
not_in "an end that is past" '{"claims": {"exp": -120}}'
not_in "no end" '{"claims": {"exp": null}}'
not_in "a time to come" '{"claims": {"iat": 600}}'
not_in "a time long past" '{"claims": {"iat": -3600}}'
not_in "not yet" '{"claims": {"nbf": 600}}'
not_in "nobody's name" '{"claims": {"sub": ""}}'
not_in "no signature" '{"alg": "none"}'
not_in "the public key as a secret" '{"alg": "HS256"}'
not_in "another's signature" '{"signed_by": "stranger"}'
not_in "a key of another kind" '{"alg": "RS256", "kid": "e1"}'
not_in "a header that we must know and do not" '{"header": {"crit": ["x"], "x": 1}}'
not_in "a key that comes along" '{"key": "stranger", "kid": "r9", "header": {"jku": "'"$ISSUER"'/jwks"}}'
not_in "another provider's answer" '{"says_iss": "https://other.example"}'
not_in "who was declined there" '{"declines": true}'
forgiven; mode '{}'; comes a-con
same "control: without all that it lets in" 303 "$status"
refuses "nor that the jail is open for files" grep -q oidc.envoy-unconfined "$TMPDIR/serve.log"
ok "the log says what was wrong" grep -q "oidc.refused.*the signature of the token is not the provider" "$TMPDIR/serve.log"
stop_serving

whole=$n; n="$without $n"
serve --no-worker
comes a-con
same "without Landlock it lets in all the same" 303 "$status"
same "and the log says so, once" 1 "$(grep -c 'warn oidc.envoy-unconfined' "$TMPDIR/serve.log")"
stop_serving
n=$whole; forgiven

# ---- attempts ----
serve --no-worker
: > "$TMPDIR/jar.one"; : > "$TMPDIR/jar.two"
through one
ask -b "$TMPDIR/jar.one" "$back"
same "looking at the way back lets nobody in" "200 303" "$status $(inside one)"
send two
same "an attempt is of one browser" "403 303" "$status $(inside two)"
mine=$state; state=${mine%?}x; send one
same "and of one state" "403 303" "$status $(inside one)"
state=$mine; send one -H "Origin: https://evil.example"
same "and sent on by our own page" "403 303" "$status $(inside one)"
cp "$TMPDIR/jar.one" "$TMPDIR/jar.again"
send one
same "control: as it should be" "303 200" "$status $(inside one)"
asked=$(count 'POST /token')
cp "$TMPDIR/jar.again" "$TMPDIR/jar.one"; send one
same "it is good once" 403 "$status"
said "which is said" "使用済み"
same "and the provider is not asked again" "$asked" "$(count 'POST /token')"
through one; code=$(printf '%05000d' 1); send one
same "a code that is none" 403 "$status"

for _ in $(seq 30); do send one; done
same "who tries again and again waits" 429 "$status"
forgiven

# ---- attempts that somebody made up ----
# posted COOKIE STATE: what that gets, and whether the provider was asked anything for it
posted() { before=$(wc -l < "$P/asked"); ask -b "__Host-noroshi-oidc=$1" -F code=x -F "state=$2" -F "iss=$ISSUER" "$B/oidc/back"; echo "$status $(($(wc -l < "$P/asked") - before))"; }
# marked MS: a cookie begun then, and the hub's mark on it
marked() { python3 - "$HUB/noroshi.key" "$1" <<'PY'
import hashlib, hmac, sys, time
kept = f"{int(time.time() * 1000) + int(sys.argv[2])}.nonce.verifier../"
key = hmac.new(bytes.fromhex(open(sys.argv[1]).read().strip()), b"attempt at the provider", hashlib.sha256).digest()
print(kept, hmac.new(key, kept.encode(), hashlib.sha256).hexdigest())
PY
}
same "a cookie and a state that fit each other are not enough" "403 0" "$(posted "made-up.nonce.verifier../" made-up)"
same "nor is no state" "403 0" "$(posted "$(marked 0 | cut -d' ' -f1)" "")"
set -- $(marked -601000); same "nor an attempt of eleven minutes ago" "403 0" "$(posted "$1" "$2")"
set -- $(marked 60000); same "nor one of a time to come" "403 0" "$(posted "$1" "$2")"
set -- $(marked -500000); same "control: one that the hub marked goes to the provider" "403 1" "$(posted "$1" "$2")"
same "once" "403 0" "$(posted "$1" "$2")"
set -- $(marked -1000); same "nor does a code that no provider gives" "403 0" "$(ask -b "__Host-noroshi-oidc=$1" -F code="$(printf 'x\001')" -F "state=$2" "$B/oidc/back"; echo "$status 0")"
forgiven

# ---- keys that change ----
mode '{"keys": ["r2"], "key": "r2"}'; before=$(count 'GET /jwks')
comes a-con
same "a new key is fetched" "303 $((before + 1))" "$status $(count 'GET /jwks')"
for _ in 1 2 3; do mode '{"keys": ["r2"], "key": "stranger", "kid": "r7"}'; comes stranger; same "a name that no key has" 403 "$status"; done
same "is not looked for again and again" "$((before + 1))" "$(count 'GET /jwks')"
mode '{}'

forgiven

# ---- who is out is out ----
ok "an account is suspended" $n account suspend a-con --hub "$HUB" --as adm
mode '{"keys": ["r2"], "key": "r2"}'; comes a-con
same "the provider does not let it in" "403 303" "$status $(inside a-con)"
cp "$out" "$TMPDIR/suspended"
ok "and resumed" $n account resume a-con --hub "$HUB" --as adm
comes a-con; same "control: then it comes in" 303 "$status"
says "another's subject is not bound" 2 "bound to another account already" $n account bind b-con --subject alice-1 --hub "$HUB" --as adm
ok "another is bound by hand" $n account bind e-con --subject "bob/2" --hub "$HUB" --as adm
mode '{"keys": ["r2"], "key": "r2", "sub": "bob/2"}'; comes e-con
same "who then comes in" "303 200" "$status $(inside e-con)"
ok "and is listed" sh -c "$n account list --hub '$HUB' --as adm --json | grep '\"e-con\"' | grep -q 'bob/2'"
ok "its organisation leaves" $n org leave e-company --hub "$HUB" --as adm --keep "terms 7"
comes e-con; same "which ends that, too" "403 303" "$status $(inside e-con)"
ok "the binding is taken off" $n account unbind a-con --hub "$HUB" --as adm
same "its sessions have ended" 303 "$(inside a-con)"
mode '{"keys": ["r2"], "key": "r2"}'; comes a-con; same "and it comes in no more" 403 "$status"
same "nothing tells who is suspended from who was never here" "$(grep -o 'class="refused"[^/]*' "$TMPDIR/suspended")" "$(grep -o 'class="refused"[^/]*' "$out")"

# ---- the provider takes its time ----
forgiven
ok "the binding is made anew" $n account bind a-con --subject alice-1 --hub "$HUB" --as adm
now() { python3 -c 'import time; print(int(time.time() * 1000))'; }
# others NAME: everybody else is answered at once while somebody waits for the provider
others()
{
	late=0
	for _ in 1 2 3 4 5; do [ "$(curl -s -m 1 -o "$answer" -w '%{http_code}' "$B/sign-in")" = 200 ] || late=$((late + 1)); done
	same "$1" "0 yes" "$late $(kill -0 $waiting 2> "$answer" && echo yes || echo no)"
}
mode '{}'; : > "$TMPDIR/jar.one"; through one
mode '{"keys": ["r2"], "key": "r2", "slow_token": 3}'; since=$(now)
{ send one; echo "$status" > "$TMPDIR/came"; } & waiting=$!
sleep 0.5
others "who comes in waits for the provider, and nobody else does"
wait $waiting
same "and comes in then" "303 yes" "$(cat "$TMPDIR/came") $([ $(($(now) - since)) -ge 3000 ] && echo yes)"
mode '{}'; : > "$TMPDIR/jar.one"; through one; : > "$TMPDIR/jar.two"
mode '{"keys": ["r2"], "key": "r2", "slow_token": 4}'; { send one; echo "$status" > "$TMPDIR/came"; } & waiting=$!
sleep 0.5; mode '{"keys": ["r2"], "key": "r2"}'; since=$(now); comes two
same "a slow answer does not hold up a fast one" "303 200 yes yes" \
	"$status $(inside two) $([ $(($(now) - since)) -lt 2500 ] && echo yes) $(kill -0 $waiting 2> "$answer" && echo yes)"
wait $waiting
same "and comes, too" 303 "$(cat "$TMPDIR/came")"
stop_serving; set_ oidc_seconds 4; serve --no-worker
mode '{"slow": 3}'
for i in 1 2 3 4 5 6 7; do curl -s -o "$TMPDIR/answer.$i" -w '%{http_code}\n' "$B/oidc" > "$TMPDIR/status.$i" & eval "wait_$i=$!"; sleep 0.1; done; waiting=$wait_1
others "nor does anybody on the way there"
for i in 1 2 3 4 5 6 7; do eval "wait \$wait_$i"; done
same "from one address only so many wait" "4 303 3 429" "$(cat "$TMPDIR"/status.* | sort | uniq -c | xargs)"
same "and the provider is asked once for all" 1 "$(tail -n 4 "$P/asked" | grep -c well-known)"
stop_serving; set_ oidc_seconds 2; serve --no-worker
mode '{}'; : > "$TMPDIR/jar.one"; through one
mode '{"slow_token": 9}'; since=$(now); send one
same "one that takes too long is away" "503 yes" "$status $([ $(($(now) - since)) -lt 6000 ] && echo yes)"
envoy_of() { for web in $(pgrep -P "$server"); do pgrep -P "$web"; done; }
mode '{}'; : > "$TMPDIR/jar.one"; through one
envoy=$(envoy_of)
jailed() { sed -n "s/^$1:[^0-9]*//p" "/proc/$envoy/status"; }
same "who speaks to it sits in a jail" "2 1 0000000000000000" "$(jailed Seccomp) $(jailed NoNewPrivs) $(jailed CapEff)"
kill -KILL "$envoy"; send one
same "who speaks to it may end and begin anew" "303 yes" "$status $([ "$envoy" != "$(envoy_of)" ] && echo yes)"
: > "$TMPDIR/jar.one"; through one
mode '{"slow_token": 1.5}'; { send one; echo "$status" > "$TMPDIR/came"; } & waiting=$!
sleep 0.5; envoy=$(envoy_of); stop_serving; wait $waiting
same "a hub that stops finishes a sign-in that has begun" 303 "$(cat "$TMPDIR/came")"
refuses "and leaves nobody behind" kill -0 "$envoy"
set_ web_stop_seconds 1; set_ oidc_seconds 20; serve --no-worker
mode '{}'; : > "$TMPDIR/jar.one"; through one
mode '{"slow_token": 6}'; { send one; echo "$status" > "$TMPDIR/came"; } & waiting=$!
sleep 0.5; envoy=$(envoy_of); stop_serving; wait $waiting
same "but not at any price" 000 "$(cat "$TMPDIR/came")"
refuses "and then leaves nobody behind, either" kill -0 "$envoy"
set_ web_stop_seconds ""; set_ oidc_seconds 5; serve --no-worker

# ---- the provider is away ----
mode '{}'; : > "$TMPDIR/jar.one"
through one; kill $provider; wait $provider 2> /dev/null
send one
same "it goes away in the middle" 503 "$status"
said "which is said, and what to do" "パスワード"
stop_serving; serve --no-worker
ask "$B/oidc"
same "it is away from the beginning" 503 "$status"
said "the door is there" 'name="password"'
enter adm
same "who has a password comes in" 200 "$(inside adm)"
stop_serving

# ---- TLS ----
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Test" -addext "subjectAltName=IP:127.0.0.1" -keyout "$TMPDIR/tls.key" -out "$TMPDIR/tls.crt" 2> "$out"
provider_start "$TMPDIR/tls.crt" "$TMPDIR/tls.key"
set_ oidc_plain_loopback ""; set_ link https://hub.example/; set_ oidc_issuer "$ISSUER"
says "a certificate of an authority that nobody knows" 3 "does not answer" $n config check --hub "$HUB"
set_ oidc_ca_file "$TMPDIR/tls.crt"
says "control: one that the settings know" 0 "2 of its keys" $n config check --hub "$HUB"
serve --no-worker; ask "$B/oidc"
same "who sits in a jail speaks TLS" "303 $ISSUER/authorize" "$status ${where%%\?*}"
sed -n '/BEGIN/,/END/p' /etc/ssl/certs/ca-certificates.crt | head -n 40 > "$TMPDIR/other.crt"; mv "$TMPDIR/other.crt" "$TMPDIR/tls.crt"
ask "$B/oidc"
same "another file of authorities counts at once" 503 "$status"
stop_serving
set_ oidc_issuer ""; set_ oidc_client_id ""; set_ oidc_secret_file ""; set_ oidc_ca_file ""; set_ link "$B/"
serve --no-worker
same "without a provider there is no such way" "404 404" "$(curl -s -o "$out" -w '%{http_code}' "$B/oidc") $(curl -s -o "$out" -w '%{http_code}' "$B/oidc/back?code=x")"
refuses "and no button" sh -c "curl -s '$B/sign-in' | grep -q oidc"
stop_serving
finish
