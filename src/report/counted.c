/* counted.c - see counted.h. */
#include "report/counted.h"

#include <stdlib.h>

#include "report/records.h"

/* Where a row stands, by its id: submissions, and hand-ins that are not split yet. */
struct place { struct str id, receipt, org_id; long long number; };

static int place_order(const void *x, const void *y)
{
	return str_cmp(((const struct place *)x)->id, ((const struct place *)y)->id);
}

#define SQL_PLACES \
	"SELECT s.id, h.receipt, s.number, s.org_id FROM submission s JOIN hand_in h ON h.id = s.hand_in_id" \
	" WHERE s.received_ms >= $1 AND s.received_ms < $2" \
	" UNION ALL SELECT h.id, h.receipt, 0, h.org_id FROM hand_in h WHERE h.received_ms >= $1 AND h.received_ms < $2" \
	"  AND NOT EXISTS (SELECT 1 FROM submission s WHERE s.hand_in_id = h.id)"

static int share_order(const void *x, const void *y)
{
	const struct counted_share *a = x, *b = y;

	return a->at_ms != b->at_ms ? (a->at_ms > b->at_ms) - (a->at_ms < b->at_ms) : str_cmp(a->number, b->number);
}

static const char *const names[] = { "submissions", "targeted", "drills", "outside", "shares", "own" };

const char *counted_name(enum counted_item item) { return names[item]; }

enum counted_item counted_item(struct str name)
{
	enum counted_item i = 0;

	while (i < COUNTED_ITEMS && !str_eq(name, str_of(names[i])))
		i++;
	return i;
}

bool counted_fits(enum counted_item item, const struct counted *row)
{
	switch (item) {
	case COUNTED_SUBMISSIONS: return !row->outside;
	case COUNTED_TARGETED: return !row->outside && row->targeted;
	case COUNTED_DRILLS: return !row->outside && row->drill;
	case COUNTED_OUTSIDE: return row->outside;
	default: return false;
	}
}

long long counted_count(const struct counted_period *p, enum counted_item item)
{
	long long n = 0;

	if (item == COUNTED_SHARES)
		return (long long)p->shares_count;
	for (size_t i = 0; item == COUNTED_OWN && i < p->shares_count; i++)
		n += p->shares[i].own;
	for (size_t i = 0; i < p->rows_count; i++)
		n += counted_fits(item, &p->rows[i]);
	return n;
}

static void read_entered(const struct column *c, struct counted_period *p)
{
	const struct figure *figures[COUNTED_ITEMS] = { &c->submissions, &c->targeted, &c->drills, &c->outside, &c->shares, &c->own };

	for (size_t i = 0; i < COUNTED_ITEMS; i++)
		p->entered[i] = figures[i]->opening ? figures[i]->value : -1;
}

static int read_rows(struct records *r, struct counted_period *p, struct err *e)
{
	struct column column = { .period = p->period };
	struct db_rows rows;
	struct place *places;

	if (records_column(r, &column, false, e) < 0 || DB_QUERY(r->db, r->arena, &rows, e, SQL_PLACES, DB_INT(p->period.from_ms), DB_INT(p->period.to_ms)) < 0)
		return -1;
	read_entered(&column, p);
	places = ARENA_ARRAY(r->arena, struct place, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		places[i] = (struct place){ db_text(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 3), db_int(&rows, i, 2) };
	qsort(places, rows.count, sizeof *places, place_order);
	p->rows = ARENA_ARRAY(r->arena, struct counted, column.list.count + 1);
	for (size_t i = 0; i < column.list.count; i++) {
		const struct submission_row *s = &column.list.rows[i];
		const struct place key = { .id = s->id }, *at = rows.count == 0 ? NULL : bsearch(&key, places, rows.count, sizeof *places, place_order);

		if (at == NULL) /* split between the two questions: the next look finds it */
			continue;
		p->rows[p->rows_count++] = (struct counted){ .receipt = at->receipt, .org_id = at->org_id, .kind = s->kind, .class = s->class, .number = at->number,
			.at_ms = s->received_ms, .outside = s->outside, .targeted = s->targeted, .drill = s->drill };
	}
	return 0;
}

/* One by one: which shares count is told by the report's own question. */
static int read_shares(struct records *r, struct counted_period *p, struct err *e)
{
	struct db_rows ids, rows;

	if (records_shares(r, &p->period, &ids, e) < 0)
		return -1;
	p->shares = ARENA_ARRAY(r->arena, struct counted_share, ids.count + 1);
	for (size_t i = 0; i < ids.count; i++) {
		if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT s.number, s.class, s.tlp, (SELECT MIN(r.published_ms) FROM release r WHERE r.share_id = s.id)"
		    " FROM share s WHERE s.id = $1", DB_TEXT(db_text(&ids, i, 0))) < 0)
			return -1;
		if (rows.count == 1)
			p->shares[p->shares_count++] = (struct counted_share){ db_text(&rows, 0, 0), db_text(&rows, 0, 1), db_text(&rows, 0, 2),
				db_int(&rows, 0, 3), str_eq(db_text(&ids, i, 1), STR("own")) };
	}
	qsort(p->shares, p->shares_count, sizeof *p->shares, share_order);
	return 0;
}

int counted_read(struct db *db, struct arena *a, const struct period *periods, size_t n, struct counted_period *list, struct err *e)
{
	struct records *r = ARENA_NEW(a, struct records);

	r->arena = a;
	r->db = db;
	r->as_recorded_ms = AS_NOW_KNOWN;
	if (records_cases(r, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		list[i] = (struct counted_period){ .period = periods[i] };
		if (read_rows(r, &list[i], e) < 0 || read_shares(r, &list[i], e) < 0)
			return -1;
	}
	return 0;
}
