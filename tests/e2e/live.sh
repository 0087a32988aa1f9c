# What waits is told while the page stands there: to whom it concerns, once for all of a process, and not to who is out.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
serve --no-worker
for who in an-1 a-con a-app b-con b-app; do enter $who; done
counts() { curl -s -b "$TMPDIR/jar.$1" "$B/events"; }
# follow WHO: the stream, written to $TMPDIR/stream.WHO for half a minute
follow() { curl -sN --max-time 30 -b "$TMPDIR/jar.$1" -H 'Accept: text/event-stream' -D "$TMPDIR/head.$1" -o "$TMPDIR/stream.$1" "$B/events" & eval "pid_$(echo $1 | tr - _)=$!"; }
# told NAME WHO WORDS
told() { for _ in $(seq 120); do grep -q -e "$3" "$TMPDIR/stream.$2" 2> "$out" && break; sleep 0.1; done; cp "$TMPDIR/stream.$2" "$out"; if grep -q -e "$3" "$out"; then pass "$1"; else fail "$1"; fi; }

same "nothing waits" '{"queue":0,"approvals":0,"inbox":0,"newest":null}' "$(counts an-1)"
same "nobody is told anything without a session" 303 "$(curl -s -o "$out" -w '%{http_code}' -H 'Accept: text/event-stream' "$B/events")"
for who in an-1 a-con a-app b-con b-app; do follow $who; done
for who in an-1 b-app; do told "$who follows" $who '^event: counts'; done
ok "as a stream" grep -qi '^content-type: text/event-stream' "$TMPDIR/head.an-1"
eml '"Bob" <bob@freemail.example>' contact@a-company.example 'Invoice' one@evil.example 'Please pay.' > "$TMPDIR/1.eml"
receipt=$(submit "$TMPDIR/1.eml" a-company)
work
told "the analyst is told what came in" an-1 '^data: {"queue":1,"approvals":0,"inbox":0,"newest":"20'
ok "the member is not told the hub's queue" sh -c "! grep -q '\"queue\":[1-9]' $TMPDIR/stream.a-con"
page an-1 /submissions; same "the menu shows the same" 1 "$(tr '<' '\n' < "$out" | sed -n 's/^span class="n[^>]*>//p' | head -n 1)"
s="$n share --hub $HUB"
$n case open "$receipt/1" --title one --hub "$HUB" --as an-1 > "$out" 2>&1
case=$($n case list --hub "$HUB" --as an-1 --json | field case | head -n 1)
share=$($s draft --as an-1 --audience sig:power --class urgent --tlp AMBER --case "$case" --json | field share)
ok "the source is asked" $s ask "$share" --as an-1
told "its approver is told" a-app '"approvals":1'
open=$($s draft --as an-1 --audience sig:power --class urgent --tlp GREEN --terms "public report" --value ipv4:203.0.113.9 --json | field share)
$s release "$open" --as an-2 > "$out" 2>&1
told "who got a share is told" b-con '"inbox":1'
ok "nobody else's approver is told of the question" sh -c "! grep -q '\"approvals\":[1-9]' $TMPDIR/stream.b-app"
same "who follows no stream asks" '{"queue":0,"approvals":0,"inbox":1' "$(counts b-con | sed 's/,"newest.*//')"

# ---- who is out ----
ok "an account is suspended" $n account suspend b-con --hub "$HUB" --as adm
for _ in $(seq 120); do kill -0 "$pid_b_con" 2> "$out" || break; sleep 0.1; done
refuses "its stream ends at once" kill -0 "$pid_b_con"
ok "control: the others go on" kill -0 "$pid_b_app"
post a-app /sign-out
for _ in $(seq 120); do kill -0 "$pid_a_app" 2> "$out" || break; sleep 0.1; done
refuses "so does that of who signs out" kill -0 "$pid_a_app"
before=$(date +%s)
stop_serving
ok "streams do not keep the server from ending" [ $(($(date +%s) - before)) -lt 10 ]
finish
