/* states_share.c - what leaves the hub.  More than the state is asked of a deed: a correction and a retraction need a
 * version that is out, a release needs every source's yes to these bytes and a second person (release.h). */
#include "base/states.h"

#define CHECKED "checked approval-pending approved partial rejected"
#define MAKING "draft " CHECKED         /* also a correction or retraction in the making */

static const struct state_move moves[] = {
	{ "",                      "draft",   "draft checked", "analyst" },             /* draft: the leak check has hits */
	{ MAKING,                  "edit",    "draft checked", "analyst" },
	{ MAKING " released",      "correct", "draft checked", "analyst" },
	{ MAKING " released expired", "retract", "draft checked", "analyst" },
	{ "draft",                 "check",   "= checked",     "analyst" },
	{ CHECKED,                 "check",   "= draft",       "analyst" },
	{ "released retracted expired", "check", "=",          "analyst" },
	{ CHECKED,                 "ask",     "approval-pending approved", "analyst" },
	{ CHECKED,                 "answer",  "approval-pending approved partial rejected", "approver" },
	{ "approved partial",      "recall",  "approval-pending", "approver" },
	{ "draft checked approval-pending rejected released retracted expired", "recall", "=", "approver" },    /* always */
	{ CHECKED,                 "release", "released retracted", "second-analyst" }, /* retracted: of a retraction */
	{ MAKING " released",      "expire",  "expired",       "hub" },
};

STATE_MACHINE(share, moves);
