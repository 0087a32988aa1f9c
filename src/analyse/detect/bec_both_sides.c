/* bec_both_sides.c - each side is played to the other (B15).
 *
 * Rule: in one thread somebody plays a person of one side, and somebody plays a person of another side; each of the
 * two mails is addressed to people of the side that is not played in it.  Strong.
 * Not found (known): where only one side's mailbox is at hand (the hub joins what both sides hand in). */
#include "analyse/detector.h"

enum { LOOKED_AT = 2000 };

static struct str played_domain(const struct thread *t, size_t i)
{
	const struct change_set *c = &t->book->changes[i];

	return c->suspect && c->impersonates >= 0 ? t->book->known[c->impersonates].domain : STR("");
}

static bool is_addressed_to(struct detection *d, const struct thread *t, size_t i, struct str domain)
{
	const struct mailboxes *to = &t->messages[i].mail->to;

	for (size_t k = 0; k < to->count && k < 100; k++)
		if (same_side(d->arena, t->context, to->list[k].domain, domain))
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	int first = -1;

	for (size_t i = 0; i < t->count && i < LOOKED_AT; i++) {
		struct str domain = played_domain(t, i), other;
		struct evidence e;

		if (domain.n == 0)
			continue;
		if (first < 0) {
			first = (int)i;
			continue;
		}
		other = played_domain(t, (size_t)first);
		if (same_side(d->arena, t->context, domain, other) || !is_addressed_to(d, t, i, other) ||
		    !is_addressed_to(d, t, (size_t)first, domain))
			continue;
		e = evidence_mailbox(d->arena, i, "From", 0, &t->messages[i].mail->from.list[0]);
		e.expected = t->book->known[t->book->changes[i].impersonates].address;
		e.expected_from = source_text(d->arena, &t->book->known[t->book->changes[i].impersonates].source);
		finding_words(detection_add(d, self, STRENGTH_STRONG, i, e), other, domain, STR_NONE, STR_NONE);
		finding_add_evidence(d, &d->findings[d->count - 1],
		    evidence_mailbox(d->arena, (size_t)first, "From", 0, &t->messages[first].mail->from.list[0]));
		return;
	}
}

const struct detector detector_bec_both_sides = {
	.id = "bec.both-sides",
	.family = "identity",
	.tricks = "B15",
	.attack = "T1656",
	.report_section = "IPA 2017",
	.strong_alone = true,
	.run = run,
};
