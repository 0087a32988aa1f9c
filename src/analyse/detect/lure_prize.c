/* lure_prize.c - something won, given away or waiting: a voucher, points, free coins; and a link to others.
 *
 * Rule: the list "prize", and a place to click leads away.  Weak: shops play for prizes too, and say so in newsletters.  Not
 * in lists, newsletters and answers, nor where DMARC passed.
 * Not found (known): other languages than those of the lists; a prize that stands in a picture. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "prize");
		const struct link_read *away = NULL;
		struct evidence e;
		struct finding *f;

		if (hit == NULL || m->features.is_list || m->features.is_bulk || m->mail->in_reply_to.n > 0 || message_authenticated(t, m))
			continue;
		away = link_first_away(d->arena, t, m);
		if (away == NULL)
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		f = detection_add(d, self, STRENGTH_WEAK, i, e);
		finding_words(f, e.found, away->url.host, STR_NONE, STR_NONE);
		finding_add_evidence(d, f, evidence_link(m, i, away->link));
	}
}

const struct detector detector_lure_prize = {
	.id = "lure.prize",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 32",
	.strong_alone = false,
	.run = run,
};
