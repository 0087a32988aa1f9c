/* phrase_context.c - the clause before, the clause behind, and the sentence. */
#include "analyse/phrase_context.h"

enum { BEFORE = 28, BEHIND = 90, SENTENCE = 300 };

static bool has_any(struct str s, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (str_has(s, str_of(words[i])))
			return true;
	return false;
}

static bool ends_clause(char c)
{
	return c == '.' || c == '?' || c == '!' || c == ';' || c == ':';
}

/* English negates before the verb: a few words, same clause, nothing turned round by "but". */
static bool negated_before(struct str text, size_t from)
{
	static const char *const words[] = { " not ", "n't ", "cannot ", "can not ", " never ", " unable to ", " no ", "without ",
		" neither ", NULL };
	size_t start = from;
	struct str before;
	long long but;

	while (start > 0 && from - start < BEFORE && !ends_clause(text.p[start - 1]))
		start--;
	before = str_at(text, start, from - start);
	but = str_find(before, STR(" but "));
	if (but >= 0)
		before = str_from(before, (size_t)but + 4);
	return has_any(before, words) || str_starts(before, STR("not ")) || str_starts(before, STR("no ")) ||
	    str_starts(before, STR("never "));
}

/* Up to the end of the clause, and not through a character. */
static struct str clause_behind(struct str text, size_t to)
{
	struct str behind = str_at(text, to, BEHIND);
	static const char *const ends[] = { "\u3002", "\u3001", "\uff01", ". ", NULL };

	for (size_t i = 0; ends[i] != NULL; i++) {
		long long end = str_find(behind, str_of(ends[i]));

		if (end >= 0)
			behind.n = (size_t)end;
	}
	return behind;
}

/* "might you not" asks, and an apology is no negation. */
static bool only_polite(struct str behind, size_t word_end)
{
	struct str rest = str_from(behind, word_end);

	return str_starts(rest, STR("\u304b")) || str_starts(rest, STR("\u3067\u3057\u3087\u3046\u304b")) ||
	    str_has(behind, STR("\u7533\u3057\u8a33"));
}

static bool behind_has(struct str behind, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++) {
		long long at = str_find(behind, str_of(words[i]));

		if (at >= 0 && !only_polite(behind, (size_t)at + strlen(words[i])))
			return true;
	}
	return false;
}

/* Japanese negates behind the verb. */
static bool negated_behind(struct str text, size_t to, enum phrase_negation how)
{
	static const char *const absence[] = { "\u3042\u308a\u307e\u305b\u3093", "\u3054\u3056\u3044\u307e\u305b\u3093",
		"\u3044\u305f\u3057\u307e\u305b\u3093", "\u81f4\u3057\u307e\u305b\u3093", "\u3057\u307e\u305b\u3093",
		"\u3053\u3068\u306f\u306a", "\u3057\u306a\u3044\u3067", "\u4f7f\u308f\u306a\u3044", "\u8981\u3057\u307e\u305b\u3093", NULL };
	static const char *const any[] = { "\u307e\u305b\u3093", "\u3067\u304d\u306a", "\u304b\u306d\u307e", "\u304b\u306d\u308b",
		"\u305b\u305a", "\u3057\u306a\u3044", NULL };
	struct str behind = clause_behind(text, to);

	return behind_has(behind, absence) || (how == NEGATION_ANY && behind_has(behind, any));
}

bool phrase_is_negated(struct str text, size_t from, size_t to, enum phrase_negation how)
{
	return how != NEGATION_NONE && (negated_before(text, from) || negated_behind(text, to, how));
}

/* The sentence around [from, to), at most SENTENCE bytes to each side. */
static struct str sentence_around(struct str text, size_t from, size_t to)
{
	size_t start = from, end = to;

	while (start > 0 && from - start < SENTENCE && !ends_clause(text.p[start - 1]) &&
	    !(start >= 3 && memcmp(text.p + start - 3, "\u3002", 3) == 0))
		start--;
	while (end < text.n && end - to < SENTENCE && !ends_clause(text.p[end]) &&
	    !(end + 3 <= text.n && memcmp(text.p + end, "\u3002", 3) == 0))
		end++;
	return str_at(text, start, end - start);
}

bool phrase_is_warned_of(struct str text, size_t from, size_t to)
{
	static const char *const words[] = { "beware", "we never ", "will never ", "would never ", "\u6c7a\u3057\u3066", "\u9a19\u308b", "\u9a19\u308a", "fraud", "scam", "phishing", "be careful with", "be wary", "suspicious mail",
		"suspicious e-mail", "by e-mail if you are asked", "call us on the known", "\u8a50\u6b3a", "\u88c5\u3046", "\u88c5\u3063\u305f",
		"\u4e0d\u5be9\u306a", "\u306a\u308a\u3059\u307e\u3057", "\u3054\u6ce8\u610f\u304f\u3060\u3055\u3044", "\u6ce8\u610f\u559a\u8d77",
		"\u507d\u306e", "\u507d\u30e1\u30fc\u30eb", NULL };

	return has_any(sentence_around(text, from, to), words);
}
