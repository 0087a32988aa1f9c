/* fuzz_api_body.c - any bytes as the body of a request of the REST interface: refused with a sentence, or what the shape says. */
#include "fuzz.h"

#include "api/shape.h"
#include "base/time.h"

struct inner { struct str word; long long n; };
static const struct api_field inner_fields[] = {
	TEXT_(struct inner, "word", word, API_NEEDED, "yes no", NULL),
	INT_(struct inner, "n", n, 0, NULL),
};
static API_SHAPE(fuzz_inner, NULL, NULL, struct inner, inner_fields);

struct outer { struct str text, *texts; struct inner *one, *list; size_t text_count, list_count; long long at_ms; bool yes; };
static const struct api_field outer_fields[] = {
	TEXT_(struct outer, "text", text, 0, NULL, NULL),
	TEXTS_(struct outer, "texts", texts, text_count, 0, NULL),
	OBJECT_(struct outer, "one", one, API_NULL, &api_shape_fuzz_inner, NULL),
	LIST_(struct outer, "list", list, list_count, 0, &api_shape_fuzz_inner, NULL),
	TIME_(struct outer, "at", at_ms, 0, NULL),
	BOOL_(struct outer, "yes", yes, 0, NULL),
};
static API_SHAPE(fuzz_outer, NULL, NULL, struct outer, outer_fields);

static void check(const struct inner *i)
{
	assert(str_eq(i->word, STR("yes")) || str_eq(i->word, STR("no")));
}

static void read_any(struct arena *a, struct str s)
{
	struct outer *o = ARENA_NEW(a, struct outer);
	struct err e = { 0 };
	struct buf out;
	struct jw w;

	if (shape_read(a, &api_shape_fuzz_outer, s, ZONE_JST, o, &e) < 0) {
		assert(e.text[0] != '\0');
		return;
	}
	for (size_t i = 0; i < o->list_count; i++)
		check(&o->list[i]);
	if (o->one != NULL)
		check(o->one);
	/* what was read is written, and read again */
	buf_init_arena(&out, a, 32 << 20);
	jw_init(&w, &out);
	shape_write(&w, &api_shape_fuzz_outer, o);
	assert(!out.failed && utf8_valid(buf_str(&out)));
	o = ARENA_NEW(a, struct outer);
	assert(shape_read(a, &api_shape_fuzz_outer, buf_str(&out), ZONE_JST, o, &e) == 0);
}

FUZZ_TARGET
