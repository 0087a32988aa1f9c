#!/usr/bin/env python3
"""How fast the pages are:  web.py BUILD [--hub DIR] [--submissions N] [--seconds S] [--only PAGE]

Fills a hub (fill_hub.py; --hub takes one that is there), serves it with two processes, and asks for its pages with wrk: one at a
time for the times of the server, sixteen at a time for the rate.  The time of the processors that a request takes is the kernel's
count of the web processes, whoever else wants the machine.  The limit is nginx with two processes, serving the packed bytes of each
page as a file in the same run.  Then 1,000 and 10,000 connections on which nothing happens."""
import argparse
import gzip
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
LUA = """
local paths, n, cookie = {}, 0, os.getenv("BENCH_COOKIE")
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
function request()
  n = n % #paths + 1
  return wrk.format("GET", paths[n], { Cookie = cookie, ["Sec-Fetch-Site"] = "same-origin", ["Accept-Encoding"] = os.getenv("BENCH_ENCODING") })
end
function done(summary, latency)
  io.stderr:write(string.format('{"p50":%.3f,"p95":%.3f,"p99":%.3f,"rate":%.1f,"requests":%d,"bad":%d}\\n', latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, summary.requests / summary.duration * 1e6, summary.requests, summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""


def cpu_ms(parent):
    """What the children of a process have taken of the processors, as the kernel counted it."""
    ticks = 0
    for pid in children(parent):
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def children(parent):
    return subprocess.run(["pgrep", "-P", str(parent)], stdout=subprocess.PIPE, text=True).stdout.split()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Hub:
    def __init__(self, noroshi, directory):
        self.noroshi, self.directory, self.port, self.cookies = noroshi, directory, free_port(), {}
        root = ["--as-root"] if os.getuid() == 0 else []
        self.process = subprocess.Popen([noroshi, "serve", directory, "--listen", f"127.0.0.1:{self.port}", "--no-worker", *root], stdout=subprocess.DEVNULL)
        for _ in range(300):
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        sys.exit("the hub does not answer")

    def ask(self, method, path, headers, body=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port)
        c.request(method, path, body, headers)
        answer = c.getresponse()
        return answer.status, answer.headers, answer.read()

    def get(self, path, who=None, **headers):
        if who:
            headers["Cookie"] = self.cookies[who]
        return self.ask("GET", path, headers)

    def enter(self, who):
        line = subprocess.run([self.noroshi, "account", "invite", who, "--hub", self.directory, "--as", "adm", "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout
        token = json.loads(line)["link"].rsplit("/", 1)[1]
        status, headers, _ = self.ask("POST", f"/link/{token}", {"Content-Type": "application/x-www-form-urlencoded"},
                                      "password=a+good+long+one&again=a+good+long+one")
        assert status == 303, status
        self.cookies[who] = headers["Set-Cookie"].split(";")[0]

    def memory(self):
        out = []
        for pid in children(self.process.pid):
            with open(f"/proc/{pid}/status", encoding="ascii") as file:
                out.append(int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) // 1024)
        return out

    def stop(self):
        self.process.terminate()
        self.process.wait()


def wrk(place, port, paths, cookie, connections, seconds, encoding="gzip"):
    with open(os.path.join(place, "paths"), "w", encoding="ascii") as file:
        file.write("\n".join(paths) + "\n")
    with open(os.path.join(place, "wrk.lua"), "w", encoding="ascii") as file:
        file.write(LUA)
    env = dict(os.environ, BENCH_PATHS=os.path.join(place, "paths"), BENCH_COOKIE=cookie or "none", BENCH_ENCODING=encoding)
    said = subprocess.run(["wrk", "-t1" if connections == 1 else "-t2", f"-c{connections}", f"-d{seconds}s", "-s", os.path.join(place, "wrk.lua"),
                           f"http://127.0.0.1:{port}/"], env=env, check=True, capture_output=True, text=True)
    return json.loads(said.stderr.strip().splitlines()[-1])


# Words that stand in all submissions, in thousands, in one; cases, indicators; two characters; two words; one that stands nowhere.
WORDS = ["Invoice", "請求書", "口座", "至急 お振込", "bob17@freemail.example", "\"Invoice 40\"", "Case 4711", "host-4710.evil.example", "evil-7.example", "RFQ 添付", "nowhere"]


def hrefs(body, pattern):
    return list(dict.fromkeys(re.findall(pattern, body.decode())))


def pages_of(hub):
    """Kinds of pages: many addresses of each, so that no single row is measured."""
    queue, page = ["/submissions?view=all"], "/submissions?view=all"
    submissions = []
    for _ in range(20):
        body = hub.get(page, "an-1")[2]
        submissions += hrefs(body, r'href="(/submissions/R-[^"?#]+/\d+)"')
        older = re.search(r'href="(/submissions\?view=all&amp;after=[^"]+)"', body.decode())
        if older is None:
            break
        page = older.group(1).replace("&amp;", "&")
        queue.append(page)
    cases = hrefs(hub.get("/cases", "an-1")[2], r'href="(/cases/C-[^"?#]+)"')
    return {
        "start": ("an-1", ["/"]), "queue, what waits": ("an-1", ["/submissions"]), "queue, deep": ("an-1", queue),
        "submission": ("an-1", submissions[:400]), "cases": ("an-1", ["/cases"]), "case": ("an-1", cases[:200]),
        "shares": ("an-1", ["/shares"]), "search": ("an-1", ["/search?q=" + urllib.parse.quote(w) for w in WORDS]),
        "indicators": ("an-1", ["/indicators"]), "hunts": ("an-1", ["/hunts"]), "questions": ("an-1", ["/questions"]),
        "organisations": ("an-1", ["/organisations"]), "audit": ("aud", ["/audit"]), "statistics": ("an-1", ["/statistics"]),
        "member: start": ("org-000-con", ["/"]), "member: own": ("org-000-con", ["/submissions"]),
        "member: search": ("org-000-con", ["/search?q=" + urllib.parse.quote(w) for w in WORDS]), "member: questions": ("org-000-con", ["/questions"]), "member: inbox": ("org-000-con", ["/inbox"]),
    }


def nginx(place):
    """Serves what is put into place/www, packed bytes as they lie there (gzip_static)."""
    port = free_port()
    os.makedirs(os.path.join(place, "www"))
    with open(os.path.join(place, "nginx.conf"), "w", encoding="ascii") as file:
        file.write(f"worker_processes 2; daemon off; pid {place}/nginx.pid; error_log {place}/error.log;\n{'user root;' if os.getuid() == 0 else ''}"
                   f"events {{}} http {{ access_log off; gzip_static on; keepalive_requests 1000000; client_body_temp_path {place};"
                   f" server {{ listen 127.0.0.1:{port}; root {place}/www; }} }}\n")
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", os.path.join(place, "nginx.conf"), "-p", place])
    time.sleep(1)
    return process, port


def slow(hub, n, place):
    said = subprocess.run([sys.executable, os.path.join(HERE, "..", "e2e", "slow_lines.py"), str(hub.port), str(n), "0", "0", "6"],
                          check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(said.stdout)


def timed(parent, *args):
    before = cpu_ms(parent)
    figures = wrk(*args)
    figures["cpu"] = (cpu_ms(parent) - before) / max(figures["requests"], 1)
    return figures


def line(hub, served, place, name, who, paths, seconds):
    status, _, body = hub.get(paths[0], who)
    assert status == 200 and paths, (name, status)
    packed = gzip.compress(body, 6)
    one = wrk(place, hub.port, paths, hub.cookies.get(who), 1, seconds)
    many = timed(hub.process.pid, place, hub.port, paths, hub.cookies.get(who), 16, seconds)
    if one["bad"] or many["bad"]:
        print(f"{name}: {one['bad'] + many['bad']} answers were no pages", file=sys.stderr)
    text = f"{name:20}{len(body):>8}{len(packed):>7}{one['p50']:>8.2f}{one['p95']:>8.1f}{one['p99']:>8.1f}{many['rate']:>10.0f}{many['cpu']:>8.3f}{1000 / many['cpu']:>14.0f}"
    if served:
        for suffix, data in (("", body), (".gz", packed)):
            with open(os.path.join(place, "www", "page.html" + suffix), "wb") as file:
                file.write(data)
        limit = timed(served[0].pid, place, served[1], ["/page.html"], None, 16, seconds)
        text += f"{limit['rate']:>17.0f}{limit['cpu']:>8.3f}{many['cpu'] / limit['cpu']:>7.1f}"
    print(text, flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--hub")
    parser.add_argument("--submissions", default="1000000")
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--only")
    chosen = parser.parse_args()
    noroshi = os.path.abspath(os.path.join(chosen.build, "noroshi"))
    place = tempfile.mkdtemp(prefix="noroshi-bench-")
    directory = chosen.hub or os.path.join(place, "hub")
    if not os.path.exists(directory):
        subprocess.run([sys.executable, os.path.join(HERE, "fill_hub.py"), noroshi, directory, chosen.submissions], check=True)
    hub = Hub(noroshi, directory)
    served = None
    try:
        for who in ("an-1", "aud", "org-000-con"):
            hub.enter(who)
        served = nginx(place) if os.path.exists("/usr/sbin/nginx") else None
        print(f"{'page':20}{'bytes':>8}{'gzip':>7}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'a second':>10}{'cpu ms':>8}{'a cpu second':>14}{'nginx: a second':>17}{'cpu ms':>8}{'ratio':>7}")
        static = re.search(r'href="(/static/[^"]+\.css)"', hub.get("/sign-in")[2].decode()).group(1)
        for name, (who, paths) in {"a fixed file": (None, [static]), **pages_of(hub)}.items():
            if not chosen.only or chosen.only in name:
                line(hub, served, place, name, who, paths, chosen.seconds)
        print(f"memory of the web processes after that: {hub.memory()} MB")
        for n in (1000, 10000):
            figures = slow(hub, n, place)
            print(f"{figures['left']} idle connections: {figures['asked']} others answered, {figures['failed']} not; p95 {figures['p95_ms']} ms, alone "
                  f"{figures['alone_p95_ms']} ms; memory {hub.memory()} MB")
    finally:
        hub.stop()
        if served:
            served[0].terminate()
        if not chosen.hub:
            print(f"the hub stays in {directory}; --hub takes it again", file=sys.stderr)


main()
