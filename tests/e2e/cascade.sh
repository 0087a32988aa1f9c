# Passing on by an association: only what came by way of the liaison system leaves any exit for it (a property over
# random shares, with a control), the text with its TLP and terms, sums that come back, end members' hand-ins.
. tests/e2e/lib
new_hub
roster
cascade() { verb=$1; shift; $n cascade "$verb" --hub "$HUB" "$@"; }
liaison() { verb=$1; shift; $n liaison "$verb" --hub "$HUB" "$@"; }
own()   # AUDIENCE TLP VALUE [OPTION...]: an own share, released: its number
{
	audience=$1; tlp=$2; value=$3; shift 3
	number=$($n share draft --hub "$HUB" --as an-1 --audience "$audience" --tlp "$tlp" --class urgent --terms "free to pass on" --value "$value" --json "$@" | field share)
	$n share release "$number" --hub "$HUB" --as an-2 > "$out" 2>&1 || fail "release"
	echo "$number"
}
due_now() { [ -n "$NOROSHI_DATABASE" ] && psql -q "$NOROSHI_DATABASE" -c "$1" || sqlite3 "$HUB/noroshi.db" "$1"; }

# ---- terms, and the text ----
share=$(own all,liaison:medical AMBER ipv4:203.0.113.9 --liaison-ok)
says "without terms nothing is passed on" 2 "no terms of the association are in force" cascade text "$share" --as m-con
says "terms are of an association" 2 "belongs to no liaison system" liaison terms a-company --as adm --version "v1" --from 2018-04-01 --reference x
ok "a version" liaison terms m-assoc --as adm --version "第1版" --from 2018-04-01 --reference "2018-03 の書面"
ok "the next one ends it" liaison terms m-assoc --as adm --version "第2版" --from 2020-04-01 --reference "2020-03 の書面"
says "not the same twice" 2 "is recorded already" liaison terms m-assoc --as adm --version "第2版" --from 2021-04-01 --reference "x"
says "not before those that are there" 2 "newer terms" liaison terms m-assoc --as adm --version "第3版" --from 2019-04-01 --reference "x"
says "both are kept" 0 "第1版 .*2018/4/1 - 2020/4/1" liaison terms m-assoc --as adm
ok "the text" cascade text "$share" --as m-con --lang ja -o "$TMPDIR/text"
same "its TLP first" "TLP:AMBER" "$(head -1 "$TMPDIR/text")"
same "and last" "TLP:AMBER" "$(tail -1 "$TMPDIR/text")"
ok "the terms in force" grep -q "第2版 (2020/4/1)" "$TMPDIR/text"
refuses "not the earlier ones" grep -q "第1版" "$TMPDIR/text"
$n inbox open "$share" --hub "$HUB" --as m-con --lang ja > "$TMPDIR/artefact" 2>&1
ok "the approved artefact to the byte" python3 -c 'import sys; t, a = (open(p, "rb").read() for p in sys.argv[1:]); sys.exit(a not in t)' "$TMPDIR/text" "$TMPDIR/artefact"
says "a member has no members" 2 "only a group of a liaison system" cascade text "$share" --as a-con
ok "a version whose words name somebody" liaison terms m-assoc --as adm --version "A-Company 第3版" --from 2022-04-01 --reference "x"
says "does not leave" 2 "leak check has" cascade text "$share" --as m-con
ok "the one after it" liaison terms m-assoc --as adm --version "第4版" --from 2023-04-01 --reference "x"
ok "does" cascade text "$share" --as m-con

# ---- sums ----
says "sums before it was passed on" 2 "was not passed on yet" cascade sums "$share" --as m-con --searched 1 --hits 0 --nothing 1
ok "passed on" cascade done "$share" --as m-con --members 5400
says "more than it was passed on to" 2 "5401 of them cannot have searched" cascade sums "$share" --as m-con --searched 5401 --hits 0 --nothing 0
says "parts that are more than the whole" 2 "not more than searched" cascade sums "$share" --as m-con --searched 10 --hits 6 --nothing 5
ok "sums" cascade sums "$share" --as m-con --searched 100 --hits 1 --nothing 99
ok "the newest counts" cascade sums "$share" --as m-con --searched 1200 --hits 3 --nothing 1190
same "in the summary, without names" "1200 3 1190" "$($n feedback summary "$share" --hub "$HUB" --json | python3 -c 'import json,sys; d=json.load(sys.stdin); print(d["end_searched"], d["end_hits"], d["end_nothing"])')"
says "by association for the hub" 0 "m-assoc.*passed on to 5400 members.*searched 1200, found it 3, found nothing 1190" cascade list "$share" --as an-1
says "its own for the association" 0 "5400" cascade list "$share" --as m-con
says "a number that is none" 2 "whole number" cascade sums "$share" --as m-con --searched many --hits 1 --nothing 1

# ---- what does not come by way of the liaison system ----
says "AMBER to the association alone is meant or refused" 2 "does not go to a liaison group by default" $n share draft --hub "$HUB" --as an-1 --audience org:m-assoc --tlp AMBER --class urgent --terms x --value ipv4:203.0.113.60
says "AMBER+STRICT never" 2 "does not go to liaison groups" $n share draft --hub "$HUB" --as an-1 --audience org:m-assoc --tlp AMBER+STRICT --class urgent --terms x --value ipv4:203.0.113.60 --liaison-ok
red=$(own org:m-assoc RED ipv4:203.0.113.61)
says "RED stays with the association" 2 "for the association itself" cascade text "$red" --as m-con
draft=$($n share draft --hub "$HUB" --as an-1 --audience all,liaison:medical --tlp GREEN --class urgent --terms x --value ipv4:203.0.113.62 --json | field share)
says "GREEN that becomes AMBER asks anew" 2 "does not go to a liaison group by default" $n share edit "$draft" --hub "$HUB" --as an-1 --tlp AMBER
ok "and is taken where it is meant" $n share edit "$draft" --hub "$HUB" --as an-1 --tlp AMBER --liaison-ok
# a dual organisation: in a SIG, and an association as well
ok "an association that is in a SIG as well" $n org join m-assoc --hub "$HUB" --as adm --sig power --on 2018-04-01
sig=$(own sig:power AMBER ipv4:203.0.113.63)
ok "reads it as a member" $n inbox open "$sig" --hub "$HUB" --as m-con
says "and does not pass it on" 2 "did not come by way of the liaison system" cascade text "$sig" --as m-con
ok "the membership ends" $n org leave m-assoc --hub "$HUB" --as adm --sig power --on "$(date +%Y-%m-%d)"

# ---- the property: random audiences and marks; every exit for the association is searched ----
python3 - > "$TMPDIR/shares" <<'PY'
import random
r = random.Random(11)
for i in range(24):
    a = ",".join(sorted({r.choice(["all", "sig:power", "sig:gas", "sig:oil", "org:a-company", "org:e-company"]) for _ in range(r.randint(1, 3))}))
    t = r.choice(["AMBER", "GREEN", "AMBER+STRICT", "CLEAR"]) if not a.startswith("org") else r.choice(["RED", "AMBER", "GREEN"])
    if "RED" == t and any(not x.startswith("org:") for x in a.split(",")): t = "AMBER"
    print(a, t, f"198.18.{i}.77")
PY
while read -r audience tlp value; do own "$audience" "$tlp" "ipv4:$value" >> "$TMPDIR/numbers"; done < "$TMPDIR/shares"
control=$(own sig:gas,liaison:medical AMBER ipv4:198.18.99.77 --liaison-ok)
ok "notices leave" $n outbox flush --hub "$HUB"
ok "a call to a SIG" sh -c "printf 'どうですか\n' > $TMPDIR/q.ja; printf 'What?\n' > $TMPDIR/q.en"
$n request draft --hub "$HUB" --as an-1 --title-ja 問 --title-en asking --question-ja "$TMPDIR/q.ja" --question-en "$TMPDIR/q.en" --audience sig:gas --json | field object >> "$TMPDIR/numbers"
$n request release "$(tail -1 "$TMPDIR/numbers")" --hub "$HUB" --as an-2 > "$out" 2>&1 || fail "release of the call"
due_now "UPDATE info_request_delivery SET queued_ms = 0; UPDATE info_request SET published_ms = 1; UPDATE notice SET not_before_ms = 0, next_ms = 0"
ok "its notices too" $n outbox flush --hub "$HUB"
exits_of()      # PERSON ADDRESS: all that leaves for that person
{
	for json in "" --json; do $n inbox list --hub "$HUB" --as "$1" $json; $n request list --hub "$HUB" --as "$1" $json; done
	for s in $(cat "$TMPDIR/numbers") "$control"; do
		for format in text html csv json; do $n inbox open "$s" --hub "$HUB" --as "$1" --format $format; done
		$n inbox hunt "$s" --hub "$HUB" --as "$1" -o "$TMPDIR/set"; cat "$TMPDIR/set" 2> /dev/null; rm -f "$TMPDIR/set"
		$n inbox open "$s" --hub "$HUB" --as "$1" --format csv > "$TMPDIR/list.csv" && $n indicators blocklist "$TMPDIR/list.csv"
		$n inbox ack "$s" --hub "$HUB" --as "$1"
		for lang in ja en; do $n cascade text "$s" --hub "$HUB" --as "$1" --lang $lang; done
		$n cascade list "$s" --hub "$HUB" --as "$1"
		$n share show "$s" --hub "$HUB" --as "$1"
		$n request show "$s" --hub "$HUB" --as "$1"
	done 2>> "$TMPDIR/refusals"
	grep -l "^To: $2" "$HUB"/outbox/*.eml | xargs -r cat
}
exits_of m-con contact@m-assoc.example > "$TMPDIR/streams" 2> /dev/null
holds() { grep -aq -e "$1" "$TMPDIR/streams"; }
leaked=0
while read -r number; do holds "$number" && leaked=$((leaked + 1)); done < "$TMPDIR/numbers"
grep -aoE '198\[?\.\]?18\[?\.\]?[0-9]+\[?\.\]?77' "$TMPDIR/streams" | tr -d '[]' | sort -u > "$TMPDIR/seen"
same "no number of a SIG's share or call leaves any exit for the association" 0 "$leaked"
same "no value but the control's" "198.18.99.77" "$(cat "$TMPDIR/seen")"
same "the control leaves all of them" "yes" "$(for what in "$control" "cascade.text" ; do holds "$control" || echo no; done; grep -ac "$control" "$TMPDIR/streams" | awk '$1 > 12 { print "yes" }')"
exits_of c-con contact@c-company.example > "$TMPDIR/streams" 2> /dev/null
ok "the other control: what a SIG's member gets is found by the same search" holds '198\.18\.[0-9]*\.77\|198\[\.\]18'
same "with more values" "yes" "$(grep -aoE '198\[?\.\]?18\[?\.\]?[0-9]+\[?\.\]?77' "$TMPDIR/streams" | tr -d '[]' | sort -u | wc -l | awk '$1 > 4 { print "yes" }')"

# ---- end members ----
ok "an end member" $n org add h1 --hub "$HUB" --as adm --kind liaison-member --name-ja "ひかり病院"
says "may not hand in before it belongs to an association" 2 "is no member on that day" sh -c "echo x | $n submit --hub $HUB --org h1 --kind consultation -"
says "an association is no end member" 2 "cannot be an end member" liaison end-member m-assoc m-assoc --as adm
says "nor a member of a SIG" 2 "cannot be an end member" liaison end-member m-assoc a-company --as adm
ok "registered" liaison end-member m-assoc h1 --as adm --from 2019-01-01
says "listed" 0 "h1 .*2019/1/1" liaison members m-assoc --as adm
says "nothing is addressed to it" 2 "gets what its association passes on" $n share draft --hub "$HUB" --as an-1 --audience org:h1 --tlp GREEN --class urgent --terms x --value ipv4:203.0.113.64
ok "in person" sh -c "echo 'これは何ですか' | $n submit --hub $HUB --org h1 --kind consultation -"
ok "through the association" sh -c "echo 'これも何ですか' | $n submit --hub $HUB --org h1 --via m-assoc --as m-con --kind consultation --json - > $TMPDIR/through"
through=$(field receipt < "$TMPDIR/through")
says "the association sees what it handed in" 0 "$through" $n submission show "$through" --hub "$HUB" --as m-con
says "not through somebody else" 2 "is no member of the association" sh -c "echo x | $n submit --hub $HUB --org a-company --via m-assoc --kind consultation -"
says "nor by somebody else" 2 "is not of the association" sh -c "echo x | $n submit --hub $HUB --org h1 --via m-assoc --as a-con --kind consultation -"
ok "an end member that leaves" $n org leave h1 --hub "$HUB" --as adm --keep "規約どおり"
says "hands in no more" 2 "is no member on that day" sh -c "echo x | $n submit --hub $HUB --org h1 --via m-assoc --as m-con --kind consultation -"
work
says "and finds it in its list" 0 "$through/1" $n submission list --hub "$HUB" --as m-con --org m-assoc
direct=$($n submission list --hub "$HUB" --as an-1 --org h1 --json | field submission | grep -v "$through")
says "not what the member handed in itself" 2 "only the organisation that handed in" $n submission show "$direct" --hub "$HUB" --as m-con
refuses "nor in its list" sh -c "$n submission list --hub $HUB --as m-con --org m-assoc | grep -q $direct"
says "others see neither" 2 "only the organisation that handed in" $n submission show "$through" --hub "$HUB" --as a-con
same "the channel names the association" "liaison" "$($n submission list --hub "$HUB" --as an-1 --org h1 --json | field channel | sort | tail -1)"
quarter=$(python3 -c 'import datetime; t = datetime.date.today(); m = (t.month - 1) // 3 * 3; e = datetime.date(t.year + (m == 9), (m + 3) % 12 + 1, 1); print(t.replace(month=m + 1, day=1), e - datetime.timedelta(1))')
same "both count in Table 1" 2 "$($n report --hub "$HUB" --from "${quarter% *}" --to "${quarter#* }" --format json | python3 -c 'import json,sys; print(*[n["value"] for n in json.load(sys.stdin)["numbers"] if n["id"] == "table1.submissions." + sys.argv[1]])' "${quarter% *}")"
finish
