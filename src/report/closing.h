/* closing.h - 締め: the report of a period is frozen under two names and a digest.
 *
 * The first person proposes: the report is made in both languages and all forms and its bytes are kept.  The
 * second one, another person, confirms the digest of exactly these bytes.  From then on the report of these days
 * is those bytes; later reports print the frozen figures in the period's column, and what becomes known later
 * stands in the list of corrections (corrections.h) only.  A closed period is never opened again. */
#ifndef REPORT_CLOSING_H
#define REPORT_CLOSING_H

#include "report/report.h"

enum { CLOSING_DOCUMENTS = 8, CLOSING_COLUMNS = 100 };  /* forms and languages; how wide the frozen tables are */

struct closing {
	struct str id;                  /* absent: there is none */
	struct period period;
	long long recorded_ms;          /* what was on record then is in it */
	struct str digest;              /* 64 hex digits */
	struct str unsettled;           /* "submissions=3,shares=1", named by who proposed; "" */
	struct str state;               /* proposed closed replaced */
	struct str proposed_by, closed_by;
	long long proposed_ms, closed_ms;       /* TIME_NONE */
};

struct closing_list {
	struct closing *list;
	size_t count;
};

/* What keeps a period from being closed unless it is named with its count. */
struct unsettled {
	const char *kind;               /* submissions proposals shares urgent-reviews */
	long long count;
	struct str names;               /* the first of them, ", " between; "" */
};
enum { UNSETTLED_KINDS = 4 };
int unsettled_read(struct db *db, struct arena *a, const struct period *p, struct unsettled list_r[UNSETTLED_KINDS],
    struct err *e) MUST_CHECK;

/* What --open has to say: "submissions=3,shares=1"; "" where everything is settled. */
struct str unsettled_named(struct arena *a, const struct unsettled list[UNSETTLED_KINDS]);

/* `named`: "submissions=3,shares=1", the counts as they are; absent: nothing.  Replaces a proposal that was not
 * confirmed.  ERR_CONFLICT where the period is closed, ERR_DENIED where it is not over, something
 * is not named, or a source of a told case has not agreed to that (publication.h): what is closed is what is published. */
int closing_propose(struct hub *hub, const struct act *by, struct arena *a, const struct period *p, struct str named,
    struct closing *c_r, struct err *e) MUST_CHECK;
/* ERR_CONFLICT where the digest is another one, or where the records would print another report by now. */
int closing_confirm(struct hub *hub, const struct act *by, struct arena *a, const struct period *p, struct str digest,
    struct closing *c_r, struct err *e) MUST_CHECK;

/* The closing of exactly these days that was confirmed by then; c_r->id is absent where there is none. */
int closing_find(struct db *db, struct arena *a, const struct period *p, long long recorded_ms, struct closing *c_r,
    struct err *e) MUST_CHECK;
/* Proposed or closed. */
int closing_live(struct db *db, struct arena *a, const struct period *p, struct closing *c_r, struct err *e) MUST_CHECK;
int closing_all(struct db *db, struct arena *a, int zone, struct closing_list *list_r, struct err *e) MUST_CHECK;
int closing_document(struct db *db, struct arena *a, struct str closing_id, struct str format, enum lang lang,
    struct str *bytes_r, struct err *e) MUST_CHECK;

struct closing_kept { struct str format, lang, sha256; long long bytes; bool good; };
/* Every kept document against its SHA-256, all of them against the digest, that against the audit line of the
 * deed; *good_r says whether all fits. */
int closing_verify(struct db *db, struct arena *a, const struct closing *c, struct closing_kept kept_r[CLOSING_DOCUMENTS],
    size_t *n_r, bool *good_r, struct err *e) MUST_CHECK;

/* A mistake in the printed text that no record shows. */
struct erratum { struct str lang, place, before, after; };      /* lang "" for both */
int closing_erratum_add(struct db *db, const struct act *by, struct arena *a, const struct closing *c,
    const struct erratum *m, struct err *e) MUST_CHECK;

/* ---- the frozen documents (freeze.c) ---- */
struct frozen {
	struct { const char *format; enum lang lang; struct str bytes, sha256; } documents[CLOSING_DOCUMENTS];
	struct str digest;
	struct column figures;          /* of the period itself */
	struct records *records;        /* which it is made of */
};
/* As recorded at `recorded_ms`, which is also the day that is printed on it. */
int freeze(const struct hub *hub, struct arena *a, const struct period *p, long long recorded_ms, struct frozen *f_r,
    struct err *e) MUST_CHECK;
struct str freeze_digest(struct arena *a, const struct frozen *f);

#endif
