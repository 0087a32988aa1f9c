/* drill_registered.c - the sender or a link belongs to an exercise that the organisation announced.
 *
 * Rule: the domain of From, or the host of a link, is (or lies under) a drill of the context on the day
 * of the mail, or on the day of the context where the mail has no date.
 * Not found (known): drills that nobody announced; ask back where a mail looks like one. */
#include "analyse/detector.h"
#include "parse/url.h"

static bool on_that_day(const struct context *c, const struct known_drill *k, const struct message *m)
{
	long long at = m->when_ms != TIME_NONE ? m->when_ms : c->as_of_ms;

	return at == TIME_NONE || (at >= k->from_ms && at < k->to_ms);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];

		for (size_t k = 0; k < t->context->drill_count; k++) {
			const struct known_drill *drill = &t->context->drills[k];

			if (m->mail->from.count == 0 || !on_that_day(t->context, drill, m) ||
			    !domain_under(m->mail->from.list[0].domain, drill->domain))
				continue;
			finding_words(detection_add(d, self, STRENGTH_STRONG, i, evidence_mailbox(d->arena, i, "From", 0,
			    &m->mail->from.list[0])), drill->domain, STR_NONE, STR_NONE, STR_NONE);
			break;
		}
	}
}

const struct detector detector_drill_registered = {
	.id = "drill.registered",
	.family = "guard",
	.tricks = "",
	.attack = "",
	.report_section = "product.md 5.13",
	.strong_alone = false,
	.run = run,
};
