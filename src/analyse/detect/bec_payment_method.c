/* bec_payment_method.c - no longer by cheque or bill, but by transfer (B27).
 *
 * Rule: the newest text says so (list "payment-method").  Medium where the mail plays somebody or names another account
 * than before, weak otherwise: many houses give up cheques.
 * Not found (known): a change that only a document asks for; other wordings. */
#include "analyse/accounts.h"

static bool names_other_account(const struct account_places *p, size_t message)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->list[i].message == (int)message && accounts_earlier_other(p, i) != NULL)
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct account_places places = accounts_collect(d->arena, t);

	for (size_t i = 0; i < t->count; i++) {
		const struct phrase_hit *hit = message_phrase(&t->messages[i], "payment-method");
		bool more = hit != NULL && (t->book->changes[i].suspect || names_other_account(&places, i));
		struct evidence e;

		if (hit == NULL)
			continue;
		e = evidence_phrase(d->arena, &t->messages[i], i, hit);
		finding_words(detection_add(d, self, more ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), e.found, STR_NONE, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_payment_method = {
	.id = "bec.payment.method",
	.family = "intent",
	.tricks = "B27",
	.attack = "T1657",
	.report_section = "IPA BEC cases",
	.strong_alone = false,
	.run = run,
};
