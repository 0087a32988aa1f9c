/* place.h - where a demo hub stands.  Only what a demo made is thrown away, and never anything else.
 *
 * The mark, a file in DIR, is there before anything else and goes with nothing, so that whatever ends a
 * demo half way (a key, a full disk, a crash) leaves something that the next one may rebuild.  It names
 * the database and bears a word that stands in that database too. */
#ifndef DEMO_PLACE_H
#define DEMO_PLACE_H

#include "base/arena.h"
#include "base/err.h"

/* An empty, marked hub in DIR, which is new, empty, or holds a demo hub; everything else is refused before
 * anything was touched: a directory with one file that no demo makes, a database that is not the demo's.
 * `database` is postgresql://... or NULL.  Left to itself where it fails: DIR can be given again. */
int place_make(struct arena *a, const char *dir, const char *database, struct err *e) MUST_CHECK;

#endif
