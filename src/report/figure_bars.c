/* figure_bars.c - submissions and shares over the periods of Table 1; each with its own axis. */
#include "report/figures.h"

enum { BASE = 178, TOP = 32, WIDTH = 278, BAR = 36, TICKS = 3 };

long long figure_step(long long most, int ticks)
{
	static const int rounds[] = { 1, 2, 3, 4, 5, 8, 10 };

	for (long long unit = 1;; unit *= 10)
		for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++)
			if (rounds[i] * unit * ticks >= most)
				return rounds[i] * unit;
}

static void ticks(struct doc *d, struct figure_chart *c, long long step)
{
	for (int i = 0; i <= TICKS; i++) {
		int y = BASE - (BASE - TOP) * i / TICKS;

		c->ticks[c->ticks_count++] = (struct figure_tick){ .x1 = c->x + 38, .x2 = c->x + 316 - 4, .y = y,
			.text_x = c->x + 32, .text_y = y + 4, .label = doc_number(d, step * i), .base = i == 0 };
	}
}

static void bars(struct doc *d, const struct records *r, struct figure_chart *c, long long step)
{
	int columns = r->columns, pitch = WIDTH / columns, year = 0;

	for (int i = 0; i < columns; i++) {
		const struct column *column = &r->column[COLUMNS - columns + i];
		const struct figure *f = c->shares ? &column->shares : &column->submissions;
		int h = (int)(f->value * (BASE - TOP) / (step * TICKS));
		int x = c->x + 38 + pitch * i + (pitch - BAR) / 2;
		struct figure_bar *b = &c->bars[c->bars_count++];

		*b = (struct figure_bar){ .x = x, .y = BASE - h, .h = h, .middle = x + BAR / 2, .value_y = BASE - h - 5,
			.value = f->known ? doc_number(d, f->value) : STR("-"), .known = f->known, .now = i == columns - 1,
			.label1 = STR("") };
		b->label2 = column->period.months == 3 && d->lang == LANG_EN
		    ? arena_printf(d->arena, "%.3s–%.3s", month_name(column->period.first.month), month_name(column->period.last.month))
		    : period_months(d->arena, &column->period, d->lang);
		if (column->period.first.year != year)
			b->label1 = SAY(d, "report.year", arena_printf(d->arena, "%d", column->period.first.year));
		year = column->period.first.year;
	}
}

static void chart(struct doc *d, const struct records *r, struct figure_chart *c, int x, bool shares)
{
	long long most = 1;

	c->x = x;
	c->shares = shares;
	c->title = shares ? SAY(d, "report.trend.shares") : SAY(d, "report.trend.submissions");
	for (int i = COLUMNS - r->columns; i < COLUMNS; i++) {
		long long value = shares ? r->column[i].shares.value : r->column[i].submissions.value;

		if (value > most)
			most = value;
	}
	ticks(d, c, figure_step(most, TICKS));
	bars(d, r, c, figure_step(most, TICKS));
}

/* What the picture says, for those who do not see it. */
static struct str in_words(struct doc *d, const struct figure_bars *f)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 4096);
	for (size_t i = 0; i < f->charts_count; i++) {
		if (i > 0)
			buf_add(&out, SAY(d, "report.list.semicolon"));
		buf_add(&out, f->charts[i].title);
		buf_char(&out, ' ');
		for (size_t k = 0; k < f->charts[i].bars_count; k++) {
			if (k > 0)
				buf_add(&out, SAY(d, "report.list.comma"));
			buf_add(&out, f->charts[i].bars[k].value);
		}
	}
	return arena_str(d->arena, buf_str(&out));
}

const struct figure_bars *figure_bars_make(struct doc *d, const struct records *r)
{
	struct figure_bars *f = ARENA_NEW(d->arena, struct figure_bars);

	chart(d, r, &f->charts[0], 0, false);
	chart(d, r, &f->charts[1], 334, true);
	f->charts_count = 2;
	f->words = in_words(d, f);
	return f;
}
