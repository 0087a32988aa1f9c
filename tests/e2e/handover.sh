# Originals for one named partner: every source says yes to exactly its own, a second person releases, the package opens
# with its password only and holds the bytes that came in; taken back; what is withdrawn or not agreed to does not leave.
. tests/e2e/lib
new_hub
roster
handover() { verb=$1; shift; $n handover "$verb" --hub "$HUB" "$@"; }
digest_of() { handover show "$1" --as "$2" --json | field sources.0.digest; }
ok "a partner" $n org add cert --hub "$HUB" --as adm --kind partner --name-ja "対応機関" --name-en "Response Centre"
for x in a b; do
	eml "x@evil.example" "contact@$x-company.example" "quotation" "$x@evil.example" "please quote, $x" > "$TMPDIR/$x.eml"
	eval "r$x=$(submit "$TMPDIR/$x.eml" $x-company)"
done
work

# ---- making ----
says "one named partner" 2 "is no partner today" handover make "$ra/1" --as an-1 --partner a-company --purpose "捜査"
says "the purpose names nobody" 2 "leak check has" handover make "$ra/1" --as an-1 --partner cert --purpose "B-Company の事案"
says "not twice the same" 2 "is named twice" handover make "$ra/1" "$ra/1" --as an-1 --partner cert --purpose "解析の依頼"
says "members gather nothing" 2 "none of the roles" handover make "$ra/1" --as a-app --partner cert --purpose "解析の依頼"
h=$(handover make "$ra/1" "$rb/1" --as an-1 --partner cert --purpose "解析の依頼" --json | field object)
ok "a number without order" sh -c "echo '$h' | grep -q '^H-[2-9A-HJ-NP-Z]\{7\}$'"
ok "every source's approver is told" $n outbox flush --hub "$HUB"
same "by number alone" 2 "$(grep -l "$h" "$HUB"/outbox/*.eml | wc -l)"
refuses "without partner or purpose" grep -q "cert\|解析" "$HUB"/outbox/*.eml

# ---- what a source sees ----
says "its own original" 0 "$ra/1" handover show "$h" --as a-app
refuses "not the other's" grep -q "$rb\|b-company" "$out"
says "said in words" 0 "sees who received and handed them in" handover show "$h" --as a-app
handover show "$h" --as c-app > "$TMPDIR/there" 2>&1; handover show H-2222222 --as c-app > "$TMPDIR/absent" 2>&1
same "for others it does not exist" "$(sed 's/H-2222222/X/' "$TMPDIR/absent")" "$(sed "s/$h/X/" "$TMPDIR/there")"
refuses "each its own digest" test "$(digest_of "$h" a-app)" = "$(digest_of "$h" b-app)"

# ---- consent ----
da=$(digest_of "$h" a-app); db=$(digest_of "$h" b-app)
says "before consent nothing leaves" 2 "2 sources have not said yes" handover release "$h" --as an-2 -o "$TMPDIR/p.zip"
says "not with the other's digest" 2 "the digest of what the organisation is asked about" handover consent "$h" --as an-1 --for a-app --digest "$db" --signed-mail m1
says "not by somebody who is no approver" 2 "role\|approver" handover consent "$h" --as an-1 --for a-con --digest "$da" --signed-mail m1
says "not by a third organisation" 2 "there is no hand-over" handover consent "$h" --as an-1 --for c-app --digest "$da" --signed-mail m1
says "not spoken to one alone" 2 "second analyst" handover consent "$h" --as an-1 --for a-app --digest "$da" --spoken "10:30"
says "nor with digits that do not fit" 2 "second analyst attests" handover consent "$h" --as an-1 --for a-app --digest "$da" --spoken "10:30" --second an-2 --second-digest "$db"
ok "by signed mail" handover consent "$h" --as an-1 --for a-app --digest "$da" --signed-mail m1
says "one of two is not all" 2 "1 source has not said yes" handover release "$h" --as an-2 -o "$TMPDIR/p.zip"
ok "spoken to two" handover consent "$h" --as an-1 --for b-app --digest "$db" --spoken "10:30" --second an-2 --second-digest "$db"
ok "a yes that is taken back" handover consent "$h" --as an-1 --for b-app --digest "$db" --signed-mail m2 --no
says "is none" 2 "1 source has not said yes" handover release "$h" --as an-2 -o "$TMPDIR/p.zip"
ok "and given again" handover consent "$h" --as an-1 --for b-app --digest "$db" --signed-mail m3

# ---- releasing ----
says "who gathered it cannot release it" 2 "a second person must" handover release "$h" --as an-1 -o "$TMPDIR/p.zip"
echo short > "$TMPDIR/short"
says "not with a short password" 2 "at least 16" handover release "$h" --as an-2 -o "$TMPDIR/p.zip" --password-file "$TMPDIR/short"
says "not over a file that is there" 2 "is there already" handover release "$h" --as an-2 -o "$TMPDIR/short"
says "where it cannot be written nothing is recorded" 3 "cannot be written" handover release "$h" --as an-2 -o "$TMPDIR/none/p.zip"
same "still asked about" draft "$(handover show "$h" --as an-1 --json | field state)"
ok "released" handover release "$h" --as an-2 -o "$TMPDIR/p.zip"
says "once" 2 "is not possible there" handover release "$h" --as an-2 -o "$TMPDIR/q.zip"
refuses "no second package" test -e "$TMPDIR/q.zip"
same "for its owner alone" 600 "$(stat -c %a "$TMPDIR/p.zip")"
same "its hash is on record" "$(sha256sum < "$TMPDIR/p.zip" | cut -d' ' -f1)" "$(handover show "$h" --as an-1 --json | field package_sha256)"
refuses "nothing of it can be read without the password" grep -aq "please quote\|evil.example" "$TMPDIR/p.zip"
refuses "nor with another" bsdtar -xf "$TMPDIR/p.zip" -C "$TMPDIR" --passphrase wrong-wrong-wrong-1
word=$(handover password "$h" --as an-1)
says "the password is shown once" 2 "was shown already" handover password "$h" --as an-1
refuses "and stands nowhere in the hub's directory" grep -raq "$word" "$HUB"
mkdir "$TMPDIR/open"; ok "it opens with it" bsdtar -xf "$TMPDIR/p.zip" -C "$TMPDIR/open" --passphrase "$word"
ok "the bytes that came in" sh -c "cmp '$TMPDIR/open/0001.eml' '$TMPDIR/a.eml' && cmp '$TMPDIR/open/0002.eml' '$TMPDIR/b.eml'"
ok "their hashes" sh -c "cd '$TMPDIR/open' && sha256sum -c SHA256SUMS"
ok "the custody log" grep -q "made  an-1" "$TMPDIR/open/CUSTODY.txt"
refuses "which names no source" grep -q "company\|-app" "$TMPDIR/open/CUSTODY.txt"
says "the certificate" 0 "原本提供証明 $h" handover certificate "$h" --as an-1 --lang ja
says "of a source: its own" 0 "0001.eml" handover certificate "$h" --as a-app
refuses "and no other" grep -q "0002.eml" "$out"

# ---- taking it back ----
ok "nothing is due back" handover list --as an-1 --due-back
ok "a source withdraws what it handed in" $n submission withdraw "$rb" --hub "$HUB" --as b-con
says "which is told" 1 "$h.*withdraw it" handover list --as an-1 --due-back
says "why?" 2 "why is it taken back" handover withdraw "$h" --as an-1
says "withdrawn, the password is known" 0 "asked to delete" handover withdraw "$h" --as an-1 --reason "提供元の取下げ"
says "the note for the partner" 0 "Please delete the package" handover note "$h" --as an-1
refuses "names no source" grep -q "company" "$out"
says "twice is refused" 2 "nothing can be done" handover withdraw "$h" --as an-1 --reason x
says "consent then as well" 2 "nothing can be done" handover consent "$h" --as an-1 --for a-app --digest "$da" --signed-mail m9

# ---- an original that goes away before, and a package whose password nobody heard ----
g=$(handover make "$ra/1" --as an-2 --partner cert --purpose "解析の依頼" --json | field object)
ok "agreed to" handover consent "$g" --as an-1 --for a-app --digest "$(digest_of "$g" a-app)" --signed-mail m4
ok "released by the other one" handover release "$g" --as an-1 -o "$TMPDIR/g.zip"
says "withdrawn before it was told" 0 "stays closed" handover withdraw "$g" --as an-1 --reason x
says "then nobody learns it" 2 "nothing can be done" handover password "$g" --as an-1
echo "a password of our own" > "$TMPDIR/own"
k=$(handover make "$ra/1" --as an-2 --partner cert --purpose "解析の依頼" --json | field object)
ok "agreed to once more" handover consent "$k" --as an-1 --for a-app --digest "$(digest_of "$k" a-app)" --signed-mail m5
ok "with a password by file" handover release "$k" --as an-1 -o "$TMPDIR/k.zip" --password-file "$TMPDIR/own"
mkdir "$TMPDIR/open2"; ok "it opens with that" bsdtar -xf "$TMPDIR/k.zip" -C "$TMPDIR/open2" --passphrase "a password of our own"
says "which is not kept" 2 "given by file" handover password "$k" --as an-1
m=$(handover make "$ra/1" --as an-1 --partner cert --purpose "解析の依頼" --json | field object)
ok "agreed to again" handover consent "$m" --as an-1 --for a-app --digest "$(digest_of "$m" a-app)" --signed-mail m6
ok "the original is withdrawn" $n submission withdraw "$ra" --hub "$HUB" --as a-con
says "it does not leave" 2 "was withdrawn by its source" handover release "$m" --as an-2 -o "$TMPDIR/m.zip"
refuses "no file is left" test -e "$TMPDIR/m.zip"
ok "dropped" handover drop "$m" --as an-1
says "what was erased cannot be gathered" 2 "erased\|withdrawn\|no original" handover make "$ra/1" --as an-1 --partner cert --purpose "解析の依頼"
ok "the trail stands" $n audit verify --hub "$HUB"
finish
