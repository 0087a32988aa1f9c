/* hunt_export.h - noroshi hunt query and sql: the hunt in the words of other engines. */
#ifndef CLI_HUNT_EXPORT_H
#define CLI_HUNT_EXPORT_H

#include "cli/cli.h"

struct export_options {
	struct str_list *lists, *sets;
	struct str dialect, org, flows, most;
};

int hunt_query(struct arena *a, const struct export_options *o, struct err *e) MUST_CHECK;
int hunt_sql(struct arena *a, const struct export_options *o, struct err *e) MUST_CHECK;

#endif
