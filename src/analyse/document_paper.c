/* document_paper.c - a PDF, Word or Excel file in the result document: what it says about itself, and its text. */
#include "analyse/document_message.h"
#include "base/text.h"

static void write_said(struct jw *w, const char *key, struct str s, const struct document_bounds *b)
{
	jw_kstr(w, key, s.n > 0 ? utf8_cut(s, b->text_piece) : STR_NONE);
}

static void write_names(struct jw *w, const char *key, const struct str *list, size_t n, const struct document_bounds *b)
{
	jw_karray(w, key);
	for (size_t i = 0; i < n && i < b->list; i++)
		jw_str(w, utf8_cut(list[i], b->text_piece));
	jw_end_array(w);
}

static void write_revision(struct jw *w, const struct paper_revision *r, const struct document_bounds *b)
{
	const struct { const char *word; bool is; } changed[] = { { "content", r->content }, { "metadata", r->metadata },
		{ "form", r->form }, { "signature", r->signature } };

	jw_object(w);
	jw_kint(w, "from", (long long)r->from);
	jw_kint(w, "to", (long long)r->to);
	jw_kint(w, "objects", (long long)r->objects);
	jw_karray(w, "changed");
	for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++)
		if (changed[i].is)
			jw_str(w, str_of(changed[i].word));
	jw_end_array(w);
	write_said(w, "fonts", r->fonts, b);
	jw_end_object(w);
}

static void write_pdf(struct jw *w, const struct paper *p, const struct document_bounds *b)
{
	jw_kint(w, "pages", (long long)p->pages);
	jw_kbool(w, "text_layer", paper_has_text(p));
	write_names(w, "fonts", p->fonts, p->font_count, b);
	jw_karray(w, "revisions");
	for (size_t i = 0; i < p->revision_count && i < b->list; i++)
		write_revision(w, &p->revisions[i], b);
	jw_end_array(w);
	write_names(w, "embedded", p->embedded, p->embedded_count, b);
	write_names(w, "uris", p->uris, p->uri_count, b);
	jw_kbool(w, "launches", p->launches);
}

void document_paper(struct jw *w, const struct paper *p, const struct document_bounds *b)
{
	jw_kobject(w, "document");
	jw_kz(w, "kind", paper_kind_word(p->kind));
	write_said(w, "title", p->title, b);
	write_said(w, "author", p->author, b);
	write_said(w, "creator", p->creator, b);
	write_said(w, "producer", p->producer, b);
	write_said(w, "modified_by", p->modified_by, b);
	jw_ktime(w, "created", p->created_ms);
	jw_kint(w, "created_zone", p->created_zone);
	jw_ktime(w, "modified", p->modified_ms);
	jw_kint(w, "modified_zone", p->modified_zone);
	jw_kbool(w, "encrypted", p->encrypted);
	jw_kbool(w, "scripts", p->scripts);
	if (p->kind == PAPER_PDF)
		write_pdf(w, p, b);
	jw_kstr(w, "text", p->text.p != NULL ? utf8_cut(p->text, b->text) : STR_NONE);
	jw_end_object(w);
}
