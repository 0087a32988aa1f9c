# What a source is asked to agree to: the same digest and order on both databases, no name of anybody in the case, one deed after another.
. tests/e2e/lib
new_hub
roster
eml '"Bob" <bob@freemail.example>' 'contact@a-company.example' 'Invoice' 'one@evil.example' 'Please pay to our new bank account.' > "$TMPDIR/one.eml"
r=$(submit "$TMPDIR/one.eml" a-company --received-at 2019-08-01)
work
$n case open "$r/1" --title Invoice --hub "$HUB" --as an-1 > "$out" 2>&1 || fail "a case"
case=$($n case list --hub "$HUB" --as an-1 --json | field case | head -n 1)
do_case() { verb=$1; shift; $n case "$verb" "$case" --hub "$HUB" --as an-1 --lang en "$@"; }
digest() { do_case publication --json | field digest; }
tell() { slot=$1 lang=$2; shift 2; do_case text --slot "$slot" --text-lang "$lang" --text "$1" > "$out" 2>&1 || fail "text"; }
moment() { do_case timeline --from-lane attacker --to-lane A --ja 偽 --en false "$@" > "$out" 2>&1 || fail "moment"; }

# ---- more than ten paragraphs, times with more and fewer digits: by number, never by their spelling ----
for lang in en ja; do tell story $lang "$(for i in $(seq 12); do printf '%s %s\n\n' $lang "$i"; done)"; done
moment --at 2019-07-30; moment --at 1999-07-30
wanted=$(python3 - <<'PY'
import datetime, hashlib
ms = lambda y: str(int(datetime.datetime(y, 7, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=9))).timestamp() * 1000))
rows = [("story", lang, str(n), f"{lang} {n + 1}") for lang in ("en", "ja") for n in range(12)]
rows += [(ms(y), "", "day", "attacker", "A", "0", "偽", "false", "", "", "observed") for y in (1999, 2019)]
print(hashlib.sha256("".join(f"{len(v.encode())}:{v}" for row in rows for v in row).encode()).hexdigest())
PY
)
same "the digest is that of the words in their order" "$wanted" "$(digest)"

# ---- who appears in the case is named to no source, whether or not a registry knows it ----
asks() { do_case publication --ask; }
do_case party --role counterpart --label "Harbour Traders" > "$out" 2>&1 || fail "party"
tell story en "A mail in the name of Harbour Traders"
says "a party's label" 2 "Harbour Traders.*nobody is asked" asks
ok "told in the report" $n report choose --quarter 2019-07 --slot phishing --value "$case" --hub "$HUB" --as an-1
says "the report's check finds it, too" 1 "Harbour Traders" $n report check --quarter 2019-07 --hub "$HUB" --lang en
tell story en "A mail in the name of a supplier"
moment --at 2019-07-31 --from-lane B-Company
says "a member's name on a lane" 2 "B-Company.*nobody is asked" asks
eml '"Bob" <bob@freemail.example>' 'contact@a-company.example' 'Invoice' 'two@evil.example' 'Please pay to our new bank account.' > "$TMPDIR/two.eml"
s=$(submit "$TMPDIR/two.eml" a-company --received-at 2019-08-01)
work
case=$($n case open "$s/1" --title Other --hub "$HUB" --as an-1 --json | field object)
tell story en "A mail in the name of Harbour Traders"
tell reader.note en "A note about B-Company that no report prints"
ok "who appears in another case only" asks

# ---- a case without a text is told by what public sources say of it: that is bound, too ----
r=$(submit "$TMPDIR/two.eml" a-company --received-at 2019-08-02 --key three)
work
case=$($n case open "$r/1" --title Third --hub "$HUB" --as an-1 --json | field object)
source() { $n corroboration add "$case" --hub "$HUB" --as an-1 --source Scans --url https://scans.example/1 --licence free --says-ja 探索 --says-en "$1" > "$out" 2>&1 || fail "a source"; }
says "nothing to agree to" 2 "no words" asks
before=$(digest)
source "It probed port 1433."
refuses "another digest" test "$before" = "$(digest)"
ok "its sources are asked" asks
ok "and the question is taken back, by the last option of the longest list" do_case publication --drop
source "It probed B-Company."
says "but not where it names somebody" 2 "B-Company.*nobody is asked" asks

# ---- where nobody may answer, who asks and who closes is told, not left to wait ----
tell story en "It came by mail."; tell story ja "メールで届いた。"
source_org() { do_case publication --json | jq -r '.sources[0].org'; }
for p in $($n person list --hub "$HUB" --org "$(source_org)" --role approver --json | field person); do
	ok "its approver goes" $n person role "$p" approver --end --hub "$HUB" --as an-1
done
says "asked or not, nobody can answer" 1 "nobody may answer for $(source_org)" do_case publication
ok "told in the report" $n report choose --quarter 2019-07 --slot phishing --value "$case" --hub "$HUB" --as an-1
says "closing names it, too" 2 "$(source_org) has no approver" $n period close --quarter 2019-07 --hub "$HUB" --as an-1 --lang en

# ---- who reports from outside has no approver: nobody waits for a yes that cannot come, but the contact is named to nobody ----
eml "y@evil.example" "me@reader.example" "Invoice" "three@evil.example" "Please pay to our new bank account." > "$TMPDIR/three.eml"
outside=$($n submit --hub "$HUB" --external --contact me@reader.example --name "読者商会" "$TMPDIR/three.eml" --json | field receipt)
work
sources() { do_case publication --json | jq '.sources | length'; }
before=$(sources)
ok "a reporter's mail joins the case" $n case add "$case" "$outside/1" --hub "$HUB" --as an-1
same "and is no source to be asked" "$before" "$(sources)"
tell story ja "読者商会 からの情報"
says "but its name is named to no source" 2 "読者商会.*nobody is asked" asks
finish
