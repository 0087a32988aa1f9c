/* roster.c - noroshi roster import FILE [--dry-run] */
#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "registry/import.h"

static int print_result(struct arena *a, const struct import_result *r, bool json, bool dry_run, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 16);
	if (!json) {
		buf_printf(&out, tr("%d SIGs, %d organisations, %d people, %d memberships, %d liaison systems\n"), r->sigs, r->orgs,
		    r->people, r->memberships, r->liaisons);
		if (r->bad > 0)
			buf_printf(&out, tr("%d rows were refused, so nothing was taken\n"), r->bad);
		else if (dry_run)
			buf_z(&out, tr("a dry run: nothing was taken\n"));
		return out_flush(&out, e);
	}
	jw_init(&w, &out);
	jw_object(&w);
	jw_kint(&w, "sigs", r->sigs);
	jw_kint(&w, "organisations", r->orgs);
	jw_kint(&w, "people", r->people);
	jw_kint(&w, "memberships", r->memberships);
	jw_kint(&w, "liaisons", r->liaisons);
	jw_kint(&w, "refused", r->bad);
	jw_kbool(&w, "taken", r->bad == 0 && !dry_run);
	jw_end_object(&w);
	return out_line(&out, e);
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	static const char *const verbs[] = { "import" };
	struct str_list operands = { 0 };
	struct str dir = STR_NONE, as = STR_NONE, file;
	struct import_result result;
	struct buf problems;
	struct hub *hub;
	struct rng rng;
	struct act by;
	bool dry_run = false, json = false;
	const struct option_spec specs[] = { { "--hub", OPTION_VALUE, &dir }, { "--as", OPTION_VALUE, &as },
		{ "--dry-run", OPTION_FLAG, &dry_run }, { "--json", OPTION_FLAG, &json } };
	int status = cli_options(a, argc, argv, specs, 4, &operands, e);

	if (status != 0)
		return status;
	if (cli_verb(&operands, verbs, 1, e) < 0)
		return -1;
	if (operands.count != 2)
		return err_set(e, ERR_USAGE, "roster import takes one file, .json or .csv");
	if (file_read(a, arena_cstr(a, operands.items[1]), 64 << 20, &file, e) < 0 || cli_open_hub(a, dir, &hub, e) < 0)
		return -1;
	by = cli_act(a, as, &rng);
	buf_init(&problems, 16 << 20);
	status = roster_import(hub, &by, a, file, str_iends(operands.items[1], STR(".csv")), dry_run, &result, &problems, e);
	fputs(problems.n > 0 ? problems.p : "", stderr);
	buf_fini(&problems);
	if (status == 0)
		status = print_result(a, &result, json, dry_run, e);
	hub_close(hub);
	return status < 0 ? -1 : result.bad > 0 ? 2 : 0;
}

int cli_roster(int argc, char **argv)
{
	struct arena *a = arena_new(512 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : status == 2 ? 2 : 0;
}
