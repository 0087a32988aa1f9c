/* states_request.c - a call for information: a draft, out, closed. */
#include "base/states.h"

static const struct state_move moves[] = {
	{ "",         "draft",   "draft",    "analyst" },
	{ "draft",    "edit",    "draft",    "analyst" },
	{ "draft",    "drop",    "dropped",  "analyst" },
	{ "draft",    "release", "released", "second-analyst" },
	{ "released", "answer",  "released", "asked" },
	{ "released", "remind",  "released", "analyst" },
	{ "released", "close",   "closed",   "analyst" },
	{ "closed",   "reopen",  "released", "analyst" },
};

STATE_MACHINE(request, moves);
