/* lure_sender_disowned.c - the machine that took the mail in says that the house in From did not send it, or that nobody
 * answers for it; and the mail leads elsewhere.
 *
 * Rule: the uppermost Authentication-Results (or Received-SPF), whoever wrote it: DMARC fails, or SPF fails and no
 * signature holds (medium); or no signature holds, and the envelope is another house's (weak).  And a place to click leads
 * away.  Not in lists nor what was passed on (X-Forwarded-To, Resent-From, ARC, the sender rewriting scheme).
 * From of the reader's own house is the forger's first choice, and no exception.
 * Alone it is no alarm: small houses often have set up neither.  Free mail as From counts as any other house.
 * Not found (known): mails without such a line; senders who sign for a house of their own. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct features *f = &m->features;
		const struct link_read *away = NULL;
		struct finding *found;

		if (f->denial == DENIAL_NONE || m->mail->from.count == 0)
			continue;
		away = link_first_away(d->arena, t, m);
		if (away == NULL)
			continue;
		found = detection_add(d, self, f->denial == DENIAL_FAIL ? STRENGTH_MEDIUM : STRENGTH_WEAK, i,
		    evidence_header(d->arena, m, i, f->denied_by));
		finding_words(found, m->mail->from.list[0].address, away->url.host,
		    f->denial == DENIAL_FAIL ? STR("@sender-denied") : STR("@sender-unanswered"), STR_NONE);
		finding_add_evidence(d, found, evidence_link(m, i, away->link));
	}
}

const struct detector detector_lure_sender_disowned = {
	.id = "lure.sender.disowned",
	.family = "lure",
	.tricks = "",
	.attack = "T1672",
	.report_section = "mail-analysis.md 12, 49",
	.strong_alone = false,
	.run = run,
};
