# Receiving: the receipt first, everything kept, what a hand-in becomes, bad input and what is said about it.
. tests/e2e/lib
new_hub
roster
m=$TMPDIR/m; mkdir -p "$m"
eml "Bob <bob@partner.example>" "alice@a-company.example" "Invoice 17" "one@partner.example" "Please find the invoice. Our account has changed." > "$m/one.eml"
eml "Bob <bob@partner.example>" "alice@a-company.example" "Meeting" "two@partner.example" "Shall we meet on Friday?" > "$m/two.eml"

# ---- the receipt, before anything is read, and the same one again ----
r=$(submit "$m/one.eml" a-company --as a-con)
says "a hand-in waits for the worker" 0 "waits for the worker" $n submission show "$r" --hub "$HUB" --as an-1
again=$(submit "$m/one.eml" a-company)
same "a retry gets the same receipt" "$r" "$again"
says "and says so" 0 "received before" $n submit --hub "$HUB" --org a-company "$m/one.eml"
other=$(submit "$m/one.eml" b-company)
if [ "$other" != "$r" ]; then pass "the same bytes from another organisation are another hand-in"; else fail "another organisation, another receipt"; fi
# what was committed and never printed: the answer is lost on the way, the retry finds it
$n submit --hub "$HUB" --org c-company "$m/two.eml" > /dev/full 2> "$out"; status=$?
same "a receipt that cannot be printed is no success" 3 "$status"
says "the retry after a lost answer gets the receipt of the first time" 0 "received before" $n submit --hub "$HUB" --org c-company "$m/two.eml"
says "a client key makes a hand-in of its own" 0 "receipt R-[0-9]*-[0-9A-Z]* (" $n submit --hub "$HUB" --org c-company --key 1 "$m/two.eml"

ok "the worker reads what waits" work
says "it was read" 0 '"examined":"fully"' $n submission list --hub "$HUB" --json --org a-company
says "list filters" 0 "nothing fits" $n submission list --hub "$HUB" --org e-company
same "one submission for each hand-in" 4 "$($n submission list --hub "$HUB" --json | wc -l)"

# ---- pages by key ----
first=$($n submission list --hub "$HUB" --json --limit 3 | field submission | tail -1)
same "the page behind --after goes on without overlap" 1 "$($n submission list --hub "$HUB" --json --limit 3 --after "$first" | wc -l)"

# ---- containers ----
python3 - "$m" <<'PY'
import email.message, email.policy, mailbox, os, sys, zipfile
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
m = sys.argv[1]
def mail(n, to="alice@d-company.example"):
    return (f"From: Bob <bob@partner.example>\nTo: {to}\nSubject: mail {n}\nDate: Wed, 31 Jul 2019 10:00:00 +0900\n"
            f"Message-ID: <box{n}@partner.example>\nMIME-Version: 1.0\nContent-Type: text/plain\n\nText number {n} of the box.\n")
with open(m + "/box.mbox", "w") as f:
    for n in range(3):
        f.write("From bob@partner.example Wed Jul 31 10:00:00 2019\n" + mail(n) + "\n")
with zipfile.ZipFile(m + "/some.zip", "w") as z:
    for n in range(3, 5):
        z.writestr(f"mails/{n}.eml", mail(n))
with open(m + "/copies.mbox", "w") as f:        # one mail as it reached seven addresses
    for n in range(7):
        f.write("From bob@partner.example Wed Jul 31 10:00:00 2019\n" + mail(9, f"person{n}@d-company.example") + "\n")
outer = MIMEMultipart()
outer["From"], outer["To"], outer["Subject"] = "contact@d-company.example", "intake@hub.example", "fw: two mails"
outer["Message-ID"] = "<wrap@d-company.example>"
outer.attach(MIMEText("Please look at these."))
for n in (5, 6):
    outer.attach(MIMEMessage(email.message_from_string(mail(n))))
open(m + "/wrapper.eml", "w").write(outer.as_string())
with zipfile.ZipFile(m + "/case.zip", "w") as z:
    for n in range(10, 14):
        z.writestr(f"{n}.eml", mail(n))
open(m + "/broken.eml", "wb").write(b"\x00\xff\xfe not a mail at all \x1b$B" + bytes(range(256)) * 20)
open(m + "/notzip.zip", "wb").write(b"PK\x03\x04" + b"\x00" * 500)
open(m + "/empty.eml", "wb")
with open(m + "/large.eml", "wb") as f:
    f.write(mail(20).encode())
    line = b"x" * 75 + b"\n"
    while f.tell() <= (25 << 20):
        f.write(line * 1000)
with open(m + "/huge.mbox", "wb") as f:
    f.truncate((200 << 20) + 1)
PY
count() { $n submission list --hub "$HUB" --json | python3 -c 'import json,sys; print(sum(json.loads(l)["receipt"] == sys.argv[1] for l in sys.stdin))' "$1"; }
mbox=$(submit "$m/box.mbox" d-company); zip=$(submit "$m/some.zip" d-company); wrap=$(submit "$m/wrapper.eml" d-company)
copies=$(submit "$m/copies.mbox" d-company); bec=$(submit "$m/case.zip" d-company --kind bec)
broken=$(submit "$m/broken.eml" e-company); notzip=$(submit "$m/notzip.zip" e-company); large=$(submit "$m/large.eml" e-company)
work; status=$?
same "an mbox of three mails" 3 "$(count "$mbox")"
same "a zip of two mails" 2 "$(count "$zip")"
same "two mails in a mail" 2 "$(count "$wrap")"
same "copies of one mail are one submission" 1 "$(count "$copies")"
same "with seven recipients" 7 "$($n submission show "$copies/1" --hub "$HUB" --as an-1 --json | field copies)"
same "a BEC hand-in is one submission" 1 "$(count "$bec")"
same "what cannot be read is still received" 1 "$(count "$broken")"
says "and shows how far it was examined" 0 '"examined":"\(fully\|partly\|failed\)"' $n submission show "$broken/1" --hub "$HUB" --as an-1 --json
same "a broken zip is still received" 1 "$(count "$notzip")"
same "25 MB and a little: received, examined partly" partly "$($n submission show "$large/1" --hub "$HUB" --as an-1 --json | field examined)"
says "with the limit named" 0 'The mail is larger than 25 MB' $n submission show "$large/1" --hub "$HUB" --as an-1

# ---- refused, with a sentence, and nothing lost ----
before=$($n submission list --hub "$HUB" --json | wc -l)
says "more than 200 MB" 3 "200 MB" $n submit --hub "$HUB" --org a-company "$m/huge.mbox"
says "an empty file" 2 "is empty" $n submit --hub "$HUB" --org a-company "$m/empty.eml"
says "a file that is not there" 3 "nowhere.eml" $n submit --hub "$HUB" --org a-company "$m/nowhere.eml"
says "a directory" 2 "is a directory" $n submit --hub "$HUB" --org a-company "$m"
says "an unknown organisation, and the nearest" 2 "did you mean a-company" $n submit --hub "$HUB" --org a-compny "$m/one.eml"
says "an unknown kind" 2 "there is no kind" $n submit --hub "$HUB" --org a-company --kind letter "$m/one.eml"
says "an unknown option, and the nearest" 2 "did you mean --org" $n submit --hub "$HUB" --orgs a-company "$m/one.eml"
says "one bad file among good ones: the others are taken" 1 "receipt R-" $n submit --hub "$HUB" --org b-company "$m/nowhere.eml" "$m/two.eml"
work
same "one more submission, no other" $((before + 1)) "$($n submission list --hub "$HUB" --json | wc -l)"

# ---- contents only with a reason, which is recorded ----
if $n submission show "$r/1" --hub "$HUB" --as an-1 --json | grep -q "Please find the invoice"; then fail "show prints no content"; else pass "show prints no content"; fi
says "a reason opens it" 0 "Our account has changed" $n submission show "$r/1" --hub "$HUB" --as an-1 --reason "check the account"
ok "the bytes as they came" $n submission show "$r/1" --hub "$HUB" --as an-1 --reason "check the account" -o "$m/back.eml"
ok "are the bytes that were handed in" cmp "$m/one.eml" "$m/back.eml"
says "another member sees nothing" 2 "may look" $n submission show "$r/1" --hub "$HUB" --as b-con
says "the own contact does" 0 "$r/1" $n submission show "$r/1" --hub "$HUB" --as a-con
says "nobody does not" 2 "who does it" $n submission show "$r/1" --hub "$HUB"
$n submission show "$r/1" --hub "$HUB" --as an-1 --lang ja > "$TMPDIR/ja"; $n submission show "$r/1" --hub "$HUB" --as an-1 --lang en > "$TMPDIR/en"
says "in Japanese" 0 "受領" cat "$TMPDIR/ja"
says "in English" 0 "received" cat "$TMPDIR/en"

# ---- decisions ----
says "targeted needs a basis" 2 "basis" $n submission classify "$r/1" --class targeted --hub "$HUB" --as an-1
says "only an analyst decides" 2 "holds none of the roles" $n submission classify "$r/1" --class bec --hub "$HUB" --as a-con
ok "a decision" $n submission classify "$r/1" --class bec --damage none --reason "changed account" --hub "$HUB" --as an-1
says "what is not said again stays" 0 "\"damage\":\"none\"" sh -c "$n submission classify $r/1 --class bec --hub $HUB --as an-1 > $TMPDIR/x && $n submission show $r/1 --hub $HUB --as an-1 --json"
says "a second one is a correction" 0 "a correction" $n submission classify "$r/1" --class phishing --hub "$HUB" --as an-2
same "both stay in the history" "bec bec phishing" "$($n submission show "$r/1" --hub "$HUB" --as an-1 --json | python3 -c 'import json,sys; print(*[s["after"] for s in json.loads(sys.stdin.readline())["class_history"] if s["field"] == "class"])')"
says "a decision with an unknown word" 2 "is one of" $n submission classify "$r/1" --class bec --damage much --hub "$HUB" --as an-1
says "what is read wholly needs no second reading" 2 "no second reading" $n submission retry "$r/1" --hub "$HUB" --as an-1
ok "what was read in part is read again" $n submission retry "$large/1" --hub "$HUB" --as an-1
same "it waits" waiting "$($n submission show "$large/1" --hub "$HUB" --as an-1 --json | field examined)"
work
same "and is read" partly "$($n submission show "$large/1" --hub "$HUB" --as an-1 --json | field examined)"

# ---- more material for a submission ----
more() { eml "Bob <bob@partner.example>" "alice@a-company.example" "More $1" "more$1@partner.example" "More material, number $1, to what was handed in before." > "$m/more$1.eml"; }
more 1; more 2; more 3
ok "more material" $n submit --hub "$HUB" --org a-company --supplements "$r/1" "$m/more1.eml"
ok "the receipt names the first one" $n submit --hub "$HUB" --org a-company --supplements "$r" "$m/more2.eml"
says "to nothing" 2 "there is no submission R-1 .*nothing was received" $n submit --hub "$HUB" --org a-company --supplements R-1 "$m/more3.eml"
says "to another organisation's, which is not told" 2 "there is no submission $r/1 of this organisation" $n submit --hub "$HUB" --org b-company --supplements "$r/1" "$m/more3.eml"
says "in Japanese" 2 "見当たりません" $n submit --hub "$HUB" --org b-company --supplements "$r/1" --lang ja "$m/more3.eml"
says "a key that is empty" 2 "key is empty" $n submit --hub "$HUB" --org b-company --key "" "$m/more3.eml"
ok "it is read" work
says "and proposed beside what it adds to" 0 "more material.*($r/1)\|($r/1).*more material" $n case proposals --hub "$HUB" --as an-1

# ---- bad input, as a Japanese clerk reads it ----
: > "$m/empty.eml"
says "空のファイル" 2 "empty.eml: .*空" $n submit --hub "$HUB" --org a-company --lang ja "$m/empty.eml"
says "ないファイル" 3 "absent.eml を開けません: ファイルやディレクトリがありません" $n submit --hub "$HUB" --org a-company --lang ja "$m/absent.eml"
says "ディレクトリ" 2 "ディレクトリです" $n submit --hub "$HUB" --org a-company --lang ja "$m"
says "知らない組織" 2 "登録されていません。a-company" $n submit --hub "$HUB" --org a-compny --lang ja "$m/one.eml"
says "知らない担当者" 2 "担当者 “nobody” は登録されていません" $n submit --hub "$HUB" --org a-company --as nobody --lang ja "$m/one.eml"
cp "$HUB/noroshi.conf" "$TMPDIR/conf"; echo "lock_wait_secondz = 1" >> "$HUB/noroshi.conf"
says "知らない設定" 2 "lock_wait_seconds のことでしょうか" $n submission list --hub "$HUB" --lang ja
cp "$TMPDIR/conf" "$HUB/noroshi.conf"; mv "$HUB/noroshi.key" "$TMPDIR/key"; $n init "$TMPDIR/elsewhere" > "$out" 2>&1
cp "$TMPDIR/elsewhere/noroshi.key" "$HUB/noroshi.key"
says "違う鍵" 3 "このハブの鍵ではありません" $n submit --hub "$HUB" --org a-company --lang ja "$m/more3.eml"
says "the wrong key in English" 3 "is not the key of this hub" $n submit --hub "$HUB" --org a-company "$m/more3.eml"
mv "$TMPDIR/key" "$HUB/noroshi.key"
ok "nothing was lost" $n db check --hub "$HUB"
# ---- a zip of what is no mail: every file in it is looked at ----
printf 'MZ\220\0no program' > "$m/tool.exe"; python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").write(sys.argv[2], "tool.exe")' "$m/tool.zip" "$m/tool.exe"
packed=$(submit "$m/tool.zip" e-company --kind sample)
ok "a packed sample is read" work
says "as what it holds, not as nothing" 0 '"examined":"partly"' $n submission show "$packed" --hub "$HUB" --as an-1 --json

# ---- a zip with a password: given, customary, wrong, later; .lnk and .eml inside, both ciphers ----
python3 -c 'import sys; open(sys.argv[1], "wb").write(b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(200))' "$m/invoice.lnk"
aes() { z=$1; key=$2; shift 2; rm -f "$m/$z"; (cd "$m" && bsdtar --format zip --options zip:encryption=aes256 --passphrase "$key" -cf "$z" "$@"); }
old() { z=$1; key=$2; shift 2; rm -f "$m/$z"; (cd "$m" && zip -qP "$key" "$z" "$@"); }
document() { $n submission show "$1" --hub "$HUB" --as an-1 --json; }
printf 'Gruener-Tee-4711\n' > "$m/key"; printf 'not it\n' > "$m/wrong"; : > "$m/no-key"
# typed TEXT COMMAND...: answers the one question at a terminal; 0: it ended well, and the terminal showed nothing and shows again
typed()
{
	python3 - "$@" <<'PY'
import os, pty, signal, sys, termios
text, command = sys.argv[1], sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)    # tests in the background of a shell inherit that it is ignored
    os.execvp(command[0], command)
seen = b""
def look(until):
    global seen
    try:
        while until is None or until not in seen:
            more = os.read(fd, 4096)
            if not more:
                break
            seen += more
    except OSError:
        pass
shows = lambda: bool(termios.tcgetattr(fd)[3] & termios.ECHO)
look(b": ")
hidden = not shows()
os.write(fd, b"\x03" if text == "^C" else text.encode() + b"\n")
look(None)
_, status = os.waitpid(pid, 0)
back = shows()
print(seen.decode(), hidden, back, status)
ended = os.WIFSIGNALED(status) if text == "^C" else status == 0
sys.exit(0 if ended and hidden and back and (text == "" or text.encode() not in seen) else 1)
PY
}
aes aes.zip Gruener-Tee-4711 invoice.lnk; old old.zip Gruener-Tee-4711 one.eml two.eml; aes usual.zip infected invoice.lnk
aes late.zip Gruener-Tee-4711 invoice.lnk; cp "$m/one.eml" "$m/late1.eml"; old latemail.zip Gruener-Tee-4711 late1.eml
aes=$(submit "$m/aes.zip" a-company --kind sample --password-file "$m/key"); mails=$(submit "$m/old.zip" a-company --password-file "$m/key")
usual=$(submit "$m/usual.zip" a-company --kind sample)
late=$(submit "$m/late.zip" b-company --kind sample --password-file "$m/wrong"); latemail=$(submit "$m/latemail.zip" b-company)
says "a password that is none" 2 "one line of text" $n submit --hub "$HUB" --org a-company --password-file "$m/no-key" "$m/aes.zip"
ok "zips with passwords are read" work
show() { $n submission show "$1" --hub "$HUB" --as an-1; }
given="opened with the password that was given"; sql() { if [ -n "$NOROSHI_DATABASE" ]; then psql -qXAt "$NOROSHI_DATABASE" -c "$1"; else sqlite3 "$HUB/noroshi.db" "$1"; fi; }
says "AES, opened with the password that was given" 0 "$given" show "$aes/1"
says "the customary one opens what came without" 0 "opened with the customary password" show "$usual/1"
same "the old cipher: each mail is a submission" 2 "$(count "$mails")"
same "and the hand-in says what opened it" password-given "$(sql "SELECT state_reason FROM hand_in WHERE receipt = '$mails'")"
reason() { document "$1" | field examined_reason; }
same "the wrong password opens nothing" archive.password "$(reason "$late/1")"
same "nor does none" archive.password "$(reason "$latemail/1")"
says "which is said" 0 "a password is needed" $n submission show "$late/1" --hub "$HUB" --as an-1
says "of what is open none is asked for" 2 "waits for a password" $n submission password "$aes" --password-file "$m/key" --hub "$HUB" --as a-con
says "another organisation gives none" 2 "may look" $n submission password "$late" --password-file "$m/key" --hub "$HUB" --as a-con
for who in aud adm; do says "nor does $who, who only looks" 2 "only an analyst" $n submission password "$late" --password-file "$m/key" --hub "$HUB" --as $who; done
$n person add b-rcp --org b-company --name "受領 b" --hub "$HUB" --as adm > "$out" 2>&1
ok "somebody who only reads shares" $n person role b-rcp recipient --hub "$HUB" --as adm
says "gives none, either" 2 "only an analyst" $n submission password "$late" --password-file "$m/key" --hub "$HUB" --as b-rcp
says "without a terminal nobody is asked" 2 "name the file" $n submission password "$late" --hub "$HUB" --as b-con
ok "wrong once more" $n submission password "$late" --password-file "$m/wrong" --hub "$HUB" --as b-con
work
same "it stays locked" archive.password "$(reason "$late/1")"
ok "the right one later, at a terminal, which shows nothing of it" typed "Gruener-Tee-4711" $n submission password "$late" --hub "$HUB" --as b-con
says "an answer that is none" 1 "one line of text" typed "" $n submission password "$late" --hub "$HUB" --as b-con
ok "who leaves there gets the terminal back" typed "^C" $n submission password "$late" --hub "$HUB" --as b-con
ok "for mails too" $n submission password "$latemail" --password-file "$m/key" --hub "$HUB" --as b-con
ok "they are read again" work
says "the sample is open" 0 "$given" show "$late/1"
same "and nothing is locked" "" "$(reason "$late/1" | tr -d '"nul')"
says "so is the mail" 0 "$given" show "$latemail/1"
says "what stands in it was found" 0 "bec.pretext.account" show "$latemail/1"
# the password in clear is nowhere; the control: a search that finds what is kept in clear
if [ -n "$NOROSHI_DATABASE" ]; then pg_dump "$NOROSHI_DATABASE" > "$TMPDIR/dump"; else sqlite3 "$HUB/noroshi.db" .dump > "$TMPDIR/dump" 2>/dev/null || cat "$HUB"/noroshi.db* > "$TMPDIR/dump"; fi
kept() { python3 - "$1" "$TMPDIR/dump" "$HUB" <<'PY'
import base64, os, sys
word = sys.argv[1].encode()
forms = [word, word.hex().encode(), base64.b64encode(word)[:-4]]
files = [sys.argv[2]] + [os.path.join(d, f) for d, _, names in os.walk(sys.argv[3]) for f in names]
found = [f for f in files if any(x in open(f, "rb").read() for x in forms)]
sys.exit(0 if found else 1)
PY
}
ok "what is kept in clear is found" kept latemail.zip
refuses "the password is not" kept Gruener-Tee-4711
# a password as Japanese Windows spells it (CP932), the given one in UTF-8
cp932=$(printf '\220\277\213\201\217\2212024'); printf '請求書2024\n' > "$m/key-ja"
aes aes-ja.zip "$cp932" invoice.lnk; cp "$m/one.eml" "$m/ja1.eml"; old old-ja.zip "$cp932" ja1.eml; aes utf8.zip 請求書2024 invoice.lnk
aes other-ja.zip "$(printf '\220\277\213\2012024')" invoice.lnk
aes_ja=$(submit "$m/aes-ja.zip" a-company --kind sample --password-file "$m/key-ja"); old_ja=$(submit "$m/old-ja.zip" c-company --password-file "$m/key-ja")
utf8=$(submit "$m/utf8.zip" a-company --kind sample --password-file "$m/key-ja"); other_ja=$(submit "$m/other-ja.zip" a-company --kind sample --password-file "$m/key-ja")
# 7z and RAR whose names are encrypted, and a 7z whose contents are: none is opened here, and no password is asked for
python3 - "$m" <<'PY'
import struct, sys, zlib
def seven(name, header, packed=bytes(range(48))):
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    open(f"{sys.argv[1]}/{name}", "wb").write(b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + packed + header)
aes = b"\x24\x06\xf1\x07\x01\x02\x13\x00"
streams = b"\x06\0\x01\x09\x30\0" + b"\x07\x0b\x01\0\x01" + aes + b"\x0c\x28\0"
seven("names.7z", b"\x17" + streams + b"\0")
title = "invoice.js".encode("utf-16-le") + b"\0\0"
seven("contents.7z", b"\x01\x04" + streams + b"\x08\0\0" + b"\x05\x01\x11" + bytes([len(title) + 1]) + b"\0" + title + b"\0\0")
head = b"\x04\0\0\0\x0f" + bytes(16)
block = bytes([len(head)]) + head
open(f"{sys.argv[1]}/names.rar", "wb").write(b"Rar!\x1a\x07\x01\0" + struct.pack("<I", zlib.crc32(block)) + block + bytes(range(64)))
PY
for f in names.7z contents.7z names.rar; do submit "$m/$f" a-company --kind sample --password-file "$m/key" > "$m/$f.receipt"; done
submit "$m/names.7z" b-company > "$m/mails.receipt"
ok "they are read" work
says "CP932 in AES" 0 "$given" show "$aes_ja/1"
same "and in the old cipher" password-given "$(sql "SELECT state_reason FROM hand_in WHERE receipt = '$old_ja'")"
says "UTF-8 as it was given" 0 "$given" show "$utf8/1"
same "control: another word in CP932" archive.password "$(reason "$other_ja/1")"
for f in names.7z contents.7z names.rar mails; do
	sealed=$(cat "$m/$f.receipt")
	same "$f: what no password opens here" "partly archive.cipher" "$(document "$sealed/1" | field examined) $(reason "$sealed/1")"
	says "$f: which is said" 0 "(7z, RAR)" show "$sealed/1"
done
says "and no password is taken" 2 "waits for a password" $n submission password "$sealed" --password-file "$m/key" --hub "$HUB" --as b-con
says "nor is one asked for by the command that only reads" 1 "opened *here, *whatever the password\|not opened$" $n analyse "$m/names.7z"

ok "withdrawn" $n submission withdraw "$late" --hub "$HUB" --as b-con
says "nobody gives a password for what is gone" 2 "waits for a password" $n submission password "$late" --password-file "$m/key" --hub "$HUB" --as b-con

finish
