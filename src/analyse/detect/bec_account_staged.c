/* bec_account_staged.c - "hold the payment", and some mails later the new account (B25).
 *
 * Rule: a mail asks to wait with a payment (list "hold"); within 30 days one that comes from the same address, or plays
 * the same person, names another account of that creditor.  Medium where one of the two plays somebody, else weak:
 * honest creditors change banks too, and then also ask to wait.
 * Not found (known): stages told by telephone; a first account that was never written down. */
#include "analyse/accounts.h"

#include "base/time.h"

enum { LOOKED_AT = 200 };

static bool same_persona(const struct thread *t, size_t x, size_t y)
{
	const struct address_book *b = t->book;
	const struct mail *mx = t->messages[x].mail, *my = t->messages[y].mail;
	int px, py;

	if (mx->from.count == 0 || my->from.count == 0)
		return false;
	if (str_ieq(mx->from.list[0].address, my->from.list[0].address))
		return true;
	px = b->changes[x].impersonates >= 0 ? b->changes[x].impersonates : book_find(b, mx->from.list[0].address);
	py = b->changes[y].impersonates >= 0 ? b->changes[y].impersonates : book_find(b, my->from.list[0].address);
	return px >= 0 && px == py;
}

static int held_before(const struct thread *t, size_t i)
{
	for (size_t k = i; k-- > 0 && i - k <= LOOKED_AT;)
		if (message_phrase(&t->messages[k], "hold") != NULL && same_persona(t, k, i) && t->messages[k].when_ms != TIME_NONE &&
		    t->messages[i].when_ms != TIME_NONE && t->messages[i].when_ms - t->messages[k].when_ms <= 30LL * MS_DAY)
			return (int)k;
	return -1;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct account_places places = accounts_collect(d->arena, t);
	int last = -1;

	for (size_t i = 0; i < places.count; i++) {
		const struct account_place *now = &places.list[i], *before = accounts_earlier_other(&places, i);
		struct finding *f;
		struct evidence e;
		int held;

		if (now->message <= last || before == NULL || (held = held_before(t, (size_t)now->message)) < 0)
			continue;
		last = now->message;
		e = accounts_evidence(d->arena, t, now);
		e.expected = before->account.shown;
		e.expected_from = accounts_source(d->arena, t, before);
		f = detection_add(d, self, t->book->changes[held].suspect || t->book->changes[now->message].suspect ? STRENGTH_MEDIUM :
		    STRENGTH_WEAK, (size_t)now->message, e);
		finding_words(f, arena_printf(d->arena, "%d", held), now->account.shown, STR_NONE, STR_NONE);
		finding_add_evidence(d, f, evidence_phrase(d->arena, &t->messages[held], (size_t)held,
		    message_phrase(&t->messages[held], "hold")));
	}
}

const struct detector detector_bec_account_staged = {
	.id = "bec.account.staged",
	.family = "intent",
	.tricks = "B25",
	.attack = "T1657",
	.report_section = "police and press, 2025-26",
	.strong_alone = false,
	.run = run,
};
