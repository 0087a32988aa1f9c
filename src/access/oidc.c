/* oidc.c - see oidc.h. */
#include "access/oidc.h"

#include <sodium.h>

#include "access/jwt.h"
#include "access/link.h"
#include "access/provider.h"
#include "access/secret.h"
#include "access/throttle.h"
#include "base/sha256.h"
#include "base/time.h"
#include "registry/lookup.h"
#include "store/audit.h"
#include "store/vault.h"

enum { CODE_MOST = 4096 };

/* ---- the way there ---- */

struct str oidc_back(const struct hub *hub, struct arena *a)
{
	return arena_printf(a, STR_FMT "%soidc/back", STR_ARG(hub->conf.link), str_ends(hub->conf.link, STR("/")) ? "" : "/");
}

static struct str challenge_of(struct arena *a, struct str verifier)
{
	unsigned char digest[SHA256_BYTES];
	char *out = arena_alloc(a, 64);

	sha256(verifier, digest);
	sodium_bin2base64(out, 64, digest, sizeof digest, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(out);
}

/* The hub's mark on an attempt: its time is in the cookie, its purpose is here. */
static struct str state_of(struct hub *hub, struct arena *a, struct str kept)
{
	return vault_keyed_hash(hub, a, "attempt at the provider", kept);
}

void oidc_begin(struct hub *hub, struct arena *a, long long now_ms, struct str door, struct str link, struct str next, struct str *address_r,
    struct str *kept_r)
{
	struct str nonce = token_new(a), verifier = token_new(a);
	struct buf query;

	*kept_r = arena_printf(a, "%lld.%s.%s." STR_FMT "." STR_FMT, now_ms, nonce.p, verifier.p, STR_ARG(link), STR_ARG(next));
	buf_init_arena(&query, a, 16384);
	provider_field(&query, "response_type", STR("code"));
	provider_field(&query, "client_id", hub->conf.oidc_client_id);
	provider_field(&query, "redirect_uri", oidc_back(hub, a));
	provider_field(&query, "scope", STR("openid"));
	provider_field(&query, "state", state_of(hub, a, *kept_r));
	provider_field(&query, "nonce", nonce);
	provider_field(&query, "code_challenge", challenge_of(a, verifier));
	provider_field(&query, "code_challenge_method", STR("S256"));
	*address_r = arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(door), str_find_char(door, '?') >= 0 ? "&" : "?", STR_ARG(buf_str(&query)));
}

/* ---- the attempt ---- */

struct attempt { struct str nonce, verifier, link, next; };

static bool is_own_attempt(struct hub *hub, struct arena *a, const struct oidc_answer *n, long long now_ms, struct attempt *t)
{
	struct str rest = n->kept, begun;
	long long begun_ms;

	*t = (struct attempt){ .next = STR("") };
	if (rest.p == NULL || !secret_equal(state_of(hub, a, rest), n->state))
		return false;
	if (!str_split(&rest, '.', &begun) || !str_split(&rest, '.', &t->nonce) || !str_split(&rest, '.', &t->verifier) || !str_split(&rest, '.', &t->link) ||
	    !str_to_int(begun, &begun_ms))
		return false;
	t->next = rest;
	return now_ms >= begun_ms && now_ms - begun_ms < OIDC_ATTEMPT_S * 1000LL;
}

/* Before anything is asked of the provider: whatever comes of it, it is good once. */
static int use_up(struct hub *hub, const struct act *by, struct arena *a, struct str state, struct err *e)
{
	long long n;

	if (db_begin(hub->db, e) < 0)
		return -1;
	n = DB_EXEC(hub->db, e, "DELETE FROM oidc_used WHERE until_ms < $1", DB_INT(by->now_ms));
	if (n >= 0)
		n = DB_EXEC(hub->db, e, "INSERT INTO oidc_used (digest, until_ms) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING", DB_TEXT(token_digest(a, state)),
		    DB_INT(by->now_ms + MS_DAY));
	if (n < 0) {
		db_rollback(hub->db);
		return -1;
	}
	if (db_commit(hub->db, e) < 0)
		return -1;
	return n == 1 ? 0 : err_set(e, ERR_INPUT, "this attempt to sign in was used already; begin again");
}

/* ---- who that is here ---- */

/* What the provider shows of somebody, for an administrator to bind; its bytes are the provider's. */
static int unknown(struct err *e, struct str subject)
{
	return err_set(e, ERR_INPUT, "the provider knows you as “" STR_FMT "”; no account of this hub goes with that: ask for an invitation", STR_ARG(subject));
}

static int person_of(struct hub *hub, const struct act *by, struct arena *a, struct str subject, struct str *person_r, struct err *e)
{
	struct db_rows rows;
	unsigned roles = 0;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT p.id FROM oidc_subject s JOIN person p ON p.id = s.person_id JOIN account c ON c.person_id = p.id "
	    "WHERE s.issuer = $1 AND s.subject = $2 AND c.suspended = 0 AND p.from_ms <= $3 AND p.to_ms > $3", DB_TEXT(hub->conf.oidc_issuer),
	    DB_TEXT(subject), DB_INT(by->now_ms)) < 0)
		return -1;
	if (rows.count > 0 && roles_on(hub, a, db_text(&rows, 0, 0), by->now_ms, &roles, e) < 0)
		return -1;
	if (roles == 0)                 /* suspended, gone, or never here: told alike */
		return unknown(e, subject);
	*person_r = db_text(&rows, 0, 0);
	return 0;
}

/* In the caller's transaction; a person has one subject of a provider. */
static int bind(struct hub *hub, const struct act *by, struct arena *a, struct str person, struct str subject, struct err *e)
{
	struct str issuer = hub->conf.oidc_issuer;
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT person_id FROM oidc_subject WHERE issuer = $1 AND subject = $2", DB_TEXT(issuer), DB_TEXT(subject)) < 0)
		return -1;
	if (rows.count > 0 && !str_eq(db_text(&rows, 0, 0), person))
		return err_set(e, ERR_INPUT, "whom the provider names is bound to another account already");
	if (DB_EXEC(hub->db, e, "DELETE FROM oidc_subject WHERE issuer = $1 AND person_id = $2", DB_TEXT(issuer), DB_TEXT(person)) < 0 ||
	    DB_EXEC(hub->db, e, "INSERT INTO oidc_subject (issuer, subject, person_id, made_by, made_ms) VALUES ($1, $2, $3, $4, $5)", DB_TEXT(issuer),
	        DB_TEXT(subject), DB_TEXT(person), DB_TEXT(by->actor), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add(hub->db, by, "account.bound", person, e);
}

/* An invitation is used up by whoever opens it at the provider, as by whoever chooses a password. */
static int accept(struct hub *hub, const struct act *by, struct arena *a, struct str link, struct str subject, struct str *person_r, struct err *e)
{
	struct act self = *by;
	struct sign_in_link found;
	struct str purpose;

	/* an invitation stands for no second factor: who has one is bound by an administrator */
	if (link_look(hub, a, link, by->now_ms, &found, e) < 0)
		return -1;
	if (found.wants_code)
		return err_set(e, ERR_INPUT, "this account has one-time codes; an administrator binds it to whom the provider names");
	if (link_take(hub, by, a, link, person_r, &purpose, e) < 0) {
		e->kind = e->kind == ERR_DENIED ? ERR_INPUT : e->kind;
		return -1;
	}
	if (!str_eq(purpose, STR("invitation")))
		return err_set(e, ERR_INPUT, "this link is not good any more; ask for a new one");
	self.actor = *person_r;
	return bind(hub, &self, a, *person_r, subject, e);
}

static int let_in(struct hub *hub, const struct act *by, struct arena *a, const struct attempt *t, struct str subject, struct str remote,
    struct str *token_r, struct err *e)
{
	struct act self = *by;
	struct str person;

	if (db_begin(hub->db, e) < 0)
		return -1;
	if ((t->link.n > 0 && accept(hub, by, a, t->link, subject, &person, e) < 0) || person_of(hub, by, a, subject, &person, e) < 0)
		goto undo;
	self.actor = person;
	if (audit_add(hub->db, &self, "session.by-provider", person, e) < 0 || session_begin(hub, &self, a, person, remote, token_r, e) < 0)
		goto undo;
	return db_commit(hub->db, e);
undo:
	db_rollback(hub->db);
	return -1;
}

/* ---- the way back ---- */

/* RFC 6749, appendix A.11 */
static bool is_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] > '~')
			return false;
	return s.n > 0 && s.n <= CODE_MOST;
}

static int check_attempt(struct hub *hub, const struct act *by, struct arena *a, const struct oidc_answer *n, struct attempt *t, struct err *e)
{
	return is_own_attempt(hub, a, n, by->now_ms, t) ? 0 :
	    err_set(e, ERR_INPUT, "this attempt to sign in was not begun in this browser, or too long ago; begin again");
}

static int check(struct hub *hub, const struct act *by, struct arena *a, const struct oidc_answer *n, struct errand *what_r, struct str *next_r,
    struct err *e)
{
	struct attempt t;

	if (check_attempt(hub, by, a, n, &t, e) < 0)
		return -1;
	*next_r = t.next;
	*what_r = (struct errand){ n->code, t.verifier, t.nonce, gate_site(a, n->remote) };
	if (use_up(hub, by, a, n->state, e) < 0)
		return -1;
	if (n->issuer.n > 0 && !str_eq(n->issuer, hub->conf.oidc_issuer))
		return err_set(e, ERR_DENIED, "the answer is another provider's");
	return is_code(n->code) ? 0 : err_set(e, ERR_INPUT, "the provider did not let you in");
}

static struct gate gate_for(struct hub *hub, struct arena *a, struct str remote)
{
	return gate_of(hub, a, "throttle provider", gate_site(a, remote), ACCESS_FREE_TRIES_ADDRESS, ACCESS_WAIT_MOST_ADDRESS_S);
}

int oidc_refused(struct hub *hub, const struct act *by, struct arena *a, const struct oidc_answer *n, struct err *e)
{
	struct gate gate = gate_for(hub, a, n->remote);

	return gates_count(hub, by, &gate, 1, e);
}

/* `e` stays what it is, but where not even that could be written down. */
static int failed(struct hub *hub, const struct act *by, struct arena *a, const struct oidc_answer *n, struct err *e)
{
	struct err why;

	if ((e->kind == ERR_DENIED || e->kind == ERR_INPUT) && oidc_refused(hub, by, a, n, &why) < 0)
		*e = why;
	return -1;
}

int oidc_check(struct hub *hub, const struct act *by, struct arena *a, const struct oidc_answer *n, struct errand *what_r, struct str *next_r,
    struct err *e)
{
	struct gate gate = gate_for(hub, a, n->remote);
	long long wait_s;

	if (gates_wait(hub, a, &gate, 1, by->now_ms, &wait_s, e) < 0)
		return -1;
	if (wait_s > 0)
		return err_set(e, ERR_LIMIT, "too many tries; wait %lld seconds", wait_s);
	return check(hub, by, a, n, what_r, next_r, e) == 0 ? 0 : failed(hub, by, a, n, e);
}

int oidc_end(struct hub *hub, const struct act *by, struct arena *a, const struct oidc_answer *n, struct str subject, struct str *token_r,
    struct str *next_r, struct err *e)
{
	struct attempt t;

	if (check_attempt(hub, by, a, n, &t, e) < 0)
		return failed(hub, by, a, n, e);
	*next_r = t.next;
	return let_in(hub, by, a, &t, subject, n->remote, token_r, e) == 0 ? 0 : failed(hub, by, a, n, e);
}

/* ---- by hand ---- */

int oidc_bind(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str subject, struct err *e)
{
	struct person_found p;

	if (!provider_is_set(&hub->conf))
		return err_set(e, ERR_CONFLICT, "no provider is set (oidc_issuer)");
	if (subject.n == 0 || subject.n > JWT_SUBJECT_MOST)
		return err_set(e, ERR_USAGE, "--subject is how the provider names the person: 1 to %d bytes", JWT_SUBJECT_MOST);
	if (person_must(hub->db, a, person_id, by->now_ms, &p, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (account_make(hub, by, p.id, e) < 0 || bind(hub, by, a, p.id, subject, e) < 0) {
		db_rollback(hub->db);
		return -1;
	}
	return db_commit(hub->db, e);
}

int oidc_unbind(struct hub *hub, const struct act *by, struct str person_id, struct err *e)
{
	long long n;

	if (db_begin(hub->db, e) < 0)
		return -1;
	n = DB_EXEC(hub->db, e, "DELETE FROM oidc_subject WHERE person_id = $1", DB_TEXT(person_id));
	if (n == 0) {
		db_rollback(hub->db);
		return err_set(e, ERR_CONFLICT, STR_FMT " is not bound to anybody of the provider", STR_ARG(person_id));
	}
	if (n > 0 && session_end_all(hub, by, person_id, STR_NONE, e) < 0)
		n = -1;
	return audit_end(hub->db, by, n, "account.unbound", person_id, e) < 0 ? -1 : 0;
}
