/* lure_personal_document.c - a document lure that was written for this reader: it names him and his house,
 * and claims somebody the house knows.
 *
 * Rule: the newest text names a person the mail is addressed to and the reader's organisation (context), the
 * sender writes from outside any house that the text or the display name claims (a name or alias of another
 * organisation of the context), and an archive or a risky attachment hangs on it.
 * Medium.  Not found (known): houses that the context does not know. */
#include "analyse/detector.h"

static int reader_org(const struct thread *t, const struct mail *m)
{
	for (size_t i = 0; i < m->to.count && i < 20; i++) {
		int org = context_org_of(t->context, m->to.list[i].domain);

		if (org >= 0)
			return org;
	}
	return -1;
}

static bool brings_archive(const struct mail *m)
{
	for (size_t i = 0; i < m->part_count; i++) {
		struct str name = m->parts[i].name;

		if (m->parts[i].is_attachment && name.p != NULL && (str_iends(name, STR(".zip")) || str_iends(name, STR(".exe")) ||
		    str_iends(name, STR(".rar")) || str_iends(name, STR(".7z")) || str_iends(name, STR(".lzh")) ||
		    str_iends(name, STR(".lnk")) || str_iends(name, STR(".docm"))))
			return true;
	}
	return false;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;
	const struct mailbox *from = &m->from.list[0];
	int reader = reader_org(t, m), sender = context_org_of(t->context, from->domain);
	struct evidence e;

	if (reader < 0 || !brings_archive(m) || !org_is_named(&t->context->orgs[reader], m->text))
		return;
	for (size_t o = 0; o < t->context->org_count; o++) {
		const struct known_org *org = &t->context->orgs[o];

		if ((int)o == reader || (int)o == sender || !org_is_named(org, m->text))
			continue;
		e = evidence_mailbox(d->arena, i, "From", 0, from);
		e.expected = org->domain_count > 0 ? org->domains[0] : org->name;
		e.expected_from = arena_printf(d->arena, "context: " STR_FMT, STR_ARG(org->name));
		finding_words(detection_add(d, self, STRENGTH_MEDIUM, i, e), org->name, from->address, STR_NONE, STR_NONE);
		detection_played_houses(d, t, i);
		return;
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->messages[i].mail->from.count > 0 && !t->messages[i].features.is_list && !t->messages[i].features.is_bulk)
			check(self, d, t, i);
}

const struct detector detector_lure_personal_document = {
	.id = "lure.personal-document",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.001",
	.report_section = "product.md 2.5",
	.strong_alone = false,
	.run = run,
};
