/* opening_import.c - opening figures from a CSV file: every wrong row is named, then nothing is taken. */
#include <stdarg.h>
#include <stdio.h>

#include "base/act.h"
#include "base/csv.h"
#include "base/text.h"
#include "report/closing.h"

enum { COLUMNS_MOST = 16 };

struct opening_reader {
	struct hub *hub;
	const struct act *by;
	struct arena *arena;
	struct opening_import *result;
	struct buf *problems;
	int zone, row;
	struct str heads[COLUMNS_MOST]; /* from, to, an item; "" for a column that is passed over */
	size_t head_count;
};

static PRINTF_LIKE(3, 4) void problem(struct opening_reader *o, struct str column, const char *fmt, ...)
{
	struct err e;
	va_list args;

	va_start(args, fmt);
	vsnprintf(e.text, sizeof e.text, tr(fmt), args);
	va_end(args);
	buf_printf(o->problems, column.n > 0 ? tr("line %d, column %.*s: %s\n") : tr("line %d%.*s: %s\n"), o->row, STR_ARG(column), e.text);
	o->result->bad++;
}

/* Headings in English as the program prints them, or in Japanese as people write them. */
static struct str head_of(struct str given)
{
	static const struct { const char *ja, *name; } known[] = { { "開始", "from" }, { "期間開始", "from" }, { "終了", "to" }, { "期間終了", "to" },
		{ "情報提供", "submissions" }, { "情報提供件数", "submissions" }, { "情報共有", "shares" }, { "情報共有実施件数", "shares" },
		{ "独自入手", "own" }, { "標的型", "targeted" }, { "標的型攻撃メール", "targeted" }, { "参加組織外", "outside" } };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_eq(given, str_of(known[i].ja)) || str_ieq(given, str_of(known[i].name)))
			return str_of(known[i].name);
	return str_ieq(given, STR("note")) || str_eq(given, STR("備考")) ? STR("") : STR_NONE;
}

static void read_heads(struct opening_reader *o, const struct str *fields, size_t n)
{
	int from = 0, to = 0;

	o->head_count = n < COLUMNS_MOST ? n : COLUMNS_MOST;
	for (size_t i = 0; i < o->head_count; i++) {
		o->heads[i] = head_of(str_trim(fields[i]));
		if (o->heads[i].p == NULL)
			problem(o, str_trim(fields[i]), "there is no such column (from, to, submissions, shares, own, targeted, outside, note)");
		from += str_eq(o->heads[i], STR("from"));
		to += str_eq(o->heads[i], STR("to"));
	}
	if (from != 1 || to != 1)
		problem(o, STR(""), "the heading needs the columns from and to, each once");
}

/* Days, or months: "2013-07" begins with its first day and ends with its last. */
static int read_period(struct opening_reader *o, struct str from, struct str to, struct period *p)
{
	struct period first, last;
	struct err e;

	if (from.n == 7 && to.n == 7) {
		if (period_preset(PRESET_MONTH, from, o->zone, &first, &e) == 0 && period_preset(PRESET_MONTH, to, o->zone, &last, &e) == 0 &&
		    last.to_ms > first.from_ms) {
			*p = period_of(first.from_ms, last.to_ms, o->zone);
			return 0;
		}
	} else if (period_parse(from, to, o->zone, p, &e) == 0) {
		return 0;
	}
	problem(o, STR("from"), "“%.*s” to “%.*s” is no period; write months (2013-07) or days (2013-07-01)", STR_ARG(from), STR_ARG(to));
	return -1;
}

/* 1: a number; 0: not known; -1: neither. */
static int read_figure(struct opening_reader *o, struct str field, long long *value, bool *about)
{
	struct buf digits;

	if (field.n == 0 || str_eq(field, STR("-")))
		return 0;
	*about = str_starts(field, STR("~")) || str_starts(field, STR("約"));
	if (*about)
		field = str_trim(str_from(field, field.p[0] == '~' ? 1 : 3));
	buf_init_arena(&digits, o->arena, 64);
	for (size_t i = 0; i < field.n && i < 40; i++)
		if (field.p[i] != ',')
			buf_char(&digits, field.p[i]);
	return str_to_int(buf_str(&digits), value) && *value >= 0 && *value < 1000000000 ? 1 : -1;
}

/* Is it on record as it is? */
static int is_same(struct opening_reader *o, const struct period *p, struct str item, long long value, bool about, bool *same_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(o->hub->db, o->arena, &rows, e, "SELECT o.value, CASE WHEN a.item IS NULL THEN 0 ELSE 1 END FROM opening o "
	        "LEFT JOIN opening_about a ON a.from_ms = o.from_ms AND a.to_ms = o.to_ms AND a.item = o.item AND a.recorded_ms = o.recorded_ms "
	        "WHERE o.from_ms = $1 AND o.to_ms = $2 AND o.item = $3 AND o.superseded_ms = $4", DB_INT(p->from_ms), DB_INT(p->to_ms),
	        DB_TEXT(item), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	*same_r = rows.count > 0 && db_int(&rows, 0, 0) == value && (db_int(&rows, 0, 1) == 1) == about;
	return 0;
}

static int take_figure(struct opening_reader *o, const struct period *p, struct str item, struct str field, struct err *e)
{
	long long value = 0;
	bool about = false, same = false;
	int got = read_figure(o, field, &value, &about);

	if (got < 0)
		problem(o, item, "“%.*s” is no number; not known is left empty, about is written ~4,980", STR_ARG(field));
	if (got <= 0)
		return 0;
	if (is_same(o, p, item, value, about, &same, e) < 0)
		return -1;
	o->result->figures++;
	o->result->same += same;
	return same ? 0 : opening_set(o->hub->db, o->by, p, item, value, about, e);
}

static int take_row(struct opening_reader *o, const struct str *fields, size_t n, struct err *e)
{
	struct str from = STR(""), to = STR("");
	struct closing closing;
	struct period p;

	if (n != o->head_count) {
		problem(o, STR(""), "it has %zu fields, the heading has %zu", n, o->head_count);
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		from = str_eq(o->heads[i], STR("from")) ? str_trim(fields[i]) : from;
		to = str_eq(o->heads[i], STR("to")) ? str_trim(fields[i]) : to;
	}
	if (read_period(o, from, to, &p) < 0)
		return 0;
	if (closing_find(o->hub->db, o->arena, &p, o->by->now_ms, &closing, e) < 0)
		return -1;
	if (closing.id.p != NULL) {
		problem(o, STR("from"), "this period is closed; its figures stay");
		return 0;
	}
	o->result->rows++;
	for (size_t i = 0; i < n; i++)
		if (opening_item_known(o->heads[i]) && take_figure(o, &p, o->heads[i], str_trim(fields[i]), e) < 0)
			return -1;
	return 0;
}

static int take_rows(struct opening_reader *o, struct csv *c, struct err *e)
{
	struct str *fields;
	size_t n;
	int status = csv_next(c, o->arena, &fields, &n, e);

	if (status == 0)
		return err_set(e, ERR_INPUT, "the file is empty; it needs a heading row and rows");
	o->row = c->row;
	if (status > 0)
		read_heads(o, fields, n);
	if (o->result->bad > 0)
		return status < 0 ? -1 : 0;
	while (status > 0 && (status = csv_next(c, o->arena, &fields, &n, e)) > 0) {
		o->row = c->row;
		if (take_row(o, fields, n, e) < 0)
			return -1;
	}
	return status;
}

int opening_import(struct hub *hub, const struct act *by, struct arena *a, struct str file, bool dry_run,
    struct opening_import *result, struct buf *problems, struct err *e)
{
	struct opening_reader o = { .hub = hub, .by = by, .arena = a, .result = result, .problems = problems,
		.zone = (int)hub->conf.zone_minutes };
	struct csv c = csv_start(file);
	int status;

	*result = (struct opening_import){ 0 };
	if (!utf8_valid(file))
		return err_set(e, ERR_INPUT, "the file is not text in UTF-8");
	if (db_begin(hub->db, e) < 0)
		return -1;
	status = take_rows(&o, &c, e);
	if (status == 0 && result->bad == 0 && !dry_run)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return status;
}
