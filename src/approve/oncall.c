/* oncall.c - pairs on duty. */
#include "approve/oncall.h"

#include "approve/approve.h"
#include "approve/notice.h"
#include "base/time.h"
#include "registry/lookup.h"
#include "store/audit.h"

static void take(const struct db_rows *r, size_t i, struct oncall *o)
{
	*o = (struct oncall){ db_text(r, i, 0), db_text(r, i, 1), db_text(r, i, 2), db_int(r, i, 3), db_int(r, i, 4) };
}

int oncall_at(struct db *db, struct arena *a, long long at_ms, struct oncall *pair, struct err *e)
{
	struct db_rows r;

	*pair = (struct oncall){ 0 };
	if (DB_QUERY(db, a, &r, e, "SELECT id, first_id, second_id, from_ms, to_ms FROM oncall WHERE from_ms <= $1 AND to_ms > $1 ORDER BY from_ms LIMIT 1",
	    DB_INT(at_ms)) < 0)
		return -1;
	if (r.count > 0)
		take(&r, 0, pair);
	return 0;
}

int oncall_list(struct db *db, struct arena *a, long long now_ms, struct oncall **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT id, first_id, second_id, from_ms, to_ms FROM oncall WHERE to_ms > $1 AND to_ms > from_ms "
	    "ORDER BY from_ms, id COLLATE \"C\"", DB_INT(now_ms)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct oncall, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		take(&r, i, &(*list_r)[i]);
	return 0;
}

static int check_person(struct db *db, struct arena *a, struct str person, long long at_ms, struct err *e)
{
	bool may;

	if (person_has_role(db, a, person, "analyst lead", at_ms, &may, e) < 0)
		return -1;
	return may ? 0 : err_set(e, ERR_DENIED, STR_FMT " is no analyst or lead then; on call are those who may write and release", STR_ARG(person));
}

static int check_free(struct db *db, struct arena *a, long long from_ms, long long to_ms, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT first_id, second_id FROM oncall WHERE from_ms < $2 AND to_ms > $1 AND to_ms > from_ms LIMIT 1",
	    DB_INT(from_ms), DB_INT(to_ms)) < 0)
		return -1;
	return r.count == 0 ? 0 : err_set(e, ERR_CONFLICT, STR_FMT " and " STR_FMT " are on call in that time already (noroshi oncall list)",
	    STR_ARG(db_text(&r, 0, 0)), STR_ARG(db_text(&r, 0, 1)));
}

int oncall_set(struct db *db, const struct act *by, struct arena *a, struct str first, struct str second, long long from_ms,
    long long to_ms, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);
	long long done;

	if (str_eq(first, second))
		return err_set(e, ERR_INPUT, "a pair is two people");
	if (from_ms >= to_ms || to_ms <= by->now_ms)
		return err_set(e, ERR_INPUT, "it ends before it begins, or is over already");
	if (db_begin(db, e) < 0)
		return -1;
	if (check_person(db, a, first, from_ms > by->now_ms ? from_ms : by->now_ms, e) < 0 ||
	    check_person(db, a, second, from_ms > by->now_ms ? from_ms : by->now_ms, e) < 0 || check_free(db, a, from_ms, to_ms, e) < 0)
		done = -1;
	else
		done = DB_EXEC(db, e, "INSERT INTO oncall (id, first_id, second_id, from_ms, to_ms, made_by, made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		    DB_TEXT(id), DB_TEXT(first), DB_TEXT(second), DB_INT(from_ms), DB_INT(to_ms), DB_TEXT(by->actor), DB_INT(by->now_ms));
	return audit_end(db, by, done, "oncall.set", id, e) < 0 ? -1 : 0;
}

static int find_one(struct db *db, struct arena *a, struct str id, long long now_ms, struct str *full, struct err *e)
{
	struct oncall *list;
	size_t n, found = 0;

	if (oncall_list(db, a, now_ms, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (id.n >= 4 && str_starts(list[i].id, id)) {
			*full = list[i].id;
			found++;
		}
	return found == 1 ? 0 : err_set(e, ERR_UNKNOWN, "no pair that is or will be on call begins with “" STR_FMT "” (noroshi oncall list)", STR_ARG(id));
}

int oncall_end(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e)
{
	struct str full = id;
	long long done;

	if (db_begin(db, e) < 0)
		return -1;
	done = find_one(db, a, id, by->now_ms, &full, e);
	if (done == 0)
		done = DB_EXEC(db, e, "UPDATE oncall SET to_ms = $2 WHERE id = $1 AND to_ms > $2", DB_TEXT(full), DB_INT(by->now_ms));
	return audit_end(db, by, done, "oncall.ended", full, e) < 0 ? -1 : 0;
}

long long oncall_tell(struct db *db, const struct act *by, struct arena *a, struct str share_id, struct err *e)
{
	struct oncall pair;
	long long first, second;

	if (oncall_at(db, a, by->now_ms, &pair, e) < 0)
		return -1;
	if (pair.id.p == NULL)
		return 0;
	first = notice_add_person_about(db, by, a, pair.first, "oncall", share_id, e);
	second = first < 0 ? -1 : notice_add_person_about(db, by, a, pair.second, "oncall", share_id, e);
	return second < 0 ? -1 : first + second;
}
