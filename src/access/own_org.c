/* own_org.c - see own_org.h. */
#include "access/own_org.h"

#include "access/link.h"
#include "base/buf.h"
#include "base/time.h"
#include "registry/change.h"
#include "registry/lookup.h"
#include "registry/ordinary.h"
#include "registry/word.h"
#include "store/audit.h"

const struct org_role org_roles[] = { { ROLE_SUBMITTER, "submitter" }, { ROLE_APPROVER, "approver" }, { ROLE_RECIPIENT, "recipient" },
	{ ROLE_ORG_ADMIN, "org-admin" }, { 0, NULL } };

static int nobody(struct err *e, struct str id)
{
	return err_set(e, ERR_UNKNOWN, "there is no person “" STR_FMT "” in your organisation", STR_ARG(id));
}

/* Whose administrator the actor is; the hub's own people are administered by the hub's commands. */
static int own_org(struct hub *hub, const struct act *by, struct arena *a, struct str *org_r, struct err *e)
{
	struct person_found p;
	struct org_state org;
	bool may;

	if (person_find(hub->db, a, by->actor, by->now_ms, &p, e) < 0 || person_has_role(hub->db, a, by->actor, "org-admin", by->now_ms, &may, e) < 0)
		return -1;
	if (!p.found || !may)
		return nobody(e, by->actor);
	if (org_state_at(hub->db, a, p.org_id, by->now_ms, &org, e) < 0)
		return -1;
	if (str_eq(org.kind, STR("hub")))
		return nobody(e, by->actor);
	*org_r = p.org_id;
	return 0;
}

/* ---- people ---- */

#define SQL_PEOPLE \
	"SELECT p.id, p.name, p.to_ms, c.suspended, CASE WHEN c.password <> '' OR EXISTS (SELECT 1 FROM oidc_subject o WHERE o.person_id = p.id) THEN 1 ELSE 0 END," \
	" CASE WHEN EXISTS (SELECT 1 FROM sign_in_link k WHERE k.person_id = p.id AND k.used_ms IS NULL AND k.until_ms > $2) THEN 1 ELSE 0 END," \
	" (SELECT MAX(s.seen_ms) FROM session s WHERE s.person_id = p.id)," \
	" (SELECT COUNT(*) FROM approver_code d WHERE d.person_id = p.id AND d.ended_ms IS NULL)," \
	" CASE WHEN c.suspended = 1 AND EXISTS (SELECT 1 FROM person w WHERE w.id = c.suspended_by AND w.org_id = p.org_id) THEN 1 ELSE 0 END" \
	" FROM person p LEFT JOIN account c ON c.person_id = p.id WHERE p.org_id = $1 ORDER BY p.id COLLATE \"C\""

static int read_roles(struct hub *hub, struct arena *a, long long now_ms, struct own_person *p, struct err *e)
{
	struct db_rows r;
	struct buf addresses;

	buf_init_arena(&addresses, a, 65536);
	if (roles_on(hub, a, p->id, now_ms, &p->bits, e) < 0 ||
	    DB_QUERY(hub->db, a, &r, e, "SELECT DISTINCT role FROM person_role WHERE person_id = $1 AND from_ms <= $2 AND to_ms > $2 ORDER BY role",
	        DB_TEXT(p->id), DB_INT(now_ms)) < 0)
		return -1;
	p->roles = ARENA_ARRAY(a, struct str, r.count + 1);
	p->role_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		p->roles[i] = db_text(&r, i, 0);
	if (DB_QUERY(hub->db, a, &r, e, "SELECT address FROM person_address WHERE person_id = $1 ORDER BY address COLLATE \"C\"", DB_TEXT(p->id)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		buf_printf(&addresses, "%s" STR_FMT, i > 0 ? ", " : "", STR_ARG(db_text(&r, i, 0)));
	p->addresses = buf_str(&addresses);
	return 0;
}

static int read_people(struct hub *hub, const struct act *by, struct arena *a, struct str org, struct own_person **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(hub->db, a, &r, e, SQL_PEOPLE, DB_TEXT(org), DB_INT(by->now_ms)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct own_person, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++) {
		struct own_person *p = &(*list_r)[i];
		bool is_suspended = db_int(&r, i, 3) == 1, is_open = db_int(&r, i, 4) == 1, is_self, is_hubs;

		*p = (struct own_person){ .id = db_text(&r, i, 0), .name = db_text(&r, i, 1), .seen_ms = db_time(&r, i, 6), .codes = db_int(&r, i, 7) > 0 };
		if (read_roles(hub, a, by->now_ms, p, e) < 0)
			return -1;
		is_self = str_eq(p->id, by->actor);
		is_hubs = (p->bits & ~(unsigned)ORG_ROLES) != 0;
		p->state = db_int(&r, i, 2) <= by->now_ms ? STR("left") : is_suspended ? STR("suspended") : is_open ? STR("open") :
		    db_int(&r, i, 5) == 1 ? STR("invited") : STR("none");
		p->may_roles = !is_hubs && !str_eq(p->state, STR("left"));
		p->may_invite = p->may_roles && p->bits != 0 && !is_suspended && !is_open;
		p->may_suspend = !is_self && (p->bits & ~(unsigned)ROLES_MEMBER) == 0 && (is_suspended ? db_int(&r, i, 8) == 1 : p->bits != 0);
	}
	return 0;
}

int own_people(struct hub *hub, const struct act *by, struct arena *a, struct own_person **list_r, size_t *n_r, struct err *e)
{
	struct str org;

	return own_org(hub, by, a, &org, e) < 0 ? -1 : read_people(hub, by, a, org, list_r, n_r, e);
}

/* In the caller's transaction. */
static int own_person(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct own_person *p, struct err *e)
{
	struct own_person *list;
	size_t n;

	if (own_people(hub, by, a, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].id, id)) {
			*p = list[i];
			return 0;
		}
	return nobody(e, id);
}

static int is_the_hubs(struct err *e, struct str id)
{
	return err_set(e, ERR_DENIED, STR_FMT ": that is the hub's to do; ask it", STR_ARG(id));
}

/* ---- deeds ---- */

static int end(struct hub *hub, int status, struct err *e)
{
	if (status == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* Of a domain that is ours and nobody else's, and of nobody elsewhere; one sentence for all that is not. */
static int check_address(struct hub *hub, const struct act *by, struct arena *a, struct str org, struct str address, struct err *e)
{
	struct str domain = arena_lower(a, str_after(address, '@'));
	struct person_found other;
	struct db_rows r;

	if (!word_is_address(address))
		return err_set(e, ERR_INPUT, "“" STR_FMT "” is no mail address", STR_ARG(address));
	if (DB_QUERY(hub->db, a, &r, e, "SELECT COUNT(CASE WHEN org_id = $1 THEN 1 END), COUNT(CASE WHEN org_id <> $1 THEN 1 END) FROM org_domain "
	    "WHERE kind = 'domain' AND value = $2 AND superseded_ms > $3", DB_TEXT(org), DB_TEXT(domain), DB_INT(by->now_ms)) < 0 ||
	    person_by_address(hub->db, a, address, by->now_ms, &other, e) < 0)
		return -1;
	if (other.found && str_eq(other.org_id, org))
		return err_set(e, ERR_CONFLICT, STR_FMT " has the address " STR_FMT " already", STR_ARG(other.id), STR_ARG(address));
	return db_int(&r, 0, 0) > 0 && db_int(&r, 0, 1) == 0 && !other.found ? 0 : err_set(e, ERR_INPUT,
	    STR_FMT " is of no domain that is your organisation's alone; ask the hub to enter this person", STR_ARG(address));
}

static int give_roles(struct hub *hub, const struct act *by, struct str id, unsigned held, unsigned wanted, struct err *e)
{
	for (const struct org_role *o = org_roles; o->name != NULL; o++) {
		struct str role = str_of(o->name);

		if ((wanted & o->role) != 0 && (held & o->role) == 0 && person_role_add(hub->db, by, id, role, by->now_ms, TIME_FOREVER, e) < 0)
			return -1;
		if ((wanted & o->role) == 0 && (held & o->role) != 0 &&
		    (DB_EXEC(hub->db, e, "UPDATE person_role SET to_ms = $3 WHERE person_id = $1 AND role = $2 AND from_ms <= $3 AND to_ms > $3",
		        DB_TEXT(id), DB_TEXT(role), DB_INT(by->now_ms)) < 0 || audit_add(hub->db, by, "person.role-ended", id, e) < 0))
			return -1;
	}
	return 0;
}

static int check_new(struct hub *hub, const struct act *by, struct arena *a, const struct own_new *n, struct str *org_r, struct err *e)
{
	struct db_rows r;

	if (own_org(hub, by, a, org_r, e) < 0)
		return -1;
	if (n->roles == 0 || (n->roles & ~(unsigned)ORG_ROLES) != 0)
		return err_set(e, ERR_INPUT, "which roles? submitter, approver, recipient, org-admin");
	if (name_is_ordinary(a, n->name))
		return err_set(e, ERR_INPUT, "“" STR_FMT "” are ordinary words; a person's name is kept out of every share, so enter the full name, or ask the hub "
		    "to enter this person", STR_ARG(n->name));
	if (check_address(hub, by, a, *org_r, n->address, e) < 0 ||
	    DB_QUERY(hub->db, a, &r, e, "SELECT COUNT(*) FROM person WHERE org_id = $1", DB_TEXT(*org_r)) < 0)
		return -1;
	return db_int(&r, 0, 0) < OWN_PEOPLE_MOST ? 0 : err_set(e, ERR_LIMIT, "%d people are enough for one organisation; ask the hub", OWN_PEOPLE_MOST);
}

int own_person_add(struct hub *hub, const struct act *by, struct arena *a, const struct own_new *n, struct str *id_r, struct str *token_r,
    struct err *e)
{
	struct person_row p = { .id = arena_printf(a, "p-%s", arena_cstr(a, arena_lower(a, rng_code(by->rng, a, 8)))), .name = n->name,
		.aliases_json = STR("[]"), .duty = STR("staff"), .from_ms = by->now_ms, .to_ms = TIME_FOREVER };

	if (db_begin(hub->db, e) < 0)
		return -1;
	*id_r = p.id;
	return end(hub, check_new(hub, by, a, n, &p.org_id, e) < 0 || person_add(hub->db, by, a, &p, e) < 0 ||
	    person_address_add(hub->db, a, p.id, n->address, true, e) < 0 || give_roles(hub, by, p.id, 0, n->roles, e) < 0 ||
	    link_make(hub, by, a, p.id, "invitation", by->now_ms + (long long)ACCESS_LINK_DAYS * MS_DAY, token_r, e) < 0 ? -1 : 0, e);
}

int own_person_invite(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct str *token_r, struct err *e)
{
	struct own_person p;
	int status;

	if (db_begin(hub->db, e) < 0)
		return -1;
	status = own_person(hub, by, a, id, &p, e);
	if (status == 0 && !p.may_invite)
		status = is_the_hubs(e, id);
	if (status == 0)
		status = link_make(hub, by, a, id, "invitation", by->now_ms + (long long)ACCESS_LINK_DAYS * MS_DAY, token_r, e);
	return end(hub, status, e);
}

int own_person_roles(struct hub *hub, const struct act *by, struct arena *a, struct str id, unsigned roles, struct err *e)
{
	struct own_person p;
	int status;

	if (db_begin(hub->db, e) < 0)
		return -1;
	status = own_person(hub, by, a, id, &p, e);
	if (status == 0 && (!p.may_roles || (roles & ~(unsigned)ORG_ROLES) != 0))
		status = is_the_hubs(e, id);
	if (status == 0 && str_eq(id, by->actor) && (roles & ROLE_ORG_ADMIN) == 0)
		status = err_set(e, ERR_CONFLICT, "nobody takes the own administration away: another administrator does, or the hub");
	if (status == 0)
		status = give_roles(hub, by, id, p.bits, roles, e);
	return end(hub, status, e);
}

int own_person_suspend(struct hub *hub, const struct act *by, struct arena *a, struct str id, bool suspended, struct err *e)
{
	struct own_person p;
	int status;

	if (db_begin(hub->db, e) < 0)
		return -1;
	status = own_person(hub, by, a, id, &p, e);
	if (status == 0 && (!p.may_suspend || str_eq(p.state, STR("suspended")) == suspended))
		status = is_the_hubs(e, id);
	if (status == 0)
		status = account_make(hub, by, id, e) < 0 || account_suspend(hub, by, id, suspended, e) < 0 ? -1 : 0;
	return end(hub, status, e);
}

int own_names(struct hub *hub, const struct act *by, struct arena *a, struct own_name **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;
	struct str org;

	if (own_org(hub, by, a, &org, e) < 0 || DB_QUERY(hub->db, a, &r, e, "SELECT kind, value FROM org_domain WHERE org_id = $1 AND superseded_ms > $2 "
	    "ORDER BY kind COLLATE \"C\", value COLLATE \"C\"", DB_TEXT(org), DB_INT(by->now_ms)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct own_name, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct own_name){ db_text(&r, i, 0), db_text(&r, i, 1) };
	return 0;
}

/* ---- the trail ---- */

/* Of what was done to them only what is about accounts and the registry: a line of the hub's work may name what is not theirs to know. */
#define SQL_TRAIL \
	"SELECT x.at_ms, x.actor, x.deed, x.object FROM (" \
	"SELECT t.seq, t.at_ms, t.actor, t.deed, t.object FROM person p JOIN audit t ON t.actor = p.id WHERE p.org_id = $1" \
	" UNION SELECT t.seq, t.at_ms, CASE WHEN q.id IS NULL THEN 'hub' ELSE t.actor END, t.deed, t.object FROM (" \
	"SELECT id FROM person WHERE org_id = $1 UNION SELECT k.id FROM api_key k JOIN person p ON p.id = k.person_id WHERE p.org_id = $1" \
	" UNION SELECT id FROM org WHERE id = $1) o JOIN audit t ON t.object = o.id LEFT JOIN person q ON q.id = t.actor AND q.org_id = $1" \
	" WHERE SUBSTR(t.deed, 1, 4) IN ('org.', 'key.') OR SUBSTR(t.deed, 1, 5) = 'link.' OR SUBSTR(t.deed, 1, 7) = 'person.'" \
	" OR SUBSTR(t.deed, 1, 8) IN ('account.', 'session.') OR SUBSTR(t.deed, 1, 9) IN ('approver.', 'recovery.')) x" \
	" WHERE x.at_ms >= $2 AND x.at_ms < $3 AND x.at_ms <= $4 AND (CAST($5 AS TEXT) IS NULL OR (x.deed COLLATE \"C\" >= $5 AND x.deed COLLATE \"C\" <= $6))" \
	" AND (CAST($7 AS TEXT) IS NULL OR x.actor = $7) ORDER BY x.at_ms DESC, x.seq DESC LIMIT $8 OFFSET $9"

/* A place is a moment and how many of its lines stand before. */
static int place_of(struct str after, long long *at_ms, long long *skip, struct err *e)
{
	*at_ms = TIME_FOREVER;
	*skip = 0;
	return after.n == 0 || (str_to_int(str_upto(after, '.'), at_ms) && str_to_int(str_after(after, '.'), skip) && *skip >= 0) ? 0 :
	    err_set(e, ERR_INPUT, "after is taken from the page before, as it is");
}

int own_trail(struct hub *hub, const struct act *by, struct arena *a, const struct own_wanted *w, struct own_line **list_r, size_t *n_r,
    struct str *next_r, struct err *e)
{
	struct str org, deed_end = w->deed.p != NULL ? arena_printf(a, STR_FMT "\xf4\x8f\xbf\xbf", STR_ARG(w->deed)) : STR_NONE;
	long long at_ms, skip;
	struct db_rows r;

	*next_r = STR_NONE;
	if (own_org(hub, by, a, &org, e) < 0 || place_of(w->after, &at_ms, &skip, e) < 0 ||
	    DB_QUERY(hub->db, a, &r, e, SQL_TRAIL, DB_TEXT(org), DB_INT(w->from_ms), DB_INT(w->to_ms), DB_INT(at_ms), DB_TEXT(w->deed),
	        DB_TEXT(deed_end), DB_TEXT(w->actor), DB_INT(w->limit + 1), DB_INT(skip)) < 0)
		return -1;
	*n_r = r.count > (size_t)w->limit ? (size_t)w->limit : r.count;
	*list_r = ARENA_ARRAY(a, struct own_line, r.count + 1);
	for (size_t i = 0; i < *n_r; i++) {
		(*list_r)[i] = (struct own_line){ db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3), db_int(&r, i, 0) };
		skip = db_int(&r, i, 0) == at_ms ? skip + 1 : 1;
		at_ms = db_int(&r, i, 0);
	}
	if (r.count > *n_r)
		*next_r = arena_printf(a, "%lld.%lld", at_ms, skip);
	return 0;
}
