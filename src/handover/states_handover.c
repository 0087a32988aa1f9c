/* states_handover.c - originals for one partner: gathered and asked about, out, taken back. */
#include "base/states.h"

static const struct state_move moves[] = {
	{ "",         "make",     "draft",     "analyst" },
	{ "draft",    "consent",  "draft",     "approver" },
	{ "draft",    "drop",     "dropped",   "analyst" },
	{ "draft",    "release",  "released",  "second-analyst" },
	{ "released", "consent",  "released",  "approver" },    /* a yes that is taken back: the hub withdraws */
	{ "released", "password", "released",  "analyst" },
	{ "released", "withdraw", "withdrawn", "analyst" },
};

STATE_MACHINE(handover, moves);
