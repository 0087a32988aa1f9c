/* inbox_show.c - a share as members read it: what to do now first, values that do not open, what others saw as bars. */
#include "base/time.h"
#include "share/render/render.h"
#include "web/look.h"
#include "web/share_page.h"

enum { BAR_AT = 0, BAR_MOST = 300 };

struct str share_limits(const struct web_call *c, struct str tlp)
{
	return web_word(c, "share.tlp", str_eq(tlp, STR("AMBER+STRICT")) ? STR("amber-strict") : arena_lower(c->a, tlp));
}

struct str share_group(const struct web_call *c, struct str tlp)
{
	return web_text(c, str_eq(tlp, STR("AMBER+STRICT")) || str_eq(tlp, STR("RED")) ? "web.group.no" : "web.group.yes");
}

struct str *share_paragraphs(struct web_call *c, const struct texts *t, size_t *n_r)
{
	struct str *list = ARENA_ARRAY(c->a, struct str, t->count + 1);

	*n_r = t->count;
	for (size_t i = 0; i < t->count; i++)
		list[i] = c->lang == LANG_JA ? t->ja[i] : t->en[i];
	return list;
}

static void show_values(struct web_call *c, const struct projection *p, struct inbox_share *x)
{
	x->values = ARENA_ARRAY(c->a, struct value_shown, p->indicators.count + 1);
	for (size_t i = 0; i < p->indicators.count; i++) {
		const struct shown_indicator *v = &p->indicators.list[i];

		x->values[x->values_count++] = (struct value_shown){ web_word(c, "web.type", v->type), render_defang(c->a, v->type, v->shown), v->shown, str_of(render_word(c->a, c->lang, "role", v->role)),
			str_eq(v->treatment, STR("kept")) ? STR("") : web_text(c, "share.treatment.generalised"), v->revoked };
	}
}

/* ---- what others saw: a bar from the first to the last month ---- */

/* Days since 1970 of "2018-12" (its first or, `end`, its last day) or "2018-12-14"; -1. */
static long long day_of(struct str s, bool end)
{
	struct err ignored = { 0 };
	char text[16];
	long long ms;

	if (s.n != 7 && s.n != 10)
		return -1;
	memcpy(text, s.p, s.n);
	memcpy(text + s.n, s.n == 7 ? "-01" : "", s.n == 7 ? 4 : 1);
	if (time_parse_date(str_of(text), 0, &ms, &ignored) < 0)
		return -1;
	return ms / MS_DAY + (end && s.n == 7 ? 30 : 0);
}

static void show_seen(struct web_call *c, const struct projection *p, struct inbox_share *x)
{
	long long least = -1, most = -1;

	for (size_t i = 0; i < p->sightings.count; i++) {
		long long from = day_of(p->sightings.list[i].first, false), to = day_of(p->sightings.list[i].last, true);

		least = from >= 0 && (least < 0 || from < least) ? from : least;
		most = to > most ? to : most;
	}
	x->seen = ARENA_ARRAY(c->a, struct seen_row, p->sightings.count + 1);
	for (size_t i = 0; i < p->sightings.count; i++) {
		const struct shown_sighting *r = &p->sightings.list[i];
		long long from = day_of(r->first, false), to = day_of(r->last, true), span = most - least > 0 ? most - least : 1;
		struct seen_row *row = &x->seen[x->seen_count++];

		*row = (struct seen_row){ render_party(c->a, c->lang, r->letter), render_value(c->a, p, r->indicator),
			str_of(render_word(c->a, c->lang, "direction", r->direction)), r->port >= 0 ? arena_printf(c->a, "%lld", r->port) : STR(""), r->first, r->last,
			r->count, 0, 0 };
		if (from >= 0 && to >= from) {
			row->x = BAR_AT + (int)((from - least) * BAR_MOST / span);
			row->w = (int)((to - from) * BAR_MOST / span);
			row->w = row->w < 4 ? 4 : row->w;
		}
	}
}

static void show_moments(struct web_call *c, const struct projection *p, struct inbox_share *x)
{
	x->moments = ARENA_ARRAY(c->a, struct moment_shown, p->steps.count + 1);
	for (size_t i = 0; i < p->steps.count; i++) {
		const struct shown_step *s = &p->steps.list[i];

		x->moments[x->moments_count++] = (struct moment_shown){ s->until.n > 0 ? arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(s->when), STR_ARG(s->until)) : s->when,
			s->from.n > 0 ? render_party(c->a, c->lang, s->from) : STR(""), s->to.n > 0 ? render_party(c->a, c->lang, s->to) : STR(""),
			c->lang == LANG_JA ? s->ja : s->en, s->fake };
	}
}

void inbox_fill(struct web_call *c, const struct projection *p, struct inbox_share *x)
{
	size_t n;
	struct str *reason = share_paragraphs(c, &p->reason, &n), *title;

	x->reason = n > 0 ? reason[0] : STR("");
	title = share_paragraphs(c, &p->title, &n);
	x->title = n > 0 ? title[0] : p->number;
	x->summary = share_paragraphs(c, &p->summary, &x->summary_count);
	x->actions = share_paragraphs(c, &p->actions, &x->actions_count);
	x->search = str_eq(p->search, STR("none")) ? STR("") : str_of(render_word(c->a, c->lang, "search", p->search));
	x->change = str_eq(p->change, STR("correction")) || str_eq(p->change, STR("retraction")) ? str_of(render_word(c->a, c->lang, "change", p->change)) : STR("");
	x->tlp = p->tlp;
	x->tlp_tone = look_tlp(p->tlp);
	x->limits = share_limits(c, p->tlp);
	x->group = share_group(c, p->tlp);
	x->class = p->class;
	show_values(c, p, x);
	show_seen(c, p, x);
	show_moments(c, p, x);
}
