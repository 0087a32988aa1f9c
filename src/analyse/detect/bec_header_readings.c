/* bec_header_readings.c - who the sender is depends on the program that shows the mail (B48).
 *
 * Several From fields or mailboxes, a NUL byte, two addresses in brackets, an encoded word inside an
 * address, characters nobody sees in the name: one reader shows the partner, another answers the forger.
 * Rule: the mail reader noted such a thing in From (docs/defects.md).  Medium where two readings lie in
 * different houses, where the name without its invisible characters is known to thread or context, or where its letters are turned round;
 * else weak; lists are left out.
 * Not found (known): Sender and Return-Path of another house than From: lists and mail services do that
 * all day (57-97 % of list mail). */
#include "analyse/detector.h"

static bool is_ambiguity(const char *id)
{
	static const char *const ids[] = { "header.from.duplicate", "header.from.several", "address.two-angles", "address.nul",
		"address.encoded-word", "address.name.invisible", "header.nul" };

	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

static const struct header *from_header_at(const struct mail *m, struct span at)
{
	for (const struct header *h = mail_header(m, "From", NULL); h != NULL; h = mail_header(m, "From", h))
		if (at.offset < h->at.offset + h->at.length && h->at.offset < at.offset + (at.length > 0 ? at.length : 1))
			return h;
	return NULL;
}

/* Two addresses among all readings that lie in different houses. */
static bool houses_differ(struct detection *d, const struct thread *t, const struct mail *m)
{
	struct str first = m->from.count > 0 ? m->from.list[0].domain : STR("");

	for (size_t i = 1; i < m->from.count && i < 20; i++)
		if (m->from.list[i].domain.n > 0 && !same_side(d->arena, t->context, first, m->from.list[i].domain))
			return true;
	for (size_t i = 0; i < m->from_reading_count && i < 20; i++) {
		struct str reading = m->from_readings[i];
		long long at = str_rfind_char(reading, '@');
		struct str domain = at >= 0 ? str_from(reading, (size_t)at + 1) : STR("");
		size_t n = 0;

		while (n < domain.n && (ascii_alpha((unsigned char)domain.p[n]) || ascii_digit((unsigned char)domain.p[n]) ||
		    domain.p[n] == '.' || domain.p[n] == '-'))
			n++;
		domain = arena_lower(d->arena, str_at(domain, 0, n));
		if (domain.n > 0 && first.n > 0 && !same_side(d->arena, t->context, first, domain))
			return true;
	}
	return false;
}

static bool name_is_known(struct detection *d, const struct thread *t, const struct mail *m)
{
	struct str key = m->from.count > 0 ? name_key(d->arena, m->from.list[0].name) : STR("");

	for (size_t i = 0; key.n >= 5 && i < t->book->known_count; i++)
		if (str_eq(t->book->known[i].name_key, key) && !str_ieq(t->book->known[i].address, m->from.list[0].address))
			return true;
	return false;
}

/* Letters turned round (U+202D, U+202E): the name shows what its bytes do not say, and no script needs that. */
static bool is_turned(const struct mail *m)
{
	struct str name = m->from.count > 0 ? m->from.list[0].name : STR("");

	return str_has(name, STR("\u202d")) || str_has(name, STR("\u202e"));
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct mail *m = t->messages[i].mail;

	for (size_t k = 0; k < m->defect_count; k++) {
		const struct header *h = is_ambiguity(m->defects[k].id) ? from_header_at(m, m->defects[k].at) : NULL;
		bool unseen = strcmp(m->defects[k].id, "address.name.invisible") == 0;

		if (h == NULL)
			continue;
		finding_words(detection_add(d, self, houses_differ(d, t, m) || (unseen && (name_is_known(d, t, m) || is_turned(m))) ?
		    STRENGTH_MEDIUM : STRENGTH_WEAK, i, evidence_header(d->arena, &t->messages[i], i, h)), arena_printf(d->arena, "@reading-%s", m->defects[k].id),
		    STR_NONE, STR_NONE, STR_NONE);
		return;
	}
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (!t->messages[i].features.is_list)
			check(self, d, t, i);
}

const struct detector detector_bec_header_readings = {
	.id = "bec.header.readings",
	.family = "identity",
	.tricks = "B48",
	.attack = "T1672",
	.report_section = "mail-analysis.md 49",
	.strong_alone = false,
	.run = run,
};
