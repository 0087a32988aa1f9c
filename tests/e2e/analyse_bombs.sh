# once
# Mails that cost much to compare: ten thousand addresses against ten thousand, long quotes against each other.  Whatever
# does not fit is named as a limit; the jail's own limits (CPU, memory) are never reached.
n=${NOROSHI:-build/noroshi}
failed=0
mkdir -p "$TMPDIR/b"
python3 - "$TMPDIR/b" <<'P'
import os, random, sys
place = sys.argv[1]
random.seed(1)

def mail(name, sender, to, cc="", text="Hello\r\n", number=1):
    with open(os.path.join(place, name), "w") as file:
        file.write(f"From: {sender}\r\nTo: {to}\r\n" + (f"Cc: {cc}\r\n" if cc else "") + f"Message-ID: <{number}@x.example>\r\n"
                   f"Date: Wed, 31 Jul 2019 10:{number:02d}:00 +0900\r\n\r\n{text}")

def many(form, count):
    return ",\r\n ".join(form % (i, i, i) for i in range(count))

mail("alike.eml", "alice@a-company.example", many("P %d <person%d@domain%05d-company.example>", 9000))
mail("copies.eml", "alice@a-company.example", many("P %d <person%d@domain%05d.test>", 5000), many("P %d <p%d@domaim%05d.test>", 5000))
for folder in ("swapped", "free", "quotes"):
    os.makedirs(os.path.join(place, folder))
mail("swapped/1.eml", "alice@a-company.example", many("P %d <person%d@domain%05d-company.example>", 9000), number=1)
mail("swapped/2.eml", "alice@a-companny.example", many("P %d <person%d@domani%05d-company.example>", 9000), number=2)
mail("free/1.eml", "alice@a-company.example", many("P %d <person%d@domain%05d-company.example>", 9000), number=1)
mail("free/2.eml", "alice.a-company@gmail.com", many("P %d <person%ddomain%05dcompany@gmail.com>", 9000), number=2)
for k in range(40):
    lines = "\r\n".join("> line %d of this long quoted text which says %d" % (i, random.randrange(10 ** 9)) for i in range(3000))
    mail(f"quotes/{k:02d}.eml", "bob@b-company.example", "alice@a-company.example", number=k,
         text=f"Hi\r\n\r\nOn Wed, Alice Aoki <alice@a-company.example> wrote:\r\n{lines}\r\n")
bait = 'MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>Payment declined. Update your account.</p><base href="https://x.example/%s/">%s'
for name, base, links in (("base", "A" * 100000, 500), ("links", "A" * 2000, 20000)):
    with open(os.path.join(place, name + ".eml"), "w") as file:
        file.write("From: Amazon <info@notice.example>\r\nTo: alice@a-company.example\r\n" + bait % (base, "\r\n".join(f"<a href=x{i}>u</a>" for i in range(links))))
with open(os.path.join(place, "wide.eml"), "w") as file:
    file.write("From: bob@b-company.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "\uff48" * 2000000)
with open(os.path.join(place, "sent.eml"), "w") as file:
    file.write("From: alice@a-company.example\r\nDate: Wed, 31 Jul 2019 09:00:00 +0900\r\n\r\n" +
               "\r\n".join("sent line %d with more words in it to be long" % i for i in range(20000)))
with open(os.path.join(place, "context.json"), "w") as file:
    file.write('{ "own_domains": ["a-company.example"], "sent_archive": ["sent.eml"], "sent_archive_from": "2019-01-01" }')
P

# examined NAME WORD ARGS...: the first document was examined fully or partly, and has a finding of that id ("" : any)
examined()
{
	name=$1; wanted=$2; shift 2
	"$n" analyse --json "$@" 2> "$TMPDIR/err" | head -1 > "$TMPDIR/doc"
	if python3 - "$TMPDIR/doc" "$wanted" <<'P'
import json, sys
doc = json.loads(open(sys.argv[1]).readline())
print(doc["examined"], doc["limits"], file=sys.stderr)
spent = [l for l in doc["limits"] if l["limit"] in ("cpu.seconds", "memory.bytes")]
good = doc["examined"] in ("fully", "partly") and not spent and (not sys.argv[2] or any(f["id"] == sys.argv[2] for f in doc["findings"]))
sys.exit(0 if good else 1)
P
	then echo "ok - $name"; else echo "not ok - $name"; failed=1; fi
}

examined 'nine thousand addresses that look alike' '' "$TMPDIR/b/alike.eml"
examined 'copies that look like recipients' '' "$TMPDIR/b/copies.eml"
examined 'each of nine thousand played in the next mail; the sender is still found' bec.address.lookalike --thread "$TMPDIR/b/swapped"
examined 'the same in free mail' bec.address.freemail-embedding --thread "$TMPDIR/b/free"
examined 'forty long quotes against a long archive' bec.quote.never-sent --thread --context "$TMPDIR/b/context.json" "$TMPDIR/b/quotes"
examined 'five hundred links seen from a base of a hundred thousand letters' lure.brand "$TMPDIR/b/base.eml"
examined 'twenty thousand from one of two thousand' lure.brand "$TMPDIR/b/links.eml"
grep -q '"limit": *"html.links"' "$TMPDIR/doc" && echo "ok - the base is not put before each, which is said" || { echo "not ok - the base is not put before each, which is said"; failed=1; }
{ printf 'From: a@b.example\nTo: c@d.example\nContent-Type: text/html\n\n'; seq 20001 | sed 's|.*|<a href=http://h&.example/>x</a>|'; } > "$TMPDIR/b/many.eml"
examined 'more links than are followed' '' "$TMPDIR/b/many.eml"
grep -q '"limit": *"html.links"' "$TMPDIR/doc" && echo "ok - and said" || { echo "not ok - and said"; failed=1; }
decoys() { printf 'From: a@b.example\nTo: c@d.example\nContent-Type: text/html\n\n'; seq "$1" | sed 's|.*|<a href=http://b.example/&>x</a>|'; printf '<a href=http://paypal.com.login.example/>Log in</a>\n'; }
decoys 1900 > "$TMPDIR/b/decoys.eml"
examined 'a lure behind nineteen hundred decoys' lure.link.host "$TMPDIR/b/decoys.eml"
grep -q '"examined": *"fully"' "$TMPDIR/doc" && echo "ok - all are judged" || { echo "not ok - all are judged"; failed=1; }
decoys 2100 > "$TMPDIR/b/decoys.eml"
examined 'more decoys than are judged' '' "$TMPDIR/b/decoys.eml"
grep -q '"limit": *"links.judged"' "$TMPDIR/doc" && echo "ok - which is said" || { echo "not ok - which is said"; failed=1; }
{ printf 'From: a@b.example\nTo: c@d.example\nContent-Type: text/html\n\n'; seq 2100 | sed 's|.*|<a href=http://b.example/><img src=http://b.example/1></a>|'; printf '<a href=http://x.web.app/><img src=http://b.example/2></a>\n'; } > "$TMPDIR/b/pictures.eml"
examined 'a picture to click behind two thousand times the same one' lure.picture-link "$TMPDIR/b/pictures.eml"
examined 'two million full-width letters of which each may begin an address' '' "$TMPDIR/b/wide.eml"
exit $failed
