/* catch_up.c - what is new or changed goes into the index. */
#include "search/search.h"
#include "search/texts.h"
#include "store/audit.h"

enum { AT_ONCE = 16, TEXTS_MOST = 1u << 30 };

static int take_up(struct hub *hub, struct arena *a, struct str kind, struct str id, struct err *e)
{
	struct texts_of t;

	if (texts_read(hub, a, kind, id, 0, &t, e) < 0)
		return -1;
	if (!t.found || t.o.text_count == 0)
		return search_forget(hub->db, a, arena_cstr(a, kind), id, e);
	return search_put(hub, a, &t.o, e);
}

/* One transaction: what it takes off the list is in the index, or stays on the list. */
static int take_some(struct hub *hub, size_t most, size_t *taken, struct err *e)
{
	struct arena *list = arena_new(1 << 20, arena_full_exit), *a;
	struct db_rows r;
	int status = db_begin(hub->db, e);

	*taken = 0;
	if (status < 0)
		goto end;
	status = DB_QUERY(hub->db, list, &r, e, "DELETE FROM search_due WHERE (kind, object_id) IN (SELECT kind, object_id FROM search_due "
	    "ORDER BY kind COLLATE \"C\", object_id COLLATE \"C\" LIMIT $1) RETURNING kind, object_id", DB_INT((long long)most));
	for (size_t i = 0; status == 0 && i < r.count; i++) {
		a = arena_new(TEXTS_MOST, arena_full_exit);
		status = take_up(hub, a, db_text(&r, i, 0), db_text(&r, i, 1), e);
		arena_free(a);
	}
	if (status == 0) {
		*taken = r.count;
		status = db_commit(hub->db, e);
	} else {
		db_rollback(hub->db);
	}
end:
	arena_free(list);
	return status;
}

int search_catch_up(struct hub *hub, size_t most, size_t *taken_r, struct err *e)
{
	size_t taken;

	*taken_r = 0;
	do {
		if (take_some(hub, most - *taken_r < AT_ONCE ? most - *taken_r : AT_ONCE, &taken, e) < 0)
			return -1;
		*taken_r += taken;
	} while (taken > 0 && *taken_r < most);
	return 0;
}

int search_waiting(struct db *db, struct arena *a, long long *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT COUNT(*) FROM search_due") < 0)
		return -1;
	*n_r = db_int(&r, 0, 0);
	return 0;
}

int search_rebuild(struct hub *hub, const struct act *by, struct arena *a, long long *waiting_r, struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (search_index_empty(hub->db, e) == 0 && search_waiting(hub->db, a, waiting_r, e) == 0 &&
	    audit_add(hub->db, by, "search.rebuilt", STR(""), e) == 0 && db_commit(hub->db, e) == 0)
		return 0;
	db_rollback(hub->db);
	return -1;
}
