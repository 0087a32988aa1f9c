/* indicators.c - noroshi indicators compile|show|blocklist: sets out of lists, and what is in one. */
#include <stdio.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/hub_cli.h"
#include "cli/hunt_lists.h"
#include "cli/indicators_blocklist.h"
#include "cli/out.h"

enum { REFUSED_MOST = 512 << 20 };

static int write_refused(const char *path, const struct buf *rows, struct err *e)
{
	return file_replace(path, buf_str(rows), 0644, e);
}

static int compile(struct arena *a, struct str_list *operands, struct str output, struct str refused, struct err *e)
{
	struct str_list lists = { operands->items + 1, operands->count - 1, 0 };
	struct list_report r = { 0 };
	struct buf rows;
	struct str bytes = STR_NONE;
	int status;

	if (lists.count == 0 || output.p == NULL)
		return err_set(e, ERR_USAGE, "compile takes lists and -o SET");
	buf_init(&rows, REFUSED_MOST);
	if (refused.p != NULL) {
		r.all_refused = &rows;
		csv_bom(&rows);
		csv_field(&rows, true, STR("row"));
		csv_field(&rows, false, STR("value"));
		csv_field(&rows, false, STR("reason"));
		csv_end(&rows);
	}
	status = hunt_lists_compile(a, &lists, NULL, &r, &bytes, e);
	if (status == 0)
		status = file_replace(arena_cstr(a, output), bytes, 0644, e);
	if (r.all_refused != NULL && write_refused(arena_cstr(a, refused), &rows, e) < 0)
		status = -1;
	buf_fini(&rows);
	free((void *)(uintptr_t)bytes.p);
	hunt_lists_tell(&r);
	if (status < 0)
		return -1;
	fprintf(stderr, TR_N("%lld of %lld {row|rows} taken, %lld refused; the set has %zu bytes\n", r.rows), r.taken, r.rows, r.refused, bytes.n);
	return r.refused > 0;
}

static int show_json(struct arena *a, const struct set *set, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 4 << 20);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/indicator-set-info/1");
	jw_kint(&w, "version", SET_VERSION);
	jw_kint(&w, "bytes", (long long)set->bytes);
	jw_kint(&w, "indicators", set->listed_count);
	jw_kobject(&w, "types");
	for (int i = 0; i < VALUE_TYPES; i++)
		jw_kint(&w, value_type_names[i], set->counts[i]);
	jw_end_object(&w);
	jw_key(&w, "provenance");
	if (set->provenance.n > 0)
		jw_raw(&w, set->provenance);
	else
		jw_null(&w);
	jw_end_object(&w);
	return out_line(&out, e);
}

static int show(struct arena *a, struct str_list *operands, bool json, struct err *e)
{
	struct set set;
	int status = 0;

	if (operands->count != 2)
		return err_set(e, ERR_USAGE, "show takes one set");
	if (set_open(arena_cstr(a, operands->items[1]), &set, e) < 0)
		return -1;
	if (json) {
		status = show_json(a, &set, e);
	} else {
		printf(TR_N("%u {indicator|indicators}, %zu bytes, format version %d\n", set.listed_count), set.listed_count, set.bytes, SET_VERSION);
		for (int i = 0; i < VALUE_TYPES; i++)
			if (set.counts[i] > 0)
				printf("  %-8s %u\n", value_type_names[i], set.counts[i]);
		printf("%.*s\n", STR_ARG(set.provenance));
	}
	set_close(&set);
	return status;
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	static const char *const verbs[] = { "compile", "show", "blocklist" };
	struct str_list operands = { 0 }, lists = { 0 }, sets = { 0 };
	struct str output = STR_NONE, refused = STR_NONE, type = STR_NONE;
	bool json = false, all = false;
	const struct option_spec specs[] = { { "-o", OPTION_VALUE, &output }, { "--refused", OPTION_VALUE, &refused },
		{ "--json", OPTION_FLAG, &json }, { "--indicators", OPTION_LIST, &lists }, { "--set", OPTION_LIST, &sets },
		{ "--type", OPTION_VALUE, &type }, { "--all", OPTION_FLAG, &all } };
	int status = cli_options(a, argc, argv, specs, sizeof specs / sizeof specs[0], &operands, e), verb;

	if (status != 0)
		return status < 0 ? -1 : 0;
	verb = cli_verb(&operands, verbs, sizeof verbs / sizeof verbs[0], e);
	if (verb == 2)
		return indicators_blocklist(a, &(struct blocklist_options){ &lists, &sets, type, output, all }, e);
	return verb < 0 ? -1 : verb == 0 ? compile(a, &operands, output, refused, e) : show(a, &operands, json, e);
}

int cli_indicators(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)8 << 30, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : status;
}
