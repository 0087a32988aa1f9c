/* report_checks.c - what is looked at before a report is published: each check with the rows that it is about. */
#include <string.h>

#include "report/check.h"
#include "report/closing.h"
#include "report/publication.h"
#include "web/page_report.h"
#include "web/reports.h"

enum { ORGANISATIONS_LEAST = 3, LINKS = 40 };   /* a table by organisation with fewer rows would tell who they are */

struct checks { struct web_call *c; struct report_page *f; size_t room; };

static struct report_check_line *check(struct checks *x, const char *id, bool good, struct str found)
{
	struct report_check_line *k = ARENA_PUSH(x->c->a, x->f->checks, x->f->checks_count, x->room);

	*k = (struct report_check_line){ .label = web_text(x->c, id), .found = found, .good = good };
	return k;
}

/* Every number that was counted from rows, against the rows; one that was entered or closed has none. */
static void check_numbers(struct checks *x, const struct doc *d)
{
	long long looked = 0;
	struct str wrong = STR("");
	struct report_check_line *k;

	for (size_t i = 0; i < d->numbers_count; i++) {
		const struct number *n = &d->numbers[i];

		if (n->opening || n->query == NULL || strncmp(n->query, "SELECT", 6) != 0 || n->query == records_sql_probing)
			continue;               /* a number that somebody reported is no count of rows */
		looked++;
		if (n->value != n->records && wrong.n == 0)
			wrong = arena_printf(x->c->a, STR_FMT ": %lld / %lld", STR_ARG(n->id), n->value, n->records);
	}
	k = check(x, "web.report.check.numbers", wrong.n == 0, wrong.n > 0 ? wrong : arena_printf(x->c->a, "%lld", looked));
	k->rows = ARENA_NEW(x->c->a, struct option);
	k->rows[k->rows_count++] = (struct option){ arena_printf(x->c->a, "/statistics?" STR_FMT, STR_ARG(x->f->query)), web_text(x->c, "web.stat"), false };
}

static int check_names(struct checks *x, struct doc *d, struct records *r, const char *id, struct err *e)
{
	struct leak_hits hits;
	struct str places = STR("");

	if (report_check(x->c->hub, x->c->a, d, r, &hits, e) < 0)
		return -1;
	for (size_t i = 0; i < hits.count && i < 5; i++)
		places = arena_printf(x->c->a, "%.1000s%s" STR_FMT " (" STR_FMT ")", places.n > 0 ? places.p : "", places.n > 0 ? ", " : "", STR_ARG(hits.list[i].found),
		    STR_ARG(hits.list[i].place));
	check(x, id, hits.count == 0, hits.count == 0 ? STR("0") : places);
	return 0;
}

/* ---- whose material is told ---- */

/* Each told case with how many of its sources said yes to what would be printed; those that miss one first. */
static int check_told(struct checks *x, struct records *r, struct err *e)
{
	struct report_check_line *k = check(x, "web.report.check.told", true, STR(""));
	struct publication_told *list;
	size_t n;

	if (publication_told(r, &list, &n, e) < 0)
		return -1;
	k->rows = ARENA_ARRAY(x->c->a, struct option, 2 * n + 1);
	k->found = arena_printf(x->c->a, "%zu", n);
	for (size_t i = 0; i < 2 * n && k->rows_count < LINKS; i++) {
		const struct publication_told *t = &list[i % n];
		bool good = t->good == t->source_count;

		k->good &= good;
		if (good == (i >= n))
			k->rows[k->rows_count++] = (struct option){ arena_printf(x->c->a, STR_FMT "#h-pub", STR_ARG(web_path(x->c, "/cases", t->number, STR_NONE))),
				arena_printf(x->c->a, STR_FMT " – %s %zu/%zu", STR_ARG(t->number), text(x->c->lang, "web.report.consented"), t->good, t->source_count), false };
	}
	x->f->untold = !k->good;
	return 0;
}

/* ---- small groups ---- */

static void check_groups(struct checks *x, const struct records *r)
{
	size_t n = r->probing.rows_count;
	struct report_check_line *k = check(x, "web.report.check.groups", n == 0 || n >= ORGANISATIONS_LEAST, arena_printf(x->c->a, "%zu", n));

	k->rows = ARENA_ARRAY(x->c->a, struct option, r->probing.case_count + 1);
	for (size_t i = 0; i < r->probing.case_count && k->rows_count < LINKS; i++) {
		const struct report_case *c = records_case(r, r->probing.case_ids[i]);

		k->rows[k->rows_count++] = (struct option){ web_path(x->c, "/cases", c->number, STR_NONE), c->number, false };
	}
}

int report_checks_show(struct web_call *c, struct report_page *f, struct doc *ja, struct doc *en, struct records *r, struct err *e)
{
	struct checks x = { .c = c, .f = f };

	check_numbers(&x, ja);
	if (check_names(&x, ja, r, "web.report.check.names_ja", e) < 0 || check_names(&x, en, r, "web.report.check.names_en", e) < 0 || check_told(&x, r, e) < 0)
		return -1;
	check_groups(&x, r);
	return 0;
}

/* ---- what is not settled ---- */

/* "R-20190717-7KQ3M2/1, J-7KQ3M2, …" as links to them. */
static void link_names(struct web_call *c, struct report_open *o, bool shares, struct str names)
{
	struct str one;

	o->rows = ARENA_ARRAY(c->a, struct option, LINKS);
	while (o->rows_count < LINKS && str_split(&names, ',', &one)) {
		one = str_trim(one);
		if (one.n == 0)
			continue;
		o->rows[o->rows_count++] = (struct option){ str_eq(one, STR("…")) ? STR("") : shares ? web_path(c, "/shares", one, STR_NONE) :
		    str_has(one, STR("/")) ? web_path(c, "/submissions", str_upto(one, '/'), str_after(one, '/')) : web_path(c, "/receipts", one, STR_NONE), one, false };
	}
}

void report_unsettled_show(struct web_call *c, struct report_page *f, const struct unsettled list[UNSETTLED_KINDS])
{
	f->unsettled = ARENA_ARRAY(c->a, struct report_open, UNSETTLED_KINDS);
	for (size_t i = 0; i < UNSETTLED_KINDS; i++) {
		if (list[i].count == 0)
			continue;
		f->unsettled[f->unsettled_count] = (struct report_open){ .kind = web_word(c, "web.report.open", str_of(list[i].kind)), .count = list[i].count };
		link_names(c, &f->unsettled[f->unsettled_count++], strcmp(list[i].kind, "shares") == 0 || strcmp(list[i].kind, "urgent-reviews") == 0, list[i].names);
	}
	f->open = unsettled_named(c->a, list);
}
