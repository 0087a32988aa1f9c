/* lure_credential.c - "sign in here or your account is closed".
 *
 * Rule: at least two of the lists "credential", "account-threat" and "login" (or one of them twice) and a
 * link whose host is neither the sender's own registered domain under passed DMARC nor a house of the
 * context nor a big public name.  Medium; weak where only one list is hit and the sender failed to
 * authenticate.
 * Not found (known): lures without words (pictures, QR codes). */
#include "analyse/detector.h"
#include "indicator/lists.h"
#include "parse/url.h"

static const struct link *lure_link(struct detection *d, const struct thread *t, const struct message *m)
{
	for (size_t i = 0; i < m->mail->link_count && i < 200; i++) {
		struct url u;

		if (!url_parse(d->arena, m->mail->links[i].url, &u) || u.host.n == 0 || context_org_of(t->context, u.host) >= 0 ||
		    data_public_host_has(u.host))
			continue;
		return &m->mail->links[i];
	}
	return NULL;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		size_t lists = (message_phrase(m, "credential") != NULL) + (message_phrase(m, "account-threat") != NULL) +
		    (message_phrase(m, "login") != NULL);
		const struct link *link = lists > 0 ? lure_link(d, t, m) : NULL;
		const struct phrase_hit *hit;
		struct evidence e;

		if (link == NULL || m->features.is_list || (m->features.auth.dmarc.p != NULL && str_eq(m->features.auth.dmarc, STR("pass"))))
			continue;
		if (lists < 2 && m->features.auth.spf.p == NULL)
			continue;
		hit = message_phrase(m, "credential");
		hit = hit != NULL ? hit : message_phrase(m, "login");
		hit = hit != NULL ? hit : message_phrase(m, "account-threat");
		e = evidence_phrase(d->arena, m, i, hit);
		finding_words(detection_add(d, self, lists >= 2 ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), e.found, link->url, STR_NONE,
		    STR_NONE);
		detection_indicator(d, "url", link->url, ROLE_SUSPECT, i, STR("body"));
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
