/* proposal.c - the analyst's yes or no to what the engine proposes. */
#include "consolidate/cases.h"
#include "store/audit.h"

#define SQL_GET \
	"SELECT p.submission_id, p.case_id, p.other_submission, p.reason, p.score, p.state FROM proposal p WHERE p.id = $1"
#define SQL_CASE_OF \
	"SELECT case_id FROM case_submission WHERE submission_id = $1 AND removed_ms IS NULL"
#define SQL_DECIDE "UPDATE proposal SET state = $2, decided_ms = $3, decided_by = $4 WHERE id = $1 AND state = 'open'"
#define SQL_MERGED_INTO "SELECT merged_into FROM cases WHERE id = $1 AND state = 'merged'"

struct decision {
	struct db *db;
	const struct act *by;
	struct arena *arena;
	struct str id, submission, case_id, other;
	const char *reason;
	int score;
};

static int load(struct decision *d, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->db, d->arena, &rows, e, SQL_GET, DB_TEXT(d->id)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no proposal " STR_FMT, STR_ARG(d->id));
	if (!str_eq(db_text(&rows, 0, 5), STR("open")))
		return err_set(e, ERR_CONFLICT, "that proposal was already decided (" STR_FMT ")", STR_ARG(db_text(&rows, 0, 5)));
	d->submission = db_text(&rows, 0, 0);
	d->case_id = db_text(&rows, 0, 1);
	d->other = db_text(&rows, 0, 2);
	d->reason = arena_cstr(d->arena, db_text(&rows, 0, 3));
	d->score = (int)db_int(&rows, 0, 4);
	return 0;
}

/* The case may have been merged since, and the neighbour may stand in one by now. */
static int find_case(struct decision *d, struct err *e)
{
	struct db_rows rows;

	if (d->case_id.p == NULL && d->other.p != NULL) {
		if (DB_QUERY(d->db, d->arena, &rows, e, SQL_CASE_OF, DB_TEXT(d->other)) < 0)
			return -1;
		d->case_id = rows.count > 0 ? db_text(&rows, 0, 0) : STR_NONE;
	}
	while (d->case_id.p != NULL) {
		if (DB_QUERY(d->db, d->arena, &rows, e, SQL_MERGED_INTO, DB_TEXT(d->case_id)) < 0)
			return -1;
		if (rows.count == 0)
			break;
		d->case_id = db_text(&rows, 0, 0);
	}
	return 0;
}

static int join_or_open(struct decision *d, struct err *e)
{
	if (d->case_id.p != NULL)
		return case_add(d->db, d->by, d->arena, d->case_id, d->submission, d->reason, d->score, e);
	if (d->other.p == NULL)
		return case_open(d->db, d->by, d->arena, STR(""), d->submission, "new", 0, &d->case_id, e);
	if (case_open(d->db, d->by, d->arena, STR(""), d->other, "new", 0, &d->case_id, e) < 0)
		return -1;
	return case_add(d->db, d->by, d->arena, d->case_id, d->submission, d->reason, d->score, e);
}

static int decide(struct decision *d, const char *state, const char *deed, struct err *e)
{
	if (DB_EXEC(d->db, e, SQL_DECIDE, DB_TEXT(d->id), DB_TEXT(str_of(state)), DB_INT(d->by->now_ms),
	        DB_TEXT(d->by->actor)) < 0)
		return -1;
	return audit_add(d->db, d->by, deed, d->id, e);
}

int proposal_accept(struct db *db, const struct act *by, struct arena *a, struct str id, struct str *case_id_r,
    struct err *e)
{
	struct decision d = { .db = db, .by = by, .arena = a, .id = id };

	if (db_begin(db, e) < 0)
		return -1;
	/* decided first: joining supersedes what is still open */
	if (load(&d, e) < 0 || find_case(&d, e) < 0 || decide(&d, "accepted", "proposal.accepted", e) < 0 ||
	    join_or_open(&d, e) < 0)
		goto undo;
	*case_id_r = d.case_id;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}

int proposal_reject(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e)
{
	struct decision d = { .db = db, .by = by, .arena = a, .id = id };

	if (db_begin(db, e) < 0)
		return -1;
	if (load(&d, e) == 0 && decide(&d, "rejected", "proposal.rejected", e) == 0 && db_commit(db, e) == 0)
		return 0;
	db_rollback(db);
	return -1;
}

#define SQL_BEST \
	"SELECT p.id, p.submission_id, c.number, oh.receipt, os.number, p.reason, p.score, p.made_ms FROM proposal p" \
	" LEFT JOIN cases c ON c.id = p.case_id LEFT JOIN submission os ON os.id = p.other_submission" \
	" LEFT JOIN hand_in oh ON oh.id = os.hand_in_id WHERE p.submission_id = $1 AND p.state = 'open'" \
	" ORDER BY p.score DESC, p.id COLLATE \"C\" LIMIT 1"

int proposal_best(struct db *db, struct arena *a, struct str submission_id, bool *found_r, struct proposal_row *row, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_BEST, DB_TEXT(submission_id)) < 0)
		return -1;
	*found_r = r.count > 0;
	if (*found_r)
		*row = (struct proposal_row){ .id = db_text(&r, 0, 0), .submission_id = db_text(&r, 0, 1), .case_number = db_text(&r, 0, 2),
			.other_receipt = db_text(&r, 0, 3), .other_number = db_int(&r, 0, 4), .reason = db_text(&r, 0, 5), .score = db_int(&r, 0, 6),
			.made_ms = db_time(&r, 0, 7) };
	return 0;
}
