/* hunt_retro.h - the side of noroshi hunt that deals with summaries: their key, making them, using them. */
#ifndef CLI_HUNT_RETRO_H
#define CLI_HUNT_RETRO_H

#include "cli/cli.h"
#include "hunt/hunt.h"

struct retro_options {
	struct str output, segment, key;        /* -o, --segment, --key; absent */
	bool json;
	const struct str_list *own_formats;
};

/* noroshi hunt summarise: `order` says how times are read.  Status as a command returns it. */
int hunt_summarise(struct arena *a, const struct hunt_order *order, const struct retro_options *o, const struct str *logs, size_t n,
    struct err *e) MUST_CHECK;
/* --summaries PATH; retro_close it. */
int hunt_summaries(struct arena *a, const struct hunt_order *order, const struct retro_options *o, struct str path,
    struct retro **retro_r, struct err *e) MUST_CHECK;

#endif
