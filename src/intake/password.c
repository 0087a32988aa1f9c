/* password.c - the passwords of archives that were handed in. */
#include "intake/password.h"

#include "base/text.h"
#include "intake/look.h"
#include "store/audit.h"
#include "store/vault.h"

int archive_password_check(struct str password, struct err *e)
{
	bool good = password.n > 0 && password.n <= PASSWORD_LENGTH_MOST && utf8_valid(password);

	for (size_t i = 0; i < password.n && good; i++)
		good = (unsigned char)password.p[i] >= 0x20 && password.p[i] != 0x7F;
	return good ? 0 : err_set(e, ERR_INPUT, "a password is one line of text, at most %d bytes", PASSWORD_LENGTH_MOST);
}

int archive_password_list(struct hub *hub, struct arena *a, struct str hand_in_id, struct str **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(hub->db, a, &r, e, "SELECT blob_id FROM hand_in_password WHERE hand_in_id = $1 ORDER BY n", DB_TEXT(hand_in_id)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct str, r.count + 1);
	*n_r = 0;
	for (size_t i = 0; i < r.count; i++) {
		enum vault_found found;

		if (vault_get(hub, hub->db, a, db_text(&r, i, 0), &found, &(*list_r)[*n_r], e) < 0)
			return -1;
		*n_r += found == VAULT_FOUND;
	}
	return 0;
}

static int store(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, struct str password, struct err *e)
{
	struct str *known, blob_id;
	struct db_rows key;
	size_t n;

	if (archive_password_list(hub, a, hand_in_id, &known, &n, e) < 0 ||
	    DB_QUERY(db, a, &key, e, "SELECT key_id FROM hand_in WHERE id = $1", DB_TEXT(hand_in_id)) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (str_eq(known[i], password))
			return 0;
	if (n >= PASSWORDS_OF_HAND_IN_MOST)
		return err_set(e, ERR_LIMIT, "%d passwords were given for this hand-in already; hand it in again", PASSWORDS_OF_HAND_IN_MOST);
	return vault_put(hub, db, by, a, db_text(&key, 0, 0), STR("told"), password, &blob_id, e) < 0 ||
	    DB_EXEC(db, e, "INSERT INTO hand_in_password (hand_in_id, n, blob_id) VALUES ($1, $2, $3)", DB_TEXT(hand_in_id), DB_INT((long long)n + 1),
	    DB_TEXT(blob_id)) < 0 ? -1 : 0;
}

/* The reason stays: it says how the worker has to read it. */
static int read_again(struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "UPDATE submission SET examined = 'waiting' WHERE hand_in_id = $1 AND examined_reason = 'archive.password' "
	    "AND examined <> 'waiting' AND state <> 'withdrawn' RETURNING id", DB_TEXT(hand_in_id)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		if (DB_EXEC(db, e, "INSERT INTO job (id, kind, object_id, state, tries, made_ms) VALUES ($1, 'analyse', $2, 'waiting', 0, $3)",
		    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(db_text(&r, i, 0)), DB_INT(by->now_ms)) < 0)
			return -1;
	return 0;
}

int archive_password_add(struct hub *hub, struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, struct str password,
    struct err *e)
{
	if (archive_password_check(password, e) < 0 || store(hub, db, by, a, hand_in_id, password, e) < 0 || read_again(db, by, a, hand_in_id, e) < 0)
		return -1;
	return audit_add(db, by, "hand-in.password", hand_in_id, e);
}

/* The row is taken until the end of the transaction: a withdrawal waits, or was first. */
static int take_waiting(struct db *db, struct arena *a, struct str receipt, struct str *id_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "UPDATE hand_in SET state = state WHERE receipt = $1 AND (state IN ('received', 'quarantined') OR EXISTS (SELECT 1 "
	    "FROM submission s WHERE s.hand_in_id = hand_in.id AND s.state <> 'withdrawn' AND (s.examined = 'waiting' OR "
	    "s.examined_reason = 'archive.password'))) RETURNING id", DB_TEXT(receipt)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_CONFLICT, "nothing of " STR_FMT " waits for a password", STR_ARG(receipt));
	*id_r = db_text(&r, 0, 0);
	return 0;
}

int archive_password_give(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct str password, struct err *e)
{
	struct hand_in_row h;
	struct str id;

	if (archive_password_check(password, e) < 0 || hand_in_get(hub->db, a, receipt, &h, e) < 0 || may_open_hand_in(hub->db, by, a, &h, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (take_waiting(hub->db, a, receipt, &id, e) == 0 && archive_password_add(hub, hub->db, by, a, id, password, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

int archive_password_forget(struct db *db, struct str hand_in_id, struct err *e)
{
	return DB_EXEC(db, e, "DELETE FROM hand_in_password WHERE hand_in_id = $1", DB_TEXT(hand_in_id)) < 0 ? -1 : 0;
}
