# Business days: national holidays as data, the hub's own as rows, weekends; who may close the hub.
. tests/e2e/lib
new_hub
roster
hol() { $n holiday "$@" --hub "$HUB"; }
says "national holidays of a year" 0 "2019-05-01.*即位の日" hol list 2019 --lang ja
same "twenty-two in 2019" 22 "$(hol list 2019 --json | wc -l)"
says "a deadline over the ten days of 2019" 0 "^2019/5/7$" hol after 1 --from 2019-04-26
says "before the hub closes for the New Year" 0 "^2019/12/30$" hol after 1 --from 2019-12-27
says "a member cannot close the hub" 2 "holds none of the roles" hol add 2019-12-30 --name-ja 年末 --name-en "Year end" --as a-con
says "nobody cannot either" 2 "who does it" hol add 2019-12-30 --name-ja 年末 --name-en "Year end"
ok "the hub's staff can" hol add 2019-12-30 2020-01-03 --name-ja 年末年始 --name-en "New Year" --as adm
says "and deadlines know it" 0 "^2020/1/6$" hol after 1 --from 2019-12-27
same "marked as the hub's" hub "$(hol list 2019 --json | tail -1 | field whose)"
says "in both languages" 0 "休業日.*年末年始" hol list 2019 --lang ja
says "no day" 2 "" hol add 2019-02-30 --name-ja x --name-en x --as adm
says "a name that is none" 2 "" hol add 2019-12-31 --name-ja "$(printf 'x\033[2J')" --name-en x --as adm
says "a national holiday cannot be opened" 2 "stands in the law" hol remove 2019-07-15 --as adm
ok "an own day can" hol remove 2019-12-30 2019-12-31 --as adm
says "and is a business day again" 0 "^2019/12/30$" hol after 1 --from 2019-12-27
says "behind the list it is said" 0 "does not reach this year" hol list 2031
says "the deeds are in the audit" 0 "holiday.added" $n audit list --hub "$HUB"
finish
