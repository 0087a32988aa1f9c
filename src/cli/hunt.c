/* hunt.c - noroshi hunt: indicators in logs, with direction; merge of results. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/cli.h"
#include "cli/hunt_export.h"
#include "cli/hunt_lists.h"
#include "cli/hunt_retro.h"
#include "cli/out.h"
#include "hunt/hunt.h"
#include "hunt/tally_read.h"
#include "hunt/zone.h"

enum { OUT_MOST = 256 << 20 };

struct options {
	struct str_list lists, sets, own_formats, operands;
	struct str org, format, tz, year, device, web_port, lines, jobs, engine, resume, summaries, dialect, flows, most;
	struct retro_options retro;
	bool json, csv, table;
};

static int number_of(struct str s, long long fallback, long long least, long long most, const char *option, int *n_r, struct err *e)
{
	long long n = fallback;

	if (s.p != NULL && (!str_to_int(s, &n) || n < least || n > most))
		return err_set(e, ERR_USAGE, "%s is a number from %lld to %lld, not “" STR_FMT "”", option, least, most, STR_ARG(s));
	*n_r = (int)n;
	return 0;
}

static int device_of(struct str s, int *device_r, struct err *e)
{
	static const char *const names[] = { "web", "proxy", "dns", "mail", "firewall" };

	*device_r = -1;
	for (int i = 0; s.p != NULL && i < 5; i++)
		if (str_eq(s, str_of(names[i])))
			*device_r = i;
	return s.p == NULL || *device_r >= 0 ? 0 : err_set(e, ERR_USAGE, "--device is web, proxy, dns, mail or firewall, not “" STR_FMT "”",
	    STR_ARG(s));
}

static int engine_of(struct str s, enum scan_engine *engine_r, struct err *e)
{
	static const char *const names[] = { "portable", "sse", "avx2", "avx512" };

	*engine_r = scan_engine_best();
	for (int i = 0; s.p != NULL && i <= SCAN_AVX512; i++) {
		if (str_eq(s, str_of(names[i]))) {
			*engine_r = (enum scan_engine)i;
			return 0;
		}
	}
	return s.p == NULL ? 0 : err_set(e, ERR_USAGE, "--engine is portable, sse, avx2 or avx512, not “" STR_FMT "”", STR_ARG(s));
}

static int formats_of(struct arena *a, const struct options *o, struct hunt_order *order, struct err *e)
{
	struct formats *formats;

	if (formats_load(a, o->own_formats.items, o->own_formats.count, &formats, e) < 0)
		return -1;
	order->formats = formats;
	if (o->format.p != NULL && (order->pinned = formats_find(formats, o->format)) == NULL)
		return err_set(e, ERR_USAGE, "there is no log format “" STR_FMT "” (noroshi formats list)", STR_ARG(o->format));
	return 0;
}

static int order_of(struct arena *a, const struct options *o, struct hunt_order *order, struct err *e)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	*order = (struct hunt_order){ .org = o->org.p != NULL ? o->org : STR("") };
	if (zone_read(a, o->tz, &order->zone, e) < 0 || number_of(o->year, 0, 1990, 2100, "--year", &order->year, e) < 0 ||
	    number_of(o->web_port, -1, 1, 65535, "--port-of-web", &order->web_port, e) < 0 ||
	    number_of(o->lines, 0, 0, 100, "--lines", &order->samples, e) < 0 ||
	    number_of(o->jobs, cores > 0 ? cores : 1, 1, 64, "--jobs", &order->jobs, e) < 0 || device_of(o->device, &order->device, e) < 0 ||
	    engine_of(o->engine, &order->engine, e) < 0)
		return -1;
	order->resume = o->resume.p != NULL ? arena_cstr(a, o->resume) : NULL;
	return formats_of(a, o, order, e);
}

/* ---- progress ---- */

struct shown { double started; bool any; };

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void show(void *ctx, const struct hunt_progress *p)
{
	struct shown *s = ctx;
	double passed = seconds() - s->started, rate = passed > 0 ? (double)p->bytes / passed : 0;
	long long left = p->total > p->bytes && rate > 0 ? (long long)((double)(p->total - p->bytes) / rate) : 0;

	if (passed < 0.5)
		return;
	s->any = true;
	fprintf(stderr, tr("\r%lld of %lld files, %.1f of %.1f MB, %.0f MB/s, %lld hits, %lld s left   "), p->files, p->files_total,
	    (double)p->bytes / 1e6, (double)p->total / 1e6, rate / 1e6, p->hits, left);
}

/* ---- output ---- */

static int print(const struct options *o, struct tally *t, const struct hunt_summary *s, const struct zone *zone, struct err *e)
{
	struct buf out;
	int status;

	buf_init(&out, OUT_MOST);
	out_stream(&out);
	if (o->json)
		tally_json(t, s, &out);
	else if (o->csv)
		tally_csv(t, s, &out);
	else
		tally_table(t, s, zone, &out);
	status = out_flush(&out, e);
	buf_fini(&out);
	return status;
}

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

/* Ctrl-C ends the reading, and what was found is printed; the second one ends the program. */
static const volatile sig_atomic_t *watch_interrupt(void)
{
	struct sigaction act = { .sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND }, before;

	if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler == SIG_DFL)
		sigaction(SIGINT, &act, NULL);
	return &interrupted;
}

static int search(struct arena *a, struct options *o, struct err *e)
{
	struct hunt_order order;
	struct hunt_summary summary;
	struct shown shown = { .started = seconds() };
	struct set set;
	struct retro *retro = NULL;
	struct tally *t;
	bool refused = false;
	int status;

	if (o->resume.p != NULL && o->summaries.p != NULL)
		return err_set(e, ERR_USAGE, "--resume and --summaries exclude each other");
	if (o->operands.count == 0)
		return err_set(e, ERR_USAGE, "which logs? name files, directories or - for standard input");
	if (order_of(a, o, &order, e) < 0 || hunt_lists_set(a, &o->lists, &o->sets, &set, &refused, e) < 0)
		return -1;
	order.set = &set;
	if (o->summaries.p != NULL && hunt_summaries(a, &order, &o->retro, o->summaries, &retro, e) < 0) {
		set_close(&set);
		return -1;
	}
	order.retro = retro;
	if (isatty(STDERR_FILENO)) {
		order.progress = show;
		order.progress_ctx = &shown;
	}
	order.stop = watch_interrupt();
	t = tally_new(order.samples);
	status = hunt_run(a, &order, o->operands.items, o->operands.count, t, &summary, e);
	if (shown.any)
		fputs("\r\033[K", stderr);
	if (status == 0)
		status = print(o, t, &summary, order.zone, e);
	tally_free(t);
	if (retro != NULL)
		retro_close(retro);
	set_close(&set);
	if (status < 0)
		return -1;
	return summary.files == 0 ? err_set(e, ERR_IO, "nothing could be searched: " STR_FMT ": " STR_FMT,
	    STR_ARG(summary.skipped[0].file), STR_ARG(summary.skipped[0].why)) : summary.skipped_count > 0 || refused;
}

static int summarise(struct arena *a, struct options *o, struct err *e)
{
	struct hunt_order order;

	if (order_of(a, o, &order, e) < 0)
		return -1;
	return hunt_summarise(a, &order, &o->retro, o->operands.items + 1, o->operands.count - 1, e);
}

static int merge(struct arena *a, struct options *o, struct err *e)
{
	struct tally *t = tally_new(100);
	struct hunt_summary sum = { .first_ms = TIME_NONE, .last_ms = TIME_NONE };
	const struct zone *zone;
	int status = zone_read(a, o->tz, &zone, e);

	if (status == 0 && o->operands.count < 2)
		status = err_set(e, ERR_USAGE, "merge takes results of noroshi hunt --json");
	for (size_t i = 1; status == 0 && i < o->operands.count; i++)
		status = tally_read_file(a, arena_cstr(a, o->operands.items[i]), t, &sum, e);
	if (status == 0)
		status = print(o, t, &sum, zone, e);
	tally_free(t);
	return status < 0 ? -1 : sum.skipped_count > 0;
}

/* A file of that name in this directory is a log. */
static bool is_verb(const struct options *o, const char *verb)
{
	return o->operands.count > 0 && str_eq(o->operands.items[0], str_of(verb)) && access(verb, F_OK) != 0;
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct options o = { 0 };
	const struct option_spec specs[] = {
		{ "--indicators", OPTION_LIST, &o.lists }, { "--set", OPTION_LIST, &o.sets }, { "--formats", OPTION_LIST, &o.own_formats },
		{ "--org", OPTION_VALUE, &o.org }, { "--format", OPTION_VALUE, &o.format }, { "--tz", OPTION_VALUE, &o.tz },
		{ "--year", OPTION_VALUE, &o.year }, { "--device", OPTION_VALUE, &o.device }, { "--port-of-web", OPTION_VALUE, &o.web_port },
		{ "--lines", OPTION_VALUE, &o.lines }, { "--jobs", OPTION_VALUE, &o.jobs }, { "--engine", OPTION_VALUE, &o.engine },
		{ "--resume", OPTION_VALUE, &o.resume },
		{ "--dialect", OPTION_VALUE, &o.dialect }, { "--flows", OPTION_VALUE, &o.flows }, { "--most", OPTION_VALUE, &o.most },
		{ "--json", OPTION_FLAG, &o.json }, { "--csv", OPTION_FLAG, &o.csv }, { "--table", OPTION_FLAG, &o.table },
		{ "--summaries", OPTION_VALUE, &o.summaries }, { "--key", OPTION_VALUE, &o.retro.key },
		{ "--segment", OPTION_VALUE, &o.retro.segment }, { "-o", OPTION_VALUE, &o.retro.output },
	};
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &o.operands, e);

	if (status != 0)
		return status < 0 ? -1 : 0;
	if (o.json + o.csv + o.table > 1)
		return err_set(e, ERR_USAGE, "--json, --csv and --table exclude each other");
	if (is_verb(&o, "merge"))
		return merge(a, &o, e);
	o.retro.json = o.json;
	o.retro.own_formats = &o.own_formats;
	if (is_verb(&o, "summarise"))
		return summarise(a, &o, e);
	if (is_verb(&o, "query") || is_verb(&o, "sql")) {
		const struct export_options export = { &o.lists, &o.sets, o.dialect, o.org, o.flows, o.most };

		return is_verb(&o, "sql") ? hunt_sql(a, &export, e) : hunt_query(a, &export, e);
	}
	return search(a, &o, e);
}

int cli_hunt(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)4 << 30, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : status;
}
