/* out_csv.c - the tables, one below the other, for a spreadsheet (UTF-8 with byte order mark). */
#include "base/csv.h"
#include "report/report.h"

static struct str cell_text(struct doc *d, const struct cell *c)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 1 << 16);
	buf_add(&out, c->text);
	for (size_t i = 0; i < c->lines_count; i++) {
		buf_char(&out, '\n');
		buf_add(&out, c->lines[i]);
	}
	for (size_t i = 0; i < c->items_count; i++) {
		buf_z(&out, d->lang == LANG_JA ? "\n・" : "\n- ");
		buf_add(&out, c->items[i]);
	}
	if (c->mark.n > 0) {
		buf_char(&out, ' ');
		buf_add(&out, c->mark);
	}
	return arena_str(d->arena, buf_str(&out));
}

/* A covered cell is empty; `left` counts rows that a cell above still covers, by column. */
static void row(struct doc *d, const struct row *r, int *left, size_t most, struct buf *out)
{
	size_t column = 0;

	for (size_t i = 0; i < r->cells_count; i++) {
		while (column < most && left[column] > 0) {
			left[column]--;
			csv_field(out, column++ == 0, STR(""));
		}
		for (int k = 0; k < r->cells[i].across && column < most; k++) {
			left[column] = r->cells[i].down - 1;
			csv_field(out, column++ == 0, k == 0 ? cell_text(d, &r->cells[i]) : STR(""));
		}
	}
	csv_end(out);
}

static void table(struct doc *d, const struct table *t, struct buf *out)
{
	int left[32] = { 0 };

	csv_field(out, true, t->caption);
	csv_end(out);
	for (size_t i = 0; i < t->head_count; i++)
		row(d, &t->head[i], left, 32, out);
	for (size_t i = 0; i < t->body_count; i++)
		row(d, &t->body[i], left, 32, out);
	for (size_t i = 0; i < t->foot_count; i++)
		row(d, &t->foot[i], left, 32, out);
	for (size_t i = 0; i < t->notes_count; i++) {
		csv_field(out, true, t->notes[i]);
		csv_end(out);
	}
	csv_field(out, true, STR(""));
	csv_end(out);
}

void report_csv(struct doc *d, struct buf *out)
{
	csv_bom(out);
	csv_field(out, true, d->title);
	csv_field(out, false, d->period_label);
	csv_field(out, false, STR("TLP:CLEAR"));
	csv_end(out);
	for (size_t i = 0; i < d->chapters_count; i++)
		for (size_t k = 0; k < d->chapters[i].blocks_count; k++)
			if (d->chapters[i].blocks[k].kind == BLOCK_TABLE)
				table(d, d->chapters[i].blocks[k].table, out);
}
