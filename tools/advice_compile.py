#!/usr/bin/env python3
"""Makes the table of advice (C source) from data/advice.txt:  advice_compile.py IN OUT"""
import re
import sys

source, output = sys.argv[1:3]
entries = []
with open(source, encoding="utf-8") as lines:
    for number, line in enumerate(lines, 1):
        line = line.strip()
        found = re.fullmatch(r"\[([a-z.-]+)\]((?: [a-z]+)+)", line)
        if found:
            if any(e["id"] == found.group(1) for e in entries):
                sys.exit(f"{source}:{number}: “{found.group(1)}” stands twice")
            entries.append({"id": found.group(1), "topics": found.group(2) + " "})
        elif re.match(r"(ja|en): .", line) and entries and line[:2] not in entries[-1]:
            entries[-1][line[:2]] = line[4:]
        elif line and not line.startswith("#"):
            sys.exit(f"{source}:{number}: neither [id] topics, ja:, en: nor a comment")


def c_string(text):
    return '"' + "".join("\\" + chr(b) if chr(b) in '"\\' else chr(b) if 32 <= b < 127 and chr(b) != "?" else f"\\{b:03o}"
                         for b in text.encode()) + '"'


with open(output, "w", encoding="ascii") as out:
    out.write('/* Made by tools/advice_compile.py. */\n#include "report/advice.h"\n\nconst struct advice advice_table[] = {\n')
    for e in entries:
        for lang in ("ja", "en"):
            if lang not in e:
                sys.exit(f"{source}: “{e['id']}” has no {lang}")
        out.write("\t{ " + ", ".join(c_string(e[k]) for k in ("id", "topics", "ja", "en")) + " },\n")
    out.write("};\nconst size_t advice_count = sizeof advice_table / sizeof advice_table[0];\n")
