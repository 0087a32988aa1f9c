/* lure_brand.c - a well-known name is played: the mail calls itself a bank, a carrier, a shop, an office of the
 * state (data/brands.csv), comes from elsewhere, and leads elsewhere.
 *
 * Rule: the brand stands in the display name, the subject or the newest text; the sender's domain is not
 * one of the brand's, and a place to click leads to a host that is neither the brand's, nor the sender's own side,
 * a house of the context or a big public name (a free host or a tenant's name is none); or, where the display name is the brand,
 * the only thing to click writes to somebody else's mailbox.  Medium where
 * the display name is the brand, or where a lure's words (lists "credential", "account-threat", "payment-problem",
 * "parcel", "refund", "prize", "survey"; where a carrier is named, a parcel alone says nothing) stand beside it; weak where a link's host plays the brand.  Not in lists; weak where DMARC
 * passed or the link leads to the sender's own side.  A country's domain with the brand's own label is the brand's, where all
 * leads there, and DMARC passed; weak where it did not.  A tenant's name, a free host and a rare ending are nobody's country.
 * A shop's name alone is weak where the sender is not disowned: agencies write for shops.
 * Not found (known): brands that the table does not have; names only in pictures. */
#include <string.h>

#include "analyse/brands.h"
#include "analyse/detector.h"
#include "base/text.h"
#include "indicator/lists.h"

static const char *const lure_lists[] = { "credential", "account-threat", "payment-problem", "parcel", "parcel-named", "refund", "prize", "survey" };

/* `told`: every shop tells who carries its parcels; that is no lure. */
static const struct phrase_hit *lure_words(const struct message *m, bool told, size_t *lists_r)
{
	const struct phrase_hit *first = NULL;

	*lists_r = 0;
	for (size_t i = 0; i < sizeof lure_lists / sizeof lure_lists[0]; i++) {
		const struct phrase_hit *hit = message_phrase(m, lure_lists[i]);

		if (str_eq(str_of(lure_lists[i]), STR("parcel-named")) && (told || message_phrase(m, "parcel") != NULL))
			continue;               /* one sign, not two */
		first = first != NULL ? first : hit;
		*lists_r += hit != NULL;
	}
	return first;
}

/* "|BLUE*LAKE*BANK|" as a reader takes it: marks between the words are blanks, Cyrillic and Greek twins are Latin, what is not
 * seen is not there.  The marks that names have ("Yahoo!", "e-NAVI") stay. */
static struct str undecorated(struct arena *a, struct str name)
{
	char *p = arena_alloc(a, name.n + 1);
	size_t n = 0;

	for (size_t at = 0; at < name.n;) {
		size_t from = at;
		uint32_t c = utf8_next(name, &at);

		if ((c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0x00AD)
			continue;
		if (c < 0x80 || text_latin_twin(c) != 0) {
			p[n++] = c >= 0x80 ? (char)text_latin_twin(c) : memchr("*_|~^<>[]{}\\/#=", (int)c, 15) != NULL ? ' ' : (char)c;
			continue;
		}
		memcpy(p + n, name.p + from, at - from);
		n += at - from;
	}
	return (struct str){ p, n };
}

/* "Amazon.co.jp", "ヤマト運輸 お届け通知": the brand that a text names, or NULL. */
static const struct brand *named_in(struct arena *a, struct str text)
{
	struct phrase_hits hits = { .count = 0 };

	if (text.n == 0)
		return NULL;
	phrases_search(a, undecorated(a, utf8_cut(text, 300)), true, &hits);
	for (size_t i = 0; i < hits.count; i++)
		if (str_starts(hits.list[i].list, STR("brand:")))
			return brand_find(str_from(hits.list[i].list, 6));
	return NULL;
}

/* The place to click that leads away from everybody who has a right to it. */
static const struct link_read *foreign_link(struct detection *d, const struct thread *t, const struct message *m, const struct brand *b,
    bool own_too)
{
	struct str from = m->mail->from.list[0].domain;

	for (size_t i = 0; i < m->links.count; i++) {
		const struct link_read *l = &m->links.list[i];

		if (!l->clicked || l->url.host_kind == URL_HOST_NONE || brand_owns(b, l->url.host) || context_org_of(t->context, l->url.host) >= 0 ||
		    is_own(d->arena, t->context, l->url.host))
			continue;
		if (data_public_host_has(l->domain) && (l->host & LINK_ANYBODYS) == 0)
			continue;
		if (!own_too && same_side(d->arena, t->context, from, l->url.host))
			continue;
		return l;
	}
	return NULL;
}

/* No place to click, but a mailbox to write to that is neither the brand's nor the sender's. */
static const struct link *foreign_mailbox(struct detection *d, const struct thread *t, const struct message *m, const struct brand *b,
    struct str *address_r)
{
	for (size_t i = 0; i < m->links.count; i++) {
		const struct link_read *l = &m->links.list[i];
		struct str address = arena_lower(d->arena, str_upto(str_upto(str_after(l->link->url, ':'), '?'), ','));
		struct str domain = str_after(address, '@');

		if (!l->clicked || !str_ieq(l->url.scheme, STR("mailto")) || domain.n == 0 || brand_owns(b, domain) ||
		    context_org_of(t->context, domain) >= 0 || is_own(d->arena, t->context, domain) ||
		    same_side(d->arena, t->context, m->mail->from.list[0].domain, domain))
			continue;
		*address_r = address;
		return l->link;
	}
	return NULL;
}

struct claim {
	const struct brand *brand;
	bool display;                   /* in the display name */
	bool subject;
	const struct phrase_hit *hit;   /* in subject or text; NULL */
};

static bool claims(struct arena *a, const struct message *m, struct claim *c)
{
	const struct mailbox *from = &m->mail->from.list[0];

	*c = (struct claim){ .brand = named_in(a, from->name) };
	c->display = c->brand != NULL;
	for (size_t i = 0; i < m->hits.count && c->brand == NULL; i++) {
		const struct phrase_hit *hit = &m->hits.list[i];
		const struct brand *b = str_starts(hit->list, STR("brand:")) ? brand_find(str_from(hit->list, 6)) : NULL;

		if (b == NULL || brand_owns(b, from->domain))
			continue;
		c->brand = b;
		c->hit = hit;
		c->subject = hit->in_subject;
	}
	return c->brand != NULL && !brand_owns(c->brand, from->domain);
}

/* "blue-lake.de" of the house of "blue-lake.com": the table does not have every country.  What anybody gets for nothing is none. */
static bool is_branch(struct arena *a, const struct brand *b, struct str domain)
{
	struct str mine = registrable(a, domain), first = registrable(a, b->domains[0]), label, suffix, of_brand, unused;

	if (mine.p == NULL || first.p == NULL || domain_is_tenant(a, domain) || data_free_host_has(domain) || data_suspicious_tld_has(domain))
		return false;
	domain_split(mine, &label, &suffix);
	domain_split(first, &of_brand, &unused);
	return str_eq(label, of_brand) && suffix.n >= 2 && (suffix.n == 2 || suffix.p[suffix.n - 3] == '.');
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	const struct mailbox *from = &m->mail->from.list[0];
	const struct link_read *l;
	const struct link *way = NULL;
	struct str to = STR("");
	const struct phrase_hit *words;
	struct claim c;
	struct finding *f;
	struct evidence e;
	size_t lists;
	bool pass = message_authenticated(t, m), own, branch, plays, shop, strong;

	if (!claims(d->arena, m, &c) || context_org_of(t->context, from->domain) >= 0)
		return;
	words = lure_words(m, !c.display && str_eq(c.brand->kind, STR("parcel")), &lists);
	l = foreign_link(d, t, m, c.brand, false);
	own = l == NULL;
	l = l != NULL ? l : foreign_link(d, t, m, c.brand, true);
	if (l != NULL) {
		way = l->link;
		to = l->url.host;
	} else if (c.display) {
		way = foreign_mailbox(d, t, m, c.brand, &to);
	}
	if (way == NULL)
		return;
	own = own && l != NULL;
	branch = own && is_branch(d->arena, c.brand, from->domain);
	if (branch && pass)
		return;
	plays = l != NULL && brand_played_by_host(d->arena, to) == c.brand;
	if (!c.display && lists < (c.subject ? 1 : 2) && !plays)
		return;                         /* a brand's name alone is what mails talk about */
	if (c.display && lists == 0 && !plays && (own || m->features.is_bulk))
		return;
	shop = str_eq(c.brand->kind, STR("shop")) && m->features.denial == DENIAL_NONE && !plays;
	strong = ((c.display && !shop) || lists >= 1) && !pass && !branch && !(own && !c.display) && !(m->features.is_bulk && !c.display);
	e = c.display ? evidence_mailbox(d->arena, i, "From", 0, from) : evidence_phrase(d->arena, m, i, c.hit);
	e.expected = c.brand->domains[0];
	e.expected_from = STR("data/brands.csv");
	f = detection_add(d, self, strong ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e);
	finding_words(f, c.brand->name[tr_lang()], from->address, to, STR_NONE);
	finding_add_evidence(d, f, evidence_link(m, i, way));
	if (words != NULL)
		finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, words));
	if (l != NULL)
		detection_indicator(d, "url", l->through.target, ROLE_MALICIOUS, i, STR("body"));
	else
		detection_indicator(d, "email", to, ROLE_SUSPECT, i, STR("body"));
	detection_indicator(d, "domain", c.brand->domains[0], ROLE_ABUSED, i, STR("body"));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->messages[i].mail->from.count > 0 && !t->messages[i].features.is_list && t->messages[i].links.count > 0)
			check(self, d, t, i);
}

const struct detector detector_lure_brand = {
	.id = "lure.brand",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 32, 35",
	.strong_alone = false,
	.run = run,
};
