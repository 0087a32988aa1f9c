/* play_approval.c - the demo's last quarter, as approvals and releases go: an approver is away and its deputy answers, a value
 * is taken back by a correction, a share is retracted.  The figures of the report stay as they are: a share counts once. */
#include "approve/approver.h"
#include "base/time.h"
#include "demo/demo.h"
#include "share/change.h"
#include "share/release.h"

/* A random source of its own: the rest of the year is drawn as without this. */
static struct act act_as(struct rng *rng, long long at_ms, struct str person)
{
	return (struct act){ .now_ms = at_ms, .actor = person, .os_user = STR("demo"), .rng = rng };
}

static const struct demo_org *org_of(const struct replay *r, struct str approver)
{
	for (size_t i = 0; i < r->gen->world->org_count; i++)
		if (str_eq(org_person(&r->gen->world->orgs[i], DUTY_APPROVER)->id, approver))
			return &r->gen->world->orgs[i];
	return NULL;
}

int play_deputy(struct replay *r, struct arena *a, long long at_ms, struct str *person, struct err *e)
{
	const struct demo_org *org = org_of(r, *person);
	struct rng rng = rng_seeded((uint64_t)at_ms);
	struct act by = act_as(&rng, at_ms - 2 * MS_DAY, *person);
	struct standing_in away = { .person_id = *person, .from_ms = by.now_ms, .to_ms = at_ms + 5 * (long long)MS_DAY, .reference = STR("") };
	struct standing_in deputy = away;
	struct str id;

	if (r->deputy_played || org == NULL || at_ms < plan_day("2019-08-13"))
		return 0;
	r->deputy_played = true;
	deputy.deputy_id = org_person(org, DUTY_CONTACT)->id;
	if (approver_replace(r->hub->db, &by, a, &deputy, &id, e) < 0 || approver_replace(r->hub->db, &by, a, &away, &id, e) < 0)
		return -1;
	*person = deputy.deputy_id;
	return 0;
}

static int change(struct replay *r, struct arena *a, long long day_ms, const struct share_change *c, struct err *e)
{
	struct rng rng = rng_seeded((uint64_t)day_ms);
	struct act author = act_as(&rng, day_ms + 10 * MS_HOUR, STR("hub-analyst-1")), second = act_as(&rng, day_ms + 11 * MS_HOUR,
	    STR("hub-analyst-2"));
	struct share_released released;
	struct share_made made;

	if (share_change(r->hub, &author, a, c, &made, e) < 0)
		return -1;
	return share_release(r->hub, &second, a, c->number, &released, e);
}

/* The newest of members' technical shares of the quarter that shows several values: one turns out to be harmless. */
static int correct(struct replay *r, struct arena *a, long long day_ms, struct err *e)
{
	struct share_change c = { .kind = SHARE_CORRECTION };
	struct db_rows rows;
	struct str harmless;

	if (DB_QUERY(r->hub->db, a, &rows, e, "SELECT s.number, MIN(i.shown) FROM share s JOIN share_indicator i ON i.share_id = s.id AND i.rev = s.rev "
	    "AND i.treatment = 'kept' WHERE s.origin = 'member' AND s.lane = 'technical' AND s.state = 'released' AND s.made_ms >= $1 "
	    "GROUP BY s.id, s.number, s.made_ms HAVING COUNT(*) > 1 ORDER BY s.made_ms DESC, s.id LIMIT 1", DB_INT(plan_day("2019-07-01"))) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "the demo has no share of the quarter that could be corrected");
	c.number = db_text(&rows, 0, 0);
	harmless = db_text(&rows, 0, 1);
	c.drop = &harmless;
	c.drop_count = 1;
	return change(r, a, day_ms, &c, e);
}

/* One of the hub's own shares of the quarter: its source took it back. */
static int retract(struct replay *r, struct arena *a, long long day_ms, struct err *e)
{
	struct share_change c = { .kind = SHARE_RETRACTION };
	struct db_rows rows;

	if (DB_QUERY(r->hub->db, a, &rows, e, "SELECT s.number FROM share s JOIN share_indicator i ON i.share_id = s.id AND i.rev = s.rev "
	    "WHERE s.origin = 'own' AND s.state = 'released' AND s.made_ms >= $1 AND substr(i.shown, 1, 7) = '198.19.' ORDER BY s.made_ms, s.id LIMIT 1",
	    DB_INT(plan_day("2019-07-01"))) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "the demo has no own share of the quarter that could be retracted");
	c.number = db_text(&rows, 0, 0);
	return change(r, a, day_ms, &c, e);
}

int play_approval(struct replay *r, long long day_ms, struct err *e)
{
	int (*const play)(struct replay *, struct arena *, long long, struct err *) =
	    day_ms == plan_day("2019-09-04") ? correct : day_ms == plan_day("2019-09-11") ? retract : NULL;
	struct arena *a;
	int status;

	if (play == NULL)
		return 0;
	a = arena_new(256 << 20, arena_full_exit);
	status = play(r, a, day_ms, e);
	arena_free(a);
	return status;
}
