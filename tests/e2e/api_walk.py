"""The whole way through the REST interface, every answer checked against the document; what is refused on the way; what leaks."""
import base64
import hashlib
import hmac
import os
import struct
import subprocess
import tempfile
import time
import types

from api_client import *  # noqa: F403
import api_client
import api_deeds

ALL = "read,submit,sight,approve,triage,share"
keys = {who: make_key(who, ALL) for who in ["an-1", "an-2", "aud", "adm", "a-con", "a-app", "b-con", "d-con"]}
an1, an2, aud, adm, acon, aapp, bcon, dcon = (Client(keys[w][0]) for w in keys)


def wait_for(client, path, holds):
    for _ in range(300):
        answer = client.get(path)
        if answer.status == 200 and holds(answer.json):
            return answer
        time.sleep(0.1)
    return answer


def same(name, wanted, got):
    return test(name, wanted == got, f"wanted {wanted!r}, got {got!r}")


def status(name, wanted, answer):
    return test(name, answer.status == wanted, f"wanted {wanted}: {answer}")


t = types.SimpleNamespace(test=test, same=same, status=status)


def sql(statement):
    place = os.environ.get("NOROSHI_DATABASE")
    subprocess.run(["psql", "-q", place, "-c", statement] if place else ["sqlite3", "-cmd", ".timeout 20000", f"{HUB}/noroshi.db", statement], check=True, capture_output=True)


def one_time_code(secret):
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    h = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = h[-1] & 15
    return "%06d" % ((struct.unpack(">I", h[at:at + 4])[0] & 0x7FFFFFFF) % 1000000)


# ---- the check itself ----
test("the schema check finds what is wrong (control)", controls())
test("the document is OpenAPI 3.1", document["openapi"].startswith("3.1"))
same("serve --openapi prints the same", document, json.loads(noroshi("serve", "--openapi")))
me = an1.get("/me")
status("a key says whose it is", 200, me)
same("and what it may do", (keys["an-1"][1], "an-1", ALL.split(",")), (me.json["key"], me.json["person"], me.json["scopes"]))

# ---- the door ----
secret = keys["a-con"][0]
for name, answer in [("no key", send("GET", "/api/v1/me")), ("a wrong key", send("GET", "/api/v1/me", {"Authorization": "Bearer noroshi_" + "A" * 43})),
                     ("a key in the address", send("GET", "/api/v1/me?access_token=" + secret)), ("another scheme", send("GET", "/api/v1/me", {"Authorization": "Basic " + secret})),
                     ("a cookie", send("GET", "/api/v1/me", {"Cookie": "__Host-noroshi=" + secret}))]:
    status(f"{name}: 401", 401, answer)
    test(f"{name}: it says how", answer.headers["WWW-Authenticate"].startswith("Bearer"), answer)
same("no key and a wrong one are told the same", send("GET", "/api/v1/me").body, send("GET", "/api/v1/me", {"Authorization": "Bearer x"}).body)
same("also of an address that is none", send("GET", "/api/v1/nothing").body, send("GET", "/api/v1/me").body)
answer = an1.get("/me")
for header, value in [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]:
    same(f"every answer says {header}", value, answer.headers[header])
same("no other origin is let in", None, answer.headers["Access-Control-Allow-Origin"])

# ---- a member hands in ----
mail = eml('"Bob Baker" <bob@freemail.example>', "contact@a-company.example", "Invoice 4711", "one@evil.example",
           "Please pay to our new bank account. https://evil-pay.example/pay/invoice")
handed = acon.submit(("invoice.eml", mail), Idempotency_Key="first")
status("a form with a file", 201, handed)
receipt = handed.json["receipts"][0]["receipt"]
same("its address", "/api/v1/receipts/" + receipt, handed.headers["Location"])
again = acon.submit(("invoice.eml", mail), Idempotency_Key="first")
status("the same key once more, another boundary", 201, again)
same("is the same answer", handed.body, again.body)
other = acon.submit(("invoice.eml", mail + b"more"), Idempotency_Key="first")
status("the same key for another file", 422, other)
same("is told so", "urn:noroshi:problem:key-reused", other.json["type"])
bmail = eml('"Eve" <eve@freemail.example>', "contact@b-company.example", "Quotation", "b@evil.example", "Please see https://evil-b.example/q")
status("the key is one's own", 201, (handed_b := bcon.submit(("b.eml", bmail), Idempotency_Key="first")))
raw = acon.post("/submissions?kind=mail&name=second.eml", mail.replace(b"4711", b"4712").replace(b"one@", b"two@"), Content_Type="message/rfc822")
status("a file as the body", 201, raw)
second = raw.json["receipts"][0]["receipt"]
repeated = acon.post("/submissions?kind=mail&name=second.eml", mail.replace(b"4711", b"4712").replace(b"one@", b"two@"), Content_Type="message/rfc822")
same("handed in twice it has one receipt", (second, True), (repeated.json["receipts"][0]["receipt"], repeated.json["receipts"][0]["repeated"]))
status("nothing is no hand-in", 400, acon.post("/submissions", b"", Content_Type="message/rfc822"))
status("no such kind", 400, acon.post("/submissions?kind=nonsense", mail, Content_Type="message/rfc822"))
status("too much for a deed of words", 413, an1.post("/cases/C-2019-0001/merge", b"x" * 2000000, Content_Type="application/json"))
status("an analyst hands in nothing", 404, an1.submit(("x.eml", mail)))
got = wait_for(acon, "/receipts/" + receipt, lambda r: r["submissions"] and r["submissions"][0]["examined"] != "waiting")
same("it is read", f"{receipt}/1", got.json["submissions"][0]["submission"])
wait_for(acon, "/receipts/" + second, lambda r: r["submissions"] and r["submissions"][0]["examined"] != "waiting")
consult = acon.submit(("note.txt", "フリーソフトの更新後にウイルス対策ソフトが警告を出しました。".encode()), kind="consultation").json["receipts"][0]["receipt"]
breceipt = handed_b.json["receipts"][0]["receipt"]
wait_for(bcon, "/receipts/" + breceipt, lambda r: r["submissions"] and r["submissions"][0]["examined"] != "waiting")
wait_for(acon, "/receipts/" + consult, lambda r: r["submissions"])
own = acon.get(f"/submissions/{receipt}/1")
status("the own submission", 200, own)
same("without what is inside", None, own.json["case"])
status("what was found in it", 200, acon.get(f"/submissions/{receipt}/1/analysis"))
before = noroshi("audit", "list", "--hub", HUB, "--deed", "content.seen", "--json").count("\n")
found = an1.get(f"/submissions/{receipt}/1/analysis?reason=urgent")
same("the analyst sees the same document", "noroshi/analysis/1", found.json["schema"])
lines = noroshi("audit", "list", "--hub", HUB, "--deed", "content.seen", "--json").splitlines()
same("and the look is recorded", (before + 1, {"reason": "urgent"}), (len(lines), json.loads(lines[-1])["detail"]))

# ---- what one may not see does not exist ----
for name, path in [("submission", "/submissions/{}/1"), ("analysis", "/submissions/{}/1/analysis"), ("receipt", "/receipts/{}")]:
    forbidden, absent = bcon.get(path.format(receipt)), bcon.get(path.format("R-20190101-AAAAAA"))
    status(f"another's {name}", 404, forbidden)
    same(f"another's {name} and none are the same bytes", (absent.status, absent.body), (forbidden.status, forbidden.body))
    same(f"and headers, of the {name}", sorted(k for k in absent.headers), sorted(k for k in forbidden.headers))
forbidden, absent = bcon.post(f"/submissions/{receipt}/1/withdraw"), bcon.post("/submissions/R-20190101-AAAAAA/1/withdraw")
same("nor can another's be taken back", (404, absent.body), (forbidden.status, forbidden.body))
for path in ["/cases", "/shares", "/audit", "/indicators", "/organisations", "/report?from=2019-07-01&to=2019-09-30", "/sightings", "/proposals"]:
    status(f"a member has no {path}", 404, bcon.get(path))
same("in the same bytes as an address that is none", bcon.get("/nothing").body, bcon.get("/cases").body)
status("that needs no scope to be told", 404, Client(make_key("b-con", "submit")[0]).get("/cases"))

# ---- the protocol ----
status("a method that is not taken", 405, an1.ask("DELETE", "/cases"))
same("names those that are", "GET, HEAD", an1.ask("DELETE", "/cases").headers["Allow"])
status("a form where JSON is taken", 415, an1.post(f"/submissions/{receipt}/1/classify", b"class=bec", Content_Type="application/x-www-form-urlencoded"))
status("a type that is not given", 406, an1.get("/cases", Accept="text/html"))
status("one of several is", 200, an1.get("/cases", Accept="text/html, application/*;q=0.5"))
for name, body in [("no JSON", b"{"), ("no object", b"[]"), ("an unknown member", b'{"class":"bec","clas":1}'), ("one twice", b'{"class":"bec","class":"bec"}'),
                   ("another type", b'{"class":7}'), ("one is missing", b"{}"), ("no such word", b'{"class":"nonsense"}'), ("deep", b"[" * 100000)]:
    answer = an1.post(f"/submissions/{receipt}/1/classify", body, Content_Type="application/json")
    status(f"a body with {name}", 400, answer)
test("the nearest name is told", "class" in an1.post(f"/submissions/{receipt}/1/classify", b'{"class":"bec","clas":1}', Content_Type="application/json").json["detail"])
for query in ["stat=new", "limit=0", "limit=501", "limit=x", "after=!", "state=parsed&state=parsed", "from=yesterday", "kind=nonsense"]:
    status(f"?{query}", 400, an1.get("/submissions?" + query))
problem = an1.get("/submissions?limit=0")
same("a problem is one of RFC 9457", "application/problem+json", problem.headers["Content-Type"])
log = open(os.environ["SERVE_LOG"], encoding="utf-8").read()
test("with a reference that stands in the log", problem.json["reference"] in log, problem)
same("in English", "limit is a number from 1 to 500", problem.json["detail"])
test("in Japanese where that is asked for", "500" in (ja := an1.get("/submissions?limit=0", Accept_Language="ja,en").json["detail"]) and ja != problem.json["detail"], ja)
one = an1.get(f"/submissions/{receipt}/1")
status("what is there already need not come again", 304, an1.get(f"/submissions/{receipt}/1", If_None_Match=one.headers["ETag"]))
status("HEAD is GET without a body", 200, (head := an1.ask("HEAD", f"/submissions/{receipt}/1")))
same("with the same validator", (one.headers["ETag"], b""), (head.headers["ETag"], head.body))

# ---- triage: If-Match, both versions, once ----
etag = one.headers["ETag"]
deed = {"class": "bec", "damage": "none", "reason": "seen before"}
status("decided on what was seen", 200, an1.post(f"/submissions/{receipt}/1/classify", deed, If_Match=etag, Idempotency_Key="c1"))
late = an2.post(f"/submissions/{receipt}/1/classify", {"class": "unknown"}, If_Match=etag)
status("who saw an older version decides nothing", 412, late)
same("and gets both versions", ("bec", "unknown"), (late.json["current"]["class"], late.json["yours"]["class"]))
same("with the validator of the current one", an1.get(f"/submissions/{receipt}/1").headers["ETag"], late.json["etag"])
same("nothing was changed", "bec", an1.get(f"/submissions/{receipt}/1").json["class"])
same("what was not given stays", "none", (an1.post(f"/submissions/{receipt}/1/classify", {"class": "bec"}), an1.get(f"/submissions/{receipt}/1"))[1].json["damage"])
steps = an1.get(f"/submissions/{receipt}/1/decisions")
same("two decisions are kept", 2, len([s for s in steps.json["items"] if s["field"] == "class"]))
replay = an1.post(f"/submissions/{receipt}/1/classify", deed, If_Match=etag, Idempotency_Key="c1")
same("the same deed with the same key is not done again", (200, "true"), (replay.status, replay.headers["Idempotency-Replayed"]))
same("so that still two are kept", 2, len([s for s in an1.get(f"/submissions/{receipt}/1/decisions").json["items"] if s["field"] == "class"]))
status("targeted needs its basis", 400, an1.post(f"/submissions/{receipt}/1/classify", {"class": "targeted"}))
readonly = Client(make_key("an-1", "read")[0])
scoped = readonly.post(f"/submissions/{receipt}/1/classify", deed)
status("a key without the scope", 403, scoped)
test("is told which", 'scope="triage"' in scoped.headers["WWW-Authenticate"], scoped)

status("the verdict is right", 200, an1.post(f"/submissions/{receipt}/1/judge", {"word": "agree"}))
status("of no such finding", 422, an1.post(f"/submissions/{receipt}/1/judge", {"word": "wrong", "finding": "no.such.sign"}))
same("it is kept", [(None, "agree", "an-1")], [(j["finding"], j["word"], j["by"]) for j in an1.get(f"/submissions/{receipt}/1/judgements").json["items"]])
status("without a reason nobody gets the bytes", 400, an1.post(f"/submissions/{receipt}/1/sample", {}))
zipped = an1.post(f"/submissions/{receipt}/1/sample", {"reason": "malware desk"})
status("with one, as a zip", 200, zipped)
test("that does not open by accident", zipped.body[:2] == b"PK" and b"Invoice" not in zipped.body, zipped)
status("another member gets nothing", 404, bcon.post(f"/submissions/{receipt}/1/sample", {"reason": "x"}))

# a deed that began and never ended: its hub died
again = {"class": "bec", "reason": "again"}
status("once", 200, an1.post(f"/submissions/{receipt}/1/classify", again, Idempotency_Key="c2"))
sql("UPDATE api_answer SET status = 0, location = '', body = '' WHERE status = 200 AND made_ms = (SELECT MAX(made_ms) FROM api_answer)")
begun = an1.post(f"/submissions/{receipt}/1/classify", again, Idempotency_Key="c2")
same("while it may still go on it is not done again", (409, "60"), (begun.status, begun.headers["Retry-After"]))
sql("UPDATE api_answer SET made_ms = made_ms - 120000 WHERE status = 0")
status("after a minute it is", 200, an1.post(f"/submissions/{receipt}/1/classify", again, Idempotency_Key="c2"))
sql("UPDATE api_answer SET made_ms = made_ms - 90000000")
status("a day later the key is free", 200, an1.post(f"/submissions/{receipt}/1/classify", {"class": "bec", "reason": "another"}, Idempotency_Key="c2"))
status("what was refused may be asked again, changed", 400, an1.post(f"/submissions/{receipt}/1/classify", {"class": "targeted"}, Idempotency_Key="c3"))
status("with the same key", 200, an1.post(f"/submissions/{receipt}/1/classify", {"class": "bec"}, Idempotency_Key="c3"))

# ---- cases ----
proposals = [p for p in an1.get("/proposals").json["items"] if p["other"]]
test("the two mails are proposed to be one", len(proposals) >= 1, proposals)
accepted = an1.post(f"/proposals/{proposals[0]['proposal']}/accept")
status("accepted", 200, accepted)
case = accepted.json["object"]
status("once", 409, an1.post(f"/proposals/{proposals[0]['proposal']}/accept"))
opened = an1.post(f"/submissions/{breceipt}/1/case", {"title": "Quotation"})
status("a case around another one", 201, opened)
case_b = opened.json["object"]
same("its address", "/api/v1/cases/" + case_b, opened.headers["Location"])
status("merged", 200, an1.post(f"/cases/{case}/merge", {"from": case_b}))
status("with nothing that is not there", 422, an1.post(f"/cases/{case}/merge", {"from": "C-2019-9999"}))
whole = an1.get(f"/cases/{case}")
test("it holds all three", len(whole.json["members"]) == 3, whole)
status("and back", 200, an1.post(f"/cases/{case_b}/unmerge"))
split = an1.post(f"/cases/{case}/split", {"submissions": [an1.get(f"/cases/{case}").json["members"][0]["submission"]], "title": "apart"})
status("split", 201, split)
status("and joined", 200, an1.post(f"/cases/{case}/merge", {"from": split.json["object"]}))
status("closed", 200, an1.post(f"/cases/{case_b}/close"))
status("open again", 200, an1.post(f"/cases/{case_b}/reopen"))
same("the list has them", {case, case_b}, {c["case"] for c in an1.get("/cases").json["items"]})
api_deeds.desk(t, an1, an2, case, receipt, second)
api_deeds.told(t, an1, case_b)
rejected = [p for p in an1.get("/proposals").json["items"]]
if not rejected:
    for i in (1, 2):
        r = bcon.submit((f"r{i}.eml", bmail.replace(b"b@evil", b"r%d@evil" % i).replace(b"Quotation", b"Quotation %d" % i))).json["receipts"][0]["receipt"]
        wait_for(bcon, "/receipts/" + r, lambda x: x["submissions"] and x["submissions"][0]["examined"] != "waiting")
    rejected = an1.get("/proposals").json["items"]
status("a proposal is rejected", 200, an1.post(f"/proposals/{rejected[0]['proposal']}/reject"))

# ---- lists: pages, and lines ----
first = an1.get("/submissions?limit=2")
same("a page", 2, len(first.json["items"]))
test("says where it goes on, twice", first.json["next"] in first.headers["Link"] and 'rel="next"' in first.headers["Link"], first)
seen, after = [s["submission"] for s in first.json["items"]], first.json["next"]
while after:
    page = an1.get(f"/submissions?limit=2&after={after}")
    seen, after = seen + [s["submission"] for s in page.json["items"]], page.json["next"]
everything = an1.get("/submissions", Accept="application/x-ndjson")
same("as lines it is the same, whole", seen, [json.loads(line)["submission"] for line in everything.body.splitlines()])
same("nothing twice", len(seen), len(set(seen)))
same("a member has only the own", {f"{receipt}/1", f"{second}/1", f"{consult}/1"}, {s["submission"] for s in acon.get("/submissions").json["items"]})
same("whatever it asks for", set(), {s["org"] for s in bcon.get("/submissions?org=a-company").json["items"]} - {"b-company"})
forged = base64.urlsafe_b64encode(f"{int(time.time() * 1000)} {receipt} 1".encode()).decode().rstrip("=")
same("nor by a forged place", set(), {s["org"] for s in bcon.get("/submissions?after=" + forged).json["items"]} - {"b-company"})

# ---- a share ----
drafted = an1.post(f"/cases/{case}/share", {"tlp": "AMBER", "class": "urgent", "audience": "all"})
status("drafted", 201, drafted)
share = drafted.json["share"]
status("for whom?", 400, an1.post(f"/cases/{case}/share", {"tlp": "AMBER", "class": "urgent", "audience": "nobody"}))
status("the list has it", 200, an1.get("/shares?state=draft"))
whole = an1.get(f"/shares/{share}")
status("one share", 200, whole)
test("its papers", {"csv", "json", "text.ja", "html.en"} <= {p["paper"] for p in whole.json["papers"]}, whole)
paper = an1.get(f"/shares/{share}/papers/csv")
same("are the bytes that their digests name", [p["sha256"] for p in whole.json["papers"] if p["paper"] == "csv"], [hashlib.sha256(paper.body).hexdigest()])
status("another is none", 404, an1.get(f"/shares/{share}/papers/exe"))
asked = an1.post(f"/shares/{share}/ask")
status("the source is asked", 200, asked)
test("at least one", asked.json["requests"] >= 1, asked)
status("before its answer nobody releases it", 403, an2.post(f"/shares/{share}/release"))
status("the draft is in no inbox", 404, bcon.get(f"/inbox/{share}"))

# ---- the source's answer ----
secret = json.loads(noroshi("approve", "enroll", "--hub", HUB, "--as", "a-app", "--json"))["secret"]
status("it waits for the approver", 200, (waiting := aapp.get("/approvals")))
same("once", [share], [a["share"] for a in waiting.json["items"]])
exact = aapp.get(f"/approvals/{share}")
test("with the exact text", "TLP:AMBER" in exact.json["text_en"] and exact.json["text_ja"] != "", exact)
digest = exact.json["approval"]["digest"]
status("who was not asked", 404, dcon.get(f"/approvals/{share}"))
status("a change needs words", 400, aapp.post(f"/approvals/{share}", {"answer": "change", "digest": digest, "code": "000000"}))
status("a key alone says no yes", 403, aapp.post(f"/approvals/{share}", {"answer": "yes", "digest": digest, "code": "000000"}))
guess = Client(make_key("a-app", "read,approve")[0])
tries = [guess.post(f"/approvals/{share}", {"answer": "yes", "digest": digest, "code": f"{i:06}"}).status for i in range(20)]
test("who guesses codes with a key waits", tries[0] == 403 and tries[-1] == 429, tries)
status("also who names the version that was seen", 429, guess.post(f"/approvals/{share}", {"answer": "yes", "digest": digest, "code": "000000"}, If_Match="*"))
status("nor a yes to another text", 409, aapp.post(f"/approvals/{share}", {"answer": "yes", "digest": "0" * 64, "code": one_time_code(secret)}))
wait = 30 - int(time.time()) % 30 + 1
yes = aapp.post(f"/approvals/{share}", {"answer": "yes", "digest": digest, "code": one_time_code(secret)})
if yes.status == 403:           # the code was used up by the refused answer
    time.sleep(wait)
    yes = aapp.post(f"/approvals/{share}", {"answer": "yes", "digest": digest, "code": one_time_code(secret)})
status("with the one-time code it does", 200, yes)
status("the author does not release", 403, an1.post(f"/shares/{share}/release"))
status("the second analyst does", 200, an2.post(f"/shares/{share}/release"))
status("once", 409, an2.post(f"/shares/{share}/release"))

# ---- a member reads and answers ----
status("it is in the inbox", 200, (box := bcon.get("/inbox")))
same("of everybody", [share], [d["share"] for d in box.json["items"]])
status("unopened its papers cannot be had", 404, bcon.get(f"/inbox/{share}/papers/json"))
status("nor acknowledged", 409, bcon.post(f"/inbox/{share}/ack"))
status("looking has not opened it", 200, (d := bcon.get(f"/inbox/{share}")))
same("it is not", None, d.json["opened"])
status("opened", 200, bcon.post(f"/inbox/{share}/open"))
before = noroshi("audit", "list", "--hub", HUB, "--deed", "delivery.opened", "--json").count("\n")
read = bcon.get(f"/inbox/{share}/papers/text.en")
status("and read", 200, read)
test("that is the share", share in read.body.decode(), read)
same("every look leaves its line", before + 1, noroshi("audit", "list", "--hub", HUB, "--deed", "delivery.opened", "--json").count("\n"))
status("another paper is none", 404, bcon.get(f"/inbox/{share}/papers/exe"))
status("acknowledged", 200, bcon.post(f"/inbox/{share}/ack"))
status("an answer without the time searched", 400, bcon.post(f"/inbox/{share}/answer", {"answer": "no-hit"}))
status("nothing found", 200, bcon.post(f"/inbox/{share}/answer", {"answer": "no-hit", "from": "2019-01-01", "to": "2019-06-30", "useful": 4, "may_merge": True}))
same("the own answer is there", "no-hit", bcon.get(f"/inbox/{share}").json["answer"]["word"])
hits = "\n".join(json.dumps(x) for x in [
    {"schema": "noroshi/sighting/1", "indicator": "evil-pay.example", "type": "domain", "org": "B", "direction": "to", "port": 443, "proto": "tcp", "action": "allow",
     "first": "2019-07-14T00:10:00Z", "last": "2019-07-20T11:00:00Z", "count": 7, "heuristic": False, "listed": [], "lines": []},
    {"schema": "noroshi/sighting/1", "indicator": "203.0.113.9", "type": "ipv4", "org": "B", "direction": "from", "port": 1433, "proto": "tcp", "action": "allow",
     "first": "2019-07-14T00:10:00Z", "last": "2019-07-20T11:00:00Z", "count": 2, "heuristic": False, "listed": [], "lines": []},
    {"schema": "noroshi/hunt-summary/1", "files": 1, "bytes": 1, "lines": 1, "skipped": [], "searched": {"first": "2019-07-01T00:00:00Z", "last": "2019-07-31T00:00:00Z"},
     "direction_known": 1.0, "formats": {}}])
sighted = bcon.post(f"/inbox/{share}/sightings", hits.encode(), Content_Type="application/x-ndjson")
status("what noroshi hunt printed", 201, sighted)
wait_for(bcon, "/receipts/" + sighted.json["receipts"][0]["receipt"], lambda r: r["submissions"] and r["submissions"][0]["examined"] != "waiting")
status("not to a share that was not sent", 404, bcon.post("/inbox/J-AAAAAAA/sightings", hits.encode(), Content_Type="application/x-ndjson"))
table = an1.get(f"/shares/{share}/sightings")
test("the hub sees it", ("b-company", "evil-pay.example", "to", 443, 7) in
     [(r["org"], r["indicator"], r["direction"], r["port"], r["count"]) for r in table.json["items"]], table)
status("hand-ins of sightings", 200, an1.get("/sightings"))
status("the auditor does not see who", 404, aud.get(f"/shares/{share}/sightings"))

# ---- later versions ----
def with_code(deed):
    """A code is good once."""
    answer = deed(one_time_code(secret))
    if answer.status == 403:
        time.sleep(30 - int(time.time()) % 30 + 1)
        answer = deed(one_time_code(secret))
    return answer


def approve(number):
    """The sources are asked and say yes."""
    status(f"asked about {number}", 200, an1.post(f"/shares/{number}/ask"))
    digest = aapp.get(f"/approvals/{number}").json["approval"]["digest"]
    status("the source says yes", 200, with_code(lambda c: aapp.post(f"/approvals/{number}", {"answer": "yes", "digest": digest, "code": c})))


api_deeds.shares(t, an1, an2, aapp, bcon, case, receipt, share, approve)
own = json.loads(noroshi("share", "draft", "--hub", HUB, "--as", "an-1", "--audience", "all", "--class", "urgent", "--tlp", "GREEN",
    "--terms", "public report", "--value", "ipv4:203.0.113.9", "--value", "domain:bad.example", "--json"))["share"]
api_deeds.values(t, an1, an2, bcon, own)
api_deeds.numbers(t, an1, bcon, share, own)
api_deeds.around(t, an1, an2, acon, aapp, case_b, receipt, noroshi, HUB, with_code)
api_deeds.publication(t, an1, aapp, case, with_code)
api_deeds.report(t, an1, an2, case)
api_deeds.keys(t, acon, bcon, make_key, Client)

# ---- indicators ----
status("indicators", 200, (some := an1.get("/indicators?limit=1")))
test("page by page", some.json["next"] is not None, some)
named = max(an1.get("/indicators?limit=500").json["items"], key=lambda i: i["sightings"])
whole = an1.get(f"/indicators/{named['indicator']}")
status("one", 200, whole)
same("with its value, and how often it was handed in", (named["value"], named["submissions"], named["cases"]), (whole.json["value"], len(whole.json["submissions"]), len(whole.json["cases"])))
same("and who saw it, how often", ([("b-company", share)], whole.json["to"]), ([(x["org"], x["share"]) for x in whole.json["sightings"]], sum(x["count"] for x in whole.json["sightings"])))
looked = aud.get(f"/indicators/{named['indicator']}")
same("an auditor sees no organisation behind it", (200, [], []), (looked.status, looked.json["submissions"], looked.json["sightings"]))
status("of one type", 200, an1.get("/indicators?type=domain", Accept="application/x-ndjson"))
searched = an1.post("/indicators/search", {"values": ["EVIL-pay[.]example", "203.0.113.77", "not an indicator at all"]})
same("many at once, defanged", [True, False, False], [v["known"] is not None for v in searched.json["values"]])
test("and why one is none", searched.json["values"][2]["why"], searched)

# ---- questions, consultations, calls ----
asked = an1.post(f"/submissions/{second}/1/questions", {"template": "mail.original"})
status("a question", 201, asked)
question = asked.json["object"]
status("the member sees it", 200, acon.get("/questions"))
status("another does not", 404, bcon.get(f"/questions/{question}"))
status("reads it", 200, (q := acon.get(f"/questions/{question}")))
test("its words", q.json["messages"][0]["words"], q)
status("answers", 200, acon.post(f"/questions/{question}/answer", {"words": "Here is what we know."}))
status("once more", 200, an1.post(f"/questions/{question}/again", {"en": "Since when?", "ja": "いつからですか。"}))
status("closed", 200, an1.post(f"/questions/{question}/close"))
api_deeds.question(t, an1, acon, bcon, receipt, mail, wait_for)
status("consultations", 200, an1.get("/consultations"))
status("drafted", 200, an1.post(f"/consultations/{consult}/1/draft", {"template": "freeware", "about": "フリーソフトの更新後に対策ソフトが検知した"}))
same("of a draft the member sees nothing", (None, None, 0), tuple(acon.get(f"/consultations/{consult}/1").json[k] if k in ("ja",) else
     acon.get(f"/consultations/{consult}/1").json["consultation"][k] for k in ("state", "outcome", "rev")))
status("who wrote it does not read it", 403, an1.post(f"/consultations/{consult}/1/review", {"rev": 1}))
status("another person does", 200, an2.post(f"/consultations/{consult}/1/review", {"rev": 1}))
status("sent", 200, an1.post(f"/consultations/{consult}/1/send"))
test("the member reads the answer", acon.get(f"/consultations/{consult}/1").json["ja"], "nothing")
status("the list of the own", 200, acon.get("/consultations?all=true"))
called = an1.post("/requests", {"title_ja": "見積依頼を装うメール", "title_en": "Mails like a request for quotation", "tlp": "AMBER", "audience": "all", "days": 5,
                  "question_ja": "2019年7月に、見積依頼を装うメールを受け取った組織はありますか。", "question_en": "Did you receive mails in July 2019 that look like a request for quotation?"})
status("a call for information", 201, called)
call = called.json["request"]
status("not by its author", 403, an1.post(f"/requests/{call}/release"))
status("a draft is nobody's", 404, bcon.get(f"/requests/{call}"))
status("let out", 200, an2.post(f"/requests/{call}/release"))
sql("UPDATE info_request_delivery SET queued_ms = 1")
sql("UPDATE info_request SET published_ms = 1")
status("the member sees it", 200, bcon.get("/requests"))
api_deeds.call(t, an1, an2, acon, bcon, call)
status("reads it", 200, (mine := bcon.get(f"/requests/{call}")))
same("not who wrote it", None, mine.json["author"])
status("nothing", 201, bcon.post(f"/requests/{call}/answer?word=nothing"))
status("or material", 201, dcon.submit(("d.eml", eml("x@freemail.example", "contact@d-company.example", "RFQ", "d@evil.example", "quotation")), path=f"/requests/{call}/answer"))

api_deeds.call_ends(t, an1, bcon, call)

api_deeds.attachment(t, an1, acon, bcon, wait_for)
api_deeds.imports(t, an1, acon)
api_deeds.paging(t, [(an1, "/proposals"), (an1, "/questions?all=true"), (an1, "/consultations?all=true"), (an1, "/requests"), (bcon, "/requests"), (aapp, "/approvals"), (aapp, "/publications"),
                     (an1, "/outbox?all=true"), (an1, "/factchecks"), (an1, "/handovers"), (acon, "/keys"), (an1, "/sightings"), (an1, "/hunts"), (bcon, "/feed"),
                     (an1, "/cases"), (an1, "/shares"), (bcon, "/inbox"), (an1, "/organisations"), (an1, "/indicators")], make_key, Client)

# ---- search ----
for _ in range(200):
    hits = acon.get("/search?q=Invoice")
    if hits.json["items"]:
        break
    time.sleep(0.1)
test("a member finds the own", {h["number"] for h in hits.json["items"] if h["kind"] == "submission"} >= {f"{receipt}/1"}, hits)
same("another does not", [], [h for h in bcon.get("/search?q=4711").json["items"] if h["kind"] == "submission"])
status("page by page", 200, an1.get("/search?q=Invoice&limit=1"))
status("for nothing", 400, an1.get("/search?q="))

# ---- the rest ----
status("the report", 200, an1.get("/report?from=2019-07-01&to=2019-09-30"))
same("as CSV", "text/csv; charset=utf-8", an1.get("/report?from=2019-07-01&to=2019-09-30&format=csv").headers["Content-Type"])
status("of no period", 400, an1.get("/report?from=2019-07-01"))
orgs = an1.get("/organisations?limit=500").json["items"]
same("organisations", ("A-Company", ["gas", "power"]), next((o["name_en"], o["sigs"]) for o in orgs if o["org"] == "a-company"))
status("on another day", 200, an1.get("/organisations?at=2010-01-01"))
status("a network becomes an organisation's own", 200, an1.post("/organisations/a-company/domains", {"kind": "network", "value": "198.51.100.0/24"}))
noroshi("person", "add", "a-adm", "--org", "a-company", "--name", "admin", "--hub", HUB, "--as", "adm")
noroshi("person", "role", "a-adm", "org-admin", "--hub", HUB, "--as", "adm")
aadm = Client(make_key("a-adm", "read")[0])
own_org = aadm.get("/organisation")
test("its own administrator sees it", own_org.status == 200 and b"198.51.100.0/24" in own_org.body, own_org)
for path in ("people", "keys", "audit"):
    status(f"and its {path}", 200, aadm.get("/organisation/" + path))
    status(f"nobody else its {path}", 404, acon.get("/organisation/" + path))
trail = aud.get("/audit?deed=key.used&limit=3")
status("the audit trail", 200, trail)
same("has every use of a key", "key.used", trail.json["items"][0]["deed"])
test("by its owner and its name", trail.json["items"][0]["actor"] == "aud" and trail.json["items"][0]["os_user"] == "key " + keys["aud"][1], trail)
test("all of it as lines", aud.get("/audit", Accept="application/x-ndjson").body.count(b"\n") > 200)
status("an analyst without the role has none", 404, an1.get("/audit"))
# an archive that no password opens yet
with tempfile.TemporaryDirectory() as d:
    open(d + "/in.eml", "wb").write(mail.replace(b"one@", b"packed@"))
    subprocess.run(["zip", "-qjP", "Tee 4711", d + "/in.zip", d + "/in.eml"], check=True)
    locked = acon.post("/submissions?kind=mail&name=in.zip", open(d + "/in.zip", "rb").read(), Content_Type="application/zip").json["receipts"][0]["receipt"]
got = wait_for(acon, "/receipts/" + locked, lambda r: r["submissions"] and r["submissions"][0]["examined"] != "waiting").json
test("a locked archive needs a password", got["needs_password"] is True and got["submissions"][0]["examined"] == "partly", got)
status("which is given later", 200, acon.post(f"/receipts/{locked}/password", {"password": "Tee 4711"}))
got = wait_for(acon, "/receipts/" + locked, lambda r: r["submissions"][0]["examined"] != "waiting").json
test("and opens it", got["needs_password"] is False and acon.get(f"/submissions/{locked}/1/analysis").json["opened_with"] == "given", got)
taken = acon.post(f"/submissions/{second}/1/withdraw")
status("a member takes back", 200, taken)
test("with a certificate", taken.json["erased"] >= 1 and taken.json["number"].startswith("E-"), taken)
status("nothing is found in it any more", 404, acon.get(f"/submissions/{second}/1/analysis"))

# ---- what leaks: a member reads everything it can, and nobody's name is in it ----
SOURCES = ["a-company", "A社", "A-Company", "a-con", "a-app", "連絡 a", receipt, second, consult, "alice@", "d-company", "D社", "d-con"]


def everything_of(client, param):
    pages = ["/me", "/submissions", "/inbox", f"/inbox/{share}", "/approvals", "/questions?all=true", "/consultations?all=true", "/requests", f"/requests/{call}",
             f"/approvals/{share}", f"/questions/{question}", f"/consultations/{consult}/1", f"/receipts/{receipt}", f"/submissions/{receipt}/1",
             f"/submissions/{receipt}/1/analysis", "/cases", f"/cases/{case}", "/shares", f"/shares/{share}", f"/shares/{share}/sightings", "/sightings", "/indicators", "/proposals",
             "/search?q=4711", "/search?q=Invoice", "/audit", "/organisations", "/report?from=2019-07-01&to=2019-09-30"]
    pages += [f"/inbox/{share}/papers/{p}" for p in ("text.ja", "text.en", "html.ja", "html.en", "csv", "json")]
    body = b""
    for page in pages:
        for accept in ("*/*", "application/x-ndjson"):
            answer = client.get(page, Accept=accept)
            body += answer.body + "".join(f"{k}: {v}" for k, v in answer.headers.items()).encode()
    return body.decode("utf-8", "replace")


leaked = everything_of(bcon, None)
same("nothing that a member can read names a source", [], [s for s in SOURCES if s.lower() in leaked.lower()])
inside = everything_of(an1, None)
test("the control: inside it does", sum(s.lower() in inside.lower() for s in SOURCES) >= 6, [s for s in SOURCES if s.lower() in inside.lower()])

# ---- keys end ----
short, name = make_key("d-con", "read")
status("a key is good", 200, Client(short).get("/me"))
noroshi("key", "revoke", name, "--hub", HUB, "--as", "d-con")
status("until it is revoked", 401, Client(short).get("/me"))
elsewhere = make_key("d-con", "read", "--networks", "192.0.2.0/24")[0]
status("or comes from elsewhere", 401, Client(elsewhere).get("/me"))
status("from here", 200, Client(make_key("d-con", "read", "--networks", "127.0.0.0/8")[0]).get("/me"))
over, name = make_key("d-con", "read")
sql(f"UPDATE api_key SET until_ms = 1 WHERE id = '{name}'")
status("or is over", 401, Client(over).get("/me"))
noroshi("account", "suspend", "b-con", "--hub", HUB, "--as", "adm")
status("who is suspended is out at once", 401, bcon.get("/inbox"))
noroshi("account", "resume", "b-con", "--hub", HUB, "--as", "adm")
status("and in again", 200, bcon.get("/inbox"))
noroshi("person", "leave", "d-con", "--hub", HUB, "--as", "adm")
status("who leaves takes the keys along", 401, dcon.get("/me"))

# ---- too many ----
secret, name = make_key("a-con", "read")
for _ in range(3):              # a minute may end in between
    Client(secret).get("/me")
    sql(f"UPDATE api_key SET requests = {os.environ['MOST']} WHERE id = '{name}'")
    last = Client(secret).get("/me")
    if last.status == 429:
        break
if status("more than the setting allows within a minute", 429, last):
    test("it says how long to wait", 1 <= int(last.headers["Retry-After"]) <= 60, last)
for _ in range(25):
    wrong = send("GET", "/api/v1/me", {"Authorization": "Bearer noroshi_" + uuid.uuid4().hex})
status("who tries wrong keys waits", 429, wrong)
status("and keeps no good key out", 200, an1.get("/me"))

# ---- every route was asked, and every answer is what the document says ----
missing = sorted((m.upper(), p) for p, operations in document["paths"].items() for m, operation in operations.items()
                 if not {200, 201} & used.get((m.upper(), p), set()) and p != "/api/v1/openapi.json")
same("every route was answered well at least once", [], missing)
same("every answer is as the document says", [], sorted(set(unfit))[:20])
routes = [json.loads(line) for line in noroshi("serve", "--routes").splitlines()]
same("the document has every route", {(r["method"], r["path"]) for r in routes if r["path"].startswith("/api/")},
     {(m.upper(), p) for p, operations in document["paths"].items() for m in operations})
sys.exit(api_client.failed)
