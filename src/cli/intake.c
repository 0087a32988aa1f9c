/* intake.c - noroshi intake lmtp: mail to the intake address comes in by itself. */
#include <signal.h>

#include "base/time.h"
#include "cli/desk.h"
#include "post/lmtp.h"

struct intake_options {
	struct str listen, every;
};

static volatile sig_atomic_t asked_to_stop;

static void stop(int signal_number)
{
	(void)signal_number;
	asked_to_stop = 1;
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = stop };

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static int lmtp(struct desk *d, void *options, struct err *e)
{
	const struct intake_options *o = options;
	struct lmtp_counts counts;

	if (o->listen.n == 0)
		return err_set(e, ERR_USAGE, "where to listen? --listen unix:PATH or --listen 127.0.0.1:PORT");
	catch_signals();
	if (lmtp_serve(d->hub, &d->by, time_system_ms, arena_cstr(d->arena, o->listen), &asked_to_stop, &counts, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/intake-lmtp/1");
		jw_kint(&d->w, "connections", counts.connections);
		jw_kint(&d->w, "taken", counts.taken);
		jw_kint(&d->w, "refused", counts.refused);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, tr("%lld connections, %lld mails taken, %lld refused\n"), counts.connections, counts.taken, counts.refused);
	return 0;
}

static const struct desk_verb verbs[] = {
	{ "lmtp", "", DESK_ANYBODY, lmtp },
};

int cli_intake(int argc, char **argv)
{
	struct intake_options o = { 0 };
	const struct option_spec specs[] = { { "--listen", OPTION_VALUE, &o.listen } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
