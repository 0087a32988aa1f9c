# Cases: proposals with reason, score and neighbour; merge, split and undo keep history and never alter a submission.
. tests/e2e/lib
new_hub
roster
m=$TMPDIR/m; mkdir -p "$m"
lure() { printf 'Dear colleague, we invite your company to quote for the gas turbine plant in the attached list. Item %s. Please reply before Friday with the unit price, delivery time and the name of the engineer in charge of the project.' "$1"; }
eml "Bo <bo@plant.example>" "sales@a-company.example" "RFQ turbine" "p1@plant.example" "$(lure 1)" > "$m/1.eml"
eml "Bo <bo@plant.example>" "sales@b-company.example" "RFQ turbine" "p2@plant.example" "$(lure 2)" > "$m/2.eml"
eml "Bo <bo@plant.example>" "sales@c-company.example" "RFQ turbine" "p3@plant.example" "$(lure 3)" > "$m/3.eml"
eml "Al <al@other.example>" "x@d-company.example" "Lunch menu" "l1@other.example" "The canteen serves noodles on Monday and curry on Tuesday, with a salad for those who prefer something light in summer." > "$m/4.eml"
# one after the other: which of two is the neighbour depends on which was read first
a=$(submit "$m/1.eml" a-company)/1; work; b=$(submit "$m/2.eml" b-company)/1; work
c=$(submit "$m/3.eml" c-company)/1; work; d=$(submit "$m/4.eml" d-company)/1
work
case_() { $n case "$@" --hub "$HUB" --as an-1; }
proposal_of() { case_ proposals --json | python3 -c 'import json,sys
for l in sys.stdin:
    p = json.loads(l)
    if p["submission"] == sys.argv[1]: print(p[sys.argv[2]]); break' "$1" "$2"; }
members() { case_ show "$1" --json | python3 -c 'import json,sys; print(*sorted(m["submission"] for m in json.loads(sys.stdin.readline())["members"]))'; }
sorted() { printf '%s\n' "$@" | sort | paste -sd' '; }
state_of_all() { $n submission list --hub "$HUB" --json | python3 -c 'import json,sys
for l in sys.stdin:
    s = json.loads(l); print(s["submission"], s["org"], s["received"], s["examined"], s["verdict"], s["copies"])'; }
before=$(state_of_all)

says "alike mails are proposed with the neighbour" 0 '"neighbour":"R-' case_ proposals --json
says "a reason" 0 "same\|shared" case_ proposals --lang en
says "in Japanese too" 0 "同じ\|共通" case_ proposals --lang ja
if [ "$(proposal_of "$b" score)" -ge 450 ]; then pass "and a score"; else fail "and a score"; fi
says "only hub staff sees cases" 2 "holds none of the roles" $n case proposals --hub "$HUB" --as a-con

p=$(proposal_of "$b" proposal)
ok "a proposal is accepted" case_ accept "$p"
says "once" 2 "already decided" case_ accept "$p"
one=$(case_ list --json | field case | head -1)
same "both stand in one case" "$(sorted "$a" "$b")" "$(members "$one")"
pd=$(proposal_of "$d" proposal)
if [ -n "$pd" ]; then ok "another one is rejected" case_ reject "$pd"; else pass "another one is rejected"; fi
ok "a case of its own" case_ open "$c" --title "the third"
two=$(case_ list --json | python3 -c 'import json,sys
for l in sys.stdin:
    r = json.loads(l)
    if r["title"] == "the third": print(r["case"])')
says "the submission's other proposals are superseded" 0 . sh -c "! $n case proposals --hub $HUB --as an-1 --json | grep -q '\"submission\":\"$c\"' && echo yes"

ok "merge" case_ merge "$one" "$two"
same "all of it stands in the one that stays" "$(sorted "$a" "$b" "$c")" "$(members "$one")"
says "their wording, with the slot where they differ" 0 "Item {1}" case_ wordings "$one" --reason "is it one campaign" --lang en
says "the values of the slot" 0 '{1}  3 values in 3 mails: 1. (1), 2. (1), 3. (1)' case_ wordings "$one" --reason "is it one campaign" --lang en
says "in Japanese too" 0 "同じ文面のメール 3 通" case_ wordings "$one" --reason "確認" --lang ja
says "for programs" 0 '"slots":\[{"slot":1,"filled":3,"distinct":3' case_ wordings "$one" --reason "x" --json
says "not without a reason" 2 "say why with --reason" case_ wordings "$one" --lang en
says "the looks are written down" 0 "is it one campaign" sh -c "$n audit list --hub $HUB --json | grep content.seen"
says "the other one says where it went" 0 "merged into $one" case_ show "$two" --lang en
says "and takes nothing in any more" 2 "in the state “merged into another case”.*noroshi case unmerge" case_ add "$two" "$d"
ok "undo" case_ unmerge "$two"
same "as before, here" "$(sorted "$a" "$b")" "$(members "$one")"
same "and there" "$c" "$(members "$two")"
says "not twice" 2 "in the state “open”" case_ unmerge "$two"
says "the history tells it" 0 "merge undone" case_ show "$two" --lang en
says "in Japanese" 0 "統合の取消し" case_ show "$two" --lang ja
says "not with itself" 2 "into itself" case_ merge "$one" "$one"

ok "split" case_ split "$one" "$b" --title "part"
same "one stays" "$a" "$(members "$one")"
says "the last one cannot be split off" 2 "has to stay" case_ split "$one" "$a"
ok "add" case_ add "$one" "$b" "$d"
same "a submission stands in one case at a time" "$(sorted "$a" "$b" "$d")" "$(members "$one")"
ok "remove" case_ remove "$one" "$d"
says "not twice" 2 "does not stand in" case_ remove "$one" "$d"
same "no submission was altered by any of it" "$before" "$(state_of_all)"

says "targeted needs its basis" 2 "basis" case_ target "$one"
says "by classify as well" 2 "with its basis" case_ classify "$one" --class targeted
says "a wrong basis" 2 "judgement" case_ target "$one" --basis feeling
says "persists is counted, and the rule's opinion is told" 0 "does not persist yet" case_ target "$one" --basis persists --campaign plant
says "targeted with its basis" 0 '"targeted":true,"targeted_basis":"persists"' case_ show "$one" --json
ok "taken back" case_ target "$one" --none
says "then it is not" 0 '"targeted":false,"targeted_basis":""' case_ show "$one" --json
ok "class, damage and title" case_ classify "$one" --class phishing --damage none --title "turbines"
says "an unknown class" 2 "there is no class" case_ classify "$one" --class odd
says "nothing to set" 2 "classify sets" case_ classify "$one"
says "nothing changed by half" 2 "from 0 to 5" case_ classify "$one" --title other --bec-type 9
says "the title stays" 0 '"title":"turbines"' case_ show "$one" --json

ok "a party" case_ party "$one" --role impersonated --org a-company
says "an unknown role" 2 "there is no role" case_ party "$one" --role friend --label X
ok "a moment" case_ timeline "$one" --at 2019-07-31T16:00:00+09:00 --from-lane attacker --to-lane B --fake --ja "偽メール" --en "fake mail" --known-how told
says "is shown in the language" 0 "偽メール" case_ show "$one" --lang ja
ok "a text" case_ text "$one" --slot summary --text-lang en --text "Two mails."
ok "a note" case_ note "$one" --kind partly-inferred
says "all of it is shown" 0 "partly-inferred" case_ show "$one" --lang en
ok "close" case_ close "$one"
says "not twice, and it says what is possible" 2 "“close” is not possible there; possible:.*reopen (an analyst: noroshi case reopen)" case_ close "$one"
ok "open again" case_ reopen "$one"
says "an unknown case" 2 "there is no case" case_ show C-1999-0001
says "an unknown verb, and the nearest" 2 "did you mean merge" case_ merg "$one" "$two"
says "how it is written" 2 "noroshi case merge INTO FROM" case_ merge "$one"
says "a person is named" 2 "who does it" $n case close "$one" --hub "$HUB"
finish
