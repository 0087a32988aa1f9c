"""Many writers at once, each with the version it saw: exactly one deed is done, each other one gets 412 with both versions."""
import os
import threading

from api_client import *  # noqa: F403
import api_client

WRITERS, ROUNDS = 4, 4
an1 = Client(make_key("an-1", "read,triage,share")[0])


def race(look, deed, bodies):
    """Statuses and answers of one round; the version is looked at before anybody writes."""
    etag = an1.get(look).headers["ETag"]
    return at_once(len(bodies), lambda i: an1.post(deed, bodies[i], If_Match=etag))


def at_once(n, write_one):
    answers, gate = [None] * n, threading.Barrier(n)

    def write(i):
        gate.wait()
        answers[i] = write_one(i)

    threads = [threading.Thread(target=write, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def rounds(name, look, deed, bodies_of, shown):
    for n in range(ROUNDS):
        bodies = bodies_of(n)
        answers = race(look, deed, bodies)
        done = [i for i, a in enumerate(answers) if a.status == 200]
        if not test(f"{name}, round {n + 1}: one of {len(bodies)} is done", len(done) == 1 and {a.status for a in answers} <= {200, 412}, answers):
            continue
        won = bodies[done[0]]
        told = [a.json for a in answers if a.status == 412]
        test(f"{name}, round {n + 1}: the others get both versions", all(shown(t["current"]) == shown_of(won) and shown_of(t["yours"]) != shown_of(won) for t in told), told)
        test(f"{name}, round {n + 1}: what is kept is what was done", shown(an1.get(look).json) == shown_of(won))


def shown_of(body):
    return body.get("damage") or body.get("ja") or body["title"]["ja"][0]


rounds("classified", f"/submissions/{os.environ['SUBMISSION']}", f"/submissions/{os.environ['SUBMISSION']}/classify",
       lambda n: [{"class": "bec", "damage": d, "reason": f"writer {d}"} for d in (("none", "money"), ("info", "account"))[n % 2]],
       lambda s: s["damage"])
case = os.environ["CASE"]
rounds("a case's text", f"/cases/{case}", f"/cases/{case}/text", lambda n: [{"slot": "story", "ja": f"語 {n} {i}", "en": f"word {n} {i}"} for i in range(WRITERS)],
       lambda c: next((t["body"] for t in c["texts"] if t["slot"] == "story" and t["lang"] == "ja"), None))
share = os.environ["SHARE"]



for n in range(ROUNDS):
    bodies = [{"title": {"ja": [f"題 {n} {i}"], "en": [f"title {n} {i}"]}} for i in range(WRITERS)]
    before = an1.get(f"/shares/{share}").json["share"]["rev"]
    answers = race(f"/shares/{share}", f"/shares/{share}/edit", bodies)
    test(f"a share edited, round {n + 1}: one of {WRITERS} is done", sorted(a.status for a in answers) == [200] + [412] * (WRITERS - 1), answers)
    test(f"a share edited, round {n + 1}: one revision was made", an1.get(f"/shares/{share}").json["share"]["rev"] == before + 1)
    test(f"a share edited, round {n + 1}: the others see it", all(a.json["current"]["share"]["rev"] == before + 1 for a in answers if a.status == 412), answers)
# may a case be told of in public: answered once, asked once, and never asked about words that are gone
aapp = Client(make_key("a-app", "read,approve")[0])
of_case = f"/cases/{case}/publication"


def reword(word):
    return an1.post(f"/cases/{case}/text", {"slot": "story", "ja": f"語 {word}", "en": f"word {word}"})


for n in range(ROUNDS):
    word = {"person": "a-app", "answer": "yes", "digest": an1.get(of_case).json["digest"]}
    answers = race(of_case, of_case, [{**word, "signed_mail": f"m-{n}-{i}"} for i in range(WRITERS)])
    test(f"a source's word, round {n + 1}: one of {WRITERS} is written", sorted(a.status for a in answers) == [200] + [412] * (WRITERS - 1), answers)
for n in range(ROUNDS):
    reword(f"asked {n}")
    answers = at_once(WRITERS, lambda i: an1.post(of_case + "/ask", {}))
    test(f"asked by {WRITERS} at once, round {n + 1}", {a.status for a in answers} == {200}, answers)
    answers = at_once(WRITERS, lambda i: an1.post(of_case + "/ask", {}) if i > 0 else reword(f"other {n}"))
    test(f"asked beside a rewording, round {n + 1}", {a.status for a in answers} == {200}, answers)
    test(f"asked afterwards, round {n + 1}", an1.post(of_case + "/ask", {}).status == 200)
    test(f"the source reads what would be printed now, round {n + 1}", aapp.get(f"/publications/{case}").json["request"]["digest"] == an1.get(of_case).json["digest"])
# files are received one by one, and what was seen is compared where the first of them is
acon = Client(make_key("a-con", "submit,read")[0])
question = an1.post(f"/submissions/{os.environ['SUBMISSION']}/questions", {"template": "mail.original"}).json["object"]
for n in range(ROUNDS):
    etag = acon.get(f"/questions/{question}").headers["ETag"]
    before = len(acon.get(f"/questions/{question}").json["messages"])
    answers = at_once(WRITERS, lambda i: acon.submit((f"{n}.{i}.eml", eml("x@freemail.example", "contact@a-company.example", "More", f"{n}.{i}@evil.example", f"text {n} {i}")),
                                                     path=f"/questions/{question}/material?words={n}.{i}", If_Match=etag))
    test(f"files to a question, round {n + 1}: one of {WRITERS} is done", sorted(a.status for a in answers) == [201] + [412] * (WRITERS - 1), answers)
    test(f"files to a question, round {n + 1}: one answer stands there", len(acon.get(f"/questions/{question}").json["messages"]) == before + 1)
# control: without If-Match everybody writes
test("the control: who names no version writes over the others", {an1.post(f"/cases/{case}/text", {"slot": "story", "ja": f"{i}", "en": f"{i}"}).status for i in range(3)} == {200})
test("every answer is as the document says", not unfit, sorted(set(unfit))[:10])
sys.exit(api_client.failed)
