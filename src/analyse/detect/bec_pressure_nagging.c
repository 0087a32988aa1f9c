/* bec_pressure_nagging.c - the same persona writes again and again without an answer (B14).
 *
 * Rule: a suspect sender (imitation, or foreign route) wrote at least twice within 72 hours, and nobody
 * wrote to that address in between (what the genuine people go on writing to each other is no answer);
 * medium where the later mail urges (list "urge"), else weak.
 * Not found (known): reminders by telephone; reminders of a genuine sender are ordinary life. */
#include "analyse/detector.h"

#include "base/time.h"

enum { LOOKED_AT = 200 };

static bool same_from(const struct message *x, const struct message *y)
{
	return x->mail->from.count > 0 && y->mail->from.count > 0 &&
	    str_ieq(x->mail->from.list[0].address, y->mail->from.list[0].address);
}

static bool is_addressed(const struct mail *m, struct str address)
{
	const struct mailboxes *lists[] = { &m->to, &m->cc };

	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < lists[l]->count && i < 1000; i++)
			if (str_ieq(lists[l]->list[i].address, address))
				return true;
	return false;
}

/* The last earlier mail of the same address that nobody answered; -1. */
static int unanswered_before(const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];

	for (size_t k = i, looked = 0; k-- > 0 && looked < LOOKED_AT; looked++) {
		const struct message *before = &t->messages[k];

		if (same_from(m, before))
			return before->when_ms != TIME_NONE && m->when_ms - before->when_ms <= 3LL * MS_DAY &&
			    t->book->changes[k].suspect ? (int)k : -1;
		if (is_addressed(before->mail, m->mail->from.list[0].address))
			return -1;
	}
	return -1;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 1; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *urge = message_phrase(m, "urge");
		struct finding *f;
		int before;

		if (!t->book->changes[i].suspect || m->when_ms == TIME_NONE || m->mail->from.count == 0 ||
		    (before = unanswered_before(t, i)) < 0)
			continue;
		f = detection_add(d, self, urge != NULL ? STRENGTH_MEDIUM : STRENGTH_WEAK, i,
		    evidence_mailbox(d->arena, i, "From", 0, &m->mail->from.list[0]));
		finding_words(f, m->mail->from.list[0].address, arena_printf(d->arena, "%lld",
		    (m->when_ms - t->messages[before].when_ms + MS_HOUR / 2) / MS_HOUR), STR_NONE, STR_NONE);
		finding_add_evidence(d, f, evidence_mailbox(d->arena, (size_t)before, "From", 0,
		    &t->messages[before].mail->from.list[0]));
		if (urge != NULL)
			finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, urge));
	}
}

const struct detector detector_bec_pressure_nagging = {
	.id = "bec.pressure.nagging",
	.family = "intent",
	.tricks = "B14",
	.attack = "",
	.report_section = "J-CSIP 2019Q3, 3.1 (1)",
	.strong_alone = false,
	.run = run,
};
