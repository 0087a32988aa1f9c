/* ordinary.c - see ordinary.h. */
#include "registry/ordinary.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/text_table.h"

enum { MEMORY = 64 << 20, LONGEST = 16 /* characters on either side */ };
enum script { LATIN, KANJI, KATAKANA, OTHER };

/* Hiragana stands by chance inside everything. */
static enum script script_of(uint32_t c)
{
	if (c < 0x80)
		return ascii_alpha((unsigned char)c) ? LATIN : OTHER;
	if (text_is_kanji(c))
		return KANJI;
	return text_is_kana(c) && c >= 0x30A1 ? KATAKANA : OTHER;
}

/* ---- the words that this program writes: runs of one script in its texts ---- */

static struct str *words, *texts;
static size_t word_count, word_room, text_count, text_room;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int compare(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static void take_words(struct arena *a, struct str text)
{
	size_t from = 0, at = 0, characters = 0;
	enum script now = OTHER;

	while (at <= text.n) {
		size_t next = at;
		enum script script = at < text.n ? script_of(utf8_next(text, &next)) : OTHER;

		if (script != now) {
			if (now != OTHER && characters >= 2)
				*ARENA_PUSH(a, words, word_count, word_room) = str_at(text, from, at - from);
			from = at, characters = 0, now = script;
		}
		characters++;
		at = next > at ? next : at + 1;
	}
}

/* An address in an example is no word. */
static void take(struct arena *a, const char *written)
{
	struct str rest = text_fold(a, str_of(written)), piece;

	*ARENA_PUSH(a, texts, text_count, text_room) = rest;
	while (str_split(&rest, ' ', &piece))
		if (str_find_char(piece, '@') < 0)
			take_words(a, piece);
}

static void collect(void)
{
	static struct arena *a;         /* as long as the process */

	a = arena_new(MEMORY, arena_full_exit);
	for (size_t i = 0; i < text_table_count; i++) {
		take(a, text_table[i].key);
		take(a, text_table[i].en);
		if (text_table[i].ja != NULL)
			take(a, text_table[i].ja);
	}
	qsort(words, word_count, sizeof *words, compare);
}

static bool is_word(struct str s)
{
	return bsearch(&s, words, word_count, sizeof *words, compare) != NULL;
}

/* ---- a name ---- */

/* Put together from such words alone. */
static bool is_made_of_words(struct str s)
{
	bool begins[ORDINARY_MOST + 1] = { true };

	for (size_t to = 1; to <= s.n && s.n <= ORDINARY_MOST; to++)
		for (size_t from = 0; from < to && !begins[to]; from++)
			begins[to] = begins[from] && is_word(str_at(s, from, to - from));
	return s.n > 0 && s.n <= ORDINARY_MOST && begins[s.n];
}

/* As it is protected: found inside longer words, too, but for Latin letters. */
static bool is_written(struct str s)
{
	size_t at = 0, characters = 0;
	enum script script = OTHER;

	while (at < s.n) {
		enum script one = script_of(utf8_next(s, &at));

		script = one != OTHER ? one : script;
		characters++;
	}
	if (script == LATIN)
		return is_word(s);
	for (size_t i = 0; script != OTHER && characters >= 2 && i < text_count; i++)
		if (str_find(texts[i], s) >= 0)
			return true;
	return script != OTHER && characters >= 2 && is_made_of_words(s);
}

/* What the search for terms passes over, too. */
static bool is_between(uint32_t c)
{
	return c == ' ' || c == '-' || c == '.' || c == '_' || c == '=' || c == 0x30FB || c == 0x2010 || c == 0x2011 || c == 0x2013 || text_is_invisible(c);
}

static struct str next_word(struct str text, size_t *at)
{
	size_t from = *at, to = from;

	while (*at < text.n) {
		to = *at;
		if (is_between(utf8_next(text, at)))
			return str_at(text, from, to - from);
	}
	return str_from(text, from);
}

bool name_is_ordinary(struct arena *a, struct str name)
{
	struct str text = text_fold(a, utf8_cut(name, ORDINARY_MOST / 4)), joined = STR(""), turned = STR(""), word;
	size_t count = 0, ordinary = 0;

	pthread_once(&once, collect);
	for (size_t at = 0; at < text.n;) {
		word = next_word(text, &at);
		if (word.n == 0)
			continue;
		count++;
		ordinary += is_written(word);
		joined = arena_printf(a, STR_FMT STR_FMT, STR_ARG(joined), STR_ARG(word));
		turned = arena_printf(a, STR_FMT STR_FMT, STR_ARG(word), STR_ARG(turned));
	}
	return count > 0 && (ordinary == count || is_written(joined) || is_written(turned));
}

/* ---- in a text ---- */

/* How far the run of one script goes; 0 where the piece is of several. */
static bool run_around(struct str text, size_t *from, size_t *to)
{
	size_t at = *from, most = LONGEST;
	enum script script = script_of(utf8_next(text, &at));

	while (at < *to)
		if (script_of(utf8_next(text, &at)) != script)
			return false;
	for (size_t next = *to; next < text.n && most-- > 0 && script_of(utf8_next(text, &next)) == script;)
		*to = next;
	for (most = LONGEST; *from > 0 && most-- > 0;) {
		size_t before = *from - 1, next;

		while (before > 0 && ((unsigned char)text.p[before] & 0xC0) == 0x80)
			before--;
		next = before;
		if (script_of(utf8_next(text, &next)) != script)
			break;
		*from = before;
	}
	return script != OTHER;
}

/* Latin letters: nothing but words, as in login-page. */
static bool are_words(struct str s)
{
	struct str word;

	for (size_t at = 0; at < s.n;) {
		word = next_word(s, &at);
		if (word.n > 0 && !is_word(word))
			return false;
	}
	return true;
}

bool ordinary_holds(struct str folded, size_t from, size_t to)
{
	size_t first = from, last = to;

	if (from >= to || to > folded.n)
		return false;
	pthread_once(&once, collect);
	if (ascii_alpha((unsigned char)folded.p[from]))
		return are_words(str_at(folded, from, to - from));
	if (!run_around(folded, &first, &last))
		return false;
	for (size_t begin = first; begin <= from; begin++)
		for (size_t end = to; end <= last; end++)
			if (is_word(str_at(folded, begin, end - begin)))
				return true;
	return false;
}
