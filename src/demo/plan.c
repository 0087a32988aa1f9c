/* plan.c - the year's figures and what all generators share. */
#include "demo/plan.h"

#include <assert.h>
#include <stdlib.h>

#include "base/time.h"

/* Table 1 and the text of the seed; the rest of each quarter's composition as product.md 3 says.
 * Targeted = plant + spear: 93, 47, 75, 113.  Submissions: 1,072, 238, 424, 235 (the first one with the
 * phishing mail of Table 3 no. 2 on top, the last one with three sightings, the voicemail phishing and five BEC cases of its own generators). */
const struct quarter quarters[4] = {
	{ "2018-10-01", "2018-12-31", 63, 26, 30, 12, 2, 5, 11, 960, 7, 12 },
	{ "2019-01-01", "2019-03-31", 45, 24, 2, 2, 2, 6, 8, 175, 5, 15 },
	{ "2019-04-01", "2019-06-30", 66, 26, 9, 6, 4, 7, 9, 329, 4, 14 },
	{ "2019-07-01", "2019-09-30", 105, 42, 8, 6, 0, 10, 0, 103, 3, 16 },
};

static const struct truth *copy_truths(struct gen *g, const struct truth *truths, size_t n)
{
	struct truth *copy = ARENA_ARRAY(g->kept, struct truth, n);

	memcpy(copy, truths, n * sizeof *copy);
	return copy;
}

void plan_add(struct gen *g, struct planned item)
{
	item.name = arena_str(g->kept, item.name);
	item.bytes = arena_str(g->kept, item.bytes);
	item.truths = copy_truths(g, item.truths, item.truth_count);
	*ARENA_PUSH(g->kept, g->plan.items, g->plan.count, g->plan.room) = item;
}

static int by_time(const void *a, const void *b)
{
	const struct planned *x = a, *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	return x->org - y->org;
}

/* What a generator makes on its way to the bytes is several times as long as they are. */
void plan_make(struct gen *g)
{
	g->arena = arena_new(256 << 20, arena_full_exit);
	for (int i = 0; i < 4; i++) {
		gen_plant(g, &quarters[i]);
		gen_spear(g, &quarters[i]);
		gen_phishing(g, &quarters[i]);
		gen_simple_bec(g, &quarters[i]);
		gen_consultations(g, &quarters[i], i == 3);
		gen_bulk(g, &quarters[i]);
		arena_reset(g->arena);
	}
	gen_stories(g);
	gen_voicemail(g);
	gen_probing(g);
	arena_free(g->arena);
	g->arena = g->kept;
	qsort(g->plan.items, g->plan.count, sizeof g->plan.items[0], by_time);
}

long long plan_day(const char *date)
{
	struct err e;
	long long ms;

	assert(time_parse_date(str_of(date), ZONE_JST, &ms, &e) == 0);
	return ms;
}

long long plan_moment(struct gen *g, const struct quarter *q)
{
	long long from = plan_day(q->from), days = (plan_day(q->to) - from) / MS_DAY + 1, at;

	do
		at = from + (long long)rng_below(g->rng, (uint64_t)days) * MS_DAY;
	while (time_civil(at, ZONE_JST).weekday == 0 || time_civil(at, ZONE_JST).weekday == 6);
	return at + 9 * MS_HOUR + (long long)rng_below(g->rng, 8 * 3600) * MS_SECOND;
}

struct str plan_ip(struct gen *g)
{
	/* 455 blocks of 254; the step is prime to the range, so all of it passes before one comes again.
	 * 198.19.200 and above are the stories' and the hub's own. */
	enum { RANGE = 455 * 254, STEP = 7919 };
	uint32_t n = (uint32_t)g->next_ip++ * STEP % RANGE, block = n / 254 + 1;

	return arena_printf(g->arena, "198.%u.%u.%u", 18 + block / 256, block % 256, n % 254 + 1);
}

static bool is_member(const struct demo_org *org, long long at_ms)
{
	for (size_t i = 0; i < org->membership_count; i++)
		if (org->memberships[i].from_ms <= at_ms && at_ms < org->memberships[i].to_ms)
			return true;
	return false;
}

int plan_member(struct gen *g, long long at_ms)
{
	const struct world *w = g->world;
	size_t n;

	if (rng_below(g->rng, 25) == 0)
		return (int)(w->member_count + rng_below(g->rng, w->org_count - w->member_count));
	do
		n = (size_t)rng_below(g->rng, w->member_count);
	while (!is_member(&w->orgs[n], at_ms));
	return (int)n;
}

struct mail_person plan_person(const struct demo_person *p, bool japanese)
{
	return (struct mail_person){ japanese ? p->name_ja : p->name_en, p->address };
}

void plan_route(struct gen *g, struct outmail *m, struct str from_host, struct str from_ip, const struct demo_org *org,
    const char *results)
{
	struct str border = arena_printf(g->arena, "mx." STR_FMT, STR_ARG(org->domain));

	m->hop_count = 0;
	m->hops[m->hop_count].from_host = from_host;
	m->hops[m->hop_count].from_ip = from_ip;
	m->hops[m->hop_count++].by = border;
	m->auth_results = results == NULL ? STR("") : arena_printf(g->arena, STR_FMT "; %s", STR_ARG(border), results);
}

struct str plan_ref(struct gen *g)
{
	return arena_printf(g->arena, STR_FMT "-%d", STR_ARG(rng_code(g->rng, g->arena, 4)), (int)rng_below(g->rng, 9000) + 1000);
}

void plan_hand_in(struct gen *g, long long at_ms, int org, const struct str *mails, const struct truth *truths, size_t n)
{
	struct planned item = { .at_ms = at_ms, .org = org, .kind = "mail", .truths = truths, .truth_count = n, .story = "" };
	struct mail_file *files;

	if (n == 1) {
		item.name = STR("mail.eml");
		item.bytes = mails[0];
	} else if (rng_below(g->rng, 2) == 0) {
		item.name = STR("mails.mbox");
		item.bytes = mbox_write(g->arena, mails, n, at_ms);
	} else {
		files = ARENA_ARRAY(g->arena, struct mail_file, n);
		for (size_t i = 0; i < n; i++)
			files[i] = (struct mail_file){ arena_printf(g->arena, "mail-%03zu.eml", i + 1), STR("message/rfc822"), mails[i] };
		item.name = STR("mails.zip");
		item.bytes = zip_write(g->arena, files, n);
	}
	plan_add(g, item);
}
