/* counted.c - see counted.h. */
#include "report/counted.h"

#include <stdlib.h>

#include "report/records.h"

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

static void read_entered(const struct column *c, struct counted_period *p)
{
	const struct figure *figures[COUNTED_ITEMS] = { &c->submissions, &c->targeted, &c->drills, &c->outside, &c->shares, &c->own };

	for (size_t i = 0; i < COUNTED_ITEMS; i++)
		p->entered[i] = figures[i]->opening ? figures[i]->value : -1;
}

struct counting { struct arena *arena; struct counted_period *p; size_t room; bool rows; };

static int count_row(void *ctx, const struct submission_row *s, struct err *e)
{
	struct counting *n = ctx;
	struct counted row = { .receipt = s->receipt, .org_id = s->org_id, .kind = s->kind, .class = s->class, .number = s->number,
		.at_ms = s->received_ms, .outside = s->outside, .targeted = s->targeted, .drill = s->drill };

	(void)e;
	for (int item = 0; item < COUNTED_ITEMS; item++)
		n->p->count[item] += counted_fits((enum counted_item)item, &row);
	if (!n->rows)
		return 0;
	row.receipt = arena_str(n->arena, row.receipt);
	row.org_id = arena_str(n->arena, row.org_id);
	row.kind = arena_str(n->arena, row.kind);
	row.class = arena_str(n->arena, row.class);
	*ARENA_PUSH(n->arena, n->p->rows, n->p->rows_count, n->room) = row;
	return 0;
}

static int read_rows(struct records *r, struct counted_period *p, bool rows, struct err *e)
{
	struct counting n = { .arena = r->arena, .p = p, .rows = rows };
	struct column column = { .period = p->period };

	if (records_each(r, &p->period, count_row, &n, e) < 0)
		return -1;
	column.submissions.records = p->count[COUNTED_SUBMISSIONS];
	column.outside.records = p->count[COUNTED_OUTSIDE];
	column.shares.records = (long long)p->shares_count;
	if (records_openings(r, &column, e) < 0)
		return -1;
	read_entered(&column, p);
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
	p->count[COUNTED_SHARES] = (long long)p->shares_count;
	for (size_t i = 0; i < p->shares_count; i++)
		p->count[COUNTED_OWN] += p->shares[i].own;
	return 0;
}

int counted_read(struct db *db, struct arena *a, const struct period *periods, size_t n, size_t with_rows, struct counted_period *list,
    struct err *e)
{
	struct records *r = ARENA_NEW(a, struct records);

	r->arena = a;
	r->db = db;
	r->as_recorded_ms = AS_NOW_KNOWN;
	if (records_cases(r, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		list[i] = (struct counted_period){ .period = periods[i] };
		if (read_shares(r, &list[i], e) < 0 || read_rows(r, &list[i], i + with_rows >= n, e) < 0)
			return -1;
	}
	return 0;
}
