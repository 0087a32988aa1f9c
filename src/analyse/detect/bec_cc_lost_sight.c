/* bec_cc_lost_sight.c - who would have noticed no longer sees the mail (B12).
 *
 * Rule: nobody of the sender's side who saw the last genuine mails of the thread is left among the
 * recipients - and the sender is not the genuine one (foreign route or an imitation), or colleagues
 * were replaced.  Medium where replaced or where two or more lost sight, else weak.
 * Not found (known): where the sender looks genuine, people leaving the copies is ordinary life. */
#include "analyse/copies.h"

static struct str names_of(struct detection *d, const struct copies *c)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 4000);
	for (size_t k = 0; k < c->count; k++) {
		if (c->list[k].fate == COPY_KEPT)
			continue;
		buf_z(&out, out.n > 0 ? ", " : "");
		buf_add(&out, c->list[k].address);
	}
	return buf_str(&out);
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i,
    const struct copies *c)
{
	const struct header *cc = mail_header(t->messages[i].mail, "Cc", NULL);
	struct finding *f = NULL;

	if (cc == NULL)
		cc = mail_header(t->messages[i].mail, "To", NULL);
	for (size_t k = 0; k < c->count; k++) {
		struct evidence e = { .message = i, .where = STR("header:Cc[0]") };

		if (cc != NULL)
			e = evidence_header(d->arena, &t->messages[i], i, cc);
		e.expected = c->list[k].address;
		e.expected_from = arena_printf(d->arena, "message %zu, " STR_FMT, c->list[k].earlier_message,
		    STR_ARG(c->list[k].earlier_where));
		if (f != NULL) {
			finding_add_evidence(d, f, e);
			continue;
		}
		f = detection_add(d, self, c->replaced > 0 || c->count > 1 ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e);
		finding_words(f, names_of(d, c), STR_NONE, STR_NONE, STR_NONE);
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 1; i < t->count; i++) {
		struct copies c;

		if (copies_compare(d->arena, t, i, &c) && c.kept == 0 && (c.replaced > 0 || t->book->changes[i].suspect))
			report(self, d, t, i, &c);
	}
}

const struct detector detector_bec_cc_lost_sight = {
	.id = "bec.cc.lost-sight",
	.family = "novelty",
	.tricks = "B12",
	.attack = "T1656",
	.report_section = "J-CSIP 2019Q3, 3.1 (3)",
	.strong_alone = false,
	.run = run,
};
