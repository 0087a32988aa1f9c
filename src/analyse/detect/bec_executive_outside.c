/* bec_executive_outside.c - an executive of a known house writes from an address that is not that house's
 * (B31, B36; the seed's Table 3 no. 1, 3, 5).
 *
 * Rule: the display name, or the last lines of the newest text, is the name or an alias of a ceo or
 * executive of the context, and the sender's domain belongs to no house of the context (or the mail is
 * suspect).  Of several of one name the own side's is meant, then the readers', then the first.  Medium
 * from free mail or an imitation, weak elsewhere; a short name (under five bytes) is not enough.  Who is
 * only addressed by name in the text is not its writer.
 * Not found (known): nicknames; the mailbox of another known house that was taken over.  Homonyms are
 * held down by asking for an intent as well. */
#include "analyse/detector.h"

static bool is_top(const struct known_person *p)
{
	return str_eq(p->role, STR("ceo")) || str_eq(p->role, STR("executive"));
}

enum { MOST_LINES = 60 };

/* The names a mail shows for its writer: the display name up to " - address", and short lines of the text. */
struct shown_names {
	struct str keys[MOST_LINES + 1];
	size_t count;
};

static void add_name(struct arena *a, struct shown_names *n, struct str name)
{
	struct str key = name_key(a, name);

	if (key.n >= 5 && n->count <= MOST_LINES)
		n->keys[n->count++] = key;
}

static void read_names(struct arena *a, struct shown_names *n, const struct mail *m)
{
	struct str text = str_trim(m->text_newest), line, name = m->from.list[0].name;
	long long dash = str_find(name, STR(" - "));

	add_name(a, n, dash > 0 ? str_at(name, 0, (size_t)dash) : name);
	while (text.n <= 1200 && n->count < MOST_LINES && str_split(&text, '\n', &line))
		if (line.n < 60)
			add_name(a, n, str_upto(line, ','));
}

static bool shows(struct arena *a, const struct shown_names *n, struct str name)
{
	struct str key = name_key(a, name);

	for (size_t i = 0; i < n->count; i++)
		if (str_eq(key, n->keys[i]))
			return true;
	return false;
}

static bool is_shown(struct arena *a, const struct shown_names *n, const struct known_person *p)
{
	if (shows(a, n, p->name))
		return true;
	for (size_t i = 0; i < p->alias_count; i++)
		if (shows(a, n, p->aliases[i]))
			return true;
	return false;
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i,
    const struct known_org *org, const struct known_person *p)
{
	const struct mailbox *from = &t->messages[i].mail->from.list[0];
	struct evidence e = evidence_mailbox(d->arena, i, "From", 0, from);
	bool cheap = is_free_mail(t->context, from->domain) || book_imitation(t->book, arena_lower(d->arena, from->address)) >= 0 ||
	    str_find_char(from->name, '@') >= 0;

	e.expected = p->address_count > 0 ? p->addresses[0] : org->name;
	e.expected_from = arena_printf(d->arena, "context: " STR_FMT ", " STR_FMT, STR_ARG(org->name), STR_ARG(p->name));
	finding_words(detection_add(d, self, cheap ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), p->name, org->name, from->address,
	    STR_NONE);
	if (org->domain_count > 0)
		detection_indicator(d, "domain", org->domains[0], ROLE_ABUSED, i, e.where);
}

static bool is_reader(const struct mail *m, const struct known_person *p)
{
	const struct mailboxes *lists[] = { &m->to, &m->cc };

	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < lists[l]->count && i < 100; i++)
			for (size_t k = 0; k < p->address_count; k++)
				if (str_ieq(lists[l]->list[i].address, p->addresses[k]))
					return true;
	return false;
}

static bool reads(const struct thread *t, const struct mail *m, size_t org)
{
	for (size_t i = 0; i < m->to.count && i < 100; i++)
		if (context_org_of(t->context, m->to.list[i].domain) == (int)org)
			return true;
	return false;
}

/* Of several people of one name: the own side's, the readers', anybody. */
static int rank_of(struct arena *a, const struct thread *t, const struct mail *m, size_t o)
{
	const struct known_org *org = &t->context->orgs[o];

	return org->domain_count > 0 && is_own(a, t->context, org->domains[0]) ? 3 : reads(t, m, o) ? 2 : 1;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;
	struct shown_names names = { .count = 0 };
	const struct known_person *best = NULL;
	size_t best_org = 0;
	int best_rank = 0, from_org = context_org_of(t->context, m->from.list[0].domain);
	/* whom an imitated address plays is known better than by a name */
	int played = t->book->changes[i].impersonates >= 0 ? t->book->known[t->book->changes[i].impersonates].org : -1;

	if (from_org >= 0 && !t->book->changes[i].suspect)
		return;
	read_names(d->arena, &names, m);
	for (size_t o = 0; o < t->context->org_count && names.count > 0; o++) {
		const struct known_org *org = &t->context->orgs[o];
		int rank = (int)o == from_org || (played >= 0 && played != (int)o) ? 0 : rank_of(d->arena, t, m, o);

		for (size_t k = 0; k < org->people_count && rank > best_rank; k++) {
			if (!is_top(&org->people[k]) || !is_shown(d->arena, &names, &org->people[k]) || is_reader(m, &org->people[k]))
				continue;
			best = &org->people[k];
			best_org = o;
			best_rank = rank;
		}
	}
	if (best != NULL)
		report(self, d, t, i, &t->context->orgs[best_org], best);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->messages[i].mail->from.count > 0 && !t->messages[i].features.is_list && !t->messages[i].features.is_bulk)
			check(self, d, t, i);
}

const struct detector detector_bec_executive_outside = {
	.id = "bec.executive.outside",
	.family = "identity",
	.tricks = "B31",
	.attack = "T1656",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 1, 3, 5",
	.strong_alone = false,
	.run = run,
};
