/* context_line.h - on which line of a (well-formed) JSON text does a place stand? */
#ifndef ANALYSE_CONTEXT_LINE_H
#define ANALYSE_CONTEXT_LINE_H

#include "base/str.h"

struct json_step {
	const char *key;                /* into an object; NULL: into an array ... */
	size_t index;                   /* ... at this element */
};

/* The line (from 1) where the key or the element that the steps lead to begins; where they lead
 * nowhere, the line of the last place that was reached. */
int json_line(struct str json, const struct json_step *steps, size_t n);

#endif
