/* indicators.c - what the hub knows of indicators: a list, one with where it stands, and many values asked at once. */
#include "api/things.h"
#include "base/time.h"
#include "consolidate/known.h"
#include "feedback/indicators.h"
#include "hunt/value.h"

static const struct api_field indicator_fields[] = {
	TEXT_(struct known_indicator, "indicator", id, 0, NULL, NULL),
	TEXT_(struct known_indicator, "type", type, 0, NULL, NULL),
	TEXT_(struct known_indicator, "value", value, 0, NULL, "as compared; bank accounts as a keyed hash"),
	TIME_(struct known_indicator, "first", first_ms, 0, "first handed in"),
	INT_(struct known_indicator, "submissions", submissions, 0, NULL),
	INT_(struct known_indicator, "organisations", organisations, 0, NULL),
	INT_(struct known_indicator, "cases", cases, 0, NULL),
	INT_(struct known_indicator, "sightings", sightings, 0, NULL),
	BOOL_(struct known_indicator, "malicious", malicious, 0, "said to be, at least once"),
};
API_SHAPE(indicator, "noroshi/known-indicator/1", "An indicator and how often it was handed in.", struct known_indicator, indicator_fields);

#define TYPES "ipv4 ipv6 domain url email sha256 sha1 md5 bank-account filename"
struct indicators_query { struct str type; };
static const struct api_field query_fields[] = { TEXT_(struct indicators_query, "type", type, 0, TYPES, NULL) };
API_SHAPE(indicators_query, NULL, NULL, struct indicators_query, query_fields);

struct asked { struct str *values; size_t count; };
static const struct api_field asked_fields[] = {
	TEXTS_(struct asked, "values", values, count, API_NEEDED, "at most 10,000, defanged forms too"),
};
API_SHAPE(indicators_asked, NULL, NULL, struct asked, asked_fields);

struct answer { struct str asked, value, why; struct known_indicator *known; };
static const struct api_field answer_fields[] = {
	TEXT_(struct answer, "asked", asked, 0, NULL, NULL),
	TEXT_(struct answer, "value", value, API_NULL, NULL, "the form in which it is compared"),
	TEXT_(struct answer, "why", why, API_NULL, NULL, "why it is no indicator"),
	OBJECT_(struct answer, "known", known, API_NULL, &api_shape_indicator, NULL),
};
API_SHAPE(indicator_answer, NULL, "One value.", struct answer, answer_fields);

struct found { struct answer *list; size_t count; long long known; };
static const struct api_field found_fields[] = {
	INT_(struct found, "known", known, 0, "how many of them"),
	LIST_(struct found, "values", list, count, 0, &api_shape_indicator_answer, NULL),
};
API_SHAPE(indicators_found, "noroshi/indicators-found/1", "Which of many values are known.", struct found, found_fields);

/* ---- one ---- */

static const struct api_field case_fields[] = {
	TEXT_(struct indicator_case, "case", number, 0, NULL, NULL),
	TEXT_(struct indicator_case, "title", title, API_NULL, NULL, NULL),
	TEXT_(struct indicator_case, "state", state, 0, NULL, NULL),
};
API_SHAPE(indicator_case, NULL, "A case that it stands in.", struct indicator_case, case_fields);

static const struct api_field share_fields[] = {
	TEXT_(struct indicator_share, "share", number, 0, NULL, NULL),
	TEXT_(struct indicator_share, "state", state, 0, NULL, NULL),
	TEXT_(struct indicator_share, "tlp", tlp, 0, NULL, NULL),
	TEXT_(struct indicator_share, "treatment", treatment, 0, "kept generalised withheld", NULL),
	TEXT_(struct indicator_share, "why", why, API_NULL, NULL, "of the treatment"),
	TEXT_(struct indicator_share, "shown", shown, API_NULL, NULL, "as it reads there"),
	BOOL_(struct indicator_share, "revoked", revoked, 0, "taken back"),
	TIME_(struct indicator_share, "published", published_ms, API_NULL, NULL),
	TIME_(struct indicator_share, "expires", expires_ms, API_NULL, NULL),
	INT_(struct indicator_share, "organisations", organisations, 0, "to whom it was sent"),
};
API_SHAPE(indicator_share, NULL, "A share that it stands in.", struct indicator_share, share_fields);

struct use_view { struct str submission, org, role; long long received_ms; };
static const struct api_field use_fields[] = {
	TEXT_(struct use_view, "submission", submission, 0, NULL, NULL),
	TEXT_(struct use_view, "org", org, API_NULL, NULL, NULL),
	TEXT_(struct use_view, "role", role, API_NULL, NULL, NULL),
	TIME_(struct use_view, "received", received_ms, 0, NULL),
};
API_SHAPE(indicator_use, NULL, "A submission that holds it.", struct use_view, use_fields);

static const struct api_field seen_fields[] = {
	TEXT_(struct indicator_sighting, "org", org_id, 0, NULL, NULL),
	TEXT_(struct indicator_sighting, "share", share_number, API_NULL, NULL, NULL),
	TEXT_(struct indicator_sighting, "direction", direction, 0, "to from lookup unknown", NULL),
	INT_(struct indicator_sighting, "port", port, 0, "-1: there is none"),
	TIME_(struct indicator_sighting, "first", first_ms, API_NULL, NULL),
	TIME_(struct indicator_sighting, "last", last_ms, API_NULL, NULL),
	INT_(struct indicator_sighting, "count", count, 0, NULL),
	BOOL_(struct indicator_sighting, "heuristic", heuristic, 0, NULL),
};
API_SHAPE(indicator_sighting, NULL, "A sighting that counts.", struct indicator_sighting, seen_fields);

struct whole {
	struct indicator_row r;
	struct indicator_case *cases;
	struct indicator_share *shares;
	struct use_view *submissions;
	struct indicator_sighting *sightings;
	size_t case_count, share_count, submission_count, sighting_count;
};
static const struct api_field whole_fields[] = {
	TEXT_(struct whole, "indicator", r.id, 0, NULL, NULL),
	TEXT_(struct whole, "type", r.type, 0, NULL, NULL),
	TEXT_(struct whole, "value", r.value, 0, NULL, "as compared; bank accounts as a keyed hash"),
	TIME_(struct whole, "first", r.first_ms, API_NULL, "handed in or sighted"),
	TIME_(struct whole, "last", r.last_ms, API_NULL, NULL),
	BOOL_(struct whole, "live", r.live, 0, "a share that is in force shows it"),
	TIME_(struct whole, "until", r.until_ms, API_NULL, "when the last of these shares ends; null: never, or there is none"),
	INT_(struct whole, "to", r.to, 0, "how often it was seen so, as it counts"),
	INT_(struct whole, "from", r.from, 0, NULL),
	INT_(struct whole, "lookup", r.lookup, 0, NULL),
	INT_(struct whole, "unknown", r.unknown, 0, NULL),
	LIST_(struct whole, "cases", cases, case_count, 0, &api_shape_indicator_case, NULL),
	LIST_(struct whole, "shares", shares, share_count, 0, &api_shape_indicator_share, NULL),
	LIST_(struct whole, "submissions", submissions, submission_count, 0, &api_shape_indicator_use, "the newest; for analysts and leads, to whom the look is recorded"),
	LIST_(struct whole, "sightings", sightings, sighting_count, 0, &api_shape_indicator_sighting, "so are these"),
};
API_SHAPE(indicator_whole, "noroshi/indicator/1", "An indicator, and where it stands.", struct whole, whole_fields);

/* Which organisations: for analysts and leads. */
static int uses_of(struct api_call *c, struct whole *v, struct err *e)
{
	struct indicator_uses u;

	if (!who_may(c->who.roles, true, WHO_STAFF))
		return 0;
	if (indicator_uses(c->hub->db, &c->by, c->a, v->r.id, &u, e) < 0)
		return -1;
	v->sightings = u.sightings;
	v->sighting_count = u.sightings_count;
	v->submissions = ARENA_ARRAY(c->a, struct use_view, u.submissions_count + 1);
	v->submission_count = u.submissions_count;
	for (size_t i = 0; i < u.submissions_count; i++) {
		const struct indicator_submission *s = &u.submissions[i];

		v->submissions[i] = (struct use_view){ arena_printf(c->a, STR_FMT "/%lld", STR_ARG(s->receipt), s->number), s->org_id, s->role, s->received_ms };
	}
	return 0;
}

int api_indicator(struct api_call *c, struct err *e)
{
	struct whole v = { 0 };

	if (indicator_get(c->hub->db, c->a, c->part[0], c->q->now_ms, &v.r, e) < 0 ||
	    indicator_cases(c->hub->db, c->a, v.r.id, &v.cases, &v.case_count, e) < 0 ||
	    indicator_shares(c->hub->db, c->a, v.r.id, &v.shares, &v.share_count, e) < 0 || uses_of(c, &v, e) < 0)
		return -1;
	if (v.r.until_ms == TIME_FOREVER)
		v.r.until_ms = TIME_NONE;
	for (size_t i = 0; i < v.share_count; i++)
		if (v.shares[i].expires_ms == TIME_FOREVER)
			v.shares[i].expires_ms = TIME_NONE;
	return api_give(c, &v);
}

/* ---- the list, and many values at once ---- */

static struct str key_of_indicator(struct arena *a, const void *item)
{
	const struct known_indicator *x = item;

	return arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(x->type), STR_ARG(x->value));
}

static int page_of_indicators(struct api_call *c, struct api_page *p, struct err *e)
{
	const struct indicators_query *q = c->query;
	struct str type = STR(""), value = STR("");
	struct known_indicator *list;
	size_t n;

	if (p->after.n > 0) {
		type = str_upto(p->after, ' ');
		value = str_after(p->after, ' ');       /* a value may hold blanks */
	}
	if (known_list(c->hub->db, p->a, q->type, type, value, p->limit + 1, &list, &n, e) < 0)
		return -1;
	api_cut_more(p, list, n, sizeof *list, key_of_indicator);
	return 0;
}

int api_indicators(struct api_call *c, struct err *e)
{
	return api_list(c, page_of_indicators, e);
}

static int search(struct api_call *c, struct str asked, struct answer *x, struct err *e)
{
	struct known_indicator k;
	const char *why;
	struct value v;
	bool found;

	*x = (struct answer){ .asked = asked };
	if (!value_read(c->a, str_trim(asked), -1, &v, &why)) {
		x->why = str_of(tr(why));
		return 0;
	}
	x->value = v.text;
	if (known_find(c->hub->db, c->a, str_of(value_type_names[v.type]), v.text, &found, &k, e) < 0)
		return -1;
	if (!found)
		return 0;
	x->known = ARENA_NEW(c->a, struct known_indicator);
	*x->known = k;
	return 0;
}

int api_indicators_search(struct api_call *c, struct err *e)
{
	const struct asked *b = c->body;
	struct found f = { ARENA_ARRAY(c->a, struct answer, b->count + 1), b->count, 0 };

	for (size_t i = 0; i < b->count; i++) {
		if (search(c, b->values[i], &f.list[i], e) < 0)
			return -1;
		f.known += f.list[i].known != NULL;
	}
	return api_give(c, &f);
}
