/* sharing.c - what the hub shares in the demo: drafted by one analyst, approved by its sources, released by
 * another, through the same functions that the command line uses. */
#include <stdio.h>

#include "approve/approve.h"
#include "approve/consent.h"
#include "base/time.h"
#include "demo/demo.h"
#include "share/release.h"
#include "share/share.h"

/* Standing consent for the technical lane: two of three organisations gave it. */
int sharing_consents(struct replay *r, const struct act *by, struct err *e)
{
	struct arena *a = arena_new(16 << 20, arena_full_exit);
	struct str policy;
	int status = db_begin(r->hub->db, e);

	if (status == 0)
		status = consent_policy_add(r->hub->db, by, a, STR("technical-1"), STR("technical"),
		    STR("技術的指標に限り、匿名化と漏えい検査を経たものを、都度の確認なしに共有することに同意します。"),
		    STR("Technical indicators may be shared, once anonymised and checked, without asking each time."), &policy, e);
	for (size_t i = 0; status == 0 && i < r->gen->world->org_count; i++)
		if (r->gen->world->orgs[i].standing_consent)
			status = consent_give(r->hub->db, by, a, r->gen->world->orgs[i].id, policy, STR(""), plan_day("2018-10-01"),
			    TIME_FOREVER, e);
	if (status == 0)
		status = db_commit(r->hub->db, e);
	else if (db_in_transaction(r->hub->db))
		db_rollback(r->hub->db);
	arena_free(a);
	return status;
}

/* Every source that was asked says yes, by its own approver, to exactly these bytes. */
static int answer_all(struct replay *r, struct arena *a, long long at_ms, const struct share_made *made, bool exact, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->hub->db, a, &rows, e, "SELECT p.id FROM approval_request q JOIN person p ON p.org_id = q.org_id JOIN person_role o "
	    "ON o.person_id = p.id WHERE q.share_id = $1 AND q.rev = $2 AND q.state = 'open' AND o.role = 'approver' ORDER BY p.id "
	    "COLLATE \"C\"", DB_TEXT(made->id), DB_INT(made->rev)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct str person = db_text(&rows, i, 0);
		struct answer n = { .number = made->number, .digest = made->digest, .word = STR("yes"), .medium = MEDIUM_PORTAL, .code = STR(""),
			.reference = STR(""), .second = STR(""), .exact_figures = exact };
		struct act by;

		if (play_deputy(r, a, at_ms, &person, e) < 0)
			return -1;
		by = demo_act(r, at_ms, person.p);
		n.person = person;
		if (approve_answer(r->hub, &by, a, &n, e) < 0)
			return -1;
	}
	return 0;
}

static int leaked(const struct share_made *made, struct err *e)
{
	const struct leak_hit *hit = &made->leaks.list[0];

	return err_set(e, ERR_DENIED, "the demo's share %s has %zu leak hits, the first in %s: %s \"%s\"", made->number.p, made->leaks.count,
	    hit->place.p, hit->kind.p, hit->found.p);
}

static int share_out(struct replay *r, struct arena *a, long long day_ms, const struct share_spec *spec, struct share_made *made,
    struct err *e)
{
	struct act author = demo_act(r, day_ms + 10 * MS_HOUR, "hub-analyst-1"), second = demo_act(r, day_ms + 15 * MS_HOUR,
	    "hub-analyst-2");
	struct share_released released;
	struct asked asked;

	if (share_draft(r->hub, &author, a, spec, made, e) < 0)
		return -1;
	if (made->leaks.count > 0)
		return leaked(made, e);
	author.now_ms += 10 * MS_MINUTE;
	if (approve_ask(r->hub, &author, a, made->number, &asked, e) < 0 ||
	    answer_all(r, a, day_ms + 14 * MS_HOUR, made, spec->exact, e) < 0)
		return -1;
	if (asked.requests == 0 && asked.standing > 0)  /* nobody need be waited for: out within the hour */
		second.now_ms = author.now_ms + 40 * MS_MINUTE;
	if (share_release(r->hub, &second, a, made->number, &released, e) < 0)
		return -1;
	r->shares++;
	return 0;
}

static const struct share_target everybody = { { "all", 3 }, { "", 0 }, 0, TIME_FOREVER };

static const struct quarter *quarter_of(long long day_ms)
{
	for (size_t i = 0; i < 4; i++)
		if (day_ms >= plan_day(quarters[i].from) && day_ms <= plan_day(quarters[i].to))
			return &quarters[i];
	return NULL;
}

static bool is_weekend(long long day_ms)
{
	int weekday = time_civil(day_ms, ZONE_JST).weekday;

	return weekday == 0 || weekday == 6;
}

/* A quarter's last word is said in the quarter: on its last day nothing waits for a slot. */
static struct str class_for(long long day_ms, const struct family_case *f)
{
	const struct quarter *q = quarter_of(day_ms);

	if (q != NULL && day_ms >= plan_day(q->to) - (is_weekend(plan_day(q->to)) ? 2 : 0) * MS_DAY)
		return STR("urgent");
	return f != NULL && f->class == TRUTH_BULK ? STR("reference") : STR("normal");
}

static bool is_due(long long day_ms, const struct family_case *f)
{
	const struct quarter *q = quarter_of(day_ms);
	bool last = q != NULL && day_ms == plan_day(q->to);

	return f->wants_share && !f->shared && f->case_id.p != NULL && (last || (!is_weekend(day_ms) && f->last_ms + 6 * MS_DAY <= day_ms));
}

static int share_family(struct replay *r, long long day_ms, struct family_case *f, struct err *e)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct share_spec spec = { .case_number = f->case_id, .origin = STR("member"), .class = class_for(day_ms, f), .tlp = STR("AMBER"),
		.lane = f->class == TRUTH_BEC || f->class == TRUTH_PHISHING ? STR("narrative") : STR("technical"), .search = STR("both"),
		.expires_ms = TIME_NONE, .audience = &everybody, .audience_count = 1 };
	struct share_made made;
	int status = share_out(r, a, day_ms, &spec, &made, e);

	f->shared = status == 0;
	arena_free(a);
	return status;
}

/* Chapter 4's first one goes to the medical associations too, which pass it on. */
static const struct share_target circle[] = { { { "all", 3 }, { "", 0 }, 0, TIME_FOREVER }, { { "liaison", 7 }, { "medical", 7 }, 0, TIME_FOREVER } };

static int share_own(struct replay *r, long long day_ms, const struct share_value *values, size_t n, struct str *number_r, struct err *e)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct share_spec spec = { .origin = STR("own"), .class = class_for(day_ms, NULL), .tlp = STR("AMBER"), .lane = STR("technical"),
		/* chapter 4's first share asked for traffic to the address only; what came back was traffic from it */
		.search = number_r != NULL ? STR("to") : STR("both"), .terms = STR("public source, free to pass on"), .expires_ms = TIME_NONE, .values = values,
		.value_count = n, .audience = circle, .audience_count = number_r != NULL ? 2 : 1, .liaison_ok = number_r != NULL };
	struct share_made made;
	int status = share_out(r, a, day_ms, &spec, &made, e);

	if (status == 0 && number_r != NULL)
		*number_r = arena_str(r->arena, made.number);
	arena_free(a);
	return status;
}

static int share_sightings(struct replay *r, long long day_ms, bool exact, struct str *number_r, struct err *e)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct share_spec spec = { .sightings_of = r->shared_c2, .origin = STR("member"), .class = STR("reference"), .tlp = STR("AMBER"),
		.lane = STR("narrative"), .search = STR("both"), .expires_ms = TIME_NONE, .exact = exact, .audience = &everybody,
		.audience_count = 1 };
	struct share_made made;
	int status = share_out(r, a, day_ms, &spec, &made, e);

	if (status == 0)
		*number_r = arena_str(r->arena, made.number);
	arena_free(a);
	return status;
}

/* The hub's own shares of a quarter, one every few business days; chapter 4's first one on its own day. */
static int own_shares(struct replay *r, long long day_ms, struct err *e)
{
	static const struct share_value c2 = { { "ipv4", 4 }, { "203.0.113.9", 11 }, { "malicious", 9 } };
	const struct quarter *q = quarter_of(day_ms);
	int wanted, done = r->own_shares_in_quarter, days, passed;

	if (q == NULL)
		return 0;
	if (day_ms == plan_day(q->from))
		r->own_shares_in_quarter = done = 0;
	if (day_ms == plan_day("2019-07-17")) {
		r->own_shares_in_quarter++;
		return share_own(r, day_ms, &c2, 1, &r->shared_c2, e);
	}
	days = (int)((plan_day(q->to) - plan_day(q->from)) / MS_DAY) + 1;
	passed = (int)((day_ms - plan_day(q->from)) / MS_DAY) + 1;
	wanted = day_ms == plan_day(q->to) ? q->own_shares : (q->own_shares - 1) * passed / days;
	while ((!is_weekend(day_ms) || day_ms == plan_day(q->to)) && done < wanted) {
		const struct share_value found = { STR("ipv4"), arena_printf(r->arena, "198.19.%d.%d", 200 + (int)(q - quarters),
			++r->own_values), STR("malicious") };
		const struct share_value sample[] = { { STR("sha256"), r->sample_sha256, STR("malicious") },
			{ STR("filename"), STR(DEMO_SAMPLE), STR("malicious") } };
		bool looked_into = r->sample_sha256.n > 0;      /* chapter 6: the next one is the sample's */

		if (share_own(r, day_ms, looked_into ? sample : &found, looked_into ? 2 : 1, NULL, e) < 0)
			return -1;
		r->sample_sha256 = STR("");
		r->own_shares_in_quarter = ++done;
	}
	return 0;
}

int sharing_work(struct replay *r, long long day_ms, struct err *e)
{
	struct str final;

	if (own_shares(r, day_ms, e) < 0)
		return -1;
	if (day_ms == plan_day("2019-08-01") && share_sightings(r, day_ms, false, &r->reshared_c2, e) < 0)
		return -1;
	if (day_ms == plan_day("2019-08-21") && share_sightings(r, day_ms, true, &final, e) < 0)
		return -1;
	for (size_t i = 0; i < r->family_count; i++)
		if (is_due(day_ms, &r->families[i]) && share_family(r, day_ms, &r->families[i], e) < 0)
			return -1;
	return 0;
}
