/* change.h - writing the registry: every change adds rows; a correction supersedes, never overwrites.
 *
 * All functions join the caller's transaction (or make one) and write their audit line. */
#ifndef REGISTRY_CHANGE_H
#define REGISTRY_CHANGE_H

#include "base/act.h"
#include "store/db.h"

struct sig_row {
	struct str id, name_ja, name_en;
	long long sort, from_ms, to_ms;
};
struct org_row {
	struct str id, kind, group;     /* group absent: none */
	long long from_ms, to_ms;
};
struct person_row {
	struct str id, org_id, name, aliases_json, duty;
	bool is_public;
	long long from_ms, to_ms;
};
struct membership_row {
	struct str id;                  /* absent: a new one */
	struct str org_id, sig_id, join_reason, leave_reason, basis;
	long long from_ms, to_ms;
	const char *from_precision, *to_precision;      /* day or month */
};
struct liaison_row {
	struct str id, name_ja, name_en, counted_as;
	long long counted, reach, from_ms, to_ms;
	bool reach_approx;
};

/* Counts that something changed which readers are told (context.h).  The functions below that write
 * organisations, names, domains, people, addresses and drills call it; whoever changes such rows by a
 * statement of his own does too, in the same transaction. */
int registry_changed(struct db *db, struct err *e) MUST_CHECK;

int sig_add(struct db *db, const struct act *by, struct arena *a, const struct sig_row *sig, struct err *e) MUST_CHECK;
int sig_exists(struct db *db, struct arena *a, struct str id, bool *exists_r, struct err *e) MUST_CHECK;
int org_add(struct db *db, const struct act *by, const struct org_row *org, struct err *e) MUST_CHECK;
int org_exists(struct db *db, struct arena *a, struct str id, bool *exists_r, struct err *e) MUST_CHECK;
int org_name_add(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str kind, struct str lang,
    struct str name, struct err *e) MUST_CHECK;
/* The legal name of a language becomes another one; the old one stays as former name. */
int org_rename(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str lang, struct str name,
    struct err *e) MUST_CHECK;
/* kind: domain, network, host or authserv.  A network that cannot be read would protect nothing in a share, one that is wider than any
 * organisation's would keep everything in. */
int org_domain_check(struct str kind, struct str value, struct err *e) MUST_CHECK;
/* What is there already stays as it is.  A domain that another organisation of today has is refused (ERR_CONFLICT), where they are not of one group and it is not said
 * that both use it (`shared`): mail from there would be anybody's. */
int org_domain_add(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str kind, struct str value,
    bool shared, struct err *e) MUST_CHECK;
/* It is the organisation's no more; shares go on keeping it in, because it was.  ERR_UNKNOWN where it was none. */
int org_domain_end(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str kind, struct str value, struct err *e)
    MUST_CHECK;
int person_add(struct db *db, const struct act *by, struct arena *a, const struct person_row *p, struct err *e) MUST_CHECK;
int person_address_add(struct db *db, struct arena *a, struct str person_id, struct str address, bool notify,
    struct err *e) MUST_CHECK;
int person_role_add(struct db *db, const struct act *by, struct str person_id, struct str role, long long from_ms,
    long long to_ms, struct err *e) MUST_CHECK;
/* `sender`: a domain or a whole address; `subject`: words without which a mail is not the exercise, or absent. */
int drill_add(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str sender, struct str subject,
    long long from_ms, long long to_ms, struct err *e) MUST_CHECK;
int liaison_add(struct db *db, const struct act *by, struct arena *a, const struct liaison_row *l, struct err *e) MUST_CHECK;
int liaison_org_add(struct db *db, const struct act *by, struct str liaison_id, struct str org_id, long long from_ms,
    long long to_ms, struct err *e) MUST_CHECK;

/* Is the organisation in that SIG already at some time of m? */
int membership_overlaps(struct db *db, struct arena *a, const struct membership_row *m, bool *overlaps_r, struct err *e) MUST_CHECK;
int membership_add(struct db *db, const struct act *by, struct arena *a, const struct membership_row *m, struct err *e) MUST_CHECK;
/* The open membership in a SIG ends on a day, for a reason; ERR_CONFLICT where there is none. */
int membership_end(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str sig_id,
    long long on_ms, const char *precision, struct str reason, struct err *e) MUST_CHECK;
/* What is now known of a membership replaces what was recorded (a back-dated correction). */
int membership_correct(struct db *db, const struct act *by, struct arena *a, const struct membership_row *now, struct err *e)
    MUST_CHECK;
/* The newest membership in a SIG as now known, running or over; ERR_CONFLICT where there never was one. */
int membership_last(struct db *db, struct arena *a, struct str org_id, struct str sig_id, struct membership_row *m_r, struct err *e)
    MUST_CHECK;
/* Leaves every SIG and liaison system on a day: standing consents, roles and what was not sent yet end as well.
 * Number of memberships ended, or -1. */
int org_leave(struct db *db, const struct act *by, struct arena *a, struct str org_id, long long on_ms, const char *precision,
    struct str reason, struct err *e) MUST_CHECK;
/* One organisation goes into another: memberships end by merger; the other one inherits nothing. */
int org_merge(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str into, long long on_ms,
    const char *precision, struct err *e) MUST_CHECK;

#endif
