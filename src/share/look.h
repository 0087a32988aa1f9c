/* look.h - reading shares: how far each is, what it consists of, and what an organisation was given.
 *
 * For the hub's people.  Counts of sources are told, never who they are.  What a member reads is in
 * feedback/delivery.h. */
#ifndef SHARE_LOOK_H
#define SHARE_LOOK_H

#include "anonymise/projection.h"
#include "base/arena.h"
#include "base/err.h"

struct db;

struct share_row {
	struct str id, number, state, class, tlp, lane, origin, change, digest, parent, case_number, author;
	long long rev, made_ms, expires_ms;
	long long leak_hits;
	bool exact, own_words;          /* exact figures; texts that are not the hub's ready ones */
	long long sources, approved;    /* organisations whose material is used; with a valid yes to it */
	long long standing;             /* not approved, but covered by a standing consent at release */
	long long refused;              /* said no or asked for a change since */
	long long open_requests;
	long long due_ms;               /* the earliest deadline of an open request; TIME_NONE */
	long long released_rev;         /* 0: nothing is out */
	long long published_ms;         /* of the released one; TIME_NONE */
	long long recalled;             /* approvals of what is out that were taken back */
	long long deliveries;           /* of the released one */
	long long withdrawn;            /* submissions that this revision uses and that were withdrawn since */
};

/* Newest first; an absent state: all; an absent number: all. */
int share_list(struct db *db, struct arena *a, struct str number, struct str state, long long now_ms,
    struct share_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* A page of it: so many behind a place ({ TIME_FOREVER, "" }: from the newest).  The states "open" and "out": what is in the making,
 * what has left; "drafts" and "waiting" (for sources) are of what is in the making. */
struct share_place { long long made_ms; struct str number; };
int share_page(struct db *db, struct arena *a, struct str state, long long now_ms, const struct share_place *after, long long limit,
    struct share_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* ERR_UNKNOWN where there is none. */
int share_get(struct db *db, struct arena *a, struct str number, long long now_ms, struct share_row *row_r, struct err *e)
    MUST_CHECK;

struct share_line {                     /* one indicator of a revision, for the analyst */
	struct str type, value, treatment, shown, why;
	bool revoked;
};
int share_indicators(struct db *db, struct arena *a, const struct share_row *s, struct share_line **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

/* What the current revision shows. */
int share_projection(struct db *db, struct arena *a, const struct share_row *s, struct projection *p_r, struct err *e) MUST_CHECK;

struct share_paper {                    /* one stored artefact */
	struct str format, lang, sha256, bytes;
};
int share_papers(struct db *db, struct arena *a, struct str share_id, long long rev, struct share_paper **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

/* What the newest revisions of a case's shares (or of one share) are made of; `left`: it stands in the case no more.  Those that
 * ended do not count. */
struct share_use { struct str number, state, submission_id, receipt; long long n; bool left; };
int share_uses(struct db *db, struct arena *a, struct str case_or_share_id, struct share_use **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;

struct share_target_row { struct str kind, target; };
int share_audience(struct db *db, struct arena *a, const struct share_row *s, struct share_target_row **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;

#endif
