/* info_request_look.c - reading calls: the hub sees all, an organisation what it was sent. */
#include "base/time.h"
#include "request/info_request.h"
#include "store/audit.h"

#define SQL_REQUEST \
	"SELECT q.id, q.number, q.state, q.tlp, q.title_ja, q.title_en, q.question_ja, q.question_en, q.author, q.released_by, q.case_id," \
	" q.share_id, s.number, q.rev, q.days, q.leak_hits, q.made_ms, q.released_ms, q.published_ms, q.due_ms, q.ended_ms," \
	" (SELECT COUNT(*) FROM info_request_audience t WHERE t.request_id = q.id AND t.kind = 'public')" \
	" FROM info_request q LEFT JOIN share s ON s.id = q.share_id"
#define SQL_SENT_TO(org, now) \
	"EXISTS (SELECT 1 FROM info_request_delivery d WHERE d.request_id = q.id AND d.org_id = " org " AND d.queued_ms <= " now ")"

static void take(const struct db_rows *r, size_t i, struct info_request *q)
{
	struct str *const words[] = { &q->id, &q->number, &q->state, &q->tlp, &q->title_ja, &q->title_en, &q->question_ja, &q->question_en,
		&q->author, &q->released_by, &q->case_id, &q->share_id, &q->share_number };
	size_t at = sizeof words / sizeof words[0];

	for (size_t k = 0; k < at; k++)
		*words[k] = db_text(r, i, k);
	q->rev = db_int(r, i, at);
	q->days = db_int(r, i, at + 1);
	q->leak_hits = db_int(r, i, at + 2);
	q->made_ms = db_int(r, i, at + 3);
	q->released_ms = db_time(r, i, at + 4);
	q->published_ms = db_time(r, i, at + 5);
	q->due_ms = db_time(r, i, at + 6);
	q->ended_ms = db_time(r, i, at + 7);
	q->is_public = db_int(r, i, at + 8) > 0;
}

static int unknown(struct str number, struct err *e)
{
	return err_set(e, ERR_UNKNOWN, "there is no call for information " STR_FMT, STR_ARG(number));
}

int info_request_get(struct db *db, struct arena *a, struct str number, struct info_request *q, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_REQUEST " WHERE q.number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (r.count == 0)
		return unknown(number, e);
	take(&r, 0, q);
	return 0;
}

int info_request_get_for(struct db *db, struct arena *a, struct str number, struct str org_id, long long now_ms, struct info_request *q,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_REQUEST " WHERE q.number = $1 AND q.state IN ('released', 'closed') AND ("
	    SQL_SENT_TO("$2", "$3") " OR (q.published_ms <= $3 AND EXISTS (SELECT 1 FROM info_request_audience t WHERE t.request_id = q.id "
	    "AND t.kind = 'public')))", DB_TEXT(number), DB_TEXT(org_id), DB_INT(now_ms)) < 0)
		return -1;
	if (r.count == 0)
		return unknown(number, e);
	take(&r, 0, q);
	return 0;
}

#define SQL_AT "COALESCE(q.published_ms, q.made_ms)"

int info_request_list(struct db *db, struct arena *a, struct str org_id, long long now_ms, long long behind_ms, struct str behind, long long most,
    struct info_request **list, size_t *n, struct err *e)
{
	bool all = org_id.p == NULL;
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_REQUEST " WHERE ($3 = 1 OR (q.state IN ('released', 'closed') AND " SQL_SENT_TO("$1", "$2") "))"
	    " AND (" SQL_AT " < $4 OR (" SQL_AT " = $4 AND q.number COLLATE \"C\" > $5)) ORDER BY " SQL_AT " DESC, q.number COLLATE \"C\" LIMIT $6",
	    DB_TEXT(all ? STR("") : org_id), DB_INT(now_ms), DB_BOOL(all), DB_INT(behind_ms), DB_TEXT(behind), DB_INT(most)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct info_request, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		take(&r, i, &(*list)[i]);
	return 0;
}

int info_request_opened(struct db *db, const struct act *by, const struct info_request *q, struct str org_id, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, DB_EXEC(db, e, "UPDATE info_request_delivery SET opened_ms = $3 WHERE request_id = $1 AND org_id = $2 "
	    "AND opened_ms IS NULL", DB_TEXT(q->id), DB_TEXT(org_id), DB_INT(by->now_ms)), "request.opened", q->id, e) < 0 ? -1 : 0;
}

int info_request_moved(struct db *db, struct arena *a, const struct info_request *seen, struct err *e)
{
	struct info_request now;

	if (info_request_get(db, a, seen->number, &now, e) < 0)
		return -1;
	if (now.rev != seen->rev)
		return err_set(e, ERR_CONFLICT, "call " STR_FMT " was changed meanwhile: version %lld was read, version %lld of " STR_FMT
		    " stands now; read it again (noroshi request show)", STR_ARG(seen->number), seen->rev, now.rev, STR_ARG(now.author));
	return state_changed(&states_request, seen->number, seen->state, now.state, STR(""), e);
}

/* An answer whose hand-in was withdrawn is none any more. */
#define SQL_STANDS \
	"NOT EXISTS (SELECT 1 FROM hand_in h WHERE h.id = x.hand_in_id AND h.state = 'withdrawn')"
#define SQL_ANSWERED(word) \
	"EXISTS (SELECT 1 FROM info_request_answer x WHERE x.request_id = d.request_id AND x.org_id = d.org_id AND " word " AND " SQL_STANDS ")"
#define SQL_COUNT \
	"SELECT COUNT(*), COUNT(d.opened_ms), COALESCE(CAST(SUM(CASE WHEN " SQL_ANSWERED("1 = 1") " THEN 1 ELSE 0 END) AS BIGINT), 0)," \
	" COALESCE(CAST(SUM(CASE WHEN " SQL_ANSWERED("x.word = 'material'") " THEN 1 ELSE 0 END) AS BIGINT), 0)," \
	" COALESCE(CAST(SUM(CASE WHEN " SQL_ANSWERED("x.late = 1") " THEN 1 ELSE 0 END) AS BIGINT), 0)" \
	" FROM info_request_delivery d WHERE d.request_id = $1"
#define SQL_COUNT_ANSWERS \
	"SELECT (SELECT COUNT(*) FROM info_request_answer x JOIN org o ON o.id = x.org_id WHERE x.request_id = $1 AND o.kind = 'outside'" \
	" AND " SQL_STANDS ")," \
	" (SELECT COUNT(*) FROM info_request_answer x JOIN org o ON o.id = x.org_id JOIN submission s ON s.hand_in_id = x.hand_in_id" \
	" WHERE x.request_id = $1 AND o.kind <> 'outside' AND s.state <> 'withdrawn')"

int info_request_count(struct db *db, struct arena *a, const struct info_request *q, struct info_request_counts *c, struct err *e)
{
	struct db_rows r, more;

	if (DB_QUERY(db, a, &r, e, SQL_COUNT, DB_TEXT(q->id)) < 0 || DB_QUERY(db, a, &more, e, SQL_COUNT_ANSWERS, DB_TEXT(q->id)) < 0)
		return -1;
	*c = (struct info_request_counts){ .asked = db_int(&r, 0, 0), .opened = db_int(&r, 0, 1), .answered = db_int(&r, 0, 2),
		.material = db_int(&r, 0, 3), .late = db_int(&r, 0, 4), .outside = db_int(&more, 0, 0), .submissions = db_int(&more, 0, 1) };
	c->nothing = c->answered - c->material;
	c->silent = c->asked - c->answered;
	return 0;
}

int info_request_answers(struct db *db, struct arena *a, const struct info_request *q, struct info_request_answer_row **list, size_t *n,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT x.org_id, x.word, h.receipt, h.state, x.at_ms, (SELECT COUNT(*) FROM submission s WHERE "
	    "s.hand_in_id = x.hand_in_id AND s.state <> 'withdrawn'), x.late, o.kind FROM info_request_answer x JOIN org o ON o.id = x.org_id "
	    "LEFT JOIN hand_in h ON h.id = x.hand_in_id WHERE x.request_id = $1 ORDER BY x.at_ms, x.id", DB_TEXT(q->id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct info_request_answer_row, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct info_request_answer_row){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3),
			db_int(&r, i, 4), db_int(&r, i, 5), db_int(&r, i, 6) == 1, str_eq(db_text(&r, i, 7), STR("outside")) };
	return 0;
}

int info_request_was_opened(struct db *db, struct arena *a, const struct info_request *q, struct str org_id, bool *opened_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT 1 FROM info_request_delivery WHERE request_id = $1 AND org_id = $2 AND opened_ms IS NOT NULL",
	    DB_TEXT(q->id), DB_TEXT(org_id)) < 0)
		return -1;
	*opened_r = r.count > 0;
	return 0;
}
