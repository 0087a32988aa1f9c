/* bec_probe_unpaid_invoices.c - somebody asks which invoices are unpaid and when they fall due (B41).
 *
 * Rule: a phrase of the list "unpaid" from a sender outside the own side; weak from anybody, medium from
 * free mail or where the name belongs to somebody known at another address.
 * Not found (known): auditors and factoring look alike: never an alert by itself. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "unpaid");
		const struct mailbox *from = m->mail->from.count > 0 ? &m->mail->from.list[0] : NULL;
		struct evidence e;
		bool outside;

		if (hit == NULL || from == NULL || m->features.is_list || is_own(d->arena, t->context, from->domain))
			continue;
		outside = is_free_mail(t->context, from->domain) || book_imitation(t->book, arena_lower(d->arena, from->address)) >= 0;
		e = evidence_phrase(d->arena, m, i, hit);
		finding_words(detection_add(d, self, outside ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), e.found, from->address,
		    STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_probe_unpaid_invoices = {
	.id = "bec.probe.unpaid-invoices",
	.family = "intent",
	.tricks = "B41",
	.attack = "T1598",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 1",
	.strong_alone = false,
	.run = run,
};
