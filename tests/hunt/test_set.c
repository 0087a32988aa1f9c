/* A set that lies about its networks: refused before anything is done with them. */
#include "rows.h"

#include <stdlib.h>

#include "hunt/set_file.h"

enum { LIES = 100 };

/* A well-formed file whose `n` network slots all hold 0.0.0.0/0; a builder writes one. */
static struct str networks(struct arena *a, uint32_t n)
{
	struct set_entry entry = { .length = 9, .type = VALUE_IPV4, .flags = SET_LISTED | SET_NETWORK };
	size_t at = sizeof(struct set_header), bytes = at + 16 + n * sizeof(struct set_slot4) + 8 + 16 + SET_TAIL;
	char *file = arena_array(a, bytes, 1);
	struct set_header *h = (struct set_header *)(void *)file;

	memset(file, 0, bytes);
	*h = (struct set_header){ .version = SET_VERSION, .file_bytes = bytes, .net4_prefixes = 1, .text_bytes = 16, .provenance_at = 9, .entries = 1,
		.net4_slots = n, .filter_words = 1, .counts = { [VALUE_IPV4] = 1 } };
	memcpy(h->magic, SET_MAGIC, sizeof h->magic);
	memcpy(file + at, &entry, sizeof entry);
	for (uint32_t i = 0; i < n; i++)
		memcpy(file + at + 16 + i * sizeof(struct set_slot4), &(struct set_slot4){ 0, 1 }, sizeof(struct set_slot4));
	memcpy(file + at + 16 + n * sizeof(struct set_slot4) + 8, "0.0.0.0/0", 9);
	h->checksum = set_checksum((unsigned char *)file + SET_UNSUMMED, bytes - SET_UNSUMMED);
	return (struct str){ file, bytes };
}

static void lying_networks(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct set set;
	struct err e;

	(void)state;
	assert_int_equal(set_of_bytes(networks(a, 1), &set, &e), 0);    /* the control: one such network is a set */
	assert_int_equal(set_find4(&set, 0x01020304u), 0);
	set_close(&set);
	assert_int_equal(set_of_bytes(networks(a, LIES), &set, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	set_close(&set);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(lying_networks) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
