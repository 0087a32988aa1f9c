# Consultations: drafted from a ready answer, read by another person, sent to the submitter's inbox; a false positive always
# carries its caution; earlier answers are found again; nothing names another organisation.
. tests/e2e/lib
new_hub
roster
m=$TMPDIR/m; mkdir -p "$m"
echo "フリーソフトの更新後にウイルス対策ソフトが警告を出しました。問題はありますか。" > "$m/1.txt"
echo "ブラウザに偽の警告画面が出て、電話番号が表示されました。" > "$m/2.txt"
echo "無料ソフトを更新したところ、対策ソフトで検知されました。" > "$m/3.txt"
one=$(submit "$m/1.txt" a-company --kind consultation --as a-con)/1
two=$(submit "$m/2.txt" b-company --kind consultation --as b-con)/1
three=$(submit "$m/3.txt" c-company --kind consultation --as c-con)/1
eml "Bob <bob@partner.example>" "alice@a-company.example" "Invoice" "c1@partner.example" "x" > "$m/one.eml"
mail=$(submit "$m/one.eml" a-company --as a-con)/1
work
c="$n consultation --hub $HUB"

says "ready answers with their advice" 0 "遠隔操作を許可した場合" $n consultation templates --hub "$HUB" --lang ja
same "three wait" 3 "$($c list --as an-1 --json | wc -l)"
says "a member sees no list" 2 "holds none of the roles" $c list --as a-con
says "a mail is no consultation" 2 "no consultation that waits" $c draft "$mail" --as an-1 --template freeware --about "freeware alarm"
says "what was asked must be said" 2 "in your own words" $c draft "$one" --as an-1 --template freeware
says "an unknown answer" 2 "no ready answer" $c draft "$one" --as an-1 --template frewear --about "freeware update alarm"
says "the caution is none" 2 "no ready answer" $c draft "$one" --as an-1 --template supply-chain --about "freeware update alarm"
says "an outcome that is none" 2 "the outcome is" $c draft "$one" --as an-1 --template freeware --outcome fine --about "freeware update alarm"
says "no other organisation's name" 2 "names somebody else" $c draft "$one" --as an-1 --template freeware --about "freeware update alarm" --ja "B社でも同じ検知がありました。" --en "Another one had the same."
says "nor in what it was about" 2 "names somebody else" $c draft "$one" --as an-1 --template freeware --about "same as contact@b-company.example"
ok "drafted" $c draft "$one" --as an-1 --template freeware --about "フリーソフトの更新後に対策ソフトが検知した" --ja "ハッシュ値は公開元のものと一致しました。" --en "The hash is the publisher's."
says "the submitter sees nothing of a draft" 0 "no answer yet" $c show "$one" --as a-con --lang en
same "also not its outcome" 0 "$($c show "$one" --as a-con --json | grep -c false-positive)"
says "nothing goes out unread" 2 "“send” is not possible there; possible:.*read as the second person" $c send "$one" --as an-1
says "who wrote it does not read it" 2 "another person reads it" $c review "$one" --as an-1 --rev 1
says "an old version is not what is read" 2 "you read version 7, now it is version 1" $c review "$one" --as an-2 --rev 7
says "the caution stands in it" 0 "サプライチェーン\|更新の仕組みが侵害" $c show "$one" --as an-2
ok "read" $c review "$one" --as an-2 --rev 1
ok "changed after that" $c draft "$one" --as an-2 --template freeware --about "フリーソフトの更新後に対策ソフトが検知した"
says "so it is read again" 2 "is not possible there" $c send "$one" --as an-1
says "by somebody else than who changed it" 2 "another person reads it" $c review "$one" --as an-2 --rev 2
ok "read" $c review "$one" --as an-1 --rev 2
ok "sent" $c send "$one" --as an-2
says "not twice" 2 "in the state “answered”" $c send "$one" --as an-2
says "nor changed any more" 2 "in the state “answered”" $c draft "$one" --as an-1 --template freeware --about "freeware update alarm"
same "the submission has its outcome and is done" "false-positive done" "$($n submission show "$one" --hub "$HUB" --as an-1 --json | python3 -c 'import json,sys; s = json.loads(sys.stdin.readline()); print(s["outcome"], s["state"])')"
ok "a notice" $n outbox flush --hub "$HUB"
ok "without content, to the submitter only" sh -c "cd $HUB/outbox; [ \$(ls *.eml | wc -l) = 1 ] && grep -q 'To: contact@a-company.example' *.eml && ! grep -q -e 誤検知 -e フリー *.eml"
says "it waits in the inbox" 0 "$one" $n inbox list --hub "$HUB" --as a-con
says "the submitter reads it" 0 "誤検知と考えられます" $c show "$one" --as a-con
says "with the advice" 0 "ハッシュ値または署名を確認" $c show "$one" --as a-con
says "and the caution" 0 "更新の仕組みが侵害" $c show "$one" --as a-con
same "not who wrote it" 0 "$($c show "$one" --as a-con --json | grep -c an-)"
same "once opened it waits no longer" 0 "$($n inbox list --hub "$HUB" --as a-con | grep -c "$one")"
says "another organisation" 2 "there is no consultation $one" $c show "$one" --as b-con
says "is told the same of what does not exist" 2 "there is no consultation R-20190101-XXXXXX/1" $c show R-20190101-XXXXXX/1 --as b-con

# ---- an answer of another kind: the caution is a false positive's only ----
ok "a fake warning" $c draft "$two" --as an-1 --template ad-popup --about "偽の警告画面に電話番号が表示された"
same "no caution there" 0 "$($c show "$two" --as an-2 | grep -c 更新の仕組みが侵害)"
ok "own words need both languages" sh -c "! $c draft $two --as an-1 --outcome unknown --ja だけ --about 偽の警告画面に電話番号"
ok "read" $c review "$two" --as an-2 --rev 1
ok "sent" $c send "$two" --as an-1

# ---- what was answered before ----
says "the similar one is found" 0 "$one" $c similar --as an-1 --text "無料ソフトを更新したら対策ソフトが検知した"
same "and before the other" "$one" "$($c similar --as an-1 --json --text "無料ソフトを更新したら対策ソフトが検知した" | field submission | head -1)"
says "nothing is like nothing" 0 "nothing similar" $c similar --as an-1 --text "xyzzy plugh" --lang en
says "members do not search" 2 "holds none of the roles" $c similar --as a-con --text x
ok "false positive in own words" $c draft "$three" --as an-1 --outcome false-positive --ja "問題は見つかりませんでした。" --en "Nothing was found." --about "無料ソフトの更新を対策ソフトが検知した"
says "carries the caution too" 0 "更新の仕組みが侵害" $c show "$three" --as an-2
says "a draft finds what is like it" 0 "$one" $c similar "$three" --as an-2

# ---- asked back meanwhile: not the hub's lag ----
ok "asked back" $n question ask "$three" --hub "$HUB" --as an-1 --template consultation.product
ok "read" $c review "$three" --as an-2 --rev 1
says "what waits for an answer is not ended" 2 "waiting for the submitter's answer" $c send "$three" --as an-1
ok "closed" sh -c "$n question close \$($n question list --hub $HUB --as an-1 --json | $(command -v python3) -c 'import json,sys; print(json.loads(sys.stdin.readline())[\"question\"])') --hub $HUB --as an-1"
ok "sent" $c send "$three" --as an-1
same "nothing waits any more" 0 "$($c list --as an-1 --json | wc -l)"
same "all are listed" 3 "$($c list --as an-1 --all --json | wc -l)"
ok "withdrawn" $n submission withdraw "$one" --hub "$HUB" --as a-con
says "its answer is gone" 2 "no consultation that waits" $c show "$one" --as a-con
same "and is found no more" 0 "$($c similar --as an-1 --json --text "無料ソフトを更新したら対策ソフトが検知した" | grep -c "$one")"
ok "the audit trail fits" $n audit verify --hub "$HUB"
finish
