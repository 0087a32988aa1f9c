/* bec_many_addresses.c - one text to many addresses of one organisation at once, public or retired ones
 * among them (B33).
 *
 * Rule: in a thread (or in To and Cc of one mail) at least four addresses of the own side got the same text
 * from one outside sender within a day; medium where at least half of them are role names or stand in the
 * context as public or retired, else weak.  Bulk and list mail is left out.
 * Not found (known): hidden recipients. */
#include "analyse/detector.h"

#include "base/time.h"

enum { FEWEST = 4 };

static bool is_public(struct arena *a, const struct context *c, struct str address)
{
	static const char *const roles[] = { "info", "recruit", "press", "webmaster", "export", "sales", "contact", "support",
		"soudan", "fax", "office", "inquiry", "postmaster", "admin", "pr", "soumu", "eigyo" };
	struct str local = str_upto(arena_lower(a, address), '@');

	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (str_starts(local, str_of(roles[i])))
			return true;
	for (size_t o = 0; o < c->org_count; o++)
		for (size_t p = 0; p < c->orgs[o].people_count; p++)
			for (size_t k = 0; k < c->orgs[o].people[p].address_count; k++)
				if (str_ieq(c->orgs[o].people[p].addresses[k], address))
					return c->orgs[o].people[p].is_public || str_eq(c->orgs[o].people[p].role, STR("retired"));
	return false;
}

static void count_to(struct detection *d, const struct thread *t, size_t i, const struct mailboxes *list, size_t *all,
    size_t *open)
{
	for (size_t n = 0; n < list->count && n < 200; n++) {
		if (!is_own(d->arena, t->context, list->list[n].domain))
			continue;
		(*all)++;
		*open += is_public(d->arena, t->context, list->list[n].address);
	}
	(void)i;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	size_t all = 0, open = 0;
	const struct message *first = t->count > 0 ? &t->messages[0] : NULL;
	struct evidence e;

	if (first == NULL || first->mail->from.count == 0 || first->features.is_list || first->features.is_bulk ||
	    is_own(d->arena, t->context, first->mail->from.list[0].domain))
		return;
	for (size_t i = 0; i < t->count && i < 500; i++) {
		const struct message *m = &t->messages[i];

		if (m->mail->from.count == 0 || !str_ieq(m->mail->from.list[0].address, first->mail->from.list[0].address) ||
		    !str_eq(m->mail->text_newest, first->mail->text_newest))
			continue;
		count_to(d, t, i, &m->mail->to, &all, &open);
		count_to(d, t, i, &m->mail->cc, &all, &open);
	}
	if (all < FEWEST)
		return;
	e = evidence_mailbox(d->arena, 0, "To", 0, first->mail->to.count > 0 ? &first->mail->to.list[0] : &first->mail->from.list[0]);
	finding_words(detection_add(d, self, open * 2 >= all ? STRENGTH_MEDIUM : STRENGTH_WEAK, 0, e),
	    arena_printf(d->arena, "%zu", all), arena_printf(d->arena, "%zu", open), STR_NONE, STR_NONE);
}

const struct detector detector_bec_many_addresses = {
	.id = "bec.many-addresses",
	.family = "novelty",
	.tricks = "B33",
	.attack = "T1589.002",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 3",
	.strong_alone = false,
	.run = run,
};
