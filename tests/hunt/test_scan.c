/* The scanner against a slow reading of the same rules, and its engines against each other. */
#include "rows.h"

#include <stdlib.h>

#include "hunt/scan.h"

static struct str compile(struct arena *a, const char *const *values, size_t n)
{
	struct set_builder *b = set_builder_new();
	struct str bytes;
	struct err e;

	for (size_t i = 0; i < n; i++) {
		struct value v;
		const char *why;

		assert_true(value_read(a, str_of(values[i]), -1, &v, &why));
		assert_int_equal(set_builder_add(b, &v, &e), 0);
	}
	assert_int_equal(set_builder_finish(b, STR("{}"), &bytes, &e), 0);
	set_builder_free(b);
	return bytes;
}

struct found { char text[2000]; };

static void add_url(void *ctx, uint32_t entry)
{
	struct found *f = ctx;

	snprintf(f->text + strlen(f->text), sizeof f->text - strlen(f->text), "url:%u ", entry);
}

/* "value@place value@place" of a text; the same for every engine, or the test ends here. */
static void scan_text(const struct set *set, struct str text, struct found *out)
{
	char *room = calloc(1, text.n + 2 * SCAN_PAD);
	struct found each[SCAN_AVX512 + 1] = { 0 };

	memcpy(room + SCAN_PAD, text.p, text.n);
	for (int engine = 0; engine <= SCAN_AVX512; engine++) {
		struct scanner *s = scanner_new(set, (enum scan_engine)engine);
		struct scan_hits hits = { 0 };
		struct found *f = &each[engine];
		size_t lines, expected = 0;

		scan_block(s, room + SCAN_PAD, text.n, &hits, &lines);
		for (size_t i = 0; i < text.n; i++)
			expected += text.p[i] == '\n';
		assert_int_equal(lines, expected);
		for (size_t i = 0; i < hits.count; i++) {
			const struct scan_hit *h = &hits.list[i];
			struct str value = set_text(set, h->entry);

			if (set->entries[h->entry].flags & SET_LISTED)
				snprintf(f->text + strlen(f->text), sizeof f->text - strlen(f->text), "%.*s@%zu ", (int)value.n, value.p, h->at);
			if (h->whole)
				set_find_urls(set, h->entry, str_from(text, h->at + h->n), add_url, f);
		}
		free(hits.list);
		scanner_free(s);
	}
	for (int engine = 1; engine <= SCAN_AVX512; engine++)
		assert_string_equal(each[0].text, each[engine].text);
	*out = each[0];
	free(room);
}

static const char *const listed[] = { "1.2.3.4", "203.0.113.9", "198.51.100.0/24", "10.0.0.0/8", "10.1.0.0/16", "evil.example",
	"sub.evil.example", "http://url.example/gate.php", "http://evil.example/a/", "x@mail.example", "2001:db8::1", "2001:db8:1::/48",
	"d41d8cd98f00b204e9800998ecf8427e", "EVIL-Two.example." };

static void finds(void **state)
{
	static const struct { const char *name, *text, *expected; } rows[] = {
		{ "an address", "from 1.2.3.4 to", "1.2.3.4@5 " },
		{ "inside a longer one", "11.2.3.45 1.2.3.45 11.2.3.4 1.2.3.4.5 01.2.3.4x", "" },
		{ "with port and brackets", "1.2.3.4:80 [1.2.3.4] 1.2.3.4/32", "1.2.3.4@0 1.2.3.4@12 1.2.3.4@21 " },
		{ "a range", "1.2.3.4-203.0.113.9", "1.2.3.4@0 203.0.113.9@8 " },
		{ "with a port behind a hyphen", "fw-1.2.3.4-443", "1.2.3.4@3 " },
		{ "mapped", "::ffff:1.2.3.4", "1.2.3.4@7 " },
		{ "at the end of a sentence", "1.2.3.4.", "1.2.3.4@0 " },
		{ "... and behind some dots", "go to ...1.2.3.4.... or 198.51.100.255.", "1.2.3.4@9 198.51.100.0/24@24 " },
		{ "the longest at the end of a sentence", "it was 198.051.100.255. Then", "198.51.100.0/24@7 " },
		{ "networks, the narrowest", "198.51.100.7 10.2.3.4 10.1.2.3", "198.51.100.0/24@0 10.0.0.0/8@13 10.1.0.0/16@22 " },
		{ "not an address", "1.2.3.256 1.2.3. 1..2.3.4 256.1.1.1", "" },
		{ "a name and below", "evil.example www.EVIL.example notevil.example evil.example.com", "evil.example@0 evil.example@17 " },
		{ "the longest listed name", "a.sub.evil.example", "sub.evil.example@2 " },
		{ "final dot, case, hyphen", "evil-two.example. EVIL.EXAMPLE", "evil-two.example@0 evil.example@18 " },
		{ "label by label", "x-evil.example evil-.example _evil.example", "" },
		{ "mail", "<x@mail.example> y@mail.example X@MAIL.example", "x@mail.example@1 x@mail.example@32 " },
		{ "IPv6", "2001:db8::1 2001:DB8:0:0:0:0:0:1 outside:2001:db8::1/443 [2001:db8::1]:443", "2001:db8::1@0 2001:db8::1@12 2001:db8::1@41 2001:db8::1@58 " },
		{ "IPv6 network", "2001:db8:1:2::3 2001:db8:2::3", "2001:db8:1::/48@0 " },
		{ "times and MACs are no IPv6", "12:34:56 aa:bb:cc:dd:ee:ff", "" },
		{ "a hash", "MD5=D41D8CD98F00B204E9800998ECF8427E,x d41d8cd98f00b204e9800998ecf8427e0", "d41d8cd98f00b204e9800998ecf8427e@4 " },
	};
	struct arena *a = arena_new(1 << 22, arena_full_exit);
	struct str file = compile(a, listed, sizeof listed / sizeof listed[0]);
	struct set set;
	struct err e;
	int bad = 0;

	(void)state;
	assert_int_equal(set_of_bytes(file, &set, &e), 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct found f;

		scan_text(&set, str_of(rows[i].text), &f);
		ROW_CHECK(bad, rows[i].name, strcmp(f.text, rows[i].expected) == 0);
		if (strcmp(f.text, rows[i].expected) != 0)
			print_error("   got: %s\n", f.text);
	}
	set_close(&set);
	free((void *)(uintptr_t)file.p);
	arena_free(a);
	assert_int_equal(bad, 0);
}

static void urls(void **state)
{
	static const struct { const char *name, *text; int hits; } rows[] = {
		{ "the same", "GET http://url.example/gate.php HTTP/1.1", 1 }, { "query behind", "http://url.example/gate.php?id=1", 1 },
		{ "port between", "http://url.example:8080/gate.php", 1 }, { "https too", "https://URL.example/gate.php", 1 },
		{ "another path", "http://url.example/gate.phpx", 0 }, { "host alone", "url.example", 0 },
		{ "a sub-name is another host", "http://www.url.example/gate.php", 0 }, { "below a directory", "evil.example/a/b/c", 1 },
		{ "not the directory's name", "evil.example/ab", 0 },
	};
	struct arena *a = arena_new(1 << 22, arena_full_exit);
	struct str file = compile(a, listed, sizeof listed / sizeof listed[0]);
	struct set set;
	struct err e;
	int bad = 0;

	(void)state;
	assert_int_equal(set_of_bytes(file, &set, &e), 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct found f;

		scan_text(&set, str_of(rows[i].text), &f);
		ROW_CHECK(bad, rows[i].name, (strstr(f.text, "url:") != NULL) == rows[i].hits);
	}
	set_close(&set);
	free((void *)(uintptr_t)file.p);
	arena_free(a);
	assert_int_equal(bad, 0);
}

/* Every place in a block, also over the borders of chunks and words: the hit is found exactly once. */
static void places(void **state)
{
	enum { N = 40000 };
	struct arena *a = arena_new(1 << 22, arena_full_exit);
	struct str file = compile(a, listed, sizeof listed / sizeof listed[0]);
	static char text[N + 1];
	struct set set;
	struct err e;
	int bad = 0;

	(void)state;
	assert_int_equal(set_of_bytes(file, &set, &e), 0);
	for (size_t at = 16300; at < 16460; at++) {
		struct found f;
		char expected[80];

		memset(text, 'a', N);
		for (size_t i = 70; i < N; i += 71)
			text[i] = ' ';
		memcpy(text + at, " a.sub.evil.example 203.0.113.9 ", 32);
		snprintf(expected, sizeof expected, "sub.evil.example@%zu 203.0.113.9@%zu ", at + 3, at + 20);
		scan_text(&set, (struct str){ text, N }, &f);
		ROW_CHECK(bad, "place", strcmp(f.text, expected) == 0);
	}
	set_close(&set);
	free((void *)(uintptr_t)file.p);
	arena_free(a);
	assert_int_equal(bad, 0);
}

struct addresses { uint64_t sum; size_t count; };

static void add_address(void *ctx, uint32_t ip)
{
	struct addresses *a = ctx;

	a->sum += (uint64_t)ip * ip + ip;
	a->count++;
}

static void no_text(void *ctx, uint64_t hash)
{
	(void)ctx;
	(void)hash;
}

static void no_ip6(void *ctx, const unsigned char ip[16])
{
	(void)ctx;
	(void)ip;
}

static bool token_character(char c)
{
	return ascii_alpha((unsigned char)c) || ascii_digit((unsigned char)c) || (c != '\0' && strchr("-_.", c) != NULL);
}

/* Four numbers of one to three digits, and nothing else. */
static void read_slowly(const char *p, size_t n, struct addresses *into)
{
	unsigned a, b, c, d;
	char text[16] = "";
	int end = 0;

	if (n > 15)
		return;
	memcpy(text, p, n);
	if (strspn(text, "0123456789.") != n || sscanf(text, "%3u.%3u.%3u.%3u%n", &a, &b, &c, &d, &end) != 4 || (size_t)end != n)
		return;
	if (a <= 255 && b <= 255 && c <= 255 && d <= 255)
		add_address(into, a << 24 | b << 16 | c << 8 | d);
}

/* A run of token characters, without dots and hyphens at its ends; where it has other characters, each of its parts between
 * hyphens and underscores. */
static void addresses_slowly(const char *p, size_t n, struct addresses *into)
{
	for (size_t at = 0, end; at < n; at = end + 1) {
		size_t from = at, to;

		for (end = at; end < n && token_character(p[end]); end++)
			;
		for (to = end; from < to && (p[from] == '.' || p[from] == '-'); from++)
			;
		while (to > from && (p[to - 1] == '.' || p[to - 1] == '-'))
			to--;
		for (size_t part = from, stop; part < to; part = stop + 1) {
			for (stop = part; stop < to && p[stop] != '-' && p[stop] != '_'; stop++)
				;
			read_slowly(p + part, stop - part, into);
		}
	}
}

/* Every address of a text of numbers, dots and what stands between them is handed out, by each engine, and nothing else. */
static void every_address(void **state)
{
	static const char *const pieces[] = { ".", ".", ".", "1", "25", "255", "256", "0", "9.9", "1.2.3.4", "10.20.30.40", "255.255.255.255",
		"198.51.100.25", " ", " ", " ", " ", " ", " ", "\n", "-", "_", "a", "v1.2", "x.example" };
	enum { N = 60000, PIECES = sizeof pieces / sizeof pieces[0] };
	static char room[N + 2 * SCAN_PAD];
	char *text = room + SCAN_PAD;
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct addresses slow = { 0 };
		size_t n = 0;

		while (n < N - 16) {
			const char *piece = pieces[((seed = seed * 1664525u + 1013904223u) >> 8) % PIECES];

			memcpy(text + n, piece, strlen(piece));
			n += strlen(piece);
		}
		addresses_slowly(text, n, &slow);
		assert_true(slow.count > 300);
		for (int engine = 0; engine <= SCAN_AVX512; engine++) {
			struct addresses found = { 0 };
			const struct scan_tokens into = { no_text, add_address, no_ip6, &found };
			struct scanner *s = scanner_of_tokens(&into, (enum scan_engine)engine);
			struct scan_hits none = { 0 };
			size_t lines;

			scan_block(s, text, n, &none, &lines);
			assert_int_equal(found.count, slow.count);
			assert_true(found.sum == slow.sum);
			scanner_free(s);
		}
	}
}

/* Random bytes of a small alphabet: the engines agree, and a hit is what it says. */
static void engines_agree(void **state)
{
	static const char alphabet[] = "0123456789.:-_@ab/evilxmp\n[]\x80 1.2.3.4 evil.example";
	struct arena *a = arena_new(1 << 22, arena_full_exit);
	struct str file = compile(a, listed, sizeof listed / sizeof listed[0]);
	static char text[50000];
	struct set set;
	struct err e;
	unsigned seed = 1;

	(void)state;
	assert_int_equal(set_of_bytes(file, &set, &e), 0);
	for (int round = 0; round < 30; round++) {
		struct found f;

		for (size_t i = 0; i < sizeof text; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = alphabet[(seed >> 8) % (sizeof alphabet - 1)];
		}
		scan_text(&set, (struct str){ text, sizeof text - (size_t)round }, &f);
	}
	set_close(&set);
	free((void *)(uintptr_t)file.p);
	arena_free(a);
}

/* A file cut anywhere, or with any byte changed, is refused and never read beyond. */
static void damaged_files(void **state)
{
	struct arena *a = arena_new(1 << 22, arena_full_exit);
	struct str file = compile(a, listed, sizeof listed / sizeof listed[0]);
	struct err e;

	(void)state;
	for (size_t n = 0; n < file.n; n += 13) {
		struct set set;

		assert_int_equal(set_of_bytes((struct str){ file.p, n }, &set, &e), -1);
		set_close(&set);
	}
	for (size_t at = 0; at < file.n; at += 7) {
		char *byte = (char *)(uintptr_t)file.p + at;
		struct set set;

		*byte ^= 0x10;
		if (at < 12 || at >= 16)        /* four bytes of the header are unused */
			assert_int_equal(set_of_bytes(file, &set, &e), -1);
		else
			(void)!set_of_bytes(file, &set, &e);
		set_close(&set);
		*byte ^= 0x10;
	}
	free((void *)(uintptr_t)file.p);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(finds), cmocka_unit_test(urls), cmocka_unit_test(places),
		cmocka_unit_test(every_address), cmocka_unit_test(engines_agree), cmocka_unit_test(damaged_files) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
