/* check.h - is this hub sound?  Looks at everything that must fit together and changes nothing. */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include "base/act.h"
#include "store/hub.h"

enum check_state { CHECK_GOOD, CHECK_ATTENTION, CHECK_BAD };

struct check {
	const char *what;               /* schema database references registry audit key erasures contents ballast space */
	enum check_state state;
	struct str says;                /* in the language of the process */
};

struct checks {
	struct arena *arena;
	struct check *list;
	size_t count, room;
};

/* The hub was opened with hub_open_as(dir, DB_READ, 0).  -1 only where nothing can be looked at. */
int check_hub(struct hub *hub, struct checks *checks, struct err *e) MUST_CHECK;

/* Networks of organisations that a version before this one let in and nobody can read: what lies in them is not protected. */
int check_networks(struct hub *hub, struct arena *a, struct str **ids_r, size_t *n_r, struct err *e) MUST_CHECK;

#endif
