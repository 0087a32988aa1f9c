#!/usr/bin/env python3
"""Writes the table of HTML's named character references, from Python's own copy of the standard:
entities_compile.py OUTPUT.  Sorted by name; names that work without ';' are marked."""
import html.entities
import sys

html5 = html.entities.html5
names = sorted({n.rstrip(";") for n in html5}, key=lambda n: n.encode())
with open(sys.argv[1], "w", encoding="ascii") as out:
    out.write('#include "parse/html_internal.h"\n\nconst struct entity html_entities[] = {\n')
    for name in names:
        text = html5.get(name + ";", html5.get(name))
        points = [ord(c) for c in text] + [0]
        out.write(f'\t{{ "{name}", {points[0]:#x}, {points[1]:#x}, {int(name in html5)} }},\n')
    out.write("};\nconst size_t html_entity_count = sizeof html_entities / sizeof html_entities[0];\n")
