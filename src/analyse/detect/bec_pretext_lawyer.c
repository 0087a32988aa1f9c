/* bec_pretext_lawyer.c - "has the law firm been in touch with you?" (B32).
 *
 * Rule: a phrase of the list "lawyer" (ja, en) in the newest text (at most 1,500 bytes) that he gets or got in touch
 * (list "lawyer-calls"), or with words of secrecy, hurry, an opener or a transfer; from free mail and from
 * whoever plays somebody the name is enough.  Weak by itself; it counts together with an identity sign.  Medium where a
 * sender of no known house also asks for a deposit, a hurried transfer or figures of the house (lists "stake",
 * "transfer-request", "inside-figures") and not even colleagues are to know (list "hide").
 * Not found (known): a firm named without any word for lawyer. */
#include "analyse/detector.h"

/* Lawyers are named all day; what makes a pretext of it? */
static bool is_pretext(const struct thread *t, size_t i)
{
	static const char *const lists[] = { "lawyer-calls", "secrecy", "hide", "urge", "opener", "transfer-request" };
	const struct message *m = &t->messages[i];

	for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
		if (message_phrase(m, lists[k]) != NULL)
			return true;
	return t->book->changes[i].suspect || (m->mail->from.count > 0 && is_free_mail(t->context, m->mail->from.list[0].domain));
}

/* Real lawyers ask for silence towards others, and for their fee; hardly for money behind the back of one's own house. */
static bool is_behind_backs(const struct thread *t, size_t i)
{
	static const char *const lists[] = { "stake", "transfer-request", "inside-figures" };
	const struct message *m = &t->messages[i];

	if (message_phrase(m, "hide") == NULL || m->mail->from.count == 0 || m->features.is_list || m->features.is_bulk ||
	    context_org_of(t->context, m->mail->from.list[0].domain) >= 0)
		return false;
	for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
		if (message_phrase(m, lists[k]) != NULL)
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "lawyer");
		enum strength strength;
		struct evidence e;

		if (hit == NULL || m->mail->text_newest.n > 1500 || !is_pretext(t, i))
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		strength = is_behind_backs(t, i) ? STRENGTH_MEDIUM : STRENGTH_WEAK;
		finding_words(detection_add(d, self, strength, i, e), e.found, STR_NONE, STR_NONE, STR_NONE);
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
