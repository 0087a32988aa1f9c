#!/usr/bin/env python3
"""How much of what was put into conversations is found, and how often clean ones alarm.

    tests/quality/quality.py [--seed N] [--times N] [--only B04,B31] [--check] [--keep DIR] [--mails DIR ...]

For each attack operator x language it makes `--times` conversations and as many clean twins (operators.py, identity.py,
intent.py, course.py), lets $NOROSHI (build/noroshi) read them and prints
  recall    the trick's finding is there, as evidence for
  evidence  of those: on the mail and the bytes where the trick was put
  alert     the verdict is BEC and medium or strong (only where the operator is worth it)
  type      of those: one of the right types
  twins     clean twins whose verdict is medium or strong
--check ends with 1 where the targets do not hold.  --mails judges directories of mails that are no part of the set
(ham: alarms; spam: share found), each mail by itself.
"""
import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import course  # noqa: E402, F401
import identity  # noqa: E402, F401
import intent  # noqa: E402, F401
from operators import OPERATORS  # noqa: E402
from scene import Scene  # noqa: E402
from talk import World  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("NOROSHI", os.path.join(ROOT, "build", "noroshi"))
ROSTERS = ("all", "own", "none")
WHO = {"identity", "account", "intent", "log"}
RECALL = {True: 0.95, False: 0.85}     # who and what; timing, quote, route
TWINS = 0.01


class Case:
    def __init__(self, name, operator, scene):
        self.name, self.operator, self.scene, self.doc = name, operator, scene, None


def write_case(case, directory):
    s, places = case.scene, []
    os.makedirs(os.path.join(directory, case.name))
    for i, mail in enumerate(s.mails):
        name = os.path.join(case.name, f"{i:02d}.eml")
        with open(os.path.join(directory, name), "wb") as file:
            file.write(mail.bytes())
        places.append(mail.places)
        if i in s.held:
            s.world.held_by[name] = s.held[i]
    for name, data in s.files.items():
        with open(os.path.join(directory, case.name, name), "wb") as file:
            file.write(data)


def write_sent(cases, own, directory):
    """What the own side really sent, complete: an mbox over all conversations."""
    with open(os.path.join(directory, "sent.mbox"), "wb") as file:
        for case in cases:
            for mail in case.scene.mails:
                if mail.is_genuine and mail.sender[1].endswith("@" + own.domain):
                    file.write(b"From - Tue Jan  1 00:00:00 2019\n" + mail.bytes().replace(b"\nFrom ", b"\n>From ") + b"\n")


def make_cases(seed, times, only):
    """Groups of cases that share a world and what is known of it: (roster, lang) -> (world, cases)."""
    groups = {}
    for lang in ("en", "ja"):
        for roster in ROSTERS:
            rng = random.Random(f"{seed}/{lang}/{roster}")
            groups[roster, lang] = (World(rng), [], rng)
        for number, op in enumerate(OPERATORS):
            if only and op.trick not in only:
                continue
            for i in range(times):
                for attack in (True, False):
                    roster = op.roster[i % len(op.roster)]
                    world, cases, _ = groups[roster, lang]
                    scene = Scene(random.Random(f"{seed}/{lang}/{op.trick}/{op.name}/{i}/{attack}"), world, lang, attack)
                    op.run(scene)
                    cases.append(Case(f"{op.trick}-{number:02d}-{i:03d}-{'attack' if attack else 'clean'}", op, scene))
    return groups


def analyse(directory, context, cases):
    threads = [c for c in cases if c.scene.thread]
    for chosen, more in ((threads, ["--thread"]), ([c for c in cases if not c.scene.thread], [])):
        names = [c.name if more else os.path.join(c.name, next(iter(c.scene.files))) for c in chosen]
        if not names:
            continue
        done = subprocess.run([PROGRAM, "analyse", "--json", "--lang", "en", "--context", context, *more, *names], cwd=directory, capture_output=True)
        docs = {doc["input"].rstrip("/"): doc for doc in map(json.loads, done.stdout.splitlines())}
        for case, name in zip(chosen, names):
            case.doc = docs.get(name) or docs.get(name + "/00.eml")
            if case.doc is None:
                sys.exit(f"{name}: no document; {done.stderr.decode()[:500]}")


# ---- judging ----

def findings_of(doc, trick):
    """Of a trick, or of one detector by its id."""
    return [f for f in doc["findings"] if f["for"] and (trick in f["tricks"] or trick == f["id"])]


def evidence_is_right(case, trick, index, place):
    s, found = case.scene, findings_of(case.doc, trick)
    for f in found:
        for e in f["evidence"]:
            if s.mails:
                name = case.doc["messages"][e["message"]]["input"]
                if not name.endswith(f"{index:02d}.eml"):
                    continue
            if place is None or e.get("offset") is None:
                return True
            if isinstance(place, tuple):
                data = next(iter(s.files.values()))
                start = data.find(place[1].encode())
                end = start + len(place[1].encode())
            else:
                start, end = s.mails[index].places.get(place, (0, 0))
            if e["offset"] < end and start < e["offset"] + e["length"]:
                return True
    return False


class Score:
    def __init__(self):
        self.attacks = self.found = self.placed = self.worth = self.alerted = self.typed = self.clean = self.alarms = 0
        self.missed, self.false = [], []


def is_loud(verdict):
    return verdict["strength"] in ("medium", "strong")


def judge(case, score):
    verdict = case.doc["verdict"]
    if not case.scene.attack:
        score.clean += 1
        if is_loud(verdict):
            score.alarms += 1
            score.false.append(f"{case.name} ({verdict.get('rule')})")
        return
    for trick, index, place in case.scene.expected:
        score.attacks += 1
        if findings_of(case.doc, trick):
            score.found += 1
            score.placed += evidence_is_right(case, trick, index, place)
        else:
            score.missed.append(case.name)
    if case.operator.alerts:
        score.worth += 1
        if verdict["nature"] == "bec" and is_loud(verdict):
            score.alerted += 1
            score.typed += verdict["bec_type"] in case.operator.types
            if verdict["bec_type"] not in case.operator.types:
                score.missed.append(f"{case.name} (type {verdict['bec_type']}: {verdict.get('rule')})")
        else:
            score.missed.append(f"{case.name} (no alert: {verdict.get('rule')})")


def share(n, of):
    return "    -" if of == 0 else f"{100 * n / of:5.1f}"


def row(name, lang, s):
    return f"{name[:54]:54} {lang:4} {s.attacks:5} {share(s.found, s.attacks)} {share(s.placed, s.found)} {share(s.alerted, s.worth)} {share(s.typed, s.alerted)} {s.clean:5} {share(s.alarms, s.clean)}"


def add(total, s):
    for key in ("attacks", "found", "placed", "worth", "alerted", "typed", "clean", "alarms"):
        setattr(total, key, getattr(total, key) + getattr(s, key))


def print_table(scores, verbose):
    print(f"{'operator':54} lang  made recall evid. alert  type twins alarms  (percent)")
    totals = collections.defaultdict(Score)
    for (op, lang), s in scores.items():
        print(row(f"{op.trick} {op.name}", lang, s))
        for key in (op.group, "all"):
            add(totals[key], s)
        if verbose:
            for name in s.missed + s.false:
                print(f"    {name}")
    print()
    for group, s in totals.items():
        print(row(f"= {group}", "", s))
    return totals


def check(scores):
    """Each operator on its own, both languages together: a total would hide one that is never found."""
    problems, clean, alarms = [], 0, 0
    of_operator = collections.defaultdict(Score)
    for (op, _), s in scores.items():
        add(of_operator[op], s)
    for op, s in of_operator.items():
        clean, alarms = clean + s.clean, alarms + s.alarms
        least = RECALL[op.group in WHO]
        if s.attacks and s.found < least * s.attacks:
            problems.append(f"{op.trick} {op.name}: recall {s.found}/{s.attacks}, wanted {least:.0%}")
        if s.found and s.placed < least * s.found:
            problems.append(f"{op.trick} {op.name}: evidence in place {s.placed}/{s.found}, wanted {least:.0%}")
        if s.worth and s.alerted < least * s.worth:
            problems.append(f"{op.trick} {op.name}: alerts {s.alerted}/{s.worth}, wanted {least:.0%}")
        if s.alerted and s.typed < least * s.alerted:
            problems.append(f"{op.trick} {op.name}: right type {s.typed}/{s.alerted}, wanted {least:.0%}")
    if alarms > TWINS * clean:
        problems.append(f"clean twins: {alarms} of {clean} alarm, wanted at most {TWINS:.0%}")
    return problems


def judge_mails(directory):
    """Mails of others, each by itself: how many alarm, how many are taken for BEC."""
    done = subprocess.run([PROGRAM, "analyse", "--json", directory], capture_output=True)
    docs = [json.loads(line) for line in done.stdout.splitlines()]
    loud = [d for d in docs if is_loud(d["verdict"])]
    bec = [d for d in docs if d["verdict"]["nature"] == "bec"]
    some = [d for d in docs if d["verdict"]["strength"] != "none"]
    print(f"{directory}: {len(docs)} documents; medium or strong {len(loud)} ({100 * len(loud) / max(1, len(docs)):.2f} %), of these BEC {len(bec)}; any finding "
          f"that decided {len(some)} ({100 * len(some) / max(1, len(docs)):.2f} %)")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=6)
    parser.add_argument("--only", default="")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--keep")
    parser.add_argument("--mails", nargs="*", default=[])
    args = parser.parse_args()
    scratch = args.keep or tempfile.mkdtemp(prefix="noroshi-quality-")
    scores = collections.defaultdict(Score)
    for (roster, lang), (world, cases, rng) in make_cases(args.seed, args.times, set(filter(None, args.only.split(",")))).items():
        directory = os.path.join(scratch, f"{lang}-{roster}")
        for case in cases:
            write_case(case, directory)
        if not cases:
            continue
        write_sent(cases, world.own, directory)
        with open(os.path.join(directory, "context.json"), "w", encoding="utf-8") as file:
            json.dump(dict(world.context(roster, rng), expected_languages=["ja"] if lang == "ja" else ["ja", "de"], sent_archive=["sent.mbox"],
                           sent_archive_from="2019-01-01"), file, ensure_ascii=False, indent=1)
        analyse(directory, "context.json", cases)
        for case in cases:
            judge(case, scores[case.operator, lang])
    ordered = {k: scores[k] for k in sorted(scores, key=lambda k: (k[0].trick, k[0].name, k[1]))}
    print_table(ordered, args.verbose)
    for directory in args.mails:
        judge_mails(directory)
    problems = check(ordered) if args.check else []
    for problem in problems:
        print("not ok - " + problem)
    if not args.keep:
        shutil.rmtree(scratch)
    sys.exit(1 if problems else 0)


main()
