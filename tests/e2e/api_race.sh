# Two writers who saw the same: one is done, the others are told of it with both versions; nothing is lost in between.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "api_requests_per_minute = 3000" "lock_wait_seconds = 20"
roster
eml '"Bob" <bob@freemail.example>' contact@a-company.example 'Invoice' one@evil.example 'Please pay to our new bank account.' > "$TMPDIR/a.eml"
ra=$(submit "$TMPDIR/a.eml" a-company)
work
CASE=$($n case open "$ra/1" --title one --hub "$HUB" --as an-1 --json | field object)
CASE=$($n case list --hub "$HUB" --as an-1 --json | field case | head -n 1)
SHARE=$($n share draft --hub "$HUB" --as an-1 --audience all --tlp GREEN --terms "public report" --value ipv4:203.0.113.10 --json | field share)
serve --no-worker
export CASE SHARE SUBMISSION="$ra/1"
PYTHONPATH=tests/e2e python3 tests/e2e/api_race.py "$n" "$B" "$HUB" || failed=1
stop_serving
finish
