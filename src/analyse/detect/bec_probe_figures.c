/* bec_probe_figures.c - how much is in the accounts, what is the limit, who works here? (B41)
 *
 * Rule: a hit of the list "inside-figures" (a balance or a limit of an account, or records of the staff, and asking)
 * in the newest text (at most 2,000 bytes, no link) of somebody outside, no list, no bulk mail.  Weak; medium from
 * free mail or where the name belongs to somebody known at another address.
 * Not found (known): figures that are asked for by telephone.  Auditors and banks ask so too. */
#include "analyse/detector.h"

enum { SHORT_TEXT = 2000 };

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "inside-figures");
		const struct mailbox *from = m->mail->from.count > 0 ? &m->mail->from.list[0] : NULL;
		struct evidence e;
		bool cheap;

		if (hit == NULL || from == NULL || m->mail->text_newest.n > SHORT_TEXT || m->mail->link_count > 0 || m->features.is_list ||
		    m->features.is_bulk || message_is_own(d->arena, t, i))
			continue;
		cheap = is_free_mail(t->context, from->domain) || t->book->changes[i].suspect;
		e = evidence_phrase(d->arena, m, i, hit);
		finding_words(detection_add(d, self, cheap ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), e.found, from->address, STR_NONE,
		    STR_NONE);
	}
}

const struct detector detector_bec_probe_figures = {
	.id = "bec.probe.figures",
	.family = "intent",
	.tricks = "B41",
	.attack = "T1598",
	.report_section = "IPA, type 5: information for a later fraud",
	.strong_alone = false,
	.run = run,
};
