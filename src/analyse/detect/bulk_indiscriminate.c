/* bulk_indiscriminate.c - sent to everybody without choice.
 *
 * Rule: list or bulk headers; or the words of mass swindles (list "extortion": threats about secret
 * recordings, lotteries, loans); or a risky attachment under a mail that addresses nobody by name.
 * Weak; bulk never hides another finding (data/verdict.rules).
 * Not found (known): mass mail without any of these marks until a second organisation hands it in. */
#include "analyse/detector.h"

static bool addresses_reader(struct arena *a, const struct message *m)
{
	struct str text = m->mail->text_newest;

	for (size_t i = 0; i < m->mail->to.count && i < 5; i++) {
		struct str name = m->mail->to.list[i].name, family = str_upto(name, ' ');

		if ((name.n >= 4 && str_ihas(text, name)) || (family.n >= 6 && str_has(text, family)))
			return true;
	}
	(void)a;
	return false;
}

static bool runs_or_macro(const struct mail *m)
{
	for (size_t i = 0; i < m->part_count; i++) {
		struct str name = m->parts[i].name;

		if (m->parts[i].is_attachment && name.p != NULL && (str_iends(name, STR(".zip")) || str_iends(name, STR(".xlsm")) ||
		    str_iends(name, STR(".docm")) || str_iends(name, STR(".js")) || str_iends(name, STR(".exe")) ||
		    str_iends(name, STR(".iso")) || str_iends(name, STR(".rar"))))
			return true;
	}
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "extortion");
		const struct header *h = mail_header(m->mail, "List-Id", NULL);
		struct evidence e;

		h = h != NULL ? h : mail_header(m->mail, "List-Unsubscribe", NULL);
		h = h != NULL ? h : mail_header(m->mail, "Precedence", NULL);
		if (hit != NULL)
			e = evidence_phrase(d->arena, m, i, hit);
		else if ((m->features.is_bulk || m->features.is_list) && h != NULL)
			e = evidence_header(d->arena, m, i, h);
		else if (runs_or_macro(m->mail) && !addresses_reader(d->arena, m) && m->mail->from.count > 0)
			e = evidence_mailbox(d->arena, i, "From", 0, &m->mail->from.list[0]);
		else
			continue;
		finding_words(detection_add(d, self, STRENGTH_WEAK, i, e), e.found, STR_NONE, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bulk_indiscriminate = {
	.id = "bulk.indiscriminate",
	.family = "guard",
	.tricks = "",
	.attack = "",
	.report_section = "J-CSIP 2019Q3, Table 1, note 1",
	.strong_alone = false,
	.run = run,
};
