/* intake.c - noroshi intake lmtp|imap|left: mail to the intake address comes in by itself. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "base/time.h"
#include "cli/desk.h"
#include "intake/mailbox.h"
#include "post/imap_round.h"
#include "post/lmtp.h"

struct intake_options {
	struct str listen, group, watch;
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
	const struct lmtp_place place = { arena_cstr(d->arena, o->listen), o->group.p != NULL ? arena_cstr(d->arena, o->group) : NULL };
	struct lmtp_counts counts;

	if (o->listen.n == 0)
		return err_set(e, ERR_USAGE, "where to listen? --listen unix:PATH or --listen 127.0.0.1:PORT");
	catch_signals();
	if (lmtp_serve(d->hub, &d->by, time_system_ms, &place, &asked_to_stop, &counts, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/intake-lmtp/1");
		jw_kint(&d->w, "connections", counts.connections);
		jw_kint(&d->w, "taken", counts.taken);
		jw_kint(&d->w, "refused", counts.refused);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, TR_N("%lld {connection|connections}, %lld {mail|mails} taken, %lld refused\n", counts.connections, counts.taken), counts.connections, counts.taken, counts.refused);
	return 0;
}

/* ---- fetching ---- */

static void show_progress(void *ctx, const struct imap_counts *c)
{
	(void)ctx;
	fprintf(stderr, tr("\r%lld of %lld mails looked at, %lld taken   "), c->looked_at, c->found, c->taken);
	if (c->looked_at == c->found)
		fprintf(stderr, "\n");
}

static int tell_counts(struct desk *d, const struct imap_counts *c, const struct err *ended, struct err *e)
{
	bool early = ended->kind != ERR_OK;

	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/intake-imap/1");
		jw_kint(&d->w, "found", c->found);
		jw_kint(&d->w, "taken", c->taken);
		jw_kint(&d->w, "known", c->known);
		jw_kint(&d->w, "too_large", c->too_large);
		jw_kint(&d->w, "empty", c->empty);
		jw_kint(&d->w, "gone", c->gone);
		jw_kint(&d->w, "marked", c->marked);
		jw_kbool(&d->w, "held", c->held);
		jw_kstr(&d->w, "problem", early ? str_of(ended->text) : c->refused.kind != ERR_OK ? str_of(c->refused.text) : STR_NONE);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, TR_N("%lld {mail|mails} found, %lld taken, %lld {was|were} here before\n", c->found, c->known), c->found, c->taken, c->known);
	if (c->too_large + c->empty > 0)
		buf_printf(&d->out, tr("%lld too large (hand_in_mb), %lld empty: they stay on the server; noroshi intake left lists them\n"), c->too_large,
		    c->empty);
	if (c->held)
		buf_printf(&d->out, tr("too much waits to be read (intake_queue_most); the rest stays on the server until the worker has caught up\n"));
	if (c->refused.kind != ERR_OK)
		buf_printf(&d->out, "%s\n", c->refused.text);
	if (early)
		buf_printf(&d->out, tr("it ended early: %s\nthe next fetch goes on there\n"), ended->text);
	return desk_flush(d, e);
}

static bool needs_attention(const struct imap_counts *c)
{
	return c->too_large + c->empty > 0 || c->held || c->refused.kind != ERR_OK;
}

/* Nothing was done at all: that is an error, not a count. */
static bool came_to_nothing(const struct imap_counts *c)
{
	return c->looked_at + c->marked == 0;
}

static bool is_lasting(const struct err *e)
{
	return e->kind == ERR_DB || e->kind == ERR_CORRUPT;
}

static void pause_for(long long seconds)
{
	for (long long i = 0; i < seconds && !asked_to_stop; i++)
		sleep(1);
}

/* A round after the other; only a database that fails, or being asked to, ends it. */
static int watch(struct desk *d, struct imap *m, long long seconds, struct err *e)
{
	struct imap_counts all = { .refused.kind = ERR_OK }, c;
	struct err ended = { 0 };

	while (!asked_to_stop) {
		struct err once = { 0 };

		if (imap_round(d->hub, &d->by, time_system_ms, m, NULL, NULL, &c, &once) < 0 && !asked_to_stop)
			log_event(LOG_WARN, "imap.ended-early", "taken=%lld why=\"%s\"", c.taken, once.text);
		if (c.refused.kind != ERR_OK)
			log_event(LOG_WARN, "imap.refused", "why=\"%s\"", c.refused.text);
		if (c.held)
			log_event(LOG_WARN, "imap.held", "taken=%lld", c.taken);
		all.found += c.found;
		all.looked_at += c.looked_at;
		all.taken += c.taken;
		all.known += c.known;
		all.too_large += c.too_large;
		all.empty += c.empty;
		all.gone += c.gone;
		all.marked += c.marked;
		if (is_lasting(&once)) {
			*e = once;
			return -1;
		}
		pause_for(seconds);
	}
	return tell_counts(d, &all, &ended, e);
}

static int imap(struct desk *d, void *options, struct err *e)
{
	const struct intake_options *o = options;
	struct err ended = { 0 };
	struct imap_counts c;
	long long seconds = 0;
	struct imap *m;

	if (o->watch.p != NULL && (!str_to_int(o->watch, &seconds) || seconds < 1 || seconds > 86400))
		return err_set(e, ERR_USAGE, "--watch takes the seconds between two looks, 1 to 86400");
	catch_signals();
	if (imap_open(d->hub, d->arena, time_system_ms, &asked_to_stop, &m, e) < 0)
		return -1;
	if (seconds > 0)
		return watch(d, m, seconds, e);
	if (imap_round(d->hub, &d->by, time_system_ms, m, isatty(STDERR_FILENO) ? show_progress : NULL, NULL, &c, &ended) < 0 &&
	    came_to_nothing(&c)) {
		*e = ended;
		return -1;
	}
	d->attention = ended.kind != ERR_OK || needs_attention(&c);
	return tell_counts(d, &c, &ended, e);
}

static int left(struct desk *d, void *options, struct err *e)
{
	struct mailbox_left *list;
	size_t n;

	(void)options;
	if (mailbox_left(d->hub, d->arena, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (d->json) {
			desk_json(d);
			jw_kz(&d->w, "schema", "noroshi/intake-left/1");
			jw_kstr(&d->w, "mailbox", list[i].mailbox);
			jw_kint(&d->w, "uid", list[i].uid);
			jw_kint(&d->w, "bytes", list[i].bytes);
			jw_kstr(&d->w, "problem", list[i].problem);
			jw_ktime(&d->w, "at", list[i].at_ms);
			if (desk_json_end(d, e) < 0)
				return -1;
			continue;
		}
		desk_cell(d, desk_time(d, list[i].at_ms), 17);
		desk_cell(d, desk_word(d, "mailbox.problem", list[i].problem), 14);
		buf_printf(&d->out, "UID %-8lld %7.1f MB  " STR_FMT "\n", list[i].uid, (double)list[i].bytes / (1 << 20), STR_ARG(list[i].mailbox));
	}
	if (n == 0 && !d->json)
		buf_printf(&d->out, tr("nothing was left on the server\n"));
	return 0;
}

static const struct desk_verb verbs[] = {
	{ "lmtp", "", DESK_ANYBODY, lmtp },
	{ "imap", "", DESK_ANYBODY, imap },     /* fetching is any timer's */
	{ "left", "", DESK_ANYBODY, left },
};

int cli_intake(int argc, char **argv)
{
	struct intake_options o = { 0 };
	const struct option_spec specs[] = { { "--listen", OPTION_VALUE, &o.listen }, { "--group", OPTION_VALUE, &o.group },
		{ "--watch", OPTION_VALUE, &o.watch } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
