/* bec_pretext_merger.c - a purchase of a company, and how much money is there? (B36)
 *
 * Rule: a phrase of the list "merger" in the newest text (at most 2,000 bytes, no link, no list), and a
 * second different one or a phrase of "secrecy".  Weak; it counts together with a sign about the sender.
 * Not found (known): the purchase told by telephone; real mergers are spoken of as well. */
#include "analyse/detector.h"

enum { SHORT_TEXT = 2000 };

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "merger"), *secret = message_phrase(m, "secrecy");
		struct evidence e;
		struct finding *f;

		if (hit == NULL || (secret == NULL && message_phrase_count(m, "merger") < 2) || m->mail->text_newest.n > SHORT_TEXT ||
		    m->mail->link_count > 0 || m->features.is_list || m->features.is_bulk)
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		f = detection_add(d, self, STRENGTH_WEAK, i, e);
		finding_words(f, e.found, STR_NONE, STR_NONE, STR_NONE);
		if (secret != NULL)
			finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, secret));
	}
}

const struct detector detector_bec_pretext_merger = {
	.id = "bec.pretext.merger",
	.family = "intent",
	.tricks = "B36",
	.attack = "T1656",
	.report_section = "IPA case series, M&A request to a group company",
	.strong_alone = false,
	.run = run,
};
