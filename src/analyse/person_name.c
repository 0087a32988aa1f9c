/* person_name.c - keys of names: titles off, kana to romaji, one spelling of romaji. */
#include "analyse/person_name.h"

#include "base/buf.h"
#include "base/text.h"

enum { NAME_LONGEST = 200, WORDS_MOST = 8, INITIAL_FROM = 5 };

/* Katakana from U+30A1 (small a) to U+30F4 (vu), Hepburn. */
static const char *const kana_romaji[] = {
	"a", "a", "i", "i", "u", "u", "e", "e", "o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go", "sa", "za",
	"shi", "ji", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "chi", "ji", "", "tsu", "zu", "te", "de", "to", "do", "na",
	"ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po", "ma",
	"mi", "mu", "me", "mo", "ya", "ya", "yu", "yu", "yo", "yo", "ra", "ri", "ru", "re", "ro", "wa", "wa", "i", "e", "o",
	"n", "vu",
};

/* One of several shapes of a kanji that names are written with. */
static const char *const kanji_shapes[][2] = { { "\u9ad9", "\u9ad8" }, { "\ufa11", "\u5d0e" }, { "\u908a", "\u8fba" },
	{ "\u9089", "\u8fba" }, { "\u6fa4", "\u6ca2" }, { "\u9f4b", "\u658e" }, { "\u9f4a", "\u658e" }, { "\u6589", "\u658e" },
	{ "\u6ff5", "\u6d5c" }, { "\u6ff1", "\u6d5c" }, { "\u5ee3", "\u5e83" }, { "\u570b", "\u56fd" }, { "\u771e", "\u771f" },
	{ "\u5d8b", "\u5cf6" }, { "\u5cef", "\u5cf0" }, { "\u6f81", "\u6e0b" }, { "\u9f8d", "\u7adc" }, { "\u8c4a", "\u7adc" },
	{ "\u6afb", "\u685c" }, { "\u85ea", "\u85ae" }, { "\u95dc", "\u95a2" } };

/* What stands beside a name and is none; folded.  Of two that end alike the longer one first. */
static const char *const titles[] = { "mr", "mrs", "ms", "dr", "prof", "sir", "ceo", "cfo", "coo", "cto", "president", "chairman",
	"director", "executive", "officer", "chief", "vice", "senior", "managing", "representative", "general", "manager", "the",
	"\u4ee3\u8868\u53d6\u7de0\u5f79\u793e\u9577", "\u4ee3\u8868\u53d6\u7de0\u5f79", "\u53d6\u7de0\u5f79", "\u4ee3\u8868",
	"\u526f\u793e\u9577", "\u793e\u9577", "\u4f1a\u9577", "\u5c02\u52d9", "\u5e38\u52d9", "\u57f7\u884c\u5f79\u54e1",
	"\u672c\u90e8\u9577", "\u90e8\u9577", "\u69d8", "\u6bbf", "\u6c0f", "\u3055\u3093", "\u793e\u9577\u5ba4" };

struct words {
	struct str list[WORDS_MOST];
	size_t count;
};

static bool is_vowel(char c)
{
	return c == 'a' || c == 'i' || c == 'u' || c == 'e' || c == 'o';
}

/* ---- one spelling of romaji ---- */
static const struct { const char *from, *to; } spellings[] = {
	{ "tch", "cch" }, { "shi", "shi" }, { "chi", "chi" }, { "tsu", "tsu" }, { "sy", "sh" }, { "si", "shi" }, { "ty", "ch" },
	{ "cy", "ch" }, { "ti", "chi" }, { "tu", "tsu" }, { "hu", "fu" }, { "zy", "j" }, { "jy", "j" }, { "dy", "j" }, { "zi", "ji" },
	{ "di", "ji" }, { "dzu", "zu" }, { "du", "zu" }, { "wo", "o" }, { "mb", "nb" }, { "mp", "np" }, { "mm", "nm" },
};

enum { SPELLINGS = sizeof spellings / sizeof spellings[0] };

/* Which spelling stands at i; SPELLINGS: none. */
static size_t spelling_at(struct str word, size_t i)
{
	if (memchr("tscdhwzjm", word.p[i], 9) == NULL || (word.p[i] == 'h' && i > 0 && (word.p[i - 1] == 's' || word.p[i - 1] == 'c')))
		return SPELLINGS;
	for (size_t k = 0; k < SPELLINGS; k++)
		if (spellings[k].from[0] == word.p[i] && str_starts(str_from(word, i), str_of(spellings[k].from)))
			return k;
	return SPELLINGS;
}

/* Consonants first; the long vowels of what comes out are made short. */
static struct str one_spelling(struct arena *a, struct str word)
{
	struct buf first, out;
	struct str s;

	buf_init_arena(&first, a, word.n * 2 + 8);
	buf_reserve(&first, word.n + 8);
	for (size_t i = 0; i < word.n;) {
		size_t k = spelling_at(word, i);

		if (k < SPELLINGS) {
			buf_z(&first, spellings[k].to);
			i += strlen(spellings[k].from);
		} else {
			buf_char(&first, word.p[i++]);
		}
	}
	s = buf_str(&first);
	buf_init_arena(&out, a, s.n + 8);
	buf_reserve(&out, s.n);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i], last = i > 0 ? s.p[i - 1] : '\0', next = i + 1 < s.n ? s.p[i + 1] : '\0';

		if ((c == 'u' && (last == 'o' || last == 'u')) || (c == 'o' && last == 'o') || (c == 'a' && last == 'a'))
			continue;
		if (c == 'h' && last == 'o' && !is_vowel(next) && next != 'y')
			continue;               /* Satoh, Ohno */
		buf_char(&out, c);
	}
	return buf_str(&out);
}

/* ---- kana ---- */
static uint32_t katakana(uint32_t c)
{
	return c >= 0x3041 && c <= 0x3094 ? c + 0x60 : c;
}

static bool is_small_y(uint32_t c)
{
	return c == 0x30e3 || c == 0x30e5 || c == 0x30e7;
}

static bool is_small_vowel(uint32_t c)
{
	return c == 0x30a1 || c == 0x30a3 || c == 0x30a5 || c == 0x30a7 || c == 0x30a9;
}

/* A small ya joins the syllable before it: ki + ya = kya, shi + ya = sha. */
static void join_small(char *syllable, uint32_t small)
{
	size_t n = strlen(syllable);
	const char *tail = kana_romaji[small - 0x30a1];

	if (n == 0)
		return;
	n--;                                    /* the vowel goes */
	if (is_small_y(small) && (strcmp(syllable, "shi") == 0 || strcmp(syllable, "chi") == 0 || strcmp(syllable, "ji") == 0))
		tail++;                         /* the y goes as well */
	memcpy(syllable + n, tail, strlen(tail) + 1);
}

static void add_kana(struct buf *out, struct str word)
{
	bool doubled = false;

	for (size_t at = 0; at < word.n;) {
		uint32_t c = katakana(utf8_next(word, &at)), small = 0;
		size_t next = at;
		char syllable[8] = "";

		if (c == 0x30c3) {
			doubled = true;
			continue;
		}
		if (c < 0x30a1 || c > 0x30f4)
			continue;               /* the long mark */
		memcpy(syllable, kana_romaji[c - 0x30a1], strlen(kana_romaji[c - 0x30a1]) + 1);
		if (at < word.n)
			small = katakana(utf8_next(word, &next));
		if (is_small_y(small) || is_small_vowel(small)) {
			join_small(syllable, small);
			at = next;
		}
		if (doubled && syllable[0] != '\0')
			buf_char(out, syllable[0]);
		doubled = false;
		buf_z(out, syllable);
	}
}

/* ---- words ---- */
/* Without its accent; Cyrillic and Greek as the Latin it is drawn like. */
static uint32_t plain_letter(uint32_t c)
{
	static const struct { uint32_t from; char to; } letters[] = { { 0x101, 'a' }, { 0xe2, 'a' }, { 0x12b, 'i' }, { 0xee, 'i' },
		{ 0x16b, 'u' }, { 0xfb, 'u' }, { 0x113, 'e' }, { 0xea, 'e' }, { 0x14d, 'o' }, { 0xf4, 'o' } };

	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
		if (letters[i].from == c)
			return (uint32_t)letters[i].to;
	return text_latin_twin(c) != 0 ? text_latin_twin(c) : c;
}

static struct str one_shape(struct str kanji)
{
	for (size_t i = 0; i < sizeof kanji_shapes / sizeof kanji_shapes[0]; i++)
		if (str_eq(kanji, str_of(kanji_shapes[i][0])))
			return str_of(kanji_shapes[i][1]);
	return kanji;
}

static bool is_title(struct str word)
{
	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		if (str_eq(word, str_of(titles[i])))
			return true;
	return false;
}

/* Kana only becomes romaji; of what has kanji each character is kept in one shape. */
static struct str key_of_word(struct arena *a, struct str word)
{
	bool kana = true, ascii = true;
	struct buf out;

	for (size_t at = 0; at < word.n;) {
		uint32_t c = utf8_next(word, &at);

		kana &= text_is_kana(c) || c == 0x30fc;
		ascii &= c < 0x80;
	}
	if (ascii)
		return one_spelling(a, word);
	buf_init_arena(&out, a, word.n * 2 + 16);
	if (kana) {
		add_kana(&out, word);
		return one_spelling(a, buf_str(&out));
	}
	for (size_t at = 0; at < word.n;) {
		size_t from = at;

		utf8_next(word, &at);
		buf_add(&out, one_shape(str_at(word, from, at - from)));
	}
	return buf_str(&out);
}

/* 「渡辺健一郎社長」, 「代表取締役渡辺健一郎」: titles written on to a name of two characters or more. */
static struct str without_titles(struct str s)
{
	enum { NAME_FEWEST = 2 * 3 };   /* bytes of two kanji */

	for (size_t i = 0; i < sizeof titles / sizeof titles[0] && s.n > NAME_FEWEST && (unsigned char)s.p[0] >= 0xe3;) {
		struct str title = str_of(titles[i]);
		bool fits = (unsigned char)title.p[0] >= 0x80 && s.n >= title.n + NAME_FEWEST;

		if (fits && str_ends(s, title))
			s = str_at(s, 0, s.n - title.n);
		else if (fits && str_starts(s, title))
			s = str_from(s, title.n);
		else {
			i++;
			continue;
		}
		i = 0;          /* several stand behind each other */
	}
	return s;
}

static void add_word(struct arena *a, struct words *w, struct buf *word)
{
	struct str s = buf_str(word), key;

	word->n = 0;
	if (s.n == 0 || w->count == WORDS_MOST || is_title(s))
		return;
	key = key_of_word(a, arena_str(a, without_titles(s)));
	if (key.n > 0)
		w->list[w->count++] = key;
}

/* Brackets hold what is no name. */
static bool opens(uint32_t c)
{
	return c == '(' || c == '[' || c == '<' || c == 0x3010 || c == 0x300c;
}

static bool closes(uint32_t c)
{
	return c == ')' || c == ']' || c == '>' || c == 0x3011 || c == 0x300d;
}

static void read_words(struct arena *a, struct str name, struct words *w)
{
	struct str folded = text_fold(a, utf8_cut(name, NAME_LONGEST));
	struct buf word;
	int depth = 0;

	buf_init_arena(&word, a, folded.n + 16);
	for (size_t at = 0; at < folded.n;) {
		uint32_t c = plain_letter(utf8_next(folded, &at));

		depth += opens(c);
		if (closes(c)) {
			depth -= depth > 0;
		} else if (depth == 0 && (text_is_word(c) || c == 0x30fc)) {
			buf_utf8(&word, c);
		} else if (depth == 0 && c != '\'' && !text_is_invisible(c)) {
			add_word(a, w, &word);
		}
	}
	add_word(a, w, &word);
}

/* ---- keys ---- */
static void add_key(struct person_keys *keys, struct str key)
{
	if (key.n < PERSON_KEY_LEAST || keys->count == PERSON_KEYS_MOST)
		return;
	for (size_t i = 0; i < keys->count; i++)
		if (str_eq(keys->list[i], key))
			return;
	keys->list[keys->count++] = key;
}

/* Written together vowels meet that stood apart (Ono Osamu), so the spelling is made one again. */
static struct str joined(struct arena *a, const struct str *words, size_t n, bool backwards)
{
	bool ascii = true;
	struct buf out;

	buf_init_arena(&out, a, NAME_LONGEST * 4);
	for (size_t i = 0; i < n; i++) {
		buf_add(&out, words[backwards ? n - 1 - i : i]);
		ascii &= (unsigned char)words[i].p[0] < 0x80;
	}
	return ascii ? one_spelling(a, buf_str(&out)) : buf_str(&out);
}

static void add_initial(struct arena *a, struct person_keys *keys, struct str full, struct str shortened)
{
	if (full.n < INITIAL_FROM || shortened.n < 2 || (unsigned char)shortened.p[0] >= 0x80 || (unsigned char)full.p[0] >= 0x80)
		return;
	add_key(keys, one_spelling(a, arena_printf(a, "%c" STR_FMT, shortened.p[0], STR_ARG(full))));
	add_key(keys, one_spelling(a, arena_printf(a, STR_FMT "%c", STR_ARG(full), shortened.p[0])));
}

void person_name_forms(struct arena *a, struct str name, struct person_keys *keys_r)
{
	struct words w = { .count = 0 };

	*keys_r = (struct person_keys){ .count = 0 };
	read_words(a, name, &w);
	if (w.count == 0)
		return;
	add_key(keys_r, joined(a, w.list, w.count, false));
	add_key(keys_r, joined(a, w.list, w.count, true));
	if (w.count != 2)
		return;
	add_initial(a, keys_r, w.list[0], w.list[1]);
	add_initial(a, keys_r, w.list[1], w.list[0]);
}

void person_name_shown(struct arena *a, struct str shown, bool parts, struct person_keys *keys_r)
{
	struct words w = { .count = 0 };

	*keys_r = (struct person_keys){ .count = 0 };
	read_words(a, shown, &w);
	if (w.count == 0)
		return;
	add_key(keys_r, joined(a, w.list, w.count, false));
	for (size_t i = 0; parts && i < w.count; i++) {
		if ((unsigned char)w.list[i].p[0] >= 0xe3)
			add_key(keys_r, w.list[i]);
		for (size_t n = 2; n <= 3 && i + n <= w.count; n++)
			add_key(keys_r, joined(a, w.list + i, n, false));
	}
}
