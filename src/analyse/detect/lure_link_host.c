/* lure_link_host.c - where a link leads: a host that says little good by its kind.
 *
 * Rule: of the places to click the worst by class: a brand's name in somebody else's host, user@ before the
 * host, an address in disguise, an IP address, letters beyond ASCII, an odd port, a URL inside the URL,
 * a shortener, a tenant's name, a free host, a rare top-level domain; not where it is the sender's own
 * side, the reader's, or a house of the context.  Weak for the first three, for an IP address with
 * a brand or login words, and where the first place to click hides such a host behind words or a picture (a shortener, an IP
 * address, a free host that is no big public name or where the place is a file of a page; not in answers, newsletters, nor where
 * DMARC passed);
 * else context: every kind has honest uses (0.1 to 1.3 % of ordinary mail).
 * Not found (known): ordinary hosts that were taken over. */
#include "analyse/brands.h"
#include "analyse/detector.h"
#include "indicator/lists.h"

enum { PLAYED = 1 << 16 };

static unsigned rank_of(unsigned host)
{
	return (host & PLAYED) != 0 ? 5 : (host & (LINK_USERINFO | LINK_DISGUISED)) != 0 ? 4 : (host & LINK_IP) != 0 ? 3 :
	    (host & (LINK_PUNYCODE | LINK_ODD_PORT | LINK_REDIRECT)) != 0 ? 2 : host != 0 ? 1 : 0;
}

static bool has_login_words(const struct message *m)
{
	return message_phrase(m, "credential") != NULL || message_phrase(m, "login") != NULL || message_phrase(m, "account-threat") != NULL;
}

static bool trusted_side(struct detection *d, const struct thread *t, const struct message *m, struct str host)
{
	return context_org_of(t->context, host) >= 0 || is_own(d->arena, t->context, host) ||
	    (m->mail->from.count > 0 && same_side(d->arena, t->context, m->mail->from.list[0].domain, host));
}

/* Documents are shared on such hosts every day; a page of one's own is another matter. */
static bool is_page(struct str path)
{
	return str_iends(path, STR(".html")) || str_iends(path, STR(".htm")) || str_iends(path, STR(".php"));
}

/* What a reader is to click first, without being shown where it leads. */
static bool is_hidden_way_out(struct detection *d, const struct thread *t, const struct message *m, const struct link_read *l)
{
	if (m->features.is_bulk || m->mail->in_reply_to.n > 0 || message_authenticated(t, m) || str_ihas(l->link->text, l->url.host) ||
	    str_find(m->mail->text, l->link->url) >= 0 || !link_leads_away(d->arena, t, m, l))
		return false;
	return (l->host & (LINK_SHORTENER | LINK_IP)) != 0 || ((l->host & LINK_REDIRECT) != 0 && l->through.seen[UNWRAP_REDIRECTOR]) || ((l->host & LINK_FREE_HOST) != 0 && (!data_public_host_has(l->domain) || is_page(l->url.path)));
}

static const struct link_read *first_clicked(const struct message *m)
{
	for (size_t k = 0; k < m->links.count; k++)
		if (m->links.list[k].clicked && m->links.list[k].url.host.n > 0)
			return &m->links.list[k];
	return NULL;
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t i, const struct link_read *l,
    unsigned host, const struct brand *played)
{
	const struct message *m = &t->messages[i];
	bool weak = rank_of(host) >= 4 || (rank_of(host) == 3 && has_login_words(m)) || is_hidden_way_out(d, t, m, l);

	weak = weak && !m->features.is_list;
	finding_words(detection_add(d, self, weak ? STRENGTH_WEAK : STRENGTH_CONTEXT, i, evidence_link(m, i, l->link)), l->url.host,
	    played != NULL ? STR("@host-brand") : link_host_word(host), STR_NONE, STR_NONE);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct link_read *worst = NULL, *first = first_clicked(m);
		const struct brand *played = NULL;
		unsigned host = 0;

		for (size_t k = 0; k < m->links.count; k++) {
			const struct link_read *l = &m->links.list[k];
			const struct brand *b;
			unsigned bits;

			if (!l->clicked || l->url.host.n == 0 || trusted_side(d, t, m, l->url.host))
				continue;
			b = brand_played_by_host(d->arena, l->url.host);
			bits = l->host | (b != NULL ? (unsigned)PLAYED : 0);
			if (rank_of(bits) <= rank_of(host))
				continue;
			worst = l;
			host = bits;
			played = b;
		}
		if (worst != NULL && rank_of(host) < 4 && is_hidden_way_out(d, t, m, first))
			report(self, d, t, i, first, first->host, NULL);
		else if (worst != NULL)
			report(self, d, t, i, worst, host, played);
	}
}

const struct detector detector_lure_link_host = {
	.id = "lure.link.host",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 38",
	.strong_alone = false,
	.run = run,
};
