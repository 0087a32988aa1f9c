/* out_html.c - the document as one HTML page for screen and print; nothing is loaded. */
#include "report/page.h"
#include "report/report.h"
#include "report/templates.h"

/* Chapters that go on where the one before ended share its sheet. */
static void sheets(struct doc *d, struct page *p)
{
	p->sheets = ARENA_ARRAY(d->arena, struct sheet, d->chapters_count + 1);
	for (size_t i = 0; i < d->chapters_count; i++) {
		if (p->sheets_count > 0 && d->chapters[i].same_page) {
			p->sheets[p->sheets_count - 1].chapters_count++;
			continue;
		}
		p->sheets[p->sheets_count++] = (struct sheet){ &d->chapters[i], 1 };
	}
}

void report_html_page(struct doc *d, struct buf *out)
{
	struct page p = { .title = d->title, .period_label = d->period_label, .issued = d->issued, .running = d->running,
		.hub_name = d->hub_name };

	sheets(d, &p);
	html_report(out, d->lang, &p);
}
