/* indicators.c - what the hub knows of indicators: a list, and many values asked at once. */
#include "api/things.h"
#include "base/time.h"
#include "consolidate/known.h"
#include "hunt/value.h"

static const struct api_field indicator_fields[] = {
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
	p->items = list;
	p->n = n > (size_t)p->limit ? (size_t)p->limit : n;
	if (n > p->n)
		p->next = arena_printf(p->a, STR_FMT " " STR_FMT, STR_ARG(list[p->n - 1].type), STR_ARG(list[p->n - 1].value));
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
