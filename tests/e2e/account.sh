# One's own account: sessions are listed and ended, a password and a device for codes are changed by who proves to be it, and who is out is out.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
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
ok "with it, a secret is shown" [ "${#secret}" = 32 ]
page b-app /account; refuses "once" grep -q "$secret" "$out"
same "a password alone is not enough any more" 401 "$(sign b-app 'correct horse b-app' third)"
same "with a code it is" 303 "$(sign b-app 'correct horse b-app' third "$(oathtool --totp -b "$secret")")"
same "a code is good once" 401 "$(sign b-app 'correct horse b-app' third "$(oathtool --totp -b "$secret")")"

enter an-1
status=$(curl -s -o "$out" -w '%{http_code}' -b "$TMPDIR/jar.an-1" -c "$TMPDIR/jar.an-1" -F "csrf=$(cat "$TMPDIR/csrf.an-1")" -F "now=correct horse an-1" "$B/account/codes")
secret=$(sed -n 's/.*id="secret">\([A-Z2-7]*\)<.*/\1/p' "$out")
ok "an analyst has a device, too" [ "${#secret}" = 32 ]
same "and needs it at the door" "401 303" "$(sign an-1 'correct horse an-1' third) $(sign an-1 'correct horse an-1' third "$(oathtool --totp -b "$secret")")"
answers "who only hands in has none" 404 b-con /account/codes -F "now=correct horse b-con"

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
enter aud
shows "what was done stands in the trail" aud /audit "account.password"
stop_serving
finish
