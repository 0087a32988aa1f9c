# The roster of any day with its chart, and one organisation as the registry has it.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
$n org leave c-company --hub "$HUB" --as adm --on 2020-03-31 --reason leave --destroy > "$out" 2>&1 || fail "leave"
serve --no-worker
for who in an-1 aud a-con; do enter $who; done
shows "the roster of a day" an-1 "/organisations?on=2019-07-01" "C社"
shows "with its chart" an-1 "/organisations?on=2019-07-01" "<svg role"
shows "in two SIGs" an-1 "/organisations?on=2019-07-01" "電力"
shows "six memberships of five" an-1 "/organisations?on=2019-07-01" "延べ 6 組織（登録 5 件）"
shows "one left" an-1 "/organisations?on=2020-12-31" "延べ 5 組織（登録 4 件）"
shows "and is among the changes" an-1 "/organisations?on=2020-12-31" "退会"
page an-1 "/organisations?on=2022-07-01"
if grep -q 'C社' "$out"; then fail "two years later it stands nowhere"; else pass "two years later it stands nowhere"; fi
shows "before there was anything" an-1 "/organisations?on=2001-01-01" "延べ 0 組織"
page an-1 "/organisations?on=yesterday"; same "a day that is none" 400 "$status"
shows "the liaison system and its reach" an-1 "/organisations?on=2019-07-01" "~5500"
shows "one organisation: domains" aud /organisations/a-company "a-company.example"
shows "people and addresses" aud /organisations/a-company "contact@a-company.example"
shows "duties and roles in words" aud /organisations/a-company "最高経営責任者"; ok "what people do for the hub, too" grep -q "承認者" "$out"
shows "no consent" aud /organisations/a-company "事前同意はありません"
goes "a network is entered" an-1 /organisations/a-company/domains -F kind=network -F value=198.51.100.0/24
shows "and stands there" aud /organisations/a-company "198.51.100.0/24"
answers "none that nobody owns" 400 an-1 /organisations/a-company/domains -F kind=network -F value=0.0.0.0/0
answers "nor another's domain" 409 an-1 /organisations/a-company/domains -F kind=domain -F value=b-company.example
goes "unless it is said that both use it" an-1 /organisations/a-company/domains -F kind=domain -F value=b-company.example -F shared=1
goes "and taken away" an-1 /organisations/a-company/domains -F kind=domain -F value=b-company.example -F end=1
answers "once" 403 an-1 /organisations/a-company/domains -F kind=domain -F value=b-company.example -F end=1
answers "not by who only looks" 404 aud /organisations/a-company/domains -F kind=network -F value=203.0.113.0/24
answers "nor of what there is not" 404 an-1 /organisations/no-company/domains -F kind=network -F value=203.0.113.0/24
page an-1 /organisations/no-company; same "one that there is not" 404 "$status"
page a-con /organisations/a-company; same "members see none" 404 "$status"
for p in "/organisations?on=2019-07-01" /organisations/a-company; do
	page an-1 "$p"; bytes=$(gzip -c < "$out" | wc -c)
	if [ "$bytes" -le 20480 ]; then pass "$p is small"; else echo "$bytes bytes" >> "$out"; fail "$p is small"; fi
done
stop_serving
finish
