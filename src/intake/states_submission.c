/* states_submission.c - what becomes of one reported matter.  How far it was read (examined) is another question. */
#include "base/states.h"

#define STANDING "received parsed triaged linked"

static const struct state_move moves[] = {
	{ "",                        "receive",  "received",       "submitter" },
	{ "received",                "read",     "parsed",         "worker" },
	{ "parsed triaged linked",   "read",     "=",              "worker" },          /* once more */
	{ "received parsed triaged", "classify", "triaged",        "analyst" },
	{ "linked",                  "classify", "linked",         "analyst" },
	{ STANDING,                  "link",     "linked",         "analyst" },
	{ "linked",                  "unlink",   "received parsed triaged", "analyst" },        /* as far as it had come */
	{ STANDING,                  "withdraw", "withdrawn",      "submitter-or-hub" },
};

STATE_MACHINE(submission, moves);
