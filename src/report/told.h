/* told.h - what the hub says about a case, read as recorded on the report's day: texts by slot, the time
 * line, where things are known from, public sources, fact checks.
 *
 * A text is paragraphs.  Slots that the report reads:
 *   table3         the cell of the BEC table: paragraphs, then "- " items
 *   story          the told case; its form is in story.h
 *   lanes          "A: company A (supplier)": names of the time line's lanes
 *   addresses      "genuine: alice[@]a-company[.co].jp", "fake: ..."; brackets mark what was changed
 *   figure.from    "shown: ...", "real: ...", "hint: ...": the From figure
 *   figure.mail    a mail re-drawn: "From: ...", "Subject: ...", "> link", "---", paragraphs
 *   figure.page    a page re-drawn: "address: ...", "title: ...", "field: ...", "button: ...", "text: ..." */
#ifndef REPORT_TOLD_H
#define REPORT_TOLD_H

#include "report/records.h"

/* These slots, of case_text; those of shares are another audience's, and have approvals of their own. */
#define SQL_TOLD_SLOT "slot IN ('addresses', 'figure.from', 'figure.mail', 'figure.page', 'lanes', 'story', 'table3')"

struct told_text {
	struct str *list;
	size_t count;
};

/* In the report's language; a figure's words also in the other one, where they stand in that only. */
int told_text(struct records *r, struct str case_id, const char *slot, enum lang lang, struct told_text *t_r, struct err *e)
    MUST_CHECK;

struct told_moment {
	long long at_ms, until_ms;      /* TIME_NONE */
	struct str precision, from, to, text, note, known_how;
	bool fake;
};
struct told_moments {
	struct told_moment *list;
	size_t count;
};
int told_timeline(struct records *r, struct str case_id, enum lang lang, struct told_moments *m_r, struct err *e) MUST_CHECK;

struct told_provenance {
	struct str kind;
	long long at_ms, until_ms;
};
int told_provenance(struct records *r, struct str case_id, struct told_provenance **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;

struct told_source {
	struct str source, url, says;
	long long from_ms, to_ms;
};
int told_sources(struct records *r, struct str case_id, enum lang lang, struct told_source **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

/* All answered fact checks of a case together. */
struct told_checks {
	long long answered, fake, others;
	bool by_hub, by_submitter;
};
int told_checks(struct records *r, struct str case_id, struct told_checks *c_r, struct err *e) MUST_CHECK;
/* Is a party of the case in that role? */
int told_party(struct records *r, struct str case_id, const char *role, bool *is_r, struct err *e) MUST_CHECK;

/* Which cases of the period are told, and in which chapter: choices of the editor, else those that have a story. */
int told_choose(struct records *r, struct err *e) MUST_CHECK;

#endif
