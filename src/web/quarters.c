/* quarters.c - see quarters.h. */
#include "web/quarters.h"

#include "base/time.h"

enum { QUARTERS = 5 };

struct str quarter_day(const struct web_call *c, const struct civil *day)
{
	return arena_printf(c->a, "%04d-%02d-%02d", day->year, day->month, day->day);
}

static struct period quarter_of(const struct web_call *c, long long ms, int back)
{
	int zone = (int)c->hub->conf.zone_minutes;
	struct civil t = time_civil(ms, zone);
	int first = t.year * 12 + (t.month - 1) / 3 * 3 - 3 * back;
	struct period p;
	struct err e = { 0 };

	/* a quarter near today is always one */
	if (period_preset(PRESET_QUARTER, arena_printf(c->a, "%04d-%02d", first / 12, first % 12 + 1), zone, &p, &e) < 0)
		p = period_of(ms, ms + MS_DAY, zone);
	return p;
}

/* The newest record; now where there is none, or where it cannot be told. */
static long long newest_ms(const struct web_call *c)
{
	bool all = who_may(c->who.roles, true, WHO_LOOKS);
	long long ms = TIME_NONE;
	struct err e = { 0 };
	struct db_rows r;

	if ((all ? DB_QUERY(c->hub->db, c->a, &r, &e, "SELECT (SELECT MAX(received_ms) FROM submission WHERE received_ms <= $1),"
	        " (SELECT MAX(published_ms) FROM release WHERE published_ms <= $1)", DB_INT(c->q->now_ms)) :
	        DB_QUERY(c->hub->db, c->a, &r, &e, "SELECT (SELECT MAX(received_ms) FROM submission WHERE received_ms <= $1 AND org_id = $2),"
	            " (SELECT MAX(queued_ms) FROM delivery WHERE queued_ms <= $1 AND org_id = $2)", DB_INT(c->q->now_ms), DB_TEXT(c->who.org_id))) < 0)
		return c->q->now_ms;
	for (size_t i = 0; i < 2; i++)
		if (!db_is_null(&r, 0, i) && db_int(&r, 0, i) > ms)
			ms = db_int(&r, 0, i);
	return ms == TIME_NONE ? c->q->now_ms : ms;
}

static struct period first_quarter(const struct web_call *c, bool ended, long long *ms_r)
{
	struct period p;

	*ms_r = newest_ms(c);
	p = quarter_of(c, *ms_r, 0);
	if (!ended || p.to_ms <= c->q->now_ms)
		return p;
	p = quarter_of(c, *ms_r, 1);
	*ms_r = p.from_ms;
	return p;
}

struct option *quarters_last(struct web_call *c, const char *path, bool ended, size_t *n_r)
{
	struct option *list = ARENA_ARRAY(c->a, struct option, QUARTERS);
	bool asked = http_query(c->q, "from").n > 0 || http_query(c->q, "to").n > 0;
	long long ms;

	*n_r = QUARTERS;
	(void)first_quarter(c, ended, &ms);
	for (int i = 0; i < QUARTERS; i++) {
		struct period p = quarter_of(c, ms, i);
		struct str from = quarter_day(c, &p.first), to = quarter_day(c, &p.last);

		list[i] = (struct option){ arena_printf(c->a, "%s?from=%s&to=%s", path, from.p, to.p), period_label(c->a, &p, c->lang),
			asked ? str_eq(from, http_query(c->q, "from")) && str_eq(to, http_query(c->q, "to")) : i == 0 };
	}
	return list;
}

int quarter_asked(struct web_call *c, bool ended, struct period *p, struct str *from, struct str *to, struct err *e)
{
	long long ms;

	*from = http_query(c->q, "from");
	*to = http_query(c->q, "to");
	if (from->n == 0 && to->n == 0) {
		*p = first_quarter(c, ended, &ms);
		*from = quarter_day(c, &p->first);
		*to = quarter_day(c, &p->last);
		return 0;
	}
	if (from->n == 0 || to->n == 0)
		return err_set(e, ERR_INPUT, "which period? --from DATE --to DATE, both inclusive");
	return period_parse(*from, *to, (int)c->hub->conf.zone_minutes, p, e);
}
