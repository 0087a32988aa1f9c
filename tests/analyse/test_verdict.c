/* test_verdict.c - the rules: what is refused with its line, and what they decide. */
#include "rows.h"

#include "analyse/data.h"
#include "analyse/verdict.h"

static struct arena *fresh(void)
{
	return arena_new(8 << 20, arena_full_exit);
}

#define GOOD "rule a\n need bec.opener\n nature bec\n strength weak\n"

static const struct row {
	const char *name, *text;
	int line;                       /* 0: read without complaint */
	const char *word;               /* stands in the message */
} rows[] = {
	{ "as it should be",          GOOD, 0, "" },
	{ "comments and blank lines", "# x\n\n" GOOD "   # y\n", 0, "" },
	{ "all kinds of items",       "rule a\n need 2 of family:intent or strong-alone or against:family:guard or bec.cc.* at-least context\n"
	                              " without examined:failed or kind:sample\n nature unknown\n strength highest at-most medium\n", 0, "" },
	{ "an unknown finding",       "rule a\n need bec.openner\n nature bec\n strength weak\n", 2, "bec.openner" },
	{ "an unknown beginning",     "rule a\n need header.*\n nature bec\n strength weak\n", 2, "header.*" },
	{ "an unknown family",        "rule a\n need family:identty\n nature bec\n strength weak\n", 2, "family:identty" },
	{ "an unknown kind",          "rule a\n need kind:letter\n nature bec\n strength weak\n", 2, "kind:letter" },
	{ "an unknown examined",      "rule a\n need examined:well\n nature bec\n strength weak\n", 2, "examined:well" },
	{ "an unknown nature",        "rule a\n need bec.opener\n nature bad\n strength weak\n", 3, "bad" },
	{ "an unknown strength",      "rule a\n need bec.opener\n nature bec\n strength huge\n", 4, "huge" },
	{ "an unknown at-least",      "rule a\n need bec.opener at-least big\n nature bec\n strength weak\n", 2, "big" },
	{ "a word after highest",     "rule a\n need bec.opener\n nature bec\n strength highest or so\n", 4, "or" },
	{ "an unknown key",           "rule a\n needs bec.opener\n", 2, "needs" },
	{ "a type out of range",      "rule a\n need bec.opener\n nature bec\n type 6\n strength weak\n", 4, "6" },
	{ "a line before a rule",     "need bec.opener\n", 1, "need" },
	{ "a rule without name",      "rule\n need bec.opener\n", 1, "" },
	{ "two of one name",          GOOD GOOD, 5, "a" },
	{ "no condition",             "rule a\n nature bec\n strength weak\n", 1, "a" },
	{ "no nature",                GOOD "rule b\n need bec.opener\n strength weak\n", 5, "b" },
	{ "no strength",              GOOD "\nrule b\n need bec.opener\n nature bec\n" , 6, "b" },
	{ "also adds nothing",        "also a\n need bec.opener\n", 1, "a" },
	{ "two of one",               "rule a\n need 2 of bec.opener\n nature bec\n strength weak\n", 2, "" },
	{ "a number alone",           "rule a\n need 2 bec.opener\n nature bec\n strength weak\n", 2, "2" },
	{ "a sentence in no language", GOOD " says de Achtung\n", 5, "de" },
	{ "nothing",                  "# nothing\n", 1, "" },
};

static void slips_are_refused_with_their_line(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *a = fresh();
		struct verdict_rules rules;
		struct err e = { 0 };
		int status = verdict_rules_read(a, str_of(rows[i].text), &rules, &e);
		char line[40];

		snprintf(line, sizeof line, "line %d:", rows[i].line);
		ROW_CHECK(bad, rows[i].name, (status == 0) == (rows[i].line == 0));
		ROW_CHECK(bad, rows[i].name, status == 0 || strstr(e.text, line) != NULL);
		ROW_CHECK(bad, rows[i].name, status == 0 || strstr(e.text, rows[i].word) != NULL);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

/* The shipped file is read, and every rule has a sentence in both languages. */
static void shipped_rules_are_whole(void **state)
{
	struct arena *a = fresh();
	struct verdict_rules rules;
	struct err e = { 0 };
	int bad = 0;

	(void)state;
	assert_ok(verdict_rules_read(a, data_file("verdict.rules"), &rules, &e), e);
	assert_true(rules.count > 15);
	for (size_t i = 0; i < rules.count; i++) {
		const char *key = arena_printf(a, "verdict." STR_FMT, STR_ARG(rules.list[i].name)).p;

		ROW_CHECK(bad, key, text_find(LANG_JA, key) != NULL);
		ROW_CHECK(bad, key, text_find(LANG_EN, key) != NULL);
	}
	assert_int_equal(bad, 0);
	arena_free(a);
}

struct given {
	const char *id;
	enum strength strength;
	bool against;
};

static struct verdict decide(struct arena *a, const char *rules_text, const struct given *given, size_t n, const char *examined)
{
	struct finding *list = ARENA_ARRAY(a, struct finding, n + 1);
	struct verdict_rules rules;
	struct err e = { 0 };

	for (size_t i = 0; i < n; i++)
		list[i] = (struct finding){ .by = detector_find(str_of(given[i].id)), .strength = given[i].strength,
			.supports = !given[i].against };
	if (rules_text == NULL)
		return verdict_decide(verdict_rules_builtin(), &(struct verdict_input){ list, n, STR("mail"), str_of(examined) });
	assert_ok(verdict_rules_read(a, str_of(rules_text), &rules, &e), e);
	return verdict_decide(&rules, &(struct verdict_input){ list, n, STR("mail"), str_of(examined) });
}

static const struct decided {
	const char *name;
	struct given given[4];
	const char *examined, *nature;
	int type;
	enum strength strength;
} decisions[] = {
	{ "nothing", { { NULL, 0, false } }, "fully", "benign", 0, STRENGTH_CONTEXT },
	{ "nothing, not all examined", { { NULL, 0, false } }, "partly", "unknown", 0, STRENGTH_CONTEXT },
	{ "account and imitation", { { "bec.account.changed", STRENGTH_STRONG, false }, { "bec.address.tld", STRENGTH_MEDIUM, false } },
	    "fully", "bec", 1, STRENGTH_STRONG },
	{ "account alone: a mailbox taken over", { { "bec.account.changed", STRENGTH_MEDIUM, false } }, "fully", "bec", 3, STRENGTH_MEDIUM },
	{ "executive and opener", { { "bec.executive.outside", STRENGTH_MEDIUM, false }, { "bec.opener", STRENGTH_WEAK, false } },
	    "fully", "bec", 2, STRENGTH_MEDIUM },
	{ "opener alone is no alarm", { { "bec.opener", STRENGTH_WEAK, false } }, "fully", "unknown", 0, STRENGTH_WEAK },
	{ "unusual language alone is nothing", { { "bec.language.unusual", STRENGTH_CONTEXT, false } }, "fully", "benign", 0, STRENGTH_CONTEXT },
	{ "bulk does not hide a diverted answer", { { "bulk.indiscriminate", STRENGTH_WEAK, false },
	    { "bec.reply-to.diverted", STRENGTH_STRONG, false } }, "fully", "bec", 1, STRENGTH_MEDIUM },
	{ "a drill before all", { { "drill.registered", STRENGTH_STRONG, false }, { "lure.credential", STRENGTH_MEDIUM, false } },
	    "fully", "drill", 0, STRENGTH_STRONG },
	{ "a plant lure that carries a program is for chosen victims", { { "lure.plant-rfq", STRENGTH_WEAK, false },
	    { "content.attachment.risky", STRENGTH_MEDIUM, false } }, "fully", "targeted", 0, STRENGTH_WEAK },
	{ "a plant lure is at most medium", { { "lure.plant-rfq", STRENGTH_STRONG, false } }, "fully", "targeted", 0, STRENGTH_MEDIUM },
	{ "a sender who knows no name, by an unknown mailer, is no alarm", { { "lure.reader.address", STRENGTH_WEAK, false },
	    { "lure.sender.borrowed", STRENGTH_WEAK, false } }, "fully", "unknown", 0, STRENGTH_WEAK },
	{ "a borrowed sender and a hidden way out", { { "lure.sender.borrowed", STRENGTH_WEAK, false }, { "lure.link.host", STRENGTH_WEAK, false } },
	    "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "a picture and its own link are one sign", { { "lure.picture-link", STRENGTH_WEAK, false }, { "lure.link.host", STRENGTH_WEAK, false } },
	    "fully", "unknown", 0, STRENGTH_WEAK },
	{ "a picture and words of a lure", { { "lure.picture-link", STRENGTH_WEAK, false }, { "lure.credential", STRENGTH_WEAK, false } },
	    "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "two senders and somewhere to go", { { "bec.header.readings", STRENGTH_MEDIUM, false }, { "lure.link.host", STRENGTH_CONTEXT, false } },
	    "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "two senders alone", { { "bec.header.readings", STRENGTH_MEDIUM, false } }, "fully", "unknown", 0, STRENGTH_WEAK },
	{ "words in pieces alone", { { "lure.hidden-text", STRENGTH_MEDIUM, false } }, "fully", "unknown", 0, STRENGTH_WEAK },
	{ "a prize alone", { { "lure.prize", STRENGTH_WEAK, false } }, "fully", "unknown", 0, STRENGTH_WEAK },
	{ "a prize by a borrowed sender", { { "lure.prize", STRENGTH_WEAK, false }, { "lure.sender.borrowed", STRENGTH_WEAK, false } },
	    "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "a word of a fortune, answered at free mail", { { "scam.advance-fee", STRENGTH_WEAK, false }, { "bec.reply-to.diverted", STRENGTH_WEAK, false } },
	    "fully", "scam", 0, STRENGTH_MEDIUM },
	{ "a file in disguise before a story", { { "content.attachment.risky", STRENGTH_MEDIUM, false }, { "scam.advance-fee", STRENGTH_MEDIUM, false },
	    { "bec.reply-to.diverted", STRENGTH_WEAK, false } }, "fully", "malware", 0, STRENGTH_MEDIUM },
	{ "a file in disguise before a picture", { { "content.archive.chain", STRENGTH_MEDIUM, false }, { "lure.picture-link", STRENGTH_MEDIUM, false } },
	    "fully", "malware", 0, STRENGTH_MEDIUM },
	{ "a program alone does not hide a lure", { { "content.attachment.risky", STRENGTH_WEAK, false }, { "lure.credential", STRENGTH_MEDIUM, false } },
	    "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "disowned alone is no alarm", { { "lure.sender.disowned", STRENGTH_MEDIUM, false } }, "fully", "unknown", 0, STRENGTH_WEAK },
	{ "disowned, and a hidden way out", { { "lure.sender.disowned", STRENGTH_MEDIUM, false }, { "lure.link.host", STRENGTH_WEAK, false } },
	    "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "disowned, and a borrowed house", { { "lure.sender.disowned", STRENGTH_MEDIUM, false }, { "lure.sender.borrowed", STRENGTH_WEAK, false } },
	    "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "disowned, and a kind of host that has honest uses", { { "lure.sender.disowned", STRENGTH_MEDIUM, false },
	    { "lure.link.host", STRENGTH_CONTEXT, false } }, "fully", "unknown", 0, STRENGTH_WEAK },
	{ "nobody answers for the sender, whose house is only written down: one sign", { { "lure.sender.disowned", STRENGTH_WEAK, false },
	    { "lure.sender.borrowed", STRENGTH_WEAK, false } }, "fully", "unknown", 0, STRENGTH_WEAK },
	{ "nobody answers, and a prize", { { "lure.sender.disowned", STRENGTH_WEAK, false }, { "lure.prize", STRENGTH_WEAK, false } },
	    "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "nobody answers, and a kind of host", { { "lure.sender.disowned", STRENGTH_WEAK, false }, { "lure.link.host", STRENGTH_CONTEXT, false } },
	    "fully", "unknown", 0, STRENGTH_WEAK },
	{ "three houses and no signature", { { "lure.sender.borrowed", STRENGTH_MEDIUM, false } }, "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "an address without a dot", { { "lure.sender.address", STRENGTH_WEAK, false } }, "fully", "unknown", 0, STRENGTH_WEAK },
	{ "an address that cannot exist", { { "lure.sender.address", STRENGTH_MEDIUM, false } }, "fully", "phishing", 0, STRENGTH_MEDIUM },
	{ "against is not for", { { "bec.cc.replaced", STRENGTH_STRONG, true } }, "fully", "benign", 0, STRENGTH_CONTEXT },
};

static void shipped_rules_decide(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(decisions); i++) {
		const struct decided *d = &decisions[i];
		struct arena *a = fresh();
		size_t n = 0;
		struct verdict v;

		while (n < 4 && d->given[n].id != NULL)
			n++;
		v = decide(a, NULL, d->given, n, d->examined);
		ROW_STR(bad, d->name, v.nature, d->nature);
		ROW_CHECK(bad, d->name, v.bec_type == d->type);
		ROW_CHECK(bad, d->name, v.strength == d->strength);
		arena_free(a);
	}
	assert_int_equal(bad, 0);
}

static void words_of_a_condition_count(void **state)
{
	static const char two_of[] = "rule a\n need 2 of bec.opener or bec.pretext.lawyer or family:identity\n nature scam\n strength weak\n"
	    " says en Two.\n";
	const struct given one[] = { { "bec.opener", STRENGTH_WEAK, false }, { "bec.opener", STRENGTH_WEAK, false } };
	const struct given both[] = { { "bec.opener", STRENGTH_WEAK, false }, { "bec.pretext.lawyer", STRENGTH_WEAK, false } };
	struct arena *a = fresh();
	struct verdict v;

	(void)state;
	v = decide(a, two_of, one, 2, "fully");
	assert_true(str_eq(v.rule, STR("nothing-decided")));
	v = decide(a, two_of, both, 2, "fully");
	assert_true(str_eq(v.nature, STR("scam")));
	assert_true(str_eq(v.says[LANG_EN], STR("Two.")));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slips_are_refused_with_their_line),
		cmocka_unit_test(shipped_rules_are_whole),
		cmocka_unit_test(shipped_rules_decide),
		cmocka_unit_test(words_of_a_condition_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
