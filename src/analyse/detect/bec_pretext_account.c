/* bec_pretext_account.c - why the money must go elsewhere this time (B23).
 *
 * "Our account is under audit", "the tax office has blocked it", 「監査のため使用できません」, 「お振込先が変更に」.
 * Rule: a phrase of the lists "pretext" or "account-change" in the newest text of somebody outside.  Weak;
 * it counts together with a sign about the sender.
 * Not found (known): pretexts in other words.  Real audits and real changes look alike: never alone. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct message *m = &t->messages[i];
		const struct phrase_hit *pretext = message_phrase(m, "pretext"), *change = message_phrase(m, "account-change");
		const struct phrase_hit *hit = pretext != NULL ? pretext : change;
		struct evidence e;
		struct finding *f;

		if (hit == NULL || m->features.is_list || m->features.is_bulk || m->mail->from.count == 0 || message_is_own(d->arena, t, i))
			continue;
		e = evidence_phrase(d->arena, m, i, hit);
		f = detection_add(d, self, STRENGTH_WEAK, i, e);
		finding_words(f, e.found, STR_NONE, STR_NONE, STR_NONE);
		if (pretext != NULL && change != NULL)
			finding_add_evidence(d, f, evidence_phrase(d->arena, m, i, change));
	}
}

const struct detector detector_bec_pretext_account = {
	.id = "bec.pretext.account",
	.family = "intent",
	.tricks = "B23",
	.attack = "T1657",
	.report_section = "IPA case series, pretexts",
	.strong_alone = false,
	.run = run,
};
