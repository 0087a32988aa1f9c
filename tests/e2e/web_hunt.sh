# Indicators and hunts in the browser: a member takes the set, searches its own logs, hands the sums in; the hub sees who answered
# what, on one scale and as Table 4; others see letters, never names; up to ten thousand values are looked up at once.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "contact = desk@hub.example"
roster
s="$n share --hub $HUB"
released() { # OPTION... -> its number
	number=$($s draft --as an-1 --class urgent --terms "free to pass on" "$@" --json 2> "$out" | field share)
	$s release "$number" --as an-2 > "$out" 2>&1 && echo "$number"
}
share=$(released --audience all --value ipv4:203.0.113.9 --value domain:evil.example --value ipv4:198.51.100.7)
only_c=$(released --audience org:c-company --value ipv4:203.0.113.77)
hidden=$($s draft --as an-1 --audience all --terms "free to pass on" --value ipv4:203.0.113.88 --json | field share)
ok "shares are out" test -n "$share" -a -n "$only_c" -a -n "$hidden"
serve
for who in an-1 aud a-con b-con b-app c-con d-con; do enter $who; done
# of the last page
has() { if grep -q -e "$2" "$out"; then pass "$1"; else echo "wanted: $2" >> "$out"; fail "$1"; fi; }
lacks() { if grep -qi -e "$2" "$out"; then fail "$1"; else pass "$1"; fi; }

# ---- before it is opened nothing of it can be had ----
page a-con "/inbox/$share/hunt.set"; same "no set before the share is opened" 404 "$status"
answers "and nothing is handed in to it" 404 a-con "/inbox/$share/sighting" -F indicator=0 -F direction=from -F first=2018-12-14 -F last=2019-02-03 -F count=1
for who in a-con b-con d-con; do goes "$who opens it" $who "/inbox/$share/open"; done

# ---- the set, the search, the file ----
page a-con "/inbox/$share/hunt.set"; same "the set is there" 200 "$status"; cp "$out" "$TMPDIR/web.set"
ok "it is that of the command line" sh -c "$n inbox hunt $share --hub $HUB --as a-con -o $TMPDIR/cli.set && cmp $TMPDIR/web.set $TMPDIR/cli.set"
page a-con "/inbox/$only_c/hunt.set"; same "none of what was sent to others" 404 "$status"
shows "the page says how to search" a-con "/inbox/$share" "noroshi hunt --set $share.set --org a-company --json"
for i in $(seq 74); do echo "2018-12-14T03:00:00+00:00 fw kernel: IN=eth0 OUT= SRC=203.0.113.9 DST=192.0.2.10 PROTO=TCP SPT=51515 DPT=1433"; done > "$TMPDIR/a.log"
echo "2019-02-03T04:00:00+00:00 fw kernel: IN=eth0 OUT= SRC=203.0.113.9 DST=192.0.2.10 PROTO=TCP SPT=51515 DPT=1433" >> "$TMPDIR/a.log"
ok "the member searches" sh -c "$n hunt --set $TMPDIR/web.set --org a-company --tz UTC --json $TMPDIR/a.log > $TMPDIR/a.jsonl"
goes "and hands the file in" a-con "/inbox/$share/sighting" -F "file=@$TMPDIR/a.jsonl"
for _ in $(seq 200); do page a-con "/inbox/$share"; grep -q '>75</td>' "$out" && break; sleep 0.1; done
has "its own figures stand on its own page" '>75</td>'
has "exact, with the time of day" '2018/12/14 12:00'
shows "the hand-in leads to its receipt" a-con "/inbox/$share" 'href="/receipts/R-'

# ---- typed in ----
typed() { name=$1; wanted=$2; shift 2; answers "$name" "$wanted" b-con "/inbox/$share/sighting" "$@"; }
typed "without a count" 400 -F indicator=0 -F direction=from -F first=2018-12-26 -F last=2019-02-12
has "... what to do stands there" 'role="alert">件数は 1 以上'
typed "the last day before the first" 400 -F indicator=0 -F direction=from -F first=2019-02-12 -F last=2018-12-26 -F count=7
typed "a day that is none" 400 -F indicator=0 -F direction=from -F first=2019-02-30 -F last=2019-03-01 -F count=7
typed "an indicator that is none of the share's" 400 -F indicator=9 -F direction=from -F first=2018-12-26 -F last=2019-02-12 -F count=7
typed "a direction that is none" 400 -F indicator=0 -F direction=sideways -F first=2018-12-26 -F last=2019-02-12 -F count=7
typed "a port that is none" 400 -F indicator=0 -F direction=from -F first=2018-12-26 -F last=2019-02-12 -F count=7 -F port=70000
typed "half a time that was searched" 400 -F indicator=0 -F direction=from -F first=2018-12-26 -F last=2019-02-12 -F count=7 -F from=2018-10-01
which=$(page b-con "/inbox/$share"; sed -n 's/.*<option value="\([0-9]*\)"[^>]*>203\[\.\]0\[\.\]113\[\.\]9<.*/\1/p' "$out" | head -n 1)
typed "as it should be" 303 -F "indicator=$which" -F direction=from -F first=2018-12-26 -F last=2019-02-12 -F count=7 -F port=1433 -F from=2018-10-01 -F to=2019-06-30
for _ in $(seq 200); do page b-con "/inbox/$share"; grep -q '2018/12/26' "$out" && break; sleep 0.1; done
has "b's figures" '2018/12/26'
lacks "a's are not among them" '>75</td>'
lacks "nor a's name" 'a-company\|A社'
page b-app "/inbox/$share"; lacks "who may not hand in has no form for it" "/sighting\""
goes "d found nothing" d-con "/inbox/$share/answer" -F answer=no-hit -F from=2018-10-01 -F to=2019-06-30 -F may_merge=1
goes "c looks into it" c-con "/inbox/$share/open"
goes "... says so" c-con "/inbox/$share/answer" -F answer=partly -F from=2019-05-01 -F to=2019-06-30 -F may_merge=1

# ---- the hub's side ----
shows "the question stands in the list" an-1 /hunts "/hunts/$share"
shows "who answered what" an-1 "/hunts/$share" "A社"
has "found, with the time searched" "該当あり"
has "not found, with the time searched" "該当なし（確認期間 2018/10/1～2019/6/30）"
has "searched in part" "一部のみ確認（確認期間 2019/5/1～2019/6/30）"
has "drawn, with dashes where it is a part" 'stroke-dasharray="5 3"'
has "direction" '指標からの通信</th><td class="num">82 回'
has "port" '1433</th><td class="num">82 回'
has "what both have in common" "2018/12/26～2019/2/3（40 日）"
has "the same as a table" "表で見る"
curl -s -b "$TMPDIR/jar.an-1" -H 'Accept-Language: en' "$B/hunts/$share" > "$out"
has "in English" "organisations: 2, times: 82, together 2018/12/14 - 2019/2/12 (days: 61)"
page an-1 "/hunts/$share/table.csv"
same "Table 4 as CSV" "2" "$(grep -c ',ipv4,203.0.113.9,from,1433,' "$out")"
has "... exact" '^a-company,A社,ipv4,203.0.113.9,from,1433,2018-12-14,2019-02-03,52,75,2018-12-14,2019-02-03,R-'
page an-1 "/hunts/$share/outward.csv"; same "nothing outward before it is merged" 1 "$(wc -l < "$out")"
ok "merged" $n sighting merge --share "$share" --hub "$HUB" --as an-1 --class urgent --json
page an-1 "/hunts/$share/outward.csv"
same "letters outward" "A B" "$(tail -n +2 "$out" | cut -d, -f1 | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')"
lacks "and no names" 'company\|社'
for who in a-con aud; do page $who "/hunts/$share"; same "$who has no such page" 404 "$status"; done
ok "each look at names is a line of the audit trail" sh -c "$n audit list --hub $HUB --deed sighting.table-read --json | grep -q an-1"

# ---- indicators: the hub ----
shows "the list" an-1 /indicators "203\[\.\]0\[\.\]113\[\.\]9"
has "by direction" "指標から 82"
page an-1 "/indicators?view=inside"; has "what is not shared" "203\[\.\]0\[\.\]113\[\.\]88"
same "... and nothing else" 1 "$(grep -o 'class="mono value"><a' "$out" | wc -l)"
page an-1 "/indicators?view=sighted&direction=from"; same "what was seen" 1 "$(grep -o 'class="mono value"><a' "$out" | wc -l)"
page an-1 "/indicators?type=domain&text=EVIL"; same "by kind and part" 1 "$(grep -o 'class="mono value"><a' "$out" | wc -l)"
page an-1 "/indicators?text=%25"; same "a percent sign is a percent sign" 0 "$(grep -o 'class="mono value"><a' "$out" | wc -l)"
page an-1 "/indicators?type=nonsense&view=nonsense&direction=x&after=nonsense"; same "nonsense filters nothing" 200 "$status"
page an-1 "/indicators?text=203.0.113.9"
one=$(grep -o '/indicators/[0-9a-f-]\{36\}' "$out" | head -n 1)
shows "its own page" an-1 "$one" "$share"
has "where it was seen" "A社"
has "from the first day it was seen" "2018/12/14"
shows "the auditor's" aud "$one" "$share"
lacks "names no organisation" "A社"
ok "a look at names leaves its line" sh -c "$n audit list --hub $HUB --deed indicator.uses-read --json | grep -q an-1"
values=""; for i in $(seq 1 60); do values="$values --value domain:d$i.wide-campaign.example"; done
released --audience all $values > "$answer"
page an-1 "/indicators?text=wide-campaign"
same "fifty a page" 50 "$(grep -o 'class="mono value"><a' "$out" | wc -l)"
grep -o '>d[0-9]*\[' "$out" > "$TMPDIR/first"
older=$(sed -n 's/.*href="\(\/indicators?[^"]*after=[^"]*\)".*/\1/p' "$out" | sed 's/&amp;/\&/g' | head -n 1)
page an-1 "$older"
same "the other ten" 10 "$(grep -o 'class="mono value"><a' "$out" | wc -l)"
grep -o '>d[0-9]*\[' "$out" >> "$TMPDIR/first"
same "none twice" 60 "$(sort -u "$TMPDIR/first" | wc -l)"
page an-1 "/indicators.csv?text=wide-campaign"; same "as CSV" 61 "$(wc -l < "$out")"
released --audience all --value ipv4:8.8.8.8 --value domain:microsoft.com > "$answer"
page an-1 "/indicators.txt"; has "the block list" "^203.0.113.9$"
lacks "without what everybody uses" '^8\.8\.8\.8$\|^microsoft\.com$'
page an-1 "/indicators?view=shared&text=8.8.8.8"; has "the control: it is shared, with a mark" "公開リゾルバー"
lacks "and without what is not shared" '^203\.0\.113\.88$'

# ---- indicators: a member ----
shows "a member's list is what it was sent" a-con "/indicators?text=203.0.113.9" "203\[\.\]0\[\.\]113\[\.\]9"
page a-con "/indicators?text=203.0.113"; lacks "without what went to others" "113\[\.\]77\|113\[\.\]88"
page c-con "/indicators?text=203.0.113.77"; has "the control: c was sent it" "113\[\.\]77"
page a-con "/indicators.csv"; lacks "nor in its CSV" "113\.77\|113\.88"
page a-con "/indicators.txt"; has "its block list" "^203.0.113.9$"
page a-con "$one"; same "no page of the hub's for it" 404 "$status"
page a-con "/indicators?text=wide-campaign"
same "a member's fifty a page" 50 "$(grep -o 'class="mono value"><a' "$out" | wc -l)"
older=$(sed -n 's/.*href="\(\/indicators?[^"]*after=[^"]*\)".*/\1/p' "$out" | sed 's/&amp;/\&/g' | head -n 1)
page a-con "$older"; same "and the other ten" 10 "$(grep -o 'class="mono value"><a' "$out" | wc -l)"

# ---- looked up by thousands ----
printf 'hxxp://203.0.113[.]9/x\n203.0.113[.]9\nwww.evil.example\n198.51.100.200\n10.1.2.3\nnot a value <script>alert(1)</script>\nco.jp\n203.0.113.88\n' > "$TMPDIR/lines"
answers "pasted" 200 an-1 /indicators/search -F "lines=<$TMPDIR/lines"
has "known, not known, refused" "登録あり 3、登録なし 2、検索しなかった行 3"
has "under the name above" "www\[\.\]evil\[\.\]example"
has "a private address with its reason" "予約・プライベート"
lacks "no markup of it gets through" "<script>alert"
answers "a member looks in what it was sent" 200 a-con /indicators/search -F "lines=<$TMPDIR/lines"
has "what it was not sent is not known" "登録あり 2、登録なし 3、検索しなかった行 3"
answers "nothing" 400 an-1 /indicators/search -F "lines= "
seq 10000 | sed 's/.*/x&.nowhere.example/' > "$TMPDIR/lines"
answers "ten thousand lines" 200 an-1 /indicators/search -F "lines=<$TMPDIR/lines"
has "all looked up" "登録なし 10000"
echo one.more.example >> "$TMPDIR/lines"
answers "one more is refused" 400 an-1 /indicators/search -F "lines=<$TMPDIR/lines"
has "with what to do" "10000 行を超えています"
head -c 2000000 /dev/zero | tr '\0' 1 > "$TMPDIR/lines"
answers "two megabytes" 413 an-1 /indicators/search -F "lines=<$TMPDIR/lines"

# ---- taken back ----
ok "198.51.100.7 was wrong" $s correct "$share" --as an-1 --drop 198.51.100.7 --reason-ja "誤り" --reason-en "wrong"
$s release "$share" --as an-2 > "$out" 2>&1
page a-con "/indicators?text=198.51.100.7"; lacks "it is gone from the member's list" '>198\['
page a-con "/inbox/$share"; lacks "and from what can be handed in" '>198\[\.\]51\[\.\]100\[\.\]7</option>'
page an-1 "/indicators.txt"; lacks "and from the block list" '^198\.51\.100\.7$'
ok "the audit chain is whole" $n audit verify --hub "$HUB"
stop_serving
finish
