#!/bin/sh
# Processor time and peak memory of noroshi demo, jailed and durable, all its processes together. usage: demo.sh BUILD
set -e
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 - "$1/noroshi" "$place/hub" <<'PY'
import resource, subprocess, sys, time
started = time.monotonic()
done = subprocess.run([sys.argv[1], "demo", sys.argv[2]], stdout=subprocess.PIPE, text=True)
use = resource.getrusage(resource.RUSAGE_CHILDREN)
for line in done.stdout.splitlines():
    if line.startswith("corrections"):
        print(line)
print(f"noroshi demo: {use.ru_utime + use.ru_stime:.1f} s of CPU (goal: at most 60), {time.monotonic() - started:.0f} s by the clock, "
      f"largest process {use.ru_maxrss / 1024:.0f} MB")
sys.exit(done.returncode)
PY
