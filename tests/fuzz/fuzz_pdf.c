/* fuzz_pdf.c - any bytes scanned as a PDF. */
#include "fuzz.h"

#include "parse/paper/paper.h"

static void read_any(struct arena *a, struct str s)
{
	struct paper *p = ARENA_NEW(a, struct paper);
	struct str texts[6];
	size_t page, line;

	*p = (struct paper){ .kind = PAPER_PDF, .created_ms = TIME_NONE, .modified_ms = TIME_NONE };
	paper_read_pdf(a, p, s);
	memcpy(texts, (struct str[]){ p->title, p->author, p->creator, p->producer, p->created_text, p->modified_text }, sizeof texts);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert(texts[i].p == NULL || utf8_valid(texts[i]));
	for (size_t i = 0; i < p->font_count; i++)
		assert(utf8_valid(p->fonts[i]) && p->fonts[i].n > 0);
	for (size_t i = 0; i < p->uri_count; i++)
		assert(utf8_valid(p->uris[i]));
	for (size_t i = 0; i < p->embedded_count; i++)
		assert(utf8_valid(p->embedded[i]));
	for (size_t i = 0; i < p->revision_count; i++)
		assert(p->revisions[i].from <= s.n && p->revisions[i].to <= s.n && utf8_valid(p->revisions[i].fonts));
	assert(p->font_count <= PAPER_FONTS && p->revision_count <= PAPER_REVISIONS && p->uri_count <= PAPER_NAMED);
	/* a tool may say anything */
	paper_take_text(a, p, s);
	assert(utf8_valid(p->text) && p->text.n <= PAPER_TEXT);
	paper_line(p, p->text.n / 2, &page, &line);
	assert(page >= 1 && line >= 1);
}

FUZZ_TARGET
