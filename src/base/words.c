/* words.c - folding and cutting for the search. */
#include "base/words.h"

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* The character at `at` without moving; 0 at the end. */
static uint32_t peek(struct str s, size_t at)
{
	return at < s.n ? utf8_next(s, &at) : 0;
}

struct folded words_fold(struct arena *a, struct str utf8)
{
	struct folded f = text_fold_map(a, utf8), out;
	char *text = arena_alloc(a, f.text.n + 1);
	uint32_t *map = ARENA_ARRAY(a, uint32_t, f.text.n + 1), before = 0;
	bool blank = false;
	size_t n = 0, blank_at = 0;

	for (size_t at = 0, from; from = at, at < f.text.n;) {
		uint32_t c = utf8_next(f.text, &at);

		if (is_blank(c)) {
			if (!blank)
				blank_at = from;
			blank = true;
			continue;
		}
		if (text_is_invisible(c))
			continue;
		if (blank && n > 0 && !(text_is_wide_script(before) && text_is_wide_script(c))) {
			map[n] = f.map[blank_at];
			text[n++] = ' ';
		}
		blank = false;
		for (size_t i = from; i < at; i++) {
			map[n] = f.map[i];
			text[n++] = f.text.p[i];
		}
		before = c;
	}
	map[n] = f.map[f.text.n];
	out.text = (struct str){ text, n };
	out.map = map;
	return out;
}

/* A run of characters written without spaces: pairs, or the one. */
static size_t wide_run(struct str s, size_t from, bool touched, void (*each)(void *ctx, struct str word, bool whole), void *ctx)
{
	size_t at = from, first = from, second;

	utf8_next(s, &at);
	if (!text_is_wide_script(peek(s, at))) {
		each(ctx, str_at(s, from, at - from), !touched && !text_is_word(peek(s, at)));
		return at;
	}
	while (second = at, text_is_wide_script(peek(s, at))) {
		utf8_next(s, &at);
		each(ctx, str_at(s, first, at - first), false);
		first = second;
	}
	return at;
}

static size_t word_run(struct str s, size_t at)
{
	for (size_t next = at; next < s.n; at = next) {
		uint32_t c = utf8_next(s, &next);

		if (!text_is_word(c) || text_is_wide_script(c))
			break;
	}
	return at;
}

void words_each(struct str s, void (*each)(void *ctx, struct str word, bool whole), void *ctx)
{
	bool touched = false;           /* a word ends right before */

	for (size_t at = 0; at < s.n;) {
		uint32_t c = peek(s, at);
		size_t from = at;

		if (text_is_wide_script(c)) {
			at = wide_run(s, at, touched, each, ctx);
		} else if (text_is_word(c)) {
			at = word_run(s, at);
			each(ctx, str_at(s, from, at - from), true);
		} else {
			utf8_next(s, &at);
		}
		touched = text_is_word(c);
	}
}
