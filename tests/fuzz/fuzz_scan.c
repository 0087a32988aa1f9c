/* fuzz_scan.c - any bytes as a block of a log: the engines find the same, inside the block, and hand out the same tokens. */
#include "fuzz.h"

#include <stdlib.h>

#include "hunt/scan.h"

enum { ENGINES = SCAN_AVX512 + 1 };

static const struct set *everything(void)
{
	static const char *const values[] = { "1.2.3.4", "203.0.113.9", "198.51.100.0/24", "10.0.0.0/8", "evil.example", "sub.evil.example", "a.b",
		"http://url.example/gate.php", "x@mail.example", "2001:db8::1", "2001:db8:1::/48", "::/96", "d41d8cd98f00b204e9800998ecf8427e" };
	static struct set set;
	struct arena *a;
	struct set_builder *b;
	struct str file;
	struct value v;
	const char *why;
	struct err e;

	if (set.file != NULL)
		return &set;
	a = arena_new(1 << 20, arena_full_exit);
	b = set_builder_new();
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
		if (value_read(a, str_of(values[i]), -1, &v, &why) && set_builder_add(b, &v, &e) < 0)
			abort();
	if (set_builder_finish(b, STR(""), &file, &e) < 0 || set_of_bytes(file, &set, &e) < 0)
		abort();
	set_builder_free(b);
	arena_free(a);
	return &set;
}

/* Sums, since the order in which tokens are handed out is free. */
struct sum { uint64_t text, ip4, ip6, count; };

static void text(void *ctx, uint64_t hash)
{
	((struct sum *)ctx)->text += hash;
	((struct sum *)ctx)->count++;
}

static void ip4(void *ctx, uint32_t ip)
{
	((struct sum *)ctx)->ip4 += (uint64_t)ip * ip + ip;
}

static void ip6(void *ctx, const unsigned char ip[16])
{
	for (int i = 0; i < 16; i++)
		((struct sum *)ctx)->ip6 += (uint64_t)ip[i] << i;
}

static void read_any(struct arena *a, struct str s)
{
	char *room = arena_alloc(a, s.n + 2 * SCAN_PAD);
	struct scan_hits hits[ENGINES] = { 0 }, none = { 0 };
	struct sum sums[ENGINES] = { 0 };
	size_t lines[ENGINES], ignored;

	memcpy(room + SCAN_PAD, s.p, s.n);
	for (int i = 0; i < ENGINES; i++) {
		const struct scan_tokens into = { text, ip4, ip6, &sums[i] };
		struct scanner *finds = scanner_new(everything(), (enum scan_engine)i), *tells = scanner_of_tokens(&into, (enum scan_engine)i);

		scan_block(finds, room + SCAN_PAD, s.n, &hits[i], &lines[i]);
		scan_block(tells, room + SCAN_PAD, s.n, &none, &ignored);
		scanner_free(finds);
		scanner_free(tells);
		assert(lines[i] == lines[0] && hits[i].count == hits[0].count && memcmp(&sums[i], &sums[0], sizeof sums[0]) == 0);
		for (size_t k = 0; k < hits[i].count; k++) {
			const struct scan_hit *x = &hits[i].list[k], *y = &hits[0].list[k];

			assert(x->at == y->at && x->n == y->n && x->entry == y->entry && x->whole == y->whole && x->n > 0 && x->at + x->n <= s.n);
		}
	}
	for (int i = 0; i < ENGINES; i++)
		free(hits[i].list);
	free(none.list);
}

FUZZ_TARGET
