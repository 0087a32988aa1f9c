/* bec_cc_replaced.c - the sender's colleagues stand in Cc as before, but with other addresses (B10).
 *
 * Rule: of the people of the sender's side who saw the last genuine mails of the thread, at least
 * one is now replaced by an address of another house that has the same display name or was built
 * after the old one.  Strong where nobody of that side is left, medium where some still see it.
 * Not found (known): the first mail of a thread; colleagues replaced by addresses with other names
 * and without likeness.  A firm that moves to a new domain is not taken for it once the context lists
 * both domains. */
#include "analyse/copies.h"

static struct evidence evidence_of(struct detection *d, const struct thread *t, size_t i, const struct copy *c)
{
	(void)t;
	return (struct evidence){ .message = i, .where = c->by_where, .at = c->by->at, .found = c->by->address,
		.expected = c->address, .expected_from = arena_printf(d->arena, "message %zu, " STR_FMT, c->earlier_message,
		STR_ARG(c->earlier_where)) };
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i,
    const struct copies *c)
{
	struct finding *f = NULL;

	for (size_t k = 0; k < c->count; k++) {
		struct evidence e;

		if (c->list[k].fate != COPY_REPLACED)
			continue;
		e = evidence_of(d, t, i, &c->list[k]);
		detection_indicator(d, "email", arena_lower(d->arena, c->list[k].by->address), ROLE_MALICIOUS, i, e.where);
		if (f != NULL) {
			finding_add_evidence(d, f, e);
			continue;
		}
		f = detection_add(d, self, c->kept == 0 ? STRENGTH_STRONG : STRENGTH_MEDIUM, i, e);
		finding_words(f, arena_printf(d->arena, "%zu", c->replaced), arena_printf(d->arena, "%zu", c->count),
		    c->list[k].address, c->list[k].by->address);
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 1; i < t->count; i++) {
		struct copies c;

		if (copies_compare(d->arena, t, i, &c) && c.replaced > 0)
			report(self, d, t, i, &c);
	}
}

const struct detector detector_bec_cc_replaced = {
	.id = "bec.cc.replaced",
	.family = "identity",
	.tricks = "B10",
	.attack = "T1656",
	.report_section = "J-CSIP 2019Q3, 3.1 (3)",
	.strong_alone = true,
	.run = run,
};
