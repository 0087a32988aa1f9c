/* bec_signature_phone.c - whoever calls back reaches somebody else: the telephone numbers are others (B43).
 *
 * Rule: two earlier mails of a person gave a number; a mail of that person, or of somebody who plays him, gives
 * numbers of which none was given before.  Medium where it plays him or names a changed account, else context:
 * people get new telephones.
 * Not found (known): numbers in pictures; a number without a label ("Tel.", 「電話」); one more number beside the old. */
#include "analyse/accounts.h"
#include "analyse/phones.h"

enum { LOOKED_AT = 100, EARLIER_LEAST = 2 };

static int persona(const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;

	if (t->book->changes[i].impersonates >= 0)
		return t->book->changes[i].impersonates;
	return m->from.count > 0 ? book_find(t->book, m->from.list[0].address) : -1;
}

struct before {
	size_t mails;
	size_t last;                    /* message */
	struct phone phone;
	bool known;                     /* one of the numbers now was given before */
};

static void compare(struct arena *a, const struct thread *t, size_t i, const struct phone *now, size_t n, struct before *b)
{
	int who = persona(t, i);

	for (size_t k = i; k-- > 0 && i - k <= LOOKED_AT && !b->known;) {
		struct phone then[PHONES_MOST];
		size_t count;

		if (t->book->changes[k].suspect || persona(t, k) != who || (count = phones_find(a, t->messages[k].mail, then)) == 0)
			continue;
		if (b->mails++ == 0) {
			b->last = k;
			b->phone = then[0];
		}
		for (size_t x = 0; x < n; x++)
			for (size_t y = 0; y < count; y++)
				b->known |= phone_same(&now[x], &then[y]);
	}
}

static bool changes_account(const struct account_places *p, size_t i)
{
	for (size_t k = 0; k < p->count; k++)
		if (p->list[k].message == (int)i && accounts_earlier_other(p, k) != NULL)
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct account_places places = accounts_collect(d->arena, t);

	for (size_t i = 1; i < t->count; i++) {
		struct phone now[PHONES_MOST];
		struct before b = { .mails = 0 };
		struct evidence e;
		bool worse;
		size_t n;

		if (persona(t, i) < 0 || (n = phones_find(d->arena, t->messages[i].mail, now)) == 0)
			continue;
		compare(d->arena, t, i, now, n, &b);
		if (b.known || b.mails < EARLIER_LEAST)
			continue;
		worse = t->book->changes[i].suspect || changes_account(&places, i);
		e = evidence_text(d->arena, &t->messages[i], i, now[0].from, now[0].to);
		e.expected = b.phone.shown;
		e.expected_from = arena_printf(d->arena, "message %zu, body", b.last);
		finding_words(detection_add(d, self, worse ? STRENGTH_MEDIUM : STRENGTH_CONTEXT, i, e), now[0].shown, b.phone.shown,
		    t->book->known[persona(t, i)].address, STR_NONE);
	}
}

const struct detector detector_bec_signature_phone = {
	.id = "bec.signature.phone",
	.family = "novelty",
	.tricks = "B43",
	.attack = "",
	.report_section = "mail analysis, B43",
	.strong_alone = false,
	.run = run,
};
