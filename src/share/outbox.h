/* outbox.h - notices as mails: number, TLP, class, deadline, link; no content; one mail per person.
 *
 * They are handed to the mail server of smtp_url, or to the command of sendmail, or written to DIR/outbox/ for
 * somebody who fetches them.  The states of a notice stand in states_notice.c.
 *
 * Nothing is lost: a notice is `sent` only after the server answered for it.  Nothing is sent twice by us, but for one
 * case that SMTP leaves open: the server took the mail and its answer never arrived (or this process ended before
 * it was recorded).  Such a notice is sent again with the same Message-ID, Date and bytes. */
#ifndef SHARE_OUTBOX_H
#define SHARE_OUTBOX_H

#include "base/act.h"
#include "store/hub.h"

struct outbox_result {
	size_t written;                 /* to outbox/ */
	size_t sent;                    /* taken by the mail server or the mail command */
	size_t delayed, failed;         /* not now; not at all, as the server said */
	bool away;                      /* the mail server took nothing from anybody: the rest waits */
	char words[256];                /* what it said, or what happened; "" */
};

/* Sends every notice that is due, in the order of when it may leave and of its random id. */
int outbox_flush(struct hub *hub, const struct act *by, struct arena *a, struct outbox_result *result_r, struct err *e)
    MUST_CHECK;

struct outbox_row {
	struct str id, kind, file, person_id /* or the reporter's id */, number /* absent: about nothing that has one */, state, problem;
	struct str address;             /* it was last sent to; absent */
	long long tries, made_ms, not_before_ms, sent_ms, next_ms /* 0: at once */;
};
/* What is not settled; `all`: what was sent or cancelled too. */
int outbox_list(struct db *db, struct arena *a, bool all, struct outbox_row **list_r, size_t *n_r, struct err *e) MUST_CHECK;
/* A page of it: so many behind a place; { 0, "" }: from the beginning. */
struct outbox_place { long long not_before_ms; struct str id; };
int outbox_page(struct db *db, struct arena *a, bool all, const struct outbox_place *after, long long limit, struct outbox_row **list_r, size_t *n_r,
    struct err *e) MUST_CHECK;
/* One of them by its id or file name: ERR_UNKNOWN where there is none. */
int outbox_get(struct db *db, struct arena *a, struct str what, struct outbox_row *row_r, struct err *e) MUST_CHECK;
/* The mail as it would leave now (form of outbox/). */
int outbox_mail(struct hub *hub, struct arena *a, struct str id, struct str *mail_r, struct err *e) MUST_CHECK;

struct outbox_count {
	struct str state;
	long long n, oldest_ms;
};
int outbox_counts(struct db *db, struct arena *a, struct outbox_count **list_r, size_t *n_r, struct err *e) MUST_CHECK;

/* Tries again at the next flush what is delayed, failed, bounced or cancelled. */
int outbox_retry(struct db *db, const struct act *by, struct arena *a, struct str what, struct err *e) MUST_CHECK;
/* The same for everything in state failed: how many, or -1. */
long long outbox_retry_failed(struct db *db, const struct act *by, struct err *e) MUST_CHECK;
/* It will not be sent; the reason stands on it. */
int outbox_cancel(struct db *db, const struct act *by, struct arena *a, struct str what, struct str reason, struct err *e) MUST_CHECK;

#endif
