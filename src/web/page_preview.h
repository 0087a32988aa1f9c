/* page_preview.h - what html/preview.html is given: the page with the frame, and what stands in it. */
#ifndef WEB_PAGE_PREVIEW_H
#define WEB_PAGE_PREVIEW_H

#include "web/page_submission.h"

struct preview_page { struct str name, base, mail, frame, back; };

struct view_span {
	struct run *runs;
	size_t runs_count;
	struct str target;              /* defanged; "" */
	const char *style;              /* classes: "b i hidden" */
	bool link, image, field, frame, cell;
};
struct view_block {
	struct view_span *spans;
	size_t spans_count;
	const char *kind;               /* class: text heading item pre rule row */
	int quote;
};
struct view_page {
	struct view_block *blocks;
	size_t blocks_count;
	struct str title, problem;
	bool cut;
};

#endif
