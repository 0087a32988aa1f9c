# The registry at any date: as now known, as recorded; joining, leaving, merging; import takes all or nothing.
. tests/e2e/lib
new_hub
fail_if() { name=$1; shift; if "$@" > "$out" 2>&1; then fail "$name"; else pass "$name"; fi; }

# ---- a hub without staff can be set up; then a person is named ----
ok "a first organisation" $n org add hub --kind hub --name-ja 事務局 --domain hub.example --hub "$HUB"
ok "a first person" $n person add adm --org hub --name 管理 --hub "$HUB"
ok "with a role" $n person role adm admin --from 2018-01-01 --hub "$HUB"
says "from then on a person is named" 2 "who does it" $n sig add power --name-ja 電力 --name-en Power --hub "$HUB"
reg() { $n "$@" --hub "$HUB" --as adm; }
i=0
for s in power gas oil; do i=$((i + 1)); ok "SIG $s" reg sig add $s --name-ja "業界 $s" --name-en "Sector $s" --sort $i --from 2018-04-01; done
says "a SIG once" 2 "exists already" reg sig add oil --name-ja x --name-en x

# ---- import: every bad row, with field and reason, and nothing taken ----
cat > "$TMPDIR/bad.csv" <<'E'
org,name_ja,sig,joined,left,basis
a-company,A社,power,2018-04-01,,individual-nda
b-company,B社,powr,2018-04-01,,individual-nda
c-company,C社,gas,2018-13-01,,individual-nda
d-company,D社,gas,2018-04-01,2018-03-01,individual-nda
e-company,E社,oil,2018-04-01,,handshake
f-company,F社,oil
a-company,A社,power,2018-06-01,,individual-nda
E
says "a CSV with bad rows" 3 "nothing was taken" reg roster import "$TMPDIR/bad.csv"
cp "$out" "$TMPDIR/told"
for row in "3: sig" "4: joined" "5: left" "6: basis" "7: it has 3 fields" "8: sig.*already"; do says "names row $row" 0 "row $row" cat "$TMPDIR/told"; done
same "and takes nothing" 1 "$($n org list --hub "$HUB" --json | wc -l)"
says "in Japanese" 3 "行 3\|3 行" reg roster import "$TMPDIR/bad.csv" --lang ja
says "a dry run has found them and is done" 1 "nothing was taken" reg roster import "$TMPDIR/bad.csv" --dry-run
cat > "$TMPDIR/heads.csv" <<'E'
org,name_jp,sgi
a,A,power
E
says "unknown columns, all of them" 3 "name_jp.*name_ja" reg roster import "$TMPDIR/heads.csv"
says "an empty file" 2 "heading row" sh -c ": > $TMPDIR/none.csv; $n roster import $TMPDIR/none.csv --hub $HUB"
says "no JSON" 2 "line 1" sh -c "echo '{ nothing' > $TMPDIR/no.json; $n roster import $TMPDIR/no.json --hub $HUB"
says "one bad row of JSON" 3 'organisations\[1\]: .*knd' sh -c "echo '{\"organisations\":[{\"id\":\"x\"},{\"id\":\"y\",\"knd\":\"member\"}]}' > $TMPDIR/knd.json; $n roster import $TMPDIR/knd.json --hub $HUB"
sed -i -e '3s/powr/power/; 4s/2018-13-01/2018-04/; 5s/2018-03-01//; 6s/handshake/terms/; 7s/.*/f-company,F社,oil,2018-04,,individual-nda/; 8s/power,2018-06-01/gas,2018-06-01/' "$TMPDIR/bad.csv"
ok "put right, dry" reg roster import "$TMPDIR/bad.csv" --dry-run
same "a dry run takes nothing" 1 "$($n org list --hub "$HUB" --json | wc -l)"
ok "put right" reg roster import "$TMPDIR/bad.csv"

# ---- counting: memberships, and organisations as the second number ----
roster() { $n roster show --hub "$HUB" --json "$@"; }
sizes() { roster "$@" | python3 -c 'import json,sys; r = json.loads(sys.stdin.readline()); print(r["memberships"], r["organisations"], *[s["size"] for s in r["sigs"]])'; }
same "an organisation in two SIGs counts twice" "7 6 2 3 2" "$(sizes --at 2018-07-01)"
same "before it joined the second one" "6 6 2 2 2" "$(sizes --at 2018-05-31)"
same "before the first day" "0 0" "$(sizes --at 2018-03-31)"
says "in words" 0 "7 memberships.*6 organisations" $n roster show --hub "$HUB" --at 2018-07-01
says "in Japanese with 延べ" 0 "延べ数.*実数 6" $n roster show --hub "$HUB" --at 2018-07-01 --lang ja
$n roster show --hub "$HUB" --at 2018-07-01 --csv > "$TMPDIR/out.csv"
same "CSV, with a mark for spreadsheets" "efbbbf" "$(head -c 3 "$TMPDIR/out.csv" | od -An -tx1 | tr -d ' \n')"
same "and month precision" 2 "$(grep -c ',2018-04,' "$TMPDIR/out.csv")"

# ---- joins, leaves, mergers, reorganisations are different reasons ----
ok "joins, by month" reg org join d-company --sig power --on 2019-07
ok "leaves a SIG" reg org leave c-company --sig gas --on 2019-08
ok "a reorganisation" reg org leave e-company --sig oil --on 2019-04-01 --reason reorganise
ok "an heir" reg org add g-company --name-ja G社
ok "a merger" reg org merge f-company g-company --on 2019-05-01
same "after all of it" "5 3 3 2 0" "$(sizes --at 2019-09-30)"
changes() { $n roster changes --hub "$HUB" --json --from "$1" --to "$2" | python3 -c 'import json,sys
for l in sys.stdin:
    c = json.loads(l); print(c["date"], c["sig"], "+" if c["joined"] else "-", c["org"], c["reason"])'; }
same "each with its reason and precision" "2019-04-01 oil - e-company reorganise
2019-05-01 oil - f-company merge
2019-07 power + d-company join
2019-08 gas - c-company leave" "$(changes 2019-04-01 2019-09-30)"
says "the heir inherits nothing" 0 '"may_submit":false' $n org show g-company --hub "$HUB" --json
says "not twice in one SIG" 2 "already at that time" reg org join d-company --sig power
says "what it is not in, it cannot leave" 2 "is no member of the SIG" reg org leave b-company --sig gas
says "an unknown reason" 2 "is one of" reg org leave b-company --sig power --reason tired

# ---- a back-dated correction: the old record stays ----
yesterday=$(date -d yesterday +%F)
today="$(sizes --at 2019-07-15)"
ok "the power company had left in June already" reg org correct b-company --sig power --to 2019-06 --reason leave
same "as now known" "5 3 2 3 0" "$(sizes --at 2019-07-15)"
if [ "$today" != "$(sizes --at 2019-07-15)" ]; then pass "it differs from before"; else fail "it differs from before"; fi
same "as recorded before there was a record" "0 0" "$(sizes --at 2019-07-15 --as-recorded-on "$yesterday")"
ok "taken back: it still belongs" reg org correct b-company --sig power --to open
same "as before" "$today" "$(sizes --at 2019-07-15)"
says "impossible dates" 2 "before it begins" reg org correct b-company --sig power --to 2017-01-01

# ---- the same organisation under letters that look alike ----
ok "one" reg org add alpha --kind member --name-en "Carmine Corp"
says "another in Cyrillic letters is taken, and told" 0 "alpha (“Carmine Corp”) and beta (“Саrmine Соrp”)" reg org add beta --kind member --name-en "Саrmine Соrp" --lang en
says "in full width too" 0 "take for each other" reg org add gamma --kind member --name-en "Ｃａｒｍｉｎｅ　Ｃｏｒｐ" --lang en
refuses "a name of its own is no matter" sh -c "$n org add delta --kind member --name-en 'Delta Works' --hub $HUB --as adm --lang en 2>&1 | grep -q 'for each other'"

# ---- names, terms, domains, drills ----
ok "renamed" reg org rename a-company --name 新A社
says "the earlier name stays" 0 '"id":"former","value":"A社"' $n org show a-company --hub "$HUB" --json
ok "a brand" reg org term a-company --name "Kaguya" --kind brand
ok "a domain" reg org domain a-company --domain A-Company.example
says "in lower case" 0 "a-company.example" $n org show a-company --hub "$HUB"
says "whose it is cannot be two" 2 "a-company.example is a domain of the organisation a-company already" reg org domain b-company --domain a-company.example
ok "unless both use it" reg org domain b-company --domain a-company.example --shared
ok "and one of them ends it" reg org domain b-company --domain a-company.example --remove
echo '{ "organisations": [ { "id": "q1", "names": [ { "kind": "legal", "lang": "ja", "name": "Q壱" } ], "domains": [ "q.example" ] },
  { "id": "q2", "names": [ { "kind": "legal", "lang": "ja", "name": "Q弐" } ], "domains": [ "q.example" ] } ] }' > "$TMPDIR/two.json"
says "a roster that says so is refused, with the row" 3 "q.example is a domain of the organisation q1 already" reg roster import "$TMPDIR/two.json" --lang en
sed 's/q.example" \] } \] }/q.example" ] } ] }/; s/"id": "q2"\(.*\)"domains"/"id": "q2"\1"shared_domains"/' "$TMPDIR/two.json" > "$TMPDIR/shared.json"
ok "and taken where it is said" reg roster import "$TMPDIR/shared.json"
ok "taken away" reg org domain a-company --domain a-company.example --remove
says "once" 2 "has no domain a-company" reg org domain a-company --domain a-company.example --remove
ok "a network" reg org domain a-company --network 198.51.100.0/24
ok "and a host" reg org domain a-company --host Files.Internal
says "are its own" 0 "198.51.100.0/24" $n org show a-company --hub "$HUB"
says "which is recorded" 0 'org.domain-added a-company {"kind":"network","row":"' $n audit list --object a-company --hub "$HUB"
same "by its row, not by its words" 0 "$($n audit list --object a-company --hub "$HUB" | grep -c 198.51.100.0)"
lines=$($n audit list --deed org.domain-added --hub "$HUB" | wc -l)
ok "once more is nothing new" reg org domain a-company --network 198.51.100.0/24
same "and no line" "$lines" "$($n audit list --deed org.domain-added --hub "$HUB" | wc -l)"
says "what nobody owns" 2 "is wider than" reg org domain a-company --network 0.0.0.0/0
says "what is no network" 2 "is no domain or network" reg org domain a-company --network our-office
ok "it moves" reg org domain a-company --network 198.51.100.0/24 --remove
says "the end is recorded, too" 0 'org.domain-ended a-company {"kind":"network"' $n audit list --deed org.domain-ended --hub "$HUB"
says "a network is no domain" 2 "has no network a-company" reg org domain a-company --network a-company.example --remove
ok "a drill" reg org drill a-company --domain drill.example --from 2019-07-01 --to 2019-07-31
says "is listed with its organisation" 0 "drill.example" $n org show a-company --hub "$HUB"

# ---- people ----
ok "a contact" reg person add a-con --org a-company --name 連絡 --address contact@a-company.example
ok "may hand in" reg person role a-con submitter
says "once" 2 "already" reg person role a-con submitter
ok "no longer" reg person role a-con submitter --end
says "not twice" 2 "does not hold" reg person role a-con submitter --end
ok "again" reg person role a-con submitter --from 2018-04-01 --to 2018-05-01
says "an unknown role" 2 "there is no role" reg person role a-con king
says "only hub staff registers" 2 "holds none of the roles" $n person add x --org a-company --name X --hub "$HUB" --as a-con
says "an unknown organisation, and the nearest" 2 "did you mean a-company" reg person add y --org a-compny --name Y

# ---- liaison systems: declared sizes ----
ok "declared" reg liaison set medical --name-ja 医療業界 --name-en Medical --counted-as groups --counted 4 --reach 5500 --approx --from 2018-04-01
says "with 約" 0 "約5,500" $n roster show --hub "$HUB" --at 2019-09-30 --lang ja
says "and about" 0 "about 5,500" $n liaison list --hub "$HUB" --at 2019-09-30 --lang en
ok "a later declaration" reg liaison set medical --reach 6000 --approx --from 2020-01-01
same "holds from then on" "6000" "$($n liaison list --hub "$HUB" --json --at 2020-02-01 | field reach)"
same "not before" "5500" "$($n liaison list --hub "$HUB" --json --at 2019-09-30 | field reach)"
same "and is never added to the members" "5 3 3 2 0" "$(sizes --at 2019-09-30)"

# ---- leaving the hub ----
eml "Bob <bob@partner.example>" "alice@a-company.example" "Hello" "x1@partner.example" "One text of a mail." > "$TMPDIR/x.eml"
r=$(submit "$TMPDIR/x.eml" a-company); b=$(submit "$TMPDIR/x.eml" b-company); work
says "what becomes of the material is said" 2 "destroy" reg org leave a-company
says "nothing is erased before it left" 2 "on that day" reg org leave a-company --on 2999-01-01 --destroy
ok "leaves, all is erased" reg org leave a-company --destroy
cp "$out" "$TMPDIR/paper"
ok "with a certificate in both languages" sh -c "grep -q 消去証明 $TMPDIR/paper && grep -q 'Certificate of erasure' $TMPDIR/paper"
says "it cannot hand in any more" 2 "is no member on that day" $n submit --hub "$HUB" --org a-company "$TMPDIR/x.eml"
says "number, date and kind stay" 0 "$r/1.*withdrawn" $n submission list --hub "$HUB" --json --org a-company
ok "another one leaves, and its material is kept" reg org leave b-company --keep "rules of 2018, article 9"
cp "$out" "$TMPDIR/paper"
ok "with a record in both languages" sh -c "grep -q 保持記録 $TMPDIR/paper && grep -q 'article 9' $TMPDIR/paper"
says "what was handed in is still there" 0 '"state":"parsed"\|"state":"received"' $n submission list --hub "$HUB" --json --org b-company
says "it cannot hand in either" 2 "is no member on that day" $n submit --hub "$HUB" --org b-company "$TMPDIR/x.eml"

# A filter that names nothing is told, so that an empty list means that there is nothing.
for list in "person list" "submission list"; do
	says "$list of an organisation that is none" 2 "there is no organisation “nobody”" $n $list --hub "$HUB" --org nobody
done
says "people of a role that is none" 2 "there is no role “approvers”" $n person list --hub "$HUB" --role approvers
says "organisations of a SIG that is none" 2 "there is no SIG “nothing”" $n org list --hub "$HUB" --sig nothing
finish
