/* sentence.c - what a finding and a verdict say, in either language. */
#include <stdio.h>

#include "analyse/analyse.h"
#include "base/text.h"

/* "@name" is a word of the text table; anything else stands for itself. */
static struct str word_text(enum lang lang, struct str word)
{
	char id[80];
	const char *found;

	if (word.n < 2 || word.n > 40 || word.p[0] != '@')
		return word;
	snprintf(id, sizeof id, "word.%.*s", (int)word.n - 1, word.p + 1);
	found = text_find(lang, id);
	return found != NULL ? str_of(found) : word;
}

enum { WORD_SHOWN = 200 };

static void add_word(struct buf *out, struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		buf_char(out, (unsigned char)word.p[i] < 0x20 ? ' ' : word.p[i]);
}

struct str finding_sentence(struct arena *a, enum lang lang, struct str id, const struct str *words, size_t n)
{
	char key[200];
	const char *template;
	struct buf out;

	snprintf(key, sizeof key, "finding.%.*s", (int)(id.n < 150 ? id.n : 150), id.p != NULL ? id.p : "");
	template = text_find(lang, key);
	if (template == NULL)
		return id;
	buf_init_arena(&out, a, 64 << 10);
	for (const char *p = template; *p != '\0'; p++) {
		size_t index = (size_t)(unsigned char)p[1] - '0';

		if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}') {
			if (index < n) {
				struct str word = word_text(lang, words[index]);

				add_word(&out, word.n > WORD_SHOWN ? utf8_cut(word, WORD_SHOWN) : word);
				if (word.n > WORD_SHOWN)
					buf_z(&out, "\u2026");
			}
			p += 2;
		} else {
			buf_char(&out, *p);
		}
	}
	return buf_str(&out);
}

struct str verdict_sentence(struct arena *a, enum lang lang, struct str rule)
{
	char key[200];
	const char *found;

	snprintf(key, sizeof key, "verdict.%.*s", (int)(rule.n < 150 ? rule.n : 150), rule.p != NULL ? rule.p : "");
	found = text_find(lang, key);
	return found != NULL ? str_of(found) : arena_str(a, rule);
}
