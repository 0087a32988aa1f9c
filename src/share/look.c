/* look.c - shares as rows, for the analyst. */
#include <limits.h>

#include "share/look.h"

#include "approve/approve.h"
#include "base/time.h"
#include "store/db.h"

#define SQL_SOURCES "SELECT COUNT(DISTINCT s.org_id) FROM share_source s WHERE s.share_id = sh.id AND s.rev = sh.rev"
#define SQL_LIST(which) \
	"SELECT sh.id, sh.number, sh.state, sh.class, sh.tlp, sh.lane, sh.origin, r.change_kind, r.digest," \
	" (SELECT p.number FROM share p WHERE p.id = sh.parent_id), (SELECT c.number FROM cases c WHERE c.id = sh.case_id)," \
	" sh.author, sh.rev, sh.made_ms, sh.expires_ms, r.leak_hits, r.exact, r.own_words," \
	" (" SQL_SOURCES "), (" SQL_SOURCES " AND " SQL_VALID_APPROVAL ")," \
	" (" SQL_SOURCES " AND NOT " SQL_VALID_APPROVAL " AND EXISTS (" SQL_STANDING_CONSENT "))," \
	" (" SQL_SOURCES " AND " SQL_REFUSED ")," \
	" (SELECT COUNT(*) FROM approval_request q WHERE q.share_id = sh.id AND q.rev = sh.rev AND q.state IN ('open', 'timed-out'))," \
	" (SELECT MIN(q.due_ms) FROM approval_request q WHERE q.share_id = sh.id AND q.rev = sh.rev AND q.state IN ('open', 'timed-out'))," \
	" (SELECT MAX(x.rev) FROM release x WHERE x.share_id = sh.id)," \
	" (SELECT MAX(x.published_ms) FROM release x WHERE x.share_id = sh.id)," \
	" (SELECT COUNT(*) FROM approval a JOIN release x ON x.share_id = a.share_id AND x.digest = a.digest" \
	"  WHERE a.share_id = sh.id AND a.recalled_ms IS NOT NULL AND a.recalled_ms >= x.at_ms)," \
	" (SELECT COUNT(*) FROM delivery d WHERE d.share_id = sh.id AND d.rev = (SELECT MAX(x.rev) FROM release x WHERE x.share_id = sh.id))," \
	" (SELECT COUNT(*) FROM share_source s JOIN submission m ON m.id = s.submission_id WHERE s.share_id = sh.id AND s.rev = sh.rev" \
	"  AND m.state = 'withdrawn')" \
	" FROM share sh JOIN share_rev r ON r.share_id = sh.id AND r.rev = sh.rev" \
	" WHERE " which " AND ($3 = '' OR $3 LIKE '% ' || sh.state || ' %')" \
	" AND sh.made_ms <= $4 AND (sh.made_ms < $4 OR (sh.made_ms = $4 AND sh.number COLLATE \"C\" > $5))" \
	" ORDER BY sh.made_ms DESC, sh.number COLLATE \"C\" LIMIT $6"

static struct str or_empty(struct str s)
{
	return s.p != NULL ? s : STR("");
}

static void read_row(const struct db_rows *r, size_t i, struct share_row *s)
{
	*s = (struct share_row){ .id = db_text(r, i, 0), .number = db_text(r, i, 1), .state = db_text(r, i, 2), .class = db_text(r, i, 3),
		.tlp = db_text(r, i, 4), .lane = db_text(r, i, 5), .origin = db_text(r, i, 6), .change = db_text(r, i, 7),
		.digest = db_text(r, i, 8), .parent = or_empty(db_text(r, i, 9)), .case_number = or_empty(db_text(r, i, 10)),
		.author = db_text(r, i, 11), .rev = db_int(r, i, 12), .made_ms = db_int(r, i, 13), .expires_ms = db_time(r, i, 14),
		.leak_hits = db_int(r, i, 15), .exact = db_int(r, i, 16) == 1, .own_words = db_int(r, i, 17) == 1,
		.sources = db_int(r, i, 18), .approved = db_int(r, i, 19), .standing = db_int(r, i, 20), .refused = db_int(r, i, 21),
		.open_requests = db_int(r, i, 22), .due_ms = db_time(r, i, 23), .released_rev = db_int(r, i, 24),
		.published_ms = db_time(r, i, 25), .recalled = db_int(r, i, 26), .deliveries = db_int(r, i, 27), .withdrawn = db_int(r, i, 28) };
}

/* The states that a list shows, blanks around each: of a word for several, or of one. */
static struct str states_of(struct arena *a, struct str state)
{
	static const struct { const char *word, *states; } several[] = {
		{ "open", " draft checked rejected approval-pending partial approved " }, { "out", " released retracted expired " },
		{ "drafts", " draft checked rejected " }, { "waiting", " approval-pending partial " } };

	for (size_t i = 0; i < sizeof several / sizeof several[0]; i++)
		if (str_eq(state, str_of(several[i].word)))
			return str_of(several[i].states);
	return state.n > 0 ? arena_printf(a, " " STR_FMT " ", STR_ARG(state)) : STR("");
}

static int list(struct db *db, struct arena *a, struct str number, struct str state, long long now_ms, const struct share_place *after,
    long long limit, struct share_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (number.n > 0 ? DB_QUERY(db, a, &r, e, SQL_LIST("sh.number = $1"), DB_TEXT(number), DB_INT(now_ms), DB_TEXT(states_of(a, state)), DB_INT(after->made_ms),
	        DB_TEXT(after->number), DB_INT(limit)) < 0 : DB_QUERY(db, a, &r, e, SQL_LIST("$1 = ''"), DB_TEXT(STR("")), DB_INT(now_ms), DB_TEXT(states_of(a, state)),
	        DB_INT(after->made_ms), DB_TEXT(after->number), DB_INT(limit)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct share_row, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		read_row(&r, i, &(*list_r)[i]);
	return 0;
}

int share_list(struct db *db, struct arena *a, struct str number, struct str state, long long now_ms, struct share_row **list_r,
    size_t *n_r, struct err *e)
{
	return list(db, a, number, state, now_ms, &(const struct share_place){ TIME_FOREVER, STR("") }, LLONG_MAX, list_r, n_r, e);
}

int share_page(struct db *db, struct arena *a, struct str state, long long now_ms, const struct share_place *after, long long limit,
    struct share_row **list_r, size_t *n_r, struct err *e)
{
	return list(db, a, STR_NONE, state, now_ms, after, limit, list_r, n_r, e);
}

int share_get(struct db *db, struct arena *a, struct str number, long long now_ms, struct share_row *row, struct err *e)
{
	struct share_row *list;
	size_t n;

	if (number.n == 0)
		return err_set(e, ERR_USAGE, "which share? name its number");
	if (share_list(db, a, number, STR_NONE, now_ms, &list, &n, e) < 0)
		return -1;
	if (n == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(number));
	*row = list[0];
	return 0;
}

int share_indicators(struct db *db, struct arena *a, const struct share_row *s, struct share_line **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT i.type, i.value, x.treatment, x.shown, x.why, x.revoked FROM share_indicator x "
	    "JOIN indicator i ON i.id = x.indicator_id WHERE x.share_id = $1 AND x.rev = $2 ORDER BY i.type, i.value COLLATE \"C\"",
	    DB_TEXT(s->id), DB_INT(s->rev)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct share_line, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct share_line){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3),
			db_text(&r, i, 4), db_int(&r, i, 5) == 1 };
	return 0;
}

int share_projection(struct db *db, struct arena *a, const struct share_row *s, struct projection *p, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT projection FROM share_rev WHERE share_id = $1 AND rev = $2", DB_TEXT(s->id), DB_INT(s->rev)) < 0)
		return -1;
	return projection_read(a, db_text(&r, 0, 0), p, e);
}

int share_papers(struct db *db, struct arena *a, struct str share_id, long long rev, struct share_paper **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows r;

	/* in the order in which the digest counts them: text, html, csv, json; ja before en */
	if (DB_QUERY(db, a, &r, e, "SELECT format, lang, sha256, bytes FROM artefact WHERE share_id = $1 AND rev = $2 ORDER BY "
	    "CASE format WHEN 'text' THEN 1 WHEN 'html' THEN 2 WHEN 'csv' THEN 3 ELSE 4 END, lang COLLATE \"C\" DESC",
	    DB_TEXT(share_id), DB_INT(rev)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct share_paper, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct share_paper){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_bytes(&r, i, 3) };
	return 0;
}

int share_audience(struct db *db, struct arena *a, const struct share_row *s, struct share_target_row **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT kind, target FROM audience WHERE share_id = $1 AND rev = $2 ORDER BY kind, target COLLATE \"C\"",
	    DB_TEXT(s->id), DB_INT(s->rev)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct share_target_row, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct share_target_row){ db_text(&r, i, 0), db_text(&r, i, 1) };
	return 0;
}

/* A merged case's submissions stand in the one that took it in. */
#define SQL_USES \
	"SELECT sh.number, sh.state, x.submission_id, h.receipt, s.number, CASE WHEN EXISTS (SELECT 1 FROM case_submission c JOIN cases k" \
	" ON k.id = sh.case_id WHERE c.submission_id = x.submission_id AND c.removed_ms IS NULL AND (c.case_id = k.id OR c.case_id = k.merged_into))" \
	" THEN 0 ELSE 1 END FROM share sh JOIN share_source x ON x.share_id = sh.id AND x.rev = sh.rev JOIN submission s ON s.id = x.submission_id" \
	" JOIN hand_in h ON h.id = s.hand_in_id WHERE (sh.case_id = $1 OR (sh.id = $1 AND sh.case_id IS NOT NULL))" \
	" AND sh.state NOT IN ('retracted', 'expired') ORDER BY sh.made_ms, sh.number COLLATE \"C\", h.receipt COLLATE \"C\", s.number"

int share_uses(struct db *db, struct arena *a, struct str of, struct share_use **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_USES, DB_TEXT(of)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct share_use, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct share_use){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3), db_int(&r, i, 4), db_int(&r, i, 5) == 1 };
	return 0;
}
