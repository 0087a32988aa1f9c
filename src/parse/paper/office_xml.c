/* office_xml.c - a linear scan of XML: tags by their local name, text with its entities; no tree, no DTD. */
#include "base/text.h"
#include "parse/mail/reading.h"
#include "parse/paper/office.h"

enum { ENTITY_LONGEST = 12 };

static struct str local_name(struct str tag)
{
	size_t n = 0, from = 0;

	while (n < tag.n && !ascii_space((unsigned char)tag.p[n]) && tag.p[n] != '/') {
		if (tag.p[n] == ':')
			from = n + 1;
		n++;
	}
	return str_at(tag, from, n - from);
}

/* What stands up to `end`, and goes behind it; without an end all of the rest. */
static struct str take_upto(struct str *rest, struct str end)
{
	long long at = str_find(*rest, end);
	struct str taken = at >= 0 ? str_at(*rest, 0, (size_t)at) : *rest;

	*rest = at >= 0 ? str_from(*rest, (size_t)at + end.n) : STR("");
	return taken;
}

/* Declarations are tags without a name here: they hold nothing that is shown. */
enum node xml_next(struct xml *x)
{
	struct str tag;
	bool close, alone;

	while (str_starts(x->rest, STR("<!--")))
		take_upto(&x->rest, STR("-->"));
	if (x->rest.n == 0)
		return NODE_END;
	x->is_literal = str_starts(x->rest, STR("<![CDATA["));
	if (x->is_literal) {
		x->rest = str_from(x->rest, strlen("<![CDATA["));
		x->inside = take_upto(&x->rest, STR("]]>"));
		return NODE_TEXT;
	}
	if (x->rest.p[0] != '<') {
		x->inside = str_upto(x->rest, '<');
		x->rest = str_from(x->rest, x->inside.n);
		return NODE_TEXT;
	}
	tag = str_upto(str_from(x->rest, 1), '>');
	x->rest = str_from(x->rest, tag.n + 2);
	close = tag.n > 0 && tag.p[0] == '/';
	alone = tag.n > 0 && tag.p[tag.n - 1] == '/';
	if (close)
		tag = str_from(tag, 1);
	x->name = local_name(tag);
	x->inside = str_from(tag, x->name.n);
	return close ? NODE_CLOSE : alone ? NODE_ALONE : NODE_OPEN;
}

bool xml_is(const struct xml *x, const char *name)
{
	return str_eq(x->name, str_of(name));
}

static uint32_t entity(struct str e)
{
	static const struct { const char *name; uint32_t c; } known[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
		{ "apos", '\'' } };
	uint32_t c = 0;
	bool hexadecimal = e.n > 2 && ascii_lower((unsigned char)e.p[1]) == 'x';

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_eq(e, str_of(known[i].name)))
			return known[i].c;
	if (e.n < 2 || e.p[0] != '#')
		return 0;
	for (size_t i = hexadecimal ? 2 : 1; i < e.n; i++) {
		unsigned char d = ascii_lower((unsigned char)e.p[i]);

		if (!ascii_digit(d) && !(hexadecimal && d >= 'a' && d <= 'f'))
			return 0;
		c = c * (hexadecimal ? 16 : 10) + (uint32_t)(ascii_digit(d) ? d - '0' : d - 'a' + 10);
	}
	return c;
}

void xml_put_text(struct buf *out, struct str s)
{
	while (s.n > 0) {
		struct str plain = str_upto(s, '&'), name;
		uint32_t c;

		buf_add(out, plain);
		s = str_from(s, plain.n);
		if (s.n == 0)
			return;
		name = str_upto(str_at(s, 1, ENTITY_LONGEST), ';');
		c = name.n < ENTITY_LONGEST && name.n + 1 < s.n ? entity(name) : 0;
		if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) {
			buf_char(out, '&');
			s = str_from(s, 1);
			continue;
		}
		buf_utf8(out, c);
		s = str_from(s, name.n + 2);
	}
}

void xml_put(struct buf *out, const struct xml *x)
{
	if (x->is_literal)
		buf_add(out, x->inside);
	else
		xml_put_text(out, x->inside);
}

/* Attributes are looked for as Office writes them: a blank before the name, no blank around "=". */
struct str xml_attribute_raw(const struct xml *x, const char *name)
{
	struct str rest = x->inside;
	size_t n = strlen(name);

	while (rest.n > n + 3) {
		long long at = str_find(rest, str_of(name));
		struct str value;

		if (at < 0 || (size_t)at + n + 2 >= rest.n)
			return STR_NONE;
		value = str_from(rest, (size_t)at + n);
		if (at > 0 && ascii_space((unsigned char)rest.p[at - 1]) && value.p[0] == '=' && (value.p[1] == '"' || value.p[1] == '\''))
			return str_upto(str_from(value, 2), value.p[1]);
		rest = str_from(rest, (size_t)at + 1);
	}
	return STR_NONE;
}

struct str xml_attribute(struct arena *a, const struct xml *x, const char *name)
{
	struct str value = xml_attribute_raw(x, name);
	struct buf out;

	if (value.p == NULL)
		return STR_NONE;
	buf_init_arena(&out, a, value.n + 16);
	xml_put_text(&out, value);
	return buf_str(&out);
}

/* UTF-16 is the other form that every reader of XML knows. */
struct str xml_utf8(struct arena *a, struct str member)
{
	bool little = str_starts(member, STR("\xff\xfe")) || str_starts(member, (struct str){ "<\0", 2 });
	bool big = str_starts(member, STR("\xfe\xff")) || str_starts(member, (struct str){ "\0<", 2 });
	size_t bad, first;

	if (!little && !big)
		return member;
	return iconv_decode(a, little ? "UTF-16LE" : "UTF-16BE", member, &bad, &first);
}

void office_end_cell(struct buf *out)
{
	if (out->n > 0 && out->p[out->n - 1] == ' ')
		out->n--;
	buf_char(out, '\t');
}

struct str xml_first(struct arena *a, struct str xml, struct str name)
{
	struct xml x = { .rest = xml };
	struct buf out;

	buf_init_arena(&out, a, 4096);
	for (enum node n = xml_next(&x); n != NODE_END; n = xml_next(&x)) {
		if (n != NODE_OPEN || !str_eq(x.name, name))
			continue;
		for (n = xml_next(&x); n == NODE_TEXT; n = xml_next(&x))
			xml_put(&out, &x);
		break;
	}
	return utf8_cut(utf8_repair(a, buf_str(&out)), 300);
}
