#!/usr/bin/env python3
"""Makes a table of ready texts (C source) from data/questions.txt or data/consultation.txt:
ready_texts_compile.py NAME IN OUT"""
import re
import sys

name, source, output = sys.argv[1:4]
KEYS = ("ja", "en", "advice-ja", "advice-en")
entries = []
with open(source, encoding="utf-8") as lines:
    for number, line in enumerate(lines, 1):
        line = line.strip()
        found = re.fullmatch(r"\[([a-z.-]+)\](?: (\d+))?((?: [a-z-]+)+)", line)
        words = re.match(r"([a-z-]+): (.+)", line)
        if found:
            if any(e["id"] == found.group(1) for e in entries):
                sys.exit(f"{source}:{number}: “{found.group(1)}” stands twice")
            entries.append({"id": found.group(1), "days": found.group(2) or "0", "topics": found.group(3).strip()})
        elif words and words.group(1) in KEYS and entries and words.group(1) not in entries[-1]:
            entries[-1][words.group(1)] = words.group(2)
        elif line and not line.startswith("#"):
            sys.exit(f"{source}:{number}: neither [id] topics, a text, nor a comment")


def c_string(text):
    return '"' + "".join("\\" + chr(b) if chr(b) in '"\\' else chr(b) if 32 <= b < 127 and chr(b) != "?" else f"\\{b:03o}"
                         for b in text.encode()) + '"'


with open(output, "w", encoding="ascii") as out:
    out.write(f'/* Made by tools/ready_texts_compile.py. */\n#include "ask/ready_text.h"\n\nconst struct ready_text {name}[] = {{\n')
    for e in entries:
        for key in ("ja", "en"):
            if key not in e:
                sys.exit(f"{source}: “{e['id']}” has no {key}")
        if ("advice-ja" in e) != ("advice-en" in e):
            sys.exit(f"{source}: “{e['id']}” has advice in one language")
        out.write("\t{ " + ", ".join([c_string(e["id"]), e["days"], c_string(e["topics"])] + [c_string(e.get(k, "")) for k in KEYS]) +
                  " },\n")
    out.write(f"}};\nconst size_t {name}_count = sizeof {name} / sizeof {name}[0];\n")
