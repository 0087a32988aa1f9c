/* records_roster.c - who belongs to which SIG at the end of each column, and what changed.
 *
 * Sizes are memberships (延べ), one per organisation and SIG; distinct organisations are counted
 * beside.  All rows that hold as recorded are read once, the rest is arithmetic. */
#include <stdlib.h>

#include "report/records.h"

#define SQL_MEMBERSHIPS \
	"SELECT sig_id, org_id, from_ms, from_precision, to_ms, to_precision, join_reason, leave_reason" \
	" FROM membership WHERE recorded_ms <= $1 AND superseded_ms > $1"

const char records_sql_roster[] = SQL_MEMBERSHIPS;

struct member {
	struct str sig, org, join_reason, leave_reason;
	long long from_ms, to_ms;
	bool from_month, to_month;
};

struct members {
	struct member *rows;
	size_t count;
};

static int read_members(struct records *r, struct members *m, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, SQL_MEMBERSHIPS, DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	m->rows = ARENA_ARRAY(r->arena, struct member, rows.count + 1);
	m->count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		m->rows[i] = (struct member){ .sig = db_text(&rows, i, 0), .org = db_text(&rows, i, 1),
			.from_ms = db_int(&rows, i, 2), .from_month = str_eq(db_text(&rows, i, 3), STR("month")),
			.to_ms = db_int(&rows, i, 4), .to_month = str_eq(db_text(&rows, i, 5), STR("month")),
			.join_reason = db_text(&rows, i, 6), .leave_reason = db_text(&rows, i, 7) };
	return 0;
}

static bool belongs(const struct member *m, long long at_ms)
{
	return m->from_ms <= at_ms && m->to_ms > at_ms;
}

static long long size_at(const struct members *m, struct str sig, long long at_ms)
{
	long long n = 0;

	for (size_t i = 0; i < m->count; i++)
		n += str_eq(m->rows[i].sig, sig) && belongs(&m->rows[i], at_ms);
	return n;
}

static int str_order(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static long long distinct_at(struct arena *a, const struct members *m, long long at_ms)
{
	struct str *orgs = ARENA_ARRAY(a, struct str, m->count + 1);
	size_t n = 0;
	long long distinct = 0;

	for (size_t i = 0; i < m->count; i++)
		if (belongs(&m->rows[i], at_ms))
			orgs[n++] = m->rows[i].org;
	qsort(orgs, n, sizeof *orgs, str_order);
	for (size_t i = 0; i < n; i++)
		distinct += i == 0 || !str_eq(orgs[i], orgs[i - 1]);
	return distinct;
}

static int read_at(struct records *r, const struct members *m, int column, struct err *e)
{
	struct roster_at *at = &r->roster.at[column];
	const struct period *p = &r->column[column].period;
	long long end_ms = p->to_ms - 1;
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT id, name_ja, name_en FROM sig WHERE from_ms <= $1 AND to_ms > $1"
	        " AND recorded_ms <= $2 AND superseded_ms > $2 ORDER BY sort, id COLLATE \"C\"", DB_INT(end_ms),
	        DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	at->sigs = ARENA_ARRAY(r->arena, struct sig_row, rows.count + 1);
	at->sigs_count = rows.count;
	for (size_t i = 0; i < rows.count; i++) {
		struct str id = db_text(&rows, i, 0);

		at->sigs[i] = (struct sig_row){ .id = id, .name_ja = db_text(&rows, i, 1), .name_en = db_text(&rows, i, 2),
			.size = size_at(m, id, end_ms) };
		at->sigs[i].change = at->sigs[i].size - size_at(m, id, p->from_ms - 1);
		at->memberships += at->sigs[i].size;
	}
	at->organisations = distinct_at(r->arena, m, end_ms);
	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT COUNT(*) FROM liaison WHERE from_ms <= $1 AND to_ms > $1"
	        " AND recorded_ms <= $2 AND superseded_ms > $2", DB_INT(end_ms), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	at->liaisons = db_int(&rows, 0, 0);
	return 0;
}

static int read_liaisons(struct records *r, struct err *e)
{
	struct roster *roster = &r->roster;
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT id, name_ja, name_en, counted_as, counted, reach, reach_approx"
	        " FROM liaison WHERE from_ms <= $1 AND to_ms > $1 AND recorded_ms <= $2 AND superseded_ms > $2"
	        " ORDER BY from_ms, id COLLATE \"C\"", DB_INT(r->period.to_ms - 1), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	roster->liaisons = ARENA_ARRAY(r->arena, struct liaison_row, rows.count + 1);
	roster->liaisons_count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		roster->liaisons[i] = (struct liaison_row){ .id = db_text(&rows, i, 0), .name_ja = db_text(&rows, i, 1),
			.name_en = db_text(&rows, i, 2), .counted_as = db_text(&rows, i, 3), .counted = db_int(&rows, i, 4),
			.reach = db_int(&rows, i, 5), .approx = db_int(&rows, i, 6) == 1 };
	return 0;
}

/* One line per SIG, month (or day) and reason. */
static struct roster_change *change_of(struct records *r, struct str sig, long long at_ms, bool month_only,
    struct str reason)
{
	struct roster *roster = &r->roster;
	struct roster_change *c;
	struct civil day = time_civil(at_ms, r->period.zone);

	if (month_only) {
		day.day = 1;
		day.hour = day.minute = day.second = day.ms = 0;
		at_ms = time_of(&day, r->period.zone);
	}
	for (size_t i = 0; i < roster->changes_count; i++) {
		c = &roster->changes[i];
		if (str_eq(c->sig_id, sig) && c->at_ms == at_ms && str_eq(c->reason, reason))
			return c;
	}
	c = ARENA_PUSH(r->arena, roster->changes, roster->changes_count, roster->changes_room);
	*c = (struct roster_change){ .sig_id = sig, .at_ms = at_ms, .month_only = month_only, .reason = reason };
	return c;
}

static int change_order(const void *x, const void *y)
{
	const struct roster_change *a = x, *b = y;

	return a->at_ms != b->at_ms ? (a->at_ms > b->at_ms) - (a->at_ms < b->at_ms) : str_cmp(a->sig_id, b->sig_id);
}

static void find_changes(struct records *r, const struct members *m)
{
	struct roster *roster = &r->roster;

	for (size_t i = 0; i < m->count; i++) {
		const struct member *row = &m->rows[i];

		if (period_has(&r->period, row->from_ms) && !str_eq(row->join_reason, STR("founding")))
			change_of(r, row->sig, row->from_ms, row->from_month, row->join_reason)->joined++;
		if (period_has(&r->period, row->to_ms))
			change_of(r, row->sig, row->to_ms, row->to_month, row->leave_reason)->left++;
	}
	if (roster->changes_count > 0)
		qsort(roster->changes, roster->changes_count, sizeof *roster->changes, change_order);
	/* Running sizes: several lines of one SIG follow one another. */
	for (size_t i = 0; i < roster->changes_count; i++) {
		struct roster_change *c = &roster->changes[i];

		c->before = size_at(m, c->sig_id, r->period.from_ms - 1);
		for (size_t k = 0; k < i; k++)
			if (str_eq(roster->changes[k].sig_id, c->sig_id))
				c->before = roster->changes[k].after;
		c->after = c->before + c->joined - c->left;
	}
}

int records_roster(struct records *r, struct err *e)
{
	struct members m;

	if (read_members(r, &m, e) < 0 || read_liaisons(r, e) < 0)
		return -1;
	for (int i = COLUMNS - r->columns; i < COLUMNS; i++)
		if (read_at(r, &m, i, e) < 0)
			return -1;
	find_changes(r, &m);
	return 0;
}
