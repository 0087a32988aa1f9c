/* outbox.c - noroshi outbox: notices that wait, and sending those that are due. */
#include "share/outbox.h"

#include <signal.h>

#include "base/time.h"
#include "cli/desk.h"
#include "registry/lookup.h"

struct options {
	struct str reason;
	bool all, failed;
};

/* Who is told is a matter of the hub's. */
static int must_be_staff(struct desk *d, struct err *e)
{
	bool staff = false;

	if (cli_known_person(d->hub, d->arena, d->as, d->by.now_ms, e) < 0 ||
	    person_has_role(d->hub->db, d->arena, d->as, "analyst lead auditor admin", d->by.now_ms, &staff, e) < 0)
		return -1;
	return staff ? 0 : err_set(e, ERR_DENIED, "the outbox is read by the hub's people");
}

/* ---- looking ---- */

static void json_row(struct desk *d, const struct outbox_row *r)
{
	struct jw *w = &d->w;

	desk_json(d);
	jw_kz(w, "schema", "noroshi/notice/1");
	jw_kstr(w, "notice", r->id);
	jw_kstr(w, "file", r->file);
	jw_kstr(w, "kind", r->kind);
	jw_kstr(w, "share", r->number);
	jw_kstr(w, "person", r->person_id);
	jw_kstr(w, "address", r->address);
	jw_kstr(w, "state", r->state);
	jw_kstr(w, "problem", r->problem);
	jw_kint(w, "tries", r->tries);
	jw_ktime(w, "not_before", r->not_before_ms > 0 ? r->not_before_ms : TIME_NONE);
	jw_ktime(w, "next", r->next_ms > 0 ? r->next_ms : TIME_NONE);
	jw_ktime(w, "sent", r->sent_ms);
}

static void text_row(struct desk *d, const struct outbox_row *r)
{
	long long next = r->next_ms > r->not_before_ms ? r->next_ms : r->not_before_ms;
	bool goes_on = str_eq(r->state, STR("waiting")) || str_eq(r->state, STR("delayed"));

	desk_cell(d, r->file, 41);
	desk_cell(d, r->kind, 12);
	desk_cell(d, r->number.p != NULL ? r->number : STR("-"), 20);
	desk_cell(d, desk_word(d, "states.notice.state", r->state), 10);
	desk_cell(d, goes_on && next > d->by.now_ms ? desk_time(d, next) : STR("-"), 17);
	buf_printf(&d->out, STR_FMT "%s" STR_FMT "\n", STR_ARG(r->person_id), r->problem.n > 0 ? "  " : "", STR_ARG(r->problem));
}

static int list_counts(struct desk *d, struct err *e)
{
	struct outbox_count *counts;
	size_t n;

	if (outbox_counts(d->hub->db, d->arena, &counts, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		buf_printf(&d->out, tr("%s" STR_FMT " %lld (the oldest of " STR_FMT ")"), i > 0 ? ", " : "",
		    STR_ARG(desk_word(d, "states.notice.state", counts[i].state)), counts[i].n, STR_ARG(desk_date(d, counts[i].oldest_ms)));
	if (n > 0)
		buf_char(&d->out, '\n');
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct options *o = options;
	struct outbox_row *rows;
	size_t n;

	if (must_be_staff(d, e) < 0 || outbox_list(d->hub->db, d->arena, o->all, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!d->json)
			text_row(d, &rows[i]);
		else
			json_row(d, &rows[i]);
		if (d->json && desk_json_end(d, e) < 0)
			return -1;
	}
	return d->json || (n == 0 && !o->all) ? 0 : list_counts(d, e);
}

static int show(struct desk *d, void *options, struct err *e)
{
	struct outbox_row r;
	struct str mail;

	(void)options;
	if (must_be_staff(d, e) < 0 || outbox_get(d->hub->db, d->arena, d->operand[0], &r, e) < 0 ||
	    outbox_mail(d->hub, d->arena, r.id, &mail, e) < 0)
		return -1;
	if (d->json) {
		json_row(d, &r);
		jw_kstr(&d->w, "mail", mail);
		return desk_json_end(d, e);
	}
	text_row(d, &r);
	buf_printf(&d->out, tr("tries: %lld, last to: %s\n\n"), r.tries, r.address.p != NULL ? r.address.p : "-");
	buf_add(&d->out, mail);
	return 0;
}

/* ---- sending ---- */

static int flush(struct desk *d, void *options, struct err *e)
{
	struct outbox_result r;

	(void)options;
	signal(SIGPIPE, SIG_IGN);       /* a server that hangs up is an answer, not an end */
	if (outbox_flush(d->hub, &d->by, d->arena, &r, e) < 0)
		return -1;
	d->attention = r.failed + r.delayed > 0;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/outbox/1");
		jw_kint(&d->w, "written", (long long)r.written);
		jw_kint(&d->w, "sent", (long long)r.sent);
		jw_kint(&d->w, "delayed", (long long)r.delayed);
		jw_kint(&d->w, "failed", (long long)(r.failed + r.delayed));
		jw_kbool(&d->w, "away", r.away);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, TR_N("%zu {notice|notices} written, %zu handed over, %zu delayed, %zu failed\n", (long long)r.written), r.written, r.sent, r.delayed, r.failed);
	if (r.away)
		buf_printf(&d->out, tr("the mail server takes nothing at the moment (%s); the rest waits for the next flush\n"), r.words);
	return 0;
}

static int retry(struct desk *d, void *options, struct err *e)
{
	const struct options *o = options;
	long long n = 0;

	if (o->failed == (d->operand_count > 0))
		return err_set(e, ERR_USAGE, "name the notices, or --failed for all that failed");
	if (o->failed)
		n = outbox_retry_failed(d->hub->db, &d->by, e);
	for (size_t i = 0; i < d->operand_count && n >= 0; i++)
		n = outbox_retry(d->hub->db, &d->by, d->arena, d->operand[i], e) < 0 ? -1 : n + 1;
	if (n < 0)
		return -1;
	buf_printf(&d->out, d->json ? "{\"schema\":\"noroshi/outbox-retry/1\",\"notices\":%lld}\n" : TR_N("%lld {notice goes|notices go} with the next flush\n", n), n);
	return 0;
}

static int cancel(struct desk *d, void *options, struct err *e)
{
	const struct options *o = options;

	for (size_t i = 0; i < d->operand_count; i++)
		if (outbox_cancel(d->hub->db, &d->by, d->arena, d->operand[i], o->reason, e) < 0 ||
		    desk_done(d, "notice.cancelled", d->operand[i], tr("cancelled"), e) < 0)
			return -1;
	return 0;
}

static const struct desk_verb verbs[] = {
	{ "list", "", DESK_ANYBODY, list },
	{ "show", "NOTICE", DESK_ANYBODY, show },
	{ "flush", "", DESK_ANYBODY, flush },   /* sending what is due is any timer's */
	{ "retry", "[NOTICE...]", DESK_STAFF, retry },
	{ "cancel", "NOTICE...", DESK_STAFF, cancel },
};

int cli_outbox(int argc, char **argv)
{
	struct options o = { 0 };
	const struct option_spec specs[] = { { "--all", OPTION_FLAG, &o.all }, { "--failed", OPTION_FLAG, &o.failed },
		{ "--reason", OPTION_VALUE, &o.reason } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
