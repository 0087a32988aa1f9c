/* statistics_records.c - the rows that a number was counted from. */
#include "base/csv.h"
#include "base/time.h"
#include "feedback/loop.h"
#include "feedback/standing.h"
#include "web/look.h"
#include "web/page_statistics.h"
#include "web/quarters.h"
#include "web/statistics.h"

enum { PAGE = 100, CSV_MOST = 64 << 20 };

struct rows { struct stat_record *list; size_t n, room; };

static void add(struct web_call *c, struct rows *x, struct stat_record r)
{
	*ARENA_PUSH(c->a, x->list, x->n, x->room) = r;
}

/* ?kind= ?class= ?group=; "-" is "none of them". */
static bool wanted(const struct web_call *c, const char *name, struct str value)
{
	struct str asked = http_query(c->q, name);

	return asked.n == 0 || str_eq(asked, value.n > 0 ? value : STR("-"));
}

static bool wanted_group(const struct web_call *c, const struct groups *g, const struct counted *r)
{
	struct str sig;

	if (groups_of(g, r->org_id, r->at_ms, 0).p == NULL)
		return wanted(c, "group", STR(""));
	for (size_t k = 0; (sig = groups_of(g, r->org_id, r->at_ms, k)).p != NULL; k++)
		if (wanted(c, "group", sig))
			return true;
	return false;
}

static int read_counted(struct web_call *c, enum counted_item item, const struct period *p, struct rows *x, struct err *e)
{
	struct counted_period list;
	struct groups g;

	if (counted_read(c->hub->db, c->a, p, 1, 1, &list, e) < 0 || groups_read(c, &g, e) < 0)
		return -1;
	for (size_t i = 0; i < list.rows_count; i++) {
		const struct counted *r = &list.rows[i];

		if (!counted_fits(item, r) || !wanted(c, "kind", r->kind) || !wanted(c, "class", r->class) || !wanted_group(c, &g, r))
			continue;
		add(c, x, (struct stat_record){ r->number > 0 ? arena_printf(c->a, STR_FMT "/%lld", STR_ARG(r->receipt), r->number) : r->receipt,
			r->number > 0 ? look_submission(c, r->receipt, r->number) : web_path(c, "/receipts", r->receipt, STR_NONE), look_org(c, r->org_id),
			web_time(c, r->at_ms), web_word(c, "desk.kind", r->kind), web_word(c, "desk.class", r->class) });
	}
	for (size_t i = 0; i < list.shares_count; i++) {
		const struct counted_share *s = &list.shares[i];

		if (item == COUNTED_SHARES || (item == COUNTED_OWN && s->own))
			add(c, x, (struct stat_record){ s->number, web_path(c, "/shares", s->number, STR_NONE), STR(""), web_time(c, s->at_ms),
				web_word(c, "share.class", s->class), s->tlp });
	}
	return 0;
}

static bool delivery_fits(enum standing_item item, const struct loop_delivery *d)
{
	switch (item) {
	case ITEM_DELIVERIES: return d->delivered;
	case ITEM_OPENED: return d->opened;
	case ITEM_ACKED: return d->acked;
	case ITEM_ANSWERED: return d->answered_ms != TIME_NONE;
	case ITEM_SEARCHED: return d->searched;
	case ITEM_USEFUL: return d->useful > 0;
	default: return false;
	}
}

static int read_delivered(struct web_call *c, enum standing_item item, const struct period *p, struct rows *x, struct err *e)
{
	struct loop_delivery *list;
	size_t n;

	if (loop_deliveries(c->hub->db, c->a, p->from_ms, p->to_ms, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (delivery_fits(item, &list[i]))
			add(c, x, (struct stat_record){ list[i].share, web_path(c, "/shares", list[i].share, STR_NONE), look_org(c, list[i].org_id),
				web_time(c, list[i].released_ms), web_time(c, list[i].answered_ms),
				list[i].useful > 0 ? arena_printf(c->a, "%lld", list[i].useful) : STR("") });
	return 0;
}

static bool standing_fits(enum standing_item item, const struct standing_row *r)
{
	switch (item) {
	case ITEM_QUESTIONS_ANSWERED: case ITEM_CONSULTATIONS_ANSWERED: return r->took >= 0;
	case ITEM_LATE: return r->late;
	case ITEM_SEARCHERS: return r->searched;
	default: return true;
	}
}

static int read_standing(struct web_call *c, enum standing_item item, const struct period *p, struct rows *x, struct err *e)
{
	enum standing_kind kind = item <= ITEM_LATE ? STANDING_QUESTIONS : item <= ITEM_CONSULTATIONS_ANSWERED ? STANDING_CONSULTATIONS : STANDING_RECIPIENTS;
	struct standing_row *list;
	size_t n;

	if (standing_rows(c->hub->db, c->a, kind, p->from_ms, p->to_ms, c->q->now_ms, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct standing_row *r = &list[i];
		struct str org = look_org(c, r->org_id);
		struct str at = arena_printf(c->a, STR_FMT "/%lld", STR_ARG(r->receipt), r->number);

		if (!standing_fits(item, r))
			continue;
		add(c, x, (struct stat_record){ r->receipt.n == 0 ? r->org_id : r->name.n > 0 ? r->name : at,
			r->receipt.n == 0 ? web_path(c, "/organisations", r->org_id, STR_NONE) : look_submission(c, r->receipt, r->number), org, web_time(c, r->at_ms),
			r->took >= 0 ? arena_printf(c->a, "%lld.%lld %s", r->took / 10, r->took % 10, web_text(c, "web.stat.days").p) : STR(""),
			r->late ? web_text(c, "web.stat.late") : STR("") });
	}
	return 0;
}

static int read_rows(struct web_call *c, struct str item, const struct period *p, struct rows *x, struct err *e)
{
	if (counted_item(item) != COUNTED_ITEMS)
		return read_counted(c, counted_item(item), p, x, e);
	for (int i = 0; i < STANDING_ITEMS; i++)
		if (str_eq(item, str_of(standing_names[i])))
			return i <= ITEM_USEFUL ? read_delivered(c, (enum standing_item)i, p, x, e) : read_standing(c, (enum standing_item)i, p, x, e);
	return web_nothing(e);
}

static int send_csv(struct web_call *c, const struct rows *x)
{
	struct buf *out = &c->r->body;

	buf_init_arena(out, c->a, CSV_MOST);
	csv_bom(out);
	buf_z(out, "record,organisation,at,kind,note");
	csv_end(out);
	for (size_t i = 0; i < x->n; i++) {
		csv_field(out, true, x->list[i].name);
		csv_field(out, false, x->list[i].org);
		csv_field(out, false, x->list[i].when);
		csv_field(out, false, x->list[i].kind);
		csv_field(out, false, x->list[i].note);
		csv_end(out);
	}
	http_answer_header(c->r, "Content-Type", STR("text/csv; charset=utf-8"));
	http_answer_header(c->r, "Content-Disposition", STR("attachment; filename=\"records.csv\""));
	return 0;
}

/* The same list from another row on, or in another form. */
static struct str address(const struct web_call *c, const struct stat_records_page *s, const char *more)
{
	static const char *const names[] = { "item", "kind", "class", "group" };
	struct buf out;

	buf_init_arena(&out, c->a, 65536);
	buf_printf(&out, "/statistics/records?from=" STR_FMT "&to=" STR_FMT "&%s", STR_ARG(s->from), STR_ARG(s->to), more);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (http_query(c->q, names[i]).n > 0)
			buf_printf(&out, "&%s=" STR_FMT, names[i], STR_ARG(web_escaped(c, http_query(c->q, names[i]))));
	return buf_str(&out);
}

int web_statistics_records(struct web_call *c, struct err *e)
{
	struct stat_records_page *s = ARENA_NEW(c->a, struct stat_records_page);
	struct str item = http_query(c->q, "item"), skip = http_query(c->q, "skip");
	struct rows x = { 0 };
	long long first = 0;
	struct period p;

	if (quarter_asked(c, false, &p, &s->from, &s->to, e) < 0 || read_rows(c, item.p != NULL ? item : STR(""), &p, &x, e) < 0)
		return -1;
	if (skip.n > 0 && (!str_to_int(skip, &first) || first < 0))
		return err_set(e, ERR_INPUT, "“" STR_FMT "” is no number of a line", STR_ARG(skip));
	if (str_eq(http_query(c->q, "format"), STR("csv")))
		return send_csv(c, &x);
	s->title = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(web_word(c, "web.stat", item)), STR_ARG(period_label(c->a, &p, c->lang)));
	s->means = web_word(c, "web.stat.means", item);
	s->count = (long long)x.n;
	if (first < (long long)x.n) {
		s->rows = x.list + first;
		s->rows_count = x.n - (size_t)first < PAGE ? x.n - (size_t)first : PAGE;
	}
	s->back = arena_printf(c->a, "/statistics?from=" STR_FMT "&to=" STR_FMT, STR_ARG(s->from), STR_ARG(s->to));
	s->csv = address(c, s, "format=csv");
	s->older = first + PAGE < (long long)x.n ? address(c, s, arena_printf(c->a, "skip=%lld", first + PAGE).p) : STR("");
	c->page.stat_records = s;
	return web_show(c, "web.stat");
}
