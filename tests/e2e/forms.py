#!/usr/bin/env python3
"""Random forms in random pieces, as our reader tells them and as two others do:  forms.py FORM-TELL [SEED COUNT]

Well formed ones are read by the email package; whatever bytes are wrong in them, by the reader below, which has all of the body before
it and knows nothing of ours.  What both take must be the same; what it refuses, ours refuses.
"""
import email.parser
import email.policy
import random
import re
import subprocess
import sys
import urllib.parse

tell, (seed, count) = sys.argv[1], [int(n) for n in (sys.argv[2:] or (1, 3000))]


def parameters(text):
    """name -> value of ; name=value ...; None where it cannot be read."""
    found, at = {}, 0
    pattern = re.compile(rb'[ \t;]*(?:([^=;]*[^=; \t]|)[ \t]*=[ \t]*(?:"((?:\\["\\]|[^"])*)"[ \t]*(?=;|\Z)|([^";][^;]*|)(?=;|\Z)))', re.S)
    while at < len(text) and text[at:].strip(b" \t;"):
        m = pattern.match(text, at)
        name = (m[1] or b"").strip().lower() if m else b""
        if not m or not name or (name in found and name in (b"boundary", b"name", b"filename", b"filename*")):
            return None
        found[name] = re.sub(rb'\\(["\\])', rb"\1", m[2]) if m[2] is not None else m[3].strip(b" \t\r\n")
        at = m.end()
    return found


def decode(value):
    if re.search(rb"%(?![0-9a-fA-F]{2})|%00", value):
        return None
    return urllib.parse.unquote_to_bytes(value)


def read(content_type, body):
    """[(name, file or None, type, bytes)]; None where it cannot be read."""
    kind, _, rest = content_type.partition(b";")
    if kind.strip().lower() == b"application/x-www-form-urlencoded":
        pairs = [p.partition(b"=")[::2] for p in body.split(b"&") if p]
        pairs = [(decode(a.replace(b"+", b" ")), decode(b.replace(b"+", b" "))) for a, b in pairs]
        return None if any(None in p for p in pairs) else [(a, None, b"", b) for a, b in pairs]
    params = parameters(rest)
    edge = (params or {}).get(b"boundary")
    if not edge:
        return None
    return split(edge, body)


def split(edge, body):
    mark, text, parts, at = b"\r\n--" + edge, b"\r\n" + body, [], 0
    at = text.find(mark)
    while at >= 0:
        at += len(mark)
        if text[at:at + 2] == b"--":
            return parts
        line = re.compile(rb"[ \t]{0,200}\r\n").match(text, at)
        if not line:
            return None
        at = line.end()
        stop = text.find(b"\r\n\r\n", at)
        if stop < 0:
            return None
        head = part_head(text[at:stop])
        if head is None:
            return None
        end = text.find(mark, stop + 2)
        if end < 0:
            return None
        parts.append((*head, text[stop + 4:end] if end > stop + 2 else b""))
        at = end
    return None


def part_head(head):
    if b"\0" in head:
        return None
    name = file = kind = None
    for line in re.sub(rb"\r\n(?=[ \t])", b"  ", head).split(b"\r\n"):
        field, colon, value = line.partition(b":")
        if not colon or not field:
            return None
        field, value = field.strip().lower(), value.strip()
        if field == b"content-disposition":
            p = parameters(value.partition(b";")[2]) if value.partition(b";")[0].strip().lower() == b"form-data" else None
            if name is not None or not p or b"name" not in p:
                return None
            name, file = p[b"name"], p.get(b"filename")
            if b"filename*" in p:
                more = re.match(rb"(?i)utf-8'[^']*'(.*)\Z", p[b"filename*"], re.S)
                if not more or decode(more[1]) is None:
                    return None
                file = file if file is not None else decode(more[1])
        elif field == b"content-type":
            if kind is not None:
                return None
            kind = value
        elif field == b"content-transfer-encoding" and value.lower() not in (b"binary", b"8bit", b"7bit"):
            return None
    return None if name is None else (name, file, kind or b"")


def by_email(content_type, body):
    whole = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(b"Content-Type: " + content_type + b"\r\n\r\n" + body)
    parts = []
    for p in whole.get_payload():
        file = p.get_param("filename", None, "content-disposition")
        parts.append((p.get_param("name", None, "content-disposition").encode(), file if file is None else file.encode(), (p["Content-Type"] or "").encode(),
                      p._payload.encode("ascii", "surrogateescape")))
    return parts


def form(rng):
    """A form as a client writes it: type, body, and whether the email package can say what is in it."""
    edge = rng.choice([b"x", b"----WebKitFormBoundary7MA4YWxkTrZu0gW", b"-" * 24 + b"%016x" % rng.getrandbits(64), b"a b:c", b"--", b"'()+_,-./:=?"])
    quoted = re.search(rb"[^a-zA-Z0-9-]", edge) or rng.random() < 0.2
    content_type = rng.choice([b"multipart/form-data; ", b"Multipart/Form-Data;charset=utf-8; ", b"multipart/form-data ; "]) + \
        rng.choice([b"boundary=", b"Boundary="]) + (b'"' + edge + b'"' if quoted else edge) + rng.choice([b"", b"", b"; charset=utf-8"])
    body = rng.choice([b"", b"", b"\r\n", b"preamble\r\n", b"--not " + edge + b"\r\n"])
    for i in range(rng.randint(0, 30)):
        pool = [b"\r", b"\n", b"-", b"--", b"\r\n", b"\r\n--", b"a", b"\xe8\xab\x8b", b"\0", edge[:-1], b" "]
        value = b"".join(rng.choice(pool) for _ in range(rng.choice([0, 0, 1, 2, 7, 60, 900])))
        while b"--" + edge in value:
            value = value.replace(b"--" + edge, b"")
        body += b"--" + edge + rng.choice([b"", b"", b" \t"]) + b"\r\n"
        more = rng.choice([b"", b"", b'; filename="a.eml"', b'; filename=""', b";\r\n\tfilename=a.eml"])
        body += rng.choice([b"Content-Disposition: form-data; name=", b"content-disposition:form-data;name="]) + b'"f%d"' % i + more + b"\r\n"
        body += rng.choice([b"", b"Content-Type: text/plain\r\n", b"X-More: \r\n y\r\n"]) + (b"" if not value and rng.random() < 0.3 else b"\r\n" + value) + b"\r\n"
    return content_type, body + b"--" + edge + b"--" + rng.choice([b"", b"\r\n", b"\r\nepilogue"])


def damaged(rng, body):
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, max(0, len(body) - 1))
        body = rng.choice([lambda: body[:at] + body[at + 1:], lambda: body[:at] + rng.choice([b"\r\n", b"\0", b'"', b"\\", b";", b"=", b"%", b"--", b":"]) + body[at:],
                           lambda: body[:at], lambda: body[:at] + body[at:at + 40] + body[at:], lambda: body.replace(b"\r\n", b"\n", 1)])()
    return body


rng, cases = random.Random(seed), []
for n in range(count):
    content_type, body = form(rng)
    whole = True
    if n % 3 == 1:
        body, whole = damaged(rng, body), False
    elif n % 3 == 2:
        content_type = b"application/x-www-form-urlencoded"
        body = b"&".join(b"f%d=%s" % (i, bytes(rng.choice(b"ab+%=&0f4") for _ in range(rng.randint(0, 9)))) for i in range(rng.randint(0, 30)))
    cases.append((content_type, body, rng.choice([1, 2, 3, 17, 500, 1460, 16384, 1 << 20]), whole and n % 3 == 0))
sent = b"".join(b"%d %d %d\n" % (len(t), len(b), step) + t + b for t, b, step, _ in cases)
told = subprocess.run([tell], input=sent, stdout=subprocess.PIPE, check=True).stdout.split(b"\n")[:-1]
assert len(told) == len(cases), (len(told), len(cases))
failed, read_well, refused = 0, 0, 0
for (content_type, body, step, whole), line in zip(cases, told):
    ours = None if line == b"bad" else [tuple(None if f == b"-" else bytes.fromhex(f.decode()) for f in p.split(b":")) for p in line.split()]
    theirs = read(content_type, body)
    others = by_email(content_type, body) if whole and theirs else theirs
    read_well, refused = read_well + (ours is not None), refused + (ours is None)
    if ours != theirs or (whole and (ours is None or ours != others)):
        failed += 1
        if failed < 4:
            print(repr(content_type), repr(body[:1500]), "step", step, "\n  ours  ", ours, "\n  theirs", theirs, "\n  email ", others)
print(f"{len(cases)} forms, {read_well} read, {refused} refused, {failed} told differently")
if not (read_well > count // 3 and refused > count // 10):
    sys.exit("the forms are not what they should be")
sys.exit(failed > 0)
