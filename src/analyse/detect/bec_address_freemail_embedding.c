/* bec_address_freemail_embedding.c - a partner's address rebuilt inside a free-mail address (B02, B03).
 *
 * alice@a-company.co.jp writes; later alice.a-company.jp@freemail.example joins.
 * Rule: the domain hands out mailboxes to anybody, and the local part without its separators holds
 * both the local part (4 letters or more, tokens in any order) and the first domain label (4 or
 * more) of somebody the thread, a quote or the context knows.
 * Shorter names count where they, the firm and parts of a domain are all there is.  Strong in From or
 * Reply-To (not in what a mailing list sets), medium where it only stands among the recipients.
 * Not found (known): transliterated names, firms shorter than four letters; a mail whose
 * genuine counterpart stands among its own recipients (a private mailbox writing to its owner). */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->book->imitation_count; i++) {
		const struct imitation *im = &t->book->imitations[i];
		const struct known_address *real = &t->book->known[im->real];
		bool writes = str_starts(im->where, STR("header:From")) || str_starts(im->where, STR("header:Reply"));
		struct evidence e = { .message = im->message, .where = im->where, .at = im->at, .found = im->fake,
			.expected = real->address };

		if (im->kind != IMITATES_EMBEDDED || (t->messages[im->message].features.is_list && !str_starts(im->where, STR("header:From"))))
			continue;
		e.expected_from = source_text(d->arena, &real->source);
		finding_words(detection_add(d, self, writes ? STRENGTH_STRONG : STRENGTH_MEDIUM, im->message, e), im->fake,
		    real->address, STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_address_freemail_embedding = {
	.id = "bec.address.freemail-embedding",
	.family = "identity",
	.tricks = "B02 B03",
	.attack = "T1656 T1585.002",
	.report_section = "J-CSIP 2019Q3, 3.1 (2)",
	.strong_alone = true,
	.run = run,
};
