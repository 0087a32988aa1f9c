/* records.h - what one period's report needs from the hub's records, read once.
 *
 * Everything can be read "as recorded on" an instant: rosters by their recorded time, classes by
 * undoing later changes, opening figures by their recorded time, submissions by when their
 * hand-in was stored, shares by when they were released, cases and their words by undoing later
 * changes.  Withdrawn submissions keep counting.  What the hub itself handed in (a sample it
 * found) is nobody's report and counts nowhere. */
#ifndef REPORT_RECORDS_H
#define REPORT_RECORDS_H

#include "report/period.h"
#include "store/db.h"

enum { COLUMNS = 4 };                   /* Table 1 covers four periods, the last is the report's */
#define AS_NOW_KNOWN (TIME_FOREVER - 1)

/* A number of the report and where it comes from. */
struct figure {
	long long value;
	long long records;              /* rows it was counted from */
	bool opening;                   /* entered for a period before adoption */
	bool about;                     /* its source said "about" */
	bool closed;                    /* as the report of that period was closed, whatever the records say now */
	bool known;
};

struct submission_row {
	struct str id, kind, nature, language, class, outcome, damage, case_id, campaign;
	struct str receipt, org_id;
	long long number;               /* within the receipt; 0: a hand-in that is not split yet */
	long long received_ms;
	long long bec_type;
	bool outside, drill, targeted;
	bool withdrawn;                 /* counted still; what it held is not told any more */
};

struct submission_list {
	struct submission_row *rows;
	size_t count, room;
};

struct column {
	struct period period;
	struct submission_list list;    /* of this column; [COLUMNS - 1] is the report's period */
	struct figure submissions, shares, own, targeted, outside, drills;
};

struct report_case {
	struct str id, number, class, campaign, damage, merged_into;
	bool targeted;
	long long bec_type;
};

/* A change of one SIG's members in one month (or on one day). */
struct roster_change {
	struct str sig_id;
	long long at_ms;
	bool month_only;
	struct str reason;              /* join leave merge split reorganise transfer */
	long long joined, left, before, after;
};

struct sig_row {
	struct str id, name_ja, name_en;
	long long size, change;
};

struct liaison_row {
	struct str id, name_ja, name_en, counted_as;
	long long counted, reach;
	bool approx;
};

struct roster_at {
	struct sig_row *sigs;
	size_t sigs_count;
	long long memberships, organisations, liaisons;
};

struct roster {
	struct roster_at at[COLUMNS];   /* at the end of each column */
	struct roster_change *changes;
	size_t changes_count, changes_room;
	struct liaison_row *liaisons;
	size_t liaisons_count;
};

struct outcome_group {
	const char *key;                /* false-positive, bad-site, unknown */
	long long count;
};

struct choice { struct str slot, value; };

enum { STORIES = 5 };
/* A case that the report tells, and the report of the period that it came in by (NULL: the hub's own). */
struct told_case {
	const struct report_case *of;
	const struct submission_row *report;
};

/* What members saw of a shared indicator, as it was released (probing.c). */
struct probing_row {
	struct str first, last, count;  /* days 2018-12-14 and 74 where exact, else months and classes */
	long long port, hits;           /* hits: 0 where not exact */
};
struct probing_event {
	long long at_ms;
	enum { PROBING_SHARED, PROBING_TOLD, PROBING_SHARED_AGAIN } kind;
	long long organisations;        /* that told on that day */
};
struct probing {
	struct probing_row *rows;
	size_t rows_count;
	bool exact;
	struct probing_event *events;
	size_t events_count, events_room;
	struct str search, origin;      /* of the first share: both to from; own member */
	struct str *case_ids;           /* of the sightings: those that the chapter tells (report choose: probing) */
	size_t case_count, case_room;
};

struct records {
	struct arena *arena;
	struct db *db;
	struct period period;
	long long as_recorded_ms;       /* AS_NOW_KNOWN, or the end of a day */
	int columns;                    /* COLUMNS, or 1 where the period is no whole months */
	struct column column[COLUMNS];  /* oldest first; the last `columns` are filled */
	struct report_case *cases;
	size_t cases_count;
	struct roster roster;
	struct choice *choices;         /* choice.h */
	size_t choices_count;
	long long plant, bec, phishing, sightings, consultations;    /* of the period */
	struct told_case stories[STORIES];      /* told_choose() */
	size_t stories_count;
	struct told_case lure, sample;          /* the phishing mail, the sample that the hub found */
	struct probing probing;
	struct { int bec, probing, lure, sample; } chapter;     /* its number; 0: there is none */
};

/* Only what was entered or closed for exactly that period; everything else of the column is not known. */
int records_given(struct records *r, struct column *c, struct err *e) MUST_CHECK;

/* The column of the report's own period. */
static inline struct column *records_now(struct records *r)
{
	return &r->column[COLUMNS - 1];
}

int records_read(struct records *r, struct err *e) MUST_CHECK;
int records_counts(struct records *r, struct err *e) MUST_CHECK;
/* For columns of one's own (series.c): the cases once, then any column whose period is set.  `closed`: where the
 * period was closed, its figures are those of the closing. */
int records_cases(struct records *r, struct err *e) MUST_CHECK;
int records_column(struct records *r, struct column *c, bool closed, struct err *e) MUST_CHECK;
/* The submissions of a period one by one, behind records_cases: each lives until `each` returns, which goes on with 0. */
typedef int records_row_fn(void *ctx, const struct submission_row *s, struct err *e);
int records_each(const struct records *r, const struct period *p, records_row_fn *each, void *ctx, struct err *e) MUST_CHECK;
/* Where nothing was counted: what was entered for a time before the hub. */
int records_openings(const struct records *r, struct column *c, struct err *e) MUST_CHECK;
int records_roster(struct records *r, struct err *e) MUST_CHECK;
int records_probing(struct records *r, struct err *e) MUST_CHECK;
/* The shares that count in a period: id, origin. */
int records_shares(const struct records *r, const struct period *p, struct db_rows *rows_r, struct err *e) MUST_CHECK;
/* A row of the BEC table. */
bool records_is_bec(const struct submission_row *s);
const struct report_case *records_case(const struct records *r, struct str id);
const struct report_case *records_case_number(const struct records *r, struct str number);

/* The queries behind the numbers, printed in noroshi/report/1. */
extern const char records_sql_submissions[], records_sql_shares[], records_sql_roster[], records_sql_probing[];

#endif
