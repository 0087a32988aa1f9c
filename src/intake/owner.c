/* owner.c - see owner.h. */
#include "intake/owner.h"

#include "intake/look.h"
#include "registry/lookup.h"
#include "store/audit.h"

static int check(struct db *db, const struct act *by, struct arena *a, struct str person, struct err *e)
{
	bool holds;

	if (person.n == 0)
		return 0;
	if (person_has_role(db, a, person, "analyst lead", by->now_ms, &holds, e) < 0)
		return -1;
	return holds ? 0 : err_set(e, ERR_INPUT, "“" STR_FMT "” is no analyst of the hub, so it cannot be their work", STR_ARG(person));
}

static int write(struct db *db, const struct act *by, struct str id, struct str person, struct err *e)
{
	if (DB_EXEC(db, e, "DELETE FROM submission_owner WHERE submission_id = $1", DB_TEXT(id)) < 0)
		return -1;
	if (person.n == 0)
		return 0;
	return DB_EXEC(db, e, "INSERT INTO submission_owner (submission_id, person_id, at_ms) VALUES ($1, $2, $3)", DB_TEXT(id), DB_TEXT(person),
	    DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

int submission_take(struct db *db, const struct act *by, struct arena *a, struct str submission_id, struct str person, struct err *e)
{
	struct submission_row s;

	if (check(db, by, a, person, e) < 0 || submission_get(db, a, submission_id, &s, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (write(db, by, s.id, person, e) == 0 && audit_add_detail(db, by, "submission.taken", s.id,
	    arena_printf(a, "{\"by\":\"" STR_FMT "\"}", STR_ARG(person)), e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int submission_owner(struct db *db, struct arena *a, struct str submission_id, struct str *person_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT person_id FROM submission_owner WHERE submission_id = $1", DB_TEXT(submission_id)) < 0)
		return -1;
	*person_r = r.count > 0 ? db_text(&r, 0, 0) : STR("");
	return 0;
}

int owner_list(struct db *db, struct arena *a, struct str person, long long limit, struct str **ids_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT o.submission_id FROM submission_owner o JOIN submission s ON s.id = o.submission_id WHERE o.person_id = $1 "
	    "AND s.state NOT IN ('duplicate', 'out-of-scope', 'benign', 'done', 'withdrawn') ORDER BY o.at_ms DESC, o.submission_id LIMIT $2",
	    DB_TEXT(person), DB_INT(limit)) < 0)
		return -1;
	*n_r = r.count;
	*ids_r = ARENA_ARRAY(a, struct str, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		(*ids_r)[i] = db_text(&r, i, 0);
	return 0;
}
