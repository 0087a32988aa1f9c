/* bec_route_foreign.c - the exact address of a known sender, but another house sent the mail (B01).
 *
 * Rule: the same From address wrote earlier in the thread, and now at least three of border route,
 * time zone, mailer, Message-ID host, authentication results and charset are unlike all its
 * earlier mails - the route or the authentication among them.  Strong from five on, or from four on
 * where the authentication failed now and did not before; else medium.
 * Mailing lists are left out: they remake these marks.  A failed authentication does not count where the
 * border host believes the chain of those who forwarded the mail (arc=pass).
 * Not found (known): the first mail of a sender, a taken-over mailbox (it uses the real route), a
 * forger who relays through the same service; journeys and new devices are not taken for it because
 * they keep the route. */
#include "analyse/detector.h"

static struct str word_of(const char *feature)
{
	static const char *const words[][2] = { { "route", "@feature-route" }, { "zone", "@feature-zone" },
		{ "mailer", "@feature-mailer" }, { "id", "@feature-id" }, { "auth", "@feature-auth" },
		{ "charset", "@feature-charset" } };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i][0], feature) == 0)
			return str_of(words[i][1]);
	return STR("");
}

static struct evidence evidence_of(struct detection *d, const struct thread *t, size_t i, const struct difference *f)
{
	const struct message *m = &t->messages[i];
	const struct header *h = f->header != NULL ? f->header : mail_header(m->mail, "Date", NULL);
	struct evidence e = { .message = i, .where = STR("header:Date[0]") };

	if (h != NULL)
		e = evidence_header(d->arena, m, i, h);
	e.found = f->found;
	e.expected = f->expected;
	e.expected_from = arena_printf(d->arena, "message %zu", f->expected_message);
	return e;
}

/* Who moves to another mail service changes route and Message-ID, and perhaps the program: he still
 * authenticates. */
static bool is_sure(const struct change_set *c)
{
	bool auth = false;

	for (size_t i = 0; i < c->difference_count; i++)
		auth |= strcmp(c->differences[i].feature, "auth") == 0;
	return c->difference_count >= 5 || (c->difference_count >= 4 && auth);
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct change_set *c = &t->book->changes[i];
	const struct mailbox *from = &t->messages[i].mail->from.list[0];
	struct evidence e = evidence_mailbox(d->arena, i, "From", 0, from);
	struct finding *f = detection_add(d, self, is_sure(c) ? STRENGTH_STRONG : STRENGTH_MEDIUM, i, e);

	finding_words(f, from->address, arena_printf(d->arena, "%zu", c->difference_count),
	    word_of(c->differences[0].feature), arena_printf(d->arena, "%zu", c->earlier));
	for (size_t n = 0; n < c->difference_count; n++)
		finding_add_evidence(d, f, evidence_of(d, t, i, &c->differences[n]));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->book->changes[i].foreign)
			report(self, d, t, i);
}

const struct detector detector_bec_route_foreign = {
	.id = "bec.route.foreign",
	.family = "identity",
	.tricks = "B01 B49",
	.attack = "T1656 T1672",
	.report_section = "J-CSIP 2019Q3, 3.1 (1)",
	.strong_alone = false,
	.run = run,
};
