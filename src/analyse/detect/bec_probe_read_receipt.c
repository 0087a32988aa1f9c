/* bec_probe_read_receipt.c - a stranger wants to know whether he is read (B47).
 *
 * Rule: a request for a receipt (Disposition-Notification-To, Return-Receipt-To, X-Confirm-Reading-To) in a
 * mail that answers nothing, of a sender whom neither context nor earlier mails know, no list, no bulk
 * mail.  Weak; medium where the receipt goes to another house than the sender's.
 * Not found (known): pictures that report their loading; partners who always ask stay unheard. */
#include "analyse/detector.h"

static const struct header *receipt_header(const struct mail *m, struct str *name_r)
{
	static const char *const names[] = { "Disposition-Notification-To", "Return-Receipt-To", "X-Confirm-Reading-To" };

	for (size_t i = 0; i < 3; i++) {
		const struct header *h = mail_header(m, names[i], NULL);

		*name_r = str_of(names[i]);
		if (h != NULL && str_find_char(h->value, '@') > 0)
			return h;
	}
	return NULL;
}

static struct str domain_in(struct arena *a, struct str value)
{
	struct str domain = str_after(value, '@');
	size_t n = 0;

	while (n < domain.n && (ascii_alpha((unsigned char)domain.p[n]) || ascii_digit((unsigned char)domain.p[n]) || domain.p[n] == '.' ||
	    domain.p[n] == '-'))
		n++;
	return arena_lower(a, str_at(domain, 0, n));
}

static bool is_stranger(struct detection *d, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	const struct mailbox *from = &m->mail->from.list[0];
	int known = book_find(t->book, from->address);

	return m->mail->in_reply_to.n == 0 && m->mail->reference_count == 0 && context_org_of(t->context, from->domain) < 0 &&
	    !is_own(d->arena, t->context, from->domain) && (known < 0 || t->book->known[known].source.message == (int)i);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		struct str name, domain;
		const struct header *h = receipt_header(m->mail, &name);

		if (h == NULL || m->mail->from.count == 0 || m->features.is_list || m->features.is_bulk || !is_stranger(d, t, i))
			continue;
		domain = domain_in(d->arena, h->value);
		finding_words(detection_add(d, self, same_side(d->arena, t->context, domain, m->mail->from.list[0].domain) ? STRENGTH_WEAK :
		    STRENGTH_MEDIUM, i, evidence_header(d->arena, m, i, h)), m->mail->from.list[0].address, h->value, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_probe_read_receipt = {
	.id = "bec.probe.read-receipt",
	.family = "novelty",
	.tricks = "B47",
	.attack = "T1598",
	.report_section = "J-CSIP 2023Q3, read receipts as probes",
	.strong_alone = false,
	.run = run,
};
