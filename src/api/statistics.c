/* statistics.c - numbers by the report's own definitions with the rows behind each; which shares were asked about; what may be blocked now. */
#include "report/counted.h"

#include "api/things.h"
#include "base/time.h"
#include "feedback/feed.h"
#include "feedback/hunts.h"
#include "feedback/loop.h"
#include "store/audit.h"

/* ---- counts ---- */

#define ITEMS "submissions targeted drills outside shares own"
struct records_query { struct str item, from, to, kind, class; };
static const struct api_field records_fields[] = {
	TEXT_(struct records_query, "item", item, API_NEEDED, ITEMS, "which number"),
	TEXT_(struct records_query, "from", from, API_NEEDED, NULL, "the first day"),
	TEXT_(struct records_query, "to", to, API_NEEDED, NULL, "the last day"),
	TEXT_(struct records_query, "kind", kind, 0, NULL, "of submissions: only of this kind"),
	TEXT_(struct records_query, "class", class, 0, NULL, "of submissions: only of this class"),
};
API_SHAPE(records_query, NULL, NULL, struct records_query, records_fields);

struct count_view { struct str item; long long value, records; bool entered; };
static const struct api_field count_fields[] = {
	TEXT_(struct count_view, "item", item, 0, ITEMS, NULL),
	INT_(struct count_view, "value", value, 0, NULL),
	INT_(struct count_view, "records", records, 0, "how many rows are behind it"),
	BOOL_(struct count_view, "entered", entered, 0, "the value was entered for a time before the hub"),
};
API_SHAPE(count, NULL, "One number.", struct count_view, count_fields);

static const struct api_field loop_fields[] = {
	INT_(struct loop_figures, "shares", shares, 0, "first released in the period"),
	INT_(struct loop_figures, "deliveries", deliveries, 0, NULL),
	INT_(struct loop_figures, "opened", opened, 0, NULL),
	INT_(struct loop_figures, "acknowledged", acked, 0, NULL),
	INT_(struct loop_figures, "answered", answered, 0, NULL),
	INT_(struct loop_figures, "searched", searched, 0, NULL),
	INT_(struct loop_figures, "sighted", sighted, 0, "shares that were seen at least once"),
	INT_(struct loop_figures, "days_to_answer", to_answer, 0, "median; -1: there is none"),
	INT_(struct loop_figures, "days_to_first_sighting", to_first_sighting, 0, NULL),
	INT_(struct loop_figures, "days_to_reshare", to_reshare, 0, NULL),
};
API_SHAPE(loop, NULL, "How fast the loop turns.", struct loop_figures, loop_fields);

struct statistics_view { struct count_view *counts; size_t count_count; struct loop_figures *loop; };
static const struct api_field statistics_fields[] = {
	LIST_(struct statistics_view, "counts", counts, count_count, 0, &api_shape_count, NULL),
	OBJECT_(struct statistics_view, "loop", loop, 0, &api_shape_loop, NULL),
};
API_SHAPE(statistics, "noroshi/statistics/1", "The numbers of a period.", struct statistics_view, statistics_fields);

struct record_view { struct str record, org, kind, class, tlp; long long at_ms; };
static const struct api_field record_fields[] = {
	TEXT_(struct record_view, "record", record, 0, NULL, "receipt/n, a receipt that is not read yet, or a share"),
	TEXT_(struct record_view, "org", org, API_NULL, NULL, NULL),
	TEXT_(struct record_view, "kind", kind, API_NULL, NULL, NULL),
	TEXT_(struct record_view, "class", class, API_NULL, NULL, NULL),
	TEXT_(struct record_view, "tlp", tlp, API_NULL, NULL, NULL),
	TIME_(struct record_view, "at", at_ms, 0, NULL),
};
API_SHAPE(counted_record, "noroshi/counted/1", "A row that a number counts.", struct record_view, record_fields);

static int counted_of(struct api_call *c, struct arena *a, struct str from, struct str to, size_t with_rows, struct counted_period *p, struct err *e)
{
	struct period days;

	c->seen = true;
	return period_parse(from, to, (int)c->hub->conf.zone_minutes, &days, e) < 0 ? -1 : counted_read(c->hub->db, a, &days, 1, with_rows, p, e);
}

static bool row_fits(enum counted_item item, const struct counted *r, const struct records_query *q)
{
	return counted_fits(item, r) && (q->kind.n == 0 || str_eq(q->kind, r->kind)) && (q->class.n == 0 || str_eq(q->class, r->class));
}

static bool share_fits(enum counted_item item, const struct counted_share *s)
{
	return item == COUNTED_SHARES || (item == COUNTED_OWN && s->own);
}

int api_statistics(struct api_call *c, struct err *e)
{
	const struct period_query *q = c->query;
	struct statistics_view v = { .count_count = COUNTED_ITEMS };
	struct counted_period p;
	struct loop_figures loop;

	if (counted_of(c, c->a, q->from, q->to, 0, &p, e) < 0 || loop_figures(c->hub->db, c->a, p.period.from_ms, p.period.to_ms, c->q->now_ms,
	    (int)c->hub->conf.zone_minutes, &loop, e) < 0)
		return -1;
	v.loop = &loop;
	v.counts = ARENA_ARRAY(c->a, struct count_view, COUNTED_ITEMS);
	for (int item = 0; item < COUNTED_ITEMS; item++) {
		struct count_view *x = &v.counts[item];

		*x = (struct count_view){ str_of(counted_name((enum counted_item)item)), 0, p.count[item], p.entered[item] >= 0 };
		x->value = x->entered ? p.entered[item] : x->records;
	}
	return api_give(c, &v);
}

struct records_read { struct record_view *list; size_t n; };

/* By the report's own definitions, which look at the period as a whole. */
static int read_records(struct api_call *c, struct records_read *all, struct err *e)
{
	const struct records_query *q = c->query;
	enum counted_item item = counted_item(q->item);
	struct counted_period p;

	if (counted_of(c, c->a, q->from, q->to, 1, &p, e) < 0)
		return -1;
	all->list = ARENA_ARRAY(c->a, struct record_view, p.rows_count + p.shares_count + 1);
	for (size_t i = 0; i < p.rows_count; i++) {
		const struct counted *r = &p.rows[i];

		if (row_fits(item, r, q))
			all->list[all->n++] = (struct record_view){ r->number > 0 ? arena_printf(c->a, STR_FMT "/%lld", STR_ARG(r->receipt), r->number) : r->receipt,
				r->org_id, r->kind, r->class, STR(""), r->at_ms };
	}
	for (size_t i = 0; i < p.shares_count; i++)
		if (share_fits(item, &p.shares[i]))
			all->list[all->n++] = (struct record_view){ p.shares[i].number, STR(""), STR(""), p.shares[i].class, p.shares[i].tlp, p.shares[i].at_ms };
	return 0;
}

static int page_of_records(struct api_call *c, struct api_page *page, struct err *e)
{
	const struct records_read *all = c->kept;

	(void)e;
	api_cut(page, all->list, all->n, sizeof *all->list);
	return 0;
}

/* Once for all lines. */
int api_statistics_records(struct api_call *c, struct err *e)
{
	struct records_read *all = ARENA_NEW(c->a, struct records_read);

	c->kept = all;
	return read_records(c, all, e) < 0 ? -1 : api_list(c, page_of_records, e);
}

/* ---- hunts ---- */

static const struct api_field hunt_fields[] = {
	TEXT_(struct hunt_row, "share", number, 0, NULL, NULL),
	TEXT_(struct hunt_row, "class", class, 0, NULL, NULL),
	TEXT_(struct hunt_row, "tlp", tlp, 0, NULL, NULL),
	TEXT_(struct hunt_row, "state", state, 0, NULL, NULL),
	TIME_(struct hunt_row, "published", published_ms, 0, NULL),
	INT_(struct hunt_row, "indicators", indicators, 0, NULL),
	INT_(struct hunt_row, "recipients", recipients, 0, NULL),
	INT_(struct hunt_row, "no_hit", no_hit, 0, "organisations, by their newest answer"),
	INT_(struct hunt_row, "hit", hit, 0, NULL),
	INT_(struct hunt_row, "partly", partly, 0, NULL),
	INT_(struct hunt_row, "working", working, 0, NULL),
	INT_(struct hunt_row, "not_checked", not_checked, 0, NULL),
	INT_(struct hunt_row, "silent", silent, 0, NULL),
	INT_(struct hunt_row, "sighted", sighted, 0, "organisations whose sightings count"),
	INT_(struct hunt_row, "count", count, 0, "how often it was seen"),
};
API_SHAPE(hunt, "noroshi/hunt/1", "A share that members were asked to look for.", struct hunt_row, hunt_fields);

static struct str key_of_hunt(struct arena *a, const void *item)
{
	const struct hunt_row *x = item;

	return api_place(a, x->published_ms, x->number);
}

static int page_of_hunts(struct api_call *c, struct api_page *p, struct err *e)
{
	long long before_ms = TIME_FOREVER;
	struct str before = STR("");
	struct hunt_row *list;
	size_t n;

	if (api_after_place(p, &before_ms, &before, e) < 0 ||
	    hunt_list(c->hub->db, p->a, before_ms, before, p->limit + 1, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_hunt);
	return 0;
}

int api_hunts(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_hunts, e);
}

/* ---- the feed ---- */

static const struct api_field feed_fields[] = {
	TEXT_(struct feed_row, "type", type, 0, NULL, NULL),
	TEXT_(struct feed_row, "value", value, 0, NULL, NULL),
	TEXT_(struct feed_row, "role", role, 0, NULL, NULL),
	TEXT_(struct feed_row, "share", number, 0, NULL, "the newest that shows it"),
	TEXT_(struct feed_row, "tlp", tlp, 0, NULL, NULL),
	TEXT_(struct feed_row, "class", class, 0, NULL, NULL),
	TEXT_(struct feed_row, "published", published, 0, NULL, "its day"),
};
API_SHAPE(feed_row, "noroshi/feed/1", "A value to look for now.", struct feed_row, feed_fields);

static bool is_behind(const struct feed_row *r, struct str type, struct str value)
{
	int order = str_cmp(r->type, type);

	return order > 0 || (order == 0 && str_cmp(r->value, value) > 0);
}

struct feed_read { struct feed_row *list; size_t n; };

static int page_of_feed(struct api_call *c, struct api_page *p, struct err *e)
{
	struct str type = str_upto(p->after, ' '), value = str_after(p->after, ' ');
	const struct feed_read *all = c->kept;
	const struct feed_row *list = all->list;
	size_t n = all->n, from = 0;

	(void)e;
	while (p->after.n > 0 && from < n && !is_behind(&list[from], type, value))
		from++;
	p->items = list + from;
	p->n = n - from > (size_t)p->limit ? (size_t)p->limit : n - from;
	if (n - from > p->n)
		p->next = arena_printf(p->a, STR_FMT " " STR_FMT, STR_ARG(list[from + p->n - 1].type), STR_ARG(list[from + p->n - 1].value));
	return 0;
}

/* Taking it along leaves a line, as on the page.  Values come together out of many shares, so it is made once for all its lines. */
int api_feed(struct api_call *c, struct err *e)
{
	struct feed_read *all = ARENA_NEW(c->a, struct feed_read);
	struct reader reader;

	c->kept = all;
	return thing_reader(c, &reader, e) < 0 || feed_list(c->hub->db, c->a, reader.org_id, c->q->now_ms, &all->list, &all->n, e) < 0 ||
	    audit_add(c->hub->db, &c->by, "delivery.feed-read", c->who.org_id, e) < 0 ? -1 : api_list(c, page_of_feed, e);
}
