/* qr_drawn.c - see qr_drawn.h. */
#include "parse/qr_drawn.h"

#include "base/text.h"
#include "parse/html_internal.h"

enum { MARGIN = 4, DOT = 4, DRAWINGS_ROWS_FEWEST = QR_SMALLEST, CELLS_FEWEST = 150, SPAN_MOST = DRAWN_SIDE_MOST };

static void begin(struct arena *a, struct drawing *d)
{
	*d = (struct drawing){ .dot_width = DOT, .dot_height = DOT, .dark = arena_alloc(a, (size_t)DRAWN_SIDE_MOST * DRAWN_SIDE_MOST) };
	memset(d->dark, 0, (size_t)DRAWN_SIDE_MOST * DRAWN_SIDE_MOST);
}

static void dot(struct drawing *d, size_t x, size_t y, bool dark)
{
	if (x >= DRAWN_SIDE_MOST || y >= DRAWN_SIDE_MOST)
		return;
	d->dark[y * DRAWN_SIDE_MOST + x] = dark;
	d->width = x >= d->width ? x + 1 : d->width;
	d->height = y >= d->height ? y + 1 : d->height;
}

struct pixels drawing_pixels(struct arena *a, const struct drawing *d, bool negative)
{
	struct pixels p = { (d->width + 2 * MARGIN) * d->dot_width, (d->height + 2 * MARGIN) * d->dot_height, NULL };
	unsigned char *grey = arena_alloc(a, p.width * p.height);

	memset(grey, 255, p.width * p.height);
	for (size_t y = 0; y < d->height * d->dot_height; y++)
		for (size_t x = 0; x < d->width * d->dot_width; x++)
			if ((d->dark[y / d->dot_height * DRAWN_SIDE_MOST + x / d->dot_width] != 0) != negative)
				grey[(y + MARGIN * d->dot_height) * p.width + x + MARGIN * d->dot_width] = 0;
	p.grey = grey;
	return p;
}

/* ---- characters ---- */

enum { UPPER = 1, LOWER = 2, FULL = UPPER | LOWER, BLANK = 0, NO_INK = -1 };

/* Which halves of a character are dark. */
static int ink_of(uint32_t c)
{
	switch (c) {
	case 0x2588: case 0x2593: case 0x25A0: case 0x25AE: case 0x2B1B: case 0x25CF: case '#':
		return FULL;
	case 0x2580: return UPPER;
	case 0x2584: return LOWER;
	case ' ': case 0xA0: case 0x2003: case 0x2007: case 0x3000: case 0x2591: case 0x25A1: case 0x25AF: case 0x2B1C: case 0x25CB:
		return BLANK;
	default:
		return NO_INK;
	}
}

struct drawn_line {
	size_t columns, inked;
	bool halves, pure;
};

static struct drawn_line look_at_line(struct str line)
{
	struct drawn_line l = { .pure = true };
	size_t at = 0;

	while (at < line.n && l.pure) {
		uint32_t c = utf8_next(line, &at);
		int ink = ink_of(c);

		if (c == '\r' || c == 0xFE0E || c == 0xFE0F)
			continue;
		l.pure = ink != NO_INK;
		l.inked += ink > 0;
		l.halves |= ink == UPPER || ink == LOWER;
		l.columns++;
	}
	l.pure = l.pure && l.inked > 0 && l.columns <= 2 * DRAWN_SIDE_MOST;
	return l;
}

static struct str line_at(struct str text, size_t at)
{
	return str_upto(str_from(text, at), '\n');
}

/* A forwarded drawing stands behind marks of quotation. */
static struct str unquoted(struct str line)
{
	while (line.n > 0 && line.p[0] == '>')
		line = str_from(line, line.n > 1 && line.p[1] == ' ' ? 2 : 1);
	return line;
}

static void draw_line(struct drawing *d, struct str line, size_t y, bool halves, size_t chars_per_dot)
{
	size_t at = 0, x = 0;

	while (at < line.n) {
		uint32_t c = utf8_next(line, &at);
		int ink = ink_of(c);

		if (ink == NO_INK)
			continue;
		if (x % chars_per_dot == 0) {
			dot(d, x / chars_per_dot, y, (ink & UPPER) != 0);
			if (halves)
				dot(d, x / chars_per_dot, y + 1, (ink & LOWER) != 0);
		}
		x++;
	}
}

/* Lines from `from` on that are nothing but ink and blanks; how many, the widest, and whether halves are used. */
static size_t count_lines(struct str text, size_t from, size_t *widest_r, bool *halves_r)
{
	size_t count = 0;

	*widest_r = 0;
	*halves_r = false;
	while (from < text.n && count < DRAWN_SIDE_MOST) {
		struct str line = line_at(text, from);
		struct drawn_line l = look_at_line(unquoted(line));

		if (!l.pure)
			break;
		*widest_r = l.columns > *widest_r ? l.columns : *widest_r;
		*halves_r |= l.halves;
		from += line.n + 1;
		count++;
	}
	return count;
}

bool qr_drawn_in_text(struct arena *a, struct str text, size_t *at, struct drawing *d)
{
	while (*at < text.n) {
		size_t widest, lines, from = *at;
		bool halves;

		lines = count_lines(text, from, &widest, &halves);
		if (lines == 0) {
			*at += line_at(text, from).n + 1;
			continue;
		}
		for (size_t i = 0; i < lines; i++)
			*at += line_at(text, *at).n + 1;
		if (lines * (halves ? 2 : 1) < DRAWINGS_ROWS_FEWEST - 1 || widest < DRAWINGS_ROWS_FEWEST)
			continue;
		begin(a, d);
		for (size_t i = 0; i < lines; i++) {
			/* two characters a dot, where a line has twice as many as there are lines: a terminal's are twice as high as wide */
			draw_line(d, unquoted(line_at(text, from)), halves ? 2 * i : i, halves, !halves && widest * 10 >= lines * 16 ? 2 : 1);
			from += line_at(text, from).n + 1;
		}
		return true;
	}
	return false;
}

/* ---- cells ---- */

static int hex_digit(char c)
{
	unsigned char l = ascii_lower((unsigned char)c);

	return ascii_digit(l) ? l - '0' : l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

enum shade { SHADE_NONE, SHADE_LIGHT, SHADE_DARK };

static enum shade shade_of_rgb(unsigned r, unsigned g, unsigned b)
{
	return r * 3 + g * 6 + b < 10 * 128 ? SHADE_DARK : SHADE_LIGHT;
}

/* "#000", "#1a1a1a", "rgb(0, 0, 0)", "black". */
static enum shade shade_of(struct str c)
{
	c = str_trim(c);
	if (c.n == 0 || str_istarts(c, STR("transparent")) || str_istarts(c, STR("inherit")) || str_istarts(c, STR("none")))
		return SHADE_NONE;
	if (str_istarts(c, STR("rgb"))) {
		unsigned v[3] = { 0 }, n = 0;
		bool in = false;

		for (size_t i = 3; i < c.n && i < 40 && n < 3; i++) {
			if (ascii_digit((unsigned char)c.p[i])) {
				v[n] = v[n] * 10 + (unsigned)(c.p[i] - '0');
				v[n] = v[n] > 255 ? 255 : v[n];
				in = true;
			} else if (in) {
				n++;
				in = false;
			}
		}
		return shade_of_rgb(v[0], v[1], v[2]);
	}
	if (c.p[0] == '#')
		c = str_from(c, 1);
	if (c.n >= 6 && hex_digit(c.p[0]) >= 0 && hex_digit(c.p[2]) >= 0 && hex_digit(c.p[4]) >= 0)
		return shade_of_rgb((unsigned)hex_digit(c.p[0]) * 17, (unsigned)hex_digit(c.p[2]) * 17, (unsigned)hex_digit(c.p[4]) * 17);
	if (c.n >= 3 && hex_digit(c.p[0]) >= 0 && hex_digit(c.p[1]) >= 0 && hex_digit(c.p[2]) >= 0)
		return shade_of_rgb((unsigned)hex_digit(c.p[0]) * 17, (unsigned)hex_digit(c.p[1]) * 17, (unsigned)hex_digit(c.p[2]) * 17);
	return str_istarts(c, STR("black")) || str_istarts(c, STR("navy")) || str_istarts(c, STR("dark")) ? SHADE_DARK : SHADE_LIGHT;
}

struct table_pass {
	struct drawing *d;
	size_t x, y, cells;
	bool in_row;
	enum shade row, table;
	struct str first_class;         /* a class may stand for dark: the first one that cells have */
};

static enum shade shade_of_tag(const struct tag *t)
{
	struct str colour = tag_attribute(t, "bgcolor"), style = tag_attribute(t, "style");
	long long at = style.p != NULL ? str_ifind(style, STR("background")) : -1;

	if (at >= 0)
		return shade_of(str_upto(str_after(str_from(style, (size_t)at), ':'), ';'));
	return colour.p != NULL ? shade_of(colour) : SHADE_NONE;
}

static size_t span_of(const struct tag *t)
{
	struct str v = tag_attribute(t, "colspan");
	size_t n = 0;

	for (size_t i = 0; v.p != NULL && i < v.n && i < 4 && ascii_digit((unsigned char)v.p[i]); i++)
		n = n * 10 + (size_t)(v.p[i] - '0');
	return n == 0 ? 1 : n > SPAN_MOST ? SPAN_MOST : n;
}

static void add_cell(struct table_pass *p, const struct tag *t)
{
	struct str class = tag_attribute(t, "class");
	enum shade shade = shade_of_tag(t);

	if (shade == SHADE_NONE && class.n > 0) {
		p->first_class = p->first_class.n > 0 ? p->first_class : class;
		shade = str_eq(class, p->first_class) ? SHADE_DARK : SHADE_LIGHT;
	}
	shade = shade != SHADE_NONE ? shade : p->row != SHADE_NONE ? p->row : p->table;
	for (size_t n = span_of(t); n > 0; n--)
		dot(p->d, p->x++, p->y, shade == SHADE_DARK);
	p->cells++;
}

static bool is_drawing(const struct table_pass *p)
{
	return p->cells >= CELLS_FEWEST && p->d->height >= DRAWINGS_ROWS_FEWEST && p->d->width >= DRAWINGS_ROWS_FEWEST &&
	    p->d->width < 2 * p->d->height && p->d->height < 2 * p->d->width;
}

static void new_table(struct table_pass *p, const struct tag *t)
{
	for (size_t y = 0; y < p->d->height; y++)
		memset(p->d->dark + y * DRAWN_SIDE_MOST, 0, p->d->width);
	p->d->width = p->d->height = 0;
	*p = (struct table_pass){ .d = p->d, .table = t->end ? SHADE_NONE : shade_of_tag(t) };
}

/* Most pages have no table of that size. */
static bool has_many_cells(struct str html, size_t from)
{
	size_t count = 0;

	while (count < CELLS_FEWEST && from + 3 <= html.n) {
		const char *next = memchr(html.p + from, '<', html.n - from);

		if (next == NULL)
			break;
		from = (size_t)(next - html.p) + 1;
		count += from + 2 <= html.n && ascii_lower((unsigned char)html.p[from]) == 't' && ascii_lower((unsigned char)html.p[from + 1]) == 'd';
	}
	return count >= CELLS_FEWEST;
}

/* One tag: true where a drawing ends with it. */
static bool table_tag(struct table_pass *p, const struct tag *t)
{
	if (str_ieq(t->name, STR("table"))) {
		if (is_drawing(p))
			return true;
		new_table(p, t);
	} else if (str_ieq(t->name, STR("tr")) && !t->end) {
		p->y += p->in_row;
		p->x = 0;
		p->in_row = true;
		p->row = shade_of_tag(t);
	} else if ((str_ieq(t->name, STR("td")) || str_ieq(t->name, STR("th"))) && !t->end) {
		add_cell(p, t);
	}
	return false;
}

bool qr_drawn_in_cells(struct arena *a, struct str html, size_t *at, struct drawing *d)
{
	struct table_pass p = { .d = d };
	struct tag t;

	if (!has_many_cells(html, *at))
		return false;
	begin(a, d);
	while (html_next_tag(html, at, &t)) {
		if (table_tag(&p, &t))
			return true;
	}
	return is_drawing(&p);
}
