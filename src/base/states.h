/* states.h - a state machine is a table: from which state which deed leads where, and who does it.
 *
 * A machine stands in one file, <room>/states_<name>.c, and has a line in base/states.def, which declares it and
 * makes `noroshi explain states` draw it.  Deeds ask it before they change anything; what it does not hold is refused
 * with a sentence that names the state and what can be done there, by whom and how.  Texts (both languages):
 *   states.<machine>                 what the thing is called
 *   states.<machine>.state.<state>   the state
 *   states.<machine>.deed.<deed>     the deed, as an infinitive
 *   states.<machine>.how.<deed>      the command; absent where the hub does it by itself
 *   states.who.<who>                 who does it */
#ifndef BASE_STATES_H
#define BASE_STATES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct state_move {
	const char *from;       /* one state, or several parted by blanks; "": the thing comes into being */
	const char *deed;
	const char *to;         /* where it leads: one state, or several where the outcome decides; "=": it may stay as it is */
	const char *who;
};
/* A deed may have several rows, for different states. */
struct state_machine {
	const char *name;
	const struct state_move *moves;
	size_t count;
};
#define STATE_MACHINE(name_, moves_) \
	const struct state_machine states_##name_ = { #name_, moves_, sizeof moves_ / sizeof moves_[0] }

#define STATES(name_) extern const struct state_machine states_##name_;
#include "base/states.def"
#undef STATES

/* The row for the deed in that state, or NULL. */
const struct state_move *state_find(const struct state_machine *m, struct str from, const char *deed);
/* May the deed lead there? */
bool state_leads(const struct state_machine *m, struct str from, const char *deed, struct str to);
/* Where it leads, for a deed with one outcome; it must be in the table. */
struct str state_after(const struct state_machine *m, struct str from, const char *deed);
/* 0, or ERR_CONFLICT with the sentence.  `what` names the thing as people know it: "C-2019-0001", "R-20190717-7KQ3M2/1". */
int state_check(const struct state_machine *m, struct str what, struct str from, const char *deed, struct err *e) MUST_CHECK;
/* Somebody else was first (a conditional UPDATE found no row): ERR_CONFLICT with what was seen and what stands now;
 * `by` is who changed it, or "". */
int state_changed(const struct state_machine *m, struct str what, struct str seen, struct str now, struct str by, struct err *e)
    MUST_CHECK;

/* Words in the language of the process; an id that has no text stands for itself. */
const char *state_thing(const struct state_machine *m);
const char *state_name(const struct state_machine *m, struct str state);
const char *state_deed(const struct state_machine *m, const char *deed);
const char *state_how(const struct state_machine *m, const char *deed);         /* "" where nobody types it */
const char *state_who(const char *who);

/* For drawing and testing: the states in the order of the table ("" left out), and every single arrow. */
struct state_arrow {
	struct str from, to;
	const char *deed, *who;
};
void state_list(const struct state_machine *m, struct arena *a, struct str **list_r, size_t *n_r);
void state_arrows(const struct state_machine *m, struct arena *a, struct state_arrow **list_r, size_t *n_r);

#endif
