/* opening.c - what people enter for the report: totals before adoption, and choices of the editor. */
#include "base/act.h"
#include "report/report.h"
#include "store/audit.h"

int opening_set(struct db *db, const struct act *by, const struct period *p, struct str item, long long value, struct err *e)
{
	if (value < 0)
		return err_set(e, ERR_USAGE, "--value is a number from 0 on");
	if (db_begin(db, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "UPDATE opening SET superseded_ms = $4 WHERE from_ms = $1 AND to_ms = $2 AND item = $3 AND superseded_ms = $5",
	    DB_INT(p->from_ms), DB_INT(p->to_ms), DB_TEXT(item), DB_INT(by->now_ms), DB_INT(TIME_FOREVER)) >= 0 &&
	    DB_EXEC(db, e, "INSERT INTO opening (from_ms, to_ms, item, value, recorded_ms, superseded_ms, by_person) "
	        "VALUES ($1, $2, $3, $4, $5, $6, $7)", DB_INT(p->from_ms), DB_INT(p->to_ms), DB_TEXT(item), DB_INT(value),
	        DB_INT(by->now_ms), DB_INT(TIME_FOREVER), DB_TEXT(by->actor)) >= 0 &&
	    audit_add(db, by, "report.opening", item, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int opening_list(struct db *db, struct arena *a, struct db_rows *rows, struct err *e)
{
	return DB_QUERY(db, a, rows, e, "SELECT from_ms, to_ms, item, value FROM opening WHERE superseded_ms = $1 ORDER BY from_ms, item "
	    "COLLATE \"C\"", DB_INT(TIME_FOREVER));
}

int choice_set(struct db *db, const struct act *by, const struct period *p, struct str slot, struct str value, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "UPDATE report_choice SET superseded_ms = $4 WHERE from_ms = $1 AND to_ms = $2 AND slot = $3 "
	    "AND superseded_ms = $5", DB_INT(p->from_ms), DB_INT(p->to_ms), DB_TEXT(slot), DB_INT(by->now_ms), DB_INT(TIME_FOREVER)) >= 0 &&
	    (value.n == 0 || DB_EXEC(db, e, "INSERT INTO report_choice (from_ms, to_ms, slot, value, recorded_ms, superseded_ms) "
	        "VALUES ($1, $2, $3, $4, $5, $6)", DB_INT(p->from_ms), DB_INT(p->to_ms), DB_TEXT(slot), DB_TEXT(value), DB_INT(by->now_ms),
	        DB_INT(TIME_FOREVER)) >= 0) && audit_add(db, by, "report.choice", slot, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}
