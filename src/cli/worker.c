/* worker.c - noroshi worker --hub DIR [--once]: what was handed in is read, each item in a jail of its own. */
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "base/json.h"
#include "base/log.h"
#include "base/time.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "report/quarter.h"
#include "search/search.h"
#include "worker/hub_jobs.h"

enum { IDLE_MS = 1000, AT_ONCE = 16 };

static volatile sig_atomic_t asked_to_stop;

static void stop(int signal_number)
{
	(void)signal_number;
	asked_to_stop = 1;
}

/* The round that runs is finished, then it ends: nothing is left leased. */
static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = stop, .sa_flags = SA_RESTART };

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
}

static void wait_a_little(void)
{
	const struct timespec pause = { .tv_sec = IDLE_MS / 1000, .tv_nsec = (IDLE_MS % 1000) * 1000000L };

	nanosleep(&pause, NULL);
}

static void add(struct hub_jobs_done *sum, const struct hub_jobs_done *one)
{
	sum->taken += one->taken;
	sum->split += one->split;
	sum->analysed += one->analysed;
	sum->failed += one->failed;
}

/* Pages count what is not kept: nobody's mail waits for it. */
static void keep_quarters(struct hub *hub, const struct act *by, long long *next_ms)
{
	struct err e = { 0 };

	if (quarter_keep(hub->db, by, next_ms, &e) < 0)
		log_event(LOG_WARN, "worker.quarters-not-kept", " why=%s", e.text);
}

static int work(struct hub *hub, struct act *by, struct pool *pool, bool once, struct hub_jobs_done *sum, struct err *e)
{
	struct hub_jobs_done done = { .taken = 1 };
	long long quarters_ms = 0;
	size_t indexed = 0;

	while (!asked_to_stop && (done.taken + indexed > 0 || !once)) {
		by->now_ms = time_system_ms();
		if (hub_jobs_run(hub, by, pool, AT_ONCE, &done, e) < 0 || search_catch_up(hub, AT_ONCE, &indexed, e) < 0)
			return -1;
		if (!once)
			keep_quarters(hub, by, &quarters_ms);
		add(sum, &done);
		if (done.taken + indexed == 0 && !once)
			wait_a_little();
	}
	return 0;
}

static int print_sum(struct arena *a, const struct hub_jobs_done *sum, bool json, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 16);
	if (!json) {
		buf_printf(&out, TR_N("%zu {hand-in|hand-ins} taken apart, %zu {submission|submissions} read, %zu of them could not be read\n", (long long)sum->split, (long long)sum->analysed), sum->split,
		    sum->analysed, sum->failed);
		return out_flush(&out, e);
	}
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/worker/1");
	jw_kint(&w, "hand_ins", (long long)sum->split);
	jw_kint(&w, "submissions", (long long)sum->analysed);
	jw_kint(&w, "failed", (long long)sum->failed);
	jw_end_object(&w);
	return out_line(&out, e);
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	struct str_list operands = { 0 };
	struct str dir = STR_NONE;
	struct hub_jobs_done sum = { 0 };
	struct pool *pool = NULL;
	struct hub *hub;
	struct rng rng;
	struct act by;
	bool once = false, json = false;
	const struct option_spec specs[] = { { "--hub", OPTION_VALUE, &dir }, { "--once", OPTION_FLAG, &once },
		{ "--json", OPTION_FLAG, &json } };
	int status = cli_options(a, argc, argv, specs, 3, &operands, e);

	if (status != 0)
		return status;
	if (operands.count > 0)
		return err_set(e, ERR_USAGE, "worker takes no operands");
	if (cli_open_hub(a, dir, &hub, e) < 0)
		return -1;
	by = cli_act(a, STR_NONE, &rng);
	catch_signals();
	status = pool_open((int)hub->conf.jobs, &pool, e);
	if (status == 0)
		status = work(hub, &by, pool, once, &sum, e);
	if (pool != NULL)
		pool_close(pool);
	if (status == 0)
		status = print_sum(a, &sum, json, e);
	hub_close(hub);
	return status < 0 ? -1 : sum.failed > 0 ? 2 : 0;
}

int cli_worker(int argc, char **argv)
{
	struct arena *a = arena_new(8 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : status == 2 ? 1 : 0;
}
