/* standing.c - see standing.h. */
#include "feedback/standing.h"

#include <stdlib.h>

#include "base/time.h"
#include "intake/look.h"
#include "registry/lookup.h"

static int by_value(const void *x, const void *y)
{
	long long a = *(const long long *)x, b = *(const long long *)y;

	return (a > b) - (a < b);
}

/* The lower of the two in the middle of a column; -1 of nothing. */
static long long median_of(struct arena *a, const struct db_rows *r, size_t column)
{
	long long *list = ARENA_ARRAY(a, long long, r->count + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++)
		if (!db_is_null(r, i, column))
			list[n++] = db_int(r, i, column);
	if (n == 0)
		return -1;
	qsort(list, n, sizeof *list, by_value);
	return list[(n - 1) / 2];
}

static long long tenths(long long ms)
{
	return ms < 0 ? -1 : ms * 10 / MS_DAY;
}

static size_t filled(const struct db_rows *r, size_t column)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++)
		n += !db_is_null(r, i, column);
	return n;
}

/* ---- the talk ---- */

/* No answer by its date, or one after it; what went with a withdrawn submission is not late. */
#define LATE(now) \
	"COALESCE(CASE WHEN first_answer_ms <= " now " THEN first_answer_ms END, closed_ms, CASE WHEN state = 'closed' THEN 0 END, " now ") > due_ms"

#define SQL_QUESTIONS \
	"SELECT CASE WHEN first_answer_ms <= $3 THEN first_answer_ms - asked_ms END," \
	" CASE WHEN " LATE("$3") " THEN 1 END, number, org_id," \
	" (SELECT h.receipt FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE s.id = question.submission_id)," \
	" (SELECT s.number FROM submission s WHERE s.id = question.submission_id), asked_ms" \
	" FROM question WHERE asked_ms >= $1 AND asked_ms < $2 ORDER BY asked_ms, question.number"

/* What the hub waited for the submitter of submission s up to the time `t`. */
#define WAITED(s, t) \
	"COALESCE((SELECT CAST(SUM(q.member_wait_ms + CASE WHEN q.state = 'open' AND q.turn_ms < " t " THEN " t " - q.turn_ms ELSE 0 END) AS BIGINT)" \
	" FROM question q WHERE q.submission_id = " s " AND q.asked_ms < " t "), 0)"

#define SQL_CONSULTATIONS \
	"SELECT CASE WHEN c.sent_ms <= $3 THEN c.sent_ms - s.received_ms - " WAITED("s.id", "c.sent_ms") " END," \
	" NULL, '', s.org_id, h.receipt, s.number, s.received_ms" \
	" FROM submission s JOIN hand_in h ON h.id = s.hand_in_id LEFT JOIN consultation c ON c.submission_id = s.id" \
	" WHERE s.kind = 'consultation' AND h.supplements IS NULL AND s.received_ms >= $1 AND s.received_ms < $2 ORDER BY s.received_ms, s.id"

/* Of each share the newest source that was there at its first release. */
#define SQL_SHARES \
	"SELECT f.at_ms - u.received_ms - " WAITED("u.id", "f.at_ms") \
	" FROM (SELECT r.share_id AS share_id, MIN(r.published_ms) AS at_ms FROM release r" \
	"  WHERE r.share_id IN (SELECT n.share_id FROM release n WHERE n.published_ms >= $1 AND n.published_ms < $2) GROUP BY r.share_id) f" \
	" JOIN submission u ON u.id = (SELECT x.id FROM share_source c JOIN submission x ON x.id = c.submission_id" \
	"  WHERE c.share_id = f.share_id AND x.received_ms <= f.at_ms ORDER BY x.received_ms DESC, x.id LIMIT 1)" \
	" WHERE f.at_ms >= $1 AND f.at_ms < $2 AND f.at_ms <= $3"

#define SQL_SEARCHED \
	"SELECT NULL, MAX(CASE WHEN f.org_id IS NOT NULL THEN 1 END), '', d.org_id FROM delivery d LEFT JOIN feedback f ON f.share_id = d.share_id" \
	" AND f.org_id = d.org_id AND f.at_ms <= $3 AND f.searched_from_ms IS NOT NULL AND f.answer IN ('no-hit', 'hit', 'partly')" \
	" WHERE d.queued_ms >= $1 AND d.queued_ms < $2 AND d.queued_ms <= $3 GROUP BY d.org_id ORDER BY d.org_id"

int standing_talk(struct db *db, struct arena *a, long long from_ms, long long to_ms, long long now_ms, struct standing_talk *t,
    struct err *e)
{
	struct db_rows questions, consultations, shares, searched;

	if (DB_QUERY(db, a, &questions, e, SQL_QUESTIONS, DB_INT(from_ms), DB_INT(to_ms), DB_INT(now_ms)) < 0 ||
	    DB_QUERY(db, a, &consultations, e, SQL_CONSULTATIONS, DB_INT(from_ms), DB_INT(to_ms), DB_INT(now_ms)) < 0 ||
	    DB_QUERY(db, a, &shares, e, SQL_SHARES, DB_INT(from_ms), DB_INT(to_ms), DB_INT(now_ms)) < 0 ||
	    DB_QUERY(db, a, &searched, e, SQL_SEARCHED, DB_INT(from_ms), DB_INT(to_ms), DB_INT(now_ms)) < 0)
		return -1;
	*t = (struct standing_talk){ .questions = (long long)questions.count, .answered_questions = (long long)filled(&questions, 0),
		.late_questions = (long long)filled(&questions, 1), .to_first_answer = tenths(median_of(a, &questions, 0)),
		.consultations = (long long)consultations.count, .answered_consultations = (long long)filled(&consultations, 0),
		.to_consultation_answer = tenths(median_of(a, &consultations, 0)), .to_share = tenths(median_of(a, &shares, 0)),
		.recipients = (long long)searched.count, .searchers = (long long)filled(&searched, 1) };
	return 0;
}

int standing_rows(struct db *db, struct arena *a, enum standing_kind kind, long long from_ms, long long to_ms, long long now_ms,
    struct standing_row **list, size_t *n, struct err *e)
{
	bool talk = kind != STANDING_RECIPIENTS;
	struct db_rows r;

	if ((kind == STANDING_QUESTIONS ? DB_QUERY(db, a, &r, e, SQL_QUESTIONS, DB_INT(from_ms), DB_INT(to_ms), DB_INT(now_ms)) :
	        kind == STANDING_CONSULTATIONS ? DB_QUERY(db, a, &r, e, SQL_CONSULTATIONS, DB_INT(from_ms), DB_INT(to_ms), DB_INT(now_ms)) :
	        DB_QUERY(db, a, &r, e, SQL_SEARCHED, DB_INT(from_ms), DB_INT(to_ms), DB_INT(now_ms))) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct standing_row, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct standing_row){ .name = db_text(&r, i, 2), .org_id = db_text(&r, i, 3), .receipt = talk ? db_text(&r, i, 4) : STR(""),
			.number = talk ? db_int(&r, i, 5) : 0, .at_ms = talk ? db_int(&r, i, 6) : TIME_NONE,
			.took = db_is_null(&r, i, 0) ? -1 : tenths(db_int(&r, i, 0)), .late = talk && !db_is_null(&r, i, 1), .searched = !talk && !db_is_null(&r, i, 1) };
	return 0;
}

/* ---- give and take ---- */

/* One row an organisation of the circle; withdrawn submissions were given all the same. */
#define SQL_EACH \
	"SELECT o.id, g.submissions, g.supplements, g.consultations, g.sightings, t.received, t.opened, t.answered, t.searched FROM org o" \
	" LEFT JOIN (SELECT s.org_id AS org_id, CAST(SUM(CASE WHEN h.supplements IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS submissions," \
	"  CAST(SUM(CASE WHEN h.supplements IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS supplements," \
	"  CAST(SUM(CASE WHEN s.kind = 'consultation' AND h.supplements IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS consultations," \
	"  CAST(SUM(CASE WHEN s.kind = 'sighting' THEN 1 ELSE 0 END) AS BIGINT) AS sightings" \
	"  FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE s.received_ms >= $1 AND s.received_ms < $2 GROUP BY s.org_id) g" \
	"  ON g.org_id = o.id" \
	" LEFT JOIN (SELECT d.org_id AS org_id, COUNT(*) AS received, CAST(SUM(d.opened) AS BIGINT) AS opened," \
	"  CAST(SUM(d.answered) AS BIGINT) AS answered, CAST(SUM(d.searched) AS BIGINT) AS searched" \
	"  FROM (SELECT x.org_id AS org_id, x.share_id AS share_id, MAX(CASE WHEN x.opened_ms IS NOT NULL THEN 1 ELSE 0 END) AS opened," \
	"   MAX(CASE WHEN f.id IS NOT NULL THEN 1 ELSE 0 END) AS answered, MAX(CASE WHEN f.searched_from_ms IS NOT NULL AND" \
	"   f.answer IN ('no-hit', 'hit', 'partly') THEN 1 ELSE 0 END) AS searched FROM delivery x LEFT JOIN feedback f" \
	"   ON f.share_id = x.share_id AND f.org_id = x.org_id WHERE x.queued_ms >= $1 AND x.queued_ms < $2 GROUP BY x.org_id, x.share_id) d" \
	"  GROUP BY d.org_id) t ON t.org_id = o.id" \
	" WHERE o.id = $3 OR g.org_id IS NOT NULL OR t.org_id IS NOT NULL"

#define SQL_OF_ITS_SHARES \
	"WITH mine (id) AS (SELECT DISTINCT c.share_id FROM share_source c JOIN release r ON r.share_id = c.share_id AND r.rev = c.rev" \
	"  WHERE c.org_id = $3 AND r.published_ms >= $1 AND r.published_ms < $2)" \
	" SELECT (SELECT COUNT(*) FROM mine), (SELECT COUNT(DISTINCT f.org_id) FROM feedback f JOIN mine m ON m.id = f.share_id" \
	"  WHERE f.answer = 'hit' AND f.org_id <> $3)"

#define SQL_ITS_QUESTIONS \
	"SELECT COUNT(*), COALESCE(CAST(SUM(CASE WHEN first_answer_ms IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT), 0)," \
	" COALESCE(CAST(SUM(CASE WHEN " LATE("$4") " THEN 1 ELSE 0 END) AS BIGINT), 0)" \
	" FROM question WHERE asked_ms >= $1 AND asked_ms < $2 AND org_id = $3"


/* Column `c` of the own row, and the median of all rows where there are enough of them that nobody is told by it. */
static void compare(struct arena *a, const struct db_rows *r, size_t c, struct str org, long long *own, long long *median)
{
	long long *list = ARENA_ARRAY(a, long long, r->count + 1);

	*own = 0;
	for (size_t i = 0; i < r->count; i++) {
		list[i] = db_is_null(r, i, c) ? 0 : db_int(r, i, c);
		if (str_eq(db_text(r, i, 0), org))
			*own = list[i];
	}
	qsort(list, r->count, sizeof *list, by_value);
	*median = r->count >= STANDING_K ? list[(r->count - 1) / 2] : -1;
}

int give_take(struct db *db, const struct act *by, struct arena *a, struct str org, long long from_ms, long long to_ms, struct give_take *g,
    struct err *e)
{
	struct db_rows each, shares, questions;
	struct org_state state;
	bool staff;

	if (may_see_org(db, by, a, org, &staff, e) < 0 || org_state_at(db, a, org, by->now_ms, &state, e) < 0)
		return -1;
	if (!state.found)
		return org_unknown(db, a, org, e);
	if (DB_QUERY(db, a, &each, e, SQL_EACH, DB_INT(from_ms), DB_INT(to_ms), DB_TEXT(org)) < 0 ||
	    DB_QUERY(db, a, &shares, e, SQL_OF_ITS_SHARES, DB_INT(from_ms), DB_INT(to_ms), DB_TEXT(org)) < 0 ||
	    DB_QUERY(db, a, &questions, e, SQL_ITS_QUESTIONS, DB_INT(from_ms), DB_INT(to_ms), DB_TEXT(org), DB_INT(by->now_ms)) < 0)
		return -1;
	*g = (struct give_take){ .shares = db_int(&shares, 0, 0), .seen_by_others = db_int(&shares, 0, 1), .questions = db_int(&questions, 0, 0),
		.questions_answered = db_int(&questions, 0, 1), .questions_late = db_int(&questions, 0, 2) };
	if (g->seen_by_others < STANDING_K)             /* also none: from "some, but few" one would learn that somebody did */
		g->seen_by_others = -1;
	compare(a, &each, 1, org, &g->submissions.own, &g->submissions.median);
	compare(a, &each, 2, org, &g->supplements.own, &g->supplements.median);
	compare(a, &each, 3, org, &g->consultations.own, &g->consultations.median);
	compare(a, &each, 4, org, &g->sightings.own, &g->sightings.median);
	compare(a, &each, 5, org, &g->received.own, &g->received.median);
	compare(a, &each, 6, org, &g->opened.own, &g->opened.median);
	compare(a, &each, 7, org, &g->answered.own, &g->answered.median);
	compare(a, &each, 8, org, &g->searched.own, &g->searched.median);
	return 0;
}
