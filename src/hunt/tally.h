/* tally.h - the table: one row per indicator, organisation, direction and port.
 *
 * Merging tallies is associative and commutative (min, max, sum; proto and action become `mixed` where
 * they differ), so that any split of the work gives the same rows.  A connection that a log tells of in
 * several records counts once: records that end or return one are held back until all starts of the log
 * are known. */
#ifndef HUNT_TALLY_H
#define HUNT_TALLY_H

#include "base/buf.h"
#include "hunt/record.h"

struct tally;
struct zone;

struct tally_row {
	struct str indicator, org;
	enum value_type type;
	struct meaning meaning;
	char proto[8];                  /* "mixed" where records differ */
	enum action action;
	long long first_ms, last_ms;    /* TIME_NONE where no record had a time */
	long long count;
	struct str *lines;              /* samples, only if asked for */
	size_t line_count;
	struct str listed;              /* the warning list it is on ("top-sites"); absent */
	bool stays;                     /* the indicator's text outlives the tally: it is not copied */
};

struct tally *tally_new(int sample_lines);
void tally_free(struct tally *t);
/* One hit: `connection` and `stage` as in the record. */
void tally_add(struct tally *t, const struct tally_row *row, uint64_t connection, enum stage stage);
/* The same where indicator and organisation are views that stay: rows are counted some at a time, at the latest by the
 * functions below. */
void tally_add_later(struct tally *t, const struct tally_row *row, uint64_t connection, enum stage stage);
/* All of `from` into `t`; `from` is empty afterwards. */
void tally_merge(struct tally *t, struct tally *from);
/* A log's end: records held back whose connection was never started in it count, the others do not. */
void tally_settle(struct tally *t);
/* Rows sorted by indicator, organisation, direction, port; valid until the next call. */
size_t tally_rows(struct tally *t, const struct tally_row *const **rows_r);

struct hunt_summary {           /* noroshi/hunt-summary/1 */
	long long files, bytes, lines;
	struct hunt_skipped { struct str file, why; } *skipped;
	size_t skipped_count, skipped_room;
	long long first_ms, last_ms;            /* searched; TIME_NONE: no time stamp was seen */
	long long hit_lines, known_lines;       /* lines with a hit, and those with a direction */
	struct hunt_format { struct str name; long long files; } *formats;
	size_t format_count, format_room;
	long long segments, segments_skipped;   /* of summaries that were asked; skipped: not opened, counted as searched */
	struct hunt_skipped *unused;            /* logs whose summary could not be used: searched whole */
	size_t unused_count, unused_room;
};

void hunt_summary_skip(struct arena *a, struct hunt_summary *s, struct str file, struct str why);
void hunt_summary_unused(struct arena *a, struct hunt_summary *s, struct str file, struct str why);
void hunt_summary_format(struct arena *a, struct hunt_summary *s, struct str name, long long files);

/* noroshi/sighting/1 and noroshi/hunt-summary/1, as interfaces.md has them; a table for people. */
void tally_json(struct tally *t, const struct hunt_summary *s, struct buf *out);
void tally_csv(struct tally *t, const struct hunt_summary *s, struct buf *out);
void tally_table(struct tally *t, const struct hunt_summary *s, const struct zone *zone, struct buf *out);

#endif
