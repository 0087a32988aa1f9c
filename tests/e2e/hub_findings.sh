# Signs that only the hub sees, through the real program: submitted, read in the jail, shown; and the hub's own verdict rules.
. tests/e2e/lib
new_hub
roster
m=$TMPDIR/m; mkdir -p "$m"
bait='Dear user, your mailbox will be closed within 24 hours. Please verify your account and keep the same password at https://webmail-check.test/login or you lose the messages that the server holds for you this week.'
opener='Are you available? I need to speak with you about a confidential matter. Please answer by mail only.'
eml "Help desk <desk@random.example>" "x@a-company.example" "Mailbox notice" "p1@random.example" "$bait" > "$m/1.eml"
eml "Help desk <desk@random.example>" "y@b-company.example" "Mailbox notice" "p2@random.example" "$bait" > "$m/2.eml"
eml '"Alice D - alice@d-company.example" <x77@elsewhere.test>' "z@a-company.example" "Good morning" "b1@elsewhere.test" "$opener" > "$m/3.eml"
eml "Al <al@other.example>" "x@c-company.example" "Lunch menu" "l1@other.example" "The canteen serves noodles on Monday and curry on Tuesday, with a salad for those who prefer something light in summer." > "$m/4.eml"
show() { $n submission show "$1" --hub "$HUB" --as an-1 --lang "${2:-en}"; }
silent() { if show "$2" | grep -q "$3"; then fail "$1"; else pass "$1"; fi; }

a=$(submit "$m/1.eml" a-company)/1; work; b=$(submit "$m/2.eml" b-company)/1; work
c=$(submit "$m/3.eml" a-company)/1; d=$(submit "$m/4.eml" c-company)/1; work
says "the same mail elsewhere is counted" 0 'Other organisations that handed in the same mail: 1,' show "$b"
says "from the first one too" 0 'Other organisations that handed in the same mail: 1,' show "$a"
says "in Japanese" 0 'ほかの 1 組織' show "$a" ja
silent "another mail has none" "$d" 'Other organisations'
says "phishing before a BEC at the same organisation" 0 'Phishing mails handed in by the same organisation.*: 1,' show "$c"
says "and nobody says that they are related" 0 'unknown' show "$c"
says "the member that is played should be told" 0 'd-company.example' show "$c"
silent "not so for an honest mail" "$d" 'registry'
ok "withdrawn" $n submission withdraw "$b" --hub "$HUB" --as an-1
silent "what was withdrawn counts no more" "$a" 'Other organisations'

printf 'rule mine\n  need bec.* at-least weak\n  nature scam\n  strength medium\n' > "$HUB/mine.rules"
echo 'verdict_rules = mine.rules' >> "$HUB/noroshi.conf"
e=$(submit "$m/3.eml" c-company)/1; work
says "the hub's own rules decide" 0 '"nature":"scam"\|"verdict":"scam"' sh -c "$n submission show $e --hub $HUB --as an-1 --json"
printf 'rule mine\n  need bec.nothing\n  nature scam\n  strength medium\n' > "$HUB/mine.rules"
f=$(submit "$m/4.eml" b-company)/1
says "a slip in them stops the worker, with the line" 2 'line 2: .*bec.nothing' $n worker --hub "$HUB" --once --lang en
finish
