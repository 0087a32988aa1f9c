/* report_enter.c - noroshi report opening|choose|choices: what people enter for a period's report. */
#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/out.h"
#include "cli/report.h"
#include "registry/lookup.h"

enum { APPENDIX_MOST = 256 << 10, OPENINGS_MOST = 8 << 20 };

static int staff_only(struct hub *hub, struct arena *a, const struct report_options *o, long long now_ms, struct err *e)
{
	bool staff;

	if (cli_known_person(hub, a, o->as, now_ms, e) < 0 || person_has_role(hub->db, a, o->as, "analyst lead admin", now_ms, &staff, e) < 0)
		return -1;
	return staff ? 0 : err_set(e, ERR_DENIED, "only the hub's staff (analyst, lead, admin) enters what a report is made of");
}

static int opening(struct arena *a, struct hub *hub, const struct report_options *o, const struct act *by, struct err *e)
{
	struct report_order order;
	struct str label;
	long long value;

	if (staff_only(hub, a, o, by->now_ms, e) < 0 || report_order_of(o, hub, by->now_ms, &order, e) < 0)
		return -1;
	if (o->item.p == NULL || o->value.p == NULL)
		return err_set(e, ERR_USAGE, "opening set takes --item submissions|shares|own|targeted|outside and --value NUMBER");
	if (!str_to_int(o->value, &value))
		return err_set(e, ERR_USAGE, "--value is a whole number, not “" STR_FMT "”", STR_ARG(o->value));
	if (opening_set(hub->db, by, &order.period, o->item, value, o->about, e) < 0)
		return -1;
	label = period_label(a, &order.period, tr_lang());
	printf(tr("%.*s, %.*s: %lld\n"), STR_ARG(label), STR_ARG(o->item), value);
	return 0;
}

static int import(struct arena *a, struct hub *hub, const struct report_options *o, struct str path, const struct act *by, struct err *e)
{
	struct opening_import done;
	struct buf problems;
	struct str file;
	int status;

	if (staff_only(hub, a, o, by->now_ms, e) < 0 || file_read(a, arena_cstr(a, path), OPENINGS_MOST, &file, e) < 0)
		return -1;
	buf_init(&problems, 16 << 20);
	status = opening_import(hub, by, a, file, o->dry_run, &done, &problems, e);
	fputs(problems.n > 0 ? problems.p : "", stderr);
	buf_fini(&problems);
	if (status < 0)
		return -1;
	printf(TR_N("%lld {period|periods}, %lld {figure|figures}, %lld of them on record already\n", done.rows, done.figures), done.rows, done.figures, done.same);
	if (done.bad > 0)
		return err_set(e, o->dry_run ? ERR_INPUT : ERR_IO, TR_N("%lld {row or field is|rows or fields are} wrong, so nothing was taken", done.bad), done.bad);
	if (o->dry_run)
		fputs(tr("a dry run: nothing was taken\n"), stdout);
	return 0;
}

/* The appendix may be a file: its text is kept, so that the report does not change with the file. */
static int choose(struct arena *a, struct hub *hub, const struct report_options *o, const struct act *by, struct err *e)
{
	struct report_order order;
	struct str value = o->value, label;

	if (staff_only(hub, a, o, by->now_ms, e) < 0 || report_order_of(o, hub, by->now_ms, &order, e) < 0)
		return -1;
	if (o->slot.p == NULL || (o->value.p == NULL) == (o->file.p == NULL))
		return err_set(e, ERR_USAGE, "choose takes --slot NAME, and --value or (for the appendix) --file FILE");
	if (o->file.p != NULL && file_read(a, arena_cstr(a, o->file), APPENDIX_MOST, &value, e) < 0)
		return -1;
	if (choice_check(hub->db, a, o->slot, value, e) < 0 || choice_set(hub->db, by, &order.period, o->slot, value, e) < 0)
		return -1;
	label = period_label(a, &order.period, tr_lang());
	printf(tr("%.*s, %.*s: chosen\n"), STR_ARG(label), STR_ARG(o->slot));
	return 0;
}

/* One row: period, what, value. */
static int print_row(struct arena *a, const struct report_options *o, const struct db_rows *rows, size_t i, int zone, bool number,
    struct err *e)
{
	char first[TIME_TEXT], last[TIME_TEXT];
	struct str from = time_date(first, db_int(rows, i, 0), zone), to = time_date(last, db_int(rows, i, 1) - 1, zone);
	struct str what = db_text(rows, i, 2), value = number ? STR("") : db_text(rows, i, 3);
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 20);
	if (!o->json) {
		if (number)
			buf_printf(&out, STR_FMT "  " STR_FMT "  %-12.*s %lld\n", STR_ARG(from), STR_ARG(to), STR_ARG(what), db_int(rows, i, 3));
		else
			buf_printf(&out, STR_FMT "  " STR_FMT "  %-12.*s %.*s\n", STR_ARG(from), STR_ARG(to), STR_ARG(what),
			    STR_ARG(str_upto(str_at(value, 0, 60), '\n')));
		return out_flush(&out, e);
	}
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", number ? "noroshi/opening/1" : "noroshi/choice/1");
	jw_kstr(&w, "from", from);
	jw_kstr(&w, "to", to);
	jw_kstr(&w, number ? "item" : "slot", what);
	if (number)
		jw_kint(&w, "value", db_int(rows, i, 3));
	else
		jw_kstr(&w, "value", value);
	jw_ktime(&w, "recorded", db_int(rows, i, 4));
	jw_end_object(&w);
	return out_line(&out, e);
}

static int list(struct arena *a, struct hub *hub, const struct report_options *o, bool openings, struct err *e)
{
	struct db_rows rows;

	if ((openings ? opening_list(hub->db, a, &rows, e) : choice_list(hub->db, a, &rows, e)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		if (print_row(a, o, &rows, i, (int)hub->conf.zone_minutes, openings, e) < 0)
			return -1;
	return 0;
}

int report_enter(struct arena *a, struct hub *hub, const struct report_options *o, const struct str_list *operands,
    const struct act *by, struct err *e)
{
	struct str verb = operands->items[0], second = operands->count > 1 ? operands->items[1] : STR("");

	if (str_eq(verb, STR("choose")))
		return choose(a, hub, o, by, e);
	if (str_eq(verb, STR("choices")))
		return list(a, hub, o, false, e);
	if (str_eq(second, STR("list")))
		return list(a, hub, o, true, e);
	if (str_eq(second, STR("set")))
		return opening(a, hub, o, by, e);
	if (str_eq(second, STR("import")) && operands->count == 3)
		return import(a, hub, o, operands->items[2], by, e);
	return err_set(e, ERR_USAGE, "report opening takes set, list or import FILE");
}
