/* bec_name_other_address.c - the display name shows an address, the mail comes from another (B07).
 *
 * From: "Taro Yamada - yamada@a-company.example" <x@elsewhere.example>
 * Rule: an address (also with a full-width at sign) stands in the display name of From and belongs
 * to another house than the real one.  Strong where the shown address, its domain or the name is
 * known (context, thread), or the real domain is free mail; else medium; lists, bulk senders and
 * "via" are context only.
 * Not found (known): addresses broken up by spaces or brackets. */
#include "analyse/detector.h"
#include "analyse/shown_address.h"

static enum strength strength_of(const struct thread *t, size_t i, const struct shown_address *shown,
    const struct mailbox *from)
{
	const struct features *f = &t->messages[i].features;

	if (f->is_list || f->is_bulk || str_ihas(from->name, STR(" via ")))
		return STRENGTH_CONTEXT;
	return shown->known >= 0 || shown->variant_of >= 0 || is_free_mail(t->context, from->domain) ? STRENGTH_STRONG :
	                                                                                              STRENGTH_MEDIUM;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct mailboxes *from = &t->messages[i].mail->from;

		for (size_t n = 0; n < from->count && n < 20; n++) {
			struct shown_address shown;
			struct evidence e;

			if (!shown_address_find(d->arena, t, &from->list[n], &shown))
				continue;
			e = (struct evidence){ .message = i, .where = arena_printf(d->arena, "header:From[%zu]", n),
				.at = from->list[n].name_at, .found = shown.address, .expected = from->list[n].address,
				.expected_from = arena_printf(d->arena, "message %zu, header:From[%zu]", i, n) };
			finding_words(detection_add(d, self, strength_of(t, i, &shown, &from->list[n]), i, e), shown.address,
			    from->list[n].address, STR_NONE, STR_NONE);
		}
	}
}

const struct detector detector_bec_name_other_address = {
	.id = "bec.name.other-address",
	.family = "identity",
	.tricks = "B07",
	.attack = "T1656 T1672",
	.report_section = "J-CSIP 2019Q3, 3.2",
	.strong_alone = true,
	.run = run,
};
