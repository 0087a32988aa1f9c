/* roster.c - see roster.h. */
#include "registry/roster.h"

#include <stdlib.h>

#include "base/time.h"

#define MEMBER_COLUMNS \
	"SELECT m.sig_id, m.org_id, m.from_ms, m.from_precision, m.to_ms, m.to_precision, m.join_reason, m.leave_reason, m.basis," \
	" (SELECT MIN(n.name) FROM org_name n WHERE n.org_id = m.org_id AND n.kind = 'legal' AND n.lang = 'ja' AND n.recorded_ms <= $1" \
	" AND n.superseded_ms > $1)," \
	" (SELECT MIN(n.name) FROM org_name n WHERE n.org_id = m.org_id AND n.kind = 'legal' AND n.lang = 'en' AND n.recorded_ms <= $1" \
	" AND n.superseded_ms > $1)" \
	" FROM membership m WHERE m.recorded_ms <= $1 AND m.superseded_ms > $1"

static struct roster_member member_of(const struct db_rows *r, size_t i)
{
	return (struct roster_member){ .sig_id = db_text(r, i, 0), .org_id = db_text(r, i, 1), .from_ms = db_int(r, i, 2),
		.from_month = str_eq(db_text(r, i, 3), STR("month")), .to_ms = db_int(r, i, 4),
		.to_month = str_eq(db_text(r, i, 5), STR("month")), .join_reason = db_text(r, i, 6), .leave_reason = db_text(r, i, 7),
		.basis = db_text(r, i, 8), .name_ja = db_text(r, i, 9), .name_en = db_text(r, i, 10) };
}

static int str_order(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static long long distinct_orgs(struct arena *a, const struct db_rows *members)
{
	struct str *orgs = ARENA_ARRAY(a, struct str, members->count + 1);
	long long n = 0;

	for (size_t i = 0; i < members->count; i++)
		orgs[i] = db_text(members, i, 1);
	qsort(orgs, members->count, sizeof *orgs, str_order);
	for (size_t i = 0; i < members->count; i++)
		n += i == 0 || !str_eq(orgs[i], orgs[i - 1]);
	return n;
}

/* Members come sorted by SIG: each SIG's stand together. */
static void fill_sigs(struct arena *a, const struct db_rows *sigs, const struct db_rows *members, struct roster_state *r)
{
	struct roster_member *all = ARENA_ARRAY(a, struct roster_member, members->count + 1);

	for (size_t i = 0; i < members->count; i++)
		all[i] = member_of(members, i);
	r->sigs = ARENA_ARRAY(a, struct roster_sig, sigs->count + 1);
	r->sig_count = sigs->count;
	for (size_t s = 0; s < sigs->count; s++) {
		r->sigs[s] = (struct roster_sig){ .id = db_text(sigs, s, 0), .name_ja = db_text(sigs, s, 1), .name_en = db_text(sigs, s, 2) };
		for (size_t i = 0; i < members->count; i++) {
			if (!str_eq(all[i].sig_id, r->sigs[s].id))
				continue;
			if (r->sigs[s].count == 0)
				r->sigs[s].members = &all[i];
			r->sigs[s].count++;
		}
		r->memberships += (long long)r->sigs[s].count;
	}
}

static int read_liaisons(struct db *db, struct arena *a, long long at_ms, long long recorded_ms, struct roster_state *r,
    struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT id, name_ja, name_en, counted_as, counted, reach, reach_approx, from_ms, to_ms FROM liaison "
	    "WHERE from_ms <= $1 AND to_ms > $1 AND recorded_ms <= $2 AND superseded_ms > $2 ORDER BY from_ms, id COLLATE \"C\"",
	    DB_INT(at_ms), DB_INT(recorded_ms)) < 0)
		return -1;
	r->liaisons = ARENA_ARRAY(a, struct liaison_row, rows.count + 1);
	r->liaison_count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		r->liaisons[i] = (struct liaison_row){ .id = db_text(&rows, i, 0), .name_ja = db_text(&rows, i, 1),
			.name_en = db_text(&rows, i, 2), .counted_as = db_text(&rows, i, 3), .counted = db_int(&rows, i, 4),
			.reach = db_int(&rows, i, 5), .reach_approx = db_int(&rows, i, 6) == 1, .from_ms = db_int(&rows, i, 7),
			.to_ms = db_int(&rows, i, 8) };
	return 0;
}

int roster_read(struct db *db, struct arena *a, long long at_ms, long long recorded_ms, struct roster_state *r, struct err *e)
{
	struct db_rows sigs, members;

	*r = (struct roster_state){ 0 };
	if (DB_QUERY(db, a, &sigs, e, "SELECT id, name_ja, name_en FROM sig WHERE from_ms <= $2 AND to_ms > $2 AND recorded_ms <= $1 "
	    "AND superseded_ms > $1 ORDER BY sort, id COLLATE \"C\"", DB_INT(recorded_ms), DB_INT(at_ms)) < 0 ||
	    DB_QUERY(db, a, &members, e, MEMBER_COLUMNS " AND m.from_ms <= $2 AND m.to_ms > $2 ORDER BY m.sig_id COLLATE \"C\", "
	        "m.org_id COLLATE \"C\"", DB_INT(recorded_ms), DB_INT(at_ms)) < 0)
		return -1;
	fill_sigs(a, &sigs, &members, r);
	r->organisations = distinct_orgs(a, &members);
	return read_liaisons(db, a, at_ms, recorded_ms, r, e);
}

static int change_order(const void *x, const void *y)
{
	const struct roster_change *a = x, *b = y;

	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms ? -1 : 1;
	if (!str_eq(a->member.sig_id, b->member.sig_id))
		return str_cmp(a->member.sig_id, b->member.sig_id);
	return str_cmp(a->member.org_id, b->member.org_id);
}

int roster_changes(struct db *db, struct arena *a, long long from_ms, long long to_ms, long long recorded_ms,
    struct roster_change **list_r, size_t *n_r, struct err *e)
{
	struct roster_change *list;
	struct db_rows rows;
	size_t n = 0;

	if (DB_QUERY(db, a, &rows, e, MEMBER_COLUMNS " AND ((m.from_ms >= $2 AND m.from_ms < $3) OR (m.to_ms >= $2 AND m.to_ms < $3))",
	    DB_INT(recorded_ms), DB_INT(from_ms), DB_INT(to_ms)) < 0)
		return -1;
	list = ARENA_ARRAY(a, struct roster_change, 2 * rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		struct roster_member m = member_of(&rows, i);

		if (m.from_ms >= from_ms && m.from_ms < to_ms)
			list[n++] = (struct roster_change){ m, true, m.from_ms };
		if (m.to_ms >= from_ms && m.to_ms < to_ms)
			list[n++] = (struct roster_change){ m, false, m.to_ms };
	}
	qsort(list, n, sizeof *list, change_order);
	*list_r = list;
	*n_r = n;
	return 0;
}
