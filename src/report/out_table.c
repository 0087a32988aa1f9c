/* out_table.c - the tables on a terminal: columns by display width (UAX #11), covered cells left blank. */
#include "base/text.h"
#include "report/report.h"

enum { MOST_COLUMNS = 16, WIDEST = 46 };

struct grid {
	struct str cells[64][MOST_COLUMNS];
	enum align align[64][MOST_COLUMNS];
	size_t rows, columns, heads;
};

static void place_row(struct doc *d, struct grid *g, const struct row *r, int *left)
{
	size_t column = 0, y = g->rows;

	if (y >= 64)
		return;
	for (size_t i = 0; i < r->cells_count; i++) {
		const struct cell *c = &r->cells[i];

		while (column < MOST_COLUMNS && left[column] > 0)
			left[column++]--;
		if (column >= MOST_COLUMNS)
			break;
		g->cells[y][column] = c->mark.n > 0 ? arena_printf(d->arena, STR_FMT " " STR_FMT, STR_ARG(c->text), STR_ARG(c->mark)) : c->text;
		g->align[y][column] = c->align;
		for (int k = 0; k < c->across && column < MOST_COLUMNS; k++)
			left[column++] = c->down - 1;
	}
	while (column < MOST_COLUMNS && left[column] > 0)
		left[column++]--;
	g->columns = column > g->columns ? column : g->columns;
	g->rows++;
}

/* As much of `s` as fits in `columns`, cut at a character. */
static struct str fitting(struct str s, size_t columns)
{
	size_t at = 0;

	while (at < s.n) {
		size_t next = at;

		utf8_next(s, &next);
		if (text_columns(str_at(s, 0, next)) > columns)
			break;
		at = next;
	}
	return str_at(s, 0, at);
}

static void spaces(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

static void print_cell(struct buf *out, struct str s, size_t width, enum align align)
{
	size_t used = text_columns(s), rest = width > used ? width - used : 0;

	spaces(out, align == ALIGN_END ? rest : align == ALIGN_CENTRE ? rest / 2 : 0);
	buf_add(out, s);
	spaces(out, align == ALIGN_END ? 0 : align == ALIGN_CENTRE ? rest - rest / 2 : rest);
}

/* A row may need several lines: long cells go on below. */
static void print_row(struct grid *g, size_t y, const size_t *widths, struct buf *out)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t x = 0; x < g->columns; x++) {
			struct str now = fitting(g->cells[y][x].p != NULL ? g->cells[y][x] : STR(""), widths[x]);

			if (x > 0)
				buf_z(out, "  ");
			print_cell(out, now, widths[x], g->align[y][x]);
			g->cells[y][x] = str_from(g->cells[y][x].p != NULL ? g->cells[y][x] : STR(""), now.n);
			more |= g->cells[y][x].n > 0;
		}
		while (out->n > 0 && out->p[out->n - 1] == ' ')
			out->n--;
		buf_char(out, '\n');
	}
}

static void print_table(struct doc *d, const struct table *t, struct buf *out)
{
	struct grid *g = ARENA_NEW(d->arena, struct grid);
	size_t widths[MOST_COLUMNS] = { 0 }, total = 0;
	int left[MOST_COLUMNS] = { 0 };

	for (size_t i = 0; i < t->head_count; i++)
		place_row(d, g, &t->head[i], left);
	g->heads = g->rows;
	for (size_t i = 0; i < t->body_count; i++)
		place_row(d, g, &t->body[i], left);
	for (size_t i = 0; i < t->foot_count; i++)
		place_row(d, g, &t->foot[i], left);
	for (size_t x = 0; x < g->columns; x++) {
		for (size_t y = 0; y < g->rows; y++) {
			size_t w = g->cells[y][x].p != NULL ? text_columns(g->cells[y][x]) : 0;

			widths[x] = w > widths[x] ? w : widths[x];
		}
		widths[x] = widths[x] > WIDEST ? WIDEST : widths[x];
		total += widths[x] + 2;
	}
	buf_printf(out, "\n" STR_FMT "\n", STR_ARG(t->caption));
	for (size_t y = 0; y < g->rows; y++) {
		if (y == g->heads) {
			for (size_t i = 0; i + 2 < total; i++)
				buf_char(out, '-');
			buf_char(out, '\n');
		}
		print_row(g, y, widths, out);
	}
	for (size_t i = 0; i < t->notes_count; i++)
		buf_printf(out, STR_FMT "\n", STR_ARG(t->notes[i]));
}

void report_table_text(struct doc *d, struct buf *out)
{
	buf_printf(out, STR_FMT "  " STR_FMT "\n", STR_ARG(d->title), STR_ARG(d->period_label));
	for (size_t i = 0; i < d->chapters_count; i++)
		for (size_t k = 0; k < d->chapters[i].blocks_count; k++)
			if (d->chapters[i].blocks[k].kind == BLOCK_TABLE)
				print_table(d, d->chapters[i].blocks[k].table, out);
}
