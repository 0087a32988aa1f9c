/* bec_thread_unconnected.c - looks like an answer, but answers nothing (B18).
 *
 * Rule: the subject begins with a reply's or forward's mark, and the mail has neither In-Reply-To nor References, or
 * in a thread of mails with ids names none of them; and its sender plays somebody.  Weak: one in ten honest answers
 * lacks the ids too, so that the bare form is never told.
 * Not found (known): a forger who copies the ids of a stolen mail. */
#include "analyse/detector.h"

static bool looks_like_reply(struct str subject)
{
	static const char *const marks[] = { "re:", "re：", "fw:", "fwd:", "aw:", "返信:", "返信：", "転送:", "転送：", "回复:", "sv:" };

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (str_istarts(subject, str_of(marks[i])))
			return true;
	return false;
}

static bool has_id(const struct thread *t, size_t before, struct str id)
{
	for (size_t i = 0; i < before && id.n > 0; i++)
		if (str_eq(t->messages[i].mail->message_id, id))
			return true;
	return false;
}

static bool is_connected(const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;

	if (has_id(t, i, m->in_reply_to))
		return true;
	for (size_t k = 0; k < m->reference_count && k < 200; k++)
		if (has_id(t, i, m->references[k]))
			return true;
	return false;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		bool bare = m->mail->in_reply_to.n == 0 && m->mail->reference_count == 0;
		const struct header *subject = mail_header(m->mail, "Subject", NULL);

		if (!t->book->changes[i].suspect || subject == NULL || !looks_like_reply(m->mail->subject) || m->features.is_list ||
		    (!bare && (i == 0 || is_connected(t, i))))
			continue;
		finding_words(detection_add(d, self, STRENGTH_WEAK, i, evidence_header(d->arena, m, i, subject)), m->mail->subject,
		    bare ? STR("@reply-without-ids") : STR("@reply-with-foreign-ids"), STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_thread_unconnected = {
	.id = "bec.thread.unconnected",
	.family = "novelty",
	.tricks = "B18",
	.attack = "",
	.report_section = "mail analysis, FAKE_THREAD",
	.strong_alone = false,
	.run = run,
};
