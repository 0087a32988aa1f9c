# A member's first page: what waits for the organisation, what became of what it handed in, what it answered, and what it gave and
# took as the command line counts it - for its own eyes.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub "contact = desk@hub.example"
roster
for org in a b; do
	eml 'Billing <pay@a-cornpany.example>' "contact@$org-company.example" Payment "$org@evil-pay.example" "Please pay the attached invoice today: http://evil-pay.example/login/index.php" > "$TMPDIR/$org.eml"
done
ra=$(submit "$TMPDIR/a.eml" a-company)/1; sed 's/Payment/Reminder/; s/a@evil/a2@evil/' "$TMPDIR/a.eml" > "$TMPDIR/a2.eml"; submit "$TMPDIR/a2.eml" a-company > "$out"; submit "$TMPDIR/b.eml" b-company > "$out"
work
serve --no-worker
for who in a-con a-app b-con m-con; do enter $who; done
y=$(date -u +%Y)
released() { number=$($n share draft --hub "$HUB" --as an-1 --audience all --class "$1" --tlp GREEN --terms "public report" --value "domain:$2" --json | field share); $n share release "$number" --hub "$HUB" --as an-2 > "$out" 2>&1; }
# number WORDS: of a tile, of a row (its first number), or nothing
number() { python3 - "$out" "$1" <<'PY'
import html, re, sys
text, words = open(sys.argv[1], encoding="utf-8").read(), re.escape(html.escape(sys.argv[2]))
found = re.search(r"<b>(\d+)</b> " + words + "(?:<|$)", text) or re.search(r'<th scope="row">(?:<a [^>]*>)?' + words + r'(?:</a>)?</th><td class="num">([^<]*)</td>', text)
print(found.group(1) if found else "")
PY
}
counts() { same "$1" "$3" "$(number "$2")"; }

# ---- nothing waits ----
shows "a member's first page" a-con / "A社"
counts "nothing unread" "未読の共有" 0
counts "nothing asked" "回答待ちの照会" 0
refuses "a contact is asked for no approval" grep -q "回答待ちの承認依頼" "$out"
counts "what was handed in, by state" "読取済" 2

# ---- a share comes ----
released urgent evil-one.example; one=$number
released urgent evil-two.example; two=$number
page a-con /
counts "two are unread" "未読の共有" 2
ok "and urgent" grep -q "うち至急 2 件" "$out"
shows "the list of the unread" a-con "/inbox?view=unread" "$one"
shows "and nothing to answer yet" a-con "/inbox?view=unanswered" "この条件の共有はありません"
refuses "before it is opened" grep -q "/inbox/$one\"" "$out"
goes "one is opened" a-con "/inbox/$one/open"
page a-con "/inbox?view=unread"; refuses "it is unread no more" grep -q "/inbox/$one\"" "$out"
ok "the other is" grep -q "/inbox/$two\"" "$out"
shows "now an answer is due" a-con "/inbox?view=unanswered" "/inbox/$one\""
page a-con /; counts "and counted" "未回答の共有" 1
goes "still worked on" a-con "/inbox/$one/answer" -F answer=working -F may_merge=1
page a-con /; counts "is no answer yet" "未回答の共有" 1
counts "but one of the six words" "調査中" 1
goes "without logs" a-con "/inbox/$one/answer" -F answer=no-logs -F may_merge=1
page a-con /; counts "is an answer" "未回答の共有" 0
counts "of its own" "ログなし" 1
counts "beside it those without" "回答なし" 1
goes "nothing found" a-con "/inbox/$one/answer" -F answer=no-hit -F from=2019-01-01 -F to=2019-06-30 -F may_merge=1
page a-con /; counts "the newest word counts" "該当なし" 1
counts "alone" "ログなし" 0
shows "a view that is none shows all" a-con "/inbox?view=nonsense" "/inbox/$two\""

# ---- asked ----
$n question ask "$ra" --hub "$HUB" --as an-1 --ja "添付を開いた方はいますか。" --en "Did anybody open it?" > "$out" 2>&1
page a-con /; counts "a question of the hub" "回答待ちの照会" 1
ok "with its date" grep -q "期限 $y/\|期限 $((y + 1))/" "$out"
counts "the submission waits, too" "照会中" 1
page b-con /; counts "another organisation is not asked" "回答待ちの照会" 0
page a-app /; counts "an approver sees approvals" "回答待ちの承認依頼" 0

# ---- given and taken ----
$n feedback give-take --hub "$HUB" --from "$y-01-01" --to "$y-12-31" --org a-company --as a-con --json > "$TMPDIR/take"
from="/?from=$y-01-01&to=$y-12-31"
page a-con "$from"
for line in submissions:情報提供 sightings:観測 received:共有 opened:開いた共有 answered:回答した共有 searched:期間を示して検索した共有; do
	counts "the page counts ${line%%:*} as the command line" "${line#*:}" "$(field "${line%%:*}.own" < "$TMPDIR/take")"
done
counts "of others no small number" "その共有に該当があった組織" "0–4"
page b-con "$from"; counts "each organisation sees its own" "情報提供" 1
page b-con "$from&org=a-company"; counts "and no other" "情報提供" 1
page b-con "$from&org=a-company"; refuses "whatever the address says" grep -q "A社" "$out"
page a-con "/?from=$y-12-31&to=$y-01-01"; same "a period the wrong way round" 400 "$status"
page a-con "/?from=$y-01-01"; same "half a period" 400 "$status"
shows "an association's officer has one" m-con / "未読の共有"

# ---- a zip with a password: on the page of the receipt, and with the file ----
printf 'x' > "$TMPDIR/x.txt"; cp "$TMPDIR/b.eml" "$TMPDIR/in.eml"
(cd "$TMPDIR" && bsdtar --format zip --options zip:encryption=aes256 --passphrase 'Tee & <4711>' -cf locked.zip in.eml)
goes "a zip without its password" a-con /submit -F kind=mail -F "files=@$TMPDIR/locked.zip"; receipt=$where
work
shows "the receipt asks for it" a-con "$receipt" "action=\"$receipt/password\""
answers "an empty one is refused" 400 a-con "$receipt/password" -F password=
goes "the right one" a-con "$receipt/password" -F 'password=Tee & <4711>'
shows "it waits for the worker" a-con "$receipt" 'data-again'
work
page a-con "$receipt"; refuses "it asks no more" grep -q '/password"' "$out"
shows "and the submission says what opened it" a-con "/submissions/${receipt#/receipts/}/1" "預かったパスワードで開きました"
answers "nothing waits for another one" 409 a-con "$receipt/password" -F password=x
answers "another organisation finds nothing" 404 b-con "$receipt/password" -F password=x
stop_serving
finish
