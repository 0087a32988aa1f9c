/* lure_page_attached.c - a page for passwords or cards that came as a file, or a page that only leads on.
 *
 * Rule: an attached page (or one in an archive, or inside its own scripts) with a password or card field, whose
 * form or script sends somewhere; or one that redirects and shows hardly any text.  Medium.  Where the sender's own
 * side is the form's target, or DMARC passed and the target is a big public name: weak (banks send such pages encrypted
 * for their customers); DMARC alone says nothing, most such pages come from mailboxes that were taken over.
 * A page that says it was saved from the very house it posts to is a capture, and no lure; kits keep that note of the real page.
 * Not found (known): pages that draw their fields by scripts we do not run. */
#include "analyse/pages.h"
#include "indicator/lists.h"
#include "parse/url.h"

static bool leads_outside(struct detection *d, const struct thread *t, const struct message *m, const struct page_piece *list, size_t n,
    const struct page_piece **piece_r, struct str *host_r, bool *own_r)
{
	for (size_t i = 0; i < n; i++) {
		struct url u;

		if (!url_parse(d->arena, list[i].value, &u) || u.host.n == 0 || domain_under(u.host, STR("w3.org")))
			continue;
		*own_r = m->mail->from.count > 0 && same_side(d->arena, t->context, m->mail->from.list[0].domain, u.host);
		*piece_r = &list[i];
		*host_r = u.host;
		return true;
	}
	return false;
}

static bool is_capture(struct detection *d, const struct page_found *p, struct str target)
{
	struct url from;

	return p->location.n > 0 && url_parse(d->arena, p->location, &from) && from.host.n > 0 && domain_same(d->arena, from.host, target);
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, const struct page_found *p)
{
	enum { HARDLY_ANY_TEXT = 400 };
	const struct message *m = &t->messages[p->message];
	const struct page *page = p->page;
	const struct page_piece *piece = NULL;
	struct str host = STR("@page-script");
	bool own = false, asks = page->password_fields + page->card_fields > 0, pass, out;

	out = leads_outside(d, t, m, page->actions, page->action_count, &piece, &host, &own);
	if (!out && ((page->does & (PAGE_REDIRECTS | PAGE_SENDS)) != 0 || page->layers > 1))
		out = leads_outside(d, t, m, page->leads, page->lead_count, &piece, &host, &own);
	if (asks ? !out && (page->does & PAGE_SENDS) == 0 : !out || (page->does & PAGE_REDIRECTS) == 0 || page->text.n > HARDLY_ANY_TEXT)
		return;
	if (out && is_capture(d, p, host))
		return;
	if (piece == NULL)
		piece = &page->password;
	if (piece->to == 0)
		return;
	pass = m->features.auth.dmarc.p != NULL && str_eq(m->features.auth.dmarc, STR("pass")) && data_public_host_has(registrable(d->arena, host));
	finding_words(detection_add(d, self, own || pass ? STRENGTH_WEAK : STRENGTH_MEDIUM, p->message, page_evidence(d->arena, t, p, piece)),
	    p->name.n > 0 ? p->name : STR("@page-alone"), host, asks ? STR("@page-asks") : STR("@page-redirects"), STR_NONE);
	if (piece != &page->password)
		detection_indicator(d, "url", piece->value, ROLE_MALICIOUS, p->message, STR("body"));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct pages pages = pages_of(d->arena, t);

	for (size_t i = 0; i < pages.count; i++)
		if (!pages.list[i].whole && !pages.list[i].captured)
			check(self, d, t, &pages.list[i]);
}

const struct detector detector_lure_page_attached = {
	.id = "lure.page.attached",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.001",
	.report_section = "mail-analysis.md 40",
	.strong_alone = false,
	.run = run,
};
