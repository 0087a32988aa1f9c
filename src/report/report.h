/* report.h - the whole document of a period out of the records. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "report/choice.h"
#include "report/doc.h"
#include "report/records.h"
#include "store/hub.h"

struct act;

struct report_order {
	struct period period;
	long long as_recorded_ms;       /* AS_NOW_KNOWN */
	long long made_ms;              /* the day printed on it */
	enum lang lang;
	bool replayed;                  /* made again for a list of corrections: without such a list of its own */
};

/* Reads the records and makes the document. */
int report_make(const struct hub *hub, struct arena *a, const struct report_order *order, struct doc **doc_r,
    struct err *e) MUST_CHECK;

/* The same, with the records that it was made from. */
int report_make_from(const struct hub *hub, struct arena *a, const struct report_order *order, struct records **r_r,
    struct doc **doc_r, struct err *e) MUST_CHECK;

/* For a terminal of so many columns. */
void report_table_text(struct doc *d, size_t columns, struct buf *out);
void report_html_page(struct doc *d, struct buf *out);   /* one page, stylesheet inside */
void report_csv(struct doc *d, struct buf *out);
void report_json(struct doc *d, struct buf *out, long long as_recorded_ms);

/* The chapters, in order; each in its own file. */
int chapter_roster(struct doc *d, struct records *r, struct err *e) MUST_CHECK;
int chapter_counts(struct doc *d, struct records *r, struct err *e) MUST_CHECK;
/* The sentences at the end of chapter 2 that point at later chapters. */
void chapter_counts_outlook(struct doc *d, struct records *r);
int chapter_bec(struct doc *d, struct records *r, struct err *e) MUST_CHECK;
int chapter_probing(struct doc *d, struct records *r, struct err *e) MUST_CHECK;
long long chapter_bec_damages(const struct records *r);
int chapter_lure(struct doc *d, struct records *r, struct err *e) MUST_CHECK;
int chapter_sample(struct doc *d, struct records *r, struct err *e) MUST_CHECK;
void chapter_call(struct doc *d, const struct records *r, const struct conf *conf);
void chapter_appendix(struct doc *d, struct records *r);

/* Totals of a period before adoption: `noroshi report opening`. An older value is superseded. */
int opening_set(struct db *db, const struct act *by, const struct period *p, struct str item, long long value,
    struct err *e) MUST_CHECK;
int opening_list(struct db *db, struct arena *a, struct db_rows *rows_r, struct err *e) MUST_CHECK;
/* What an editor chose for a slot: a case's number or "none" (story.N, phishing, malware), advice ids with commas
 * between (advice.N), the text of the appendix.  An empty value takes the choice back. */
int choice_check(struct db *db, struct arena *a, struct str slot, struct str value, struct err *e) MUST_CHECK;
int choice_list(struct db *db, struct arena *a, struct db_rows *rows_r, struct err *e) MUST_CHECK;
int choice_set(struct db *db, const struct act *by, const struct period *p, struct str slot, struct str value,
    struct err *e) MUST_CHECK;

#endif
