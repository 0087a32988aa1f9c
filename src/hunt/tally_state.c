/* tally_state.c - a tally put away in the middle of a log and taken up again: its rows, and the records that are
 * held back until the log's end. */
#include <stdio.h>
#include <stdlib.h>

#include "hunt/tally_in.h"
#include "hunt/tally_state.h"

static void number(struct jw *w, uint64_t n)
{
	char text[24];

	snprintf(text, sizeof text, "%016llx", (unsigned long long)n);
	jw_str(w, str_of(text));
}

void tally_save(struct tally *t, struct jw *w)
{
	tally_drain(t);
	jw_karray(w, "rows");
	for (size_t i = 0; i < t->count; i++)
		tally_json_row(w, tally_row_at(t, i));
	jw_end_array(w);
	jw_karray(w, "held");
	for (size_t i = 0; i < t->held_count; i++) {
		jw_array(w);
		tally_json_row(w, &t->held[i].row);
		number(w, t->held[i].connection);
		jw_end_array(w);
	}
	jw_end_array(w);
	jw_karray(w, "started");
	for (size_t i = 0; i < t->started_count; i++)
		number(w, t->started[i]);
	jw_end_array(w);
}

static bool read_number(const json_t *v, uint64_t *n_r)
{
	const char *text = json_string_value(v);
	char *end;

	*n_r = text != NULL ? strtoull(text, &end, 16) : 0;
	return text != NULL && *text != '\0' && *end == '\0' && *n_r != 0;
}

bool tally_restore(struct arena *a, const json_t *o, struct tally *t)
{
	const json_t *item;
	struct tally_row row;
	uint64_t n;
	size_t i;

	json_array_foreach(json_object_get(o, "rows"), i, item) {
		if (!tally_read_row(a, item, &row))
			return false;
		tally_add(t, &row, 0, STAGE_ONLY);
	}
	json_array_foreach(json_object_get(o, "held"), i, item) {
		if (!tally_read_row(a, json_array_get(item, 0), &row) || !read_number(json_array_get(item, 1), &n))
			return false;
		tally_add(t, &row, n, STAGE_END);
	}
	json_array_foreach(json_object_get(o, "started"), i, item) {
		if (!read_number(item, &n))
			return false;
		*ARENA_PUSH(t->arena, t->started, t->started_count, t->started_room) = n;
	}
	return true;
}
