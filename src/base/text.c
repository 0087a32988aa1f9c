/* text.c - UTF-8 by hand (it is on every path), Unicode's tables from ICU. */
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

size_t utf8_length(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char c;

	if (s.n == 0)
		return 0;
	c = p[0];
	if (c < 0x80)
		return 1;
	if (c < 0xC2 || s.n < 2 || (p[1] & 0xC0) != 0x80)
		return 0;
	if (c < 0xE0)
		return 2;
	if (s.n < 3 || (p[2] & 0xC0) != 0x80)
		return 0;
	if (c < 0xF0)
		return (c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) ? 0 : 3;
	if (c > 0xF4 || s.n < 4 || (p[3] & 0xC0) != 0x80)
		return 0;
	return (c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] > 0x8F) ? 0 : 4;
}

size_t ascii_length(struct str s)
{
	size_t i = 0;

	for (uint64_t eight; i + 8 <= s.n; i += 8) {
		memcpy(&eight, s.p + i, 8);
		if ((eight & 0x8080808080808080u) != 0)
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i;
}

bool utf8_valid(struct str s)
{
	for (size_t i = ascii_length(s); i < s.n;) {
		size_t n = utf8_length(str_from(s, i));

		if (n == 0)
			return false;
		i += n;
		if (i < s.n && (unsigned char)s.p[i] < 0x80)
			i += ascii_length(str_from(s, i));
	}
	return true;
}

uint32_t utf8_next_wide(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	size_t n = utf8_length(str_from(s, *at));

	*at += n > 0 ? n : 1;
	switch (n) {
	case 1:
		return p[0];
	case 2:
		return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	case 3:
		return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	case 4:
		return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
	default:
		return 0xFFFD;
	}
}

struct str utf8_cut(struct str s, size_t most)
{
	if (s.n <= most)
		return s;
	while (most > 0 && ((unsigned char)s.p[most] & 0xC0) == 0x80)
		most--;
	return str_at(s, 0, most);
}

struct str utf8_repair(struct arena *a, struct str s)
{
	struct buf out;

	if (s.p == NULL || utf8_valid(s))
		return s;
	buf_init_arena(&out, a, s.n * 3 + 1);
	for (size_t at = 0; at < s.n;)
		buf_utf8(&out, utf8_next(s, &at));
	return buf_str(&out);
}

static uint32_t utf16_unit(struct str s, size_t at, bool little)
{
	uint32_t one = at + 1 < s.n ? (unsigned char)s.p[at] : 0, two = at + 1 < s.n ? (unsigned char)s.p[at + 1] : 0;

	return little ? one | two << 8 : one << 8 | two;
}

struct str utf8_from_utf16(struct arena *a, struct str s, bool little)
{
	struct buf out;

	buf_init_arena(&out, a, s.n / 2 * 3 + 8);
	for (size_t i = 0; i + 1 < s.n; i += 2) {
		uint32_t c = utf16_unit(s, i, little), low = utf16_unit(s, i + 2, little);

		if (c >= 0xd800 && c < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = 0xfffd;
		}
		if (c != 0)
			buf_utf8(&out, c);
	}
	return buf_str(&out);
}

struct str utf8_of_file(struct arena *a, struct str bytes)
{
	bool little = str_starts(bytes, STR("\xff\xfe"));

	if (little || str_starts(bytes, STR("\xfe\xff")))
		return utf8_from_utf16(a, str_from(bytes, 2), little);
	return str_starts(bytes, STR("\xef\xbb\xbf")) ? str_from(bytes, 3) : bytes;
}

size_t utf8_count(struct str s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n; n++)
		utf8_next(s, &at);
	return n;
}

static const UNormalizer2 *nfkc_fold(void)
{
	static const UNormalizer2 *instance;
	UErrorCode status = U_ZERO_ERROR;

	if (instance == NULL)
		instance = unorm2_getNFKCCasefoldInstance(&status);
	assert(instance != NULL);
	return instance;
}

void text_warm(void)
{
	struct arena *a = arena_new(1 << 16, arena_full_exit);

	text_fold(a, STR("Ｗ①ガ㌔é"));
	u_charType(0x3042);
	arena_free(a);
}

static void map_to(struct buf *out, uint32_t *map, size_t before, size_t origin)
{
	if (map != NULL)
		for (size_t i = before; i < out->n; i++)
			map[i] = (uint32_t)origin;
}

/* Segments between normalisation boundaries are short in practice; a longer run of combining
 * characters is cut, so that the work stays linear. */
enum { SEGMENT = 64 };

static void fold_segment(struct buf *out, const UChar *in, int32_t n)
{
	UChar folded[SEGMENT * 20] __attribute__((uninitialized));
	UErrorCode status = U_ZERO_ERROR;
	int32_t len = unorm2_normalize(nfkc_fold(), in, n, folded, SEGMENT * 20, &status);

	if (U_FAILURE(status))
		return;
	for (int32_t i = 0; i < len;) {
		UChar32 c;

		U16_NEXT(folded, i, len, c);
		buf_utf8(out, (uint32_t)c);
	}
}

/* Kana, kanji and their stops, which fold to themselves and join with nothing before them. */
static bool is_plain_wide(uint32_t c)
{
	return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30a1 && c <= 0x30fa) || c == 0x30fc || c == 0x3001 ||
	    c == 0x3002;
}

/* Nothing behind it changes it either; what is inert joins with nothing on either side. */
static bool stays_as_it_is(struct str in, uint32_t c, size_t behind)
{
	if (!is_plain_wide(c))
		return unorm2_isInert(nfkc_fold(), (UChar32)c);
	return behind >= in.n || (unsigned char)in.p[behind] < 0x80 || is_plain_wide(utf8_next(in, &behind));
}

/* ASCII at the front, but for a last character that what follows may change; how many bytes. */
static size_t fold_ascii(struct str in, size_t origin, struct buf *out, uint32_t *map)
{
	size_t n = ascii_length(in);

	n -= n < in.n && n > 0;
	if (n > 0)
		buf_reserve(out, n);
	if (out->failed || n == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		out->p[out->n + i] = (char)ascii_lower((unsigned char)in.p[i]);
	for (size_t i = 0; i < n && map != NULL; i++)
		map[out->n + i] = (uint32_t)(origin + i);
	out->n += n;
	out->p[out->n] = '\0';
	return n;
}

static void fold(struct str in, struct buf *out, uint32_t *map)
{
	UChar segment[SEGMENT];
	int32_t n = 0;
	size_t origin = 0, before;

	for (size_t at = 0; at < in.n;) {
		size_t start = at;
		uint32_t c;
		bool ascii_next;

		if (n == 0 && (unsigned char)in.p[at] < 0x80) {
			at += fold_ascii(str_from(in, at), at, out, map);
			if (at > start)
				continue;
		}
		c = utf8_next(in, &at);
		ascii_next = at >= in.n || (unsigned char)in.p[at] < 0x80;

		if (n > 0 && (n + 2 > SEGMENT || unorm2_hasBoundaryBefore(nfkc_fold(), (UChar32)c))) {
			before = out->n;
			fold_segment(out, segment, n);
			map_to(out, map, before, origin);
			n = 0;
		}
		if (n == 0 && c < 0x80 && ascii_next) {
			before = out->n;
			buf_char(out, (char)ascii_lower((unsigned char)c));
			map_to(out, map, before, start);
			continue;
		}
		if (n == 0 && stays_as_it_is(in, c, at)) {
			before = out->n;
			buf_add(out, str_at(in, start, at - start));
			map_to(out, map, before, start);
			continue;
		}
		if (n == 0)
			origin = start;
		U16_APPEND_UNSAFE(segment, n, (UChar32)c);
	}
	before = out->n;
	if (n > 0)
		fold_segment(out, segment, n);
	map_to(out, map, before, origin);
}

/* One code point grows to at most 18 in NFKC (U+FDFA): 33 bytes from 3. */
static size_t folded_room(size_t n)
{
	return n * 12 + 64;
}

struct str text_fold(struct arena *a, struct str utf8)
{
	struct buf out;

	if (utf8.p == NULL)
		return STR_NONE;
	buf_init_arena(&out, a, folded_room(utf8.n));
	fold(utf8, &out, NULL);
	return buf_str(&out);
}

struct folded text_fold_map(struct arena *a, struct str utf8)
{
	struct folded f;
	struct buf once;
	uint32_t *map;

	/* Folded twice: first for the length, so that the map is as long as needed. */
	buf_init(&once, folded_room(utf8.n));
	fold(utf8, &once, NULL);
	map = ARENA_ARRAY(a, uint32_t, once.n + 1);
	f.text = arena_str(a, buf_str(&once));
	buf_clear(&once);
	fold(utf8, &once, map);
	map[once.n] = (uint32_t)utf8.n;
	buf_fini(&once);
	f.map = map;
	return f;
}

bool text_is_kana(uint32_t c)
{
	return (c >= 0x3041 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0xFF66 && c <= 0xFF9F);
}

bool text_is_kanji(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3005 || c == 0x3007 ||
	    (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

bool text_is_wide_script(uint32_t c)
{
	return text_is_kana(c) || text_is_kanji(c);
}

bool text_is_word(uint32_t c)
{
	if (c < 0x80)
		return ascii_alpha((unsigned char)c) || ascii_digit((unsigned char)c);
	return (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

bool text_is_invisible(uint32_t c)
{
	return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
	    (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF || c == 0x00AD || c == 0x180E || c == 0x034F ||
	    (c >= 0xE0000 && c <= 0xE007F);
}

uint32_t text_latin_twin(uint32_t c)
{
	static const struct { uint16_t c; char latin; } twins[] = { { 0x430, 'a' }, { 0x435, 'e' }, { 0x43E, 'o' }, { 0x440, 'p' }, { 0x441, 'c' },
		{ 0x443, 'y' }, { 0x445, 'x' }, { 0x456, 'i' }, { 0x458, 'j' }, { 0x455, 's' }, { 0x410, 'A' }, { 0x412, 'B' }, { 0x415, 'E' },
		{ 0x41A, 'K' }, { 0x41C, 'M' }, { 0x41D, 'H' }, { 0x41E, 'O' }, { 0x420, 'P' }, { 0x421, 'C' }, { 0x422, 'T' }, { 0x425, 'X' },
		{ 0x406, 'I' }, { 0x405, 'S' }, { 0x3BF, 'o' }, { 0x3B1, 'a' }, { 0x39F, 'O' }, { 0x391, 'A' }, { 0x395, 'E' }, { 0x3C1, 'p' },
		{ 0x501, 'd' }, { 0x51B, 'q' }, { 0x51D, 'w' } };

	if (c < 0x370 || c > 0x51D)
		return 0;
	for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++)
		if (twins[i].c == c)
			return (uint32_t)twins[i].latin;
	return 0;
}

bool text_is_steering(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
	    (c >= 0x2066 && c <= 0x2069);
}

void text_make_printable(char *z, size_t size)
{
	struct str s = str_of(z);
	char *shown = malloc(size);
	size_t at = 0, n = 0;

	for (bool is_cut = s.n + 1 == size; shown != NULL && at < s.n;) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);
		bool is_bad = c == 0xFFFD || text_is_steering(c) || text_is_invisible(c);
		struct str piece = c == '\n' || c == '\t' ? STR(" ") : is_bad ? STR("\xEF\xBF\xBD") : str_at(s, from, at - from);

		if (n + piece.n >= size || (is_cut && is_bad && s.n - from < 4))
			break;
		memcpy(shown + n, piece.p, piece.n);
		n += piece.n;
	}
	while (n > 0 && shown[n - 1] == ' ')
		n--;
	if (shown != NULL)
		memcpy(z, shown, n);
	z[n] = '\0';
	free(shown);
}

/* Everyday words by their first letter; `word` is made of letters. */
static bool is_english(struct str word)
{
	enum { LONGEST_WORD = 6, ROOM = 8 };
	static const char words['z' - 'a' + 1][5][ROOM] = {
		['a' - 'a'] = { "and", "are" }, ['b' - 'a'] = { "be", "been", "by" }, ['d' - 'a'] = { "did" },
		['f' - 'a'] = { "for", "from" }, ['h' - 'a'] = { "have", "has" }, ['i' - 'a'] = { "is", "in", "it", "i" },
		['m' - 'a'] = { "me" }, ['n' - 'a'] = { "not" }, ['o' - 'a'] = { "of", "on", "our" }, ['p' - 'a'] = { "please" },
		['t' - 'a'] = { "the", "to", "this", "that" }, ['w' - 'a'] = { "we", "with", "will" },
		['y' - 'a'] = { "you", "your", "yet" },
	};
	char folded[ROOM] = { 0 };
	const char (*w)[ROOM];

	if (word.n > LONGEST_WORD)
		return false;
	w = words[(word.p[0] | 0x20) - 'a'];
	if ((*w)[0] == '\0')
		return false;
	for (size_t i = 0; i < word.n; i++)
		folded[i] = word.p[i] | 0x20;
	for (; (*w)[0] != '\0'; w++)
		if (memcmp(folded, *w, ROOM) == 0)
			return true;
	return false;
}

static inline bool is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

struct str text_language(struct str s)
{
	size_t kana = 0, kanji = 0, hangul = 0, cyrillic = 0, latin_words = 0, english_words = 0;

	for (size_t at = 0; at < s.n;) {
		uint32_t c;

		if (is_letter(s.p[at])) {
			size_t from = at;

			while (at < s.n && is_letter(s.p[at]))
				at++;
			latin_words++;
			english_words += is_english((struct str){ s.p + from, at - from });
			continue;
		}
		if ((unsigned char)s.p[at] < 0x80) {
			at++;
			continue;
		}
		c = utf8_next(s, &at);
		kana += text_is_kana(c);
		kanji += text_is_kanji(c);
		hangul += (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF);
		cyrillic += c >= 0x0400 && c <= 0x04FF;
	}
	if (kana >= 4 && kana + kanji >= latin_words)
		return STR("ja");
	if (hangul >= 4 && hangul > latin_words)
		return STR("ko");
	if (kanji >= 8 && kana * 20 < kanji && kanji > latin_words)
		return STR("zh");
	if (cyrillic >= 8 && cyrillic > latin_words)
		return STR("ru");
	if (english_words >= 2 && english_words * 12 >= latin_words)
		return STR("en");
	return STR("");
}

size_t text_columns(struct str s)
{
	size_t columns = 0;

	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if (c < 0x80) {
			columns += c >= 0x20;
			continue;
		}
		switch (u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH)) {
		case U_EA_WIDE:
		case U_EA_FULLWIDTH:
			columns += 2;
			break;
		default:
			columns += (U_GET_GC_MASK((UChar32)c) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) == 0;
		}
	}
	return columns;
}
