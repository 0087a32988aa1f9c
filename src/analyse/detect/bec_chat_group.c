/* bec_chat_group.c - "make a LINE group, send me the QR code, add the person in charge of accounting" (B44).
 *
 * Rule: a phrase of the list "chat-group" in the newest text of somebody outside (at most 2,000 bytes, no
 * list).  Weak; medium with two different phrases.  It counts together with a sign about the sender.
 * Not found (known): requests by telephone or picture.  Houses that do use such chats write so too. */
#include "analyse/detector.h"

enum { SHORT_TEXT = 2000 };

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *hit = message_phrase(m, "chat-group");
		struct evidence e;

		if (hit == NULL || m->mail->text_newest.n > SHORT_TEXT || m->features.is_list || m->features.is_bulk ||
		    m->mail->from.count == 0 || message_is_own(d->arena, t, i))
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		finding_words(detection_add(d, self, message_phrase_count(m, "chat-group") >= 2 ? STRENGTH_MEDIUM : STRENGTH_WEAK, i, e),
		    e.found, STR_NONE, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_chat_group = {
	.id = "bec.chat.group",
	.family = "intent",
	.tricks = "B44",
	.attack = "T1656",
	.report_section = "IPA 2026-01, requests to make a LINE group",
	.strong_alone = false,
	.run = run,
};
