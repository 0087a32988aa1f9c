/* check.h - does the report name anybody?  The words of its later chapters against every protected term. */
#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H

#include "anonymise/leak.h"
#include "report/doc.h"
#include "report/records.h"
#include "store/hub.h"

/* Names, domains, people and addresses of the registry and of the told cases in chapters 2 and later; the place of a hit is its
 * chapter's title.  SIGs are named in the report, and made-up addresses stand in it: they are no hits. */
/* Is this hit a name, domain, person or address? */
bool report_names(const struct leak_hit *h);
int report_check(const struct hub *hub, struct arena *a, struct doc *d, struct records *r, struct leak_hits *hits_r, struct err *e) MUST_CHECK;

#endif
