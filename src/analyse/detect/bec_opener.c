/* bec_opener.c - a short, urgent, confidential first word that asks only for an answer (B31).
 *
 * Rule: a phrase of the list "opener", or one of "secrecy" beside one of "urge" or in a mail of at most 300 bytes, in
 * a newest text of at most 700 bytes without a link.  Weak: it counts together with an identity sign.
 * Not found (known): openers in other words; 0.8 % of ordinary mail has such words too. */
#include "analyse/detector.h"

enum { SHORT_TEXT = 700, VERY_SHORT_TEXT = 300 };

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "opener");
		struct evidence e;

		if (hit == NULL && (message_phrase(m, "urge") != NULL || m->mail->text_newest.n <= VERY_SHORT_TEXT))
			hit = message_phrase(m, "secrecy");
		if (hit == NULL || m->mail->text_newest.n > SHORT_TEXT || m->mail->link_count > 0 || m->features.is_list)
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		finding_words(detection_add(d, self, STRENGTH_WEAK, i, e), e.found, STR_NONE, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_opener = {
	.id = "bec.opener",
	.family = "intent",
	.tricks = "B31",
	.attack = "T1598",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 1, 3.2",
	.strong_alone = false,
	.run = run,
};
