/* bars.c - see bars.h. */
#include "web/bars.h"

#include "base/text.h"
#include "base/time.h"

enum { LEFT = 200, RIGHT = 720, COUNT_X = 730, TOP = 26, PITCH = 30, BAR = 18, TICKS_MOST = 9, ROWS_MOST = 60, NAME_MOST = 48 };

struct scale { long long from_ms, to_ms; int zone; };

static int at(const struct scale *s, long long ms)
{
	return LEFT + (int)((double)(ms - s->from_ms) * (RIGHT - LEFT) / (double)(s->to_ms - s->from_ms));
}

static long long month_start(long long ms, int later, int zone)
{
	struct civil c = time_civil(ms, zone);
	int month = c.year * 12 + c.month - 1 + later;
	const struct civil first = { .year = month / 12, .month = month % 12 + 1, .day = 1 };

	return time_of(&first, zone);
}

static void widen(struct scale *s, long long from_ms, long long to_ms)
{
	if (from_ms == TIME_NONE || to_ms == TIME_NONE)
		return;
	s->from_ms = from_ms < s->from_ms ? from_ms : s->from_ms;
	s->to_ms = to_ms > s->to_ms ? to_ms : s->to_ms;
}

/* Whole months around everything; every so many of them has a line. */
static bool scale_of(struct web_call *c, const struct bar_period *list, size_t n, struct scale *s)
{
	*s = (struct scale){ TIME_FOREVER, 0, (int)c->hub->conf.zone_minutes };
	for (size_t i = 0; i < n; i++) {
		widen(s, list[i].searched_from_ms, list[i].searched_to_ms);
		widen(s, list[i].first_ms, list[i].last_ms);
	}
	if (s->from_ms > s->to_ms)
		return false;
	s->from_ms = month_start(s->from_ms, 0, s->zone);
	s->to_ms = month_start(s->to_ms, 1, s->zone);
	return s->to_ms > s->from_ms;
}

static void ticks(struct web_call *c, struct bars *b, const struct scale *s)
{
	struct civil from = time_civil(s->from_ms, s->zone), to = time_civil(s->to_ms, s->zone);
	int months = (to.year - from.year) * 12 + to.month - from.month, every = (months + TICKS_MOST - 1) / TICKS_MOST;

	b->ticks = ARENA_ARRAY(c->a, struct bar_tick, TICKS_MOST + 2);
	for (int m = 0; m <= months && b->ticks_count < TICKS_MOST + 2; m += every > 0 ? every : 1) {
		long long ms = month_start(s->from_ms, m, s->zone);
		struct civil t = time_civil(ms, s->zone);

		b->ticks[b->ticks_count++] = (struct bar_tick){ at(s, ms), m < months ? arena_printf(c->a, "%d/%d", t.year, t.month) : STR("") };
	}
}

static void place(const struct scale *s, long long from_ms, long long to_ms, int *x, int *w)
{
	if (from_ms == TIME_NONE || to_ms == TIME_NONE)
		return;
	*x = at(s, from_ms);
	*w = at(s, to_ms) - *x;
	if (*w < 3)
		*w = 3;
}

const struct bars *bars_make(struct web_call *c, const struct bar_period *list, size_t n, long long common_from_ms, long long common_to_ms)
{
	struct bars *b = ARENA_NEW(c->a, struct bars);
	struct scale s;

	n = n < ROWS_MOST ? n : ROWS_MOST;
	if (!scale_of(c, list, n, &s))
		return NULL;
	b->rows = ARENA_ARRAY(c->a, struct bar_row, n);
	b->words = web_text(c, "web.bars.words");
	for (size_t i = 0; i < n; i++) {
		int y = TOP + 8 + PITCH * (int)i;
		struct bar_row *r = &b->rows[b->rows_count++];

		*r = (struct bar_row){ .y = y, .text_y = y + 14, .name = utf8_cut(list[i].name, NAME_MOST), .count = list[i].count, .partly = list[i].partly,
			.count_x = COUNT_X };
		place(&s, list[i].searched_from_ms, list[i].searched_to_ms, &r->searched_x, &r->searched_w);
		place(&s, list[i].first_ms, list[i].last_ms, &r->seen_x, &r->seen_w);
	}
	b->bottom = TOP + 6 + PITCH * (int)b->rows_count;
	b->height = b->bottom + 8;
	ticks(c, b, &s);
	if (common_from_ms != TIME_NONE && common_to_ms >= common_from_ms) {
		place(&s, common_from_ms, common_to_ms, &b->common_x, &b->common_w);
		b->common_h = b->bottom - TOP;
	}
	return b;
}
