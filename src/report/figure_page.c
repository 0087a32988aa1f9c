/* figure_page.c - a fake sign-in page, re-drawn: never a brand's logo, only the place where one stood. */
#include "report/figures.h"

enum { CARD_X = 205, CARD_W = 240, FIRST = 150, FIELD = 38, LINE = 17 };

static void text_rows(struct doc *d, struct figure_page *f, struct str text, int size, bool strong, int *y)
{
	struct figure_line *lines;
	size_t n = figure_lines(d->arena, text, size, CARD_W - 40, CARD_X + 20, *y + 4, LINE, 3, &lines);

	for (size_t i = 0; i < n; i++)
		f->lines[f->lines_count++] = (struct figure_part_line){ lines[i].x, lines[i].y, lines[i].text, strong };
	*y += LINE * (int)n + 6;
}

const struct figure_page *figure_page_make(struct doc *d, const struct str *rows, size_t n)
{
	struct figure_page *f = ARENA_NEW(d->arena, struct figure_page);
	struct str value, all = STR("");
	int y = FIRST;

	f->lines = ARENA_ARRAY(d->arena, struct figure_part_line, n * 3 + 1);
	f->fields = ARENA_ARRAY(d->arena, struct figure_field, n + 1);
	f->address = STR("");
	for (size_t i = 0; i < n; i++) {
		if (figure_keyed(rows[i], "address", &value)) {
			f->address = value;
		} else if (figure_keyed(rows[i], "title", &value)) {
			text_rows(d, f, value, 15, true, &y);
		} else if (figure_keyed(rows[i], "text", &value)) {
			text_rows(d, f, value, 11, false, &y);
		} else if (figure_keyed(rows[i], "field", &value) || figure_keyed(rows[i], "button", &value)) {
			f->fields[f->fields_count++] = (struct figure_field){ y - 6, y + 12, value, str_starts(rows[i], STR("button")) };
			y += FIELD;
		}
		all = doc_join(d, all, i == 0 ? STR("") : STR(" / "), rows[i]);
	}
	f->card_h = y - 74 + 8;
	f->frame_h = y + 30;
	f->height = f->frame_h + 12;
	f->words = SAY(d, "report.page.words", all);
	return f;
}
