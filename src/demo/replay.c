/* replay.c - a year, day by day: hand-ins, the jail, the analyst, the shares. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "base/tr.h"
#include "demo/analyst.h"
#include "demo/stories.h"
#include "intake/intake.h"
#include "worker/hub_jobs.h"

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
	while (*next < r->gen->plan.count && r->gen->plan.items[*next].at_ms < day_ms + MS_DAY) {
		if (hand_in(r, &r->gen->plan.items[*next], e) < 0)
			return -1;
		(*next)++;
		any = true;
	}
	if (any && (hub_jobs_run(r->hub, &worker, r->pool, 1000000, &done, e) < 0 || analyst_work(r, &by, e) < 0))
		return -1;
	if (stories_day(r, day_ms, e) < 0 || sharing_work(r, day_ms, e) < 0)
		return -1;
	return feedback_work(r, day_ms, e);
}

static double cpu_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static int replay_year(struct replay *r, struct err *e)
{
	size_t next = 0;
	long long last = plan_day("2019-09-30");
	bool terminal = isatty(STDERR_FILENO);

	for (long long day = plan_day("2018-10-01"); day <= last; day += MS_DAY) {
		char text[TIME_TEXT];

		if (one_day(r, &next, day, e) < 0) {
			char at[TIME_TEXT];

			return err_prefix(e, "%s", time_date(at, day, ZONE_JST).p);
		}
		if (terminal)
			fprintf(stderr, "\r%s  %zu / %zu ", time_date(text, day, ZONE_JST).p, next, r->gen->plan.count);
	}
	if (terminal)
		fputs("\r                              \r", stderr);
	return 0;
}

/* Only what a demo made may be thrown away. */
static int is_demo_hub(const char *dir)
{
	char path[4096];
	struct stat st;

	snprintf(path, sizeof path, "%s/demo-hub", dir);
	return stat(path, &st) == 0;
}

static void remove_tree(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	char path[4096];

	while (d != NULL && (entry = readdir(d)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
		if (unlink(path) < 0 && errno == EISDIR)
			remove_tree(path);
	}
	if (d != NULL)
		closedir(d);
	rmdir(dir);
}

/* The demo hub has a desk, so that reports and shares say where to write. */
static int set_contact(struct replay *r, const char *dir, struct err *e)
{
	const char *path = arena_printf(r->arena, "%s/noroshi.conf", dir).p;
	struct str conf;

	if (file_read(r->arena, path, 1 << 20, &conf, e) < 0)
		return -1;
	return file_replace(path, arena_printf(r->arena, STR_FMT "\ncontact = desk@hub.example\n", STR_ARG(conf)), 0600, e);
}

static int make_hub(struct replay *r, const char *dir, const char *database, struct err *e)
{
	struct stat st;
	char path[4096];

	if (stat(dir, &st) == 0 && is_demo_hub(dir))
		remove_tree(dir);
	if (hub_init(dir, database, e) < 0 || set_contact(r, dir, e) < 0)
		return -1;
	snprintf(path, sizeof path, "%s/demo-hub", dir);
	if (file_replace(path, STR("made by noroshi demo; rebuilt by the next one\n"), 0600, e) < 0 || hub_open(dir, &r->hub, e) < 0)
		return -1;
	r->hub->conf.demo = true;
	r->hub->conf.low_water_mb = 0;
	return 0;
}

int demo_build(struct replay *r, const char *dir, const char *database, uint64_t seed, struct err *e)
{
	struct gen *g = ARENA_NEW(r->arena, struct gen);
	struct rng *generator = ARENA_NEW(r->arena, struct rng);
	struct act by;

	analyst_forget();
	*generator = rng_seeded(seed);
	r->rng = rng_seeded(seed ^ 0x5eed);
	*g = (struct gen){ .arena = r->arena, .rng = generator, .words = grammar_load(r->arena), .next_family = 1 };
	if (make_hub(r, dir, database, e) < 0)
		return -1;
	g->log_dir = arena_printf(r->arena, "%s/logs", dir).p;
	g->world = world_make(r->arena, g->words, generator);
	plan_make(g);
	r->gen = g;
	by = demo_act(r, plan_day("2018-09-28"), "hub");
	if (demo_roster(r, &by, e) < 0 || sharing_consents(r, &by, e) < 0 || pool_open(2, &r->pool, e) < 0)
		return -1;
	return replay_year(r, e);
}

int demo_run(const char *dir, const char *database, uint64_t seed, struct err *e)
{
	struct replay r = { .arena = arena_new((size_t)1 << 30, arena_full_exit), .verbose = getenv("NOROSHI_DEMO_VERBOSE") != NULL };
	double before = cpu_seconds();
	int status = demo_build(&r, dir, database, seed, e);

	if (status == 0) {
		printf("corrections: %d of %d\n", r.corrections_last_quarter, r.submissions_last_quarter);
		printf(tr("replayed in %.1f s of CPU (hub side)\n"), cpu_seconds() - before);
	}
	if (r.pool != NULL)
		pool_close(r.pool);
	hub_close(r.hub);
	arena_free(r.arena);
	return status;
}
