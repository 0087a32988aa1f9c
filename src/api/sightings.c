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

static int page_of_table(struct api_call *c, struct api_page *p, struct err *e)
{
	struct table_row *rows;
	size_t n;

	if (table_read(c->hub->db, &c->by, p->a, c->part[0], c->lang, &rows, &n, e) < 0)
		return -1;
	api_cut(p, rows, n, sizeof *rows);
	return 0;
}

int api_share_sightings(struct api_call *c, struct err *e)
{
	struct table_row *rows;
	size_t n;

	/* whether there is such a share is asked before the list is there */
	return table_read(c->hub->db, &c->by, c->a, c->part[0], c->lang, &rows, &n, e) < 0 ? -1 : api_list(c, page_of_table, e);
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

	return api_key_up(a, x->received_ms, arena_printf(a, STR_FMT " %6lld", STR_ARG(x->receipt), x->number));
}

static int page_of_hand_ins(struct api_call *c, struct api_page *p, struct err *e)
{
	struct sighting_hand_in *list;
	size_t n;

	if (sighting_hand_ins(c->hub->db, &c->by, p->a, STR_NONE, c->lang, &list, &n, e) < 0)
		return -1;
	api_cut_behind(p, list, n, sizeof *list, key_of_hand_in);
	return 0;
}

int api_sightings(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_hand_ins, e);
}
