/* lure_page_clone.c - a copy of a well-known house's sign-in page.
 *
 * Rule: a page (attached, saved as HTML or MHTML, handed in alone) with a password or card field that looks like a
 * brand of data/brands.csv: its name in the title, or in the text together with the brand's own icon or at least two
 * pictures, styles or scripts loaded from the brand's domains; and the form posts to,
 * or the page was saved from, a host that is not the brand's.  Medium; strong where title and loaded parts agree.
 * Not found (known): pages whose text is a picture; sign-in by a partner who shows the brand (SSO). */
#include "analyse/brands.h"
#include "analyse/pages.h"
#include "parse/url.h"

static const struct brand *named_in(struct arena *a, struct str text)
{
	struct phrase_hits hits = { .count = 0 };

	phrases_search(a, str_at(text, 0, 16 << 10), true, &hits);
	for (size_t i = 0; i < hits.count; i++)
		if (str_starts(hits.list[i].list, STR("brand:")))
			return brand_find(str_from(hits.list[i].list, 6));
	return NULL;
}

static size_t from_brand(struct arena *a, const struct brand *b, const struct page_piece *list, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct url u;

		count += url_parse(a, list[i].value, &u) && brand_owns(b, u.host);
	}
	return count;
}

/* The host that gets what is typed, or where the page stood; absent where nothing outside of the brand is seen. */
static struct str foreign_host(struct arena *a, const struct brand *b, const struct page_found *p, const struct page_piece **piece_r)
{
	struct url u;

	for (size_t i = 0; i < p->page->action_count; i++)
		if (url_parse(a, p->page->actions[i].value, &u) && u.host.n > 0 && !brand_owns(b, u.host)) {
			*piece_r = &p->page->actions[i];
			return u.host;
		}
	if (p->location.n > 0 && url_parse(a, p->location, &u) && u.host.n > 0 && !brand_owns(b, u.host))
		return u.host;
	if ((p->page->does & PAGE_SENDS) != 0 && !p->whole && p->location.n == 0)
		return STR("@page-script");
	return STR_NONE;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, const struct page_found *p)
{
	const struct page *page = p->page;
	const struct brand *b = named_in(d->arena, page->title);
	const struct page_piece *piece = page->password.to > 0 ? &page->password : page->action_count > 0 ? &page->actions[0] : NULL;
	bool titled = b != NULL;
	size_t loaded;
	struct str host;

	if (page->password_fields + page->card_fields == 0 || piece == NULL)
		return;
	b = titled ? b : named_in(d->arena, page->text);
	if (b == NULL)
		return;
	loaded = from_brand(d->arena, b, page->parts, page->part_count) + 2 * from_brand(d->arena, b, page->icons, page->icon_count);
	host = foreign_host(d->arena, b, p, &piece);
	if (host.p == NULL || (!titled && loaded < 2))
		return;
	finding_words(detection_add(d, self, titled && loaded >= 2 ? STRENGTH_STRONG : STRENGTH_MEDIUM, p->message, page_evidence(d->arena, t, p, piece)),
	    b->name[tr_lang()], host, titled ? page->title : STR("@page-parts"), STR_NONE);
	detection_indicator(d, "domain", b->domains[0], ROLE_ABUSED, p->message, STR("body"));
	if (p->location.n > 0)
		detection_indicator(d, "url", p->location, ROLE_MALICIOUS, p->message, STR("body"));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct pages pages = pages_of(d->arena, t);

	for (size_t i = 0; i < pages.count; i++)
		check(self, d, t, &pages.list[i]);
}

const struct detector detector_lure_page_clone = {
	.id = "lure.page.clone",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 33",
	.strong_alone = false,
	.run = run,
};
