/* names.h - what the hub writes to one organisation names no other. */
#ifndef ASK_NAMES_H
#define ASK_NAMES_H

#include "base/arena.h"
#include "base/err.h"

struct db;

/* The analyst's own words (ready texts name nobody, and hold words that are somebody's name too).  ERR_DENIED where the text holds a name, domain, address or person of another organisation than `to`, a SIG's name, or
 * a person of the hub, in any of the leak check's encodings.  The sentence shows the word: for the analyst's eyes only. */
int names_check(struct db *db, struct arena *a, struct str to, struct str text, struct err *e) MUST_CHECK;

#endif
