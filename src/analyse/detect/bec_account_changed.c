/* bec_account_changed.c - the account for payment is another one than in earlier mails (B20).
 *
 * Rule: the newest text or a text, CSV or HTML attachment of a mail holds a labelled account; an earlier
 * mail of the thread (or of the sent archive) names the same beneficiary, or belongs to the same genuine
 * person or invoice, with another account.  Strong where the mail is suspect (imitation, foreign route) or
 * one of its identity signs stands in the thread, medium otherwise; without an earlier account: weak, and
 * only where the mail says that the account changed (list "account-change").
 * Not found (known): accounts in PDF or pictures; a first invoice with a wrong account. */
#include "analyse/detector.h"
#include "parse/account.h"
#include "parse/html.h"

struct place {
	struct account account;
	size_t message;
	int part;                       /* -1: the mail's text */
};

struct places {
	struct place list[64];
	size_t count;
};

static void collect(struct arena *a, struct places *p, struct str text, size_t message, int part)
{
	struct account *list;
	size_t n = account_find(a, text, &list);

	for (size_t i = 0; i < n && p->count < 64; i++)
		p->list[p->count++] = (struct place){ list[i], message, part };
}

static void collect_mail(struct arena *a, struct places *p, const struct mail *m, size_t message)
{
	collect(a, p, m->text_newest, message, -1);
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *part = &m->parts[i];

		if (!part->is_attachment || part->kind != PART_LEAF || part->text.p == NULL)
			continue;
		collect(a, p, str_eq(part->media_type, STR("text/html")) ? html_read(a, part->text)->text : part->text, message, (int)i);
	}
}

/* Both speak of one creditor: the same beneficiary, or the same kind of place where none is named. */
static bool same_creditor(struct arena *a, const struct place *x, const struct place *y)
{
	struct str bx = name_key(a, x->account.beneficiary), by = name_key(a, y->account.beneficiary);

	if (bx.n >= 4 && by.n >= 4)
		return str_eq(bx, by) || str_has(bx, by) || str_has(by, bx);
	return (x->part >= 0) == (y->part >= 0);
}

static struct evidence evidence_of(struct detection *d, const struct thread *t, const struct place *p)
{
	const struct message *m = &t->messages[p->message];
	struct evidence e;

	if (p->part >= 0)
		return evidence_part(d->arena, m, p->message, p->part, p->account.shown);
	e = evidence_text(d->arena, m, p->message, 0, m->mail->text.n < 200 ? m->mail->text.n : 200);
	e.found = p->account.shown;
	return e;
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, const struct place *now,
    const struct place *before, enum strength strength)
{
	struct evidence e = evidence_of(d, t, now);

	if (before != NULL) {
		e.expected = before->account.shown;
		e.expected_from = arena_printf(d->arena, "message %zu, %s", before->message, before->part >= 0 ? "attachment" : "body");
	}
	finding_words(detection_add(d, self, strength, now->message, e), before != NULL ? before->account.shown : STR("-"),
	    now->account.shown, now->account.bank.n > 0 ? now->account.bank : STR("-"), STR_NONE);
	detection_indicator(d, "bank-account", now->account.number, strength >= STRENGTH_MEDIUM ? ROLE_MALICIOUS : ROLE_SUSPECT,
	    now->message, e.where);
}

static const struct place *earlier_other(struct detection *d, const struct places *p, size_t i)
{
	const struct place *other = NULL;

	for (size_t k = 0; k < p->count; k++) {
		if (p->list[k].message >= p->list[i].message || !same_creditor(d->arena, &p->list[k], &p->list[i]))
			continue;
		if (str_eq(p->list[k].account.number, p->list[i].account.number))
			return NULL;    /* known from before */
		other = &p->list[k];
	}
	return other;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct places places = { .count = 0 };

	for (size_t i = 0; i < t->count && i < 500; i++)
		collect_mail(d->arena, &places, t->messages[i].mail, i);
	for (size_t i = 0; i < places.count; i++) {
		const struct place *now = &places.list[i], *before = earlier_other(d, &places, i);
		const struct message *m = &t->messages[now->message];

		if (before != NULL)
			report(self, d, t, now, before, t->book->changes[now->message].suspect ? STRENGTH_STRONG : STRENGTH_MEDIUM);
		else if (message_phrase(m, "account-change") != NULL && t->count == 1)
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
