/* own_org.h - what an administrator of a member does: its own people, and the trail of its own organisation.
 *
 * Own means the organisation of act.actor, who holds the role org-admin that moment; whoever is of another one is answered as who is not
 * there.  Roles within the organisation only are given and taken; who holds one that the hub gave (ORG_ROLES names the others) is the
 * hub's to let in.  A new person comes with an address of a domain that is the organisation's alone, so that nobody's mail is claimed,
 * and with a name that is not made of the words alone that every share needs (registry/ordinary.h). */
#ifndef ACCESS_OWN_ORG_H
#define ACCESS_OWN_ORG_H

#include "access/access.h"

enum { OWN_PEOPLE_MOST = 200 };
#define ORG_ROLES (ROLE_SUBMITTER | ROLE_APPROVER | ROLE_RECIPIENT | ROLE_ORG_ADMIN)

/* Those that an administrator gives, a bit and its name each; absent behind the last. */
struct org_role { unsigned role; const char *name; };
extern const struct org_role org_roles[];

struct own_person {
	struct str id, name, addresses, state;  /* state: none invited open suspended left */
	struct str *roles;                      /* of the hub's, too */
	size_t role_count;
	unsigned bits;
	long long seen_ms;                      /* TIME_NONE: never */
	bool codes, may_invite, may_roles, may_suspend;
};
int own_people(struct hub *hub, const struct act *by, struct arena *a, struct own_person **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* A person of ours with an invitation, which is shown once; the hub chooses the id, so that no id tells who is elsewhere. */
struct own_new { struct str name, address; unsigned roles; };
int own_person_add(struct hub *hub, const struct act *by, struct arena *a, const struct own_new *n, struct str *id_r, struct str *token_r,
    struct err *e) MUST_CHECK;
/* Where no account is open yet; a forgotten password is the hub's to mend. */
int own_person_invite(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct str *token_r, struct err *e) MUST_CHECK;
/* Exactly these of ORG_ROLES from now on. */
int own_person_roles(struct hub *hub, const struct act *by, struct arena *a, struct str id, unsigned roles, struct err *e) MUST_CHECK;
/* Let in again only by those who kept out: what the hub suspended stays so. */
int own_person_suspend(struct hub *hub, const struct act *by, struct arena *a, struct str id, bool suspended, struct err *e) MUST_CHECK;

struct own_name { struct str kind, value; };
int own_names(struct hub *hub, const struct act *by, struct arena *a, struct own_name **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* ---- the trail ---- */

/* What the own people did, and what was done to them, their keys and the organisation as such.  Whoever else did it is "hub": no line
 * names anybody of another organisation, or tells by its number how much goes on elsewhere. */
struct own_line { struct str actor, deed, object; long long at_ms; };
struct own_wanted {
	struct str deed, actor;         /* absent: any; a deed's first words are enough */
	long long from_ms, to_ms;
	struct str after;               /* where the page before ended; absent: at the newest */
	long long limit;
};
int own_trail(struct hub *hub, const struct act *by, struct arena *a, const struct own_wanted *w, struct own_line **list_r, size_t *n_r,
    struct str *next_r, struct err *e) MUST_CHECK;

#endif
