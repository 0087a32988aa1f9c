#!/usr/bin/env python3
"""Fills docs/noroshi.1.in: man_compile.py IN OUT VERSION DOCDIR COMMANDS.DEF PO-FOLDER

The section COMMANDS is made from the usage texts that the program prints itself, in the order of its help, so
that the manual cannot differ from the program.
"""
import glob
import os
import re
import sys

from po_compile import read_all


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in text.split("\n"))


def main():
    source, output, version, docdir, table, folder = sys.argv[1:7]
    texts = read_all(sorted(glob.glob(os.path.join(folder, "*.en.po"))))
    with open(table, encoding="utf-8") as file:
        commands = re.findall(r"^COMMAND\((\w+)\)", file.read(), re.M)
    parts = []
    for name in commands:
        parts.append(f".SS noroshi {name} \\(em {roff(texts[f'cli.{name}.help'])}\n.nf\n{roff(texts[f'cli.{name}.usage'])}\n.fi")
    with open(source, encoding="utf-8") as file:
        manual = file.read()
    for key, value in (("VERSION", version), ("DOCDIR", docdir), ("COMMANDS", "\n".join(parts))):
        manual = manual.replace(f"@{key}@", value)
    with open(output, "w", encoding="utf-8") as file:
        file.write(manual)


main()
