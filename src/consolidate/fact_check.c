/* fact_check.c - asked, answered, learnt. */
#include "consolidate/fact_check.h"

#include "base/time.h"
#include "consolidate/cases.h"
#include "registry/lookup.h"
#include "store/audit.h"

#define SQL_PARTY \
	"SELECT id FROM case_party WHERE case_id = $1 AND role = 'impersonated' AND (org_id = $2 OR (org_id IS NULL AND label = $3)) ORDER BY id"

static int find_party(struct db *db, struct arena *a, const struct case_row *c, struct str org_id, struct str label, struct str *id_r,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_PARTY, DB_TEXT(c->id), DB_TEXT(org_id.p != NULL ? org_id : STR("")),
	    DB_TEXT(label.p != NULL ? label : STR(""))) < 0)
		return -1;
	*id_r = r.count > 0 ? db_text(&r, 0, 0) : STR_NONE;
	return 0;
}

static int party_of(struct db *db, const struct act *by, struct arena *a, const struct case_row *c, struct str org_id, struct str label,
    struct str *id_r, struct err *e)
{
	if (find_party(db, a, c, org_id, label, id_r, e) < 0)
		return -1;
	if (id_r->p != NULL)
		return 0;
	if (case_party_add(db, by, a, c->id, STR("impersonated"), org_id, label, e) < 0)
		return -1;
	return find_party(db, a, c, org_id, label, id_r, e);
}

static int ask(struct db *db, const struct act *by, struct arena *a, struct str number, struct str org_id, struct str label,
    struct str asked_by, long long asked_ms, struct str id, struct err *e)
{
	struct case_row c;
	struct org_state org;
	struct str party;

	if (case_for(db, a, number, "change", &c, e) < 0)
		return -1;
	if (org_id.p != NULL && org_state_at(db, a, org_id, by->now_ms, &org, e) < 0)
		return -1;
	if (org_id.p != NULL && !org.found)
		return org_unknown(db, a, org_id, e);
	if (party_of(db, by, a, &c, org_id, label, &party, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "INSERT INTO fact_check (id, case_id, party_id, asked_by, asked_ms) VALUES ($1, $2, $3, $4, $5)", DB_TEXT(id),
	    DB_TEXT(c.id), DB_TEXT(party), DB_TEXT(asked_by), DB_INT(asked_ms)) < 0)
		return -1;
	return audit_add_detail(db, by, "factcheck.asked", c.id, arena_printf(a, "{\"factcheck\":\"" STR_FMT "\"}", STR_ARG(id)), e);
}

int fact_check_ask(struct db *db, const struct act *by, struct arena *a, struct str number, struct str org_id, struct str label,
    struct str asked_by, long long asked_ms, struct str *id_r, struct err *e)
{
	*id_r = rng_uuid(by->rng, a);
	if ((org_id.p != NULL) == (label.n > 0))
		return err_set(e, ERR_USAGE, "who was impersonated? either an organisation of the registry (--party ID) or a name (--label WORDS)");
	if (!str_eq(asked_by, STR("submitter")) && !str_eq(asked_by, STR("hub")))
		return err_set(e, ERR_USAGE, "who asks the impersonated company: submitter or hub, not “" STR_FMT "”", STR_ARG(asked_by));
	if (asked_ms > by->now_ms)
		return err_set(e, ERR_INPUT, "nobody was asked in the future");
	if (db_begin(db, e) < 0)
		return -1;
	if (ask(db, by, a, number, org_id, label, asked_by, asked_ms, *id_r, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

#define SQL_FIND \
	"SELECT id, case_id, asked_ms, answered_ms FROM fact_check WHERE substr(id, 1, CAST($2 AS INTEGER)) = $1"
#define SQL_ANSWER \
	"UPDATE fact_check SET answer = $2, answered_ms = $3, others_learnt = $4 WHERE id = $1 AND answered_ms IS NULL"

static int take_answer(struct db *db, const struct act *by, struct arena *a, struct str given, struct str answer, long long answered_ms,
    long long others, struct err *e)
{
	struct db_rows r;
	long long changed;

	if (DB_QUERY(db, a, &r, e, SQL_FIND, DB_TEXT(given), DB_INT((long long)given.n)) < 0)
		return -1;
	if (r.count != 1 || given.n < 4)
		return err_set(e, ERR_UNKNOWN, "there is no fact check “" STR_FMT "”, or more than one (noroshi factcheck list shows them)",
		    STR_ARG(given));
	if (answered_ms < db_int(&r, 0, 2) || answered_ms > by->now_ms)
		return err_set(e, ERR_INPUT, "the answer came after the question and not in the future");
	changed = DB_EXEC(db, e, SQL_ANSWER, DB_TEXT(db_text(&r, 0, 0)), DB_TEXT(answer), DB_INT(answered_ms),
	    others >= 0 ? DB_INT(others) : DB_NULL);
	if (changed < 0)
		return -1;
	if (changed == 0)
		return err_set(e, ERR_CONFLICT, "that fact check has its answer already; ask again where there is news");
	return audit_add_detail(db, by, "factcheck.answered", db_text(&r, 0, 1), arena_printf(a, "{\"factcheck\":\"" STR_FMT "\"}",
	    STR_ARG(db_text(&r, 0, 0))), e);
}

int fact_check_answer(struct db *db, const struct act *by, struct arena *a, struct str id, struct str answer, long long answered_ms,
    long long others, struct err *e)
{
	if (!str_eq(answer, STR("confirmed-fake")) && !str_eq(answer, STR("genuine")) && !str_eq(answer, STR("unknown")))
		return err_set(e, ERR_USAGE, "the answer is confirmed-fake, genuine or unknown, not “" STR_FMT "”", STR_ARG(answer));
	if (db_begin(db, e) < 0)
		return -1;
	if (take_answer(db, by, a, id, answer, answered_ms, others, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

static int remind(struct db *db, const struct act *by, struct arena *a, struct str given, struct err *e)
{
	struct db_rows r, last;

	if (DB_QUERY(db, a, &r, e, SQL_FIND, DB_TEXT(given), DB_INT((long long)given.n)) < 0)
		return -1;
	if (r.count != 1 || given.n < 4)
		return err_set(e, ERR_UNKNOWN, "there is no fact check “" STR_FMT "”, or more than one (noroshi factcheck list shows them)",
		    STR_ARG(given));
	if (!db_is_null(&r, 0, 3))
		return err_set(e, ERR_CONFLICT, "that fact check has its answer already; ask again where there is news");
	if (DB_QUERY(db, a, &last, e, "SELECT MAX(at_ms) FROM fact_check_reminder WHERE fact_check_id = $1", DB_TEXT(db_text(&r, 0, 0))) < 0)
		return -1;
	if (!db_is_null(&last, 0, 0) && by->now_ms - db_int(&last, 0, 0) < MS_DAY)
		return err_set(e, ERR_CONFLICT, "that company was reminded within a day already");
	if (DB_EXEC(db, e, "INSERT INTO fact_check_reminder (id, fact_check_id, person_id, at_ms) VALUES ($1, $2, $3, $4)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(db_text(&r, 0, 0)), DB_TEXT(by->actor), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add_detail(db, by, "factcheck.reminded", db_text(&r, 0, 1), arena_printf(a, "{\"factcheck\":\"" STR_FMT "\"}",
	    STR_ARG(db_text(&r, 0, 0))), e);
}

int fact_check_remind(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (remind(db, by, a, id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

#define SQL_LIST \
	"SELECT f.id, c.number, p.org_id, p.label, f.asked_by, f.asked_ms, f.answered_ms, f.answer, f.others_learnt," \
	" (SELECT COUNT(*) FROM fact_check_reminder m WHERE m.fact_check_id = f.id)," \
	" (SELECT MAX(m.at_ms) FROM fact_check_reminder m WHERE m.fact_check_id = f.id)" \
	" FROM fact_check f JOIN cases c ON c.id = f.case_id JOIN case_party p ON p.id = f.party_id" \
	" WHERE ($1 = '' OR f.case_id = $1) AND ($2 = 0 OR f.answered_ms IS NULL)" \
	" AND (f.asked_ms > $3 OR (f.asked_ms = $3 AND f.id COLLATE \"C\" > $4)) ORDER BY f.asked_ms, f.id COLLATE \"C\" LIMIT $5"

int fact_check_list(struct db *db, struct arena *a, struct str number, bool open_only, long long behind_ms, struct str behind, long long most,
    struct fact_check **list, size_t *n, struct err *e)
{
	struct case_row row = { .id = STR("") };
	struct db_rows r;

	if ((number.p != NULL && case_get(db, a, number, &row, e) < 0) ||
	    DB_QUERY(db, a, &r, e, SQL_LIST, DB_TEXT(row.id), DB_BOOL(open_only), DB_INT(behind_ms), DB_TEXT(behind), DB_INT(most)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct fact_check, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct fact_check){ .id = db_text(&r, i, 0), .case_number = db_text(&r, i, 1), .party_org = db_text(&r, i, 2),
			.party_label = db_text(&r, i, 3), .asked_by = db_text(&r, i, 4), .asked_ms = db_int(&r, i, 5),
			.answered_ms = db_time(&r, i, 6), .answer = db_text(&r, i, 7), .others_learnt = db_is_null(&r, i, 8) ? -1 : db_int(&r, i, 8),
			.reminders = db_int(&r, i, 9), .reminded_ms = db_time(&r, i, 10) };
	return 0;
}
