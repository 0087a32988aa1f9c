/* chapter_outlook.c - end of chapter 2: what the later chapters tell, where there is something to tell. */
#include "report/report.h"

void chapter_counts_outlook(struct doc *d, struct records *r)
{
	long long hurt = chapter_bec_damages(r);
	struct str n = doc_number(d, r->bec), chapter = doc_number(d, r->chapter.bec);

	if (r->bec > 0 && hurt > 0)
		doc_paragraph(d, SAY(d, "report.ch2.bec.damage", n, d->this_period, doc_number(d, hurt), chapter), false);
	else if (r->bec > 0)
		doc_paragraph(d, SAY(d, "report.ch2.bec", n, d->this_period, chapter), false);
	if (r->chapter.probing > 0)
		doc_paragraph(d, SAY(d, "report.ch2.probing", doc_number(d, r->chapter.probing)), false);
	if (r->chapter.lure > 0)
		doc_paragraph(d, SAY(d, "report.ch2.phishing.told", doc_number(d, r->chapter.lure), d->this_period), false);
	else if (r->phishing > 0)
		doc_paragraph(d, SAY(d, "report.ch2.phishing", doc_number(d, r->phishing)), false);
}
