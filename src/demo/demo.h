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

#define DEMO_SAMPLE "quotation.pdf.exe" /* chapter 6's sample, which the hub itself found */

struct demo_order {
	const char *dir, *database;     /* database NULL: SQLite in DIR */
	uint64_t seed;
	bool verbose;                   /* every correction is told on standard error */
	/* For tests of the demo itself; no option of the program leads here. */
	const char *first_day;          /* the replay begins here, not with the year; NULL */
	bool spare_one;                 /* one member of the last quarter gets a bulk mail in place of a targeted one */
};

/* What the time goes into.  Reading takes the jailed readers' share as well. */
enum demo_stage { DEMO_SET_UP, DEMO_HAND_INS, DEMO_READING, DEMO_CASES, DEMO_SHARING, DEMO_REPORT, DEMO_STAGES };
struct demo_watch {
	double cpu_s[DEMO_STAGES], wall_s[DEMO_STAGES];
	double cpu_from, wall_from;
	enum demo_stage now;
};

struct replay {
	const struct demo_order *order;
	struct demo_watch watch;
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
	struct str sample_sha256;       /* of chapter 6's sample, until it is shared; "" */
	int shares, own_shares_in_quarter, own_values;
	bool deputy_played;             /* the deputy has answered (play_approval.c) */
	struct str call, outside_receipt;       /* play_requests.c: the call for information, and what came from outside */
	long long answered_to_ms;       /* shares published before were opened and answered */
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

/* DIR is made, or rebuilt where it holds a demo hub; anything else is refused (place.h).  The readers are gone
 * when it returns, the hub stays open until demo_close, also after a failure. */
int demo_build(struct replay *r, const struct demo_order *order, struct err *e) MUST_CHECK;
void demo_close(struct replay *r);
/* The watch counts for this stage from now on. */
void demo_stage(struct replay *r, enum demo_stage stage);

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
/* Whoever answers at that time: the first approver that is asked in the holidays of August is away, and names a deputy. */
int play_deputy(struct replay *r, struct arena *a, long long at_ms, struct str *person, struct err *e) MUST_CHECK;
/* Corrections and retractions of the last quarter. */
int play_approval(struct replay *r, long long day_ms, struct err *e) MUST_CHECK;
/* A quarter is closed, and one of its mails is looked at again later. */
int play_periods(struct replay *r, long long day_ms, struct err *e) MUST_CHECK;
/* What members do on this day with what was sent. */
int feedback_work(struct replay *r, long long day_ms, struct err *e) MUST_CHECK;
/* The last quarter's questions and consultations. */
int play_desk(struct replay *r, long long day_ms, struct err *e) MUST_CHECK;
/* Calls for information, passing on, an exercise, a hand-over: what is due on this day of the last quarter. */
int play_requests(struct replay *r, long long day_ms, struct err *e) MUST_CHECK;
struct act demo_act(struct replay *r, long long now_ms, const char *person);

#endif
