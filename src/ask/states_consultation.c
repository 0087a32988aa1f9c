/* states_consultation.c - the answer to a consultation: nothing goes out that a second person has not read. */
#include "base/states.h"

static const struct state_move moves[] = {
	{ "",               "draft",  "draft",    "analyst" },
	{ "draft reviewed", "draft",  "draft",    "analyst" },                  /* written anew, so read anew */
	{ "draft",          "review", "reviewed", "second-analyst" },
	{ "reviewed",       "send",   "sent",     "analyst" },
};

STATE_MACHINE(consultation, moves);
