/* import.c - a roster or a ledger kept by hand is looked at, its columns are named, and it is taken over, all of it or nothing.
 *
 * Nothing is kept between looking and taking: who takes chooses the file once more, and a digest of its bytes and of all that was
 * chosen shows that it is what was looked at.  Only the jailed child looks inside (worker/sheet.h). */
#include "import/import.h"

#include "base/text.h"
#include "web/page_import.h"
#include "web/look.h"

enum { FILE_MOST_MB = 4, ROWS_SHOWN = 5, PROBLEMS_SHOWN = 100, CELL_SHOWN = 80 };

static const struct import_kind *const kinds[] = { &import_of_roster, &import_of_ledger };
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* The table that is looked at, and what became of it. */
struct looked {
	struct import_table t;
	struct import_counts ledger;
	struct import_result roster;
	struct buf sentences;
};

static bool is_ledger(const struct looked *l)
{
	return l->t.kind == &import_of_ledger;
}

/* ---- what is asked for ---- */

static const struct import_kind *kind_asked(const struct web_call *c)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_eq(web_field(c, "kind"), str_of(kinds[i]->name)))
			return kinds[i];
	return NULL;
}

static const struct http_file *file_sent(const struct web_call *c)
{
	for (size_t i = 0; i < c->q->file_count; i++)
		if (str_eq(c->q->files[i].field, STR("file")) && c->q->files[i].bytes.n > 0)
			return &c->q->files[i];
	return NULL;
}

static int read_file(struct web_call *c, const struct http_file *f, struct str *bytes_r, struct err *e)
{
	char *into;

	if (f->bytes.n > (size_t)FILE_MOST_MB << 20)
		return err_set(e, ERR_LIMIT, "the file is larger than %d MB; cut it in parts, or use noroshi import", FILE_MOST_MB);
	into = arena_alloc(c->a, f->bytes.n);
	*bytes_r = (struct str){ into, f->bytes.n };
	return content_read(&f->bytes, 0, into, f->bytes.n, e);
}

/* Of which kind, sheet and heading row the columns are. */
static struct str place_of(struct arena *a, const struct import_table *t)
{
	return arena_printf(a, "%s " STR_FMT " %zu", t->kind->name, STR_ARG(t->sha256), t->rows[0].number);
}

/* The columns are those of the form where it is about the same sheet and heading, else they are guessed. */
static int read_table(struct web_call *c, const struct import_kind *kind, struct str bytes, struct import_table *t, struct err *e)
{
	const struct import_choice choice = { web_field(c, "sheet"), web_field(c, "heading_row"), web_field(c, "skip_hidden").n > 0 };
	struct import_choice guessed = choice;

	if (web_field(c, "of").n > 0 && !str_eq(web_field(c, "of"), arena_printf(c->a, "%s " STR_FMT, kind->name, STR_ARG(sha256_hex(c->a, bytes)))))
		guessed.sheet = guessed.heading_row = STR_NONE;         /* another file */
	if (import_read(c->a, bytes, kind, &guessed, t, e) < 0)
		return -1;
	if (!str_eq(web_field(c, "was"), place_of(c->a, t)) || !str_eq(web_field(c, "was_sheet"), t->sheet))
		return 0;
	for (size_t f = 0; f < kind->fields_count; f++)
		if (import_map(t, f, web_field(c, arena_printf(c->a, "map.%s", kind->fields[f].name).p), e) < 0)
			return -1;
	return 0;
}

static int take(struct web_call *c, struct looked *l, enum import_how how, struct err *e)
{
	buf_init_arena(&l->sentences, c->a, 1 << 20);
	return is_ledger(l) ? import_ledger(c->hub, &c->by, &l->t, how, &l->ledger, e) :
	    import_roster(c->hub, &c->by, &l->t, how, &l->roster, &l->sentences, e);
}

static bool is_good(const struct looked *l)
{
	return l->t.problems_count == 0 && l->roster.bad == 0;
}

/* ---- the page ---- */

static struct str shown(struct str cell)
{
	return utf8_cut(cell, CELL_SHOWN);
}

static void show_field(struct web_call *c, const struct import_table *t, size_t f, struct import_field_shown *x)
{
	const struct import_field *field = &t->kind->fields[f];
	size_t n = t->rows[0].count;

	*x = (struct import_field_shown){ .name = arena_printf(c->a, "map.%s", field->name), .label = web_word(c, "import.field", str_of(field->name)),
		.needed = field->needed, .sample = t->rows_count > 1 ? shown(import_cell(t, &t->rows[1], f)) : STR("") };
	x->columns = ARENA_ARRAY(c->a, struct option, n + 1);
	x->columns[x->columns_count++] = (struct option){ STR(""), STR("–"), false };
	for (size_t i = 0; i < n && i < IMPORT_COLUMNS; i++) {
		struct str letter = import_letter(c->a, i);

		x->columns[x->columns_count++] = (struct option){ letter, arena_printf(c->a, STR_FMT "  " STR_FMT, STR_ARG(letter), STR_ARG(shown(import_heading(t, i)))),
			t->column[f] == (int)i };
	}
}

static void show_rows(struct web_call *c, const struct import_table *t, struct import_page *p)
{
	size_t n = t->rows_count < ROWS_SHOWN + 1 ? t->rows_count : ROWS_SHOWN + 1;

	p->rows = ARENA_ARRAY(c->a, struct import_row_shown, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct import_row_shown *x = &p->rows[p->rows_count++];

		*x = (struct import_row_shown){ (long long)t->rows[i].number, ARENA_ARRAY(c->a, struct str, t->rows[i].count + 1), t->rows[i].count };
		for (size_t k = 0; k < t->rows[i].count; k++)
			x->cells[k] = shown(t->rows[i].cells[k]);
	}
}

static void show_problems(struct web_call *c, struct looked *l, struct import_page *p)
{
	const struct import_table *t = &l->t;
	struct str rest = buf_str(&l->sentences), one;

	p->problems = ARENA_ARRAY(c->a, struct import_problem_shown, PROBLEMS_SHOWN);
	for (size_t i = 0; i < t->problems_count && i < PROBLEMS_SHOWN; i++) {
		const struct import_problem *x = &t->problems[i];
		int column = x->field >= 0 ? t->column[x->field] : -1;

		p->problems[p->problems_count++] = (struct import_problem_shown){ (long long)x->row->number, column < 0 ? STR("") :
			arena_printf(c->a, STR_FMT "  " STR_FMT, STR_ARG(import_letter(c->a, (size_t)column)), STR_ARG(shown(import_heading(t, (size_t)column)))), x->why };
	}
	p->sentences = ARENA_ARRAY(c->a, struct str, PROBLEMS_SHOWN);
	while (p->sentences_count < PROBLEMS_SHOWN && str_split(&rest, '\n', &one))
		if (one.n > 0)
			p->sentences[p->sentences_count++] = one;
	p->problems_all = (long long)t->problems_count + l->roster.bad;
}

static void show_table(struct web_call *c, struct looked *l, struct import_page *p)
{
	const struct import_table *t = &l->t;

	p->heading_row = (long long)t->rows[0].number;
	p->hidden = (long long)t->hidden;
	p->sheets = ARENA_ARRAY(c->a, struct option, t->sheets_count + 1);
	for (size_t i = 0; i < t->sheets_count && t->sheet.n > 0; i++)
		p->sheets[p->sheets_count++] = (struct option){ t->sheets[i], t->sheets[i], str_eq(t->sheets[i], t->sheet) };
	p->sheet = t->sheet;
	p->of = arena_printf(c->a, "%s " STR_FMT, t->kind->name, STR_ARG(t->sha256));
	p->was = place_of(c->a, t);
	p->fields_count = t->kind->fields_count;
	p->fields = ARENA_ARRAY(c->a, struct import_field_shown, p->fields_count);
	for (size_t f = 0; f < p->fields_count; f++)
		show_field(c, t, f, &p->fields[f]);
	show_rows(c, t, p);
	p->looked = true;
}

static int show(struct web_call *c, struct looked *l, struct str problem)
{
	struct import_page *p = ARENA_NEW(c->a, struct import_page);
	const struct import_kind *kind = kind_asked(c);

	*p = (struct import_page){ .problem = problem, .most_mb = FILE_MOST_MB, .digest = STR(""), .was = STR(""), .of = STR(""), .sheet = STR(""), .summary = STR("") };
	p->kinds = look_choices(c, "import.kind", "roster ledger", kind != NULL ? str_of(kind->name) : STR("roster"), &p->kinds_count);
	if (l != NULL && l->t.rows_count > 0)
		show_table(c, l, p);
	if (p->looked && problem.n == 0) {
		show_problems(c, l, p);
		p->may_take = is_good(l);
		p->digest = import_digest(&l->t);
		p->summary = is_ledger(l) ? arena_printf(c->a, text(c->lang, "web.import.ledger"), l->ledger.taken, l->ledger.before) :
		    arena_printf(c->a, text(c->lang, "web.import.roster"), l->roster.orgs, l->roster.memberships, l->roster.people);
	}
	c->page.import = p;
	return web_show(c, "web.import");
}

int web_import_page(struct web_call *c, struct err *e)
{
	(void)e;
	return show(c, NULL, STR(""));
}

/* What the file or a choice about it is wrong in is said on the page. */
static int refused(struct web_call *c, struct looked *l, const struct err *why, struct err *e)
{
	if (why->kind != ERR_INPUT && why->kind != ERR_USAGE && why->kind != ERR_LIMIT) {
		*e = *why;
		return -1;
	}
	c->r->status = why->kind == ERR_LIMIT ? 413 : 400;
	return show(c, l, arena_str(c->a, str_of(why->text)));
}

int web_import_do(struct web_call *c, struct err *e)
{
	const struct import_kind *kind = kind_asked(c);
	const struct http_file *f = file_sent(c);
	struct looked *l = ARENA_NEW(c->a, struct looked);
	struct err why = { 0 };
	struct str bytes;
	bool confirmed;

	if (kind == NULL || f == NULL) {
		c->r->status = 400;
		return show(c, NULL, web_text(c, "web.import.no_file"));
	}
	if (read_file(c, f, &bytes, &why) < 0 || read_table(c, kind, bytes, &l->t, &why) < 0)
		return refused(c, l, &why, e);
	confirmed = str_eq(web_field(c, "do"), STR("take")) && str_eq(web_field(c, "seen"), import_digest(&l->t));
	if (str_eq(web_field(c, "do"), STR("take")) && !confirmed)
		c->page.refused = web_text(c, "web.import.other");
	if (take(c, l, confirmed ? IMPORT_WHOLE : IMPORT_LOOK, &why) < 0)
		return refused(c, l, &why, e);
	if (!confirmed || !is_good(l))
		return show(c, l, STR(""));
	return web_go(c, is_ledger(l) ? STR("/submissions?view=all") : STR("/organisations"), "imported");
}
