"""Deeds that came after the first way through: a share's later versions, calls, questions with files, the report's closing, keys."""
import base64
import hashlib
import json
import os
import subprocess
import tempfile


def shares(t, an1, an2, aapp, bcon, case, receipt, share, approve):
    """A share's revisions before it is out, and a correction, a supplement and a retraction of what is."""
    draft = an1.post(f"/cases/{case}/share", {"tlp": "AMBER", "class": "normal", "audience": "all"}).json["share"]
    before = an1.get(f"/shares/{draft}").json
    t.status("more paragraphs in one language", 400, an1.post(f"/shares/{draft}/edit", {"title": {"ja": ["一", "二"], "en": ["one"]}}))
    words = {"rev": 1, "tlp": "GREEN", "title": {"ja": ["見積を装うメール"], "en": ["Mails like a quotation"]}}
    edited = an1.post(f"/shares/{draft}/edit", words)
    t.status("edited", 200, edited)
    t.same("a new revision with another digest", (2, True), (edited.json["rev"], edited.json["digest"] != before["share"]["digest"]))
    after = an1.get(f"/shares/{draft}").json
    t.same("as was asked", "GREEN", after["share"]["tlp"])
    t.test("in its words", b"Mails like a quotation" in an1.get(f"/shares/{draft}/papers/text.en").body)
    t.status("who looked at an older revision changes nothing", 409, an2.post(f"/shares/{draft}/edit", {**words, "tlp": "CLEAR"}))
    t.same("it is as it was", ("GREEN", 2), (lambda s: (s["tlp"], s["rev"]))(an1.get(f"/shares/{draft}").json["share"]))
    t.status("of no submission", 422, an1.post(f"/shares/{draft}/edit", {"without_submission": "R-20190101-AAAAAA/1"}))
    leaking = an1.post(f"/shares/{draft}/edit", {"title": {"ja": ["A社へのメール"], "en": ["Mails to A-Company"]}})
    t.test("a name of a source is counted", leaking.status == 200 and leaking.json["leak_hits"] > 0, leaking)
    checked = an1.post(f"/shares/{draft}/check")
    t.test("and shown by the check, by place and kind", {"A-Company", "A社"} & {h["found"] for h in checked.json["leak_hits"]} != set() and
           all(h["place"] and h["kind"] for h in checked.json["leak_hits"]), checked)
    t.status("so that no source is asked", 403, an1.post(f"/shares/{draft}/ask"))
    texts = an1.get(f"/shares/{draft}/texts")
    t.same("what the dictionaries find, with a proposal", {"A-Company", "A社"}, {f["words"] for f in texts.json["finds"] if f["word"]})
    gone = an1.post(f"/shares/{draft}/redact", {"rev": texts.json["rev"], "changes": [{**{k: f[k] for k in ("part", "n", "lang", "from", "length", "word")},
                    "reason": "names a source"} for f in texts.json["finds"]]})
    t.same("goes, span by span", (200, 0), (gone.status, gone.json["leak_hits"]))
    t.status("once: by now it is another revision", 409, an1.post(f"/shares/{draft}/redact", {"rev": texts.json["rev"], "changes": [{"words": "A", "withhold": True, "reason": "x"}]}))
    t.same("clean again", [], an1.post(f"/shares/{draft}/check").json["leak_hits"])
    t.status("what is not out is not corrected", 409, an1.post(f"/shares/{draft}/correct", {"reason": {"ja": ["訂正"], "en": ["corrected"]}}))
    t.status("what is out is not edited", 409, an1.post(f"/shares/{share}/edit", {"tlp": "GREEN"}))

    came = an1.get(f"/shares/{share}/receipts")
    t.test("how far it came", came.json["sent"] >= 1 and came.json["opened"] >= 1 and came.json["answered"] >= 1, came)
    reason = {"ja": ["誤りでした。"], "en": ["It was an error."]}
    corrected = an1.post(f"/shares/{share}/correct", {"title": {"ja": ["訂正版"], "en": ["As corrected"]}, "reason": reason})
    t.status("corrected", 200, corrected)
    t.same("the member still has what was out", 1, bcon.get(f"/inbox/{share}").json["version"])
    approve(share)
    t.status("released", 200, an2.post(f"/shares/{share}/release"))
    supplement = an1.post(f"/shares/{share}/supplement", {"case": case, "tlp": "AMBER", "class": "reference", "audience": "all"})
    t.status("supplemented from a case", 201, supplement)
    t.same("it names its parent", share, an1.get(f"/shares/{supplement.json['share']}").json["share"]["parent"])
    t.status("from nothing", 400, an1.post(f"/shares/{share}/supplement", {"tlp": "AMBER", "class": "reference", "audience": "all"}))
    retracted = an1.post(f"/shares/{share}/retract", {"reason": reason})
    t.status("retracted", 200, retracted)
    t.same("as a revision to be let out", "retraction", an1.get(f"/shares/{share}").json["share"]["change"])
    t.status("not by its author", 403, an1.post(f"/shares/{share}/release"))
    t.status("by the second analyst", 200, an2.post(f"/shares/{share}/release"))


def values(t, an1, an2, bcon, own):
    """A value is taken back: what members look for is without it at once."""
    t.status("let out", 200, an2.post(f"/shares/{own}/release"))
    t.status("unopened there is nothing to look for", 404, bcon.get(f"/inbox/{own}/hunt.set"))
    bcon.post(f"/inbox/{own}/open")
    both = bcon.get(f"/inbox/{own}/hunt.set")
    t.status("a compiled set", 200, both)
    t.status("a value is taken back", 200, an1.post(f"/shares/{own}/correct", {"drop": ["203.0.113.9"], "reason": {"ja": ["誤り"], "en": ["an error"]}}))
    t.same("it is revoked", [True], [i["revoked"] for i in an1.get(f"/shares/{own}").json["indicators"] if i["value"] == "203.0.113.9"])
    t.status("released", 200, an2.post(f"/shares/{own}/release"))
    t.test("and searched for no more", bcon.get(f"/inbox/{own}/hunt.set").body != both.body)


def desk(t, an1, an2, case, receipt, second):
    """Whose work it is; a submission leaves its case and comes back."""
    t.status("taken", 200, an1.post(f"/submissions/{receipt}/1/take", {}))
    t.same("by the key's owner", "an-1", an1.get(f"/submissions/{receipt}/1").json["owner"])
    t.status("by somebody who is no analyst", 400, an1.post(f"/submissions/{receipt}/1/take", {"person": "a-con"}))
    t.status("nobody's", 200, an2.post(f"/submissions/{receipt}/1/take", {"person": ""}))
    t.same("any more", None, an1.get(f"/submissions/{receipt}/1").json["owner"])
    members = [m["submission"] for m in an1.get(f"/cases/{case}").json["members"]]
    t.status("it leaves its case", 200, an1.post(f"/cases/{case}/leave", {"submission": members[0], "reason": "another wave"}))
    t.same("it is not there", members[1:], [m["submission"] for m in an1.get(f"/cases/{case}").json["members"]])
    t.status("once", 422, an1.post(f"/cases/{case}/leave", {"submission": members[0], "reason": "x"}))
    t.status("and comes back", 200, an1.post(f"/cases/{case}/return", {"submission": members[0]}))
    t.status("once", 409, an1.post(f"/cases/{case}/return", {"submission": members[0]}))
    t.status("without a reason it does not leave", 400, an1.post(f"/cases/{case}/leave", {"submission": members[0]}))
    t.status("or it joins", 200, an1.post(f"/cases/{case}/leave", {"submission": members[0], "reason": "x"}) and
             an1.post(f"/cases/{case}/join", {"submission": members[0]}))
    t.same("all are there", set(members), {m["submission"] for m in an1.get(f"/cases/{case}").json["members"]})


def attachment(t, an1, acon, bcon, wait_for):
    """One part of a mail leaves by itself, inside the zip with the agreed password."""
    head = "From: b@freemail.example\r\nTo: contact@a-company.example\r\nSubject: Order\r\nMessage-ID: <part@evil.example>\r\nMIME-Version: 1.0\r\n"
    inside = b"what was attached"
    mail = (head + 'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nPlease see.\r\n--x\r\n'
            'Content-Type: application/octet-stream; name="a.bin"\r\nContent-Disposition: attachment; filename="a.bin"\r\n'
            'Content-Transfer-Encoding: base64\r\n\r\n').encode() + base64.b64encode(inside) + b"\r\n--x--\r\n"
    receipt = acon.submit(("order.eml", mail), path="/submissions?damage=no&opened=yes&urgent=true&technical=ask").json["receipts"][0]["receipt"]
    t.status("a word that is none of the list", 400, acon.submit(("order.eml", mail), path="/submissions?technical=perhaps"))
    wait_for(acon, "/receipts/" + receipt, lambda r: r["submissions"] and r["submissions"][0]["examined"] != "waiting")
    t.same("what was told about it", ["no", "yes", "unknown", "ask", True],
           [an1.get(f"/submissions/{receipt}/1").json[k] for k in ("told_damage", "told_opened", "told_replied", "told_technical", "urgent")])
    message = an1.get(f"/submissions/{receipt}/1/analysis").json["messages"][0]
    part = next(p["part"] for p in message["parts"] if p.get("filename") == "a.bin" or p.get("name") == "a.bin" or p["part"].endswith("2"))
    wanted = {"reason": "malware desk", "mail": message["sha256"], "part": part}
    zipped = an1.post(f"/submissions/{receipt}/1/sample", wanted)
    t.status("an attachment by itself", 200, zipped)
    path = tempfile.mkstemp(suffix=".zip")[1]
    with open(path, "wb") as file:
        file.write(zipped.body)
    opened = subprocess.run(["bsdtar", "-xOf", path, "--passphrase", "infected"], capture_output=True, check=False)
    os.unlink(path)
    t.same("it is what was attached, under the agreed password", inside, opened.stdout)
    t.test("and named by its hash", hashlib.sha256(inside).hexdigest() in zipped.headers["Content-Disposition"], zipped)
    t.status("a part that is none", 422, an1.post(f"/submissions/{receipt}/1/sample", {**wanted, "part": "9.9"}))
    t.status("of another mail", 422, an1.post(f"/submissions/{receipt}/1/sample", {**wanted, "mail": "0" * 64}))
    t.status("a part of no mail", 400, an1.post(f"/submissions/{receipt}/1/sample", {"reason": "x", "part": part}))
    t.status("another member has none", 404, bcon.post(f"/submissions/{receipt}/1/sample", wanted))


def imports(t, an1, acon):
    """A ledger is looked at, and taken over by the digest of that."""
    table = "No,受付日,会社名,種別\n901,2019/7/1,A社,不審メール\n902,2019/7/2,A社,不審メール\n".encode()
    send = lambda who, content, path: who.ask("POST", path, content, {"Content-Type": "text/csv"})
    wrong = table.replace("902,2019/7/2,A社".encode(), "902,2019/7/2,Z社".encode())
    looked = send(an1, table, "/import?kind=ledger")
    t.status("a table is taken to be looked at", 200, looked)
    t.same("a table is looked at", (False, 2, 0), tuple(looked.json[k] for k in ("applied", "taken", "refused")))
    t.same("and its columns are told", "C", next(c["column"] for c in looked.json["columns"] if c["field"] == "org"))
    digest = looked.json["digest"]
    t.status("another file is refused", 409, send(an1, wrong, f"/import?kind=ledger&digest={digest}"))
    bad = send(an1, wrong, "/import?kind=ledger").json
    t.same("a wrong row is told by its line", (3, "org"), (bad["problems"][0]["line"], bad["problems"][0]["field"]))
    t.same("and nothing is taken", False, send(an1, wrong, f"/import?kind=ledger&digest={bad['digest']}").json["applied"])
    taken = send(an1, table, f"/import?kind=ledger&digest={digest}").json
    t.same("what was looked at is", (True, 2, 0), tuple(taken[k] for k in ("applied", "taken", "before")))
    t.status("a member takes nothing over", 404, send(acon, table, "/import?kind=ledger"))


def told(t, an1, case):
    """What is told of a case: texts, parts and moments come, change and go."""
    t.status("a text", 200, an1.post(f"/cases/{case}/text", {"slot": "story", "ja": "偽の請求書が届いた。", "en": "A false invoice arrived."}))
    whole = an1.get(f"/cases/{case}")
    t.same("it is told", {"ja": "偽の請求書が届いた。", "en": "A false invoice arrived."}, {x["lang"]: x["body"] for x in whole.json["texts"] if x["slot"] == "story"})
    stale = an1.post(f"/cases/{case}/text", {"slot": "story", "ja": "別", "en": "other"}, If_Match='"0"')
    t.status("not over what somebody else wrote meanwhile", 412, stale)
    t.status("no role", 400, an1.post(f"/cases/{case}/party", {"role": "nonsense", "label": "X"}))
    t.status("a part", 200, an1.post(f"/cases/{case}/party", {"role": "impersonated", "label": "the seller"}))
    part = next(p for p in an1.get(f"/cases/{case}").json["parties"] if p["label"] == "the seller")
    t.status("is another's", 200, an1.post(f"/cases/{case}/party", {"party": part["party"], "role": "impersonated", "label": "the buyer"}))
    t.same("so it stands there", ["the buyer"], [p["label"] for p in an1.get(f"/cases/{case}").json["parties"] if p["party"] == part["party"]])
    t.status("and nobody's", 200, an1.post(f"/cases/{case}/party", {"party": part["party"], "gone": True}))
    t.status("once", 422, an1.post(f"/cases/{case}/party", {"party": part["party"], "gone": True}))
    moment = {"at": "2019-07-31T01:00:00Z", "text_ja": "請求書が届いた", "text_en": "the invoice arrived", "known": "told"}
    t.status("a moment in one language", 400, an1.post(f"/cases/{case}/moment", {**moment, "text_en": ""}))
    t.status("a moment", 200, an1.post(f"/cases/{case}/moment", moment))
    made = next(m for m in an1.get(f"/cases/{case}").json["moments"] if m["text_en"] == "the invoice arrived")
    t.same("as it was told", ("2019-07-31T01:00:00Z", "told", False), (made["at"][:19] + "Z", made["known"], made["fake"]))
    t.status("was by the intruder", 200, an1.post(f"/cases/{case}/moment", {**moment, "moment": made["moment"], "fake": True}))
    t.same("so it stands there", True, next(m for m in an1.get(f"/cases/{case}").json["moments"] if m["moment"] == made["moment"])["fake"])
    t.status("and goes", 200, an1.post(f"/cases/{case}/moment", {"moment": made["moment"], "gone": True}))


def publication(t, an1, aapp, case, with_code):
    """May a case be told of in the public report: its source is asked, reads the very words, and answers."""
    of_a = lambda p: next(s for s in p["sources"] if s["org"] == "a-company")
    asked = an1.get(f"/cases/{case}/publication").json
    t.same("nobody has agreed to be told of in public", (False, None), (asked["good"], of_a(asked)["answer"]))
    answer = {"person": "a-app", "answer": "yes", "digest": asked["digest"], "signed_mail": "m-1"}
    t.status("not to other words", 409, an1.post(f"/cases/{case}/publication", {**answer, "digest": "0" * 64}))
    t.status("asked without words", 409, an1.post(f"/cases/{case}/publication/ask", {}))
    t.status("words", 200, an1.post(f"/cases/{case}/text", {"slot": "story", "ja": "偽の請求書", "en": "A false invoice"}))
    t.status("nobody is asked", 404, aapp.get(f"/publications/{case}"))
    etag = an1.get(f"/cases/{case}/publication").headers["ETag"]
    t.status("its sources are asked", 200, an1.post(f"/cases/{case}/publication/ask", {}))
    t.status("once, by who saw nobody asked", 412, an1.ask("POST", f"/cases/{case}/publication/ask", {}, {"If-Match": etag}))
    listed = next(q for q in aapp.get("/publications").json["items"] if q["case"] == case)
    t.same("the approver finds it", (None, True), (listed["answer"], listed["digest"] == an1.get(f"/cases/{case}/publication").json["digest"]))
    whole = aapp.get(f"/publications/{case}").json
    t.same("with the words", [("story", "en", "A false invoice"), ("story", "ja", "偽の請求書")], [(w["slot"], w["lang"], w["text"]) for w in whole["words"] if w["slot"] == "story"])
    t.status("a key alone says nothing", 403, aapp.post(f"/publications/{case}", {"answer": "no", "digest": listed["digest"], "code": "000000"}))
    said = with_code(lambda c: aapp.post(f"/publications/{case}", {"answer": "no", "digest": listed["digest"], "code": c}))
    t.status("with a code it does", 200, said)
    t.same("no", ("no", False), (lambda p: (of_a(p)["answer"], p["good"]))(an1.get(f"/cases/{case}/publication").json))
    answer["digest"] = listed["digest"]
    etag = an1.get(f"/cases/{case}/publication").headers["ETag"]
    t.status("a source agrees", 200, an1.ask("POST", f"/cases/{case}/publication", answer, {"If-Match": etag}))
    t.status("once for who saw it before", 412, an1.ask("POST", f"/cases/{case}/publication", answer, {"If-Match": etag}))
    t.same("which is recorded", "yes", of_a(an1.get(f"/cases/{case}/publication").json)["answer"])


def question(t, an1, acon, bcon, receipt, mail, wait_for):
    """An answer with files: each has its receipt, and none is counted again."""
    number = an1.post(f"/submissions/{receipt}/1/questions", {"template": "mail.original"}).json["object"]
    t.status("another's question takes no files", 404, bcon.submit(("x.eml", mail), path=f"/questions/{number}/material"))
    t.status("nothing is no material", 400, acon.post(f"/questions/{number}/material", b"", Content_Type="message/rfc822"))
    given = acon.submit(("original.eml", mail), ("more.eml", mail + b"more"), path=f"/questions/{number}/material?words=%E6%B7%BB%E4%BB%98")
    t.status("files to a question", 201, given)
    receipts = [r["receipt"] for r in given.json["receipts"]]
    said = acon.get(f"/questions/{number}").json["messages"][-1]
    t.same("stand in the thread beside the words", (sorted(receipts), "添付", False), (sorted(said["receipts"].split()), said["words"], said["of_hub"]))
    t.status("each has its receipt", 200, acon.get(f"/receipts/{receipts[0]}"))
    raw = acon.post(f"/questions/{number}/material?kind=mail&name=third.eml", mail + b"third", Content_Type="message/rfc822")
    t.status("or one file as the body", 201, raw)


def call(t, an1, an2, acon, bcon, number):
    """A member opens a call before its question can be read; the hub sees what came back, reminds, closes and opens again."""
    t.same("unopened its question cannot be read", (None, False), (lambda q: (q["question_en"], q["opened"]))(bcon.get(f"/requests/{number}").json))
    t.same("also in the list", [None], [q["question_en"] for q in bcon.get("/requests").json["items"]])
    t.same("looking opens nothing", False, bcon.get(f"/requests/{number}").json["opened"])
    t.status("opened", 200, bcon.post(f"/requests/{number}/open"))
    t.test("it is read", bcon.get(f"/requests/{number}").json["question_en"])
    t.status("reminded", 200, an1.post(f"/requests/{number}/remind"))


def call_ends(t, an1, bcon, number):
    answers = an1.get(f"/requests/{number}/answers").json["items"]
    t.same("what came back", {("b-company", "nothing"), ("d-company", "material")}, {(a["org"], a["word"]) for a in answers})
    t.status("a member does not see that", 404, bcon.get(f"/requests/{number}/answers"))
    t.status("closed", 200, an1.post(f"/requests/{number}/close"))
    t.status("once", 409, an1.post(f"/requests/{number}/close"))
    t.status("opened again", 200, an1.post(f"/requests/{number}/reopen"))
    t.status("what is out is not dropped", 409, an1.post(f"/requests/{number}/drop"))
    draft = an1.post("/requests", {"title_ja": "題", "title_en": "title", "tlp": "AMBER", "audience": "all", "days": 5, "question_ja": "問", "question_en": "q"})
    t.status("a draft is", 200, an1.post(f"/requests/{draft.json['request']}/drop"))


def report(t, an1, an2, case):
    """What an editor chose, and a period closed under two names."""
    period = {"from": "2019-04-01", "to": "2019-06-30"}
    query = "?from=2019-04-01&to=2019-06-30"
    t.status("chosen", 200, an1.post("/report/choose", {**period, "slot": "appendix.en", "value": "A word at the end."}))
    t.same("it is there", [("appendix.en", "A word at the end.")], [(c["slot"], c["value"]) for c in an1.get("/report/choices" + query).json["items"]])
    t.same("in this period only", [], an1.get("/report/choices?from=2019-07-01&to=2019-09-30").json["items"])
    t.status("for no slot", 400, an1.post("/report/choose", {**period, "slot": "story.9", "value": "none"}))
    before = an1.get("/report" + query + "&lang=en").body
    t.test("it is printed", b"A word at the end." in before, before[-2000:])
    t.same("open", "open", an1.get("/report/closing" + query).json["state"])
    unsettled = an1.get("/report/closing" + query).json["open"] or ""
    proposed = an1.post("/report/propose", {**period, "open": unsettled})
    t.status("proposed", 200, proposed)
    digest = proposed.json["object"]
    t.status("not confirmed by the same person", 403, an1.post("/report/confirm", {**period, "digest": digest}))
    t.status("nor with another digest", 409, an2.post("/report/confirm", {**period, "digest": "0" * 64}))
    t.status("closed by a second one", 200, an2.post("/report/confirm", {**period, "digest": digest}))
    t.same("for good", ("closed", "an-1", "an-2"), (lambda c: (c["state"], c["proposed_by"], c["closed_by"]))(an1.get("/report/closing" + query).json))
    frozen = an1.get("/report" + query + "&lang=en").body
    an1.post("/report/choose", {**period, "slot": "appendix.en", "value": "Another word."})
    t.same("its report is the frozen one from then on", frozen, an1.get("/report" + query + "&lang=en").body)
    t.status("once", 409, an1.post("/report/propose", period))
    slip = {"place": "2.1", "before": "A word", "after": "One word"}
    t.status("a slip in what was printed", 200, an1.post("/report/correct", {**period, **slip}))
    t.status("of a period that is not closed", 409, an1.post("/report/correct", {"from": "2019-01-01", "to": "2019-03-31", **slip}))


def keys(t, acon, bcon, make_key, client):
    secret, name = make_key("a-con", "read")
    listed = {k["key"]: k for k in acon.get("/keys").json["items"]}
    t.same("the own keys, without their secrets", (True, "read", False), (name in listed, listed[name]["scopes"], secret in json.dumps(listed)))
    t.same("others' are none", 404, bcon.post(f"/keys/{name}/revoke").status)
    t.status("ended by another of the own keys", 200, acon.post(f"/keys/{name}/revoke"))
    t.status("it is no key any more", 401, client(secret).get("/me"))


def around(t, an1, an2, acon, aapp, case, receipt, noroshi, hub, code):
    """Facts asked of companies, originals for a partner, exercises, notices."""
    asked = an1.post(f"/cases/{case}/factchecks", {"label": "the seller", "on": "2019-08-01"})
    t.status("a company is asked", 201, asked)
    check = asked.json["object"]
    t.same("without an answer yet", ["the seller"], [f["label"] for f in an1.get(f"/factchecks?open=true&case={case}").json["items"]])
    t.status("reminded", 200, an1.post(f"/factchecks/{check}/remind"))
    t.status("once a day", 409, an1.post(f"/factchecks/{check}/remind"))
    t.status("it answered", 200, an1.post(f"/factchecks/{check}/answer", {"answer": "confirmed-fake", "others_known": True, "others": 3}))
    t.status("once", 409, an1.post(f"/factchecks/{check}/answer", {"answer": "genuine"}))
    t.same("as it said", ("confirmed-fake", 3), next((f["answer"], f["others"]) for f in an1.get("/factchecks").json["items"] if f["factcheck"] == check))
    t.status("of no check", 404, an1.post("/factchecks/nothing/answer", {"answer": "genuine"}))

    noroshi("org", "add", "cert", "--hub", hub, "--as", "adm", "--kind", "partner", "--name-ja", "対応機関", "--name-en", "Response Centre")
    t.status("the purpose names nobody", 403, an1.post("/handovers", {"partner": "cert", "purpose": "B-Company", "submissions": [f"{receipt}/1"]}))
    made = an1.post("/handovers", {"partner": "cert", "purpose": "analysis", "submissions": [f"{receipt}/1"]})
    t.status("originals for a partner", 201, made)
    number = made.json["object"]
    t.same("in the list", [number], [h["handover"] for h in an1.get("/handovers").json["items"]])
    own = aapp.get(f"/handovers/{number}")
    t.same("a source sees its own", ([f"{receipt}/1"], ["a-company"]), ([o["submission"] for o in own.json["originals"]], [s["org"] for s in own.json["sources"]]))
    answer = {"answer": "yes", "digest": own.json["sources"][0]["digest"], "code": "000000"}
    t.status("a key alone says no yes", 403, aapp.post(f"/handovers/{number}/consent", answer))
    t.status("with a one-time code it does", 200, code(lambda c: aapp.post(f"/handovers/{number}/consent", {**answer, "code": c})))
    t.same("it stands there", ["yes"], [s["answer"] for s in an1.get(f"/handovers/{number}").json["sources"]])
    noroshi("handover", "release", number, "--hub", hub, "--as", "an-2", "-o", f"{hub}/../package.zip")
    t.status("what left is not dropped", 409, an1.post(f"/handovers/{number}/drop"))
    t.status("it is taken back", 200, an1.post(f"/handovers/{number}/withdraw", {"reason": "an error"}))
    t.same("for good", "withdrawn", an1.get(f"/handovers/{number}").json["state"] if "state" in an1.get(f"/handovers/{number}").json else
           an1.get(f"/handovers/{number}").json["handover"]["state"])
    second = an1.post("/handovers", {"partner": "cert", "purpose": "another", "submissions": [f"{receipt}/1"]}).json["object"]
    t.status("one that nobody needs is dropped", 200, an1.post(f"/handovers/{second}/drop"))

    waiting = an1.get("/outbox").json["items"]
    t.test("notices wait", len(waiting) > 0 and all(n["state"] and n["person"] for n in waiting), waiting)
    t.status("one is not sent", 200, an1.post(f"/outbox/{waiting[0]['notice']}/cancel", {"reason": "told by telephone"}))
    t.same("and says why", ("cancelled", "told by telephone"), next((n["state"], n["problem"]) for n in an1.get("/outbox?all=true").json["items"]
           if n["notice"] == waiting[0]["notice"]))
    t.status("or is, after all", 200, an1.post(f"/outbox/{waiting[0]['notice']}/retry"))
    t.status("exercises", 200, acon.get("/drills"))
    t.status("and what looks like one", 200, an1.get("/drills/suspected"))


def numbers(t, an1, bcon, share, own):
    """Numbers and the rows behind them; who was asked to look; what may be blocked now."""
    today = an1.get(f"/shares/{share}").json["share"]["made"][:4]
    period = f"from={today}-01-01&to={today}-12-31"
    counts = {c["item"]: c for c in an1.get("/statistics?" + period).json["counts"]}
    for item in ("submissions", "shares"):
        rows = an1.get(f"/statistics/records?item={item}&{period}&limit=500").json["items"]
        t.same(f"behind the number of {item} stand as many rows", (counts[item]["value"], True), (len(rows), len(rows) > 0))
    t.status("of no number", 400, an1.get(f"/statistics/records?item=nonsense&{period}"))
    t.status("of no period", 400, an1.get("/statistics?from=2019-07-01&to=2019-06-01"))
    hunts = {h["share"]: h for h in an1.get("/hunts").json["items"]}
    t.test("a share with something to look for was asked about", own in hunts and hunts[own]["recipients"] > 0, hunts)
    values = [(f["type"], f["value"]) for f in bcon.get("/feed").json["items"]]
    t.same("what may be blocked now is without what was taken back", (True, False), (("domain", "bad.example") in values, ("ipv4", "203.0.113.9") in values))
    t.same("page by page the same", values, [(f["type"], f["value"]) for f in pages(bcon, "/feed?limit=1")])


def paging(t, clients, make_key, client):
    """Page by page a list is the same as whole; what comes in front of a page meanwhile moves nothing."""
    for who, path in clients:
        sign = "&" if "?" in path else "?"
        whole = [json.loads(line) for line in who.get(path, Accept="application/x-ndjson").body.splitlines()]
        paged = pages(who, path + sign + "limit=1")
        t.same(f"{path}, page by page", *([{k: v for k, v in x.items() if k != "used"} for x in one] for one in (whole, paged)))
    secret, name = make_key("b-con", "read")
    mine = client(secret)
    first = mine.get("/keys?limit=1").json
    make_key("b-con", "read")
    t.same("a newer key moves none", name, first["items"][0]["key"])
    second = mine.get("/keys?limit=500&after=" + first["next"]).json["items"]
    t.test("so that nothing comes twice", name not in {k["key"] for k in second} and len(second) >= 1, second)


def pages(client, path):
    """All of a list, by its pages."""
    found, after = [], ""
    while after is not None:
        page = client.get(path + (f"&after={after}" if after else "")).json
        found, after = found + page["items"], page["next"]
    return found
