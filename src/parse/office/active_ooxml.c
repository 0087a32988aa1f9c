/* active_ooxml.c - .docx, .xlsx, .pptx and their macro forms: a zip of XML and compound files. */
#include "base/buf.h"
#include "parse/html.h"
#include "parse/office/active_in.h"
#include "parse/zip.h"

enum { FIELDS_MOST = 64 << 10 };

static bool is_part_of_text(struct str name)
{
	return str_starts(name, STR("word/")) && str_ends(name, STR(".xml")) && (str_has(name, STR("document")) || str_has(name, STR("header")) ||
	    str_has(name, STR("footer")) || str_has(name, STR("footnotes")) || str_has(name, STR("endnotes")));
}

static bool is_object(struct str name)
{
	return str_iends(name, STR(".bin")) && (str_ihas(name, STR("embeddings/")) || str_ihas(name, STR("vbaProject")) ||
	    str_ihas(name, STR("activeX/")));
}

static bool wanted(void *ctx, struct str name, long long bytes)
{
	(void)ctx;
	(void)bytes;
	return str_iends(name, STR(".rels")) || is_object(name) || is_part_of_text(name) || str_starts(name, STR("xl/externalLinks/")) ||
	    str_starts(name, STR("xl/macrosheets/"));
}

/* The value of an attribute in the text of a tag; "" */
static struct str attribute(struct arena *a, struct str tag, const char *name)
{
	struct str wanted_name = str_of(name);

	for (size_t at = 0; at < tag.n;) {
		long long hit = str_find(str_from(tag, at), wanted_name);
		size_t i;
		char quote;

		if (hit < 0)
			return STR("");
		i = at + (size_t)hit;
		at = i + wanted_name.n;
		if (i == 0 || !(ascii_space((unsigned char)tag.p[i - 1]) || tag.p[i - 1] == ':') || at + 1 >= tag.n || tag.p[at] != '=')
			continue;
		quote = tag.p[at + 1];
		if (quote == '"' || quote == '\'')
			return html_unescape(a, str_upto(str_from(tag, at + 2), quote));
	}
	return STR("");
}

/* The next tag whose name ends in `name` ("w:instrText", "Relationship"); moves *at behind it. */
static bool next_tag(struct str xml, const char *name, size_t *at, struct str *tag_r)
{
	struct str wanted_name = str_of(name);

	for (;;) {
		long long open = str_find_char(str_from(xml, *at), '<'), close;
		struct str tag, word;
		size_t n = 0;

		if (open < 0)
			return false;
		*at += (size_t)open + 1;
		close = str_find_char(str_from(xml, *at), '>');
		if (close < 0)
			return false;
		tag = str_at(xml, *at, (size_t)close);
		*at += (size_t)close + 1;
		while (n < tag.n && !ascii_space((unsigned char)tag.p[n]) && tag.p[n] != '/')
			n++;
		word = str_at(tag, 0, n);
		if (str_eq(word, wanted_name) || (word.n > wanted_name.n && str_ends(word, wanted_name) && word.p[word.n - wanted_name.n - 1] == ':')) {
			*tag_r = tag;
			return true;
		}
	}
}

/* Links that a reader clicks and pictures are no active content; templates, frames and objects are fetched. */
static void relationships(struct looking *l, struct str name, struct str xml)
{
	static const char *const kinds[] = { "/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/externalLinkPath" };
	size_t at = 0;
	struct str tag;

	while (next_tag(xml, "Relationship", &at, &tag)) {
		struct str type = attribute(l->arena, tag, "Type"), target = attribute(l->arena, tag, "Target");

		if (!str_ieq(attribute(l->arena, tag, "TargetMode"), STR("External")) || !active_is_remote(target))
			continue;
		for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
			if (str_iends(type, str_of(kinds[i])))
				active_add(l, ACTIVE_REMOTE, name, target);
	}
}

/* The code of fields, which Word cuts into pieces anywhere. */
static void fields(struct looking *l, struct str name, struct str xml)
{
	struct buf code;
	struct str tag, all;
	size_t at = 0, from = 0;

	buf_init_arena(&code, l->arena, FIELDS_MOST);
	while (next_tag(xml, "instrText", &at, &tag) && !code.failed)
		buf_add(&code, html_unescape(l->arena, str_upto(str_from(xml, at), '<')));
	at = 0;
	while (next_tag(xml, "fldSimple", &at, &tag) && !code.failed) {
		buf_char(&code, '\n');
		buf_add(&code, attribute(l->arena, tag, "instr"));
	}
	all = buf_str(&code);
	for (int n = 0; n < 100; n++) {
		long long hit = str_ifind(str_from(all, from), STR("DDE"));
		struct str rest;

		if (hit < 0)
			break;
		rest = str_from(all, from + (size_t)hit);
		if ((from + (size_t)hit == 0 || !ascii_alpha((unsigned char)all.p[from + (size_t)hit - 1])) &&
		    (str_istarts(rest, STR("DDEAUTO")) || (rest.n > 3 && !ascii_alpha((unsigned char)rest.p[3]))))
			active_add(l, ACTIVE_DDE, name, str_trim(str_at(rest, 0, 200)));
		from += (size_t)hit + 3;
	}
}

static void dde_link(struct looking *l, struct str name, struct str xml)
{
	size_t at = 0;
	struct str tag;

	while (next_tag(xml, "ddeLink", &at, &tag))
		active_add(l, ACTIVE_DDE, name, arena_printf(l->arena, STR_FMT "|" STR_FMT, STR_ARG(attribute(l->arena, tag, "ddeService")),
		    STR_ARG(attribute(l->arena, tag, "ddeTopic"))));
}

static void member(void *ctx, struct str name, struct str bytes)
{
	struct looking *l = ctx;

	if (str_iends(name, STR(".rels"))) {
		relationships(l, name, bytes);
	} else if (is_object(name)) {
		l->inside = arena_printf(l->arena, STR_FMT "/", STR_ARG(name));
		active_compound(l, bytes);
		l->inside = STR("");
	} else if (str_starts(name, STR("xl/macrosheets/"))) {
		active_add(l, ACTIVE_MACRO, name, STR("Excel 4.0"));
	} else if (str_starts(name, STR("xl/externalLinks/"))) {
		dde_link(l, name, bytes);
	} else {
		fields(l, name, bytes);
	}
}

void active_ooxml(struct looking *l, struct str bytes)
{
	const struct zip_reader reader = { wanted, member, l };
	const struct zip_end end = zip_each(l->arena, bytes, &reader);

	l->out->partly |= end.damaged || end.limit != NULL;
}
