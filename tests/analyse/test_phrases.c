/* test_phrases.c - phrase lists: wraps, borders, gaps, negation, quotation. */
#include "rows.h"

#include "analyse/analyse.h"
#include "analyse/phrases.h"
#include "analyse/thread.h"

static const struct row {
	const char *name, *list, *text;
	const char *hit;                /* what the hit covers; NULL: no hit of that list */
} rows[] = {
	{ "plain", "promise", "We will correct it.", "will correct" },
	{ "case is folded", "promise", "WE WILL CORRECT IT.", "WILL CORRECT" },
	{ "full width is folded", "promise", "\uff37\uff45 \uff57\uff49\uff4c\uff4c \uff43\uff4f\uff52\uff52\uff45\uff43\uff54", "\uff57\uff49\uff4c\uff4c \uff43\uff4f\uff52\uff52\uff45\uff43\uff54" },
	{ "wrapped", "promise", "We will\r\n   correct it.", "will\r\n   correct" },
	{ "wrapped in Japanese", "promise", "\u3059\u3050\u306b\u4fee\r\n\u6b63\u3057\u3066\u304a\u9001\u308a\u3057\u307e\u3059\u3002", "\u3059\u3050\u306b\u4fee\r\n\u6b63\u3057\u3066\u304a\u9001\u308a" },
	{ "not inside a word", "promise", "He is willcorrective.", NULL },
	{ "a gap", "promise", "I will send the papers to you shortly.", "will send the papers to you shortly" },
	{ "a gap ends at the sentence", "promise", "I will send them. Come shortly.", NULL },
	{ "a gap ends after forty characters", "advance", "We pay 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123 in advance", NULL },
	/* kinds of words that meet in one sentence */
	{ "kinds in any order", "transfer-request", "This afternoon I need a wire sent out.", "This afternoon I need a wire sent out" },
	{ "kinds of two sentences do not meet", "transfer-request", "I need a wire. It is sent out this afternoon.", NULL },
	{ "a kind that must not be there", "account-change", "My new number is below, our bank remains the same.", NULL },
	{ "without it", "account-change", "My new number is below, our bank too.", "My new number is below, our bank" },
	{ "a word that asks only at the beginning", "money-request", "They had cash and used to send it.", NULL },
	{ "and there", "money-request", "Good. Send the cash.", "Send the cash" },
	/* negation */
	{ "cannot", "promise", "We cannot send you the revised papers yet.", NULL },
	{ "are not able", "promise", "We are not able to send the revised papers.", NULL },
	{ "n't", "promise", "We won't send the revised papers.", NULL },
	{ "a negation in the sentence before", "promise", "It is not your fault. We will correct it.", "will correct" },
	{ "a negation far before", "promise", "Although that was not planned at all by anybody here, we will correct it.", "will correct" },
	{ "no unpaid invoices", "unpaid", "There are no unpaid invoices.", NULL },
	{ "unpaid invoices", "unpaid", "Which are the unpaid invoices?", "unpaid invoices" },
	{ "Japanese negation", "promise", "\u4fee\u6b63\u3057\u3066\u304a\u9001\u308a\u3067\u304d\u307e\u305b\u3093\u3002", NULL },
	{ "Japanese, not negated", "promise", "\u4fee\u6b63\u3057\u3066\u304a\u9001\u308a\u3057\u307e\u3059\u3002", "\u4fee\u6b63\u3057\u3066\u304a\u9001\u308a" },
	{ "Japanese, negated in the next sentence", "promise", "\u4fee\u6b63\u3057\u3066\u304a\u9001\u308a\u3057\u307e\u3059\u3002\u63db\u3048\u307e\u305b\u3093\u3002", "\u4fee\u6b63\u3057\u3066\u304a\u9001\u308a" },
	{ "nothing unpaid, Japanese", "unpaid", "\u672a\u6255\u3044\u306f\u3042\u308a\u307e\u305b\u3093\u3002", NULL },
	{ "a lure is not made harmless by a negation", "credential", "If you do not verify your account it is closed.", "verify your account" },
	{ "a negation that belongs to the phrase", "opener", "I can't take calls today.", "can't take calls" },
	/* edges */
	{ "empty", "promise", "", NULL },
	{ "one byte", "promise", "w", NULL },
	{ "at the very end", "promise", "we will revise", "will revise" },
};

static const struct phrase_hit *first_of(const struct phrase_hits *hits, const char *list)
{
	for (size_t i = 0; i < hits->count; i++)
		if (str_eq(hits->list[i].list, str_of(list)))
			return &hits->list[i];
	return NULL;
}

static void phrases_are_found(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = arena_new(8 << 20, arena_full_exit);
		struct phrase_hits hits = { .count = 0 };
		struct str text = str_of(rows[i].text);
		const struct phrase_hit *hit;

		phrases_search(a, text, false, &hits);
		hit = first_of(&hits, rows[i].list);
		ROW_CHECK(bad, rows[i].name, (hit != NULL) == (rows[i].hit != NULL));
		if (hit != NULL && rows[i].hit != NULL)
			ROW_STR(bad, rows[i].name, str_at(text, hit->from, hit->to - hit->from), rows[i].hit);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

/* What a mail quotes is somebody else's word. */
static void quotes_do_not_speak(void **state)
{
	static const char own[] = "From: a@a-company.example\r\n\r\nWe will correct it.\r\n";
	static const char quoted[] = "From: b@b-company.example\r\n\r\nThank you.\r\n\r\nOn Wed, 31 Jul 2019, A <a@a-company.example> wrote:\r\n"
	    "> We will correct it.\r\n";
	struct arena *a = arena_new(32 << 20, arena_full_exit);
	struct context c = context_none();
	struct thread_builder b = { .arena = a, .context = &c };
	const struct thread *t;

	(void)state;
	thread_add(&b, mail_parse(a, str_of(own), &mail_limits_default), STR("own"));
	thread_add(&b, mail_parse(a, str_of(quoted), &mail_limits_default), STR("quoted"));
	t = thread_build(&b, true);
	assert_non_null(message_phrase(&t->messages[0], "promise"));
	assert_null(message_phrase(&t->messages[1], "promise"));
	arena_free(a);
}

/* A phrase far inside a long text, and one that lies across two pieces. */
static void long_texts(void **state)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct phrase_hits hits = { .count = 0 };
	size_t n = 600 * 1024, at = 256 * 1024 - 6;
	char *text = arena_alloc(a, n);

	(void)state;
	memset(text, 'q', n);
	for (size_t i = 0; i < n; i += 8)
		text[i] = ' ';
	memcpy(text + at, " will correct ", 14);
	memcpy(text + n - 20, " will revise ", 13);
	phrases_search(a, (struct str){ text, n }, false, &hits);
	assert_int_equal(hits.count, 2);
	assert_int_equal(hits.list[0].from, at + 1);
	assert_int_equal(hits.list[1].from, n - 19);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(phrases_are_found), cmocka_unit_test(quotes_do_not_speak),
		cmocka_unit_test(long_texts) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
