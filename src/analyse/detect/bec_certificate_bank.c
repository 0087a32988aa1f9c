/* bec_certificate_bank.c - a certificate of the bank comes with the account (B28).
 *
 * Rule: the name or the text of an attached document is that of a bank's certificate (list "bank-certificate": account
 * confirmation, 口座証明書, 通帳の写し) in a mail that names another account than before or says that it changed.
 * Medium where the mail plays somebody, else weak: genuine changes come with one too.  Whether seal and letter
 * are genuine only a person can see; the finding says what to look at.
 * Not found (known): pictures without a telling name. */
#include "analyse/accounts.h"

enum { TEXT_READ = 16 << 10 };

static bool speaks_of_change(const struct account_places *p, const struct thread *t, size_t i)
{
	if (message_phrase(&t->messages[i], "account-change") != NULL)
		return true;
	for (size_t k = 0; k < p->count; k++)
		if (p->list[k].message == (int)i && accounts_earlier_other(p, k) != NULL)
			return true;
	return false;
}

/* The phrase in the part's name, or in the beginning of its text; "" */
static struct str certificate_in(struct arena *a, struct str text)
{
	struct phrase_hits hits = { .count = 0 };

	if (text.p != NULL)
		phrases_search(a, str_at(text, 0, TEXT_READ), false, &hits);
	for (size_t i = 0; i < hits.count; i++)
		if (str_eq(hits.list[i].list, STR("bank-certificate")))
			return str_at(text, hits.list[i].from, hits.list[i].to - hits.list[i].from);
	return STR("");
}

static bool report_part(const struct detector *self, struct detection *d, const struct thread *t, size_t i, size_t part)
{
	const struct part *p = &t->messages[i].mail->parts[part];
	const struct paper *paper = p->kind == PART_LEAF ? papers_find(t->papers, p->body) : NULL;
	struct str by_name = p->is_attachment ? certificate_in(d->arena, p->name) : STR("");
	struct str by_text = by_name.n == 0 && paper != NULL ? certificate_in(d->arena, paper->text) : STR("");
	struct evidence e;

	if (by_name.n == 0 && by_text.n == 0)
		return false;
	if (by_name.n > 0) {
		e = evidence_part_name(d->arena, &t->messages[i], i, (int)part);
	} else {
		e = evidence_part(d->arena, &t->messages[i], i, (int)part, by_text);
		paper_line(paper, (size_t)(by_text.p - paper->text.p), &e.page, &e.line);
	}
	finding_words(detection_add(d, self, t->book->changes[i].suspect ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), e.found,
	    STR_NONE, STR_NONE, STR_NONE);
	return true;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct account_places places = accounts_collect(d->arena, t);

	for (size_t i = 0; i < t->count; i++) {
		size_t parts = t->messages[i].mail->part_count;

		if (parts > 1 && !speaks_of_change(&places, t, i))
			continue;
		for (size_t k = 0; parts > 1 && k < parts && !report_part(self, d, t, i, k); k++)
			;
	}
}

const struct detector detector_bec_certificate_bank = {
	.id = "bec.certificate.bank",
	.family = "intent",
	.tricks = "B28",
	.attack = "",
	.report_section = "IPA BEC cases",
	.strong_alone = false,
	.run = run,
};
