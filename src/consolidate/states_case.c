/* states_case.c - one attack as the hub understands it; what is merged is worked on in the other case. */
#include "base/states.h"

#define STANDING "open closed"          /* more of the same attack may come in after the closing */

static const struct state_move moves[] = {
	{ "",       "open",    "open",        "analyst" },
	{ STANDING, "add",     "=",           "analyst" },
	{ STANDING, "remove",  "=",           "analyst" },
	{ STANDING, "change",  "=",           "analyst" },
	{ STANDING, "split",   "=",           "analyst" },
	{ STANDING, "take-in", "=",           "analyst" },
	{ STANDING, "merge",   "merged",      "analyst" },
	{ "open",   "close",   "closed",      "analyst" },
	{ "closed", "reopen",  "open",        "analyst" },
	{ "merged", "unmerge", "open closed", "analyst" },      /* as it was before */
};

STATE_MACHINE(case, moves);
