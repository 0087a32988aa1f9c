/* loop.c - lags, from the stamps that every step leaves. */
#include "feedback/loop.h"

#include <stdlib.h>

#include "base/time.h"
#include "feedback/table.h"
#include "share/lineage.h"

/* Days between, not both ends included. */
static long long days_between(long long from_ms, long long to_ms, int zone)
{
	return table_days(from_ms, to_ms, zone) - 1;
}

/* First releases of a line, and the first hand-in of each organisation and share that brought rows. */
#define SQL_LINE \
	"WITH RECURSIVE line (id) AS (SELECT id FROM share WHERE id = $1 UNION SELECT c.id FROM share c JOIN line l ON c.parent_id = l.id)" \
	" SELECT 0, s.number, '', MIN(r.published_ms) AS at_ms FROM line l JOIN share s ON s.id = l.id JOIN release r ON r.share_id = s.id" \
	"  GROUP BY s.id, s.number" \
	" UNION ALL SELECT 1, h.receipt, u.org_id, u.received_ms AS at_ms FROM submission u JOIN hand_in h ON h.id = u.hand_in_id" \
	"  WHERE u.state <> 'withdrawn' AND u.id IN (SELECT g.submission_id FROM sighting g WHERE g.lineage_id = $1)" \
	" ORDER BY 4, 1, 2"

static void measure(struct loop_step *list, size_t n, int zone)
{
	long long last_share = TIME_NONE, untaken = TIME_NONE;

	for (size_t i = 0; i < n; i++) {
		struct loop_step *s = &list[i];

		if (s->kind == LOOP_SIGHTING) {
			s->days = last_share == TIME_NONE ? -1 : days_between(last_share, s->at_ms, zone);
			untaken = untaken == TIME_NONE ? s->at_ms : untaken;
			continue;
		}
		s->kind = last_share == TIME_NONE ? LOOP_SHARE : LOOP_RESHARE;
		s->days = s->kind == LOOP_SHARE ? 0 : untaken == TIME_NONE ? -1 : days_between(untaken, s->at_ms, zone);
		last_share = s->at_ms;
		untaken = TIME_NONE;
	}
}

static int read_line(struct db *db, struct arena *a, struct str line, int zone, struct loop_step **list, size_t *n, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_LINE, DB_TEXT(line)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct loop_step, rows.count + 1);
	*n = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list)[i] = (struct loop_step){ .kind = db_int(&rows, i, 0) == 1 ? LOOP_SIGHTING : LOOP_SHARE, .number = db_text(&rows, i, 1),
			.org_id = db_text(&rows, i, 2), .at_ms = db_int(&rows, i, 3) };
	measure(*list, *n, zone);
	return 0;
}

int loop_of(struct db *db, struct arena *a, struct str number, int zone, struct loop_step **list, size_t *n, struct err *e)
{
	struct db_rows rows;
	struct str line;

	if (DB_QUERY(db, a, &rows, e, "SELECT id FROM share WHERE number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(number));
	if (share_lineage(db, a, db_text(&rows, 0, 0), &line, e) < 0)
		return -1;
	return read_line(db, a, line, zone, list, n, e);
}

/* ---- a period ---- */

struct numbers { long long *list; size_t count, room; };

static void number_add(struct arena *a, struct numbers *n, long long value)
{
	if (value >= 0)
		*ARENA_PUSH(a, n->list, n->count, n->room) = value;
}

static int number_order(const void *x, const void *y)
{
	long long a = *(const long long *)x, b = *(const long long *)y;

	return (a > b) - (a < b);
}

/* The lower of the two in the middle. */
static long long median(struct numbers *n)
{
	if (n->count == 0)
		return -1;
	qsort(n->list, n->count, sizeof *n->list, number_order);
	return n->list[(n->count - 1) / 2];
}

#define SQL_PERIOD \
	"SELECT f.id, f.parent_id, f.origin, f.at_ms, (SELECT MAX(u.received_ms) FROM share_source c JOIN submission u" \
	"  ON u.id = c.submission_id WHERE c.share_id = f.id AND u.received_ms <= f.at_ms), f.number" \
	" FROM (SELECT s.id AS id, s.number AS number, s.parent_id AS parent_id, s.origin AS origin, MIN(r.published_ms) AS at_ms FROM share s" \
	"  JOIN release r ON r.share_id = s.id WHERE s.id IN (SELECT n.share_id FROM release n WHERE n.published_ms >= $1 AND n.published_ms < $2)" \
	"  GROUP BY s.id, s.number, s.parent_id, s.origin) f WHERE f.at_ms >= $1 AND f.at_ms < $2 ORDER BY f.at_ms, f.id"
/* One line per organisation, however many versions it got. */
#define SQL_DELIVERED \
	"SELECT d.org_id, MAX(CASE WHEN d.opened_ms <= $2 THEN 1 ELSE 0 END), MAX(CASE WHEN d.acked_ms <= $2 THEN 1 ELSE 0 END)" \
	" FROM delivery d WHERE d.share_id = $1 GROUP BY d.org_id"
#define SQL_ANSWERED \
	"SELECT f.org_id, MIN(f.at_ms), MAX(CASE WHEN f.searched_from_ms IS NOT NULL AND f.answer IN ('no-hit', 'hit', 'partly') THEN 1 ELSE 0 END)," \
	" COALESCE((SELECT u.useful FROM feedback u WHERE u.share_id = $1 AND u.org_id = f.org_id AND u.useful IS NOT NULL AND u.at_ms <= $2" \
	"  ORDER BY u.at_ms DESC, u.id DESC LIMIT 1), 0)" \
	" FROM feedback f WHERE f.share_id = $1 AND f.at_ms <= $2 GROUP BY f.org_id"

struct figuring {
	struct db *db;
	struct arena *arena;
	long long now_ms;
	int zone;
	struct loop_figures *f;
	struct numbers first, reshare, answer, release;
};

struct deliveries { struct loop_delivery *list; size_t count, room; };

/* The row of an organisation among those of the share, which begin at `first`. */
static struct loop_delivery *row_of(struct arena *a, struct deliveries *all, size_t first, const struct loop_delivery *blank, struct str org)
{
	for (size_t i = first; i < all->count; i++)
		if (str_eq(all->list[i].org_id, org))
			return &all->list[i];
	*ARENA_PUSH(a, all->list, all->count, all->room) = *blank;
	all->list[all->count - 1].org_id = org;
	return &all->list[all->count - 1];
}

static int read_deliveries(struct db *db, struct arena *a, struct str share_id, struct str number, long long at_ms, long long now_ms,
    struct deliveries *all, struct err *e)
{
	const struct loop_delivery blank = { .share = number, .released_ms = at_ms, .answered_ms = TIME_NONE };
	size_t first = all->count;
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_DELIVERED, DB_TEXT(share_id), DB_INT(now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct loop_delivery *d = row_of(a, all, first, &blank, db_text(&rows, i, 0));

		d->delivered = true;
		d->opened = db_int(&rows, i, 1) == 1;
		d->acked = db_int(&rows, i, 2) == 1;
	}
	if (DB_QUERY(db, a, &rows, e, SQL_ANSWERED, DB_TEXT(share_id), DB_INT(now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct loop_delivery *d = row_of(a, all, first, &blank, db_text(&rows, i, 0));

		d->answered_ms = db_int(&rows, i, 1);
		d->searched = db_int(&rows, i, 2) == 1;
		d->useful = db_int(&rows, i, 3);
	}
	return 0;
}

int loop_deliveries(struct db *db, struct arena *a, long long from_ms, long long to_ms, long long now_ms, struct loop_delivery **list,
    size_t *n, struct err *e)
{
	struct deliveries all = { 0 };
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_PERIOD, DB_INT(from_ms), DB_INT(to_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		if (read_deliveries(db, a, db_text(&rows, i, 0), db_text(&rows, i, 5), db_int(&rows, i, 3), now_ms, &all, e) < 0)
			return -1;
	*list = all.list;
	*n = all.count;
	return 0;
}

static int add_deliveries(struct figuring *g, struct str share_id, long long at_ms, struct err *e)
{
	struct loop_figures *f = g->f;
	struct deliveries all = { 0 };

	if (read_deliveries(g->db, g->arena, share_id, STR(""), at_ms, g->now_ms, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		const struct loop_delivery *d = &all.list[i];

		f->deliveries += d->delivered;
		f->opened += d->opened;
		f->acked += d->acked;
		f->searched += d->searched;
		f->useful_count += d->useful > 0;
		f->useful_sum += d->useful;
		if (d->answered_ms == TIME_NONE)
			continue;
		f->answered++;
		number_add(g->arena, &g->answer, days_between(at_ms, d->answered_ms, g->zone));
	}
	return 0;
}

/* Of a line, told with its first share: its steps up to now. */
static int add_line(struct figuring *g, struct str first_id, struct err *e)
{
	struct loop_step *list;
	bool seen = false;
	size_t n;

	if (read_line(g->db, g->arena, first_id, g->zone, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n && list[i].at_ms <= g->now_ms; i++) {
		if (list[i].kind == LOOP_SIGHTING && !seen)
			number_add(g->arena, &g->first, list[i].days);
		if (list[i].kind == LOOP_RESHARE)
			number_add(g->arena, &g->reshare, list[i].days);
		seen |= list[i].kind == LOOP_SIGHTING;
	}
	g->f->sighted += seen;
	return 0;
}

int loop_figures(struct db *db, struct arena *a, long long from_ms, long long to_ms, long long now_ms, int zone,
    struct loop_figures *f, struct err *e)
{
	struct figuring g = { .db = db, .arena = a, .now_ms = now_ms, .zone = zone, .f = f };
	struct db_rows rows;

	*f = (struct loop_figures){ 0 };
	if (DB_QUERY(db, a, &rows, e, SQL_PERIOD, DB_INT(from_ms), DB_INT(to_ms)) < 0)
		return -1;
	f->shares = (long long)rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		struct str id = db_text(&rows, i, 0);
		long long at = db_int(&rows, i, 3);

		if (add_deliveries(&g, id, at, e) < 0 || (db_is_null(&rows, i, 1) && add_line(&g, id, e) < 0))
			return -1;
		if (!db_is_null(&rows, i, 4))
			number_add(a, &g.release, days_between(db_time(&rows, i, 4), at, zone));
	}
	f->to_first_sighting = median(&g.first);
	f->to_reshare = median(&g.reshare);
	f->to_answer = median(&g.answer);
	f->to_release = median(&g.release);
	return 0;
}
