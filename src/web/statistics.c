/* statistics.c - counts by the report's definitions, and the standing figures; every number leads to its rows. */
#include "web/statistics.h"

#include <stdlib.h>

#include "base/csv.h"
#include "base/time.h"
#include "report/quarter.h"
#include "web/look.h"
#include "web/page_statistics.h"
#include "web/quarters.h"

enum { PERIODS = 4, YEAR = 12, CSV_MOST = 1 << 20 };

const char *const standing_names[] = { "deliveries", "opened", "acked", "answered", "searched", "useful", "questions", "questions-answered",
	"questions-late", "consultations", "consultations-answered", "recipients", "searchers" };

/* ---- groups of organisations ---- */

int groups_read(struct web_call *c, struct groups *g, struct err *e)
{
	return DB_QUERY(c->hub->db, c->a, &g->memberships, e, "SELECT org_id, sig_id, from_ms, to_ms FROM membership WHERE superseded_ms = $1"
	    " ORDER BY sig_id COLLATE \"C\"", DB_INT(TIME_FOREVER)) < 0 || DB_QUERY(c->hub->db, c->a, &g->sigs, e,
	    "SELECT id, name_ja, name_en FROM sig ORDER BY sort, id COLLATE \"C\"") < 0 ? -1 : 0;
}

struct str groups_of(const struct groups *g, struct str org_id, long long at_ms, size_t k)
{
	const struct db_rows *m = &g->memberships;

	for (size_t i = 0; i < m->count; i++)
		if (str_eq(db_text(m, i, 0), org_id) && db_int(m, i, 2) <= at_ms && at_ms < db_int(m, i, 3) && k-- == 0)
			return db_text(m, i, 1);
	return STR_NONE;
}

struct str groups_name(const struct web_call *c, const struct groups *g, struct str sig_id)
{
	for (size_t i = 0; i < g->sigs.count; i++)
		if (str_eq(db_text(&g->sigs, i, 0), sig_id))
			return db_text(&g->sigs, i, c->lang == LANG_JA ? 1 : 2);
	return web_text(c, "web.stat.group.none");
}

/* ---- addresses ---- */

struct str records_href(const struct web_call *c, const char *item, const struct period *p, const char *more, struct str value)
{
	struct str base = arena_printf(c->a, "/statistics/records?item=%s&from=%s&to=%s", item, quarter_day(c, &p->first).p, quarter_day(c, &p->last).p);

	return more == NULL ? base : arena_printf(c->a, STR_FMT "&%s=" STR_FMT, STR_ARG(base), more, STR_ARG(web_escaped(c, value)));
}

/* ---- the counts of the periods ---- */

/* A table for programs has no commas. */
static struct str count_shown(const struct web_call *c, long long n)
{
	return str_eq(http_query(c->q, "format"), STR("csv")) ? arena_printf(c->a, "%lld", n) : look_count(c, n);
}

static void show_counts(struct web_call *c, struct statistics_page *s, const struct counted_period *list, size_t n)
{
	s->heads = ARENA_ARRAY(c->a, struct str, n);
	s->heads_count = n;
	for (size_t i = 0; i < n; i++)
		s->heads[i] = period_label(c->a, &list[i].period, c->lang);
	s->rows = ARENA_ARRAY(c->a, struct stat_row, COUNTED_ITEMS);
	s->rows_count = COUNTED_ITEMS;
	for (int item = 0; item < COUNTED_ITEMS; item++) {
		const char *name = counted_name((enum counted_item)item);
		struct stat_row *row = &s->rows[item];

		*row = (struct stat_row){ web_text(c, arena_printf(c->a, "web.stat.%s", name).p), web_text(c, arena_printf(c->a, "web.stat.means.%s", name).p),
			ARENA_ARRAY(c->a, struct stat_cell, n), n };
		for (size_t i = 0; i < n; i++) {
			long long count = list[i].count[item], entered = list[i].entered[item];

			row->cells[i] = (struct stat_cell){ count_shown(c, entered >= 0 ? entered : count),
				entered >= 0 ? STR("") : records_href(c, name, &list[i].period, NULL, STR("")),
				entered >= 0 ? web_text(c, "web.stat.entered") : STR(""), i + 1 == n };
		}
	}
}

/* ---- by kind, class, group ---- */

static int by_count(const void *x, const void *y)
{
	long long a = ((const struct stat_share *)x)->count, b = ((const struct stat_share *)y)->count;

	return a != b ? (a < b) - (a > b) : str_cmp(((const struct stat_share *)x)->label, ((const struct stat_share *)y)->label);
}

static struct stat_group show_group(struct web_call *c, const struct counted_period *p, const struct groups *g, enum counted_by by)
{
	static const char *const names[COUNTED_BY] = { "kind", "class", "group" };
	struct stat_share *list = ARENA_ARRAY(c->a, struct stat_share, p->by[by].n + 1);
	long long all = p->count[COUNTED_SUBMISSIONS];

	for (size_t i = 0; i < p->by[by].n; i++) {
		struct str key = p->by[by].list[i].key;
		long long count = p->by[by].list[i].count;

		list[i] = (struct stat_share){ .label = by == BY_GROUP ? groups_name(c, g, key) : web_word(c, by == BY_KIND ? "desk.kind" : "desk.class", key),
			.href = records_href(c, "submissions", &p->period, names[by], key), .count = count, .percent = all > 0 ? count * 100 / all : 0 };
	}
	if (p->by[by].n > 0)
		qsort(list, p->by[by].n, sizeof *list, by_count);
	return (struct stat_group){ web_text(c, arena_printf(c->a, "web.stat.by.%s", names[by]).p), web_text(c, arena_printf(c->a, "web.stat.by.means.%s", names[by]).p), list, p->by[by].n };
}

/* ---- standing figures ---- */

struct standing { struct web_call *c; struct statistics_page *s; const struct period *p; size_t room; };

static void add(struct standing *x, const char *id, struct str value, const char *item)
{
	struct web_call *c = x->c;

	*ARENA_PUSH(c->a, x->s->standing, x->s->standing_count, x->room) = (struct stat_line){ web_text(c, arena_printf(c->a, "web.stat.%s", id).p), value,
		records_href(c, item, x->p, NULL, STR("")), web_text(c, arena_printf(c->a, "web.stat.means.%s", id).p) };
}

static void add_count(struct standing *x, enum standing_item item, long long n)
{
	add(x, standing_names[item], count_shown(x->c, n), standing_names[item]);
}

/* tenths of a day, or whole ones; -1: there is nothing to take a median of */
static void add_days(struct standing *x, const char *id, long long n, bool tenths, const char *item)
{
	struct web_call *c = x->c;
	const char *days = web_text(c, !tenths && n == 1 ? "web.stat.day" : "web.stat.days").p;

	add(x, id, n < 0 ? STR("–") : tenths ? arena_printf(c->a, "%lld.%lld %s", n / 10, n % 10, days) : arena_printf(c->a, "%lld %s", n, days), item);
}

static void show_standing(struct web_call *c, struct statistics_page *s, const struct period *p, const struct quarter_figures *q)
{
	struct standing x = { .c = c, .s = s, .p = p };
	const struct loop_figures f = q->loop;
	const struct standing_talk t = q->talk;

	add_days(&x, "to-share", t.to_share, true, "shares");
	add_days(&x, "to-answer", f.to_answer, false, standing_names[ITEM_ANSWERED]);
	add_days(&x, "to-first-sighting", f.to_first_sighting, false, "shares");
	add_days(&x, "to-reshare", f.to_reshare, false, "shares");
	add_count(&x, ITEM_DELIVERIES, f.deliveries);
	add_count(&x, ITEM_OPENED, f.opened);
	add_count(&x, ITEM_ACKED, f.acked);
	add_count(&x, ITEM_ANSWERED, f.answered);
	add_count(&x, ITEM_SEARCHED, f.searched);
	add_count(&x, ITEM_RECIPIENTS, t.recipients);
	add_count(&x, ITEM_SEARCHERS, t.searchers);
	add(&x, "useful", f.useful_count > 0 ? arena_printf(c->a, "%lld.%lld (%lld)", f.useful_sum / f.useful_count,
	    f.useful_sum * 10 / f.useful_count % 10, f.useful_count) : STR("–"), standing_names[ITEM_USEFUL]);
	add_count(&x, ITEM_QUESTIONS, t.questions);
	add_count(&x, ITEM_QUESTIONS_ANSWERED, t.answered_questions);
	add_count(&x, ITEM_LATE, t.late_questions);
	add_days(&x, "to-first-answer", t.to_first_answer, true, standing_names[ITEM_QUESTIONS_ANSWERED]);
	add_count(&x, ITEM_CONSULTATIONS, t.consultations);
	add_count(&x, ITEM_CONSULTATIONS_ANSWERED, t.answered_consultations);
	add_days(&x, "to-consultation-answer", t.to_consultation_answer, true, standing_names[ITEM_CONSULTATIONS_ANSWERED]);
}

/* ---- the page ---- */

static void csv_row(struct buf *out, struct str section, struct str item, struct str period, struct str value, struct str means)
{
	csv_field(out, true, section);
	csv_field(out, false, item);
	csv_field(out, false, period);
	csv_field(out, false, value);
	csv_field(out, false, means);
	csv_end(out);
}

static int send_csv(struct web_call *c, const struct statistics_page *s)
{
	struct buf *out = &c->r->body;

	buf_init_arena(out, c->a, CSV_MOST);
	csv_bom(out);
	csv_row(out, STR("section"), STR("item"), STR("period"), STR("value"), STR("definition"));
	for (size_t i = 0; i < s->rows_count; i++)
		for (size_t k = 0; k < s->rows[i].cells_count; k++)
			csv_row(out, STR("counts"), s->rows[i].label, s->heads[k], s->rows[i].cells[k].value, s->rows[i].means);
	for (size_t i = 0; i < s->groups_count; i++)
		for (size_t k = 0; k < s->groups[i].rows_count; k++)
			csv_row(out, s->groups[i].title, s->groups[i].rows[k].label, s->label, arena_printf(c->a, "%lld", s->groups[i].rows[k].count), s->groups[i].means);
	for (size_t i = 0; i < s->standing_count; i++)
		csv_row(out, STR("standing"), s->standing[i].label, s->label, s->standing[i].value, s->standing[i].means);
	http_answer_header(c->r, "Content-Type", STR("text/csv; charset=utf-8"));
	http_answer_header(c->r, "Content-Disposition", STR("attachment; filename=\"statistics.csv\""));
	return 0;
}

int web_statistics(struct web_call *c, struct err *e)
{
	struct statistics_page *s = ARENA_NEW(c->a, struct statistics_page);
	struct period periods[PERIODS], *p = &periods[PERIODS - 1];
	struct quarter_figures list[PERIODS];
	struct counted_period counted[PERIODS];
	struct groups g;
	size_t n;

	if (quarter_asked(c, false, p, &s->from, &s->to, e) < 0)
		return -1;
	n = p->months > 0 && p->months <= YEAR ? PERIODS : 1;   /* as Table 1 of the report */
	for (size_t i = PERIODS - 1; i > PERIODS - n; i--)
		periods[i - 1] = period_before(&periods[i]);
	if (quarter_figures(c->hub->db, c->a, &periods[PERIODS - n], n, c->q->now_ms, list, e) < 0 || groups_read(c, &g, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		counted[i] = list[i].counted;
	show_counts(c, s, counted, n);
	show_standing(c, s, p, &list[n - 1]);
	s->groups = ARENA_ARRAY(c->a, struct stat_group, COUNTED_BY);
	for (int by = 0; by < COUNTED_BY; by++)
		s->groups[s->groups_count++] = show_group(c, &counted[n - 1], &g, (enum counted_by)by);
	s->label = period_label(c->a, p, c->lang);
	s->counted = look_counted(c, list[n - 1].counted_ms);
	s->quarters = quarters_last(c, "/statistics", false, &s->quarters_count);
	s->csv = arena_printf(c->a, "/statistics?from=" STR_FMT "&to=" STR_FMT "&format=csv", STR_ARG(s->from), STR_ARG(s->to));
	if (str_eq(http_query(c->q, "format"), STR("csv")))
		return send_csv(c, s);
	c->page.statistics = s;
	return web_show(c, "web.stat");
}
