/* doc.c - building the report's blocks, filling its sentences, numbering its footnotes. */
#include "report/doc.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { SAY_MAX = 64 << 10 };

/* "|case|cases" behind a number: the first where it is 1. */
static struct str plural(struct str alternatives, struct str value)
{
	struct str one = str_upto(alternatives, '|'), many = str_after(alternatives, '|');

	return str_eq(value, STR("1")) ? one : many;
}

static size_t fill(struct buf *out, struct str rest, const struct str *args, size_t n)
{
	long long end = str_find_char(rest, '}');
	size_t i = (size_t)(rest.p[1] - '1');

	if (end < 0 || i >= n || (rest.p[2] != '}' && rest.p[2] != '|')) {
		buf_char(out, '{');
		return 1;
	}
	if (rest.p[2] == '|')
		buf_add(out, plural(str_at(rest, 3, (size_t)end - 3), args[i]));
	else
		buf_add(out, args[i]);
	return (size_t)end + 1;
}

static struct str say(struct doc *d, const char *pattern, const struct str *args, size_t n)
{
	struct str rest = str_of(pattern);
	struct buf out;

	buf_init_arena(&out, d->arena, SAY_MAX);
	while (rest.n > 0) {
		long long open = str_find_char(rest, '{');

		buf_add(&out, str_at(rest, 0, open < 0 ? rest.n : (size_t)open));
		if (open < 0)
			break;
		rest = str_from(rest, (size_t)open);
		rest = str_from(rest, rest.n > 2 && ascii_digit((unsigned char)rest.p[1]) ? fill(&out, rest, args, n)
		                                                                           : (buf_char(&out, '{'), 1));
	}
	return arena_str(d->arena, buf_str(&out));
}

struct str doc_say(struct doc *d, const char *id, const struct str *args, size_t n)
{
	return say(d, text(d->lang, id), args, n);
}

struct str doc_word(struct doc *d, const char *stem, struct str word)
{
	struct str id = arena_printf(d->arena, "%s" STR_FMT, stem, STR_ARG(word));
	const char *found = text_find(d->lang, id.p);

	return found != NULL ? str_of(found) : word;
}

struct str doc_number(struct doc *d, long long n)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 64);
	buf_thousands(&out, n);
	return arena_str(d->arena, buf_str(&out));
}

struct str doc_join(struct doc *d, struct str a, struct str b, struct str c)
{
	struct buf out;

	buf_init_arena(&out, d->arena, a.n + b.n + c.n + 1);
	buf_reserve(&out, a.n + b.n + c.n);
	buf_add(&out, a);
	buf_add(&out, b);
	buf_add(&out, c);
	return arena_str(d->arena, buf_str(&out));
}

struct str doc_with_note(struct doc *d, struct str text, struct str key)
{
	return key.n == 0 ? text : doc_join(d, text, STR(""), arena_printf(d->arena, "[[" STR_FMT "]]", STR_ARG(key)));
}

struct chapter *doc_chapter(struct doc *d, struct str number, struct str title)
{
	struct chapter *c = ARENA_PUSH(d->arena, d->chapters, d->chapters_count, d->chapters_room);

	c->number = number;
	c->title = title;
	return c;
}

static struct chapter *last(struct doc *d)
{
	return &d->chapters[d->chapters_count - 1];
}

struct block *doc_block(struct doc *d, enum block_kind kind)
{
	struct chapter *c = last(d);
	struct block *b = ARENA_PUSH(d->arena, c->blocks, c->blocks_count, c->blocks_room);

	b->kind = kind;
	return b;
}

void doc_heading(struct doc *d, struct str text)
{
	doc_block(d, BLOCK_HEADING)->text = text;
}

long long doc_note(struct doc *d, const char *key, struct str text, struct str url)
{
	struct footnote *f;

	for (size_t i = 0; i < d->chapters_count; i++)
		for (size_t k = 0; k < d->chapters[i].footnotes_count; k++)
			if (strcmp(d->chapters[i].footnotes[k].key, key) == 0)
				return d->chapters[i].footnotes[k].number;
	f = ARENA_PUSH(d->arena, last(d)->footnotes, last(d)->footnotes_count, last(d)->footnotes_room);
	*f = (struct footnote){ .number = ++d->notes, .key = key, .text = text, .url = url };
	return f->number;
}

void doc_note_ready(struct doc *d, const char *key, struct str text)
{
	*ARENA_PUSH(d->arena, d->ready, d->ready_count, d->ready_room) = (struct footnote){ .key = key, .text = text,
		.url = STR("") };
}

/* The number of a footnote by its key, making it from report.note.<key> (and .url). */
static long long note_by_key(struct doc *d, struct str key)
{
	const char *name = arena_cstr(d->arena, key);
	char id[200];
	const char *found, *url;

	for (size_t i = 0; i < d->ready_count; i++)
		if (strcmp(d->ready[i].key, name) == 0)
			return doc_note(d, name, d->ready[i].text, STR(""));
	snprintf(id, sizeof id, "report.note.%.80s", name);
	found = text_find(d->lang, id);
	snprintf(id, sizeof id, "report.note.%.80s.url", name);
	url = text_find(d->lang, id);
	return doc_note(d, name, str_of(found != NULL ? found : name), url != NULL ? str_of(url) : STR(""));
}

static void add_run(struct doc *d, struct paragraph *p, struct str text, long long note)
{
	struct run *r = ARENA_PUSH(d->arena, p->runs, p->runs_count, p->runs_room);

	r->text = text;
	r->note = note;
}

static struct paragraph paragraph_of(struct doc *d, struct str text)
{
	struct paragraph p = { 0 };

	while (text.n > 0) {
		long long open = str_find(text, STR("[["));
		long long close = open < 0 ? -1 : str_find(str_from(text, (size_t)open), STR("]]"));

		if (close < 0) {
			add_run(d, &p, text, 0);
			break;
		}
		add_run(d, &p, str_at(text, 0, (size_t)open), note_by_key(d, str_at(text, (size_t)open + 2, (size_t)close - 2)));
		text = str_from(text, (size_t)(open + close) + 2);
	}
	return p;
}

void doc_paragraph(struct doc *d, struct str text, bool plain)
{
	struct block *b = doc_block(d, BLOCK_PARAGRAPH);
	struct paragraph p = paragraph_of(d, text);

	b->paragraph = p;
	b->paragraph.plain = plain;
}

void doc_item(struct doc *d, struct block *list, struct str text)
{
	struct paragraph *p = ARENA_PUSH(d->arena, list->items, list->items_count, list->items_room);

	*p = paragraph_of(d, text);
}

void doc_figure_aside(struct doc *d, const char *id, struct drawing drawing, struct str caption)
{
	struct block *b = doc_block(d, BLOCK_FIGURE);

	b->figure = drawing;
	b->figure.id = id;
	b->figure.caption = caption;
}

void doc_figure(struct doc *d, const char *id, struct drawing drawing, struct str caption)
{
	doc_figure_aside(d, id, drawing, SAY(d, "report.figure", doc_number(d, ++d->figures), caption));
}

void doc_count(struct doc *d, struct str id, long long value, long long records, bool opening, const char *query)
{
	struct number *n = ARENA_PUSH(d->arena, d->numbers, d->numbers_count, d->numbers_room);

	*n = (struct number){ .id = id, .value = value, .records = records, .opening = opening, .query = query };
}

struct table *doc_table(struct doc *d, const char *id, struct str caption)
{
	struct table *t = ARENA_NEW(d->arena, struct table);

	t->id = id;
	t->caption = caption;
	doc_block(d, BLOCK_TABLE)->table = t;
	return t;
}

struct table *doc_table_numbered(struct doc *d, const char *id, struct str caption)
{
	return doc_table(d, id, SAY(d, "report.table", doc_number(d, ++d->tables), caption));
}

struct row *table_row(struct doc *d, struct table *t, bool head)
{
	return head ? ARENA_PUSH(d->arena, t->head, t->head_count, t->head_room)
	            : ARENA_PUSH(d->arena, t->body, t->body_count, t->body_room);
}

struct row *table_foot(struct doc *d, struct table *t)
{
	return ARENA_PUSH(d->arena, t->foot, t->foot_count, t->foot_room);
}

struct cell *row_cell(struct doc *d, struct row *r, struct str text, enum align align)
{
	struct cell *c = ARENA_PUSH(d->arena, r->cells, r->cells_count, r->cells_room);

	*c = (struct cell){ .text = text, .align = align, .across = 1, .down = 1, .mark = STR("") };
	return c;
}

void table_note(struct doc *d, struct table *t, struct str text)
{
	*ARENA_PUSH(d->arena, t->notes, t->notes_count, t->notes_room) = text;
}
