/* oncall.c - noroshi oncall: who is on duty for urgent shares, and the later look at them. */
#include "approve/oncall.h"
#include "base/time.h"
#include "cli/desk.h"
#include "share/urgent.h"

struct oncall_options {
	struct str from, to, outcome, note;
	bool all;
};

static int one(struct desk *d, const struct oncall *o, struct err *e)
{
	if (!d->json) {
		desk_cell(d, str_at(o->id, 0, 8), 9);
		buf_printf(&d->out, STR_FMT " - " STR_FMT "  " STR_FMT ", " STR_FMT "%s\n", STR_ARG(desk_time(d, o->from_ms)), STR_ARG(desk_time(d, o->to_ms)),
		    STR_ARG(o->first), STR_ARG(o->second), o->from_ms <= d->by.now_ms ? tr("  on duty now") : "");
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/oncall/1");
	jw_kstr(&d->w, "id", o->id);
	jw_kstr(&d->w, "first", o->first);
	jw_kstr(&d->w, "second", o->second);
	jw_ktime(&d->w, "from", o->from_ms);
	jw_ktime(&d->w, "to", o->to_ms);
	jw_kbool(&d->w, "now", o->from_ms <= d->by.now_ms);
	return desk_json_end(d, e);
}

static int list(struct desk *d, void *options, struct err *e)
{
	struct oncall *all;
	size_t n;

	(void)options;
	if (oncall_list(d->hub->db, d->arena, d->by.now_ms, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (one(d, &all[i], e) < 0)
			return -1;
	if ((n == 0 || all[0].from_ms > d->by.now_ms) && !d->json)
		buf_printf(&d->out, "%s\n", tr("nobody is on call now (noroshi oncall set FIRST SECOND --from DATE --to DATE)"));
	return 0;
}

/* Both days inside. */
static int set(struct desk *d, void *options, struct err *e)
{
	const struct oncall_options *o = options;
	long long from, to;

	if (o->to.p == NULL)
		return err_set(e, ERR_USAGE, "until which day? --to DATE (and --from DATE, else from now)");
	if (cli_date(d->hub, o->from, d->by.now_ms, &from, e) < 0 || cli_date(d->hub, o->to, TIME_NONE, &to, e) < 0)
		return -1;
	to += o->to.n <= strlen("2019-07-31") ? MS_DAY : 0;
	if (oncall_set(d->hub->db, &d->by, d->arena, d->operand[0], d->operand[1], from, to, e) < 0)
		return -1;
	return desk_done(d, "oncall.set", d->operand[0], tr("on call with another"), e);
}

static int end(struct desk *d, void *options, struct err *e)
{
	(void)options;
	if (oncall_end(d->hub->db, &d->by, d->arena, d->operand[0], e) < 0)
		return -1;
	return desk_done(d, "oncall.ended", d->operand[0], tr("no longer on call"), e);
}

/* ---- the later look ---- */

static int row(struct desk *d, const struct urgent_row *u, struct err *e)
{
	bool late = u->reviewed_by.p == NULL && u->due_ms <= d->by.now_ms;

	if (!d->json) {
		desk_cell(d, u->number, 11);
		buf_printf(&d->out, tr("version %lld, released by %s on %s; "), u->rev, u->released_by.p, desk_time(d, u->released_ms).p);
		if (u->reviewed_by.p != NULL)
			buf_printf(&d->out, STR_FMT " (" STR_FMT ") " STR_FMT "\n", STR_ARG(desk_word(d, "oncall.outcome", u->outcome)), STR_ARG(u->reviewed_by), STR_ARG(u->note));
		else
			buf_printf(&d->out, tr("to be looked at by %s%s\n"), desk_date(d, u->due_ms).p, late ? tr("  late") : "");
		return 0;
	}
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/urgent-review/1");
	jw_kstr(&d->w, "share", u->number);
	jw_kint(&d->w, "rev", u->rev);
	jw_kstr(&d->w, "released_by", u->released_by);
	jw_ktime(&d->w, "released", u->released_ms);
	jw_ktime(&d->w, "due", u->due_ms);
	jw_kbool(&d->w, "late", late);
	jw_kstr(&d->w, "reviewed_by", u->reviewed_by);
	jw_ktime(&d->w, "reviewed", u->reviewed_ms);
	jw_kstr(&d->w, "outcome", u->outcome);
	jw_kstr(&d->w, "note", u->note);
	return desk_json_end(d, e);
}

static int review(struct desk *d, void *options, struct err *e)
{
	const struct oncall_options *o = options;
	struct urgent_row *all;
	size_t n;

	if (d->operand_count > 0) {
		if (o->outcome.p == NULL)
			return err_set(e, ERR_USAGE, "what came of the look? --outcome stands, corrected or retracted");
		if (urgent_review(d->hub->db, &d->by, d->arena, d->operand[0], o->outcome, o->note.p != NULL ? o->note : STR(""), e) < 0)
			return -1;
		return desk_done(d, "share.urgent-reviewed", d->operand[0], tr("looked at again"), e);
	}
	if (urgent_list(d->hub->db, d->arena, o->all, &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (row(d, &all[i], e) < 0)
			return -1;
		d->attention |= all[i].reviewed_by.p == NULL && all[i].due_ms <= d->by.now_ms;
	}
	if (n == 0 && !d->json)
		buf_printf(&d->out, "%s\n", tr("nothing waits for a later look"));
	return 0;
}

static const struct desk_verb verbs[] = {
	{ "list", "", DESK_STAFF, list },
	{ "set", "FIRST SECOND", DESK_STAFF, set },
	{ "end", "ID", DESK_STAFF, end },
	{ "review", "[SHARE]", DESK_ANALYST, review },
};

int cli_oncall(int argc, char **argv)
{
	struct oncall_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--from", OPTION_VALUE, &o.from }, { "--to", OPTION_VALUE, &o.to }, { "--outcome", OPTION_VALUE, &o.outcome },
		{ "--note", OPTION_VALUE, &o.note }, { "--all", OPTION_FLAG, &o.all },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
