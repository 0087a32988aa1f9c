/* hash_set.c - chains by the first eight digits, grown by doubling. */
#include "anonymise/hash_set.h"

#include <assert.h>
#include <stdint.h>

enum { SHORTEST_HASH = 32, KEY_DIGITS = 8, FEWEST = 64 };

struct entry {
	uint32_t key;
	int value, next;                /* next: index + 1 in the same chain */
	struct str hash;
};

struct hash_set {
	struct arena *arena;
	struct entry *list;
	size_t count, room;
	int *heads;                     /* index + 1 of a chain's newest */
	size_t heads_count;             /* a power of two */
};

struct hash_set *hash_set_new(struct arena *a)
{
	struct hash_set *h = ARENA_NEW(a, struct hash_set);

	h->arena = a;
	h->heads_count = FEWEST;
	h->heads = ARENA_ARRAY(a, int, h->heads_count);
	return h;
}

static int digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int *head_of(const struct hash_set *h, uint32_t key)
{
	return &h->heads[(key ^ key >> 16) & (h->heads_count - 1)];
}

static void link_up(struct hash_set *h, size_t i)
{
	int *head = head_of(h, h->list[i].key);

	h->list[i].next = *head;
	*head = (int)i + 1;
}

void hash_set_add(struct hash_set *h, struct str hash, int value)
{
	uint32_t key = 0;

	assert(hash.n >= SHORTEST_HASH);
	for (size_t i = 0; i < KEY_DIGITS; i++)
		key = key << 4 | (uint32_t)digit_of(hash.p[i]);
	*ARENA_PUSH(h->arena, h->list, h->count, h->room) = (struct entry){ .key = key, .value = value, .hash = hash };
	if (h->count <= h->heads_count) {
		link_up(h, h->count - 1);
		return;
	}
	h->heads_count *= 4;
	h->heads = ARENA_ARRAY(h->arena, int, h->heads_count);
	for (size_t i = 0; i < h->count; i++)
		link_up(h, i);
}

static void look_up(const struct hash_set *h, uint32_t key, struct str rest, size_t at,
    void (*hit)(void *ctx, int value, size_t end), void *ctx)
{
	for (int i = *head_of(h, key); i != 0; i = h->list[i - 1].next) {
		const struct entry *e = &h->list[i - 1];

		if (e->key == key && str_starts(rest, e->hash))
			hit(ctx, e->value, at + e->hash.n);
	}
}

void hash_set_run(const struct hash_set *h, struct str text, void (*hit)(void *ctx, int value, size_t end), void *ctx)
{
	uint32_t key = 0;
	size_t run = 0;

	for (size_t i = 0; i < text.n && h->count > 0; i++) {
		int digit = digit_of(text.p[i]);

		run = digit < 0 ? 0 : run + 1;
		key = key << 4 | (uint32_t)(digit < 0 ? 0 : digit);
		if (run >= KEY_DIGITS)
			look_up(h, key, str_from(text, i + 1 - KEY_DIGITS), i + 1 - KEY_DIGITS, hit, ctx);
	}
}
