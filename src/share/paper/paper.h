/* paper.h - a share as it goes round inside the source's organisation (稟議): one printable page set with the exact text,
 * its digest, who would get it, boxes for the answer to each line, and a mark across every sheet that names the
 * organisation, the person who printed it and the day. */
#ifndef SHARE_PAPER_PAPER_H
#define SHARE_PAPER_PAPER_H

#include "base/act.h"
#include "base/tr.h"
#include "share/look.h"

struct paper_row {
	long long number;
	struct str part, text;
};
struct paper_mark { struct str text; };
struct paper {
	struct str hub, contact, organisation, person, day, number, title, tlp, tlp_class, tlp_words, class_words, version, due, asked;
	struct str digest, spoken;      /* 64 digits; the first twelve in groups of four, to be read out */
	struct str sha256, exact_text;  /* of the text artefact in the page's language */
	struct str *recipients;
	size_t recipients_count;
	struct paper_row *rows;
	size_t rows_count;
	struct paper_mark marks[28];
	size_t marks_count;
	bool exact, urgent;
};

struct hub;

/* For the organisation of act.actor; writes its audit line.  `due_ms`, `asked_ms`: of the request, TIME_NONE where there is none. */
int paper_make(struct hub *hub, const struct act *by, struct arena *a, const struct share_row *s, long long asked_ms, long long due_ms,
    enum lang lang, struct str *html_r, struct err *e) MUST_CHECK;

#endif
