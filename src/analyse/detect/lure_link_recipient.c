/* lure_link_recipient.c - the reader's own address stands inside the link, in clear or encoded: the page
 * fills the form in, and the sender learns who clicked.
 *
 * Rule: an address of To or Cc in a place to click (not mailto:), plain, percent-encoded, as base64 (also
 * twice, also URL-safe), as hex, by ROT13 or backwards, or behind the "#"; not in links of lists and newsletters, to the sender's
 * own side, a house of the context, or a big public name, nor in a link that unsubscribes.  Weak; medium where it is encoded or
 * behind the "#", which no ordinary form needs.
 * Not found (known): encrypted or shortened addresses, a number that stands for the reader. */
#include "analyse/detector.h"
#include "indicator/lists.h"

static bool unsubscribes(struct str url, struct str text)
{
	static const char *const words[] = { "unsub", "optout", "opt-out", "opt_out", "remove", "preferences", "subscription", "解除", "停止" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_ihas(url, str_of(words[i])) || str_ihas(text, str_of(words[i])))
			return true;
	return false;
}

static bool excused(struct detection *d, const struct thread *t, const struct message *m, const struct link_read *l)
{
	return unsubscribes(l->link->url, l->link->text) || context_org_of(t->context, l->url.host) >= 0 || data_public_host_has(l->domain) ||
	    data_bulk_mailer_has(l->url.host) || (m->mail->from.count > 0 &&
	    same_side(d->arena, t->context, m->mail->from.list[0].domain, l->url.host)) || is_own(d->arena, t->context, l->url.host);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		bool bulk = m->features.is_list || m->features.is_bulk;

		for (size_t k = 0; k < m->links.count; k++) {
			const struct link_read *l = &m->links.list[k];
			bool odd = l->encoded != NULL && strcmp(l->encoded, "plain") != 0 && strcmp(l->encoded, "percent") != 0;

			if (l->encoded == NULL || (bulk && !odd) || excused(d, t, m, l))
				continue;
			finding_words(detection_add(d, self, odd && !bulk ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, evidence_link(m, i, l->link)), l->recipient,
			    l->url.host, arena_printf(d->arena, "@encoded-%s", l->encoded), STR_NONE);
			detection_indicator(d, "url", l->through.sent, ROLE_SUSPECT, i, STR("body"));
			break;
		}
	}
}

const struct detector detector_lure_link_recipient = {
	.id = "lure.link.recipient",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 37",
	.strong_alone = false,
	.run = run,
};
