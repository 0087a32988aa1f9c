/* bec_self_addressed.c - To is the sender himself, whom it really went to is hidden (B19).
 *
 * Rule: all addresses of To and Cc are that of From, the mail went through no list, and its sender plays somebody or it
 * asks for money (lists account-change, urge, unpaid, opener).  Weak where he plays somebody, else context: ordinary
 * announcements look the same.
 * Not found (known): an empty To; somebody else's address as a decoy. */
#include "analyse/detector.h"

static bool only_himself(const struct mail *m, const struct mailboxes *boxes)
{
	for (size_t i = 0; i < boxes->count; i++)
		if (!str_ieq(boxes->list[i].address, m->from.list[0].address))
			return false;
	return true;
}

static bool asks(const struct message *m)
{
	static const char *const lists[] = { "account-change", "urge", "unpaid", "opener" };

	for (size_t i = 0; i < 4; i++)
		if (message_phrase(m, lists[i]) != NULL)
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct mail *mail = m->mail;
		bool suspect = t->book->changes[i].suspect;

		if (mail->from.count == 0 || mail->from.list[0].address.n == 0 || mail->to.count == 0 || m->features.is_list ||
		    m->features.is_bulk || !only_himself(mail, &mail->to) || !only_himself(mail, &mail->cc) || (!suspect && !asks(m)))
			continue;
		finding_words(detection_add(d, self, suspect ? STRENGTH_WEAK : STRENGTH_CONTEXT, i,
		    evidence_mailbox(d->arena, i, "To", 0, &mail->to.list[0])), mail->from.list[0].address, STR_NONE, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_self_addressed = {
	.id = "bec.self-addressed",
	.family = "novelty",
	.tricks = "B19",
	.attack = "",
	.report_section = "mail analysis, UNDISCLOSED_SELF",
	.strong_alone = false,
	.run = run,
};
