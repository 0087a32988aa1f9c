/* hunt_lists.c - see hunt_lists.h. */
#include "cli/hunt_lists.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"
#include "base/sha256.h"

enum { LIST_MOST = 2000 << 20 };

/* Every value of a compiled set again. */
static int add_set(struct arena *a, struct str path, struct set_builder *b, struct err *e)
{
	struct set set;
	int status = 0;

	if (set_open(arena_cstr(a, path), &set, e) < 0)
		return -1;
	for (uint32_t i = 0; status == 0 && i < set.entry_count; i++) {
		struct value v;
		const char *why;

		if ((set.entries[i].flags & SET_LISTED) && value_read(a, set_text(&set, i), -1, &v, &why))
			status = set_builder_add(b, &v, e);
	}
	set_close(&set);
	return status;
}

static int add_list(struct arena *a, struct str path, struct set_builder *b, struct list_report *r, struct jw *w, struct err *e)
{
	struct str bytes;
	const char *name = arena_cstr(a, path);
	long long before = r->taken;

	if (file_read(a, name, LIST_MOST, &bytes, e) < 0)
		return -1;
	if (list_read(a, bytes, b, r, e) < 0)
		return err_prefix(e, "%s", name);
	jw_object(w);
	jw_kstr(w, "list", path);
	jw_kstr(w, "sha256", sha256_hex(a, bytes));
	jw_kint(w, "taken", r->taken - before);
	jw_end_object(w);
	return 0;
}

int hunt_lists_compile(struct arena *a, const struct str_list *lists, const struct str_list *sets, struct list_report *r,
    struct str *bytes_r, struct err *e)
{
	struct set_builder *b = set_builder_new();
	struct buf provenance;
	struct jw w;
	int status = b != NULL ? 0 : err_set(e, ERR_LIMIT, "out of memory");

	buf_init_arena(&provenance, a, 1 << 20);
	jw_init(&w, &provenance);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/indicator-set/1");
	jw_karray(&w, "lists");
	for (size_t i = 0; status == 0 && sets != NULL && i < sets->count; i++)
		status = add_set(a, sets->items[i], b, e);
	for (size_t i = 0; status == 0 && i < lists->count; i++)
		status = add_list(a, lists->items[i], b, r, &w, e);
	jw_end_array(&w);
	jw_end_object(&w);
	if (status == 0 && set_builder_count(b) == 0)
		status = err_set(e, ERR_INPUT, "the list holds no indicator that can be looked for");
	if (status == 0)
		status = set_builder_finish(b, buf_str(&provenance), bytes_r, e);
	set_builder_free(b);
	return status;
}

void hunt_lists_tell(const struct list_report *r)
{
	if (r->ports_dropped > 0)
		fprintf(stderr, TR_N("noroshi: in %lld {row|rows} a port was left out: the address counts whatever the port\n", r->ports_dropped), r->ports_dropped);
	for (size_t i = 0; i < r->first_count; i++)
		fprintf(stderr, tr("noroshi: row %lld refused: %s: %.*s\n"), r->first[i].row, tr(r->first[i].why), STR_ARG(r->first[i].text));
	if (r->refused > (long long)r->first_count)
		fprintf(stderr, TR_N("noroshi: %lld more {row|rows} refused\n", r->refused - (long long)r->first_count), r->refused - (long long)r->first_count);
}

static void free_bytes(void *p)
{
	free(p);
}

int hunt_lists_set(struct arena *a, const struct str_list *lists, const struct str_list *sets, struct set *set_r, bool *refused_r,
    struct err *e)
{
	struct list_report report = { 0 };
	struct str bytes;

	if (lists->count + sets->count == 0)
		return err_set(e, ERR_USAGE, "what is looked for? name --indicators LIST or --set SET");
	if (lists->count == 0 && sets->count == 1)
		return set_open(arena_cstr(a, sets->items[0]), set_r, e);
	if (hunt_lists_compile(a, lists, sets, &report, &bytes, e) < 0) {
		hunt_lists_tell(&report);
		return -1;
	}
	arena_defer(a, free_bytes, (void *)(uintptr_t)bytes.p);
	hunt_lists_tell(&report);
	*refused_r = report.refused > 0;
	return set_of_bytes(bytes, set_r, e);
}
