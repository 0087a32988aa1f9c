/* sheet.c - one job for one table. */
#include "worker/sheet.h"

#include <jansson.h>

#include "worker/pool.h"

enum { CELLS_MOST = 256 };

struct reading {
	struct arena *arena;
	struct table_lines *into;
	struct err *e;
	int status;
};

static struct str text_of(struct arena *a, const json_t *s)
{
	return arena_str(a, (struct str){ json_string_value(s), json_string_length(s) });
}

static bool take_row(struct reading *r, struct str json)
{
	json_t *root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL), *cells = json_object_get(root, "cells"), *cell;
	const json_t *sheet = json_object_get(root, "sheet"), *number = json_object_get(root, "row");
	bool good = json_is_string(sheet) && json_is_integer(number) && json_integer_value(number) > 0 && json_is_array(cells) &&
	    json_array_size(cells) <= CELLS_MOST;
	struct str *list = ARENA_ARRAY(r->arena, struct str, json_array_size(cells) + 1);
	size_t i;

	json_array_foreach(cells, i, cell) {
		if (!good || !json_is_string(cell)) {
			good = false;
			break;
		}
		list[i] = text_of(r->arena, cell);
	}
	if (good)
		*ARENA_PUSH(r->arena, r->into->list, r->into->count, r->into->room) = (struct table_line){ .sheet = text_of(r->arena, sheet),
			.sheet_hidden = json_is_true(json_object_get(root, "sheet_hidden")), .hidden = json_is_true(json_object_get(root, "hidden")),
			.number = (size_t)json_integer_value(number), .cells = list, .count = json_array_size(cells) };
	json_decref(root);
	return good;
}

static int refuse(struct reading *r, const struct wire_result *f)
{
	if (str_eq(f->name, STR("encrypted")))
		return err_set(r->e, ERR_INPUT, "the file has a password, or is an old .xls; save it as .xlsx without one, or as CSV");
	if (f->offset != 0 || str_eq(f->name, STR("damaged")))
		return err_set(r->e, ERR_INPUT, "the file is neither CSV nor a whole .xlsx");
	r->into->cut = true;
	return 0;
}

static void done(void *ctx, const struct pool_end *end)
{
	struct reading *r = ctx;

	r->status = 0;
	if (end->how != POOL_DONE) {
		r->status = err_set(r->e, ERR_INPUT, "the file could not be read (%s)", pool_limit_of(end->how).name);
		return;
	}
	for (size_t i = 0; i < end->frame_count && r->status == 0; i++) {
		if (end->frames[i].frame == WIRE_REFUSED)
			r->status = refuse(r, &end->frames[i]);
		else if (end->frames[i].frame != WIRE_DOCUMENT || !take_row(r, end->frames[i].bytes))
			r->status = err_set(r->e, ERR_CORRUPT, "the reader answered what is no table");
	}
}

int sheet_read(struct arena *a, struct str bytes, struct table_lines *t_r, struct err *e)
{
	const struct wire_file file = { .name = STR("table"), .bytes = bytes };
	const struct wire_envelope v = { .job = WIRE_TABLE, .lang = tr_lang(), .context = STR(""), .files = &file, .file_count = 1 };
	struct reading r = { .arena = a, .into = t_r, .e = e, .status = -1 };
	struct pool *pool;
	int status;

	*t_r = (struct table_lines){ 0 };
	if (pool_open(1, &pool, e) < 0)
		return -1;
	status = pool_start(pool, &v, done, &r, e);
	while (status == 0 && !pool_idle(pool))
		status = pool_step(pool, e);
	pool_close(pool);
	return status < 0 ? -1 : r.status;
}
