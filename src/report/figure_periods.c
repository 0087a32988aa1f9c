/* figure_periods.c - observation periods of the organisations on one scale, and what they have in common. */
#include "base/time.h"
#include "report/figures.h"

enum { LEFT = 74, RIGHT = 586, TOP = 24, PITCH = 36, BAR = 22 };

struct scale { long long from_ms, to_ms; };

static long long day_ms(struct doc *d, struct str day)
{
	struct err ignored;
	long long ms;

	return time_parse_date(day, d->period.zone, &ms, &ignored) == 0 ? ms : d->period.from_ms;
}

static int at(const struct scale *s, long long ms)
{
	return LEFT + (int)((ms - s->from_ms) * (RIGHT - LEFT) / (s->to_ms - s->from_ms));
}

static long long month_start(struct doc *d, long long ms, int later)
{
	struct civil c = time_civil(ms, d->period.zone);
	int month = c.month - 1 + later;
	const struct civil first = { .year = c.year + month / 12, .month = month % 12 + 1, .day = 1 };

	return time_of(&first, d->period.zone);
}

static void months(struct doc *d, struct figure_periods *f, const struct scale *s)
{
	int year = 0;

	f->months = ARENA_ARRAY(d->arena, struct figure_month, 40);
	for (long long ms = s->from_ms; ms <= s->to_ms && f->months_count < 40; ms = month_start(d, ms, 1)) {
		struct civil c = time_civil(ms, d->period.zone);
		struct str label = c.year != year ? month_full(d->arena, ms, d->period.zone, d->lang) : d->lang == LANG_JA ?
		    arena_printf(d->arena, "%d 月", c.month) : str_of(month_name(c.month));

		f->months[f->months_count++] = (struct figure_month){ at(s, ms), at(s, ms) + 6, ms < s->to_ms ? label : STR("") };
		year = c.year;
	}
}

static struct str short_days(struct doc *d, long long from, long long to)
{
	struct civil a = time_civil(from, d->period.zone), b = time_civil(to, d->period.zone);

	return d->lang == LANG_JA ? arena_printf(d->arena, "%d/%d～%d/%d", a.month, a.day, b.month, b.day) :
	    arena_printf(d->arena, "%d %.3s–%d %.3s", a.day, month_name(a.month), b.day, month_name(b.month));
}

static void common(struct doc *d, struct figure_periods *f, const struct scale *s, long long from, long long to)
{
	if (to < from || f->rows_count < 2)
		return;
	f->common_x = at(s, from);
	f->common_w = at(s, to + MS_DAY) - f->common_x;
	f->common_middle = f->common_x + f->common_w / 2;
	f->common_text = f->bottom + 17;
	f->common_h = f->bottom - TOP;
	f->common = SAY(d, "report.periods.common", doc_number(d, (long long)f->rows_count),
	    doc_number(d, (to - from) / MS_DAY + 1));
}

const struct figure_periods *figure_periods_make(struct doc *d, const struct records *r)
{
	struct figure_periods *f = ARENA_NEW(d->arena, struct figure_periods);
	const struct probing *p = &r->probing;
	long long first = TIME_FOREVER, last = 0, from = 0, to = TIME_FOREVER;
	struct scale s;
	struct str all = STR("");

	for (size_t i = 0; i < p->rows_count; i++) {
		long long a = day_ms(d, p->rows[i].first), b = day_ms(d, p->rows[i].last);

		first = a < first ? a : first;
		last = b > last ? b : last;
		from = i == 0 || a > from ? a : from;
		to = b < to ? b : to;
	}
	s = (struct scale){ month_start(d, first, 0), month_start(d, last, 1) };
	f->rows = ARENA_ARRAY(d->arena, struct figure_period, p->rows_count + 1);
	months(d, f, &s);
	for (size_t i = 0; i < p->rows_count; i++) {
		long long a = day_ms(d, p->rows[i].first), b = day_ms(d, p->rows[i].last);
		int x = at(&s, a), end = at(&s, b + MS_DAY), y = TOP + 10 + PITCH * (int)i;

		f->rows[f->rows_count++] = (struct figure_period){ x, y, end - x, (x + end) / 2, y + 15,
			SAY(d, "report.periods.org", arena_printf(d->arena, "%c", (char)('A' + i % 26))), short_days(d, a, b),
			SAY(d, "report.periods.times", p->rows[i].count) };
		all = arena_printf(d->arena, STR_FMT "%s" STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(all), i > 0 ? ", " : "",
		    STR_ARG(f->rows[i].name), STR_ARG(f->rows[i].label), STR_ARG(f->rows[i].count));
	}
	f->bottom = TOP + 6 + PITCH * (int)f->rows_count;
	f->common = STR("");
	common(d, f, &s, from, to);
	f->height = f->bottom + 24;
	f->words = all;
	return f;
}
