#!/usr/bin/env python3
"""Reads the text literals of a search as its engine does:  literals.py splunk|kql|elastic VALUE FILE

0: VALUE stands in a literal of every search and, with the literals taken out, nothing of it is left."""
import json
import re
import sys

dialect, value, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    text = file.read()
if dialect == "elastic":
    bodies = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    good = bodies and all(any(value in term for group in body["query"]["bool"]["should"] for terms in group.get("terms", {}).values()
                              for term in terms) for body in bodies)
else:
    text = "\n".join(line for line in text.splitlines() if not line.startswith(("```", "//")))
    literal = re.compile(r'@"[^"]*"|"((?:[^"\\]|\\.)*)"', re.S)
    found = [re.sub(r"\\(.)", r"\1", m.group(1) or "") for m in literal.finditer(text)]
    wanted = value.replace("`", "*") if dialect == "splunk" else value
    outside = literal.sub("", text)
    good = any(wanted in one for one in found) and '"' not in outside and "\\" not in outside and "`" not in outside and "delete" not in outside
sys.exit(0 if good else 1)
