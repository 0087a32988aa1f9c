/* quarters.c - see quarters.h. */
#include "web/quarters.h"

#include "base/time.h"

enum { QUARTERS = 5 };

struct str quarter_day(const struct web_call *c, const struct civil *day)
{
	return arena_printf(c->a, "%04d-%02d-%02d", day->year, day->month, day->day);
}

static struct period quarter(const struct web_call *c, int back)
{
	int zone = (int)c->hub->conf.zone_minutes;
	struct civil t = time_civil(c->q->now_ms, zone);
	int first = t.year * 12 + (t.month - 1) / 3 * 3 - 3 * back;
	struct period p;
	struct err e = { 0 };

	/* a quarter near today is always one */
	if (period_preset(PRESET_QUARTER, arena_printf(c->a, "%04d-%02d", first / 12, first % 12 + 1), zone, &p, &e) < 0)
		p = period_of(c->q->now_ms, c->q->now_ms + MS_DAY, zone);
	return p;
}

struct option *quarters_last(struct web_call *c, const char *path, int back, size_t *n_r)
{
	struct option *list = ARENA_ARRAY(c->a, struct option, QUARTERS);

	*n_r = QUARTERS;
	for (int i = 0; i < QUARTERS; i++) {
		struct period p = quarter(c, back + i);
		struct str from = quarter_day(c, &p.first), to = quarter_day(c, &p.last);

		list[i] = (struct option){ arena_printf(c->a, "%s?from=%s&to=%s", path, from.p, to.p), period_label(c->a, &p, c->lang),
			str_eq(from, http_query(c->q, "from")) && str_eq(to, http_query(c->q, "to")) };
	}
	return list;
}

int quarter_asked(struct web_call *c, int back, struct period *p, struct str *from, struct str *to, struct err *e)
{
	*from = http_query(c->q, "from");
	*to = http_query(c->q, "to");
	if (from->n == 0 && to->n == 0) {
		*p = quarter(c, back);
		*from = quarter_day(c, &p->first);
		*to = quarter_day(c, &p->last);
		return 0;
	}
	if (from->n == 0 || to->n == 0)
		return err_set(e, ERR_INPUT, "which period? --from DATE --to DATE, both inclusive");
	return period_parse(*from, *to, (int)c->hub->conf.zone_minutes, p, e);
}
