/* belongs.c - see belongs.h.  Keys of all mails go into one table that counts in how many mails each occurs; a mail whose
 * keys occur nowhere else stands alone. */
#include "analyse/belongs.h"

#include <stdint.h>

#include "base/text.h"

enum { BOXES_MOST = 60, REFERENCES_MOST = 60, SUBJECT_LEAST = 4 };

struct slot {
	uint64_t key;
	size_t mails, last;             /* last: message + 1 */
};

struct table {
	struct slot *slots;
	size_t mask;
};

struct mail_keys {
	uint64_t list[REFERENCES_MOST + 2 * BOXES_MOST + 4];
	size_t count, ids;              /* the first `ids` are ids */
};

static uint64_t hash(struct str s, uint64_t seed)
{
	for (size_t i = 0; i < s.n; i++)
		seed = (seed ^ ascii_lower((unsigned char)s.p[i])) * 1099511628211ULL;
	return seed | 1;
}

static struct slot *find(struct table *t, uint64_t key)
{
	size_t at = (size_t)(key ^ key >> 32) & t->mask;

	while (t->slots[at].key != 0 && t->slots[at].key != key)
		at = (at + 1) & t->mask;
	return &t->slots[at];
}

/* Without "Re:", "Fwd:", 「返信:」 and the like. */
static struct str bare_subject(struct str s)
{
	static const char *const marks[] = { "re:", "fw:", "fwd:", "aw:", "re：", "返信:", "返信：", "転送:", "転送：" };

	for (bool cut = true; cut;) {
		cut = false;
		s = str_trim(s);
		for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
			if (str_istarts(s, str_of(marks[i]))) {
				s = str_from(s, strlen(marks[i]));
				cut = true;
			}
	}
	return s;
}

static void add(struct mail_keys *k, uint64_t key)
{
	if (k->count < sizeof k->list / sizeof k->list[0])
		k->list[k->count++] = key;
}

static void add_boxes(struct mail_keys *k, const struct mailboxes *boxes)
{
	for (size_t i = 0; i < boxes->count && i < BOXES_MOST; i++)
		if (boxes->list[i].address.n > 0)
			add(k, hash(boxes->list[i].address, 17));
}

static void read_keys(const struct mail *m, struct mail_keys *k)
{
	struct str subject = bare_subject(m->subject);

	k->count = 0;
	if (m->message_id.n > 0)
		add(k, hash(m->message_id, 3));
	if (m->in_reply_to.n > 0)
		add(k, hash(m->in_reply_to, 3));
	for (size_t i = 0; i < m->reference_count && i < REFERENCES_MOST; i++)
		add(k, hash(m->references[i], 3));
	if (subject.n >= SUBJECT_LEAST)
		add(k, hash(subject, 5));
	k->ids = k->count;
	add_boxes(k, &m->from);
	add_boxes(k, &m->to);
	add_boxes(k, &m->cc);
	for (size_t i = 0; i < m->quote_count && i < 10; i++)
		if (m->quotes[i].who_address.n > 0)
			add(k, hash(m->quotes[i].who_address, 17));
}

void belongs_find(struct arena *a, const struct thread *t, bool *belongs_r)
{
	struct mail_keys *k = ARENA_NEW(a, struct mail_keys);
	struct table table;
	size_t slots = 64, most = 0;

	for (size_t i = 0; i < t->count; i++) {
		read_keys(t->messages[i].mail, k);
		most += k->count;
	}
	while (slots < 2 * most + 2)
		slots *= 2;
	table = (struct table){ ARENA_ARRAY(a, struct slot, slots), slots - 1 };
	for (size_t i = 0; i < t->count; i++) {
		read_keys(t->messages[i].mail, k);
		for (size_t n = 0; n < k->count; n++) {
			struct slot *s = find(&table, k->list[n]);

			s->key = k->list[n];
			s->mails += s->last != i + 1;
			s->last = i + 1;
		}
	}
	for (size_t i = 0; i < t->count; i++) {
		size_t people = 0;
		bool tied = false;

		read_keys(t->messages[i].mail, k);
		for (size_t n = 0; n < k->count; n++) {
			bool shared = find(&table, k->list[n])->mails > 1;

			tied |= shared && n < k->ids;
			people += shared && n >= k->ids;
		}
		belongs_r[i] = tied || people >= 2;
	}
}
