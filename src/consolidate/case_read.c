/* case_read.c - cases and proposals as they stand. */
#include <limits.h>

#include "base/time.h"
#include "consolidate/cases.h"

#include "base/states.h"

#define CASE_COLUMNS \
	"c.id, c.number, c.title, c.state, c.merged_into, c.class, c.campaign, c.targeted, c.targeted_basis, c.bec_type," \
	" c.damage, c.opened_ms, c.closed_ms," \
	" (SELECT COUNT(*) FROM case_submission cs WHERE cs.case_id = c.id AND cs.removed_ms IS NULL)," \
	" (SELECT COUNT(DISTINCT s.org_id) FROM case_submission cs JOIN submission s ON s.id = cs.submission_id" \
	"  WHERE cs.case_id = c.id AND cs.removed_ms IS NULL)"

#define SQL_GET "SELECT " CASE_COLUMNS " FROM cases c WHERE c.number = $1 OR c.id = $1"
#define SQL_LIST(state) \
	"SELECT " CASE_COLUMNS " FROM cases c WHERE " state " AND c.opened_ms <= $2" \
	" AND (c.opened_ms < $2 OR (c.opened_ms = $2 AND c.number COLLATE \"C\" < $3))" \
	" ORDER BY c.opened_ms DESC, c.number COLLATE \"C\" DESC LIMIT $4"

static struct case_row case_of(const struct db_rows *r, size_t i)
{
	return (struct case_row){
		.id = db_text(r, i, 0), .number = db_text(r, i, 1), .title = db_text(r, i, 2), .state = db_text(r, i, 3),
		.merged_into = db_text(r, i, 4), .class = db_text(r, i, 5), .campaign = db_text(r, i, 6),
		.targeted = db_int(r, i, 7) == 1, .targeted_basis = db_text(r, i, 8), .bec_type = db_int(r, i, 9),
		.damage = db_text(r, i, 10), .opened_ms = db_time(r, i, 11), .closed_ms = db_time(r, i, 12),
		.submissions = db_int(r, i, 13), .organisations = db_int(r, i, 14),
	};
}

int case_get(struct db *db, struct arena *a, struct str number, struct case_row *c, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_GET, DB_TEXT(number)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no case " STR_FMT " (noroshi case list shows them)", STR_ARG(number));
	*c = case_of(&rows, 0);
	return 0;
}

int case_for(struct db *db, struct arena *a, struct str number, const char *deed, struct case_row *c, struct err *e)
{
	return case_get(db, a, number, c, e) < 0 ? -1 : state_check(&states_case, c->number, c->state, deed, e);
}

int case_page(struct db *db, struct arena *a, struct str state, const struct case_place *after, long long limit, struct case_row **list_r,
    size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (state.n > 0 ? DB_QUERY(db, a, &rows, e, SQL_LIST("c.state = $1"), DB_TEXT(state), DB_INT(after->opened_ms), DB_TEXT(after->number), DB_INT(limit)) < 0 :
	    DB_QUERY(db, a, &rows, e, SQL_LIST("$1 = '' AND c.state <> 'merged'"), DB_TEXT(STR("")), DB_INT(after->opened_ms), DB_TEXT(after->number), DB_INT(limit)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct case_row, rows.count + 1);
	*n_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = case_of(&rows, i);
	return 0;
}

int case_list(struct db *db, struct arena *a, struct str state, struct case_row **list_r, size_t *n_r, struct err *e)
{
	return case_page(db, a, state, &(const struct case_place){ TIME_FOREVER, STR("") }, LLONG_MAX, list_r, n_r, e);
}

#define SQL_MEMBERS \
	"SELECT cs.id, s.id, h.receipt, s.number, s.org_id, cs.reason, cs.score, s.received_ms, s.nature" \
	" FROM case_submission cs JOIN submission s ON s.id = cs.submission_id JOIN hand_in h ON h.id = s.hand_in_id" \
	" WHERE cs.case_id = $1 AND cs.removed_ms IS NULL" \
	" ORDER BY s.received_ms, h.receipt COLLATE \"C\", s.number"

int case_members(struct db *db, struct arena *a, struct str case_id, struct case_member **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_MEMBERS, DB_TEXT(case_id)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct case_member, rows.count + 1);
	*n_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = (struct case_member){
			.row_id = db_text(&rows, i, 0), .submission_id = db_text(&rows, i, 1), .receipt = db_text(&rows, i, 2),
			.number = db_int(&rows, i, 3), .org_id = db_text(&rows, i, 4), .reason = db_text(&rows, i, 5),
			.score = db_int(&rows, i, 6), .received_ms = db_time(&rows, i, 7), .nature = db_text(&rows, i, 8),
		};
	return 0;
}

int case_of_submission(struct db *db, struct arena *a, struct str submission_id, struct str *number_r, struct err *e)
{
	struct db_rows rows;

	*number_r = STR_NONE;
	if (DB_QUERY(db, a, &rows, e, "SELECT c.number FROM case_submission cs JOIN cases c ON c.id = cs.case_id "
	    "WHERE cs.submission_id = $1 AND cs.removed_ms IS NULL", DB_TEXT(submission_id)) < 0)
		return -1;
	if (rows.count > 0)
		*number_r = db_text(&rows, 0, 0);
	return 0;
}

#define SQL_PROPOSALS(whose) \
	"SELECT p.id, p.submission_id, h.receipt, s.number, c.number, oh.receipt, os.number, p.reason, p.score, p.made_ms, s.received_ms" \
	" FROM proposal p JOIN submission s ON s.id = p.submission_id JOIN hand_in h ON h.id = s.hand_in_id" \
	" LEFT JOIN cases c ON c.id = p.case_id LEFT JOIN submission os ON os.id = p.other_submission" \
	" LEFT JOIN hand_in oh ON oh.id = os.hand_in_id WHERE p.state = 'open'" whose \
	" ORDER BY s.received_ms, h.receipt COLLATE \"C\", s.number, p.score DESC, p.id COLLATE \"C\""
#define SQL_BEHIND \
	" AND (s.received_ms, h.receipt COLLATE \"C\", s.number, -p.score, p.id COLLATE \"C\") > ($1, $2, $3, $4, $5)"

static void take_proposals(struct arena *a, const struct db_rows *rows, struct proposal_row **list_r, size_t *n_r)
{
	*list_r = ARENA_ARRAY(a, struct proposal_row, rows->count + 1);
	*n_r = rows->count;
	for (size_t i = 0; i < rows->count; i++)
		(*list_r)[i] = (struct proposal_row){
			.id = db_text(rows, i, 0), .submission_id = db_text(rows, i, 1), .receipt = db_text(rows, i, 2),
			.number = db_int(rows, i, 3), .case_number = db_text(rows, i, 4), .other_receipt = db_text(rows, i, 5),
			.other_number = db_int(rows, i, 6), .reason = db_text(rows, i, 7), .score = db_int(rows, i, 8),
			.made_ms = db_time(rows, i, 9), .received_ms = db_int(rows, i, 10),
		};
}

int proposal_page(struct db *db, struct arena *a, const struct proposal_row *behind, long long most, struct proposal_row **list_r, size_t *n_r, struct err *e)
{
	const struct proposal_row first = { .received_ms = TIME_NONE, .receipt = STR(""), .id = STR("") };
	const struct proposal_row *b = behind != NULL ? behind : &first;
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_PROPOSALS(SQL_BEHIND) " LIMIT $6", DB_INT(b->received_ms), DB_TEXT(b->receipt), DB_INT(b->number), DB_INT(-b->score),
	        DB_TEXT(b->id), DB_INT(most)) < 0)
		return -1;
	take_proposals(a, &rows, list_r, n_r);
	return 0;
}

int proposal_list(struct db *db, struct arena *a, struct str submission_id, struct proposal_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (submission_id.p == NULL ? DB_QUERY(db, a, &rows, e, SQL_PROPOSALS("")) < 0 :
	    DB_QUERY(db, a, &rows, e, SQL_PROPOSALS(" AND p.submission_id = $1"), DB_TEXT(submission_id)) < 0)
		return -1;
	take_proposals(a, &rows, list_r, n_r);
	return 0;
}

/* At least five mails of one lure family, at two or more organisations, one of them hit at least
 * twice, over a week or more. */
#define SQL_FAMILY \
	"SELECT f.finding_id, COUNT(DISTINCT s.id), COUNT(DISTINCT s.org_id), MIN(s.received_ms), MAX(s.received_ms)" \
	" FROM case_submission cs JOIN submission s ON s.id = cs.submission_id" \
	" JOIN finding f ON f.submission_id = s.id AND f.supports = 1" \
	" WHERE cs.case_id = $1 AND cs.removed_ms IS NULL AND f.finding_id COLLATE \"C\" >= 'lure.' AND f.finding_id COLLATE \"C\" < 'lure/'" \
	" GROUP BY f.finding_id ORDER BY COUNT(DISTINCT s.id) DESC, f.finding_id COLLATE \"C\" LIMIT 1"

int case_persists(struct db *db, struct arena *a, struct str case_id, bool *holds_r, struct str *family_r, struct err *e)
{
	enum { MAILS = 5, ORGANISATIONS = 2, DAYS = 7 };
	struct db_rows rows;

	*holds_r = false;
	*family_r = STR_NONE;
	if (DB_QUERY(db, a, &rows, e, SQL_FAMILY, DB_TEXT(case_id)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	*family_r = db_text(&rows, 0, 0);
	*holds_r = db_int(&rows, 0, 1) >= MAILS && db_int(&rows, 0, 2) >= ORGANISATIONS &&
	    db_int(&rows, 0, 1) > db_int(&rows, 0, 2) &&
	    db_int(&rows, 0, 4) - db_int(&rows, 0, 3) >= (long long)DAYS * MS_DAY;
	return 0;
}
