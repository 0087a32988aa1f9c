/* copies.c - the set of one side's people before and now. */
#include "analyse/copies.h"

enum { EARLIER_MOST = 4, LIST_MOST = 200 };

/* The address the sender is or plays: its side is what is compared. */
static struct str claimed_address(const struct thread *t, size_t i)
{
	const struct change_set *c = &t->book->changes[i];

	if (c->impersonates >= 0)
		return t->book->known[c->impersonates].address;
	return t->messages[i].mail->from.count > 0 ? t->messages[i].mail->from.list[0].address : STR("");
}

static void remember(struct arena *a, const struct thread *t, struct copies *c, struct str claimed, size_t message,
    const char *header, const struct mailboxes *boxes)
{
	struct str claimed_domain = str_after(claimed, '@');

	for (size_t n = 0; n < boxes->count && n < LIST_MOST; n++) {
		const struct mailbox *box = &boxes->list[n];
		bool known = false;

		if (str_ieq(box->address, claimed) || !same_side(a, t->context, box->domain, claimed_domain) ||
		    is_free_mail(t->context, box->domain) || book_imitation(t->book, box->address) >= 0)
			continue;
		for (size_t k = 0; k < c->count && !known; k++)
			known = str_ieq(c->list[k].address, box->address);
		if (known || c->count == sizeof c->list / sizeof c->list[0])
			continue;
		c->list[c->count++] = (struct copy){ .address = box->address, .name = box->name, .name_key = name_key(a, box->name),
			.earlier_message = message, .earlier_where = arena_printf(a, "header:%s[%zu]", header, n), .fate = COPY_LOST };
	}
}

/* An address of another house that was built after the old one, or shows the same name. */
static bool replaces(const struct thread *t, const struct copy *c, int imitation, struct str box_key)
{
	if (imitation >= 0 && str_ieq(t->book->known[t->book->imitations[imitation].real].address, c->address))
		return true;
	return c->name_key.n >= 4 && str_eq(c->name_key, box_key);
}

static void decide_box(struct arena *a, const struct thread *t, struct copies *c, const char *header, size_t n,
    const struct mailbox *box)
{
	struct str key = name_key(a, box->name);
	int imitation = book_imitation(t->book, box->address);
	bool outside = c->count > 0 && !same_side(a, t->context, box->domain, str_after(c->list[0].address, '@'));

	for (size_t k = 0; k < c->count; k++) {
		struct copy *copy = &c->list[k];

		if (str_ieq(box->address, copy->address)) {
			copy->fate = COPY_KEPT;
		} else if (outside && copy->fate == COPY_LOST && replaces(t, copy, imitation, key)) {
			copy->fate = COPY_REPLACED;
			copy->by = box;
			copy->by_where = arena_printf(a, "header:%s[%zu]", header, n);
		}
	}
}

static void decide(struct arena *a, const struct thread *t, struct copies *c, const char *header,
    const struct mailboxes *boxes)
{
	for (size_t n = 0; n < boxes->count && n < LIST_MOST; n++)
		decide_box(a, t, c, header, n, &boxes->list[n]);
}

bool copies_compare(struct arena *a, const struct thread *t, size_t i, struct copies *c)
{
	const struct mail *m = t->messages[i].mail;
	struct str claimed = claimed_address(t, i);
	int seen = 0;

	*c = (struct copies){ .count = 0 };
	if (str_find_char(claimed, '@') < 0 || t->messages[i].features.is_list)
		return false;
	for (size_t j = i; j-- > 0 && seen < EARLIER_MOST;) {
		const struct mail *earlier = t->messages[j].mail;

		if (t->book->changes[j].suspect)
			continue;
		seen++;
		remember(a, t, c, claimed, j, "Cc", &earlier->cc);
		remember(a, t, c, claimed, j, "To", &earlier->to);
	}
	decide(a, t, c, "Cc", &m->cc);
	decide(a, t, c, "To", &m->to);
	decide(a, t, c, "From", &m->from);
	for (size_t k = 0; k < c->count; k++) {
		c->kept += c->list[k].fate == COPY_KEPT;
		c->replaced += c->list[k].fate == COPY_REPLACED;
		c->lost += c->list[k].fate == COPY_LOST;
	}
	return c->count > 0;
}
