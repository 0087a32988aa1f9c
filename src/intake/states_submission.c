/* states_submission.c - what becomes of one reported matter.  How far it was read (examined) is another question. */
#include "base/states.h"

#define GOING "received parsed triaged linked"
#define ENDED "duplicate out-of-scope benign done"

static const struct state_move moves[] = {
	{ "",                        "receive",  "received",        "submitter" },
	{ "received",                "read",     "parsed",          "worker" },
	{ "parsed triaged linked needs-info " ENDED, "read", "=",   "worker" },                 /* once more */
	{ "received parsed triaged", "classify", "triaged",         "analyst" },
	{ "linked needs-info " ENDED, "classify", "=",              "analyst" },
	{ GOING,                     "link",     "linked",          "analyst" },
	{ "needs-info " ENDED,       "link",     "=",               "analyst" },
	{ "linked",                  "unlink",   "received parsed triaged", "analyst" },        /* as far as it had come */
	{ "needs-info " ENDED,       "unlink",   "=",               "analyst" },
	{ GOING " needs-info",       "ask",      "needs-info",      "analyst" },
	{ "needs-info",              "answer",   "= " GOING,        "submitter-or-hub" },       /* "=": another question waits */
	{ GOING,                     "finish",   ENDED,             "analyst" },
	{ ENDED,                     "reopen",   GOING,             "analyst" },
	{ GOING " needs-info " ENDED, "withdraw", "withdrawn",      "submitter-or-hub" },
	{ "withdrawn",               "unlink",   "=",               "analyst" },                 /* its case keeps it until then */
};

STATE_MACHINE(submission, moves);
