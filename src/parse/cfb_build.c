/* cfb_build.c - writing a compound file (version 3): what lay inside another one becomes a file of its own. */
#include <stdlib.h>

#include "base/text.h"
#include "parse/cfb.h"

enum { SECTOR = 512, MINI = 64, MINI_BELOW = 4096, ENTRY = 128, DIFAT = 109, PER_FAT = SECTOR / 4, NAME_MOST = 31 };
static const uint32_t END_OF_CHAIN = 0xfffffffe, FREE = 0xffffffff, FAT_SECTOR = 0xfffffffd, DIFAT_SECTOR = 0xfffffffc;

struct placed {
	uint32_t start, left, right, child;
	uint16_t name[NAME_MOST + 1];
	size_t name_n;                  /* units without the NUL */
};

static void put(char *p, uint64_t n, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		p[i] = (char)(n >> 8 * i);
}

static void set_name(struct placed *e, struct str utf8)
{
	for (size_t i = 0; i < utf8.n && e->name_n < NAME_MOST;) {
		uint32_t c = utf8_next(utf8, &i);

		if (c >= 0x10000 && e->name_n + 2 <= NAME_MOST)
			e->name[e->name_n++] = (uint16_t)(0xd800 + ((c - 0x10000) >> 10));
		e->name[e->name_n++] = (uint16_t)(c >= 0x10000 ? 0xdc00 + ((c - 0x10000) & 0x3ff) : c);
	}
}

/* ---- siblings: a tree that is a list, in the order of [MS-CFB] 2.6.4 ---- */

struct sorting {
	const struct cfb_new *news;
	const struct placed *placed;
};

static uint16_t upper(uint16_t u)
{
	return u >= 'a' && u <= 'z' ? (uint16_t)(u - 32) : u;
}

static int by_place(const void *a, const void *b, void *ctx)
{
	const struct sorting *s = ctx;
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	const struct placed *x = &s->placed[i], *y = &s->placed[k];

	if (s->news[i].parent != s->news[k].parent)
		return s->news[i].parent < s->news[k].parent ? -1 : 1;
	if (x->name_n != y->name_n)
		return x->name_n < y->name_n ? -1 : 1;
	for (size_t n = 0; n < x->name_n; n++)
		if (upper(x->name[n]) != upper(y->name[n]))
			return upper(x->name[n]) < upper(y->name[n]) ? -1 : 1;
	return i < k ? -1 : i > k;
}

static void link_siblings(struct arena *a, const struct cfb_new *news, struct placed *placed, size_t n)
{
	size_t *order = ARENA_ARRAY(a, size_t, n + 1);
	struct sorting s = { news, placed };

	for (size_t i = 0; i < n; i++) {
		order[i] = i;
		placed[i].left = placed[i].right = placed[i].child = FREE;
	}
	qsort_r(order + 1, n - 1, sizeof *order, by_place, &s);
	for (size_t k = 1; k < n; k++) {
		size_t i = order[k];

		if (k == 1 || news[order[k - 1]].parent != news[i].parent)
			placed[news[i].parent].child = (uint32_t)i;
		else
			placed[order[k - 1]].right = (uint32_t)i;
	}
}

/* ---- sectors ---- */

static size_t sectors_of(size_t bytes, size_t unit)
{
	return (bytes + unit - 1) / unit;
}

static void chain(uint32_t *table, size_t start, size_t n)
{
	for (size_t i = 0; i < n; i++)
		table[start + i] = i + 1 < n ? (uint32_t)(start + i + 1) : END_OF_CHAIN;
}

struct layout {
	size_t mini, mini_fat, directory, streams;      /* sectors of each, in this order but streams first */
	size_t data, fat, difat;
};

static void write_directory(char *at, const struct cfb_new *news, const struct placed *placed, size_t n, size_t mini_start, size_t mini_bytes)
{
	for (size_t i = 0; i < n; i++, at += ENTRY) {
		const struct placed *e = &placed[i];

		for (size_t k = 0; k < e->name_n; k++)
			put(at + 2 * k, e->name[k], 2);
		put(at + 64, 2 * (e->name_n + 1), 2);
		at[66] = i == 0 ? 5 : news[i].is_storage ? 1 : 2;
		at[67] = 1;
		put(at + 68, e->left, 4);
		put(at + 72, e->right, 4);
		put(at + 76, e->child, 4);
		if (news[i].class_id != NULL)
			memcpy(at + 80, news[i].class_id, 16);
		put(at + 116, i == 0 ? (mini_bytes > 0 ? mini_start : END_OF_CHAIN) : e->start, 4);
		put(at + 120, i == 0 ? mini_bytes : news[i].is_storage ? 0 : news[i].bytes.n, 8);
	}
}

static void write_header(char *file, const struct layout *l)
{
	size_t directory = l->streams + l->mini + l->mini_fat, fat_at = l->data, difat_at = l->data + l->fat;

	memcpy(file, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
	put(file + 24, 0x3e, 2);
	put(file + 26, 3, 2);
	put(file + 28, 0xfffe, 2);
	put(file + 30, 9, 2);
	put(file + 32, 6, 2);
	put(file + 44, l->fat, 4);
	put(file + 48, directory, 4);
	put(file + 56, MINI_BELOW, 4);
	put(file + 60, l->mini_fat > 0 ? l->streams + l->mini : END_OF_CHAIN, 4);
	put(file + 64, l->mini_fat, 4);
	put(file + 68, l->difat > 0 ? difat_at : END_OF_CHAIN, 4);
	put(file + 72, l->difat, 4);
	for (size_t i = 0; i < DIFAT; i++)
		put(file + 76 + 4 * i, i < l->fat ? fat_at + i : FREE, 4);
	for (size_t d = 0; d < l->difat; d++) {
		char *s = file + SECTOR * (1 + difat_at + d);

		for (size_t i = 0; i < PER_FAT - 1; i++) {
			size_t k = DIFAT + d * (PER_FAT - 1) + i;

			put(s + 4 * i, k < l->fat ? fat_at + k : FREE, 4);
		}
		put(s + SECTOR - 4, d + 1 < l->difat ? difat_at + d + 1 : END_OF_CHAIN, 4);
	}
}

struct str cfb_build(struct arena *a, const struct cfb_new *news, size_t n)
{
	struct placed *placed = ARENA_ARRAY(a, struct placed, n);
	struct layout l = { 0 };
	size_t minis = 0, total, mini_at = 0;
	uint32_t *fat, *mini_fat;
	char *file;

	for (size_t i = 0; i < n; i++) {
		set_name(&placed[i], news[i].name);
		if (news[i].bytes.n >= MINI_BELOW)
			l.streams += sectors_of(news[i].bytes.n, SECTOR);
		else if (!news[i].is_storage)
			minis += sectors_of(news[i].bytes.n, MINI);
	}
	link_siblings(a, news, placed, n);
	l.mini = sectors_of(minis * MINI, SECTOR);
	l.mini_fat = sectors_of(minis, PER_FAT);
	l.directory = sectors_of(n, SECTOR / ENTRY);
	l.data = l.streams + l.mini + l.mini_fat + l.directory;
	do {    /* the tables have to hold themselves */
		l.fat = sectors_of(l.data + l.fat + l.difat, PER_FAT);
		l.difat = l.fat > DIFAT ? sectors_of(l.fat - DIFAT, PER_FAT - 1) : 0;
	} while (l.fat * PER_FAT < l.data + l.fat + l.difat);
	total = SECTOR * (1 + l.data + l.fat + l.difat);
	file = arena_alloc(a, total);
	fat = arena_alloc(a, l.fat * SECTOR);
	mini_fat = arena_alloc(a, l.mini_fat * SECTOR + 4);
	memset(fat, 0xff, l.fat * SECTOR);
	memset(mini_fat, 0xff, l.mini_fat * SECTOR);
	total = 0;
	for (size_t i = 0; i < n; i++) {
		struct str s = news[i].bytes;

		placed[i].start = news[i].is_storage ? 0 : END_OF_CHAIN;
		if (s.n == 0)
			continue;
		if (s.n >= MINI_BELOW) {
			placed[i].start = (uint32_t)total;
			memcpy(file + SECTOR * (1 + total), s.p, s.n);
			chain(fat, total, sectors_of(s.n, SECTOR));
			total += sectors_of(s.n, SECTOR);
		} else {
			placed[i].start = (uint32_t)mini_at;
			memcpy(file + SECTOR * (1 + l.streams) + MINI * mini_at, s.p, s.n);
			chain(mini_fat, mini_at, sectors_of(s.n, MINI));
			mini_at += sectors_of(s.n, MINI);
		}
	}
	chain(fat, l.streams, l.mini);
	chain(fat, l.streams + l.mini, l.mini_fat);
	chain(fat, l.streams + l.mini + l.mini_fat, l.directory);
	for (size_t i = 0; i < l.fat; i++)
		fat[l.data + i] = FAT_SECTOR;
	for (size_t i = 0; i < l.difat; i++)
		fat[l.data + l.fat + i] = DIFAT_SECTOR;
	for (size_t i = 0; i < l.mini_fat * PER_FAT; i++)
		put(file + SECTOR * (1 + l.streams + l.mini) + 4 * i, mini_fat[i], 4);
	for (size_t i = 0; i < l.fat * PER_FAT; i++)
		put(file + SECTOR * (1 + l.data) + 4 * i, fat[i], 4);
	write_directory(file + SECTOR * (1 + l.streams + l.mini + l.mini_fat), news, placed, n, l.streams, minis * MINI);
	for (size_t i = n; i < l.directory * (SECTOR / ENTRY); i++)
		memset(file + SECTOR * (1 + l.streams + l.mini + l.mini_fat) + ENTRY * i + 68, 0xff, 12);
	write_header(file, &l);
	return (struct str){ file, SECTOR * (1 + l.data + l.fat + l.difat) };
}
