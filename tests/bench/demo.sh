#!/bin/sh
# Processor time and memory of noroshi demo, jailed and durable, all its processes together; then the largest
# command-line process on the hub that it made. usage: demo.sh BUILD
set -e
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 - "$1/noroshi" "$place/hub" <<'PY'
import json
import os
import resource
import subprocess
import sys
import time

program, hub = sys.argv[1:]


def use_of(*words, keep=False):
    """CPU seconds, peak MB of the largest process, what it said: of one command and its children, in a process of its own."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        done = subprocess.run([program, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        use = resource.getrusage(resource.RUSAGE_CHILDREN)
        answer = json.dumps([use.ru_utime + use.ru_stime, use.ru_maxrss / 1024, done.returncode, done.stdout if keep else ""])
        os.write(write, answer.encode())
        os._exit(0)
    os.close(write)
    answer = json.loads(os.fdopen(read).read())
    os.waitpid(child, 0)
    if answer[2] > 1:
        sys.exit(f"{' '.join(words)} ended with {answer[2]}")
    return answer


started = time.monotonic()
cpu, peak, _, said = use_of("demo", hub, keep=True)
wall = time.monotonic() - started
for line in said[said.index("\ncorrections"):said.index("\nreport: ")].strip().splitlines():
    print(line)
print(f"\nnoroshi demo: {cpu:.1f} s of CPU, all processes (goal: at most 60), {wall:.0f} s by the clock, largest process {peak:.0f} MB")

who = ["--hub", hub, "--as", "hub-analyst-1"]
shares = [json.loads(line) for line in use_of("share", "list", "--json", *who, keep=True)[3].splitlines()]
cases = [json.loads(line) for line in use_of("case", "list", "--json", *who, keep=True)[3].splitlines()]
commands = [
    ("report", "--hub", hub, "--from", "2019-07-01", "--to", "2019-09-30", "--format", "html"),
    ("share", "check", shares[0]["share"], *who),
    ("share", "draft", "--audience", "all", "--case", cases[0]["case"], *who),
    ("audit", "verify", "--hub", hub),
    ("db", "check", "--hub", hub),
    ("db", "backup", "--hub", hub, hub + ".backup"),
    ("db", "restore", "--hub", hub + "-again", hub + ".backup", "--key", hub + "/noroshi.key"),
    ("submission", "list", *who),
]
peaks = [(use_of(*words)[1], " ".join(words[:2])) for words in commands]
for mb, words in sorted(peaks, reverse=True):
    print(f"  {mb:5.0f} MB  noroshi {words}")
print(f"largest command-line process: {max(peaks)[0]:.0f} MB (goal: at most 64)")
PY
