/* finish.c - see finish.h. */
#include "intake/finish.h"

#include "base/states.h"
#include "intake/look.h"
#include "store/audit.h"

static int remember(struct db *db, const struct act *by, struct arena *a, const struct submission_row *s, struct str state,
    struct str other, struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO submission_end (id, submission_id, state, other_submission, at_ms, by_person) VALUES ($1, $2, $3, $4, $5, "
	    "$6)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(s->id), DB_TEXT(state), DB_TEXT(other), DB_INT(by->now_ms), DB_TEXT(by->actor)) < 0 ? -1 : 0;
}

/* No row: somebody else moved it since it was read. */
static int moved(long long rows, struct db *db, struct arena *a, const struct submission_row *seen, struct err *e)
{
	struct submission_row now;

	if (rows != 0)
		return rows < 0 ? -1 : 0;
	return submission_get(db, a, seen->id, &now, e) < 0 ? -1 :
	    state_changed(&states_submission, submission_number(a, seen), seen->state, now.state, STR(""), e);
}

/* A duplicate is of another one that stands. */
static int find_other(struct db *db, struct arena *a, const struct submission_row *s, struct str state, struct str other, struct str *id_r,
    struct err *e)
{
	struct submission_row o;

	*id_r = STR_NONE;
	if (!str_eq(state, STR("duplicate")))
		return other.p == NULL ? 0 : err_set(e, ERR_USAGE, "--of names the submission that a duplicate is of");
	if (other.p == NULL)
		return err_set(e, ERR_USAGE, "of which submission is it a duplicate? --of RECEIPT/N");
	if (submission_get(db, a, other, &o, e) < 0)
		return -1;
	if (str_eq(o.id, s->id) || str_eq(o.state, STR("withdrawn")))
		return err_set(e, ERR_INPUT, "it is a duplicate of another submission that is still there");
	*id_r = o.id;
	return 0;
}

static int finish(struct db *db, const struct act *by, struct arena *a, const struct submission_row *s, struct str state, struct str other,
    struct err *e)
{
	struct str other_id;

	if (find_other(db, a, s, state, other, &other_id, e) < 0 || moved(DB_EXEC(db, e, "UPDATE submission SET state = $2 WHERE id = $1 AND "
	    "state = $3", DB_TEXT(s->id), DB_TEXT(state), DB_TEXT(s->state)), db, a, s, e) < 0 || remember(db, by, a, s, state, other_id, e) < 0)
		return -1;
	return audit_add_detail(db, by, "submission.finished", s->id, arena_printf(a, "{\"state\":\"" STR_FMT "\"}", STR_ARG(state)), e);
}

int submission_finish(struct db *db, const struct act *by, struct arena *a, struct str what, struct str state, struct str other,
    struct err *e)
{
	struct submission_row s;

	if (!state_leads(&states_submission, STR("triaged"), "finish", state))
		return err_set(e, ERR_USAGE, "a submission ends as duplicate, out-of-scope, benign or done (--state)");
	if (submission_get(db, a, what, &s, e) < 0 || state_check(&states_submission, submission_number(a, &s), s.state, "finish", e) < 0 ||
	    db_begin(db, e) < 0)
		return -1;
	if (finish(db, by, a, &s, state, other, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int submission_reopen(struct db *db, const struct act *by, struct arena *a, struct str what, struct err *e)
{
	struct submission_row s;

	if (submission_get(db, a, what, &s, e) < 0 || state_check(&states_submission, submission_number(a, &s), s.state, "reopen", e) < 0 ||
	    db_begin(db, e) < 0)
		return -1;
	if (moved(DB_EXEC(db, e, "UPDATE submission SET state = " SQL_STATE_AS_FAR " WHERE id = $1 AND state = $2", DB_TEXT(s.id), DB_TEXT(s.state)),
	    db, a, &s, e) == 0 && remember(db, by, a, &s, STR("reopened"), STR_NONE, e) == 0 &&
	    audit_add(db, by, "submission.reopened", s.id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}
