/* shown_address.c - finding and judging the address in a display name. */
#include "analyse/shown_address.h"

#include "analyse/imitation.h"
#include "base/text.h"

static bool is_local_char(char c)
{
	return ascii_alpha((unsigned char)c) || ascii_digit((unsigned char)c) || c == '.' || c == '-' || c == '_' || c == '+';
}

/* local@domain.tld around the n-th '@' of a folded name. */
static struct str address_in(struct str name)
{
	for (size_t at = 1; at + 3 < name.n; at++) {
		size_t from = at, to = at + 1;

		if (name.p[at] != '@')
			continue;
		while (from > 0 && is_local_char(name.p[from - 1]))
			from--;
		while (to < name.n && is_local_char(name.p[to]) && name.p[to] != '+' && name.p[to] != '_')
			to++;
		while (to > at + 1 && (name.p[to - 1] == '.' || name.p[to - 1] == '-'))
			to--;
		if (from < at && to > at + 3 && str_find_char(str_at(name, at + 1, to - at - 1), '.') > 0)
			return str_at(name, from, to - from);
	}
	return STR_NONE;
}

static void look_up(struct arena *a, const struct thread *t, struct shown_address *s)
{
	const struct address_book *b = t->book;
	struct str local = str_upto(s->address, '@'), shown = registrable(a, s->domain);
	int best = -1;

	s->known = s->variant_of = -1;
	for (size_t i = 0; i < b->known_count; i++) {
		const struct known_address *k = &b->known[i];
		enum imitation_kind kind;
		struct str detail;

		if (str_eq(k->address, s->address) || (same_side(a, t->context, k->domain, s->domain) && !k->free_mail))
			s->known = (int)i;
		if (k->free_mail || k->registrable.p == NULL || shown.p == NULL || (best >= 0 && !str_eq(k->local, local)))
			continue;
		if (domain_imitates(a, shown, k->registrable, &kind, &detail))
			best = (int)i;
	}
	if (s->known < 0 && !is_own(a, t->context, s->domain))
		s->variant_of = best;
	if (s->known < 0 && is_own(a, t->context, s->domain) && b->known_count > 0)
		s->known = 0;
}

bool shown_address_find(struct arena *a, const struct thread *t, const struct mailbox *m, struct shown_address *shown_r)
{
	struct str address;

	if (m->name.n < 5 || m->name.n > 2000 || m->domain.n == 0)
		return false;
	address = address_in(text_fold(a, m->name));
	if (address.p == NULL || str_ieq(address, m->address))
		return false;
	shown_r->address = address;
	shown_r->domain = str_after(address, '@');
	if (same_side(a, t->context, shown_r->domain, m->domain))
		return false;
	look_up(a, t, shown_r);
	return true;
}
