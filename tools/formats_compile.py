#!/usr/bin/env python3
"""Compiles data/formats/*.format into the program:  formats_compile.py OUTPUT.c FILE..."""
import os
import sys

output, paths = sys.argv[1], sys.argv[2:]
with open(output, "w", encoding="ascii") as out:
    out.write('/* Made by tools/formats_compile.py. */\n#include "hunt/format_in.h"\n\n')
    rows = []
    for path in sorted(paths):
        with open(path, "rb") as file:
            data = file.read()
        data.decode("utf-8")
        literal = '"\n\t\t"'.join(
            "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in line)
            for line in data.splitlines(keepends=True))
        rows.append(f'\t{{ "{os.path.basename(path)}", {{ "{literal}", {len(data)} }} }},\n')
    out.write("const struct format_text format_texts[] = {\n" + "".join(rows) +
              "};\nconst size_t format_text_count = sizeof format_texts / sizeof format_texts[0];\n")
