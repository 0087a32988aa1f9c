/* corrections.c - the replay: report by report, from the frozen one to the one of now. */
#include "report/corrections.h"

enum { REPLAY_ARENA = 256 << 20, REPLAY_JSON = 64 << 20, REPLAYS_MOST = 64 };

struct replay_of {
	const struct hub *hub;
	struct arena *arena;            /* what is kept */
	const struct closing *closing;
	enum lang lang;
	struct printed last;            /* as printed before */
};

static int print_as_of(struct replay_of *r, long long recorded_ms, struct printed *p_r, struct err *e)
{
	const struct report_order order = { .period = r->closing->period, .as_recorded_ms = recorded_ms, .made_ms = r->closing->recorded_ms,
		.lang = r->lang, .replayed = true };
	struct arena *a = arena_new(REPLAY_ARENA, arena_full_exit);
	struct doc *d;
	struct buf out;
	int status = report_make(r->hub, a, &order, &d, e);

	if (status == 0) {
		buf_init_arena(&out, a, REPLAY_JSON);
		report_json(d, &out, recorded_ms);
		status = printed_places(r->arena, buf_str(&out), p_r, e);
	}
	arena_free(a);
	return status;
}

static int start(struct replay_of *r, const struct hub *hub, struct arena *a, const struct closing *c, enum lang lang, struct err *e)
{
	struct str json;

	*r = (struct replay_of){ .hub = hub, .arena = a, .closing = c, .lang = lang };
	if (closing_document(hub->db, a, c->id, STR("json"), lang, &json, e) < 0)
		return -1;
	return printed_places(a, json, &r->last, e);
}

/* What is printed otherwise at this instant than before. */
static int step(struct replay_of *r, long long at_ms, struct correction_places *places, struct err *e)
{
	struct printed now;

	*places = (struct correction_places){ 0 };
	if (print_as_of(r, at_ms, &now, e) < 0)
		return -1;
	printed_compare(r->arena, &r->last, &now, places);
	r->last = now;
	return 0;
}

int corrections_between(const struct hub *hub, struct arena *a, const struct closing *c, long long until_ms, enum lang lang,
    struct correction_places *places_r, struct err *e)
{
	struct replay_of r;

	return start(&r, hub, a, c, lang, e) < 0 ? -1 : step(&r, until_ms, places_r, e);
}

/* Changes of one instant belong together; of one day where there are very many. */
static long long end_of(const struct correction_event *v, bool by_day, int zone, long long until_ms)
{
	struct civil day = time_civil(v->at_ms, zone);
	const struct civil first = { .year = day.year, .month = day.month, .day = day.day };
	long long end = by_day ? time_of(&first, zone) + MS_DAY - 1 : v->at_ms;

	return end < until_ms ? end : until_ms;
}

static size_t instants(const struct correction_event *events, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += i == 0 || events[i].at_ms != events[i - 1].at_ms;
	return count;
}

/* A person's word about a mail or a case is told also where nothing printed depends on it; memberships and
 * the like change all the time. */
static bool worth_telling(const struct correction *c)
{
	for (size_t i = 0; i < c->events_count; i++)
		if (str_eq(c->events[i].kind, STR("submission")) || str_eq(c->events[i].kind, STR("case")) ||
		    str_eq(c->events[i].kind, STR("received")) || str_eq(c->events[i].kind, STR("withdrawn")))
			return true;
	return c->places.count > 0;
}

static int replay(struct replay_of *r, struct correction_event *events, size_t n, long long after_ms, long long until_ms,
    struct corrections *into, struct err *e)
{
	bool by_day = instants(events, n) > REPLAYS_MOST;
	int zone = r->closing->period.zone;

	for (size_t i = 0; i < n;) {
		struct correction c = { .at_ms = end_of(&events[i], by_day, zone, until_ms), .events = &events[i] };

		while (i < n && events[i].at_ms <= c.at_ms)
			i++;
		c.events_count = (size_t)(&events[i] - c.events);
		if (step(r, c.at_ms, &c.places, e) < 0)
			return -1;
		if (c.at_ms > after_ms && worth_telling(&c))
			*ARENA_PUSH(r->arena, into->list, into->count, into->room) = c;
	}
	return 0;
}

/* What no event explains was written while the period was being closed, or is of a kind that has no instant. */
static int the_rest(struct replay_of *r, long long until_ms, struct corrections *into, struct err *e)
{
	struct correction c = { .at_ms = until_ms };

	if (step(r, until_ms, &c.places, e) < 0)
		return -1;
	if (c.places.count > 0)
		*ARENA_PUSH(r->arena, into->list, into->count, into->room) = c;
	return 0;
}

int corrections_errata(struct db *db, struct arena *a, const struct closing *c, long long after_ms, long long until_ms, enum lang lang,
    struct corrections *into, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT place, before_text, after_text, at_ms, by_person FROM closing_erratum WHERE closing_id = $1 AND "
	        "at_ms > $2 AND at_ms <= $3 AND lang IN ('', $4) ORDER BY at_ms, id", DB_TEXT(c->id), DB_INT(after_ms), DB_INT(until_ms),
	        DB_TEXT(lang == LANG_JA ? STR("ja") : STR("en"))) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		struct correction *n = ARENA_PUSH(a, into->list, into->count, into->room);

		n->at_ms = db_int(&rows, i, 3);
		n->by_hand = true;
		n->places.list = ARENA_NEW(a, struct correction_place);
		n->places.list[0] = (struct correction_place){ db_text(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2) };
		n->places.count = 1;
	}
	return 0;
}

int corrections_read(const struct hub *hub, struct arena *a, const struct closing *c, long long after_ms, long long until_ms,
    enum lang lang, struct corrections *list_r, struct err *e)
{
	struct correction_event *events;
	struct replay_of r;
	size_t n;

	*list_r = (struct corrections){ 0 };
	if (correction_events(hub->db, a, &c->period, c->recorded_ms, until_ms, &events, &n, e) < 0 || start(&r, hub, a, c, lang, e) < 0 ||
	    replay(&r, events, n, after_ms, until_ms, list_r, e) < 0 || the_rest(&r, until_ms, list_r, e) < 0)
		return -1;
	return corrections_errata(hub->db, a, c, after_ms, until_ms, lang, list_r, e);
}
