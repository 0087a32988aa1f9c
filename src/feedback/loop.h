/* loop.h - how fast a line of shares turns: share, sightings, re-share, further sightings; and the
 * standing figures of a period.  Days are calendar days of the hub's zone. */
#ifndef FEEDBACK_LOOP_H
#define FEEDBACK_LOOP_H

#include "base/arena.h"
#include "base/err.h"
#include "store/db.h"

enum loop_kind { LOOP_SHARE, LOOP_SIGHTING, LOOP_RESHARE };

struct loop_step {
	enum loop_kind kind;
	struct str number;              /* of the share; of a sighting: its receipt */
	struct str org_id;              /* of a sighting */
	long long at_ms;
	/* A sighting: days since the newest share of the line before it.  A re-share: days since the first sighting that
	 * no earlier share had taken up (-1: there was none).  The first share: 0. */
	long long days;
};
/* The whole line of the share with this number, in time.  ERR_UNKNOWN where there is none. */
int loop_of(struct db *db, struct arena *a, struct str number, int zone_minutes, struct loop_step **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

/* Of the shares first released in [from_ms, to_ms), by what was known at now_ms. */
struct loop_figures {
	long long shares, deliveries, opened, acked, answered, searched;        /* deliveries and what became of them */
	long long useful_count, useful_sum;                                     /* 1..5 each */
	long long sighted;                      /* shares that were seen at least once */
	/* medians in days; -1 where there is nothing to take one of */
	long long to_first_sighting;            /* release to the first sighting */
	long long to_reshare;                   /* sighting to the re-share that takes it up */
	long long to_answer;                    /* release to each organisation's first answer */
	long long to_release;                   /* receipt of the newest source to release, of members' shares */
};
/* What became of a share at one organisation: the rows that deliveries, opened, acked, answered, searched and useful count. */
struct loop_delivery {
	struct str share, org_id;       /* the share's number */
	long long released_ms, answered_ms;     /* TIME_NONE */
	long long useful;               /* 1..5; 0: not said */
	bool delivered, opened, acked, searched;
};
int loop_deliveries(struct db *db, struct arena *a, long long from_ms, long long to_ms, long long now_ms, struct loop_delivery **list_r,
    size_t *n_r, struct err *e) MUST_CHECK;
int loop_figures(struct db *db, struct arena *a, long long from_ms, long long to_ms, long long now_ms, int zone_minutes,
    struct loop_figures *f_r, struct err *e) MUST_CHECK;

#endif
