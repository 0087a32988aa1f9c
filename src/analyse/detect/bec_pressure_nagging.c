/* bec_pressure_nagging.c - the same new persona writes again and again without an answer (B14).
 *
 * Rule: a suspect sender (imitation, or foreign route) wrote at least twice within 72 hours and nobody
 * answered in between; medium where the later mail urges (list "urge"), else weak.
 * Not found (known): reminders by telephone. */
#include "analyse/detector.h"

#include "base/time.h"

static bool same_from(const struct message *x, const struct message *y)
{
	return x->mail->from.count > 0 && y->mail->from.count > 0 &&
	    str_ieq(x->mail->from.list[0].address, y->mail->from.list[0].address);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 1; i < t->count; i++) {
		const struct message *m = &t->messages[i], *before = &t->messages[i - 1];
		struct evidence e;

		if (!t->book->changes[i].suspect || !same_from(m, before) || m->when_ms == TIME_NONE ||
		    before->when_ms == TIME_NONE || m->when_ms - before->when_ms > 3LL * MS_DAY)
			continue;
		e = evidence_mailbox(d->arena, i, "From", 0, &m->mail->from.list[0]);
		e.expected = STR_NONE;
		e.expected_from = arena_printf(d->arena, "message %zu", i - 1);
		finding_words(detection_add(d, self, message_phrase(m, "urge") != NULL ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e),
		    m->mail->from.list[0].address, arena_printf(d->arena, "%lld", (m->when_ms - before->when_ms) / MS_HOUR), STR_NONE,
		    STR_NONE);
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
