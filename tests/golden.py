#!/usr/bin/env python3
"""Golden cases through the real program ($NOROSHI, build/noroshi):  tests/golden.py [PART_OF_NAME ...]

tests/golden/<detector>/<case>/ holds mail-NN.eml (or other files), context.json where somebody is
known, and expect.json:
  thread    true: the files are one conversation (what it is where more than one mail is there)
  verdict   what must stand in it
  examined, limits    of the first document: how much of it was read, and what kept the rest from it
  findings  each must match a finding of the document; only what is named is compared, of the evidence
            each item must match one; "sentence_has" is looked for in the English sentence
  people    each must match somebody of the conversation; of "changes" each item must match one
  notes     each must match a note of a step of the course (docs/conversations.md): "message" is the step's
  absent    ids (or beginnings, bec.*) that must not be there as evidence for
A case named found-ja… or found-en… must find its detector, not-… must not.  Every finding of every
document is checked as well: it has evidence, its raw bytes really hold what was found, its
sentence is whole in both languages, and the order is that of the mails, whatever detectors.def says.  One TAP line per case, and one for the table of detectors.
"""
import base64
import binascii
import collections
import concurrent.futures
import email.header
import glob
import html
import json
import os
import quopri
import re
import subprocess
import sys
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GOLDEN = "tests/golden"
PROGRAM = os.environ.get("NOROSHI", os.path.join(ROOT, "build", "noroshi"))
STRENGTHS = ["context", "weak", "medium", "strong"]
OWN_FILES = ("context.json", "expect.json")


def inputs(case):
    names = sorted(n for n in os.listdir(case) if n not in OWN_FILES and not n.startswith("sent"))
    return [os.path.join(case, n) for n in names]


def run(case, expect, lang):
    files = inputs(case)
    command = [PROGRAM, "analyse", "--json", "--lang", lang, "--jobs", "1"]
    if expect.get("thread", sum(f.endswith(".eml") for f in files) > 1):
        command.append("--thread")
    if os.path.exists(os.path.join(case, "context.json")):
        command += ["--context", os.path.join(case, "context.json")]
    done = subprocess.run(command + files, capture_output=True, cwd=ROOT, timeout=60)
    if done.returncode not in (0, 1):
        raise ValueError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')[:300]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


# ---- do the raw bytes hold what was found? ----

def plain(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s\u200b]+", "", text)


def decoded_headers(raw):
    text = raw.decode("latin-1")
    out = []
    text = text.replace("\0", "\ufffd")
    for variant in (raw.replace(b"\0", "\ufffd".encode()).decode("utf-8", "replace"), re.sub(r"\r?\n[ \t]+", " ", text)):
        out.append(variant)
        try:
            out.append(str(email.header.make_header(email.header.decode_header(variant))))
        except (ValueError, LookupError, UnicodeError):
            pass
    return out


def decoded_bodies(raw, part):
    encoding, charset = (part.get("encoding") or "").lower(), part.get("charset") or "utf-8"
    if encoding == "base64":
        try:
            raw = base64.b64decode(re.sub(rb"\s+", b"", raw) + b"==")
        except binascii.Error:
            pass
    elif encoding == "quoted-printable":
        raw = quopri.decodestring(raw)
    charset = {"shift_jis": "cp932", "us-ascii": "utf-8"}.get(charset, charset)
    out = []
    for name in (charset, "utf-8", "cp932", "iso-2022-jp"):
        try:
            out.append(raw.decode(name, "replace"))
        except LookupError:
            pass
    return out


def holds(raw, found, part):
    texts = decoded_bodies(raw, part) if part else decoded_headers(raw) + decoded_bodies(raw, {})
    wanted = plain(found)
    words = [plain(w.strip("[]()")) for w in found.split()]
    texts += [html.unescape(t) for t in texts if "&" in t]
    texts += [re.sub(r"<(\w+) style=[^>]*>[^<]*</\1>", "", t) for t in texts if "style=" in t]     # as a reader sees it
    return any(wanted in plain(t) or all(w in plain(t) for w in words) for t in texts)


def raw_of(doc, evidence):
    messages = doc["messages"]
    name = messages[evidence["message"]]["input"] if messages else doc["input"]
    if "!" in name or "#" in name:
        return None
    with open(os.path.join(ROOT, name), "rb") as file:
        return file.read()


def check_line(doc, where, evidence):
    """In a document's text, found by page and line: what is packed in its bytes cannot be compared."""
    document = doc.get("document")
    if doc["messages"]:
        files = doc["messages"][evidence["message"]]["attachments"]
        document = next(a["document"] for a in files if a["part"] == evidence["where"].split(":")[1])
    page = document["text"].split("\f")[max(evidence.get("page", 1), 1) - 1]
    lines = page.split("\n")[evidence["line"] - 1:]
    if plain(evidence["found"]) not in plain("".join(lines[:3])):
        return f"{where}: line {evidence['line']} does not hold {evidence['found']!r}"
    return None


def check_evidence(doc, finding, evidence):
    where = f"{finding['id']}, {evidence['where']}"
    if not re.match(r"(property:[A-Z0-9_]+/)?(header:[A-Za-z-]+\[\d+\]$|body$|quote$|part:|attachment:)|log:\d+$", evidence["where"]):
        return f"{where}: no such place"
    if evidence.get("offset") is None:
        return None
    raw = raw_of(doc, evidence)
    if raw is None:
        return None
    piece = raw[evidence["offset"]:evidence["offset"] + evidence["length"]]
    if len(piece) != evidence["length"] or evidence["length"] == 0:
        return f"{where}: {evidence['length']} bytes at {evidence['offset']} of {len(raw)}"
    if "stream" in evidence:
        return None             # packed inside the attachment: tests/lib/office_cases.py says what is in it
    number = evidence.get("part") or evidence["where"].rpartition(":")[2]
    if doc["messages"] and any(p["part"] == number and p["encoding"] == "tnef" for p in doc["messages"][evidence["message"]]["parts"]):
        return None             # packed inside winmail.dat: tests/e2e/outlook_check.py says what is in it
    part = None
    if evidence.get("line") is not None:
        return check_line(doc, where, evidence)
    if evidence.get("part") is not None:
        part = next(p for p in doc["messages"][evidence["message"]]["parts"] if p["part"] == evidence["part"])
    elif evidence["where"] in ("body", "quote") and piece.decode("utf-8", "replace").strip() == evidence["found"].strip():
        return None
    if not holds(piece, evidence["found"], part):
        return f"{where}: the bytes {piece[:80]!r} do not hold {evidence['found']!r}"
    if "expected" in evidence and "expected_from" not in evidence:
        return f"{where}: nobody says where the expected value comes from"
    return None


def check_document(doc, lang):
    problems = []
    for finding in doc["findings"]:
        sentence = finding["sentence"]
        if not finding.get("evidence"):
            problems.append(f"{finding['id']} has no evidence")
        if re.search(r"\{\d\}|@[a-z]+-[a-z]+\b(?!\S*\.)|finding\.", sentence) or len(sentence) < 10:
            problems.append(f"{finding['id']} ({lang}): sentence is not whole: {sentence}")
        if lang == "ja" and not re.search(r"[\u3040-\u30ff]", sentence):
            problems.append(f"{finding['id']}: the Japanese sentence is none: {sentence}")
        for evidence in finding.get("evidence", []):
            problem = check_evidence(doc, finding, evidence)
            if problem:
                problems.append(problem)
    order = [(f["message"], not f["for"], -STRENGTHS.index(f["strength"]), f["id"]) for f in doc["findings"]]
    if order != sorted(order):
        problems.append("the findings are not in the order of the mails, the strongest first")
    if not doc["verdict"]["sentence"]:
        problems.append("the verdict says nothing")
    return problems


# ---- expectations ----

def matches(wanted, got):
    for key, value in wanted.items():
        if key == "sentence_has":
            if value not in got["sentence"]:
                return False
        elif key in ("evidence", "changes"):
            if not all(any(matches(w, g) for g in got[key]) for w in value):
                return False
        elif got.get(key) != value:
            return False
    return True


def supporting(docs):
    return [f for d in docs for f in d["findings"] if f["for"]]


def check_expectations(docs, expect):
    problems = []
    for key, value in expect.get("verdict", {}).items():
        for doc in docs[:1]:
            if doc["verdict"].get(key) != value:
                problems.append(f"verdict.{key} is {doc['verdict'].get(key)!r}, not {value!r} ({doc['verdict']['rule']})")
    for key in ("examined", "limits"):
        if key in expect and docs[0].get(key) != expect[key]:
            problems.append(f"{key} is {docs[0].get(key)!r}, not {expect[key]!r}")
    for wanted in expect.get("findings", []):
        if not any(matches(wanted, f) for d in docs for f in d["findings"]):
            near = [f for d in docs for f in d["findings"] if f["id"] == wanted["id"]]
            problems.append(f"missing {json.dumps(wanted, ensure_ascii=False)}; there is {json.dumps(near, ensure_ascii=False)[:1500]}")
    notes = [{**note, "message": step["message"]} for d in docs for step in d.get("sequence", {}).get("steps", []) for note in step["notes"]]
    for wanted in expect.get("notes", []):
        if not any(matches(wanted, note) for note in notes):
            problems.append(f"no such note: {wanted}; there are {notes}")
    for wanted in expect.get("people", []):
        if not any(matches(wanted, p) for d in docs for p in d.get("people", [])):
            problems.append(f"nobody is {json.dumps(wanted, ensure_ascii=False)}")
    for unwanted in expect.get("absent", []):
        pattern = re.compile(re.escape(unwanted).replace(r"\*", ".*") + "$")
        for finding in supporting(docs):
            if pattern.match(finding["id"]):
                problems.append(f"must not be there: {finding['id']}: {finding['sentence']}")
    return problems


def check_name(case, docs):
    detector, name = case.split(os.sep)[-2:]
    is_found = any(f["id"] == detector for d in docs for f in d["findings"])
    if name.startswith("found-") and not is_found:
        return [f"{detector} was not found"]
    if name.startswith("not-") and is_found:
        return [f"{detector} was found"]
    return []


def check_case(case):
    try:
        with open(os.path.join(ROOT, case, "expect.json"), encoding="utf-8") as file:
            expect = json.load(file)
        docs = run(case, expect, "en")
        problems = [p for d in docs for p in check_document(d, "en")] + check_expectations(docs, expect) + check_name(case, docs)
        for doc in run(case, expect, "ja"):
            problems += check_document(doc, "ja")
        return case, problems
    except (ValueError, KeyError, OSError, StopIteration, subprocess.SubprocessError) as problem:
        return case, [f"{type(problem).__name__}: {problem}"]


# ---- the table of detectors ----

def check_table(cases):
    """Ids unique, explained in both languages, golden cases found and not found in both languages."""
    done = subprocess.run([PROGRAM, "explain", "list", "--json"], capture_output=True, cwd=ROOT, check=True)
    detectors = [json.loads(line) for line in done.stdout.splitlines()]
    ids = [d["id"] for d in detectors]
    problems = [f"{i} stands {n} times" for i, n in collections.Counter(ids).items() if n > 1]
    if len(ids) < 20:
        problems.append(f"only {len(ids)} detectors are listed")
    names = collections.defaultdict(set)
    for case in cases:
        detector, name = case.split(os.sep)[-2:]
        names[detector].add("-".join(name.split("-")[:2]))
    for detector in ids:
        for lang in ("ja", "en"):
            one = subprocess.run([PROGRAM, "explain", detector, "--json", "--lang", lang], capture_output=True, cwd=ROOT, check=True)
            told = json.loads(one.stdout)
            for key in ("name", "sees", "why", "misses", "do"):
                if len(told.get(key) or "") < 4 or (lang == "ja" and not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", told[key])):
                    problems.append(f"{detector}: explain says no “{key}” in {lang}")
            if detector.startswith("hub."):
                continue        # needs a hub: tests/consolidate/test_hub_findings.c
            for kind in ("found", "not"):
                if f"{kind}-{lang}" not in names[detector]:
                    problems.append(f"{detector} has no golden case {kind}-{lang}")
    problems += [f"golden cases of an unknown detector: {d}" for d in names if d not in ids]
    return "the table of detectors", problems


def check_tricks():
    """Each of B01-B50 has a finding (whose golden cases check_table asks for), or says why no mail shows it."""
    problems = []
    for number in range(1, 51):
        for lang in ("ja", "en"):
            done = subprocess.run([PROGRAM, "explain", f"B{number:02d}", "--lang", lang], capture_output=True, cwd=ROOT)
            if done.returncode != 0 or len(done.stdout) < 60:
                problems.append(f"B{number:02d} has neither a finding nor a reason ({lang}): {done.stderr.decode()[:100]}")
    return "the table of tricks", problems


def no_reader(cases):
    """Cases that take the reader of QR codes, where none is built in or installed."""
    version = json.loads(subprocess.run([PROGRAM, "version", "--json"], capture_output=True, check=True).stdout)
    return [] if version["qr"] else [c for c in cases if os.sep + "lure.qr" + os.sep + "found-" in c]


def report(name, problems):
    print(("ok - " if not problems else "not ok - ") + name, flush=True)
    for problem in problems:
        print(f"  {problem}", file=sys.stderr, flush=True)
    return not problems


def main():
    parts = sys.argv[1:]
    cases = sorted(os.path.relpath(os.path.dirname(p), ROOT) for p in glob.glob(os.path.join(ROOT, GOLDEN, "*", "*", "expect.json")))
    chosen = [c for c in cases if not parts or any(p in c for p in parts)]
    good, passed_over = True, no_reader(chosen)
    for case in passed_over:
        print(f"ok - {os.path.relpath(case, GOLDEN)} # skip: no libzbar here", flush=True)
    chosen = [c for c in chosen if c not in passed_over]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for case, problems in pool.map(check_case, chosen):
            good &= report(os.path.relpath(case, GOLDEN), problems)
    if not parts:
        good &= report(*check_table(cases))
        good &= report(*check_tricks())
    sys.exit(0 if good and chosen else 1)


main()
