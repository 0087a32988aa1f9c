/* calendar.c - see calendar.h. */
#include "registry/calendar.h"

#include "base/time.h"
#include "base/tr.h"
#include "registry/holiday_file.h"
#include "registry/word.h"
#include "store/audit.h"

enum { DAYS_MOST = 3660, CLOSE_MOST = 366 };

/* ---- the national list ---- */

static bool next_line(struct str *rest, struct holiday *h_r)
{
	struct str line;

	while (str_split(rest, '\n', &line)) {
		struct holiday h = { .day = str_upto(line, ',') };

		if (h.day.n != strlen("2019-07-15") || !ascii_digit((unsigned char)h.day.p[0]))
			continue;       /* comments, the heading */
		h.name_ja = str_upto(str_after(line, ','), ',');
		h.name_en = str_trim(str_after(str_after(line, ','), ','));
		*h_r = h;
		return true;
	}
	return false;
}

struct str calendar_known_until(void)
{
	struct str rest = holiday_files[0];
	struct holiday h = { 0 };

	while (next_line(&rest, &h))
		;
	return h.day;
}

static bool is_national(struct str day)
{
	char line[16] = "\n";

	memcpy(line + 1, day.p, day.n < 14 ? day.n : 14);
	return str_has(holiday_files[0], (struct str){ line, day.n + 1 });
}

/* ---- days ---- */

static struct str day_of(const struct db *db, char text[TIME_TEXT], long long ms)
{
	return time_date(text, ms, db_zone(db));
}

/* The hub's own days of a stretch, asked for once. */
struct closed {
	struct db_rows rows;
	size_t at;
};

static int closed_load(struct db *db, struct arena *a, struct str from, struct str to, struct closed *c, struct err *e)
{
	c->at = 0;
	return DB_QUERY(db, a, &c->rows, e, "SELECT day FROM hub_holiday WHERE day >= $1 AND day <= $2 ORDER BY day COLLATE \"C\"",
	    DB_TEXT(from), DB_TEXT(to));
}

/* Days are asked for in their order. */
static bool is_open(const struct db *db, struct closed *c, long long ms)
{
	char text[TIME_TEXT];
	struct str day = day_of(db, text, ms);
	int weekday = time_civil(ms, db_zone(db)).weekday;

	while (c->at < c->rows.count && str_cmp(db_text(&c->rows, c->at, 0), day) < 0)
		c->at++;
	return weekday != 0 && weekday != 6 && !is_national(day) &&
	    (c->at == c->rows.count || !str_eq(db_text(&c->rows, c->at, 0), day));
}

int calendar_is_open(struct db *db, struct arena *a, long long ms, struct err *e)
{
	char text[TIME_TEXT];
	struct str day = day_of(db, text, ms);
	struct closed c;

	return closed_load(db, a, day, day, &c, e) < 0 ? -1 : is_open(db, &c, ms);
}

/* The days' beginnings are counted from, so that no step depends on the hour. */
static long long day_begin(const struct db *db, long long ms)
{
	struct civil c = time_civil(ms, db_zone(db));

	c.hour = c.minute = c.second = c.ms = 0;
	return time_of(&c, db_zone(db));
}

int calendar_after(struct db *db, struct arena *a, long long from_ms, int business_days, long long *due_ms_r, struct err *e)
{
	long long day = day_begin(db, from_ms);
	char from[TIME_TEXT], to[TIME_TEXT];
	struct closed c;
	int left = business_days;

	if (closed_load(db, a, day_of(db, from, day), day_of(db, to, day + DAYS_MOST * (long long)MS_DAY), &c, e) < 0)
		return -1;
	for (int i = 0; i <= DAYS_MOST; i++, day += MS_DAY) {
		if (i == 0 && business_days > 0)
			continue;       /* counting begins on the next day */
		if (!is_open(db, &c, day) || --left > 0)
			continue;
		*due_ms_r = day + MS_DAY - MS_SECOND;
		return 0;
	}
	return err_set(e, ERR_INPUT, "%d business days after " STR_FMT " lie too far away; look at the hub's closed days (noroshi holiday list)",
	    business_days, STR_ARG(day_of(db, from, from_ms)));
}

long long calendar_between(struct db *db, struct arena *a, long long from_ms, long long to_ms, struct err *e)
{
	long long day = day_begin(db, from_ms) + MS_DAY, n = 0;
	char from[TIME_TEXT], to[TIME_TEXT];
	struct closed c;

	if (closed_load(db, a, day_of(db, from, day), day_of(db, to, to_ms), &c, e) < 0)
		return -1;
	for (; day <= to_ms; day += MS_DAY)
		n += is_open(db, &c, day);
	return n;
}

int calendar_slot(struct db *db, struct arena *a, long long ms, long long *slot_ms_r, struct err *e)
{
	static const int hours[] = { 10, 13, 16 };
	long long day_end = 0;
	int open = calendar_is_open(db, a, ms, e);

	for (int days = open == 1 ? 0 : 1; open >= 0 && days < 2; days++) {
		if (calendar_after(db, a, ms, days, &day_end, e) < 0)
			return -1;
		for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++) {
			*slot_ms_r = day_end + MS_SECOND - MS_DAY + hours[i] * (long long)MS_HOUR;
			if (*slot_ms_r >= ms)
				return 0;
		}
	}
	return open < 0 ? -1 : 0;       /* the next business day's first slot lies ahead of any instant */
}

int calendar_holidays(struct db *db, struct arena *a, struct str from, struct str to, struct holiday **list_r, size_t *n_r,
    struct err *e)
{
	struct str rest = holiday_files[0];
	struct db_rows rows;
	struct holiday h;
	size_t n = 0, room = 0, at = 0;
	bool more = next_line(&rest, &h);

	*list_r = NULL;
	if (DB_QUERY(db, a, &rows, e, "SELECT day, name_ja, name_en FROM hub_holiday WHERE day >= $1 AND day <= $2 ORDER BY day COLLATE \"C\"",
	        DB_TEXT(from), DB_TEXT(to)) < 0)
		return -1;
	while (more || at < rows.count) {
		bool own = !more || (at < rows.count && str_cmp(db_text(&rows, at, 0), h.day) <= 0);

		if (own) {
			*ARENA_PUSH(a, *list_r, n, room) = (struct holiday){ db_text(&rows, at, 0), db_text(&rows, at, 1), db_text(&rows, at, 2), true };
			at++;
			continue;
		}
		if (str_cmp(h.day, from) >= 0 && str_cmp(h.day, to) <= 0)
			*ARENA_PUSH(a, *list_r, n, room) = h;
		more = next_line(&rest, &h);
	}
	*n_r = n;
	return 0;
}

/* ---- the hub's own ---- */

static int stretch(const struct db *db, struct str from, struct str to, long long *from_r, long long *to_r, struct err *e)
{
	if (time_parse_date(from, db_zone(db), from_r, e) < 0 || time_parse_date(to, db_zone(db), to_r, e) < 0)
		return -1;
	if (*to_r < *from_r)
		return err_set(e, ERR_INPUT, "the last day lies before the first");
	if (*to_r - *from_r > CLOSE_MOST * (long long)MS_DAY)
		return err_set(e, ERR_INPUT, "more than a year at once; give shorter stretches");
	return 0;
}

static int close_day(struct db *db, const struct act *by, struct str day, struct str ja, struct str en, struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO hub_holiday (day, name_ja, name_en, made_by, made_ms) VALUES ($1, $2, $3, $4, $5) "
	    "ON CONFLICT (day) DO UPDATE SET name_ja = excluded.name_ja, name_en = excluded.name_en, made_by = excluded.made_by, "
	    "made_ms = excluded.made_ms", DB_TEXT(day), DB_TEXT(ja), DB_TEXT(en), DB_TEXT(by->actor), DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

long long calendar_close(struct db *db, const struct act *by, struct arena *a, struct str from, struct str to, struct str name_ja,
    struct str name_en, struct err *e)
{
	char text[TIME_TEXT];
	long long day, last, n = 0;

	if (stretch(db, from, to, &day, &last, e) < 0 || word_is_name(name_ja, e) < 0 || word_is_name(name_en, e) < 0 ||
	    db_begin(db, e) < 0)
		return -1;
	for (; day <= last; day += MS_DAY, n++)
		if (close_day(db, by, day_of(db, text, day), name_ja, name_en, e) < 0)
			return audit_end(db, by, -1, "holiday.added", from, e);
	return audit_end(db, by, n, "holiday.added", arena_printf(a, STR_FMT ".." STR_FMT, STR_ARG(from), STR_ARG(to)), e);
}

long long calendar_reopen(struct db *db, const struct act *by, struct arena *a, struct str from, struct str to, struct err *e)
{
	char first[TIME_TEXT], end[TIME_TEXT];
	long long day, last, n;

	if (stretch(db, from, to, &day, &last, e) < 0 || db_begin(db, e) < 0)
		return -1;
	n = DB_EXEC(db, e, "DELETE FROM hub_holiday WHERE day >= $1 AND day <= $2", DB_TEXT(day_of(db, first, day)),
	    DB_TEXT(day_of(db, end, last)));
	if (n == 0)
		n = err_set(e, ERR_UNKNOWN, "the hub has no closed days of its own there%s", is_national(day_of(db, first, day)) ?
		    tr("; a national holiday stands in the law, not in the hub") : "");
	return audit_end(db, by, n, "holiday.removed", arena_printf(a, STR_FMT ".." STR_FMT, STR_ARG(from), STR_ARG(to)), e);
}
