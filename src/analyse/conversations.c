/* conversations.c - joining mails by what they share; see conversations.h. */
#include "analyse/conversations.h"

#include <stdlib.h>

#include "analyse/imitation.h"
#include "base/text.h"

enum { IDS_MOST = 200, BOXES_MOST = 200, WRITERS_MOST = 2000, SUBJECT_LEAST = 4, NAME_LEAST = 5 };
static const long long NEAR_MS = 30LL * 24 * 3600 * 1000;

/* What several mails may share: the kind of thing and its text. */
struct shared {
	char kind;                      /* i: id, s: subject and person, h: house, p: person, n: name, f: file, a: address; 0: free */
	struct str key;
	size_t last;                    /* the newest mail that has it */
	size_t mails;
};

struct finder {
	struct arena *arena;
	const struct context *context;
	const struct message *messages;
	size_t count;
	size_t *parent;
	struct shared *slots;
	size_t mask;
	struct str owner;               /* the address that takes part in most mails, where the context names no own side; "" */
};

static size_t root(struct finder *f, size_t i)
{
	while (f->parent[i] != i)
		i = f->parent[i] = f->parent[f->parent[i]];
	return i;
}

static void join(struct finder *f, size_t i, size_t k)
{
	size_t x = root(f, i), y = root(f, k);

	f->parent[x > y ? x : y] = x > y ? y : x;
}

static struct shared *slot_of(struct finder *f, char kind, struct str key)
{
	size_t at = (unsigned char)kind;

	for (size_t i = 0; i < key.n; i++)
		at = (at ^ (unsigned char)key.p[i]) * 1099511628211ULL;
	for (at ^= at >> 29;; at++) {
		struct shared *s = &f->slots[at & f->mask];

		if (s->kind == 0 || (s->kind == kind && str_eq(s->key, key)))
			return s;
	}
}

static bool is_near(const struct finder *f, size_t i, size_t k)
{
	long long x = f->messages[i].when_ms, y = f->messages[k].when_ms;

	return x == TIME_NONE || y == TIME_NONE || llabs(x - y) <= NEAR_MS;
}

static struct shared *meet(struct finder *f, char kind, struct str key, size_t i, bool any_time)
{
	struct shared *s = slot_of(f, kind, key);

	if (s->kind != 0 && (any_time || is_near(f, i, s->last)))
		join(f, i, s->last);
	*s = (struct shared){ kind, key, i, s->mails + 1 };
	return s;
}

/* ---- what a mail has to share ---- */

static struct str base_subject(struct arena *a, struct str subject)
{
	static const char *const marks[] = { "re:", "fw:", "fwd:", "aw:", "wg:", "sv:", "回复:", "转发:", "返信:", "転送:", "ref:" };
	struct str s = str_trim(text_fold(a, utf8_cut(subject, 500)));
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < sizeof marks / sizeof marks[0] && !more; i++)
			if (str_starts(s, str_of(marks[i]))) {
				s = str_trim(str_from(s, strlen(marks[i])));
				more = true;
			}
	}
	return s;
}

static void meet_ids(struct finder *f, const struct mail *m, size_t i)
{
	if (m->message_id.n > 0)
		meet(f, 'i', m->message_id, i, true);
	if (m->in_reply_to.n > 0)
		meet(f, 'i', m->in_reply_to, i, true);
	for (size_t k = 0; k < m->reference_count && k < IDS_MOST; k++)
		meet(f, 'i', m->references[k], i, true);
}

static bool is_owners(const struct finder *f, const struct mailbox *box)
{
	return box->address.n == 0 || (f->owner.n > 0 ? str_ieq(box->address, f->owner) : is_own(f->arena, f->context, box->domain));
}

static void meet_person(struct finder *f, const struct mailbox *box, struct str subject, size_t i, bool writes)
{
	struct arena *a = f->arena;
	struct str address = arena_lower(a, box->address), name = writes ? name_key(a, box->name) : STR(""), house;

	if (is_owners(f, box))
		return;
	if (writes && name.n >= NAME_LEAST)
		meet(f, 'n', name, i, false);
	if (subject.n >= SUBJECT_LEAST)
		meet(f, 's', arena_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(address), STR_ARG(subject)), i, true);
	if (f->messages[i].features.is_list || f->messages[i].features.is_bulk)
		return;
	house = is_free_mail(f->context, box->domain) ? STR_NONE : registrable(a, box->domain);
	meet(f, house.n > 0 ? 'h' : 'p', house.n > 0 ? house : address, i, false);
}

static void meet_people(struct finder *f, size_t i)
{
	const struct mail *m = f->messages[i].mail;
	const struct mailboxes *lists[] = { &m->from, &m->reply_to, &m->to, &m->cc };
	struct str subject = base_subject(f->arena, m->subject);

	for (size_t l = 0; l < 4; l++)
		for (size_t k = 0; k < lists[l]->count && k < BOXES_MOST; k++)
			meet_person(f, &lists[l]->list[k], subject, i, l == 0);
}

/* ---- whose mailbox it is ---- */

static void find_owner(struct finder *f)
{
	size_t most = 0;

	for (size_t i = 0; i < f->count && f->context->own_domain_count == 0; i++) {
		const struct mail *m = f->messages[i].mail;
		const struct mailboxes *lists[] = { &m->from, &m->to, &m->cc };

		for (size_t l = 0; l < 3; l++)
			for (size_t k = 0; k < lists[l]->count && k < BOXES_MOST; k++) {
				struct str address = arena_lower(f->arena, lists[l]->list[k].address);
				struct shared *s = slot_of(f, 'a', address);

				if (address.n == 0 || (s->kind != 0 && s->last == i))
					continue;
				*s = (struct shared){ 'a', address, i, s->mails + 1 };
				if (s->mails > most) {
					most = s->mails;
					f->owner = address;
				}
			}
	}
}

/* ---- whoever imitates somebody ---- */

struct writer {
	struct known_address known;
	size_t message;
};

/* False where there were too many to compare. */
static bool meet_imitators(struct finder *f)
{
	struct imitation_budget budget = { 0 };
	struct writer *list = NULL;
	size_t count = 0, room = 0;

	for (size_t i = 0; i < f->count; i++) {
		const struct mail *m = f->messages[i].mail;
		const struct mailboxes *lists[] = { &m->from, &m->reply_to, &m->to, &m->cc };

		for (size_t l = 0; l < 4; l++)
			for (size_t k = 0; k < lists[l]->count && k < BOXES_MOST; k++) {
				const struct mailbox *box = &lists[l]->list[k];
				struct shared *s = slot_of(f, 'w', box->address);

				if (is_owners(f, box) || s->kind != 0)
					continue;
				if (count == WRITERS_MOST)
					return false;
				*s = (struct shared){ 'w', box->address, i, 1 };
				*ARENA_PUSH(f->arena, list, count, room) = (struct writer){ address_describe(f->arena, f->context, box->address, box->name), i };
			}
	}
	for (size_t i = 0; i < count && !budget.spent; i++)
		for (size_t k = 0; k < count && !budget.spent; k++) {
			enum imitation_kind kind;
			struct str detail;

			if (i != k && imitates(f->arena, &budget, &list[i].known, &list[k].known, &kind, &detail))
				join(f, list[i].message, list[k].message);
		}
	return !budget.spent;
}

/* ---- the whole ---- */

static size_t boxes_of(const struct mailboxes *b)
{
	return b->count < BOXES_MOST ? b->count : BOXES_MOST;
}

static void make_slots(struct finder *f)
{
	size_t keys = 16, slots = 64;

	for (size_t i = 0; i < f->count; i++) {
		const struct mail *m = f->messages[i].mail;

		keys += 3 + (m->reference_count < IDS_MOST ? m->reference_count : IDS_MOST) +
		    5 * (boxes_of(&m->from) + boxes_of(&m->reply_to) + boxes_of(&m->to) + boxes_of(&m->cc));
	}
	while (slots < 2 * keys)
		slots *= 2;
	f->slots = ARENA_ARRAY(f->arena, struct shared, slots);
	f->mask = slots - 1;
}

struct conversations conversations_find(struct arena *a, const struct context *c, const struct message *messages, const size_t *files,
    size_t count)
{
	struct finder f = { .arena = a, .context = c, .messages = messages, .count = count, .owner = STR("") };
	struct conversations r = { ARENA_ARRAY(a, size_t, count + 1), 0 };
	size_t *number = ARENA_ARRAY(a, size_t, count + 1);
	bool whole;

	f.parent = ARENA_ARRAY(a, size_t, count + 1);
	for (size_t i = 0; i < count; i++)
		f.parent[i] = i;
	make_slots(&f);
	find_owner(&f);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && files[i] == files[i - 1])
			join(&f, i, i - 1);
		meet_ids(&f, messages[i].mail, i);
		meet_people(&f, i);
	}
	whole = !meet_imitators(&f);
	for (size_t i = 0; i < count; i++) {
		if (root(&f, i) == i)
			number[i] = r.count++;
		r.of[i] = whole ? 0 : number[root(&f, i)];
	}
	r.count = whole && count > 0 ? 1 : r.count;
	return r;
}
