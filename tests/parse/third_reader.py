"""Prints the parts of one mail as Python's email package reads them, in the words of test_torture.c:

    third_reader.py MAIL

A third opinion where our reader and stalwart's expected tree differ: it was written by neither side."""
import email
import sys


def text(part):
    """What the part says, as our test compares it: no CR, no NUL, no blanks around it."""
    raw = part.get_payload(decode=True) or b""
    try:
        shown = raw.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        shown = ""
    return shown.replace("\r", "").replace("\0", "").strip(" \t\n")


def tree(part, level):
    indent = " " * level
    print("%sfields %d" % (indent, len(part.items())))
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        print("%smultipart %d" % (indent, len(part.get_payload())))
        for child in part.get_payload():
            tree(child, level)
    elif part.is_multipart():
        tree(part.get_payload()[0], level + 1)
    elif part.get_content_maintype() in ("text", "multipart"):
        print("text " + text(part))
    else:
        print("%sbytes %d" % (indent, len(part.get_payload(decode=True) or b"")))


with open(sys.argv[1], "rb") as mail:
    tree(email.message_from_binary_file(mail), 0)
