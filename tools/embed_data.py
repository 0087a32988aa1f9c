#!/usr/bin/env python3
"""Compiles data files into the program:  embed_data.py OUTPUT.c FILE...  -> data_files[] by name."""
import os
import sys

output, paths = sys.argv[1], sys.argv[2:]
with open(output, "w", encoding="ascii") as out:
    out.write('/* Made by tools/embed_data.py. */\n#include "analyse/data.h"\n\n')
    for number, path in enumerate(paths):
        with open(path, "rb") as file:
            data = file.read()
        data.decode("utf-8")
        out.write(f"static const unsigned char file_{number}[] = {{\n")
        for at in range(0, len(data), 24):
            out.write("\t" + " ".join(f"{byte}," for byte in data[at:at + 24]) + "\n")
        out.write("\t0 };\n")
    out.write("\nconst struct data_file data_files[] = {\n")
    for number, path in enumerate(paths):
        out.write(f'\t{{ "{os.path.basename(path)}", (const char *)file_{number}, sizeof file_{number} - 1 }},\n')
    out.write("};\nconst size_t data_file_count = sizeof data_files / sizeof data_files[0];\n")
