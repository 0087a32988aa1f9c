/* quarter.h - all that the pages count of a quarter, kept by the worker where that is very much.
 *
 * Counting reads every submission and delivery of the period.  The worker does it for the newest quarters of a hub that has many, the one
 * that still grows once a minute, those that are over once in ten, and keeps what it counted; small periods, any other days, and a hub whose
 * worker rests are counted when they are asked for.  What is kept is what a full count says, at that moment; each figure
 * stands under its name, and what another version of the program kept otherwise is not read. */
#ifndef REPORT_QUARTER_H
#define REPORT_QUARTER_H

#include "base/act.h"
#include "feedback/loop.h"
#include "feedback/standing.h"
#include "report/counted.h"

struct quarter_figures {
	struct counted_period counted;          /* without rows */
	struct loop_figures loop;
	struct standing_talk talk;
	long long counted_ms;
};

/* What is kept of all of these periods and fresh enough, else counted now. */
int quarter_figures(struct db *db, struct arena *a, const struct period *periods, size_t n, long long now_ms, struct quarter_figures *list_r, struct err *e)
    MUST_CHECK;
/* Counted now, whatever is kept. */
int quarter_count(struct db *db, struct arena *a, const struct period *periods, size_t n, long long now_ms, struct quarter_figures *list_r, struct err *e)
    MUST_CHECK;

/* The worker's round: counts what is due and keeps it.  *next_ms: not before then; 0 at the beginning. */
int quarter_keep(struct db *db, const struct act *by, long long *next_ms, struct err *e) MUST_CHECK;

#endif
