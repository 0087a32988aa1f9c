/* lure_qr.c - a QR code in a picture or a PDF leads away (B50): the reader follows it with his telephone, past every
 * filter of the house.
 *
 * Rule: a code with a web address whose host is neither the reader's, a house of the context nor a big public name
 * (a free host, a tenant's name or a shortener is none).  Medium where a lure's words stand in
 * the mail (lists "credential", "login", "account-threat", "payment-problem", "refund", "parcel") or the code holds
 * the reader's own address, and the mail asks to scan it (list "scan-code") or hardly says anything; weak with one
 * of these alone, where DMARC passed and not both of words and request are there, in bulk mail, and where the code leads to the sender's own side; else context: tickets
 * and leaflets bear codes (none is told of those of the sender's own side).
 * Not found (known): codes drawn of characters or table cells, behind the second page of a PDF, in pictures other
 * than PNG and JPEG, cut into two pictures; a machine without libzbar (told as partly examined). */
#include "analyse/detector.h"
#include "indicator/lists.h"

enum { HARDLY_ANYTHING = 160 };

static bool is_trusted(struct detection *d, const struct thread *t, const struct link_read *l)
{
	if (context_org_of(t->context, l->url.host) >= 0 || is_own(d->arena, t->context, l->url.host))
		return true;
	return data_public_host_has(l->domain) && (l->host & (LINK_FREE_HOST | LINK_TENANT | LINK_SHORTENER | LINK_REDIRECT)) == 0;
}

static const struct phrase_hit *lure_words(const struct message *m)
{
	static const char *const lists[] = { "credential", "login", "account-threat", "payment-problem", "refund", "parcel" };
	const struct phrase_hit *hit = NULL;

	for (size_t i = 0; i < sizeof lists / sizeof lists[0] && hit == NULL; i++)
		hit = message_phrase(m, lists[i]);
	return hit;
}

static enum strength strength_of(const struct message *m, const struct link_read *l, bool own_side, const struct phrase_hit *words, bool scan)
{
	bool pass = m->features.auth.dmarc.p != NULL && str_eq(m->features.auth.dmarc, STR("pass"));
	bool lure = words != NULL || l->recipient.p != NULL;
	bool asks = scan || str_trim(m->mail->text_newest).n < HARDLY_ANYTHING;

	if (m->features.is_list || (!lure && !asks))
		return STRENGTH_CONTEXT;
	return lure && asks && (!pass || (words != NULL && scan)) && !own_side && !m->features.is_bulk ? STRENGTH_MEDIUM : STRENGTH_WEAK;
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i, const struct link_read *l)
{
	const struct message *m = &t->messages[i];
	const struct phrase_hit *words = lure_words(m), *scan = message_phrase(m, "scan-code");
	bool own_side = m->mail->from.count > 0 && same_side(d->arena, t->context, m->mail->from.list[0].domain, l->url.host);
	enum strength strength = strength_of(m, l, own_side, words, scan != NULL);
	struct str name = m->mail->parts[l->link->part].name;
	struct finding *f;

	if (own_side && (strength == STRENGTH_CONTEXT || words == NULL))
		return;
	f = detection_add(d, self, strength, i, evidence_link(m, i, l->link));
	finding_words(f, l->url.host, name.n > 0 ? name : STR("@file-unnamed"), STR_NONE, STR_NONE);
	if (words != NULL)
		finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, words));
	if (scan != NULL)
		finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, scan));
	if (strength >= STRENGTH_MEDIUM) {
		detection_played_houses(d, t, i);
		detection_indicator(d, "url", l->through.target, ROLE_MALICIOUS, i, l->link->where);
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];

		for (size_t k = 0; k < m->links.count; k++)
			if (str_eq(m->links.list[k].link->element, STR("qr")) && m->links.list[k].url.host.n > 0 &&
			    !is_trusted(d, t, &m->links.list[k])) {
				report(self, d, t, i, &m->links.list[k]);
				break;
			}
	}
}

const struct detector detector_lure_qr = {
	.id = "lure.qr",
	.family = "lure",
	.tricks = "B50",
	.attack = "T1566.002",
	.report_section = "J-CSIP 2023Q3",
	.strong_alone = false,
	.run = run,
};
