/* lure_sender_borrowed.c - the sender's house stands in From and nowhere else: other machines sent the mail, and all that
 * can be clicked or seen belongs to others.
 *
 * Rule: Return-Path is no address of From's house (or of a machine that bears no public name: root@server), nor of a bulk
 * sender or a big public name; a place to click leads away; and no link or picture leads to From's house.  Weak; medium where
 * the host that took the mail in found no signature that holds or a failed check, and several places to click lead to one
 * house.  Not in lists and newsletters, not where DMARC passed, nor where From is free mail.
 * Not found (known): mails without Return-Path; those that take their pictures from the house they play. */
#include "analyse/detector.h"
#include "indicator/lists.h"

/* A file without From's own domain in the first place (a name with a comma) still has it in a later one. */
static const struct mailbox *sender_of(const struct mail *m)
{
	for (size_t i = 0; i < m->from.count && i < 5; i++)
		if (m->from.list[i].domain.n > 0)
			return &m->from.list[i];
	return NULL;
}

static bool is_machine(struct str domain)
{
	return str_find_char(domain, '.') < 0 || str_iends(domain, STR(".localdomain")) || str_iends(domain, STR(".local")) ||
	    str_iends(domain, STR(".internal"));
}

static bool came_from_elsewhere(struct detection *d, const struct thread *t, const struct mailbox *from, const struct mailbox *path)
{
	struct str house = registrable(d->arena, path->domain);

	return path->domain.n > 0 && !same_side(d->arena, t->context, from->domain, path->domain) && !is_own(d->arena, t->context, path->domain) &&
	    context_org_of(t->context, path->domain) < 0 && (is_machine(path->domain) || (house.p != NULL && !data_bulk_mailer_has(path->domain) &&
	    !data_public_host_has(house)));
}

enum { FEW = 2 };

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	const struct mailbox *from = sender_of(m->mail);
	const struct link_read *away = NULL;
	struct evidence e;
	struct finding *f;
	struct str last = STR("");
	size_t same = 0;                /* different places to click in the house of the first, as far as they are told apart at once */

	if (from == NULL || is_free_mail(t->context, from->domain) || context_org_of(t->context, from->domain) >= 0 ||
	    is_own(d->arena, t->context, from->domain) || !came_from_elsewhere(d, t, from, &m->mail->return_path.list[0]))
		return;
	for (size_t k = 0; k < m->links.count; k++) {
		const struct link_read *l = &m->links.list[k];

		if (l->url.host.n > 0 && same_side(d->arena, t->context, from->domain, l->url.host))
			return;
		if (!link_leads_away(d->arena, t, m, l))
			continue;
		away = away != NULL ? away : l;
		same += str_eq(l->domain, away->domain) && !str_eq(l->link->url, last);
		last = l->link->url;
	}
	if (away == NULL)
		return;
	e = evidence_mailbox(d->arena, i, "From", (size_t)(from - m->mail->from.list), from);
	e.expected = m->mail->return_path.list[0].address;
	e.expected_from = arena_printf(d->arena, "message %zu, header:Return-Path[0]", i);
	f = detection_add(d, self, m->features.denial != DENIAL_NONE && same >= FEW ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e);
	finding_words(f, from->domain, m->mail->return_path.list[0].address, away->url.host, STR_NONE);
	finding_add_evidence(d, f, evidence_link(m, i, away->link));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];

		if (m->links.count > 0 && m->mail->return_path.count > 0 && !m->features.is_list && !m->features.is_bulk && !message_authenticated(t, m))
			check(self, d, t, i);
	}
}

const struct detector detector_lure_sender_borrowed = {
	.id = "lure.sender.borrowed",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 35",
	.strong_alone = false,
	.run = run,
};
