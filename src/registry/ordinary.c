/* ordinary.c - see ordinary.h. */
#include "registry/ordinary.h"

#include "base/text.h"
#include "base/text_table.h"

/* Whole, and not as a part of another word. */
static bool holds_word(const char *text, struct str word)
{
	struct str rest = str_of(text);
	long long at;

	while (text != NULL && (at = str_ifind(rest, word)) >= 0) {
		struct str after = str_from(rest, (size_t)at + word.n);
		bool begins = at == 0 || !ascii_alpha((unsigned char)rest.p[at - 1]);

		if (begins && (after.n == 0 || !ascii_alpha((unsigned char)after.p[0])))
			return true;
		rest = str_from(rest, (size_t)at + 1);
	}
	return false;
}

static bool is_latin(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if ((unsigned char)word.p[i] >= 0x80)
			return false;
	return true;
}

/* At least two characters, and not all of them hiragana (U+3041 to U+309F: E3 81 81 to E3 82 9F). */
static bool is_term(struct str word)
{
	size_t characters = 0;
	bool other = false;

	for (size_t i = 0; i < word.n; i++) {
		const unsigned char *b = (const unsigned char *)word.p + i;

		if ((b[0] & 0xC0) == 0x80)
			continue;
		characters++;
		other |= b[0] != 0xE3 || i + 2 >= word.n || (b[1] != 0x81 && (b[1] != 0x82 || b[2] > 0x9F));
	}
	return characters >= 2 && other;
}

static bool is_written_here(struct str word, bool latin)
{
	for (size_t i = 0; i < text_table_count; i++) {
		const struct text_entry *t = &text_table[i];

		if (latin ? holds_word(t->en, word) || holds_word(t->key, word) : t->ja != NULL && str_find(str_of(t->ja), word) >= 0)
			return true;
	}
	return false;
}

bool name_is_ordinary(struct arena *a, struct str name)
{
	struct str rest = str_trim(text_fold(a, name)), word;
	size_t words = 0, ordinary = 0;

	while (str_split(&rest, ' ', &word)) {
		bool latin = is_latin(word);

		if (word.n == 0)
			continue;
		words++;
		if (latin)
			ordinary += is_written_here(word, true);
		else if (is_term(word) && is_written_here(word, false))
			return true;
	}
	return words > 0 && ordinary == words;
}
