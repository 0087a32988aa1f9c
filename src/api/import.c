/* import.c - a roster or a ledger kept by hand: looked at first, then taken over by the digest of what was looked at. */
#include "import/import.h"

#include "api/things.h"

enum { FILE_MOST_MB = 4 };

struct import_query { struct str kind, name, sheet, heading_row, map, digest; bool skip_hidden; };
static const struct api_field query_fields[] = {
	TEXT_(struct import_query, "kind", kind, API_NEEDED, "roster ledger", NULL),
	TEXT_(struct import_query, "name", name, 0, NULL, "of the file that is the body"),
	TEXT_(struct import_query, "sheet", sheet, 0, NULL, "without it the first that is not hidden"),
	TEXT_(struct import_query, "heading_row", heading_row, 0, NULL, "without it the one that has most known names"),
	BOOL_(struct import_query, "skip_hidden", skip_hidden, 0, "leave hidden rows out"),
	TEXT_(struct import_query, "map", map, 0, NULL, "FIELD=COLUMN, a heading or a letter; several with commas between"),
	TEXT_(struct import_query, "digest", digest, 0, NULL, "of the answer that looked at it: takes it over, all or nothing; without it nothing is written"),
};
API_SHAPE(import_query, NULL, NULL, struct import_query, query_fields);

struct import_upload { struct str *files; size_t files_count; };
static const struct api_field upload_fields[] = { TEXTS_(struct import_upload, "files", files, files_count, API_NEEDED, "one CSV or .xlsx") };
API_SHAPE(import_upload, NULL, "A form with one file; any other media type: the body is the file.", struct import_upload, upload_fields);

struct column_view { struct str field, column, heading; bool needed; };
static const struct api_field column_fields[] = {
	TEXT_(struct column_view, "field", field, 0, NULL, NULL),
	TEXT_(struct column_view, "column", column, API_NULL, NULL, "a letter; null: none"),
	TEXT_(struct column_view, "heading", heading, API_NULL, NULL, NULL),
	BOOL_(struct column_view, "needed", needed, 0, NULL),
};
API_SHAPE(import_column, NULL, "Which column is which field.", struct column_view, column_fields);

struct problem_view { long long line; struct str field, why; };
static const struct api_field problem_fields[] = {
	INT_(struct problem_view, "line", line, 0, "row of the sheet, line of the CSV"),
	TEXT_(struct problem_view, "field", field, API_NULL, NULL, NULL),
	TEXT_(struct problem_view, "why", why, 0, NULL, NULL),
};
API_SHAPE(import_problem, NULL, "Why a row is refused.", struct problem_view, problem_fields);

struct import_view {
	bool applied;
	struct str digest, sheet;
	long long heading_row, taken, before, organisations, memberships, people, refused;
	struct column_view *columns;
	struct problem_view *problems;
	struct str *sentences;
	size_t columns_count, problems_count, sentences_count;
};
static const struct api_field import_fields[] = {
	BOOL_(struct import_view, "applied", applied, 0, "it was taken over; else nothing was written"),
	TEXT_(struct import_view, "digest", digest, 0, NULL, "of the file and all that was chosen: ?digest= takes exactly this"),
	TEXT_(struct import_view, "sheet", sheet, API_NULL, NULL, "null: CSV"),
	INT_(struct import_view, "heading_row", heading_row, 0, NULL),
	INT_(struct import_view, "taken", taken, 0, "rows of a ledger"),
	INT_(struct import_view, "before", before, 0, "rows of a ledger that were taken earlier"),
	INT_(struct import_view, "organisations", organisations, 0, "of a roster"),
	INT_(struct import_view, "memberships", memberships, 0, NULL),
	INT_(struct import_view, "people", people, 0, NULL),
	INT_(struct import_view, "refused", refused, 0, "rows; where there is one nothing is taken over"),
	LIST_(struct import_view, "columns", columns, columns_count, 0, &api_shape_import_column, NULL),
	LIST_(struct import_view, "problems", problems, problems_count, 0, &api_shape_import_problem, NULL),
	TEXTS_(struct import_view, "sentences", sentences, sentences_count, 0, "about lines of a roster"),
};
API_SHAPE(import, "noroshi/import/1", "What a table holds, or what was taken over of it.", struct import_view, import_fields);

static int read_file(struct api_call *c, struct str *bytes_r, struct err *e)
{
	const struct import_query *q = c->query;
	struct uploaded *files;
	char *into;
	size_t n;

	if (uploaded_files(c, q->name, &files, &n, e) < 0)
		return -1;
	if (n != 1)
		return err_set(e, ERR_INPUT, "one file is taken at a time");
	if (files[0].bytes->n > (size_t)FILE_MOST_MB << 20)
		return err_set(e, ERR_LIMIT, "the file is larger than %d MB; cut it in parts, or use noroshi import", FILE_MOST_MB);
	into = arena_alloc(c->a, files[0].bytes->n);
	*bytes_r = (struct str){ into, files[0].bytes->n };
	return content_read(files[0].bytes, 0, into, files[0].bytes->n, e);
}

static int map_all(const struct import_query *q, struct import_table *t, struct err *e)
{
	struct str rest = q->map, one;

	while (q->map.n > 0 && str_split(&rest, ',', &one)) {
		int f = import_field(t->kind, str_upto(one, '='));

		if (f < 0)
			return err_set(e, ERR_INPUT, "there is no field “" STR_FMT "”", STR_ARG(str_upto(one, '=')));
		if (import_map(t, (size_t)f, str_after(one, '='), e) < 0)
			return -1;
	}
	return 0;
}

static void view_table(struct api_call *c, const struct import_table *t, struct import_view *v)
{
	v->sheet = t->sheet;
	v->heading_row = (long long)t->rows[0].number;
	v->digest = import_digest(t);
	v->columns = ARENA_ARRAY(c->a, struct column_view, t->kind->fields_count);
	for (size_t f = 0; f < t->kind->fields_count; f++) {
		int k = t->column[f];

		v->columns[v->columns_count++] = (struct column_view){ str_of(t->kind->fields[f].name), k < 0 ? STR("") : import_letter(c->a, (size_t)k),
			k < 0 ? STR("") : import_heading(t, (size_t)k), t->kind->fields[f].needed };
	}
	v->problems = ARENA_ARRAY(c->a, struct problem_view, t->problems_count + 1);
	for (size_t i = 0; i < t->problems_count; i++)
		v->problems[v->problems_count++] = (struct problem_view){ (long long)t->problems[i].row->number,
			t->problems[i].field < 0 ? STR("") : str_of(t->kind->fields[t->problems[i].field].name), t->problems[i].why };
}

static void view_sentences(struct api_call *c, struct str text, struct import_view *v)
{
	size_t room = 0;
	struct str one;

	while (str_split(&text, '\n', &one))
		if (one.n > 0)
			*ARENA_PUSH(c->a, v->sentences, v->sentences_count, room) = one;
}

int api_import(struct api_call *c, struct err *e)
{
	const struct import_query *q = c->query;
	bool ledger = str_eq(q->kind, STR("ledger"));
	const struct import_kind *kind = ledger ? &import_of_ledger : &import_of_roster;
	const struct import_choice choice = { q->sheet, q->heading_row, q->skip_hidden };
	struct import_result roster = { 0 };
	struct import_counts counts = { 0 };
	struct import_view v = { 0 };
	struct import_table t;
	struct buf sentences;
	enum import_how how;
	struct str bytes;

	c->seen = true;
	if (read_file(c, &bytes, e) < 0 || import_read(c->a, bytes, kind, &choice, &t, e) < 0 || map_all(q, &t, e) < 0)
		return -1;
	if (q->digest.n > 0 && !str_eq(q->digest, import_digest(&t)))
		return err_set(e, ERR_CONFLICT, "this is not what was looked at: the file, its sheet or a column is another; nothing was written");
	how = q->digest.n > 0 ? IMPORT_WHOLE : IMPORT_LOOK;
	buf_init_arena(&sentences, c->a, 1 << 20);
	if ((ledger ? import_ledger(c->hub, &c->by, &t, how, &counts, e) : import_roster(c->hub, &c->by, &t, how, &roster, &sentences, e)) < 0)
		return -1;
	view_table(c, &t, &v);
	view_sentences(c, buf_str(&sentences), &v);
	v.refused = (long long)t.problems_count + roster.bad;
	v.applied = how == IMPORT_WHOLE && v.refused == 0;
	v.taken = counts.taken;
	v.before = counts.before;
	v.organisations = roster.orgs;
	v.memberships = roster.memberships;
	v.people = roster.people;
	return api_give(c, &v);
}
