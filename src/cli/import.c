/* import.c - noroshi import ledger|roster: from the tables of today, a dry run unless --apply. */
#include "import/import.h"

#include <jansson.h>
#include <stdio.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/desk.h"

enum { FILE_MOST = 64 << 20, REFUSED_MOST = 64 << 20 };

struct import_options {
	struct str sheet, heading_row, mapping, save_mapping, refused;
	struct str_list map;
	bool apply, skip_hidden;
};

/* ---- the mapping that people say ---- */

static int map_one(struct import_table *t, struct str name, struct str column, struct err *e)
{
	const char *names[IMPORT_FIELDS], *near;
	int f = import_field(t->kind, name);

	if (f >= 0)
		return import_map(t, (size_t)f, column, e);
	for (size_t i = 0; i < t->kind->fields_count; i++)
		names[i] = t->kind->fields[i].name;
	near = cli_nearest(name, names, t->kind->fields_count);
	return err_set(e, ERR_USAGE, "there is no field “" STR_FMT "”; the nearest is %s", STR_ARG(name), near != NULL ? near : names[0]);
}

static int load_mapping(struct import_table *t, const char *path, struct err *e)
{
	json_error_t error;
	json_t *root, *value;
	const char *name;
	struct str file;
	int status = 0;

	if (file_read(t->arena, path, 1 << 20, &file, e) < 0)
		return -1;
	root = json_loadb(file.p, file.n, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(json_object_get(root, "fields")) ||
	    !str_eq(str_of(json_string_value(json_object_get(root, "kind"))), str_of(t->kind->name)))
		status = err_set(e, ERR_INPUT, "%s is no mapping of a %s", path, t->kind->name);
	if (status == 0)
		json_object_foreach(json_object_get(root, "fields"), name, value)
			if (status == 0)
				status = map_one(t, str_of(name), json_is_string(value) ? str_of(json_string_value(value)) : STR(""), e);
	json_decref(root);
	return status;
}

static int save_mapping(struct import_table *t, const char *path, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, t->arena, 1 << 20);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/mapping/1");
	jw_kz(&w, "kind", t->kind->name);
	jw_kobject(&w, "fields");
	for (size_t f = 0; f < t->kind->fields_count; f++)
		jw_kstr(&w, t->kind->fields[f].name, t->column[f] < 0 ? STR("") : import_heading(t, (size_t)t->column[f]));
	jw_end_object(&w);
	jw_end_object(&w);
	buf_char(&out, '\n');
	return file_replace(path, buf_str(&out), 0644, e);
}

static int open_table(struct desk *d, const struct import_options *o, const struct import_kind *kind, struct import_table *t, struct err *e)
{
	const struct import_choice choice = { o->sheet, o->heading_row, o->skip_hidden };
	struct str file;

	if (file_read(d->arena, arena_cstr(d->arena, d->operand[0]), FILE_MOST, &file, e) < 0 || import_read(d->arena, file, kind, &choice, t, e) < 0)
		return -1;
	if (o->mapping.p != NULL && load_mapping(t, arena_cstr(d->arena, o->mapping), e) < 0)
		return -1;
	for (size_t i = 0; i < o->map.count; i++) {
		if (str_find_char(o->map.items[i], '=') < 0)
			return err_set(e, ERR_USAGE, "--map takes FIELD=COLUMN, not “" STR_FMT "”", STR_ARG(o->map.items[i]));
		if (map_one(t, str_upto(o->map.items[i], '='), str_after(o->map.items[i], '='), e) < 0)
			return -1;
	}
	return o->save_mapping.p != NULL ? save_mapping(t, arena_cstr(d->arena, o->save_mapping), e) : 0;
}

/* ---- what is said ---- */

static void preview(struct desk *d, const struct import_table *t)
{
	const struct table_line *heading = &t->rows[0];

	buf_printf(&d->out, t->sheet.n > 0 ? tr("sheet “%.*s”, heading in row %zu\n") : tr("%.*sheading in line %zu\n"), STR_ARG(t->sheet),
	    heading->number);
	for (size_t f = 0; f < t->kind->fields_count; f++) {
		int c = t->column[f];

		desk_cell(d, str_of(t->kind->fields[f].name), 14);
		if (c < 0) {
			buf_z(&d->out, "-\n");
			continue;
		}
		desk_cell(d, import_letter(d->arena, (size_t)c), 4);
		desk_cell(d, utf8_cut(import_heading(t, (size_t)c), 40), 24);
		buf_printf(&d->out, STR_FMT "\n", STR_ARG(t->rows_count > 1 ? utf8_cut(import_cell(t, &t->rows[1], f), 60) : STR("")));
	}
	for (size_t c = 0; c < heading->count; c++) {
		bool used = str_trim(heading->cells[c]).n == 0;

		for (size_t f = 0; f < t->kind->fields_count; f++)
			used |= t->column[f] == (int)c;
		if (!used)
			buf_printf(&d->out, tr("passed over: column %.*s, %.*s\n"), STR_ARG(import_letter(d->arena, c)),
			    STR_ARG(utf8_cut(str_trim(heading->cells[c]), 60)));
	}
	if (t->hidden > 0)
		buf_printf(&d->out, TR_N("%zu hidden {row is|rows are} taken too (--skip-hidden leaves {it|them} out)\n", (long long)t->hidden, (long long)t->hidden), t->hidden);
}

static void say_problem(struct desk *d, const struct import_table *t, const struct import_problem *p)
{
	if (p->field >= 0 && t->column[p->field] >= 0)
		fprintf(stderr, tr("line %zu, column %s (%s): %s\n"), p->row->number, import_letter(d->arena, (size_t)t->column[p->field]).p,
		    t->kind->fields[p->field].name, p->why.p);
	else
		fprintf(stderr, tr("line %zu: %s\n"), p->row->number, p->why.p);
}

static void keep_refused(struct buf *out, const struct table_line *row, struct str line, struct str why)
{
	csv_field(out, true, line);
	csv_field(out, false, why);
	for (size_t i = 0; i < row->count; i++)
		csv_field(out, false, row->cells[i]);
	csv_end(out);
}

/* What was refused: said line by line, and kept as CSV with line and reason. */
static int say_problems(struct desk *d, const struct import_options *o, const struct import_table *t, struct err *e)
{
	struct buf refused;

	for (size_t i = 0; i < t->problems_count; i++)
		say_problem(d, t, &t->problems[i]);
	if (o->refused.p == NULL || t->problems_count == 0)
		return 0;
	buf_init_arena(&refused, d->arena, REFUSED_MOST);
	csv_bom(&refused);
	keep_refused(&refused, &t->rows[0], STR("line"), STR("reason"));
	for (size_t i = 0; i < t->problems_count; i++)
		keep_refused(&refused, t->problems[i].row, arena_printf(d->arena, "%zu", t->problems[i].row->number), t->problems[i].why);
	return file_replace(arena_cstr(d->arena, o->refused), buf_str(&refused), 0600, e);
}

/* ---- the verbs ---- */

static int ledger(struct desk *d, void *options, struct err *e)
{
	const struct import_options *o = options;
	struct import_counts n;
	struct import_table t;

	if (open_table(d, o, &import_of_ledger, &t, e) < 0 || import_ledger(d->hub, &d->by, &t, o->apply ? IMPORT_GOOD : IMPORT_LOOK, &n, e) < 0 ||
	    say_problems(d, o, &t, e) < 0)
		return -1;
	d->attention = t.problems_count > 0;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/import/1");
		jw_kbool(&d->w, "applied", o->apply);
		jw_kint(&d->w, "taken", n.taken);
		jw_kint(&d->w, "before", n.before);
		jw_kint(&d->w, "refused", (long long)t.problems_count);
		return desk_json_end(d, e) < 0 ? -1 : desk_flush(d, e);
	}
	preview(d, &t);
	buf_printf(&d->out, o->apply ? tr("%lld taken, %lld taken before, %zu refused\n") : tr("%lld would be taken, %lld were taken before, %zu refused\n"),
	    n.taken, n.before, t.problems_count);
	if (!o->apply)
		buf_z(&d->out, tr("a dry run: nothing was written; --apply writes\n"));
	return desk_flush(d, e);
}

static int roster(struct desk *d, void *options, struct err *e)
{
	const struct import_options *o = options;
	struct import_result result;
	struct import_table t;
	struct buf problems;
	int status;

	if (open_table(d, o, &import_of_roster, &t, e) < 0)
		return -1;
	buf_init(&problems, 16 << 20);
	status = import_roster(d->hub, &d->by, &t, o->apply ? IMPORT_WHOLE : IMPORT_LOOK, &result, &problems, e);
	if (status == 0)
		status = say_problems(d, o, &t, e);
	fputs(problems.n > 0 ? problems.p : "", stderr);
	buf_fini(&problems);
	if (status < 0)
		return -1;
	d->attention = result.bad > 0 || t.problems_count > 0;
	d->refused = d->attention && o->apply;
	if (!d->json)
		preview(d, &t);
	buf_printf(&d->out, d->json ? "{\"schema\":\"noroshi/import/1\",\"organisations\":%d,\"memberships\":%d,\"people\":%d,\"refused\":%zu}\n" :
	    TR_N("%d {organisation|organisations}, %d {membership|memberships}, %d {person|people}; %zu {row|rows} refused\n", result.orgs, result.memberships, result.people, (long long)result.bad + (long long)t.problems_count), result.orgs, result.memberships, result.people,
	    (size_t)result.bad + t.problems_count);
	if (!o->apply && !d->json)
		buf_z(&d->out, tr("a dry run: nothing was written; --apply writes\n"));
	return desk_flush(d, e);
}

static const struct desk_verb verbs[] = {
	{ "ledger", "FILE", DESK_STAFF, ledger },
	{ "roster", "FILE", DESK_REGISTRAR, roster },
};

int cli_import(int argc, char **argv)
{
	struct import_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--sheet", OPTION_VALUE, &o.sheet }, { "--heading-row", OPTION_VALUE, &o.heading_row }, { "--map", OPTION_LIST, &o.map },
		{ "--mapping", OPTION_VALUE, &o.mapping }, { "--save-mapping", OPTION_VALUE, &o.save_mapping },
		{ "--refused", OPTION_VALUE, &o.refused }, { "--apply", OPTION_FLAG, &o.apply }, { "--skip-hidden", OPTION_FLAG, &o.skip_hidden },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
