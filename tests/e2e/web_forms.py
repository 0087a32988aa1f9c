#!/usr/bin/env python3
"""Every form of every page, and every field of each, filled in wrongly.

    web_forms.py NOROSHI BASE LOG     (the hub of web_matrix.sh; sessions in the environment; LOG: what the server writes)

The forms are those that the pages show: they are found by following links, one person of each kind after the other, so that a new form is in
without a word here.  A deed that no page led to is named in REACHED_ELSEWHERE, or the test fails.  Every answer says in a sentence of the page's
language what is wrong, or goes on; nothing of it may be a failure of ours.
"""
import collections
import html
import html.parser
import http.client
import json
import os
import re
import subprocess
import sys
import urllib.parse
import uuid

noroshi, base, log = sys.argv[1], sys.argv[2].removeprefix("http://"), sys.argv[3]
sessions, things = json.loads(os.environ["SESSIONS"]), json.loads(os.environ["THINGS"])
PEOPLE = ["an-1", "an-2", "a-con", "b-con", "m-con", "a-app", "b-rcp", "b-coo", "n-con", "a-adm", "adm", "aud"]
PAGES_MOST, SAME_MOST = 200, 6          # of one person; pages of one route
ENDS_THE_SESSION = {"/sign-out", "/account/password", "/account/sessions/{x}", "/account/codes"}
REACHED_ELSEWHERE = {
    "/account/recovery": "e2e/account.sh", "/sign-in": "e2e/web.sh", "/link/{x}": "e2e/web.sh", "/oidc/back": "e2e/oidc.sh", "/language": "its form is on every page; e2e/web.sh",
}
# deeds whose form shows only where something else was done before: who, the address, what its handler reads
BY_HAND = [
    ("b-con", f"/calls/{things['call']}/open", ""), ("b-con", f"/calls/{things['call']}/answer", "kind word files"),
    ("an-1", f"/cases/{things['case']}/return", "name"), ("an-1", f"/cases/{things['case']}/unmerge", "name"),
    ("an-1", "/proposals/x/accept", "back"), ("an-1", "/proposals/x/reject", "back"),
    ("an-1", "/report/confirm?from=2019-07-01&to=2019-09-30", "digest"), ("an-1", "/report/correct?from=2019-07-01&to=2019-09-30", "lang place before after"),
    ("an-1", f"/shares/{things['draft']}/ask", "rev"), ("an-1", f"/shares/{things['draft']}/redact", "rev mode-0 from-0 to-0 with-0 why-0"),
    ("an-1", f"/submissions/{things['receipt_a']}/1/sample", "part reason"),
    ("a-adm", "/organisation/people/a-con/invite", "back"),
    ("a-con", f"/receipts/{things['receipt_a']}/password", "password"),
    ("an-1", "/keys/K-AAAAAAA/certificate", "certificate"), ("an-1", "/keys/K-AAAAAAA/revoke", "back"),
]
MARK = "zq<script>alert(1)</script>\"'&zq"
failed = asked = 0


def fail(text):
    global failed
    failed += 1
    if failed <= 40:
        print("    " + text[:600], file=sys.stderr)


routes = [json.loads(line) for line in subprocess.run([noroshi, "serve", "--routes"], capture_output=True, text=True, check=True).stdout.splitlines()]
routes = [r for r in routes if not r["path"].startswith("/api/")]
SHAPES = [(r["method"], r["path"], re.compile("^" + re.escape(r["path"]).replace(r"\{x\}", "[^/]+") + "$")) for r in routes]


def shape(method, path):
    path = urllib.parse.unquote(path.split("?")[0])
    exact = [s for m, s, _ in SHAPES if m == method and s == path]
    return exact[0] if exact else next((s for m, s, r in SHAPES if m == method and r.match(path)), None)


class Page(html.parser.HTMLParser):
    """Links, forms with their fields, and what a refusal says."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.form, self.option_of, self.area = [], [], None, None, None
        self.lang, self.said, self.catch, self.depth = "", "", None, 0
        self.feed(text)
        alone = re.search('class="card door">.*?<div class="pad form"><p>(.*?)</p>', text, re.S)      # a page that is nothing but the problem
        if alone:
            self.said += html.unescape(alone[1])

    def handle_starttag(self, tag, pairs):
        at = dict(pairs)
        if tag == "html":
            self.lang = at.get("lang", "")
        if self.catch is not None:
            self.depth += tag == self.catch
        elif "refused" in at.get("class", "").split() or at.get("role") == "alert":
            self.catch, self.depth = tag, 1
        if tag == "a" and at.get("href", "").startswith("/"):
            self.links.append(at["href"])
        if tag == "form":
            self.form = {"action": at.get("action", ""), "method": at.get("method", "get").lower(), "fields": collections.OrderedDict(), "kinds": {}, "pressed": False}
            self.forms.append(self.form)
        if self.form is not None and tag == "button":
            self.form["pressed"] = True
        if self.form is None or "name" not in at and tag not in ("option",):
            return
        name = at.get("name")
        if tag == "input":
            kind = at.get("type", "text")
            self.form["kinds"][name] = kind
            if kind in ("radio", "checkbox"):
                if "checked" in at or name not in self.form["fields"]:
                    self.form["fields"][name] = at.get("value", "on")
            else:
                self.form["fields"][name] = at.get("value", "")
        elif tag == "button":
            self.form["kinds"].setdefault(name, "button")
            self.form["fields"].setdefault(name, at.get("value", ""))
        elif tag == "select":
            self.form["kinds"][name], self.option_of = "select", name
        elif tag == "textarea":
            self.form["kinds"][name], self.area = "textarea", name
            self.form["fields"][name] = ""
        elif tag == "option" and self.option_of and ("selected" in at or self.option_of not in self.form["fields"]):
            self.form["fields"][self.option_of] = at.get("value", "")

    def handle_startendtag(self, tag, pairs):
        self.handle_starttag(tag, pairs)

    def handle_data(self, data):
        if self.area:
            self.form["fields"][self.area] += data
        if self.catch:
            self.said += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "select":
            self.option_of = None
        if tag == "textarea":
            self.area = None
        if self.catch == tag:
            self.depth -= 1
            if self.depth == 0:
                self.catch = None


connection = http.client.HTTPConnection(base, timeout=60)


def ask(method, path, who, body=None, lang="en", **headers):
    global asked, connection
    asked += 1
    headers = {"Cookie": f"__Host-noroshi={sessions[who]}; __Host-noroshi-lang={lang}; noroshi-lang={lang}", "Accept-Language": lang,
               **{k.replace("_", "-"): v for k, v in headers.items()}}
    try:
        try:
            connection.request(method, path, body=body, headers=headers)
        except (BrokenPipeError, ConnectionResetError):      # refused before all of it was sent; the answer is there
            pass
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    except (http.client.HTTPException, OSError) as e:
        connection.close()
        connection = http.client.HTTPConnection(base, timeout=60)
        return 0, {}, repr(e).encode()


def multipart(fields):
    """fields: name -> value, (file name, bytes) for a file, None: not there; a list: each of them."""
    mark, out = uuid.uuid4().hex, b""
    for name, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            if value is None:
                continue
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'.encode()
            if isinstance(value, tuple):
                head += b'; filename="' + value[0] + b'"\r\nContent-Type: application/octet-stream'
                value = value[1]
            out += head + b"\r\n\r\n" + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
    return out + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def judge(what, answer, lang):
    """What an answer to something wrong may be: going on, or a sentence."""
    status, headers, body = answer
    if status == 303 or status == 200 and not headers.get("Content-Type", "").startswith("text/html"):      # a file that was asked for
        return
    if status not in (200, 400, 403, 404, 409, 413, 415, 422, 429):
        fail(f"{what}: {status} {body[:200]!r}")
        return
    try:
        page = Page(body.decode())
    except UnicodeDecodeError:
        fail(f"{what}: {status}, and no UTF-8")
        return
    said = " ".join(page.said.split())
    if status != 200 and len(said) < (5 if lang == "ja" else 10):
        fail(f"{what}: {status} without a sentence")
    elif said and lang == "ja" and not JAPANESE.search(said):
        fail(f"{what}: {status} not in Japanese: {said}")
    elif status != 200 and lang == "en" and JAPANESE.search(re.sub("“[^”]*”|長+", "", said)):
        fail(f"{what}: {status} not in English: {said}")


def crawl(who):
    """Pages by address; at most SAME_MOST of a route."""
    seen, todo, count, pages = set(), ["/"], collections.Counter(), {}
    while todo and len(pages) < PAGES_MOST:
        path = todo.pop(0).split("#")[0]
        if path in seen:
            continue
        seen.add(path)
        kind = shape("GET", path)
        if kind in (None, "/events", "/static/{x}", "/healthz") or count[kind] >= (SAME_MOST if "?" in path or "{x}" in kind else 9):
            continue
        count[kind] += 1
        status, headers, body = ask("GET", path, who)
        if status >= 400 or status == 0:
            fail(f"{who} follows a link to {path}: {status}")
        if not headers.get("Content-Type", "").startswith("text/html") or status != 200:
            continue
        pages[path] = body
        todo += Page(body.decode()).links
    return pages


def wrong_values(kind):
    yield "missing", None
    yield "empty", ""
    yield "twice", ["x", "y"]
    yield "no UTF-8", b"\xff\xfe\xc3"
    yield "a NUL", b"a\0b"
    if kind == "file":
        yield "a file without a name", (b"", b"x")
        yield "a file name that is no UTF-8", (b"\xff\xfe\xc3.eml", b"x")
        yield "a hostile file name", ("../../\u202e\x01<b>\"; x=\"y.eml".encode().replace(b'"', b"%22"), b"From: x\r\n\r\n" + MARK.encode())
    else:
        yield "long", "長" * 12000
        yield "hostile", "\u202e\x1b[2J" + MARK
        yield "a file", (b"x.txt", b"x")
    if kind in ("select", "radio", "hidden", "button", "number", "date", "datetime-local", "checkbox", "month"):
        yield "another word", MARK
        yield "no number", "-99999999999999999999"


deeds, reached, pages_of, lang_of = {}, set(), {}, {}
for who in PEOPLE:
    for path, body in crawl(who).items():
        pages_of[who, path] = body
        for form in Page(body.decode()).forms:
            if form["method"] != "post" or set(form["fields"]) == {"csrf"} and not form["pressed"]:      # nothing in it sends it
                continue
            kind = shape("POST", form["action"])
            if kind is None:
                fail(f"{path}: a form for {form['action']}, which is no deed")
                continue
            reached.add(kind)
            key = (kind, frozenset(form["fields"]))
            if kind not in ENDS_THE_SESSION and kind not in REACHED_ELSEWHERE:
                deeds.setdefault(key, (who, form))
for who, action, fields in BY_HAND:
    kind = shape("POST", action)
    if kind in reached:
        continue
    reached.add(kind)
    word = next(re.search(rb'name="csrf" value="([0-9a-f]+)"', body) for (p, _), body in pages_of.items() if p == who)[1].decode()
    deeds[kind, frozenset(fields.split() + ["csrf"])] = (who, {"action": action, "fields": {"csrf": word, **{f: "" for f in fields.split()}},
                                                              "kinds": {f: "file" if f == "files" else "hidden" for f in fields.split()}})
for path in sorted({r["path"] for r in routes if r["method"] == "POST"} - reached - set(REACHED_ELSEWHERE) - ENDS_THE_SESSION):
    fail(f"no page led to the form of {path}")

order = sorted(deeds.items(), key=lambda d: (re.search("withdraw|revoke|suspend|roles|invite|close|release|confirm|leave|unmerge", d[0][0]) is not None, d[0][0]))
for (kind, names), (who, form) in order:
    lang = "ja" if len(lang_of) % 2 else "en"
    lang_of[kind, names] = lang
    action = form["action"]
    plain = {n: ((b"", b"") if form["kinds"].get(n) == "file" else v) for n, v in form["fields"].items()}
    csrf = plain.get("csrf")
    others = next(body for (p, _), body in pages_of.items() if p != who)
    another = re.search(rb'name="csrf" value="([0-9a-f]+)"', others).group(1).decode()
    if csrf is None:
        fail(f"{action}: a form without the word of our pages")

    # the form as a whole
    body, media = multipart(plain)
    bare, bare_media = multipart({**plain, "csrf": None})
    for what, status, answer in [
            ("without our word", 403, ask("POST", action, who, bare, lang, Content_Type=bare_media)),
            ("from another site", 403, ask("POST", action, who, body, lang, Content_Type=media, Origin="https://evil.example")),
            ("from nowhere", 403, ask("POST", action, who, body, lang, Content_Type=media, Origin="null")),
            ("from a neighbour", 403, ask("POST", action, who, body, lang, Content_Type=media, Sec_Fetch_Site="same-site")),
            ("as a document", 415, ask("POST", action, who, b"{}", lang, Content_Type="application/json")),
            ("without a boundary", 400, ask("POST", action, who, body, lang, Content_Type="multipart/form-data")),
            ("cut off", 400, ask("POST", action, who, body[:-20], lang, Content_Type=media))]:
        if answer[0] != status:
            fail(f"{action} by {who}, {what}: {answer[0]}, wanted {status}")
        judge(f"{action} by {who}, {what}", answer, lang)
    stolen, media = multipart({**plain, "csrf": another})
    answer = ask("POST", action, who, stolen, lang, Content_Type=media)
    if answer[0] != 403:
        fail(f"{action} by {who} with another's word: {answer[0]}")

    # field by field
    for name in sorted(n for n in names if n and n != "csrf"):
        for what, value in wrong_values(form["kinds"].get(name)):
            body, media = multipart({**plain, name: value})
            judge(f"{action} by {who}, {name} {what}", ask("POST", action, who, body, lang, Content_Type=media), lang)
    body, media = multipart({**plain, "more": "x" * (1 << 20), "and": "y" * 4096})
    answer = ask("POST", action, who, body, lang, Content_Type=media)
    if answer[0] != 413:
        fail(f"{action} by {who}, a million too long: {answer[0]}")
    judge(f"{action} by {who}, too long", answer, lang)

# what became of it: every page still stands, and shows what was sent as text
BAD = re.compile("<script>alert|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
for who in PEOPLE:
    for path, body in crawl(who).items():
        try:
            text = body.decode()
        except UnicodeDecodeError:
            fail(f"{path} for {who} is no UTF-8 any more")
            continue
        found = BAD.search(text)
        if found:
            fail(f"{path} for {who} shows {text[max(0, found.start() - 60):found.end() + 60]!r}")

with open(log, encoding="utf-8", errors="surrogateescape") as lines:
    for line in lines:
        if re.search("web.failed|api.failed|serve.restart|Assertion|AddressSanitizer|runtime error", line) or "\x1b" in line or "\u202e" in line or "\udcff" in line:
            fail("the log says: " + repr(line[:300]))
print(f"{len(deeds)} forms, {asked} requests, {failed} unexpected")
sys.exit(1 if failed else 0)
