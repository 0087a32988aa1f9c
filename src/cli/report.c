/* report.c - noroshi report: a period's document out of the records, and whether it names anybody. */
#include "cli/report.h"

#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/out.h"
#include "report/check.h"
#include "report/closing.h"

enum { OUT_MOST = 64 << 20 };

static int put(struct arena *a, const struct report_options *o, struct buf *out, struct err *e)
{
	if (out->failed)
		return err_set(e, ERR_LIMIT, "the report is larger than %d MB", OUT_MOST >> 20);
	if (o->output.p != NULL)
		return file_replace(arena_cstr(a, o->output), buf_str(out), 0644, e);
	return out_flush(out, e);
}

/* A period that was closed (by the day that is asked about) is printed as it was frozen; --as-now-known asks for
 * what the records say today. */
static int print_frozen(struct arena *a, struct hub *hub, const struct report_options *o, const struct report_order *order, bool *done_r,
    struct err *e)
{
	struct closing closing;
	struct str bytes;
	struct buf out;

	*done_r = false;
	if (o->now_known)
		return 0;
	if (closing_find(hub->db, a, &order->period, order->as_recorded_ms, &closing, e) < 0)
		return -1;
	if (closing.id.p == NULL)
		return 0;
	if (closing_document(hub->db, a, closing.id, o->format, order->lang, &bytes, e) < 0)
		return -1;
	*done_r = true;
	buf_init_arena(&out, a, OUT_MOST);
	buf_add(&out, bytes);
	return put(a, o, &out, e);
}

static int print_doc(struct arena *a, const struct report_options *o, const struct report_order *order, struct doc *d, struct err *e)
{
	struct buf out;

	buf_init_arena(&out, a, OUT_MOST);
	if (str_eq(o->format, STR("table")))
		report_table_text(d, out_columns(), &out);
	else if (str_eq(o->format, STR("html")))
		report_html_page(d, &out);
	else if (str_eq(o->format, STR("csv")))
		report_csv(d, &out);
	else
		report_json(d, &out, order->as_recorded_ms);
	return put(a, o, &out, e);
}

static int print(struct arena *a, struct hub *hub, const struct report_options *o, const struct report_order *order, struct err *e)
{
	struct doc *d;
	bool done;

	if (print_frozen(a, hub, o, order, &done, e) < 0 || done)
		return done ? 0 : -1;
	return report_make(hub, a, order, &d, e) < 0 ? -1 : print_doc(a, o, order, d, e);
}

static int print_hit(struct arena *a, const struct report_options *o, const struct leak_hit *h, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 20);
	if (!o->json) {
		buf_printf(&out, STR_FMT ": " STR_FMT "  " STR_FMT "\n", STR_ARG(h->place), STR_ARG(h->kind), STR_ARG(h->found));
		return out_flush(&out, e);
	}
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/report-check/1");
	jw_kstr(&w, "chapter", h->place);
	jw_kstr(&w, "kind", h->kind);
	jw_kstr(&w, "found", h->found);
	jw_end_object(&w);
	return out_line(&out, e);
}

/* Both languages, since either may be published.  1: somebody is named. */
static int check(struct arena *a, struct hub *hub, const struct report_options *o, struct report_order *order, struct err *e)
{
	size_t count = 0;

	for (int lang = 0; lang < 2; lang++) {
		struct leak_hits hits;
		struct records *r;
		struct doc *d;

		order->lang = lang == 0 ? LANG_JA : LANG_EN;
		if (report_make_from(hub, a, order, &r, &d, e) < 0 || report_check(hub, a, d, r, &hits, e) < 0)
			return -1;
		for (size_t i = 0; i < hits.count; i++)
			if (print_hit(a, o, &hits.list[i], e) < 0)
				return -1;
		count += hits.count;
	}
	if (count == 0 && !o->json)
		puts(tr("no protected term stands in the report"));
	return count > 0 ? 1 : 0;
}

int report_format_known(struct str format, struct err *e)
{
	static const char *const formats[] = { "table", "html", "csv", "json" };

	for (size_t i = 0; i < 4; i++)
		if (str_eq(format, str_of(formats[i])))
			return 0;
	if (str_eq(format, STR("pdf")) || str_eq(format, STR("xlsx")))
		return err_set(e, ERR_USAGE, STR_FMT ": not built in yet; use html and print", STR_ARG(format));
	return err_set(e, ERR_USAGE, "--format is table, html, csv or json, not “" STR_FMT "”", STR_ARG(format));
}

/* A day is meant to its end; an instant (RFC 3339) as it is. */
static int recorded_on(const struct report_options *o, int zone, struct report_order *order, struct err *e)
{
	if (time_parse(o->recorded, zone, &order->as_recorded_ms, e) < 0)
		return -1;
	if (o->recorded.n <= 10)
		order->as_recorded_ms += MS_DAY - 1;
	order->made_ms = order->as_recorded_ms;
	return 0;
}

int report_order_of(const struct report_options *o, const struct hub *hub, long long now_ms, struct report_order *order, struct err *e)
{
	int zone = (int)hub->conf.zone_minutes;

	*order = (struct report_order){ .as_recorded_ms = AS_NOW_KNOWN, .made_ms = now_ms, .lang = tr_lang() };
	if (preset_period(hub, &o->preset, &order->period, e) < 0)
		return -1;
	if (o->recorded.p != NULL && o->now_known)
		return err_set(e, ERR_USAGE, "--as-recorded-on and --as-now-known exclude each other");
	return o->recorded.p != NULL ? recorded_on(o, zone, order, e) : 0;
}

/* Months are enough to name a series: --from 2012-04 --to 2023-12. */
static int series_period(struct arena *a, const struct hub *hub, const struct report_options *o, long long now_ms, struct period *p,
    struct err *e)
{
	struct str from = o->preset.from, to = o->preset.to;
	int zone = (int)hub->conf.zone_minutes;
	struct period first, last;

	if (from.p == NULL && to.p == NULL)
		return series_reach(hub, a, now_ms, p, e);
	if (from.n != 7 || to.n != 7)
		return preset_period(hub, &o->preset, p, e);
	if (period_preset(PRESET_MONTH, from, zone, &first, e) < 0 || period_preset(PRESET_MONTH, to, zone, &last, e) < 0)
		return -1;
	if (last.to_ms <= first.from_ms)
		return err_set(e, ERR_USAGE, "the period ends (" STR_FMT ") before it begins (" STR_FMT ")", STR_ARG(to), STR_ARG(from));
	*p = period_of(first.from_ms, last.to_ms, zone);
	return 0;
}

static int print_series(struct arena *a, struct hub *hub, const struct report_options *o, long long now_ms, struct err *e)
{
	struct report_order order = { .as_recorded_ms = AS_NOW_KNOWN, .made_ms = now_ms, .lang = tr_lang() };
	struct doc *d;

	if (series_period(a, hub, o, now_ms, &order.period, e) < 0 ||
	    (o->recorded.p != NULL && recorded_on(o, (int)hub->conf.zone_minutes, &order, e) < 0))
		return -1;
	order.period.eras = hub->conf.report_eras;
	return series_make(hub, a, &order, &d, e) < 0 ? -1 : print_doc(a, o, &order, d, e);
}

static int work(struct arena *a, struct hub *hub, struct report_options *o, const struct str_list *operands, struct err *e)
{
	static const char *const verbs[] = { "check", "opening", "choose", "choices", "series" };
	struct report_order order;
	struct rng rng;
	struct act by = cli_act(a, o->as, &rng);
	int verb = operands->count > 0 ? cli_verb(operands, verbs, 5, e) : -1;

	if (operands->count > 0 && verb < 0)
		return -1;
	if (verb == 4)
		return print_series(a, hub, o, by.now_ms, e);
	if (verb > 0)
		return report_enter(a, hub, o, operands, &by, e);
	if (report_order_of(o, hub, by.now_ms, &order, e) < 0)
		return -1;
	return verb == 0 ? check(a, hub, o, &order, e) : print(a, hub, o, &order, e);
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct report_options o = { .format = STR("table") };
	struct str_list operands = { 0 };
	struct hub *hub;
	const struct option_spec specs[] = {
		{ "--hub", OPTION_VALUE, &o.hub }, PRESET_SPECS(o.preset), { "--as-now-known", OPTION_FLAG, &o.now_known },
		{ "--as-recorded-on", OPTION_VALUE, &o.recorded }, { "--format", OPTION_VALUE, &o.format }, { "-o", OPTION_VALUE, &o.output },
		{ "--as", OPTION_VALUE, &o.as }, { "--item", OPTION_VALUE, &o.item }, { "--value", OPTION_VALUE, &o.value },
		{ "--slot", OPTION_VALUE, &o.slot }, { "--file", OPTION_VALUE, &o.file }, { "--json", OPTION_FLAG, &o.json },
		{ "--about", OPTION_FLAG, &o.about }, { "--dry-run", OPTION_FLAG, &o.dry_run },
	};
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &operands, e);

	if (status != 0)
		return status == 1 ? 2 : status;
	if (report_format_known(o.format, e) < 0 || cli_open_hub(a, o.hub, &hub, e) < 0)
		return -1;
	status = work(a, hub, &o, &operands, e);
	hub_close(hub);
	return status;
}

/* run(): 0 done, 1 attention, 2 help was printed. */
int cli_report(int argc, char **argv)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : status == 1 ? 1 : 0;
}
