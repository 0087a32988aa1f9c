/* marks.c - one pass over a text; see marks.h. */
#include "web/marks.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/text.h"
#include "parse/url.h"

enum { SPACES_DRAWN = 4, DIFFER_MOST = 200, WORD_MOST = 256, EDGE_LEAST = 2, INSIDE_LEAST = 3, MARKS_MOST = 1000 };

/* ---- which parts differ ---- */

struct letters { size_t at[DIFFER_MOST + 1]; uint32_t c[DIFFER_MOST]; size_t n; };

static bool letters_of(struct str s, struct letters *l)
{
	size_t at = 0;

	for (l->n = 0; at < s.n; l->n++) {
		if (l->n == DIFFER_MOST)
			return false;
		l->at[l->n] = at;
		l->c[l->n] = utf8_next(s, &at);
	}
	l->at[l->n] = s.n;
	return true;
}

static void add(struct arena *a, struct marks *m, size_t from, size_t to, const char *tone)
{
	if (to > from)
		*ARENA_PUSH(a, m->list, m->n, m->room) = (struct mark){ from, to, tone };
}

/* same[i]: letter i of x stands, in this order, in y too (longest common subsequence). */
static void common(struct arena *a, const struct letters *x, const struct letters *y, bool *same)
{
	size_t wide = y->n + 1, i = 0, k = 0;
	unsigned short *best = ARENA_ARRAY(a, unsigned short, (x->n + 1) * wide);

	for (size_t r = x->n; r-- > 0;)
		for (size_t c = y->n; c-- > 0;) {
			unsigned short down = best[(r + 1) * wide + c], right = best[r * wide + c + 1];

			best[r * wide + c] = x->c[r] == y->c[c] ? (unsigned short)(best[(r + 1) * wide + c + 1] + 1) : down > right ? down : right;
		}
	while (i < x->n && k < y->n)
		if (x->c[i] == y->c[k]) {
			same[i++] = true;
			k++;
		} else if (best[(i + 1) * wide + k] >= best[i * wide + k + 1]) {
			i++;
		} else {
			k++;
		}
}

/* A letter or two between two differences are chance; how many letters are left as the same. */
static size_t drop_chance(bool *same, size_t n)
{
	size_t alike = 0;

	for (size_t i = 0, k; i < n; i = k) {
		size_t least = i == 0 ? EDGE_LEAST : INSIDE_LEAST;

		for (k = i + 1; k < n && same[k] == same[i]; k++)
			;
		if (k == n)
			least = EDGE_LEAST;
		if (!same[i])
			continue;
		if (k - i < least)
			memset(same + i, 0, (k - i) * sizeof *same);
		else
			alike += k - i;
	}
	return alike;
}

void marks_differ(struct arena *a, struct marks *m, size_t at, struct str value, struct str other, const char *tone)
{
	struct letters *x = ARENA_NEW(a, struct letters), *y = ARENA_NEW(a, struct letters);
	bool *same;
	size_t alike = 0;

	if (str_eq(value, other) || !letters_of(value, x) || !letters_of(other, y)) {
		add(a, m, at, at + value.n, tone);
		return;
	}
	same = ARENA_ARRAY(a, bool, x->n + 1);
	common(a, x, y, same);
	alike = drop_chance(same, x->n);
	if (alike * 2 < x->n) {
		add(a, m, at, at + value.n, tone);
		return;
	}
	for (size_t i = 0, k; i < x->n; i = k) {
		for (k = i + 1; k < x->n && same[k] == same[i]; k++)
			;
		if (!same[i])
			add(a, m, at + x->at[i], at + x->at[k], tone);
	}
}

bool marks_find(struct arena *a, struct marks *m, struct str text, struct str part, size_t near, const char *tone)
{
	long long found = -1, at;
	size_t from = 0, best = 0;

	if (part.n == 0)
		return false;
	while ((at = str_find(str_from(text, from), part)) >= 0) {
		size_t place = from + (size_t)at, away = place > near ? place - near : near - place;

		if (found < 0 || away < best) {
			found = (long long)place;
			best = away;
		} else if (place > near) {
			break;                  /* further ones are only further away */
		}
		from = place + part.n;
	}
	if (found < 0)
		return false;
	add(a, m, (size_t)found, (size_t)found + part.n, tone);
	return true;
}

/* ---- runs ---- */

struct painter {
	struct arena *a;
	struct str text;
	const struct marks *m;
	unsigned how;
	struct run *runs;
	size_t n, room;
	struct buf open;                /* text of the run in the making */
	const char *tone;
	struct str hint;
	const struct url_found *urls;
	size_t url_count, url;
};

static void flush(struct painter *p)
{
	if (p->open.n > 0)
		*ARENA_PUSH(p->a, p->runs, p->n, p->room) = (struct run){ arena_str(p->a, buf_str(&p->open)), p->hint, p->tone };
	buf_clear(&p->open);
	p->tone = "";
	p->hint = STR("");
}

static void begin(struct painter *p, const char *tone, struct str hint)
{
	if (strcmp(p->tone, tone) == 0 && str_eq(p->hint, hint))
		return;
	flush(p);
	p->tone = tone;
	p->hint = hint;
}

static void ghost(struct painter *p, struct str shown, struct str hint)
{
	flush(p);
	*ARENA_PUSH(p->a, p->runs, p->n, p->room) = (struct run){ shown, hint, "ghost" };
}

static struct str name_of(struct arena *a, uint32_t c)
{
	char name[80];
	UErrorCode bad = U_ZERO_ERROR;

	u_charName((UChar32)c, U_EXTENDED_CHAR_NAME, name, sizeof name, &bad);
	return U_FAILURE(bad) ? STR("") : arena_printf(a, "U+%04X %s", c, name);
}

/* Tone of every byte; of marks that overlap the one that was added first stays, alone. */
static const char **tones_of(struct arena *a, struct str text, const struct marks *m)
{
	const char **tone = ARENA_ARRAY(a, const char *, text.n + 1);

	for (size_t i = 0; i < m->n && i < MARKS_MOST; i++) {
		size_t from = m->list[i].from, to = m->list[i].to < text.n ? m->list[i].to : text.n, k = from;

		while (k < to && tone[k] == NULL)
			k++;
		if (k == to)
			for (k = from; k < to; k++)
				tone[k] = m->list[i].tone;
	}
	return tone;
}

/* Another script's letter in a word that is Latin otherwise. */
static bool is_foreign(struct str text, size_t from, size_t to)
{
	bool latin = false, other = false;

	for (size_t at = from; at < to;) {
		uint32_t c = utf8_next(text, &at);
		UErrorCode bad = U_ZERO_ERROR;
		UScriptCode script = c < 0x80 ? (ascii_alpha((unsigned char)c) ? USCRIPT_LATIN : USCRIPT_COMMON) : uscript_getScript((UChar32)c, &bad);

		latin |= script == USCRIPT_LATIN;
		other |= script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK || script == USCRIPT_ARMENIAN || script == USCRIPT_CHEROKEE;
	}
	return latin && other;
}

static bool is_other_letter(uint32_t c)
{
	UErrorCode bad = U_ZERO_ERROR;
	UScriptCode script = c < 0x80 ? USCRIPT_COMMON : uscript_getScript((UChar32)c, &bad);

	return script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK || script == USCRIPT_ARMENIAN || script == USCRIPT_CHEROKEE;
}

static size_t word_end(struct str text, size_t at)
{
	size_t from = at, next = at;

	while (at < text.n && at - from < WORD_MOST) {
		uint32_t c = utf8_next(text, &next);

		if (!text_is_word(c))
			break;
		at = next;
	}
	return at;
}

/* A dot of a host, the tt of http: as they are written so that nothing opens. */
static bool put_defanged(struct painter *p, size_t at)
{
	const struct url_found *u;
	long long slashes;
	size_t host, end;

	while (p->url < p->url_count && p->urls[p->url].to <= at)
		p->url++;
	if (p->url == p->url_count || at < (u = &p->urls[p->url])->from)
		return false;
	slashes = str_find(str_at(p->text, u->from, u->to - u->from), STR("://"));
	host = u->from + (slashes < 0 ? 0 : (size_t)slashes + 3);
	for (end = host; end < u->to && strchr("/?#\\", p->text.p[end]) == NULL; end++)
		;
	if (slashes >= 4 && (at == u->from + 1 || at == u->from + 2) && (p->text.p[at] | 0x20) == 't') {
		buf_char(&p->open, 'x');
		return true;
	}
	if (at < host || at >= end || p->text.p[at] != '.' || (at > 0 && p->text.p[at - 1] == '['))
		return false;
	buf_z(&p->open, "[.]");
	return true;
}

static void put(struct painter *p, size_t at, size_t next, uint32_t c, const char *tone)
{
	if (text_is_invisible(c) || text_is_steering(c) || c == 0xfffd) {
		if (c != '\n' && c != '\t') {
			if (c != '\r')
				ghost(p, arena_printf(p->a, "U+%04X", c), name_of(p->a, c));
			return;
		}
	}
	begin(p, tone, STR(""));
	if ((p->how & MARKS_DEFANG) == 0 || c >= 0x80 || !put_defanged(p, at))
		buf_add(&p->open, str_at(p->text, at, next - at));
}

/* Blanks of any kind in a row, drawn where they are many: they push a file's real ending out of sight. */
static bool put_spaces(struct painter *p, size_t *at)
{
	size_t next = *at, end = *at, count = 0;

	while (end < p->text.n) {
		uint32_t c = utf8_next(p->text, &next);

		if (c != ' ' && c != 0x3000 && c != 0xa0 && !(c >= 0x2000 && c <= 0x200a))
			break;
		end = next;
		count++;
	}
	if (count < SPACES_DRAWN)
		return false;
	ghost(p, arena_printf(p->a, "␣ × %zu", count), STR(""));
	*at = end;
	return true;
}

void marks_show(struct arena *a, struct str text, const struct marks *m, unsigned how, struct run **runs_r, size_t *n_r)
{
	struct painter p = { .a = a, .text = text, .m = m, .how = how, .tone = "", .hint = STR("") };
	const char **tone = m != NULL ? tones_of(a, text, m) : NULL;
	size_t at = 0, word = 0;
	bool foreign = false;

	buf_init_arena(&p.open, a, 4 * text.n + 64);
	if ((how & MARKS_DEFANG) != 0)
		url_find(a, text, &p.urls, &p.url_count);
	while (at < text.n) {
		size_t next = at;
		uint32_t c;

		if ((how & MARKS_SPACES) != 0 && put_spaces(&p, &at))
			continue;
		c = utf8_next(text, &next);
		if (at >= word) {
			word = word_end(text, at);
			foreign = word > at && is_foreign(text, at, word);
			word = word > at ? word : next;
		}
		if (foreign && is_other_letter(c)) {
			begin(&p, "warn", name_of(a, c));
			buf_add(&p.open, str_at(text, at, next - at));
		} else {
			put(&p, at, next, c, tone != NULL && tone[at] != NULL ? tone[at] : "");
		}
		at = next;
	}
	flush(&p);
	*runs_r = p.runs;
	*n_r = p.n;
}
