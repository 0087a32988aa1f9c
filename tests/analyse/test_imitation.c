/* test_imitation.c - which address is built to be taken for which. */
#include "rows.h"

#include "analyse/analyse.h"
#include "analyse/imitation.h"
#include "base/nearest.h"

enum { NONE = -1 };

static const struct row {
	const char *name, *real, *fake;
	int kind;
} rows[] = {
	/* embedding in free mail */
	{ "the seed's form",           "alice@a-company.co.jp",   "alice.a-company.jp@freemail.example", IMITATES_EMBEDDED },
	{ "without the country",       "alice@a-company.co.jp",   "alice.a-company@freemail.example",    IMITATES_EMBEDDED },
	{ "with hyphens (B03)",        "zhang@xxxxx.com.tw",      "zhang-xxxxx.tw@freemail.example",     IMITATES_EMBEDDED },
	{ "firm first",                "alice@a-company.example", "acompany.alice@freemail.example",     IMITATES_EMBEDDED },
	{ "case is folded",            "Alice@A-Company.example", "ALICE.A-COMPANY@freemail.example",    IMITATES_EMBEDDED },
	{ "tokens turned round",       "alice.aoki@a-company.example", "aoki.alice.acompany@freemail.example", IMITATES_EMBEDDED },
	{ "the firm alone",            "alice@a-company.example", "a-company@freemail.example",          NONE },
	{ "the name alone",            "alice@a-company.example", "alice1990@freemail.example",          NONE },
	{ "a short name and the firm alone", "bob@a-company.co.jp", "bob.a-company.jp@freemail.example", IMITATES_EMBEDDED },
	{ "a short name among more",   "bob@a-company.example",   "bobby.a-company@freemail.example",    NONE },
	{ "a firm of three letters",   "alice@abc.example",       "alice.abc@freemail.example",          NONE },
	{ "no free mail",              "alice@a-company.example", "alice.a-company@elsewhere.example",   NONE },
	{ "one word for both",         "acme@acme.example",       "acme@freemail.example",               NONE },
	/* another ending */
	{ "another ending",            "alice@a-company.example", "alice@a-company.test",                IMITATES_TLD },
	{ "co.jp and com",             "alice@a-company.co.jp",   "x@a-company.com",                     IMITATES_TLD },
	{ "below the same ending",     "alice@a-company.example", "x@mail.a-company.example",            NONE },
	{ "nobody's name",             "a@example.com",           "a@example.net",                       NONE },
	{ "a label of three letters",  "alice@abc.example",       "alice@abc.test",                      NONE },
	/* looks alike */
	{ "rn for m",                  "a@a-company.example",     "a@a-cornpany.example",                IMITATES_LOOKALIKE },
	{ "1 for l",                   "a@global.example",        "a@g1obal.example",                    IMITATES_LOOKALIKE },
	{ "0 for o",                   "a@toyoda.example",        "a@t0y0da.example",                    IMITATES_LOOKALIKE },
	{ "vv for w",                  "a@waterworks.example",    "a@vvatervvorks.example",              IMITATES_LOOKALIKE },
	{ "a hyphen more",             "a@eastbay.example",       "a@east-bay.example",                  IMITATES_LOOKALIKE },
	{ "one letter dropped",        "a@eastbay.example",       "a@eastby.example",                    IMITATES_LOOKALIKE },
	{ "two letters swapped",       "a@eastbay.example",       "a@esatbay.example",                   IMITATES_LOOKALIKE },
	{ "two edits, long",           "a@harbourworks.example",  "a@harbuorwork.example",               IMITATES_LOOKALIKE },
	{ "two edits, short",          "a@eastbay.example",       "a@eastba1x.example",                  NONE },
	{ "four letters",              "a@east.example",          "a@eest.example",                      NONE },
	/* letters of other scripts, as A-labels */
	{ "Cyrillic a and o",          "a@a-company.example",     "a@xn---cmpny-2nfe7j.example",         IMITATES_HOMOGRAPH },
	{ "Cyrillic throughout",       "a@paceco.example",        "a@xn--80ak6aa92e.example",            NONE },
	/* the real domain inside another */
	{ "in front of more labels",   "a@a-company.co.jp",       "a@a-company.co.jp.evil.test",         IMITATES_PART },
	{ "behind a label as well",    "a@a-company.co.jp",       "a@mail.a-company.co.jp.evil.test",    IMITATES_PART },
	{ "with hyphens for dots",     "a@a-company.co.jp",       "a@a-company-co-jp.test",              IMITATES_PART },
	{ "with nothing for dots",     "a@a-company.co.jp",       "a@acompanycojp.test",                 IMITATES_PART },
	{ "only the firm's name",      "a@a-company.co.jp",       "a@a-company.atlassian.net",           IMITATES_TLD },
	{ "its end",                   "a@a-company.co.jp",       "a@data-company.co.jp",                NONE },
	/* a word beside the name */
	{ "the group",                 "a@eastbay.example",       "a@eastbay-group.example",             IMITATES_AFFIX },
	{ "the country before",        "a@eastbay.example",       "a@jp-eastbay.example",                IMITATES_AFFIX },
	{ "another word",              "a@eastbay.example",       "a@eastbay-gardening.example",         NONE },
	{ "the picture but one letter", "a@pumphaus.example",     "a@pump-hau5x.example",                IMITATES_LOOKALIKE },
	{ "another firm",              "a@eastbay.example",       "a@westhill.example",                  NONE },
};

static struct known_address describe(struct arena *a, const struct context *c, const char *address)
{
	return address_describe(a, c, str_of(address), STR(""));
}

static void likeness(void **state)
{
	static const struct str free_mail[] = { { "freemail.example", 16 } };
	struct context c = context_none();
	int bad = 0;

	(void)state;
	c.free_mail = free_mail;
	c.free_mail_count = 1;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = arena_new(1 << 20, arena_full_exit);
		struct known_address real = describe(a, &c, rows[i].real), fake = describe(a, &c, rows[i].fake);
		struct imitation_budget budget = { 0 };
		enum imitation_kind kind = IMITATES_NAME;
		struct str detail = STR("");
		bool found = !same_side(a, &c, real.domain, fake.domain) && imitates(a, &budget, &fake, &real, &kind, &detail);

		ROW_CHECK(bad, rows[i].name, found == (rows[i].kind != NONE));
		ROW_CHECK(bad, rows[i].name, !found || (int)kind == rows[i].kind);
		ROW_CHECK(bad, rows[i].name, !found || detail.n > 0);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

/* The cheap test and the distance agree on every pair of a small alphabet's words. */
static void within_is_distance(void **state)
{
	static const char *const words[] = { "", "a", "ab", "ba", "abc", "acb", "bac", "abcd", "abdc", "badc", "xabc", "abcx", "axbxc",
		"company", "compnay", "cmpany", "companyy", "kompany", "kompani", "eastbay", "eastbya", "esatbay" };
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		for (size_t k = 0; k < COUNT_OF(words); k++)
			for (size_t most = 1; most <= 2; most++)
				ROW_CHECK(bad, words[i], str_within(str_of(words[i]), str_of(words[k]), most) ==
				    (str_distance(str_of(words[i]), str_of(words[k])) <= most));
	assert_int_equal(bad, 0);
}

static void budget_ends(void **state)
{
	struct arena *a = arena_new(1 << 20, arena_full_exit);
	struct context c = context_none();
	struct known_address real = describe(a, &c, "alice@a-company.example"), fake = describe(a, &c, "alice@a-company.test");
	struct imitation_budget budget = { .pairs = IMITATION_PAIRS };
	enum imitation_kind kind;
	struct str detail;

	(void)state;
	assert_false(imitates(a, &budget, &fake, &real, &kind, &detail));
	assert_true(budget.spent);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(likeness), cmocka_unit_test(within_is_distance),
		cmocka_unit_test(budget_ends) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
