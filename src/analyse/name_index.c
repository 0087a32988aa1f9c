/* name_index.c - a hash table of keys, built once. */
#include "analyse/name_index.h"

#include <stdint.h>

#include "analyse/person_name.h"

struct named {
	struct str key;
	uint32_t org, person;
	uint32_t next;                  /* index + 1, of the same slot */
};

struct name_index {
	struct named *list;
	size_t count, room;
	uint32_t *slots;                /* index + 1 */
	size_t mask;
};

static size_t hash_of(struct str key)
{
	uint64_t hash = 14695981039346656037ULL;

	for (size_t i = 0; i < key.n; i++)
		hash = (hash ^ (unsigned char)key.p[i]) * 1099511628211ULL;
	return (size_t)(hash ^ hash >> 29);
}

static bool is_head(const struct known_person *p)
{
	return str_eq(p->role, STR("ceo")) || str_eq(p->role, STR("executive"));
}

static void add(struct arena *a, struct name_index *x, struct str name, size_t org, size_t person)
{
	struct person_keys keys;

	person_name_forms(a, name, &keys);
	for (size_t i = 0; i < keys.count; i++)
		*ARENA_PUSH(a, x->list, x->count, x->room) = (struct named){ keys.list[i], (uint32_t)org, (uint32_t)person, 0 };
}

static void make_slots(struct arena *a, struct name_index *x)
{
	size_t slots = 64;

	while (slots < 2 * x->count)
		slots *= 2;
	x->slots = ARENA_ARRAY(a, uint32_t, slots);
	x->mask = slots - 1;
	for (size_t i = x->count; i-- > 0;) {
		size_t slot = hash_of(x->list[i].key) & x->mask;

		x->list[i].next = x->slots[slot];
		x->slots[slot] = (uint32_t)i + 1;
	}
}

const struct name_index *name_index_build(struct arena *a, const struct context *c)
{
	struct name_index *x = ARENA_NEW(a, struct name_index);

	for (size_t o = 0; o < c->org_count; o++)
		for (size_t p = 0; p < c->orgs[o].people_count; p++) {
			const struct known_person *person = &c->orgs[o].people[p];

			if (!is_head(person))
				continue;
			add(a, x, person->name, o, p);
			for (size_t n = 0; n < person->alias_count; n++)
				add(a, x, person->aliases[n], o, p);
		}
	make_slots(a, x);
	return x;
}

bool name_index_is_empty(const struct name_index *x)
{
	return x->count == 0;
}

bool name_index_next(const struct name_index *x, struct str key, size_t *at, size_t *org_r, size_t *person_r)
{
	size_t i = *at == 0 ? x->slots[hash_of(key) & x->mask] : x->list[*at - 1].next;

	while (i > 0 && !str_eq(x->list[i - 1].key, key))
		i = x->list[i - 1].next;
	if (i == 0)
		return false;
	*at = i;
	*org_r = x->list[i - 1].org;
	*person_r = x->list[i - 1].person;
	return true;
}
