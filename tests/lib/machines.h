/* machines.h - a state machine's table held against what the code does: every state is made by real deeds, and in every
 * state every deed is tried on a copy of the hub. */
#ifndef TESTS_MACHINES_H
#define TESTS_MACHINES_H

#include "base/act.h"
#include "base/states.h"
#include "store/hub.h"

struct machine_world {
	struct hub *hub;
	struct arena *arena;
	struct str id, number, other;   /* of the thing; of a second one */
	struct str case_id, digest;
	long long now_ms;               /* grows with every deed */
};

struct machine_test {
	const struct state_machine *machine;
	const char *const *states;      /* a word behind "+" tells how it came there: "checked+out"; NULL at the end */
	const char *const *deeds;
	/* "state deed" where more than the state is asked and does not hold in this test: it may be refused. */
	const char *const *guarded;
	void (*make)(struct machine_world *w, const char *state);
	int (*deed)(struct machine_world *w, const char *deed, struct err *e);
	struct str (*now)(struct machine_world *w);
};

/* Asserts for each state and deed: what the table does not hold is refused with a sentence and changes nothing; what it holds
 * is done and leads where the table says. */
void machine_check(const struct machine_test *t, const char *place);

/* The control: how many rows do not hold, on SQLite; each is printed. */
int machine_count_wrong(const struct machine_test *t);

/* A deed's person at the world's time. */
struct act machine_act(struct machine_world *w, const char *person);

#endif
