/* tr.c - looking up texts in the table that tools/po_compile.py made. */
#include "base/tr.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text_table.h"

static enum lang chosen;
static int was_chosen;

/* A page looks up some hundred texts. */
static const struct text_entry *entry_of(const char *key)
{
	uint32_t hash = 2166136261u;            /* FNV-1a, as tools/po_compile.py */
	size_t at;

	for (const char *p = key; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * 16777619u;
	for (at = hash % text_slot_count; text_slots[at] > 0; at = (at + 1) % text_slot_count)
		if (strcmp(text_table[text_slots[at] - 1].key, key) == 0)
			return &text_table[text_slots[at] - 1];
	return NULL;
}

const char *text_find(enum lang lang, const char *id)
{
	const struct text_entry *entry = entry_of(id);

	return entry == NULL ? NULL : lang == LANG_JA ? entry->ja : entry->en;
}

const char *text(enum lang lang, const char *id)
{
	const char *found = text_find(lang, id);

	if (found == NULL)
		fprintf(stderr, "noroshi: no text \"%s\"\n", id);
	assert(found != NULL);
	return found;
}

const char *tr(const char *english)
{
	const struct text_entry *entry = tr_lang() == LANG_JA ? entry_of(english) : NULL;

	return entry != NULL && entry->ja != NULL ? entry->ja : english;
}

void tr_set(enum lang lang)
{
	chosen = lang;
	was_chosen = 1;
}

enum lang tr_lang(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	if (was_chosen)
		return chosen;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return strncmp(value, "ja", 2) == 0 ? LANG_JA : LANG_EN;
	}
	return LANG_EN;
}
