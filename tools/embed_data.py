#!/usr/bin/env python3
"""Compiles files in under their names:  embed_data.py [--gzip] OUTPUT.c HEADER STRUCT FILE...

HEADER declares struct STRUCT { name, bytes, n }; what comes out is STRUCTs[] and STRUCT_count.  With --gzip each file stands
there packed, too, as NAME.gz (RFC 1952), the same bytes at every build."""
import gzip
import os
import sys

arguments = sys.argv[1:]
packed = arguments[:1] == ["--gzip"]
output, header, struct, *paths = arguments[packed:]
files = []
for path in paths:
    with open(path, "rb") as file:
        data = file.read()
    data.decode("utf-8")
    files.append((os.path.basename(path), data))
    if packed:
        files.append((os.path.basename(path) + ".gz", gzip.compress(data, 9, mtime=0)))
with open(output, "w", encoding="ascii") as out:
    out.write(f'/* Made by tools/embed_data.py. */\n#include "{header}"\n\n')
    for number, (_, data) in enumerate(files):
        out.write(f"static const unsigned char file_{number}[] = {{\n")
        for at in range(0, len(data), 24):
            out.write("\t" + " ".join(f"{byte}," for byte in data[at:at + 24]) + "\n")
        out.write("\t0 };\n")
    out.write(f"\nconst struct {struct} {struct}s[] = {{\n")
    for number, (name, _) in enumerate(files):
        out.write(f'\t{{ "{name}", (const char *)file_{number}, sizeof file_{number} - 1 }},\n')
    out.write(f"}};\nconst size_t {struct}_count = sizeof {struct}s / sizeof {struct}s[0];\n")
