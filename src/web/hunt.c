/* hunt.c - one share's question and its answers: by organisation, on one scale, by direction and port, and as Table 4. */
#include "base/csv.h"
#include "base/time.h"
#include "feedback/answer.h"
#include "feedback/table.h"
#include "share/look.h"
#include "share/render/render.h"
#include "web/bars.h"
#include "web/indicators.h"
#include "web/look.h"

enum { GROUPS_MOST = 20, CSV_MOST = 64 << 20 };

/* ---- the answers ---- */

static const char *tone_of(const struct answer_given *g)
{
	if (g->answer.p == NULL)
		return "";
	if (str_eq(g->answer, STR("hit")))
		return "shu";
	return str_eq(g->answer, STR("no-hit")) ? "matsu" : "ko";
}

static void show_answers(struct web_call *c, struct hunt_page *p, const struct delivery *list, size_t n)
{
	p->answers = ARENA_ARRAY(c->a, struct answer_shown, n + 1);
	p->silent = ARENA_ARRAY(c->a, struct answer_shown, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct delivery *d = &list[i];

		struct answer_shown *x = d->answer.answer.p != NULL ? &p->answers[p->answers_count++] : &p->silent[p->silent_count++];

		*x = (struct answer_shown){ look_org(c, d->org_id), answer_words(c->a, c->lang, &d->answer, (int)c->hub->conf.zone_minutes),
			web_word(c, "feedback.state", d->state), d->answer.answer.p != NULL ? web_date(c, d->answer.at_ms) : STR(""),
			d->answer.useful > 0 ? arena_printf(c->a, "%lld", d->answer.useful) : STR(""), tone_of(&d->answer) };
	}
}

/* What each organisation searched, and what of it was seen in all. */
static void show_windows(struct web_call *c, struct hunt_page *p, const struct delivery *list, size_t n, const struct table_row *rows, size_t rows_n)
{
	struct bar_period *all = ARENA_ARRAY(c->a, struct bar_period, n + 1);
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct bar_period x = { .name = look_org(c, list[i].org_id), .searched_from_ms = list[i].answer.from_ms, .searched_to_ms = list[i].answer.to_ms,
			.first_ms = TIME_NONE, .last_ms = TIME_NONE, .count = STR(""), .partly = str_eq(list[i].answer.answer, STR("partly")) };
		long long times = 0;

		if (list[i].answer.answer.p == NULL)
			x.searched_from_ms = x.searched_to_ms = TIME_NONE;
		for (size_t k = 0; k < rows_n; k++) {
			if (!str_eq(rows[k].org_id, list[i].org_id))
				continue;
			x.first_ms = times == 0 || rows[k].s.first_ms < x.first_ms ? rows[k].s.first_ms : x.first_ms;
			x.last_ms = times == 0 || rows[k].s.last_ms > x.last_ms ? rows[k].s.last_ms : x.last_ms;
			times += rows[k].s.count;
		}
		if (times > 0)
			x.count = arena_printf(c->a, tr("×%s"), indicator_count(c, times).p);
		if (x.searched_from_ms != TIME_NONE || times > 0)
			all[count++] = x;
	}
	p->windows = bars_make(c, all, count, TIME_NONE, TIME_NONE);
}

/* ---- what was seen ---- */

static struct str kept_out(struct web_call *c, const struct table_row *r)
{
	return !r->may_merge ? web_text(c, "web.hunt.not_merged") : !r->readable ? web_text(c, "web.hunt.not_read") :
	    !r->asked_for ? web_text(c, "web.hunt.not_asked") : r->s.heuristic ? web_text(c, "web.heuristic") : STR("");
}

static struct str name_of(struct web_call *c, const struct table_row *r)
{
	return r->org_name.n > 0 ? r->org_name : look_org(c, r->org_id);
}

static struct str span(struct web_call *c, long long from_ms, long long to_ms)
{
	return arena_printf(c->a, STR_FMT "%s" STR_FMT, STR_ARG(web_date(c, from_ms)), c->lang == LANG_JA ? "～" : " - ", STR_ARG(web_date(c, to_ms)));
}

static void show_group(struct web_call *c, struct hunt_page *p, const struct table_row *rows, size_t n)
{
	struct table_totals t = table_total(c->a, rows, n, (int)c->hub->conf.zone_minutes);
	struct bar_period *periods = ARENA_ARRAY(c->a, struct bar_period, n);
	struct hunt_group *g = &p->groups[p->groups_count++];
	const struct sighting *s = &rows[0].s;

	*g = (struct hunt_group){ .id = arena_printf(c->a, "h-group-%zu", p->groups_count), .rows_count = n, .rows = ARENA_ARRAY(c->a, struct sighting_shown, n),
		.title = arena_printf(c->a, STR_FMT "  " STR_FMT, STR_ARG(indicator_shown_value(c, s->type, s->value)), STR_ARG(web_word(c, "share.direction", s->direction))),
		.totals = arena_printf(c->a, tr("organisations: %lld, times: %s, together %s (days: %lld)"), t.organisations, indicator_count(c, t.count).p,
		    span(c, t.union_from_ms, t.union_to_ms).p, t.union_days), .common = STR("") };
	if (s->port >= 0)
		g->title = arena_printf(c->a, STR_FMT "  " STR_FMT " %lld", STR_ARG(g->title), STR_ARG(web_text(c, "web.port")), s->port);
	if (n > 1)
		g->common = t.common_days > 0 ? arena_printf(c->a, tr("seen by all of them in %s (days: %lld)"),
		    span(c, t.common_from_ms, t.common_to_ms).p, t.common_days) : web_text(c, "web.hunt.no_common");
	for (size_t i = 0; i < n; i++) {
		const struct table_row *r = &rows[i];

		g->rows[i] = (struct sighting_shown){ .org = name_of(c, r), .first = web_date(c, r->s.first_ms), .last = web_date(c, r->s.last_ms),
			.count = indicator_count(c, r->s.count), .share = r->receipt, .share_href = web_path(c, "/receipts", r->receipt, STR_NONE), .note = kept_out(c, r) };
		periods[i] = (struct bar_period){ .name = g->rows[i].org, .count = g->rows[i].count, .first_ms = r->s.first_ms, .last_ms = r->s.last_ms,
			.searched_from_ms = r->searched.present ? r->searched.first_ms : TIME_NONE,
			.searched_to_ms = r->searched.present ? r->searched.last_ms : TIME_NONE };
	}
	g->bars = bars_make(c, periods, n, n > 1 && t.common_days > 0 ? t.common_from_ms : TIME_NONE, t.common_to_ms);
}

static void show_groups(struct web_call *c, struct hunt_page *p, const struct table_row *rows, size_t n)
{
	p->groups = ARENA_ARRAY(c->a, struct hunt_group, GROUPS_MOST);
	for (size_t at = 0, group; at < n; at += group) {
		group = table_group(rows, n, at);
		if (p->groups_count < GROUPS_MOST)
			show_group(c, p, rows + at, group);
		else
			p->groups_more++;
	}
}

/* How often in each direction, and on each port. */
static struct fact *split(struct web_call *c, const struct table_row *rows, size_t n, bool by_port, size_t *count_r)
{
	struct sum { struct str key; long long count; } *sums = ARENA_ARRAY(c->a, struct sum, n + 1);
	struct fact *facts = ARENA_ARRAY(c->a, struct fact, n + 1);
	size_t count = 0, k;

	for (size_t i = 0; i < n; i++) {
		struct str key = by_port ? indicator_port(c, rows[i].s.port) : rows[i].s.direction;

		for (k = 0; k < count && !str_eq(sums[k].key, key); k++)
			;
		if (k == count)
			sums[count++] = (struct sum){ key, 0 };
		sums[k].count += rows[i].s.count;
	}
	for (k = 0; k < count; k++)
		facts[k] = (struct fact){ by_port ? sums[k].key : web_word(c, "share.direction", sums[k].key),
			arena_printf(c->a, tr("×%s"), indicator_count(c, sums[k].count).p) };
	*count_r = count;
	return facts;
}

/* ---- the page ---- */

static int show_figures(struct web_call *c, struct hunt_page *p, const struct delivery *list, size_t n, struct err *e)
{
	struct delivery_counts k;

	if (delivery_count(c->hub->db, c->a, list, n, &k, e) < 0)
		return -1;
	{
		const struct { const char *label; long long n; } all[] = { { "web.hunt.recipients", k.recipients }, { "feedback.answer.hit", k.hit },
			{ "feedback.answer.no-hit", k.no_hit + k.no_hit_without_window }, { "feedback.answer.partly", k.partly }, { "feedback.answer.working", k.working },
			{ "feedback.answer.not-checked", k.not_checked }, { "feedback.answer.none", k.silent }, { "web.hunt.cascaded", k.cascaded_members } };

		p->figures = ARENA_ARRAY(c->a, struct fact, sizeof all / sizeof all[0]);
		for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
			if (i < 7 || all[i].n > 0)
				p->figures[p->figures_count++] = (struct fact){ web_text(c, all[i].label), indicator_count(c, all[i].n) };
	}
	return 0;
}

static int show_question(struct web_call *c, struct hunt_page *p, struct share_row *s, struct err *e)
{
	struct projection shown;

	if (share_projection(c->hub->db, c->a, s, &shown, e) < 0)
		return -1;
	p->title = shown.title.count > 0 ? c->lang == LANG_JA ? shown.title.ja[0] : shown.title.en[0] : s->number;
	p->question = ARENA_ARRAY(c->a, struct str, shown.indicators.count + 1);
	for (size_t i = 0; i < shown.indicators.count; i++)
		if (!shown.indicators.list[i].revoked && str_eq(shown.indicators.list[i].treatment, STR("kept")))
			p->question[p->question_count++] = indicator_shown_value(c, shown.indicators.list[i].type, shown.indicators.list[i].shown);
	return 0;
}

static int show_outward(struct web_call *c, struct hunt_page *p, struct err *e)
{
	struct outward o;

	if (table_outward(c->hub->db, c->a, c->part[0], &o, e) < 0)
		return -1;
	p->outward = ARENA_ARRAY(c->a, struct outward_shown, o.shown.sightings.count + 1);
	p->outward_number = o.number.p != NULL ? o.number : STR("");
	p->outward_state = web_word(c, "web.share_state", o.state);
	for (size_t i = 0; o.number.p != NULL && i < o.shown.sightings.count; i++) {
		const struct shown_sighting *s = &o.shown.sightings.list[i];

		p->outward[p->outward_count++] = (struct outward_shown){ s->letter, render_value(c->a, &o.shown, s->indicator),
			web_word(c, "share.direction", s->direction), indicator_port(c, s->port), s->first, s->last, s->count };
	}
	return 0;
}

int web_hunt_page(struct web_call *c, struct err *e)
{
	struct hunt_page *p = ARENA_NEW(c->a, struct hunt_page);
	struct table_row *rows;
	struct delivery *list;
	struct share_row s;
	size_t n, rows_n;

	if (share_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &s, e) < 0 ||
	    delivery_of_share(c->hub->db, c->a, s.number, c->q->now_ms, &list, &n, e) < 0 ||
	    table_read(c->hub->db, &c->by, c->a, s.number, c->lang, &rows, &rows_n, e) < 0)
		return -1;
	*p = (struct hunt_page){ .number = s.number, .share_href = web_path(c, "/shares", s.number, STR_NONE), .tlp = s.tlp, .tlp_tone = look_tlp(s.tlp),
		.published = web_date(c, s.published_ms), .csv = web_path(c, "/hunts", s.number, STR("table.csv")),
		.outward_csv = web_path(c, "/hunts", s.number, STR("outward.csv")) };
	if (show_question(c, p, &s, e) < 0 || show_figures(c, p, list, n, e) < 0 || show_outward(c, p, e) < 0)
		return -1;
	show_answers(c, p, list, n);
	show_windows(c, p, list, n, rows, rows_n);
	show_groups(c, p, rows, rows_n);
	p->directions = split(c, rows, rows_n, false, &p->directions_count);
	p->ports = split(c, rows, rows_n, true, &p->ports_count);
	c->page.hunt = p;
	return web_show(c, "web.hunt");
}

/* ---- Table 4 taken away ---- */

static void put(struct buf *out, const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_field(out, i == 0, fields[i]);
	csv_end(out);
}
#define PUT(out, ...) put((out), (const struct str[]){ __VA_ARGS__ }, sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

static struct str number(struct web_call *c, long long n) { return n >= 0 ? arena_printf(c->a, "%lld", n) : STR(""); }

static struct str day(struct web_call *c, bool present, long long ms)
{
	char text[TIME_TEXT];

	return present ? arena_str(c->a, time_date(text, ms, (int)c->hub->conf.zone_minutes)) : STR("");
}

static int inside_csv(struct web_call *c, struct buf *out, struct err *e)
{
	struct table_row *rows;
	size_t n;

	if (table_read(c->hub->db, &c->by, c->a, c->part[0], c->lang, &rows, &n, e) < 0)
		return -1;
	PUT(out, STR("org"), STR("name"), STR("type"), STR("indicator"), STR("direction"), STR("port"), STR("first"), STR("last"), STR("days"), STR("count"),
	    STR("searched_from"), STR("searched_to"), STR("receipt"), STR("share"), STR("merged"));
	for (size_t i = 0; i < n; i++) {
		const struct table_row *r = &rows[i];

		PUT(out, r->org_id, r->org_name, r->s.type, r->s.value, r->s.direction, number(c, r->s.port), day(c, true, r->s.first_ms), day(c, true, r->s.last_ms),
		    number(c, table_days(r->s.first_ms, r->s.last_ms, (int)c->hub->conf.zone_minutes)), number(c, r->s.count),
		    day(c, r->searched.present, r->searched.first_ms), day(c, r->searched.present, r->searched.last_ms), r->receipt, r->share_number,
		    r->may_merge && r->readable && r->asked_for ? STR("true") : STR("false"));
	}
	return 0;
}

static int outward_csv(struct web_call *c, struct buf *out, struct err *e)
{
	struct outward o;

	if (table_outward(c->hub->db, c->a, c->part[0], &o, e) < 0)
		return -1;
	PUT(out, STR("organisation"), STR("indicator"), STR("direction"), STR("port"), STR("first"), STR("last"), STR("count"));
	for (size_t i = 0; o.number.p != NULL && i < o.shown.sightings.count; i++) {
		const struct shown_sighting *s = &o.shown.sightings.list[i];

		PUT(out, s->letter, s->indicator, s->direction, number(c, s->port), s->first, s->last, s->count);
	}
	return 0;
}

int web_hunt_table(struct web_call *c, struct err *e)
{
	bool inside = str_eq(c->part[1], STR("table.csv"));
	struct buf out;

	if (!inside && !str_eq(c->part[1], STR("outward.csv")))
		return web_nothing(e);
	buf_init_arena(&out, c->a, CSV_MOST);
	csv_bom(&out);
	if ((inside ? inside_csv(c, &out, e) : outward_csv(c, &out, e)) < 0)
		return -1;
	return web_bytes(c, "text/csv; charset=utf-8", buf_str(&out), arena_printf(c->a, STR_FMT "-" STR_FMT, STR_ARG(c->part[0]), STR_ARG(c->part[1])));
}
