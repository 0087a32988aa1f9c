/* key.h - API keys: a machine comes in a person's name, with less than the person may do.
 *
 * What a key may do is its scopes and, asked anew with every request, what its owner may do that moment: whoever leaves or is
 * suspended takes the keys along.  A key is shown once and kept as SHA-256; it makes no other key and gives no role.  It comes
 * in the header Authorization: Bearer (RFC 6750) only.  Every use leaves its audit line. */
#ifndef ACCESS_KEY_H
#define ACCESS_KEY_H

#include "access/access.h"

enum { KEY_DAYS = 90, KEY_DAYS_MOST = 366, KEY_PURPOSE_MOST = 200, KEY_NETWORKS_MOST = 500, KEYS_MOST = 20,
	KEY_FREE_TRIES = 20, KEY_WAIT_MOST_S = 60 };

enum scope {
	SCOPE_READ = 1,                 /* looks at whatever its owner may look at */
	SCOPE_SUBMIT = 2,               /* hands in, answers questions and calls; sees its own receipts */
	SCOPE_SIGHT = 4,                /* opens and answers shares, hands in sightings */
	SCOPE_APPROVE = 8,              /* the source's answer: each with a one-time code of the approver */
	SCOPE_TRIAGE = 16,              /* decides about submissions, proposals, cases, questions and consultations */
	SCOPE_SHARE = 32,               /* drafts, asks sources, releases */
};
#define SCOPES_ALL 63u
/* "read", for one bit; a text of several, "read,submit", comma separated. */
const char *scope_name(enum scope scope);
struct str scopes_text(struct arena *a, unsigned scopes);
/* ERR_USAGE with the nearest word where one is none. */
int scopes_parse(struct str text, unsigned *scopes_r, struct err *e) MUST_CHECK;

struct key_spec {
	struct str person_id, purpose;
	unsigned scopes;
	struct str networks;            /* where it may come from (network.h); "": anywhere */
	struct str certificate;         /* as people write it (certificate.h); "": it needs none */
	long long days;                 /* 1 to KEY_DAYS_MOST */
};

/* *secret_r is shown once and stored nowhere. */
int key_make(struct hub *hub, const struct act *by, struct arena *a, const struct key_spec *spec, struct str *id_r, struct str *secret_r,
    struct err *e) MUST_CHECK;

struct key_row {
	struct str id, person_id, org_id, name, purpose, networks, certificate, made_by, used_from, scopes_text;
	unsigned scopes;
	long long made_ms, until_ms, used_ms, revoked_ms;       /* used_ms, revoked_ms: TIME_NONE where not yet */
	bool is_dead;                   /* revoked, over, or its owner is gone or suspended */
};
/* Of a person, of an organisation, or (both absent) all: the newest first. */
int key_list(struct hub *hub, struct arena *a, struct str person_id, struct str org_id, long long now_ms, struct key_row **list_r,
    size_t *n_r, struct err *e) MUST_CHECK;
/* By its owner, by an administrator of the owner's organisation, or by the hub's; ERR_UNKNOWN, one sentence, for everybody else and where
 * there is none.  Once more: nothing changes. */
int key_revoke(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct err *e) MUST_CHECK;

/* Binds it to another certificate, or ("") to none; by those who may revoke it, and refused in the same words. */
int key_bind(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct str certificate, struct err *e) MUST_CHECK;

/* ---- at the door ---- */

struct key_origin { struct str remote, certificate, certificate_names; };        /* as in http_request */

struct key_holder {
	struct viewer who;              /* found: false where the key is none, or not good here and now */
	bool lacks_certificate;         /* it would be good, with the certificate that it is bound to */
	struct str id;
	unsigned scopes;
};
/* A right key that comes from elsewhere than its networks, and a wrong one, are told the same; the first leaves an audit line, as does one
 * that comes without its certificate.
 * *wait_s_r > 0: too many wrong keys came from that address; a good one comes in all the same. */
int key_find(struct hub *hub, const struct act *by, struct arena *a, struct str secret, const struct key_origin *from,
    struct key_holder *holder_r, long long *wait_s_r, struct err *e) MUST_CHECK;
/* Counts and records the use: `route` is the pattern of an address, not what stands in it.  *wait_s_r > 0: more than `most` requests within
 * this minute. */
int key_use(struct hub *hub, const struct act *by, struct arena *a, const struct key_holder *holder, const char *method, const char *route,
    struct str remote, long long most, long long *wait_s_r, struct err *e) MUST_CHECK;

#endif
