/* roster.h - what the files of noroshi roster share. */
#ifndef CLI_ROSTER_H
#define CLI_ROSTER_H

#include "cli/desk.h"

struct roster_options {
	struct str at, recorded, from, to;
	bool dry_run, csv, members;
};

/* --as-recorded-on DATE: what had been recorded by the end of that day; absent: all that is now known. */
int roster_recorded(struct desk *d, struct str date, long long *ms_r, struct err *e) MUST_CHECK;
int roster_verb_show(struct desk *d, void *options, struct err *e);
int roster_verb_changes(struct desk *d, void *options, struct err *e);

#endif
