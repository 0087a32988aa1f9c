#!/usr/bin/env python3
"""Everything that a page does can be done by a key: each route of the pages has its twin in /api/v1, or a reason why it has none.

    api_twins.py NOROSHI      (reads the routes that the program dumps; needs no hub)

A new deed of a page gets its line here: the twin's address, or "-" and the reason in words.  docs/api.md tells the reasons to people.
"""
import json
import subprocess
import sys

BROWSER = "a browser's session; a key has none"
DOOR = "who somebody is is shown by a person at the door, not by a key"
PEOPLE = "who comes in, and as what, a person decides: a key lets nobody in and gives no role"
LOOK = "the same records, laid out for eyes"

TWINS = {
    "GET /healthz": "- the same address for everybody",
    "GET /static/{x}": "- the pages' own files",
    "GET /sign-in": "- " + DOOR,
    "POST /sign-in": "- " + DOOR,
    "GET /oidc": "- " + DOOR,
    "GET /oidc/back": "- " + DOOR,
    "POST /oidc/back": "- " + DOOR,
    "POST /sign-out": "- " + BROWSER,
    "GET /link/{x}": "- " + DOOR,
    "POST /link/{x}": "- " + DOOR,
    "GET /oidc": "- " + DOOR,
    "GET /oidc/back": "- " + DOOR,
    "POST /oidc/back": "- " + DOOR,
    "POST /language": "- Accept-Language says it with each request",
    "GET /events": "- counts while a page is open; a script asks the lists",
    "GET /": "GET /me",
    "GET /submit": "- the form of POST /submit",
    "POST /submit": "POST /submissions",
    "GET /receipts/{x}": "GET /receipts/{receipt}",
    "POST /receipts/{x}/password": "POST /receipts/{receipt}/password",
    "GET /submissions": "GET /submissions",
    "POST /submissions": "POST /submissions/{receipt}/{n}/classify POST /cases/{case}/join POST /proposals/{id}/accept POST /cases/{case}/leave "
                         "POST /submissions/{receipt}/{n}/case POST /submissions/{receipt}/{n}/take",
    "GET /submissions/{x}/{x}": "GET /submissions/{receipt}/{n} GET /submissions/{receipt}/{n}/analysis GET /submissions/{receipt}/{n}/decisions "
                                "GET /submissions/{receipt}/{n}/judgements",
    "POST /submissions/{x}/{x}/classify": "POST /submissions/{receipt}/{n}/classify",
    "POST /submissions/{x}/{x}/case": "POST /submissions/{receipt}/{n}/case",
    "POST /submissions/{x}/{x}/judge": "POST /submissions/{receipt}/{n}/judge",
    "GET /submissions/{x}/{x}/preview": "- a mail's HTML is shown in a sandboxed frame only; its bytes are POST .../sample",
    "GET /submissions/{x}/{x}/view": "- a mail's HTML is shown in a sandboxed frame only; its bytes are POST .../sample",
    "POST /submissions/{x}/{x}/sample": "POST /submissions/{receipt}/{n}/sample",
    "POST /submissions/{x}/{x}/source": "POST /submissions/{receipt}/{n}/sample",
    "POST /submissions/{x}/{x}/withdraw": "POST /submissions/{receipt}/{n}/withdraw",
    "POST /proposals/{x}/accept": "POST /proposals/{id}/accept",
    "POST /proposals/{x}/reject": "POST /proposals/{id}/reject",
    "GET /cases": "GET /cases",
    "GET /cases/{x}": "GET /cases/{case}",
    "POST /cases/{x}/leave": "POST /cases/{case}/leave",
    "POST /cases/{x}/return": "POST /cases/{case}/return",
    "POST /cases/{x}/unmerge": "POST /cases/{case}/unmerge",
    "POST /cases/{x}/text": "POST /cases/{case}/text",
    "POST /cases/{x}/moment": "POST /cases/{case}/moment",
    "POST /cases/{x}/party": "POST /cases/{case}/party",
    "POST /cases/{x}/publication": "POST /cases/{case}/publication",
    "POST /cases/{x}/publication/ask": "POST /cases/{case}/publication/ask",
    "GET /approvals/publication/{x}": "GET /publications/{case}",
    "POST /approvals/publication/{x}": "POST /publications/{case}",
    "POST /cases/{x}/share": "POST /cases/{case}/share",
    "GET /shares": "GET /shares",
    "GET /shares/{x}": "GET /shares/{share} GET /shares/{share}/receipts",
    "GET /shares/{x}/preview": "GET /shares/{share}/papers/{paper}",
    "GET /shares/{x}/{x}": "GET /shares/{share}/papers/{paper}",
    "POST /shares/{x}/edit": "POST /shares/{share}/edit POST /shares/{share}/correct",
    "GET /shares/{x}/redact": "GET /shares/{share}/texts",
    "POST /shares/{x}/redact": "POST /shares/{share}/redact",
    "POST /shares/{x}/check": "POST /shares/{share}/check",
    "POST /shares/{x}/ask": "POST /shares/{share}/ask",
    "POST /shares/{x}/release": "POST /shares/{share}/release",
    "GET /approvals": "GET /approvals",
    "GET /approvals/{x}": "GET /approvals/{share}",
    "POST /approvals/{x}": "POST /approvals/{share}",
    "GET /s/{x}": "- the short address in a notice; a script has the number",
    "GET /inbox": "GET /inbox",
    "GET /inbox/{x}": "GET /inbox/{share}",
    "POST /inbox/{x}/open": "POST /inbox/{share}/open",
    "GET /inbox/{x}/hunt.set": "GET /inbox/{share}/hunt.set",
    "POST /inbox/{x}/sighting": "POST /inbox/{share}/sightings",
    "GET /inbox/{x}/{x}": "GET /inbox/{share}/papers/{paper}",
    "POST /inbox/{x}/answer": "POST /inbox/{share}/answer",
    "GET /submissions/{x}/{x}/ask": "- the form of POST .../ask",
    "POST /submissions/{x}/{x}/ask": "POST /submissions/{receipt}/{n}/questions",
    "GET /questions": "GET /questions",
    "GET /questions/{x}": "GET /questions/{question}",
    "POST /questions/{x}/answer": "POST /questions/{question}/answer POST /questions/{question}/material",
    "POST /questions/{x}/again": "POST /questions/{question}/again",
    "POST /questions/{x}/close": "POST /questions/{question}/close",
    "GET /calls": "GET /requests",
    "POST /calls": "POST /requests",
    "GET /calls/{x}": "GET /requests/{request} GET /requests/{request}/answers",
    "POST /calls/{x}/open": "POST /requests/{request}/open",
    "POST /calls/{x}/answer": "POST /requests/{request}/answer",
    "POST /calls/{x}/move": "POST /requests/{request}/release POST /requests/{request}/drop POST /requests/{request}/remind "
                            "POST /requests/{request}/close POST /requests/{request}/reopen",
    "GET /search": "GET /search",
    "GET /indicators": "GET /indicators GET /feed",
    "GET /indicators.csv": "GET /indicators GET /feed",
    "GET /indicators.txt": "GET /indicators GET /feed",
    "POST /indicators/search": "POST /indicators/search",
    "GET /indicators/{x}": "GET /indicators/{indicator}",
    "GET /hunts": "GET /hunts GET /sightings",
    "GET /hunts/{x}": "GET /shares/{share}/sightings",
    "GET /hunts/{x}/{x}": "GET /shares/{share}/sightings",
    "GET /statistics": "GET /statistics",
    "GET /statistics/records": "GET /statistics/records",
    "GET /report": "GET /report GET /report/choices GET /report/closing",
    "POST /report/choose": "POST /report/choose",
    "POST /report/correct": "POST /report/correct",
    "POST /report/propose": "POST /report/propose",
    "POST /report/confirm": "POST /report/confirm",
    "GET /report/print": "GET /report",
    "GET /organisations": "GET /organisations",
    "GET /organisations/{x}": "GET /organisations",
    "GET /import": "- the form of POST /import",
    "POST /import": "POST /import",
    "POST /organisations/{x}/domains": "POST /organisations/{org}/domains",
    "GET /organisation": "GET /organisation GET /organisation/people GET /organisation/keys",
    "GET /organisation/audit": "GET /organisation/audit",
    "POST /organisation/people": "- " + PEOPLE,
    "POST /organisation/people/{x}/invite": "- " + PEOPLE,
    "POST /organisation/people/{x}/roles": "- " + PEOPLE,
    "POST /organisation/people/{x}/suspend": "- " + PEOPLE,
    "GET /audit": "GET /audit",
    "GET /settings": "- the hub's file noroshi.conf; noroshi config show prints it",
    "GET /help": "- " + LOOK,
    "GET /account": "GET /me",
    "POST /account/password": "- " + DOOR,
    "POST /account/codes": "- " + DOOR,
    "POST /account/recovery": "- " + DOOR,
    "POST /account/sessions/{x}": "- " + BROWSER,
    "GET /keys": "GET /keys",
    "POST /keys": "- a key makes no other key: who steals one must not make it last",
    "POST /keys/{x}/certificate": "- a key changes no key: who steals one must not unbind it",
    "POST /keys/{x}/revoke": "POST /keys/{key}/revoke",
}


def compare(pages, api, twins):
    """What is wrong, a sentence each."""
    found = [f"{page} has neither a twin in /api/v1 nor a reason: add its line to {sys.argv[0]}" for page in sorted(pages - twins.keys())]
    found += [f"{page} stands in the table and not in the program" for page in sorted(twins.keys() - pages)]
    for page, twin in sorted(twins.items()):
        words = twin.split()
        if twin.startswith("-"):
            if len(words) < 3:
                found.append(f"{page}: a reason is a few words")
            continue
        pairs = [f"{words[i]} {words[i + 1]}" for i in range(0, len(words) - 1, 2)]
        found += [f"{page}: {pair} is no address of /api/v1" for pair in pairs if pair not in api]
        if not pairs or (page.startswith("POST") and not all(p.startswith("POST") for p in pairs)):
            found.append(f"{page}: the twin of a deed is a deed, not {twin}")
    return found


dumped = subprocess.run([sys.argv[1], "serve", "--routes"], capture_output=True, text=True, check=True).stdout
routes = [(r["method"], r["path"]) for r in map(json.loads, dumped.splitlines())]
pages = {f"{m} {p}" for m, p in routes if not p.startswith("/api/")}
api = {f"{m} {p.removeprefix('/api/v1')}" for m, p in routes if p.startswith("/api/")}
wrong = compare(pages, api, TWINS)
print("\n".join(wrong), file=sys.stderr)
# controls: a new deed, a twin that went away, a deed whose twin only looks
for bad in (compare(pages | {"POST /new"}, api, TWINS), compare(pages, api - {"POST /submissions"}, TWINS),
            compare(pages, api, {**TWINS, "POST /submit": "GET /submissions"})):
    if len(bad) <= len(wrong):
        sys.exit("the control passed: the comparison finds nothing")
sys.exit(1 if wrong else 0)
