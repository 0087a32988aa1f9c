/* provider.c - see provider.h. */
#include "access/provider.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "access/jwt.h"
#include "base/file.h"
#include "base/network.h"
#include "base/time.h"
#include "post/curl.h"
#include "post/server.h"

enum { ANSWER_MOST = 256 * 1024, AUTHORITY_MOST = 1 << 20, MEMORY = 4 << 20, FRESH_MS = MS_HOUR, AGAIN_MS = MS_MINUTE, AWAY_MS = 10000, ADDRESS_MOST = 2000 };

/* Networks of a machine or a site itself: RFC 1122, 1918, 3927, 6598, 4193, 4291. */
#define INNER "0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16, ::/127, fc00::/7, fe80::/10, ::ffff:0:0/96"

struct places {
	struct str door, token, keys;
	bool secret_in_form;            /* else HTTP basic, which everybody takes (OpenID Connect Core, 9) */
};

/* Who needs only what is here takes it under `kept`; who must ask holds `asking` as long as that takes, and `kept` to put it here. */
struct provider {
	const struct hub *hub;
	struct str authority;           /* what oidc_ca_file holds; absent: the system's authorities */
	pthread_mutex_t asking, kept;
	struct arena *a;                /* of `at`; new with every discovery */
	struct places at;
	json_t *keys;
	long long door_ms, keys_ms, anew_ms, away_ms;   /* when fetched, fetched before their time, when it did not answer; TIME_NONE */
	struct err away;
};

/* ---- settings ---- */

bool provider_is_set(const struct conf *c)
{
	return c->oidc_issuer.n > 0;
}

/* An address goes into a header of ours: nothing but visible ASCII, and no part that is for the browser alone. */
static int check_address(const struct conf *c, const char *what, struct str url, struct err *e)
{
	bool plain = c->oidc_plain_loopback && (str_starts(url, STR("http://127.0.0.")) || str_starts(url, STR("http://[::1]:")));

	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || (unsigned char)url.p[i] > '~' || strchr("\"#<>@\\^`{|}", url.p[i]) != NULL)
			return err_set(e, ERR_USAGE, "%s: “" STR_FMT "” is no address", what, STR_ARG(url));
	if (url.n > ADDRESS_MOST || (!plain && !str_starts(url, STR("https://"))) || server_host(url).n == 0)
		return err_set(e, ERR_USAGE, "%s: “" STR_FMT "” is no https address", what, STR_ARG(url));
	return 0;
}

int provider_settings_check(const struct hub *hub, struct arena *a, struct err *e)
{
	const struct conf *c = &hub->conf;
	const char *secret;

	if (!provider_is_set(c))
		return c->oidc_client_id.n + c->oidc_secret_file.n + c->oidc_ca_file.n == 0 ? 0 :
		    err_set(e, ERR_USAGE, "oidc_issuer is missing, but other settings of the provider are there");
	if (check_address(c, "oidc_issuer", c->oidc_issuer, e) < 0)
		return -1;
	if (str_find_char(c->oidc_issuer, '?') >= 0)
		return err_set(e, ERR_USAGE, "oidc_issuer is an address without a query");
	if (c->oidc_client_id.n == 0)
		return err_set(e, ERR_USAGE, "oidc_client_id is missing: the name that the provider gave this hub");
	if (!str_starts(c->link, STR("https://")) && !(c->oidc_plain_loopback && str_starts(c->link, STR("http://127.0.0.1:"))))
		return err_set(e, ERR_USAGE, "link is missing or no https address; the provider sends browsers back to it (LINK/oidc/back)");
	if (c->oidc_ca_file.n > 0 && access(hub_path(hub, a, c->oidc_ca_file), R_OK) < 0)
		return err_errno(e, "oidc_ca_file: %s cannot be read", hub_path(hub, a, c->oidc_ca_file));
	return c->oidc_secret_file.n == 0 ? 0 : server_password(hub, a, c->oidc_secret_file, &secret, e);
}

/* ---- asking ---- */

struct question {
	const struct provider *p;
	struct buf *out;
	bool own_host, refused;         /* refused: an inner address of another host */
};

static size_t take(char *bytes, size_t one, size_t n, void *ctx)
{
	struct question *q = ctx;

	(void)one;
	buf_add(q->out, (struct str){ bytes, n });
	return q->out->failed ? 0 : n;
}

static bool is_inner(const struct sockaddr *address)
{
	const void *bytes = address->sa_family == AF_INET ? (const void *)&((const struct sockaddr_in *)(const void *)address)->sin_addr :
	    (const void *)&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
	char text[INET6_ADDRSTRLEN];

	return inet_ntop(address->sa_family, bytes, text, sizeof text) == NULL || networks_hold(STR(INNER), str_of(text));
}

/* What a name means is decided once, here, for the connection that is made. */
static curl_socket_t connect_to(void *ctx, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct question *q = ctx;

	(void)purpose;
	q->refused = !q->own_host && is_inner(&address->addr);
	return q->refused ? CURL_SOCKET_BAD : socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void prepare(struct question *q, struct arena *a, const struct curl_table *curl, void *h, struct str url)
{
	const struct conf *c = &q->p->hub->conf;

	curl->curl_easy_setopt(h, CURLOPT_URL, arena_cstr(a, url));
	curl->curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, c->oidc_plain_loopback ? "https,http" : "https");
	curl->curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl->curl_easy_setopt(h, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl->curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl->curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl->curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)c->oidc_seconds);
	curl->curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl->curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, connect_to);
	curl->curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, q);
	curl->curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
	curl->curl_easy_setopt(h, CURLOPT_WRITEDATA, q);
	if (q->p->authority.p != NULL) {
		struct curl_blob authority = { (void *)(uintptr_t)q->p->authority.p, q->p->authority.n, CURL_BLOB_NOCOPY };

		curl->curl_easy_setopt(h, CURLOPT_CAINFO_BLOB, &authority);
		curl->curl_easy_setopt(h, CURLOPT_CAINFO, NULL);
		curl->curl_easy_setopt(h, CURLOPT_CAPATH, NULL);
	}
}

struct credentials { const char *user, *password; };

/* form absent: GET. */
static CURLcode perform(struct question *q, struct arena *a, const struct curl_table *curl, struct str url, struct str form, const struct credentials *who,
    long *status_r)
{
	void *h = curl->curl_easy_init();
	CURLcode code;

	if (h == NULL)
		return CURLE_OUT_OF_MEMORY;
	prepare(q, a, curl, h, url);
	if (form.p != NULL)
		curl->curl_easy_setopt(h, CURLOPT_POSTFIELDS, arena_cstr(a, form));
	if (who != NULL) {
		curl->curl_easy_setopt(h, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl->curl_easy_setopt(h, CURLOPT_USERNAME, who->user);
		curl->curl_easy_setopt(h, CURLOPT_PASSWORD, who->password);
	}
	code = curl->curl_easy_perform(h);
	curl->curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, status_r);
	curl->curl_easy_cleanup(h);
	return code;
}

/* ERR_BUSY: it does not answer, or not with what can be used; the caller keeps *answer_r. */
static int ask(const struct provider *p, struct arena *a, struct str url, struct str form, const struct credentials *who, json_t **answer_r, struct err *e)
{
	struct question q = { .p = p, .own_host = str_ieq(server_host(url), server_host(p->hub->conf.oidc_issuer)) };
	const struct curl_table *curl = curl_load(e);
	struct buf out;
	long status = 0;
	CURLcode code;

	if (curl == NULL)
		return -1;
	buf_init_arena(&out, a, ANSWER_MOST);
	q.out = &out;
	code = perform(&q, a, curl, url, form, who, &status);
	if (q.refused)
		return err_set(e, ERR_BUSY, STR_FMT " is an inner address of another machine than oidc_issuer", STR_ARG(url));
	if (out.failed)
		return err_set(e, ERR_BUSY, STR_FMT " answers with more than %d bytes", STR_ARG(url), ANSWER_MOST);
	if (code != CURLE_OK)
		return err_set(e, ERR_BUSY, STR_FMT " does not answer: %s", STR_ARG(url), curl->curl_easy_strerror(code));
	*answer_r = status == 200 && out.n > 0 ? json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (json_is_object(*answer_r))
		return 0;
	json_decref(*answer_r);
	return err_set(e, status >= 400 && status < 500 ? ERR_DENIED : ERR_BUSY, STR_FMT " answers %ld, or not in JSON", STR_ARG(url), status);
}

/* Who waited for another's answer looks at an older clock than that one. */
static bool is_fresh(long long at_ms, long long now_ms, long long for_ms)
{
	return at_ms != TIME_NONE && llabs(now_ms - at_ms) < for_ms;
}

/* Of one that is away nobody is asked again for a while.  By who holds `asking`. */
static int fetch(struct provider *p, struct arena *a, struct str url, long long now_ms, json_t **answer_r, struct err *e)
{
	if (is_fresh(p->away_ms, now_ms, AWAY_MS)) {
		*e = p->away;
		return -1;
	}
	p->away_ms = TIME_NONE;
	if (ask(p, a, url, STR_NONE, NULL, answer_r, e) == 0)
		return 0;
	e->kind = ERR_BUSY;
	p->away = *e;
	p->away_ms = now_ms;
	return -1;
}

/* ---- what is kept ---- */

static void gone(void *ctx)
{
	struct provider *p = ctx;

	json_decref(p->keys);
	arena_free(p->a);
	pthread_mutex_destroy(&p->asking);
	pthread_mutex_destroy(&p->kept);
}

struct provider *provider_new(const struct hub *hub, struct err *e)
{
	struct provider *p = ARENA_NEW(hub->arena, struct provider);
	struct str file = hub->conf.oidc_ca_file;

	if (curl_load(e) == NULL || (file.n > 0 && file_read(hub->arena, hub_path(hub, hub->arena, file), AUTHORITY_MOST, &p->authority, e) < 0))
		return NULL;
	p->hub = hub;
	p->a = arena_new(MEMORY, arena_full_exit);
	p->door_ms = p->keys_ms = p->anew_ms = p->away_ms = TIME_NONE;
	pthread_mutex_init(&p->asking, NULL);
	pthread_mutex_init(&p->kept, NULL);
	arena_defer(hub->arena, gone, p);
	return p;
}

static bool lists(const json_t *document, const char *key, const char *word)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(document, key), i, one)
		if (json_is_string(one) && strcmp(json_string_value(one), word) == 0)
			return true;
	return false;
}

/* The document names its own issuer, or it is another's (Discovery, 4.3). */
static int read_discovery(struct provider *p, const json_t *d, long long now_ms, struct err *e)
{
	const struct conf *c = &p->hub->conf;
	static const char methods[] = "token_endpoint_auth_methods_supported";

	if (!str_eq(jwt_text(d, "issuer"), c->oidc_issuer))
		return err_set(e, ERR_BUSY, "the provider calls itself “" STR_FMT "”, not as oidc_issuer says", STR_ARG(jwt_text(d, "issuer")));
	if (check_address(c, "authorization_endpoint", jwt_text(d, "authorization_endpoint"), e) < 0 ||
	    check_address(c, "token_endpoint", jwt_text(d, "token_endpoint"), e) < 0 || check_address(c, "jwks_uri", jwt_text(d, "jwks_uri"), e) < 0) {
		e->kind = ERR_BUSY;
		return -1;
	}
	pthread_mutex_lock(&p->kept);
	arena_reset(p->a);
	p->at = (struct places){ arena_str(p->a, jwt_text(d, "authorization_endpoint")), arena_str(p->a, jwt_text(d, "token_endpoint")),
		arena_str(p->a, jwt_text(d, "jwks_uri")), lists(d, methods, "client_secret_post") && !lists(d, methods, "client_secret_basic") };
	p->door_ms = now_ms;
	pthread_mutex_unlock(&p->kept);
	return 0;
}

static bool take_places(struct provider *p, struct arena *a, long long now_ms, struct places *at_r)
{
	bool fresh;

	pthread_mutex_lock(&p->kept);
	fresh = is_fresh(p->door_ms, now_ms, FRESH_MS);
	if (fresh)
		*at_r = (struct places){ arena_str(a, p->at.door), arena_str(a, p->at.token), arena_str(a, p->at.keys), p->at.secret_in_form };
	pthread_mutex_unlock(&p->kept);
	return fresh;
}

/* By who holds `asking`: another may have brought it meanwhile. */
static int fetch_places(struct provider *p, struct arena *a, long long now_ms, struct places *at_r, struct err *e)
{
	struct str issuer = p->hub->conf.oidc_issuer;
	json_t *d;
	int status;

	if (take_places(p, a, now_ms, at_r))
		return 0;
	if (fetch(p, a, arena_printf(a, STR_FMT "%s.well-known/openid-configuration", STR_ARG(issuer), str_ends(issuer, STR("/")) ? "" : "/"), now_ms, &d, e) < 0)
		return -1;
	status = read_discovery(p, d, now_ms, e);
	json_decref(d);
	return status == 0 && take_places(p, a, now_ms, at_r) ? 0 : -1;
}

static int discover(struct provider *p, struct arena *a, long long now_ms, struct places *at_r, struct err *e)
{
	int status;

	if (take_places(p, a, now_ms, at_r))
		return 0;
	pthread_mutex_lock(&p->asking);
	status = fetch_places(p, a, now_ms, at_r, e);
	pthread_mutex_unlock(&p->asking);
	return status;
}

int provider_door(struct provider *p, struct arena *a, long long now_ms, struct str *address_r, struct err *e)
{
	struct places at;

	if (discover(p, a, now_ms, &at, e) < 0)
		return -1;
	*address_r = at.door;
	return 0;
}

static json_t *take_keys(struct provider *p, long long now_ms)
{
	json_t *keys;

	pthread_mutex_lock(&p->kept);
	keys = is_fresh(p->keys_ms, now_ms, FRESH_MS) ? json_incref(p->keys) : NULL;
	pthread_mutex_unlock(&p->kept);
	return keys;
}

/* By who holds `asking`. */
static int fetch_keys(struct provider *p, struct arena *a, struct str url, bool anew, long long now_ms, json_t **keys_r, struct err *e)
{
	bool wanted = anew && !is_fresh(p->anew_ms, now_ms, AGAIN_MS);

	if (!wanted && (*keys_r = take_keys(p, now_ms)) != NULL)
		return 0;
	if (wanted)
		p->anew_ms = now_ms;
	if (fetch(p, a, url, now_ms, keys_r, e) < 0)
		return -1;
	pthread_mutex_lock(&p->kept);
	json_decref(p->keys);
	p->keys = json_incref(*keys_r);
	p->keys_ms = now_ms;
	pthread_mutex_unlock(&p->kept);
	return 0;
}

static void drop_keys(void *keys)
{
	json_decref(keys);
}

int provider_keys(struct provider *p, struct arena *a, bool anew, long long now_ms, const json_t **keys_r, struct err *e)
{
	struct places at;
	json_t *keys;
	int status = 0;

	if (discover(p, a, now_ms, &at, e) < 0)
		return -1;
	keys = anew ? NULL : take_keys(p, now_ms);
	if (keys == NULL) {
		pthread_mutex_lock(&p->asking);
		status = fetch_keys(p, a, at.keys, anew, now_ms, &keys, e);
		pthread_mutex_unlock(&p->asking);
	}
	if (status < 0)
		return -1;
	arena_defer(a, drop_keys, keys);
	*keys_r = keys;
	return 0;
}

/* ---- the code ---- */

static void add_encoded(struct buf *out, struct str value)
{
	for (size_t i = 0; i < value.n; i++) {
		unsigned char b = (unsigned char)value.p[i];

		if (ascii_alpha(b) || ascii_digit(b) || (b != '\0' && strchr("-._~", b) != NULL))
			buf_char(out, (char)b);
		else
			buf_printf(out, "%%%02X", b);
	}
}

void provider_field(struct buf *out, const char *name, struct str value)
{
	buf_printf(out, "%s%s=", out->n > 0 ? "&" : "", name);
	add_encoded(out, value);
}

static const char *encoded(struct arena *a, struct str s)
{
	struct buf out;

	buf_init_arena(&out, a, 16384);
	buf_z(&out, "");
	add_encoded(&out, s);
	return arena_cstr(a, buf_str(&out));
}

int provider_exchange(struct provider *p, struct arena *a, const struct provider_code *code, long long now_ms, struct str *token_r, struct err *e)
{
	const struct conf *c = &p->hub->conf;
	struct credentials who = { NULL };
	struct places at;
	struct buf form;
	json_t *answer;

	if (discover(p, a, now_ms, &at, e) < 0)
		return -1;
	buf_init_arena(&form, a, 32768);
	provider_field(&form, "grant_type", STR("authorization_code"));
	provider_field(&form, "code", code->code);
	provider_field(&form, "redirect_uri", code->redirect);
	provider_field(&form, "code_verifier", code->verifier);
	if (code->secret.n == 0 || at.secret_in_form)
		provider_field(&form, "client_id", c->oidc_client_id);
	if (code->secret.n > 0 && at.secret_in_form)
		provider_field(&form, "client_secret", code->secret);
	else if (code->secret.n > 0)
		who = (struct credentials){ encoded(a, c->oidc_client_id), encoded(a, code->secret) };        /* RFC 6749, 2.3.1 */
	if (ask(p, a, at.token, buf_str(&form), who.user != NULL ? &who : NULL, &answer, e) < 0)
		return -1;
	*token_r = arena_str(a, jwt_text(answer, "id_token"));
	json_decref(answer);
	return 0;
}
