/* wording.c - alignment with the middle mail, support of each of its tokens, slots. */
#include "consolidate/wording.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "consolidate/fingerprint.h"

enum { TEXT_MOST = 1 << 20, SHARED_TENTHS = 8, VALUE_MOST = 120 };

struct token {
	size_t from, to;                /* bytes of the text */
	struct str folded;
};

struct reading {                        /* one text, read */
	struct str text;
	struct token *tokens;
	size_t count, room;
	struct fingerprint print;
	bool taken;
	short *at;                      /* for each token of the middle mail: ours that is aligned with it, or -1 */
};

/* ---- tokens ---- */

static void add_token(struct arena *a, struct reading *r, size_t from, size_t to)
{
	if (r->count < WORDING_TOKENS && to > from)
		*ARENA_PUSH(a, r->tokens, r->count, r->room) = (struct token){ from, to, text_fold(a, str_at(r->text, from, to - from)) };
}

static void tokenise(struct arena *a, struct reading *r)
{
	size_t at = 0, from = 0;

	while (at < r->text.n && r->count < WORDING_TOKENS) {
		size_t begin = at;
		uint32_t c = utf8_next(r->text, &at);
		bool wide = text_is_wide_script(c), space = c < 0x80 ? ascii_space((unsigned char)c) : c == 0x3000;

		if (!wide && !space)
			continue;
		add_token(a, r, from, begin);
		if (wide && !space)
			add_token(a, r, begin, at);
		from = at;
	}
	add_token(a, r, from, at);
}

/* ---- alignment ---- */

/* Fills r->at; the length of the longest common sequence. */
static size_t align(struct arena *a, const struct reading *middle, struct reading *r)
{
	static uint16_t best[WORDING_TOKENS + 1][WORDING_TOKENS + 1];
	size_t n = middle->count, m = r->count;

	r->at = ARENA_ARRAY(a, short, n + 1);
	for (size_t i = n; i-- > 0;) {
		r->at[i] = -1;
		best[i][m] = 0;
		for (size_t k = m; k-- > 0;)
			best[i][k] = str_eq(middle->tokens[i].folded, r->tokens[k].folded) ? (uint16_t)((i + 1 < n ? best[i + 1][k + 1] : 0) + 1) :
			    (i + 1 < n && best[i + 1][k] > best[i][k + 1]) ? best[i + 1][k] : best[i][k + 1];
	}
	for (size_t i = 0, k = 0; i < n && k < m;) {
		if (str_eq(middle->tokens[i].folded, r->tokens[k].folded))
			r->at[i++] = (short)k++;
		else if (i + 1 < n && best[i + 1][k] >= best[i][k + 1])
			i++;
		else
			k++;
	}
	return n > 0 && m > 0 ? best[0][0] : 0;
}

/* The one most like all others that are left. */
static size_t middle_of(const struct reading *list, size_t n)
{
	size_t middle = n;
	long most = -1;

	for (size_t i = 0; i < n; i++) {
		long sum = 0;

		if (list[i].taken || list[i].count == 0)
			continue;
		for (size_t k = 0; k < n; k++)
			if (k != i && !list[k].taken)
				sum += fingerprint_alike(list[i].print.places, list[k].print.places);
		if (sum > most) {
			most = sum;
			middle = i;
		}
	}
	return middle;
}

/* ---- slots ---- */

struct value {
	struct str folded, written;
	size_t count;
};

static int by_folded(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return str_cmp(x->folded, y->folded);
}

static int by_count(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : str_cmp(x->folded, y->folded);
}

/* What a mail has between two tokens of the middle mail; `to` may be its end. */
static struct str between(const struct reading *r, size_t count, long before, long behind)
{
	size_t from = before < 0 ? 0 : (size_t)r->at[before] + 1, to = (size_t)behind < count ? (size_t)r->at[behind] : r->count;

	if (from >= to)
		return STR("");
	return utf8_cut(str_at(r->text, r->tokens[from].from, r->tokens[to - 1].to - r->tokens[from].from), VALUE_MOST);
}

/* The slot's values over all mails; a mail that does not have the words around it is left out. */
static void fill_slot(struct arena *a, struct wording_slot *slot, const struct reading *list, const struct wording *w,
    size_t count, long before, long behind)
{
	struct value *values = ARENA_ARRAY(a, struct value, w->mail_count + 1);
	size_t n = 0, distinct = 0;

	for (size_t i = 0; i < w->mail_count; i++) {
		const struct reading *r = &list[w->mails[i]];
		struct str value;

		if ((before >= 0 && r->at[before] < 0) || ((size_t)behind < count && r->at[behind] < 0))
			continue;
		value = between(r, count, before, behind);
		if (value.n > 0)
			values[n++] = (struct value){ text_fold(a, value), value, 1 };
	}
	slot->filled = n;
	qsort(values, n, sizeof *values, by_folded);
	for (size_t i = 0; i < n; i++)
		if (distinct > 0 && str_eq(values[distinct - 1].folded, values[i].folded))
			values[distinct - 1].count++;
		else
			values[distinct++] = values[i];
	slot->distinct = distinct;
	qsort(values, distinct, sizeof *values, by_count);
	for (size_t i = 0; i < distinct && i < WORDING_SHOWN; i++) {
		slot->shown[i] = arena_str(a, values[i].written);
		slot->counts[i] = values[i].count;
		slot->shown_count++;
	}
}

/* Does a token stand in four fifths of the mails? */
static bool stands(const struct reading *list, const struct wording *w, size_t token)
{
	size_t has = 0;

	for (size_t i = 0; i < w->mail_count; i++)
		has += list[w->mails[i]].at[token] >= 0;
	return has * 10 >= w->mail_count * SHARED_TENTHS;
}

static void add_slot(struct arena *a, struct buf *out, struct wording *w, size_t *room, const struct reading *list, size_t count,
    long before, long behind)
{
	struct wording_slot slot = { 0 };

	fill_slot(a, &slot, list, w, count, before, behind);
	if (slot.distinct == 0)
		return;
	*ARENA_PUSH(a, w->slots, w->slot_count, *room) = slot;
	buf_printf(out, "%s{%zu}", out->n > 0 && out->p[out->n - 1] != '\n' && out->p[out->n - 1] != ' ' ? " " : "", w->slot_count);
}

/* What stands is written as the middle mail has it, with its line breaks. */
static void write_wording(struct arena *a, struct wording *w, const struct reading *list, const struct reading *middle)
{
	struct buf out;
	size_t room = 0;
	long before = -1;

	buf_init_arena(&out, a, TEXT_MOST);
	for (size_t i = 0; i <= middle->count; i++) {
		bool is_end = i == middle->count;
		size_t from;

		if (!is_end && !stands(list, w, i))
			continue;
		add_slot(a, &out, w, &room, list, middle->count, before, (long)i);
		if (is_end)
			break;
		/* the white space before it, as it is there */
		from = i > 0 ? middle->tokens[i - 1].to : middle->tokens[i].from;
		if (out.n > 0)
			buf_add(&out, str_at(middle->text, from, middle->tokens[i].from - from));
		buf_add(&out, str_at(middle->text, middle->tokens[i].from, middle->tokens[i].to - middle->tokens[i].from));
		before = (long)i;
	}
	w->text = buf_str(&out);
}

static bool take_wording(struct arena *a, struct reading *list, size_t n, struct wording *w)
{
	size_t middle = middle_of(list, n);

	*w = (struct wording){ .text = STR("") };
	if (middle == n)
		return false;
	w->mails = ARENA_ARRAY(a, size_t, n);
	for (size_t i = 0; i < n; i++) {
		if (list[i].taken || (i != middle && 4 * align(a, &list[middle], &list[i]) < list[middle].count + list[i].count))
			continue;
		w->mails[w->mail_count++] = i;
	}
	align(a, &list[middle], &list[middle]);
	for (size_t i = 0; i < w->mail_count; i++)
		list[w->mails[i]].taken = true;
	if (w->mail_count > 1)
		write_wording(a, w, list, &list[middle]);
	return true;
}

static int by_mails(const void *a, const void *b)
{
	const struct wording *x = a, *y = b;

	return x->mail_count != y->mail_count ? (x->mail_count < y->mail_count) - (x->mail_count > y->mail_count) :
	    (x->mails[0] > y->mails[0]) - (x->mails[0] < y->mails[0]);
}

size_t wordings_of(struct arena *a, const struct str *texts, size_t n, struct wording **list_r)
{
	struct reading *list;
	struct wording one;
	size_t count = 0, room = 0;

	if (n > WORDING_TEXTS)
		n = WORDING_TEXTS;
	*list_r = NULL;
	list = ARENA_ARRAY(a, struct reading, n + 1);
	for (size_t i = 0; i < n; i++) {
		list[i].text = texts[i];
		list[i].print = fingerprint_of(a, texts[i]);
		tokenise(a, &list[i]);
	}
	while (take_wording(a, list, n, &one))
		if (one.mail_count > 1)
			*ARENA_PUSH(a, *list_r, count, room) = one;
	if (count > 0)
		qsort(*list_r, count, sizeof **list_r, by_mails);
	return count;
}
