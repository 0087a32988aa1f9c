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

/* One row an organisation that gave or was sent something; withdrawn submissions were given all the same.  Few hand-ins bring more
 * material to another submission, so all are counted by the index alone, and these taken off. */
#define SQL_SUMS(giver, taker) \
	"WITH each (org_id, submissions, supplements, consultations, sightings, received, opened, answered, searched) AS (" \
	" SELECT s.org_id, COUNT(*), 0, COUNT(CASE WHEN s.kind = 'consultation' THEN 1 END), COUNT(CASE WHEN s.kind = 'sighting' THEN 1 END), 0, 0, 0, 0" \
	"  FROM submission s WHERE s.received_ms >= $1 AND s.received_ms < $2 AND " giver " GROUP BY s.org_id" \
	" UNION ALL SELECT s.org_id, -COUNT(*), COUNT(*), -COUNT(CASE WHEN s.kind = 'consultation' THEN 1 END), 0, 0, 0, 0, 0" \
	"  FROM hand_in h JOIN submission s ON s.hand_in_id = h.id" \
	"  WHERE h.supplements IS NOT NULL AND h.received_ms >= $1 AND h.received_ms < $2 AND " giver " GROUP BY s.org_id" \
	" UNION ALL SELECT t.org_id, 0, 0, 0, 0, COUNT(*), SUM(t.opened), SUM(t.answered), SUM(t.searched)" \
	"  FROM (SELECT d.org_id AS org_id, d.share_id AS share_id, MAX(CASE WHEN d.opened_ms IS NOT NULL THEN 1 ELSE 0 END) AS opened," \
	"   MAX(CASE WHEN f.id IS NOT NULL THEN 1 ELSE 0 END) AS answered, MAX(CASE WHEN f.searched_from_ms IS NOT NULL AND" \
	"   f.answer IN ('no-hit', 'hit', 'partly') THEN 1 ELSE 0 END) AS searched FROM delivery d LEFT JOIN feedback f" \
	"   ON f.share_id = d.share_id AND f.org_id = d.org_id WHERE d.queued_ms >= $1 AND d.queued_ms < $2 AND " taker \
	"   GROUP BY d.org_id, d.share_id) t GROUP BY t.org_id)" \
	" SELECT CAST(SUM(submissions) AS BIGINT), CAST(SUM(supplements) AS BIGINT), CAST(SUM(consultations) AS BIGINT)," \
	" CAST(SUM(sightings) AS BIGINT), CAST(SUM(received) AS BIGINT), CAST(SUM(opened) AS BIGINT), CAST(SUM(answered) AS BIGINT)," \
	" CAST(SUM(searched) AS BIGINT) FROM each WHERE org_id IS NOT NULL GROUP BY org_id"
#define SQL_EACH SQL_SUMS("1 = 1", "1 = 1")
#define SQL_OWN SQL_SUMS("s.org_id = $3 AND s.received_ms >= $1 AND s.received_ms < $2", "d.org_id = $3")

#define SQL_OF_ITS_SHARES \
	"WITH mine (id) AS (SELECT DISTINCT c.share_id FROM share_source c JOIN release r ON r.share_id = c.share_id AND r.rev = c.rev" \
	"  WHERE c.org_id = $3 AND r.published_ms >= $1 AND r.published_ms < $2)" \
	" SELECT (SELECT COUNT(*) FROM mine), (SELECT COUNT(DISTINCT f.org_id) FROM feedback f JOIN mine m ON m.id = f.share_id" \
	"  WHERE f.answer = 'hit' AND f.org_id <> $3)"

#define SQL_ITS_QUESTIONS \
	"SELECT COUNT(*), COALESCE(CAST(SUM(CASE WHEN first_answer_ms IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT), 0)," \
	" COALESCE(CAST(SUM(CASE WHEN " LATE("$4") " THEN 1 ELSE 0 END) AS BIGINT), 0)" \
	" FROM question WHERE asked_ms >= $1 AND asked_ms < $2 AND org_id = $3"

int give_take_all(struct db *db, struct arena *a, long long from_ms, long long to_ms, struct give_take_all *all, struct err *e)
{
	struct db_rows r;

	*all = (struct give_take_all){ 0 };
	if (DB_QUERY(db, a, &r, e, SQL_EACH, DB_INT(from_ms), DB_INT(to_ms)) < 0)
		return -1;
	for (size_t c = 0; c < GIVE_TAKE_SUMS; c++)
		all->median[c] = r.count >= STANDING_K ? median_of(a, &r, c) : -1;
	for (size_t i = 0; i < r.count; i++)
		all->rows += db_int(&r, i, 0) + db_int(&r, i, 1) + db_int(&r, i, 4);
	return 0;
}

int give_take(struct db *db, const struct act *by, struct arena *a, struct str org, long long from_ms, long long to_ms,
    const struct give_take_all *all, struct give_take *g, struct err *e)
{
	struct db_rows own, shares, questions;
	struct org_state state;
	long long sums[GIVE_TAKE_SUMS] = { 0 };
	bool staff;

	if (may_see_org(db, by, a, org, &staff, e) < 0 || org_state_at(db, a, org, by->now_ms, &state, e) < 0)
		return -1;
	if (!state.found)
		return org_unknown(db, a, org, e);
	if (DB_QUERY(db, a, &own, e, SQL_OWN, DB_INT(from_ms), DB_INT(to_ms), DB_TEXT(org)) < 0 ||
	    DB_QUERY(db, a, &shares, e, SQL_OF_ITS_SHARES, DB_INT(from_ms), DB_INT(to_ms), DB_TEXT(org)) < 0 ||
	    DB_QUERY(db, a, &questions, e, SQL_ITS_QUESTIONS, DB_INT(from_ms), DB_INT(to_ms), DB_TEXT(org), DB_INT(by->now_ms)) < 0)
		return -1;
	for (size_t c = 0; c < GIVE_TAKE_SUMS && own.count > 0; c++)
		sums[c] = db_int(&own, 0, c);
#define SUM(c) { sums[c], all->median[c] }
	*g = (struct give_take){ .submissions = SUM(0), .supplements = SUM(1), .consultations = SUM(2), .sightings = SUM(3), .received = SUM(4),
		.opened = SUM(5), .answered = SUM(6), .searched = SUM(7), .shares = db_int(&shares, 0, 0), .seen_by_others = db_int(&shares, 0, 1),
		.questions = db_int(&questions, 0, 0), .questions_answered = db_int(&questions, 0, 1), .questions_late = db_int(&questions, 0, 2) };
#undef SUM
	if (g->seen_by_others < STANDING_K)             /* also none: from "some, but few" one would learn that somebody did */
		g->seen_by_others = -1;
	return 0;
}
