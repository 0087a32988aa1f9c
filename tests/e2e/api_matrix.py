#!/usr/bin/env python3
"""Every route of /api/v1 x key x thing x method, compared with a table that is written down here and knows nothing of the program's own.

    api_matrix.py NOROSHI BASE     (the hub was filled and is served by web_matrix.sh; keys and things in the environment)

A GET answers 200 or 404.  A deed is sent with an If-Match that fits nothing: 412 means "you may see the thing, and it is not the version
you name", so nothing is changed by asking; 404 "there is nothing for you".  A key without the scope gets 403, no good key 401.
"""
import http.client
import json
import os
import re
import subprocess
import sys

noroshi, base = sys.argv[1], sys.argv[2].removeprefix("http://")
things, keys = json.loads(os.environ["THINGS"]), json.loads(os.environ["KEYS"])
full = "--full" in sys.argv
A, B, W, CASE, OUT, DRAFT, ASKED, QUESTION, CALL, INDICATOR = (things[k] for k in ("receipt_a", "receipt_b", "withdrawn_a", "case", "out", "draft", "asked", "question", "call", "indicator"))

STAFF, AUDITOR, ADMIN = {"an-1", "an-2"}, {"aud"}, {"adm"}
CONTACTS, APPROVERS, LIAISON = {"a-con", "b-con", "c-con", "d-con"}, {"a-app", "b-app"}, {"m-con"}
ORG_ADMINS, SUB_MEMBERS, READERS = {"a-adm"}, {"n-con"}, {"b-rcp", "b-coo"}
OUTSIDE = {"z-con"}                                 # hands in for an organisation that is in no group: it reads no shares
SUBMITTERS = CONTACTS | LIAISON | ORG_ADMINS | SUB_MEMBERS | OUTSIDE
SOURCES = SUBMITTERS | APPROVERS
MEMBERS = SOURCES | READERS
CIRCLE = MEMBERS - OUTSIDE
EVERYBODY = STAFF | AUDITOR | ADMIN | MEMBERS
LOOKS = STAFF | AUDITOR
NO_KEY = {"suspended", "revoked", "wrong", "nobody"}
own = lambda *orgs: {p for p in SOURCES if p.split("-")[0] in orgs}
sent = lambda *orgs: {p for p in MEMBERS if p.split("-")[0] in orgs}
NONE = set()

# route -> scopes, [thing, who sees it]; for a deed: whom the deed is for, then [thing, who of them sees it], and a body
GETS = {
    "/me": ("", [("", EVERYBODY)]),
    "/receipts/{receipt}": ("read submit", [(A, LOOKS | own("a")), (B, LOOKS | own("b")), ("R-20190101-AAAAAA", NONE)]),
    "/submissions": ("read", [("", LOOKS | SOURCES)]),
    "/submissions/{receipt}/{n}": ("read", [(A + "/1", LOOKS | own("a")), (B + "/1", LOOKS | own("b")), (W + "/1", LOOKS | own("a")), (A + "/2", NONE),
                                            ("R-20190101-AAAAAA/1", NONE), (A + "/x", NONE)]),
    "/submissions/{receipt}/{n}/analysis": ("read", [(A + "/1", LOOKS | own("a")), (W + "/1", NONE), ("R-20190101-AAAAAA/1", NONE)]),
    "/submissions/{receipt}/{n}/decisions": ("read", [(A + "/1", LOOKS), ("R-20190101-AAAAAA/1", NONE)]),
    "/submissions/{receipt}/{n}/judgements": ("read", [(A + "/1", LOOKS), ("R-20190101-AAAAAA/1", NONE)]),
    "/proposals": ("read", [("", LOOKS)]),
    "/cases": ("read", [("", LOOKS)]),
    "/cases/{case}": ("read", [(CASE, LOOKS), ("C-2019-9999", NONE)]),
    "/cases/{case}/publication": ("read", [(CASE, LOOKS), ("C-2019-9999", NONE)]),
    "/shares": ("read", [("", LOOKS)]),
    "/shares/{share}": ("read", [(OUT, LOOKS), (DRAFT, LOOKS), ("J-AAAAAAA", NONE)]),
    "/shares/{share}/papers/{paper}": ("read", [(OUT + "/csv", LOOKS), (DRAFT + "/json", LOOKS), (OUT + "/exe", NONE), ("J-AAAAAAA/csv", NONE)]),
    "/shares/{share}/texts": ("read", [(DRAFT, LOOKS), (OUT, LOOKS), ("J-AAAAAAA", NONE)]),
    "/shares/{share}/receipts": ("read", [(OUT, LOOKS), ("J-AAAAAAA", NONE)]),
    "/inbox/{share}/hunt.set": ("read sight", [(OUT, sent("b")), (DRAFT, NONE), ("J-AAAAAAA", NONE)]),
    "/requests/{request}/answers": ("read", [(CALL, LOOKS), ("Q-AAAAAAA", NONE)]),
    "/shares/{share}/sightings": ("read", [(OUT, STAFF), ("J-AAAAAAA", NONE)]),
    "/approvals": ("read approve", [("", APPROVERS)]),
    "/publications": ("read approve", [("", APPROVERS)]),
    "/publications/{case}": ("read approve", [(CASE, {"a-app"}), ("C-2019-9999", NONE)]),
    "/approvals/{share}": ("read approve", [(ASKED, {"a-app"}), (OUT, NONE), (DRAFT, NONE), ("J-AAAAAAA", NONE)]),
    "/inbox": ("read sight", [("", CIRCLE)]),
    "/inbox/{share}": ("read sight", [(OUT, sent("a", "b")), (DRAFT, NONE), (ASKED, NONE), ("J-AAAAAAA", NONE)]),
    "/inbox/{share}/papers/{paper}": ("read sight", [(OUT + "/csv", sent("b")), (OUT + "/text.ja", sent("b")), (OUT + "/text", NONE), (DRAFT + "/csv", NONE)]),
    "/sightings": ("read", [("", STAFF)]),
    "/indicators": ("read", [("", LOOKS)]),
    "/indicators/{indicator}": ("read", [(INDICATOR, LOOKS), ("no-such-indicator", NONE)]),
    "/questions": ("read submit", [("", LOOKS | SOURCES)]),
    "/questions/{question}": ("read submit", [(QUESTION, LOOKS | own("a")), ("I-AAAAAAA", NONE)]),
    "/consultations": ("read submit", [("", LOOKS | SOURCES)]),
    "/consultations/{receipt}/{n}": ("read submit", [(A + "/1", NONE), ("x/y", NONE)]),
    "/requests": ("read submit", [("", LOOKS | MEMBERS)]),
    "/requests/{request}": ("read submit", [(CALL, LOOKS), ("Q-AAAAAAA", NONE)]),
    "/handovers": ("read", [("", LOOKS)]),
    "/handovers/{handover}": ("read approve", [("H-AAAAAAA", NONE)]),
    "/factchecks": ("read", [("", LOOKS)]),
    "/drills": ("read", [("", LOOKS | MEMBERS)]),
    "/drills/suspected": ("read", [("", STAFF)]),
    "/outbox": ("read", [("", LOOKS)]),
    "/hunts": ("read", [("", STAFF)]),
    "/feed": ("read sight", [("", CIRCLE)]),
    "/statistics": ("read", [("?from=2019-07-01&to=2019-09-30", LOOKS)]),
    "/statistics/records": ("read", [("?item=submissions&from=2019-07-01&to=2019-09-30", LOOKS)]),
    "/search": ("read", [("?q=Invoice", LOOKS | MEMBERS)]),
    "/report": ("read", [("?from=2019-07-01&to=2019-09-30", LOOKS)]),
    "/report/choices": ("read", [("?from=2019-07-01&to=2019-09-30", LOOKS)]),
    "/report/closing": ("read", [("?from=2019-07-01&to=2019-09-30", LOOKS)]),
    "/keys": ("", [("", EVERYBODY)]),
    "/organisations": ("read", [("", LOOKS)]),
    "/organisation": ("read", [("", ORG_ADMINS)]),
    "/organisation/people": ("read", [("", ORG_ADMINS)]),
    "/organisation/keys": ("read", [("", ORG_ADMINS)]),
    "/organisation/audit": ("read", [("", ORG_ADMINS), ("?deed=key", ORG_ADMINS)]),
    "/audit": ("read", [("", AUDITOR | ADMIN | {"an-2"})]),
}
DEEDS = {
    "/submissions/{receipt}/{n}/classify": ("triage", STAFF, {"class": "bec"}, [(A + "/1", EVERYBODY), ("R-20190101-AAAAAA/1", NONE)]),
    "/receipts/{receipt}/password": ("submit triage", STAFF | SOURCES, {"password": "x"}, [(A, STAFF | own("a")), (B, STAFF | own("b")), ("R-20190101-AAAAAA", NONE)]),
    "/submissions/{receipt}/{n}/judge": ("triage", STAFF, {"word": "agree"}, [(A + "/1", EVERYBODY), ("R-20190101-AAAAAA/1", NONE)]),
    "/submissions/{receipt}/{n}/sample": ("read", STAFF | SOURCES, {"reason": "x"}, [(A + "/1", STAFF | own("a")), (B + "/1", STAFF | own("b"))]),
    "/submissions/{receipt}/{n}/case": ("triage", STAFF, {}, [(A + "/1", EVERYBODY)]),
    "/submissions/{receipt}/{n}/withdraw": ("submit", LOOKS | SOURCES, None, [(A + "/1", LOOKS | own("a")), (B + "/1", LOOKS | own("b"))]),
    "/submissions/{receipt}/{n}/questions": ("triage", STAFF, {}, [(A + "/1", EVERYBODY)]),
    "/cases/{case}/publication": ("share", STAFF, {"person": "nobody", "answer": "yes", "digest": "0"}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/cases/{case}/merge": ("triage", STAFF, {"from": "C-2019-9999"}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/cases/{case}/unmerge": ("triage", STAFF, None, [(CASE, EVERYBODY)]),
    "/cases/{case}/split": ("triage", STAFF, {"submissions": ["x"]}, [(CASE, EVERYBODY)]),
    "/submissions/{receipt}/{n}/take": ("triage", STAFF, {}, [(A + "/1", EVERYBODY), ("R-20190101-AAAAAA/1", NONE)]),
    "/cases/{case}/join": ("triage", STAFF, {"submission": "x"}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/cases/{case}/return": ("triage", STAFF, {"submission": "x"}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/cases/{case}/text": ("triage", STAFF, {"slot": "story"}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/cases/{case}/party": ("triage", STAFF, {}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/cases/{case}/moment": ("triage", STAFF, {}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/cases/{case}/leave": ("triage", STAFF, {"submission": "x", "reason": "x"}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/cases/{case}/close": ("triage", STAFF, None, [(CASE, EVERYBODY)]),
    "/cases/{case}/reopen": ("triage", STAFF, None, [(CASE, EVERYBODY)]),
    "/cases/{case}/share": ("share", STAFF, {"tlp": "AMBER", "class": "normal", "audience": "all"}, [(CASE, EVERYBODY)]),
    "/shares/{share}/edit": ("share", STAFF, {}, [(DRAFT, EVERYBODY), ("J-AAAAAAA", NONE)]),
    "/shares/{share}/redact": ("share", STAFF, {"rev": 1, "changes": [{"words": "x", "withhold": True, "reason": "x"}]}, [(DRAFT, EVERYBODY), ("J-AAAAAAA", NONE)]),
    "/shares/{share}/correct": ("share", STAFF, {}, [(OUT, EVERYBODY), ("J-AAAAAAA", NONE)]),
    "/shares/{share}/retract": ("share", STAFF, {}, [(OUT, EVERYBODY), ("J-AAAAAAA", NONE)]),
    "/shares/{share}/supplement": ("share", STAFF, {"tlp": "AMBER", "class": "normal", "audience": "all"}, [(OUT, EVERYBODY), ("J-AAAAAAA", NONE)]),
    "/shares/{share}/check": ("share", STAFF, None, [(DRAFT, EVERYBODY), ("J-AAAAAAA", NONE)]),
    "/shares/{share}/ask": ("share", STAFF, None, [(DRAFT, EVERYBODY)]),
    "/shares/{share}/release": ("share", STAFF, None, [(DRAFT, EVERYBODY), ("J-AAAAAAA", NONE)]),
    "/cases/{case}/publication/ask": ("share", STAFF, {}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/publications/{case}": ("approve", APPROVERS, {"answer": "yes", "digest": "0" * 64, "code": "000000"}, [(CASE, {"a-app"}), ("C-2019-9999", NONE)]),
    "/approvals/{share}": ("approve", APPROVERS, {"answer": "yes", "digest": "0" * 64, "code": "000000"}, [(ASKED, {"a-app"}), (DRAFT, NONE)]),
    "/inbox/{share}/open": ("sight", MEMBERS, None, [(OUT, sent("a", "b")), (DRAFT, NONE)]),
    "/inbox/{share}/ack": ("sight", MEMBERS, None, [(OUT, sent("a", "b")), (ASKED, NONE)]),
    "/inbox/{share}/answer": ("sight", MEMBERS, {"answer": "working"}, [(OUT, sent("a", "b")), (DRAFT, NONE)]),
    "/inbox/{share}/sightings": ("sight", SUBMITTERS, None, [(OUT, sent("a", "b")), (DRAFT, NONE)]),
    "/questions/{question}/answer": ("submit triage", LOOKS | SOURCES, {"words": "x"}, [(QUESTION, LOOKS | own("a")), ("I-AAAAAAA", NONE)]),
    "/questions/{question}/material": ("submit", MEMBERS, None, [("I-AAAAAAA", NONE)]),
    "/questions/{question}/again": ("triage", STAFF, {}, [(QUESTION, EVERYBODY), ("I-AAAAAAA", NONE)]),
    "/questions/{question}/close": ("triage", STAFF, None, [(QUESTION, EVERYBODY), ("I-AAAAAAA", NONE)]),
    "/consultations/{receipt}/{n}/draft": ("triage", STAFF, {"about": "x"}, [(A + "/1", NONE)]),
    "/consultations/{receipt}/{n}/review": ("triage", STAFF, {"rev": 1}, [(A + "/1", NONE)]),
    "/consultations/{receipt}/{n}/send": ("triage", STAFF, None, [(A + "/1", NONE)]),
    "/requests/{request}/open": ("read submit", MEMBERS, None, [(CALL, NONE), ("Q-AAAAAAA", NONE)]),
    "/requests/{request}/drop": ("share", STAFF, None, [(CALL, EVERYBODY), ("Q-AAAAAAA", NONE)]),
    "/requests/{request}/remind": ("share", STAFF, None, [(CALL, EVERYBODY), ("Q-AAAAAAA", NONE)]),
    "/requests/{request}/close": ("share", STAFF, None, [(CALL, EVERYBODY), ("Q-AAAAAAA", NONE)]),
    "/requests/{request}/reopen": ("share", STAFF, None, [(CALL, EVERYBODY), ("Q-AAAAAAA", NONE)]),
    "/requests/{request}/release": ("share", STAFF, None, [(CALL, EVERYBODY), ("Q-AAAAAAA", NONE)]),
    "/requests/{request}/answer": ("submit", SUBMITTERS, None, [("Q-AAAAAAA", NONE)]),
    # about nothing that can be looked at by itself: 400 where the deed is allowed, since If-Match makes no sense there
    "/submissions": ("submit", SUBMITTERS, None, [("", "alone")]),
    "/import": ("triage", STAFF, None, [("", "alone")]),
    "/proposals/{id}/accept": ("triage", STAFF, None, [("x", "alone")]),
    "/proposals/{id}/reject": ("triage", STAFF, None, [("x", "alone")]),
    "/handovers": ("share", STAFF, {"partner": "x", "purpose": "x", "submissions": ["x"]}, [("", "alone")]),
    "/handovers/{handover}/consent": ("approve", APPROVERS, {"answer": "yes", "digest": "0", "code": "000000"}, [("H-AAAAAAA", NONE)]),
    "/handovers/{handover}/drop": ("share", STAFF, None, [("H-AAAAAAA", NONE)]),
    "/handovers/{handover}/withdraw": ("share", STAFF, {"reason": "x"}, [("H-AAAAAAA", NONE)]),
    "/cases/{case}/factchecks": ("triage", STAFF, {"label": "x"}, [(CASE, EVERYBODY), ("C-2019-9999", NONE)]),
    "/factchecks/{factcheck}/answer": ("triage", STAFF, {"answer": "genuine"}, [("x", "alone")]),
    "/factchecks/{factcheck}/remind": ("triage", STAFF, None, [("x", "alone")]),
    "/outbox/{notice}/retry": ("share", STAFF, None, [("x", "alone")]),
    "/outbox/{notice}/cancel": ("share", STAFF, {"reason": "x"}, [("x", "alone")]),
    "/report/choose": ("share", STAFF, {"from": "2019-07-01", "to": "2019-09-30", "slot": "phishing"}, [("", "alone")]),
    "/report/propose": ("share", STAFF, {"from": "2019-07-01", "to": "2019-09-30"}, [("", "alone")]),
    "/report/correct": ("share", STAFF, {"from": "2019-07-01", "to": "2019-09-30", "place": "x", "before": "x", "after": "y"}, [("", "alone")]),
    "/report/confirm": ("share", STAFF, {"from": "2019-07-01", "to": "2019-09-30", "digest": "0"}, [("", "alone")]),
    "/organisations/{org}/domains": ("triage", STAFF, {"kind": "domain", "value": "x.example"}, [("a-company", "alone")]),
    "/keys/{key}/revoke": ("", EVERYBODY, None, [("K-AAAAAAAA", "alone")]),
    "/indicators/search": ("read", LOOKS, {"values": ["x"]}, [("", "alone")]),
    "/requests": ("share", STAFF, {"title_ja": "x", "title_en": "x", "question_ja": "x", "question_en": "x", "tlp": "GREEN", "audience": "all", "days": 5}, [("", "alone")]),
}
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
connection = http.client.HTTPConnection(base)
failed = cells = 0


def fail(text):
    global failed
    failed += 1
    if failed <= 40:
        print("    " + text, file=sys.stderr)

told = {}


def told_apart(who, method, path, answer, body):
    """What is not there and what is not for this person: the same headers and bytes, whatever was asked for."""
    headers = sorted((k, v) for k, v in answer.getheaders() if k != "Date")
    first = told.setdefault((who, method), (path, headers, body))
    if first[1:] != (headers, body):
        fail(f"{method} {path} by {who} is nothing in other words than {first[0]}: {headers} {body[:300]!r} and {first[1]} {first[2][:300]!r}")


def ask(method, path, who, body=None, **more):
    headers = {"Content-Type": "application/json"} if body is not None else {}
    if who != "nobody":
        headers["Authorization"] = "Bearer " + keys.get(who, "noroshi_" + "A" * 43)
    connection.request(method, "/api/v1" + path, body=json.dumps(body) if body is not None else None, headers={**headers, **more})
    answer = connection.getresponse()
    said = answer.read()
    if answer.status == 404:
        told_apart(who, method, path, answer, re.sub(rb'"reference": ?"[^"]*"', b"", said))
    return answer.status, said


def fill(path, thing):
    pieces = thing.split("/")
    if "{" not in path:
        return path + thing
    while "{" in path:
        path = path[:path.index("{")] + pieces.pop(0) + path[path.index("}") + 1:]
    return path


def cell(method, path, who, wanted, body=None, **more):
    global cells
    cells += 1
    status, bytes_ = ask(method, path, who, body, **more)
    if status != wanted and not (wanted == 401 and status == 429 and who != "nobody"):          # who comes with wrong keys waits after a while
        fail(f"{method} {path} by {who}: {status}, wanted {wanted}")
    return status, bytes_


routes = [json.loads(line) for line in subprocess.run([noroshi, "serve", "--routes"], capture_output=True, text=True, check=True).stdout.splitlines()]
routes = [r for r in routes if r["path"].startswith("/api/")]
known = {(r["method"], r["path"].removeprefix("/api/v1")) for r in routes} - {("GET", "/openapi.json")}
table = {("GET", p) for p in GETS} | {("POST", p) for p in DEEDS}
for missing in known - table:
    fail(f"{missing} stands in the program and not in this table")
for gone in table - known:
    fail(f"{gone} stands in this table and not in the program")
taken = {}
for method, path in known:
    taken.setdefault(path, set()).add(method)

nothing = None
for path, (scopes, rules) in sorted(GETS.items()):
    for thing, seen in rules:
        address = fill(path, thing)
        for who in sorted(EVERYBODY):
            status, body = cell("GET", address, who, 200 if who in seen else 404)
            if status == 404:
                nothing = nothing or body
                if body != nothing:
                    fail(f"GET {address} by {who}: what is forbidden differs from what is absent")
            if full:
                cell("HEAD", address, who, 200 if who in seen else 404)
        for who in NO_KEY - {"wrong"} | ({"wrong"} if full else set()):
            cell("GET", address, who, 401)
        for who in ("an-1", "a-con", "a-app"):
            for scope in "read submit sight approve triage share".split():
                allowed = scopes == "" or scope in scopes.split()
                came_in = who in {p for _, s in rules for p in s} or who in seen
                if came_in:
                    cell("GET", address, f"{who} {scope}", (200 if who in seen else 404) if allowed else 403)
    for other in METHODS:
        if other not in taken[path] and not (other == "HEAD" and "GET" in taken[path]):
            for who in sorted(EVERYBODY) if full else ("an-1", "a-con", "nobody"):
                cell(other, fill(path, rules[0][0]).split("?")[0], who, 401 if who in NO_KEY else 405)

for path, (scopes, people, body, rules) in sorted(DEEDS.items()):
    for thing, seen in rules:
        address = fill(path, thing)
        for who in sorted(EVERYBODY):
            wanted = 404 if who not in people else 400 if seen == "alone" else 412 if who in seen else 404
            cell("POST", address, who, wanted, body, **{"If-Match": '"0"'})
        for who in NO_KEY - {"wrong"}:
            cell("POST", address, who, 401, body, **{"If-Match": '"0"'})
        for who in ("an-1", "a-con", "a-app"):
            for scope in "read submit sight approve triage share".split():
                if who in people and scopes and scope not in scopes.split():
                    cell("POST", address, f"{who} {scope}", 403, body, **{"If-Match": '"0"'})

# what is found can be opened: by the page's rules, and what a list shows, too
PLACES = {"submission": "/submissions/", "case": "/cases/", "share": "/shares/", "indicator": "/indicators/"}
for who in sorted(LOOKS | MEMBERS):
    hits = set()
    for words in ("Invoice", "203.0.113.9", "evil-a.example", "one", OUT, DRAFT):
        answer = json.loads(ask("GET", "/search?limit=500&q=" + words, who)[1])
        hits |= {("/inbox/" if h["kind"] == "share" and who in MEMBERS else PLACES[h["kind"]]) + h["number"] for h in answer["items"]}
    if who in LOOKS | SOURCES:
        hits |= {"/submissions/" + s["submission"] for s in json.loads(ask("GET", "/submissions", who)[1])["items"]}
        hits |= {"/receipts/" + s["submission"].split("/")[0] for s in json.loads(ask("GET", "/submissions", who)[1])["items"]}
    for hit in sorted(hits):
        cell("GET", hit, who, 200)

# control: the table bites
if not (failed or cells > 1000):
    fail("next to nothing was asked")
status, _ = ask("GET", "/cases", "a-con")
if status == 200:
    fail("a member sees cases")
print(f"{cells} cells, {failed} unexpected")
sys.exit(1 if failed else 0)
