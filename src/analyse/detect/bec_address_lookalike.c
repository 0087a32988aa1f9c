/* bec_address_lookalike.c - a domain one or two letters away from a known one, or the same picture (B04).
 *
 * Rule: Damerau distance 1 (2 from nine letters on) between the first labels, labels of 5 letters or more;
 * or the same picture (data/lookalike.csv: rn = m, vv = w, cl = d, 0 = o, 1 = i = l, hyphens dropped), from
 * seven letters on also but for one letter; or the firm's name with an affix ("-group", "-jp") where a
 * person known there is played.  Strong where the part before the @ or the display name is a known
 * person's too, else medium; weak among the recipients, and for an affix without a person.
 * Not found (known): short labels.  Two firms whose names are one letter apart are taken for imitation
 * until the context lists both. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	imitations_report(self, d, t, IMITATES_LOOKALIKE);
	imitations_report(self, d, t, IMITATES_AFFIX);
}

const struct detector detector_bec_address_lookalike = {
	.id = "bec.address.lookalike",
	.family = "identity",
	.tricks = "B04",
	.attack = "T1656 T1583.001",
	.report_section = "IPA 2017, look-alike domains",
	.strong_alone = false,
	.run = run,
};
