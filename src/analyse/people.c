/* people.c - the address book seen from its people. */
#include "analyse/people.h"

#include <stdlib.h>

#include "analyse/accounts.h"
#include "analyse/phones.h"

struct collector {
	struct arena *arena;
	const struct thread *thread;
	struct people people;
	int *entry_of;                  /* index in the book -> entry + 1 */
};

static struct person_seen *entry(struct collector *c, int known, size_t message)
{
	const struct known_address *k;
	struct person_seen *p;

	if (known < 0)
		return NULL;
	k = &c->thread->book->known[known];
	if (k->local.n == 0)
		return NULL;            /* a house of the context, no person */
	if (c->entry_of[known] > 0)
		return &c->people.list[c->entry_of[known] - 1];
	if (c->people.count == PEOPLE_MOST) {
		c->people.limit_hit = true;
		return NULL;
	}
	p = &c->people.list[c->people.count++];
	c->entry_of[known] = (int)c->people.count;
	*p = (struct person_seen){ .name = k->name, .address = k->address, .first = message };
	if (k->org >= 0)
		p->organisation = c->thread->context->orgs[k->org].name;
	return p;
}

static void change(struct person_seen *p, size_t message, const char *kind, struct str found, struct str expected)
{
	if (p == NULL || p->change_count == CHANGES_MOST)
		return;
	p->changes[p->change_count++] = (struct person_change){ message, kind, found, expected };
}

static void habit(struct collector *c, struct person_seen *p, const char *kind, struct str value)
{
	if (value.n == 0)
		return;
	for (size_t i = 0; i < p->habit_count; i++)
		if (strcmp(p->habits[i].kind, kind) == 0 && str_ieq(p->habits[i].value, value)) {
			p->habits[i].mails++;
			return;
		}
	if (p->habit_count < HABITS_MOST)
		*ARENA_PUSH(c->arena, p->habits, p->habit_count, p->habit_room) = (struct habit){ kind, value, 1 };
}

static struct str zone_text(struct arena *a, const struct features *f)
{
	int zone = f->zone < 0 ? -f->zone : f->zone;

	return f->has_zone ? arena_printf(a, "%c%02d%02d", f->zone < 0 ? '-' : '+', zone / 60, zone % 60) : STR("");
}

/* Only of what he surely wrote himself. */
static void take_habits(struct collector *c, struct person_seen *p, size_t i)
{
	const struct message *m = &c->thread->messages[i];
	struct phone phones[PHONES_MOST];
	size_t n = phones_find(c->arena, m->mail, phones);

	habit(c, p, "mailer", m->features.mailer);
	habit(c, p, "zone", zone_text(c->arena, &m->features));
	habit(c, p, "charset", arena_lower(c->arena, m->features.charset));
	habit(c, p, "route", m->features.route_host);
	habit(c, p, "dkim", m->features.auth.dkim_domain);
	for (size_t k = 0; k < n && k < 3; k++)
		habit(c, p, "phone", phones[k].shown);
}

static void take_sender(struct collector *c, size_t i)
{
	const struct thread *t = c->thread;
	const struct mail *m = t->messages[i].mail;
	const struct change_set *set = &t->book->changes[i];
	const struct mailbox *from = m->from.count > 0 ? &m->from.list[0] : NULL;
	struct person_seen *p;

	if (from == NULL)
		return;
	p = entry(c, set->impersonates >= 0 ? set->impersonates : book_find(t->book, from->address), i);
	if (p == NULL)
		return;
	if (set->imitates >= 0)
		change(p, i, "address", from->address, p->address);
	else if (!set->suspect) {
		p->wrote++;
		take_habits(c, p, i);
	}
	for (size_t k = 0; k < set->difference_count; k++)
		change(p, i, set->differences[k].feature, set->differences[k].found, set->differences[k].expected);
	if (m->reply_to.count > 0 && m->reply_to.list[0].address.n > 0 && !t->messages[i].features.is_list &&
	    !same_side(c->arena, t->context, m->reply_to.list[0].domain, from->domain))
		change(p, i, "reply-to", m->reply_to.list[0].address, from->address);
}

static void take_recipients(struct collector *c, size_t i, const struct mailboxes *boxes)
{
	const struct address_book *b = c->thread->book;

	for (size_t n = 0; n < boxes->count && n < PEOPLE_MOST; n++) {
		int im = book_imitation(b, boxes->list[n].address);

		if (im >= 0)
			change(entry(c, (int)b->imitations[im].real, i), i, "copy", b->imitations[im].fake,
			    b->known[b->imitations[im].real].address);
		else
			entry(c, book_find(b, boxes->list[n].address), i);
	}
}

/* An account is the sender's, or the person's he plays. */
static void take_accounts(struct collector *c)
{
	const struct thread *t = c->thread;
	struct account_places places = accounts_collect(c->arena, t);

	for (size_t i = 0; i < places.count; i++) {
		const struct account_place *now = &places.list[i], *before = accounts_earlier_other(&places, i);
		const struct mail *m;
		int known;

		struct person_seen *p;

		if (now->message < 0 || t->count == 0)
			continue;
		m = t->messages[now->message].mail;
		known = t->book->changes[now->message].impersonates;
		if (known < 0 && m->from.count > 0)
			known = book_find(t->book, m->from.list[0].address);
		if (before == NULL) {
			p = t->book->changes[now->message].suspect ? NULL : entry(c, known, (size_t)now->message);
			if (p != NULL)
				habit(c, p, "account", now->account.shown);
			continue;
		}
		change(entry(c, known, (size_t)now->message), (size_t)now->message, "account", now->account.shown,
		    before->account.shown);
	}
}

static int changed_first(const void *a, const void *b)
{
	const struct person_seen *x = a, *y = b;

	if ((x->change_count > 0) != (y->change_count > 0))
		return x->change_count > 0 ? -1 : 1;
	return x->first != y->first ? (x->first < y->first ? -1 : 1) : str_cmp(x->address, y->address);
}

static int by_kind(const void *a, const void *b)
{
	static const char *const order[] = { "mailer", "zone", "charset", "route", "dkim", "account", "phone" };
	const struct habit *x = a, *y = b;
	int i = 0, k = 0;

	while (strcmp(order[i], x->kind) != 0)
		i++;
	while (strcmp(order[k], y->kind) != 0)
		k++;
	if (i != k)
		return i - k;
	return x->mails != y->mails ? (x->mails > y->mails ? -1 : 1) : str_cmp(x->value, y->value);
}

static int by_message(const void *a, const void *b)
{
	const struct person_change *x = a, *y = b;

	if (x->message != y->message)
		return x->message < y->message ? -1 : 1;
	return strcmp(x->kind, y->kind);
}

struct people people_of(struct arena *a, const struct thread *t)
{
	struct collector c = { .arena = a, .thread = t };

	if (t->count < 2)
		return c.people;
	c.people.list = ARENA_ARRAY(a, struct person_seen, PEOPLE_MOST);
	c.entry_of = ARENA_ARRAY(a, int, t->book->known_count + 1);
	for (size_t i = 0; i < t->count; i++) {
		take_sender(&c, i);
		take_recipients(&c, i, &t->messages[i].mail->to);
		take_recipients(&c, i, &t->messages[i].mail->cc);
	}
	take_accounts(&c);
	for (size_t i = 0; i < c.people.count; i++)
		if (c.people.list[i].habit_count > 1)
			qsort(c.people.list[i].habits, c.people.list[i].habit_count, sizeof(struct habit), by_kind);
	for (size_t i = 0; i < c.people.count; i++)
		qsort(c.people.list[i].changes, c.people.list[i].change_count, sizeof(struct person_change), by_message);
	if (c.people.count > 0)
		qsort(c.people.list, c.people.count, sizeof *c.people.list, changed_first);
	return c.people;
}
