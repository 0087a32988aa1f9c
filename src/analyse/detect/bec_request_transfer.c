/* bec_request_transfer.c - a payment is asked for, in a hurry or past the usual steps (B31).
 *
 * Rule: a hit of the list "transfer-request" (money, moving, haste and asking in one sentence; or an approval to be
 * skipped), from free mail also of "money-request" (money and asking), in the newest text (at most 2,000 bytes) of somebody outside, no list, no bulk mail.  Weak; it counts
 * together with a sign about the sender.
 * Not found (known): a request spread over several sentences.  Whoever waits for his money hurries too. */
#include "analyse/detector.h"

enum { SHORT_TEXT = 2000 };

static const struct phrase_hit *request_of(const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	const struct phrase_hit *hit = message_phrase(m, "transfer-request");
	bool free_mail = m->mail->from.count > 0 && is_free_mail(t->context, m->mail->from.list[0].domain);

	return hit == NULL && free_mail ? message_phrase(m, "money-request") : hit;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = request_of(t, i);
		struct evidence e;

		if (hit == NULL || m->mail->text_newest.n > SHORT_TEXT || m->features.is_list || m->features.is_bulk ||
		    message_is_own(d->arena, t, i))
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		finding_words(detection_add(d, self, STRENGTH_WEAK, i, e), e.found, STR_NONE, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_request_transfer = {
	.id = "bec.request.transfer",
	.family = "intent",
	.tricks = "B31",
	.attack = "T1657",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 1",
	.strong_alone = false,
	.run = run,
};
