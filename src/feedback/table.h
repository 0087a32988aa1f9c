/* table.h - what members saw of a share's indicators: the Organisation A/B/C table.
 *
 * Inside: exact, with the organisations' names, for analysts; every look is an audit line.  Outside:
 * what the re-share shows - letters drawn at random for it, months and classes of counts unless every
 * source consented to exact figures.  Only share/ makes that; here it is read from the re-share. */
#ifndef FEEDBACK_TABLE_H
#define FEEDBACK_TABLE_H

#include "anonymise/projection.h"
#include "feedback/sighting.h"
#include "intake/look.h"

struct table_row {
	struct str org_id, org_name, receipt, share_number;
	struct sighting s;
	struct searched searched;       /* of the hand-in that brought it */
	long long received_ms;
	bool may_merge, readable, asked_for;    /* what keeps it out of a re-share: see sighting_counted */
};

/* The rows that count over the whole line of `share`, by indicator, direction and port.  ERR_UNKNOWN where there is no such
 * share; ERR_DENIED where act.actor is no analyst or lead of the hub.  Audited. */
int table_read(struct db *db, const struct act *by, struct arena *a, struct str share, enum lang lang, struct table_row **rows_r,
    size_t *n_r, struct err *e) MUST_CHECK;

/* Of the rows of one indicator, direction and port.  Days are calendar days of the zone, both ends included. */
struct table_totals {
	long long organisations, count;
	long long union_from_ms, union_to_ms, union_days;       /* days on which at least one row's period lies */
	long long common_from_ms, common_to_ms, common_days;    /* all periods; 0 days where they do not meet */
};
/* `n` >= 1 rows. */
struct table_totals table_total(struct arena *a, const struct table_row *rows, size_t n, int zone_minutes);
long long table_days(long long first_ms, long long last_ms, int zone_minutes);
/* How many rows from `at` on belong to the same indicator, direction and port. */
size_t table_group(const struct table_row *rows, size_t n, size_t at);

/* The newest re-share that was made of the line's sightings: number is absent where there is none yet. */
struct outward {
	struct str number, state;
	struct projection shown;
};
int table_outward(struct db *db, struct arena *a, struct str share, struct outward *outward_r, struct err *e) MUST_CHECK;

/* Every hand-in of kind sighting, of one line of shares or (share absent) all: also those without a row. */
struct sighting_hand_in {
	struct str submission_id, receipt, org_id, org_name, share_number, examined, examined_reason, state;
	long long number, received_ms, rows, counted;
};
/* A page of all of them, the earliest first: so many behind a place, NULL: from the beginning.  Who reads is recorded by the caller, once
 * for all pages (sighting_hand_ins_read). */
int sighting_hand_in_page(struct db *db, const struct act *by, struct arena *a, enum lang lang, const struct submission_after *after, long long limit,
    struct sighting_hand_in **list_r, size_t *n_r, struct err *e) MUST_CHECK;
int sighting_hand_ins_read(struct db *db, const struct act *by, struct err *e) MUST_CHECK;
int sighting_hand_ins(struct db *db, const struct act *by, struct arena *a, struct str share, enum lang lang,
    struct sighting_hand_in **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* Only an analyst or lead of the hub sees what leads to an organisation. */
int feedback_insider(struct db *db, const struct act *by, struct arena *a, struct err *e) MUST_CHECK;

#endif
