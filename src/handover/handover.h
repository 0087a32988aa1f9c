/* handover.h - 原本の提供: chosen originals for one named partner, with the yes of every source to exactly that.
 *
 * Each source is asked about the partner, the purpose and its own originals, by a digest of these; it learns of no other
 * source.  A second person releases: the originals go into a zip (AES-256) together with their hashes and the custody
 * log.  The hub keeps no copy of the package.  Its password is shown once and its key then destroyed, or it was given by
 * file and never kept; what is withdrawn before it was told can be opened by nobody any more.  States: states_handover.c. */
#ifndef HANDOVER_HANDOVER_H
#define HANDOVER_HANDOVER_H

#include "approve/approve.h"
#include "base/states.h"

enum { HANDOVER_ITEMS_MOST = 1000, HANDOVER_PASSWORD_LEAST = 16 };

struct handover_item {
	struct str submission_id, receipt, org_id, name, sha256;        /* name: in the package, 0001.eml */
	struct str blob_id;             /* absent once erased */
	long long number, bytes, received_ms;
	bool withdrawn;                 /* by its source, meanwhile */
};

struct handover_source {
	struct str org_id, digest;      /* what this source says yes to */
	struct str answer, medium, person_id;   /* the newest; absent: none yet */
	long long at_ms;
};

struct handover_step { struct str deed, person_id, detail; long long at_ms; };

struct handover {
	struct str id, number, state, partner_id, purpose, digest, author, released_by, package_sha256;
	struct str password_key, password_blob;
	long long made_ms, released_ms, told_ms, ended_ms;      /* TIME_NONE where not yet */
	struct handover_item *items;
	size_t item_count;
	struct handover_source *sources;
	size_t source_count;
	struct handover_step *steps;
	size_t step_count;
};

/* `submissions`: receipt/n each.  The purpose names nobody (leak check) and stands in the package. */
int handover_make(struct hub *hub, const struct act *by, struct arena *a, struct str partner_id, struct str purpose,
    const struct str *submissions, size_t n, struct str *number_r, struct err *e) MUST_CHECK;
/* Everything, for the hub. */
int handover_get(struct db *db, struct arena *a, struct str number, struct handover *h_r, struct err *e) MUST_CHECK;
/* For a source: its own originals and its own answer; ERR_UNKNOWN, in the same words, for what is not its. */
int handover_get_for(struct db *db, struct arena *a, struct str number, struct str org_id, struct handover *h_r, struct err *e) MUST_CHECK;
/* So many behind (behind_ms, behind), the time of making and the number; newest first; items, sources and steps are left out.
 * TIME_FOREVER, "" and TIME_FOREVER: all of them. */
int handover_list(struct db *db, struct arena *a, long long behind_ms, struct str behind, long long most, struct handover **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* Released, but a source has withdrawn an original or taken its yes back since. */
int handover_is_due_back(struct db *db, struct arena *a, const struct handover *h, bool *is_r, struct err *e) MUST_CHECK;

/* answer->number, digest, word (yes or no), person and medium as for a share. */
int handover_consent(struct hub *hub, const struct act *by, struct arena *a, const struct answer *answer, struct err *e) MUST_CHECK;

/* Writes the package to `path`, which must not be there yet.  `password` absent: one is drawn and kept until it is shown. */
int handover_release(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str password, const char *path,
    struct err *e) MUST_CHECK;
/* The drawn password, once. */
int handover_password(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str *password_r, struct err *e)
    MUST_CHECK;
int handover_drop(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e) MUST_CHECK;
/* *unreadable_r: the password was never told, so the package is closed for good. */
int handover_withdraw(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str reason, bool *unreadable_r,
    struct err *e) MUST_CHECK;

/* ---- inside this room ---- */

int handover_step_add(struct db *db, const struct act *by, struct arena *a, const struct handover *h, const char *deed, struct str detail,
    struct err *e) MUST_CHECK;
struct str handover_digest(struct arena *a, const struct handover *h, struct str org_id /* absent: of all */);
/* The files beside the originals. */
struct str handover_hashes(struct arena *a, const struct handover *h);
struct str handover_custody(struct arena *a, const struct handover *h, int zone);

#endif
