#!/usr/bin/env python3
"""Makes the text table (C source) from the files of po/:  po_compile.py OUTPUT DEPFILE FOLDER

Refuses: a dotted id that one language lacks, a duplicate, an empty text, and a translation whose
printf conversions differ from the key's (or from the other language's) in kind or order.
Every file named po/*.ja.po / po/*.en.po is read, so that each room may keep its own pair.
"""
import ast
import glob
import os
import re
import sys

CONVERSION = re.compile(r"%(?:\d+\$)?[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t|L)?[diouxXeEfgGcsp%]")
DOTTED = re.compile(r"^[a-z0-9][a-z0-9_-]*(\.[A-Za-z0-9_-]+)+$")


def fail(where, what):
    sys.exit(f"{where}: {what}")


def read_po(path):
    entries, key, value, state, line_no = {}, None, None, None, 0

    def close():
        if key is None or key == "":
            return
        if key in entries:
            fail(f"{path}:{line_no}", f"“{key}” stands twice")
        if not value:
            fail(f"{path}:{line_no}", f"“{key}” has no text")
        entries[key] = value

    with open(path, encoding="utf-8") as lines:
        for line_no, line in enumerate(lines, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("msgid "):
                close()
                key, value, state = ast.literal_eval(line[6:]), "", "id"
            elif line.startswith("msgstr "):
                if state != "id":
                    fail(f"{path}:{line_no}", f"“{key}” has two texts")
                value, state = ast.literal_eval(line[7:]), "str"
            elif line.startswith('"'):
                if state == "id":
                    key += ast.literal_eval(line)
                else:
                    value += ast.literal_eval(line)
            else:
                fail(f"{path}:{line_no}", "neither msgid, msgstr, text in quotes nor comment")
    close()
    return entries


def conversions(text):
    return [c for c in CONVERSION.findall(text) if c != "%%"]


def c_string(text):
    if text is None:
        return "NULL"
    out = []
    for byte in text.encode("utf-8"):
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif 32 <= byte < 127 and char != "?":
            out.append(char)
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


def read_all(paths):
    together = {}
    for path in paths:
        for key, value in read_po(path).items():
            if key in together:
                fail(path, f"“{key}” stands in another file too")
            together[key] = value
    return together


def slots(keys):
    """Where the hash of a key (src/base/tr.c: FNV-1a) leads, at least half of them empty: the number of its row, counted from 1."""
    table = [0] * (1 << (2 * len(keys)).bit_length())
    for row, key in enumerate(keys, 1):
        at = 2166136261
        for byte in key.encode():
            at = (at ^ byte) * 16777619 & 0xffffffff
        at %= len(table)
        while table[at]:
            at = (at + 1) % len(table)
        table[at] = row
    return table


def main():
    output, depfile, folder = sys.argv[1:4]
    paths = sorted(glob.glob(os.path.join(folder, "*.po")))
    with open(depfile, "w", encoding="utf-8") as file:      # the folder too: a new file is read at the next build
        file.write(f"{os.path.basename(output)}: {' '.join([folder, *paths])}\n")
    ja = read_all([p for p in paths if p.endswith("ja.po")])
    en = read_all([p for p in paths if p.endswith("en.po")])
    rows = []
    for key in sorted(set(ja) | set(en), key=lambda k: k.encode("utf-8")):
        if DOTTED.match(key):
            for name, table in (("ja", ja), ("en", en)):
                if key not in table:
                    fail("po", f"“{key}” is missing in {name}")
            if conversions(ja[key]) != conversions(en[key]):
                fail("po", f"“{key}”: the conversions of ja and en differ")
        elif conversions(ja.get(key, key)) != conversions(key):
            fail("po", f"“{key}”: the translation has other conversions")
        rows.append((key, ja.get(key), en.get(key)))
    with open(output, "w", encoding="ascii") as out:
        out.write('/* Made by tools/po_compile.py. */\n#include "base/text_table.h"\n\n')
        out.write("const struct text_entry text_table[] = {\n")
        for key, ja_text, en_text in rows:
            out.write(f"\t{{ {c_string(key)}, {c_string(ja_text)}, {c_string(en_text)} }},\n")
        out.write("};\nconst size_t text_table_count = sizeof text_table / sizeof text_table[0];\n")
        taken = slots([key for key, _, _ in rows])
        out.write(f"const size_t text_slot_count = {len(taken)};\nconst unsigned short text_slots[] = {{{','.join(map(str, taken))}}};\n")


if __name__ == "__main__":
    main()
