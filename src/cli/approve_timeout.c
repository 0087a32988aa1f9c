/* approve_timeout.c - noroshi approve timeout: what is done when an answer is late.  None of it is a yes. */
#include "cli/approve.h"
#include "cli/share_cli.h"
#include "share/own_origin.h"

static int tell(struct approve_run *j, enum approve_late what, struct err *e)
{
	long long told;

	if (approve_late(j->hub, &j->by, j->arena, j->number, j->o->org, what, &told, e) < 0)
		return -1;
	buf_printf(&j->out, j->o->json ? "{\"schema\":\"noroshi/reminded/1\",\"notices\":%lld}\n" : TR_N("%lld {reminder|reminders}\n", told), told);
	return out_flush(&j->out, e);
}

/* Every late source's material goes; with all of them late nothing would be left. */
static int drop(struct approve_run *j, struct err *e)
{
	struct share_options o = { .number = j->number, .json = j->o->json, .is_late = true, .summary_ja = j->o->summary_ja,
		.summary_en = j->o->summary_en };
	struct share_run run = { .arena = j->arena, .opened = j->hub, .by = j->by, .o = &o };
	struct share_row s;
	struct str *late;
	size_t n;
	int status = 0;

	if (approve_late_orgs(j->hub->db, &j->by, j->arena, j->number, j->o->org, &late, &n, e) < 0 ||
	    share_get(j->hub->db, j->arena, j->number, j->by.now_ms, &s, e) < 0)
		return -1;
	if ((long long)n >= s.sources)
		return err_set(e, ERR_CONFLICT, "share " STR_FMT ": no other source would be left; wait, or share what a public source states (--own-origin)",
		    STR_ARG(j->number));
	buf_init_arena(&run.out, j->arena, 16 << 20);
	for (size_t i = 0; i < n && status >= 0; i++) {
		o.without_org = late[i];
		status = share_cli_change(&run, s.released_rev > 0 ? SHARE_CORRECTION : SHARE_EDIT, e);
	}
	return status;
}

static int own_origin(struct approve_run *j, struct err *e)
{
	struct share_options o = { .number = j->number, .json = j->o->json };
	struct share_run run = { .arena = j->arena, .opened = j->hub, .by = j->by, .o = &o };
	struct share_made made;

	buf_init_arena(&run.out, j->arena, 16 << 20);
	return share_own_origin(j->hub, &j->by, j->arena, j->number, &made, e) < 0 ? -1 : share_cli_made(&run, &made, e);
}

int approve_cli_timeout(struct approve_run *j, struct err *e)
{
	const struct approve_options *o = j->o;

	if (o->remind + o->deputy + o->drop_source + o->own_origin != 1)
		return err_set(e, ERR_USAGE, "what is to be done with a late answer? one of --remind, --deputy, --drop-source, --own-origin; it never becomes a yes");
	if (o->remind || o->deputy)
		return tell(j, o->remind ? LATE_REMIND : LATE_DEPUTY, e);
	return o->drop_source ? drop(j, e) : own_origin(j, e);
}
