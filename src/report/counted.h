/* counted.h - the rows behind the report's counts, by its own definitions (records.h): a number and its rows are of one piece. */
#ifndef REPORT_COUNTED_H
#define REPORT_COUNTED_H

#include "report/period.h"
#include "store/db.h"

struct counted {
	struct str receipt, org_id, kind, class;
	long long number;               /* within the receipt; 0: a hand-in that is not split yet */
	long long at_ms;
	bool outside, targeted, drill;
};
struct counted_share { struct str number, class, tlp; long long at_ms; bool own; };     /* by first release */

enum counted_item { COUNTED_SUBMISSIONS, COUNTED_TARGETED, COUNTED_DRILLS, COUNTED_OUTSIDE, COUNTED_SHARES, COUNTED_OWN, COUNTED_ITEMS };

/* How many submissions stand under one id; "" and no group are "-". */
struct counted_tally { struct str key; long long count; };
enum counted_by { BY_KIND, BY_CLASS, BY_GROUP, COUNTED_BY };    /* group: a SIG of the organisation on that day; it may have several */

struct counted_period {
	struct period period;
	struct { struct counted_tally *list; size_t n, room; } by[COUNTED_BY];
	long long entered[COUNTED_ITEMS];       /* for a time before the hub; -1: nothing was */
	long long count[COUNTED_ITEMS];
	struct counted *rows;           /* those from outside, too; only where they were asked for */
	struct counted_share *shares;
	size_t rows_count, shares_count;
};

/* "submissions" and so on; COUNTED_ITEMS where it is none. */
const char *counted_name(enum counted_item item);
enum counted_item counted_item(struct str name);
/* Does a row count there?  Never in an item of shares. */
bool counted_fits(enum counted_item item, const struct counted *row);

/* As now known.  The last `with_rows` periods come with their rows: a quarter may have many. */
int counted_read(struct db *db, struct arena *a, const struct period *periods, size_t n, size_t with_rows, struct counted_period *list_r,
    struct err *e) MUST_CHECK;

#endif
