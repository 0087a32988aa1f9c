/* document_shape.h - the fields that a result document may have; private to document*.c.
 *
 * Known fields must have their type and bounds.  A field that is not in the tables is let
 * through (fields may be added) but its size counts like all others. */
#ifndef WORKER_DOCUMENT_SHAPE_H
#define WORKER_DOCUMENT_SHAPE_H

#include <stddef.h>

enum kind { TEXT, NUMBER, TRUTH, OBJECT, TEXTS, NUMBERS, OBJECTS };
enum { REQUIRED = 1, NULLABLE = 2 };
enum { SHAPE_WORD = 256, SHAPE_FIELDS = 64 };   /* bytes of an element of TEXTS; fields of one object at most */

struct field {
	const char *name;
	enum kind kind;
	int flags;
	size_t most;                    /* bytes of a text, elements of an array, the greatest number (0: any) */
	const struct field *of;         /* of objects: their fields, ended by a NULL name */
	const char *const *words;       /* of texts: the only ones; ended by NULL */
};

extern const struct field *const document_shape;

#endif
