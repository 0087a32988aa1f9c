#!/usr/bin/env python3
"""Answers from summaries against full searches:  retro.py BUILD [--mb N] [--logs N] [--pairs N]

Whole processes in turn (A B A B ...), files in the page cache, one thread.  The logs hold none of the indicators
(what most logs are to most shares) or one of them in one place.  Printed: bytes of summary a byte of log, the time of
making them, and the median of the ratios full / summaries with its least and greatest, CPU and wall.
"""
import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("--mb", type=int, default=256)
parser.add_argument("--logs", type=int, default=4)
parser.add_argument("--pairs", type=int, default=5)
chosen = parser.parse_args()
NOROSHI = os.path.abspath(os.path.join(chosen.build, "noroshi"))
LOGGEN = os.path.abspath(os.path.join(chosen.build, "tests", "bench-loggen"))


def run(command):
    started = time.monotonic()
    with open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
        _, status, use = os.wait4(child.pid, 0)
        child.returncode = status
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{command[:3]}: status {os.waitstatus_to_exitcode(status)}")
    return use.ru_utime + use.ru_stime, time.monotonic() - started


def make_list(path, count, seed):
    rng = random.Random(seed)
    with open(path, "w", encoding="ascii") as out:
        for i in range(count):
            n = rng.getrandbits(64)
            out.write(f"{n % 223 + 1}.{n >> 8 & 255}.{n >> 16 & 255}.{n >> 24 & 255}\n" if i % 10 < 4 else f"{chr(97 + n % 26)}{n >> 30:x}.seldom.example\n")


def main():
    place = tempfile.mkdtemp(prefix="noroshi-bench-")
    try:
        for kind in ("web", "flow"):
            measure(place, kind)
    finally:
        shutil.rmtree(place)


def measure(place, kind):
    def p(name):
        return os.path.join(place, name)
    logs = p(kind)
    os.mkdir(logs)
    make_list(p("planted"), 100, 1)
    for i in range(chosen.logs):
        with open(os.path.join(logs, f"{i}.log"), "wb") as out:
            subprocess.run([LOGGEN, kind, str(chosen.mb), "0", p("planted")], stdout=out, check=True)
            out.write(f"2019-01-01T00:00:00Z number {i}\n".encode())
    with open(os.path.join(logs, "0.log"), "ab") as out:
        out.write(b"2019-01-01T00:00:00Z app: 233.252.0.77 asked\n")
    compare(p, kind, logs)
    if kind == "web":
        subprocess.run(f"gzip -1 {logs}/*", shell=True, check=True)
        compare(p, "web, gzip", logs)
    shutil.rmtree(logs)


def compare(p, kind, logs):
    sums, key = p("sums"), ["--key", p("key")]
    make = [NOROSHI, "hunt", "summarise", "--tz", "UTC", "--jobs", "1", "--segment", "64", "-o", sums, *key, "--json", logs]
    done = json.loads(subprocess.run(make, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout)
    shutil.rmtree(sums)
    making = run(make)
    print(f"| {kind}: {done['segments']} segments of {done['log_bytes'] / 1e6:.0f} MB: summary bytes a log byte; MB of log made into summaries a "
          f"second of CPU | {done['summary_bytes'] / done['log_bytes']:.4f}; {done['log_bytes'] / 1e6 / making[0]:.0f} |", flush=True)
    for name, count in (("one that is in one segment", 0), ("1", 1), ("1,000", 1000), ("100,000", 100_000)):
        if count == 0:
            with open(p("list"), "w", encoding="ascii") as out:
                out.write("233.252.0.77\n")
        else:
            make_list(p("list"), count, count + 77)
        subprocess.run([NOROSHI, "indicators", "compile", p("list"), "-o", p("set")], check=True, stderr=subprocess.DEVNULL)
        full = [NOROSHI, "hunt", "--set", p("set"), "--tz", "UTC", "--json", "--jobs", "1", logs]
        quick = full[:-1] + ["--summaries", sums, *key, logs]
        summary = json.loads(subprocess.run(quick, stdout=subprocess.PIPE, check=False).stdout.splitlines()[-1])
        turns = [(run(full), run(quick)) for _ in range(chosen.pairs)]
        ratios = [[a[i] / b[i] for a, b in turns] for i in (0, 1)]
        cpu, wall = (f"{statistics.median(r):.1f} ({min(r):.1f}-{max(r):.1f})" for r in ratios)
        print(f"| {kind}: full search / summaries, {name}; {summary['segments_skipped']} of {summary['segments']} segments not opened: CPU; wall; "
              f"seconds of an answer | {cpu}; {wall}; {statistics.median(b[1] for _, b in turns):.3f} |", flush=True)
    shutil.rmtree(sums)


main()
