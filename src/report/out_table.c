/* out_table.c - the tables on a terminal: columns by display width (UAX #11), never wider than it.
 *
 * A table that is too wide gives up columns of its widest cells first, down to the longest word; cells
 * then go on below, at word ends, lists with their marks. */
#include "base/text.h"
#include "base/wrap.h"
#include "report/report.h"

enum { MOST_COLUMNS = 16, GAP = 2 };

struct lines {
	struct str *list;
	size_t count, room;
};

struct slot {
	const struct cell *cell;        /* NULL: covered by another one, or empty */
	size_t across;                  /* columns that it covers */
};

struct grid {
	struct arena *arena;
	struct doc *doc;
	struct slot (*rows)[MOST_COLUMNS];
	size_t count, room, columns, heads;
	size_t width[MOST_COLUMNS];
	const char *mark;               /* of a list */
};

static void place_row(struct grid *g, const struct row *r, int *left)
{
	struct slot *slots = *ARENA_PUSH(g->arena, g->rows, g->count, g->room);
	size_t column = 0;

	for (size_t i = 0; i < r->cells_count; i++) {
		const struct cell *c = &r->cells[i];
		size_t across = 0, first;

		while (column < MOST_COLUMNS && left[column] > 0)
			left[column++]--;
		first = column;
		for (int k = 0; k < c->across && column < MOST_COLUMNS; k++, across++)
			left[column++] = c->down - 1;
		if (first < MOST_COLUMNS)
			slots[first] = (struct slot){ c, across };
	}
	while (column < MOST_COLUMNS && left[column] > 0)
		left[column++]--;
	g->columns = column > g->columns ? column : g->columns;
}

static struct str with_mark(struct grid *g, const struct cell *c)
{
	return c->mark.n == 0 ? c->text : doc_join(g->doc, c->text, STR(" "), c->mark);
}

static size_t most(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Columns that the cell takes unbroken, or at the least. */
static size_t cell_width(struct grid *g, const struct cell *c, bool least)
{
	size_t (*measure)(struct str) = least && c->align == ALIGN_START ? wrap_narrowest : text_columns;
	size_t width = measure(with_mark(g, c)), mark = text_columns(str_of(g->mark));

	for (size_t i = 0; i < c->lines_count; i++)
		width = most(width, measure(c->lines[i]));
	for (size_t i = 0; i < c->items_count; i++)
		width = most(width, mark + measure(c->items[i]));
	return width;
}

static size_t total(const struct grid *g)
{
	size_t sum = g->columns > 0 ? (g->columns - 1) * GAP : 0;

	for (size_t x = 0; x < g->columns; x++)
		sum += g->width[x];
	return sum;
}

/* A head over several columns widens the last of them. */
static void make_room(struct grid *g, size_t x, size_t across, size_t needed)
{
	size_t have = (across - 1) * GAP;

	for (size_t k = x; k < x + across; k++)
		have += g->width[k];
	if (needed > have)
		g->width[x + across - 1] += needed - have;
}

static void measure(struct grid *g, size_t *least, size_t columns)
{
	for (size_t y = 0; y < g->count; y++)
		for (size_t x = 0; x < g->columns; x++) {
			const struct slot *s = &g->rows[y][x];

			if (s->cell == NULL || s->across != 1)
				continue;
			g->width[x] = most(g->width[x], cell_width(g, s->cell, false));
			least[x] = most(least[x], cell_width(g, s->cell, true));
		}
	for (size_t y = 0; y < g->count; y++)
		for (size_t x = 0; x < g->columns; x++)
			if (g->rows[y][x].cell != NULL && g->rows[y][x].across > 1)
				make_room(g, x, g->rows[y][x].across, cell_width(g, g->rows[y][x].cell, false));
	while (total(g) > columns) {
		size_t widest = g->columns;

		for (size_t x = 0; x < g->columns; x++)
			if (g->width[x] > least[x] && (widest == g->columns || g->width[x] > g->width[widest]))
				widest = x;
		if (widest == g->columns)       /* every column is at its longest word: the widest one is cut */
			for (size_t x = 0, wide = 4; x < g->columns; x++)
				if (g->width[x] > wide)
					wide = g->width[widest = x];
		if (widest == g->columns)
			return;
		g->width[widest]--;
	}
}

static void wrap(struct arena *a, struct str s, size_t width, const char *mark, struct lines *into)
{
	size_t indent = text_columns(str_of(mark));
	bool first = true;
	struct str line;

	while (wrap_line(&s, width > indent + 2 ? width - indent : 2, WRAP_CUT, &line)) {
		struct str blank = arena_printf(a, "%*s", (int)indent, "");

		*ARENA_PUSH(a, into->list, into->count, into->room) = indent == 0 ? line :
		    arena_printf(a, STR_FMT STR_FMT, STR_ARG(first ? str_of(mark) : blank), STR_ARG(line));
		first = false;
	}
}

static struct lines lines_of(struct grid *g, const struct slot *s, size_t width)
{
	struct lines lines = { 0 };

	if (s->cell == NULL)
		return lines;
	wrap(g->arena, with_mark(g, s->cell), width, "", &lines);
	for (size_t i = 0; i < s->cell->lines_count; i++)
		wrap(g->arena, s->cell->lines[i], width, "", &lines);
	for (size_t i = 0; i < s->cell->items_count; i++)
		wrap(g->arena, s->cell->items[i], width, g->mark, &lines);
	return lines;
}

static void spaces(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

static void print_piece(struct buf *out, struct str s, size_t width, enum align align)
{
	size_t used = text_columns(s), rest = width > used ? width - used : 0;

	spaces(out, align == ALIGN_END ? rest : align == ALIGN_CENTRE ? rest / 2 : 0);
	buf_add(out, s);
	spaces(out, align == ALIGN_END ? 0 : align == ALIGN_CENTRE ? rest - rest / 2 : rest);
}

/* The lines of one row; true where it took more than one. */
static bool print_row(struct grid *g, size_t y, struct buf *out)
{
	struct lines lines[MOST_COLUMNS] = { 0 };
	size_t width[MOST_COLUMNS] = { 0 }, height = 1;

	for (size_t x = 0; x < g->columns; x++) {
		const struct slot *s = &g->rows[y][x];

		width[x] = g->width[x];
		for (size_t k = 1; k < s->across; k++)
			width[x] += GAP + g->width[x + k];
		lines[x] = lines_of(g, s, width[x]);
		height = most(height, lines[x].count);
	}
	for (size_t n = 0; n < height; n++) {
		for (size_t x = 0; x < g->columns; x += g->rows[y][x].across > 1 ? g->rows[y][x].across : 1) {
			const struct cell *c = g->rows[y][x].cell;

			if (x > 0)
				spaces(out, GAP);
			print_piece(out, n < lines[x].count ? lines[x].list[n] : STR(""), width[x], c != NULL ? c->align : ALIGN_START);
		}
		while (out->n > 0 && out->p[out->n - 1] == ' ')
			out->n--;
		buf_char(out, '\n');
	}
	return height > 1;
}

static void print_wrapped(struct doc *d, struct str s, size_t columns, const char *mark, struct buf *out)
{
	struct lines lines = { 0 };

	wrap(d->arena, s, columns, mark, &lines);
	for (size_t i = 0; i < lines.count; i++)
		buf_printf(out, STR_FMT "\n", STR_ARG(lines.list[i]));
}

/* "※1  text": what stands before the two blanks (or the wide one) hangs over the rest. */
static void print_note(struct doc *d, struct str note, size_t columns, struct buf *out)
{
	long long ascii = str_find(note, STR("  ")), full = str_find(note, STR("　"));
	long long at = full >= 0 && (ascii < 0 || full < ascii) ? full : ascii;
	size_t gap = at == full ? 3 : 2;

	if (at <= 0 || at > 12)
		print_wrapped(d, note, columns, "", out);
	else
		print_wrapped(d, str_from(note, (size_t)at + gap), columns, arena_cstr(d->arena, str_at(note, 0, (size_t)at + gap)), out);
}

static void print_table(struct doc *d, const struct table *t, size_t columns, struct buf *out)
{
	struct grid g = { .arena = d->arena, .doc = d, .mark = d->lang == LANG_JA ? "・" : "- " };
	size_t least[MOST_COLUMNS] = { 0 };
	int left[MOST_COLUMNS] = { 0 };
	bool tall = false;

	for (size_t i = 0; i < t->head_count; i++)
		place_row(&g, &t->head[i], left);
	g.heads = g.count;
	for (size_t i = 0; i < t->body_count; i++)
		place_row(&g, &t->body[i], left);
	for (size_t i = 0; i < t->foot_count; i++)
		place_row(&g, &t->foot[i], left);
	measure(&g, least, columns);
	buf_char(out, '\n');
	print_wrapped(d, t->caption, columns, "", out);
	for (size_t y = 0; y < g.count; y++) {
		if (y == g.heads || y == g.heads + t->body_count) {
			for (size_t i = 0; i < total(&g); i++)
				buf_char(out, '-');
			buf_char(out, '\n');
		} else if (tall && y > g.heads) {
			buf_char(out, '\n');
		}
		tall = print_row(&g, y, out);
	}
	for (size_t i = 0; i < t->notes_count; i++)
		print_note(d, t->notes[i], columns, out);
}

void report_table_text(struct doc *d, size_t columns, struct buf *out)
{
	buf_printf(out, STR_FMT "  " STR_FMT "\n", STR_ARG(d->title), STR_ARG(d->period_label));
	for (size_t i = 0; i < d->chapters_count; i++)
		for (size_t k = 0; k < d->chapters[i].blocks_count; k++)
			if (d->chapters[i].blocks[k].kind == BLOCK_TABLE)
				print_table(d, d->chapters[i].blocks[k].table, columns, out);
}
