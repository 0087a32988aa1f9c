/* bec_pretext_lawyer.c - "has the law firm been in touch with you?" (B32).
 *
 * Rule: a phrase of the list "lawyer" (ja, en) in the newest text, and no link and no attachment.  Weak by
 * itself; it counts together with an identity sign.
 * Not found (known): a firm named without any word for lawyer. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "lawyer");
		struct evidence e;

		if (hit == NULL || m->mail->text_newest.n > 1500)
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		finding_words(detection_add(d, self, STRENGTH_WEAK, i, e), e.found, STR_NONE, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_pretext_lawyer = {
	.id = "bec.pretext.lawyer",
	.family = "intent",
	.tricks = "B32",
	.attack = "T1656",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 3",
	.strong_alone = false,
	.run = run,
};
