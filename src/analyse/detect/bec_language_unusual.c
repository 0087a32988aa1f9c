/* bec_language_unusual.c - a mail in another language than this house expects (B34).
 *
 * Rule: the context names the expected languages and the newest text (at least 40 bytes) is in another one
 * that was recognised.  Context only: it never alarms.
 * Not found (known): houses that did not say what they expect. */
#include "analyse/detector.h"
#include "base/text.h"

enum { SHOWN = 120 };

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	const struct context *c = t->context;

	for (size_t i = 0; i < t->count && c->expected_language_count > 0; i++) {
		const struct message *m = &t->messages[i];
		bool expected = m->mail->language.n == 0 || m->mail->text_newest.n < 40;
		struct evidence e;

		for (size_t k = 0; k < c->expected_language_count; k++)
			expected |= str_eq(c->expected_languages[k], m->mail->language);
		if (expected)
			continue;
		e = evidence_text(d->arena, m, i, 0, utf8_cut(m->mail->text, SHOWN).n);
		e.expected = c->expected_languages[0];
		e.expected_from = STR("context: expected_languages");
		finding_words(detection_add(d, self, STRENGTH_CONTEXT, i, e),
		    arena_printf(d->arena, "@language-" STR_FMT, STR_ARG(m->mail->language)),
		    arena_printf(d->arena, "@language-" STR_FMT, STR_ARG(c->expected_languages[0])), STR_NONE, STR_NONE);
	}
}

const struct detector detector_bec_language_unusual = {
	.id = "bec.language.unusual",
	.family = "novelty",
	.tricks = "B34",
	.attack = "",
	.report_section = "J-CSIP 2019Q3, 3.2",
	.strong_alone = false,
	.run = run,
};
