/* bec_habits_unusual.c - the genuine mailbox, over the genuine route, but not as its owner writes (B38, B49).
 *
 * Rule: a mail whose From is a known address and whose route is that of its house was made by another program, in
 * another time zone or character set, or handed in from another network (features.h, origin) than all earlier ones of that address (three mails at least; three differences,
 * or two where the mail names a changed account).  Medium with a changed account, weak with an attachment or words
 * about payment; otherwise not told: people get new machines and travel.
 * Not found (known): a thief who writes with the owner's own web mail. */
#include "analyse/accounts.h"

enum { EARLIER_LEAST = 2 };

static bool has_attachment(const struct mail *m)
{
	for (size_t i = 0; i < m->part_count; i++)
		if (m->parts[i].is_attachment)
			return true;
	return false;
}

static bool changes_account(struct detection *d, const struct thread *t, size_t i)
{
	struct account_places p = accounts_collect(d->arena, t);

	for (size_t k = 0; k < p.count; k++)
		if (p.list[k].message == (int)i && accounts_earlier_other(&p, k) != NULL)
			return true;
	return false;
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i, enum strength strength)
{
	const struct change_set *c = &t->book->changes[i];
	const struct message *m = &t->messages[i];
	struct finding *f = detection_add(d, self, strength, i, evidence_mailbox(d->arena, i, "From", 0, &m->mail->from.list[0]));

	finding_words(f, m->mail->from.list[0].address, arena_printf(d->arena, "%zu", c->earlier),
	    arena_printf(d->arena, "%zu", c->difference_count), arena_printf(d->arena, "@feature-%s", c->differences[0].feature));
	for (size_t k = 0; k < c->difference_count; k++) {
		const struct difference *x = &c->differences[k];
		const struct header *h = x->header != NULL ? x->header : mail_header(m->mail, "Date", NULL);
		struct evidence e;

		if (h == NULL)
			continue;
		e = evidence_header(d->arena, m, i, h);
		e.found = x->found;
		e.expected = x->expected;
		if (x->expected.n > 0)
			e.expected_from = arena_printf(d->arena, "message %zu", x->expected_message);
		finding_add_evidence(d, f, e);
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 1; i < t->count; i++) {
		const struct change_set *c = &t->book->changes[i];
		bool account;

		if (c->suspect || c->difference_count < 2 || c->earlier < EARLIER_LEAST || t->messages[i].features.is_list ||
		    t->messages[i].mail->from.count == 0)
			continue;
		account = changes_account(d, t, i);
		if (account)
			report(self, d, t, i, STRENGTH_MEDIUM);
		else if (c->difference_count >= 3 && c->earlier > EARLIER_LEAST && (has_attachment(t->messages[i].mail) ||
		    message_phrase(&t->messages[i], "account-change") != NULL || message_phrase(&t->messages[i], "unpaid") != NULL))
			report(self, d, t, i, STRENGTH_WEAK);
	}
}

const struct detector detector_bec_habits_unusual = {
	.id = "bec.habits.unusual",
	.family = "novelty",
	.tricks = "B38 B49",
	.attack = "T1078.004",
	.report_section = "mail analysis, SENDER_VS_THREAD_ROUTE",
	.strong_alone = false,
	.run = run,
};
