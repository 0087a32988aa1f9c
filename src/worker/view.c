/* view.c - see view.h. */
#include "worker/view.h"

#include <jansson.h>

#include "worker/pool.h"

/* ---- reading what came out ---- */

static bool number(const json_t *object, const char *key, long long below, long long *n_r)
{
	const json_t *v = json_object_get(object, key);

	*n_r = json_integer_value(v);
	return json_is_integer(v) && *n_r >= 0 && *n_r < below;
}

static bool text_of(struct arena *a, const json_t *object, const char *key, struct str *s_r)
{
	const json_t *v = json_object_get(object, key);

	*s_r = json_is_string(v) ? arena_str(a, (struct str){ json_string_value(v), json_string_length(v) }) : STR("");
	return json_is_string(v);
}

static bool read_span(struct arena *a, const json_t *v, struct reduced_span *s)
{
	long long kind, style;

	if (!json_is_object(v) || json_object_size(v) != 4 || !number(v, "kind", REDUCED_KINDS, &kind) || !number(v, "style", REDUCED_STYLES, &style) ||
	    !text_of(a, v, "text", &s->text) || !text_of(a, v, "target", &s->target))
		return false;
	s->kind = (enum reduced_kind)kind;
	s->style = (unsigned)style;
	return true;
}

static bool read_block(struct arena *a, const json_t *v, struct reduced_block *b, size_t *spans)
{
	const json_t *list = json_object_get(v, "spans");
	long long kind, quote;

	if (!json_is_object(v) || json_object_size(v) != 3 || !number(v, "kind", BLOCK_KINDS, &kind) ||
	    !number(v, "quote", REDUCED_QUOTES_MOST + 1, &quote) || !json_is_array(list) || (*spans += json_array_size(list)) > REDUCED_SPANS_MOST)
		return false;
	b->kind = (enum reduced_block_kind)kind;
	b->quote = (int)quote;
	b->span_count = json_array_size(list);
	b->spans = ARENA_ARRAY(a, struct reduced_span, b->span_count + 1);
	for (size_t i = 0; i < b->span_count; i++)
		if (!read_span(a, json_array_get(list, i), &b->spans[i]))
			return false;
	return true;
}

static bool read_blocks(struct arena *a, const json_t *doc, struct reduced *r)
{
	const json_t *list = json_object_get(doc, "blocks"), *cut = json_object_get(doc, "cut");
	size_t spans = 0;

	if (!json_is_object(doc) || json_object_size(doc) != 2 || !json_is_boolean(cut) || !json_is_array(list) ||
	    json_array_size(list) > REDUCED_BLOCKS_MOST + 1)
		return false;
	r->cut = json_is_true(cut);
	r->block_count = json_array_size(list);
	r->blocks = ARENA_ARRAY(a, struct reduced_block, r->block_count + 1);
	for (size_t i = 0; i < r->block_count; i++)
		if (!read_block(a, json_array_get(list, i), &r->blocks[i], &spans))
			return false;
	return true;
}

int view_read(struct arena *a, struct str json, struct reduced *r, struct err *e)
{
	json_t *doc = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);
	bool good;

	*r = (struct reduced){ 0 };
	good = doc != NULL && read_blocks(a, doc, r);
	json_decref(doc);
	return good ? 0 : err_set(e, ERR_CORRUPT, "what the reader made of the mail is not what may come");
}

/* ---- asking ---- */

struct asked { struct arena *a; struct str name, bytes; bool found; enum pool_ended how; };

static void done(void *ctx, const struct pool_end *end)
{
	struct asked *q = ctx;

	q->how = end->how;
	for (size_t i = 0; i < end->frame_count; i++)
		if (end->frames[i].frame == WIRE_PIECE && str_eq(end->frames[i].name, q->name) && !q->found) {
			q->bytes = arena_str(q->a, end->frames[i].bytes);
			q->found = true;
		}
}

static int run(struct pool *p, const struct wire_envelope *v, struct asked *q, struct err *e)
{
	if (pool_start(p, v, done, q, e) < 0)
		return -1;
	while (!pool_idle(p))
		if (pool_step(p, e) < 0)
			return -1;
	return 0;
}

static int ask(struct asked *q, struct str wanted, struct str content, struct err *e)
{
	const struct wire_file file = { .name = wanted, .bytes = content };
	const struct wire_envelope v = { .job = WIRE_EXTRACT, .lang = tr_lang(), .context = STR(""), .files = &file, .file_count = 1 };
	struct pool *p;
	int failed;

	if (pool_open(1, &p, e) < 0)
		return -1;
	failed = run(p, &v, q, e);
	pool_close(p);
	if (failed < 0)
		return -1;
	if (q->how != POOL_DONE)
		return err_set(e, ERR_INPUT, "it cannot be read within the limits (%s); the original is kept", pool_limit_of(q->how).name);
	return q->found ? 0 : err_set(e, ERR_UNKNOWN, "there is nothing here for you");
}

int view_of_mail(struct arena *a, struct str content, struct str mail, struct reduced *r, struct err *e)
{
	struct asked q = { .a = a, .name = STR("view") };

	if (ask(&q, arena_printf(a, "view " STR_FMT, STR_ARG(mail)), content, e) < 0)
		return -1;
	return view_read(a, q.bytes, r, e);
}

int view_part(struct arena *a, struct str content, struct str mail, struct str part, struct str *bytes_r, struct err *e)
{
	struct asked q = { .a = a, .name = STR("part") };

	if (ask(&q, arena_printf(a, "part " STR_FMT " " STR_FMT, STR_ARG(mail), STR_ARG(part)), content, e) < 0)
		return -1;
	*bytes_r = q.bytes;
	return 0;
}
