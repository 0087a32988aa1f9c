/* records_probing.c - what members saw of a shared indicator, and the days of that loop.
 *
 * Printed is what was released: the newest revision of the shares that put the members' observations
 * together, with exact days and counts only where these were approved and nobody has taken that back.
 * Letters follow the content of the rows, never the order of reporting; the days of the loop name no
 * letter.  Without such a share, months and classes of what was handed in. */
#include <stdlib.h>

#include "anonymise/projection.h"
#include "report/choice.h"
#include "share/lineage.h"

/* Released in the period, the newest last; taken back: by a retraction, a recalled approval or a source that
 * withdrew what it had handed in. */
#define SQL_RELEASED \
	"SELECT v.projection, v.exact, s.parent_id FROM share s JOIN release x ON x.share_id = s.id" \
	" JOIN share_rev v ON v.share_id = s.id AND v.rev = x.rev" \
	" WHERE s.parent_id IS NOT NULL AND x.published_ms >= $1 AND x.published_ms < $2 AND x.at_ms <= $3" \
	" AND NOT EXISTS (SELECT 1 FROM release n WHERE n.share_id = s.id AND n.rev > x.rev AND n.at_ms <= $3)" \
	" AND v.change_kind <> 'retraction'" \
	" AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.share_id = s.id AND a.digest = v.digest AND a.recalled_ms <= $3)" \
	" AND NOT EXISTS (SELECT 1 FROM share_source o JOIN submission g ON g.id = o.submission_id" \
	"  JOIN data_key k ON k.id = g.key_id WHERE o.share_id = s.id AND o.rev = x.rev AND k.destroyed_ms <= $3)" \
	" ORDER BY x.published_ms, s.number COLLATE \"C\""

#define SQL_HANDED_IN \
	"SELECT g.org_id, MIN(g.first_ms), MAX(g.last_ms), CAST(SUM(g.count) AS BIGINT), g.port, g.lineage_id" \
	" FROM sighting_counted g WHERE g.received_ms >= $1 AND g.received_ms < $2 AND g.direction = 'from'" \
	" GROUP BY g.org_id, g.port, g.lineage_id"

#define SQL_FIRST \
	"SELECT s.number, s.origin, MIN(x.published_ms), v.projection FROM share s JOIN release x ON x.share_id = s.id" \
	" JOIN share_rev v ON v.share_id = s.id AND v.rev = 1 WHERE s.id = $1 AND x.at_ms <= $2" \
	" GROUP BY s.number, s.origin, v.projection"

/* The first share ($1), what supplements it and what was re-shared: answers to any of them concern the same. */
#define SQL_LINE \
	"(WITH RECURSIVE line (id, number) AS (SELECT id, number FROM share WHERE id = $1 UNION SELECT c.id, c.number FROM share c" \
	" JOIN line l ON c.parent_id = l.id) SELECT "

#define SQL_TOLD \
	"SELECT s.received_ms, s.org_id, s.id FROM submission s JOIN hand_in h ON h.id = s.hand_in_id" \
	" JOIN data_key k ON k.id = h.key_id WHERE h.answers_share IN " SQL_LINE "number FROM line)" \
	" AND s.received_ms >= $2 AND s.received_ms < $3" \
	" AND k.made_ms <= $4 AND s.kind = 'sighting' ORDER BY s.received_ms"

#define SQL_AGAIN \
	"SELECT MIN(x.published_ms) AS at_ms FROM share s JOIN release x ON x.share_id = s.id WHERE s.parent_id IN " \
	SQL_LINE "id FROM line) AND x.at_ms <= $2 GROUP BY s.id ORDER BY at_ms"

const char records_sql_probing[] = SQL_RELEASED;

static int by_content(const void *x, const void *y)
{
	const struct probing_row *a = x, *b = y;
	int order = str_cmp(a->first, b->first);

	if (order == 0)
		order = str_cmp(a->last, b->last);
	return order != 0 ? order : str_cmp(a->count, b->count);
}

static void add_row(struct records *r, struct probing_row row)
{
	struct probing *p = &r->probing;

	if (str_to_int(row.count, &row.hits))
		p->exact &= row.hits > 0;
	else
		row.hits = 0;
	p->rows[p->rows_count++] = row;
}

/* The newest share that holds observations from an indicator; its parent is the share it began with. */
static int from_releases(struct records *r, struct str *first_share_r, struct err *e)
{
	struct probing *p = &r->probing;
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_RELEASED, DB_INT(r->period.from_ms), DB_INT(r->period.to_ms),
	        DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	for (size_t i = rows.count; i-- > 0 && p->rows_count == 0;) {
		struct projection share;

		if (projection_read(r->arena, db_text(&rows, i, 0), &share, e) < 0)
			return -1;
		p->rows = ARENA_ARRAY(r->arena, struct probing_row, share.sightings.count + 1);
		p->exact = db_int(&rows, i, 1) == 1;
		for (size_t k = 0; k < share.sightings.count; k++) {
			const struct shown_sighting *s = &share.sightings.list[k];

			if (str_eq(s->direction, STR("from")))
				add_row(r, (struct probing_row){ s->first, s->last, s->count, s->port, 0 });
		}
		*first_share_r = db_text(&rows, i, 2);
	}
	return 0;
}

static struct str month_of(struct records *r, long long ms)
{
	struct civil c = time_civil(ms, r->period.zone);

	return arena_printf(r->arena, "%04d-%02d", c.year, c.month);
}

static int from_hand_ins(struct records *r, struct str *first_share_r, struct err *e)
{
	struct probing *p = &r->probing;
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_HANDED_IN, DB_INT(r->period.from_ms), DB_INT(r->period.to_ms)) < 0)
		return -1;
	p->rows = ARENA_ARRAY(r->arena, struct probing_row, rows.count + 1);
	p->exact = false;
	for (size_t i = 0; i < rows.count; i++) {
		long long n = db_int(&rows, i, 3);

		add_row(r, (struct probing_row){ month_of(r, db_int(&rows, i, 1)), month_of(r, db_int(&rows, i, 2)),
		    n < 10 ? STR("1-9") : n < 100 ? STR("10-99") : n < 1000 ? STR("100-999") : STR("1000+"), db_int(&rows, i, 4), 0 });
		*first_share_r = db_text(&rows, i, 5);
	}
	return 0;
}

static void add_event(struct records *r, long long at_ms, int kind)
{
	*ARENA_PUSH(r->arena, r->probing.events, r->probing.events_count, r->probing.events_room) =
	    (struct probing_event){ .at_ms = at_ms, .kind = kind, .organisations = 1 };
}

static int event_order(const void *x, const void *y)
{
	const struct probing_event *a = x, *b = y;

	return a->at_ms != b->at_ms ? (a->at_ms > b->at_ms) - (a->at_ms < b->at_ms) : (int)a->kind - (int)b->kind;
}

static bool same_day(const struct records *r, long long a, long long b)
{
	struct civil x = time_civil(a, r->period.zone), y = time_civil(b, r->period.zone);

	return x.year == y.year && x.month == y.month && x.day == y.day;
}

/* Organisations that told on one day are one event. */
static void gather_days(struct records *r)
{
	struct probing *p = &r->probing;
	size_t kept = 0;

	if (p->events_count > 0)
		qsort(p->events, p->events_count, sizeof *p->events, event_order);
	for (size_t i = 0; i < p->events_count; i++) {
		if (kept > 0 && p->events[kept - 1].kind == p->events[i].kind && same_day(r, p->events[kept - 1].at_ms, p->events[i].at_ms))
			p->events[kept - 1].organisations++;
		else
			p->events[kept++] = p->events[i];
	}
	p->events_count = kept;
}

/* An editor's choice: one of them by its number, or none. */
static void add_case(struct records *r, struct str case_id)
{
	struct probing *p = &r->probing;
	struct str chosen = choice_get(r, "probing");
	const struct report_case *c = records_case(r, case_id);

	if (c == NULL || (chosen.p != NULL && !str_eq(chosen, c->number)))
		return;
	for (size_t i = 0; i < p->case_count; i++)
		if (str_eq(p->case_ids[i], case_id))
			return;
	*ARENA_PUSH(r->arena, p->case_ids, p->case_count, p->case_room) = case_id;
}

static int read_told(struct records *r, struct str first, struct err *e)
{
	const struct column *now = records_now(r);
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_TOLD, DB_TEXT(first), DB_INT(r->period.from_ms), DB_INT(r->period.to_ms),
	        DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		add_event(r, db_int(&rows, i, 0), PROBING_TOLD);
		for (size_t k = 0; k < now->list.count; k++)
			if (str_eq(now->list.rows[k].id, db_text(&rows, i, 2)) && now->list.rows[k].case_id.n > 0)
				add_case(r, now->list.rows[k].case_id);
	}
	return 0;
}

static int read_events(struct records *r, struct str share_id, struct err *e)
{
	struct db_rows rows;
	struct projection share;

	if (share_id.p == NULL)
		return 0;
	if (share_lineage(r->db, r->arena, share_id, &share_id, e) < 0)
		return -1;
	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_FIRST, DB_TEXT(share_id), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	if (projection_read(r->arena, db_text(&rows, 0, 3), &share, e) < 0)
		return -1;
	r->probing.origin = db_text(&rows, 0, 1);
	r->probing.search = share.search;
	add_event(r, db_int(&rows, 0, 2), PROBING_SHARED);
	if (read_told(r, share_id, e) < 0)
		return -1;
	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_AGAIN, DB_TEXT(share_id), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		if (period_has(&r->period, db_int(&rows, i, 0)))
			add_event(r, db_int(&rows, i, 0), PROBING_SHARED_AGAIN);
	gather_days(r);
	return 0;
}

int records_probing(struct records *r, struct err *e)
{
	struct probing *p = &r->probing;
	struct str share_id = STR_NONE;

	*p = (struct probing){ .search = STR(""), .origin = STR("") };
	if (from_releases(r, &share_id, e) < 0 || (p->rows_count == 0 && from_hand_ins(r, &share_id, e) < 0))
		return -1;
	if (p->rows_count > 0)
		qsort(p->rows, p->rows_count, sizeof *p->rows, by_content);
	return p->rows_count > 0 ? read_events(r, share_id, e) : 0;
}
