/* indicator_search.c - up to ten thousand pasted lines: which are known, which are not, and which are none. */
#include "base/time.h"
#include "feedback/feed.h"
#include "hunt/value.h"
#include "indicator/lists.h"
#include "web/indicators.h"

enum { LINES_MOST = 10000, SHOWN_MOST = 1000, LINE_SHOWN = 200 };

struct search {
	struct web_call *c;
	struct feed_row *own;           /* a member's; sorted by type and value */
	size_t own_count;
	bool staff;
	struct lookup *s;
	size_t hit_room, refused_room, unknown_room;
	long long hits, refused, unknown, lines;
};

static const struct feed_row *find_own(const struct search *x, struct str type, struct str value)
{
	size_t from = 0, to = x->own_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = str_cmp(x->own[middle].type, type);

		if (order == 0)
			order = str_cmp(x->own[middle].value, value);
		if (order == 0)
			return &x->own[middle];
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

static void refuse(struct search *x, struct str row, struct str given, struct str why)
{
	struct lookup_refused *r;

	if (++x->refused > SHOWN_MOST)
		return;
	r = ARENA_PUSH(x->c->a, x->s->refused, x->s->refused_count, x->refused_room);
	*r = (struct lookup_refused){ row, given, why };
}

/* Sent to a member: the share that shows it. */
static bool hit_own(struct search *x, struct str type, struct str value, struct lookup_hit *hit)
{
	const struct feed_row *r = find_own(x, type, value);

	if (r == NULL)
		return false;
	*hit = (struct lookup_hit){ .type = type, .value = value, .href = web_path(x->c, "/inbox", r->number, STR_NONE), .first = web_date(x->c, r->published_ms),
		.where = r->number };
	return true;
}

static int hit_hub(struct search *x, struct str type, struct str value, struct lookup_hit *hit, bool *found, struct err *e)
{
	const struct web_call *c = x->c;
	struct indicator_row r;

	if (indicator_find(c->hub->db, c->a, type, value, c->q->now_ms, &r, found, e) < 0)
		return -1;
	if (*found)
		*hit = (struct lookup_hit){ .type = type, .value = value, .href = web_path(c, "/indicators", r.id, STR_NONE), .first = web_date(c, r.first_ms),
			.last = web_date(c, r.last_ms), .where = arena_printf(c->a, tr("cases: %lld, shares: %lld"), r.cases, r.shares) };
	return 0;
}

/* The value itself, else a name above it: www.evil.example is found under evil.example. */
static int look_up(struct search *x, struct str type, struct str value, struct lookup_hit *hit, bool *found, struct err *e)
{
	for (struct str at = value;; at = str_after(at, '.')) {
		if (!x->staff)
			*found = hit_own(x, type, at, hit);
		else if (hit_hub(x, type, at, hit, found, e) < 0)
			return -1;
		if (*found || !str_eq(type, STR("domain")) || str_find_char(str_after(at, '.'), '.') < 0)
			return 0;
	}
}

static void found(struct search *x, struct str row, struct str given, struct str warning, struct lookup_hit *hit)
{
	if (++x->hits > SHOWN_MOST)
		return;
	hit->row = row;
	hit->given = given;
	hit->value = indicator_shown_value(x->c, hit->type, hit->value);
	hit->type = web_word(x->c, "web.type", hit->type);
	hit->mark = web_word(x->c, "web.listed", warning);
	*ARENA_PUSH(x->c->a, x->s->hits, x->s->hits_count, x->hit_room) = *hit;
}

static int take(struct search *x, struct str text, struct err *e)
{
	struct web_call *c = x->c;
	struct str row = arena_printf(c->a, "%lld", x->lines), given = str_at(text, 0, LINE_SHOWN), type, warning;
	struct lookup_hit hit;
	struct value v;
	const char *why;
	bool known;

	if (!value_read(c->a, text, -1, &v, &why)) {
		refuse(x, row, given, str_of(tr(why)));
		return 0;
	}
	type = str_of(value_type_names[v.type]);
	given = indicator_shown_value(c, type, v.text);
	warning = data_warning(v.text);
	if (look_up(x, type, v.text, &hit, &known, e) < 0)
		return -1;
	if (known) {
		found(x, row, given, warning, &hit);
	} else if (warning.n > 0) {
		refuse(x, row, given, web_word(c, "web.listed", warning));
	} else if (++x->unknown <= SHOWN_MOST) {
		*ARENA_PUSH(c->a, x->s->unknown, x->s->unknown_count, x->unknown_room) = (struct lookup_refused){ row, given, type };
	}
	return 0;
}

static int read_lines(struct search *x, struct str rest, struct err *e)
{
	struct str line;

	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (++x->lines > LINES_MOST)
			return err_set(e, ERR_INPUT, "more than %d lines at once; nothing was looked up: paste them in parts", LINES_MOST);
		if (line.n > 0 && line.p[0] != '#' && take(x, line, e) < 0)
			return -1;
	}
	return 0;
}

static int prepare(struct search *x, struct err *e)
{
	struct web_call *c = x->c;
	struct reader reader;

	if (x->staff)
		return 0;
	return reader_get(c->hub->db, c->a, c->who.person_id, c->q->now_ms, &reader, e) < 0 ? -1 :
	    feed_list(c->hub->db, c->a, reader.org_id, c->q->now_ms, &x->own, &x->own_count, e);
}

/* Nothing is kept of what was pasted. */
int web_indicator_search_do(struct web_call *c, struct err *e)
{
	struct search x = { .c = c, .staff = who_may(c->who.roles, true, WHO_LOOKS), .s = ARENA_NEW(c->a, struct lookup) };
	struct str lines = http_form(c->q, "lines");
	struct err why = { 0 };

	lines = str_trim(lines);
	if (lines.n == 0)
		err_set(&why, ERR_INPUT, "nothing was pasted");
	else if (prepare(&x, e) < 0)
		return -1;
	else if (read_lines(&x, lines, &why) == 0) {
		x.s->summary = arena_printf(c->a, tr("known: %lld, not known: %lld, refused: %lld"), x.hits, x.unknown, x.refused);
		x.s->cut = x.hits > SHOWN_MOST || x.unknown > SHOWN_MOST || x.refused > SHOWN_MOST;
		return indicators_show(c, lines, STR(""), x.s, e);
	}
	if (why.kind != ERR_INPUT) {
		*e = why;
		return -1;
	}
	c->r->status = 400;
	return indicators_show(c, lines, arena_str(c->a, str_of(why.text)), NULL, e);
}
