/* oidc.h - signing in at somebody else's door: OpenID Connect Core 1.0, the code flow with PKCE (RFC 7636).
 *
 * The provider says who somebody is; who may come in is said here: a subject of the provider is bound to an account by an invitation that
 * its owner opens, or by an administrator, and by nothing that the token says about addresses.  The session is an ordinary one; what the
 * account asks for else at the door (password, one-time code) is the provider's business then.  The browser keeps the secrets of its own
 * attempt in a cookie; the state that goes to the provider and comes back is the hub's mark on that cookie, so that nobody makes one up.  An
 * attempt is good once, for a while. */
#ifndef ACCESS_OIDC_H
#define ACCESS_OIDC_H

#include "access/access.h"
#include "access/envoy.h"

enum { OIDC_ATTEMPT_S = 600 };

/* Where browsers come back to. */
struct str oidc_back(const struct hub *hub, struct arena *a);

/* `door`: where the provider wants browsers; `link`: an invitation's token, or ""; `next`: where to go afterwards.  *address_r: where the browser
 * is sent, *kept_r: what its cookie keeps. */
void oidc_begin(struct hub *hub, struct arena *a, long long now_ms, struct str door, struct str link, struct str next, struct str *address_r,
    struct str *kept_r);

struct oidc_answer {
	struct str code, state, issuer; /* what the provider sent back; "" where it is missing.  issuer: RFC 9207 */
	struct str kept;                /* the cookie; absent */
	struct str remote;
};
/* Before anybody is asked anything: is this an attempt that was begun here, in this browser, not long ago, and not used yet?  It is used then.
 * *what_r: for the envoy; *next_r: for the page that says what is wrong, too.  Else ERR_INPUT in a sentence for its person, ERR_DENIED in one
 * for the log only, ERR_LIMIT: too many tries from there. */
int oidc_check(struct hub *hub, const struct act *by, struct arena *a, const struct oidc_answer *answer, struct errand *what_r, struct str *next_r,
    struct err *e) MUST_CHECK;
/* A session for whom the provider named to that errand; errors as above. */
int oidc_end(struct hub *hub, const struct act *by, struct arena *a, const struct oidc_answer *answer, struct str subject, struct str *token_r,
    struct str *next_r, struct err *e) MUST_CHECK;
/* A try that the provider refused counts, too. */
int oidc_refused(struct hub *hub, const struct act *by, struct arena *a, const struct oidc_answer *answer, struct err *e) MUST_CHECK;

/* By an administrator: the subject is this person from now on. */
int oidc_bind(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str subject, struct err *e) MUST_CHECK;
/* Nobody is this person by the provider any more; sessions end. */
int oidc_unbind(struct hub *hub, const struct act *by, struct str person_id, struct err *e) MUST_CHECK;

#endif
