/* lookup.h - asking the registry: organisations, people, domains, at a time. */
#ifndef REGISTRY_LOOKUP_H
#define REGISTRY_LOOKUP_H

#include "base/arena.h"
#include "store/db.h"

struct org_state {
	bool found;
	struct str kind;
	bool may_submit;                /* a member of a SIG, of a liaison system or one of its associations, or an outside reporter, on that day */
};
int org_state_at(struct db *db, struct arena *a, struct str org_id, long long at_ms, struct org_state *state_r,
    struct err *e) MUST_CHECK;
/* Says that there is no such organisation, naming the nearest id; always -1. */
int org_unknown(struct db *db, struct arena *a, struct str org_id, struct err *e);

/* Organisations of that moment by id, so many behind `after` ("": from the first). */
struct listed_org {
	struct str id, kind, name_ja, name_en, *sigs;
	size_t sig_count;
	long long people;
};
int org_list(struct db *db, struct arena *a, long long at_ms, struct str after, long long limit, struct listed_org **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

struct person_found {
	bool found;
	struct str id, org_id, name;
};
int person_by_address(struct db *db, struct arena *a, struct str address, long long at_ms, struct person_found *p_r,
    struct err *e) MUST_CHECK;
int person_find(struct db *db, struct arena *a, struct str id, long long at_ms, struct person_found *p_r, struct err *e)
    MUST_CHECK;
/* The same where somebody named the person: ERR_UNKNOWN where there is none. */
int person_must(struct db *db, struct arena *a, struct str id, long long at_ms, struct person_found *p_r, struct err *e)
    MUST_CHECK;
/* Does the person hold one of the roles ("analyst lead") on that day? */
int person_has_role(struct db *db, struct arena *a, struct str person_id, const char *roles, long long at_ms, bool *has_r,
    struct err *e) MUST_CHECK;

#endif
