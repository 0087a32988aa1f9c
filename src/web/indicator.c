/* indicator.c - one indicator: when it was seen, where, in which case and share. */
#include "base/time.h"
#include "hunt/blocklist.h"
#include "indicator/lists.h"
#include "web/indicators.h"
#include "web/look.h"

static void fact(struct web_call *c, struct indicator_page *p, const char *term, struct str value)
{
	p->facts[p->facts_count++] = (struct fact){ web_text(c, term), value.n > 0 ? value : STR("–") };
}

static void show_facts(struct web_call *c, struct indicator_page *p, const struct indicator_row *r)
{
	const char *tone;

	p->facts = ARENA_ARRAY(c->a, struct fact, 8);
	fact(c, p, "web.kind", web_word(c, "web.type", r->type));
	fact(c, p, "web.indicators.first", web_date(c, r->first_ms));
	fact(c, p, "web.indicators.last", web_date(c, r->last_ms));
	fact(c, p, "web.indicators.until", indicator_until_words(c, r, &tone));
	fact(c, p, "web.indicators.seen_by", indicator_seen_by_words(c, r->shares, r->organisations));
	fact(c, p, "web.indicators.sightings", indicator_seen_words(c, r));
	fact(c, p, "web.indicators.listed", p->mark);
}

static int show_cases(struct web_call *c, struct indicator_page *p, struct str id, struct err *e)
{
	struct indicator_case *list;

	if (indicator_cases(c->hub->db, c->a, id, &list, &p->cases_count, e) < 0)
		return -1;
	p->cases = ARENA_ARRAY(c->a, struct indicator_case_shown, p->cases_count + 1);
	for (size_t i = 0; i < p->cases_count; i++)
		p->cases[i] = (struct indicator_case_shown){ list[i].number, web_path(c, "/cases", list[i].number, STR_NONE), list[i].title,
			web_word(c, "states.case.state", list[i].state) };
	return 0;
}

static int show_shares(struct web_call *c, struct indicator_page *p, const struct indicator_row *r, struct err *e)
{
	struct indicator_share *list;

	if (indicator_shares(c->hub->db, c->a, r->id, &list, &p->shares_count, e) < 0)
		return -1;
	p->shares = ARENA_ARRAY(c->a, struct indicator_share_shown, p->shares_count + 1);
	for (size_t i = 0; i < p->shares_count; i++) {
		const struct indicator_share *s = &list[i];
		struct str treatment = web_word(c, "web.treatment", s->treatment);

		p->shares[i] = (struct indicator_share_shown){ .number = s->number, .href = web_path(c, "/shares", s->number, STR_NONE),
			.state = web_word(c, "web.share_state", s->state), .tlp = s->tlp, .tlp_tone = look_tlp(s->tlp),
			.shown = indicator_shown_value(c, r->type, s->shown),
			.treatment = s->why.n > 0 && !str_eq(s->why, STR("clean")) ? arena_printf(c->a, STR_FMT " (" STR_FMT ")", STR_ARG(treatment), STR_ARG(web_word(c, "web.withheld_why", s->why))) : treatment,
			.published = web_date(c, s->published_ms), .until = web_date(c, s->expires_ms), .revoked = s->revoked,
			.seen_by = indicator_seen_by_words(c, s->published_ms != TIME_NONE, s->organisations) };
	}
	return 0;
}

static int show_uses(struct web_call *c, struct indicator_page *p, struct str id, struct err *e)
{
	struct indicator_uses u;

	if (indicator_uses(c->hub->db, &c->by, c->a, id, &u, e) < 0)
		return -1;
	p->submissions = ARENA_ARRAY(c->a, struct indicator_submission_shown, u.submissions_count + 1);
	p->submissions_count = u.submissions_count;
	for (size_t i = 0; i < u.submissions_count; i++) {
		const struct indicator_submission *s = &u.submissions[i];

		p->submissions[i] = (struct indicator_submission_shown){ arena_printf(c->a, STR_FMT "/%lld", STR_ARG(s->receipt), s->number),
			look_submission(c, s->receipt, s->number), look_org(c, s->org_id), web_word(c, "web.indicator_role", s->role),
			web_time(c, s->received_ms) };
	}
	p->sightings = ARENA_ARRAY(c->a, struct sighting_shown, u.sightings_count + 1);
	p->sightings_count = u.sightings_count;
	for (size_t i = 0; i < u.sightings_count; i++) {
		const struct indicator_sighting *s = &u.sightings[i];

		p->sightings[i] = (struct sighting_shown){ .org = look_org(c, s->org_id), .direction = web_word(c, "share.direction", s->direction),
			.port = indicator_port(c, s->port), .first = web_date(c, s->first_ms), .last = web_date(c, s->last_ms), .count = indicator_count(c, s->count),
			.share = s->share_number, .share_href = s->share_number.n > 0 ? web_path(c, "/hunts", s->share_number, STR_NONE) : STR(""),
			.note = s->heuristic ? web_text(c, "web.heuristic") : STR("") };
	}
	return 0;
}

int web_indicator_page(struct web_call *c, struct err *e)
{
	struct indicator_page *p = ARENA_NEW(c->a, struct indicator_page);
	struct indicator_row r;

	if (indicator_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &r, e) < 0)
		return -1;
	p->value = indicator_shown_value(c, r.type, r.value);
	p->type = web_word(c, "web.type", r.type);
	p->mark = web_word(c, "web.listed", data_warning(r.value));
	p->insider = who_may(c->who.roles, true, WHO_STAFF);
	show_facts(c, p, &r);
	if (show_cases(c, p, r.id, e) < 0 || show_shares(c, p, &r, e) < 0 || (p->insider && show_uses(c, p, r.id, e) < 0))
		return -1;
	c->page.indicator = p;
	return web_show(c, "web.indicator");
}
