/* bec_reply_to_diverted.c - the answer goes somewhere else than to the sender shown (B09).
 *
 * Rule: Reply-To belongs to another house than From and
 *   - is an imitation of a known address or of From itself (strong; only medium where nobody knows From
 *     and the name is the same under another ending: firms have several), or
 *   - is free mail under a company's From (strong where it carries the name or the firm of From;
 *     medium where From is known to thread or context; else weak), or
 *   - Reply-To shows the same name as From under another domain (context).
 * Lists, bulk senders and addresses that stand among the recipients are no diversion.
 * Not found (known): a diverted answer to an unrelated company domain without more. */
#include "analyse/detector.h"
#include "analyse/imitation.h"
#include "indicator/lists.h"

static bool is_recipient(const struct mail *m, struct str address)
{
	for (size_t i = 0; i < m->to.count && i < 1000; i++)
		if (str_ieq(m->to.list[i].address, address))
			return true;
	for (size_t i = 0; i < m->cc.count && i < 1000; i++)
		if (str_ieq(m->cc.list[i].address, address))
			return true;
	return false;
}

/* -1: no diversion. */
static int strength_of(struct arena *a, const struct thread *t, size_t i, const struct mailbox *from,
    const struct mailbox *reply)
{
	const struct mail *m = t->messages[i].mail;
	bool from_known = context_org_of(t->context, from->domain) >= 0 || t->book->changes[i].earlier > 0;
	struct known_address f = address_describe(a, t->context, from->address, from->name);
	struct known_address r = address_describe(a, t->context, reply->address, reply->name);
	struct imitation_budget budget = { 0 };
	enum imitation_kind kind;
	struct str detail;

	if (same_side(a, t->context, f.domain, r.domain) || is_recipient(m, reply->address) ||
	    data_bulk_mailer_has(r.domain) || data_bulk_mailer_has(f.domain))
		return -1;
	if (imitates(a, &budget, &r, &f, &kind, &detail))
		return kind == IMITATES_TLD && !from_known ? STRENGTH_MEDIUM : STRENGTH_STRONG;
	if (book_imitation(t->book, r.address) >= 0)
		return STRENGTH_STRONG;
	if (r.free_mail && !f.free_mail) {
		if (f.bare_label.n >= 4 && str_has(r.bare_local, f.bare_label))
			return STRENGTH_STRONG;
		if (f.name_key.n >= 5 && str_eq(f.name_key, r.name_key))
			return STRENGTH_STRONG;
		return book_find(t->book, f.address) >= 0 && t->count > 1 ? STRENGTH_MEDIUM :
		    context_org_of(t->context, f.domain) >= 0 ? STRENGTH_MEDIUM : STRENGTH_WEAK;
	}
	return f.name_key.n >= 5 && str_eq(f.name_key, r.name_key) ? STRENGTH_CONTEXT : -1;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct mail *m = t->messages[i].mail;
		const struct features *features = &t->messages[i].features;
		const struct mailbox *from = m->from.count > 0 ? &m->from.list[0] : NULL;

		if (from == NULL || from->domain.n == 0 || features->is_list || features->is_bulk)
			continue;
		for (size_t n = 0; n < m->reply_to.count && n < 5; n++) {
			const struct mailbox *reply = &m->reply_to.list[n];
			int strength = reply->domain.n > 0 ? strength_of(d->arena, t, i, from, reply) : -1;
			struct evidence e = evidence_mailbox(d->arena, i, "Reply-To", n, reply);

			if (strength < 0)
				continue;
			e.expected = from->address;
			e.expected_from = arena_printf(d->arena, "message %zu, header:From[0]", i);
			finding_words(detection_add(d, self, (enum strength)strength, i, e), from->address, reply->address,
			    STR_NONE, STR_NONE);
			if (strength >= STRENGTH_MEDIUM)
				detection_indicator(d, "email", arena_lower(d->arena, reply->address), ROLE_MALICIOUS, i, e.where);
		}
	}
}

const struct detector detector_bec_reply_to_diverted = {
	.id = "bec.reply-to.diverted",
	.family = "identity",
	.tricks = "B09",
	.attack = "T1656",
	.report_section = "J-CSIP 2019Q3, 3.1",
	.strong_alone = true,
	.run = run,
};
