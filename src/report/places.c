/* places.c - a printed report as a list of places: cells of tables by row and column, paragraphs by chapter. */
#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "report/corrections.h"

enum { COLUMNS_MOST = 32, LABEL_SHORT = 8 };

struct reader {
	struct arena *arena;
	struct printed *into;
	struct str chapter;             /* "第 2 章 …" */
};

static struct str text_of(const json_t *o, const char *key)
{
	const json_t *s = json_object_get(o, key);

	return json_is_string(s) ? (struct str){ json_string_value(s), json_string_length(s) } : STR("");
}

static void add(struct reader *r, struct str key, struct str where, struct str text, bool paragraph)
{
	*ARENA_PUSH(r->arena, r->into->list, r->into->count, r->into->room) = (struct printed_place){ arena_str(r->arena, key),
		arena_str(r->arena, where), arena_str(r->arena, text), paragraph };
}

/* The text and what stands below it, in one line. */
static struct str cell_text(struct arena *a, const json_t *cell)
{
	const json_t *more = json_object_get(cell, "more"), *line;
	struct buf out;
	size_t i;

	buf_init_arena(&out, a, 1 << 16);
	buf_add(&out, text_of(cell, "text"));
	json_array_foreach(more, i, line) {
		buf_z(&out, out.n > 0 ? " / " : "");
		buf_z(&out, json_string_value(line));
	}
	return arena_str(a, buf_str(&out));
}

static int span(const json_t *cell, const char *key)
{
	json_int_t n = json_integer_value(json_object_get(cell, key));

	return n > 0 && n <= COLUMNS_MOST ? (int)n : 1;
}

/* What stands above each column, from the top down: "2019 年 7 月～9 月". */
static void column_labels(struct arena *a, const json_t *head, struct str labels[COLUMNS_MOST])
{
	int left[COLUMNS_MOST] = { 0 };
	const json_t *row, *cell;
	size_t y, i;

	for (size_t x = 0; x < COLUMNS_MOST; x++)
		labels[x] = STR("");
	json_array_foreach(head, y, row) {
		size_t x = 0;

		json_array_foreach(row, i, cell) {
			while (x < COLUMNS_MOST && left[x] > 0)
				left[x++]--;
			for (int k = span(cell, "across"); k > 0 && x < COLUMNS_MOST; k--, x++) {
				left[x] = span(cell, "down") - 1;
				labels[x] = labels[x].n > 0 ? arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(labels[x]), STR_ARG(text_of(cell, "text")))
				                            : text_of(cell, "text");
			}
		}
		while (x < COLUMNS_MOST && left[x] > 0)
			left[x++]--;
	}
}

/* The first cell names a row; where that is a number only, the second one. */
static size_t label_cells(const json_t *row)
{
	struct str first = text_of(json_array_get(row, 0), "text");

	return json_array_size(row) > 2 && first.n <= LABEL_SHORT ? 2 : 1;
}

static size_t times_before(const struct printed *p, size_t from, struct str key)
{
	size_t n = 0;

	for (size_t i = from; i < p->count; i++)
		n += str_eq(p->list[i].key, key);
	return n;
}

static void read_row(struct reader *r, struct str id, struct str caption, const json_t *row, const struct str *labels, size_t from)
{
	size_t named = label_cells(row), i, x = 0;
	struct str label = text_of(json_array_get(row, named - 1), "text"), key;
	const json_t *cell;

	json_array_foreach(row, i, cell) {
		struct str column = x < COLUMNS_MOST ? labels[x] : STR("");

		x += (size_t)span(cell, "across");
		if (i < named)
			continue;
		key = arena_printf(r->arena, STR_FMT "|" STR_FMT "|" STR_FMT, STR_ARG(id), STR_ARG(label), STR_ARG(column));
		key = arena_printf(r->arena, STR_FMT "|%zu", STR_ARG(key), times_before(r->into, from, arena_printf(r->arena, STR_FMT "|0",
		    STR_ARG(key))));
		add(r, key, column.n > 0 ? arena_printf(r->arena, STR_FMT "｜" STR_FMT "｜" STR_FMT, STR_ARG(caption), STR_ARG(label), STR_ARG(column))
		                         : arena_printf(r->arena, STR_FMT "｜" STR_FMT, STR_ARG(caption), STR_ARG(label)),
		    cell_text(r->arena, cell), false);
	}
}

static void read_table(struct reader *r, const json_t *table)
{
	static const char *const parts[] = { "body", "foot" };
	struct str id = text_of(table, "table"), caption = text_of(table, "caption"), labels[COLUMNS_MOST];
	size_t from = r->into->count, i;
	const json_t *row;

	if (str_eq(id, STR("corrections")))     /* what an earlier list said is no news */
		return;
	column_labels(r->arena, json_object_get(table, "head"), labels);
	for (size_t p = 0; p < 2; p++)
		json_array_foreach(json_object_get(table, parts[p]), i, row)
			read_row(r, id, caption, row, labels, from);
	json_array_foreach(json_object_get(table, "notes"), i, row)
		add(r, arena_printf(r->arena, "%s", arena_cstr(r->arena, id)), caption, str_of(json_string_value(row)), true);
}

static void read_block(struct reader *r, const json_t *block)
{
	const json_t *item;
	size_t i;

	if (json_object_get(block, "table") != NULL)
		read_table(r, block);
	if (json_object_get(block, "paragraph") != NULL)
		add(r, r->chapter, r->chapter, text_of(block, "paragraph"), true);
	json_array_foreach(json_object_get(block, "list"), i, item)
		add(r, r->chapter, r->chapter, str_of(json_string_value(item)), true);
}

int printed_places(struct arena *a, struct str report_json, struct printed *p_r, struct err *e)
{
	struct reader r = { .arena = a, .into = p_r };
	json_t *root = json_loadb(report_json.p, report_json.n, JSON_REJECT_DUPLICATES, NULL);
	const json_t *chapter, *block;
	bool japanese = str_eq(text_of(root, "lang"), STR("ja"));
	size_t i, k;

	*p_r = (struct printed){ 0 };
	if (root == NULL)
		return err_set(e, ERR_CORRUPT, "the closed report is no report any more");
	json_array_foreach(json_object_get(root, "chapters"), i, chapter) {
		struct str number = text_of(chapter, "number"), title = text_of(chapter, "title");

		r.chapter = number.n == 0 ? arena_str(a, title) : japanese ? arena_printf(a, "第 " STR_FMT " 章　" STR_FMT, STR_ARG(number), STR_ARG(title))
		                                                            : arena_printf(a, "Chapter " STR_FMT ", " STR_FMT, STR_ARG(number), STR_ARG(title));
		json_array_foreach(json_object_get(chapter, "blocks"), k, block)
			read_block(&r, block);
	}
	json_decref(root);
	return 0;
}

/* ---- two of them ---- */

static void differs(struct arena *a, struct correction_places *into, struct str where, struct str before, struct str after)
{
	*ARENA_PUSH(a, into->list, into->count, into->room) = (struct correction_place){ where, before, after };
}

static const struct printed_place *find(const struct printed *p, const struct printed_place *like)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->list[i].paragraph == like->paragraph && str_eq(p->list[i].key, like->key) &&
		    (!like->paragraph || str_eq(p->list[i].text, like->text)))
			return &p->list[i];
	return NULL;
}

static void compare_cells(struct arena *a, const struct printed *before, const struct printed *after, struct correction_places *into)
{
	for (size_t i = 0; i < before->count; i++) {
		const struct printed_place *was = &before->list[i], *now = was->paragraph ? NULL : find(after, was);

		if (!was->paragraph && (now == NULL || !str_eq(was->text, now->text)))
			differs(a, into, was->where, was->text, now != NULL ? now->text : STR(""));
	}
	for (size_t i = 0; i < after->count; i++)
		if (!after->list[i].paragraph && find(before, &after->list[i]) == NULL)
			differs(a, into, after->list[i].where, STR(""), after->list[i].text);
}

/* Paragraphs that stand in one of the two only, of one chapter, in order: the first of each go together. */
static void compare_paragraphs(struct arena *a, const struct printed *before, const struct printed *after, struct correction_places *into)
{
	size_t next = 0;

	for (size_t i = 0; i < before->count; i++) {
		const struct printed_place *was = &before->list[i];

		if (!was->paragraph || find(after, was) != NULL)
			continue;
		for (size_t k = next; k <= after->count; k++) {
			if (k == after->count) {
				differs(a, into, was->where, was->text, STR(""));
				break;
			}
			if (after->list[k].paragraph && str_eq(after->list[k].key, was->key) && find(before, &after->list[k]) == NULL) {
				differs(a, into, was->where, was->text, after->list[k].text);
				next = k + 1;
				break;
			}
		}
	}
	for (size_t k = 0; k < after->count; k++) {
		bool told = !after->list[k].paragraph || find(before, &after->list[k]) != NULL;

		for (size_t i = 0; !told && i < into->count; i++)
			told = str_eq(into->list[i].after, after->list[k].text);
		if (!told)
			differs(a, into, after->list[k].where, STR(""), after->list[k].text);
	}
}

void printed_compare(struct arena *a, const struct printed *before, const struct printed *after, struct correction_places *into)
{
	compare_cells(a, before, after, into);
	compare_paragraphs(a, before, after, into);
}
