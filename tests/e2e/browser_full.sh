# once
# full
# Every page at four widths, in both languages, with forced colours; an empty hub, and one with the longest names there are.
# BROWSER: other parts of tests/browser against the filled hub, and nothing else.
. tests/e2e/lib
. tests/e2e/web_lib
. tests/e2e/browser_lib
need_browser
fill
serve
browser ${BROWSER:-axe:full valid print}
stop_serving
[ -z "${BROWSER:-}" ] || finish

# ---- too much of everything ----
long=$(printf '%0200d' 0 | sed 's/0/長い名前/g' | cut -c1-180)
for org in a b c; do $n org rename "$org-company" --name "$long$org" --hub "$HUB" --as adm > "$out" 2>&1; done
$case classify "$c" --title "$(printf '%0200d' 0)" > "$out" 2>&1
for i in $(seq 60); do eml "\"$(printf '%090d' 0)\" <$(printf '%060d' "$i")@freemail.example>" contact@a-company.example "$(printf '%0300d' "$i")" "x$i@evil.example" "$(printf 'https://%050d.example/%0500d ' 1 "$i")" > "$f/x.eml"; submit "$f/x.eml" a-company > "$answer"; done
work
serve
browser axe:extreme
stop_serving

# ---- nothing of anything ----
HUB=$TMPDIR/empty THINGS={}
new_hub
roster
its_own_admin
serve
browser axe:empty
stop_serving
finish
