/* format.h - log formats as data: data/formats/<name>.format, compiled in, and a user's own files.
 *
 * A description says how a line is cut (split), which piece has which role, how time is written and what
 * kind of device writes it.  docs/log-formats.md tells the language.  Only lines with a hit are ever read,
 * besides some at the start for finding the format out. */
#ifndef HUNT_FORMAT_H
#define HUNT_FORMAT_H

#include "hunt/record.h"

struct format;
struct formats;                 /* all that are known */

/* The compiled-in ones, then the files `own` (paths), which win over those of the same name. */
int formats_load(struct arena *a, const struct str *own, size_t n, struct formats **f_r, struct err *e) MUST_CHECK;
size_t formats_count(const struct formats *f);
const struct format *formats_at(const struct formats *f, size_t i);
const struct format *formats_find(const struct formats *f, struct str name);   /* NULL: none */
struct str format_name(const struct format *f);
struct str format_title(const struct format *f);        /* in the language of the process */
struct str format_source(const struct format *f);       /* the description's text */

/* What a log file's lines are read with: the format and what was learnt from the file's start
 * (header columns, zone, year).  Read-only once made: shared by all workers. */
struct format_use {
	const struct format *format;    /* NULL: none fits; lines are read by key names (heuristic) */
	double confidence;              /* share of sampled lines whose needed fields can be read */
	const struct zone *zone;        /* of times without one; NULL: UTC */
	int year;                       /* --year: of the file's first line; 0: not given */
	long long year_end_ms;          /* year-less times: the latest instant at or before this; the caller puts the file's
	                                 * time here, format_sniff what --year makes of it */
	const void *header;             /* the format's own: columns by name */
	int device;                     /* pinned with --device; -1 */
	int web_port;                   /* --port-of-web; -1 */
};

/* Finds the format out from the first lines (whole ones) of a file; `pinned` may name one.  A tie or
 * less than 95 % leaves use->format NULL unless pinned.  In *use zone, year, year_end_ms, device and web_port are
 * the caller's.  -1: this file cannot be searched (year-less, and nothing tells the year). */
int format_sniff(const struct formats *f, struct arena *a, struct str head, const struct format *pinned, struct format_use *use,
    struct err *e) MUST_CHECK;
/* Does this format write times without a year? */
bool format_yearless(const struct format *f);
/* Reads one line (without its line end).  Fills *r; r->read false where it cannot. */
void format_read(const struct format_use *use, struct str line, struct record *r);
/* Only the time of a line: for the searched window. */
long long format_time(const struct format_use *use, struct str line);
bool format_is_header(const struct format_use *use, struct str line);

#endif
