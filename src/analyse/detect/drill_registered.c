/* drill_registered.c - the sender or a link belongs to an exercise that the organisation announced.
 *
 * Rule: the domain of From, or the host of a link, is (or lies under) a drill of the context on the day
 * of the mail, or on the day of the context where the mail has no date.  A drill that names an address is met by
 * that From alone; one that names words of the subject only by mails that hold them.
 * Not found (known): drills that nobody announced; ask back where a mail looks like one. */
#include "analyse/detector.h"
#include "base/text.h"
#include "parse/url.h"

static bool on_that_day(const struct context *c, const struct known_drill *k, const struct message *m)
{
	long long at = m->when_ms != TIME_NONE ? m->when_ms : c->as_of_ms;

	return at == TIME_NONE || (at >= k->from_ms && at < k->to_ms);
}

/* A link whose host belongs to the drill. */
static const struct link *link_of(struct arena *a, const struct mail *m, struct str domain)
{
	for (size_t i = 0; i < m->link_count && i < 200; i++) {
		struct url u;

		if (m->links[i].url.n < 4096 && url_parse(a, m->links[i].url, &u) && domain_under(u.host, domain))
			return &m->links[i];
	}
	return NULL;
}

static bool is_sender(const struct mail *m, struct str drill)
{
	if (m->from.count == 0)
		return false;
	return str_find_char(drill, '@') >= 0 ? str_ieq(m->from.list[0].address, drill) : domain_under(m->from.list[0].domain, drill);
}

static bool check(const struct detector *self, struct detection *d, const struct thread *t, size_t i,
    const struct known_drill *drill)
{
	const struct message *m = &t->messages[i];
	const struct link *link;
	struct evidence e;

	if (!on_that_day(t->context, drill, m) || (drill->subject.p != NULL &&
	    !str_has(text_fold(d->arena, m->mail->subject), text_fold(d->arena, drill->subject))))
		return false;
	if (is_sender(m->mail, drill->domain)) {
		e = evidence_mailbox(d->arena, i, "From", 0, &m->mail->from.list[0]);
	} else {
		if ((link = link_of(d->arena, m->mail, drill->domain)) == NULL)
			return false;
		e = evidence_link(m, i, link);
	}
	e.expected = drill->domain;
	e.expected_from = STR("context: drills");
	finding_words(detection_add(d, self, STRENGTH_STRONG, i, e), drill->domain, STR_NONE, STR_NONE, STR_NONE);
	return true;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->context->drill_count; k++)
			if (check(self, d, t, i, &t->context->drills[k]))
				break;
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
