/* demo.h - a marked demo hub: a year of a hub replayed through the real intake, jail, analysis,
 * consolidation, approvals and shares.  The generator does not tell the pipeline the answer; a scripted
 * analyst knows it, accepts what is right and corrects what is wrong, and every correction is recorded. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include <stdint.h>

#include "base/act.h"
#include "base/err.h"
#include "demo/plan.h"
#include "store/hub.h"
#include "worker/pool.h"

struct replay {
	struct arena *arena;            /* lives through the whole replay */
	struct hub *hub;
	struct pool *pool;
	struct gen *gen;
	struct rng rng;
	struct family_case *families;   /* what became of each attack, by its number */
	size_t family_count;
	int corrections, corrections_last_quarter;
	int submissions_last_quarter;
	struct str shared_c2;           /* number of chapter 4's first share */
	struct str reshared_c2;
	struct str stories[2];          /* case numbers of the two told ones */
	int shares, own_shares_in_quarter, own_values;
	long long answered_to_ms;       /* shares published before were opened and answered */
	bool verbose;
};

/* The case that stands for an attack, once the analyst has opened it. */
struct family_case {
	struct str case_id;
	bool shared;
	bool wants_share;
	int first_org;
	long long last_ms;              /* of its newest submission */
	const char *campaign;
	enum truth_class class;
	const char *story;
};

/* DIR is made, or rebuilt where it holds a demo hub; anything else is refused. */
int demo_build(struct replay *r, const char *dir, const char *database, uint64_t seed, struct err *e) MUST_CHECK;
int demo_run(const char *dir, const char *database, uint64_t seed, struct err *e) MUST_CHECK;

/* ---- the parts ---- */
int demo_roster(struct replay *r, const struct act *by, struct err *e) MUST_CHECK;
/* Looks at all that was analysed since the last time: classes, cases, corrections. */
int analyst_work(struct replay *r, const struct act *by, struct err *e) MUST_CHECK;
/* Remembers what a hand-in truly is, by its receipt. */
void analyst_expect(struct replay *r, struct str receipt, const struct planned *item);
/* Who consented to what beforehand. */
int sharing_consents(struct replay *r, const struct act *by, struct err *e) MUST_CHECK;
/* Drafts, asks, approves and releases what is due on this day. */
int sharing_work(struct replay *r, long long day_ms, struct err *e) MUST_CHECK;
/* What members do on this day with what was sent. */
int feedback_work(struct replay *r, long long day_ms, struct err *e) MUST_CHECK;
struct act demo_act(struct replay *r, long long now_ms, const char *person);

#endif
