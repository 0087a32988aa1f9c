/* indicators_blocklist.h - noroshi indicators blocklist: a plain list that firewalls fetch. */
#ifndef CLI_INDICATORS_BLOCKLIST_H
#define CLI_INDICATORS_BLOCKLIST_H

#include "cli/cli.h"

struct blocklist_options {
	struct str_list *lists, *sets;
	struct str type, output;        /* ip, domain, url; absent: all three */
	bool all;                       /* also what is on a warning list */
};

int indicators_blocklist(struct arena *a, const struct blocklist_options *o, struct err *e) MUST_CHECK;

#endif
