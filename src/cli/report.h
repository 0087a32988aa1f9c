/* report.h - what the two files of noroshi report share. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "cli/preset.h"
#include "report/report.h"

struct report_options {
	struct preset_options preset;
	struct str hub, recorded, format, output, as, item, value, slot, file;
	bool json, now_known, about, dry_run;
};

/* Is it table, html, csv or json? */
int report_format_known(struct str format, struct err *e) MUST_CHECK;
/* The period and the instant that the options name. */
int report_order_of(const struct report_options *o, const struct hub *hub, long long now_ms, struct report_order *order,
    struct err *e) MUST_CHECK;
/* "opening set|list|import FILE", "choose", "choices": what people enter. */
int report_enter(struct arena *a, struct hub *hub, const struct report_options *o, const struct str_list *operands,
    const struct act *by, struct err *e) MUST_CHECK;

#endif
