/* check.c - all words of a chapter in one text, searched for protected terms. */
#include "report/check.h"

#include "report/figures.h"
#include "report/publication.h"

static void line(struct buf *out, struct str s)
{
	buf_add(out, s);
	buf_char(out, '\n');
}

static void paragraph(struct buf *out, const struct paragraph *p)
{
	for (size_t i = 0; i < p->runs_count; i++)
		buf_add(out, p->runs[i].text);
	buf_char(out, '\n');
}

static void rows(struct buf *out, const struct row *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < list[i].cells_count; k++) {
			const struct cell *c = &list[i].cells[k];

			line(out, c->text);
			for (size_t j = 0; j < c->lines_count; j++)
				line(out, c->lines[j]);
			for (size_t j = 0; j < c->items_count; j++)
				line(out, c->items[j]);
		}
}

static void drawing(struct buf *out, const struct drawing *f)
{
	line(out, f->caption);
	if (f->sequence != NULL)
		line(out, f->sequence->words);
	for (size_t i = 0; f->sequence != NULL && i < f->sequence->steps_count; i++)
		for (size_t k = 0; k < f->sequence->steps[i].notes_count; k++)
			line(out, f->sequence->steps[i].notes[k].text);
	if (f->from != NULL)
		line(out, f->from->words);
	if (f->mail != NULL)
		line(out, f->mail->words);
	if (f->page != NULL)
		line(out, f->page->words);
}

static void block(struct buf *out, const struct block *b)
{
	line(out, b->text);
	paragraph(out, &b->paragraph);
	for (size_t i = 0; i < b->items_count; i++)
		paragraph(out, &b->items[i]);
	if (b->table != NULL) {
		rows(out, b->table->head, b->table->head_count);
		rows(out, b->table->body, b->table->body_count);
	}
	for (size_t i = 0; i < b->addresses_count; i++) {
		for (size_t k = 0; k < b->addresses[i].pieces_count; k++)
			buf_add(out, b->addresses[i].pieces[k].text);
		buf_char(out, '\n');
	}
	drawing(out, &b->figure);
}

bool report_names(const struct leak_hit *h)
{
	return str_eq(h->kind, STR("name")) || str_eq(h->kind, STR("domain")) || str_eq(h->kind, STR("person")) ||
	    str_eq(h->kind, STR("address"));
}

/* The registry's, and whoever else appears in a case that is told. */
static int load(const struct hub *hub, struct arena *a, struct records *r, struct terms **t_r, struct err *e)
{
	struct publication_told *told;
	size_t n;

	if (terms_load(hub->db, a, t_r, e) < 0 || publication_told(r, &told, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (terms_load_case(hub->db, a, *t_r, told[i].case_id, t_r, e) < 0)
			return -1;
	return 0;
}

int report_check(const struct hub *hub, struct arena *a, struct doc *d, struct records *r, struct leak_hits *hits_r, struct err *e)
{
	struct terms *terms;

	*hits_r = (struct leak_hits){ 0 };
	if (load(hub, a, r, &terms, e) < 0)
		return -1;
	for (size_t i = 1; i < d->chapters_count; i++) {
		const struct chapter *c = &d->chapters[i];
		struct leak_hits all = { 0 };
		struct buf out;

		buf_init_arena(&out, a, 16 << 20);
		line(&out, c->title);
		for (size_t k = 0; k < c->blocks_count; k++)
			if (c->blocks[k].kind != BLOCK_CONTACT)
				block(&out, &c->blocks[k]);
		for (size_t k = 0; k < c->footnotes_count; k++)
			line(&out, c->footnotes[k].text);
		leak_check(terms, a, c->title, buf_str(&out), NULL, 0, &all);
		for (size_t k = 0; k < all.count; k++)
			if (report_names(&all.list[k]))
				*ARENA_PUSH(a, hits_r->list, hits_r->count, hits_r->room) = all.list[k];
	}
	return 0;
}
