# The queue: views and filters in the address, the row that is selected beside the list, several rows at once, taken back again,
# what came in meanwhile; all without a script.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
for i in 1 2 3; do
	eml '"Bob" <bob@freemail.example>' contact@a-company.example "Invoice $i $(printf '\342\200\256')gpj.exe" "$i@evil.example" "Please pay to our new bank account. https://evil-$i.example/pay/invoice" > "$TMPDIR/$i.eml"
	submit "$TMPDIR/$i.eml" a-company >> "$TMPDIR/receipts" 2> "$out"
done
work
r1=$(sed -n 1p "$TMPDIR/receipts")/1; r2=$(sed -n 2p "$TMPDIR/receipts")/1; r3=$(sed -n 3p "$TMPDIR/receipts")/1
serve --no-worker
for who in an-1 an-2 a-con b-con aud; do enter $who; done
P=$TMPDIR/page
look() { shows "$@"; cp "$out" "$P"; }

look "the list" an-1 "/submissions?view=all" "$r1"
ok "with what would turn a line round made visible" grep -q '<mark class="ghost"[^>]*>U+202E</mark>' "$P"
ok "a pane beside it" grep -q 'class="peek' "$P"
look "another row is selected by its link" an-1 "/submissions?view=all&row=$r2" "<h2>$r2</h2>"
ok "and marked in the list" grep -q "id=\"$r2\" aria-selected=\"true\"" "$P"
for bad in 'view=nonsense' 'kind=x%22%3E' 'days=-1' 'asof=99999999999999999999' 'after=x' 'row=%3Cscript%3E' 'undo=%3Cb%3E,x'; do look "nonsense in the address: $bad" an-1 "/submissions?$bad" "<table\|card"; ok "stays nonsense" sh -c "! grep -q '<script>\|<b>,x' '$P'"; done
look "a kind" an-1 "/submissions?view=all&kind=audit-log" "card"
refuses "filters" grep -q "$r1" "$P"
# narrowed NAME QUERY: is the first one in the list of that query, on the page and on the terminal?
narrowed()
{
	page an-1 "/submissions?view=all&$(echo "$1" | sed 's/^--//; s/ /=/; s/ --/\&/g; s/ /=/g')"; asked=no; if grep -q "id=\"$r1\"" "$out"; then asked=yes; fi
	# shellcheck disable=SC2086
	told=no; if $n submission list --hub "$HUB" --json $1 | grep -q "\"$r1\""; then told=yes; fi
	echo "$asked $told"
}
same "those without a class" "yes yes" "$(narrowed '--class -')"
same "those of a class" "no no" "$(narrowed '--class bec')"
for s in strong medium weak none; do narrowed "--strength $s"; done > "$TMPDIR/strengths"
same "one strength has it" "1 1" "$(grep -c '^yes' "$TMPDIR/strengths") $(grep -c 'yes$' "$TMPDIR/strengths")"
for s in $($n sig list --hub "$HUB" --json | sed -n 's/.*"sig":"\([^"]*\)".*/\1/p'); do narrowed "--sig $s"; done > "$TMPDIR/groups"
same "both groups of its organisation have it" "2 2" "$(grep -c '^yes' "$TMPDIR/groups") $(grep -c 'yes$' "$TMPDIR/groups")"
ok "the control: there are others" grep -q "^no no" "$TMPDIR/groups"
says "a group that is none" 2 "no SIG" $n submission list --hub "$HUB" --sig none --lang en
look "several at once stand in the address of what is older and newer" an-1 "/submissions?view=all&class=-&sig=power" 'name="view"'
asof=$(sed -n 's/.*asof=\([0-9]*\).*/\1/p' "$P" | head -n 1)
page an-1 "/submissions?view=all&days=30"; asof=$(sed -n 's/.*asof=\([0-9]*\).*/\1/p' "$out" | head -n 1)
sleep 1
eml '"Bob" <bob@freemail.example>' contact@a-company.example "Invoice 4" 4@evil.example "Please pay." > "$TMPDIR/4.eml"
r4=$(submit "$TMPDIR/4.eml" a-company)/1; work
look "what came in since is a number" an-1 "/submissions?view=all&days=30&asof=$asof" 'class="fresh"'
refuses "and moves no row" grep -q "id=\"$r4\"" "$P"
look "the list of now has it" an-1 "/submissions?view=all" "id=\"$r4\""
look "members have no boxes" a-con "/submissions" "$r1"
refuses "nor a pane" grep -q 'name="pick"\|class="peek' "$P"
look "an auditor looks" aud "/submissions?view=all" 'class="peek'
refuses "and has no buttons" grep -q 'name="do"' "$P"

# ---- several at once ----
state() { $n submission show "$1" --hub "$HUB" --as an-1 --json | field "$2"; }
goes "two are classified" an-1 /submissions -F do=classify -F class=bec -F "pick=$r1" -F "pick=$r2"
same "the first" bec "$(state "$r1" class)"; same "the second" bec "$(state "$r2" class)"
answers "without a box nothing is done" 400 an-1 /submissions -F do=classify -F class=bec
answers "an action that is none" 400 an-1 /submissions -F do=delete -F "pick=$r1"
answers "a class that is none" 400 an-1 /submissions -F do=classify -F class=x -F "pick=$r1"
answers "a row that is none" 403 an-1 /submissions -F do=take -F "pick=R-20190101-AAAAAA/1"
goes "a case is opened" an-1 /submissions -F do=open -F "pick=$r1" -F "back=/submissions?view=all"
case=$(state "$r1" case)
answers "joining needs a case" 400 an-1 /submissions -F do=join -F "pick=$r2"
answers "one that is there" 403 an-1 /submissions -F do=join -F case=C-2019-9999 -F "pick=$r2"
post an-1 /submissions -F do=join -F "case=$case" -F "pick=$r2" -F "pick=$r3" -F "back=/submissions?view=all"
same "two join it" 303 "$status"; same "both" "$case $case" "$(state "$r2" case) $(state "$r3" case)"
full=$(sed -n 's/^[Ll]ocation: \([^\r]*\).*/\1/p' "$TMPDIR/head")
look "the page offers to take it back" an-1 "$full" "name=\"picks\" value=\"$r2,$r3\""
goes "it is taken back" an-1 /submissions -F do=leave -F "picks=$r2,$r3"
same "both are out" "null null" "$(state "$r2" case) $(state "$r3" case)"
goes "an analyst takes one" an-1 /submissions -F do=take -F "pick=$r3"
look "it is theirs" an-1 "/submissions?view=mine" "id=\"$r3\""
page an-2 "/submissions?view=mine"; refuses "and nobody else's" grep -q "id=\"$r3\"" "$out"
goes "and gives it back" an-1 /submissions -F do=drop -F "pick=$r3"
page an-1 "/submissions?view=mine"; refuses "then it is not" grep -q "id=\"$r3\"" "$out"
says "the same from a terminal" 0 "recorded" $n submission take "$r3" --hub "$HUB" --as an-1 --to an-2 --lang en
says "not to who is no analyst" 2 "no analyst" $n submission take "$r3" --hub "$HUB" --as an-1 --to a-con --lang en
answers "a member does nothing there" 404 a-con /submissions -F do=take -F "pick=$r1"
post an-1 /submissions -F do=take -F "pick=$r1" -F "back=https://evil.example/"
same "no address of others behind it" /submissions "$where"
stop_serving
finish
