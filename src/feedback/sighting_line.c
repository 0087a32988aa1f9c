/* sighting_line.c - one line of an answer: checked field by field. */
#include <jansson.h>
#include <limits.h>
#include <stdio.h>

#include "base/time.h"
#include "feedback/sighting.h"

static bool one_of(struct str s, const char *words)
{
	struct str rest = str_of(words), word;

	while (str_split(&rest, ' ', &word))
		if (str_eq(s, word))
			return true;
	return false;
}

static struct str text_of(struct arena *a, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_string(v) ? arena_str(a, (struct str){ json_string_value(v), json_string_length(v) }) : STR_NONE;
}

/* A time with its zone, or a day's beginning in UTC. */
static bool time_at(struct arena *a, const json_t *o, const char *key, long long *ms_r)
{
	struct str s = text_of(a, o, key);
	struct err ignored;

	return s.p != NULL && time_parse(s, 0, ms_r, &ignored) == 0;
}

static const char *read_window(struct arena *a, const json_t *o, struct searched *w)
{
	const json_t *window = json_object_get(o, "searched");
	long long first, last;

	if (!time_at(a, window, "first", &first) || !time_at(a, window, "last", &last))
		return "window";
	if (first > last)
		return "period";
	w->first_ms = w->present && w->first_ms < first ? w->first_ms : first;
	w->last_ms = w->present && w->last_ms > last ? w->last_ms : last;
	w->present = true;
	return NULL;
}

/* The port where there is one; null and absent are none. */
static bool port_of(const json_t *o, long long *port_r)
{
	const json_t *v = json_object_get(o, "port");

	*port_r = json_is_integer(v) ? json_integer_value(v) : -1;
	return v == NULL || json_is_null(v) || (json_is_integer(v) && *port_r >= -1 && *port_r <= 65535);
}

/* One spelling per value, so that two organisations' rows meet. */
static struct str spelt(struct arena *a, struct str type, struct str value)
{
	value = str_trim(value);
	if (one_of(type, "url"))
		return value;
	if (one_of(type, "domain") && str_ends(value, STR(".")))
		value = str_at(value, 0, value.n - 1);
	return arena_lower(a, value);
}

static const char *read_sighting(struct arena *a, const json_t *o, struct sighting *s)
{
	const json_t *count = json_object_get(o, "count");

	*s = (struct sighting){ .type = text_of(a, o, "type"), .value = text_of(a, o, "indicator"), .direction = text_of(a, o, "direction"),
		.proto = text_of(a, o, "proto"), .action = text_of(a, o, "action"), .count = json_integer_value(count),
		.heuristic = json_is_true(json_object_get(o, "heuristic")) };
	if (s->type.p == NULL || !one_of(s->type, "ipv4 ipv6 domain url email sha256 sha1 md5"))
		return "type";
	if (s->value.p == NULL || str_trim(s->value).n == 0 || s->value.n > 2048)
		return "indicator";
	if (s->direction.p == NULL || !one_of(s->direction, "to from lookup unknown"))
		return "direction";
	if (!port_of(o, &s->port))
		return "port";
	if (!json_is_integer(count) || s->count < 1 || s->count > LLONG_MAX / 1000000)
		return "count";
	if (!time_at(a, o, "first", &s->first_ms) || !time_at(a, o, "last", &s->last_ms))
		return "time";
	if (s->first_ms > s->last_ms)
		return "period";
	s->value = spelt(a, s->type, s->value);
	if (s->proto.p == NULL || s->proto.n > 40)
		s->proto = STR("");
	if (s->action.p == NULL || !one_of(s->action, "allow deny mixed unknown"))
		s->action = STR("unknown");
	return NULL;
}

enum sighting_line sighting_read_line(struct arena *a, struct str line, struct sighting *s, struct searched *searched,
    const char **why_r)
{
	json_error_t error;
	json_t *o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &error);
	struct str schema = text_of(a, o, "schema");
	bool is_sighting = schema.p != NULL && str_eq(schema, STR("noroshi/sighting/1"));

	if (!json_is_object(o))
		*why_r = "json";
	else if (is_sighting)
		*why_r = read_sighting(a, o, s);
	else if (schema.p != NULL && str_eq(schema, STR("noroshi/hunt-summary/1")))
		*why_r = read_window(a, o, searched);
	else
		*why_r = "schema";
	json_decref(o);
	return *why_r != NULL ? LINE_BAD : is_sighting ? LINE_SIGHTING : LINE_SUMMARY;
}

const char *sighting_why(enum lang lang, struct str word)
{
	char id[80];

	snprintf(id, sizeof id, "sighting.bad." STR_FMT, STR_ARG(word));
	return text_find(lang, id);
}

struct str sighting_reason(struct arena *a, struct str stored)
{
	struct str rest = stored, one;
	struct buf out;

	buf_init_arena(&out, a, 1 << 16);
	while (str_split(&rest, ' ', &one)) {
		struct str word = str_after(one, ':'), number = str_upto(one, ':');
		const char *why = sighting_why(tr_lang(), word.n > 0 ? word : one);
		struct str said = why != NULL ? str_of(why) : one;

		if (out.n > 0)
			buf_z(&out, text(tr_lang(), "sighting.bad.between"));
		if (word.n > 0)
			buf_printf(&out, tr("line %.*s: %.*s"), STR_ARG(number), STR_ARG(said));
		else
			buf_add(&out, said);
	}
	return buf_str(&out);
}
