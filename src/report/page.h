/* page.h - the sheets of the HTML page: chapters that stand on one paper. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "report/doc.h"
#include "report/figures.h"

struct sheet { struct chapter *chapters; size_t chapters_count; };

struct page {
	struct str title, period_label, issued, running, hub_name;
	struct sheet *sheets;
	size_t sheets_count;
};

#endif
