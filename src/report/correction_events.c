/* correction_events.c - records of a period that changed after an instant: two questions to the database. */
#include <stdlib.h>

#include "report/corrections.h"

#define AFTER(at) at " > $3 AND " at " <= $4"
#define IN_PERIOD(s) s ".received_ms >= $1 AND " s ".received_ms < $2"
/* A case is the period's where one of its submissions is. */
#define OF_PERIOD(case_id) \
	"EXISTS (SELECT 1 FROM case_submission x JOIN submission s ON s.id = x.submission_id WHERE x.case_id = " case_id \
	" AND " IN_PERIOD("s") ")"
#define RECEIPT "h.receipt || '/' || CAST(s.number AS TEXT)"

/* What came in, what people said of it, what belongs together. */
#define SQL_SUBMISSIONS \
	"SELECT c.at_ms AS at_ms, 'submission' AS kind, " RECEIPT " AS object, c.field AS field," \
	" CASE WHEN c.before_value = '' THEN c.engine_value ELSE c.before_value END AS was, c.after_value AS now, c.by_person AS by_person" \
	" FROM class_change c JOIN submission s ON s.id = c.submission_id JOIN hand_in h ON h.id = s.hand_in_id" \
	" WHERE " IN_PERIOD("s") " AND " AFTER("c.at_ms") \
	" AND CASE WHEN c.before_value = '' THEN c.engine_value ELSE c.before_value END <> c.after_value" \
	" UNION ALL SELECT c.at_ms, 'case', k.number, c.field, c.before_value," \
	" COALESCE((SELECT n.before_value FROM case_change n WHERE n.case_id = c.case_id AND n.field = c.field AND n.at_ms > c.at_ms" \
	"   ORDER BY n.at_ms LIMIT 1), CASE c.field WHEN 'class' THEN k.class WHEN 'campaign' THEN k.campaign WHEN 'damage' THEN k.damage" \
	"   WHEN 'targeted' THEN CAST(k.targeted AS TEXT) WHEN 'bec_type' THEN CAST(k.bec_type AS TEXT) ELSE '' END), c.by_person" \
	" FROM case_change c JOIN cases k ON k.id = c.case_id WHERE c.field NOT LIKE 'party:%' AND c.field NOT LIKE 'moment:%' AND " AFTER("c.at_ms") " AND " \
	OF_PERIOD("k.id") \
	" UNION ALL SELECT d.made_ms, 'received', h.receipt, '', '', h.kind, COALESCE(h.person_id, '')" \
	" FROM hand_in h JOIN data_key d ON d.id = h.key_id WHERE " IN_PERIOD("h") " AND h.supplements IS NULL AND " AFTER("d.made_ms") \
	" UNION ALL SELECT d.destroyed_ms, 'withdrawn', " RECEIPT ", '', '', '', ''" \
	" FROM submission s JOIN hand_in h ON h.id = s.hand_in_id JOIN data_key d ON d.id = s.key_id" \
	" WHERE " IN_PERIOD("s") " AND s.state = 'withdrawn' AND " AFTER("d.destroyed_ms") \
	" UNION ALL SELECT o.recorded_ms, 'opening', o.item, '', '', CAST(o.value AS TEXT), o.by_person" \
	" FROM opening o WHERE o.to_ms <= $2 AND " AFTER("o.recorded_ms") \
	" UNION ALL SELECT o.recorded_ms, 'choice', o.slot, '', '', '', '' FROM report_choice o" \
	" WHERE o.from_ms = $1 AND o.to_ms = $2 AND " AFTER("o.recorded_ms") \
	" UNION ALL SELECT o.superseded_ms, 'choice', o.slot, '', '', '', '' FROM report_choice o" \
	" WHERE o.from_ms = $1 AND o.to_ms = $2 AND " AFTER("o.superseded_ms") \
	" UNION ALL SELECT x.added_ms, 'link', " RECEIPT ", k.number, '', k.number, x.added_by FROM case_submission x" \
	" JOIN submission s ON s.id = x.submission_id JOIN hand_in h ON h.id = s.hand_in_id JOIN cases k ON k.id = x.case_id" \
	" WHERE " IN_PERIOD("s") " AND " AFTER("x.added_ms") \
	" UNION ALL SELECT x.removed_ms, 'link', " RECEIPT ", k.number, k.number, '', COALESCE(x.removed_by, '') FROM case_submission x" \
	" JOIN submission s ON s.id = x.submission_id JOIN hand_in h ON h.id = s.hand_in_id JOIN cases k ON k.id = x.case_id" \
	" WHERE " IN_PERIOD("s") " AND " AFTER("x.removed_ms") \
	" UNION ALL SELECT v.at_ms, 'merge', k.number, v.event, '', '', v.by_person FROM case_event v JOIN cases k ON k.id = v.case_id" \
	" WHERE " AFTER("v.at_ms") " AND " OF_PERIOD("k.id")

/* The roster, shares, the words of cases. */
#define SQL_REST \
	"SELECT m.recorded_ms AS at_ms, 'membership' AS kind, m.org_id AS object, m.sig_id AS field, '' AS was," \
	" m.join_reason || ' ' || m.leave_reason AS now, '' AS by_person" \
	" FROM membership m WHERE m.from_ms < $2 AND " AFTER("m.recorded_ms") \
	" UNION ALL SELECT m.superseded_ms, 'membership', m.org_id, m.sig_id, m.join_reason || ' ' || m.leave_reason, '', ''" \
	" FROM membership m WHERE m.from_ms < $2 AND " AFTER("m.superseded_ms") \
	" UNION ALL SELECT l.recorded_ms, 'liaison', l.id, '', '', CAST(l.counted AS TEXT), '' FROM liaison l WHERE " AFTER("l.recorded_ms") \
	" UNION ALL SELECT g.recorded_ms, 'sig', g.id, '', '', g.name_en, '' FROM sig g WHERE " AFTER("g.recorded_ms") \
	" UNION ALL SELECT r.at_ms, 'share', z.number, '', '', '', r.released_by FROM release r JOIN share z ON z.id = r.share_id" \
	" WHERE r.published_ms >= $1 AND r.published_ms < $2 AND " AFTER("r.at_ms") \
	" UNION ALL SELECT t.recorded_ms, 'text', k.number, 'timeline', '', '', '' FROM case_timeline t JOIN cases k ON k.id = t.case_id" \
	" WHERE " AFTER("t.recorded_ms") " AND " OF_PERIOD("k.id") \
	" UNION ALL SELECT t.at_ms, 'text', k.number, 'timeline', '', '', '' FROM case_change t JOIN cases k ON k.id = t.case_id" \
	" WHERE t.field LIKE 'moment:%' AND " AFTER("t.at_ms") " AND " OF_PERIOD("k.id") \
	" UNION ALL SELECT t.recorded_ms, 'text', k.number, t.kind, '', '', '' FROM provenance t JOIN cases k ON k.id = t.case_id" \
	" WHERE " AFTER("t.recorded_ms") " AND " OF_PERIOD("k.id") \
	" UNION ALL SELECT t.read_ms, 'text', k.number, 'source', '', '', '' FROM corroboration t JOIN cases k ON k.id = t.case_id" \
	" WHERE " AFTER("t.read_ms") " AND " OF_PERIOD("k.id") \
	" UNION ALL SELECT t.answered_ms, 'text', k.number, 'fact-check', '', '', '' FROM fact_check t JOIN cases k ON k.id = t.case_id" \
	" WHERE " AFTER("t.answered_ms") " AND " OF_PERIOD("k.id")


static int earlier(const void *x, const void *y)
{
	const struct correction_event *a = x, *b = y;

	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms ? -1 : 1;
	return str_cmp(a->kind, b->kind) != 0 ? str_cmp(a->kind, b->kind) : str_cmp(a->object, b->object);
}

static void take(const struct db_rows *rows, struct correction_event *into)
{
	for (size_t i = 0; i < rows->count; i++)
		into[i] = (struct correction_event){ .at_ms = db_int(rows, i, 0), .kind = db_text(rows, i, 1), .object = db_text(rows, i, 2),
			.field = db_text(rows, i, 3), .before = db_text(rows, i, 4), .after = db_text(rows, i, 5), .by = db_text(rows, i, 6) };
}

int correction_events(struct db *db, struct arena *a, const struct period *p, long long after_ms, long long until_ms,
    struct correction_event **list_r, size_t *n_r, struct err *e)
{
	struct db_rows rows, rest;

	if (DB_QUERY(db, a, &rows, e, SQL_SUBMISSIONS, DB_INT(p->from_ms), DB_INT(p->to_ms), DB_INT(after_ms), DB_INT(until_ms)) < 0 ||
	    DB_QUERY(db, a, &rest, e, SQL_REST, DB_INT(p->from_ms), DB_INT(p->to_ms), DB_INT(after_ms), DB_INT(until_ms)) < 0)
		return -1;
	*n_r = rows.count + rest.count;
	*list_r = ARENA_ARRAY(a, struct correction_event, *n_r + 1);
	take(&rows, *list_r);
	take(&rest, *list_r + rows.count);
	qsort(*list_r, *n_r, sizeof **list_r, earlier);
	return 0;
}
