# A case on its page: a submission taken out with its reason and put back, shares that use it told so, merges undone; texts, moments
# and parties changed, and two people who change the same at once.
. tests/e2e/lib
. tests/e2e/web_lib
new_hub
roster
for i in 1 2 3; do eml '"Bob" <bob@freemail.example>' contact@a-company.example "Invoice $i" "$i@evil.example" "Please pay to our new bank account. https://evil-$i.example/pay/invoice" > "$TMPDIR/$i.eml"; done
r1=$(submit "$TMPDIR/1.eml" a-company)/1; r2=$(submit "$TMPDIR/2.eml" b-company)/1; r3=$(submit "$TMPDIR/3.eml" c-company)/1
work
case_() { $n case "$@" --hub "$HUB" --as an-1; }
numbers() { case_ list --json | field case; }
ok "a case" case_ open "$r1" --title one; one=$(numbers | head -n 1)
ok "of two" case_ add "$one" "$r2"
ok "and another" case_ open "$r3" --title two; two=$(numbers | grep -v "$one")
share=$($n share draft --hub "$HUB" --as an-1 --audience all --case "$one" --json | field share)
serve --no-worker
for who in an-1 an-2 aud b-con; do enter $who; done
P=$TMPDIR/page C=/cases/$one
look() { shows "$@"; cp "$out" "$P"; if grep -q "%s\|%lld\|{[0-9]}" "$P"; then fail "$1: every blank is filled in"; fi; }
holds() { ok "$1" grep -q -e "$2" "$P"; }
members() { case_ show "$one" --json | python3 -c 'import json,sys; print(*sorted(m["submission"] for m in json.loads(sys.stdin.readline())["members"]))'; }
# value of the hidden field NAME in the form that follows WORDS
hidden() { python3 - "$P" "$1" "$2" <<'PY'
import html, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
at = text.index(sys.argv[2])
print(html.unescape(re.search(r'name="%s" value="([^"]*)"' % sys.argv[3], text[at:]).group(1)), end="")
PY
}

# ---- out, and back ----
look "the page says which shares use a submission" an-1 "$C" "$share"
id2=$(hidden "/leave\"><input type=\"hidden\" name=\"csrf\"" submission)
same "two stand in it" 2 "$(members | wc -w)"
answers "why it is taken out has to be said" 400 an-1 "$C/leave" -F "submission=$id2"
answers "and not by an auditor" 404 aud "$C/leave" -F "submission=$id2" -F reason=x
same "nothing happened" 2 "$(members | wc -w)"
goes "with a reason it goes" an-1 "$C/leave" -F "submission=$id2" -F "reason=another sender <b>"
same "one is left" 1 "$(members | wc -w)"
look "the reason stands in the history" an-1 "$C" "another sender &lt;b&gt;"
holds "and the share that still uses it is named" "class=\"sum late\"><a href=\"/shares/$share\">"
look "the share's page warns too" an-2 "/shares/$share" "案件から外された受付\|taken out of the case"
holds "and offers to leave that part out" "name=\"without\" value=\"$id2\""
says "the history tells the reason on the terminal" 0 "another sender" case_ show "$one" --lang en
says "the audit knows" 0 "case.left" $n audit list --hub "$HUB" --json
goes "it is put back" an-2 "$C/return" -F "submission=$id2"
same "two again" 2 "$(members | wc -w)"
answers "not twice" 409 an-2 "$C/return" -F "submission=$id2"
page an-1 "$C"; refuses "no share is left behind" grep -q 'class="sum late"' "$out"
goes "it goes again" an-1 "$C/leave" -F "submission=$id2" -F "reason=again"
other=$(case_ show "$one" --json | python3 -c 'import json,sys; print(json.loads(sys.stdin.readline())["members"][0]["submission"])')
gone=$r2; [ "$other" != "$r2" ] || gone=$r1
ok "it joins the other case" case_ add "$two" "$gone"
answers "then it cannot be put back" 409 an-1 "$C/return" -F "submission=$id2"
answers "a submission that never was there" 403 an-1 "$C/return" -F "submission=none"

# ---- merges ----
ok "both become one" case_ merge "$one" "$two"
look "the one that went says where" an-1 "/cases/$two" "href=\"$C\""
refuses "and is not changed" grep -q 'action="/cases/[^"]*/text"' "$P"
look "the one that stays offers to undo it" an-1 "$C" "action=\"/cases/$two/unmerge\""
goes "undone" an-1 "/cases/$two/unmerge"
answers "once" 409 an-1 "/cases/$two/unmerge"
same "one is left" 1 "$(members | wc -w)"

# ---- texts ----
look "texts can be written" an-1 "$C" 'value="share.summary"'
seen=$(hidden 'value="share.summary"' seen)
goes "both languages at once" an-1 "$C/text" -F slot=share.summary -F "seen=$seen" -F "ja=一段目
 
二段目" -F "en=first"
answers "who saw what stood before is told" 409 an-2 "$C/text" -F slot=share.summary -F "seen=$seen" -F "ja=mine" -F "en=my own words"; cp "$out" "$P"
holds "what stands is shown" 'class="pre" lang="en">first'
holds "and what was written is kept" 'my own words</textarea>'
seen=$(hidden 'value="share.summary"' seen)
goes "looked at, it is saved" an-2 "$C/text" -F slot=share.summary -F "seen=$seen" -F "ja=mine" -F "en=my own words"
says "the last word stands" 0 '"body":"my own words"' case_ show "$one" --json
answers "a text without a name" 400 an-1 "$C/text" -F "ja=x"

# ---- moments ----
goes "a moment" an-1 "$C/moment" -F moment= -F "at=2019-07-31 10:00" -F from=attacker -F to=A -F fake=1 -F known=observed -F "ja=偽のメール" -F "en=a fake mail"
answers "a time that is none" 400 an-1 "$C/moment" -F moment= -F at=yesterday -F known=observed -F ja=x -F "en=kept words"; cp "$out" "$P"
holds "what was written is kept" 'kept words</textarea>'
for bad in 2019-02-30 2019-07-31x10:00 "2019-07-31 25:00" "2019-07-31 1:000"; do answers "no time: $bad" 400 an-1 "$C/moment" -F moment= -F "at=$bad" -F known=observed -F ja=x -F en=x; done
answers "one language is not enough" 400 an-1 "$C/moment" -F moment= -F at=2019-07 -F known=observed -F en=x
answers "an end before the beginning" 400 an-1 "$C/moment" -F moment= -F at=2019-07-31 -F until=2019-07-01 -F known=observed -F ja=x -F en=x
look "it stands there to the minute" an-1 "$C" '2019-07-31 10:00'
moment=$(hidden "action=\"$C/moment\"" moment); seen=$(hidden "action=\"$C/moment\"" seen)
goes "and is changed" an-1 "$C/moment" -F "moment=$moment" -F "seen=$seen" -F "at=2019-07-31 11:30" -F from=A -F to=B -F known=told -F "ja=別" -F "en=another"
answers "not by who saw the earlier one" 409 an-2 "$C/moment" -F "moment=$moment" -F "seen=$seen" -F "at=2019-07-30" -F known=told -F "ja=別" -F "en=second words"; cp "$out" "$P"
holds "both are shown: what stands" '2019-07-31 11:30'
holds "and what was written" 'second words</textarea>'
says "the page and the terminal tell the same" 0 '"2019-07-31T02:30:00Z"' case_ show "$one" --json
seen=$(hidden "action=\"$C/moment\"" seen)
goes "it is taken away" an-1 "$C/moment" -F "moment=$moment" -F "seen=$seen" -F do=remove
answers "what is away is not changed" 409 an-1 "$C/moment" -F "moment=$moment" -F "seen=$seen" -F at=2019-07 -F known=told -F ja=x -F en=x

# ---- parties ----
goes "a party by its id" an-1 "$C/party" -F party= -F role=impersonated -F org=d-company
answers "an organisation that is none" 403 an-1 "$C/party" -F party= -F role=payer -F "org=no such company"; cp "$out" "$P"
holds "what was written is kept" 'value="no such company"'
answers "somebody has to be named" 400 an-1 "$C/party" -F party= -F role=payer
answers "a role that is none" 400 an-1 "$C/party" -F party= -F role=hero -F label=x
look "it stands there with what it is to the hub" an-1 "$C" 'class="muted">\(参加組織\|[Mm]ember\)'
party=$(hidden "action=\"$C/party\"" party); seen=$(hidden "action=\"$C/party\"" seen)
goes "its role is changed" an-1 "$C/party" -F "party=$party" -F "seen=$seen" -F role=payee -F "label=the bank of X"
answers "stale is told" 409 an-2 "$C/party" -F "party=$party" -F "seen=$seen" -F role=payer -F label=y
says "as the terminal tells it" 0 '"role":"payee","org":null,"label":"the bank of X"' case_ show "$one" --json
look "the change is there" an-1 "$C" "the bank of X"
seen=$(hidden "action=\"$C/party\"" seen)
goes "and it is taken away" an-1 "$C/party" -F "party=$party" -F "seen=$seen" -F do=remove
says "nobody is left" 0 '"parties":\[\]' case_ show "$one" --json
ok "every step is an audit line" sh -c "[ \$($n audit list --hub $HUB --json | grep -c 'case.party\|case.timeline\|case.text') -ge 9 ]"

# ---- the share that used what left ----
page an-1 "$C"; look "the share is made without it" an-1 "/shares/$share" 'name="without"'
field_of() { python3 - "$P" "$1" <<'PY'
import html, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
print(html.unescape(re.search(r'<textarea id="%s"[^>]*>(.*?)</textarea>' % sys.argv[2], text, re.S).group(1)), end="")
PY
}
set --; for f in title_ja title_en summary_ja summary_en actions_ja actions_en; do field_of $f > "$TMPDIR/$f"; set -- "$@" -F "$f=<$TMPDIR/$f"; done
without=$(sed -n 's/.*name="without" value="\([^"]*\)".*/\1/p' "$P" | head -n 1)
goes "with what is left" an-1 "/shares/$share/edit" "$@" -F rev=1 -F tlp=AMBER -F class=normal -F "without=$without"
page an-1 "/shares/$share"; refuses "then nothing warns any more" grep -q 'name="without"' "$out"
page an-1 "$C"; cp "$out" "$P"
eml '"Bob" <bob@freemail.example>' contact@a-company.example "Pump  catalogue" "4@evil.example" "Please see https://evil-4.example/pump" > "$TMPDIR/4.eml"; r4=$(submit "$TMPDIR/4.eml" a-company)/1; work
ok "a case that nobody gave a title" case_ open "$r4"
look "is called by its first subject" an-1 /cases 'class="long">Pump'; look "on its page, too" an-1 "/cases/$(numbers | sort | tail -n 1)" '<h1>Pump'
look "all of them stand under all, which is what is shown first" an-1 "/cases?view=all" "href=\"/cases/$(numbers | sort | head -n 1)\""
look "and under no other name" an-1 /cases "view=\" aria-current=\"page\""
page an-1 "$C"; cp "$out" "$P"
ok "the page is at most 20 KB on the wire" test "$(gzip -c "$P" | wc -c)" -le 20480
stop_serving
finish
