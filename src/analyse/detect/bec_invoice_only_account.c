/* bec_invoice_only_account.c - a copy of an earlier invoice in which only the account differs (B20).
 *
 * Rule: a document (PDF, Word, Excel) has at least four lines in common with an earlier one of the same
 * counterparty, in the thread or the archive of sent mail; it has new lines, and every new line belongs to
 * an account for payment (number, bank, branch, holder, code).  A new invoice has a new number or date as well;
 * a copy with another account has not.  Strong where the mail plays somebody, medium otherwise.
 * Not found (known): scanned pictures; a copy whose date was changed too (then bec.account.changed stands alone). */
#include "analyse/invoices.h"

/* The first account of the document that the earlier one does not have. */
static bool new_account(struct arena *a, const struct invoice *now, const struct invoice *before, struct account *new_r, struct account *old_r)
{
	struct account *list, *old;
	size_t n = account_find(a, now->paper->text, &list), m = account_find(a, before->paper->text, &old);

	for (size_t i = 0; i < n; i++) {
		bool known = false;

		for (size_t k = 0; k < m && !known; k++)
			known = account_same(&list[i], &old[k]);
		if (known || m == 0)
			continue;
		*new_r = list[i];
		*old_r = old[i < m ? i : m - 1];
		return true;
	}
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct invoices list = invoices_collect(d->arena, t);

	for (size_t i = 0; i < list.count; i++) {
		const struct invoice *now = &list.list[i], *before = now->message >= 0 ? invoices_earlier(&list, i) : NULL;
		struct invoice_change c = before != NULL ? invoices_compare(d->arena, now, before) : (struct invoice_change){ 0 };
		struct account new, old;
		struct evidence e;

		if (c.account == 0 || c.other > 0 || !new_account(d->arena, now, before, &new, &old))
			continue;
		e = invoices_evidence(d->arena, t, now, new.from, new.shown);
		e.expected = old.shown;
		e.expected_from = invoices_source(d->arena, t, before);
		finding_words(detection_add(d, self, t->book->changes[now->message].suspect ? STRENGTH_STRONG : STRENGTH_MEDIUM,
		    (size_t)now->message, e), old.shown, new.shown, arena_printf(d->arena, "%zu", c.same), STR_NONE);
		detection_indicator(d, "bank-account", new.number, ROLE_MALICIOUS, (size_t)now->message, e.where);
	}
}

const struct detector detector_bec_invoice_only_account = {
	.id = "bec.invoice.only-account",
	.family = "intent",
	.tricks = "B20",
	.attack = "T1657",
	.report_section = "J-CSIP 2019Q3, 3.1 (1)",
	.strong_alone = false,
	.run = run,
};
