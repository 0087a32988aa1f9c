/* indicators.c - see indicators.h. */
#include "feedback/indicators.h"

#include "base/time.h"
#include "feedback/table.h"
#include "store/audit.h"

enum { SUBMISSIONS_MOST = 50, SIGHTINGS_MOST = 1000 };

/* The newest revision of each share that is out and shows it. */
#define SQL_OUT \
	" FROM share_indicator n JOIN share s ON s.id = n.share_id JOIN release x ON x.share_id = n.share_id AND x.rev = n.rev" \
	" WHERE n.indicator_id = i.id AND n.treatment = 'kept' AND NOT EXISTS (SELECT 1 FROM release y WHERE y.share_id = x.share_id AND y.rev > x.rev)"
#define SQL_LIVE SQL_OUT " AND n.revoked = 0 AND s.state = 'released' AND (s.expires_ms IS NULL OR s.expires_ms > $1)"
#define SQL_SEEN(direction) ", COALESCE(CAST(SUM(CASE WHEN g.direction = '" direction "' THEN g.count END) AS BIGINT), 0) AS seen_" direction
/* The page is cut first: what is counted is counted for its rows only, and their sightings are gone through once. */
#define SQL_ROWS(which) \
	"WITH page AS (SELECT i.id AS id, i.type AS type, i.value AS value, i.first_ms AS first_ms FROM indicator i " which ")" \
	" SELECT i.id, i.type, i.value, i.first_ms," \
	" (SELECT MAX(b.received_ms) FROM submission_indicator x JOIN submission b ON b.id = x.submission_id WHERE x.indicator_id = i.id)," \
	" z.last_ms, z.first_ms," \
	" (SELECT COUNT(*) FROM submission_indicator x WHERE x.indicator_id = i.id)," \
	" (SELECT COUNT(DISTINCT m.case_id) FROM submission_indicator x JOIN case_submission m ON m.submission_id = x.submission_id" \
	"  AND m.removed_ms IS NULL WHERE x.indicator_id = i.id)," \
	" (SELECT COUNT(*)" SQL_OUT ")," \
	" (SELECT COUNT(DISTINCT d.org_id) FROM delivery d WHERE +d.queued_ms <= $1 AND d.share_id IN (SELECT n.share_id" SQL_OUT "))," \
	" (SELECT MAX(COALESCE(s.expires_ms, 9223372036854775807))" SQL_LIVE ")" \
	", COALESCE(z.seen_to, 0), COALESCE(z.seen_from, 0), COALESCE(z.seen_lookup, 0), COALESCE(z.seen_unknown, 0) FROM page i LEFT JOIN (" \
	"SELECT g.indicator_id AS indicator_id, MAX(g.last_ms) AS last_ms, MIN(g.first_ms) AS first_ms" \
	SQL_SEEN("to") SQL_SEEN("from") SQL_SEEN("lookup") SQL_SEEN("unknown") \
	" FROM sighting_counted g WHERE g.indicator_id IN (SELECT id FROM page) GROUP BY g.indicator_id) z ON z.indicator_id = i.id" \
	" ORDER BY i.first_ms DESC, i.id DESC"

static struct indicator_row row_of(const struct db_rows *r, size_t i)
{
	struct indicator_row row = { .id = db_text(r, i, 0), .type = db_text(r, i, 1), .value = db_text(r, i, 2), .known_ms = db_int(r, i, 3),
		.first_ms = db_int(r, i, 3), .last_ms = db_int(r, i, 3), .submissions = db_int(r, i, 7), .cases = db_int(r, i, 8), .shares = db_int(r, i, 9),
		.organisations = db_int(r, i, 10), .until_ms = db_time(r, i, 11), .live = !db_is_null(r, i, 11), .to = db_int(r, i, 12),
		.from = db_int(r, i, 13), .lookup = db_int(r, i, 14), .unknown = db_int(r, i, 15) };

	for (size_t column = 4; column <= 5; column++)
		if (!db_is_null(r, i, column) && db_int(r, i, column) > row.last_ms)
			row.last_ms = db_int(r, i, column);
	if (!db_is_null(r, i, 6) && db_int(r, i, 6) < row.first_ms)
		row.first_ms = db_int(r, i, 6);
	return row;
}

#define SQL_LIST SQL_ROWS( \
	"WHERE (i.first_ms < $2 OR (i.first_ms = $2 AND i.id < $3)) AND ($4 = '' OR i.type = $4) AND ($5 = '' OR i.value LIKE $5 ESCAPE '!')" \
	" AND ($6 = '' OR EXISTS (SELECT 1 FROM sighting_counted g WHERE g.indicator_id = i.id AND g.direction = $6))" \
	" AND ($7 = 0 OR ($7 = 1 AND EXISTS (SELECT 1" SQL_LIVE "))" \
	"  OR ($7 = 2 AND EXISTS (SELECT 1 FROM sighting_counted g WHERE g.indicator_id = i.id))" \
	"  OR ($7 = 3 AND NOT EXISTS (SELECT 1" SQL_OUT ")))" \
	" ORDER BY i.first_ms DESC, i.id DESC LIMIT $8")

/* %text%, its own % and _ taken as they are. */
static struct str like(struct arena *a, struct str text)
{
	struct str lower = arena_lower(a, text);
	struct buf out;

	buf_init_arena(&out, a, text.n * 2 + 8);
	buf_char(&out, '%');
	for (size_t i = 0; i < lower.n; i++) {
		if (memchr("%_!", lower.p[i], 3) != NULL)
			buf_char(&out, '!');
		buf_char(&out, lower.p[i]);
	}
	buf_char(&out, '%');
	return buf_str(&out);
}

static struct str given(struct str s) { return s.p != NULL ? s : STR(""); }

int indicator_list(struct db *db, struct arena *a, const struct indicator_filter *f, long long now_ms, struct indicator_row **list,
    size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_LIST, DB_INT(now_ms), DB_INT(f->before_ms), DB_TEXT(given(f->before_id)), DB_TEXT(given(f->type)),
	    DB_TEXT(f->text.n > 0 ? like(a, f->text) : STR("")), DB_TEXT(given(f->direction)), DB_INT(f->view), DB_INT(f->limit)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct indicator_row, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = row_of(&r, i);
	return 0;
}

int indicator_get(struct db *db, struct arena *a, struct str id, long long now_ms, struct indicator_row *row, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_ROWS("WHERE i.id = $2"), DB_INT(now_ms), DB_TEXT(id)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no indicator " STR_FMT, STR_ARG(id));
	*row = row_of(&r, 0);
	return 0;
}

int indicator_find(struct db *db, struct arena *a, struct str type, struct str value, long long now_ms, struct indicator_row *row,
    bool *found, struct err *e)
{
	struct db_rows r;

	/* most of what people ask is not known: that is found out first, without any counting */
	if (DB_QUERY(db, a, &r, e, "SELECT id FROM indicator WHERE type = $1 AND value = $2", DB_TEXT(type), DB_TEXT(value)) < 0)
		return -1;
	*found = r.count > 0;
	return *found ? indicator_get(db, a, db_text(&r, 0, 0), now_ms, row, e) : 0;
}

int indicator_cases(struct db *db, struct arena *a, struct str id, struct indicator_case **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT DISTINCT k.number, k.title, k.state FROM submission_indicator x JOIN case_submission m"
	    " ON m.submission_id = x.submission_id AND m.removed_ms IS NULL JOIN cases k ON k.id = m.case_id WHERE x.indicator_id = $1"
	    " ORDER BY k.number", DB_TEXT(id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct indicator_case, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct indicator_case){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2) };
	return 0;
}

/* Also drafts and what was withheld: the hub's people see why. */
#define SQL_SHARES \
	"SELECT s.number, s.state, s.tlp, n.treatment, n.shown, n.why, n.revoked," \
	" (SELECT MIN(x.published_ms) FROM release x WHERE x.share_id = s.id), s.expires_ms," \
	" (SELECT COUNT(DISTINCT d.org_id) FROM delivery d WHERE d.share_id = s.id)" \
	" FROM share_indicator n JOIN share s ON s.id = n.share_id AND s.rev = n.rev WHERE n.indicator_id = $1 ORDER BY s.made_ms DESC, s.number"

int indicator_shares(struct db *db, struct arena *a, struct str id, struct indicator_share **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_SHARES, DB_TEXT(id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct indicator_share, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct indicator_share){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3), db_text(&r, i, 4),
			db_text(&r, i, 5), db_int(&r, i, 6) == 1, db_time(&r, i, 7), db_time(&r, i, 8), db_int(&r, i, 9) };
	return 0;
}

static int read_submissions(struct db *db, struct arena *a, struct str id, struct indicator_uses *u, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT h.receipt, b.org_id, x.role, b.number, b.received_ms FROM submission_indicator x"
	    " JOIN submission b ON b.id = x.submission_id JOIN hand_in h ON h.id = b.hand_in_id WHERE x.indicator_id = $1"
	    " ORDER BY b.received_ms DESC, h.receipt, b.number LIMIT $2", DB_TEXT(id), DB_INT(SUBMISSIONS_MOST)) < 0)
		return -1;
	u->submissions = ARENA_ARRAY(a, struct indicator_submission, r.count + 1);
	u->submissions_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		u->submissions[i] = (struct indicator_submission){ db_text(&r, i, 0), given(db_text(&r, i, 1)), db_text(&r, i, 2), db_int(&r, i, 3),
			db_int(&r, i, 4) };
	return 0;
}

static int read_sightings(struct db *db, struct arena *a, struct str id, struct indicator_uses *u, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT g.org_id, g.direction, s.number, g.port, g.first_ms, g.last_ms, g.count, g.heuristic FROM sighting_counted g"
	    " LEFT JOIN share s ON s.id = g.share_id WHERE g.indicator_id = $1 ORDER BY g.last_ms DESC, g.org_id, g.direction, g.port LIMIT $2",
	    DB_TEXT(id), DB_INT(SIGHTINGS_MOST)) < 0)
		return -1;
	u->sightings = ARENA_ARRAY(a, struct indicator_sighting, r.count + 1);
	u->sightings_count = r.count;
	for (size_t i = 0; i < r.count; i++)
		u->sightings[i] = (struct indicator_sighting){ db_text(&r, i, 0), db_text(&r, i, 1), given(db_text(&r, i, 2)), db_int(&r, i, 3),
			db_int(&r, i, 4), db_int(&r, i, 5), db_int(&r, i, 6), db_int(&r, i, 7) == 1 };
	return 0;
}

int indicator_uses(struct db *db, const struct act *by, struct arena *a, struct str id, struct indicator_uses *u, struct err *e)
{
	if (feedback_insider(db, by, a, e) < 0 || read_submissions(db, a, id, u, e) < 0 || read_sightings(db, a, id, u, e) < 0)
		return -1;
	return audit_add(db, by, "indicator.uses-read", id, e);
}
