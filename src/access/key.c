/* key.c - see key.h. */
#include "access/key.h"

#include <stdio.h>

#include "access/certificate.h"
#include "access/link.h"
#include "base/network.h"
#include "access/secret.h"
#include "access/throttle.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"
#include "registry/lookup.h"
#include "store/audit.h"

#define PREFIX "noroshi_"               /* so that whoever finds one knows what it is */

static const char *const scope_names[] = { "read", "submit", "sight", "approve", "triage", "share" };
enum { SCOPE_COUNT = sizeof scope_names / sizeof scope_names[0] };

/* ---- scopes ---- */

const char *scope_name(enum scope scope)
{
	for (unsigned i = 0; i < SCOPE_COUNT; i++)
		if (1u << i == (unsigned)scope)
			return scope_names[i];
	return "";
}

struct str scopes_text(struct arena *a, unsigned scopes)
{
	struct buf out;

	buf_init_arena(&out, a, 200);
	for (unsigned i = 0; i < SCOPE_COUNT; i++)
		if ((scopes & 1u << i) != 0)
			buf_printf(&out, "%s%s", out.n > 0 ? "," : "", scope_names[i]);
	return buf_str(&out);
}

static int scope_parse(struct str word, unsigned *scopes, struct err *e)
{
	const char *near = str_nearest(word, scope_names, SCOPE_COUNT);

	for (unsigned i = 0; i < SCOPE_COUNT; i++)
		if (str_eq(word, str_of(scope_names[i]))) {
			*scopes |= 1u << i;
			return 0;
		}
	if (near != NULL)
		return err_set(e, ERR_USAGE, "there is no scope “" STR_FMT "”; did you mean %s?", STR_ARG(word), near);
	return err_set(e, ERR_USAGE, "there is no scope “" STR_FMT "” (read submit sight approve triage share)", STR_ARG(word));
}

int scopes_parse(struct str text, unsigned *scopes, struct err *e)
{
	struct str word;

	*scopes = 0;
	while (str_split(&text, ',', &word))
		if (scope_parse(str_trim(word), scopes, e) < 0)
			return -1;
	return *scopes != 0 ? 0 : err_set(e, ERR_USAGE, "a key without a scope does nothing (read submit sight approve triage share)");
}

/* ---- certificates ---- */

static int binding_of(const struct hub *hub, struct arena *a, struct str text, struct str *kept_r, struct err *e)
{
	if (certificate_read(a, text, kept_r, e) < 0)
		return -1;
	return kept_r->n == 0 || hub->conf.tls_client_ca.n > 0 ? 0 :
	    err_set(e, ERR_CONFLICT, "this hub asks machines for no certificate, so that the key would never be taken; set tls_client_ca first");
}

/* ---- making ---- */

static bool is_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127)
			return false;
	return utf8_valid(s);
}

static int check(struct hub *hub, const struct act *by, struct arena *a, const struct key_spec *s, struct err *e)
{
	struct person_found p;
	struct db_rows rows;
	unsigned roles;

	if (s->scopes == 0 || (s->scopes & ~SCOPES_ALL) != 0)
		return err_set(e, ERR_INPUT, "a key without a scope does nothing (read submit sight approve triage share)");
	if (s->days < 1 || s->days > KEY_DAYS_MOST)
		return err_set(e, ERR_INPUT, "a key is good for 1 to %d days", KEY_DAYS_MOST);
	if (s->purpose.n == 0 || s->purpose.n > KEY_PURPOSE_MOST || !is_line(s->purpose))
		return err_set(e, ERR_INPUT, "what is the key for? a few words, at most %d bytes", KEY_PURPOSE_MOST);
	if (s->networks.n > KEY_NETWORKS_MOST)
		return err_set(e, ERR_INPUT, "the list of networks is too long");
	if (networks_check(s->networks, e) < 0 || person_must(hub->db, a, s->person_id, by->now_ms, &p, e) < 0)
		return -1;
	if (roles_on(hub, a, p.id, by->now_ms, &roles, e) < 0 ||
	    DB_QUERY(hub->db, a, &rows, e, "SELECT COUNT(*) FROM api_key WHERE person_id = $1 AND revoked_ms IS NULL AND until_ms > $2",
	        DB_TEXT(p.id), DB_INT(by->now_ms)) < 0)
		return -1;
	if (roles == 0)
		return err_set(e, ERR_DENIED, STR_FMT " holds no role, so that a key would open nothing", STR_ARG(p.id));
	return db_int(&rows, 0, 0) < KEYS_MOST ? 0 : err_set(e, ERR_LIMIT, "%d keys are enough for one person; revoke one that is not used",
	    KEYS_MOST);
}

int key_make(struct hub *hub, const struct act *by, struct arena *a, const struct key_spec *s, struct str *id_r, struct str *secret_r,
    struct err *e)
{
	struct str secret = arena_printf(a, PREFIX "%s", token_new(a).p), id = arena_printf(a, "K-%s", rng_code(by->rng, a, 7).p), certificate;

	if (check(hub, by, a, s, e) < 0 || binding_of(hub, a, s->certificate, &certificate, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	/* also of somebody who never comes with a browser */
	if (account_make(hub, by, s->person_id, e) < 0 ||
	    DB_EXEC(hub->db, e, "INSERT INTO api_key (id, digest, person_id, purpose, scopes, networks, made_by, made_ms, until_ms, used_ms, used_from, "
	        "minute, requests, revoked_ms, certificate) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, '', 0, 0, NULL, $10)", DB_TEXT(id),
	        DB_TEXT(token_digest(a, secret)), DB_TEXT(s->person_id), DB_TEXT(s->purpose), DB_INT(s->scopes), DB_TEXT(s->networks),
	        DB_TEXT(by->actor), DB_INT(by->now_ms), DB_INT(by->now_ms + s->days * MS_DAY), DB_TEXT(certificate)) < 0 ||
	    audit_add_detail(hub->db, by, "key.made", id, arena_printf(a, "{\"person\":\"" STR_FMT "\",\"scopes\":\"%s\",\"days\":%lld}",
	        STR_ARG(s->person_id), scopes_text(a, s->scopes).p, s->days), e) < 0) {
		db_rollback(hub->db);
		return -1;
	}
	*id_r = id;
	*secret_r = secret;
	return db_commit(hub->db, e);
}

/* ---- lists, and the end ---- */

#define LIVING_OWNER "c.suspended = 0 AND p.from_ms <= $1 AND p.to_ms > $1" \
	" AND EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.id AND r.from_ms <= $1 AND r.to_ms > $1)"
#define COLUMNS \
	"SELECT k.id, k.person_id, p.org_id, p.name, k.purpose, k.networks, k.made_by, k.used_from, k.scopes, k.made_ms, k.until_ms, k.used_ms," \
	" k.revoked_ms, CASE WHEN k.revoked_ms IS NULL AND k.until_ms > $1 AND " LIVING_OWNER " THEN 0 ELSE 1 END, k.certificate" \
	" FROM api_key k JOIN person p ON p.id = k.person_id JOIN account c ON c.person_id = k.person_id "

static struct key_row row_of(struct arena *a, const struct db_rows *r, size_t i)
{
	unsigned scopes = (unsigned)db_int(r, i, 8);

	return (struct key_row){ .id = db_text(r, i, 0), .person_id = db_text(r, i, 1), .org_id = db_text(r, i, 2), .name = db_text(r, i, 3),
		.purpose = db_text(r, i, 4), .networks = db_text(r, i, 5), .made_by = db_text(r, i, 6), .used_from = db_text(r, i, 7),
		.scopes_text = scopes_text(a, scopes), .scopes = scopes, .made_ms = db_int(r, i, 9), .until_ms = db_int(r, i, 10),
		.used_ms = db_time(r, i, 11), .revoked_ms = db_time(r, i, 12), .is_dead = db_int(r, i, 13) == 1,
		.certificate = db_text(r, i, 14) };
}

int key_list(struct hub *hub, struct arena *a, struct str person_id, struct str org_id, long long now_ms, struct key_row **list_r,
    size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, COLUMNS "WHERE ($2 = '' OR k.person_id = $2) AND ($3 = '' OR p.org_id = $3) "
	    "ORDER BY k.made_ms DESC, k.id COLLATE \"C\"", DB_INT(now_ms), DB_TEXT(person_id.p != NULL ? person_id : STR("")),
	    DB_TEXT(org_id.p != NULL ? org_id : STR(""))) < 0)
		return -1;
	*n_r = rows.count;
	*list_r = ARENA_ARRAY(a, struct key_row, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = row_of(a, &rows, i);
	return 0;
}

/* Owner, the organisation's administrator, or the hub's people. */
static int may_end(struct hub *hub, const struct act *by, struct arena *a, const struct key_row *k, bool *may_r, struct err *e)
{
	struct person_found p;
	bool own_admin, of_hub;

	if (person_find(hub->db, a, by->actor, by->now_ms, &p, e) < 0 ||
	    person_has_role(hub->db, a, by->actor, "org-admin", by->now_ms, &own_admin, e) < 0 ||
	    person_has_role(hub->db, a, by->actor, "analyst lead admin", by->now_ms, &of_hub, e) < 0)
		return -1;
	*may_r = str_eq(by->actor, k->person_id) || of_hub || (own_admin && p.found && str_eq(p.org_id, k->org_id));
	return 0;
}

/* ERR_UNKNOWN where there is none, or none that this person may end. */
static int own_key(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct err *e)
{
	struct db_rows rows;
	struct key_row k;
	bool may = false;

	if (DB_QUERY(hub->db, a, &rows, e, COLUMNS "WHERE k.id = $2", DB_INT(by->now_ms), DB_TEXT(id)) < 0)
		return -1;
	if (rows.count > 0) {
		k = row_of(a, &rows, 0);
		if (may_end(hub, by, a, &k, &may, e) < 0)
			return -1;
	}
	return may ? 0 : err_set(e, ERR_UNKNOWN, "there is no key " STR_FMT " that you may end", STR_ARG(id));
}

int key_revoke(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct err *e)
{
	long long n;

	if (own_key(hub, by, a, id, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	n = DB_EXEC(hub->db, e, "UPDATE api_key SET revoked_ms = $2 WHERE id = $1 AND revoked_ms IS NULL", DB_TEXT(id), DB_INT(by->now_ms));
	if (n == 0)
		return db_commit(hub->db, e);
	return audit_end(hub->db, by, n, "key.revoked", id, e) < 0 ? -1 : 0;
}

int key_bind(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct str certificate, struct err *e)
{
	struct str kept;
	long long n;

	if (own_key(hub, by, a, id, e) < 0 || binding_of(hub, a, certificate, &kept, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	n = DB_EXEC(hub->db, e, "UPDATE api_key SET certificate = $2 WHERE id = $1 AND revoked_ms IS NULL", DB_TEXT(id), DB_TEXT(kept));
	if (n == 0) {
		db_rollback(hub->db);
		return err_set(e, ERR_CONFLICT, "the key " STR_FMT " has ended", STR_ARG(id));
	}
	return audit_end(hub->db, by, n, kept.n > 0 ? "key.bound" : "key.unbound", id, e) < 0 ? -1 : 0;
}

/* ---- at the door ---- */

static int refuse(struct hub *hub, const struct act *by, const struct gate *gate, struct str known_id, struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (gates_count(hub, by, gate, 1, e) < 0 || (known_id.n > 0 && audit_add(hub->db, by, "key.refused", known_id, e) < 0)) {
		db_rollback(hub->db);
		return -1;
	}
	return db_commit(hub->db, e);
}

int key_find(struct hub *hub, const struct act *by, struct arena *a, struct str secret, const struct key_origin *from,
    struct key_holder *h, long long *wait_s_r, struct err *e)
{
	struct gate gate = gate_of(hub, a, "throttle key", gate_site(a, from->remote), KEY_FREE_TRIES, KEY_WAIT_MOST_S);
	struct db_rows rows = { 0 };
	struct key_row k = { .networks = STR("") };

	*h = (struct key_holder){ .who = { .found = false } };
	*wait_s_r = 0;
	if (str_starts(secret, STR(PREFIX)) && DB_QUERY(hub->db, a, &rows, e, COLUMNS "WHERE k.digest = $2", DB_INT(by->now_ms),
	    DB_TEXT(token_digest(a, secret))) < 0)
		return -1;
	if (rows.count > 0)
		k = row_of(a, &rows, 0);
	h->lacks_certificate = rows.count > 0 && !k.is_dead && networks_hold(k.networks, from->remote) &&
	    !certificate_fits(k.certificate, from->certificate, from->certificate_names);
	if (rows.count == 0 || k.is_dead || !networks_hold(k.networks, from->remote) || h->lacks_certificate) {
		if (gates_wait(hub, a, &gate, 1, by->now_ms, wait_s_r, e) < 0)
			return -1;
		return *wait_s_r > 0 ? 0 : refuse(hub, by, &gate, k.id, e);
	}
	*h = (struct key_holder){ .who = { .found = true, .person_id = k.person_id, .org_id = k.org_id, .name = k.name }, .id = k.id, .scopes = k.scopes };
	return roles_on(hub, a, k.person_id, by->now_ms, &h->who.roles, e);
}

int key_use(struct hub *hub, const struct act *by, struct arena *a, const struct key_holder *h, const char *method, const char *route,
    struct str remote, long long most, long long *wait_s_r, struct err *e)
{
	long long minute = by->now_ms / MS_MINUTE;
	struct db_rows rows;

	*wait_s_r = 0;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (DB_QUERY(hub->db, a, &rows, e, "UPDATE api_key SET used_ms = $2, used_from = $3, requests = CASE WHEN minute = $4 THEN requests + 1 ELSE 1 END, "
	    "minute = $4 WHERE id = $1 RETURNING requests", DB_TEXT(h->id), DB_INT(by->now_ms), DB_TEXT(remote), DB_INT(minute)) < 0)
		goto undo;
	if (rows.count > 0 && db_int(&rows, 0, 0) > most)
		*wait_s_r = ((minute + 1) * MS_MINUTE - by->now_ms + 999) / 1000;
	if (*wait_s_r == 0 && audit_add_detail(hub->db, by, "key.used", h->id, arena_printf(a, "{\"route\":\"%s %s\"}", method, route), e) < 0)
		goto undo;
	return db_commit(hub->db, e);
undo:
	db_rollback(hub->db);
	return -1;
}
