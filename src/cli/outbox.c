/* outbox.c - noroshi outbox: notices that wait, and sending those that are due. */
#include "share/outbox.h"

#include "base/json.h"
#include "base/time.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "registry/lookup.h"

struct options {
	struct str hub, as;
	bool json, all;
	struct str_list operands;
};

static int list(struct hub *hub, struct arena *a, const struct options *o, struct buf *out, struct err *e)
{
	struct outbox_row *rows;
	size_t n;

	if (outbox_list(hub->db, a, o->all, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct outbox_row *r = &rows[i];
		struct jw w;

		if (!o->json) {
			buf_printf(out, "%s  %-10s %-11s %-8s %s%s%s\n", r->file.p, r->kind.p, r->number.p != NULL ? r->number.p : "-", r->state.p,
			    r->person_id.p, r->problem.n > 0 ? "  " : "", r->problem.p);
			continue;
		}
		jw_init(&w, out);
		jw_object(&w);
		jw_kz(&w, "schema", "noroshi/notice/1");
		jw_kstr(&w, "file", r->file);
		jw_kstr(&w, "kind", r->kind);
		jw_kstr(&w, "share", r->number);
		jw_kstr(&w, "person", r->person_id);
		jw_kstr(&w, "state", r->state);
		jw_kstr(&w, "problem", r->problem);
		jw_kint(&w, "tries", r->tries);
		jw_ktime(&w, "not_before", r->not_before_ms > 0 ? r->not_before_ms : TIME_NONE);
		jw_ktime(&w, "sent", r->sent_ms);
		jw_end_object(&w);
		buf_char(out, '\n');
	}
	return out_flush(out, e);
}

static int flush(struct hub *hub, const struct act *by, struct arena *a, const struct options *o, struct buf *out, struct err *e)
{
	struct outbox_result r;

	if (outbox_flush(hub, by, a, &r, e) < 0)
		return -1;
	buf_printf(out, o->json ? "{\"schema\":\"noroshi/outbox/1\",\"written\":%zu,\"sent\":%zu,\"failed\":%zu}\n" :
	    tr("%zu notices written, %zu handed to the mail command, %zu failed\n"), r.written, r.sent, r.failed);
	return out_flush(out, e) < 0 ? -1 : r.failed > 0 ? 1 : 0;
}

static int work(struct arena *a, const struct options *o, struct err *e)
{
	static const char *const verbs[] = { "list", "flush" };
	struct hub *hub;
	struct act by;
	struct rng rng;
	struct buf out;
	bool staff = false;
	int status, verb = cli_verb(&o->operands, verbs, 2, e);

	if (verb < 0 || cli_open_hub(a, o->hub, &hub, e) < 0)
		return -1;
	by = cli_act(a, o->as, &rng);
	buf_init_arena(&out, a, 64 << 20);
	/* who is told is a matter of the hub's; sending what is due is any timer's */
	status = verb == 0 || o->as.p != NULL ? cli_known_person(hub, a, o->as, by.now_ms, e) : 0;
	if (status == 0 && verb == 0)
		status = person_has_role(hub->db, a, o->as, "analyst lead auditor admin", by.now_ms, &staff, e);
	if (status == 0 && verb == 0 && !staff)
		status = err_set(e, ERR_DENIED, "the outbox is read by the hub's people");
	if (status == 0)
		status = verb == 0 ? list(hub, a, o, &out, e) : flush(hub, &by, a, o, &out, e);
	hub_close(hub);
	return status;
}

int cli_outbox(int argc, char **argv)
{
	struct arena *a = arena_new(256 << 20, arena_full_exit);
	struct options o = { 0 };
	struct err e = { 0 };
	const struct option_spec specs[] = { { "--hub", OPTION_VALUE, &o.hub }, { "--as", OPTION_VALUE, &o.as },
		{ "--json", OPTION_FLAG, &o.json }, { "--all", OPTION_FLAG, &o.all } };
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &o.operands, &e);

	status = status == 0 ? work(a, &o, &e) : status > 0 ? 0 : -1;    /* 1: help was printed */
	arena_free(a);
	return status < 0 ? cli_fail(&e) : status;
}
