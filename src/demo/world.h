/* world.h - the demo's made-up circle: 13 SIGs, 249 memberships, two liaison systems, people.
 *
 * Sizes and changes are those of the seed report (chapter 1) and of product.md 3; all names are
 * invented and all domains end in .example. */
#ifndef DEMO_WORLD_H
#define DEMO_WORLD_H

#include "base/arena.h"
#include "base/random.h"
#include "demo/grammar.h"

enum { WORLD_SIGS = 13, ORG_PEOPLE = 7 };

enum duty { DUTY_CEO, DUTY_FINANCE, DUTY_SALES, DUTY_STAFF, DUTY_RETIRED, DUTY_CONTACT, DUTY_APPROVER };

struct demo_person {
	struct str id, name_en, name_ja, family_ja, first_en, address;
	enum duty duty;
	bool is_public;                 /* the address stands on the web site */
};

struct demo_membership {
	int sig;                        /* index in world_sigs */
	long long from_ms, to_ms;       /* TIME_FOREVER */
	const char *from_precision, *to_precision, *join_reason, *leave_reason;
};

struct demo_org {
	struct str id, name_ja, name_en, stem_ja, stem_en, domain, kind, group;
	struct demo_membership memberships[2];
	size_t membership_count;
	struct demo_person people[ORG_PEOPLE];
	bool standing_consent;          /* technical lane */
	long long from_ms, to_ms;
};

struct demo_sig {
	const char *id, *name_ja, *name_en;
	const char *suffix_ja, *suffix_en;      /* of its members' names */
	int members;                            /* rows ever */
	const char *from;                       /* date the SIG began */
};
extern const struct demo_sig world_sigs[WORLD_SIGS];

struct world {
	struct demo_org *orgs;
	size_t org_count, org_room;
	struct demo_org counterparts[3];        /* abroad, no members */
	size_t member_count;            /* orgs[0 .. member_count) sit in a SIG; then liaison */
	struct demo_person hub_people[5];       /* two analysts, lead, on call, auditor */
};

struct world *world_make(struct arena *a, const struct grammar *g, struct rng *rng);
/* Members of a SIG at a time, as indices; for choosing who hands in. */
size_t world_members_at(const struct world *w, int sig, long long at_ms, int *out, size_t room);
const struct demo_person *org_person(const struct demo_org *org, enum duty duty);

#endif
