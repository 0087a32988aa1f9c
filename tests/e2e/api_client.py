"""What the scripts of the REST interface share: keys, requests that are checked against the document, tests that are counted."""
import http.client
import json
import os
import re
import subprocess
import sys
import uuid

sys.path.insert(0, "tests/lib")
from json_schema import check, controls  # noqa: E402

NOROSHI, BASE, HUB = sys.argv[1], sys.argv[2].removeprefix("http://"), sys.argv[3]
failed = 0


def test(name, good, more=""):
    global failed
    print(("ok - " if good else "not ok - ") + name, flush=True)
    if not good:
        failed = 1
        print("    " + str(more)[:2000], file=sys.stderr)
    return good


def noroshi(*words):
    done = subprocess.run([NOROSHI, *words], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"noroshi {' '.join(words)}: {done.returncode} {done.stderr}")
    return done.stdout


def make_key(person, scope, *more):
    made = json.loads(noroshi("key", "create", person, "--purpose", "test", "--scope", scope, *more, "--hub", HUB, "--as", "adm", "--json"))
    return made["secret"], made["key"]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:600]!r}"


def send(method, path, headers=None, body=None):
    connection = http.client.HTTPConnection(BASE, timeout=60)
    try:
        connection.request(method, path, body=body, headers=headers or {})
    except BrokenPipeError:     # refused before all of it was sent; the answer is there
        pass
    answer = connection.getresponse()
    result = Answer(answer.status, answer.headers, answer.read())
    connection.close()
    return result


document = send("GET", "/api/v1/openapi.json").json
PATHS = [(re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(p)) + r"\Z"), p) for p in document["paths"]]
used = {}                       # (method, path) -> statuses that were seen
unfit = []                      # answers that the document does not describe


def operation_of(method, path):
    found = [p for pattern, p in PATHS if pattern.match(path.split("?")[0])]
    found.sort(key=lambda p: p.count("{"))
    for p in found:
        if method.lower() in document["paths"][p]:
            return p, document["paths"][p][method.lower()]
    return None, None


def fits(method, path, answer):
    """What the document says of this answer; [] where it fits."""
    p, operation = operation_of(method, path)
    if operation is None:
        return []
    used.setdefault((method, p), set()).add(answer.status)
    described = operation["responses"].get(str(answer.status))
    if described is None:
        return [f"{method} {p}: {answer.status} is not described"]
    kind = (answer.headers.get("Content-Type") or "").split(";")[0]
    content = described.get("content")
    if content is None:
        return [] if not answer.body else [f"{method} {p}: {answer.status} has a body that is not described"]
    schema = content.get(kind, content.get("*/*"))
    if schema is None:
        return [f"{method} {p}: {answer.status} comes as {kind}"]
    if kind == "application/x-ndjson":
        return [f"{method} {p}: {bad}" for line in answer.body.splitlines() for bad in check(json.loads(line), schema["schema"], document)]
    if "json" not in kind or not schema["schema"]:
        return []
    return [f"{method} {p}: {bad}" for bad in check(answer.json, schema["schema"], document)]


class Client:
    def __init__(self, secret):
        self.secret = secret

    def ask(self, method, path, body=None, headers=None, **more):
        if not path.startswith("/api"):
            path = "/api/v1" + path
        headers = {"Authorization": "Bearer " + self.secret, "Accept-Language": "en", **(headers or {})}
        if isinstance(body, (dict, list)):
            body, headers = json.dumps(body), {"Content-Type": "application/json", **headers}
        answer = send(method, path, headers, body)
        unfit.extend(fits(method, path, answer))
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path, body=None, **headers):
        return self.ask("POST", path, body, {k.replace("_", "-"): v for k, v in headers.items()})

    def submit(self, *files, kind="mail", path="/submissions", **headers):
        edge = uuid.uuid4().hex
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{kind}\r\n'.encode()]
        for name, content in files:
            parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: message/rfc822\r\n\r\n'.encode() +
                         content + b"\r\n")
        return self.ask("POST", path, b"".join(parts) + f"--{edge}--\r\n".encode(),
                        {"Content-Type": "multipart/form-data; boundary=" + edge, **{k.replace("_", "-"): v for k, v in headers.items()}})


def eml(sender, to, subject, message_id, text):
    return (f"Received: from mail.sender.example (mail.sender.example [192.0.2.7])\r\n\tby mx.receiver.example; Wed, 31 Jul 2019 10:00:00 +0900\r\n"
            f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: Wed, 31 Jul 2019 09:59:00 +0900\r\nMessage-ID: <{message_id}>\r\n"
            f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n").encode()
