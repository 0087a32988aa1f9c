/* replay.c - a year, day by day: hand-ins, the jail, the analyst, the shares. */
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "demo/analyst.h"
#include "demo/place.h"
#include "demo/stories.h"
#include "search/search.h"
#include "intake/intake.h"
#include "worker/hub_jobs.h"

/* ---- the watch ---- */

static double seconds_of(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void demo_stage(struct replay *r, enum demo_stage stage)
{
	struct demo_watch *w = &r->watch;
	double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID), wall = seconds_of(CLOCK_MONOTONIC);

	if (w->wall_from > 0) {
		w->cpu_s[w->now] += cpu - w->cpu_from;
		w->wall_s[w->now] += wall - w->wall_from;
	}
	w->cpu_from = cpu;
	w->wall_from = wall;
	w->now = stage;
}

/* ---- the days ---- */

struct act demo_act(struct replay *r, long long now_ms, const char *person)
{
	return (struct act){ .now_ms = now_ms, .actor = str_of(person), .os_user = STR("demo"), .rng = &r->rng };
}

static int hand_in(struct replay *r, const struct planned *item, struct err *e)
{
	const struct demo_org *org = &r->gen->world->orgs[item->org];
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct act by = demo_act(r, item->at_ms, org_person(org, DUTY_CONTACT)->id.p);
	struct offer offer = { .org_id = org->id, .person_id = org_person(org, DUTY_CONTACT)->id, .kind = str_of(item->kind),
		.channel = STR("demo"), .name = item->name, .bytes = item->bytes, .client_key = STR_NONE, .received_ms = item->at_ms,
		.supplements = STR_NONE, .answers_share = STR_NONE };
	struct receipt receipt;
	int status;

	if (str_starts(str_of(item->story), STR("sighting")))
		/* B and C learnt of it by the re-share and answer that; it is the same line of shares */
		offer.answers_share = r->reshared_c2.n > 0 ? r->reshared_c2 : r->shared_c2;
	/* two hand-ins of one wave may be alike to the byte: each has a key of its own */
	offer.client_key = arena_printf(a, "%zu", (size_t)(item - r->gen->plan.items));
	status = intake_receive(r->hub, &by, a, &offer, &receipt, e);
	if (status == 0)
		analyst_expect(r, receipt.number, item);
	arena_free(a);
	return status;
}

static int one_day(struct replay *r, size_t *next, long long day_ms, struct err *e)
{
	struct act by = demo_act(r, day_ms + 18 * MS_HOUR, "hub-analyst-1"), worker = by;
	struct hub_jobs_done done;
	bool any = false;

	worker.actor = STR("hub");
	demo_stage(r, DEMO_HAND_INS);
	while (*next < r->gen->plan.count && r->gen->plan.items[*next].at_ms < day_ms + MS_DAY) {
		if (hand_in(r, &r->gen->plan.items[*next], e) < 0)
			return -1;
		(*next)++;
		any = true;
	}
	demo_stage(r, DEMO_READING);
	if (any && hub_jobs_run(r->hub, &worker, r->pool, 1000000, &done, e) < 0)
		return -1;
	demo_stage(r, DEMO_CASES);
	if ((any && analyst_work(r, &by, e) < 0) || stories_day(r, day_ms, e) < 0)
		return -1;
	demo_stage(r, DEMO_SHARING);
	return sharing_work(r, day_ms, e) < 0 || play_approval(r, day_ms, e) < 0 || feedback_work(r, day_ms, e) < 0 ||
	    play_desk(r, day_ms, e) < 0 || play_requests(r, day_ms, e) < 0 || play_periods(r, day_ms, e) < 0 ? -1 : 0;
}

static void tell_progress(const struct replay *r, long long day_ms, size_t done)
{
	char text[TIME_TEXT];

	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%s  %zu / %zu ", time_date(text, day_ms, ZONE_JST).p, done, r->gen->plan.count);
}

static void end_progress(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r                              \r", stderr);
}

static int replay_days(struct replay *r, struct err *e)
{
	long long day = plan_day(r->order->first_day != NULL ? r->order->first_day : "2018-10-01"), last = plan_day("2019-09-30");
	size_t next = 0;
	int status = 0;

	while (next < r->gen->plan.count && r->gen->plan.items[next].at_ms < day)
		next++;
	for (; status == 0 && day <= last; day += MS_DAY) {
		char text[TIME_TEXT];

		status = one_day(r, &next, day, e);
		if (status < 0)
			err_prefix(e, "%s", time_date(text, day, ZONE_JST).p);
		else
			tell_progress(r, day, next);
	}
	end_progress();
	return status;
}

/* ---- the whole ---- */

static void make_plan(struct replay *r)
{
	struct rng *generator = ARENA_NEW(r->arena, struct rng);
	struct gen *g = ARENA_NEW(r->arena, struct gen);

	*generator = rng_seeded(r->order->seed);
	*g = (struct gen){ .kept = r->arena, .rng = generator, .words = grammar_load(r->arena), .next_family = 1 };
	g->log_dir = arena_printf(r->arena, "%s/logs", r->order->dir).p;
	g->world = world_make(r->arena, g->words, generator);
	plan_make(g);
	if (r->order->spare_one)
		plan_spare_one(g);
	r->gen = g;
}

static int build(struct replay *r, struct err *e)
{
	struct act by;
	size_t indexed;

	if (place_make(r->arena, r->order->dir, r->order->database, e) < 0 || hub_open(r->order->dir, &r->hub, e) < 0)
		return -1;
	make_plan(r);
	by = demo_act(r, plan_day("2018-09-28"), "hub");
	if (demo_roster(r, &by, e) < 0 || sharing_consents(r, &by, e) < 0 || pool_open(2, &r->pool, e) < 0)
		return -1;
	if (replay_days(r, e) < 0)
		return -1;
	demo_stage(r, DEMO_READING);
	return search_catch_up(r->hub, SIZE_MAX, &indexed, e);
}

/* What the readers used is known when they have been waited for. */
static void end_readers(struct replay *r)
{
	struct rusage use;

	pool_close(r->pool);
	r->pool = NULL;
	if (getrusage(RUSAGE_CHILDREN, &use) == 0)
		r->watch.cpu_s[DEMO_READING] += (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
		    (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

int demo_build(struct replay *r, const struct demo_order *order, struct err *e)
{
	int status;

	*r = (struct replay){ .order = order, .arena = arena_new((size_t)1 << 30, arena_full_exit),
		.rng = rng_seeded(order->seed ^ 0x5eed) };
	demo_stage(r, DEMO_SET_UP);
	analyst_forget();
	status = build(r, e);
	end_readers(r);
	demo_stage(r, DEMO_REPORT);
	return status;
}

void demo_close(struct replay *r)
{
	hub_close(r->hub);
	arena_free(r->arena);
	r->hub = NULL;
	r->arena = NULL;
}
