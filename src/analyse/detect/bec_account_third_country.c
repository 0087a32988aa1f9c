/* bec_account_third_country.c - the account for payment is in a third country (B22).
 *
 * Rule: IBAN, BIC, routing number or the Japanese form name the account's country; an earlier account of the same
 * creditor was in another one, or, where there is none, the counterparty's own domain ends in another country
 * and the mail says that the account changed.  Strong only where the mail plays somebody and an earlier account was
 * elsewhere; without that it is weak: trading houses have accounts abroad.
 * Not found (known): accounts without IBAN, BIC or country; firms under .com without an earlier account. */
#include "analyse/accounts.h"

/* Two letters of a country's own ending: "de" of a-company.de, "jp" of a-company.co.jp; "" else. */
static struct str country_of_domain(struct arena *a, struct str domain)
{
	long long dot = str_rfind_char(domain, '.');
	struct str ending = dot >= 0 ? str_from(domain, (size_t)dot + 1) : STR("");
	char *upper;

	/* endings of countries that the world uses for other things */
	if (ending.n != 2 || str_eq(ending, STR("co")) || str_eq(ending, STR("io")) || str_eq(ending, STR("me")) ||
	    str_eq(ending, STR("tv")) || str_eq(ending, STR("ai")) || str_eq(ending, STR("cc")) || str_eq(ending, STR("ws")))
		return STR("");
	upper = arena_alloc(a, 3);
	for (size_t i = 0; i < 2; i++)
		upper[i] = (char)(ending.p[i] >= 'a' && ending.p[i] <= 'z' ? ending.p[i] - 32 : ending.p[i]);
	return str_eq((struct str){ upper, 2 }, STR("UK")) ? STR("GB") : (struct str){ upper, 2 };
}

/* The last earlier account of the same creditor whose country is known and another one. */
static const struct account_place *earlier_elsewhere(const struct account_places *p, size_t i)
{
	const struct account_place *before = accounts_earlier_other(p, i);
	struct str then = before != NULL ? account_country(&before->account) : STR("");

	return then.n == 2 && !str_eq(then, account_country(&p->list[i].account)) ? before : NULL;
}

static bool said_before(const struct account_places *p, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (p->list[k].message == p->list[i].message && account_same(&p->list[k].account, &p->list[i].account))
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct account_places p = accounts_collect(d->arena, t);

	for (size_t i = 0; i < p.count && t->count > 0; i++) {
		const struct account_place *now = &p.list[i], *before = earlier_elsewhere(&p, i);
		struct str country = account_country(&now->account), home;
		struct evidence e;
		bool suspect, says;

		if (now->message < 0 || country.n != 2 || said_before(&p, i))
			continue;
		suspect = t->book->changes[now->message].suspect;
		says = message_phrase(&t->messages[now->message], "account-change") != NULL;
		home = before != NULL ? account_country(&before->account) : country_of_domain(d->arena, now->side);
		if (home.n != 2 || str_eq(home, country) || (before == NULL && !says))
			continue;
		e = accounts_evidence(d->arena, t, now);
		if (before != NULL) {
			e.expected = before->account.shown;
			e.expected_from = accounts_source(d->arena, t, before);
		}
		finding_words(detection_add(d, self, !suspect ? STRENGTH_WEAK : before != NULL ? STRENGTH_STRONG : STRENGTH_MEDIUM,
		    (size_t)now->message, e), country, home, now->account.shown, STR_NONE);
	}
}

const struct detector detector_bec_account_third_country = {
	.id = "bec.account.third-country",
	.family = "intent",
	.tricks = "B22",
	.attack = "T1657",
	.report_section = "IPA 2018-08",
	.strong_alone = false,
	.run = run,
};
