#!/usr/bin/env python3
"""Compiles files in under their names:  embed_data.py OUTPUT.c HEADER STRUCT FILE...

HEADER declares struct STRUCT { name, bytes, n }; what comes out is STRUCTs[] and STRUCT_count."""
import os
import sys

output, header, struct, paths = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
with open(output, "w", encoding="ascii") as out:
    out.write(f'/* Made by tools/embed_data.py. */\n#include "{header}"\n\n')
    for number, path in enumerate(paths):
        with open(path, "rb") as file:
            data = file.read()
        data.decode("utf-8")
        out.write(f"static const unsigned char file_{number}[] = {{\n")
        for at in range(0, len(data), 24):
            out.write("\t" + " ".join(f"{byte}," for byte in data[at:at + 24]) + "\n")
        out.write("\t0 };\n")
    out.write(f"\nconst struct {struct} {struct}s[] = {{\n")
    for number, path in enumerate(paths):
        out.write(f'\t{{ "{os.path.basename(path)}", (const char *)file_{number}, sizeof file_{number} - 1 }},\n')
    out.write(f"}};\nconst size_t {struct}_count = sizeof {struct}s / sizeof {struct}s[0];\n")
