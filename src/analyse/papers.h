/* papers.h - the documents (PDF, Word, Excel) of a thread: each is read once, whoever attaches it.
 *
 * The text of a PDF comes from a tool that runs outside of the jailed reader.  The first run of the
 * engine names the bytes it wants read and writes no document; the second run is given the texts. */
#ifndef ANALYSE_PAPERS_H
#define ANALYSE_PAPERS_H

#include "parse/paper/paper.h"

enum { PAPERS_MOST = 200, PAPER_WANTS_MOST = 16 };

struct paper_text {
	struct str name;                /* as it was asked for: made of the SHA-256 of the bytes */
	struct str text;
	struct str limit;               /* why it is not all; "" */
	long long at;
};

/* TEXT: pdftotext; PAGES: the first two as pictures (parse/pixels.h), for codes in them. */
enum paper_tool { PAPER_TOOL_TEXT, PAPER_TOOL_PAGES };

struct paper_want {
	struct str name, bytes;
	enum paper_tool tool;
};

/* What tools said, and what is still to be asked. */
struct paper_tools {
	const struct paper_text *texts;
	size_t text_count;
	bool answered;                  /* nothing more can be asked */
	struct paper_want wants[PAPER_WANTS_MOST];
	size_t want_count;
};

struct papers;

struct papers *papers_new(struct arena *a, struct paper_tools *tools);
/* Reads it where it is a document that was not read yet. */
void papers_add(struct papers *p, struct str bytes);
void papers_add_mail(struct papers *p, const struct mail *m);
/* What was read from these bytes (the same view), or NULL. */
const struct paper *papers_find(const struct papers *p, struct str bytes);
/* The pages of a PDF that was added, as pictures; absent where no tool made any, or it is still to be asked. */
struct str papers_pages(struct papers *p, struct str bytes);
/* A tool is still to read something: all will be done again. */
bool papers_are_waiting(const struct papers *p);
/* The n-th that was read, or NULL: for limits. */
const struct paper *papers_at(const struct papers *p, size_t n);
bool papers_too_many(const struct papers *p);

#endif
