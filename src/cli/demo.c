/* demo.c - noroshi demo: a year replayed, then what came of it: tables, corrections, the report, the time. */
#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/file.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "demo/demo.h"
#include "report/report.h"

enum { OUT_MOST = 64 << 20 };

/* ---- the report of the last quarter ---- */

static int make_report(struct replay *r, struct arena *a, enum lang lang, struct doc **doc_r, struct err *e)
{
	struct report_order order = { .as_recorded_ms = AS_NOW_KNOWN, .made_ms = plan_day("2019-10-31"), .lang = lang };

	if (period_parse(str_of(quarters[3].from), str_of(quarters[3].to), ZONE_JST, &order.period, e) < 0)
		return -1;
	return report_make(r->hub, a, &order, doc_r, e);
}

static int write_page(struct replay *r, struct arena *a, enum lang lang, struct err *e)
{
	const char *path = arena_printf(a, "%s/report-%s.html", r->order->dir, lang == LANG_JA ? "ja" : "en").p;
	struct doc *d;
	struct buf out;

	if (make_report(r, a, lang, &d, e) < 0)
		return -1;
	buf_init_arena(&out, a, OUT_MOST);
	report_html_page(d, &out);
	if (out.failed)
		return err_set(e, ERR_LIMIT, "the report is larger than %d MB", OUT_MOST >> 20);
	return file_replace(path, buf_str(&out), 0644, e);
}

static int put_tables(struct replay *r, struct arena *a, struct buf *out, struct err *e)
{
	struct doc *d;

	if (write_page(r, a, LANG_JA, e) < 0 || write_page(r, a, LANG_EN, e) < 0 || make_report(r, a, tr_lang(), &d, e) < 0)
		return -1;
	report_table_text(d, out_columns(), out);
	return 0;
}

/* ---- the rest of what is said ---- */

static void put_counts(const struct replay *r, struct buf *out)
{
	buf_printf(out, "\ncorrections: %d of %d\n", r->corrections_last_quarter, r->submissions_last_quarter);
	buf_printf(out, tr("own-origin shares by quarter: %d, %d, %d, %d (%d is chosen: no report tells the third)\n"),
	    quarters[0].own_shares, quarters[1].own_shares, quarters[2].own_shares, quarters[3].own_shares, quarters[2].own_shares);
}

static void put_cell(struct buf *out, struct str text, size_t width)
{
	buf_add(out, text);
	for (size_t n = text_columns(text); n < width; n++)
		buf_char(out, ' ');
}

static void put_times(const struct replay *r, struct buf *out)
{
	const char *const names[DEMO_STAGES] = { tr("set-up"), tr("hand-ins"), tr("reading, and what is alike"), tr("cases"),
		tr("sharing and answers"), tr("report") };
	const struct demo_watch *w = &r->watch;
	double cpu = 0, wall = 0;

	buf_char(out, '\n');
	put_cell(out, str_of(tr("stage")), 30);
	buf_printf(out, "%10s %10s\n", tr("clock, s"), tr("CPU, s"));
	for (int i = 0; i < DEMO_STAGES; i++) {
		put_cell(out, str_of(names[i]), 30);
		buf_printf(out, "%8.1f   %8.1f\n", w->wall_s[i], w->cpu_s[i]);
		cpu += w->cpu_s[i];
		wall += w->wall_s[i];
	}
	put_cell(out, str_of(tr("all")), 30);
	buf_printf(out, "%8.1f   %8.1f\n", wall, cpu);
}

static long peak_mb(int whose)
{
	struct rusage use;

	return getrusage(whose, &use) == 0 ? use.ru_maxrss / 1024 : 0;
}

static void put_commands(const struct replay *r, struct buf *out)
{
	const char *program = program_invocation_name, *dir = r->order->dir;

	buf_printf(out, tr("\nreport: %s/report-ja.html and %s/report-en.html\n"), dir, dir);
	buf_z(out, tr("\ntry next:\n"));
	buf_printf(out, "  %s case show " STR_FMT " --hub %s --as hub-analyst-1\n", program, STR_ARG(r->stories[0]), dir);
	buf_printf(out, "  %s share preview " STR_FMT " --hub %s --as hub-analyst-1\n", program, STR_ARG(r->reshared_c2), dir);
	buf_printf(out, "  %s report --hub %s --from 2019-04-01 --to 2019-06-30\n", program, dir);
}

static int tell(struct replay *r, struct err *e)
{
	struct arena *a = arena_new(512 << 20, arena_full_exit);
	struct buf out;
	int status;

	buf_init_arena(&out, a, OUT_MOST);
	status = put_tables(r, a, &out, e);
	if (status == 0) {
		demo_stage(r, DEMO_REPORT);
		put_counts(r, &out);
		put_times(r, &out);
		buf_printf(&out, tr("largest process: %ld MB the hub and the generator, %ld MB a reader\n"), peak_mb(RUSAGE_SELF),
		    peak_mb(RUSAGE_CHILDREN));
		put_commands(r, &out);
		status = out_flush(&out, e);
	}
	arena_free(a);
	return status;
}

/* ---- the command ---- */

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct str_list operands = { 0 };
	struct str seed = STR("1"), database = STR_NONE;
	struct demo_order order = { 0 };
	struct replay r;
	long long n;
	const struct option_spec specs[] = { { "--seed", OPTION_VALUE, &seed }, { "--database", OPTION_VALUE, &database },
		{ "--verbose", OPTION_FLAG, &order.verbose } };
	int status = cli_options(a, argc, argv, specs, 3, &operands, e);

	if (status != 0)
		return status;
	if (operands.count != 1)
		return err_set(e, ERR_USAGE, "demo takes one directory");
	if (!str_to_int(seed, &n) || n < 0)
		return err_set(e, ERR_USAGE, "--seed is a whole number, not “" STR_FMT "”", STR_ARG(seed));
	order.dir = arena_cstr(a, operands.items[0]);
	order.database = database.p != NULL ? arena_cstr(a, database) : NULL;
	order.seed = (uint64_t)n;
	status = demo_build(&r, &order, e);
	if (status == 0)
		status = tell(&r, e);
	demo_close(&r);
	return status;
}

int cli_demo(int argc, char **argv)
{
	struct arena *a = arena_new(4 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : 0;
}
