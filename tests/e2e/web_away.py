#!/usr/bin/env python3
"""Every address while the database is away:  web_away.py NOROSHI BASE COOKIE CSRF LOG

Each says so in a sentence, with a time to come again and a reference that stands in the log; nothing of the database's own words."""
import http.client
import json
import re
import subprocess
import sys
import urllib.parse

noroshi, base, cookie, csrf, log = sys.argv[1], sys.argv[2].removeprefix("http://"), *sys.argv[3:]
routes = [json.loads(line) for line in subprocess.run([noroshi, "serve", "--routes"], capture_output=True, text=True, check=True).stdout.splitlines()]
references, failed = {}, 0
for i, route in enumerate(r for r in routes if not r["path"].startswith("/api/")):
    connection = http.client.HTTPConnection(base, timeout=60)
    connection.request(route["method"], route["path"].replace("{x}", "x"), urllib.parse.urlencode({"csrf": csrf}) if route["method"] == "POST" else None,
                       {"Cookie": f"__Host-noroshi={cookie}; noroshi-lang={'en' if i % 2 else 'ja'}", "Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    body = answer.read().decode()
    said = re.search('<div class="pad form"><p>(.*?)</p>', body, re.S)
    reference = re.search("[A-Z2-9]{8}", re.sub("<[^>]*>", " ", body))
    good = answer.status == 503 and int(answer.headers["Retry-After"] or 0) > 0 and said and reference and not re.search("postgres|FATAL|SQL|psql", body) and \
        bool(re.search("[\u3040-\u30ff]", said[1])) == (i % 2 == 0)
    if not good:
        failed += 1
        print(f"    {route['method']} {route['path']}: {answer.status} {body[:400]!r}", file=sys.stderr)
    else:
        references[reference[0]] = route["path"]
with open(log, encoding="utf-8") as lines:
    known = set(re.findall("reference=([A-Z2-9]{8})", lines.read()))
for reference in set(references) - known:
    failed += 1
    print(f"    {references[reference]}: {reference} stands in no log", file=sys.stderr)
print(f"{len(references)} addresses, {failed} unexpected")
sys.exit(1 if failed else 0)
