#!/usr/bin/env python3
"""Compiles files in as bytes:  embed_files.py OUTPUT.c HEADER ARRAY FILE...  (struct str ARRAYs[], ARRAY_count)"""
import sys

output, header, array, files = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
with open(output, "w", encoding="ascii") as out:
    out.write(f'/* Made by tools/embed_files.py. */\n#include "{header}"\n\n')
    for number, path in enumerate(files):
        with open(path, "rb") as file:
            data = file.read()
        out.write(f"static const char file_{number}[] = {{\n")
        for at in range(0, len(data), 24):
            out.write("\t" + ", ".join(str(b - 256 if b > 127 else b) for b in data[at:at + 24]) + ",\n")
        out.write("\t0\n};\n\n")
    out.write(f"const struct str {array}s[] = {{\n")
    for number in range(len(files)):
        out.write(f"\t{{ file_{number}, sizeof file_{number} - 1 }},\n")
    out.write(f"}};\nconst size_t {array}_count = {len(files)};\n")
