/* bec_executive_outside.c - an executive of a known house writes from an address that is not that house's
 * (B31, B36; the seed's Table 3 no. 1, 3, 5).
 *
 * Rule: the display name (or two or three words of it), or a line of the newest text, is the name or an
 * alias of a ceo or executive of the context, in kanji, kana or romaji, in either order, with an initial
 * (person_name.h), and the sender's domain belongs to no house of the context (or the mail is
 * suspect, or our border host says that it is not from there).  Of several of one name the own side's is meant, then the readers', then the first.  Medium
 * from free mail or an imitation, weak elsewhere; a short name (under four letters) is not enough.  Who is
 * only addressed by name in the text is not its writer, and who writes from a private address of his roster is himself.
 * Not found (known): nicknames; a kanji name in romaji where the roster has neither kana nor romaji; the mailbox of another known house that was taken over.  Homonyms are
 * held down by asking for an intent as well. */
#include "analyse/detector.h"
#include "analyse/name_index.h"
#include "analyse/person_name.h"

enum { MOST_LINES = 60, LINE_LONGEST = 90, TEXT_LONGEST = 1500 };

/* Of several heads of one name: the best so far. */
struct head {
	const struct known_org *org;
	const struct known_person *person;
	int rank;
};

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i,
    const struct known_org *org, const struct known_person *p)
{
	const struct mailbox *from = &t->messages[i].mail->from.list[0];
	struct evidence e = evidence_mailbox(d->arena, i, "From", 0, from);
	bool cheap = is_free_mail(t->context, from->domain) || book_imitation(t->book, arena_lower(d->arena, from->address)) >= 0 ||
	    str_find_char(from->name, '@') >= 0 || features_disowned(&t->messages[i].features);

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

/* The roster names this address as his, and nothing says that it is forged. */
static bool is_his(const struct thread *t, size_t i, const struct known_person *p)
{
	if (t->book->changes[i].suspect || features_disowned(&t->messages[i].features))
		return false;
	for (size_t k = 0; k < p->address_count; k++)
		if (str_ieq(t->messages[i].mail->from.list[0].address, p->addresses[k]))
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

static void look_up(struct detection *d, const struct thread *t, size_t i, const struct person_keys *keys, struct head *best)
{
	const struct mail *m = t->messages[i].mail;
	int from_org = features_disowned(&t->messages[i].features) ? -1 : context_org_of(t->context, m->from.list[0].domain);
	/* whom an imitated address plays is known better than by a name */
	int played = t->book->changes[i].impersonates >= 0 ? t->book->known[t->book->changes[i].impersonates].org : -1;

	for (size_t k = 0; k < keys->count; k++) {
		size_t org, person;

		for (size_t at = 0; name_index_next(t->book->names, keys->list[k], &at, &org, &person);) {
			const struct known_org *o = &t->context->orgs[org];
			int rank = (int)org == from_org || (played >= 0 && played != (int)org) ? 0 : rank_of(d->arena, t, m, org);

			if (rank > best->rank && !is_reader(m, &o->people[person]) && !is_his(t, i, &o->people[person]))
				*best = (struct head){ o, &o->people[person], rank };
		}
	}
}

/* The names a mail shows for its writer: the display name up to " - address", and short lines of the text. */
static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;
	struct str text = str_trim(m->text_newest), line, name = m->from.list[0].name;
	long long dash = str_find(name, STR(" - "));
	struct person_keys keys;
	struct head best = { .rank = 0 };

	if (context_org_of(t->context, m->from.list[0].domain) >= 0 && !t->book->changes[i].suspect &&
	    !features_disowned(&t->messages[i].features))
		return;
	person_name_shown(d->arena, dash > 0 ? str_at(name, 0, (size_t)dash) : name, true, &keys);
	look_up(d, t, i, &keys, &best);
	for (int n = 0; text.n <= TEXT_LONGEST && n < MOST_LINES && str_split(&text, '\n', &line); n++) {
		if (line.n >= LINE_LONGEST)
			continue;
		person_name_shown(d->arena, str_upto(line, ','), false, &keys);
		look_up(d, t, i, &keys, &best);
	}
	if (best.rank > 0)
		report(self, d, t, i, best.org, best.person);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count && !name_index_is_empty(t->book->names); i++)
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
