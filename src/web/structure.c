/* structure.c - see structure.h. */
#include "web/structure.h"

#include "base/time.h"
#include "report/figures.h"

int structure_on(struct web_call *c, long long at_ms, const struct figure_structure **chart, struct err *e)
{
	struct records *r = ARENA_NEW(c->a, struct records);
	struct doc *d = ARENA_NEW(c->a, struct doc);

	r->arena = d->arena = c->a;
	r->db = c->hub->db;
	r->as_recorded_ms = AS_NOW_KNOWN;
	r->columns = 1;
	r->period = period_of(at_ms - MS_DAY, at_ms, (int)c->hub->conf.zone_minutes);
	d->period = r->column[COLUMNS - 1].period = r->period;
	d->lang = c->lang;
	d->hub_name = c->lang == LANG_JA ? c->hub->conf.hub_name_ja : c->hub->conf.hub_name_en;
	if (records_roster(r, e) < 0)
		return -1;
	*chart = figure_structure_make(d, r);
	return 0;
}
