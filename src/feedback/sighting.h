/* sighting.h - an organisation saw an indicator, in one direction, some times (noroshi/sighting/1).
 *
 * Rows are handed in as JSON lines, read inside the jail, and stored under the submission that brought
 * them.  The merged table of a share shows one row per organisation, indicator, direction and port. */
#ifndef FEEDBACK_SIGHTING_H
#define FEEDBACK_SIGHTING_H

#include "base/act.h"
#include "base/buf.h"
#include "store/db.h"

struct sighting {
	struct str type, value;         /* ipv4 203.0.113.9 */
	struct str direction;           /* to from lookup unknown, seen from the organisation */
	struct str proto, action;
	long long port;                 /* the service's; -1 where there is none */
	long long first_ms, last_ms, count;
	bool heuristic;
};

/* What "searched, nothing found" is worth: the window of the hunt's summary. */
struct searched {
	bool present;
	long long first_ms, last_ms;
};

/* Reads one JSON line: a sighting (*is_sighting_r), a summary (fills *searched), or neither: -1 with a
 * sentence.  Pure: runs inside the jail and, again, over what came out of it. */
int sighting_read_line(struct arena *a, struct str line, bool *is_sighting_r, struct sighting *s_r, struct searched *searched,
    struct err *e) MUST_CHECK;

/* One row per submission, indicator, direction and port; in the caller's transaction. */
int sighting_add(struct db *db, const struct act *by, struct arena *a, struct str submission_id, struct str org_id,
    struct str share_id, const struct sighting *s, struct err *e) MUST_CHECK;

/* The rows behind a share's table, merged per organisation: counts added up, first of firsts, last of
 * lasts.  In a fixed order that says nothing (the organisation's id); letters are given by share/. */
struct merged {
	struct str org_id;
	struct sighting s;
};
int sighting_merge(struct db *db, struct arena *a, struct str share_id, struct merged **list_r, size_t *count_r,
    struct err *e) MUST_CHECK;

#endif
