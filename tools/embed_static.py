#!/usr/bin/env python3
"""Compiles src/web/static/* in, byte for byte:  embed_static.py OUTPUT.c FILE..."""
import os
import sys

output, files = sys.argv[1], sorted(sys.argv[2:], key=os.path.basename)
with open(output, "w", encoding="ascii") as out:
    out.write('/* Made by tools/embed_static.py. */\n#include "web/static.h"\n\n')
    for number, path in enumerate(files):
        with open(path, "rb") as file:
            data = file.read()
        out.write(f"static const unsigned char file_{number}[] = {{\n")
        for at in range(0, len(data), 24):
            out.write("\t" + " ".join(f"{byte}," for byte in data[at:at + 24]) + "\n")
        out.write("\t0 };\n")
    out.write("\nconst struct static_file static_files[] = {\n")
    for number, path in enumerate(files):
        out.write(f'\t{{ "{os.path.basename(path)}", (const char *)file_{number}, sizeof file_{number} - 1 }},\n')
    out.write(f"}};\nconst size_t static_file_count = {len(files)};\n")
