/* name_table.h - a fixed set of names, compiled in as a hash table (tools/lists_compile.py): one text, no pointers to relocate. */
#ifndef BASE_NAME_TABLE_H
#define BASE_NAME_TABLE_H

#include <stdint.h>

#include "base/str.h"

struct name_table {
	const char *text;               /* the names, a NUL behind each */
	const uint32_t *slots;          /* hash -> where the name begins, + 1; 0: free */
	uint32_t mask;                  /* slots, less one; some are free */
};

/* The same in tools/lists_compile.py. */
static inline uint32_t name_table_hash(struct str name)
{
	uint32_t hash = 0;

	for (size_t i = 0; i < name.n; i++)
		hash = hash * 31 + (unsigned char)name.p[i];
	return (hash * 0x9E3779B1u) >> 8;
}

static inline bool name_table_has(const struct name_table *t, struct str name)
{
	for (uint32_t at = name_table_hash(name) & t->mask; t->slots[at] != 0; at = (at + 1) & t->mask) {
		const char *z = t->text + t->slots[at] - 1;
		size_t i = 0;

		while (i < name.n && z[i] != '\0' && z[i] == name.p[i])
			i++;
		if (i == name.n && z[i] == '\0')
			return true;
	}
	return false;
}

#endif
