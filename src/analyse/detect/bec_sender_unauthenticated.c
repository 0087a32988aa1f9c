/* bec_sender_unauthenticated.c - the exact address of a known house, and our own border host says that the house did not
 * send the mail (B01).
 *
 * Rule: From lies in a house of the context, or is the address of somebody who wrote before; a trusted host says dmarc=fail,
 * and does not believe a chain of forwarders (arc=pass).  Medium; context where an earlier mail of the same
 * address failed in the same way and was not in doubt.  Lists are left out: they remake what is signed.
 * Not found (known): houses without DMARC; where the context names no trusted host; who relays through the same service. */
#include "analyse/detector.h"

static bool failed_before(const struct thread *t, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (t->messages[k].mail->from.count > 0 && features_disowned(&t->messages[k].features) && !t->book->changes[k].suspect &&
		    str_ieq(t->messages[k].mail->from.list[0].address, t->messages[i].mail->from.list[0].address))
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct mailbox *from = m->mail->from.count > 0 ? &m->mail->from.list[0] : NULL;

		if (from == NULL || !features_disowned(&m->features) || t->book->changes[i].imitates >= 0 ||
		    (context_org_of(t->context, from->domain) < 0 && !is_own(d->arena, t->context, from->domain) && t->book->changes[i].earlier == 0))
			continue;
		finding_words(detection_add(d, self, failed_before(t, i) ? STRENGTH_CONTEXT : STRENGTH_MEDIUM, i,
		    evidence_header(d->arena, m, i, m->features.auth.header)), from->address, m->features.auth.authserv, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_sender_unauthenticated = {
	.id = "bec.sender.unauthenticated",
	.family = "identity",
	.tricks = "B01",
	.attack = "T1656 T1672",
	.report_section = "mail-analysis.md 12",
	.strong_alone = false,
	.run = run,
};
