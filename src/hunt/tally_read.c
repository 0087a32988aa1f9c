/* tally_read.c - checked field by field: a result may come from anywhere. */
#include "hunt/tally_read.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "base/tr.h"
#include "hunt/tally_in.h"

enum { LINE_MOST = 16 << 20 };

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

/* One line that steers no terminal. */
static bool is_plain(struct str s)
{
	for (size_t at = 0; at < s.n;)
		if (text_is_steering(utf8_next(s, &at)))
			return false;
	return true;
}

/* "first" and "last" together or neither, in this order. */
static bool period_of(const json_t *o, struct tally_row *row)
{
	return time_of_key(o, "first", &row->first_ms) && time_of_key(o, "last", &row->last_ms) &&
	    (row->first_ms == TIME_NONE) == (row->last_ms == TIME_NONE) && row->first_ms <= row->last_ms;
}

static bool port_of(const json_t *o, int *port_r)
{
	const json_t *v = json_object_get(o, "port");
	long long port = json_is_integer(v) ? json_integer_value(v) : -1;

	*port_r = (int)port;
	return v == NULL || json_is_null(v) || (port >= 0 && port <= 65535);
}

static void add_up(long long *sum, const json_t *o, const char *key)
{
	long long more = json_integer_value(json_object_get(o, key));

	if (more > 0 && __builtin_add_overflow(*sum, more, sum))
		*sum = LLONG_MAX;
}

bool tally_read_row(struct arena *a, const json_t *o, struct tally_row *row)
{
	struct str proto = text_of(o, "proto"), type = text_of(o, "type");
	const json_t *lines = json_object_get(o, "lines"), *listed = json_object_get(o, "listed");
	int direction = one_of(text_of(o, "direction"), direction_names, 4), action = one_of(text_of(o, "action"), action_names, 4);

	*row = (struct tally_row){ .indicator = text_of(o, "indicator"), .org = text_of(o, "org"), .type = (enum value_type)value_type_of(type),
		.count = json_integer_value(json_object_get(o, "count")) };
	row->meaning = (struct meaning){ (enum direction)direction, -1, json_is_true(json_object_get(o, "heuristic")) };
	row->action = action >= 0 ? (enum action)action : ACTION_UNKNOWN;
	if (proto.n > 0 && proto.n < sizeof row->proto && !str_eq(proto, STR("unknown")))
		memcpy(row->proto, proto.p, proto.n);
	if (json_array_size(lines) > 0)
		row->lines = ARENA_ARRAY(a, struct str, json_array_size(lines));
	for (size_t i = 0; i < json_array_size(lines); i++)
		if (json_is_string(json_array_get(lines, i)))
			row->lines[row->line_count++] = str_of(json_string_value(json_array_get(lines, i)));
	if (json_is_string(json_array_get(listed, 0)))
		row->listed = str_of(json_string_value(json_array_get(listed, 0)));
	if (row->org.p == NULL)
		row->org = STR("");
	return row->indicator.n > 0 && is_plain(row->indicator) && is_plain(row->org) && value_type_of(type) >= 0 && direction >= 0 &&
	    row->count > 0 && port_of(o, &row->meaning.port) && period_of(o, row);
}

static bool read_summary(struct arena *a, const json_t *o, struct hunt_summary *s)
{
	const json_t *searched = json_object_get(o, "searched"), *item;
	const char *name;
	long long first, last;
	size_t i;

	if (!time_of_key(searched, "first", &first) || !time_of_key(searched, "last", &last))
		return false;
	add_up(&s->files, o, "files");
	add_up(&s->bytes, o, "bytes");
	add_up(&s->lines, o, "lines");
	add_up(&s->hit_lines, o, "hit_lines");
	add_up(&s->known_lines, o, "known_lines");
	add_up(&s->segments, o, "segments");
	add_up(&s->segments_skipped, o, "segments_skipped");
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
			why = "a sighting lacks indicator, type, direction, times or count, or they cannot be so";
	} else if (str_eq(schema, STR("noroshi/hunt-summary/1"))) {
		why = read_summary(a, o, s) ? NULL : "the summary's times cannot be read";
	} else {
		why = "this is neither a sighting nor a hunt's summary";
	}
	json_decref(o);
	return why;
}

int tally_read(struct arena *a, struct str lines, int *line, struct tally *t, struct hunt_summary *s, struct err *e)
{
	struct str text;

	while (str_split(&lines, '\n', &text)) {
		const char *why = str_trim(text).n > 0 ? read_line(a, text, t, s) : NULL;

		++*line;
		if (why != NULL)
			return err_set(e, ERR_INPUT, "line %d: %s", *line, tr(why));
	}
	return 0;
}

/* Whole lines are taken off the front of the room whenever it is full. */
static int read_from(struct arena *a, int fd, char *room, struct tally *t, struct hunt_summary *s, struct err *e)
{
	size_t n = 0, whole;
	int line = 0;

	for (;;) {
		ssize_t got = read(fd, room + n, LINE_MOST - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(e, "reading failed");
		n += (size_t)got;
		if (got > 0 && n < LINE_MOST)
			continue;
		whole = got == 0 ? n : (size_t)(str_rfind_char((struct str){ room, n }, '\n') + 1);
		if (whole == 0 && n > 0)
			return err_set(e, ERR_INPUT, "line %d: it is longer than %d MB", line + 1, LINE_MOST >> 20);
		if (tally_read(a, (struct str){ room, got == 0 ? whole : whole - 1 }, &line, t, s, e) < 0)
			return -1;
		if (got == 0)
			return 0;
		memmove(room, room + whole, n - whole);
		n -= whole;
	}
}

int tally_read_file(struct arena *a, const char *path, struct tally *t, struct hunt_summary *s, struct err *e)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), status;
	char *room = malloc(LINE_MOST);

	if (fd < 0)
		status = err_errno(e, "it cannot be opened");
	else if (room == NULL)
		status = err_set(e, ERR_LIMIT, "out of memory");
	else
		status = read_from(a, fd, room, t, s, e);
	free(room);
	if (fd > STDIN_FILENO)
		close(fd);
	return status < 0 ? err_prefix(e, "%s", path) : 0;
}
