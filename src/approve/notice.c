/* notice.c - who is told. */
#include "approve/notice.h"

#include "approve/approver.h"
#include "base/time.h"
#include "registry/word.h"
#include "store/db.h"

static int insert(struct db *db, const struct act *by, struct arena *a, struct str person, const char *kind, struct str share_id,
    struct str request_id, struct str about, long long not_before_ms, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);

	return DB_EXEC(db, e, "INSERT INTO notice (id, person_id, share_id, request_id, kind, file, state, made_ms, tries, problem, "
	    "not_before_ms, about) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, 0, '', $8, $9)", DB_TEXT(id), DB_TEXT(person), DB_TEXT(share_id),
	    DB_TEXT(request_id), DB_TEXT(str_of(kind)), DB_TEXT(arena_printf(a, STR_FMT ".eml", STR_ARG(id))), DB_INT(by->now_ms),
	    DB_INT(not_before_ms), DB_TEXT(about)) < 0 ? -1 : 0;
}

static long long insert_all(struct db *db, const struct act *by, struct arena *a, const struct db_rows *people, const char *kind,
    struct str share_id, struct str request_id, long long not_before_ms, struct err *e)
{
	for (size_t i = 0; i < people->count; i++)
		if (insert(db, by, a, db_text(people, i, 0), kind, share_id, request_id, STR_NONE, not_before_ms, e) < 0)
			return -1;
	return (long long)people->count;
}

long long notice_add(struct db *db, const struct act *by, struct arena *a, struct str org_id, const char *role,
    const char *kind, struct str share_id, struct str request_id, long long not_before_ms, struct err *e)
{
	struct db_rows rows;

	/* EXISTS, not a join: a planner without statistics began with every address of the registry */
	if (DB_QUERY(db, a, &rows, e, "SELECT x.id FROM person x WHERE x.org_id = $1 AND x.from_ms <= $2 AND x.to_ms > $2 "
	        "AND ((EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = x.id AND r.role = $3 AND r.from_ms <= $2 AND r.to_ms > $2) "
	        "AND NOT ($3 = 'approver' AND " SQL_IS_REPLACED ")) OR ($3 = 'approver' AND EXISTS (" SQL_STANDS_IN "))) "
	        "AND EXISTS (SELECT 1 FROM person_address t WHERE t.person_id = x.id AND t.notify = 1) "
	        "ORDER BY x.id COLLATE \"C\"", DB_TEXT(org_id), DB_INT(by->now_ms), DB_TEXT(str_of(role))) < 0)
		return -1;
	return insert_all(db, by, a, &rows, kind, share_id, request_id, not_before_ms, e);
}

long long notice_add_deputies(struct db *db, const struct act *by, struct arena *a, struct str org_id, const char *kind,
    struct str share_id, struct str request_id, long long not_before_ms, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT x.id FROM person x WHERE x.org_id = $1 AND x.from_ms <= $2 AND x.to_ms > $2 "
	        "AND EXISTS (" SQL_STANDS_IN ") AND EXISTS (SELECT 1 FROM person_address t WHERE t.person_id = x.id AND t.notify = 1) "
	        "ORDER BY x.id COLLATE \"C\"", DB_TEXT(org_id), DB_INT(by->now_ms)) < 0)
		return -1;
	return insert_all(db, by, a, &rows, kind, share_id, request_id, not_before_ms, e);
}

static long long add_one(struct db *db, const struct act *by, struct arena *a, struct str person_id, const char *kind, struct str share_id,
    struct str request_id, struct str about, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT COUNT(*) FROM person_address WHERE person_id = $1 AND notify = 1", DB_TEXT(person_id)) < 0)
		return -1;
	if (db_int(&rows, 0, 0) == 0)
		return 0;
	return insert(db, by, a, person_id, kind, share_id, request_id, about, 0, e) < 0 ? -1 : 1;
}

long long notice_add_person_about(struct db *db, const struct act *by, struct arena *a, struct str person_id, const char *kind,
    struct str share_id, struct err *e)
{
	return add_one(db, by, a, person_id, kind, share_id, STR_NONE, STR_NONE, e);
}

long long notice_add_person(struct db *db, const struct act *by, struct arena *a, struct str person_id, const char *kind,
    struct err *e)
{
	return add_one(db, by, a, person_id, kind, STR_NONE, STR_NONE, STR_NONE, e);
}

long long notice_add_about(struct db *db, const struct act *by, struct arena *a, struct str person_id, const char *kind,
    struct str request_id, struct err *e)
{
	return add_one(db, by, a, person_id, kind, STR_NONE, request_id, STR_NONE, e);
}

long long notice_add_number(struct db *db, const struct act *by, struct arena *a, struct str person_id, const char *kind,
    struct str number, struct err *e)
{
	return add_one(db, by, a, person_id, kind, STR_NONE, STR_NONE, number, e);
}

long long notice_add_reporter(struct db *db, const struct act *by, struct arena *a, struct str reporter_id, struct str contact, struct str answer_id,
    struct str receipt, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);

	if (!word_is_address(contact))
		return 0;
	return DB_EXEC(db, e, "INSERT INTO notice (id, reporter_id, request_id, kind, file, state, made_ms, tries, problem, about) VALUES ($1, $2, $3, "
	    "'reporter-answer', $4, 'waiting', $5, 0, '', $6)", DB_TEXT(id), DB_TEXT(reporter_id), DB_TEXT(answer_id),
	    DB_TEXT(arena_printf(a, STR_FMT ".eml", STR_ARG(id))), DB_INT(by->now_ms), DB_TEXT(receipt)) < 0 ? -1 : 1;
}
