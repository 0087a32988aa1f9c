# First light: a conversation of a real fraud pattern and twenty indiscriminate mails come in from five organisations, are
# read in the jail, become cases; one share is approved by its source, released by a second analyst, and reaches members.
. tests/e2e/lib
new_hub "contact = info@hub.example" "link = https://hub.example/"
roster
m=$TMPDIR/m; mkdir -p "$m"
as() { person=$1; shift; $n "$@" --hub "$HUB" --as "$person"; }
code() { python3 -c '
import base64, hashlib, hmac, struct, sys, time
key = base64.b32decode(sys.argv[1] + "=" * (-len(sys.argv[1]) % 8))
h = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
at = h[-1] & 15
print("%06d" % ((struct.unpack(">I", h[at:at + 4])[0] & 0x7fffffff) % 1000000))' "$1"; }
ok "the partner is known as a counterpart" as adm org add b-partner --kind counterpart --name-en "B-Partner" --domain b-partner.example

# ---- what comes in: story 1 as one hand-in, twenty indiscriminate mails of five organisations ----
python3 - "$m" <<'PY'
import glob, sys, zipfile
from email.message import EmailMessage
m = sys.argv[1]
with zipfile.ZipFile(m + "/story1.zip", "w") as z:
    for path in sorted(glob.glob("tests/e2e/story1/*.eml")):
        z.write(path, path.split("/")[-1])
for letter in "abcde":
    with open(f"{m}/bulk-{letter}.mbox", "w") as box:
        for i in range(4):
            n = "abcde".index(letter) * 4 + i
            e = EmailMessage()
            e["Received"] = f"from mx{n}.sender.test (mx{n}.sender.test [198.18.3.{n + 1}]) by mx.{letter}-company.example; Tue, 16 Jul 2019 09:{n:02d}:00 +0900"
            e["From"], e["To"] = f"info{n}@sender{n}.test", f"staff{i}@{letter}-company.example"
            e["Subject"], e["Message-ID"] = "Data for July", f"<bulk{n}@sender{n}.test>"
            e["Date"] = f"Tue, 16 Jul 2019 09:{n:02d}:00 +0900"
            e.set_content(f"Hello,\n\nthe bill of this month is attached, number {70000 + n * 37}. Please open the file, check the "
                          "items and send the money to the address that stands in it. Thank you for your business with us.\n")
            e.add_attachment(b"PK\x05\x06" + b"\0" * 18 + str(n).encode(), maintype="application", subtype="zip", filename=f"bill-{70000 + n}.zip")
            box.write("From info Tue Jul 16 09:00:00 2019\n" + e.as_string() + "\n")
PY
bec=$(submit "$m/story1.zip" a-company --kind bec --as a-con --received-at 2019-08-15T11:20:00+09:00)
says "a receipt before anything is read" 0 "waits for the worker" as an-1 submission show "$bec"
for l in a b c d e; do submit "$m/bulk-$l.mbox" $l-company --as $l-con --received-at 2019-07-16T10:00:00+09:00 > "$TMPDIR/receipt"; done
ok "all of it is read in the jail" work
says "with nothing left over" 0 "0 hand-ins" $n worker --hub "$HUB" --once
same "twenty mails and one conversation" "20 1" "$($n submission list --hub "$HUB" --json | python3 -c 'import json,sys
kinds = [json.loads(l)["kind"] for l in sys.stdin]; print(kinds.count("mail"), kinds.count("bec"))')"
same "of five organisations" 5 "$($n submission list --hub "$HUB" --json --kind mail | field org | sort -u | wc -l)"
same "the twenty are seen as bulk" "bulk" "$($n submission list --hub "$HUB" --json --kind mail | field verdict.nature | sort -u | paste -sd' ')"

# ---- story 1: what the engine says, with its evidence ----
as an-1 submission show "$bec/1" --json > "$TMPDIR/story"
same "business e-mail compromise, type 1, strong" "bec 1 strong fully" "$(python3 -c 'import json,sys
s = json.loads(sys.stdin.readline()); print(s["verdict"]["nature"], s["verdict"]["bec_type"], s["verdict"]["strength"], s["examined"])' < "$TMPDIR/story")"
tricks() { python3 -c 'import json,sys
s = json.loads(sys.stdin.readline()); print(*sorted({t for f in s["findings"] if f["for"] for t in f["tricks"]}))' < "$TMPDIR/story"; }
for t in B01 B02 B10 B12 B13 B14 B20 B30; do says "trick $t of the story is found" 0 "$t" sh -c "echo '$(tricks)'"; done
says "in the reader's language" 0 "振込\|口座" as an-1 submission show "$bec/1" --lang ja
says "in the other one" 0 "account for payment" as an-1 submission show "$bec/1" --lang en

# ---- one case from the conversation, one from the twenty ----
ok "the conversation is a case" as an-1 case open "$bec/1" --title "shipping documents" --json
case=$(field object < "$out")
ok "of business e-mail compromise" as an-1 submission classify "$bec/1" --class bec --damage none --share-verdict share
# what is proposed is accepted one by one, until nothing is proposed any more
rounds=0
while [ $rounds -lt 40 ]; do
	p=$(as an-1 case proposals --json | python3 -c 'import json,sys
for l in sys.stdin:
    r = json.loads(l)
    if r["submission"] != sys.argv[1]: print(r["proposal"]); break' "$bec/1")
	[ -n "$p" ] || break
	as an-1 case accept "$p" > "$TMPDIR/accepted" 2>&1 || { cp "$TMPDIR/accepted" "$out"; fail "a proposal is accepted"; break; }
	rounds=$((rounds + 1))
done
if [ $rounds -ge 10 ]; then pass "alike mails are proposed to each other"; else fail "alike mails are proposed to each other"; fi
# where two pairs were proposed before they met, there are several cases: the analyst merges them
of_bulk() { as an-1 case list --json | python3 -c 'import json,sys
print(*[c["case"] for c in map(json.loads, sys.stdin) if c["case"] != sys.argv[1]])' "$case"; }
set -- $(of_bulk); one=$1; shift
for other in "$@"; do as an-1 case merge "$one" "$other" > "$TMPDIR/x" 2>&1 || { cp "$TMPDIR/x" "$out"; fail "merged"; }; done
same "the twenty stand in one case of five organisations" "20 5" "$(as an-1 case list --json | python3 -c 'import json,sys
print(*max(((c["submissions"], c["organisations"]) for c in map(json.loads, sys.stdin))))')"
for s in $($n submission list --hub "$HUB" --json --kind mail | field submission); do as an-1 submission classify "$s" --class malware-bulk --share-verdict not-shared-bulk > "$TMPDIR/x" 2>&1 || { cp "$TMPDIR/x" "$out"; fail "bulk is classified"; }; done
same "not shared is a result with its reason" 20 "$($n submission list --hub "$HUB" --json | grep -c '"share_verdict":"not-shared-bulk"')"

# ---- the share (urgent: it is out at once, not at the next slot): nothing that names the source; its yes to exactly this; a second person ----
printf 'Somebody played the supplier towards a customer abroad and sent an invoice with a new account.\n' > "$m/en.txt"
printf '海外取引先に対し、請求側の担当者になりすまし、偽の口座を記した請求書を送る攻撃がありました。\n' > "$m/ja.txt"
printf 'Somebody played A-Company towards its customer.\n' > "$m/named.txt"
set -- --title-ja "請求書を装う攻撃" --title-en "Invoice fraud" --summary-ja "$m/ja.txt"
as an-1 share draft --case "$case" --audience all --lane narrative --class urgent "$@" --summary-en "$m/named.txt" --json > "$out" 2>&1
named=$(field share < "$out" 2>/dev/null | head -1)
says "the control: a draft that names the source does not pass the leak check" 1 "hit\|A-Company" as an-1 share check "$named"
ok "a draft that does not" as an-1 share draft --case "$case" --audience all --lane narrative --class urgent "$@" --summary-en "$m/en.txt" --json
share=$(field share < "$out"); digest=$(field digest < "$out")
says "passes it" 0 "no hit" as an-1 share check "$share"
says "without the source's yes it does not leave" 2 "not approved" as an-2 share release "$share"
ok "the source is asked" as an-1 share ask "$share"
says "sees exactly what would leave" 0 "$digest" as a-app approve show "$share"
secret=$(as a-app approve enroll --json | field secret)
ok "and says yes with its own code" as a-app approve yes "$share" --digest "$digest" --code "$(code "$secret")"
says "the author cannot let it out" 2 "a second person must" as an-1 share release "$share"
ok "the second analyst can" as an-2 share release "$share" --json
same "to five members, the source among them" 5 "$(field recipients < "$out")"
for l in a b c d e; do says "$l reads it" 0 "Invoice fraud" as $l-con share show "$share" --lang en; done
as c-con share show "$share" --format json > "$TMPDIR/read"
says "as a document for machines" 0 "Invoice fraud" cat "$TMPDIR/read"
refuses "and nothing of it names the source" grep -i 'a-company\|b-partner\|Aoki\|Baker' "$TMPDIR/read"
says "a liaison group does not read it" 2 "there is no share" as m-con share show "$share"
ok "notices are written" $n outbox flush --hub "$HUB"
refuses "without content" grep -ri "invoice" "$HUB/outbox"
finish
