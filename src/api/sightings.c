/* sightings.c - what members saw, for the hub's people; each look is recorded by the library. */
#include "api/things.h"
#include "base/time.h"
#include "feedback/table.h"

/* ---- rows of one line of shares ---- */

static const struct api_field sighting_fields[] = {
	TEXT_(struct table_row, "org", org_id, 0, NULL, NULL),
	TEXT_(struct table_row, "receipt", receipt, 0, NULL, NULL),
	TEXT_(struct table_row, "share", share_number, API_NULL, NULL, NULL),
	TEXT_(struct table_row, "type", s.type, 0, NULL, NULL),
	TEXT_(struct table_row, "indicator", s.value, 0, NULL, NULL),
	TEXT_(struct table_row, "direction", s.direction, 0, "to from lookup unknown", "seen from the organisation"),
	INT_(struct table_row, "port", s.port, 0, "the service's; -1: there is none"),
	TEXT_(struct table_row, "proto", s.proto, API_NULL, NULL, NULL),
	TEXT_(struct table_row, "action", s.action, API_NULL, NULL, NULL),
	TIME_(struct table_row, "first", s.first_ms, 0, NULL),
	TIME_(struct table_row, "last", s.last_ms, 0, NULL),
	INT_(struct table_row, "count", s.count, 0, NULL),
	BOOL_(struct table_row, "heuristic", s.heuristic, 0, NULL),
	TIME_(struct table_row, "received", received_ms, 0, NULL),
	BOOL_(struct table_row, "may_merge", may_merge, 0, NULL),
};
API_SHAPE(sighting, "noroshi/sighting-seen/1", "An organisation saw an indicator.", struct table_row, sighting_fields);

struct table { struct table_row *rows; size_t n; };

static int page_of_table(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct table *t = c->kept;

	(void)e;
	api_cut(p, t->rows, t->n, sizeof *t->rows);
	return 0;
}

/* One look, recorded once, however many pages are made of it. */
int api_share_sightings(struct api_call *c, struct err *e)
{
	struct table *t = ARENA_NEW(c->a, struct table);

	c->kept = t;
	return table_read(c->hub->db, &c->by, c->a, c->part[0], c->lang, &t->rows, &t->n, e) < 0 ? -1 : api_list(c, page_of_table, e);
}

/* ---- hand-ins ---- */

static const struct api_field hand_in_fields[] = {
	TEXT_(struct sighting_hand_in, "receipt", receipt, 0, NULL, NULL),
	INT_(struct sighting_hand_in, "n", number, 0, NULL),
	TEXT_(struct sighting_hand_in, "org", org_id, 0, NULL, NULL),
	TEXT_(struct sighting_hand_in, "share", share_number, API_NULL, NULL, "that it answers"),
	TIME_(struct sighting_hand_in, "received", received_ms, 0, NULL),
	TEXT_(struct sighting_hand_in, "state", state, 0, NULL, NULL),
	TEXT_(struct sighting_hand_in, "examined", examined, 0, NULL, NULL),
	INT_(struct sighting_hand_in, "rows", rows, 0, NULL),
	INT_(struct sighting_hand_in, "counted", counted, 0, "rows that a re-share may use"),
};
API_SHAPE(sighting_hand_in, "noroshi/sighting-hand-in/1", "A hand-in of sightings.", struct sighting_hand_in, hand_in_fields);

static struct str key_of_hand_in(struct arena *a, const void *item)
{
	const struct sighting_hand_in *x = item;

	return thing_key(a, &(const struct submission_after){ x->received_ms, x->number, x->receipt });
}

static int page_of_hand_ins(struct api_call *c, struct api_page *p, struct err *e)
{
	struct sighting_hand_in *list;
	struct submission_after after;
	size_t n;

	if ((p->after.n > 0 && thing_place(p, &after, e) < 0) ||
	    sighting_hand_in_page(c->hub->db, &c->by, p->a, c->lang, p->after.n > 0 ? &after : NULL, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_hand_in);
	return 0;
}

int api_sightings(struct api_call *c, struct err *e)
{
	return sighting_hand_ins_read(c->hub->db, &c->by, e) < 0 ? -1 : api_list(c, page_of_hand_ins, e);
}
