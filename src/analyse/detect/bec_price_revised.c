/* bec_price_revised.c - another total instead of another account, from somebody who plays the partner (B24).
 *
 * Rule: the mail plays somebody (imitation, foreign route); its document is written like an earlier one of
 * the counterparty and has another total in the same currency, or the mail speaks of a revised price (list
 * "price-revision") and gives a total.  Medium.  Without the played identity nothing is said: prices are revised.
 * Not found (known): totals that only pictures show; a revised price without any total. */
#include "analyse/invoices.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct invoices list = invoices_collect(d->arena, t);

	for (size_t i = 0; i < list.count; i++) {
		const struct invoice *now = &list.list[i], *before;
		struct evidence e;

		if (now->message < 0 || now->total.hundredths < 0 || !t->book->changes[now->message].suspect)
			continue;
		before = invoices_earlier(&list, i);
		if (before != NULL && (before->total.hundredths < 0 || before->total.hundredths == now->total.hundredths ||
		        !str_eq(before->total.currency, now->total.currency)))
			continue;
		if (before == NULL && message_phrase(&t->messages[now->message], "price-revision") == NULL)
			continue;
		e = invoices_evidence(d->arena, t, now, now->total.from, now->total.shown);
		if (before != NULL) {
			e.expected = before->total.shown;
			e.expected_from = invoices_source(d->arena, t, before);
		}
		finding_words(detection_add(d, self, STRENGTH_MEDIUM, (size_t)now->message, e), now->total.shown,
		    before != NULL ? before->total.shown : STR("@total-none"), now->total.currency, STR_NONE);
	}
}

const struct detector detector_bec_price_revised = {
	.id = "bec.price.revised",
	.family = "intent",
	.tricks = "B24",
	.attack = "T1657",
	.report_section = "IPA BEC cases",
	.strong_alone = false,
	.run = run,
};
