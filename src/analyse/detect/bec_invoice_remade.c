/* bec_invoice_remade.c - a document was made anew, or changed after it was made (B21).
 *
 * Signs against an earlier document of the same counterparty that is written alike: another producer, another
 * program, another time zone, other fonts.  Signs in a PDF alone: a revision was appended that draws a page anew
 * with a font that the file did not have, or long after its date of making; signatures and filled forms are
 * none.  One sign is weak, two are medium where the mail plays somebody.  Programs change and offices scan: it
 * never stands for itself.
 * Not found (known): a file made with the issuer's own program; metadata that were removed or copied. */
#include "analyse/invoices.h"

enum { LATER_MS = 3600 * 1000 };

static bool differ(struct str x, struct str y)
{
	return x.n > 0 && y.n > 0 && !str_eq(x, y);
}

static bool has_font(const struct paper *p, struct str name)
{
	for (size_t i = 0; i < p->font_count; i++)
		if (str_eq(p->fonts[i], name))
			return true;
	return false;
}

/* The first font that the earlier document does not have; "" */
static struct str other_font(const struct paper *now, const struct paper *before)
{
	for (size_t i = 0; i < now->font_count && before->font_count > 0; i++)
		if (!has_font(before, now->fonts[i]))
			return now->fonts[i];
	return STR("");
}

struct signs {
	struct detection *d;
	struct evidence first;
	struct evidence more[8];
	size_t count;
};

static void add(struct signs *s, struct evidence e, struct str found, struct str expected, struct str from)
{
	e.found = found;
	if (expected.n > 0) {
		e.expected = expected;
		e.expected_from = from;
	}
	e.no_offset = true;
	if (s->count < sizeof s->more / sizeof s->more[0])
		s->more[s->count++] = e;
}

/* What was appended to the file later: a page that is drawn anew with a new font, or long after. */
static void look_inside(struct signs *s, const struct paper *p, struct evidence e)
{
	bool later = p->created_ms != TIME_NONE && p->modified_ms != TIME_NONE && p->modified_ms - p->created_ms > LATER_MS;

	for (size_t i = 0; i < p->revision_count; i++) {
		const struct paper_revision *r = &p->revisions[i];

		if (!r->content || r->signature || (r->fonts.n == 0 && !later))
			continue;
		add(s, e, arena_printf(s->d->arena, "%%%%EOF +%zu%s" STR_FMT, i + 1, r->fonts.n > 0 ? ", " : "", STR_ARG(r->fonts)), STR(""), STR(""));
		if (later)
			add(s, e, p->modified_text, p->created_text, STR("CreationDate"));
		return;
	}
}

static void compare(struct signs *s, const struct paper *now, const struct paper *before, struct evidence e, struct str from)
{
	struct str font = other_font(now, before);

	if (now->kind != before->kind)
		return;
	if (differ(now->producer, before->producer))
		add(s, e, now->producer, before->producer, from);
	if (differ(now->creator, before->creator))
		add(s, e, now->creator, before->creator, from);
	if (now->created_ms != TIME_NONE && before->created_ms != TIME_NONE && now->created_zone != before->created_zone)
		add(s, e, now->created_text, before->created_text, from);
	if (differ(now->modified_by, before->modified_by))
		add(s, e, now->modified_by, before->modified_by, from);
	if (font.n > 0)
		add(s, e, font, before->fonts[0], from);
}

static void report(const struct detector *self, struct signs *s, size_t message, bool suspect, bool compared)
{
	struct finding *f;
	enum strength strength = s->count >= 2 && suspect ? STRENGTH_MEDIUM : STRENGTH_WEAK;

	/* one program more in a house is nothing yet */
	if (s->count == 0 || (compared && s->count < 2 && !suspect))
		return;
	f = detection_add(s->d, self, strength, message, s->more[0]);
	finding_words(f, s->more[0].found, s->more[0].expected.n > 0 ? s->more[0].expected : STR("@paper-as-made"),
	    arena_printf(s->d->arena, "%zu", s->count), STR_NONE);
	for (size_t i = 1; i < s->count; i++)
		finding_add_evidence(s->d, f, s->more[i]);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct invoices list = invoices_collect(d->arena, t);

	if (t->paper != NULL) {
		struct signs s = { .d = d };

		look_inside(&s, t->paper, invoices_about(d->arena, t, 0, -1, t->paper, STR("")));
		report(self, &s, 0, false, false);
	}
	for (size_t i = 0; i < list.count; i++) {
		const struct invoice *now = &list.list[i], *before = now->message >= 0 ? invoices_earlier(&list, i) : NULL;
		struct signs s = { .d = d };
		struct evidence e;

		if (now->message < 0)
			continue;
		e = invoices_about(d->arena, t, now->message, now->part, now->paper, STR(""));
		look_inside(&s, now->paper, e);
		if (before != NULL)
			compare(&s, now->paper, before->paper, e, invoices_source(d->arena, t, before));
		report(self, &s, (size_t)now->message, t->book->changes[now->message].suspect, before != NULL);
	}
}

const struct detector detector_bec_invoice_remade = {
	.id = "bec.invoice.remade",
	.family = "novelty",
	.tricks = "B21",
	.attack = "T1565.001",
	.report_section = "J-CSIP 2019Q3, 3.1 (1)",
	.strong_alone = false,
	.run = run,
};
