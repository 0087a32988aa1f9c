#!/usr/bin/env python3
"""The hunt against its peers:  hunt.py BUILD [--mb N] [--pairs N] [--huge] [--only WORD]

Whole processes in turn (A B A B ...), files in the page cache, processor time (user + system) of each from
wait4; the figure is the median of the pairs' ratios with their least and greatest.  Sets are compiled before,
and compiling is measured apart.  Peers that are not installed are skipped, loudly.
"""
import argparse
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("build")
parser.add_argument("--mb", type=int, default=400)
parser.add_argument("--pairs", type=int, default=5)
parser.add_argument("--huge", action="store_true", help="10 M indicators and the slow peers at 1 M too")
parser.add_argument("--data", default="../shared/data", help="the development data, for the peers on real logs")
parser.add_argument("--only", choices=("ours", "peers"), help="only the first or the second half of the table")
chosen = parser.parse_args()
NOROSHI = os.path.abspath(os.path.join(chosen.build, "noroshi"))
LOGGEN = os.path.abspath(os.path.join(chosen.build, "tests", "bench-loggen"))
NEWLINES = os.path.abspath(os.path.join(chosen.build, "tests", "bench-newlines"))


def run(command):
    """Processor seconds, wall seconds and peak memory (MB) of one process.

    Its output goes to a file: grep that sees /dev/null ends with the first line it finds."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, stderr=out)
        _, status, use = os.wait4(child.pid, 0)
        child.returncode = status
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{command[:3]}: status {os.waitstatus_to_exitcode(status)}")
    return use.ru_utime + use.ru_stime, time.monotonic() - started, use.ru_maxrss / 1024


def pairs(ours, theirs, wall=False):
    ratios, memory = [], 0
    for _ in range(chosen.pairs):
        a, b = run(ours), run(theirs)
        ratios.append(b[wall] / a[wall])
        memory = max(memory, a[2])
    return statistics.median(ratios), min(ratios), max(ratios), memory


def say(what, figure, goal):
    print(f"| {what} | {figure} | {goal} |", flush=True)


def shown(result):
    return f"{result[0]:.2f} ({result[1]:.2f}-{result[2]:.2f})"


def make_list(path, count, seed):
    rng = random.Random(seed)
    with open(path, "w", encoding="ascii") as out:
        for i in range(count):
            n = rng.getrandbits(64)
            if i % 10 < 4:
                out.write(f"{n % 223 + 1}.{n >> 8 & 255}.{n >> 16 & 255}.{n >> 24 & 255}\n")
            elif i % 10 < 9:
                out.write(f"{chr(97 + n % 26)}{n >> 30:x}.{('example', 'com.example', 'net.example')[n >> 8 & 1]}\n")
            else:
                out.write(f"{n:016x}{rng.getrandbits(192):048x}\n")


def main():
    place = tempfile.mkdtemp(prefix="noroshi-bench-")
    try:
        measure(place)
    finally:
        shutil.rmtree(place)


def measure(place):
    def p(name):
        return os.path.join(place, name)
    sizes = [1000, 100_000, 1_000_000] + ([10_000_000] if chosen.huge else [])
    print("| what | measured | goal |\n|---|---|---|")
    for n in sizes:
        make_list(p(f"list.{n}"), n, n)
        seconds, _, memory = run([NOROSHI, "indicators", "compile", p(f"list.{n}"), "-o", p(f"set.{n}")])
        say(f"compile {n} indicators: CPU s, MB at most, set bytes an indicator",
            f"{seconds:.2f} s, {memory:.0f} MB, {os.path.getsize(p(f'set.{n}')) / n:.1f}", "40 bytes and the text")
    for kind in ("web", "flow"):
        for rate in (1, 100):
            with open(p(f"{kind}.{rate}"), "wb") as out:
                subprocess.run([LOGGEN, kind, str(chosen.mb), str(rate), p("list.100000")], stdout=out, check=True)

    def hunt(n, log, *more):
        return [NOROSHI, "hunt", "--set", p(f"set.{n}"), "--tz", "UTC", "--json", *(more or ["--jobs", "1"]), log]
    if chosen.only != "peers":
        ours(p, sizes, hunt)
    small = p("small")
    with open(p("web.1"), "rb") as whole, open(small, "wb") as part:
        part.write(whole.read(100 << 20))
    if chosen.only != "ours":
        peers(p, small, hunt)
        real(p, hunt)


def ours(p, sizes, hunt):
    for kind in ("web", "flow"):
        r = pairs(hunt(100_000, p(f"{kind}.1")), [NEWLINES, p(f"{kind}.1")])
        say(f"{kind}: memchr newline pass / hunt, 100 k, 1 thread", shown(r), ">= 0.20 (0.35)")
        say(f"{kind}: memory of the hunt, the mapped set in it", f"{r[3]:.0f} MB", "64 MB + 16 MB a thread")
    log = p("web.1")
    for n in sizes[1:]:
        r = pairs(hunt(1000, log), hunt(n, log))
        say(f"growth of time from 1 k to {n}", shown(r), "<= 1.25 (1.5 at 10 M)")
    for kind in ("web", "flow"):
        r = pairs(hunt(100_000, p(f"{kind}.1")), hunt(100_000, p(f"{kind}.100")))
        say(f"{kind}: 1 % of lines hit / 0.01 %", shown(r), "<= 1.2")
    r = pairs(hunt(100_000, log, "--jobs", "2"), hunt(100_000, log), wall=True)
    say("2 threads, wall", shown(r), ">= 1.7")
    subprocess.run(f"gzip -c {log} > {p('web.gz')}", shell=True, check=True)
    r = pairs(hunt(100_000, log), hunt(100_000, p("web.gz")))
    say("gzip / plain, CPU", shown(r), "<= 2.2")


def real(p, hunt):
    """Real logs and real indicators: 100 MB of all logs one after the other, 40,000 addresses, 50,000 names, 10,000 hashes."""
    if not os.path.isdir(chosen.data):
        print(f"SKIPPED: {chosen.data} is not there (--data)")
        return
    subprocess.run(f"find '{chosen.data}/logs' -name '*.gz' -o -name '*.zst' | LC_ALL=C sort | while read f; do "
                   f"case $f in *.gz) zcat $f;; *) zstdcat $f;; esac; done >{p('all')}; cat {p('all')} {p('all')} | head -c 104857600 >{p('real')}",
                   shell=True, check=True)
    folder = f"'{chosen.data}/indicators'"
    wanted = ((f"zstdcat {folder}/ipsum/ipsum.txt.zst", r"[0-9.]+", 40_000),
              (f"zstdcat {folder}/maltrail/sample-100k.tsv.zst", r"[a-z0-9][a-z0-9.-]*\.[a-z]{2,}", 50_000),
              (f"zcat {folder}/eset/hashes.tsv.gz", r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}", 10_000))
    with open(p("real.list"), "w", encoding="ascii") as out:
        for command, shape, count in wanted:
            text = subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout
            values = [word for line in text.splitlines() for word in line.split("\t") if re.fullmatch(shape, word) and ("." in word or len(word) >= 32)]
            out.writelines(value + "\n" for value in random.Random(1).sample(sorted(set(values)), count))
    subprocess.run([NOROSHI, "indicators", "compile", p("real.list"), "-o", p("set.real")], check=True, stderr=subprocess.DEVNULL)
    ours = hunt("real", p("real"), "--jobs", "1", "--year", "2018")
    for tool in (["grep", "-F", "-w"], ["rg", "-F"]):
        if shutil.which(tool[0]) is not None:
            say(f"real logs and indicators: {' '.join(tool)} -f / hunt at 100 k, 100 MB",
                shown(pairs(ours, [*tool, "-c", "-f", p("real.list"), p("real")])), {"grep": ">= 40", "rg": ">= 20"}[tool[0]])


def peers(p, log, hunt):
    once = chosen.pairs
    for n, goal in ((1000, ">= 2.5"), (100_000, ">= 20"), (1_000_000, ">= 50")):
        if shutil.which("rg") is None:
            print("SKIPPED: rg is not installed")
            break
        chosen.pairs = 1 if n == 1_000_000 and not chosen.huge else once
        say(f"rg -F -f / hunt at {n}, 100 MB", shown(pairs(hunt(n, log), ["rg", "-F", "-c", "-f", p(f"list.{n}"), log])), goal)
    chosen.pairs = once
    chosen.pairs = min(once, 3)
    say("grep -F -w -f / hunt at 100 k, 100 MB", shown(pairs(hunt(100_000, log), ["grep", "-F", "-w", "-c", "-f", p("list.100000"), log])), ">= 40")
    chosen.pairs = once
    if shutil.which("grepcidr") is None:
        print("SKIPPED: grepcidr is not installed")
        return
    with open(p("list.100000"), encoding="ascii") as every, open(p("ips"), "w", encoding="ascii") as ips:
        ips.writelines(line for line in every if line.count(".") == 3 and line[0].isdigit())
    subprocess.run([NOROSHI, "indicators", "compile", p("ips"), "-o", p("set.ips")], check=True, stderr=subprocess.DEVNULL)
    say("grepcidr / hunt, addresses of the 100 k", shown(pairs(hunt("ips", log), ["grepcidr", "-c", "-f", p("ips"), log])), ">= 3")


resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
main()
