/* scam_offer.c - an unasked offer to everybody: pills, loans, riches, diplomas, dates.
 *
 * Rule: different phrases of the list "offer" in subject and text: four or more, medium; three, weak.  Not in lists, nor
 * where DMARC passed.
 * Not found (known): offers as pictures, and polite ones. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	enum { MANY = 4, SOME = 3 };

	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		size_t n = message_phrase_count(m, "offer");
		struct evidence e;

		if (m->features.is_list || n < SOME || (m->features.auth.dmarc.p != NULL && str_eq(m->features.auth.dmarc, STR("pass"))))
			continue;
		e = evidence_phrase(d->arena, m, i, message_phrase(m, "offer"));
		finding_words(detection_add(d, self, n >= MANY && !m->features.is_bulk ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), e.found,
		    arena_printf(d->arena, "%zu", n), STR_NONE, STR_NONE);
	}
}

const struct detector detector_scam_offer = {
	.id = "scam.offer",
	.family = "lure",
	.tricks = "",
	.attack = "",
	.report_section = "mail-analysis.md, natures",
	.strong_alone = false,
	.run = run,
};
