/* What a quote says otherwise than its original; telephone numbers; the sentence that tells most. */
#include "rows.h"

#include <stdlib.h>

#include "analyse/alteration.h"
#include "analyse/phones.h"
#include "analyse/says.h"

static const struct { const char *name, *quote, *original, *found, *expected; } altered[] = {
	{ "another account", "Bank: First\nAccount No.: 7730901244", "Bank: First\nAccount No.: 4410023987", "7730901244", "4410023987" },
	{ "the same", "Account No.: 4410023987", "Account No.: 4410023987", NULL, NULL },
	{ "wrapped inside of the number", "Account No.: 44100\n23987 at First", "Account No.: 4410023987 at First", NULL, NULL },
	{ "other punctuation", "the total of USD 184,300.00 is due", "the total of USD 184300.00 is due", NULL, NULL },
	{ "another amount", "the total of USD 984,300.00 is due", "the total of USD 184,300.00 is due", "984,300.00", "184,300.00" },
	{ "another address", "please write to pay@b.test today", "please write to bob@b-company.example today", "pay@b.test",
		"bob@b-company.example" },
	{ "only shortened", "Account No.: 4410023987", "Order 471112. Account No.: 4410023987. Ref 998877", NULL, NULL },
	{ "behind other words", "telephone extension 77309012", "account number 44100239", NULL, NULL },
	{ "Japanese", "振込先の口座番号は 7654321 です", "振込先の口座番号は 1234567 です", "7654321", "1234567" },
	{ "two values in other order", "from 11112222 and from 33334444", "from 33334444 and from 11112222", NULL, NULL },
};

static void alterations(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof altered / sizeof altered[0]; i++) {
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		struct alteration list[4];
		size_t n = alterations_find(a, str_of(altered[i].quote), str_of(altered[i].original), list, 4);

		ROW_CHECK(bad, altered[i].name, n == (altered[i].found != NULL));
		if (n == 1 && altered[i].found != NULL) {
			ROW_CHECK(bad, altered[i].name, str_eq(list[0].quoted, str_of(altered[i].found)));
			ROW_CHECK(bad, altered[i].name, str_eq(list[0].original, str_of(altered[i].expected)));
		}
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static struct mail *mail_of(struct arena *a, const char *body)
{
	struct str bytes = arena_printf(a, "From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n%s\n", body);

	return (struct mail *)mail_parse(a, bytes, &mail_limits_default);
}

static const struct { const char *name, *body, *digits; } telephones[] = {
	{ "labelled", "Regards\nTel. +81-3-5550-1234", "81355501234" },
	{ "national", "Phone: (03) 5550-1234", "355501234" },
	{ "trunk zero in brackets", "Tel: +44 (0)20 7946 0018", "442079460018" },
	{ "Japanese label", "電話番号：03-5550-1234", "355501234" },
	{ "without a label", "Order 03-5550-1234", "" },
	{ "too short", "Tel 1234", "" },
	{ "inside of a word", "hotel 03-5550-1234", "" },
	{ "quoted", "Hello\n\nOn Mon, 1 Jul 2019, Bob <b@c.example> wrote:\n> Tel 03-5550-1234", "" },
};

static void phones(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof telephones / sizeof telephones[0]; i++) {
		struct arena *a = arena_new(4 << 20, arena_full_exit);
		struct phone list[PHONES_MOST];
		size_t n = phones_find(a, mail_of(a, telephones[i].body), list);

		ROW_CHECK(bad, telephones[i].name, str_eq(n > 0 ? list[0].digits : STR(""), str_of(telephones[i].digits)));
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static const struct { const char *name, *body, *says; } sentences[] = {
	{ "behind the salutation", "Dear Bob,\n\nthe papers are wrong. Please correct them.", "the papers are wrong." },
	{ "behind politeness", "Dear Bob,\n\nThank you for your mail. The ship has left.", "The ship has left." },
	{ "the promise before all", "Hi Bob,\nit rains. We will correct it and send it shortly. Bye.", "We will correct it and send it shortly." },
	{ "wrapped", "Hi Bob,\nthe papers are\nwrong.", "the papers are wrong." },
	{ "Japanese", "田中様\n\nいつもお世話になっております。書類に誤りがあります。\n", "書類に誤りがあります。" },
	{ "only polite", "Thank you.", "Thank you." },
	{ "nothing", "", "" },
};

static void says(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		struct arena *a = arena_new(4 << 20, arena_full_exit);
		struct message m = { .mail = mail_of(a, sentences[i].body) };

		phrases_search(a, m.mail->text, false, &m.hits);
		ROW_CHECK(bad, sentences[i].name, str_eq(message_says(a, &m), str_of(sentences[i].says)));
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(alterations), cmocka_unit_test(phones), cmocka_unit_test(says) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
