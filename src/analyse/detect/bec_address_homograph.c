/* bec_address_homograph.c - a domain of other letters that looks like a known one (B06).
 *
 * a-company.example is known; somebody writes from xn--..., which readers see as "a-company" with a
 * Cyrillic or Greek letter, a letter with a dot below, or a kana for a kanji.
 * Rule: the label is an IDN, and its picture (data/lookalike.csv, then ICU's confusables, by small letters
 * and by capitals) is that of a known label, or one letter away.  Strong where a person known there is
 * played, else medium; weak among the recipients.
 * Not found (known): labels of pictures nobody listed; a firm's own IDN is taken for an imitation until
 * the context lists it. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	imitations_report(self, d, t, IMITATES_HOMOGRAPH);
}

const struct detector detector_bec_address_homograph = {
	.id = "bec.address.homograph",
	.family = "identity",
	.tricks = "B06",
	.attack = "T1656 T1583.001",
	.report_section = "product.md 2.4, B06",
	.strong_alone = false,
	.run = run,
};
