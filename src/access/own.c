/* own.c - see own.h. */
#include "access/own.h"

#include "access/password.h"
#include "base/time.h"
#include "store/audit.h"

enum { ID = 16 };               /* of 64 hex digits */

int session_list(struct hub *hub, struct arena *a, const struct viewer *who, long long now_ms, struct session_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT digest, remote, made_ms, seen_ms FROM session WHERE person_id = $1 AND ended_ms IS NULL AND until_ms > $2"
	    " AND seen_ms > $3 ORDER BY seen_ms DESC, digest COLLATE \"C\"", DB_TEXT(who->person_id), DB_INT(now_ms), DB_INT(now_ms - ACCESS_IDLE_MS)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct session_row, rows.count + 1);
	*n_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = (struct session_row){ str_at(db_text(&rows, i, 0), 0, ID), db_text(&rows, i, 1), db_int(&rows, i, 2), db_int(&rows, i, 3),
			str_eq(db_text(&rows, i, 0), who->session) };
	return 0;
}

int session_end_one(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, struct str id, struct err *e)
{
	struct db_rows rows;

	if (id.n != ID)
		return err_set(e, ERR_UNKNOWN, "there is no such session");
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT digest FROM session WHERE person_id = $1 AND ended_ms IS NULL AND SUBSTR(digest, 1, 16) = $2",
	    DB_TEXT(who->person_id), DB_TEXT(id)) < 0)
		return -1;
	return rows.count == 0 ? err_set(e, ERR_UNKNOWN, "there is no such session") : session_end(hub, by, db_text(&rows, 0, 0), e);
}

/* The proof is a signing in like every other: counted, throttled, a code used up.  Its session ends with the others. */
static int prove(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, const struct own_proof *p, enum sign_in *result_r,
    long long *wait_s_r, struct err *e)
{
	struct str token;

	return sign_in(hub, by, a, who->person_id, p->password, p->code, p->remote, result_r, wait_s_r, &token, e);
}

int password_change(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, const struct own_proof *proof, struct str next,
    enum sign_in *result_r, long long *wait_s_r, struct str *token_r, struct err *e)
{
	*result_r = SIGN_IN_WRONG;
	if (password_check(next, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (prove(hub, by, a, who, proof, result_r, wait_s_r, e) < 0 || (*result_r == SIGN_IN_DONE &&
	    (password_set(hub, by, a, who->person_id, next, e) < 0 || session_begin(hub, by, a, who->person_id, proof->remote, token_r, e) < 0))) {
		db_rollback(hub->db);
		return -1;
	}
	return db_commit(hub->db, e);
}

/* Another device, or (no secret_r) recovery codes only. */
static int change(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, const struct own_proof *proof,
    enum sign_in *result_r, long long *wait_s_r, struct str *token_r, struct str *secret_r, struct str recovery_r[RECOVERY_CODES], struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (prove(hub, by, a, who, proof, result_r, wait_s_r, e) < 0 || (*result_r == SIGN_IN_DONE &&
	    ((secret_r != NULL ? second_set(hub, by, a, who->person_id, secret_r, recovery_r, e) : second_renew(hub, by, a, who->person_id, recovery_r, e)) < 0 ||
	    session_end_all(hub, by, who->person_id, STR_NONE, e) < 0 || session_begin(hub, by, a, who->person_id, proof->remote, token_r, e) < 0))) {
		db_rollback(hub->db);
		return -1;
	}
	return db_commit(hub->db, e);
}

int codes_change(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, const struct own_proof *proof, enum sign_in *result_r,
    long long *wait_s_r, struct str *token_r, struct str *secret_r, struct str recovery_r[RECOVERY_CODES], struct err *e)
{
	return change(hub, by, a, who, proof, result_r, wait_s_r, token_r, secret_r, recovery_r, e);
}

int recovery_change(struct hub *hub, const struct act *by, struct arena *a, const struct viewer *who, const struct own_proof *proof,
    enum sign_in *result_r, long long *wait_s_r, struct str *token_r, struct str recovery_r[RECOVERY_CODES], struct err *e)
{
	return change(hub, by, a, who, proof, result_r, wait_s_r, token_r, NULL, recovery_r, e);
}
