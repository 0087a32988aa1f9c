/* imap.h - the intake mailbox on its server: which mails are in it, their bytes, and where they go once they are here.
 *
 * libcurl connects, encrypts and signs in (CURLOPT_CONNECT_ONLY); what is said from there on is ours, because bytes must be
 * fetched without marking them as read and without holding them in memory.  Nothing is tried twice here.  After a call that
 * failed the connection is of no use any more, but where it says so. */
#ifndef POST_IMAP_H
#define POST_IMAP_H

#include <signal.h>

#include "store/hub.h"
#include "store/spool.h"

struct imap;

/* Reads and checks the settings imap_*; connects to nobody.  `stop` (may be NULL) ends every waiting. */
int imap_open(const struct hub *hub, struct arena *a, long long (*now_ms)(void), const volatile sig_atomic_t *stop, struct imap **imap_r,
    struct err *e) MUST_CHECK;
/* "user@host:port/folder". */
struct str imap_name(const struct imap *m);

/* Connects, signs in and opens the folder: its UIDVALIDITY. */
int imap_enter(struct imap *m, struct arena *a, long long *uidvalidity_r, struct err *e) MUST_CHECK;
/* Says good-bye where somebody listens, and closes. */
void imap_leave(struct imap *m);

struct imap_mail {
	long long uid, bytes;
};
enum { IMAP_LIST_MOST = 100000 };
/* The mails with a UID above `after`, ascending; of more than IMAP_LIST_MOST the first ones. */
int imap_list(struct imap *m, struct arena *a, long long after, struct imap_mail **list_r, size_t *n_r, struct err *e) MUST_CHECK;

enum imap_fetch { IMAP_FETCHED, IMAP_TOO_LARGE, IMAP_EMPTY, IMAP_GONE };
/* The bytes of one mail to `spool`; of one longer than `most` nothing that is of use. */
int imap_fetch(struct imap *m, long long uid, long long most, struct spool *spool, enum imap_fetch *what_r, struct err *e) MUST_CHECK;

/* What imap_after says is to be done with a mail that is here: nothing to be done is done.  *refused_r: the server said no, in
 * *e; the connection goes on. */
bool imap_has_after(const struct imap *m);
int imap_after(struct imap *m, long long uid, bool *refused_r, struct err *e) MUST_CHECK;

#endif
