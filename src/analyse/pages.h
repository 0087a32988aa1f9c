/* pages.h - the web pages that came as files: attached, inside an archive, saved by a browser (HTML, MHTML), or
 * handed in alone. */
#ifndef ANALYSE_PAGES_H
#define ANALYSE_PAGES_H

#include "analyse/detector.h"
#include "parse/page.h"

enum { PAGES_MOST = 50 };

struct page_found {
	const struct page *page;
	size_t message;
	int part;                       /* -1: handed in alone */
	struct str name;                /* the file's; "" */
	struct str location;            /* where the browser found it (MHTML), or what it says about that itself; "" */
	bool captured;                  /* saved as MHTML: the mail is the capture */
	bool packed;                    /* lay in an archive */
	bool whole;                     /* evidence offsets are the page's own (handed in alone) */
	bool is_svg;
};

struct pages {
	struct page_found *list;
	size_t count, room;
};

/* Every page of the thread, read once per call. */
struct pages pages_of(struct arena *a, const struct thread *t);
/* Evidence for a piece of a page. */
struct evidence page_evidence(struct arena *a, const struct thread *t, const struct page_found *p, const struct page_piece *piece);

#endif
