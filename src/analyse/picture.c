/* picture.c - the table, and ICU for the rest. */
#include "analyse/picture.h"

#include <assert.h>
#include <idn2.h>
#include <stdint.h>
#include <unicode/uchar.h>
#include <unicode/uspoof.h>

#include "analyse/data.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/text.h"

enum { PAIRS_MOST = 400, AFFIXES_MOST = 200 };

static struct {
	struct arena *arena;
	struct { struct str shown, like; size_t next; } pairs[PAIRS_MOST];      /* next: index + 1, of the same first byte */
	size_t pair_count;
	size_t heads[256];              /* index + 1; the first that was listed comes first */
	struct str affixes[AFFIXES_MOST];
	size_t affix_count;
	USpoofChecker *checker;
} table;

static void add_pair(struct str shown, struct str like)
{
	size_t *end = &table.heads[(unsigned char)shown.p[0]];

	assert(table.pair_count < PAIRS_MOST);
	table.pairs[table.pair_count].shown = arena_str(table.arena, shown);
	table.pairs[table.pair_count].like = arena_str(table.arena, like);
	while (*end > 0)
		end = &table.pairs[*end - 1].next;
	*end = ++table.pair_count;
}

static void read_table(void)
{
	struct csv csv = csv_start(data_file("lookalike.csv"));
	struct str *fields;
	size_t n;

	while (csv_next(&csv, table.arena, &fields, &n, NULL) == 1) {
		if (n < 3 || fields[0].n == 0 || fields[0].p[0] == '#')
			continue;
		if (str_eq(fields[0], STR("picture"))) {
			add_pair(fields[1], fields[2]);
		} else if (str_eq(fields[0], STR("affix"))) {
			assert(table.affix_count < AFFIXES_MOST);
			table.affixes[table.affix_count++] = arena_str(table.arena, fields[1]);
		}
	}
}

void picture_warm(void)
{
	UErrorCode status = U_ZERO_ERROR;
	char out[64];

	if (table.arena != NULL)
		return;
	table.arena = arena_new(1 << 20, arena_full_exit);
	read_table();
	table.checker = uspoof_open(&status);
	if (U_FAILURE(status))
		table.checker = NULL;   /* then the table alone */
	else
		uspoof_getSkeletonUTF8(table.checker, 0, "\xd0\xb0", 2, out, sizeof out, &status);
}

struct str label_shown(struct arena *a, struct str label)
{
	struct str lower = arena_lower(a, label), shown;
	char *out = NULL;

	if (!str_starts(lower, STR("xn--")))
		return lower;
	if (idn2_to_unicode_8z8z(arena_cstr(a, lower), &out, 0) != IDN2_OK)
		return lower;
	shown = arena_str(a, str_of(out));
	idn2_free(out);
	return utf8_valid(shown) ? shown : lower;
}

/* ICU's picture of one character, lower-case ASCII where it is a letter; else the character itself. */
static void add_skeleton(struct buf *out, struct str character)
{
	UErrorCode status = U_ZERO_ERROR;
	char skeleton[64];
	int32_t n = 0;

	if (table.checker != NULL)
		n = uspoof_getSkeletonUTF8(table.checker, 0, character.p, (int32_t)character.n, skeleton, sizeof skeleton, &status);
	if (table.checker == NULL || U_FAILURE(status) || n <= 0 || n >= (int32_t)sizeof skeleton) {
		buf_add(out, character);
		return;
	}
	for (int32_t i = 0; i < n; i++)
		if ((unsigned char)skeleton[0] >= 0x80 || ascii_alpha((unsigned char)skeleton[i]) || ascii_digit((unsigned char)skeleton[i]))
			buf_char(out, (char)ascii_lower((unsigned char)skeleton[i]));
}

static size_t pair_at(struct str s, size_t at)
{
	for (size_t i = table.heads[(unsigned char)s.p[at]]; i > 0; i = table.pairs[i - 1].next)
		if (str_starts(str_from(s, at), table.pairs[i - 1].shown))
			return i - 1;
	return PAIRS_MOST;
}

/* One pass of the table; what it does not know stays, or goes to ICU. */
static struct str one_pass(struct arena *a, struct str s, bool ask_icu, bool of_capitals)
{
	struct buf out;

	buf_init_arena(&out, a, PICTURE_LONGEST * 2);
	buf_reserve(&out, s.n);
	for (size_t at = 0; at < s.n && out.n < PICTURE_LONGEST;) {
		size_t pair = pair_at(s, at), from = at;
		uint32_t c;

		if (pair < PAIRS_MOST) {
			buf_add(&out, table.pairs[pair].like);
			at += table.pairs[pair].shown.n;
			continue;
		}
		c = utf8_next(s, &at);
		if (c == '-' || c == '_' || c == 0x2010 || c == 0x2011)
			continue;
		if (c < 0x80 || !ask_icu) {
			buf_add(&out, str_at(s, from, at - from));
		} else if (of_capitals) {
			char capital[5];
			struct buf one = { capital, 0, sizeof capital, sizeof capital, false, a };

			buf_utf8(&one, (uint32_t)u_toupper((UChar32)c));
			add_skeleton(&out, buf_str(&one));
		} else {
			add_skeleton(&out, str_at(s, from, at - from));
		}
	}
	return utf8_cut(buf_str(&out), PICTURE_LONGEST);        /* a syllable of Hangul may be several letters */
}

struct str picture_of(struct arena *a, struct str shown, bool of_capitals)
{
	struct str once;
	bool ascii = true;

	picture_warm();
	for (size_t i = 0; i < shown.n && ascii; i++)
		ascii = (unsigned char)shown.p[i] < 0x80;
	once = one_pass(a, shown, !ascii, of_capitals);
	return ascii ? once : one_pass(a, once, false, false);  /* a Cyrillic pair may stand for a Latin one */
}

bool label_has_affix(struct str longer, struct str label)
{
	struct str rest;

	if (label.n < 4 || longer.n <= label.n)
		return false;
	if (str_starts(longer, label))
		rest = str_from(longer, label.n);
	else if (str_ends(longer, label))
		rest = str_at(longer, 0, longer.n - label.n);
	else
		return false;
	picture_warm();
	for (size_t i = 0; i < table.affix_count; i++)
		if (str_eq(rest, table.affixes[i]))
			return true;
	return false;
}
