/* chapter_outlook.c - end of chapter 2: what the later chapters tell, where there is something to tell. */
#include "report/report.h"

static long long damages(const struct column *c)
{
	long long n = 0;

	for (size_t i = 0; i < c->list.count; i++)
		n += c->list.rows[i].class.p != NULL && str_eq(c->list.rows[i].class, STR("bec")) &&
		    c->list.rows[i].damage.p != NULL && str_eq(c->list.rows[i].damage, STR("money"));
	return n;
}

void chapter_counts_outlook(struct doc *d, struct records *r)
{
	long long hurt = damages(records_now(r));

	if (r->bec > 0 && hurt > 0)
		doc_paragraph(d, SAY(d, "report.ch2.bec.damage", doc_number(d, r->bec), d->this_period, doc_number(d, hurt)), false);
	else if (r->bec > 0)
		doc_paragraph(d, SAY(d, "report.ch2.bec", doc_number(d, r->bec), d->this_period), false);
	if (r->sightings > 0)
		doc_paragraph(d, SAY(d, "report.ch2.probing"), false);
	if (r->phishing > 0)
		doc_paragraph(d, SAY(d, "report.ch2.phishing"), false);
}
