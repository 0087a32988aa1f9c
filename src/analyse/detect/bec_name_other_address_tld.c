/* bec_name_other_address_tld.c - and the shown address is not even the right one (B08).
 *
 * The address in the display name lies under a domain that is itself built after a known one
 * (a-company.example known, a-company.test shown): who types it by hand answers the forger.
 * Rule: B07, and the shown domain has the label of a known domain under another suffix, or looks
 * like it.  Strong.
 * Not found (known): where neither thread nor context knows the genuine domain. */
#include "analyse/detector.h"
#include "analyse/shown_address.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct mailboxes *from = &t->messages[i].mail->from;

		for (size_t n = 0; n < from->count && n < 20; n++) {
			const struct known_address *real;
			struct shown_address shown;
			struct str where = arena_printf(d->arena, "header:From[%zu]", n);
			struct evidence e;

			if (!shown_address_find(d->arena, t, &from->list[n], &shown) || shown.variant_of < 0)
				continue;
			real = &t->book->known[shown.variant_of];
			e = (struct evidence){ .message = i, .where = where, .at = from->list[n].name_at,
				.found = shown.address, .expected = real->address,
				.expected_from = source_text(d->arena, &real->source) };
			finding_words(detection_add(d, self, t->messages[i].features.is_list ? STRENGTH_CONTEXT : STRENGTH_STRONG,
			    i, e), shown.address, real->domain, from->list[n].address, STR_NONE);
			detection_indicator(d, "email", shown.address, ROLE_SUSPECT, i, where);
			detection_indicator(d, "domain", shown.domain, ROLE_SUSPECT, i, where);
		}
	}
}

const struct detector detector_bec_name_other_address_tld = {
	.id = "bec.name.other-address-tld",
	.family = "identity",
	.tricks = "B08",
	.attack = "T1656",
	.report_section = "J-CSIP 2019Q3, 3.2",
	.strong_alone = true,
	.run = run,
};
