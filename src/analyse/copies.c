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
	for (size_t n = 0; n < boxes->count && n < LIST_MOST; n++) {
		const struct mailbox *box = &boxes->list[n];
		bool known = false;

		if (str_ieq(box->address, claimed) || !same_side(a, t->context, box->domain, str_after(claimed, '@')) ||
		    is_free_mail(t->context, box->domain) || book_imitation(t->book, box->address) >= 0)
			continue;
		for (size_t k = 0; k < c->count && !known; k++)
			known = str_ieq(c->list[k].address, box->address);
		if (known || c->count == sizeof c->list / sizeof c->list[0])
			continue;
		c->list[c->count++] = (struct copy){ .address = box->address, .name = box->name, .earlier_message = message,
			.earlier_where = arena_printf(a, "header:%s[%zu]", header, n), .fate = COPY_LOST };
	}
}

static bool replaces(struct arena *a, const struct thread *t, const struct copy *c, const struct mailbox *box)
{
	int im = book_imitation(t->book, box->address);

	if (same_side(a, t->context, box->domain, str_after(c->address, '@')))
		return false;
	if (im >= 0 && str_ieq(t->book->known[t->book->imitations[im].real].address, c->address))
		return true;
	return c->name.n > 0 && box->name.n > 0 && str_eq(name_key(a, c->name), name_key(a, box->name)) &&
	    name_key(a, box->name).n >= 4;
}

static void decide(struct arena *a, const struct thread *t, struct copy *c, const char *header,
    const struct mailboxes *boxes)
{
	for (size_t n = 0; n < boxes->count && n < LIST_MOST; n++) {
		const struct mailbox *box = &boxes->list[n];

		if (str_ieq(box->address, c->address)) {
			c->fate = COPY_KEPT;
		} else if (c->fate == COPY_LOST && replaces(a, t, c, box)) {
			c->fate = COPY_REPLACED;
			c->by = box;
			c->by_where = arena_printf(a, "header:%s[%zu]", header, n);
		}
	}
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
	for (size_t k = 0; k < c->count; k++) {
		decide(a, t, &c->list[k], "Cc", &m->cc);
		decide(a, t, &c->list[k], "To", &m->to);
		decide(a, t, &c->list[k], "From", &m->from);
		c->kept += c->list[k].fate == COPY_KEPT;
		c->replaced += c->list[k].fate == COPY_REPLACED;
		c->lost += c->list[k].fate == COPY_LOST;
	}
	return c->count > 0;
}
