/* access.h - who is at the door: accounts, sign-in links, sessions.
 *
 * A person of the registry becomes an account by an invitation; there is no default account and no default
 * password.  Passwords are kept as argon2id (RFC 9106), tokens and sessions as SHA-256; one-time codes are
 * those of approve/totp.h.  What a person may do follows from the roles on that day, asked anew with every
 * request, so that whoever leaves is out at once. */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "base/act.h"
#include "store/hub.h"

enum { ACCESS_IDLE_MS = 12 * 3600 * 1000, ACCESS_LONGEST_DAYS = 7, ACCESS_LINK_DAYS = 3, ACCESS_PASSWORD_LEAST = 12, ACCESS_PASSWORD_MOST = 1024,
	ACCESS_FREE_TRIES = 5, ACCESS_WAIT_MOST_S = 900,
	ACCESS_FREE_TRIES_ADDRESS = 30, ACCESS_WAIT_MOST_ADDRESS_S = 10 };      /* many people may stand behind one address */

enum role {
	ROLE_ANALYST = 1, ROLE_LEAD = 2, ROLE_SUBMITTER = 4, ROLE_APPROVER = 8, ROLE_RECIPIENT = 16, ROLE_COORDINATOR = 32,
	ROLE_LIAISON = 64, ROLE_AUDITOR = 128, ROLE_ADMIN = 256, ROLE_ORG_ADMIN = 512,
};
#define ROLES_STAFF (ROLE_ANALYST | ROLE_LEAD)
/* Who hands in, answers for it or administers: what the own organisation handed in is theirs to read.  Who only receives shares, and a
 * coordinator, do not. */
#define ROLES_SOURCE (ROLE_SUBMITTER | ROLE_APPROVER | ROLE_LIAISON | ROLE_ORG_ADMIN)
#define ROLES_MEMBER (ROLE_SUBMITTER | ROLE_APPROVER | ROLE_RECIPIENT | ROLE_COORDINATOR | ROLE_LIAISON | ROLE_ORG_ADMIN)

struct viewer {
	bool found;
	struct str person_id, org_id, name;     /* absent where nobody is signed in */
	unsigned roles;                 /* enum role, of this day */
	struct str csrf;                /* what this session's forms carry; hex */
	struct str session;             /* digest */
	long long seen_ms;              /* to a few minutes */
};

/* Roles of that moment as bits; 0: none any more, so that nobody is let in. */
int roles_on(struct hub *hub, struct arena *a, struct str person_id, long long now_ms, unsigned *roles_r, struct err *e) MUST_CHECK;

/* ---- sessions ---- */

/* A new one for the person; *token_r goes into the cookie and is never stored. */
int session_begin(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str remote,
    struct str *token_r, struct err *e) MUST_CHECK;
/* Who that is; viewer_r->found is false for a token that is none, ended, idle for too long, or of a person who left
 * or is suspended. */
int session_find(struct hub *hub, struct arena *a, struct str token, long long now_ms, struct viewer *viewer_r, struct err *e)
    MUST_CHECK;
/* The person did something: an idle session ends, and a page that only looks for news by itself is idle. */
int session_seen(struct hub *hub, const struct viewer *viewer, long long now_ms, struct err *e) MUST_CHECK;
int session_end(struct hub *hub, const struct act *by, struct str session, struct err *e) MUST_CHECK;
/* All sessions of a person but `keep` (absent: all); how many, or -1. */
long long session_end_all(struct hub *hub, const struct act *by, struct str person_id, struct str keep, struct err *e);

/* ---- signing in ---- */

enum sign_in { SIGN_IN_DONE, SIGN_IN_WRONG, SIGN_IN_WAIT };
/* `who` is a person's id or a mail address.  SIGN_IN_WRONG does not tell what was wrong, nor whether the person exists;
 * SIGN_IN_WAIT: too many tries from there, *wait_s_r seconds to go.  A person with one-time codes needs one. */
int sign_in(struct hub *hub, const struct act *by, struct arena *a, struct str who, struct str password, struct str code,
    struct str remote, enum sign_in *result_r, long long *wait_s_r, struct str *token_r, struct err *e) MUST_CHECK;

/* ---- links ---- */

/* purpose: invitation, reset or sign-in.  *token_r is shown once. */
int link_make(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, const char *purpose,
    long long until_ms, struct str *token_r, struct err *e) MUST_CHECK;
struct sign_in_link { bool found; struct str person_id, name, purpose; bool wants_code; };
/* What a token is good for; looking uses nothing up. */
int link_look(struct hub *hub, struct arena *a, struct str token, long long now_ms, struct sign_in_link *link_r, struct err *e) MUST_CHECK;
/* Uses it up: with a new password (invitation, reset; ends every session) or without (sign-in), and the person's other links with it.
 * ERR_DENIED where it is no longer good.  Who has a second factor shows it here, too (second.h): a link stands for the password only. */
struct link_answer { struct str token, password, code, remote; };
int link_use(struct hub *hub, const struct act *by, struct arena *a, const struct link_answer *n, enum sign_in *result_r, long long *wait_s_r,
    struct str *session_token_r, struct err *e) MUST_CHECK;

/* A sentence about what is wrong with a new password, ERR_INPUT. */
int password_check(struct str password, struct err *e) MUST_CHECK;
/* Suspended: all sessions have ended, links and keys open nothing. */
int account_suspend(struct hub *hub, const struct act *by, struct str person_id, bool suspended, struct err *e) MUST_CHECK;

#endif
