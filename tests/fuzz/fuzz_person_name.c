/* fuzz_person_name.c - any bytes as the name of a roster or of a mail: keys are valid UTF-8, long enough and few. */
#include "fuzz.h"

#include "analyse/person_name.h"

static void check(const struct person_keys *keys)
{
	assert(keys->count <= PERSON_KEYS_MOST);
	for (size_t i = 0; i < keys->count; i++)
		assert(keys->list[i].n >= PERSON_KEY_LEAST && utf8_valid(keys->list[i]));
}

static void read_any(struct arena *a, struct str s)
{
	struct str name = utf8_repair(a, s);
	struct person_keys keys;

	person_name_forms(a, name, &keys);
	check(&keys);
	person_name_shown(a, name, true, &keys);
	check(&keys);
	person_name_shown(a, name, false, &keys);
	check(&keys);
}

FUZZ_TARGET
