/* bec_address_tld.c - a known firm's name under another suffix (B05).
 *
 * a-company.co.jp is known; somebody writes from a-company.com.
 * Rule: the first label is the same (4 letters or more), the public suffix another, and the context
 * does not list both domains for one organisation; the suffix may be a service's that gives its
 * customers names (data/tenant_suffixes.csv).  Strong where the part before the @ or the display name is a
 * known person's too, else weak: firms own several suffixes.
 * Not found (known): labels shorter than four letters.  A firm with several suffixes is taken for
 * an imitation until the context lists them. */
#include "analyse/detector.h"

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	imitations_report(self, d, t, IMITATES_TLD);
}

const struct detector detector_bec_address_tld = {
	.id = "bec.address.tld",
	.family = "identity",
	.tricks = "B05",
	.attack = "T1656 T1583.001",
	.report_section = "J-CSIP 2019Q3, 3.2",
	.strong_alone = false,
	.run = run,
};
