#!/usr/bin/env python3
"""Compiles HTML templates into C functions:  template_compile.py OUT.c OUT.h PO... -- TEMPLATE...

The language is described in docs/templates.md.  Escaping follows the context in which a placeholder
stands (text, SVG text, attribute, URL); what has no safe escape (script, style, comment, tag and
attribute names, unquoted values, event handlers) is refused here.  Fields are checked by the C
compiler, since a template becomes C that names them; text ids are checked here, in both languages.
"""
import ast
import os
import re
import sys

DIRECTIVE = re.compile(r"\{\{(.*?)\}\}", re.S)
PATH = r"[a-z_][a-zA-Z0-9_]*(?:(?:\.|->)[a-z_][a-zA-Z0-9_]*)*"
URL_ATTRIBUTES = {"href", "src", "action", "formaction", "cite", "poster", "data", "xlink:href", "ping", "background"}
NO_VALUE_ATTRIBUTES = {"srcset", "srcdoc", "http-equiv"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
RAW_ELEMENTS = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"}
PLACEHOLDER_OK_RAW = {"title", "textarea"}      # character references work there


class Problem(Exception):
    pass


class Markup:
    """Where in the HTML the compiler stands; fed with literal text, asked before each placeholder."""

    def __init__(self):
        self.state, self.open, self.tag, self.attribute, self.name, self.closing = "text", [], "", "", "", False

    def snapshot(self):
        return (self.state, tuple(self.open), self.tag if self.state != "text" else "",
                self.attribute if self.state == "value" else "")

    def restore(self, s):
        self.state, self.open, self.tag, self.attribute = s[0], list(s[1]), s[2], s[3]

    def feed(self, text):
        i = 0
        while i < len(text):
            self.at = i
            i = getattr(self, "in_" + self.state)(text, i)

    def in_text(self, text, i):
        raw = self.open[-1] if self.open and self.open[-1] in RAW_ELEMENTS else None
        if raw:
            end = re.search(rf"</{raw}\s*>", text[i:], re.I)
            self.check_raw(raw, text[i:i + end.start()] if end else text[i:])
            if not end:
                return len(text)
            self.open.pop()
            return i + end.end()
        lt = text.find("<", i)
        if lt < 0:
            return len(text)
        if text.startswith("<!--", lt):
            self.state = "comment"
            return lt + 4
        if text.startswith("<!", lt):
            close = text.find(">", lt)
            if close < 0:
                raise Problem("a <! that does not end in the same piece")
            return close + 1
        found = re.match(r"<(/?)([a-zA-Z][-a-zA-Z0-9]*)", text[lt:])
        if not found:
            raise Problem("a bare “<”: write &lt;")
        self.closing, self.tag = found.group(1) == "/", found.group(2)
        self.state = "tag"
        return lt + found.end()

    @staticmethod
    def check_raw(element, content):
        if element == "script" and content.strip():
            raise Problem("no inline script: scripts are files of their own")

    def in_comment(self, text, i):
        end = text.find("-->", i)
        if end < 0:
            return len(text)
        self.state = "text"
        return end + 3

    def in_tag(self, text, i):
        c = text[i]
        if c.isspace():
            return i + 1
        if text.startswith("/>", i):
            self.finish_tag(True)
            return i + 2
        if c == ">":
            self.finish_tag(False)
            return i + 1
        found = re.match(r"([a-zA-Z_:][-a-zA-Z0-9_:.]*)", text[i:])
        if not found:
            raise Problem(f"unexpected “{c}” in <{self.tag}>")
        self.name = found.group(1).lower()
        if self.name.startswith("on") or self.name == "style":
            raise Problem(f"no {self.name}= in markup (the content security policy forbids it)")
        i += found.end()
        if text.startswith('="', i):
            self.attribute, self.state = self.name, "value"
            return i + 2
        if text.startswith("=", i):
            raise Problem(f"{self.name}: attribute values stand in double quotes")
        if i == len(text):
            raise Problem(f"{self.name}: a placeholder cannot stand here")
        return i

    def in_value(self, text, i):
        end = text.find('"', i)
        if end < 0:
            return len(text)
        self.state = "tag"
        return end + 1

    def finish_tag(self, self_closed):
        self.state = "text"
        name = self.tag
        if self.closing:
            if not self.open or self.open[-1] != name:
                raise Problem(f"</{name}> closes {'<' + self.open[-1] + '>' if self.open else 'nothing'}")
            self.open.pop()
        elif not self_closed and name.lower() not in VOID:
            self.open.append(name)

    def context(self):
        """What a placeholder here is escaped as."""
        if self.state == "value":
            if self.attribute in NO_VALUE_ATTRIBUTES:
                raise Problem(f"no placeholder in {self.attribute}=")
            return "URL" if self.attribute in URL_ATTRIBUTES else "ATTR"
        if self.state != "text":
            raise Problem(f"no placeholder in a {'comment' if self.state == 'comment' else 'tag'}"
                          " outside a quoted attribute value")
        if self.open and self.open[-1] in RAW_ELEMENTS and self.open[-1] not in PLACEHOLDER_OK_RAW:
            raise Problem(f"no placeholder inside <{self.open[-1]}>")
        return "SVG" if "svg" in self.open else "TEXT"


def c_string(text):
    out = []
    for byte in text.encode("utf-8"):
        char = chr(byte)
        out.append("\\" + char if char in '"\\' else char if 32 <= byte < 127 and char != "?" else f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


def po_files(paths):
    """A folder stands for all its .po files."""
    for path in paths:
        if os.path.isdir(path):
            yield from (os.path.join(path, name) for name in sorted(os.listdir(path)) if name.endswith(".po"))
        else:
            yield path


def read_texts(paths):
    """{id: {lang: text}} of the dotted ids."""
    texts = {}
    for path in paths:
        lang, key, value, state = path[-5:-3], None, "", ""
        with open(path, encoding="utf-8") as lines:
            for line in list(lines) + ["msgid \"\""]:
                line = line.strip()
                if line.startswith("msgid "):
                    if key:
                        texts.setdefault(key, {})[lang] = value
                    key, value, state = ast.literal_eval(line[6:]), "", "id"
                elif line.startswith("msgstr "):
                    value, state = ast.literal_eval(line[7:]), "str"
                elif line.startswith('"'):
                    if state == "id":
                        key += ast.literal_eval(line)
                    else:
                        value += ast.literal_eval(line)
    return texts


class Template:
    def __init__(self, path, texts):
        self.path, self.texts, self.out, self.heads, self.includes = path, texts, [], [], []
        self.line, self.blocks, self.names, self.markup, self.used_html = 1, [], {}, None, 0

    def emit(self, code):
        self.out.append("\t" * (1 + sum(1 for b in self.blocks if b["kind"] != "template")) + code)

    def expression(self, path):
        head, *rest = re.split(r"(\.|->)", path, maxsplit=1)
        if head not in self.names:
            raise Problem(f"“{head}” is not a parameter or loop variable here")
        return f"{head}->{rest[1]}" if rest else f"(*{head})"

    def argument(self, word):
        return word if re.fullmatch(r"-?\d+|[A-Z][A-Z0-9_]*", word) else self.expression(word)

    def literal(self, text):
        if not text:
            return
        if self.markup is None:
            if text.strip():
                raise Problem("markup outside {{template …}}")
            return
        try:
            self.markup.feed(text)
        except Problem:
            self.line += text.count("\n", 0, self.markup.at)
            raise
        for i in range(0, len(text), 400):
            self.emit(f"html_markup(out, STR({c_string(text[i:i + 400])}));")

    def directive(self, words):
        kinds = [("include", r'include "([\w./]+)"'), ("template", r"template ([a-z]\w*)\((.*)\)"),
                 ("if", rf"if( not)?( first| last)? ({PATH})(?: (==|!=) ([A-Z][A-Z0-9_]*|\d+))?"),
                 ("else", r"else"), ("end", r"end"), ("for", rf"for ([a-z]\w*) in ({PATH})"),
                 ("text", rf'text "([a-zA-Z0-9._-]+)"((?: {PATH})*)'), ("html", rf"html ({PATH})"),
                 ("index", r"index ([a-z]\w*)"), ("style", r'style "([\w.-]+)"'), ("call", rf"call ([a-z]\w*)((?: (?:{PATH}))*)"), ("lang", r"lang"),
                 ("value", rf"({PATH})")]
        for kind, pattern in kinds:
            found = re.fullmatch(pattern, words)
            if found:
                if self.markup is None and kind not in ("include", "template"):
                    raise Problem("only include and template stand outside a template")
                return getattr(self, "do_" + kind)(*found.groups())
        raise Problem(f"not understood: {{{{{words}}}}}")

    def do_include(self, name):
        self.includes.append(name)

    def do_template(self, name, parameters):
        if self.blocks:
            raise Problem("a template inside a template")
        wanted = [p.strip() for p in parameters.split(",") if p.strip()]
        for p in wanted:
            found = re.fullmatch(r"(const struct \w+ \*)(\w+)", p)
            if not found:
                raise Problem(f"parameters are “const struct x *name”, not “{p}”")
            self.names[found.group(2)] = True
        head = f"void {name}(struct buf *out, enum lang lang{''.join(', ' + p for p in wanted)})"
        self.heads.append(head)
        self.blocks.append({"kind": "template"})
        self.markup = Markup()
        self.out += [head, "{", "\t(void)lang;"]

    def open_block(self, kind, **more):
        self.blocks.append(dict(more, kind=kind, line=self.line, before=self.markup.snapshot()))

    def do_if(self, negated, place, path, compare, value):
        if place:
            if path not in self.names or self.names[path] is True:
                raise Problem(f"“{path}” is no loop variable")
            test = f"{path}_i == 0" if place == " first" else f"{path}_i + 1 == {self.names[path]}"
        else:
            test = self.expression(path)
            test = f"{test} {compare} {value}" if compare else f"HTML_TRUE({test})"
        self.emit(f"if ({'!' if negated else ''}({test})) {{")
        self.open_block("if", after=None)

    def do_else(self):
        block = self.blocks[-1]
        if block["kind"] != "if" or block["after"]:
            raise Problem("{{else}} without {{if}}")
        block["after"] = self.markup.snapshot()
        self.markup.restore(block["before"])
        self.blocks.pop()
        self.emit("} else {")
        self.blocks.append(block)

    def do_for(self, name, path):
        if name in self.names:
            raise Problem(f"“{name}” is taken")
        items = self.expression(path)
        self.emit(f"for (size_t {name}_i = 0; {name}_i < {items}_count; {name}_i++) {{")
        self.open_block("for", name=name)
        self.names[name] = f"{items}_count"
        self.emit(f"__typeof__(&{items}[0]) {name} = &{items}[{name}_i];")
        self.emit(f"(void){name};")

    def do_end(self):
        if not self.blocks:
            raise Problem("{{end}} without a beginning")
        block, now = self.blocks[-1], self.markup.snapshot()
        if block["kind"] == "template":
            if now[0] != "text" or now[1]:
                raise Problem("the template ends inside " + (f"<{now[1][-1]}>" if now[1] else "a tag"))
            self.blocks.pop()
            self.out.append("}\n")
            self.markup, self.names = None, {}
            return
        wanted = block["after"] if block.get("after") else block["before"]
        if now != wanted:
            raise Problem(f"the branches of the {block['kind']} of line {block['line']} end at different places of the markup")
        if block["kind"] == "for":
            del self.names[block["name"]]
        self.blocks.pop()
        self.emit("}")

    def do_value(self, path):
        self.emit(f"HTML_{self.markup.context()}(out, {self.expression(path)});")

    def do_lang(self):
        self.markup.context()
        self.emit("html_text_z(out, lang == LANG_JA ? \"ja\" : \"en\");")

    def do_index(self, name):
        if self.names.get(name) in (None, True):
            raise Problem(f"“{name}” is no loop variable")
        self.emit(f"HTML_{self.markup.context()}(out, {name}_i + 1);")

    def do_text(self, text_id, arguments):
        known, arguments = self.texts.get(text_id, {}), arguments.split()
        for lang in ("ja", "en"):
            if lang not in known:
                raise Problem(f"no text “{text_id}” in {lang}")
            for n in re.findall(r"\{(\d)\}", known[lang]):
                if not 1 <= int(n) <= len(arguments):
                    raise Problem(f"“{text_id}” in {lang} wants {{{n}}}, the template gives {len(arguments)}")
        context = self.markup.context()
        if context == "URL":
            raise Problem("a text is no URL")
        given = "".join(f", HTML_ARG({self.expression(a)})" for a in arguments)
        self.emit(f"html_say_{context.lower()}(out, text(lang, {c_string(text_id)}), "
                  f"(const struct html_arg[]){{ {{ STR_NONE, 0 }}{given} }} + 1, {len(arguments)});")

    def do_style(self, name):
        """A stylesheet beside the template, as it is: it is ours."""
        if self.markup.state != "text" or not self.markup.open or self.markup.open[-1] != "style":
            raise Problem("{{style …}} stands inside <style>")
        with open(os.path.join(os.path.dirname(self.path), name), encoding="utf-8") as file:
            content = file.read()
        if "</" in content:
            raise Problem(f"{name} holds “</”")
        for i in range(0, len(content), 400):
            self.emit(f"html_markup(out, STR({c_string(content[i:i + 400])}));")

    def do_html(self, path):
        if self.markup.context() not in ("TEXT", "SVG"):
            raise Problem("{{html …}} stands only where elements may stand")
        self.used_html += 1
        self.emit(f"html_raw(out, {self.expression(path)});")

    def do_call(self, name, arguments):
        if self.markup.context() not in ("TEXT", "SVG"):
            raise Problem("{{call …}} stands only where elements may stand")
        given = []
        for a in arguments.split():
            given.append(f", {a}" if a in self.names else f", {self.expression(a)}" if "->" in a else
                         f", HTML_ADDRESS({self.expression(a)})")       # d->table is a pointer already
        self.emit(f"{name}(out, lang{''.join(given)});")

    def compile(self, source):
        # A directive that stands alone on its line leaves no empty line behind.
        source = re.sub(r"^[ \t]*(\{\{(?:if|else|end|for|include|template|#)[^}]*\}\})[ \t]*\n", r"\1\n\0", source, flags=re.M)
        at = 0
        for found in list(DIRECTIVE.finditer(source)) + [None]:
            piece = source[at:found.start() if found else len(source)]
            self.piece(piece)
            if found is None:
                break
            words = " ".join(found.group(1).split())
            if not words.startswith("#"):
                if self.markup is not None:
                    self.out.append(f"#line {self.line} \"{self.path}\"")
                self.directive(words)
            self.line += found.group(0).count("\n")
            at = found.end()
        if self.blocks:
            raise Problem("{{end}} is missing")

    def piece(self, text):
        if text.startswith("\n\0"):
            self.line, text = self.line + 1, text[2:]
        self.literal(text)
        self.line += text.count("\n")


def main():
    out_c, out_h = sys.argv[1], sys.argv[2]
    split = sys.argv.index("--")
    texts, templates = read_texts(po_files(sys.argv[3:split])), []
    for path in sys.argv[split + 1:]:
        template = Template(os.path.relpath(path), texts)
        try:
            with open(path, encoding="utf-8") as file:
                template.compile(file.read())
        except Problem as problem:
            sys.exit(f"{path}:{template.line}: error: {problem}")
        templates.append(template)
    guard = re.sub(r"\W", "_", os.path.basename(out_h)).upper()
    includes = sorted({i for t in templates for i in t.includes})
    with open(out_h, "w", encoding="utf-8") as h:
        h.write(f"/* Made by tools/template_compile.py. */\n#ifndef {guard}\n#define {guard}\n\n#include \"base/html.h\"\n")
        h.writelines(f'#include "{i}"\n' for i in includes)
        h.write("\n" + "".join(head + ";\n" for t in templates for head in t.heads) + "\n#endif\n")
    with open(out_c, "w", encoding="utf-8") as c:
        c.write(f"/* Made by tools/template_compile.py. */\n#include \"{os.path.basename(out_h)}\"\n\n")
        for t in templates:
            c.write("\n".join(t.out) + "\n")


main()
