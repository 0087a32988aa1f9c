/* roster.h - who belonged to what on a day, as now known or as recorded on another day.
 *
 * Sizes are memberships (延べ: an organisation in two SIGs counts twice); distinct organisations are
 * the second number.  Liaison systems are declared, not counted, and stand outside both. */
#ifndef REGISTRY_ROSTER_H
#define REGISTRY_ROSTER_H

#include "base/arena.h"
#include "registry/change.h"

struct roster_member {
	struct str sig_id, org_id, name_ja, name_en, join_reason, leave_reason, basis;
	long long from_ms, to_ms;
	bool from_month, to_month;      /* only the month is known */
};

struct roster_sig {
	struct str id, name_ja, name_en;
	struct roster_member *members;
	size_t count;
};

struct roster_state {
	struct roster_sig *sigs;
	size_t sig_count;
	long long memberships, organisations;
	struct liaison_row *liaisons;
	size_t liaison_count;
};

/* `recorded_ms` TIME_FOREVER - 1: as now known. */
int roster_read(struct db *db, struct arena *a, long long at_ms, long long recorded_ms, struct roster_state *r, struct err *e)
    MUST_CHECK;

struct roster_change {
	struct roster_member member;
	bool joined;                    /* else left */
	long long at_ms;
};
/* Joins and leaves from `from_ms` to before `to_ms`, in order, each with its own reason. */
int roster_changes(struct db *db, struct arena *a, long long from_ms, long long to_ms, long long recorded_ms,
    struct roster_change **list_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
