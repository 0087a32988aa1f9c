/* address_book.c - one walk over the thread, each mail read against what came before. */
#include "analyse/address_book.h"

#include "analyse/changes.h"
#include "analyse/detector.h"
#include "analyse/imitation.h"
#include "analyse/name_index.h"
#include "base/text.h"
#include "base/time.h"

enum { QUOTES_MOST = 50, BOXES_OF_ONE_HEADER = 10000 };

/* The context's part of a book, made before there is a thread. */
struct known_list {
	const struct known_address *known;
	size_t count;
	const int *slots;               /* as in a builder, with room for a thread of ordinary size */
	size_t slot_count;
	bool limit_hit;
};

struct builder {
	struct arena *arena;
	const struct context *context;
	const struct thread *thread;
	struct known_address *known;
	size_t known_count, known_room;
	struct imitation *imitations;
	size_t imitation_count, imitation_room;
	struct change_set *changes;
	int *known_slots, *imitation_slots;     /* hash -> index + 1 */
	size_t slot_mask;
	struct imitation_budget writers, copies;        /* who writes is never left out for who reads */
	bool limit_hit;
};

static size_t hash_of(struct str address)
{
	unsigned long long hash = 14695981039346656037ULL;

	for (size_t i = 0; i < address.n; i++)
		hash = (hash ^ ascii_lower((unsigned char)address.p[i])) * 1099511628211ULL;
	return (size_t)(hash ^ hash >> 32);
}

static size_t known_slot(const struct known_address *known, const int *slots, size_t mask, struct str address)
{
	for (size_t at = hash_of(address) & mask;; at = (at + 1) & mask)
		if (slots[at] == 0 || str_ieq(known[slots[at] - 1].address, address))
			return at;
}

static size_t imitation_slot(const struct imitation *list, const int *slots, size_t mask, struct str address)
{
	for (size_t at = hash_of(address) & mask;; at = (at + 1) & mask)
		if (slots[at] == 0 || str_ieq(list[slots[at] - 1].fake, address))
			return at;
}

static size_t slot_of(const struct builder *b, struct str address)
{
	return known_slot(b->known, b->known_slots, b->slot_mask, address);
}

static struct known_address *known_find(const struct builder *b, struct str address)
{
	int slot = b->known_slots[slot_of(b, address)];

	return slot > 0 ? &b->known[slot - 1] : NULL;
}

/* `org` is known for what comes from the context; -2: to be looked up. */
static struct known_address describe_of(struct arena *a, const struct context *c, struct str address, struct str name, int org)
{
	struct known_address k = { .address = arena_lower(a, address), .name = name, .org = -1, .person = -1 };
	long long at = str_rfind_char(k.address, '@');

	k.local = at > 0 ? str_at(k.address, 0, (size_t)at) : STR("");
	k.domain = at >= 0 ? str_from(k.address, (size_t)at + 1) : STR("");
	k.name_key = name_key(a, name);
	k.registrable = registrable(a, k.domain);
	k.free_mail = is_free_mail(c, k.domain);
	k.org = org != -2 ? org : context_org_of(c, k.domain);
	imitation_prepare(a, &k);
	return k;
}

struct known_address address_describe(struct arena *a, const struct context *c, struct str address, struct str name)
{
	return describe_of(a, c, address, name, -2);
}

/* Which registered person has this address? */
static void find_person(const struct context *c, struct known_address *k)
{
	for (size_t i = 0; i < c->org_count; i++)
		for (size_t p = 0; p < c->orgs[i].people_count; p++)
			for (size_t n = 0; n < c->orgs[i].people[p].address_count; n++)
				if (str_ieq(c->orgs[i].people[p].addresses[n], k->address)) {
					k->org = (int)i;
					k->person = (int)p;
				}
}

static struct known_address *known_add(struct builder *b, struct known_address k)
{
	struct known_address *old = known_find(b, k.address);
	size_t slot;

	if (old != NULL) {
		if (old->name.n == 0 && k.name.n > 0) {
			old->name = k.name;
			old->name_key = k.name_key;
		}
		return old;
	}
	if (b->known_count >= BOOK_MOST) {
		b->limit_hit = true;
		return NULL;
	}
	slot = slot_of(b, k.address);
	if (k.source.message >= 0 && b->limit_hit)      /* else everybody of the context is known already */
		find_person(b->context, &k);
	*ARENA_PUSH(b->arena, b->known, b->known_count, b->known_room) = k;
	b->known_slots[slot] = (int)b->known_count;
	return &b->known[b->known_count - 1];
}

static void add_context(struct builder *b)
{
	const struct context *c = b->context;

	for (size_t i = 0; i < c->org_count; i++) {
		const struct known_org *o = &c->orgs[i];

		for (size_t p = 0; p < o->people_count; p++)
			for (size_t n = 0; n < o->people[p].address_count; n++) {
				struct known_address k = describe_of(b->arena, c, o->people[p].addresses[n], o->people[p].name,
				    (int)i);

				k.person = (int)p;
				k.source = (struct source){ -1, arena_printf(b->arena, "context: " STR_FMT ", " STR_FMT,
					STR_ARG(o->name), STR_ARG(o->people[p].name)) };
				known_add(b, k);
			}
		for (size_t n = 0; n < o->domain_count; n++) {
			struct known_address k = describe_of(b->arena, c,
			    arena_printf(b->arena, "@" STR_FMT, STR_ARG(o->domains[n])), o->name, (int)i);

			k.source = (struct source){ -1, arena_printf(b->arena, "context: " STR_FMT, STR_ARG(o->name)) };
			known_add(b, k);
		}
	}
}

/* Authors of quoted mails: what a lone forged reply tells about the people it forges. */
static void add_quotes(struct builder *b, size_t message)
{
	const struct mail *m = b->thread->messages[message].mail;

	for (size_t i = 0; i < m->quote_count && i < QUOTES_MOST; i++) {
		struct known_address k;

		if (str_find_char(m->quotes[i].who_address, '@') <= 0 || known_find(b, m->quotes[i].who_address) != NULL)
			continue;
		k = address_describe(b->arena, b->thread->context, m->quotes[i].who_address, m->quotes[i].who);
		k.source = (struct source){ (int)message, STR("quote") };
		known_add(b, k);
	}
}

static int imitation_find(const struct builder *b, struct str address)
{
	return b->imitation_slots[imitation_slot(b->imitations, b->imitation_slots, b->slot_mask, address)] - 1;
}

/* Is the fake's local part or name that of somebody known at the genuine domain? */
static bool plays_somebody(const struct builder *b, const struct known_address *fake, const struct known_address *real)
{
	for (size_t i = 0; i < b->known_count; i++) {
		const struct known_address *k = &b->known[i];

		if (k->local.n > 0 && str_eq(k->registrable, real->registrable) && (str_eq(k->local, fake->local) ||
		    (fake->name_key.n >= 5 && str_eq(k->name_key, fake->name_key))))
			return true;
	}
	return false;
}

/* A firm may own the same name under another ending: only who plays a person there is suspect. */
static bool is_forgery(const struct imitation *im)
{
	return im->kind == IMITATES_EMBEDDED || im->kind == IMITATES_LOOKALIKE || im->kind == IMITATES_HOMOGRAPH ||
	    im->kind == IMITATES_PART || (im->kind != IMITATES_NAME && im->same_person);
}

static void imitation_add(struct builder *b, struct imitation im)
{
	size_t slot = imitation_slot(b->imitations, b->imitation_slots, b->slot_mask, im.fake);

	*ARENA_PUSH(b->arena, b->imitations, b->imitation_count, b->imitation_room) = im;
	b->imitation_slots[slot] = (int)b->imitation_count;
}

/* A recipient of the same mail is not what its sender imitates: who writes from his private
 * address to his own desk must not be taken for a forger. */
static void mark_recipients(struct builder *b, size_t message, const struct mailboxes *boxes)
{
	for (size_t i = 0; i < boxes->count && i < BOXES_OF_ONE_HEADER; i++) {
		struct known_address *k = known_find(b, boxes->list[i].address);

		if (k != NULL)
			k->recipient_of = message + 1;
	}
}

/* How much of a person's address stands in the fake: both names say more than one, and than the display name. */
static int person_held(const struct known_address *k, const struct known_address *real)
{
	if (real->local.n == 0)
		return 0;
	if (names_held(k->local, real->local) > 1)
		return 8;
	return str_has(k->local, real->local) ? 4 : 0;
}

/* The best known address that `k` was built after, or -1: a written one before a bare domain. */
static int find_real(struct builder *b, struct imitation_budget *budget, size_t message, const struct known_address *k,
    enum imitation_kind *kind_r, struct str *detail_r)
{
	const struct context *c = b->thread->context;
	int best = -1, best_rank = 0;

	for (size_t i = 0; i < b->known_count; i++) {
		const struct known_address *real = &b->known[i];
		enum imitation_kind kind;
		struct str detail;
		int rank;

		if ((real->org >= 0 && real->org == k->org) || real->recipient_of == message + 1 ||
		    !imitates(b->arena, budget, k, real, &kind, &detail) || str_ieq(real->address, k->address) ||
		    same_side(b->arena, c, k->domain, real->domain))
			continue;
		if (kind == IMITATES_LOOKALIKE && labels_count(k->label, real->label) && !plays_somebody(b, k, real))
			continue;
		rank = 1 + (real->local.n > 0) + (real->has_written || real->person >= 0) +
		    person_held(k, real) + 2 * (k->name_key.n > 0 && str_eq(k->name_key, real->name_key));
		if (rank > best_rank) {
			best = (int)i;
			best_rank = rank;
			*kind_r = kind;
			*detail_r = detail;
		}
	}
	return best;
}

/* Same name as somebody who wrote in this thread, or as a colleague of the own side who now writes from free mail: only
 * worth something beside more. */
static int find_namesake(struct builder *b, size_t message, const struct known_address *k)
{
	const struct context *c = b->thread->context;

	for (size_t i = 0; k->name_key.n >= 5 && i < b->known_count; i++) {
		const struct known_address *real = &b->known[i];

		if ((real->has_written || (k->free_mail && real->person >= 0 && is_own(b->arena, c, real->domain))) && str_eq(real->name_key, k->name_key) && !str_ieq(real->address, k->address) &&
		    !same_side(b->arena, c, k->domain, real->domain) && real->recipient_of != message + 1 && !real->free_mail)
			return (int)i;
	}
	return -1;
}

/* An address that nobody vouches for yet: was it built after a known one? */
static bool test_address(struct builder *b, size_t message, const char *header, size_t index, const struct mailbox *box)
{
	const struct context *c = b->thread->context;
	struct known_address k, *old = known_find(b, box->address);
	struct imitation im = { .message = message, .at = box->at };
	bool is_from = strcmp(header, "From") == 0;
	struct imitation_budget *budget = is_from || header[0] == 'R' || header[0] == 'S' ? &b->writers : &b->copies;
	int real;

	if (imitation_find(b, box->address) >= 0)
		return true;
	if (box->domain.n == 0 || (old != NULL && (old->has_written || old->source.message < 0)))
		return false;
	k = address_describe(b->arena, c, box->address, box->name);
	if (is_own(b->arena, c, k.domain) || k.org >= 0)
		return false;
	real = find_real(b, budget, message, &k, &im.kind, &im.detail);
	if (real < 0) {
		real = is_from ? find_namesake(b, message, &k) : -1;
		im.kind = IMITATES_NAME;
		im.detail = box->name;
	}
	if (real < 0 || b->imitation_count >= BOOK_MOST)
		return false;
	im.fake = k.address;
	im.fake_domain = k.domain;
	im.real = (size_t)real;
	im.where = arena_printf(b->arena, "header:%s[%zu]", header, index);
	im.same_person = plays_somebody(b, &k, &b->known[real]);
	imitation_add(b, im);
	return true;
}

static void read_boxes(struct builder *b, size_t message, const char *header, const struct mailboxes *boxes, bool trust)
{
	bool is_from = strcmp(header, "From") == 0, receives = header[0] == 'T' || header[0] == 'C';

	for (size_t i = 0; i < boxes->count && i < BOXES_OF_ONE_HEADER; i++) {
		const struct mailbox *box = &boxes->list[i];
		struct known_address k, *added;

		if (box->address.n == 0 || test_address(b, message, header, i, box) || !trust)
			continue;
		k = address_describe(b->arena, b->thread->context, box->address, box->name);
		k.source = (struct source){ (int)message, arena_printf(b->arena, "header:%s[%zu]", header, i) };
		added = known_add(b, k);
		if (added != NULL && receives)
			added->recipient_of = message + 1;
		if (added != NULL && is_from) {
			added->has_written = true;
			if (added->source.message >= 0 && !str_starts(added->source.where, STR("header:From")))
				added->source = k.source;       /* what he wrote himself is the better witness */
		}
	}
}

static void read_message(struct builder *b, size_t i)
{
	const struct mail *m = b->thread->messages[i].mail;
	struct change_set *change = &b->changes[i];
	struct str from = m->from.count > 0 ? m->from.list[0].address : STR("");
	const struct known_address *real;
	bool trust;

	change->imitates = change->impersonates = -1;
	add_quotes(b, i);
	mark_recipients(b, i, &m->to);
	mark_recipients(b, i, &m->cc);
	for (size_t n = 0; n < m->from.count && n < BOOK_MOST; n++)
		test_address(b, i, "From", n, &m->from.list[n]);
	change->imitates = imitation_find(b, from);
	real = known_find(b, from);
	if (change->imitates >= 0)
		change->impersonates = (int)b->imitations[change->imitates].real;
	else if (real != NULL)
		changes_compare(b->arena, b->thread, b->changes, i, change);
	if (change->foreign && real != NULL)
		change->impersonates = (int)(real - b->known);
	change->suspect = change->foreign || (change->imitates >= 0 && is_forgery(&b->imitations[change->imitates]));
	trust = !change->suspect;
	read_boxes(b, i, "From", &m->from, trust);
	read_boxes(b, i, "Reply-To", &m->reply_to, false);
	read_boxes(b, i, "Sender", &m->sender, false);
	read_boxes(b, i, "Return-Path", &m->return_path, false);
	read_boxes(b, i, "Cc", &m->cc, trust);
	read_boxes(b, i, "To", &m->to, trust);
}

/* A power of two, at least twice what both lists may hold; `t` NULL: what the context alone brings. */
static size_t slots_for(const struct context *c, const struct thread *t)
{
	size_t most = 64 + (c->prepared != NULL ? c->prepared->count : 0), slots = 256;

	for (size_t i = 0; c->prepared == NULL && i < c->org_count && most < BOOK_MOST; i++) {
		most += c->orgs[i].domain_count;
		for (size_t p = 0; p < c->orgs[i].people_count; p++)
			most += c->orgs[i].people[p].address_count;
	}
	for (size_t i = 0; t != NULL && i < t->count && most < BOOK_MOST; i++) {
		const struct mail *m = t->messages[i].mail;

		most += m->from.count + m->reply_to.count + m->to.count + m->cc.count + m->quote_count;
	}
	while (slots < 2 * (most < BOOK_MOST ? most : BOOK_MOST) + 2)
		slots *= 2;
	return slots;
}

static void make_slots(struct builder *b, size_t n)
{
	b->slot_mask = n - 1;
	b->known_slots = ARENA_ARRAY(b->arena, int, n);
	b->imitation_slots = ARENA_ARRAY(b->arena, int, n);
}

void context_prepare(struct arena *a, struct context *c)
{
	struct builder b = { .arena = a, .context = c };
	struct known_list *list = ARENA_NEW(a, struct known_list);

	make_slots(&b, 2 * slots_for(c, NULL));
	add_context(&b);
	*list = (struct known_list){ b.known, b.known_count, b.known_slots, b.slot_mask + 1, b.limit_hit };
	c->prepared = list;
	c->names = name_index_build(a, c);
}

void context_build_on(struct context *c, const struct context *shared)
{
	c->orgs = shared->orgs;
	c->org_count = shared->org_count;
	c->prepared = shared->prepared;
	c->names = shared->names;
	c->by_domain = shared->by_domain;
}

static void take_prepared(struct builder *b, const struct known_list *list)
{
	b->known_room = list->count + 64;
	b->known = ARENA_ARRAY(b->arena, struct known_address, b->known_room);
	memcpy(b->known, list->known, list->count * sizeof *list->known);
	b->known_count = list->count;
	b->limit_hit = list->limit_hit;
	if (b->slot_mask + 1 == list->slot_count)
		memcpy(b->known_slots, list->slots, list->slot_count * sizeof *list->slots);
	else
		for (size_t i = 0; i < list->count; i++)
			b->known_slots[slot_of(b, list->known[i].address)] = (int)i + 1;
}

/* The size that was prepared, where that is enough. */
static size_t slots_for_book(const struct thread *t)
{
	size_t wanted = slots_for(t->context, t);

	return t->context->prepared != NULL && wanted <= t->context->prepared->slot_count ? t->context->prepared->slot_count : wanted;
}

const struct address_book *address_book_build(struct arena *a, const struct thread *t)
{
	struct builder b = { .arena = a, .context = t->context, .thread = t };
	struct address_book *book = ARENA_NEW(a, struct address_book);

	make_slots(&b, slots_for_book(t));
	b.changes = ARENA_ARRAY(a, struct change_set, t->count + 1);
	if (t->context->prepared != NULL)
		take_prepared(&b, t->context->prepared);
	else
		add_context(&b);
	for (size_t i = 0; i < t->count; i++)
		read_message(&b, i);
	*book = (struct address_book){ .known = b.known, .known_count = b.known_count, .imitations = b.imitations,
		.imitation_count = b.imitation_count, .changes = b.changes,
		.names = t->context->names != NULL ? t->context->names : name_index_build(a, t->context), .known_slots = b.known_slots,
		.imitation_slots = b.imitation_slots, .slot_mask = b.slot_mask,
		.limit_hit = b.limit_hit || b.writers.spent || b.copies.spent };
	return book;
}

int book_find(const struct address_book *b, struct str address)
{
	return b->known_slots != NULL ? b->known_slots[known_slot(b->known, b->known_slots, b->slot_mask, address)] - 1 : -1;
}

int book_imitation(const struct address_book *b, struct str address)
{
	return b->imitation_slots != NULL ?
	    b->imitation_slots[imitation_slot(b->imitations, b->imitation_slots, b->slot_mask, address)] - 1 : -1;
}
