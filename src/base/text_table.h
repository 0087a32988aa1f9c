/* text_table.h - the compiled text table, sorted by key (strcmp). */
#ifndef BASE_TEXT_TABLE_H
#define BASE_TEXT_TABLE_H

#include <stddef.h>

struct text_entry {
	const char *key, *ja, *en;
};

extern const struct text_entry text_table[];
extern const size_t text_table_count;

/* Rows by the hash of their key, open addressing: a row's number counted from 1; 0 is empty. */
extern const unsigned short text_slots[];
extern const size_t text_slot_count;

#endif
