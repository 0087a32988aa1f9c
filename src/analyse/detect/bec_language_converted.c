/* bec_language_converted.c - Japanese with characters that no Japanese keyboard writes (B35).
 *
 * Text that was put into Japanese elsewhere keeps shapes of the simplified Chinese script.
 * Rule: the newest text has at least twenty kana and at least two different simplified characters (a list
 * of the most frequent that JIS X 0208 does not have).  Context only: it never alarms.
 * Not found (known): smooth translations, which are most by now. */
#include "analyse/detector.h"
#include "base/text.h"

enum { KANA_LEAST = 20, TEXT_MOST = 16 << 10 };

static bool is_simplified(struct str character)
{
	static const char list[] = "们这请您让说话问间为业对开关办账资换经员联续费现进过发产务亲爱谢项编银汇订单";

	return character.n == 3 && str_has((struct str){ list, sizeof list - 1 }, character);
}

static void check(const struct detector *self, struct detection *d, const struct thread *t, size_t i)
{
	const struct message *m = &t->messages[i];
	struct str text = utf8_cut(m->mail->text, TEXT_MOST), first = STR_NONE, second = STR_NONE;
	size_t kana = 0, first_at = 0;

	if (ascii_length(text) == text.n)
		return;
	for (size_t at = 0; at < text.n && second.p == NULL;) {
		size_t from = at;
		uint32_t c = utf8_next(text, &at);
		struct str character = str_at(text, from, at - from);

		kana += text_is_kana(c);
		if (c < 0x4e00 || c > 0x9fff || !is_simplified(character))
			continue;
		if (first.p == NULL) {
			first = character;
			first_at = from;
		} else if (!str_eq(first, character)) {
			second = character;
		}
	}
	for (size_t at = 0; second.p != NULL && at < text.n && kana < KANA_LEAST;)
		kana += text_is_kana(utf8_next(text, &at));
	if (second.p == NULL || kana < KANA_LEAST)
		return;
	finding_words(detection_add(d, self, STRENGTH_CONTEXT, i, evidence_text(d->arena, m, i, first_at, first_at + first.n)), first, second,
	    STR_NONE, STR_NONE);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->messages[i].mail->text.n > 0)
			check(self, d, t, i);
}

const struct detector detector_bec_language_converted = {
	.id = "bec.language.converted",
	.family = "novelty",
	.tricks = "B35",
	.attack = "",
	.report_section = "J-CSIP, traces of machine conversion",
	.strong_alone = false,
	.run = run,
};
