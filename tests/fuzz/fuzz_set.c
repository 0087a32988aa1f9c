/* fuzz_set.c - any bytes behind a set file's head, with a checksum that fits: refused, or every look-up stays inside. */
#include "fuzz.h"

#include <stdlib.h>

#include "hunt/scan.h"
#include "hunt/set_file.h"

static void entry_inside(void *ctx, uint32_t entry)
{
	const struct set *set = ctx;

	assert(entry < set->entry_count);
}

static void look_up(const struct set *set)
{
	static const char *const names[] = { "evil.example", "www.evil.example", "m@evil.example", "d41d8cd98f00b204e9800998ecf8427e", "", "a" };
	static const uint32_t ips[] = { 0, 0xcb007109u, 0x01020304u, 0xffffffffu };
	unsigned char ip[16] = { 0x20, 0x01, 0x0d, 0xb8 };

	for (size_t i = 0; i < sizeof ips / sizeof ips[0]; i++)
		assert(set_find4(set, ips[i]) < (long long)set->entry_count);
	assert(set_find6(set, ip) < (long long)set->entry_count);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert(set_find_text(set, str_of(names[i])) < (long long)set->entry_count);
	for (uint32_t i = 0; i < set->entry_count && i < 1000; i++) {
		struct str text = set_text(set, i);

		assert(text.n == 0 || (text.p >= (const char *)set->file && text.p + text.n <= (const char *)set->file + set->bytes));
		set_find_urls(set, i, STR(":443/path?x"), entry_inside, (void *)(uintptr_t)set);
	}
}

/* A log with everything a set may hold. */
static void scan_a_log(const struct set *set)
{
	static const char text[] = "a 203.0.113.9 www.evil.example m@evil.example http://evil.example/x 2001:db8::1 d41d8cd98f00b204e9800998ecf8427e\n"
		"1.2.3.4:80 [::ffff:203.0.113.9] xn--zckzah.example EVIL.EXAMPLE. da39a3ee5e6b4b0d3255bfef95601890afd80709\n";
	static char room[SCAN_PAD + sizeof text + SCAN_PAD];

	memcpy(room + SCAN_PAD, text, sizeof text - 1);
	for (int engine = 0; engine <= SCAN_AVX512; engine++) {
		struct scanner *s = scanner_new(set, (enum scan_engine)engine);
		struct scan_hits hits = { 0 };
		size_t lines;

		scan_block(s, room + SCAN_PAD, sizeof text - 1, &hits, &lines);
		assert(lines == 2);
		for (size_t i = 0; i < hits.count; i++)
			assert(hits.list[i].entry < set->entry_count && hits.list[i].at + hits.list[i].n <= sizeof text - 1);
		free(hits.list);
		scanner_free(s);
	}
}

static void read_any(struct arena *a, struct str s)
{
	char *copy = arena_array(a, s.n / 8 + 1, 8);
	struct set_header *h = (struct set_header *)(void *)copy;
	struct set set;
	struct err e;

	memcpy(copy, s.p, s.n);
	if (s.n >= sizeof *h) {
		memcpy(h->magic, SET_MAGIC, sizeof h->magic);
		h->version = SET_VERSION;
		h->file_bytes = s.n;
		h->checksum = set_checksum((const unsigned char *)copy + SET_UNSUMMED, s.n - SET_UNSUMMED);
	}
	if (set_of_bytes((struct str){ copy, s.n }, &set, &e) == 0) {
		look_up(&set);
		scan_a_log(&set);
	}
	set_close(&set);
}

FUZZ_TARGET
