/* bec_timing_promise.c - right after "I will send it shortly" somebody else delivers (B13).
 *
 * Rule: a genuine mail promises to send something (phrase list "promise", ja and en); within 48 hours a
 * mail plays the same person from another address or over a foreign route.  Medium within six
 * hours or where that mail says that it delivers (list "fulfilment") or has an attachment, else weak.
 * Not found (known): promises in other words, or made by telephone; a colleague who delivers from his
 * own genuine address is no intruder. */
#include "analyse/promises.h"
#include "base/time.h"

/* The promised item came twice: the genuine delivery, where it is at hand. */
static void add_genuine_delivery(struct detection *d, struct finding *f, const struct thread *t, size_t promised, struct str address)
{
	int kept = promise_kept(t, promised, address);

	if (kept >= 0)
		finding_add_evidence(d, f, evidence_mailbox(d->arena, (size_t)kept, "From", 0,
		    &t->messages[kept].mail->from.list[0]));
}

static void report(const struct detector *self, struct detection *d, const struct thread *t, size_t promised, size_t k,
    long long ms)
{
	const struct message *m = &t->messages[k];
	const struct mailbox *from = &m->mail->from.list[0];
	struct evidence first = evidence_mailbox(d->arena, k, "From", 0, from);
	enum strength strength = ms <= 6LL * MS_HOUR || message_delivers(m) ? STRENGTH_MEDIUM : STRENGTH_WEAK;
	bool in_hours = ms >= 3LL * MS_HOUR;
	struct finding *f;

	first.expected = t->messages[promised].mail->from.list[0].address;
	first.expected_from = arena_printf(d->arena, "message %zu, header:From[0]", promised);
	f = detection_add(d, self, strength, k, first);
	finding_words(f, arena_printf(d->arena, "%lld", in_hours ? (ms + MS_HOUR / 2) / MS_HOUR : ms / MS_MINUTE), first.expected,
	    str_ieq(first.expected, from->address) ? STR("@same-address-elsewhere") : from->address,
	    in_hours ? STR("@unit-hours") : STR("@unit-minutes"));
	finding_add_evidence(d, f, evidence_phrase(d->arena, &t->messages[promised], promised,
	    message_phrase(&t->messages[promised], "promise")));
	add_genuine_delivery(d, f, t, promised, first.expected);
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	for (size_t k = 1; k < t->count; k++) {
		const struct change_set *c = &t->book->changes[k];
		long long ms;
		int promised;

		if (c->impersonates < 0 || t->messages[k].when_ms == TIME_NONE || t->messages[k].mail->from.count == 0)
			continue;
		promised = promise_before(t, k, t->book->known[c->impersonates].address);
		if (promised < 0)
			continue;
		ms = t->messages[k].when_ms - t->messages[promised].when_ms;
		if (ms >= 0 && ms <= 2LL * MS_DAY)
			report(self, d, t, (size_t)promised, k, ms);
	}
}

const struct detector detector_bec_timing_promise = {
	.id = "bec.timing.promise",
	.family = "novelty",
	.tricks = "B13",
	.attack = "T1656",
	.report_section = "J-CSIP 2019Q3, 3.1 (1)",
	.strong_alone = false,
	.run = run,
};
