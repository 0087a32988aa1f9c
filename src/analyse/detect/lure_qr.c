/* lure_qr.c - a QR code in a picture, a document or drawn in the text leads away (B50): the reader follows it with his telephone, past every
 * filter of the house.
 *
 * Rule: a code with a web address whose host is neither the reader's, a house of the context nor a big public name
 * (a free host, a tenant's name or a shortener is none).  Medium where a lure's words stand in
 * the mail (lists "credential", "login", "account-threat", "payment-problem", "refund", "parcel") or the code holds
 * the reader's own address, and the mail asks to scan it (list "scan-code") or hardly says anything; weak with one
 * of these alone, where DMARC passed and not both of words and request are there, in bulk mail, and where the code leads to the sender's own side; else context: tickets
 * and leaflets bear codes (none is told of those of the sender's own side).
 * The code may be a picture, one in an Office file or an archive, on a page of a PDF, drawn with block characters or table cells,
 * or in a file that was handed in alone, whose own words then count.
 * Not found (known): codes that are drawn of boxes (div), behind the second page of a PDF, in pictures other
 * than PNG and JPEG, that are loaded from elsewhere, cut into two pictures; a machine without libzbar (told as partly examined). */
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
	static const char *const lists[] = { "credential", "login", "account-threat", "payment-problem", "refund", "parcel", "parcel-named" };
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

/* The file's name, and of what lies in it too; "@file-alone" for what was handed in alone. */
static struct str place_of(struct detection *d, const struct thread *t, const struct message *m, const struct link *l)
{
	const struct part *p = &m->mail->parts[l->part];
	struct str file = p->name.n > 0 ? p->name : STR("");

	if (l->inside.n > 0)
		return file.n > 0 ? arena_printf(d->arena, STR_FMT "!" STR_FMT, STR_ARG(file), STR_ARG(l->inside)) : l->inside;
	if (t->count == 0)
		return STR("@file-alone");
	if (file.n > 0)
		return file;
	return p->text.p != NULL ? STR("@qr-drawn") : STR("@file-unnamed");
}

static struct evidence evidence_code(const struct thread *t, const struct message *m, size_t i, const struct link *l)
{
	struct evidence e = evidence_link(m, i, l);

	if (t->count == 0) {            /* the file itself, no part of a mail */
		e.where = STR("body");
		e.part = STR_NONE;
	}
	return e;
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, const struct message *m, size_t i, const struct link_read *l)
{
	const struct phrase_hit *words = lure_words(m), *scan = message_phrase(m, "scan-code");
	bool own_side = m->mail->from.count > 0 && same_side(d->arena, t->context, m->mail->from.list[0].domain, l->url.host);
	enum strength strength = strength_of(m, l, own_side, words, scan != NULL);
	struct finding *f;

	if (own_side && (strength == STRENGTH_CONTEXT || words == NULL))
		return;
	f = detection_add(d, self, strength, i, evidence_code(t, m, i, l->link));
	finding_words(f, l->url.host, place_of(d, t, m, l->link), STR_NONE, STR_NONE);
	if (words != NULL && t->count > 0)
		finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, words));
	if (scan != NULL && t->count > 0)
		finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, scan));
	if (strength >= STRENGTH_MEDIUM) {
		if (t->count > 0)
			detection_played_houses(d, t, i);
		detection_indicator(d, "url", l->through.target, ROLE_MALICIOUS, i, t->count > 0 ? l->link->where : STR("body"));
	}
}

static void look_at(const struct detector *self, struct detection *d, const struct thread *t, const struct message *m, size_t i)
{
	for (size_t k = 0; k < m->links.count; k++)
		if (str_eq(m->links.list[k].link->element, STR("qr")) && m->links.list[k].url.host.n > 0 && !is_trusted(d, t, &m->links.list[k])) {
			report(self, d, t, m, i, &m->links.list[k]);
			return;
		}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		look_at(self, d, t, &t->messages[i], i);
	if (t->alone != NULL)
		look_at(self, d, t, t->alone, 0);
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
