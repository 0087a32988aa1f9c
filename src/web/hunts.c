/* hunts.c - which shares were asked about, and how the members answered. */
#include "feedback/hunts.h"

#include "base/time.h"
#include "web/indicators.h"
#include "web/look.h"

enum { PAGE = 50 };

/* "1563328800000.J-2222222": where the page before ended. */
static long long before_of(const struct web_call *c, struct str *number)
{
	struct str after = http_query(c->q, "after");
	long long ms;

	*number = STR("");
	if (!str_to_int(str_upto(after, '.'), &ms))
		return TIME_FOREVER;
	*number = str_after(after, '.');
	return ms;
}

static struct hunt_line_shown line_of(struct web_call *c, const struct hunt_row *h)
{
	return (struct hunt_line_shown){ .number = h->number, .href = web_path(c, "/hunts", h->number, STR_NONE), .published = web_date(c, h->published_ms),
		.state = web_word(c, "web.share_state", h->state), .class = web_word(c, "share.class", h->class), .tlp = h->tlp, .tlp_tone = look_tlp(h->tlp),
		.indicators = h->indicators, .recipients = h->recipients, .no_hit = h->no_hit, .hit = h->hit, .partly = h->partly, .working = h->working,
		.not_checked = h->not_checked, .silent = h->silent, .sighted = h->sighted, .count = indicator_count(c, h->count) };
}

int web_hunts(struct web_call *c, struct err *e)
{
	struct hunts_page *p = ARENA_NEW(c->a, struct hunts_page);
	struct hunt_row *list;
	struct str before;
	long long before_ms = before_of(c, &before);
	size_t n;

	if (hunt_list(c->hub->db, c->a, before_ms, before, PAGE + 1, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	p->rows_count = n > PAGE ? PAGE : n;
	p->rows = ARENA_ARRAY(c->a, struct hunt_line_shown, p->rows_count + 1);
	for (size_t i = 0; i < p->rows_count; i++)
		p->rows[i] = line_of(c, &list[i]);
	p->older = n > PAGE ? arena_printf(c->a, "/hunts?after=%lld." STR_FMT, list[PAGE - 1].published_ms, STR_ARG(list[PAGE - 1].number)) : STR("");
	c->page.hunts = p;
	return web_show(c, "web.hunts");
}
