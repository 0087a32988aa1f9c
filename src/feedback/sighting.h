/* sighting.h - an organisation saw an indicator, in one direction, some times (noroshi/sighting/1).
 *
 * Rows are handed in as JSON lines, read inside the jail, and stored under the submission that brought
 * them.  The merged table of a line of shares shows one row per organisation, indicator, direction and
 * port; which rows count is the view sighting_counted (store/sql/0007_feedback.sql). */
#ifndef FEEDBACK_SIGHTING_H
#define FEEDBACK_SIGHTING_H

#include "base/act.h"
#include "base/buf.h"
#include "base/tr.h"
#include "store/db.h"

struct sighting {
	struct str type, value;         /* ipv4 203.0.113.9; letters of names and hashes are lower case */
	struct str direction;           /* to from lookup unknown, seen from the organisation */
	struct str proto, action;
	long long port;                 /* the service's; -1 where there is none */
	long long first_ms, last_ms, count;
	bool heuristic;
};

/* What "searched, nothing found" is worth: the window of the hunt's summaries, from the first to the last. */
struct searched {
	bool present;
	long long first_ms, last_ms;
};

enum sighting_line { LINE_SIGHTING, LINE_SUMMARY, LINE_BAD };

/* Reads one JSON line.  LINE_BAD: *why_r is a word of sighting_why.  Pure: runs inside the jail and,
 * again, over what came out of it. */
enum sighting_line sighting_read_line(struct arena *a, struct str line, struct sighting *s_r, struct searched *searched,
    const char **why_r);
/* The sentence of such a word ("direction" -> "the direction is to, from, lookup or unknown"). */
const char *sighting_why(enum lang lang, struct str word);
/* "3:direction 7:json" as stored with the submission -> "line 3: ...; line 7: ..." in the process's language; another
 * reason stays a word. */
struct str sighting_reason(struct arena *a, struct str stored);

/* Whose rows, and to what: share_id and lineage_id are absent where no share is answered. */
struct sighting_source {
	struct str submission_id, org_id, share_id, lineage_id;
};

/* One row per submission, indicator, direction and port; in the caller's transaction. */
int sighting_add(struct db *db, const struct act *by, struct arena *a, const struct sighting_source *source,
    const struct sighting *s, struct err *e) MUST_CHECK;

#endif
