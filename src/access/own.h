/* own.h - what people do about their own account: where they are signed in, another password, another device for codes, other recovery codes. */
#ifndef ACCESS_OWN_H
#define ACCESS_OWN_H

#include "access/access.h"
#include "access/second.h"

struct session_row {
	struct str id, remote;          /* id: the beginning of the digest, enough to name it */
	long long made_ms, seen_ms;
	bool is_this;
};
/* The living ones, the last used first. */
int session_list(struct hub *hub, struct arena *a, const struct viewer *who, long long now_ms, struct session_row **list_r, size_t *n_r, struct err *e)
    MUST_CHECK;
/* One of the viewer's own; ERR_UNKNOWN where there is none of that id. */
int session_end_one(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, struct str id, struct err *e) MUST_CHECK;

/* Who wants to change what keeps the account shows anew who it is, and waits like at the door.  Done: all sessions have ended,
 * and *token_r is a new one. */
struct own_proof { struct str password, code, remote; };
int password_change(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, const struct own_proof *proof, struct str next,
    enum sign_in *result_r, long long *wait_s_r, struct str *token_r, struct err *e) MUST_CHECK;
/* Another device and other recovery codes.  *secret_r: raw bytes; both are shown once. */
int codes_change(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, const struct own_proof *proof, enum sign_in *result_r,
    long long *wait_s_r, struct str *token_r, struct str *secret_r, struct str recovery_r[RECOVERY_CODES], struct err *e) MUST_CHECK;
/* Other recovery codes only. */
int recovery_change(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, const struct own_proof *proof,
    enum sign_in *result_r, long long *wait_s_r, struct str *token_r, struct str recovery_r[RECOVERY_CODES], struct err *e) MUST_CHECK;

#endif
