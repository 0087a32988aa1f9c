/* counted.c - see counted.h. */
#include "report/counted.h"

#include <stdlib.h>

#include "base/time.h"
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

/* Memberships by organisation, as now known. */
struct counting { struct arena *arena; struct counted_period *p; const struct db_rows *memberships; size_t room; bool rows; };

static void tally(struct counting *n, enum counted_by by, struct str key)
{
	size_t i = 0, count = n->p->by[by].n;
	struct counted_tally *list = n->p->by[by].list;

	key = key.n > 0 ? key : STR("-");
	while (i < count && !str_eq(list[i].key, key))
		i++;
	if (i < count)
		list[i].count++;
	else
		*ARENA_PUSH(n->arena, n->p->by[by].list, n->p->by[by].n, n->p->by[by].room) = (struct counted_tally){ arena_str(n->arena, key), 1 };
}

static void tally_groups(struct counting *n, const struct submission_row *s)
{
	const struct db_rows *m = n->memberships;
	size_t low = 0, high = m->count, found = 0;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (str_cmp(db_text(m, middle, 0), s->org_id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < m->count && str_eq(db_text(m, low, 0), s->org_id); low++)
		if (db_int(m, low, 2) <= s->received_ms && s->received_ms < db_int(m, low, 3)) {
			tally(n, BY_GROUP, db_text(m, low, 1));
			found++;
		}
	if (found == 0)
		tally(n, BY_GROUP, STR("-"));
}

static int count_row(void *ctx, const struct submission_row *s, struct err *e)
{
	struct counting *n = ctx;
	struct counted row = { .receipt = s->receipt, .org_id = s->org_id, .kind = s->kind, .class = s->class, .number = s->number,
		.at_ms = s->received_ms, .outside = s->outside, .targeted = s->targeted, .drill = s->drill };

	(void)e;
	for (int item = 0; item < COUNTED_ITEMS; item++)
		n->p->count[item] += counted_fits((enum counted_item)item, &row);
	if (!row.outside) {
		tally(n, BY_KIND, row.kind);
		tally(n, BY_CLASS, row.class);
		tally_groups(n, s);
	}
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
	struct db_rows memberships;
	struct counting n = { .arena = r->arena, .p = p, .rows = rows, .memberships = &memberships };
	struct column column = { .period = p->period };

	if (DB_QUERY(r->db, r->arena, &memberships, e, "SELECT org_id, sig_id, from_ms, to_ms FROM membership WHERE superseded_ms = $1"
	        " ORDER BY org_id COLLATE \"C\", sig_id COLLATE \"C\"", DB_INT(TIME_FOREVER)) < 0 || records_each(r, &p->period, count_row, &n, e) < 0)
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
