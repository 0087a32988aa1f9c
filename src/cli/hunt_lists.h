/* hunt_lists.h - lists and sets named on a command line become one set. */
#ifndef CLI_HUNT_LISTS_H
#define CLI_HUNT_LISTS_H

#include "cli/cli.h"
#include "hunt/list.h"

/* One --set alone is mapped as it is; otherwise everything is compiled together in memory.  Refused rows are
 * told on standard error (*refused_r). */
int hunt_lists_set(struct arena *a, const struct str_list *lists, const struct str_list *sets, struct set *set_r, bool *refused_r,
    struct err *e) MUST_CHECK;
/* The lists into a set's bytes (heap). */
int hunt_lists_compile(struct arena *a, const struct str_list *lists, const struct str_list *sets, struct list_report *r,
    struct str *bytes_r, struct err *e) MUST_CHECK;
void hunt_lists_tell(const struct list_report *r);

#endif
