/* quarter.c - see quarter.h. */
#include "report/quarter.h"

#include <assert.h>
#include <stddef.h>

#include "base/time.h"

/* FEW: rows that are counted in a few milliseconds.  OVER: of a quarter that is over; such hardly changes. */
enum { FEW = 2000, QUARTERS = 5, EACH_MS = MS_MINUTE, OVER_EACH_MS = 10 * MS_MINUTE, FRESH_MS = 5 * MS_MINUTE, OVER_FRESH_MS = 30 * MS_MINUTE, REST = 20, MEMORY = 1 << 30 };

int quarter_count(struct db *db, struct arena *a, const struct period *periods, size_t n, long long now_ms, struct quarter_figures *list, struct err *e)
{
	struct counted_period *counted = ARENA_ARRAY(a, struct counted_period, n);

	if (counted_read(db, a, periods, n, 0, counted, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct period *p = &periods[i];

		list[i] = (struct quarter_figures){ .counted = counted[i], .counted_ms = now_ms };
		if (loop_figures(db, a, p->from_ms, p->to_ms, now_ms, db_zone(db), &list[i].loop, e) < 0 ||
		    standing_talk(db, a, p->from_ms, p->to_ms, now_ms, &list[i].talk, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- as rows: (what, key) -> number ---- */

/* Every figure under its own name, which outlives where it stands. */
struct figure { const char *name; size_t at; };
#define LOOP(field) { #field, offsetof(struct loop_figures, field) }
#define TALK(field) { #field, offsetof(struct standing_talk, field) }
static const struct figure loop_names[] = { LOOP(shares), LOOP(deliveries), LOOP(opened), LOOP(acked), LOOP(answered), LOOP(searched), LOOP(useful_count),
	LOOP(useful_sum), LOOP(sighted), LOOP(to_first_sighting), LOOP(to_reshare), LOOP(to_answer), LOOP(to_release) };
static const struct figure talk_names[] = { TALK(questions), TALK(answered_questions), TALK(late_questions), TALK(to_first_answer), TALK(consultations),
	TALK(answered_consultations), TALK(to_consultation_answer), TALK(to_share), TALK(recipients), TALK(searchers) };
enum { LOOPS = sizeof loop_names / sizeof loop_names[0], TALKS = sizeof talk_names / sizeof talk_names[0], NUMBERS = 2 * COUNTED_ITEMS + LOOPS + TALKS };
static_assert(LOOPS == sizeof(struct loop_figures) / sizeof(long long) && TALKS == sizeof(struct standing_talk) / sizeof(long long), "every figure has a name");

struct number { const char *what, *name; long long *n; };
static const char *const by_names[COUNTED_BY] = { "kind", "class", "group" };

static void numbers_of(struct quarter_figures *q, struct number list[NUMBERS])
{
	size_t n = 0;

	for (int i = 0; i < COUNTED_ITEMS; i++) {
		list[n++] = (struct number){ "count", counted_name((enum counted_item)i), &q->counted.count[i] };
		list[n++] = (struct number){ "entered", counted_name((enum counted_item)i), &q->counted.entered[i] };
	}
	for (size_t i = 0; i < LOOPS; i++)
		list[n++] = (struct number){ "loop", loop_names[i].name, (long long *)((char *)&q->loop + loop_names[i].at) };
	for (size_t i = 0; i < TALKS; i++)
		list[n++] = (struct number){ "talk", talk_names[i].name, (long long *)((char *)&q->talk + talk_names[i].at) };
}

/* Two workers may find it due at once: the newer count stays. */
static int put(struct db *db, const struct quarter_figures *q, const char *what, struct str key, long long n, struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO quarter_kept (from_ms, to_ms, what, item, n, counted_ms) VALUES ($1, $2, $3, $4, $5, $6)"
	    " ON CONFLICT (from_ms, to_ms, what, item) DO UPDATE SET n = excluded.n, counted_ms = excluded.counted_ms"
	    " WHERE excluded.counted_ms >= quarter_kept.counted_ms", DB_INT(q->counted.period.from_ms),
	    DB_INT(q->counted.period.to_ms), DB_TEXT(str_of(what)), DB_TEXT(key), DB_INT(n), DB_INT(q->counted_ms)) < 0 ? -1 : 0;
}

static int put_all(struct db *db, struct quarter_figures *q, struct err *e)
{
	struct number list[NUMBERS];

	numbers_of(q, list);
	for (size_t i = 0; i < NUMBERS; i++)
		if (put(db, q, list[i].what, str_of(list[i].name), *list[i].n, e) < 0)
			return -1;
	for (int by = 0; by < COUNTED_BY; by++)
		for (size_t k = 0; k < q->counted.by[by].n; k++)
			if (put(db, q, by_names[by], q->counted.by[by].list[k].key, q->counted.by[by].list[k].count, e) < 0)
				return -1;
	return 0;
}

/* Whether every figure was there: another version of the program may have kept others. */
static bool take(struct arena *a, const struct db_rows *r, struct quarter_figures *q)
{
	struct number list[NUMBERS];
	size_t found = 0;

	numbers_of(q, list);
	for (size_t i = 0; i < r->count; i++) {
		struct str what = db_text(r, i, 0), key = db_text(r, i, 1);
		long long n = db_int(r, i, 2);

		for (size_t j = 0; j < NUMBERS; j++)
			if (str_eq(what, str_of(list[j].what)) && str_eq(key, str_of(list[j].name)))
				*list[j].n = n, found++;
		for (int by = 0; by < COUNTED_BY; by++)
			if (str_eq(what, str_of(by_names[by])))
				*ARENA_PUSH(a, q->counted.by[by].list, q->counted.by[by].n, q->counted.by[by].room) = (struct counted_tally){ key, n };
	}
	return found == NUMBERS;
}

static int kept(struct db *db, struct arena *a, const struct period *p, long long now_ms, struct quarter_figures *q, bool *found_r, struct err *e)
{
	long long fresh_ms = now_ms - (p->to_ms <= now_ms ? OVER_FRESH_MS : FRESH_MS);
	struct db_rows r;

	*q = (struct quarter_figures){ .counted = { .period = *p } };
	if (DB_QUERY(db, a, &r, e, "SELECT what, item, n, counted_ms FROM quarter_kept WHERE from_ms = $1 AND to_ms = $2"
	        " AND counted_ms = (SELECT MAX(counted_ms) FROM quarter_kept WHERE from_ms = $1 AND to_ms = $2) ORDER BY what COLLATE \"C\", item COLLATE \"C\"",
	        DB_INT(p->from_ms), DB_INT(p->to_ms)) < 0)
		return -1;
	*found_r = r.count > 0 && db_int(&r, 0, 3) >= fresh_ms && db_int(&r, 0, 3) <= now_ms;
	if (!*found_r)
		return 0;
	q->counted_ms = db_int(&r, 0, 3);
	*found_r = take(a, &r, q);
	return 0;
}

int quarter_figures(struct db *db, struct arena *a, const struct period *periods, size_t n, long long now_ms, struct quarter_figures *list, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		bool found;

		if (kept(db, a, &periods[i], now_ms, &list[i], &found, e) < 0)
			return -1;
		if (!found)             /* all at once: what they share is read once */
			return quarter_count(db, a, periods, n, now_ms, list, e);
	}
	return 0;
}

/* ---- the worker's round ---- */

/* The newest in which anything was recorded, and those before: what the pages open at. */
static int newest_quarters(struct db *db, struct arena *a, long long now_ms, struct period *list, struct err *e)
{
	long long ms = now_ms;
	struct civil t;
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT (SELECT MAX(received_ms) FROM submission WHERE received_ms <= $1),"
	        " (SELECT MAX(published_ms) FROM release WHERE published_ms <= $1)", DB_INT(now_ms)) < 0)
		return -1;
	if (db_time(&r, 0, 0) != TIME_NONE || db_time(&r, 0, 1) != TIME_NONE)
		ms = db_time(&r, 0, 0) > db_time(&r, 0, 1) ? db_time(&r, 0, 0) : db_time(&r, 0, 1);
	t = time_civil(ms, db_zone(db));
	for (int i = 0; i < QUARTERS; i++) {
		int first = t.year * 12 + (t.month - 1) / 3 * 3 - 3 * i;

		if (period_preset(PRESET_QUARTER, arena_printf(a, "%04d-%02d", first / 12, first % 12 + 1), db_zone(db), &list[i], e) < 0)
			return -1;
	}
	return 0;
}

static int is_due(struct db *db, struct arena *a, const struct period *p, long long now_ms, bool *due_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT MAX(counted_ms) FROM quarter_kept WHERE from_ms = $1 AND to_ms = $2", DB_INT(p->from_ms), DB_INT(p->to_ms)) < 0)
		return -1;
	*due_r = db_time(&r, 0, 0) == TIME_NONE || now_ms - db_time(&r, 0, 0) >= (p->to_ms <= now_ms ? OVER_EACH_MS : EACH_MS);
	return 0;
}

static int is_many(struct db *db, struct arena *a, const struct period *p, bool *many_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM submission WHERE received_ms >= $1 AND received_ms < $2 LIMIT $3) s)"
	        " + (SELECT COUNT(*) FROM (SELECT 1 FROM delivery WHERE queued_ms >= $1 AND queued_ms < $2 LIMIT $3) d)", DB_INT(p->from_ms), DB_INT(p->to_ms), DB_INT(FEW)) < 0)
		return -1;
	*many_r = db_int(&r, 0, 0) >= FEW;
	return 0;
}

/* The first figure's row is there before and after: who holds it keeps the quarter alone, or two that delete and put would wait for each other.
 * An older count takes nothing of a newer one away. */
static int keep(struct db *db, struct quarter_figures *q, struct err *e)
{
	struct number list[NUMBERS];

	numbers_of(q, list);
	if (db_begin(db, e) < 0)
		return -1;
	if (put(db, q, list[0].what, str_of(list[0].name), *list[0].n, e) == 0 &&
	    DB_EXEC(db, e, "DELETE FROM quarter_kept WHERE from_ms = $1 AND to_ms = $2 AND (what <> $3 OR item <> $4) AND counted_ms <= $5",
	        DB_INT(q->counted.period.from_ms), DB_INT(q->counted.period.to_ms), DB_TEXT(str_of(list[0].what)), DB_TEXT(str_of(list[0].name)),
	        DB_INT(q->counted_ms)) >= 0 &&
	    put_all(db, q, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

static int keep_due(struct db *db, struct arena *a, long long now_ms, struct err *e)
{
	struct period all[QUARTERS], due[QUARTERS];
	struct quarter_figures figures[QUARTERS];
	size_t n = 0;

	if (newest_quarters(db, a, now_ms, all, e) < 0)
		return -1;
	for (int i = 0; i < QUARTERS; i++) {
		bool is, many;

		if (is_due(db, a, &all[i], now_ms, &is, e) < 0 || is_many(db, a, &all[i], &many, e) < 0)
			return -1;
		if (is && many)
			due[n++] = all[i];
	}
	if (n == 0)
		return 0;
	if (quarter_count(db, a, due, n, now_ms, figures, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (keep(db, &figures[i], e) < 0)
			return -1;
	return 0;
}

/* However much there is, most of the worker's time is for reading. */
int quarter_keep(struct db *db, const struct act *by, long long *next_ms, struct err *e)
{
	long long began = time_system_ms(), took;
	struct arena *a;
	int status;

	if (by->now_ms < *next_ms)
		return 0;
	a = arena_new(MEMORY, arena_full_exit);
	status = keep_due(db, a, by->now_ms, e);
	arena_free(a);
	took = (time_system_ms() - began) * REST;
	*next_ms = by->now_ms + (took > EACH_MS ? took : EACH_MS);
	return status;
}
