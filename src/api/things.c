/* things.c - see things.h. */
#include "api/things.h"

#include "share/look.h"

bool is_staff(const struct api_call *c)
{
	return who_may(c->who.roles, true, WHO_LOOKS);
}

int thing_submission(struct api_call *c, struct submission_row *s, bool *staff, struct err *e)
{
	if (submission_get(c->hub->db, c->a, arena_printf(c->a, STR_FMT "/" STR_FMT, STR_ARG(c->part[0]), STR_ARG(c->part[1])), s, e) < 0)
		return e->kind == ERR_USAGE || e->kind == ERR_INPUT ? api_nothing(e) : -1;
	if (s->org_id.n == 0)
		s->org_id = STR("");
	if (may_see_hand_in(c->hub->db, &c->by, c->a, s->hand_in_id, s->org_id, staff, e) < 0)
		return -1;
	c->seen = true;
	return 0;
}

int thing_reader(struct api_call *c, struct reader *reader, struct err *e)
{
	if (reader_get(c->hub->db, c->a, c->who.person_id, c->q->now_ms, reader, e) == 0)
		return 0;
	c->seen &= e->kind != ERR_DENIED;       /* whose organisation is in no group: there is no such list for them */
	return -1;
}

int thing_delivery(struct api_call *c, struct delivery *d, struct err *e)
{
	struct reader reader;

	if (thing_reader(c, &reader, e) < 0 || delivery_get(c->hub->db, c->a, &reader, c->part[0], c->q->now_ms, d, e) < 0)
		return -1;
	c->seen = true;
	return 0;
}

struct str thing_key(struct arena *a, const struct submission_after *place)
{
	return arena_printf(a, "%lld " STR_FMT " %lld", place->received_ms, STR_ARG(place->receipt), place->number);
}

int thing_place(const struct api_page *page, struct submission_after *place, struct err *e)
{
	place->receipt = api_after(page, 1);
	return place->receipt.p != NULL && str_to_int(api_after(page, 0), &place->received_ms) && str_to_int(api_after(page, 2), &place->number) ? 0 :
	    err_set(e, ERR_INPUT, "after is taken from the page before, as it is");
}

struct str path_of_submission(struct api_call *c, struct str receipt, long long number)
{
	return arena_printf(c->a, "/submissions/" STR_FMT "/%lld", STR_ARG(receipt), number);
}

/* ---- artefacts ---- */

static const struct api_field paper_fields[] = {
	TEXT_(struct paper_view, "paper", name, 0, NULL, "its name in .../papers/{paper}"),
	TEXT_(struct paper_view, "format", format, 0, NULL, NULL),
	TEXT_(struct paper_view, "lang", lang, API_NULL, NULL, NULL),
	TEXT_(struct paper_view, "sha256", sha256, 0, NULL, NULL),
	INT_(struct paper_view, "bytes", bytes, 0, NULL),
};
API_SHAPE(paper, NULL, "One artefact of a share.", struct paper_view, paper_fields);

static const struct api_field target_fields[] = {
	TEXT_(struct target_view, "kind", kind, 0, NULL, "all sig org liaison partner public"),
	TEXT_(struct target_view, "target", target, API_NULL, NULL, "whose: an id"),
};
API_SHAPE(target, NULL, "For whom it is.", struct target_view, target_fields);

struct paper_view *papers_view(struct arena *a, const struct share_paper *list, size_t n)
{
	struct paper_view *views = ARENA_ARRAY(a, struct paper_view, n + 1);

	for (size_t i = 0; i < n; i++)
		views[i] = (struct paper_view){ list[i].lang.n > 0 ? arena_printf(a, STR_FMT "." STR_FMT, STR_ARG(list[i].format), STR_ARG(list[i].lang)) :
			list[i].format, list[i].format, list[i].lang, list[i].sha256, (long long)list[i].bytes.n };
	return views;
}

void paper_named(struct str name, struct str *format, struct str *lang)
{
	*format = str_upto(name, '.');
	*lang = str_after(name, '.');
}

const char *paper_type(struct str format)
{
	if (str_eq(format, STR("html")))
		return "text/html; charset=utf-8";
	if (str_eq(format, STR("json")))
		return "application/json";
	return str_eq(format, STR("csv")) ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8";
}
