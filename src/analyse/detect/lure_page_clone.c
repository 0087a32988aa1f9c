/* lure_page_clone.c - a copy of a well-known house's sign-in page, or of a house that we know.
 *
 * Rule: a page (attached, saved as HTML or MHTML, handed in alone) with a password or card field, or with two fields of a brand's
 * own, that looks like a brand of data/brands.csv (sign_in_pages.h: title, parts that are loaded, fields, sentences, files,
 * origin), and the form posts to, or the page was saved from, a host that is not the brand's.  Strong with two signs,
 * medium with one; sentences, files or origin alone are too little.  A page whose title names a house of the context, and that leads to
 * another house: medium; weak where that is a big public service or a tenant of one (houses let others do their sign-in).
 * Not found (known): pages whose text is a picture; what a script draws; sign-in by a partner who shows the brand (SSO). */
#include "analyse/pages.h"
#include "analyse/sign_in_pages.h"
#include "indicator/lists.h"
#include "parse/url.h"

/* Whose page it seems to be: a brand, or a house of the context. */
struct owner {
	const struct brand *brand;
	const struct known_org *org;
};

static bool owns(struct detection *d, const struct thread *t, const struct owner *o, struct str host)
{
	bool any = o->brand != NULL && brand_owns(o->brand, host);

	for (size_t i = 0; o->org != NULL && i < o->org->domain_count && !any; i++)
		any = same_side(d->arena, t->context, o->org->domains[i], host);
	return any;
}

/* The host that gets what is typed, or where the page stood; absent where nothing outside of the owner is seen. */
static struct str foreign_host(struct detection *d, const struct thread *t, const struct owner *o, const struct page_found *p,
    const struct page_piece **piece_r)
{
	const struct page *page = p->page;
	struct url u;

	for (size_t i = 0; i < page->action_count; i++)
		if (url_parse(d->arena, url_resolve(d->arena, page->base, page->actions[i].value), &u) && u.host.n > 0 && !owns(d, t, o, u.host)) {
			*piece_r = &page->actions[i];
			return u.host;
		}
	if (p->location.n > 0 && url_parse(d->arena, p->location, &u) && u.host.n > 0 && !owns(d, t, o, u.host))
		return u.host;
	if ((page->does & PAGE_SENDS) != 0 && !p->whole && p->location.n == 0)
		return STR("@page-script");
	return STR_NONE;
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, const struct page_found *p,
    enum strength strength, const struct likeness *like, const struct page_piece *piece, const struct str words[3])
{
	struct finding *f = detection_add(d, self, strength, p->message, page_evidence(d->arena, t, p, piece));

	finding_words(f, words[0], words[1], words[2], STR_NONE);
	for (size_t i = 0; i < like->seen_count; i++)
		if (like->seen[i].from != piece->from)
			finding_add_evidence(d, f, page_evidence(d->arena, t, p, &like->seen[i]));
	if (p->location.n > 0)
		detection_indicator(d, "url", p->location, ROLE_MALICIOUS, p->message, STR("body"));
}

static bool asks(const struct page *page)
{
	return page->password_fields + page->card_fields > 0;
}

static bool like_a_brand(const struct detector *self, struct detection *d, const struct thread *t, const struct page_found *p,
    const struct page_piece *piece)
{
	const struct likeness like = sign_in_page_likeness(d->arena, p->page);
	const struct owner owner = { .brand = like.brand };
	struct str host;

	if (like.brand == NULL || (!asks(p->page) && (like.signs & LIKE_FIELDS) == 0) ||
	    (like.count < 2 && (like.signs & (LIKE_TITLE | LIKE_PARTS | LIKE_FIELDS)) == 0))
		return false;
	host = foreign_host(d, t, &owner, p, &piece);
	if (host.p == NULL)
		return false;
	report(self, d, t, p, like.count >= 2 ? STRENGTH_STRONG : STRENGTH_MEDIUM, &like, piece,
	    (struct str[]){ like.brand->name[tr_lang()], host, likeness_word(&like, p->page) });
	detection_indicator(d, "domain", like.brand->domains[0], ROLE_ABUSED, p->message, STR("body"));
	return true;
}

static void like_a_house(const struct detector *self, struct detection *d, const struct thread *t, const struct page_found *p,
    const struct page_piece *piece)
{
	const struct context *c = t->context;

	for (size_t i = 0; asks(p->page) && i < c->org_count; i++) {
		const struct owner owner = { .org = &c->orgs[i] };
		const struct likeness like = { .seen = { p->page->title_at }, .seen_count = p->page->title_at.to > 0 };
		struct str host, domain;
		bool lent;

		if (owner.org->domain_count == 0 || !org_is_named(owner.org, p->page->title))
			continue;
		host = foreign_host(d, t, &owner, p, &piece);
		if (host.p == NULL)
			continue;
		domain = registrable(d->arena, host);
		lent = domain.p != NULL && (data_public_host_has(domain) || domain_is_tenant(d->arena, host) || brand_of_host(host) != NULL);
		report(self, d, t, p, lent && !data_free_host_has(host) ? STRENGTH_WEAK : STRENGTH_MEDIUM, &like, piece,
		    (struct str[]){ owner.org->name, host, p->page->title });
		detection_indicator(d, "domain", owner.org->domains[0], ROLE_ABUSED, p->message, STR("body"));
		return;
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct pages pages = pages_of(d->arena, t);

	for (size_t i = 0; i < pages.count; i++) {
		const struct page *page = pages.list[i].page;
		const struct page_piece *piece = page->password.to > 0 ? &page->password : page->action_count > 0 ? &page->actions[0] :
		    page->field_count > 0 ? &page->fields[0] : NULL;

		if (piece != NULL && !like_a_brand(self, d, t, &pages.list[i], piece))
			like_a_house(self, d, t, &pages.list[i], piece);
	}
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
