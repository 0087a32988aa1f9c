/* figure_mail.c - a mail as it looked, re-drawn with invented names; links are shown, never set. */
#include "report/figures.h"

enum { LEFT = 56, TEXT_W = 430, SIZE = 12, STEP = 18, LINK_X = 56, CALL_X = 524 };

struct builder {
	struct doc *d;
	struct figure_mail *f;
	size_t head_room, body_room, links_room, breaks_room;
	int y;
};

static void head_row(struct builder *b, const char *name, struct str value)
{
	struct figure_mail *f = b->f;
	struct figure_line *lines;
	size_t n = figure_lines(b->d->arena, value, SIZE, TEXT_W, LEFT + 74, b->y + 4, STEP, 2, &lines);

	*ARENA_PUSH(b->d->arena, f->head, f->head_count, b->head_room) = (struct figure_part_line){ LEFT, b->y + 4, str_of(name), true };
	for (size_t i = 0; i < n; i++)
		*ARENA_PUSH(b->d->arena, f->head, f->head_count, b->head_room) = (struct figure_part_line){ lines[i].x, lines[i].y,
			lines[i].text, false };
	b->y += STEP * (int)(n > 0 ? n : 1);
}

static void body_row(struct builder *b, struct str text)
{
	struct figure_mail *f = b->f;
	struct figure_line *lines;
	size_t n = figure_lines(b->d->arena, text, SIZE, TEXT_W, LEFT, b->y, STEP, 8, &lines);

	for (size_t i = 0; i < n; i++)
		*ARENA_PUSH(b->d->arena, f->body, f->body_count, b->body_room) = (struct figure_part_line){ lines[i].x, lines[i].y,
			lines[i].text, false };
	b->y += STEP * (int)n + 4;
}

static void link_row(struct builder *b, struct str text)
{
	struct figure_mail *f = b->f;
	struct figure_link *l = ARENA_PUSH(b->d->arena, f->links, f->links_count, b->links_room);
	int w = figure_width(text, SIZE) + 24;

	*l = (struct figure_link){ .x = LINK_X, .y = b->y - 12, .w = w > TEXT_W ? TEXT_W : w, .text = text, .text_x = LINK_X + 12,
		.text_y = b->y + 5, .label_x = CALL_X, .label_y = b->y + 5, .line_x1 = LINK_X + (w > TEXT_W ? TEXT_W : w) + 6,
		.line_x2 = CALL_X - 8, .line_y = b->y + 1,
		.label = SAY(b->d, "report.mail.link", doc_number(b->d, (long long)f->links_count)) };
	b->y += 36;
}

static bool is_head(struct str row, const char **name_r, struct str *value_r)
{
	static const char *const names[] = { "From", "To", "Cc", "Date", "Subject" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (figure_keyed(row, names[i], value_r)) {
			*name_r = names[i];
			return true;
		}
	return false;
}

static void one_row(struct builder *b, struct str row)
{
	if (str_starts(row, STR("> "))) {
		link_row(b, str_from(row, 2));
	} else if (str_eq(row, STR("---"))) {
		*ARENA_PUSH(b->d->arena, b->f->breaks, b->f->breaks_count, b->breaks_room) = (struct figure_line){ LEFT, b->y - 8, STR("") };
		b->y += 14;
	} else {
		body_row(b, row);
	}
}

const struct figure_mail *figure_mail_make(struct doc *d, const struct str *rows, size_t n)
{
	struct figure_mail *f = ARENA_NEW(d->arena, struct figure_mail);
	struct builder b = { .d = d, .f = f, .y = 32 };
	const char *name;
	struct str value, all = STR("");
	size_t i = 0;

	for (; i < n && is_head(rows[i], &name, &value); i++)
		head_row(&b, name, value);
	f->head_h = b.y - 10;
	f->rule_y = f->head_h + 8;
	b.y += 22;
	for (; i < n; i++)
		one_row(&b, rows[i]);
	f->frame_h = b.y - 4;
	f->height = f->frame_h + 14;
	for (i = 0; i < n; i++)
		all = doc_join(d, all, i == 0 ? STR("") : STR(" / "), rows[i]);
	f->words = SAY(d, "report.mail.words", all);
	return f;
}
