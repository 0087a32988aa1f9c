/* lure_plant_rfq.c - a request for quotation that plays a plant project (J-CSIP's plant campaign).
 *
 * Rule: three of: words of a request for quotation (list "rfq"), words of a plant or its contractor (list
 * "plant"), things that plants are built of (list "plant-item"), a deadline (list "bid-deadline"); and a
 * doubtful sender: Reply-To elsewhere, free mail, hidden recipients, failed authentication, an archive or a
 * link to a file.  Medium with two doubts, weak with one.  Real requests have no such doubts.
 * Not found (known): requests without the usual words; a taken-over supplier's mailbox. */
#include "analyse/detector.h"

static size_t words(const struct message *m)
{
	return (message_phrase(m, "rfq") != NULL) + (message_phrase(m, "plant") != NULL) +
	    (message_phrase(m, "plant-item") != NULL) + (message_phrase(m, "bid-deadline") != NULL);
}

static bool failed(struct str result)
{
	return result.p != NULL && (str_eq(result, STR("fail")) || str_eq(result, STR("softfail")) || str_eq(result, STR("none")));
}

static bool brings_file(const struct mail *m)
{
	for (size_t i = 0; i < m->part_count; i++)
		if (m->parts[i].is_attachment && m->parts[i].name.p != NULL)
			return true;
	return m->link_count > 0;
}

static size_t doubts(struct arena *a, const struct thread *t, const struct message *m)
{
	const struct mail *mail = m->mail;
	struct str from = mail->from.list[0].domain;
	size_t n = 0;

	n += mail->reply_to.count > 0 && !same_side(a, t->context, from, mail->reply_to.list[0].domain);
	n += is_free_mail(t->context, from) || (mail->reply_to.count > 0 && is_free_mail(t->context, mail->reply_to.list[0].domain));
	n += mail->to.count == 0 && mail->cc.count == 0;
	n += failed(m->features.auth.spf) || failed(m->features.auth.dmarc);
	n += failed(m->features.auth.dkim) && context_org_of(t->context, from) < 0;
	n += brings_file(mail);
	return n;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		size_t n;
		struct evidence e;

		if (m->mail->from.count == 0 || m->features.is_list || words(m) < 3 || message_phrase(m, "plant") == NULL ||
		    is_own(d->arena, t->context, m->mail->from.list[0].domain))
			continue;
		n = doubts(d->arena, t, m);
		if (n == 0)
			continue;
		e = evidence_phrase(d->arena, m, i, message_phrase(m, "plant"));
		finding_words(detection_add(d, self, n >= 2 ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e), e.found,
		    m->mail->from.list[0].address, arena_printf(d->arena, "%zu", n), STR_NONE);
	}
}

const struct detector detector_lure_plant_rfq = {
	.id = "lure.plant-rfq",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.001",
	.report_section = "J-CSIP 2019Q3, chapter 2",
	.strong_alone = false,
	.run = run,
};
