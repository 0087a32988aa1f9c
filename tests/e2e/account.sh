# One's own account: sessions are listed and ended, a password and a device for codes are changed by who proves to be it, and who is out is out.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "behind_proxy = yes"
roster
serve --no-worker
for who in a-con b-con b-app; do enter $who; done
# sign WHO PASSWORD JAR [CODE]: the status
sign() { curl -s -o "$out" -w '%{http_code}' -c "$TMPDIR/jar.$3" -F "who=$1" -F "password=$2" -F "code=$4" "$B/sign-in"; }
inside() { curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.$1" "$B/account"; }
mine="correct horse a-con"

# ---- sessions ----
same "another browser" 303 "$(sign a-con "$mine" second)"
same "and a third" 303 "$(sign a-con "$mine" third)"
page a-con /account
same "all are listed" 3 "$(grep -c '127\.0\.0\.1' "$out")"
said "this one is marked" 'このブラウザ'
one=$(sed -n 's/.*action="\/account\/sessions\/\([0-9a-f]*\)".*/\1/p' "$out" | head -n 1)
answers "nobody ends another's" 404 b-con "/account/sessions/$one"
same "it goes on" "200 200" "$(inside second) $(inside third)"
goes "one's own is ended" a-con "/account/sessions/$one"
same "one of the two is out" "200 303" "$(printf '%s\n' "$(inside second)" "$(inside third)" | sort | tr '\n' ' ' | sed 's/ $//')"
goes "then all others" a-con /account/sessions/others
same "both are out" "303 303" "$(inside second) $(inside third)"
same "this one is not" 200 "$(inside a-con)"

# ---- another password ----
sign a-con "$mine" second > "$answer"
new="a better long password"
answers "not without the one of now" 403 a-con /account/password -F now=wrong-password -F "password=$new" -F "again=$new"
answers "not one typed differently twice" 400 a-con /account/password -F "now=$mine" -F "password=$new" -F "again=$new."
answers "not a short one" 400 a-con /account/password -F "now=$mine" -F password=short -F again=short
same "nothing was changed" 303 "$(sign a-con "$mine" third)"
cp "$TMPDIR/jar.a-con" "$TMPDIR/jar.before"
status=$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.a-con" -c "$TMPDIR/jar.a-con" -F "csrf=$(cat "$TMPDIR/csrf.a-con")" -F "now=$mine" -F "password=$new" -F "again=$new" "$B/account/password")
same "with it, it is changed" 303 "$status"
same "this browser goes on, with another session" "200 303" "$(inside a-con) $(inside before)"
same "the others are out" "303 303" "$(inside second) $(inside third)"
same "the old password is none" 401 "$(sign a-con "$mine" third)"
same "the new one is" 303 "$(sign a-con "$new" third)"
csrf_of a-con > "$TMPDIR/csrf.a-con"
for _ in $(seq 15); do post a-con /account/password -F now=wrong-password -F "password=$new" -F "again=$new"; [ "$status" != 429 ] || break; done
same "who guesses waits" 429 "$status"
same "which keeps nobody else out" 303 "$(sign b-con 'correct horse b-con' third)"

# ---- one-time codes ----
answers "no device without the password" 403 b-app /account/codes -F now=wrong-password
status=$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.b-app" -c "$TMPDIR/jar.b-app" -F "csrf=$(cat "$TMPDIR/csrf.b-app")" -F "now=correct horse b-app" "$B/account/codes")
secret=$(sed -n 's/.*id="secret">\([A-Z2-7]*\)<.*/\1/p' "$out")
echo "$secret" > "$TMPDIR/secret.b-app"
ok "with it, a secret is shown" [ "${#secret}" = 32 ]
page b-app /account; refuses "once" grep -q "$secret" "$out"
same "a password alone is not enough any more" 401 "$(sign b-app 'correct horse b-app' third)"
same "with a code it is" 303 "$(sign b-app 'correct horse b-app' third "$(oathtool --totp -b "$secret")")"
same "a code is good once" 401 "$(sign b-app 'correct horse b-app' third "$(oathtool --totp -b "$secret")")"

# who has the password, and guesses codes, from ever other addresses
for i in $(seq 20); do guessed=$(curl -s -o "$out" -w '%{http_code}' -H "X-Forwarded-For: 198.51.100.$i" -F who=b-app -F "password=correct horse b-app" -F code=000000 "$B/sign-in"); [ "$guessed" != 429 ] || break; done
same "who guesses codes waits, wherever it comes from" 429 "$guessed"
# by_link PASSWORD JAR [CODE]: the status
by_link() { curl -s -o "$out" -w '%{http_code}' -c "$TMPDIR/jar.$2" -F "password=$1" -F "again=$1" -F "code=$3" "$B/link/${link##*/}"; }
link=$($n account reset b-app --hub "$HUB" --as adm --json | field link)
same "a link alone is not enough where there are codes" "403 303" "$(by_link 'another horse b-app' fresh) $(inside fresh)"
for i in $(seq 20); do guessed=$(by_link 'another horse b-app' fresh 000000); [ "$guessed" != 429 ] || break; done
same "who guesses behind a link waits, too" 429 "$guessed"

enter an-1
status=$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.an-1" -c "$TMPDIR/jar.an-1" -F "csrf=$(cat "$TMPDIR/csrf.an-1")" -F "now=correct horse an-1" "$B/account/codes")
secret=$(sed -n 's/.*id="secret">\([A-Z2-7]*\)<.*/\1/p' "$out")
ok "an analyst has a device, too" [ "${#secret}" = 32 ]
same "and needs it at the door" "401 303" "$(sign an-1 'correct horse an-1' third) $(sign an-1 'correct horse an-1' third "$(oathtool --totp -b "$secret")")"
answers "who only hands in has none" 404 b-con /account/codes -F "now=correct horse b-con"

# ---- recovery codes ----
# changed WHO PATH FIELD...: a form that gives another session; the codes that it shows in $codes
changed() { who=$1; path=$2; shift 2; status=$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.$who" -c "$TMPDIR/jar.$who" -F "csrf=$(cat "$TMPDIR/csrf.$who")" "$@" "$B$path"); csrf_of "$who" > "$TMPDIR/csrf.$who"; codes=$(grep -oE '[0-9]{5}(-[0-9]{5}){3}' "$out"); }
code() { echo "$codes" | sed -n "$1p"; }
link=$($n account reset b-app --hub "$HUB" --as adm --json | field link)
ok "who lost the device is helped" $n account reset-codes b-app --hub "$HUB" --as adm
exits "which only the hub's people do" 2 $n account reset-codes b-app --hub "$HUB" --as b-app
same "then the link opens, whoever guessed before" "303 200" "$(by_link 'another horse b-app' b-app) $(inside b-app)"
csrf_of b-app > "$TMPDIR/csrf.b-app"
changed b-app /account/codes -F "now=another horse b-app"
other=$(sed -n 's/.*id="secret">\([A-Z2-7]*\)<.*/\1/p' "$out")
ok "control: there is a next device" [ "${#other}" = 32 ]
refuses "it is not the lost one again" [ "$other" = "$(cat "$TMPDIR/secret.b-app")" ]
same "ten recovery codes come with it" "200 10" "$status $(echo "$codes" | sort -u | wc -l)"
page b-app /account; refuses "shown once" grep -qE '[0-9]{5}-[0-9]{5}' "$out"
shows "and counted" b-app /account 'id="recovery-left">10<'
first=$codes
same "one opens the door" 303 "$(sign b-app 'another horse b-app' third "$(code 1)")"
same "once" 401 "$(sign b-app 'another horse b-app' third "$(code 1)")"
same "without its dashes, too" 303 "$(sign b-app 'another horse b-app' third "$(code 2 | tr -d -)")"
same "not behind a wrong password" 401 "$(sign b-app 'no horse b-app at all' third "$(code 3)")"
same "which leaves it good" 303 "$(sign b-app 'another horse b-app' third "$(code 3)")"
same "nor another's" 401 "$(sign an-1 'correct horse an-1' third "$(code 4)")"
shows "the rest is counted" b-app /account 'id="recovery-left">7<'
same "the use is in the trail, with what is left" 7 "$($n audit list --deed recovery.used --hub "$HUB" --json | grep -o 'left[^0-9]*[0-9]*' | grep -o '[0-9]*$' | sort -n | head -n 1)"
says "and its person is told" 0 recovery-used $n outbox list --hub "$HUB" --as an-1
exits "the trail is read" 0 $n audit list --hub "$HUB" --json
refuses "no code stands in it" grep -qF -e "$(code 1)" -e "$(code 1 | tr -d -)" "$answer"
changed b-app /account/recovery -F "now=another horse b-app"
same "not renewed without a code" "403 " "$status $codes"
changed b-app /account/recovery -F "now=another horse b-app" -F "code=$(echo "$first" | sed -n 5p)"
same "with one, ten others come" "200 10" "$status $(echo "$codes" | sort -u | wc -l)"
same "those of before are none" 401 "$(sign b-app 'another horse b-app' third "$(echo "$first" | sed -n 6p)")"
same "the new ones are" 303 "$(sign b-app 'another horse b-app' third "$(code 1)")"
answers "who has no device has none" 409 b-con /account/recovery -F "now=correct horse b-con"
same "the list of accounts says who has how many" "true 9" "$($n account list --hub "$HUB" --as adm --json | grep '"b-app"' | field codes) $($n account list --hub "$HUB" --as adm --json | grep '"b-app"' | field recovery_left)"
says "on a terminal they come with the secret" 0 '[0-9]\{5\}-[0-9]\{5\}-[0-9]\{5\}-[0-9]\{5\}' $n approve enroll a-app --hub "$HUB" --as adm
same "and for machines" 10 "$($n approve enroll a-app --hub "$HUB" --as adm --json | field recovery | grep -oE '[0-9]{5}(-[0-9]{5}){3}' | wc -l)"

# ---- out at once ----
sign c-con nothing third > "$answer"
enter c-con
ok "an account is suspended" $n account suspend c-con --hub "$HUB" --as adm
same "who is suspended is out" 303 "$(inside c-con)"
enter e-con; enter e-app
same "control: in" "200 200" "$(inside e-con) $(inside e-app)"
ok "an organisation leaves" $n org leave e-company --hub "$HUB" --as adm --keep "terms 7"
same "its people are out at once" "303 303" "$(inside e-con) $(inside e-app)"
same "and do not come in again" 401 "$(sign e-con 'correct horse e-con' third)"

# ---- recovery ----
link=$($n account reset a-con --hub "$HUB" --as adm --json | field link)
same "a forgotten password is made anew by a link" 303 "$(curl -s -o "$out" -w '%{http_code}' -c "$TMPDIR/jar.fresh" -F "password=once more a long one" -F "again=once more a long one" "$B/link/${link##*/}")"
same "which ends the sessions of before" "200 303" "$(inside fresh) $(inside a-con)"
first=$($n account invite d-con --hub "$HUB" --as adm --json | field link)
enter d-con
link=$first
same "of two invitations the other ends with the one that was used" 404 "$(by_link 'somebody elses words' fresh)"
ok "an account is opened again" $n account resume c-con --hub "$HUB" --as adm
link=$($n account invite c-con --hub "$HUB" --as adm --json | field link)
ok "control" $n account suspend c-con --hub "$HUB" --as adm
ok "and open again" $n account resume c-con --hub "$HUB" --as adm
same "a link of before the suspension is none afterwards" 404 "$(by_link 'somebody elses words' fresh)"
enter aud
shows "what was done stands in the trail" aud /audit "account.password"
stop_serving
finish
