"""Mutates mails by a seed and looks at what noroshi analyse says of each:  mutations.py PROGRAM PLACE COUNT"""
import json
import os
import random
import shutil
import subprocess
import sys

PROGRAM, PLACE, COUNT = sys.argv[1], sys.argv[2], int(sys.argv[3])
ROUND = 5000
WORDS = [b"\r\n", b"\n\n", b"\0", b"--", b"=?utf-8?b?", b"?=", b"=?iso-2022-jp?b?GyRC", b"\x1b$B", b"\x1b(B", b"\x82\xa0", b"\xff\xfe", b"From ",
         b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n", b"Content-Transfer-Encoding: base64\r\n", b"message/rfc822", b"<a href=",
         b"<!--", b"&#x", b"%00", b"xn--", b"\xe2\x80\xae", b"\xef\xbc\xa0", b"begin 644 a\n", b":a:a:a", b'"', b"(", b"<", b">", b",", b";"]
TREES = ["tests/golden", "../shared/data/mail/torture", "../shared/data/mail/msg", "../shared/data/mail/bounce-ja", "../shared/data/mail/dmarc"]


def bases():
    found = []
    for tree in TREES:
        if not os.path.isdir(tree):
            print(f"SKIPPED: {tree} is absent: its mails were not mutated", file=sys.stderr)
        for folder, folders, files in os.walk(tree):
            folders.sort()
            for name in sorted(files):
                path = os.path.join(folder, name)
                if name.endswith((".json", ".txt", ".xml")) or not 0 < os.path.getsize(path) < 60000:
                    continue
                with open(path, "rb") as f:
                    found.append(f.read())
    return found


def mutate(rng, all_bases):
    data = bytearray(rng.choice(all_bases))
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at, deed = rng.randrange(len(data) + 1), rng.randrange(7)
        if deed == 0 and data:
            data[at % len(data)] = rng.randrange(256)
        elif deed == 1:
            del data[at:at + rng.choice((1, 4, 64, 1024))]
        elif deed == 2:
            data[at:at] = rng.choice(WORDS)
        elif deed == 3:
            data[at:at] = data[at:at + rng.choice((8, 128, 2048))] * rng.choice((1, 3))
        elif deed == 4:
            other = rng.choice(all_bases)
            cut = rng.randrange(len(other))
            data[at:] = other[cut:cut + 20000]
        elif deed == 5:
            del data[at:]
        else:
            data[at:at + 1] = rng.choice(WORDS) * rng.choice((1, 20))
    return bytes(data) or b"x"


def judge(folder, wanted):
    """Names with what is wrong with their answers."""
    bad, seen = [], set()
    done = subprocess.run([PROGRAM, "analyse", "--json", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        bad.append(("all", f"status {done.returncode}"))
    for line in done.stdout.split(b"\n"):
        if not line:
            continue
        try:
            doc = json.loads(line.decode("utf-8", "strict"))
        except ValueError as why:
            bad.append((line[:120], str(why)))
            continue
        name = os.path.basename(doc["input"].split("!")[0].split("#")[0])
        seen.add(name)
        if doc["examined"] == "failed":
            bad.append((name, f"failed: {doc['limits']}"))
    # what holds pieces (a log, an archive) may answer by them or by a sentence
    said = done.stderr.decode("utf-8", "replace")
    bad += [(name, "no answer") for name in wanted if name not in seen and name not in said]
    return bad


def main():
    rng, all_bases, bad, done = random.Random(20190930), bases(), [], 0
    folder = os.path.join(PLACE, f"mutations-{os.getpid()}")
    while done < COUNT and len(bad) < 20:
        os.makedirs(folder)
        names = [f"m{done + i:07d}" for i in range(min(ROUND, COUNT - done))]
        for name in names:
            with open(os.path.join(folder, name), "wb") as f:
                f.write(mutate(rng, all_bases))
        found = judge(folder, names)
        for name, why in found:
            print(f"  {name}: {why}", file=sys.stderr)
            kept = os.environ.get("NOROSHI_KEEP")
            if kept and os.path.exists(os.path.join(folder, str(name))):
                shutil.copy(os.path.join(folder, name), kept)
        bad += found
        done += len(names)
        shutil.rmtree(folder)
    print(f"note: {done} mutations of {len(all_bases)} mails")
    print(("ok" if not bad else "not ok") + f" - every mutation has its document: {len(bad)} have not")
    # the control
    os.makedirs(folder)
    with open(os.path.join(folder, "m0"), "wb") as f:
        f.write(b"From: a@a.example\n\nx\n")
    missing = judge(folder, ["m0", "m1"])
    print(("ok" if missing == [("m1", "no answer")] else "not ok") + " - a missing answer is seen")
    sys.exit(1 if bad or missing != [("m1", "no answer")] else 0)


main()
