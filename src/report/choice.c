/* choice.c - an editor's choices and the opening figures: both keep what was said before. */
#include "report/choice.h"

#include "base/act.h"
#include "base/text.h"
#include "report/advice.h"
#include "report/report.h"
#include "store/audit.h"

int choice_read(struct records *r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT slot, value FROM report_choice WHERE from_ms = $1 AND to_ms = $2"
	        " AND recorded_ms <= $3 AND superseded_ms > $3 ORDER BY slot COLLATE \"C\"", DB_INT(r->period.from_ms),
	        DB_INT(r->period.to_ms), DB_INT(r->as_recorded_ms)) < 0)
		return -1;
	r->choices = ARENA_ARRAY(r->arena, struct choice, rows.count + 1);
	r->choices_count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		r->choices[i] = (struct choice){ db_text(&rows, i, 0), db_text(&rows, i, 1) };
	return 0;
}

struct str choice_get(struct records *r, const char *slot)
{
	for (size_t i = 0; i < r->choices_count; i++)
		if (str_eq(r->choices[i].slot, str_of(slot)) && r->choices[i].value.n > 0)
			return r->choices[i].value;
	return STR_NONE;
}

struct str choice_appendix(struct records *r, enum lang lang)
{
	struct str own = choice_get(r, lang == LANG_JA ? "appendix.ja" : "appendix.en");

	return own.p != NULL ? own : choice_get(r, "appendix");
}

static bool is_case_slot(struct str slot)
{
	return (str_starts(slot, STR("story.")) && slot.n == 7 && slot.p[6] >= '1' && slot.p[6] < '1' + STORIES) ||
	    str_eq(slot, STR("probing")) || str_eq(slot, STR("phishing")) || str_eq(slot, STR("malware"));
}

static int check_case(struct db *db, struct arena *a, struct str number, struct err *e)
{
	struct db_rows rows;

	if (str_eq(number, STR("none")))
		return 0;
	if (DB_QUERY(db, a, &rows, e, "SELECT id FROM cases WHERE number = $1", DB_TEXT(number)) < 0)
		return -1;
	return rows.count > 0 ? 0 : err_set(e, ERR_UNKNOWN, "there is no case “" STR_FMT "”", STR_ARG(number));
}

static int check_advice(struct str ids, struct err *e)
{
	struct str id;

	while (str_split(&ids, ',', &id))
		if (advice_find(str_trim(id)) == NULL)
			return err_set(e, ERR_UNKNOWN, "there is no advice “" STR_FMT "” in the library", STR_ARG(str_trim(id)));
	return 0;
}

int choice_check(struct db *db, struct arena *a, struct str slot, struct str value, struct err *e)
{
	static const char *const advice[] = { "advice.2", "advice.3.3", "advice.4", "advice.5", "advice.6" };

	if (is_case_slot(slot))
		return value.n > 0 ? check_case(db, a, value, e) : 0;
	for (size_t i = 0; i < sizeof advice / sizeof advice[0]; i++)
		if (str_eq(slot, str_of(advice[i])))
			return check_advice(value, e);
	if (!str_eq(slot, STR("appendix")) && !str_eq(slot, STR("appendix.ja")) && !str_eq(slot, STR("appendix.en")))
		return err_set(e, ERR_USAGE, "the report has no slot “" STR_FMT "” (story.1 to story.5, probing, phishing, malware, appendix, "
		    "appendix.ja, appendix.en, advice.2, advice.3.3, advice.4, advice.5, advice.6)", STR_ARG(slot));
	if (!utf8_valid(value) || str_find_char(value, '\0') >= 0)
		return err_set(e, ERR_INPUT, "the appendix is not text in UTF-8");
	return 0;
}

int choice_list(struct db *db, struct arena *a, struct db_rows *rows_r, struct err *e)
{
	return DB_QUERY(db, a, rows_r, e, "SELECT from_ms, to_ms, slot, value, recorded_ms FROM report_choice"
	    " WHERE superseded_ms = $1 ORDER BY from_ms, to_ms, slot COLLATE \"C\"", DB_INT(TIME_FOREVER));
}

int choice_set(struct db *db, const struct act *by, const struct period *p, struct str slot, struct str value,
    struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "UPDATE report_choice SET superseded_ms = $4 WHERE from_ms = $1 AND to_ms = $2 AND slot = $3"
	        " AND superseded_ms > $4", DB_INT(p->from_ms), DB_INT(p->to_ms), DB_TEXT(slot), DB_INT(by->now_ms)) < 0)
		goto undo;
	if (value.n > 0 && DB_EXEC(db, e, "INSERT INTO report_choice (from_ms, to_ms, slot, value, recorded_ms, superseded_ms)"
	        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (from_ms, to_ms, slot, recorded_ms) DO UPDATE SET"
	        " value = excluded.value, superseded_ms = excluded.superseded_ms", DB_INT(p->from_ms), DB_INT(p->to_ms),
	        DB_TEXT(slot), DB_TEXT(value), DB_INT(by->now_ms), DB_INT(TIME_FOREVER)) < 0)
		goto undo;
	if (audit_add(db, by, "report.chosen", slot, e) < 0)
		goto undo;
	if (db_commit(db, e) == 0)
		return 0;
undo:
	db_rollback(db);
	return -1;
}

bool opening_item_known(struct str item)
{
	static const char *const items[] = { "submissions", "shares", "own", "targeted", "outside" };

	for (size_t i = 0; i < sizeof items / sizeof items[0]; i++)
		if (str_eq(item, str_of(items[i])))
			return true;
	return false;
}

/* An older value is superseded; the same one again changes nothing. */
static int write_opening(struct db *db, const struct act *by, const struct period *p, struct str item, long long value, bool about,
    struct err *e)
{
	if (DB_EXEC(db, e, "UPDATE opening SET superseded_ms = $4 WHERE from_ms = $1 AND to_ms = $2 AND item = $3"
	        " AND superseded_ms > $4", DB_INT(p->from_ms), DB_INT(p->to_ms), DB_TEXT(item), DB_INT(by->now_ms)) < 0 ||
	    DB_EXEC(db, e, "INSERT INTO opening (from_ms, to_ms, item, value, recorded_ms, superseded_ms, by_person)"
	        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (from_ms, to_ms, item, recorded_ms) DO UPDATE SET"
	        " value = excluded.value, superseded_ms = excluded.superseded_ms, by_person = excluded.by_person",
	        DB_INT(p->from_ms), DB_INT(p->to_ms), DB_TEXT(item), DB_INT(value), DB_INT(by->now_ms),
	        DB_INT(TIME_FOREVER), DB_TEXT(by->actor)) < 0)
		return -1;
	if (about && DB_EXEC(db, e, "INSERT INTO opening_about (from_ms, to_ms, item, recorded_ms) VALUES ($1, $2, $3, $4)"
	        " ON CONFLICT DO NOTHING", DB_INT(p->from_ms), DB_INT(p->to_ms), DB_TEXT(item), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add(db, by, "report.opening", item, e);
}

int opening_set(struct db *db, const struct act *by, const struct period *p, struct str item, long long value, bool about,
    struct err *e)
{
	if (!opening_item_known(item))
		return err_set(e, ERR_USAGE, "“" STR_FMT "” has no opening figure: submissions, shares, own, targeted, outside",
		    STR_ARG(item));
	if (value < 0)
		return err_set(e, ERR_USAGE, "an opening figure is not below 0");
	if (db_begin(db, e) < 0)
		return -1;
	if (write_opening(db, by, p, item, value, about, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int opening_list(struct db *db, struct arena *a, struct db_rows *rows_r, struct err *e)
{
	return DB_QUERY(db, a, rows_r, e, "SELECT from_ms, to_ms, item, value, recorded_ms, by_person FROM opening"
	    " WHERE superseded_ms = $1 ORDER BY from_ms, to_ms, item COLLATE \"C\"", DB_INT(TIME_FOREVER));
}
