/* session.c - who comes with which cookie. */
#include "access/access.h"
#include "access/secret.h"
#include "base/time.h"
#include "store/audit.h"

enum { SEEN_MS = 5 * MS_MINUTE };       /* how exactly "last seen" is kept */

static const struct { const char *name; unsigned role; } role_bits[] = {
	{ "analyst", ROLE_ANALYST }, { "lead", ROLE_LEAD }, { "submitter", ROLE_SUBMITTER }, { "approver", ROLE_APPROVER },
	{ "recipient", ROLE_RECIPIENT }, { "coordinator", ROLE_COORDINATOR }, { "liaison", ROLE_LIAISON }, { "auditor", ROLE_AUDITOR },
	{ "admin", ROLE_ADMIN }, { "org-admin", ROLE_ORG_ADMIN },
};

int session_begin(struct hub *hub, const struct act *by, struct arena *a, struct str person_id, struct str remote,
    struct str *token_r, struct err *e)
{
	struct str token = token_new(a), digest = token_digest(a, token);

	if (db_begin(hub->db, e) < 0)
		return -1;
	if (DB_EXEC(hub->db, e, "INSERT INTO session (digest, person_id, made_ms, seen_ms, until_ms, ended_ms, remote) "
	    "VALUES ($1, $2, $3, $3, $4, NULL, $5)", DB_TEXT(digest), DB_TEXT(person_id), DB_INT(by->now_ms),
	    DB_INT(by->now_ms + (long long)ACCESS_LONGEST_DAYS * MS_DAY), DB_TEXT(remote)) < 0 ||
	    audit_add(hub->db, by, "session.begun", person_id, e) < 0) {
		db_rollback(hub->db);
		return -1;
	}
	*token_r = token;
	return db_commit(hub->db, e);
}

int roles_on(struct hub *hub, struct arena *a, struct str person_id, long long now_ms, unsigned *roles_r, struct err *e)
{
	struct db_rows rows;

	*roles_r = 0;
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT DISTINCT role FROM person_role WHERE person_id = $1 AND from_ms <= $2 AND to_ms > $2",
	    DB_TEXT(person_id), DB_INT(now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		for (size_t k = 0; k < sizeof role_bits / sizeof role_bits[0]; k++)
			if (str_eq(db_text(&rows, i, 0), str_of(role_bits[k].name)))
				*roles_r |= role_bits[k].role;
	return 0;
}

int session_find(struct hub *hub, struct arena *a, struct str token, long long now_ms, struct viewer *v, struct err *e)
{
	struct str digest = token_digest(a, token);
	struct db_rows rows;

	*v = (struct viewer){ .found = false };
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT s.person_id, p.org_id, p.name, s.seen_ms FROM session s JOIN person p ON p.id = s.person_id "
	    "JOIN account c ON c.person_id = s.person_id WHERE s.digest = $1 AND s.ended_ms IS NULL AND s.until_ms > $2 AND s.seen_ms > $3 "
	    "AND c.suspended = 0 AND p.from_ms <= $2 AND p.to_ms > $2", DB_TEXT(digest), DB_INT(now_ms), DB_INT(now_ms - ACCESS_IDLE_MS)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	*v = (struct viewer){ .found = true, .person_id = db_text(&rows, 0, 0), .org_id = db_text(&rows, 0, 1), .name = db_text(&rows, 0, 2),
		.csrf = token_derived(a, token, "csrf"), .session = digest };
	v->seen_ms = db_int(&rows, 0, 3);
	if (roles_on(hub, a, v->person_id, now_ms, &v->roles, e) < 0)
		return -1;
	if (v->roles == 0)              /* left: the registry keeps the person, without a role */
		*v = (struct viewer){ .found = false };
	return 0;
}

int session_seen(struct hub *hub, const struct viewer *v, long long now_ms, struct err *e)
{
	return now_ms - v->seen_ms > SEEN_MS &&
	    DB_EXEC(hub->db, e, "UPDATE session SET seen_ms = $2 WHERE digest = $1", DB_TEXT(v->session), DB_INT(now_ms)) < 0 ? -1 : 0;
}

int session_end(struct hub *hub, const struct act *by, struct str session, struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	return audit_end(hub->db, by, DB_EXEC(hub->db, e, "UPDATE session SET ended_ms = $2 WHERE digest = $1 AND ended_ms IS NULL",
	    DB_TEXT(session), DB_INT(by->now_ms)), "session.ended", by->actor, e) < 0 ? -1 : 0;
}

long long session_end_all(struct hub *hub, const struct act *by, struct str person_id, struct str keep, struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	return audit_end(hub->db, by, DB_EXEC(hub->db, e, "UPDATE session SET ended_ms = $2 WHERE person_id = $1 AND ended_ms IS NULL AND digest <> $3",
	    DB_TEXT(person_id), DB_INT(by->now_ms), DB_TEXT(keep.p != NULL ? keep : STR(""))), "session.ended-all", person_id, e);
}
