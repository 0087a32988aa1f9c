/* states_notice.c - a mail to one person, until somebody's server answered for it (column `post` of the notice). */
#include "base/states.h"

#define OPEN "waiting delayed"

static const struct state_move moves[] = {
	{ "",                                 "tell",    "waiting",             "hub" },
	{ OPEN " sending",                    "send",    "sending",             "hub" },     /* sending: whoever had it is gone */
	{ "sending " OPEN,                    "settle",  "sent delayed failed", "mail-server" },
	{ "sent",                             "bounce",  "bounced",             "mail-server" },
	{ "delayed failed bounced cancelled", "retry",   "waiting",             "hub-staff" },
	{ OPEN " failed bounced",             "cancel",  "cancelled",           "hub-staff" },
};

STATE_MACHINE(notice, moves);
