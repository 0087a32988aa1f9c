"""One part of api_bad.sh: wrong, full, again, away or back."""
import base64
import json
import os
import random
import socket
import time

from api_client import *  # noqa: F403
import api_client

member, staff = Client(os.environ["KEY"]), Client(os.environ["STAFF"])
host, port = BASE.split(":")
JSON = {"Content_Type": "application/json"}


def problem(name, status, kind, answer, words=""):
    """A problem document of that type; what is our fault has a reference that stands in the log."""
    good = answer.status == status and answer.headers["Content-Type"] == "application/problem+json"
    if not test(f"{name}: {status}", good, answer):
        return
    told = answer.json
    test(f"{name}: it says what", told["type"] == "urn:noroshi:problem:" + kind and told["status"] == status and words in told["detail"], answer)
    if status >= 500:
        log = open(os.environ["SERVE_LOG"], encoding="utf-8").read()
        test(f"{name}: it can be found in the log", told["reference"] and "reference=" + told["reference"] in log, answer)


def raw(text, close=False):
    """Bytes as they are; the answer's status, 0 where there is none."""
    line = socket.create_connection((host, int(port)), timeout=20)
    line.sendall(text)
    if close:
        line.close()
        return 0
    said = line.recv(65536)
    line.close()
    return int(said.split()[1]) if said.startswith(b"HTTP/") else 0


def head(method, path, more):
    return f"{method} /api/v1{path} HTTP/1.1\r\nHost: {BASE}\r\nAuthorization: Bearer {os.environ['KEY']}\r\n{more}\r\n".encode()


def place(words):
    """Where a list goes on, as the hub writes it."""
    return base64.urlsafe_b64encode(words).decode().rstrip("=")


def wrong():
    # bytes that are no request of ours
    for name, body, words in [
            ("no JSON", b'{\n  "values": [,]\n}', "line 2, column"), ("the end is missing", b'{"values": ["x"', "line 1, column"), ("two documents", b'{"values":["x"]} {}', "line 1"),
            ("a member that is unknown", b'{"value":["x"],"values":["x"]}', "values"), ("one twice", b'{"values":["x"],"values":["y"]}', "line 1"),
            ("a hundred thousand deep", b'{"values":' + b"[" * 100000, "line"), ("2,000 deep and whole", b'{"values":' + b"[" * 2000 + b"]" * 2000 + b"}", ""),
            ("a number beyond all", b'{"values":[1e999999]}', ""), ("bytes that are no UTF-8", b'{"values":["\xff\xfe"]}', "line"), ("a NUL", b'{"values":["a\\u0000b"]}', ""),
            ("an array", b"[]", "object"), ("a text", b'"x"', ""), ("10,001 values", b'{"values":[' + b",".join([b'"a"'] * 10001) + b"]}", "10000")]:
        problem(name, 400, "bad-request", staff.post("/indicators/search", body, **JSON), words)
    problem("nothing at all", 400, "bad-request", staff.post("/indicators/search", b"", **JSON), "values")
    problem("a form where JSON is taken", 415, "media-type", staff.post("/indicators/search", b"values=x", Content_Type="application/x-www-form-urlencoded"))
    problem("JSON where nothing is taken", 415, "media-type", staff.post("/cases/C-2019-0001/close", {"x": 1}))
    problem("a body of words that has no end", 413, "too-large", staff.post("/indicators/search", b'{"values":["' + b"x" * (1 << 20) + b'"]}', **JSON))
    for method, path, allowed in [("PUT", "/submissions", "GET, HEAD, POST"), ("DELETE", "/cases/C-2019-0001", "GET, HEAD"), ("PATCH", "/inbox", "GET, HEAD")]:
        answer = staff.ask(method, path)
        problem(f"{method} {path}", 405, "method", answer)
        test(f"{method} {path}: what is taken", set(answer.headers["Allow"].split(", ")) == set(allowed.split(", ")), answer)
    problem("a type that is not given", 406, "not-acceptable", staff.get("/cases", Accept="text/html"))
    for name, path in [("a name twice", "/submissions?limit=1&limit=2"), ("an unknown name", "/submissions?limits=1"), ("a place that is none", "/submissions?after=AAAA"),
                       ("a place of another list", "/cases?after=" + "A" * 1999), ("too long a place", "/cases?after=" + "A" * 3000), ("no UTF-8", "/search?q=%ff%fe"),
                       ("another year", "/submissions?from=20190101"), ("no word", "/submissions?kind=mails"), ("a limit beyond", "/submissions?limit=99999999999999999999")]:
        problem(f"a query with {name}", 400, "bad-request", staff.get(path))
    # where a list goes on, made up: no text of a database, numbers at the ends of what there is, too few words
    for name, words in [("no UTF-8", b"1 \xff\xfe 1 1 \xff"), ("half a character", "1 あ 1 1 あ".encode()[:-1]), ("a NUL", b"1 a\0b 1 1 a\0b"), ("half a surrogate", b"1 \xed\xa0\x80 1 1 x")]:
        for path in ["/submissions", "/cases", "/shares", "/indicators", "/organisations", "/proposals", "/requests", "/handovers"]:
            problem(f"{path} from a place with {name}", 400, "bad-request", staff.get(path + "?after=" + place(words)), "after is taken")
    for number in (-(1 << 63), 1 - (1 << 63), (1 << 63) - 1, 1 << 63):
        for path in ["/submissions", "/cases", "/shares", "/indicators", "/proposals"]:
            answer = staff.get(path + "?after=" + place(f"{number} x {number} {number} x".encode()))
            test(f"{path} from a place with {number}: a page or what is wrong", answer.status in (200, 400), answer)

    # hand-ins
    mail = eml("b@freemail.example", "contact@a-company.example", "Invoice", "one@evil.example", "Please pay.")
    problem("no file", 400, "bad-request", member.post("/submissions", b"", Content_Type="message/rfc822"))
    problem("an unknown kind", 400, "bad-request", member.post("/submissions?kind=mails", mail, Content_Type="message/rfc822"), "mail")
    cut = member.ask("POST", "/submissions", b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.eml"\r\n\r\nFrom: a', {"Content-Type": "multipart/form-data; boundary=x"})
    problem("a form that has no end", 400, "bad-request", cut)
    problem("a form without its boundary", 400, "bad-request", member.ask("POST", "/submissions", b"x", {"Content-Type": "multipart/form-data"}))
    raw(head("POST", "/submissions", "Content-Type: message/rfc822\r\nContent-Length: 3000000\r\n") + b"x" * 1000000, close=True)
    raw(head("POST", "/submissions", "Content-Type: message/rfc822\r\nTransfer-Encoding: chunked\r\n") + b"fffff\r\n" + b"x" * 1000, close=True)
    most = 25 << 20
    one = member.post("/submissions?name=big.eml", mail + b"x" * (most - len(mail)), Content_Type="message/rfc822")
    status = one.status
    test("25 MB is received", status == 201, one)
    problem("25 MB and one byte", 413, "too-large", member.post("/submissions?name=big.eml", b"x" * (most + 1), Content_Type="message/rfc822"))
    problem("the same in a form", 413, "too-large", member.submit(("small.eml", mail), ("big.eml", b"y" * (most + 1))))

    # idempotency keys
    problem("an empty Idempotency-Key", 400, "bad-request", staff.post("/indicators/search", {"values": ["x"]}, Idempotency_Key=""), "255")
    problem("one of 256 characters", 400, "bad-request", staff.post("/indicators/search", {"values": ["x"]}, Idempotency_Key="k" * 256), "255")
    first = staff.post("/indicators/search", {"values": ["x"]}, Idempotency_Key="k")
    problem("one that was used for another body", 422, "key-reused", staff.post("/indicators/search", {"values": ["y"]}, Idempotency_Key="k"))
    problem("for another address", 422, "key-reused", staff.post("/report/choose", {"from": "2019-07-01", "to": "2019-09-30", "slot": "phishing"}, Idempotency_Key="k"))
    test("for the same it is the same answer", staff.post("/indicators/search", {"values": ["x"]}, Idempotency_Key="k").body == first.body)
    problem("If-Match where there is nothing it could be about", 400, "bad-request", staff.post("/indicators/search", {"values": ["x"]}, If_Match='"0"'))
    for secret in ("", "noroshi_", "noroshi_" + "A" * 43, "x" * 100000, "noroshi_" + "Ａ"):
        answer = send("GET", "/api/v1/me", {"Authorization": b"Bearer " + secret.encode()})
        test(f"a key of {len(secret)} characters opens nothing", answer.status in (401, 413, 431, 429), answer)


def full():
    mail = eml("b@freemail.example", "contact@a-company.example", "Invoice", "two@evil.example", "Please pay soon.")
    problem("no space", 507, "full", member.post("/submissions", mail, Content_Type="message/rfc822", Idempotency_Key="space"))
    test("reading goes on", member.get("/submissions").status == 200)


def again():
    mail = eml("b@freemail.example", "contact@a-company.example", "Invoice", "two@evil.example", "Please pay soon.")
    answer = member.post("/submissions", mail, Content_Type="message/rfc822", Idempotency_Key="space")
    test("what was refused may be sent again with its key", answer.status == 201 and "Idempotency-Replayed" not in answer.headers, answer)


LATE = eml("b@freemail.example", "contact@a-company.example", "Invoice", "three@evil.example", "Please pay at last.")


def away():
    for name, answer in [("handing in", member.post("/submissions", LATE, Content_Type="message/rfc822", Idempotency_Key="late")), ("a deed", staff.post("/cases/C-2019-0001/close"))]:
        problem(f"no database, {name}", 503, "busy", answer)
        test(f"no database, {name}: when to come again", int(answer.headers["Retry-After"] or 0) > 0, answer)
        test(f"no database, {name}: the database's words stay in the log", not re.search("postgres|FATAL|sqlite|locked|database:", answer.json["detail"], re.I), answer)
        test(f"no database, {name}: no receipt by halves", not re.search(r"R-20\d{6}-", answer.body.decode()), answer)


def back():
    for _ in range(60):
        answer = member.post("/submissions", LATE, Content_Type="message/rfc822", Idempotency_Key="late")
        if answer.status != 503:
            break
        time.sleep(1)
    test("when it is there again, it is received", answer.status == 201, answer)
    test("and the same again is the same receipt", member.post("/submissions", LATE, Content_Type="message/rfc822", Idempotency_Key="late").body == answer.body)


def sent_in_pieces(content_type, body, rng, chunked=False, expect=False):
    """A form over a line of its own, in pieces; the answer's status and document."""
    line = socket.create_connection((host, int(port)), timeout=20)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    more = f"Content-Type: {content_type}\r\nAccept-Language: en\r\nConnection: close\r\n"
    line.sendall(head("POST", "/submissions", more + ("Transfer-Encoding: chunked\r\n" if chunked else f"Content-Length: {len(body)}\r\n") + ("Expect: 100-continue\r\n" if expect else "")))
    if expect and not line.recv(65536).startswith(b"HTTP/1.1 100"):
        return 0, {}
    while body:
        piece, body = body[:(n := rng.choice([1, 2, 3, 40, 1000, 16384]))], body[n:]
        line.sendall(b"%x\r\n" % len(piece) + piece + b"\r\n" if chunked else piece)
        if rng.random() < 0.05:
            time.sleep(0.002)
    line.sendall(b"0\r\n\r\n" if chunked else b"")
    said = b"".join(iter(lambda: line.recv(65536), b""))
    line.close()
    return int(said.split()[1]), json.loads(said[said.index(b"{"):])


def forms():
    """Forms as clients write them, whatever the pieces they come in; what is received is what was sent, byte for byte."""
    rng = random.Random(4)
    for n, (name, edge, more, lead, part, how) in enumerate([
            ("25 fields, as curl writes them", "-" * 24 + "8f3c1d0e5a7b9642", "", b"", b'; filename="%s"\r\nContent-Type: application/octet-stream', {}),
            ("in chunks", "-" * 24 + "8f3c1d0e5a7b9643", "", b"", b'; filename="%s"\r\nContent-Type: application/octet-stream', {"chunked": True}),
            ("that wait to be let in", "-" * 24 + "8f3c1d0e5a7b9644", "", b"", b'; filename="%s"', {"expect": True}),
            ("with a boundary of one letter", "x", "", b"", b'; filename="%s"', {}),
            ("with a quoted boundary and what stands behind it", "a b:c", "; charset=utf-8", b"", b'; filename="%s"', {}),
            ("behind a preamble, with folded heads", "xyz", "", b"nobody reads this\r\n--xy\r\n", b';\r\n\tfilename="%s"', {}),
            ("with names of RFC 8187", "xyz", "", b"", b"; filename*=UTF-8''%%E8%%AB%%8B%s", {})]):
        files = [(f"f{n}{i}.bin", bytes(rng.choice(b"\r\n-- \0" + edge[:-1].encode()) for _ in range(size))) for i, size in enumerate((1, 700, 40000))]
        files = [(f, f.encode() + c.replace(b"--" + edge.encode(), b"")) for f, c in files]
        body = lead + b"".join(b'--%s\r\nContent-Disposition: form-data; name="field%d"\r\n\r\n%s\r\n' % (edge.encode(), i, b"\r" * (i % 3)) for i in range(25))
        body += b'--%s\r\nContent-Disposition: form-data; name="kind"\r\n\r\nsample\r\n' % edge.encode()
        body += b"".join(b'--%s\r\nContent-Disposition: form-data; name="files"' % edge.encode() + part % f.encode() + b"\r\n\r\n" + c + b"\r\n" for f, c in files)
        boundary = edge if edge.isalnum() or edge[0] == "-" else f'"{edge}"'
        status, told = sent_in_pieces(f"multipart/form-data; boundary={boundary}{more}", body + b"--" + edge.encode() + b"--\r\n", rng, **how)
        if test(f"forms {name}", (status, len(told.get("receipts", []))) == (201, 3), (status, told)):
            again = [member.post(f"/submissions?kind=sample&name={f}", c, Content_Type="application/octet-stream").json["receipts"][0] for f, c in files]
            test(f"forms {name}: byte for byte", [(r["receipt"], r["repeated"]) for r in again] == [(r["receipt"], True) for r in told["receipts"]], (told, again))
    one = [b"--x", b'Content-Disposition: form-data; name="files"; filename="a.eml"', b"", b"From: a", b"--x--", b""]
    for name, lines in [("an encoding of the transfer", one[:2] + [b"Content-Transfer-Encoding: base64"] + one[2:]), ("a part without a name", [one[0], b"Content-Type: text/plain"] + one[2:]),
                        ("two names", [one[0], one[1] + b'; name="kind"'] + one[2:]), ("a line that begins like the boundary", one[:4] + [b"--xyz"] + one[4:]), ("no end", one[:4])]:
        status, told = sent_in_pieces("multipart/form-data; boundary=x", b"\r\n".join(lines), rng)
        test(f"a form with {name} is refused", status == 400 and "this form" in told["detail"], (status, told))


{"forms": forms, "wrong": wrong, "full": full, "again": again, "away": away, "back": back}[sys.argv[4]]()
test(f"{sys.argv[4]}: every answer is as the document says", not unfit, sorted(set(unfit))[:10])
sys.exit(api_client.failed)
