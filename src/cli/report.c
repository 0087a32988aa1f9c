/* report.c - noroshi report: a period's document out of the records; opening figures; choices. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "report/report.h"

struct options {
	struct str hub, from, to, recorded, format, output, as, item, value, slot;
};

enum { OUT_MOST = 64 << 20 };

/* $COLUMNS, else the terminal's, else 100. */
static size_t terminal_columns(void)
{
	struct winsize size;
	long long columns = 0;

	if (getenv("COLUMNS") == NULL || !str_to_int(str_of(getenv("COLUMNS")), &columns))
		columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
	return columns < 40 ? 100 : (size_t)columns;
}

static int print(struct arena *a, struct hub *hub, const struct options *o, const struct report_order *order, struct err *e)
{
	struct doc *d;
	struct buf out;

	if (report_make(hub, a, order, &d, e) < 0)
		return -1;
	buf_init_arena(&out, a, OUT_MOST);
	if (str_eq(o->format, STR("table")))
		report_table_text(d, terminal_columns(), &out);
	else if (str_eq(o->format, STR("html")))
		report_html_page(d, &out);
	else if (str_eq(o->format, STR("csv")))
		report_csv(d, &out);
	else
		report_json(d, &out, order->as_recorded_ms);
	if (o->output.p != NULL)
		return file_replace(arena_cstr(a, o->output), buf_str(&out), 0644, e);
	return out_flush(&out, e);
}

static int check_format(const struct options *o, struct err *e)
{
	static const char *const formats[] = { "table", "html", "csv", "json" };

	for (size_t i = 0; i < 4; i++)
		if (str_eq(o->format, str_of(formats[i])))
			return 0;
	if (str_eq(o->format, STR("pdf")) || str_eq(o->format, STR("xlsx")))
		return err_set(e, ERR_USAGE, STR_FMT ": not built in yet; use html and print", STR_ARG(o->format));
	return err_set(e, ERR_USAGE, "--format is table, html, csv or json, not “" STR_FMT "”", STR_ARG(o->format));
}

static int order_of(const struct options *o, const struct hub *hub, long long now_ms, struct report_order *order, struct err *e)
{
	int zone = (int)hub->conf.zone_minutes;

	*order = (struct report_order){ .as_recorded_ms = AS_NOW_KNOWN, .made_ms = now_ms, .lang = tr_lang() };
	if (o->from.p == NULL || o->to.p == NULL)
		return err_set(e, ERR_USAGE, "which period? --from DATE --to DATE, both inclusive");
	if (period_parse(o->from, o->to, zone, &order->period, e) < 0)
		return -1;
	if (o->recorded.p == NULL)
		return 0;
	if (time_parse_date(o->recorded, zone, &order->as_recorded_ms, e) < 0)
		return -1;
	order->as_recorded_ms += MS_DAY - 1;
	order->made_ms = order->as_recorded_ms;
	return 0;
}

static int enter(struct arena *a, struct hub *hub, const struct options *o, const struct act *by, const struct report_order *order,
    bool opening, struct err *e)
{
	long long value;

	if (cli_known_person(hub, a, o->as, by->now_ms, e) < 0)
		return -1;
	if (!opening)
		return o->slot.p == NULL || o->value.p == NULL ? err_set(e, ERR_USAGE, "choose takes --slot and --value") :
		    choice_set(hub->db, by, &order->period, o->slot, o->value, e);
	if (o->item.p == NULL || o->value.p == NULL || !str_to_int(o->value, &value))
		return err_set(e, ERR_USAGE, "opening set takes --item and --value NUMBER");
	return opening_set(hub->db, by, &order->period, o->item, value, e);
}

static int list_openings(struct arena *a, struct hub *hub, struct err *e)
{
	int zone = (int)hub->conf.zone_minutes;
	struct db_rows rows;

	if (opening_list(hub->db, a, &rows, e) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		char from[TIME_TEXT], to[TIME_TEXT];

		printf("%s  %s  %-12.*s %lld\n", time_date(from, db_int(&rows, i, 0), zone).p, time_date(to, db_int(&rows, i, 1) - 1, zone).p,
		    STR_ARG(db_text(&rows, i, 2)), db_int(&rows, i, 3));
	}
	return 0;
}

static int work(struct arena *a, struct hub *hub, struct options *o, const struct str_list *operands, struct err *e)
{
	struct str verb = operands->count > 0 ? operands->items[0] : STR(""), second = operands->count > 1 ? operands->items[1] : STR("");
	struct report_order order;
	struct rng rng;
	struct act by = cli_act(a, o->as, &rng);

	if (str_eq(verb, STR("opening")) && str_eq(second, STR("list")))
		return list_openings(a, hub, e);
	if (verb.n > 0 && !str_eq(verb, STR("opening")) && !str_eq(verb, STR("choose")))
		return err_set(e, ERR_USAGE, "report takes no “" STR_FMT "” (opening set|list, choose, or options alone)", STR_ARG(verb));
	if (order_of(o, hub, by.now_ms, &order, e) < 0)
		return -1;
	if (verb.n > 0)
		return enter(a, hub, o, &by, &order, str_eq(verb, STR("opening")), e);
	return print(a, hub, o, &order, e);
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct options o = { .format = STR("table") };
	struct str_list operands = { 0 };
	struct hub *hub;
	const struct option_spec specs[] = {
		{ "--hub", OPTION_VALUE, &o.hub }, { "--from", OPTION_VALUE, &o.from }, { "--to", OPTION_VALUE, &o.to },
		{ "--as-recorded-on", OPTION_VALUE, &o.recorded }, { "--format", OPTION_VALUE, &o.format }, { "-o", OPTION_VALUE, &o.output },
		{ "--as", OPTION_VALUE, &o.as }, { "--item", OPTION_VALUE, &o.item }, { "--value", OPTION_VALUE, &o.value },
		{ "--slot", OPTION_VALUE, &o.slot },
	};
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &operands, e);

	if (status != 0)
		return status;
	if (check_format(&o, e) < 0 || cli_open_hub(a, o.hub, &hub, e) < 0)
		return -1;
	status = work(a, hub, &o, &operands, e);
	hub_close(hub);
	return status;
}

int cli_report(int argc, char **argv)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : 0;
}
