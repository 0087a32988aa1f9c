/* lure_brand.c - a well-known name is played: the mail calls itself a bank, a carrier, a shop, an office of the
 * state (data/brands.csv), comes from elsewhere, and leads elsewhere.
 *
 * Rule: the brand stands in the display name, the subject or the newest text; the sender's domain is not
 * one of the brand's, and a place to click leads to a host that is neither the brand's, nor the sender's own side,
 * a house of the context or a big public name (a free host or a tenant's name is none).  Medium where
 * the display name is the brand, or where a lure's words (lists "credential", "account-threat", "payment-problem",
 * "parcel", "refund") stand beside it; weak where a link's host plays the brand.  Not in lists; weak where DMARC
 * passed or the link leads to the sender's own side.
 * Not found (known): brands that the table does not have; names only in pictures. */
#include "analyse/brands.h"
#include "analyse/detector.h"
#include "indicator/lists.h"

static const char *const lure_lists[] = { "credential", "account-threat", "payment-problem", "parcel", "refund" };

static const struct phrase_hit *lure_words(const struct message *m, size_t *lists_r)
{
	const struct phrase_hit *first = NULL;

	*lists_r = 0;
	for (size_t i = 0; i < sizeof lure_lists / sizeof lure_lists[0]; i++) {
		const struct phrase_hit *hit = message_phrase(m, lure_lists[i]);

		first = first != NULL ? first : hit;
		*lists_r += hit != NULL;
	}
	return first;
}

/* "Amazon.co.jp", "ヤマト運輸 お届け通知": the brand that a text names, or NULL. */
static const struct brand *named_in(struct arena *a, struct str text)
{
	struct phrase_hits hits = { .count = 0 };

	if (text.n == 0)
		return NULL;
	phrases_search(a, str_at(text, 0, 300), true, &hits);
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
		if (data_public_host_has(l->domain) && (l->host & (LINK_FREE_HOST | LINK_TENANT | LINK_SHORTENER | LINK_REDIRECT)) == 0)
			continue;
		if (!own_too && same_side(d->arena, t->context, from, l->url.host))
			continue;
		return l;
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

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	const struct mailbox *from = &m->mail->from.list[0];
	const struct link_read *l;
	const struct phrase_hit *words;
	struct claim c;
	struct finding *f;
	struct evidence e;
	size_t lists;
	bool pass = m->features.auth.dmarc.p != NULL && str_eq(m->features.auth.dmarc, STR("pass")), own, plays, strong;

	if (!claims(d->arena, m, &c) || context_org_of(t->context, from->domain) >= 0)
		return;
	words = lure_words(m, &lists);
	l = foreign_link(d, t, m, c.brand, false);
	own = l == NULL;
	l = l != NULL ? l : foreign_link(d, t, m, c.brand, true);
	if (l == NULL)
		return;
	plays = brand_played_by_host(d->arena, l->url.host) == c.brand;
	if (!c.display && lists < (c.subject ? 1 : 2) && !plays)
		return;                         /* a brand's name alone is what mails talk about */
	if (c.display && lists == 0 && !plays && (own || m->features.is_bulk))
		return;
	strong = (c.display || lists >= 1) && !pass && !(own && !c.display) && !(m->features.is_bulk && !c.display);
	e = c.display ? evidence_mailbox(d->arena, i, "From", 0, from) : evidence_phrase(d->arena, m, i, c.hit);
	e.expected = c.brand->domains[0];
	e.expected_from = STR("data/brands.csv");
	f = detection_add(d, self, strong ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e);
	finding_words(f, c.brand->name[tr_lang()], from->address, l->url.host, STR_NONE);
	finding_add_evidence(d, f, evidence_link(m, i, l->link));
	if (words != NULL)
		finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, words));
	detection_indicator(d, "url", l->through.target, ROLE_MALICIOUS, i, STR("body"));
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
