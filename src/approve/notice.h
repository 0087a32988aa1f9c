/* notice.h - the outbox as rows: one mail per person, without content.  share/outbox.c writes and
 * sends them. */
#ifndef APPROVE_NOTICE_H
#define APPROVE_NOTICE_H

#include "base/act.h"
#include "base/arena.h"
#include "base/err.h"

struct db;

/* One row per person of the organisation who holds `role` now and has an address for notices, in
 * the caller's transaction: how many, or -1.  An approver's go to the deputies too, and only to them while the
 * approver is away (approver.h). */
long long notice_add(struct db *db, const struct act *by, struct arena *a, struct str org_id, const char *role,
    const char *kind, struct str share_id, struct str request_id, long long not_before_ms, struct err *e) MUST_CHECK;

/* Only those who stand in for an approver of it now. */
long long notice_add_deputies(struct db *db, const struct act *by, struct arena *a, struct str org_id, const char *kind,
    struct str share_id, struct str request_id, long long not_before_ms, struct err *e) MUST_CHECK;

/* One person, about a share: 1, 0 without an address, or -1. */
long long notice_add_person_about(struct db *db, const struct act *by, struct arena *a, struct str person_id, const char *kind,
    struct str share_id, struct err *e) MUST_CHECK;

/* The same for one person, about nothing but that person: the row, where there is an address. */
long long notice_add_person(struct db *db, const struct act *by, struct arena *a, struct str person_id, const char *kind,
    struct err *e) MUST_CHECK;
/* The same about something that has a number: a question, for instance (request_id). */
long long notice_add_about(struct db *db, const struct act *by, struct arena *a, struct str person_id, const char *kind,
    struct str request_id, struct err *e) MUST_CHECK;
/* The same, naming a number that stands in no other table: a receipt. */
long long notice_add_number(struct db *db, const struct act *by, struct arena *a, struct str person_id, const char *kind,
    struct str number, struct err *e) MUST_CHECK;
/* The released answer to who reported from outside, where the contact is a mail address: 1, 0 or -1. */
long long notice_add_reporter(struct db *db, const struct act *by, struct arena *a, struct str reporter_id, struct str contact, struct str answer_id,
    struct str receipt, struct err *e) MUST_CHECK;

#endif
