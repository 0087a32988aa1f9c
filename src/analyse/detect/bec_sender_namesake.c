/* bec_sender_namesake.c - somebody who wrote in this thread suddenly writes from an unrelated address.
 *
 * Rule: the display name equals that of an earlier author of the thread (or, from free mail, of somebody of the own side), the address belongs to
 * another house, and the earlier address is no recipient of the mail.  Medium from a free-mail
 * address, else weak: people do have a second mailbox, and some names are common.
 * Not found (known): names written differently, threads whose mails carry no display names. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->book->imitation_count; i++) {
		const struct imitation *im = &t->book->imitations[i];
		const struct known_address *real = &t->book->known[im->real];
		struct evidence e = { .message = im->message, .where = im->where, .at = im->at, .found = im->fake,
			.expected = real->address };

		if (im->kind != IMITATES_NAME || t->messages[im->message].features.is_list)
			continue;
		e.expected_from = source_text(d->arena, &real->source);
		finding_words(detection_add(d, self, is_free_mail(t->context, im->fake_domain) ? STRENGTH_MEDIUM :
		    STRENGTH_WEAK, im->message, e), real->name, im->fake, real->address, STR_NONE);
	}
}

const struct detector detector_bec_sender_namesake = {
	.id = "bec.sender.namesake",
	.family = "identity",
	.tricks = "",
	.attack = "T1656",
	.report_section = "J-CSIP 2019Q3, 3.1",
	.strong_alone = false,
	.run = run,
};
