/* office_sheet.c - the text of a sheet of Excel: cells at their columns, numbers as they are shown, head and foot of the printed page.
 *
 * A cell that is not there gives a tab all the same: what stands below the heads of a table is found by its column. */
#include <stdlib.h>

#include "parse/paper/office.h"
#include "parse/paper/table_file.h"

enum { STRINGS_MOST = 200000, ALIGNED = 64 };

struct shared_strings shared_strings_read(struct arena *a, struct str xml)
{
	struct shared_strings s = { NULL, 0 };
	struct xml x = { .rest = xml };
	struct str *list = NULL;
	size_t room = 0;
	bool in_text = false, in_kana = false;
	struct buf out;

	buf_init_arena(&out, a, 1 << 16);
	for (enum node n = xml_next(&x); n != NODE_END && s.count < STRINGS_MOST; n = xml_next(&x)) {
		if (n == NODE_TEXT && in_text && !in_kana)
			xml_put(&out, &x);
		else if (n != NODE_TEXT && xml_is(&x, "t"))
			in_text = n == NODE_OPEN;
		else if (n != NODE_TEXT && xml_is(&x, "rPh"))        /* how a name is read aloud: not part of the cell */
			in_kana = n == NODE_OPEN;
		else if (n != NODE_TEXT && xml_is(&x, "si") && n != NODE_OPEN) {
			*ARENA_PUSH(a, list, s.count, room) = arena_str(a, buf_str(&out));
			buf_clear(&out);
		}
	}
	s.list = list;
	return s;
}

struct sheet {
	struct arena *arena;
	struct buf *out, text;          /* text: a number, an index or a page's head, entities resolved */
	const struct shared_strings *strings;
	const struct workbook_styles *styles;
	bool shared, number, in_value, in_kana, in_page_text;
	struct str mask;                /* how the cell's number is shown; "" */
	size_t column;                  /* of the next cell */
};

static void put_shared(struct sheet *s, struct str index)
{
	long long n;

	if (str_to_int(str_trim(index), &n) && n >= 0 && (size_t)n < s->strings->count)
		buf_add(s->out, s->strings->list[n]);
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_digit((unsigned char)s.p[i]))
			return false;
	return s.n > 0;
}

/* "1.23456789E8" and "1234567.0" of other programs: an account number is no less one. */
static struct str plain_number(struct arena *a, struct str text)
{
	const double most = 1e19;
	char *end;
	double value;

	if (is_digits(text) || text.n == 0 || text.n > 30)
		return text;
	value = strtod(arena_cstr(a, text), &end);
	if (*end != '\0' || !(value >= 0 && value < most) || (double)(unsigned long long)value != value)
		return text;
	return arena_printf(a, "%llu", (unsigned long long)value);
}

/* 0000000 and 000-0000: digits go into the mask from behind, and the zeros that no number keeps come back. */
static void put_masked(struct sheet *s, struct str number, struct str mask)
{
	size_t places = 0, left;

	for (size_t i = 0; i < mask.n; i++)
		places += mask.p[i] == '0';
	if (!is_digits(number) || places < number.n) {
		buf_add(s->out, number);
		return;
	}
	left = places;
	for (size_t i = 0; i < mask.n; i++) {
		if (mask.p[i] != '0') {
			buf_char(s->out, mask.p[i]);
			continue;
		}
		buf_char(s->out, left > number.n ? '0' : number.p[number.n - left]);
		left--;
	}
}

/* 18.3.1.39: &L &C &R begin the three parts, && is one, the others are fonts, colours and fields. */
static void put_page_text(struct buf *out, struct str text)
{
	enum { COLOUR = 6 };

	for (size_t i = 0; i < text.n; i++) {
		char c = i + 1 < text.n ? text.p[i + 1] : '\0';

		if (text.p[i] != '&') {
			buf_char(out, text.p[i]);
			continue;
		}
		i++;
		if (c == '&')
			buf_char(out, '&');
		else if (c == 'L' || c == 'C' || c == 'R')
			buf_char(out, '\t');
		else if (c == '"')
			i += str_upto(str_from(text, i + 1), '"').n + 1;
		else if (c == 'K')
			i += COLOUR;
		else if (ascii_digit((unsigned char)c))
			while (i + 1 < text.n && ascii_digit((unsigned char)text.p[i + 1]))
				i++;
	}
	buf_char(out, '\n');
}

static void take_text(struct sheet *s, const struct xml *x)
{
	if (!s->in_page_text && (!s->in_value || s->in_kana))
		return;
	if (!s->in_page_text && !s->shared && !s->number) {
		xml_put(s->out, x);
		return;
	}
	buf_clear(&s->text);
	xml_put(&s->text, x);
	if (s->in_page_text)
		put_page_text(s->out, buf_str(&s->text));
	else if (s->shared)
		put_shared(s, buf_str(&s->text));
	else
		put_masked(s, plain_number(s->arena, buf_str(&s->text)), s->mask);
}

/* "AB12": 27; `otherwise` for anything else. */
static size_t column_of(struct str ref, size_t otherwise)
{
	size_t column = 0;

	for (size_t i = 0; i < ref.n && i < 3 && ascii_alpha((unsigned char)ref.p[i]); i++)
		column = column * 26 + (size_t)(ascii_lower((unsigned char)ref.p[i]) - 'a' + 1);
	return column > 0 ? column - 1 : otherwise;
}

static void begin_cell(struct sheet *s, const struct xml *x)
{
	struct str type = xml_attribute_raw(x, "t"), style = xml_attribute_raw(x, "s");
	size_t column = column_of(xml_attribute_raw(x, "r"), s->column);
	long long n;

	for (; s->column < column && s->column < ALIGNED; s->column++)
		buf_char(s->out, '\t');
	s->column = column + 1;
	s->shared = str_eq(type, STR("s"));
	s->number = type.n == 0 || str_eq(type, STR("n"));
	s->mask = str_to_int(style, &n) && n >= 0 && (size_t)n < s->styles->count ? s->styles->mask[n] : STR("");
}

static void take_tag(struct sheet *s, const struct xml *x, enum node n)
{
	if (xml_is(x, "v") || xml_is(x, "t")) {
		s->in_value = n == NODE_OPEN;
	} else if (xml_is(x, "rPh")) {
		s->in_kana = n == NODE_OPEN;
	} else if (xml_is(x, "c")) {
		if (n != NODE_CLOSE)
			begin_cell(s, x);
		if (n != NODE_OPEN)
			buf_char(s->out, '\t');
	} else if (xml_is(x, "row")) {
		s->column = 0;
		if (n != NODE_OPEN)
			buf_char(s->out, '\n');
	} else {
		s->in_page_text = n == NODE_OPEN && (xml_is(x, "oddHeader") || xml_is(x, "oddFooter") || xml_is(x, "evenHeader") ||
		    xml_is(x, "evenFooter") || xml_is(x, "firstHeader") || xml_is(x, "firstFooter"));
	}
}

void sheet_text(struct arena *a, struct buf *out, struct str xml, const struct shared_strings *strings,
    const struct workbook_styles *styles)
{
	struct sheet s = { .arena = a, .out = out, .strings = strings, .styles = styles, .mask = STR("") };
	struct xml x = { .rest = xml };

	buf_init_arena(&s.text, a, 1 << 16);
	for (enum node n = xml_next(&x); n != NODE_END; n = xml_next(&x)) {
		if (n == NODE_TEXT)
			take_text(&s, &x);
		else
			take_tag(&s, &x, n);
	}
}
