/* roster.c - noroshi roster: import, all or nothing; show and changes at any date. */
#include "cli/roster.h"

#include <stdio.h>

#include "base/file.h"
#include "base/time.h"
#include "cli/org_alike.h"
#include "registry/import.h"

enum { ROSTER_MOST = 64 << 20 };

int roster_recorded(struct desk *d, struct str date, long long *ms_r, struct err *e)
{
	*ms_r = TIME_FOREVER - 1;
	if (date.p == NULL)
		return 0;
	if (time_parse_date(date, (int)d->hub->conf.zone_minutes, ms_r, e) < 0)
		return -1;
	*ms_r += MS_DAY - 1;
	return 0;
}

static int print_result(struct desk *d, const struct import_result *r, bool dry_run, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kint(&d->w, "sigs", r->sigs);
		jw_kint(&d->w, "organisations", r->orgs);
		jw_kint(&d->w, "people", r->people);
		jw_kint(&d->w, "memberships", r->memberships);
		jw_kint(&d->w, "liaisons", r->liaisons);
		jw_kint(&d->w, "refused", r->bad);
		jw_kbool(&d->w, "taken", r->bad == 0 && !dry_run);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, TR_N("%d {SIG|SIGs}, %d {organisation|organisations}, %d {person|people}, %d {membership|memberships}, %d liaison {system|systems}\n", r->sigs, r->orgs, r->people, r->memberships, r->liaisons), r->sigs, r->orgs,
	    r->people, r->memberships, r->liaisons);
	if (r->bad > 0)
		buf_printf(&d->out, TR_N("%d {row was|rows were} refused, so nothing was taken\n", r->bad), r->bad);
	else if (dry_run)
		buf_z(&d->out, tr("a dry run: nothing was taken\n"));
	return desk_flush(d, e);
}

static int import(struct desk *d, void *options, struct err *e)
{
	const struct roster_options *o = options;
	const char *path = arena_cstr(d->arena, d->operand[0]);
	struct import_result result;
	struct buf problems;
	struct str file;
	int status;

	if (file_read(d->arena, path, ROSTER_MOST, &file, e) < 0)
		return -1;
	buf_init(&problems, 16 << 20);
	status = roster_import(d->hub, &d->by, d->arena, file, str_iends(d->operand[0], STR(".csv")), o->dry_run, &result, &problems, e);
	fputs(problems.n > 0 ? problems.p : "", stderr);
	buf_fini(&problems);
	if (status < 0)
		return -1;
	if (result.bad == 0 && !o->dry_run && org_alike_warn(d, e) < 0)
		return -1;
	/* a dry run has done what it was for */
	d->refused = result.bad > 0 && !o->dry_run;
	d->attention = result.bad > 0;
	return print_result(d, &result, o->dry_run, e);
}

static const struct desk_verb verbs[] = {
	{ "import", "FILE", DESK_ANYBODY, import },
	{ "show", "", DESK_ANYBODY, roster_verb_show },
	{ "changes", "", DESK_ANYBODY, roster_verb_changes },
};

int cli_roster(int argc, char **argv)
{
	struct roster_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--dry-run", OPTION_FLAG, &o.dry_run }, { "--at", OPTION_VALUE, &o.at }, { "--as-recorded-on", OPTION_VALUE, &o.recorded },
		{ "--from", OPTION_VALUE, &o.from }, { "--to", OPTION_VALUE, &o.to }, { "--csv", OPTION_FLAG, &o.csv },
		{ "--members", OPTION_FLAG, &o.members },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
