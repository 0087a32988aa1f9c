# docs/api.md: every example does what it is shown for, as it stands there.
. tests/e2e/lib
. tests/e2e/web_lib
HUB=$TMPDIR/docs/hub
mkdir "$TMPDIR/docs" "$TMPDIR/bin"
ln -s "$NOROSHI" "$TMPDIR/bin/noroshi"
new_hub
cat > "$TMPDIR/roster.json" <<'JSON'
{"sigs": [{"id": "power", "name_ja": "電力", "name_en": "Power", "sort": 1, "from": "2018-04-01"}],
 "organisations": [
  {"id": "hub", "kind": "hub", "names": [{"kind": "legal", "lang": "ja", "name": "事務局"}], "people": [
    {"id": "analyst", "name": "分析 一", "roles": ["analyst"]}, {"id": "second", "name": "分析 二", "roles": ["analyst", "lead"]}, {"id": "admin", "name": "管理", "roles": ["admin"]}]},
  {"id": "a-company", "kind": "member", "names": [{"kind": "legal", "lang": "ja", "name": "A社"}], "memberships": [{"sig": "power", "from": "2018-04"}], "people": [
    {"id": "contact", "name": "連絡", "roles": ["submitter", "recipient", "approver"]}]}]}
JSON
ok "a roster" $n roster import "$TMPDIR/roster.json" --hub "$HUB"
cd "$TMPDIR/docs" || exit 1
eml '"Bob" <bob@freemail.example>' contact@a-company.example "Invoice 4711" one@evil.example "Please pay to our new bank account. https://evil.example/pay" > mail.eml
eml '"Bob" <bob@freemail.example>' contact@a-company.example "Invoice 4712" two@evil.example "Please pay to our new bank account. https://evil.example/pay" > other.eml
echo 203.0.113.9 > indicators.txt
echo '2019-06-14T00:10:00Z host=pc7 src=10.0.0.7 dst=198.51.100.7 dport=443 action=allow' > proxy.log
s="$n share --hub $HUB"
share=$($s draft --as analyst --audience all --class urgent --tlp GREEN --terms "public report" --value ipv4:203.0.113.9 --json | field share)
ok "something was shared" $s release "$share" --as second
cd "$OLDPWD" || exit 1
serve
awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' docs/api.md > "$TMPDIR/examples"
# the mails are read before an analyst looks at them
sed -i '/^curl.*Accept: application.x-ndjson/i for _ in $(seq 100); do curl -s -H "Authorization: Bearer $ANALYST_KEY" "$URL/api/v1/submissions?state=parsed" | grep -q R- \&\& break; sleep 0.1; done' "$TMPDIR/examples"
same "there are examples" 1 "$(test "$(wc -l < "$TMPDIR/examples")" -gt 20 && echo 1)"
ok "every example does what it is shown for" env URL="$B" LC_ALL=C.UTF-8 PATH="$TMPDIR/bin:$PATH" sh -c "cd '$TMPDIR/docs' && exec sh -e '$TMPDIR/examples'"
cp "$out" "$TMPDIR/told"
ok "the receipts" grep -q '"receipt":"R-' "$TMPDIR/told"
ok "the source is asked" grep -q '"requests":1' "$TMPDIR/told"
ok "the indicator is known" grep -q '"value":"203.0.113.9","why":null,"known":{' "$TMPDIR/told"
ok "the report" grep -q , "$TMPDIR/docs/report.csv"
ok "the share" grep -q 203.0.113.9 "$TMPDIR/docs/share.csv"
echo 'curl -sS --fail-with-body $URL/api/v1/me' > "$TMPDIR/control"
refuses "the control: an example that fails is seen" env URL="$B" sh -e "$TMPDIR/control"
stop_serving
finish
