# Sharing: drafted, checked, asked, approved by code and by word of mouth, released by a second analyst,
# told without content, corrected, taken apart and retracted; and what is refused, with which words.
. tests/e2e/lib
new_hub "contact = info@hub.example" "link = https://hub.example/"
roster
s="$n share --hub $HUB --as an-1"
code() { python3 -c '
import base64, hashlib, hmac, struct, sys, time
key = base64.b32decode(sys.argv[1] + "=" * (-len(sys.argv[1]) % 8))
h = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
at = h[-1] & 15
print("%06d" % ((struct.unpack(">I", h[at:at + 4])[0] & 0x7fffffff) % 1000000))' "$1"; }
sighting() { printf '{"schema":"noroshi/sighting/1","indicator":"203.0.113.9","type":"ipv4","org":"%s","direction":"from","port":1433,"proto":"tcp","action":"deny","first":"%s","last":"%s","count":%s,"heuristic":false,"listed":[],"lines":[]}\n' "$1" "$2" "$3" "$4"; }

# ---- an own share: drafted, refused to its author, released by the second analyst ----
says "a share needs somebody" 2 "who does it" $n share draft --hub "$HUB" --audience all --terms x --value ipv4:203.0.113.9
says "a member's person drafts nothing" 2 "does not hold the role" $n share draft --hub "$HUB" --as a-con --audience all --terms x --value ipv4:203.0.113.9
says "an audience is needed" 2 "for whom" $s draft --terms x --value ipv4:203.0.113.9
says "a source is needed" 2 "from what" $s draft --audience all
says "only CLEAR is public" 2 "only TLP:CLEAR may be public" $s draft --audience public --tlp GREEN --terms x --value ipv4:203.0.113.9
says "AMBER+STRICT goes to no liaison group" 2 "does not go to liaison groups" $s draft --audience liaison:medical --tlp AMBER+STRICT --terms x --value ipv4:203.0.113.9
says "AMBER goes there on purpose only" 2 "liaison-ok" $s draft --audience liaison:medical --terms x --value ipv4:203.0.113.9
says "RED goes to named ones" 2 "named organisations only" $s draft --audience all --tlp RED --terms x --value ipv4:203.0.113.9
says "an unknown SIG" 2 "there is no sig" $s draft --audience sig:steel --terms x --value ipv4:203.0.113.9
says "WHITE is of the past" 2 "CLEAR" $s draft --audience all --tlp WHITE --terms x --value ipv4:203.0.113.9
says "classes are known in Japanese" 2 "は使えません" $s draft --audience all --class 緊急 --terms x --value ipv4:203.0.113.9 --lang ja
ok "an own share is drafted" $s draft --audience all,liaison:medical --tlp GREEN --class 至急 --terms "public report, free to pass on" --value 'ipv4:203[.]0[.]113[.]9' --json
own=$(field share < "$out")
same "its indicator stands as it is" 1 "$(field kept < "$out")"
says "it is checked" 0 "no hit" $s check "$own"
ok "there are six artefacts" sh -c "[ \$($s preview $own | wc -l) = 6 ]"
$s preview "$own" --output "$TMPDIR/papers" > "$out" 2>&1
ok "each with its SHA-256" sh -c "$s preview $own | awk '{print \$1}' | sort > $TMPDIR/a; sha256sum $TMPDIR/papers/* | awk '{print \$1}' | sort | cmp - $TMPDIR/a"
ok "CSV begins with a byte order mark" sh -c "head -c 3 $TMPDIR/papers/$own.csv | od -An -tx1 | grep -q 'ef bb bf'"
ok "TLP stands in the first and in the last line" sh -c "head -1 $TMPDIR/papers/$own.ja.txt | grep -qx TLP:GREEN && tail -1 $TMPDIR/papers/$own.ja.txt | grep -qx TLP:GREEN"
says "before it is out a member sees nothing" 2 "there is no share $own" $n share show "$own" --hub "$HUB" --as b-con
says "the author cannot release" 2 "a second person must" $s release "$own"
says "a member cannot release" 2 "analyst or lead" $n share release "$own" --hub "$HUB" --as a-app
ok "the second analyst can" $n share release "$own" --hub "$HUB" --as an-2 --json
same "to five members and a liaison group" 6 "$(field recipients < "$out")"
says "once" 2 "in the state “released”: “release” is not possible there" $n share release "$own" --hub "$HUB" --as an-2
says "now a member sees it" 0 "203\[.\]0\[.\]113\[.\]9" $n share show "$own" --hub "$HUB" --as b-con
says "the state is told in both languages" 0 "共有済み" $s show "$own" --lang ja

# ---- notices: one mail per person, no content ----
ok "what is due is written" $n outbox flush --hub "$HUB" --json
same "one for each person who receives" 10 "$(field written < "$out")"
same "one file each" 10 "$(ls "$HUB/outbox" | wc -l)"
refuses "none holds content" grep -r "203.0.113\|203\[.\]" "$HUB/outbox"
ok "each is to one person" sh -c "! grep -c '^To:' $HUB/outbox/* | grep -v ':1\$'; ! grep '^To:.*,' $HUB/outbox/*"
ok "with number, TLP and link" sh -c "grep -l 'Subject: \[TLP:GREEN\] $own' $HUB/outbox/* | wc -l | grep -qx 10 && grep -q 'https://hub.example/s/$own' $HUB/outbox/*"
ok "urgent ones with their deadline" sh -c "grep -q 'Answer by' $HUB/outbox/*"
same "all notices of one kind are of one size, but for the address" 1 "$(for f in "$HUB"/outbox/*; do grep -v '^To:' "$f" | wc -c; done | sort -u | wc -l)"
says "who is told is not told" 2 "hub's people" $n outbox list --hub "$HUB" --as a-con

# ---- sightings of two members: exact approval, by code and spoken ----
sighting A 2018-12-14T00:10:00Z 2019-02-03T11:00:00Z 74 > "$TMPDIR/a.jsonl"
sighting B 2018-12-26T00:10:00Z 2019-02-12T11:00:00Z 7 > "$TMPDIR/b.jsonl"
submit "$TMPDIR/a.jsonl" a-company --kind sighting --share "$own" > "$out"
submit "$TMPDIR/b.jsonl" b-company --kind sighting --share "$own" > "$out"
ok "both are read" work
ok "their table is drafted" $s draft --sightings-of "$own" --audience all --lane narrative --class urgent --json
t=$(field share < "$out") d=$(field digest < "$out")
says "letters, months and classes" 0 "Organisation [AB].*2018-12 - 2019-02.*10-99" $s preview "$t" --format text
refuses "no exact day" sh -c "$s preview $t --format json | grep 2018-12-14"
says "release without approval says how many, not who" 2 "2 sources have not approved" $n share release "$t" --hub "$HUB" --as an-2
refuses "not who" grep -q "company" "$out"
says "two are asked" 0 "2 organisations are asked" $s ask "$t"
says "the approver sees what would leave, and its digest" 0 "$d" $n approve show "$t" --hub "$HUB" --as a-app
says "and what nobody can promise" 0 "may recognise the incident" $n approve show "$t" --hub "$HUB" --as a-app
says "another organisation sees no such request" 2 "there is no share $t" $n approve show "$t" --hub "$HUB" --as d-app
same "each sees its own request only" 1 "$($n approve list --hub "$HUB" --as a-app --json | wc -l)"
secret=$($n approve enroll --hub "$HUB" --as a-app --json | field secret)
refuses "an analyst enrols nobody else's codes" $n approve enroll b-app --hub "$HUB" --as an-1
says "a wrong code" 2 "one-time code is not right" $n approve yes "$t" --hub "$HUB" --as a-app --digest "$d" --code 000000
says "a wrong digest" 2 "belongs to no version" $n approve yes "$t" --hub "$HUB" --as a-app --digest 000000000000 --code "$(code "$secret")"
says "an answer needs a medium" 2 "how was it said" $n approve yes "$t" --hub "$HUB" --as a-app --digest "$d"
c=$(code "$secret")
ok "yes by one-time code" $n approve yes "$t" --hub "$HUB" --as a-app --digest "$d" --code "$c"
says "a code is good once" 2 "used already" $n approve yes "$t" --hub "$HUB" --as a-app --digest "$d" --code "$c"
says "not the same one twice" 2 "second analyst" $n approve yes "$t" --hub "$HUB" --as an-1 --for b-app --digest "$d" --spoken "call 12:30" --second an-1
says "one is missing still" 2 "1 source has not approved" $n share release "$t" --hub "$HUB" --as an-2
says "the digits are demanded of the second too" 2 "as it was read out" $n approve yes "$t" --hub "$HUB" --as an-1 --for b-app --digest "$d" --spoken "call 12:30" --second an-2
says "and must fit" 2 "as it was read out" $n approve yes "$t" --hub "$HUB" --as an-1 --for b-app --digest "$d" --spoken "call 12:30" --second an-2 --second-digest 000000000000
ok "yes spoken, heard by one so far" $n approve yes "$t" --hub "$HUB" --as an-1 --for b-app --digest "$d" --spoken "call 12:30"
says "which is no approval yet" 2 "1 source has not approved" $n share release "$t" --hub "$HUB" --as an-2
says "the hub sees that one is missing" 0 "waits for a second analyst" $n approve list "$t" --hub "$HUB" --as an-2
says "who entered it cannot attest it" 2 "a second analyst must" $n approve attest "$t" --hub "$HUB" --as an-1 --digest "$d"
says "the second with other digits cannot" 2 "not the digits" $n approve attest "$t" --hub "$HUB" --as an-2 --digest 000000000000
says "nor with too few" 2 "not the digits" $n approve attest "$t" --hub "$HUB" --as an-2 --digest "$(printf %.11s "$d")"
ok "the second attests the digits it heard" $n approve attest "$t" --hub "$HUB" --as an-2 --digest "$(printf %.12s "$d")"
says "once" 2 "no spoken answer" $n approve attest "$t" --hub "$HUB" --as an-2 --digest "$d"
says "both have approved" 0 "approved by 2" $s show "$t"

# ---- a change voids the yes ----
ok "the text is changed" $s edit "$t" --title-ja "観測の結果" --title-en "What was observed" --json
d2=$(field digest < "$out")
says "now none has approved" 0 "approved by 0" $s show "$t"
says "the release is refused" 2 "2 sources have not approved" $n share release "$t" --hub "$HUB" --as an-2
ok "asked again" $s ask "$t"
says "an approval of the old version is told to be outdated" 2 "is outdated" $n approve yes "$t" --hub "$HUB" --as an-1 --for a-app --digest "$d" --signed-mail m-17
ok "a signed mail" $n approve yes "$t" --hub "$HUB" --as an-1 --for a-app --digest "$d2" --signed-mail m-17
says "change without a wish" 2 "what is to be changed" $n approve change "$t" --hub "$HUB" --as an-1 --for b-app --digest "$d2" --signed-mail m-18
ok "no" $n approve no "$t" --hub "$HUB" --as an-1 --for b-app --digest "$d2" --signed-mail m-18
says "no is no" 2 "1 source has not approved" $n share release "$t" --hub "$HUB" --as an-2
ok "b thinks again" $n approve yes "$t" --hub "$HUB" --as an-1 --for b-app --digest "$d2" --signed-mail m-19
ok "released" $n share release "$t" --hub "$HUB" --as an-2 --json
same "the sources get it like everyone else" 5 "$(field recipients < "$out")"

# ---- the standing consent ----
ok "a policy" $n consent policy --hub "$HUB" --as an-2 --version technical-1 --template
says "with the text of the paper" 0 "都度の確認なしに" $n consent policy --hub "$HUB" --as an-2
says "is not given by others" 2 "approver of that organisation" $n consent give --hub "$HUB" --as a-app --org b-company --policy technical-1
ok "is given by the organisation" $n consent give --hub "$HUB" --as a-app --org a-company --policy technical-1
says "and listed" 0 "technical-1" $n consent list --hub "$HUB" --as a-app
same "to others it is not there" 0 "$($n consent list --hub "$HUB" --as b-app --json | wc -l)"
for how in agreed ask never; do
	eml '"Bob Baker" <bob@freemail.example>' contact@a-company.example "Order $how" "$how@evil.example" "Please see https://evil-$how.example/$how/list" > "$TMPDIR/$how.eml"
	eval "$how=$(submit "$TMPDIR/$how.eml" a-company --as a-con --technical $how --urgent --words "two people, of the $how kind")"
done
ok "three mails come in, with what may become of each" work
says "what was told is shown" 0 "two people, of the ask kind" $n submission show "$ask" --hub "$HUB" --as an-1
says "in the member's words" 0 "今回は都度確認" $n submission show "$ask" --hub "$HUB" --as a-con --lang ja
says "a word that is none of the list" 2 "technical is one of: agreed ask never" $n submit --hub "$HUB" --org a-company --technical perhaps "$TMPDIR/ask.eml"
standing()
{
	$n case open "$1/1" --title "$1" --hub "$HUB" --as an-1 > "$out" 2>&1
	drafted=$($s draft --case "$($n case list --hub "$HUB" --as an-1 --json | field case | head -1)" --audience all --json)
	$s ask "$(echo "$drafted" | field share)" --json | field standing
}
same "as the terms say: the standing consent stands in" 1 "$(standing "$agreed")"
same "who wants to be asked this time is asked" 0 "$(standing "$ask")"
ok "the same again, with less allowed" $n submit --hub "$HUB" --org a-company --as a-con --technical never --words "please keep it" "$TMPDIR/agreed.eml"
says "is heard, with what was added" 0 "please keep it" $n submission show "$agreed" --hub "$HUB" --as an-1
$n case open "$never/1" --title never --hub "$HUB" --as an-1 > "$out" 2>&1
ok "of what is not to be shared" $s draft --case "$($n case list --hub "$HUB" --as an-1 --json | field case | head -1)" --audience all --json
same "nothing is drafted" "1 0" "$(field kept_back < "$out") $(field kept < "$out")"
ok "the telling is withdrawn with the mail" $n submission withdraw "$never" --hub "$HUB" --as a-con
refuses "and gone" sh -c "$n submission show $never --hub $HUB --as an-1 | grep 'of the never kind'"
says "the lane that is meant" 2 "no standing consent of a-company for the lane narrative" $n consent recall --hub "$HUB" --as a-app --org a-company --lane narrative
ok "and recalled" $n consent recall --hub "$HUB" --as a-app --org a-company

# ---- correction: exactly the earlier recipients, with what changed ----
says "what is out is not edited" 2 "“edit” is not possible there; possible:.*noroshi share correct" $s edit "$own" --class normal
says "nothing changed is no correction" 2 "nothing is different" $s correct "$own"
ok "corrected" $s correct "$own" --drop 203.0.113.9 --reason-ja "誤りでした。" --reason-en "It was wrong." --json
says "for others it is a supplement" 2 "exactly the earlier recipients" $s correct "$own" --audience org:a-company --drop 203.0.113.9
ok "the reader still has the first version" sh -c "$n share show $own --hub $HUB --as b-con | grep -v 取り消し | grep -q 'Version: 1'"
ok "released" $n share release "$own" --hub "$HUB" --as an-2 --json
same "to those who had it" 6 "$(field recipients < "$out")"
says "the change is shown" 0 "Indicator: revoked  203\[.\]0\[.\]113\[.\]9" $n share show "$own" --hub "$HUB" --as b-con
ok "it is revoked in every artefact" sh -c "$s preview $own --output $TMPDIR/papers2 && grep -q ',1,' $TMPDIR/papers2/$own.csv && grep -q '\"revoked\":true' $TMPDIR/papers2/$own.json && grep -q '<del>' $TMPDIR/papers2/$own.en.html && grep -q 'revoked' $TMPDIR/papers2/$own.en.txt && grep -q '取り消し' $TMPDIR/papers2/$own.ja.txt"

# ---- supplement: a number of its own ----
ok "a supplement" $s supplement "$own" --audience all --terms "public report" --value domain:evil.example --json
sup=$(field share < "$out")
says "points to its parent" 0 "Supplements: $own" $s preview "$sup" --format text
says "before its release nothing is added to it" 2 "never released" $s supplement "$sup" --audience all --terms x --value domain:evil.example

# ---- one source takes its yes back; its material goes, the rest stays ----
says "recalled after the release: the hub must act" 1 "withdraw" $n approve recall "$t" --hub "$HUB" --as an-1 --for b-app --signed-mail m-20
says "it is seen" 1 "taken back after the release" $s show "$t"
ok "its rows are taken out" $s withdraw "$t" --org b-company --json
says "the other's part is unchanged: its yes stands" 1 "approved by 1" $s show "$t"
ok "released without asking again" $n share release "$t" --hub "$HUB" --as an-2 --json
same "to those who had it" 5 "$(field recipients < "$out")"
ok "one row is left" sh -c "[ \$($n share show $t --hub $HUB --as c-con --format csv | grep -c ',sighting,') = 1 ]"
says "nothing is left without the last source" 2 "no other source" $s withdraw "$t" --org a-company

# ---- retraction ----
ok "retracted" $s retract "$t"
says "by two" 2 "a second person must" $s release "$t"
ok "released" $n share release "$t" --hub "$HUB" --as an-2 --json
same "to exactly those who had it" 5 "$(field recipients < "$out")"
says "it says so" 0 "retracted" $n share show "$t" --hub "$HUB" --as c-con
refuses "no row is left" sh -c "$n share show $t --hub $HUB --as c-con --format json | grep -q letter\\\"\:"
says "nothing more can be done with it" 2 "in the state “retracted”: “correct” is not possible" $s correct "$t" --class normal
says "nor released" 2 "in the state “retracted”" $n share release "$t" --hub "$HUB" --as an-2

# ---- slots ----
ok "a normal share waits for its slot" sh -c "$s draft --audience all --terms x --value domain:slow.example --json > $TMPDIR/slow"
slow=$(field share < "$TMPDIR/slow")
ok "it is released" $n share release "$slow" --hub "$HUB" --as an-2
says "until then it looks like none" 2 "there is no share $slow" $n share show "$slow" --hub "$HUB" --as b-con

# ---- leaks ----
printf '青嶺のA-Companyの担当者から聞いた。\n' > "$TMPDIR/s.ja"; printf 'Told by A-Company, power industry.\n' > "$TMPDIR/s.en"
says "a text that names a member is a hit, with its place and kind" 1 "text/en, byte [0-9]*: name “A-Company”" $s draft --audience all --terms x --summary-ja "$TMPDIR/s.ja" --summary-en "$TMPDIR/s.en"
leaky=$(sed -n 's/^share \([^,]*\),.*/\1/p' "$out")
says "so is an industry" 1 "sig “power”" $s check "$leaky"
says "it says what kind" 1 '"kind":"sig"' $s check "$leaky" --json
says "nobody is asked" 2 "must be at 0\|hits; approval" $s ask "$leaky"
says "nothing is released" 2 "the leak check has" $n share release "$leaky" --hub "$HUB" --as an-2

# ---- two who change one draft ----
two=$($s draft --audience all --tlp GREEN --terms "public report" --value ipv4:203.0.113.77 --value ipv4:203.0.113.78 --json | field share)
ok "the first changes what was looked at" $n share edit "$two" --hub "$HUB" --as an-2 --seen 1 --class urgent
says "the second is told by whom it was changed" 2 "changed meanwhile: you looked at revision 1, revision 2 of an-2" $s edit "$two" --seen 1 --tlp AMBER
ok "nothing of the second's is in it" sh -c "$s show $two --json | grep -q '\"tlp\":\"GREEN\"'"
ok "having looked again, it goes" $s edit "$two" --seen 2 --tlp AMBER
says "a revision is a number" 2 "number of a revision" $s edit "$two" --seen two --tlp GREEN
for i in 1 2 3 4 5 6; do { $n share edit "$two" --hub "$HUB" --as "an-$((i % 2 + 1))" --seen 3 --class normal > "$TMPDIR/race.$i" 2>&1; echo $? > "$TMPDIR/race.$i.status"; } & done; wait
same "of six at once one goes through" 1 "$(cat "$TMPDIR"/race.*.status | grep -cx 0)"
same "the others are told" 5 "$(grep -l 'changed meanwhile' "$TMPDIR"/race.? | wc -l)"
finish
