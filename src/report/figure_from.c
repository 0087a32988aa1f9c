/* figure_from.c - what a From field shows and what it really holds, as boxes. */
#include "report/figures.h"

enum { TOP = 46, LINE = 15, SIZE = 12, FIRST = 62, MOST = 186 };

struct builder {
	struct doc *d;
	struct figure_from *f;
	int x, bottom;
};

static struct figure_piece *piece(struct builder *b, struct str text, bool bad)
{
	struct figure_piece *p = &b->f->pieces[b->f->pieces_count++];
	int w = figure_width(text, SIZE) + 18;

	p->x = b->x;
	p->w = w > MOST ? MOST : w;
	p->y = TOP - 2;
	p->bad = bad;
	p->middle = p->x + p->w / 2;
	p->lines_count = figure_lines(b->d->arena, text, SIZE, p->w - 8, p->middle, TOP + 16, LINE, 3, &p->lines);
	p->h = 12 + LINE * (int)p->lines_count;
	if (p->y + p->h > b->bottom)
		b->bottom = p->y + p->h;
	b->x += p->w;
	return p;
}

static struct str bracket(struct builder *b, int from, int to)
{
	return arena_printf(b->d->arena, "M%d 38v-8H%dv8", from, to);
}

static void shown(struct builder *b, const struct str *rows, size_t n)
{
	struct figure_from *f = b->f;
	struct str text;

	for (size_t i = 0; i < n; i++) {
		if (!figure_keyed(rows[i], "shown", &text))
			continue;
		if (f->pieces_count > 0) {
			f->dashes[f->dashes_count++] = (struct figure_line){ b->x + 9, TOP + 16, STR("-") };
			b->x += 18;
		}
		piece(b, text, false);
		f->hint_x = f->pieces[f->pieces_count - 1].middle;
	}
	f->shown_end = b->x;
	f->shown_x = FIRST;
	f->shown_middle = (FIRST + b->x) / 2;
	f->shown_path = bracket(b, FIRST, b->x);
	f->close_x = b->x + 4;
	b->x += 18;
}

static void real(struct builder *b, const struct str *rows, size_t n)
{
	struct figure_from *f = b->f;
	struct str text;

	for (size_t i = 0; i < n; i++) {
		if (!figure_keyed(rows[i], "real", &text))
			continue;
		f->less_x = b->x;
		b->x += 12;
		f->real_x = b->x;
		piece(b, text, true);
		f->real_end = b->x;
		f->real_middle = (f->real_x + b->x) / 2;
		f->real_path = bracket(b, f->real_x, b->x);
		f->more_x = b->x + 4;
		return;
	}
}

const struct figure_from *figure_from_make(struct doc *d, const struct str *rows, size_t n)
{
	struct figure_from *f = ARENA_NEW(d->arena, struct figure_from);
	struct builder b = { d, f, FIRST, 0 };
	struct str hint, all = STR("");

	f->pieces = ARENA_ARRAY(d->arena, struct figure_piece, n + 1);
	f->dashes = ARENA_ARRAY(d->arena, struct figure_line, n + 1);
	f->open_x = FIRST - 8;
	f->real_path = STR("");
	shown(&b, rows, n);
	real(&b, rows, n);
	f->mark_y = TOP + 16;
	f->hint_y1 = b.bottom;
	f->hint_y2 = b.bottom + 16;
	f->height = b.bottom + 12;
	for (size_t i = 0; i < n; i++)
		if (figure_keyed(rows[i], "hint", &hint)) {
			f->hints_count = figure_lines(d->arena, hint, 11, 420, f->hint_x, b.bottom + 31, 14, 2, &f->hints);
			f->height = b.bottom + 26 + 14 * (int)f->hints_count;
		}
	for (size_t i = 0; i < n; i++)
		all = doc_join(d, all, i == 0 ? STR("") : STR(", "), rows[i]);
	f->words = SAY(d, "report.from.words", all);
	return f;
}
