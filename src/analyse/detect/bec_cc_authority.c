/* bec_cc_authority.c - a lawyer or an authority joins the copies, and must stay there (B11).
 *
 * Rule: somebody new (in no earlier mail, of neither side, of no house of the context) stands in To or Cc,
 * his display name or address has a word of law or office ("attorney", "law", 弁護士, 税務), and the newest
 * text says that somebody must stay in copy, that it is secret, or names a lawyer (lists "keep-in-copy",
 * "secrecy", "lawyer").  Medium; weak where the text only names a lawyer.
 * Not found (known): lawyers under plain names.  A real lawyer who is added with such words looks alike:
 * it never decides alone. */
#include "analyse/detector.h"
#include "base/text.h"

enum { LOOKED_AT = 200 };

static bool has_office(struct arena *a, const struct mailbox *box)
{
	static const char *const words[] = { "attorney", "lawyer", "solicitor", "barrister", "counsel", "notary", "legal", "law", "llp",
		"avocat", "advocate", "auditor", "audit", "tax office", "fsa", "regulator", "bengoshi", "houritsu", "horitsu",
		"\u5f01\u8b77\u58eb", "\u6cd5\u5f8b", "\u6cd5\u52d9", "\u53f8\u6cd5\u66f8\u58eb", "\u7a0e\u52d9", "\u7a0e\u7406\u58eb",
		"\u4f1a\u8a08\u58eb", "\u76e3\u67fb", "\u91d1\u878d\u5e81", "\u8b66\u5bdf", NULL };
	struct str shown = text_fold(a, arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(box->name), STR_ARG(box->address)));

	for (size_t i = 0; words[i] != NULL; i++) {
		struct str word = str_of(words[i]);
		long long at = str_find(shown, word);

		/* "law" also in "gale-law.test" and "lawoffice", but not in "lawrence" or "outlaw" */
		if (at >= 0 && (word.n != 3 || (at == 0 || !ascii_alpha((unsigned char)shown.p[at - 1]))) &&
		    !(word.n == 3 && (size_t)at + 3 < shown.n && ascii_alpha((unsigned char)shown.p[at + 3]) &&
		    !str_starts(str_from(shown, (size_t)at), STR("lawoff")) && !str_starts(str_from(shown, (size_t)at), STR("lawfirm"))))
			return true;
	}
	return false;
}

/* Nobody has seen him: neither context nor earlier mails, and he is of neither side. */
static bool is_new(struct detection *d, const struct thread *t, size_t i, const struct mailbox *box)
{
	const struct mail *m = t->messages[i].mail;
	int known = book_find(t->book, box->address);

	return box->domain.n > 0 && !is_own(d->arena, t->context, box->domain) && context_org_of(t->context, box->domain) < 0 &&
	    !same_side(d->arena, t->context, box->domain, m->from.list[0].domain) &&
	    (known < 0 || t->book->known[known].source.message == (int)i);
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i, const char *header,
    const struct mailboxes *boxes, const struct phrase_hit *hit, enum strength strength)
{
	for (size_t n = 0; n < boxes->count && n < LOOKED_AT; n++) {
		const struct mailbox *box = &boxes->list[n];
		struct finding *f;

		if (!has_office(d->arena, box) || !is_new(d, t, i, box))
			continue;
		f = detection_add(d, self, strength, i, evidence_mailbox(d->arena, i, header, n, box));
		finding_words(f, box->name.n > 0 ? box->name : box->address, box->address, STR_NONE, STR_NONE);
		finding_add_evidence(d, f, evidence_phrase(d->arena, &t->messages[i], i, hit));
		return;
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *keep = message_phrase(m, "keep-in-copy"), *secret = message_phrase(m, "secrecy");
		const struct phrase_hit *hit = keep != NULL ? keep : secret != NULL ? secret : message_phrase(m, "lawyer");

		if (hit == NULL || m->mail->from.count == 0 || m->features.is_list || m->features.is_bulk ||
		    is_own(d->arena, t->context, m->mail->from.list[0].domain))
			continue;
		check(self, d, t, i, "Cc", &m->mail->cc, hit, keep != NULL || secret != NULL ? STRENGTH_MEDIUM : STRENGTH_WEAK);
		check(self, d, t, i, "To", &m->mail->to, hit, keep != NULL || secret != NULL ? STRENGTH_MEDIUM : STRENGTH_WEAK);
	}
}

const struct detector detector_bec_cc_authority = {
	.id = "bec.cc.authority",
	.family = "novelty",
	.tricks = "B11",
	.attack = "T1656",
	.report_section = "IPA 2018, a made-up lawyer in Cc",
	.strong_alone = false,
	.run = run,
};
