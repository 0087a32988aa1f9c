/* content_html_smuggling.c - a page that makes a file or another page out of itself once it is opened, past
 * every filter on the way.
 *
 * Rule: a page that is attached, packed into an archive or handed in alone, whose script decodes (atob,
 * unescape, fromCharCode) and makes a file of it (Blob, an object URL, a download of data:), or writes the decoded
 * page; or an SVG with script.  Medium; weak for a data: page without script.
 * Not found (known): scripts that hide these words from a plain search. */
#include "analyse/pages.h"

static int strength_of(const struct page_found *p)
{
	unsigned does = p->page->does;

	if (((does & PAGE_MAKES_FILE) != 0 && (does & (PAGE_DECODES | PAGE_DATA_URL)) != 0) ||
	    ((does & PAGE_DECODES) != 0 && (does & PAGE_WRITES) != 0 && p->page->layers > 1) ||
	    (p->is_svg && (does & PAGE_SCRIPTS) != 0))
		return STRENGTH_MEDIUM;
	return (does & PAGE_DATA_URL) != 0 ? STRENGTH_WEAK : -1;
}

static void run(const struct detector *self, struct detection *d, const struct thread *t)
{
	struct pages pages = pages_of(d->arena, t);

	for (size_t i = 0; i < pages.count; i++) {
		const struct page_found *p = &pages.list[i];
		int strength = strength_of(p);
		struct page_piece doing = p->page->doing;

		/* a page that stands on the web may do so: handed in alone or saved, it is none of a mail's parts */
		if (strength < 0 || (p->location.n > 0 && !p->whole))
			continue;
		if (doing.to == 0)
			doing = (struct page_piece){ STR("<script>"), 0, 0 };
		if (doing.to == 0 && p->whole)
			doing.to = 1;
		finding_words(detection_add(d, self, (enum strength)strength, p->message, page_evidence(d->arena, t, p, &doing)),
		    p->name.n > 0 ? p->name : STR("@page-alone"), doing.value, STR_NONE, STR_NONE);
	}
}

const struct detector detector_content_html_smuggling = {
	.id = "content.html.smuggling",
	.family = "content",
	.tricks = "",
	.attack = "T1027.006",
	.report_section = "mail-analysis.md 40",
	.strong_alone = false,
	.run = run,
};
