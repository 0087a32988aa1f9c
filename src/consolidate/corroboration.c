/* corroboration.c - rows about public sources. */
#include "consolidate/corroboration.h"

#include "base/time.h"
#include "consolidate/cases.h"
#include "store/audit.h"

static int check(const struct corroboration *c, long long now_ms, struct err *e)
{
	bool timed = c->from_ms != TIME_NONE;

	if (c->source.n == 0 || c->licence.n == 0)
		return err_set(e, ERR_USAGE, "a corroboration names its source and under which licence or terms it may be quoted");
	if (!str_starts(c->url, STR("https://")) && !str_starts(c->url, STR("http://")))
		return err_set(e, ERR_USAGE, "where was it read? the address begins with https:// or http://");
	if (c->says_ja.n == 0 || c->says_en.n == 0)
		return err_set(e, ERR_USAGE, "what does it say? one sentence in Japanese and one in English");
	if (c->read_ms == TIME_NONE || c->read_ms > now_ms)
		return err_set(e, ERR_INPUT, "on which day was it read? a day that has been");
	if (timed != (c->to_ms != TIME_NONE) || (timed && c->from_ms >= c->to_ms))
		return err_set(e, ERR_INPUT, "the time it speaks of has a beginning and an end, in this order");
	if (timed && !str_eq(c->precision, STR("day")) && !str_eq(c->precision, STR("month")) && !str_eq(c->precision, STR("year")))
		return err_set(e, ERR_USAGE, "how exact is that time: day, month or year?");
	return 0;
}

static int add(struct db *db, const struct act *by, struct arena *a, struct str number, const struct corroboration *c, struct str id,
    struct err *e)
{
	struct case_row row;

	if (case_for(db, a, number, "change", &row, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "INSERT INTO corroboration (id, case_id, source, url, read_ms, licence, from_ms, to_ms, precision, says_ja, says_en) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", DB_TEXT(id), DB_TEXT(row.id), DB_TEXT(c->source), DB_TEXT(c->url),
	    DB_INT(c->read_ms), DB_TEXT(c->licence), DB_TIME(c->from_ms), DB_TIME(c->to_ms),
	    DB_TEXT(c->from_ms != TIME_NONE ? c->precision : STR("")), DB_TEXT(c->says_ja), DB_TEXT(c->says_en)) < 0)
		return -1;
	return audit_add_detail(db, by, "case.corroborated", row.id, arena_printf(a, "{\"corroboration\":\"" STR_FMT "\"}", STR_ARG(id)), e);
}

int corroboration_add(struct db *db, const struct act *by, struct arena *a, struct str number, const struct corroboration *c,
    struct str *id_r, struct err *e)
{
	*id_r = rng_uuid(by->rng, a);
	if (check(c, by->now_ms, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (add(db, by, a, number, c, *id_r, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

#define SQL_LIST \
	"SELECT x.id, c.number, x.source, x.url, x.licence, x.read_ms, x.from_ms, x.to_ms, x.precision, x.says_ja, x.says_en" \
	" FROM corroboration x JOIN cases c ON c.id = x.case_id WHERE ($1 = '' OR x.case_id = $1) ORDER BY c.number, x.read_ms, x.id"

int corroboration_list(struct db *db, struct arena *a, struct str number, struct corroboration **list, size_t *n, struct err *e)
{
	struct case_row row = { .id = STR("") };
	struct db_rows r;

	if ((number.p != NULL && case_get(db, a, number, &row, e) < 0) || DB_QUERY(db, a, &r, e, SQL_LIST, DB_TEXT(row.id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct corroboration, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct corroboration){ .id = db_text(&r, i, 0), .case_number = db_text(&r, i, 1), .source = db_text(&r, i, 2),
			.url = db_text(&r, i, 3), .licence = db_text(&r, i, 4), .read_ms = db_int(&r, i, 5), .from_ms = db_time(&r, i, 6),
			.to_ms = db_time(&r, i, 7), .precision = db_text(&r, i, 8), .says_ja = db_text(&r, i, 9), .says_en = db_text(&r, i, 10) };
	return 0;
}

static int remove_one(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e)
{
	struct db_rows r;

	if (id.n >= 4 && DB_EXEC(db, e, "DELETE FROM corroboration_value WHERE corroboration_id = (SELECT MIN(id) FROM corroboration "
	    "WHERE substr(id, 1, CAST($2 AS INTEGER)) = $1 HAVING COUNT(*) = 1)", DB_TEXT(id), DB_INT((long long)id.n)) < 0)
		return -1;
	if (DB_QUERY(db, a, &r, e, "DELETE FROM corroboration WHERE id = (SELECT MIN(id) FROM corroboration WHERE substr(id, 1, CAST($2 AS INTEGER)) = $1 "
	    "HAVING COUNT(*) = 1) RETURNING id, case_id", DB_TEXT(id), DB_INT((long long)id.n)) < 0)
		return -1;
	if (r.count == 0 || id.n < 4)
		return err_set(e, ERR_UNKNOWN, "there is no corroboration “" STR_FMT "”, or more than one (noroshi corroboration list shows them)",
		    STR_ARG(id));
	return audit_add_detail(db, by, "case.corroboration-removed", db_text(&r, 0, 1), arena_printf(a, "{\"corroboration\":\"" STR_FMT "\"}",
	    STR_ARG(db_text(&r, 0, 0))), e);
}

int corroboration_remove(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (remove_one(db, by, a, id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

static int states(struct db *db, const struct act *by, struct arena *a, struct str id, struct str type, struct str value, struct err *e)
{
	struct db_rows r, i;

	if (DB_QUERY(db, a, &r, e, "SELECT id, case_id FROM corroboration WHERE substr(id, 1, CAST($2 AS INTEGER)) = $1", DB_TEXT(id),
	    DB_INT((long long)id.n)) < 0 || DB_QUERY(db, a, &i, e, "SELECT id FROM indicator WHERE type = $1 AND value = $2", DB_TEXT(type),
	    DB_TEXT(value)) < 0)
		return -1;
	if (r.count != 1 || id.n < 4)
		return err_set(e, ERR_UNKNOWN, "there is no corroboration “" STR_FMT "”, or more than one (noroshi corroboration list shows them)",
		    STR_ARG(id));
	if (i.count == 0)
		return err_set(e, ERR_UNKNOWN, "the hub knows no indicator " STR_FMT " “" STR_FMT "”", STR_ARG(type), STR_ARG(value));
	if (DB_EXEC(db, e, "INSERT INTO corroboration_value (corroboration_id, indicator_id, by_person, at_ms) VALUES ($1, $2, $3, $4) "
	    "ON CONFLICT (corroboration_id, indicator_id) DO NOTHING", DB_TEXT(db_text(&r, 0, 0)), DB_TEXT(db_text(&i, 0, 0)), DB_TEXT(by->actor),
	    DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add_detail(db, by, "case.corroboration-value", db_text(&r, 0, 1), arena_printf(a, "{\"corroboration\":\"" STR_FMT
	    "\",\"indicator\":\"" STR_FMT "\"}", STR_ARG(db_text(&r, 0, 0)), STR_ARG(db_text(&i, 0, 0))), e);
}

int corroboration_states(struct db *db, const struct act *by, struct arena *a, struct str id, struct str type, struct str value,
    struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (states(db, by, a, id, type, value, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}
