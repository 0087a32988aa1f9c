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

/* html, csv or json. */
void report_as(struct doc *d, struct str format, long long as_recorded_ms, struct buf *out);
/* The same for order->period: the frozen bytes where it is closed, else made out of the records. */
int report_print(struct hub *hub, struct arena *a, const struct report_order *order, struct str format, struct buf *out, struct err *e)
    MUST_CHECK;

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
int opening_set(struct db *db, const struct act *by, const struct period *p, struct str item, long long value, bool about,
    struct err *e) MUST_CHECK;
bool opening_item_known(struct str item);
struct opening_import { long long rows, figures, same, bad; };
/* Many of them from a CSV file, all or nothing: columns from, to (months or days, inclusive) and any of the items; "" and
 * "-" are not known, "~4,980" is about.  A sentence for each wrong row goes to `problems`; nothing is then taken. */
int opening_import(struct hub *hub, const struct act *by, struct arena *a, struct str file, bool dry_run,
    struct opening_import *result_r, struct buf *problems, struct err *e) MUST_CHECK;
/* Figures of all quarters in a period that begins and ends with one: opening figures, closed and own ones, as one
 * document with a table and a chart. */
int series_make(const struct hub *hub, struct arena *a, const struct report_order *order, struct doc **doc_r, struct err *e)
    MUST_CHECK;
/* From the first quarter of which anything is known to the last one that is over. */
int series_reach(const struct hub *hub, struct arena *a, long long now_ms, struct period *p_r, struct err *e) MUST_CHECK;
int opening_list(struct db *db, struct arena *a, struct db_rows *rows_r, struct err *e) MUST_CHECK;
/* What an editor chose for a slot: a case's number or "none" (story.N, phishing, malware), advice ids with commas
 * between (advice.N), the text of the appendix.  An empty value takes the choice back. */
int choice_check(struct db *db, struct arena *a, struct str slot, struct str value, struct err *e) MUST_CHECK;
int choice_list(struct db *db, struct arena *a, struct db_rows *rows_r, struct err *e) MUST_CHECK;
int choice_set(struct db *db, const struct act *by, const struct period *p, struct str slot, struct str value,
    struct err *e) MUST_CHECK;

#endif
