/* sighting_line.c - one line of an answer: checked field by field. */
#include <jansson.h>
#include <limits.h>

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

static int read_window(struct arena *a, const json_t *o, struct searched *w, struct err *e)
{
	const json_t *window = json_object_get(o, "searched");
	struct str first = text_of(a, window, "first"), last = text_of(a, window, "last");

	if (first.p == NULL || last.p == NULL)
		return err_set(e, ERR_INPUT, "the summary does not say which time was searched");
	if (time_parse(first, 0, &w->first_ms, e) < 0 || time_parse(last, 0, &w->last_ms, e) < 0)
		return -1;
	w->present = true;
	return 0;
}

static int read_sighting(struct arena *a, const json_t *o, struct sighting *s, struct err *e)
{
	struct str first = text_of(a, o, "first"), last = text_of(a, o, "last");

	*s = (struct sighting){ .type = text_of(a, o, "type"), .value = text_of(a, o, "indicator"), .direction = text_of(a, o, "direction"),
		.proto = text_of(a, o, "proto"), .action = text_of(a, o, "action"), .port = -1,
		.count = json_integer_value(json_object_get(o, "count")), .heuristic = json_is_true(json_object_get(o, "heuristic")) };
	if (json_is_integer(json_object_get(o, "port")))
		s->port = json_integer_value(json_object_get(o, "port"));
	if (s->type.p == NULL || !one_of(s->type, "ipv4 ipv6 domain url email sha256 sha1 md5"))
		return err_set(e, ERR_INPUT, "a sighting has no type that is known (ipv4 ipv6 domain url email sha256 sha1 md5)");
	if (s->value.p == NULL || s->value.n == 0 || s->value.n > 2048)
		return err_set(e, ERR_INPUT, "a sighting names no indicator");
	if (s->direction.p == NULL || !one_of(s->direction, "to from lookup unknown"))
		return err_set(e, ERR_INPUT, "the direction of a sighting is to, from, lookup or unknown");
	if (s->port < -1 || s->port > 65535 || s->count < 1)
		return err_set(e, ERR_INPUT, "port or count of a sighting is not possible");
	if (first.p == NULL || last.p == NULL)
		return err_set(e, ERR_INPUT, "a sighting does not say when (first, last)");
	if (time_parse(first, 0, &s->first_ms, e) < 0 || time_parse(last, 0, &s->last_ms, e) < 0)
		return -1;
	if (s->first_ms > s->last_ms)
		return err_set(e, ERR_INPUT, "a sighting ends before it begins");
	if (s->proto.p == NULL)
		s->proto = STR("");
	if (s->action.p == NULL)
		s->action = STR("unknown");
	return 0;
}

int sighting_read_line(struct arena *a, struct str line, bool *is_sighting_r, struct sighting *s, struct searched *searched,
    struct err *e)
{
	json_error_t error;
	json_t *o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &error);
	struct str schema = text_of(a, o, "schema");
	int status;

	*is_sighting_r = schema.p != NULL && str_eq(schema, STR("noroshi/sighting/1"));
	if (*is_sighting_r)
		status = read_sighting(a, o, s, e);
	else if (schema.p != NULL && str_eq(schema, STR("noroshi/hunt-summary/1")))
		status = read_window(a, o, searched, e);
	else
		status = err_set(e, ERR_INPUT, "this is neither a sighting (noroshi/sighting/1) nor a hunt's summary");
	json_decref(o);
	return status;
}
