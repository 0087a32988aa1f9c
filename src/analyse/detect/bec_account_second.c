/* bec_account_second.c - one new account, and soon after another one (B26).
 *
 * Rule: of one creditor two mails within three days name two different accounts, and neither of them is one that was
 * named before.  Medium where either mail plays somebody, else weak.  The first transfer did not come through,
 * or a second mule is to be filled.
 * Not found (known): the second account given by telephone. */
#include "analyse/accounts.h"

#include "base/time.h"

static bool same_side_of(const struct account_place *x, const struct account_place *y)
{
	return (x->side.n > 0 && str_eq(x->side, y->side)) ||
	    (x->beneficiary_key.n >= 4 && str_eq(x->beneficiary_key, y->beneficiary_key));
}

/* Is it the first mention of this account of that creditor? */
static bool is_new(const struct account_places *p, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (same_side_of(&p->list[k], &p->list[i]) && account_same(&p->list[k].account, &p->list[i].account))
			return false;
	return true;
}

static bool soon_after(const struct thread *t, int first, int second)
{
	long long x = t->messages[first].when_ms, y = t->messages[second].when_ms;

	return first < second && x != TIME_NONE && y != TIME_NONE && y - x <= 3LL * MS_DAY;
}

/* The new account shortly before, where it was not the thread's first (a firm may name its accounts one by one). */
static int new_before(const struct thread *t, const struct account_places *p, size_t i)
{
	for (size_t k = i; k-- > 0;)
		if (p->list[k].message >= 0 && soon_after(t, p->list[k].message, p->list[i].message) && same_side_of(&p->list[k], &p->list[i]) &&
		    is_new(p, k) && (t->book->changes[p->list[k].message].suspect || accounts_earlier_other(p, k) != NULL))
			return (int)k;
	return -1;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct account_places places = accounts_collect(d->arena, t);
	int last = -1;

	for (size_t i = 0; i < places.count; i++) {
		const struct account_place *now = &places.list[i], *first;
		struct evidence e;
		int before;

		if (now->message <= last || now->message < 0 || t->count < 2 || !is_new(&places, i) ||
		    (before = new_before(t, &places, i)) < 0)
			continue;
		last = now->message;
		first = &places.list[before];
		e = accounts_evidence(d->arena, t, now);
		e.expected = first->account.shown;
		e.expected_from = accounts_source(d->arena, t, first);
		finding_words(detection_add(d, self, t->book->changes[now->message].suspect || t->book->changes[first->message].suspect ?
		    STRENGTH_MEDIUM : STRENGTH_WEAK, (size_t)now->message, e), now->account.shown, first->account.shown,
		    arena_printf(d->arena, "%lld", (t->messages[now->message].when_ms - t->messages[first->message].when_ms + MS_HOUR / 2) / MS_HOUR),
		    STR_NONE);
	}
}

const struct detector detector_bec_account_second = {
	.id = "bec.account.second",
	.family = "intent",
	.tricks = "B26",
	.attack = "T1657",
	.report_section = "IPA 2017",
	.strong_alone = false,
	.run = run,
};
