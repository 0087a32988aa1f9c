/* provider.h - the OpenID provider that the settings name: its addresses and keys (OpenID Connect Discovery 1.0), fetched and kept for an hour.
 *
 * What is fetched: https only (plain only on this machine, and only where oidc_plain_loopback says so), no redirect, no proxy of the
 * environment, bounded in time and bytes; an address on another host than the provider's own is asked only where it is no inner one. While
 * the provider is away it is asked once in ten seconds, not with every request.  Who asks waits: a server sends its envoy (envoy.h).  Several
 * threads may ask at once, each with an arena of its own: what several need is fetched by the first of them. */
#ifndef ACCESS_PROVIDER_H
#define ACCESS_PROVIDER_H

#include <jansson.h>

#include "base/buf.h"
#include "store/hub.h"

struct provider;

/* Lives as long as the hub is open; NULL: oidc_ca_file, which is read here and no more, or libcurl is not there. */
struct provider *provider_new(const struct hub *hub, struct err *e);

/* What is wrong with the settings oidc_..., by name; all of them empty: nothing. */
int provider_settings_check(const struct hub *hub, struct arena *a, struct err *e) MUST_CHECK;
bool provider_is_set(const struct conf *c);

/* Where browsers are sent. */
int provider_door(struct provider *p, struct arena *a, long long now_ms, struct str *address_r, struct err *e) MUST_CHECK;
/* Its JWK set; `anew`: fetched again, at most once in a minute.  Lives as long as the arena. */
int provider_keys(struct provider *p, struct arena *a, bool anew, long long now_ms, const json_t **keys_r, struct err *e) MUST_CHECK;
/* A code for an ID token (RFC 6749, 4.1.3; RFC 7636, 4.5). */
struct provider_code { struct str code, verifier, redirect, secret; };   /* secret "": this hub has none */
int provider_exchange(struct provider *p, struct arena *a, const struct provider_code *code, long long now_ms, struct str *token_r, struct err *e) MUST_CHECK;

/* One more field of a form or a query, percent-encoded. */
void provider_field(struct buf *out, const char *name, struct str value);

#endif
