/* out_json.c - noroshi/report/1: numbers with the query they came from, tables, texts. */
#include "base/json.h"
#include "report/report.h"

static void cells(const struct row *r, struct jw *w)
{
	jw_array(w);
	for (size_t i = 0; i < r->cells_count; i++) {
		const struct cell *c = &r->cells[i];

		jw_object(w);
		jw_kstr(w, "text", c->text);
		if (c->mark.n > 0)
			jw_kstr(w, "mark", c->mark);
		if (c->across > 1)
			jw_kint(w, "across", c->across);
		if (c->down > 1)
			jw_kint(w, "down", c->down);
		if (c->lines_count + c->items_count > 0) {
			jw_karray(w, "more");
			for (size_t k = 0; k < c->lines_count; k++)
				jw_str(w, c->lines[k]);
			for (size_t k = 0; k < c->items_count; k++)
				jw_str(w, c->items[k]);
			jw_end_array(w);
		}
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void rows(const char *key, const struct row *r, size_t n, struct jw *w)
{
	jw_karray(w, key);
	for (size_t i = 0; i < n; i++)
		cells(&r[i], w);
	jw_end_array(w);
}

static void table(const struct table *t, struct jw *w)
{
	jw_kz(w, "table", t->id);
	jw_kstr(w, "caption", t->caption);
	rows("head", t->head, t->head_count, w);
	rows("body", t->body, t->body_count, w);
	rows("foot", t->foot, t->foot_count, w);
	jw_karray(w, "notes");
	for (size_t i = 0; i < t->notes_count; i++)
		jw_str(w, t->notes[i]);
	jw_end_array(w);
}

static struct str plain(struct doc *d, const struct paragraph *p)
{
	struct buf out;

	buf_init_arena(&out, d->arena, 1 << 16);
	for (size_t i = 0; i < p->runs_count; i++) {
		buf_add(&out, p->runs[i].text);
		if (p->runs[i].note > 0)
			buf_printf(&out, "[%lld]", p->runs[i].note);
	}
	return arena_str(d->arena, buf_str(&out));
}

static void block(struct doc *d, const struct block *b, struct jw *w)
{
	jw_object(w);
	switch (b->kind) {
	case BLOCK_HEADING: jw_kstr(w, "heading", b->text); break;
	case BLOCK_SUBHEADING: jw_kstr(w, "subheading", b->text); break;
	case BLOCK_PARAGRAPH: jw_kstr(w, "paragraph", plain(d, &b->paragraph)); break;
	case BLOCK_TABLE: table(b->table, w); break;
	case BLOCK_FIGURE:
		jw_kz(w, "figure", b->figure.id);
		jw_kstr(w, "caption", b->figure.caption);
		break;
	case BLOCK_LIST:
		jw_karray(w, "list");
		for (size_t i = 0; i < b->items_count; i++)
			jw_str(w, plain(d, &b->items[i]));
		jw_end_array(w);
		break;
	case BLOCK_ADDRESSES: jw_kstr(w, "forms", b->text); break;
	case BLOCK_CONTACT: jw_kstr(w, "contact", b->text); break;
	case BLOCK_NOTES: break;
	}
	jw_end_object(w);
}

static void chapter(struct doc *d, const struct chapter *c, struct jw *w)
{
	jw_object(w);
	jw_kstr(w, "number", c->number);
	jw_kstr(w, "title", c->title);
	jw_karray(w, "blocks");
	for (size_t i = 0; i < c->blocks_count; i++)
		block(d, &c->blocks[i], w);
	jw_end_array(w);
	jw_karray(w, "footnotes");
	for (size_t i = 0; i < c->footnotes_count; i++) {
		jw_object(w);
		jw_kint(w, "number", c->footnotes[i].number);
		jw_kz(w, "key", c->footnotes[i].key);
		jw_kstr(w, "text", c->footnotes[i].text);
		if (c->footnotes[i].url.n > 0)
			jw_kstr(w, "url", c->footnotes[i].url);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
}

static void numbers(const struct doc *d, struct jw *w)
{
	jw_karray(w, "numbers");
	for (size_t i = 0; i < d->numbers_count; i++) {
		const struct number *n = &d->numbers[i];

		jw_object(w);
		jw_kstr(w, "id", n->id);
		jw_kint(w, "value", n->value);
		jw_kint(w, "records", n->records);
		jw_kbool(w, "opening", n->opening);
		jw_kz(w, "query", n->query);
		jw_end_object(w);
	}
	jw_end_array(w);
}

void report_json(struct doc *d, struct buf *out, long long as_recorded_ms)
{
	struct jw w;
	char day[TIME_TEXT];

	jw_init(&w, out);
	jw_object(&w);
	jw_kz(&w, "schema", "noroshi/report/1");
	jw_kz(&w, "lang", d->lang == LANG_JA ? "ja" : "en");
	jw_kz(&w, "tlp", "CLEAR");
	jw_kstr(&w, "title", d->title);
	jw_kstr(&w, "from", time_date(day, d->period.from_ms, d->period.zone));
	jw_kstr(&w, "to", time_date(day, d->period.to_ms - 1, d->period.zone));
	jw_ktime(&w, "as_recorded", as_recorded_ms == AS_NOW_KNOWN ? TIME_NONE : as_recorded_ms);
	numbers(d, &w);
	jw_karray(&w, "chapters");
	for (size_t i = 0; i < d->chapters_count; i++)
		chapter(d, &d->chapters[i], &w);
	jw_end_array(&w);
	jw_end_object(&w);
	buf_char(out, '\n');
}
