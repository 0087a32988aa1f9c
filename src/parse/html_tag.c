/* html_tag.c - tags, attributes, character references and styles, as browsers read them. */
#include "parse/html_internal.h"

static uint32_t numeric_fix(uint32_t c)
{
	/* What the standard makes of &#128; to &#159;: the characters of windows-1252. */
	static const uint16_t windows[32] = { 0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030,
		0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,
		0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178 };

	if (c >= 0x80 && c < 0xA0)
		return windows[c - 0x80];
	return c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c;
}

static int hex_value(unsigned char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t numeric_entity(struct str s, struct buf *out)
{
	bool hex = s.n > 2 && ascii_lower((unsigned char)s.p[2]) == 'x';
	size_t i = hex ? 3 : 2, first = i;
	uint32_t c = 0;

	for (; i < s.n; i++) {
		int v = hex ? hex_value((unsigned char)s.p[i]) : ascii_digit((unsigned char)s.p[i]) ? s.p[i] - '0' : -1;

		if (v < 0)
			break;
		if (c <= 0x10FFFF)
			c = c * (hex ? 16 : 10) + (uint32_t)v;
	}
	if (i == first)
		return 0;
	buf_utf8(out, numeric_fix(c));
	return i < s.n && s.p[i] == ';' ? i + 1 : i;
}

static const struct entity *entity_find(struct str name)
{
	size_t lo = 0, hi = html_entity_count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = str_cmp(str_of(html_entities[mid].name), name);

		if (order == 0)
			return &html_entities[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* Names without ';' are at most 6 letters long ("brvbar"): the longest that fits is taken. */
static const struct entity *bare_entity(struct str name, size_t *used_r)
{
	for (size_t n = name.n < 6 ? name.n : 6; n >= 2; n--) {
		const struct entity *e = entity_find(str_at(name, 0, n));

		if (e != NULL && e->bare) {
			*used_r = n;
			return e;
		}
	}
	return NULL;
}

size_t html_entity(struct str s, bool in_attribute, struct buf *out)
{
	enum { LONGEST = 32 };
	const struct entity *e;
	size_t n = 1, used;
	bool closed;

	if (s.n > 1 && s.p[1] == '#')
		return numeric_entity(s, out);
	while (n < s.n && n <= LONGEST && (ascii_alpha((unsigned char)s.p[n]) || ascii_digit((unsigned char)s.p[n])))
		n++;
	if (n == 1)
		return 0;
	closed = n < s.n && s.p[n] == ';';
	used = n - 1;
	e = closed ? entity_find(str_at(s, 1, n - 1)) : NULL;
	if (e == NULL) {
		closed = false;
		e = bare_entity(str_at(s, 1, n - 1), &used);
		if (e == NULL || (in_attribute && (used < n - 1 || (n < s.n && s.p[n] == '='))))
			return 0;
	}
	buf_utf8(out, e->c1);
	if (e->c2 != 0)
		buf_utf8(out, e->c2);
	return 1 + used + (closed ? 1 : 0);
}

struct str html_unescape(struct arena *a, struct str s)
{
	struct buf out;

	if (s.p == NULL || str_find_char(s, '&') < 0)
		return s;
	buf_init_arena(&out, a, s.n * 2 + 8);
	for (size_t i = 0; i < s.n;) {
		size_t n = s.p[i] == '&' ? html_entity(str_from(s, i), true, &out) : 0;

		if (n == 0)
			buf_char(&out, s.p[i++]);
		i += n;
	}
	return buf_str(&out);
}

static bool html_space(char c)
{
	return ascii_space((unsigned char)c) || c == '\f';
}

/* Reads name and value of one attribute; the scan stands on its first character. */
static size_t attribute_read(struct str s, size_t i, struct attribute *a)
{
	size_t from = i;

	i++;                                    /* a leading '=' belongs to the name */
	while (i < s.n && !html_space(s.p[i]) && s.p[i] != '=' && s.p[i] != '>' && s.p[i] != '/')
		i++;
	a->name = str_at(s, from, i - from);
	a->value = STR_NONE;
	while (i < s.n && html_space(s.p[i]))
		i++;
	if (i >= s.n || s.p[i] != '=')
		return i;
	i++;
	while (i < s.n && html_space(s.p[i]))
		i++;
	if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'')) {
		char quote = s.p[i++];
		const char *end = memchr(s.p + i, quote, s.n - i);
		size_t n = end != NULL ? (size_t)(end - (s.p + i)) : s.n - i;

		a->value = str_at(s, i, n);
		return end != NULL ? i + n + 1 : s.n;
	}
	from = i;
	while (i < s.n && !html_space(s.p[i]) && s.p[i] != '>')
		i++;
	a->value = str_at(s, from, i - from);
	return i;
}

bool tag_read(struct str s, size_t at, struct tag *t)
{
	size_t i = at + 1, from;
	struct attribute overflow;

	t->from = at;
	t->end = s.p[i] == '/';
	t->self_closing = false;
	t->count = 0;
	from = i += t->end ? 1 : 0;
	while (i < s.n && !html_space(s.p[i]) && s.p[i] != '/' && s.p[i] != '>')
		i++;
	t->name = str_at(s, from, i - from);
	for (;;) {
		while (i < s.n && (html_space(s.p[i]) || s.p[i] == '/')) {
			t->self_closing = s.p[i] == '/';
			i++;
		}
		if (i >= s.n)
			return false;
		if (s.p[i] == '>')
			break;
		t->self_closing = false;
		i = attribute_read(s, i, t->count < ATTRIBUTES_MOST ? &t->attributes[t->count] : &overflow);
		t->count += t->count < ATTRIBUTES_MOST;
	}
	t->to = i + 1;
	return true;
}

bool html_next_tag(struct str s, size_t *at, struct tag *t)
{
	while (*at + 1 < s.n) {
		const char *next = memchr(s.p + *at, '<', s.n - *at - 1);
		size_t name;

		if (next == NULL)
			return false;
		*at = (size_t)(next - s.p);
		name = *at + 1 + (s.p[*at + 1] == '/');
		if (name < s.n && ascii_alpha((unsigned char)s.p[name])) {
			bool whole = tag_read(s, *at, t);

			*at = whole ? t->to : s.n;
			return whole;
		}
		*at += 1;
	}
	return false;
}

struct str tag_attribute(const struct tag *t, const char *name)
{
	struct str wanted = str_of(name);

	for (size_t i = 0; i < t->count; i++)
		if (str_ieq(t->attributes[i].name, wanted))
			return t->attributes[i].value.p != NULL ? t->attributes[i].value : STR("");
	return STR_NONE;
}

#define BLOCK (ELEMENT_BLOCK | ELEMENT_SPECIAL)
#define SPACED (ELEMENT_BLOCK | ELEMENT_SPACED | ELEMENT_SPECIAL)

/* Sorted by name. */
static const struct {
	const char *name;
	enum element element;
	unsigned kind;
} known[] = {
	{ "a", E_A, 0 }, { "address", E_OTHER, BLOCK }, { "area", E_AREA, ELEMENT_VOID },
	{ "article", E_OTHER, BLOCK }, { "aside", E_OTHER, BLOCK }, { "audio", E_OTHER, 0 }, { "b", E_OTHER, 0 },
	{ "base", E_BASE, ELEMENT_VOID }, { "blockquote", E_BLOCKQUOTE, SPACED }, { "body", E_BODY, BLOCK },
	{ "br", E_BR, ELEMENT_VOID }, { "button", E_BUTTON, ELEMENT_SPECIAL }, { "caption", E_OTHER, BLOCK },
	{ "center", E_OTHER, BLOCK }, { "col", E_OTHER, ELEMENT_VOID }, { "dd", E_OTHER, BLOCK },
	{ "details", E_OTHER, BLOCK }, { "dir", E_OTHER, BLOCK }, { "div", E_DIV, BLOCK }, { "dl", E_OTHER, SPACED },
	{ "dt", E_OTHER, BLOCK }, { "em", E_OTHER, 0 }, { "embed", E_EMBED, ELEMENT_VOID },
	{ "fieldset", E_OTHER, BLOCK }, { "figcaption", E_OTHER, BLOCK }, { "figure", E_OTHER, SPACED },
	{ "font", E_FONT, 0 }, { "footer", E_OTHER, BLOCK }, { "form", E_FORM, BLOCK },
	{ "frame", E_FRAME, ELEMENT_VOID }, { "h1", E_OTHER, SPACED }, { "h2", E_OTHER, SPACED },
	{ "h3", E_OTHER, SPACED }, { "h4", E_OTHER, SPACED }, { "h5", E_OTHER, SPACED }, { "h6", E_OTHER, SPACED },
	{ "head", E_HEAD, BLOCK }, { "header", E_OTHER, BLOCK }, { "hr", E_HR, ELEMENT_VOID | ELEMENT_BLOCK },
	{ "html", E_HTML, ELEMENT_SPECIAL }, { "i", E_OTHER, 0 }, { "iframe", E_IFRAME, ELEMENT_RAW | ELEMENT_UNSEEN },
	{ "img", E_IMG, ELEMENT_VOID }, { "input", E_INPUT, ELEMENT_VOID }, { "legend", E_OTHER, BLOCK },
	{ "li", E_LI, BLOCK }, { "link", E_OTHER, ELEMENT_VOID }, { "main", E_OTHER, BLOCK }, { "menu", E_OTHER, BLOCK },
	{ "meta", E_META, ELEMENT_VOID }, { "nav", E_OTHER, BLOCK }, { "noembed", E_NOEMBED, ELEMENT_RAW | ELEMENT_UNSEEN },
	{ "noframes", E_NOFRAMES, ELEMENT_RAW | ELEMENT_UNSEEN }, { "object", E_OBJECT, ELEMENT_SPECIAL },
	{ "ol", E_OTHER, SPACED }, { "optgroup", E_OTHER, BLOCK }, { "option", E_OPTION, BLOCK }, { "p", E_P, SPACED },
	{ "param", E_OTHER, ELEMENT_VOID }, { "plaintext", E_PLAINTEXT, BLOCK }, { "pre", E_PRE, SPACED },
	{ "script", E_SCRIPT, ELEMENT_RAW | ELEMENT_UNSEEN }, { "section", E_OTHER, BLOCK },
	{ "source", E_OTHER, ELEMENT_VOID }, { "span", E_SPAN, 0 }, { "style", E_STYLE, ELEMENT_RAW | ELEMENT_UNSEEN },
	{ "summary", E_OTHER, BLOCK }, { "svg", E_SVG, ELEMENT_SPECIAL }, { "table", E_TABLE, BLOCK },
	{ "tbody", E_OTHER, ELEMENT_SPECIAL }, { "td", E_TD, ELEMENT_SPECIAL },
	{ "template", E_TEMPLATE, ELEMENT_SPECIAL | ELEMENT_UNSEEN },
	{ "textarea", E_TEXTAREA, ELEMENT_RAW | ELEMENT_BLOCK }, { "tfoot", E_OTHER, ELEMENT_SPECIAL },
	{ "th", E_TD, ELEMENT_SPECIAL }, { "thead", E_OTHER, ELEMENT_SPECIAL },
	{ "title", E_TITLE, ELEMENT_RAW | ELEMENT_UNSEEN }, { "tr", E_TR, BLOCK }, { "track", E_OTHER, ELEMENT_VOID },
	{ "ul", E_OTHER, SPACED }, { "wbr", E_OTHER, ELEMENT_VOID }, { "xmp", E_XMP, ELEMENT_RAW | ELEMENT_BLOCK },
};
enum { KNOWN = sizeof known / sizeof known[0] };

static int name_cmp(const char *z, struct str name)
{
	size_t i = 0;

	for (; i < name.n && z[i] != '\0'; i++) {
		int d = (unsigned char)z[i] - ascii_lower((unsigned char)name.p[i]);

		if (d != 0)
			return d;
	}
	return z[i] != '\0' ? 1 : i < name.n ? -1 : 0;
}

struct element_info element_of(struct str name)
{
	size_t lo = 0, hi = KNOWN;
	uint32_t hash = 2166136261u;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = name_cmp(known[mid].name, name);

		if (order == 0)
			return (struct element_info){ known[mid].element, known[mid].kind, (unsigned)mid };
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (size_t i = 0; i < name.n; i++)
		hash = (hash ^ ascii_lower((unsigned char)name.p[i])) * 16777619u;
	return (struct element_info){ E_OTHER, ELEMENT_INLINE, KNOWN + hash % (ELEMENT_CHAINS - KNOWN) };
}

/* "0", "0px", "0.0pt", "1px": nobody reads that. */
static bool is_nothing(struct str value, int least)
{
	size_t i = 0;
	int number = 0;

	for (; i < value.n && ascii_digit((unsigned char)value.p[i]); i++)
		number = number < 1000 ? number * 10 + (value.p[i] - '0') : number;
	if (i < value.n && value.p[i] == '.') {
		for (i++; i < value.n && ascii_digit((unsigned char)value.p[i]); i++)
			if (number == 0 && value.p[i] != '0')
				return str_iends(value, STR("px")) || str_iends(value, STR("pt"));
	} else if (i == 0) {
		return false;
	}
	return number == 0 || (number <= least && str_iends(value, STR("px")));
}

static unsigned declaration_hides(struct str property, struct str value)
{
	if (str_ieq(property, STR("display")))
		return str_istarts(value, STR("none")) ? HIDES_ALL : 0;
	if (str_ieq(property, STR("visibility")))
		return str_istarts(value, STR("hidden")) || str_istarts(value, STR("collapse")) ? HIDES_VISIBILITY :
		    str_istarts(value, STR("visible")) ? SHOWS_VISIBILITY : 0;
	if (str_ieq(property, STR("font-size"))) {
		struct str size = str_trim(str_upto(value, '!'));

		return is_nothing(size, 1) ? HIDES_FONT : SHOWS_FONT;
	}
	if (str_ieq(property, STR("opacity")))
		return is_nothing(str_trim(str_upto(value, '!')), 0) ? HIDES_ALL : 0;
	if (str_ieq(property, STR("mso-hide")))
		return 0;                       /* only Outlook obeys: shown elsewhere */
	if (str_ieq(property, STR("color")))
		return str_istarts(value, STR("transparent")) ? HIDES_FONT : 0;
	return 0;
}

unsigned style_hides(struct str style)
{
	unsigned hides = 0;
	bool clipped = false, flat = false;
	struct str piece;

	while (str_split(&style, ';', &piece)) {
		struct str property = str_trim(str_upto(piece, ':')), value = str_trim(str_after(piece, ':'));
		unsigned now = declaration_hides(property, value);

		if (now & (HIDES_FONT | SHOWS_FONT) && str_ieq(property, STR("font-size")))
			hides &= ~(unsigned)(HIDES_FONT | SHOWS_FONT);
		hides |= now;
		clipped = clipped || (str_ieq(property, STR("overflow")) && str_istarts(value, STR("hidden")));
		flat = flat || ((str_ieq(property, STR("max-height")) || str_ieq(property, STR("height")) ||
		    str_ieq(property, STR("max-width")) || str_ieq(property, STR("width"))) &&
		    is_nothing(str_trim(str_upto(value, '!')), 1));
	}
	return hides | (clipped && flat ? HIDES_ALL : 0);
}
