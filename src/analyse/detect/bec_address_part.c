/* bec_address_part.c - the real domain stands inside another one (B06).
 *
 * a-company.co.jp is known; somebody writes from a-company.co.jp.mail-check.test, or from
 * a-company-co-jp.test: a narrow window shows only the part that is right.
 * Rule: the whole registrable domain of a known address stands in the sender's domain in front of more
 * labels, or is one of its labels with hyphens (or nothing) for the dots.  Strong where a person known
 * there is played, else medium; weak among the recipients.
 * Not found (known): the firm's name alone as a sub-label (tenants of a service are called so). */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	imitations_report(self, d, t, IMITATES_PART);
}

const struct detector detector_bec_address_part = {
	.id = "bec.address.part",
	.family = "identity",
	.tricks = "B06",
	.attack = "T1656 T1583.001",
	.report_section = "product.md 2.4, B06",
	.strong_alone = false,
	.run = run,
};
