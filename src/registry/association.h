/* association.h - the associations of a liaison system: their own members, and the terms (規約) they take part under.
 *
 * An end member is an organisation of the kind liaison-member that belongs to an association, not to the liaison system
 * itself: it may hand in, through the association or directly, and gets what the association passes on, nothing else. */
#ifndef REGISTRY_ASSOCIATION_H
#define REGISTRY_ASSOCIATION_H

#include "base/act.h"
#include "store/db.h"

int end_member_add(struct db *db, const struct act *by, struct arena *a, struct str association_id, struct str org_id, long long from_ms,
    long long to_ms, struct err *e) MUST_CHECK;
/* Of that association (absent: of any) on that day? */
int end_member_is(struct db *db, struct arena *a, struct str org_id, struct str association_id, long long at_ms, bool *is_r, struct err *e)
    MUST_CHECK;

struct end_member { struct str org_id; long long from_ms, to_ms; };
int end_member_list(struct db *db, struct arena *a, struct str association_id, struct end_member **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;

struct liaison_terms {
	struct str version, reference;  /* of the signed paper */
	long long from_ms, to_ms;
};
/* A version in force from a day; the one before it ends there. */
int liaison_terms_add(struct db *db, const struct act *by, struct arena *a, struct str association_id, const struct liaison_terms *t,
    struct err *e) MUST_CHECK;
/* Newest first. */
int liaison_terms_list(struct db *db, struct arena *a, struct str association_id, struct liaison_terms **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

#endif
