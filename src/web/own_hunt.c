/* own_hunt.c - a member's side of a hunt, on the page of a share: the set, how to search, handing in what was seen, the own figures. */
#include "web/own_hunt.h"

#include "base/json.h"
#include "base/time.h"
#include "feedback/feed.h"
#include "feedback/hunts.h"
#include "feedback/sighting.h"
#include "intake/intake.h"
#include "web/indicators.h"
#include "web/look.h"
#include "web/share_set.h"

enum { LINES_MOST = 1 << 16, HAND_INS_MOST = 20 };

/* ---- shown ---- */

static int show_rows(struct web_call *c, const struct delivery *d, struct own_hunt *p, struct err *e)
{
	struct own_sighting *list;
	size_t n;

	if (hunt_own(c->hub->db, c->a, d->share_id, d->org_id, &list, &n, e) < 0)
		return -1;
	p->rows = ARENA_ARRAY(c->a, struct sighting_shown, n + 1);
	p->rows_count = n;
	for (size_t i = 0; i < n; i++)
		p->rows[i] = (struct sighting_shown){ .indicator = indicator_shown_value(c, list[i].type, list[i].value),
			.direction = web_word(c, "share.direction", list[i].direction), .port = indicator_port(c, list[i].port), .first = web_time(c, list[i].first_ms),
			.last = web_time(c, list[i].last_ms), .count = indicator_count(c, list[i].count),
			.note = list[i].heuristic ? web_text(c, "web.heuristic") : STR("") };
	return 0;
}

static int show_hand_ins(struct web_call *c, const struct delivery *d, struct own_hunt *p, struct err *e)
{
	bool may_look = who_may(c->who.roles, true, WHO_HANDED_IN);
	struct db_rows r;

	if (DB_QUERY(c->hub->db, c->a, &r, e, "SELECT h.receipt, h.received_ms, h.state, h.state_reason, COALESCE((SELECT MIN(s.examined_reason)"
	    " FROM submission s WHERE s.hand_in_id = h.id AND s.examined <> 'fully'), '') FROM hand_in h WHERE h.answers_share = $1 AND h.org_id = $2"
	    " ORDER BY h.received_ms DESC, h.receipt LIMIT $3", DB_TEXT(d->number), DB_TEXT(d->org_id), DB_INT(HAND_INS_MOST)) < 0)
		return -1;
	p->hand_ins = ARENA_ARRAY(c->a, struct own_hand_in, r.count + 1);
	p->hand_ins_count = r.count;
	for (size_t i = 0; i < r.count; i++) {
		struct str failed = web_word(c, "desk.reason", db_text(&r, i, 3));

		p->hand_ins[i] = (struct own_hand_in){ db_text(&r, i, 0), may_look ? web_path(c, "/receipts", db_text(&r, i, 0), STR_NONE) : STR(""), web_time(c, db_int(&r, i, 1)),
			web_word(c, "desk.hand_in", db_text(&r, i, 2)), failed.n > 0 ? failed : sighting_reason(c->a, db_text(&r, i, 4)) };
	}
	return 0;
}

static bool can_be_sought(const struct shown_indicator *n)
{
	return !n->revoked && str_eq(n->treatment, STR("kept")) && value_type_of(n->type) >= 0;
}

static int show_values(struct web_call *c, const struct delivery *d, struct own_hunt *p, struct err *e)
{
	struct projection live;

	if (delivery_live(c->hub->db, c->a, d, &live, e) < 0)
		return -1;
	p->values = ARENA_ARRAY(c->a, struct option, live.indicators.count + 1);
	for (size_t i = 0; i < live.indicators.count; i++)
		if (can_be_sought(&live.indicators.list[i]))
			p->values[p->values_count++] = (struct option){ arena_printf(c->a, "%zu", i),
				indicator_shown_value(c, live.indicators.list[i].type, live.indicators.list[i].shown), false };
	p->indicators = (long long)p->values_count;
	return 0;
}

static struct str set_name(const struct web_call *c, const struct delivery *d)
{
	return arena_printf(c->a, STR_FMT ".set", STR_ARG(d->number));
}

int own_hunt_show(struct web_call *c, const struct delivery *d, const struct own_hunt **shown, struct err *e)
{
	struct own_hunt *p = ARENA_NEW(c->a, struct own_hunt);

	*p = (struct own_hunt){ .base = web_path(c, "/inbox", d->number, STR_NONE), .set = web_path(c, "/inbox", d->number, STR("hunt.set")),
		.command = share_set_command(c->a, d, set_name(c, d)), .hand_in = share_set_hand_in(c->a, d),
		.may_hand_in = who_may(c->who.roles, true, WHO_SUBMITTER) };
	p->directions = look_choices(c, "share.direction", "from to lookup unknown", STR("from"), &p->directions_count);
	*shown = p;
	return show_values(c, d, p, e) < 0 || show_rows(c, d, p, e) < 0 || show_hand_ins(c, d, p, e) < 0 ? -1 : 0;
}

/* ---- the set ---- */

static int get(struct web_call *c, struct delivery *d, struct err *e)
{
	struct reader reader;

	if (reader_get(c->hub->db, c->a, c->who.person_id, c->q->now_ms, &reader, e) < 0)
		return -1;
	return delivery_get(c->hub->db, c->a, &reader, c->part[0], c->q->now_ms, d, e);
}

static bool was_opened(const struct delivery *d)
{
	return str_eq(d->state, STR("opened")) || str_eq(d->state, STR("acked"));
}

int web_inbox_set(struct web_call *c, struct err *e)
{
	struct share_set set;
	struct delivery d;

	if (get(c, &d, e) < 0)
		return -1;
	if (!was_opened(&d))
		return web_nothing(e);
	if (share_set_make(c->hub->db, &c->by, c->a, &d, &set, e) < 0)
		return -1;
	return set.bytes.n == 0 ? web_nothing(e) : web_bytes(c, "application/octet-stream", set.bytes, set_name(c, &d));
}

/* ---- handing in ---- */

/* A day is the whole day: its end, where `end`. */
static int day_of(const struct web_call *c, const char *field, bool end, long long *ms, struct err *e)
{
	struct str s = web_field(c, field);

	*ms = TIME_NONE;
	if (s.n == 0)
		return 0;
	if (time_parse_date(s, (int)c->hub->conf.zone_minutes, ms, e) < 0)
		return -1;
	*ms += end ? MS_DAY - MS_SECOND : 0;
	return 0;
}

static int number_of(const struct web_call *c, const char *field, long long least, long long most, const char *why, long long *n, struct err *e)
{
	struct str s = web_field(c, field);

	if (!str_to_int(s, n) || *n < least || *n > most)
		return err_set(e, ERR_INPUT, "%s", why);
	return 0;
}

static int sighting_of(struct web_call *c, const struct projection *live, struct jw *w, struct err *e)
{
	struct str direction = web_field(c, "direction"), which = web_field(c, "indicator");
	long long first, last, count, port = -1, at;

	if (!str_to_int(which, &at) || at < 0 || (size_t)at >= live->indicators.count || !can_be_sought(&live->indicators.list[at]))
		return err_set(e, ERR_INPUT, "choose one of the share's indicators");
	if (day_of(c, "first", false, &first, e) < 0 || day_of(c, "last", true, &last, e) < 0)
		return -1;
	if (first == TIME_NONE || last == TIME_NONE || first > last || first > c->q->now_ms)
		return err_set(e, ERR_INPUT, "when was it seen? the first and the last day, in this order");
	if (number_of(c, "count", 1, 1000000000000LL, tr("how often was it seen? a number from 1"), &count, e) < 0 ||
	    (web_field(c, "port").n > 0 && number_of(c, "port", 0, 65535, tr("the port is a number from 0 to 65535"), &port, e) < 0))
		return -1;
	jw_object(w);
	jw_kz(w, "schema", "noroshi/sighting/1");
	jw_kstr(w, "indicator", live->indicators.list[at].shown);
	jw_kstr(w, "type", live->indicators.list[at].type);
	jw_kstr(w, "direction", direction.p != NULL ? direction : STR(""));
	if (port >= 0)
		jw_kint(w, "port", port);
	else
		jw_knull(w, "port");
	jw_ktime(w, "first", first);
	jw_ktime(w, "last", last);
	jw_kint(w, "count", count);
	jw_end_object(w);
	return 0;
}

/* The time that was searched, where it was said. */
static int window_of(struct web_call *c, struct buf *out, struct jw *w, struct err *e)
{
	long long from, to;

	if (day_of(c, "from", false, &from, e) < 0 || day_of(c, "to", true, &to, e) < 0)
		return -1;
	if (from == TIME_NONE && to == TIME_NONE)
		return 0;
	if (from == TIME_NONE || to == TIME_NONE || from > to)
		return err_set(e, ERR_INPUT, "which time was searched? the first and the last day, in this order, or neither");
	buf_char(out, '\n');
	jw_init(w, out);
	jw_object(w);
	jw_kz(w, "schema", "noroshi/hunt-summary/1");
	jw_kobject(w, "searched");
	jw_ktime(w, "first", from);
	jw_ktime(w, "last", to);
	jw_end_object(w);
	jw_end_object(w);
	return 0;
}

/* What was typed, in the form that noroshi hunt writes, read once as the worker will. */
static int typed(struct web_call *c, const struct delivery *d, struct str *lines, struct err *e)
{
	struct searched searched = { 0 };
	struct projection live;
	struct sighting s;
	struct buf out;
	struct jw w;
	struct str first;
	const char *why;

	buf_init_arena(&out, c->a, LINES_MOST);
	jw_init(&w, &out);
	if (delivery_live(c->hub->db, c->a, d, &live, e) < 0 || sighting_of(c, &live, &w, e) < 0)
		return -1;
	first = arena_str(c->a, buf_str(&out));
	if (window_of(c, &out, &w, e) < 0)
		return -1;
	if (sighting_read_line(c->a, first, &s, &searched, &why) == LINE_BAD)
		return err_set(e, ERR_INPUT, "%s", sighting_why(c->lang, str_of(why)));
	buf_char(&out, '\n');
	*lines = buf_str(&out);
	return 0;
}

static const struct http_file *file_of(const struct web_call *c)
{
	for (size_t i = 0; i < c->q->file_count; i++)
		if (str_eq(c->q->files[i].field, STR("file")) && c->q->files[i].bytes.n > 0)
			return &c->q->files[i];
	return NULL;
}

static int receive(struct web_call *c, const struct delivery *d, struct receipt *receipt, struct err *e)
{
	const struct http_file *file = file_of(c);
	struct offer offer = { .org_id = c->who.org_id, .person_id = c->who.person_id, .kind = STR("sighting"), .channel = STR("web"),
		.answers_share = d->number, .name = STR("sighting.jsonl"), .received_ms = TIME_NONE };

	if (file == NULL) {
		if (typed(c, d, &offer.bytes, e) < 0)
			return -1;
	} else {
		if (file->bytes.n > (size_t)c->hub->conf.hand_in_mb << 20)
			return err_set(e, ERR_LIMIT, "the file is larger than %lld MB, which the hub takes at most at once; send it in parts",
			    c->hub->conf.hand_in_mb);
		offer.name = file->name;
		offer.from = &file->bytes;
	}
	return intake_receive(c->hub, &c->by, c->a, &offer, receipt, e);
}

int web_inbox_sighting_do(struct web_call *c, struct err *e)
{
	struct receipt receipt;
	struct err why = { 0 };
	struct delivery d;

	if (get(c, &d, e) < 0)
		return -1;
	if (!was_opened(&d))
		return web_nothing(e);
	if (receive(c, &d, &receipt, &why) == 0)
		return web_go(c, web_path(c, "/receipts", receipt.number, STR_NONE), "received");
	if (web_refused(c, &why) < 0) {
		*e = why;
		return -1;
	}
	return web_inbox_share(c, e);
}
