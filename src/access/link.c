/* link.c - invitations and other links that are good once. */
#include "access/link.h"

#include "access/password.h"
#include "access/second.h"
#include "access/secret.h"
#include "base/time.h"
#include "registry/lookup.h"
#include "store/audit.h"

static int not_good(struct err *e)
{
	return err_set(e, ERR_DENIED, "this link is not good any more; ask for a new one");
}

int account_make(struct hub *hub, const struct act *by, struct str person_id, struct err *e)
{
	return DB_EXEC(hub->db, e, "INSERT INTO account (person_id, password, suspended, made_ms, changed_ms) VALUES ($1, '', 0, $2, $2) "
	    "ON CONFLICT (person_id) DO NOTHING", DB_TEXT(person_id), DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

int link_make(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, const char *purpose,
    long long until_ms, struct str *token_r, struct err *e)
{
	struct str token = token_new(a);
	struct person_found p;

	if (person_must(hub->db, a, person_id, by->now_ms, &p, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (account_make(hub, by, p.id, e) < 0 ||
	    DB_EXEC(hub->db, e, "INSERT INTO sign_in_link (digest, person_id, purpose, made_by, made_ms, until_ms, used_ms) "
	        "VALUES ($1, $2, $3, $4, $5, $6, NULL)", DB_TEXT(token_digest(a, token)), DB_TEXT(p.id), DB_TEXT(str_of(purpose)),
	        DB_TEXT(by->actor), DB_INT(by->now_ms), DB_INT(until_ms)) < 0 ||
	    audit_add_detail(hub->db, by, "link.made", p.id, arena_printf(a, "{\"purpose\":\"%s\"}", purpose), e) < 0) {
		db_rollback(hub->db);
		return -1;
	}
	*token_r = token;
	return db_commit(hub->db, e);
}

#define SQL_GOOD_LINK \
	"SELECT k.person_id, p.name, k.purpose, (SELECT COUNT(*) FROM approver_code d WHERE d.person_id = k.person_id AND d.ended_ms IS NULL)" \
	" FROM sign_in_link k JOIN person p ON p.id = k.person_id JOIN account c ON c.person_id = k.person_id" \
	" WHERE k.digest = $1 AND k.used_ms IS NULL AND k.until_ms > $2 AND p.from_ms <= $2 AND p.to_ms > $2 AND c.suspended = 0"

int link_look(struct hub *hub, struct arena *a, struct str token, long long now_ms, struct sign_in_link *link_r, struct err *e)
{
	struct db_rows rows;

	*link_r = (struct sign_in_link){ .found = false };
	if (DB_QUERY(hub->db, a, &rows, e, SQL_GOOD_LINK, DB_TEXT(token_digest(a, token)), DB_INT(now_ms)) < 0)
		return -1;
	if (rows.count > 0)
		*link_r = (struct sign_in_link){ true, db_text(&rows, 0, 0), db_text(&rows, 0, 1), db_text(&rows, 0, 2), db_int(&rows, 0, 3) > 0 };
	return 0;
}

int password_set(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str password, struct err *e)
{
	const struct gate gate = second_gate(hub, a, SECOND_BEHIND_PASSWORD, person_id);      /* who had the one of before gets no further */
	struct str hash;

	if (password_hash(a, password, &hash, e) < 0 ||
	    DB_EXEC(hub->db, e, "UPDATE account SET password = $2, changed_ms = $3 WHERE person_id = $1", DB_TEXT(person_id), DB_TEXT(hash),
	        DB_INT(by->now_ms)) < 0 || session_end_all(hub, by, person_id, STR_NONE, e) < 0 || gate_open(hub, &gate, e) < 0)
		return -1;
	return audit_add(hub->db, by, "account.password", person_id, e);
}

int links_end(struct hub *hub, const struct act *by, struct str person_id, struct err *e)
{
	return DB_EXEC(hub->db, e, "UPDATE sign_in_link SET used_ms = $2 WHERE person_id = $1 AND used_ms IS NULL", DB_TEXT(person_id),
	    DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

/* Of two who use one link at once only one gets in: the update decides. */
int link_take(struct hub *hub, const struct act *by, struct arena *a, struct str token, struct str *person_r, struct str *purpose_r,
    struct err *e)
{
	struct db_rows rows;
	struct sign_in_link link;

	if (link_look(hub, a, token, by->now_ms, &link, e) < 0)
		return -1;
	if (link.found && DB_QUERY(hub->db, a, &rows, e, "UPDATE sign_in_link SET used_ms = $2 WHERE digest = $1 AND used_ms IS NULL RETURNING person_id",
	    DB_TEXT(token_digest(a, token)), DB_INT(by->now_ms)) < 0)
		return -1;
	if (!link.found || rows.count == 0)
		return not_good(e);
	*person_r = link.person_id;
	*purpose_r = link.purpose;
	return links_end(hub, by, link.person_id, e);
}

/* What the link is good for, behind the second factor of who has one. */
static int use(struct hub *hub, const struct act *by, struct arena *a, const struct link_answer *n, struct str person, struct str *session_token_r,
    struct err *e)
{
	struct act self = *by;
	struct str purpose;

	self.actor = person;
	if (link_take(hub, by, a, n->token, &person, &purpose, e) < 0 ||
	    (!str_eq(purpose, STR("sign-in")) && (password_check(n->password, e) < 0 || password_set(hub, &self, a, person, n->password, e) < 0)))
		return -1;
	return session_begin(hub, &self, a, person, n->remote, session_token_r, e);
}

int link_use(struct hub *hub, const struct act *by, struct arena *a, const struct link_answer *n, enum sign_in *result_r, long long *wait_s_r,
    struct str *session_token_r, struct err *e)
{
	struct act self = *by;
	struct sign_in_link link;
	struct gate gate;
	bool fits;

	if (link_look(hub, a, n->token, by->now_ms, &link, e) < 0)
		return -1;
	if (!link.found)
		return not_good(e);
	gate = second_gate(hub, a, SECOND_BEHIND_LINK, n->token);
	if (gates_wait(hub, a, &gate, 1, by->now_ms, wait_s_r, e) < 0)
		return -1;
	*result_r = SIGN_IN_WAIT;
	if (*wait_s_r > 0)
		return 0;
	self.actor = link.person_id;
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (second_fits(hub, &self, a, link.person_id, n->code, &fits, e) < 0)
		goto undo;
	*result_r = fits ? SIGN_IN_DONE : SIGN_IN_WRONG;
	if ((fits ? use(hub, by, a, n, link.person_id, session_token_r, e) : gates_count(hub, by, &gate, 1, e)) < 0)
		goto undo;
	return db_commit(hub->db, e);
undo:
	db_rollback(hub->db);
	return -1;
}
