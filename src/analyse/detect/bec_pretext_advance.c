/* bec_pretext_advance.c - somebody of a society asks to pay for it in advance (B46).
 *
 * Rule: a phrase of the list "advance" and one of "association" in the newest text (at most 2,000 bytes) of
 * somebody outside, no list, no bulk mail.  Medium from free mail, else weak.
 * Not found (known): other reasons to pay in advance.  Treasurers do ask so: never strong. */
#include "analyse/detector.h"

enum { SHORT_TEXT = 2000 };

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "advance"), *who = message_phrase(m, "association");
		const struct mailbox *from = m->mail->from.count > 0 ? &m->mail->from.list[0] : NULL;
		struct evidence e;
		struct finding *f;

		if (hit == NULL || who == NULL || from == NULL || m->mail->text_newest.n > SHORT_TEXT || m->features.is_list ||
		    m->features.is_bulk || is_own(d->arena, t->context, from->domain))
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		f = detection_add(d, self, is_free_mail(t->context, from->domain) ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e);
		finding_words(f, e.found, from->address, STR_NONE, STR_NONE);
		finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, who));
	}
}

const struct detector detector_bec_pretext_advance = {
	.id = "bec.pretext.advance",
	.family = "intent",
	.tricks = "B46",
	.attack = "T1656",
	.report_section = "IPA 2018, a society's officer asks for an advance",
	.strong_alone = false,
	.run = run,
};
