/* approver.h - who may answer for an organisation: its approvers, and whom they named to stand in for them.
 *
 * A deputy is a person of the same organisation, named from..to by the approver, by an administrator of the
 * organisation, or by the hub's people with a reference to the mail or the call.  While an approver is away,
 * notices go to the deputies; who is away may answer all the same.  A deputy gives no standing consent. */
#ifndef APPROVE_APPROVER_H
#define APPROVE_APPROVER_H

#include "base/act.h"
#include "store/db.h"

/* Person x (an alias of person) stands in, at $2, for an approver of the own organisation. */
#define SQL_STANDS_IN \
	"SELECT d.person_id FROM approver_deputy d JOIN person w ON w.id = d.person_id JOIN person_role v ON v.person_id = w.id" \
	" AND v.role = 'approver' WHERE d.deputy_id = x.id AND w.org_id = x.org_id AND d.from_ms <= $2 AND d.to_ms > $2" \
	" AND v.from_ms <= $2 AND v.to_ms > $2 AND w.from_ms <= $2 AND w.to_ms > $2"

/* Person x is an approver who is away at $2 and has somebody to stand in. */
#define SQL_IS_REPLACED \
	"EXISTS (SELECT 1 FROM approver_absence b WHERE b.person_id = x.id AND b.from_ms <= $2 AND b.to_ms > $2)" \
	" AND EXISTS (SELECT 1 FROM approver_deputy d JOIN person y ON y.id = d.deputy_id WHERE d.person_id = x.id" \
	" AND d.from_ms <= $2 AND d.to_ms > $2 AND y.org_id = x.org_id AND y.from_ms <= $2 AND y.to_ms > $2" \
	" AND EXISTS (SELECT 1 FROM person_address z WHERE z.person_id = y.id AND z.notify = 1))"

/* ERR_DENIED where the person may not answer at that time; *deputy_of_r: whom it stands in for, absent for an approver. */
int approver_check(struct db *db, struct arena *a, struct str person, long long at_ms, struct str *deputy_of_r, struct err *e)
    MUST_CHECK;
/* An approver, a deputy now or later, or one of the hub's people, who sign in with them: who may get one-time codes. */
int approver_check_code(struct db *db, struct arena *a, struct str person, long long at_ms, struct err *e) MUST_CHECK;

struct standing_in {
	struct str id, person_id, deputy_id /* absent: an absence */, by, reference;
	long long from_ms, to_ms;
};
/* Names `deputy_id` (or, absent, enters an absence) for the approver `person_id`; `id` and `by` are filled by the hub. */
int approver_replace(struct db *db, const struct act *by, struct arena *a, const struct standing_in *s, struct str *id_r,
    struct err *e) MUST_CHECK;
/* Ends one, by its id or the beginning of it, now; what has not begun never does. */
int approver_replace_end(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e) MUST_CHECK;
/* What holds now or will, of one organisation or (absent) of all. */
int approver_replaced(struct db *db, struct arena *a, struct str org_id, long long now_ms, struct standing_in **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

#endif
