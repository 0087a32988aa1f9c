# The REST interface: the whole way by keys, each answer checked against the OpenAPI document, refusals, paging, streams, leaks.
. tests/e2e/lib
. tests/e2e/web_lib
ok "every deed of a page has its twin, or a reason" python3 tests/e2e/api_twins.py "$n"
new_hub "contact = desk@hub.example" "api_requests_per_minute = 3000"
roster
serve
MOST=3000 SERVE_LOG=$TMPDIR/serve.log PYTHONPATH=tests/e2e python3 tests/e2e/api_walk.py "$n" "$B" "$HUB" || failed=1
ok "the audit chain is whole" $n audit verify --hub "$HUB"
refuses "no request ended the process" grep 'serve.restart\|Assertion' "$TMPDIR/serve.log"
refuses "no key stands in the database or the log" sh -c "strings $HUB/noroshi.db* $TMPDIR/serve.log 2>/dev/null | grep 'noroshi_[A-Za-z0-9_-]\{43\}'"
stop_serving
finish
