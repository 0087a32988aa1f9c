#!/usr/bin/env python3
"""No page lets a byte of a mail through as markup: every tag and attribute is one that our templates write.

    web_pages.py page|frame FILE...
"""
import html.parser
import sys

FRAME_TAGS = {"html", "head", "meta", "title", "style", "body", "div", "span", "p", "code", "mark"}
FRAME_ATTRIBUTES = {"lang", "charset", "class", "title"}
PAGE_TAGS = FRAME_TAGS | set("""a button circle dd details dl dt form g h1 h2 h3 header iframe img input label li link main nav ol option path pre rect
    section select small summary svg table tbody td text th thead tr ul b br aside textarea kbd title desc line script div""".split())
bad = 0


class Reader(html.parser.HTMLParser):
    def __init__(self, kind, path):
        super().__init__()
        self.kind, self.path = kind, path

    def fail(self, what):
        global bad
        bad += 1
        print(f"{self.path}: {what}")

    def handle_starttag(self, tag, attributes):
        ours = tag == "dialog" and dict(attributes).get("id") in ("help", "command")        # of the page itself: keys, command box
        if not (ours and self.kind == "page") and tag not in (FRAME_TAGS if self.kind == "frame" else PAGE_TAGS):
            self.fail(f"a tag of somebody else: {tag}")
        for name, value in attributes:
            if name.startswith("on") or name == "style" or (self.kind == "frame" and name not in FRAME_ATTRIBUTES):
                self.fail(f"an attribute of somebody else: {tag} {name}")
            if name in ("href", "src", "action", "formaction") and not (value or "").startswith(("/", "#", "?")):
                self.fail(f"leads elsewhere: {tag} {name}={value}")
            if tag == "script" and not (dict(attributes).get("src") or "").startswith("/static/"):
                self.fail("a script inside a page")


for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if not text.startswith("<!DOCTYPE html>"):
        print(f"{path}: is no page")
        bad += 1
    Reader(sys.argv[1], path).feed(text)
sys.exit(1 if bad else 0)
