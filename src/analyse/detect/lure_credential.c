/* lure_credential.c - "sign in here or your account is closed".
 *
 * Rule: at least two of the lists "credential", "account-threat" and "login" and a
 * link (no picture) that leads, behind what protections and redirectors put around it, to a host that is neither a
 * house of the context nor a big public name (unless anybody may lead anywhere under it), nor a bulk sender's own.  Medium; weak
 * where it leads to the sender's own side, as every service's honest notices do (an IP address or a rare ending is no side), unless
 * an outsider speaks of the reader's mailbox (list "mailbox") or a trusted host saw neither SPF nor DKIM pass; where DMARC passed none in bulk mail, with one list, or to the
 * sender's own side, else weak: most such mail comes from mailboxes that were taken over; medium, though, where an attested house
 * that is neither the reader's nor a known one (data/brands.csv, free mail) speaks of his mailbox and leads home; weak where only one list is hit and the
 * sender failed to authenticate, and in newsletters (bulk headers and more than fifteen links).
 * Not found (known): lures without words (pictures, QR codes). */
#include "analyse/brands.h"
#include "analyse/detector.h"
#include "indicator/lists.h"
#include "parse/url.h"

struct lure {
	const struct link *link;        /* NULL: none */
	struct str url;                 /* where it leads, clear of what protections and redirectors put around it */
	bool away;                      /* to another side than the sender's */
};

/* `host` is where l leads in the end, or where it lands first. */
static bool is_foreign(struct detection *d, const struct thread *t, const struct message *m, const struct link_read *l, struct str host, bool *away_r)
{
	struct str from = m->mail->from.count > 0 ? m->mail->from.list[0].domain : STR("");
	bool home = from.n > 0 && same_side(d->arena, t->context, host, from);

	*away_r = !home || l->host != 0;
	return host.n > 0 && context_org_of(t->context, host) < 0 && !is_own(d->arena, t->context, host) && !(m->features.is_bulk && home) &&
	    (!data_public_host_has(host) || ((l->host & LINK_ANYBODYS) != 0 && str_eq(host, l->url.host)));
}

/* The first that leads away, else the first. */
static struct lure lure_link(struct detection *d, const struct thread *t, const struct message *m)
{
	struct lure lure = { .link = NULL };

	for (size_t i = 0; i < m->links.count && !lure.away; i++) {
		const struct link_read *l = &m->links.list[i];
		struct url u = l->url;
		bool away;

		if (str_eq(l->link->element, STR("img")))
			continue;
		if ((l->through.steps == 0 || url_parse(d->arena, l->through.landing, &u)) && is_foreign(d, t, m, l, u.host, &away) &&
		    (lure.link == NULL || away))
			lure = (struct lure){ l->link, l->through.landing, away };
		else if (is_foreign(d, t, m, l, l->url.host, &away) && (lure.link == NULL || away))
			lure = (struct lure){ l->link, l->through.target, away };
	}
	return lure;
}

/* Says itself that it goes to many, and leads to many places: the words may be about anything. */
static bool is_newsletter(const struct message *m)
{
	enum { MANY_LINKS = 15 };

	return m->features.is_bulk && m->mail->link_count > MANY_LINKS;
}

/* Who has no business with the reader's mailbox speaks of it: neither his own house nor one that mailboxes are known to be at. */
static bool is_strangers_mailbox(struct arena *a, const struct thread *t, const struct message *m)
{
	struct str from = m->mail->from.count > 0 ? m->mail->from.list[0].domain : STR("");

	if (message_phrase(m, "mailbox") == NULL || from.n == 0 || context_org_of(t->context, from) >= 0 || is_own(a, t->context, from) ||
	    is_free_mail(t->context, from) || brand_of_host(from) != NULL)
		return false;
	for (size_t i = 0; i < m->mail->to.count; i++)
		if (same_side(a, t->context, m->mail->to.list[i].domain, from))
			return false;
	return true;
}

/* Services' honest notices are sent by who may send for them: our own border host saw nothing of that. */
static bool nobody_vouches(const struct message *m)
{
	const struct auth *auth = &m->features.auth;

	return auth->authserv.p != NULL && !str_ieq(auth->spf, STR("pass")) && !str_ieq(auth->dkim, STR("pass"));
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		size_t lists = (message_phrase(m, "credential") != NULL) + (message_phrase(m, "account-threat") != NULL) +
		    (message_phrase(m, "login") != NULL);
		struct lure lure = lists > 0 ? lure_link(d, t, m) : (struct lure){ .link = NULL };
		bool passes = message_authenticated(t, m), stranger = passes && lure.link != NULL && !lure.away && is_strangers_mailbox(d->arena, t, m);
		const struct phrase_hit *hit;
		struct evidence e;
		struct finding *f;

		if (lure.link == NULL || m->features.is_list || (passes && (lists < 2 || m->features.is_bulk || (!lure.away && !stranger))))
			continue;
		if (lists < 2 && m->features.auth.spf.p == NULL && m->features.denial == DENIAL_NONE)
			continue;
		hit = message_phrase(m, "credential");
		hit = hit != NULL ? hit : message_phrase(m, "login");
		hit = hit != NULL ? hit : message_phrase(m, "account-threat");
		e = evidence_phrase(d->arena, m, i, hit);
		f = detection_add(d, self, lists >= 2 && (lure.away || nobody_vouches(m) || message_phrase(m, "mailbox") != NULL) && !is_newsletter(m) && (!passes || stranger) ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e);
		finding_words(f, e.found, lure.url, STR_NONE, STR_NONE);
		finding_add_evidence(d, f, evidence_link(m, i, lure.link));
		detection_played_houses(d, t, i);
		detection_indicator(d, "url", lure.url, ROLE_SUSPECT, i, STR("body"));
	}
}

const struct detector detector_lure_credential = {
	.id = "lure.credential",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 32",
	.strong_alone = false,
	.run = run,
};
