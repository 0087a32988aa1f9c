/* preview.c - a mail's reduced view in a frame that may do nothing, and its attachments as samples.
 *
 * The page alone adds frame-src 'self'; the frame's answer alone may be framed, by us, and has no scripts, pictures, forms or
 * origin.  What stands in it was reduced in the jail, checked, and is escaped once more by the template. */
#include "base/text.h"
#include "parse/url.h"
#include "web/document.h"
#include "web/look.h"
#include "web/marks.h"
#include "web/page_preview.h"
#include "web/source.h"
#include "web/submission.h"
#include "web/templates.h"
#include "worker/view.h"

#define FRAME_POLICY "default-src 'none'; style-src 'unsafe-inline'; img-src 'none'; form-action 'none'; base-uri 'none'; " \
	"frame-ancestors 'self'; sandbox"
#define PAGE_POLICY "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " \
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'; require-trusted-types-for 'script'; " \
	"trusted-types noroshi-frag"

enum { SPAN_SHOWN = 20000 };

/* The mail that the address names, by its hash in the document. */
static int mail_of(struct web_call *c, const struct submission_row *s, struct str number, long long *mail_r, struct str *sha256_r, json_t **doc_r,
    struct err *e)
{
	const json_t *messages;

	if (document_of(c, s, doc_r, e) < 0)
		return -1;
	messages = json_object_get(*doc_r, "messages");
	*mail_r = 0;
	if (number.n > 0 && !str_to_int(number, mail_r))
		return web_nothing(e);
	if (*mail_r < 0 || (size_t)*mail_r >= json_array_size(messages))
		return web_nothing(e);
	*sha256_r = json_text(json_array_get(messages, (size_t)*mail_r), "sha256");
	return sha256_r->n > 0 ? 0 : web_nothing(e);
}

int web_submission_preview(struct web_call *c, struct err *e)
{
	struct preview_page *p = ARENA_NEW(c->a, struct preview_page);
	struct submission_row s;
	struct str sha256;
	long long mail;
	json_t *doc;
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0 || mail_of(c, &s, http_query(c->q, "mail"), &mail, &sha256, &doc, e) < 0)
		return -1;
	p->name = look_name(c, &s);
	p->base = look_submission(c, s.receipt, s.number);
	p->frame = arena_printf(c->a, STR_FMT "/view?mail=%lld", STR_ARG(p->base), mail);
	p->back = arena_printf(c->a, STR_FMT "?mail=%lld", STR_ARG(p->base), mail);
	http_answer_header(c->r, "Content-Security-Policy", STR(PAGE_POLICY));
	c->page.preview = p;
	return web_show(c, "web.preview");
}

/* ---- the frame ---- */

static const char *style_of(struct arena *a, const struct reduced_span *s)
{
	return arena_printf(a, "%s%s%s%s%s", s->kind == REDUCED_LINK ? "link " : "", (s->style & REDUCED_BOLD) != 0 ? "b " : "",
	    (s->style & REDUCED_ITALIC) != 0 ? "i " : "", (s->style & REDUCED_UNDERLINE) != 0 ? "u " : "",
	    (s->style & REDUCED_HIDDEN) != 0 ? "hidden" : "").p;
}

static void show_span(struct arena *a, const struct reduced_span *s, struct view_span *x)
{
	*x = (struct view_span){ .style = style_of(a, s), .link = s->kind == REDUCED_LINK, .image = s->kind == REDUCED_IMAGE, .field = s->kind == REDUCED_FIELD,
		.frame = s->kind == REDUCED_FRAME, .cell = s->kind == REDUCED_CELL, .target = s->target.n > 0 ? defang(a, s->target) : STR("") };
	marks_show(a, utf8_cut(s->text, SPAN_SHOWN), NULL, MARKS_DEFANG, &x->runs, &x->runs_count);
}

static void show_view(struct arena *a, const struct reduced *r, struct view_page *v)
{
	static const char *const kinds[] = { "text", "heading", "item", "pre", "rule", "row" };

	v->cut = r->cut;
	v->blocks = ARENA_ARRAY(a, struct view_block, r->block_count + 1);
	v->blocks_count = r->block_count;
	for (size_t i = 0; i < r->block_count; i++) {
		const struct reduced_block *b = &r->blocks[i];
		struct view_block *x = &v->blocks[i];

		x->kind = kinds[b->kind];
		x->quote = b->quote;
		x->spans = ARENA_ARRAY(a, struct view_span, b->span_count + 1);
		x->spans_count = b->span_count;
		for (size_t k = 0; k < b->span_count; k++)
			show_span(a, &b->spans[k], &x->spans[k]);
	}
}

/* What the jail cannot read is said in the frame; the page around stays. */
static int make_view(struct web_call *c, const struct submission_row *s, struct str sha256, struct view_page *v, struct err *e)
{
	enum vault_found found;
	struct err why = { 0 };
	struct reduced r = { 0 };
	struct str bytes;

	if (content_open(c->hub, &c->by, c->a, s->id, s->raw_blob, STR("reduced view"), &found, &bytes, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		return vault_gone(found, look_name(c, s), e);
	if (view_of_mail(c->a, bytes, sha256, &r, &why) < 0) {
		if (why.kind != ERR_INPUT && why.kind != ERR_UNKNOWN && why.kind != ERR_CORRUPT) {
			*e = why;
			return -1;
		}
		v->problem = arena_str(c->a, str_of(why.text));
	}
	show_view(c->a, &r, v);
	return 0;
}

int web_submission_view(struct web_call *c, struct err *e)
{
	struct view_page v = { .title = web_text(c, "web.preview"), .problem = STR("") };
	struct submission_row s;
	struct str sha256;
	long long mail;
	json_t *doc;
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0 || mail_of(c, &s, http_query(c->q, "mail"), &mail, &sha256, &doc, e) < 0 ||
	    make_view(c, &s, sha256, &v, e) < 0)
		return -1;
	http_answer_header(c->r, "Content-Type", STR("text/html; charset=utf-8"));
	http_answer_header(c->r, "Content-Security-Policy", STR(FRAME_POLICY));
	html_web_view(&c->r->body, c->lang, &v);
	return 0;
}

/* ---- an attachment as a sample ---- */

static int refused(struct web_call *c, const struct submission_row *s, bool staff, const struct err *why, struct err *e)
{
	if (why->text[0] == '\0')
		return -1;
	if (web_refused(c, why) < 0) {
		*e = *why;
		return -1;
	}
	return submission_page_show(c, s, staff, e);
}

/* part: "3 1.2", mail and part. */
int web_submission_sample_do(struct web_call *c, struct err *e)
{
	struct str wanted = web_field(c, "part"), whole, bytes, sha256;
	struct submission_row s;
	struct err why = { 0 };
	long long mail;
	json_t *doc;
	bool staff;

	if (look_at_submission(c, &s, &staff, e) < 0)
		return -1;
	if (mail_of(c, &s, str_upto(wanted.p != NULL ? wanted : STR("-"), ' '), &mail, &sha256, &doc, e) < 0)
		return -1;
	if (source_open(c, &s, staff, &whole, &why, e) < 0)
		return refused(c, &s, staff, &why, e);
	if (view_part(c->a, whole, sha256, str_after(wanted, ' '), &bytes, &why) < 0)
		return why.kind == ERR_INPUT || why.kind == ERR_UNKNOWN ? refused(c, &s, staff, &why, e) : (*e = why, -1);
	return sample_send(c, bytes, e);
}
