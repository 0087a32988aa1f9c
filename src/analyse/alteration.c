/* alteration.c - see alteration.h. */
#include "analyse/alteration.h"

#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

enum { TOKENS_MOST = 20000, VALUES_MOST = 400, VALUE_DIGITS = 4, VALUE_LONGEST = 80, CONTEXT_WORDS = 2 };

struct token {
	struct str text;
	uint32_t key;                   /* of a word */
	bool is_value, is_wide;
};

struct tokens {
	struct token *list;
	size_t count, room;
	struct str digits;              /* all letters and digits of the text, one behind the other */
};

static bool in_value(unsigned char c)
{
	return ascii_alpha(c) || ascii_digit(c) || (c != '\0' && strchr("@._+-/,", c) != NULL);
}

static bool is_value(struct str s)
{
	size_t digits = 0;
	long long at = str_find_char(s, '@');

	for (size_t i = 0; i < s.n; i++)
		digits += ascii_digit((unsigned char)s.p[i]);
	return digits >= VALUE_DIGITS || (at > 0 && str_find_char(str_from(s, (size_t)at), '.') > 0);
}

static uint32_t key_of(struct str s)
{
	uint32_t key = 2166136261U;

	for (size_t i = 0; i < s.n; i++)
		key = (key ^ ascii_lower((unsigned char)s.p[i])) * 16777619U;
	return key;
}

/* The letters and digits of a value or a text. */
static struct str bare(struct arena *a, struct str s)
{
	struct buf out;

	buf_init_arena(&out, a, s.n + 1);
	buf_reserve(&out, s.n);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (ascii_alpha(c) || ascii_digit(c))
			buf_char(&out, (char)ascii_lower(c));
	}
	return buf_str(&out);
}

static void add(struct arena *a, struct tokens *t, struct token token)
{
	if (t->count < TOKENS_MOST)
		*ARENA_PUSH(a, t->list, t->count, t->room) = token;
}

/* A run that is no value falls apart into words. */
static void add_words(struct arena *a, struct tokens *t, struct str run)
{
	size_t from = 0;

	for (size_t i = 0; i <= run.n; i++) {
		bool inside = i < run.n && (ascii_alpha((unsigned char)run.p[i]) || ascii_digit((unsigned char)run.p[i]));

		if (inside)
			continue;
		if (i > from)
			add(a, t, (struct token){ .text = str_at(run, from, i - from), .key = key_of(str_at(run, from, i - from)) });
		from = i + 1;
	}
}

static struct tokens cut(struct arena *a, struct str s)
{
	struct tokens t = { .digits = bare(a, s) };
	size_t at = 0;

	while (at < s.n) {
		size_t from = at;
		uint32_t c;

		while (at < s.n && in_value((unsigned char)s.p[at]))
			at++;
		if (at > from) {
			struct str run = str_at(s, from, at - from);

			while (run.n > 0 && strchr(".,-/", run.p[run.n - 1]) != NULL)
				run.n--;
			if (run.n <= VALUE_LONGEST && is_value(run))
				add(a, &t, (struct token){ .text = run, .is_value = true });
			else
				add_words(a, &t, run);
			continue;
		}
		c = utf8_next(s, &at);
		if (c >= 0x80 && text_is_word(c))
			add(a, &t, (struct token){ .text = str_at(s, from, at - from), .key = key_of(str_at(s, from, at - from)),
				.is_wide = true });
	}
	return t;
}

/* The last words before token `i`, values left out; two, or four where they are single characters. 0: too few. */
static uint64_t context_of(const struct tokens *t, size_t i)
{
	uint64_t key = 1469598103934665603ULL;
	size_t weight = 0;

	for (size_t k = i; k-- > 0 && i - k < 12;) {
		if (t->list[k].is_value)
			continue;
		key = (key ^ t->list[k].key) * 1099511628211ULL;
		weight += t->list[k].is_wide ? 1 : 2;
		if (weight >= 2 * CONTEXT_WORDS)
			return key;
	}
	return 0;
}

size_t alterations_find(struct arena *a, struct str quote, struct str original, struct alteration *list, size_t most)
{
	struct tokens q = cut(a, quote), o = cut(a, original);
	size_t values[VALUES_MOST], value_count = 0, n = 0;
	uint64_t contexts[VALUES_MOST];

	for (size_t i = 0; i < o.count && value_count < VALUES_MOST; i++)
		if (o.list[i].is_value && !str_has(q.digits, bare(a, o.list[i].text))) {
			contexts[value_count] = context_of(&o, i);
			values[value_count++] = i;
		}
	for (size_t i = 0, looked = 0; value_count > 0 && i < q.count && looked < VALUES_MOST && n < most; i++) {
		uint64_t context;

		if (!q.list[i].is_value)
			continue;
		looked++;
		if (str_has(o.digits, bare(a, q.list[i].text)) || (context = context_of(&q, i)) == 0)
			continue;
		for (size_t k = 0; k < value_count; k++)
			if (contexts[k] == context) {
				list[n++] = (struct alteration){ q.list[i].text, o.list[values[k]].text };
				break;
			}
	}
	return n;
}

/* ---- what was left out ---- */

/* Letters and digits of every script: how lines are wrapped is no difference. */
static struct str squeezed(struct arena *a, struct str s)
{
	struct buf out;

	buf_init_arena(&out, a, s.n + 1);
	buf_reserve(&out, s.n);
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if (text_is_word(c))
			buf_utf8(&out, c < 0x80 ? ascii_lower((unsigned char)c) : c);
	}
	return buf_str(&out);
}

static bool is_telling(struct str line)
{
	static const char *const words[] = { "account", "bank", "payment", "transfer", "iban", "call ", "phone", "confirm", "口座", "振込", "送金",
		"銀行", "電話", "確認", "支払" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_ihas(line, str_of(words[i])))
			return true;
	return false;
}

struct str omission_find(struct arena *a, struct str quote, struct str original, struct str *behind_r)
{
	enum { SHORTEST = 12, LINES_MOST = 400, HELD_LEAST = 4 };
	struct str held_in = squeezed(a, quote), rest = original, line, left_out = STR_NONE, last = STR_NONE, found = STR_NONE;
	size_t lines = 0, held = 0;

	while (lines < LINES_MOST && str_split(&rest, '\n', &line)) {
		struct str bare = squeezed(a, line = str_trim(line));

		if (bare.n < SHORTEST)
			continue;
		lines++;
		if (!str_has(held_in, bare)) {
			if (held > 0 && left_out.p == NULL && is_telling(line))
				left_out = line;
			continue;
		}
		held++;
		if (left_out.p != NULL && found.p == NULL) {
			found = left_out;
			*behind_r = last;
		}
		last = line;
	}
	return held >= HELD_LEAST && held * 3 >= lines * 2 ? found : STR_NONE;
}
