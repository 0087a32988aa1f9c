/* lmtp.h - mail from the mail server in front (LMTP on this machine only): each one is a hand-in in quarantine, until
 * the worker has seen who attests its sender.
 *
 * "250" is said only when the hand-in is durable.  Below the low-water mark, and while intake_queue_most hand-ins wait
 * to be read, nothing is taken (452): the server in front keeps it.  Any number of connections up to
 * lmtp_connections; a slow one keeps no other waiting. */
#ifndef POST_LMTP_H
#define POST_LMTP_H

#include <signal.h>

#include "base/act.h"
#include "post/lmtp_listen.h"
#include "store/hub.h"

struct lmtp_counts {
	long long connections, taken, refused;
};

/* Port 0 of `place` is any; the place is told on standard error as event lmtp.listening.   Runs until *stop is set, then lets mails that are on their way arrive (ten seconds at most).
 * -1: it could not listen, or the database failed. */
int lmtp_serve(struct hub *hub, struct act *by, long long (*now_ms)(void), const struct lmtp_place *place, const volatile sig_atomic_t *stop,
    struct lmtp_counts *counts_r, struct err *e) MUST_CHECK;

#endif
