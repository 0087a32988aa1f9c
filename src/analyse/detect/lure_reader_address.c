/* lure_reader_address.c - the mail calls its reader by his bare address, for want of a name: "Hello carol@umi-denki.example".
 *
 * Rule: an address of To or Cc stands in the subject, or in a short line at the beginning of the text (no header that was copied
 * there, no quote), and a place to click leads away.  Weak.  Not in lists and newsletters, nor where DMARC passed.
 * Not found (known): the part before the "@" alone, which may be a name. */
#include "analyse/detector.h"
#include "analyse/thread.h"

enum { BEGINNING = 240, LINE_LONGEST = 90, SHORTEST = 6 };

/* "To: carol@…", "<carol@…": what a forwarded header looks like. */
static bool is_header(struct str text, size_t at)
{
	while (at > 0 && (text.p[at - 1] == ' ' || text.p[at - 1] == '\t'))
		at--;
	return at > 0 && (text.p[at - 1] == '<' || text.p[at - 1] == ':' || (at >= 3 && str_eq(str_at(text, at - 3, 3), STR("："))));
}

static size_t line_around(struct str text, size_t at)
{
	size_t from = at, to = at;

	while (from > 0 && text.p[from - 1] != '\n')
		from--;
	while (to < text.n && text.p[to] != '\n')
		to++;
	return to - from;
}

/* Where the text calls the reader so, or -1. */
static long long called_at(const struct message *m, struct str address)
{
	long long at = str_ifind(str_at(m->mail->text, 0, BEGINNING + address.n), address);

	return at >= 0 && line_around(m->mail->text, (size_t)at) <= LINE_LONGEST + address.n && !is_header(m->mail->text, (size_t)at) &&
	    !thread_in_quote(m->mail, (size_t)at) ? at : -1;
}

static bool report(const struct detector *self, struct detection *d, const struct message *m, size_t i, struct str address,
    const struct link_read *away)
{
	const struct header *subject = mail_header(m->mail, "Subject", NULL);
	bool in_subject = subject != NULL && str_ihas(m->mail->subject, address);
	long long at = in_subject ? -1 : called_at(m, address);
	struct finding *f;

	if (!in_subject && at < 0)
		return false;
	f = detection_add(d, self, STRENGTH_WEAK, i, in_subject ? evidence_header(d->arena, m, i, subject) :
	    evidence_text(d->arena, m, i, (size_t)at, (size_t)at + address.n));
	finding_words(f, address, away->url.host, STR_NONE, STR_NONE);
	finding_add_evidence(d, f, evidence_link(m, i, away->link));
	return true;
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	const struct mailboxes *lists[] = { &m->mail->to, &m->mail->cc };
	const struct link_read *away = link_first_away(d->arena, t, m);

	for (size_t n = 0; n < 2 && away != NULL; n++)
		for (size_t k = 0; k < lists[n]->count && k < 5; k++)
			if (lists[n]->list[k].address.n >= SHORTEST && report(self, d, m, i, lists[n]->list[k].address, away))
				return;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];

		if (m->links.count > 0 && !m->features.is_list && !m->features.is_bulk && !message_authenticated(t, m))
			check(self, d, t, i);
	}
}

const struct detector detector_lure_reader_address = {
	.id = "lure.reader.address",
	.family = "lure",
	.tricks = "",
	.attack = "T1566.002",
	.report_section = "mail-analysis.md 37",
	.strong_alone = false,
	.run = run,
};
