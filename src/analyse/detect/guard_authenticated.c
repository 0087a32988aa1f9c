/* guard_authenticated.c - evidence against: a known sender, and a border host of one's own attests him.
 *
 * Rule: From is an address that thread or context knows (or lies in a house of the context), a trusted host
 * says that DMARC passed, and the mail came as that sender's mails come.  Evidence against, told beside
 * the rest; it deletes nothing: a taken-over mailbox passes as well.
 * Not found (known): houses without DMARC. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct mailbox *from = m->mail->from.count > 0 ? &m->mail->from.list[0] : NULL;

		if (from == NULL || m->features.auth.header == NULL || !str_ieq(m->features.auth.dmarc, STR("pass")) ||
		    t->book->changes[i].suspect || t->book->changes[i].imitates >= 0 || m->mail->from.count > 1 || m->mail->from_reading_count > 0 ||
		    (t->book->changes[i].earlier == 0 && context_org_of(t->context, from->domain) < 0))
			continue;
		finding_words(detection_against(d, self, i, evidence_header(d->arena, m, i, m->features.auth.header)), from->address,
		    m->features.auth.authserv, STR_NONE, STR_NONE);
	}
}

const struct detector detector_guard_authenticated = {
	.id = "guard.authenticated",
	.family = "guard",
	.tricks = "",
	.attack = "",
	.report_section = "mail-analysis.md 12",
	.strong_alone = false,
	.run = run,
};
