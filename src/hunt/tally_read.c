/* tally_read.c - checked field by field: a result may come from anywhere. */
#include "hunt/tally_read.h"

#include "hunt/tally_in.h"

static struct str text_of(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_string(v) ? (struct str){ json_string_value(v), json_string_length(v) } : STR_NONE;
}

static int one_of(struct str s, const char *const *names, int n)
{
	for (int i = 0; i < n; i++)
		if (str_eq(s, str_of(names[i])))
			return i;
	return -1;
}

static bool time_of_key(const json_t *o, const char *key, long long *ms_r)
{
	struct str s = text_of(o, key);
	struct err ignored;

	*ms_r = TIME_NONE;
	return s.p == NULL || time_parse(s, 0, ms_r, &ignored) == 0;
}

bool tally_read_row(struct arena *a, const json_t *o, struct tally_row *row)
{
	struct str proto = text_of(o, "proto"), type = text_of(o, "type");
	const json_t *port = json_object_get(o, "port"), *lines = json_object_get(o, "lines"), *listed = json_object_get(o, "listed");
	int direction = one_of(text_of(o, "direction"), direction_names, 4), action = one_of(text_of(o, "action"), action_names, 4);

	*row = (struct tally_row){ .indicator = text_of(o, "indicator"), .org = text_of(o, "org"), .type = (enum value_type)value_type_of(type),
		.count = json_integer_value(json_object_get(o, "count")) };
	row->meaning = (struct meaning){ (enum direction)direction, json_is_integer(port) ? (int)json_integer_value(port) : -1,
		json_is_true(json_object_get(o, "heuristic")) };
	row->action = action >= 0 ? (enum action)action : ACTION_UNKNOWN;
	if (proto.n > 0 && proto.n < sizeof row->proto && !str_eq(proto, STR("unknown")))
		memcpy(row->proto, proto.p, proto.n);
	row->lines = ARENA_ARRAY(a, struct str, json_array_size(lines) + 1);
	for (size_t i = 0; i < json_array_size(lines); i++)
		if (json_is_string(json_array_get(lines, i)))
			row->lines[row->line_count++] = str_of(json_string_value(json_array_get(lines, i)));
	if (json_is_string(json_array_get(listed, 0)))
		row->listed = str_of(json_string_value(json_array_get(listed, 0)));
	if (row->org.p == NULL)
		row->org = STR("");
	return row->indicator.n > 0 && value_type_of(type) >= 0 && direction >= 0 && row->count > 0 && time_of_key(o, "first", &row->first_ms) &&
	    time_of_key(o, "last", &row->last_ms);
}

static bool read_summary(struct arena *a, const json_t *o, struct hunt_summary *s)
{
	const json_t *searched = json_object_get(o, "searched"), *item;
	const char *name;
	long long first, last;
	size_t i;

	if (!time_of_key(searched, "first", &first) || !time_of_key(searched, "last", &last))
		return false;
	s->files += json_integer_value(json_object_get(o, "files"));
	s->bytes += json_integer_value(json_object_get(o, "bytes"));
	s->lines += json_integer_value(json_object_get(o, "lines"));
	s->hit_lines += json_integer_value(json_object_get(o, "hit_lines"));
	s->known_lines += json_integer_value(json_object_get(o, "known_lines"));
	s->segments += json_integer_value(json_object_get(o, "segments"));
	s->segments_skipped += json_integer_value(json_object_get(o, "segments_skipped"));
	if (first != TIME_NONE && (s->first_ms == TIME_NONE || first < s->first_ms))
		s->first_ms = first;
	if (last != TIME_NONE && (s->last_ms == TIME_NONE || last > s->last_ms))
		s->last_ms = last;
	json_array_foreach(json_object_get(o, "skipped"), i, item)
		hunt_summary_skip(a, s, text_of(item, "file"), text_of(item, "why"));
	json_array_foreach(json_object_get(o, "summary_unused"), i, item)
		hunt_summary_unused(a, s, text_of(item, "file"), text_of(item, "why"));
	json_object_foreach(json_object_get(o, "formats"), name, item)
		hunt_summary_format(a, s, str_of(name), json_integer_value(item));
	return true;
}

static const char *read_line(struct arena *a, struct str line, struct tally *t, struct hunt_summary *s)
{
	json_t *o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
	struct str schema = text_of(o, "schema");
	const char *why = NULL;
	struct tally_row row;

	if (o == NULL) {
		why = "this is no JSON";
	} else if (str_eq(schema, STR("noroshi/sighting/1"))) {
		if (tally_read_row(a, o, &row))
			tally_add(t, &row, 0, STAGE_ONLY);
		else
			why = "a sighting lacks indicator, type, direction, times or count";
	} else if (str_eq(schema, STR("noroshi/hunt-summary/1"))) {
		why = read_summary(a, o, s) ? NULL : "the summary's times cannot be read";
	} else {
		why = "this is neither a sighting nor a hunt's summary";
	}
	json_decref(o);
	return why;
}

int tally_read(struct arena *a, struct str lines, struct tally *t, struct hunt_summary *s, struct err *e)
{
	struct str line;

	for (int number = 1; str_split(&lines, '\n', &line); number++) {
		const char *why = str_trim(line).n > 0 ? read_line(a, line, t, s) : NULL;

		if (why != NULL)
			return err_set(e, ERR_INPUT, "line %d: %s", number, why);
	}
	return 0;
}
