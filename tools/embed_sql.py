#!/usr/bin/env python3
"""Compiles src/store/sql/NNNN_name.sql in, byte for byte:  embed_sql.py OUTPUT.c FILE..."""
import os
import sys

output, files = sys.argv[1], sorted(sys.argv[2:], key=os.path.basename)
with open(output, "w", encoding="ascii") as out:
    out.write('/* Made by tools/embed_sql.py. */\n#include "store/migrate.h"\n\n')
    for path in files:
        number = os.path.basename(path)[:4]
        with open(path, "rb") as file:
            data = file.read()
        out.write(f"static const char sql_{number}[] = {{\n")
        for at in range(0, len(data), 24):
            out.write("\t" + ", ".join(str(b - 256 if b > 127 else b) for b in data[at:at + 24]) + ",\n")
        out.write("\t0\n};\n\n")
    out.write("const struct migration migrations[] = {\n")
    for path in files:
        name = os.path.basename(path)
        out.write(f'\t{{ {int(name[:4])}, "{name}", sql_{name[:4]} }},\n')
    out.write(f"}};\nconst int migration_count = {len(files)};\n")
