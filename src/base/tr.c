/* tr.c - looking up texts in the table that tools/po_compile.py made. */
#include "base/tr.h"

#include <assert.h>
#include <stdbool.h>
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

/* Behind `from`: the word that fits; what stands behind the brace. */
static const char *add_word(char *out, size_t *n, size_t most, const char *from, bool is_one)
{
	const char *bar = strchr(from, '|'), *end = strchr(from, '}');
	const char *word = is_one ? from : bar + 1, *word_end = is_one ? bar : end;

	assert(bar != NULL && end != NULL && bar < end && *n + (size_t)(word_end - word) < most);
	memcpy(out + *n, word, (size_t)(word_end - word));
	*n += (size_t)(word_end - word);
	return end + 1;
}

static const char *counted(const char *p, const long long *counts, size_t n)
{
	static char kept[8][1024];
	static size_t turn;
	char *out = kept[turn++ % 8];
	size_t used = 0, word = 0;

	while (*p != '\0') {
		assert(used + 1 < sizeof kept[0]);
		if (*p != '{') {
			out[used++] = *p++;
			continue;
		}
		assert(word < n);
		p = add_word(out, &used, sizeof kept[0], p + 1, counts[word++] == 1);
	}
	out[used] = '\0';
	return out;
}

const char *tr_counted(const char *english, const long long *counts, size_t n)
{
	return counted(tr(english), counts, n);
}

const char *text_counted(enum lang lang, const char *id, const long long *counts, size_t n)
{
	return counted(text(lang, id), counts, n);
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
