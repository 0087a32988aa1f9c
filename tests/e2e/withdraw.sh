# Taking back: the content is erased, a certificate says so, number, date and kind stay.
. tests/e2e/lib
new_hub
roster
m=$TMPDIR/m; mkdir -p "$m"
for i in 1 2 3; do
	echo "From bob@partner.example Wed Jul 31 10:00:00 2019"
	eml "Bob <bob@partner.example>" "alice@a-company.example" "Secret plan $i" "w$i@partner.example" "PROJECT-KAGUYA number $i, see http://w$i.evil.example/login and pay to 1234567."
	echo
done > "$m/three.mbox"
eml "Bob <bob@partner.example>" "alice@b-company.example" "Secret plan" "w9@partner.example" "Another one, see http://w1.evil.example/login" > "$m/b.eml"
r=$(submit "$m/three.mbox" a-company --as a-con); b=$(submit "$m/b.eml" b-company)
work
ok "before: an analyst can open it" $n submission show "$r/1" --hub "$HUB" --as an-1 --reason test
says "another organisation cannot take it back" 2 "can withdraw" $n submission withdraw "$r" --hub "$HUB" --as b-con
ok "one of three is taken back" $n submission withdraw "$r/2" --hub "$HUB" --as a-con
cp "$out" "$TMPDIR/paper"
ok "the certificate is Japanese" grep -q "消去証明 E-" "$TMPDIR/paper"
ok "and English" grep -q "Certificate of erasure E-" "$TMPDIR/paper"
says "what is withdrawn has no content" 2 "erased" $n submission show "$r/2" --hub "$HUB" --as an-1 --reason test
says "its findings are gone" 0 '"findings":\[\]' $n submission show "$r/2" --hub "$HUB" --as an-1 --json
same "number, date and kind stay" 4 "$($n submission list --hub "$HUB" --json | wc -l)"
says "the state says it" 0 '"state":"withdrawn"' $n submission list --hub "$HUB" --json --state withdrawn
ok "the third one is untouched" $n submission show "$r/1" --hub "$HUB" --as an-1 --reason test
says "not twice" 2 "in the state “withdrawn”" $n submission withdraw "$r/2" --hub "$HUB" --as a-con
says "unknown" 2 "there is no receipt" $n submission withdraw R-20190101-XXXXXX --hub "$HUB" --as a-con

# the hub's own copies: no byte of it in the clear, and no key that opens it
$n submission withdraw "$r" --hub "$HUB" --as a-con --json > "$TMPDIR/cert"
number=$(field number < "$TMPDIR/cert")
says "the certificate can be printed again" 0 "$number" $n submission certificate "$number" --hub "$HUB" --as a-con
says "by those it concerns" 2 "may look" $n submission certificate "$number" --hub "$HUB" --as b-con
says "withdrawn before it was read" 0 "Certificate" sh -c "r=\$($n submit --hub $HUB --org c-company --json $m/b.eml | python3 -c 'import json,sys; print(json.loads(sys.stdin.readline())[\"receipt\"])'); $n submission withdraw \$r --hub $HUB --as c-con && $n worker --hub $HUB --once"
same "is never read" 0 "$($n submission list --hub "$HUB" --org c-company --json | wc -l)"
ok "another organisation's copy stays" $n submission show "$b/1" --hub "$HUB" --as b-con --reason test
if [ -z "$NOROSHI_DATABASE" ]; then
	if grep -aq "KAGUYA" "$HUB"/noroshi.db*; then fail "no clear text lies in the database"; else pass "no clear text lies in the database"; fi
fi
finish
