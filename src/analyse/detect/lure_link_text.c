/* lure_link_text.c - a link shows one address and leads to another.
 *
 * Rule: the visible text of a place to click begins as a URL, holds just one, or is a host name, and neither its registrable
 * domain nor its organisation (context, data/brands.csv) is the target's; not where the target is a bulk
 * sender's tracker, a redirector's, the sender's own domain, a protection's wrapper that hides the path, or
 * in mails of lists and newsletters.  Weak; medium where the shown domain is a played brand's, a house of the
 * context or the reader's own.
 * Not found (known): pictures of addresses; trackers of houses that send for others without saying so. */
#include "analyse/brands.h"
#include "analyse/detector.h"
#include "indicator/lists.h"

/* The host of the only URL among words: "Sign in at https://a.example/ now"; absent. */
static struct str host_in_words(struct arena *a, struct str s)
{
	const struct url_found *found;
	size_t n;
	struct url u;

	url_find(a, s, &found, &n);
	return n == 1 && url_parse(a, found[0].url, &u) && u.host_kind == URL_HOST_NAME && domain_registrable(a, u.host).p != NULL ? u.host : STR_NONE;
}

/* The host that a reader sees, or absent: "https://a.example/x", "www.a.example", "a.example". */
static struct str shown_host(struct arena *a, struct str text)
{
	struct str s = str_trim(text), host;
	struct url u;
	bool scheme = str_istarts(s, STR("http://")) || str_istarts(s, STR("https://")), words = false;

	if (s.n > 2048 || s.n < 6)
		return STR_NONE;
	for (size_t i = 0; i < s.n && !scheme && !words; i++)
		words = ascii_space((unsigned char)s.p[i]) || s.p[i] == '@';
	if (words || !url_parse(a, scheme ? s : arena_printf(a, "http://" STR_FMT, STR_ARG(s)), &u) || u.host_kind != URL_HOST_NAME)
		return host_in_words(a, s);
	host = domain_registrable(a, u.host);
	/* a word with a dot is no address unless its ending is one that registries know */
	return host.p != NULL && str_find_char(domain_suffix(a, u.host), '.') != 0 && (scheme || str_istarts(s, STR("www.")) ||
	    brand_of_host(u.host) != NULL || str_find_char(s, '/') > 0) ? u.host : STR_NONE;
}

static bool one_house(struct detection *d, const struct thread *t, struct str x, struct str y)
{
	const struct brand *b = brand_of_host(x);

	return same_side(d->arena, t->context, x, y) || domain_same(d->arena, x, y) || (b != NULL && brand_owns(b, y));
}

static bool excused(struct detection *d, const struct thread *t, const struct message *m, const struct link_read *l)
{
	struct url outer;

	if (l->through.host_only || data_bulk_mailer_has(l->url.host))
		return true;
	if (m->mail->from.count > 0 && one_house(d, t, l->url.host, m->mail->from.list[0].domain))
		return true;
	return l->through.steps > 0 && url_parse(d->arena, l->link->url, &outer) && data_bulk_mailer_has(outer.host);
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i, const struct link_read *l)
{
	const struct message *m = &t->messages[i];
	struct str shown = shown_host(d->arena, l->link->text);
	struct evidence e;
	bool played;

	if (shown.p == NULL || one_house(d, t, shown, l->url.host) || excused(d, t, m, l))
		return;
	played = brand_of_host(shown) != NULL || context_org_of(t->context, shown) >= 0 || is_own(d->arena, t->context, shown);
	e = evidence_link(m, i, l->link);
	e.expected = shown;
	e.expected_from = STR("body");
	finding_words(detection_add(d, self, played ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), shown, l->url.host, STR_NONE, STR_NONE);
	detection_indicator(d, "url", l->through.target, ROLE_SUSPECT, i, STR("body"));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		size_t before = d->count;

		if (m->features.is_list || m->features.is_bulk)
			continue;
		for (size_t k = 0; k < m->links.count && d->count < before + 5; k++)
			if (m->links.list[k].clicked && m->links.list[k].url.host_kind != URL_HOST_NONE && m->links.list[k].link->text.n > 0)
				check(self, d, t, i, &m->links.list[k]);
	}
}

const struct detector detector_lure_link_text = {
	.id = "lure.link.text",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 31",
	.strong_alone = false,
	.run = run,
};
