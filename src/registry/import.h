/* import.h - a roster from JSON or CSV: every bad row is named, and then nothing is taken.
 *
 * JSON: { "sigs": [...], "organisations": [...], "liaisons": [...] } as in docs/roster.md.
 * CSV: one row a membership: org,name_ja,name_en,domain,sig,joined,left,basis,contact,address. */
#ifndef REGISTRY_IMPORT_H
#define REGISTRY_IMPORT_H

#include "base/act.h"
#include "base/buf.h"
#include "store/hub.h"

struct import_result {
	int sigs, orgs, people, memberships, liaisons;
	int bad;                        /* rows that were refused; then nothing was taken */
};

/* Appends a sentence per bad row to `problems`.  0 also where rows were refused; -1 where the file as
 * a whole is no roster or the database failed. */
int roster_import(struct hub *hub, const struct act *by, struct arena *a, struct str file, bool is_csv, bool dry_run,
    struct import_result *result_r, struct buf *problems, struct err *e) MUST_CHECK;

#endif
