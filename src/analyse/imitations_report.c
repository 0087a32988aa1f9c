/* imitations_report.c - what the detectors of imitated domains have in common. */
#include "analyse/detector.h"

/* A word beside a firm's name may be the firm's own daughter, another ending its own, the more so with a
 * service that gives every customer a name: only a person played there makes it a forgery. */
static enum strength strength_of(const struct imitation *im)
{
	if ((im->kind == IMITATES_AFFIX || im->kind == IMITATES_TLD) && !im->same_person)
		return STRENGTH_WEAK;
	if (!str_starts(im->where, STR("header:From")) && !str_starts(im->where, STR("header:Reply")))
		return im->same_person ? STRENGTH_MEDIUM : STRENGTH_WEAK;
	return im->same_person ? STRENGTH_STRONG : STRENGTH_MEDIUM;
}

void imitations_report(const struct detector *self, struct detection *d, const struct thread *t,
    enum imitation_kind kind)
{
	for (size_t i = 0; i < t->book->imitation_count; i++) {
		const struct imitation *im = &t->book->imitations[i];
		const struct known_address *real = &t->book->known[im->real];
		struct evidence e = { .message = im->message, .where = im->where, .at = im->at, .found = im->fake,
			.expected = real->address };

		if (im->kind != kind || t->messages[im->message].features.is_list)
			continue;
		e.expected_from = source_text(d->arena, &real->source);
		finding_words(detection_add(d, self, strength_of(im), im->message, e), im->fake, real->domain,
		    im->detail, STR_NONE);
	}
}
