/* lure_credential.c - "sign in here or your account is closed".
 *
 * Rule: at least two of the lists "credential", "account-threat" and "login" (or one of them twice) and a
 * link (no picture) that leads, behind what protections and redirectors put around it, to a host that is neither a
 * house of the context nor a big public name, nor a bulk sender's own.  Medium; where DMARC passed none in bulk mail, with one list, or where the link leads to the sender's own
 * side, else weak: most such mail comes from mailboxes that were taken over; weak where only one list is hit and the sender failed to
 * authenticate, and in newsletters (bulk headers and more than fifteen links).
 * Not found (known): lures without words (pictures, QR codes). */
#include "analyse/detector.h"
#include "indicator/lists.h"
#include "parse/url.h"

struct lure {
	const struct link *link;        /* NULL: none */
	struct str url, host;           /* where it leads, clear of what protections and redirectors put around it */
};

static bool is_foreign(struct detection *d, const struct thread *t, const struct message *m, struct str host)
{
	struct str from = m->mail->from.count > 0 ? m->mail->from.list[0].domain : STR("");

	return host.n > 0 && context_org_of(t->context, host) < 0 && !data_public_host_has(host) &&
	    !(m->features.is_bulk && from.n > 0 && same_side(d->arena, t->context, host, from));
}

static struct lure lure_link(struct detection *d, const struct thread *t, const struct message *m)
{
	for (size_t i = 0; i < m->links.count; i++) {
		const struct link_read *l = &m->links.list[i];
		struct url u = l->url;

		if (str_eq(l->link->element, STR("img")))
			continue;
		if ((l->through.steps == 0 || url_parse(d->arena, l->through.landing, &u)) && is_foreign(d, t, m, u.host))
			return (struct lure){ l->link, l->through.landing, u.host };
		if (is_foreign(d, t, m, l->url.host))
			return (struct lure){ l->link, l->through.target, l->url.host };
	}
	return (struct lure){ .link = NULL };
}

/* Says itself that it goes to many, and leads to many places: the words may be about anything. */
static bool is_newsletter(const struct message *m)
{
	enum { MANY_LINKS = 15 };

	return m->features.is_bulk && m->mail->link_count > MANY_LINKS;
}

static bool passes(const struct message *m)
{
	return m->features.auth.dmarc.p != NULL && str_eq(m->features.auth.dmarc, STR("pass"));
}

static bool leads_home(struct detection *d, const struct thread *t, const struct message *m, struct str host)
{
	return m->mail->from.count > 0 && same_side(d->arena, t->context, m->mail->from.list[0].domain, host);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		size_t lists = (message_phrase(m, "credential") != NULL) + (message_phrase(m, "account-threat") != NULL) +
		    (message_phrase(m, "login") != NULL);
		struct lure lure = lists > 0 ? lure_link(d, t, m) : (struct lure){ .link = NULL };
		const struct phrase_hit *hit;
		struct evidence e;
		struct finding *f;

		if (lure.link == NULL || m->features.is_list || (passes(m) && (lists < 2 || m->features.is_bulk || leads_home(d, t, m, lure.host))))
			continue;
		if (lists < 2 && m->features.auth.spf.p == NULL)
			continue;
		hit = message_phrase(m, "credential");
		hit = hit != NULL ? hit : message_phrase(m, "login");
		hit = hit != NULL ? hit : message_phrase(m, "account-threat");
		e = evidence_phrase(d->arena, m, i, hit);
		f = detection_add(d, self, lists >= 2 && !is_newsletter(m) && !passes(m) ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e);
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
