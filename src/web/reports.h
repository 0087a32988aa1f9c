/* reports.h - the parts of the report's page. */
#ifndef WEB_REPORTS_H
#define WEB_REPORTS_H

#include "report/closing.h"
#include "report/corrections.h"
#include "web/web.h"

struct report_page;

/* The checks before publication (report_checks.c); f->query is set. */
int report_checks_show(struct web_call *c, struct report_page *f, struct doc *ja, struct doc *en, struct records *r, struct err *e) MUST_CHECK;
void report_unsettled_show(struct web_call *c, struct report_page *f, const struct unsettled list[UNSETTLED_KINDS]);

/* In which sentences it differs from the report of the period before (report_changes.c). */
int report_changes_show(struct web_call *c, struct report_page *f, const struct period *p, struct doc *now, const struct period *before, struct err *e)
    MUST_CHECK;
void report_places_show(struct web_call *c, const struct correction_places *places, struct report_place **list_r, size_t *n_r);
int report_errata_show(struct web_call *c, struct report_page *f, const struct closing *k, struct err *e) MUST_CHECK;

/* How a deed of the page ends: it goes on, or the refusal stands above the page. */
int report_ended(struct web_call *c, const struct period *p, int status, const struct err *why, const char *done, struct err *e) MUST_CHECK;

#endif
