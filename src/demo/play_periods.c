/* play_periods.c - the demo's quarter before the last is closed in July 2019 by two analysts; in August one of its mails turns
 * out to have been targeted.  The closed report stays, the next one lists the correction. */
#include "demo/demo.h"
#include "intake/classify.h"
#include "report/closing.h"

/* A random source of its own: the rest of the year is drawn as without this. */
static struct act act_as(struct rng *rng, long long at_ms, const char *person)
{
	*rng = rng_seeded((uint64_t)at_ms);
	return (struct act){ .now_ms = at_ms, .actor = str_of(person), .os_user = STR("demo"), .rng = rng };
}

static int close_quarter(struct replay *r, struct arena *a, const struct period *p, long long day_ms, struct err *e)
{
	struct unsettled open[UNSETTLED_KINDS];
	struct closing closing;
	struct rng one, two;
	struct act first = act_as(&one, day_ms + 19 * MS_HOUR, "hub-analyst-1"), second = act_as(&two, day_ms + 20 * MS_HOUR, "hub-analyst-2");

	if (unsettled_read(r->hub->db, a, p, open, e) < 0 ||
	    closing_propose(r->hub, &first, a, p, unsettled_named(a, open), &closing, e) < 0)
		return -1;
	return closing_confirm(r->hub, &second, a, p, closing.digest, &closing, e);
}

/* The first mail of the quarter that was taken for harmless. */
static int look_again(struct replay *r, struct arena *a, const struct period *p, long long day_ms, struct err *e)
{
	const struct classification c = { .class = STR("targeted"), .targeted = true, .targeted_basis = STR("judgement"), .damage = STR("none"),
		.outcome = STR_NONE, .share_verdict = STR_NONE, .reason = STR("the same sender wrote to two more members"), .is_correction = true };
	struct db_rows rows;
	struct rng rng;
	struct act by = act_as(&rng, day_ms + 19 * MS_HOUR, "hub-analyst-1");

	if (DB_QUERY(r->hub->db, a, &rows, e, "SELECT id FROM submission WHERE received_ms >= $1 AND received_ms < $2 AND targeted = 0 AND "
	        "class IN ('spam-harmless', 'malware-bulk') ORDER BY received_ms, id LIMIT 1", DB_INT(p->from_ms), DB_INT(p->to_ms)) < 0)
		return -1;
	return rows.count == 0 ? 0 : submission_classify(r->hub->db, &by, a, db_text(&rows, 0, 0), &c, e);
}

int play_periods(struct replay *r, long long day_ms, struct err *e)
{
	bool closes = day_ms == plan_day("2019-07-16"), corrects = day_ms == plan_day("2019-08-21");
	struct arena *a;
	struct period p;
	int status;

	if (!closes && !corrects)
		return 0;
	a = arena_new((size_t)1 << 30, arena_full_exit);
	status = period_preset(PRESET_QUARTER, STR("2019-04"), ZONE_JST, &p, e);
	if (status == 0)
		status = closes ? close_quarter(r, a, &p, day_ms, e) : look_again(r, a, &p, day_ms, e);
	arena_free(a);
	return status;
}
