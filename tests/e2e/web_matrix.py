#!/usr/bin/env python3
"""Every route x person x thing x method, compared with a table that is written down here and knows nothing of the program's own.

    web_matrix.py NOROSHI BASE HUB     (the hub was filled and is served by web_matrix.sh; sessions in the environment)

A GET answers 200 or 404.  A deed is sent without the word of our pages: 403 means "you might", 404 "there is nothing
for you", so nothing is changed by asking.  Nobody signed in is sent to the door (303).
"""
import http.client
import json
import os
import re
import subprocess
import sys

noroshi, base = sys.argv[1], sys.argv[2].removeprefix("http://")
things = json.loads(os.environ["THINGS"])
sessions = json.loads(os.environ["SESSIONS"])       # person -> cookie value

STAFF, AUDITOR, ADMIN = {"an-1", "an-2"}, {"aud"}, {"adm"}
CONTACTS = {"a-con", "b-con", "c-con", "d-con"}     # submitter, recipient
APPROVERS = {"a-app", "b-app"}                      # approver, recipient
LIAISON = {"m-con"}                                 # submitter, liaison
ORG_ADMINS, SUB_MEMBERS = {"a-adm"}, {"n-con"}    # of a company; of a liaison group's member
READERS = {"b-rcp", "b-coo"}                        # recipient, coordinator: what was sent, and nothing of what was handed in
OUTSIDE = {"z-con"}                                 # hands in for an organisation that is in no group: it reads no shares
SUBMITTERS = CONTACTS | LIAISON | ORG_ADMINS | SUB_MEMBERS | OUTSIDE
SOURCES = SUBMITTERS | APPROVERS
MEMBERS = SOURCES | READERS
CIRCLE = MEMBERS - OUTSIDE
OUT = {"suspended", "departed", "ended", "nobody"}  # cookies that are none any more
ORG = {p: p.split("-")[0] for p in MEMBERS}

# what may be handed to {x}: thing -> who may see it there
own = lambda *orgs: {p for p in SOURCES if ORG[p] in orgs}
sent = lambda *orgs: {p for p in MEMBERS if ORG[p] in orgs}
LOOKS = STAFF | AUDITOR
TABLE = {
    ("GET", "/healthz"): [("", "everybody")],
    ("GET", "/sign-in"): [("", "door")],
    ("POST", "/sign-in"): [("", "post-door")],
    ("POST", "/sign-out"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("GET", "/link/{x}"): [("no-such-token", "link")],
    ("POST", "/link/{x}"): [("no-such-token", "post-link")],
    ("GET", "/oidc"): [("", "link"), ("?link=x", "link")],                           # no provider is set: e2e/oidc.sh has one
    ("GET", "/oidc/back"): [("?code=x&state=y", "link")],
    ("POST", "/oidc/back"): [("", "post-link")],
    ("POST", "/language"): [("", "post-language")],
    ("GET", "/"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("GET", "/submit"): [("", SUBMITTERS)],
    ("POST", "/submit"): [("", SUBMITTERS)],
    ("GET", "/receipts/{x}"): [(things["receipt_a"], LOOKS | own("a")), (things["receipt_b"], LOOKS | own("b")), ("R-20190101-AAAAAA", set())],
    ("POST", "/receipts/{x}/password"): [(things["receipt_a"], STAFF | SOURCES), ("R-20190101-AAAAAA", STAFF | SOURCES)],
    ("GET", "/submissions"): [("", LOOKS | SOURCES)],
    ("POST", "/submissions"): [("", STAFF)],
    ("GET", "/submissions/{x}/{x}"): [(things["receipt_a"] + "/1", LOOKS | own("a")), (things["receipt_b"] + "/1", LOOKS | own("b")),
                                      (things["withdrawn_a"] + "/1", LOOKS | own("a")), (things["receipt_a"] + "/2", set()),
                                      ("R-20190101-AAAAAA/1", set()), (things["receipt_a"] + "/x", set())],
    ("POST", "/submissions/{x}/{x}/classify"): [(things["receipt_a"] + "/1", STAFF), ("R-20190101-AAAAAA/1", STAFF)],
    ("POST", "/submissions/{x}/{x}/case"): [(things["receipt_a"] + "/1", STAFF)],
    ("POST", "/submissions/{x}/{x}/withdraw"): [(things["receipt_a"] + "/1", LOOKS | SOURCES)],
    ("POST", "/submissions/{x}/{x}/judge"): [(things["receipt_a"] + "/1", STAFF)],
    ("GET", "/submissions/{x}/{x}/preview"): [(things["receipt_a"] + "/1", STAFF | own("a")), (things["receipt_b"] + "/1", STAFF | own("b")),
                                              (things["withdrawn_a"] + "/1", set()), ("R-20190101-AAAAAA/1", set())],
    ("GET", "/submissions/{x}/{x}/view"): [(things["receipt_a"] + "/1", STAFF | own("a")), (things["receipt_b"] + "/1", STAFF | own("b")),
                                           (things["withdrawn_a"] + "/1", set()), ("R-20190101-AAAAAA/1", set())],
    ("POST", "/submissions/{x}/{x}/sample"): [(things["receipt_a"] + "/1", STAFF | SOURCES)],
    ("POST", "/submissions/{x}/{x}/source"): [(things["receipt_a"] + "/1", STAFF | SOURCES), ("R-20190101-AAAAAA/1", STAFF | SOURCES)],
    ("POST", "/proposals/{x}/accept"): [("x", STAFF)],
    ("POST", "/proposals/{x}/reject"): [("x", STAFF)],
    ("GET", "/cases"): [("", LOOKS)],
    ("GET", "/cases/{x}"): [(things["case"], LOOKS), ("C-2019-9999", set())],
    ("POST", "/cases/{x}/share"): [(things["case"], STAFF)],
    ("POST", "/cases/{x}/leave"): [(things["case"], STAFF)],
    ("POST", "/cases/{x}/return"): [(things["case"], STAFF), ("C-2019-9999", STAFF)],
    ("POST", "/cases/{x}/unmerge"): [(things["case"], STAFF)],
    ("POST", "/cases/{x}/text"): [(things["case"], STAFF), ("C-2019-9999", STAFF)],
    ("POST", "/cases/{x}/moment"): [(things["case"], STAFF)],
    ("POST", "/cases/{x}/party"): [(things["case"], STAFF)],
    ("POST", "/cases/{x}/publication"): [(things["case"], STAFF)],
    ("POST", "/cases/{x}/publication/ask"): [(things["case"], STAFF)],
    ("GET", "/approvals/publication/{x}"): [(things["case"], {"a-app"}), ("C-2019-9999", set())],
    ("POST", "/approvals/publication/{x}"): [(things["case"], APPROVERS), ("C-2019-9999", APPROVERS)],
    ("GET", "/shares/{x}/preview"): [(things["out"], LOOKS), (things["draft"], LOOKS), ("J-AAAAAAA", set())],
    ("GET", "/shares/{x}/redact"): [(things["draft"], LOOKS), (things["out"], LOOKS), ("J-AAAAAAA", set())],
    ("POST", "/shares/{x}/redact"): [(things["draft"], STAFF)],
    ("POST", "/shares/{x}/edit"): [(things["draft"], STAFF)],
    ("POST", "/shares/{x}/check"): [(things["draft"], STAFF)],
    ("GET", "/shares"): [("", LOOKS)],
    ("GET", "/shares/{x}"): [(things["out"], LOOKS), (things["draft"], LOOKS), ("J-AAAAAAA", set())],
    ("GET", "/shares/{x}/{x}"): [(things["out"] + "/csv", LOOKS), (things["draft"] + "/json", LOOKS), (things["out"] + "/exe", set()), ("J-AAAAAAA/csv", set())],
    ("POST", "/shares/{x}/ask"): [(things["draft"], STAFF)],
    ("POST", "/shares/{x}/release"): [(things["draft"], STAFF)],
    ("GET", "/approvals"): [("", APPROVERS)],
    ("GET", "/approvals/{x}"): [(things["asked"], {"a-app"}), (things["out"], set()), (things["draft"], set()), ("J-AAAAAAA", set())],
    ("POST", "/approvals/{x}"): [(things["asked"], APPROVERS)],
    ("GET", "/s/{x}"): [(things["out"], "notice")],
    ("GET", "/inbox"): [("", CIRCLE)],
    ("GET", "/inbox/{x}"): [(things["out"], sent("a", "b")), (things["draft"], set()), (things["asked"], set()), ("J-AAAAAAA", set())],
    ("GET", "/inbox/{x}/{x}"): [(things["out"] + "/csv", sent("b")), (things["draft"] + "/csv", set()), (things["out"] + "/exe", set())],
    ("POST", "/inbox/{x}/open"): [(things["out"], MEMBERS)],
    ("POST", "/inbox/{x}/answer"): [(things["out"], MEMBERS)],
    ("GET", "/events"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("GET", "/submissions/{x}/{x}/ask"): [(things["receipt_a"] + "/1", STAFF), ("R-20190101-AAAAAA/1", set())],
    ("POST", "/submissions/{x}/{x}/ask"): [(things["receipt_a"] + "/1", STAFF)],
    ("GET", "/questions"): [("", LOOKS | SOURCES)],
    ("GET", "/questions/{x}"): [(things["question"], LOOKS | own("a")), ("Q-AAAAAAA", set())],
    ("POST", "/questions/{x}/answer"): [(things["question"], MEMBERS)],
    ("POST", "/questions/{x}/again"): [(things["question"], STAFF)],
    ("POST", "/questions/{x}/close"): [(things["question"], STAFF)],
    ("GET", "/calls"): [("", LOOKS | CIRCLE)],
    ("POST", "/calls"): [("", STAFF)],
    ("GET", "/calls/{x}"): [(things["call"], LOOKS), ("Q-AAAAAAA", set())],
    ("POST", "/calls/{x}/open"): [(things["call"], MEMBERS)],
    ("POST", "/calls/{x}/answer"): [(things["call"], MEMBERS)],
    ("POST", "/calls/{x}/move"): [(things["call"], STAFF)],
    ("GET", "/search"): [("", LOOKS | MEMBERS), ("?q=invoice", LOOKS | MEMBERS)],
    ("GET", "/inbox/{x}/hunt.set"): [(things["out"], sent("b")), (things["draft"], set()), ("J-AAAAAAA", set())],
    ("POST", "/inbox/{x}/sighting"): [(things["out"], SUBMITTERS)],
    ("GET", "/indicators"): [("", LOOKS | CIRCLE)],
    ("GET", "/indicators.csv"): [("", LOOKS | CIRCLE)],
    ("GET", "/indicators.txt"): [("", LOOKS | CIRCLE)],
    ("POST", "/indicators/search"): [("", LOOKS | MEMBERS)],
    ("GET", "/indicators/{x}"): [(things["indicator"], LOOKS), ("no-such-indicator", set())],
    ("GET", "/hunts"): [("", STAFF)],
    ("GET", "/hunts/{x}"): [(things["out"], STAFF), ("J-AAAAAAA", set())],
    ("GET", "/hunts/{x}/{x}"): [(things["out"] + "/table.csv", STAFF), (things["out"] + "/outward.csv", STAFF), (things["out"] + "/exe", set()), ("J-AAAAAAA/table.csv", set())],
    ("GET", "/statistics"): [("", LOOKS), ("?format=csv", LOOKS)],
    ("GET", "/statistics/records"): [("?item=submissions", LOOKS), ("?item=opened&format=csv", LOOKS), ("?item=nothing", set()), ("", set())],
    ("GET", "/report"): [("", LOOKS)],
    ("POST", "/report/choose"): [("?from=2019-07-01&to=2019-09-30", STAFF)],
    ("POST", "/report/propose"): [("?from=2019-07-01&to=2019-09-30", STAFF)],
    ("POST", "/report/confirm"): [("?from=2019-07-01&to=2019-09-30", STAFF)],
    ("POST", "/report/correct"): [("?from=2019-07-01&to=2019-09-30", STAFF)],
    ("GET", "/report/print"): [("?what=series", LOOKS), ("?from=2019-07-01&to=2019-09-30&format=json", LOOKS)],
    ("GET", "/organisations/{x}"): [("a-company", LOOKS), ("no-company", set())],
    ("GET", "/organisation"): [("", ORG_ADMINS)],
    ("GET", "/organisation/audit"): [("", ORG_ADMINS), ("?deed=person&format=csv", ORG_ADMINS)],
    ("POST", "/organisation/people"): [("", ORG_ADMINS)],
    ("POST", "/organisation/people/{x}/invite"): [("a-con", ORG_ADMINS), ("b-con", ORG_ADMINS), ("no-one", ORG_ADMINS)],
    ("POST", "/organisation/people/{x}/roles"): [("a-con", ORG_ADMINS), ("b-con", ORG_ADMINS)],
    ("POST", "/organisation/people/{x}/suspend"): [("a-con", ORG_ADMINS), ("b-con", ORG_ADMINS)],
    ("GET", "/organisations"): [("", LOOKS)],
    ("GET", "/import"): [("", STAFF)],
    ("POST", "/import"): [("", STAFF)],
    ("POST", "/organisations/{x}/domains"): [("a-company", STAFF), ("no-company", STAFF)],
    ("GET", "/audit"): [("", AUDITOR | ADMIN | {"an-2"}), ("?from=2019-07-01&format=csv", AUDITOR | ADMIN | {"an-2"})],
    ("GET", "/settings"): [("", AUDITOR | ADMIN | {"an-2"})],
    ("GET", "/help"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("GET", "/audit"): [("", AUDITOR | ADMIN | {"an-2"})],
    ("GET", "/account"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("POST", "/account/password"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("POST", "/account/codes"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("POST", "/account/recovery"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("POST", "/account/sessions/{x}"): [("others", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("GET", "/keys"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("POST", "/keys"): [("", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("POST", "/keys/{x}/certificate"): [("K-AAAAAAA", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("POST", "/keys/{x}/revoke"): [("K-AAAAAAA", STAFF | AUDITOR | ADMIN | MEMBERS)],
    ("GET", "/static/{x}"): [("nothing.css", "static")],
}
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
ACCEPTS = [None, "application/json", "text/plain;q=0.1", "*/*;q=x, \x7f"]

routes = [json.loads(line) for line in subprocess.run([noroshi, "serve", "--routes"], capture_output=True, text=True, check=True).stdout.splitlines()]
known = {(r["method"], r["path"]) for r in routes if not r["path"].startswith("/api/")}         # those: api_matrix.py
failed = cells = 0


def fail(text):
    global failed
    failed += 1
    if failed <= 30:
        print("    " + text, file=sys.stderr)


for missing in known - set(TABLE):
    fail(f"{missing} stands in the program and not in this table")
for gone in set(TABLE) - known:
    fail(f"{gone} stands in this table and not in the program")

connection = http.client.HTTPConnection(base)

told = {}


def told_apart(who, method, path, answer, body):
    """What is not there and what is not for this person: the same headers and bytes, whatever was asked for."""
    headers = sorted((k, v) for k, v in answer.getheaders() if k not in ("Date", "Content-Length"))
    body = body.replace(b' aria-current="page"', b"")       # the menu marks where the address leads, whoever asks
    first = told.setdefault((who, method), (path, headers, body))
    if first[1:] != (headers, body):
        fail(f"{method} {path} by {who} is nothing in other words than {first[0]}: {headers} {body[:300]!r} and {first[1]} {first[2][:300]!r}")


def ask(method, path, who, accept):
    headers = {}
    if who in sessions:
        headers["Cookie"] = "__Host-noroshi=" + sessions[who]
    if accept:
        headers["Accept"] = accept
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status == 404 and who not in OUT and not path.startswith(("/link/", "/oidc", "/static/")):
        told_apart(who, method, path, answer, body)
    return answer.status, body


def wanted(method, rule, who, inside):
    if rule in ("door", "link", "post-door", "post-link", "post-language"):
        if rule == "link":
            return 404
        if rule == "door":
            return 303 if inside else 200
        if method == "POST" and inside:
            return 403
        return {"post-door": 200, "post-link": 404, "post-language": 303}[rule]
    if rule == "everybody":
        return 200
    if rule == "static":
        return 404
    if not inside:
        return 303
    if rule == "notice":
        return 303
    if who not in rule:
        return 404
    return 200 if method == "GET" else 403


def fill(path, thing):
    parts = path.split("{x}")
    if len(parts) == 1:
        return path + thing
    pieces = thing.split("/") if len(parts) == 3 else [thing]
    return "".join(a + b for a, b in zip(parts, pieces + [""]))


full = "--full" in sys.argv
paths_with = {}
for method, path in known:
    paths_with.setdefault(path, set()).add(method)
for (method, path), rules in sorted(TABLE.items()):
    for thing, rule in rules:
        address = fill(path, thing)
        for who in sorted(STAFF | AUDITOR | ADMIN | MEMBERS | OUT):
            inside = who not in OUT
            for accept in ACCEPTS if full else ACCEPTS[:1]:
                status, body = ask(method, address, who, accept)
                cells += 1
                if status != wanted(method, rule, who, inside):
                    fail(f"{method} {address} by {who}: {status}, wanted {wanted(method, rule, who, inside)}")
                for other in METHODS:
                    if other in paths_with[path] or (other == "HEAD" and "GET" in paths_with[path]):
                        continue
                    status, _ = ask(other, address, who, accept)
                    cells += 1
                    if status not in ((405, 404) if inside else (303,)):
                        fail(f"{other} {address} by {who}: {status}, wanted 405")
                if method == "GET":
                    head, nothing = ask("HEAD", address, who, accept)
                    cells += 1
                    if (head, nothing) != (wanted(method, rule, who, inside), b""):
                        fail(f"HEAD {address} by {who}: {head}")

# what is found can be opened, and it is what the table lets the person see
FOUND = {"receipt_a": own("a"), "receipt_b": own("b"), "receipt_n": own("n", "m")}
seen_kinds = set()
for who in sorted(LOOKS | MEMBERS):
    hits, words = set(), ["invoice", "203.0.113.9", "evil-a.example", "one", things["out"], things["draft"]]
    for word in words:
        path = "/search?q=" + word
        while path:
            status, body = ask("GET", path, who, None)
            results = body.decode().partition("<main")[2]
            hits |= set(re.findall(r'href="(/(?:submissions|cases|shares|inbox|indicators)/[^"?]+)"', results))
            more = re.search(r'href="(/search\?[^"]*below=[^"]*)"', results)
            path = more and more[1].replace("&amp;", "&")
    for hit in sorted(hits):
        status, _ = ask("GET", hit, who, None)
        cells += 1
        if status != 200:
            fail(f"{hit} is found by {who} and opens with {status}")
    seen_kinds |= {hit.split("/")[1] for hit in hits}
    for receipt, people in FOUND.items():
        if (f"/submissions/{things[receipt]}/1" in hits) != (who in LOOKS | people):
            fail(f"{receipt} is {'not ' if who in LOOKS | people else ''}found by {who}")
if seen_kinds != {"submissions", "cases", "shares", "inbox", "indicators"}:
    fail(f"only {seen_kinds} were found")

# control: the table itself bites
if wanted("GET", {"an-1"}, "a-con", True) != 404 or wanted("POST", {"an-1"}, "an-1", True) != 403:
    fail("the table does not tell people apart")
print(f"{cells} cells, {failed} unexpected")
sys.exit(1 if failed else 0)
