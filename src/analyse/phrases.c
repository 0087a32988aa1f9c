/* phrases.c - one pass over a text for all phrases: looked up by their first bytes. */
#include "analyse/phrases.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "analyse/brands.h"
#include "analyse/data.h"
#include "analyse/phrase_context.h"
#include "analyse/phrase_rules.h"
#include "base/csv.h"
#include "base/text.h"

enum {
	PHRASES_MOST = 6000, HITS_OF_ONE_LIST = 8,
	CHUNK = 256 * 1024, OVERLAP = 1024,     /* long texts are searched in overlapping pieces */
	GAP = 120,                              /* bytes that "..." may stand for: 40 wide characters */
	LISTS_MOST = 2000, SHORTEST = 3, FRONT = sizeof(uint64_t), NOT_PLAIN = 0xFF,
	SENTENCE_LONGEST = 450,                 /* bytes: a text without full stops is cut there */
};

struct phrase_list {
	struct str name;
	enum phrase_negation negation;
	bool own_words_only;
};

struct phrase {
	const struct phrase_list *list; /* NULL: a word of a kind (phrase_rules.h) */
	int kind;
	bool at_start;                  /* counts only where the sentence begins */
	struct str written;
	struct str first, rest;         /* folded; rest: what follows the first "..." */
	int next;                       /* with the same key; 0: none */
};

/* Most phrases with the same key are told apart by their first bytes, which lie beside each other. */
struct front {
	uint64_t bytes, mask;
	int phrase;
	bool last;                      /* with this key */
};

static struct {
	struct arena *arena;
	struct phrase_list lists[LISTS_MOST];
	size_t list_count;
	struct phrase *list;
	size_t count, room;
	int heads[1 << 16];             /* of a key: its first phrase, once all are there its first front; index + 1 */
	struct front *fronts;
	uint64_t begins[(1 << 16) / 64];/* which of them are not 0: small enough for the nearest cache */
	bool word[256];                 /* letters and digits */
	bool first[256];                /* what a phrase begins with */
	unsigned char plain[256];       /* ASCII that is no white space, in lower case; NOT_PLAIN */
} table;

/* Of the first three bytes: one character of kana or kanji. */
static unsigned key_of(const char *p)
{
	unsigned three = (unsigned)(unsigned char)p[0] << 16 | (unsigned)(unsigned char)p[1] << 8 | (unsigned char)p[2];

	return three * 0x9E3779B1u >> 16;
}

static bool begins_phrase(unsigned key)
{
	return (table.begins[key / 64] >> key % 64 & 1) != 0;
}

static struct phrase_list *find_list(struct str name)
{
	for (size_t i = 0; i < table.list_count; i++)
		if (str_eq(table.lists[i].name, name))
			return &table.lists[i];
	return NULL;
}

static void add_list(struct str name, struct str negation, struct str words)
{
	assert(table.list_count < LISTS_MOST);
	assert(str_eq(negation, STR("none")) || str_eq(negation, STR("absence")) || str_eq(negation, STR("any")));
	assert(str_eq(words, STR("newest")) || str_eq(words, STR("unquoted")));
	table.lists[table.list_count++] = (struct phrase_list){ arena_str(table.arena, name),
		str_eq(negation, STR("any")) ? NEGATION_ANY : str_eq(negation, STR("absence")) ? NEGATION_ABSENCE : NEGATION_NONE,
		str_eq(words, STR("newest")) };
}

static void add_words(const struct phrase_list *list, int kind, bool at_start, struct str written)
{
	struct str folded = text_fold(table.arena, written);
	long long gap = str_find(folded, STR("..."));
	struct phrase *p;
	unsigned key;

	assert(folded.n >= SHORTEST && (gap < 0 || gap >= SHORTEST));
	p = ARENA_PUSH(table.arena, table.list, table.count, table.room);
	*p = (struct phrase){ .list = list, .kind = kind, .at_start = at_start, .written = arena_str(table.arena, written) };
	p->first = gap < 0 ? folded : str_at(folded, 0, (size_t)gap);
	p->rest = gap < 0 ? STR("") : str_from(folded, (size_t)gap + 3);
	key = key_of(p->first.p);
	p->next = table.heads[key];
	table.heads[key] = (int)table.count;
	table.begins[key / 64] |= 1ULL << key % 64;
	table.first[(unsigned char)p->first.p[0]] = true;
}

static void add_phrase(struct str list, struct str written)
{
	if (find_list(list) == NULL)
		add_list(list, STR("none"), STR("unquoted"));
	add_words(find_list(list), 0, false, written);
}

static void add_kind(int kind, struct str word)
{
	bool at_start = str_starts(word, STR("^"));

	add_words(NULL, kind, at_start, at_start ? str_from(word, 1) : word);
}

static void make_fronts(void)
{
	size_t n = 0;

	table.fronts = ARENA_ARRAY(table.arena, struct front, table.count);
	for (size_t key = 0; key < sizeof table.heads / sizeof table.heads[0]; key++) {
		int i = table.heads[key];

		table.heads[key] = i > 0 ? (int)n + 1 : 0;
		for (; i > 0; i = table.list[i - 1].next) {
			struct str first = str_at(table.list[i - 1].first, 0, FRONT);
			struct front *f = &table.fronts[n++];

			memcpy(&f->bytes, first.p, first.n);
			memset(&f->mask, 0xff, first.n);
			f->phrase = i - 1;
			f->last = table.list[i - 1].next == 0;
		}
	}
}

void phrases_warm(void)
{
	struct csv lists = csv_start(data_file("phrase_lists.csv")), csv = csv_start(data_file("phrases.csv"));
	struct str *fields;
	size_t n;

	if (table.arena != NULL)
		return;
	text_warm();
	for (int c = 0; c < 256; c++) {
		table.word[c] = ascii_alpha((unsigned char)c) || ascii_digit((unsigned char)c);
		table.plain[c] = c < 0x80 && !ascii_space((unsigned char)c) ? ascii_lower((unsigned char)c) : NOT_PLAIN;
	}
	table.arena = arena_new(8 << 20, arena_full_exit);
	while (csv_next(&lists, table.arena, &fields, &n, NULL) == 1)
		if (lists.row > 1 && n >= 3)
			add_list(fields[0], fields[1], fields[2]);
	while (csv_next(&csv, table.arena, &fields, &n, NULL) == 1)
		if (csv.row > 1 && n >= 3)
			add_phrase(fields[0], fields[2]);
	phrase_rules_warm(table.arena, add_kind);
	/* the names of played brands are searched in the same pass, as lists "brand:ID" */
	brands_warm();
	for (const struct brand *b = brand_at(n = 0); b != NULL; b = brand_at(++n))
		for (size_t i = 0; i < b->word_count; i++)
			add_phrase(arena_printf(table.arena, "brand:" STR_FMT, STR_ARG(b->id)), b->words[i]);
	make_fronts();
}

bool phrases_has_list(struct str name)
{
	phrases_warm();
	return find_list(name) != NULL;
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

/* Behind the run of ASCII without white space at `at`. */
static size_t add_plain(struct flat *f, struct str text, size_t at, size_t room)
{
	char *p = f->p;
	uint32_t *map = f->map;
	size_t n = f->n;

	for (unsigned char c; at < text.n && n < room && (c = table.plain[(unsigned char)text.p[at]]) != NOT_PLAIN; at++) {
		p[n] = (char)c;
		map[n++] = (uint32_t)at;
	}
	f->n = n;
	return at;
}

typedef unsigned char sixteen __attribute__((vector_size(16)));

/* Sixteen bytes of ASCII without control characters, of which no blank is the first, the last or beside another one? */
static bool sixteen_plain(const char *p)
{
	sixteen v, next, bad;
	unsigned long long halves[2];

	memcpy(&v, p, sizeof v);
	memcpy(&next, p + 1, sizeof next);
	bad = (sixteen)(v < 0x20) | (sixteen)(v >= 0x80) | ((sixteen)(v == ' ') & (sixteen)(next <= ' '));
	memcpy(halves, &bad, sizeof halves);
	return (halves[0] | halves[1]) == 0 && p[0] != ' ' && p[15] != ' ';
}

/* Behind the sixteens of words and single blanks at `at`. */
static size_t add_sixteens(struct flat *f, struct str text, size_t at, size_t room)
{
	for (; at + 17 <= text.n && f->n + 16 <= room && sixteen_plain(text.p + at); at += 16) {
		uint32_t *map = f->map + f->n;
		sixteen v, capital;

		memcpy(&v, text.p + at, sizeof v);
		capital = (sixteen)(v >= 'A') & (sixteen)(v <= 'Z') & 0x20;
		v |= capital;
		memcpy(f->p + f->n, &v, sizeof v);
		for (uint32_t i = 0; i < 16; i++)
			map[i] = (uint32_t)at + i;
		f->n += 16;
	}
	return at;
}

static struct flat flatten(struct arena *a, struct str text)
{
	/* NFKC may lengthen a character (the longest: 3 bytes to 33), hence the room; what does not
	 * fit is cut off. */
	size_t room = text.n * 2 + 1024;
	struct flat f = { arena_room(a, room + FRONT), arena_room(a, (room + 1) * sizeof(uint32_t)), 0 };
	size_t at = 0;

	while (at < text.n && f.n < room) {
		size_t from = at;
		unsigned char c;

		at = add_sixteens(&f, text, at, room);
		if (at > from)
			continue;
		c = (unsigned char)text.p[at];
		if (c >= 0x80)
			at = add_wide(a, &f, text, at, room);
		else if (ascii_space(c))
			at = add_space(&f, text, at);
		else
			at = add_plain(&f, text, at, room);
	}
	f.map[f.n] = (uint32_t)text.n;
	memset(f.p + f.n, 0, FRONT);
	return f;
}

static bool is_word_byte(char c)
{
	return table.word[(unsigned char)c];
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

static bool is_taken_back(const struct flat *f, const struct phrase_list *l, size_t at, size_t end)
{
	struct str text = { f->p, f->n };

	return phrase_is_negated(text, at, end, l->negation) || (l->own_words_only && phrase_is_warned_of(text, at, end));
}

/* One piece of a text while it is walked through. */
struct search {
	struct arena *arena;
	struct flat flat;
	size_t base;                    /* where the piece begins in the text */
	bool is_subject;
	struct phrase_hits *hits;
	struct phrase_marks marks;      /* of the sentence */
	size_t sentence;                /* where it begins */
};

static void add_hit(struct search *s, const struct phrase_list *list, struct str phrase, size_t at, size_t end)
{
	size_t from = s->base + s->flat.map[at];

	if (has_room(s->hits, list->name, s->is_subject, from) && !is_taken_back(&s->flat, list, at, end))
		*ARENA_PUSH(s->arena, s->hits->list, s->hits->count, s->hits->room) = (struct phrase_hit){
			list->name, phrase, s->is_subject, list->own_words_only, from, s->base + s->flat.map[end] };
}

/* All phrases of one key that begin at `at`. */
static void search_at(struct search *s, size_t at, const struct front *front)
{
	uint64_t here;

	memcpy(&here, s->flat.p + at, sizeof here);
	for (bool more = true; more; front++) {
		const struct phrase *p = &table.list[front->phrase];
		size_t end = (here & front->mask) == front->bytes ? match(&s->flat, at, p) : 0;

		more = !front->last;
		if (end > 0 && p->list != NULL)
			add_hit(s, p->list, p->written, at, end);
		else if (end > 0 && (!p->at_start || at <= s->sentence + 3))
			phrase_marks_add(&s->marks, p->kind, at, end);
	}
}

/* What the kinds of words that met in the sentence make together; the next one begins at `at`. */
static void end_sentence(struct search *s, size_t at)
{
	struct str list;
	size_t from, to;

	for (size_t i = 0; phrase_rules_next(&s->marks, &i, &list, &from, &to);)
		add_hit(s, find_list(list), arena_str(s->arena, (struct str){ s->flat.p + from, to - from }), from, to);
	s->marks.met = 0;
	s->sentence = at;
}

static bool sentence_ends_at(const struct flat *f, size_t at)
{
	char c = f->p[at];

	if (c == '.')
		return at + 1 >= f->n || f->p[at + 1] == ' ';
	return c == '?' || c == '!' || (c == '\xe3' && f->n - at >= 3 && memcmp(f->p + at, "\u3002", 3) == 0);
}

static void search_chunk(struct search *s)
{
	const struct flat *f = &s->flat;
	for (size_t at = 0; at < f->n; at++) {
		bool is_word = is_word_byte(f->p[at]);

		if (table.first[(unsigned char)f->p[at]] && at + SHORTEST <= f->n) {
			unsigned key = key_of(f->p + at);

			if (begins_phrase(key))
				search_at(s, at, &table.fronts[table.heads[key] - 1]);
		}
		/* no phrase begins inside a word */
		while (is_word && at + 1 < f->n && is_word_byte(f->p[at + 1]))
			at++;
		if (is_word || (!sentence_ends_at(f, at) && at - s->sentence < SENTENCE_LONGEST))
			continue;
		if (f->p[at] == '?')
			phrase_marks_add_question(&s->marks, at);
		end_sentence(s, at + 1);
	}
	end_sentence(s, f->n);
}

void phrases_search(struct arena *a, struct str text, bool is_subject, struct phrase_hits *hits)
{
	struct arena *scratch;

	phrases_warm();
	if (text.n < 2)
		return;
	scratch = arena_beside(a);
	for (size_t at = 0; at < text.n;) {
		struct str chunk = utf8_cut(str_from(text, at), CHUNK);

		if (chunk.n == 0)
			break;
		search_chunk(&(struct search){ .arena = a, .flat = flatten(scratch, chunk), .base = at, .is_subject = is_subject, .hits = hits });
		arena_reset(scratch);
		if (at + chunk.n >= text.n)
			break;
		at += chunk.n;
		for (int back = 0; back < OVERLAP || ((unsigned char)text.p[at] & 0xc0) == 0x80; back++)
			at--;
	}
	arena_free(scratch);
}
