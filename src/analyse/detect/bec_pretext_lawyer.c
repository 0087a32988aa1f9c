/* bec_pretext_lawyer.c - "has the law firm been in touch with you?" (B32).
 *
 * Rule: a phrase of the list "lawyer" (ja, en) in the newest text (at most 1,500 bytes) that he gets or got in touch
 * (list "lawyer-calls"), or with words of secrecy, hurry, an opener or a transfer; from free mail and from
 * whoever plays somebody the name is enough.  Weak by itself; it counts together with an identity sign.
 * Not found (known): a firm named without any word for lawyer. */
#include "analyse/detector.h"

/* Lawyers are named all day; what makes a pretext of it? */
static bool is_pretext(const struct thread *t, size_t i)
{
	static const char *const lists[] = { "lawyer-calls", "secrecy", "urge", "opener", "transfer-request" };
	const struct message *m = &t->messages[i];

	for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
		if (message_phrase(m, lists[k]) != NULL)
			return true;
	return t->book->changes[i].suspect || (m->mail->from.count > 0 && is_free_mail(t->context, m->mail->from.list[0].domain));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "lawyer");
		struct evidence e;

		if (hit == NULL || m->mail->text_newest.n > 1500 || !is_pretext(t, i))
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
