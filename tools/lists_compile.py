#!/usr/bin/env python3
"""Compiles one-column lists (data/lists/*.csv, data/tenant_suffixes.csv) into hash tables of C:
lists_compile.py OUTPUT HEADER NAME=FILE...   makes `const struct name_table NAME` (src/base/name_table.h)."""
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


def name_hash(name):
    """The same in src/base/name_table.h."""
    value = 0
    for byte in name.encode("ascii"):
        value = (value * 31 + byte) & 0xFFFFFFFF
    return (value * 0x9E3779B1 & 0xFFFFFFFF) >> 8


def slots_of(names):
    """Open addressing, at most half full."""
    slots = [0] * max(2, 1 << (2 * len(names) - 1).bit_length())
    begin = 0
    for name in names:
        at = name_hash(name) % len(slots)
        while slots[at]:
            at = (at + 1) % len(slots)
        slots[at] = begin + 1
        begin += len(name) + 1
    return slots


out = [f'#include "{sys.argv[2]}"\n#pragma GCC diagnostic ignored "-Woverlength-strings"\n']
for item in sys.argv[3:]:
    name, path = item.split("=", 1)
    names = values(path)
    slots = slots_of(names)
    out.append(f"\nstatic const char {name}_text[] =\n")
    out += [f'\t"{v}\\0"\n' for v in names]
    out.append(f"\t;\nstatic const uint32_t {name}_slots[] = {{\n")
    out += ["\t" + " ".join(f"{s}," for s in slots[i:i + 16]) + "\n" for i in range(0, len(slots), 16)]
    out.append(f"}};\nconst struct name_table {name} = {{ {name}_text, {name}_slots, {len(slots) - 1} }};\n")
with open(sys.argv[1], "w", encoding="ascii") as file:
    file.write("".join(out))
