#!/usr/bin/env python3
"""Compiles one-column lists (data/lists/*.csv, data/tenant_suffixes.csv) into sorted C tables:
lists_compile.py OUTPUT HEADER NAME=FILE...   makes `const char *const NAME[]` and `NAME_count`."""
import csv
import sys


def values(path):
    with open(path, encoding="utf-8") as lines:
        rows = csv.reader(line for line in lines if line.strip() and not line.startswith("#"))
        next(rows)
        found = [row[0].strip() for row in rows]
    for value in found:
        if not value or value != value.lower() or '"' in value or "\\" in value or not value.isascii():
            sys.exit(f"{path}: “{value}” is not a lower-case ASCII value")
    if len(set(found)) != len(found):
        sys.exit(f"{path}: a value stands twice")
    return sorted(found)


out = [f'#include "{sys.argv[2]}"\n']
for item in sys.argv[3:]:
    name, path = item.split("=", 1)
    out.append(f"\nconst char *const {name}[] = {{\n")
    out += [f'\t"{v}",\n' for v in values(path)]
    out.append(f"}};\nconst size_t {name}_count = sizeof {name} / sizeof {name}[0];\n")
with open(sys.argv[1], "w", encoding="ascii") as file:
    file.write("".join(out))
