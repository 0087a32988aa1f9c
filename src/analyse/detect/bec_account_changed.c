/* bec_account_changed.c - the account for payment is another one than before (B20).
 *
 * Rule: subject, text, invitation or an attachment (text, CSV, HTML, PDF, Word, Excel, also in an archive) names an
 * account, in words of the sender's own or quoted from his own side; an earlier mail of
 * the thread or of the archive of sent mail, or what the mail quotes, names another account of the same creditor (the same
 * beneficiary; where none is named, or the mail plays somebody, the same sender's side).  Strong where the mail plays somebody
 * (imitation, foreign route), medium otherwise.  A single mail without anything earlier: weak, and
 * only where it says that the account changed (list "account-change").
 * Not found (known): accounts in pictures; a first invoice with a wrong account; numbers
 * without a label.  A supplier's second account (another currency) is taken for a change. */
#include "analyse/accounts.h"

static void report(const struct detector *self, struct detection *d, const struct thread *t, const struct account_place *now,
    const struct account_place *before, enum strength strength)
{
	struct evidence e = accounts_evidence(d->arena, t, now);
	struct str bank = now->account.bank;

	if (before != NULL) {
		e.expected = before->account.shown;
		e.expected_from = accounts_source(d->arena, t, before);
	}
	finding_words(detection_add(d, self, strength, (size_t)now->message, e), before != NULL ? before->account.shown :
	    STR("@account-none"), now->account.shown, bank.n > 0 ? bank : STR("@bank-unnamed"), STR_NONE);
	detection_indicator(d, "bank-account", now->account.number, strength >= STRENGTH_MEDIUM ? ROLE_MALICIOUS : ROLE_SUSPECT,
	    (size_t)now->message, e.where);
}

/* One mail repeats an account in its text and in its invoice: once is enough. */
static bool said_in_same_mail(const struct account_places *p, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (p->list[k].message == p->list[i].message && str_eq(p->list[k].account.number, p->list[i].account.number))
			return true;
	return false;
}

/* What a mail quotes of the other side is not its own claim. */
static bool is_others(struct arena *a, const struct thread *t, const struct account_place *p)
{
	return p->quoted && (p->side.n == 0 || !str_eq(p->side, claimed_side(a, t, (size_t)p->message)));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct account_places places = accounts_collect(d->arena, t);

	for (size_t i = 0; i < places.count; i++) {
		const struct account_place *now = &places.list[i], *before = accounts_earlier_other(&places, i);

		if (now->message < 0 || said_in_same_mail(&places, i) || is_others(d->arena, t, now))
			continue;
		if (before != NULL)
			report(self, d, t, now, before, t->count > 0 && t->book->changes[now->message].suspect ? STRENGTH_STRONG : STRENGTH_MEDIUM);
		else if (t->count == 1 && message_phrase(&t->messages[0], "account-change") != NULL)
			report(self, d, t, now, NULL, STRENGTH_WEAK);
	}
}

const struct detector detector_bec_account_changed = {
	.id = "bec.account.changed",
	.family = "intent",
	.tricks = "B20",
	.attack = "T1657",
	.report_section = "J-CSIP 2019Q3, 3.1 (1)",
	.strong_alone = false,
	.run = run,
};
