/* states_approval.c - what a source is asked about one revision; silence is never yes. */
#include "base/states.h"

static const struct state_move moves[] = {
	{ "",                        "ask",    "open",           "analyst" },
	{ "open timed-out answered", "answer", "answered",       "approver" },          /* the newest word counts */
	{ "open",                    "remind", "open timed-out", "hub" },
	{ "timed-out",               "remind", "=",              "hub" },
	{ "open timed-out",          "review", "open",           "source" },            /* looks until a day; no answer */
	{ "open timed-out",          "late",   "open",           "analyst" },           /* reminded at once, or the deputies told */
	{ "open timed-out",          "void",   "void",           "analyst" },           /* by a new revision */
};

STATE_MACHINE(approval, moves);
