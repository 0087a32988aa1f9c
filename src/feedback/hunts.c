/* hunts.c - see hunts.h. */
#include "feedback/hunts.h"

#include "base/time.h"

#define SQL_LIST \
	"SELECT s.id, s.number, s.class, s.tlp, s.state, x.published_ms," \
	" (SELECT COUNT(*) FROM share_indicator n WHERE n.share_id = s.id AND n.rev = x.rev AND n.treatment = 'kept' AND n.revoked = 0)," \
	" (SELECT COUNT(DISTINCT d.org_id) FROM delivery d WHERE d.share_id = s.id AND d.queued_ms <= $1)," \
	" (SELECT COUNT(DISTINCT g.org_id) FROM sighting_counted g WHERE g.share_id = s.id)," \
	" (SELECT COALESCE(CAST(SUM(g.count) AS BIGINT), 0) FROM sighting_counted g WHERE g.share_id = s.id)" \
	" FROM share s JOIN release x ON x.share_id = s.id WHERE x.published_ms <= $1" \
	" AND NOT EXISTS (SELECT 1 FROM release y WHERE y.share_id = x.share_id AND y.rev > x.rev AND y.published_ms <= $1)" \
	" AND (x.published_ms < $2 OR (x.published_ms = $2 AND s.number < $3))" \
	" AND EXISTS (SELECT 1 FROM share_indicator n WHERE n.share_id = s.id AND n.rev = x.rev AND n.treatment = 'kept')" \
	" ORDER BY x.published_ms DESC, s.number DESC LIMIT $4"
#define SQL_ANSWERS \
	"SELECT f.answer, COUNT(*) FROM feedback f WHERE f.share_id = $1 AND NOT EXISTS (SELECT 1 FROM feedback n WHERE n.share_id = f.share_id" \
	" AND n.org_id = f.org_id AND (n.at_ms > f.at_ms OR (n.at_ms = f.at_ms AND n.id > f.id))) GROUP BY f.answer"

static int read_answers(struct db *db, struct arena *a, struct str share_id, struct hunt_row *h, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_ANSWERS, DB_TEXT(share_id)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++) {
		struct str answer = db_text(&r, i, 0);
		long long n = db_int(&r, i, 1);

		h->no_hit += str_eq(answer, STR("no-hit")) ? n : 0;
		h->hit += str_eq(answer, STR("hit")) ? n : 0;
		h->partly += str_eq(answer, STR("partly")) ? n : 0;
		h->working += str_eq(answer, STR("working")) ? n : 0;
		h->not_checked += str_eq(answer, STR("not-checked")) ? n : 0;
	}
	h->silent = h->recipients - h->no_hit - h->hit - h->partly - h->working - h->not_checked;
	if (h->silent < 0)
		h->silent = 0;
	return 0;
}

int hunt_list(struct db *db, struct arena *a, long long before_ms, struct str before, long long limit, long long now_ms,
    struct hunt_row **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_LIST, DB_INT(now_ms), DB_INT(before_ms), DB_TEXT(before), DB_INT(limit)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct hunt_row, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++) {
		struct hunt_row *h = &(*list)[i];

		*h = (struct hunt_row){ .number = db_text(&r, i, 1), .class = db_text(&r, i, 2), .tlp = db_text(&r, i, 3), .state = db_text(&r, i, 4),
			.published_ms = db_int(&r, i, 5), .indicators = db_int(&r, i, 6), .recipients = db_int(&r, i, 7), .sighted = db_int(&r, i, 8),
			.count = db_int(&r, i, 9) };
		if (read_answers(db, a, db_text(&r, i, 0), h, e) < 0)
			return -1;
	}
	return 0;
}

int hunt_own(struct db *db, struct arena *a, struct str share_id, struct str org_id, struct own_sighting **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT i.type, i.value, g.direction, g.port, g.first_ms, g.last_ms, g.count, g.heuristic FROM sighting_counted g"
	    " JOIN indicator i ON i.id = g.indicator_id WHERE g.share_id = $1 AND g.org_id = $2 ORDER BY i.type, i.value COLLATE \"C\", g.direction, g.port",
	    DB_TEXT(share_id), DB_TEXT(org_id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct own_sighting, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct own_sighting){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_int(&r, i, 3), db_int(&r, i, 4),
			db_int(&r, i, 5), db_int(&r, i, 6), db_int(&r, i, 7) == 1 };
	return 0;
}
