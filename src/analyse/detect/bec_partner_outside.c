/* bec_partner_outside.c - a business partner is named as the sender, the address is not his.
 *
 * Rule: From is in no roster and no house of the context, and either comes from free mail and its display name holds the name of a
 * house of the context that is not the own one, or the name or an alias of somebody there while mail or address name that
 * house (medium); or its domain imitates such a house (another ending alone is no imitation) and the display name
 * names it (weak).  Not in lists and bulk mail, nor to that somebody himself.  It counts together with words about an account.
 * Not found (known): a house's name that may be a family's, too; a person whose house nobody names; the name alone on
 * a domain of the forger's own. */
#include "analyse/detector.h"

enum { KEY_LEAST = 6, LABEL_WORD_LEAST = 5, FIRM_LEAST = 12 };

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i, enum strength strength,
    const struct known_address *real, struct str name)
{
	const struct mailbox *from = &t->messages[i].mail->from.list[0];
	struct str expected = real->local.n > 0 ? real->address : real->domain;
	struct evidence e = evidence_mailbox(d->arena, i, "From", 0, from);

	e.expected = expected;
	e.expected_from = source_text(d->arena, &real->source);
	finding_words(detection_add(d, self, strength, i, e), name, expected, from->address, STR_NONE);
}

static bool is_reader(const struct mail *m, struct str address)
{
	const struct mailboxes *lists[] = { &m->to, &m->cc };

	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < lists[l]->count && i < 100; i++)
			if (str_ieq(lists[l]->list[i].address, address))
				return true;
	return false;
}

static bool holds_name(struct str shown, struct str key, const struct known_address *k, const struct known_person *p)
{
	if (k->name_key.n >= KEY_LEAST && str_has(key, k->name_key))
		return true;
	for (size_t i = 0; i < p->alias_count; i++)
		if (p->aliases[i].n >= KEY_LEAST && str_ihas(shown, p->aliases[i]))
			return true;
	return false;
}

/* The house in words, or the first word of its domain before the @: "tamura.hokushin". */
static bool names_house(const struct mail *m, const struct known_org *o, const struct known_address *k)
{
	long long hyphen = str_find_char(k->label, '-');
	struct str word = hyphen > 0 ? str_at(k->label, 0, (size_t)hyphen) : k->label, address = m->from.list[0].address;
	long long at = str_rfind_char(address, '@');

	return org_is_named(o, m->from.list[0].name) || org_is_named(o, m->subject) || org_is_named(o, m->text_newest) ||
	    (word.n >= LABEL_WORD_LEAST && at > 0 && str_ihas(str_at(address, 0, (size_t)at), word));
}

/* A name that no family has: of two words, or of four characters beyond ASCII. */
static bool is_firms(struct str name)
{
	return str_find_char(name, ' ') > 0 || str_find_char(name, '-') > 0 || (name.n >= FIRM_LEAST && (unsigned char)name.p[0] >= 0x80);
}

static bool holds_firm(struct str shown, const struct known_org *o)
{
	if (is_firms(o->name) && str_has(shown, o->name))
		return true;
	for (size_t i = 0; i < o->alias_count; i++)
		if (is_firms(o->aliases[i]) && str_has(shown, o->aliases[i]))
			return true;
	return false;
}

/* A partner, or somebody of his, who writes from free mail; the book has a house's people before its domains. */
static bool from_free_mail(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;
	struct str shown = m->from.list[0].name, key = name_key(d->arena, shown);

	for (size_t k = 0; key.n >= KEY_LEAST && k < t->book->known_count; k++) {
		const struct known_address *real = &t->book->known[k];
		const struct known_org *o = real->org >= 0 ? &t->context->orgs[real->org] : NULL;
		const struct known_person *p = o != NULL && real->person >= 0 ? &o->people[real->person] : NULL;

		if (o == NULL || real->free_mail || (p != NULL ? !holds_name(shown, key, real, p) : !holds_firm(shown, o)) ||
		    is_own(d->arena, t->context, real->domain) || is_reader(m, real->address) || !names_house(m, o, real))
			continue;
		report(self, d, t, i, STRENGTH_MEDIUM, real, p != NULL ? p->name : o->name);
		return true;
	}
	return false;
}

/* A partner's name on a domain that was built after his. */
static void house_outside(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	int at = t->book->changes[i].imitates;
	const struct imitation *im = at >= 0 ? &t->book->imitations[at] : NULL;
	const struct known_address *real = im != NULL ? &t->book->known[im->real] : NULL;

	if (real == NULL || im->kind == IMITATES_NAME || im->kind == IMITATES_TLD || im->kind == IMITATES_EMBEDDED || real->org < 0 ||
	    is_own(d->arena, t->context, real->domain))
		return;
	if (org_is_named(&t->context->orgs[real->org], t->messages[i].mail->from.list[0].name))
		report(self, d, t, i, STRENGTH_WEAK, real, t->context->orgs[real->org].name);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct mailbox *from = m->mail->from.count > 0 ? &m->mail->from.list[0] : NULL;
		int known = from != NULL ? book_find(t->book, from->address) : -1;

		if (from == NULL || m->features.is_list || m->features.is_bulk || context_org_of(t->context, from->domain) >= 0 ||
		    (known >= 0 && t->book->known[known].person >= 0))
			continue;
		if (!is_free_mail(t->context, from->domain) || !from_free_mail(self, d, t, i))
			house_outside(self, d, t, i);
	}
}

const struct detector detector_bec_partner_outside = {
	.id = "bec.partner.outside",
	.family = "novelty",
	.tricks = "",
	.attack = "T1656",
	.report_section = "IPA, type 1: a partner's name",
	.strong_alone = false,
	.run = run,
};
