/* bec_many_addresses.c - one text to many addresses of one organisation at once, public or retired ones
 * among them (B33).
 *
 * Rule: at least four different addresses of the own side got the same newest text from one address
 * outside within a day (recipients of one mail, or of the copies of a hand-in); medium where at least
 * half of them are role names or stand in the context as public or retired, else weak.  Lists, bulk
 * senders, answers, and houses that the context knows are left out: they write to many for a reason.
 * Not found (known): hidden recipients; without a context nobody knows which side is the own one. */
#include "analyse/detector.h"

#include "base/time.h"

enum { FEWEST = 4, SENDERS_MOST = 200, ADDRESSES_MOST = 100, MESSAGES_MOST = 2000 };

struct hit {
	size_t message;
	const char *header;
	size_t index;
	const struct mailbox *box;
	bool open;                      /* public, a role, or retired */
};

struct hits {
	struct hit list[ADDRESSES_MOST];
	size_t count, open;
};

static bool is_role_name(struct str local)
{
	static const char *const roles[] = { "info", "recruit", "press", "webmaster", "export", "sales", "contact", "support",
		"soudan", "fax", "office", "inquiry", "postmaster", "admin", "pr", "soumu", "eigyo", "koho", "saiyo", "toiawase" };
	size_t n = 0;

	while (n < local.n && ascii_alpha((unsigned char)local.p[n]))
		n++;
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (str_ieq(str_at(local, 0, n), str_of(roles[i])))
			return true;
	return false;
}

static bool is_open(const struct context *c, struct str address)
{
	for (size_t o = 0; o < c->org_count; o++)
		for (size_t p = 0; p < c->orgs[o].people_count; p++)
			for (size_t k = 0; k < c->orgs[o].people[p].address_count; k++)
				if (str_ieq(c->orgs[o].people[p].addresses[k], address))
					return c->orgs[o].people[p].is_public || str_eq(c->orgs[o].people[p].role, STR("retired"));
	return is_role_name(str_upto(address, '@'));
}

static void count_to(struct arena *a, const struct thread *t, size_t i, const char *header, const struct mailboxes *boxes,
    struct hits *hits)
{
	for (size_t n = 0; n < boxes->count && hits->count < ADDRESSES_MOST; n++) {
		const struct mailbox *box = &boxes->list[n];
		bool again = false;

		if (!is_own(a, t->context, box->domain))
			continue;
		for (size_t k = 0; k < hits->count && !again; k++)
			again = str_ieq(hits->list[k].box->address, box->address);
		if (again)
			continue;
		hits->list[hits->count] = (struct hit){ i, header, n, box, is_open(t->context, box->address) };
		hits->open += hits->list[hits->count++].open;
	}
}

/* Who could write to many without knowing the house. */
static bool is_stranger(struct arena *a, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];

	return m->mail->from.count > 0 && !m->features.is_list && !m->features.is_bulk && m->mail->in_reply_to.n == 0 &&
	    m->mail->reference_count == 0 && !is_own(a, t->context, m->mail->from.list[0].domain) &&
	    context_org_of(t->context, m->mail->from.list[0].domain) < 0;
}

static bool same_letter(const struct message *x, const struct message *y)
{
	long long apart = x->when_ms != TIME_NONE && y->when_ms != TIME_NONE ? y->when_ms - x->when_ms : 0;

	return apart <= MS_DAY && apart >= -MS_DAY && str_ieq(x->mail->from.list[0].address, y->mail->from.list[0].address) &&
	    str_eq(str_trim(x->mail->text_newest), str_trim(y->mail->text_newest));
}

static void report(const struct detector *self, struct detection *d, const struct hits *hits)
{
	struct finding *f = NULL;

	for (size_t i = 0; i < hits->count; i++) {
		const struct hit *h = &hits->list[i];
		struct evidence e = evidence_mailbox(d->arena, h->message, h->header, h->index, h->box);

		if (f == NULL)
			f = detection_add(d, self, hits->open * 2 >= hits->count ? STRENGTH_MEDIUM : STRENGTH_WEAK, h->message, e);
		else
			finding_add_evidence(d, f, e);
	}
	finding_words(f, arena_printf(d->arena, "%zu", hits->count), arena_printf(d->arena, "%zu", hits->open), STR_NONE,
	    STR_NONE);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	size_t n = t->count < MESSAGES_MOST ? t->count : MESSAGES_MOST, senders = 0;
	bool *counted = ARENA_ARRAY(d->arena, bool, n + 1);

	for (size_t i = 0; i < n && senders < SENDERS_MOST; i++) {
		struct hits hits = { .count = 0 };

		if (counted[i] || !is_stranger(d->arena, t, i))
			continue;
		senders++;
		for (size_t k = i; k < n; k++) {
			const struct message *m = &t->messages[k];

			if (counted[k] || !is_stranger(d->arena, t, k) || !same_letter(&t->messages[i], m))
				continue;
			counted[k] = true;
			count_to(d->arena, t, k, "To", &m->mail->to, &hits);
			count_to(d->arena, t, k, "Cc", &m->mail->cc, &hits);
		}
		if (hits.count >= FEWEST)
			report(self, d, &hits);
	}
}

const struct detector detector_bec_many_addresses = {
	.id = "bec.many-addresses",
	.family = "novelty",
	.tricks = "B33",
	.attack = "T1589.002",
	.report_section = "J-CSIP 2019Q3, Table 3 no. 3",
	.strong_alone = false,
	.run = run,
};
