/* table.c - the merged table, from inside and as it leaves. */
#include "feedback/table.h"

#include <stdlib.h>

#include "approve/approve.h"
#include "base/time.h"
#include "share/lineage.h"
#include "store/audit.h"

int feedback_insider(struct db *db, const struct act *by, struct arena *a, struct err *e)
{
	enum held held;

	if (person_holds(db, a, by->actor, "analyst lead", by->now_ms, &held, e) < 0)
		return -1;
	return held == HELD_YES ? 0 : err_set(e, ERR_DENIED, "who answered what is for analysts of the hub (--as ANALYST)");
}

static int find_line(struct db *db, struct arena *a, struct str number, struct str *share_id, struct str *line, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT id FROM share WHERE number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(number));
	*share_id = db_text(&rows, 0, 0);
	return share_lineage(db, a, *share_id, line, e);
}

/* In the language of the reader where there is one. */
#define SQL_NAME(org) \
	"COALESCE((SELECT MIN(o.name) FROM org_name o WHERE o.org_id = " org " AND o.kind = 'legal' AND o.lang = $2" \
	" AND o.superseded_ms = 9223372036854775807), (SELECT MIN(o.name) FROM org_name o WHERE o.org_id = " org " AND o.kind = 'legal'" \
	" AND o.superseded_ms = 9223372036854775807), '')"
#define SQL_TABLE \
	"SELECT g.org_id, " SQL_NAME("g.org_id") ", h.receipt, x.number, i.type, i.value, g.direction, g.port, g.proto, g.action, g.first_ms," \
	" g.last_ms, g.count, g.heuristic, f.searched_from_ms, f.searched_to_ms, g.received_ms, g.may_merge, g.readable, g.asked_for" \
	" FROM sighting_counted g JOIN indicator i ON i.id = g.indicator_id JOIN submission s ON s.id = g.submission_id" \
	" JOIN hand_in h ON h.id = s.hand_in_id JOIN share x ON x.id = g.share_id" \
	" LEFT JOIN feedback f ON f.submission_id = g.submission_id WHERE g.lineage_id = $1" \
	" ORDER BY i.type, i.value COLLATE \"C\", g.direction, g.port, g.first_ms, g.last_ms, g.count"

static struct table_row row_of(const struct db_rows *r, size_t i)
{
	return (struct table_row){ .org_id = db_text(r, i, 0), .org_name = db_text(r, i, 1), .receipt = db_text(r, i, 2),
		.share_number = db_text(r, i, 3), .s = { .type = db_text(r, i, 4), .value = db_text(r, i, 5), .direction = db_text(r, i, 6),
			.port = db_int(r, i, 7), .proto = db_text(r, i, 8), .action = db_text(r, i, 9), .first_ms = db_int(r, i, 10),
			.last_ms = db_int(r, i, 11), .count = db_int(r, i, 12), .heuristic = db_int(r, i, 13) == 1 },
		.searched = { !db_is_null(r, i, 14), db_time(r, i, 14), db_time(r, i, 15) }, .received_ms = db_int(r, i, 16),
		.may_merge = db_int(r, i, 17) == 1, .readable = db_int(r, i, 18) == 1, .asked_for = db_int(r, i, 19) == 1 };
}

int table_read(struct db *db, const struct act *by, struct arena *a, struct str share, enum lang lang, struct table_row **rows_r,
    size_t *n_r, struct err *e)
{
	struct str share_id, line;
	struct db_rows rows;

	if (feedback_insider(db, by, a, e) < 0 || find_line(db, a, share, &share_id, &line, e) < 0 ||
	    DB_QUERY(db, a, &rows, e, SQL_TABLE, DB_TEXT(line), DB_TEXT(lang == LANG_JA ? STR("ja") : STR("en"))) < 0)
		return -1;
	*rows_r = ARENA_ARRAY(a, struct table_row, rows.count + 1);
	*n_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*rows_r)[i] = row_of(&rows, i);
	return audit_add(db, by, "sighting.table-read", share_id, e);
}

/* ---- totals ---- */

static long long day_of(long long ms, int zone)
{
	long long local = ms + (long long)zone * MS_MINUTE;

	return local >= 0 ? local / MS_DAY : -((-local + MS_DAY - 1) / MS_DAY);
}

long long table_days(long long first_ms, long long last_ms, int zone)
{
	return day_of(last_ms, zone) - day_of(first_ms, zone) + 1;
}

static bool same_key(const struct sighting *x, const struct sighting *y)
{
	return str_eq(x->type, y->type) && str_eq(x->value, y->value) && str_eq(x->direction, y->direction) && x->port == y->port;
}

size_t table_group(const struct table_row *rows, size_t n, size_t at)
{
	size_t end = at;

	while (end < n && same_key(&rows[at].s, &rows[end].s))
		end++;
	return end - at;
}

struct span { long long from, to; };    /* days, both included */

static int span_order(const void *x, const void *y)
{
	const struct span *a = x, *b = y;

	return (a->from > b->from) - (a->from < b->from);
}

/* Gaps between periods are not counted. */
static long long covered(struct span *spans, size_t n)
{
	long long days = 0, end;

	qsort(spans, n, sizeof *spans, span_order);
	end = spans[0].from - 1;
	for (size_t i = 0; i < n; i++) {
		long long from = spans[i].from > end ? spans[i].from : end + 1;

		if (spans[i].to < from)
			continue;
		days += spans[i].to - from + 1;
		end = spans[i].to;
	}
	return days;
}

struct table_totals table_total(struct arena *a, const struct table_row *rows, size_t n, int zone)
{
	struct span *spans = ARENA_ARRAY(a, struct span, n + 1);
	struct table_totals t = { .organisations = (long long)n, .union_from_ms = rows[0].s.first_ms, .union_to_ms = rows[0].s.last_ms,
		.common_from_ms = rows[0].s.first_ms, .common_to_ms = rows[0].s.last_ms };

	for (size_t i = 0; i < n; i++) {
		const struct sighting *s = &rows[i].s;

		t.count += s->count;
		spans[i] = (struct span){ day_of(s->first_ms, zone), day_of(s->last_ms, zone) };
		t.union_from_ms = s->first_ms < t.union_from_ms ? s->first_ms : t.union_from_ms;
		t.union_to_ms = s->last_ms > t.union_to_ms ? s->last_ms : t.union_to_ms;
		t.common_from_ms = s->first_ms > t.common_from_ms ? s->first_ms : t.common_from_ms;
		t.common_to_ms = s->last_ms < t.common_to_ms ? s->last_ms : t.common_to_ms;
	}
	t.union_days = covered(spans, n);
	t.common_days = table_days(t.common_from_ms, t.common_to_ms, zone);
	if (t.common_days < 0)
		t.common_days = 0;
	return t;
}

/* ---- outward ---- */

#define SQL_OUTWARD \
	"WITH RECURSIVE line (id) AS (SELECT id FROM share WHERE id = $1 UNION SELECT s.id FROM share s JOIN line l ON s.parent_id = l.id)" \
	" SELECT s.number, s.state, r.projection FROM line l JOIN share s ON s.id = l.id JOIN share_rev r ON r.share_id = s.id" \
	" AND r.rev = s.rev WHERE s.id <> $1 ORDER BY s.made_ms DESC, s.id"

int table_outward(struct db *db, struct arena *a, struct str share, struct outward *o, struct err *e)
{
	struct str share_id, line;
	struct db_rows rows;

	*o = (struct outward){ .number = STR_NONE };
	if (find_line(db, a, share, &share_id, &line, e) < 0 || DB_QUERY(db, a, &rows, e, SQL_OUTWARD, DB_TEXT(line)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		if (projection_read(a, db_text(&rows, i, 2), &o->shown, e) < 0)
			return -1;
		if (o->shown.sightings.count == 0)
			continue;
		o->number = db_text(&rows, i, 0);
		o->state = db_text(&rows, i, 1);
		return 0;
	}
	return 0;
}

/* ---- hand-ins ---- */

#define SQL_HAND_INS \
	"SELECT s.id, h.receipt, s.org_id, " SQL_NAME("s.org_id") ", h.answers_share, s.examined, s.examined_reason, s.state, s.number," \
	" s.received_ms, (SELECT COUNT(*) FROM sighting g WHERE g.submission_id = s.id)," \
	" (SELECT COUNT(*) FROM sighting_counted g WHERE g.submission_id = s.id)" \
	" FROM submission s JOIN hand_in h ON h.id = s.hand_in_id LEFT JOIN share x ON x.number = h.answers_share" \
	" WHERE s.kind = 'sighting' AND ($1 = '' OR x.id IN (WITH RECURSIVE line (id) AS (SELECT id FROM share WHERE id = $1" \
	" UNION SELECT c.id FROM share c JOIN line l ON c.parent_id = l.id) SELECT id FROM line))" \
	" AND s.received_ms >= $3 AND (s.received_ms > $3 OR h.receipt COLLATE \"C\" > $4 OR (h.receipt = $4 AND s.number > $5))" \
	" ORDER BY s.received_ms, h.receipt COLLATE \"C\", s.number LIMIT $6"

static int hand_ins(struct db *db, struct arena *a, struct str line, enum lang lang, const struct submission_after *after, long long limit,
    struct sighting_hand_in **list, size_t *n, struct err *e)
{
	static const struct submission_after first = { 0, 0, { "", 0 } };
	struct db_rows r;

	after = after != NULL ? after : &first;
	if (DB_QUERY(db, a, &r, e, SQL_HAND_INS, DB_TEXT(line), DB_TEXT(lang == LANG_JA ? STR("ja") : STR("en")), DB_INT(after->received_ms),
	    DB_TEXT(after->receipt), DB_INT(after->number), DB_INT(limit)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct sighting_hand_in, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct sighting_hand_in){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3),
			db_text(&r, i, 4), db_text(&r, i, 5), db_text(&r, i, 6), db_text(&r, i, 7), db_int(&r, i, 8), db_int(&r, i, 9),
			db_int(&r, i, 10), db_int(&r, i, 11) };
	return 0;
}

int sighting_hand_in_page(struct db *db, const struct act *by, struct arena *a, enum lang lang, const struct submission_after *after, long long limit,
    struct sighting_hand_in **list, size_t *n, struct err *e)
{
	return feedback_insider(db, by, a, e) < 0 ? -1 : hand_ins(db, a, STR(""), lang, after, limit, list, n, e);
}

int sighting_hand_ins_read(struct db *db, const struct act *by, struct err *e)
{
	return audit_add(db, by, "sighting.list-read", STR(""), e);
}

int sighting_hand_ins(struct db *db, const struct act *by, struct arena *a, struct str share, enum lang lang,
    struct sighting_hand_in **list, size_t *n, struct err *e)
{
	struct str share_id = STR(""), line = STR("");

	if (feedback_insider(db, by, a, e) < 0 || (share.p != NULL && find_line(db, a, share, &share_id, &line, e) < 0) ||
	    hand_ins(db, a, line, lang, NULL, TIME_FOREVER, list, n, e) < 0)
		return -1;
	return audit_add(db, by, "sighting.list-read", share_id, e);
}
