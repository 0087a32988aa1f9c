/* indicators.h - what the hub knows of its indicators: when and where each was seen, in which cases, in which shares and
 * until when, and what members reported back, by direction.
 *
 * For the hub's people.  Sums by direction name nobody; which organisation saw or handed in what is indicator_uses, for
 * analysts and leads.  What a member may see is in feed.h. */
#ifndef FEEDBACK_INDICATORS_H
#define FEEDBACK_INDICATORS_H

#include "base/act.h"
#include "base/arena.h"
#include "base/err.h"
#include "store/db.h"

enum indicator_view { INDICATORS_ALL, INDICATORS_SHARED, INDICATORS_SIGHTED, INDICATORS_INSIDE };

struct indicator_filter {
	struct str type;                /* absent: all */
	struct str text;                /* stands in the value; absent */
	struct str direction;           /* was seen so; absent */
	enum indicator_view view;       /* shared: in what is out; inside: in nothing that is out */
	long long before_ms;            /* older than this one; TIME_FOREVER */
	struct str before_id;
	long long limit;
};

struct indicator_row {
	struct str id, type, value;
	long long known_ms;             /* to the hub */
	long long first_ms, last_ms;    /* handed in or sighted */
	long long submissions, cases;
	long long shares, organisations;        /* that show it, and to whom they were sent */
	long long until_ms;             /* the latest end of these shares; TIME_FOREVER: none; TIME_NONE: in no share that is out */
	bool live;                      /* a share that is out, has not ended and has not taken it back shows it */
	long long to, from, lookup, unknown;    /* how often, as it counts */
};

/* Newest first. */
int indicator_list(struct db *db, struct arena *a, const struct indicator_filter *f, long long now_ms, struct indicator_row **list_r,
    size_t *n_r, struct err *e) MUST_CHECK;
/* ERR_UNKNOWN where there is none. */
int indicator_get(struct db *db, struct arena *a, struct str id, long long now_ms, struct indicator_row *row_r, struct err *e) MUST_CHECK;
int indicator_find(struct db *db, struct arena *a, struct str type, struct str value, long long now_ms, struct indicator_row *row_r,
    bool *found_r, struct err *e) MUST_CHECK;

struct indicator_case { struct str number, title, state; };
struct indicator_share { struct str number, state, tlp, treatment, shown, why; bool revoked; long long published_ms, expires_ms, organisations; };
struct indicator_submission { struct str receipt, org_id, role; long long number, received_ms; };
struct indicator_sighting { struct str org_id, direction, share_number; long long port, first_ms, last_ms, count; bool heuristic; };

int indicator_cases(struct db *db, struct arena *a, struct str id, struct indicator_case **list_r, size_t *n_r, struct err *e) MUST_CHECK;
int indicator_shares(struct db *db, struct arena *a, struct str id, struct indicator_share **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* The newest submissions and all sightings that count, with the organisations.  ERR_DENIED for others than analysts and
 * leads; every look is an audit line. */
struct indicator_uses {
	struct indicator_submission *submissions;
	struct indicator_sighting *sightings;
	size_t submissions_count, sightings_count;
};
int indicator_uses(struct db *db, const struct act *by, struct arena *a, struct str id, struct indicator_uses *u_r, struct err *e) MUST_CHECK;

#endif
