/* fuzz_terms.c - any bytes through the leak check's decoders: hits lie inside the text. */
#include "fuzz.h"

#include "anonymise/decode.h"
#include "anonymise/leak.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct terms *terms;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	terms = terms_new(arena_new(64 << 20, arena_full_exit), NULL);
	terms_add_name(terms, TERM_NAME, STR("株式会社さくら重工"));
	terms_add_name(terms, TERM_NAME, STR("A-Company"));
	terms_add_domain(terms, STR("a-company.example"));
	terms_add_person(terms, STR("Alice Aoki"));
	terms_add_address(terms, STR("alice@a-company.example"));
	terms_add_network(terms, STR("192.0.2.0/24"));
	terms_seal(terms);
	return 0;
}

static void decoded(void *ctx, struct str text, const char *way, size_t base, size_t length)
{
	struct str *whole = ctx;

	assert(utf8_valid(text) && way != NULL && base <= whole->n && length <= whole->n - base);
}

static void read_any(struct arena *a, struct str s)
{
	struct str text = utf8_repair(a, s);
	struct term_hits hits = { 0 };
	struct leak_hits leaks = { 0 };

	decode_each(a, text, DECODE_ROT13 | DECODE_REVERSED, decoded, &text);
	terms_find(terms, a, text, true, &hits);
	terms_find_decoded(terms, a, text, true, &hits);
	for (size_t i = 0; i < hits.count; i++)
		assert(hits.list[i].offset <= text.n && hits.list[i].length <= text.n - hits.list[i].offset);
	leak_check(terms, a, STR("fuzz"), text, NULL, 0, &leaks);
	for (size_t i = 0; i < leaks.count; i++)
		assert(leaks.list[i].offset <= text.n && leaks.list[i].length <= text.n - leaks.list[i].offset);
	terms_has_ip(terms, text);
	terms_imitates(terms, text);
}

FUZZ_TARGET
