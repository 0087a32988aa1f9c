/* phrases.c - one pass over a text for all phrases: looked up by their first two bytes. */
#include "analyse/phrases.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "analyse/brands.h"
#include "analyse/data.h"
#include "base/csv.h"
#include "base/text.h"

enum {
	PHRASES_MOST = 4000, HITS_OF_ONE_LIST = 8,
	CHUNK = 256 * 1024, OVERLAP = 1024,     /* long texts are searched in overlapping pieces */
	GAP = 120,                              /* bytes that "..." may stand for: 40 wide characters */
	NEGATION_BEFORE = 28, NEGATION_BEHIND = 24,
};

struct phrase {
	struct str list, written;
	struct str first, rest;         /* folded; rest: what follows the first "..." */
	int next;                       /* with the same first two bytes */
};

static struct {
	struct arena *arena;
	struct phrase *list;
	size_t count, room;
	int heads[1 << 16];             /* index + 1 */
} table;

static unsigned key_of(const char *p)
{
	return (unsigned)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

static void add_phrase(struct str list, struct str written)
{
	struct str folded = text_fold(table.arena, written);
	long long gap = str_find(folded, STR("..."));
	struct phrase *p;

	assert(folded.n >= 2 && gap != 0 && gap != 1);
	p = ARENA_PUSH(table.arena, table.list, table.count, table.room);
	*p = (struct phrase){ .list = arena_str(table.arena, list), .written = arena_str(table.arena, written) };
	p->first = gap < 0 ? folded : str_at(folded, 0, (size_t)gap);
	p->rest = gap < 0 ? STR("") : str_from(folded, (size_t)gap + 3);
	p->next = table.heads[key_of(p->first.p)];
	table.heads[key_of(p->first.p)] = (int)table.count;
}

void phrases_warm(void)
{
	struct csv csv = csv_start(data_file("phrases.csv"));
	struct str *fields;
	size_t n;

	if (table.arena != NULL)
		return;
	text_warm();
	table.arena = arena_new(8 << 20, arena_full_exit);
	while (csv_next(&csv, table.arena, &fields, &n, NULL) == 1)
		if (csv.row > 1 && n >= 3)
			add_phrase(fields[0], fields[2]);
	/* the names of played brands are searched in the same pass, as lists "brand:ID" */
	brands_warm();
	for (const struct brand *b = brand_at(n = 0); b != NULL; b = brand_at(++n))
		for (size_t i = 0; i < b->word_count; i++)
			add_phrase(arena_printf(table.arena, "brand:" STR_FMT, STR_ARG(b->id)), b->words[i]);
}

bool phrases_has_list(struct str name)
{
	phrases_warm();
	for (size_t i = 0; i < table.count; i++)
		if (str_eq(table.list[i].list, name))
			return true;
	return false;
}

/* A text folded, its white space made small, with the way back. */
struct flat {
	char *p;
	uint32_t *map;                  /* for each byte: the byte of the original; one more at the end */
	size_t n;
};

static void flat_add(struct flat *f, char c, size_t from)
{
	f->p[f->n] = c;
	f->map[f->n++] = (uint32_t)from;
}

/* Behind the white space at `at`: one blank, or nothing where a line of wide script was wrapped. */
static size_t add_space(struct flat *f, struct str text, size_t at)
{
	size_t end = at;

	while (end < text.n && ascii_space((unsigned char)text.p[end]))
		end++;
	if (f->n > 0 && end < text.n && (unsigned char)f->p[f->n - 1] >= 0x80 &&
	    (unsigned char)text.p[end] >= 0xe3 && memchr(text.p + at, '\n', end - at) != NULL)
		return end;
	flat_add(f, ' ', at);
	return end;
}

/* Behind the run of non-ASCII at `at`. */
static size_t add_wide(struct arena *a, struct flat *f, struct str text, size_t at, size_t room)
{
	size_t end = at;
	struct folded folded;

	while (end < text.n && (unsigned char)text.p[end] >= 0x80)
		end++;
	folded = text_fold_map(a, str_at(text, at, end - at));
	for (size_t i = 0; i < folded.text.n && f->n < room; i++)
		flat_add(f, folded.text.p[i], at + folded.map[i]);
	return end;
}

static struct flat flatten(struct arena *a, struct str text)
{
	/* NFKC may lengthen a character (the longest: 3 bytes to 33), hence the room; what does not
	 * fit is cut off. */
	size_t room = text.n * 2 + 1024;
	struct flat f = { arena_alloc(a, room + 1), ARENA_ARRAY(a, uint32_t, room + 1), 0 };
	size_t at = 0;

	while (at < text.n && f.n < room) {
		unsigned char c = (unsigned char)text.p[at];

		if (ascii_space(c))
			at = add_space(&f, text, at);
		else if (c >= 0x80)
			at = add_wide(a, &f, text, at, room);
		else
			flat_add(&f, (char)ascii_lower(c), at++);
	}
	f.map[f.n] = (uint32_t)text.n;
	return f;
}

static bool is_word_byte(char c)
{
	return ascii_alpha((unsigned char)c) || ascii_digit((unsigned char)c);
}

/* A Latin phrase does not begin or end inside a word. */
static bool at_borders(const struct flat *f, size_t from, size_t to)
{
	return !(from > 0 && is_word_byte(f->p[from]) && is_word_byte(f->p[from - 1])) &&
	    !(to < f->n && is_word_byte(f->p[to - 1]) && is_word_byte(f->p[to]));
}

static bool sentence_ends(struct str s)
{
	return str_has(s, STR(". ")) || str_has(s, STR("\u3002")) || str_has(s, STR("? ")) || str_has(s, STR("! "));
}

/* Where the phrase that begins at `at` ends, or 0. */
static size_t match(const struct flat *f, size_t at, const struct phrase *p)
{
	struct str rest = p->rest, segment;
	size_t end = at + p->first.n;

	if (p->first.n > f->n - at || memcmp(f->p + at, p->first.p, p->first.n) != 0)
		return 0;
	while (rest.n > 0) {
		long long gap = str_find(rest, STR("...")), found;
		struct str window = { f->p + end, f->n - end };

		segment = gap < 0 ? rest : str_at(rest, 0, (size_t)gap);
		rest = gap < 0 ? STR("") : str_from(rest, (size_t)gap + 3);
		if (window.n > GAP + segment.n)
			window.n = GAP + segment.n;
		found = str_find(window, segment);
		if (found < 0 || sentence_ends(str_at(window, 0, (size_t)found)))
			return 0;
		end += (size_t)found + segment.n;
	}
	return at_borders(f, at, end) ? end : 0;
}

static bool has_room(const struct phrase_hits *hits, struct str list, bool is_subject, size_t from)
{
	size_t n = 0;

	for (size_t i = 0; i < hits->count; i++) {
		if (!str_eq(hits->list[i].list, list))
			continue;
		if (hits->list[i].in_subject == is_subject && hits->list[i].from == from)
			return false;           /* a longer phrase at the same place, or the overlap */
		n++;
	}
	return n < HITS_OF_ONE_LIST;
}

/* Lists whose phrases say the contrary when they are negated; of the others ("do not sign in
 * elsewhere") the words alone are the lure. */
static bool is_negatable(struct str list)
{
	return str_eq(list, STR("promise")) || str_eq(list, STR("fulfilment")) || str_eq(list, STR("unpaid"));
}

static bool ends_sentence(char c)
{
	return c == '.' || c == '?' || c == '!';
}

/* "we cannot yet send the revised papers": a negation in the few words before, same sentence. */
static bool negated_before(const struct flat *f, size_t from)
{
	static const char *const words[] = { " not ", "n't ", "cannot ", "can not ", " never ", " unable to ", " no ", "without " };
	size_t start = from;
	struct str before;

	while (start > 0 && from - start < NEGATION_BEFORE && !ends_sentence(f->p[start - 1]))
		start--;
	before = (struct str){ f->p + start, from - start };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_has(before, str_of(words[i])))
			return true;
	return str_starts(before, STR("not ")) || str_starts(before, STR("no "));
}

/* Japanese negates behind the verb: within the same clause. */
static bool negated_behind(const struct flat *f, size_t to)
{
	static const char *const words[] = { "\u307e\u305b\u3093", "\u3067\u304d\u306a", "\u304b\u306d\u307e", "\u304b\u306d\u308b",
		"\u305b\u305a", "\u3057\u306a\u3044" };
	struct str behind = str_at((struct str){ f->p, f->n }, to, NEGATION_BEHIND);
	long long end = str_find(behind, STR("\u3002")), comma = str_find(behind, STR("\u3001"));

	if (end >= 0)
		behind.n = (size_t)end;
	if (comma >= 0 && (size_t)comma < behind.n)
		behind.n = (size_t)comma;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_has(behind, str_of(words[i])))
			return true;
	return false;
}

static bool is_negated(const struct flat *f, const struct phrase *p, size_t at, size_t end)
{
	return is_negatable(p->list) && (negated_before(f, at) || negated_behind(f, end));
}

static void search_chunk(struct arena *a, struct arena *scratch, struct str chunk, size_t base, bool is_subject,
    struct phrase_hits *hits)
{
	struct flat f = flatten(scratch, chunk);

	for (size_t at = 0; at + 1 < f.n; at++) {
		if (at > 0 && is_word_byte(f.p[at]) && is_word_byte(f.p[at - 1]))
			continue;       /* no phrase begins inside a word */
		for (int i = table.heads[key_of(f.p + at)]; i > 0; i = table.list[i - 1].next) {
			const struct phrase *p = &table.list[i - 1];
			size_t end = match(&f, at, p), from = base + f.map[at];

			if (end == 0 || is_negated(&f, p, at, end) || !has_room(hits, p->list, is_subject, from))
				continue;
			*ARENA_PUSH(a, hits->list, hits->count, hits->room) = (struct phrase_hit){
				p->list, p->written, is_subject, from, base + f.map[end] };
		}
	}
}

void phrases_search(struct arena *a, struct str text, bool is_subject, struct phrase_hits *hits)
{
	struct arena *scratch;

	phrases_warm();
	if (text.n < 2)
		return;
	scratch = arena_new(64 << 20, arena_full_exit);
	for (size_t at = 0; at < text.n;) {
		struct str chunk = utf8_cut(str_from(text, at), CHUNK);

		if (chunk.n == 0)
			break;
		search_chunk(a, scratch, chunk, at, is_subject, hits);
		arena_reset(scratch);
		if (at + chunk.n >= text.n)
			break;
		at += chunk.n;
		for (int back = 0; back < OVERLAP || ((unsigned char)text.p[at] & 0xc0) == 0x80; back++)
			at--;
	}
	arena_free(scratch);
}
