/* scam_advance_fee.c - a fortune for the reader, if he only pays or helps first: inheritances, frozen accounts,
 * lotteries nobody entered.
 *
 * Rule: different phrases of the lists "advance-fee" and "advance-fee-everyday": four or more, medium; three, or two where
 * answers go to free mail, weak.  One step more where answers go to another mailbox than the mail came from, and that is free
 * mail: two are medium, one is weak, if one is of "advance-fee"; a contact form's answers go to free mail too, and its
 * writer says what people say.  Not in lists and newsletters.
 * Not found (known): stories told without the usual words. */
#include "analyse/detector.h"

static bool answers_to_free_mail(const struct thread *t, const struct mail *m)
{
	const struct mailboxes *to = m->reply_to.count > 0 ? &m->reply_to : &m->from;

	return to->count > 0 && is_free_mail(t->context, to->list[0].domain);
}

/* The mailbox it came from is borrowed or will soon be closed: answers are to go to another one, which anybody gets. */
static bool answers_elsewhere(const struct thread *t, const struct mail *m)
{
	return m->reply_to.count > 0 && m->from.count > 0 && is_free_mail(t->context, m->reply_to.list[0].domain) &&
	    !str_ieq(m->reply_to.list[0].address, m->from.list[0].address);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	enum { MANY = 4, SOME = 3, FEW = 2 };

	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *core = message_phrase(m, "advance-fee"), *hit = core != NULL ? core : message_phrase(m, "advance-fee-everyday");
		size_t n = message_phrase_count(m, "advance-fee") + message_phrase_count(m, "advance-fee-everyday");
		bool free_mail = answers_to_free_mail(t, m->mail), elsewhere = answers_elsewhere(t, m->mail);
		struct evidence e;

		if (m->features.is_list || m->features.is_bulk || n == 0 || (n < SOME && (elsewhere ? core == NULL : n < FEW || !free_mail)))
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		finding_words(detection_add(d, self, n >= MANY || (n >= SOME && free_mail) || (n >= FEW && elsewhere) ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), e.found,
		    arena_printf(d->arena, "%zu", n), STR_NONE, STR_NONE);
	}
}

const struct detector detector_scam_advance_fee = {
	.id = "scam.advance-fee",
	.family = "lure",
	.tricks = "",
	.attack = "",
	.report_section = "mail-analysis.md, natures",
	.strong_alone = false,
	.run = run,
};
