/* extract.c - see extract.h. */
#include "worker/extract.h"

#include "base/json.h"
#include "base/text.h"
#include "parse/mail/mail.h"
#include "parse/reduce.h"
#include "worker/pieces.h"
#include "worker/wire.h"

enum { VIEW_MOST = 8 << 20, NESTED_MOST = 8 };

struct search {
	struct arena *a;
	struct str sha256;
	const struct mail *found;
};

static void look_into(struct search *s, const struct mail *m, int depth)
{
	if (s->found == NULL && m->sha256.p != NULL && str_eq(m->sha256, s->sha256))
		s->found = m;
	for (size_t i = 0; i < m->nested_count && s->found == NULL && depth < NESTED_MOST; i++)
		look_into(s, &m->nested[i], depth + 1);
}

static void look_at(void *ctx, const struct piece *p)
{
	struct search *s = ctx;

	if (s->found == NULL)
		look_into(s, mail_parse(s->a, p->inside ? p->bytes : arena_str(s->a, p->bytes), &mail_limits_default), 0);
}

static const struct mail *find(struct arena *a, struct str sha256, struct str bytes)
{
	struct search s = { .a = a, .sha256 = sha256 };
	enum pieces_kind kind = pieces_look(bytes);
	struct piece_limit limit;

	look_at(&s, &(struct piece){ .name = STR(""), .bytes = bytes, .inside = true });
	if (s.found == NULL && kind != PIECES_NONE && pieces_each(a, bytes, kind, NULL, look_at, &s, &limit) < 0)
		return NULL;
	return s.found;
}

/* ---- the view ---- */

static void reduce(struct arena *a, const struct mail *m, struct reduced *r)
{
	for (size_t i = 0; i < m->part_count; i++)
		if (!m->parts[i].is_attachment && str_eq(m->parts[i].media_type, STR("text/html")) && m->parts[i].text.p != NULL) {
			html_reduce(a, m->parts[i].text, r);
			return;
		}
	text_reduce(a, m->text.p != NULL ? m->text : STR(""), r);
}

static void put_block(struct jw *w, const struct reduced_block *b)
{
	jw_object(w);
	jw_kint(w, "kind", b->kind);
	jw_kint(w, "quote", b->quote);
	jw_karray(w, "spans");
	for (size_t i = 0; i < b->span_count; i++) {
		jw_object(w);
		jw_kint(w, "kind", b->spans[i].kind);
		jw_kint(w, "style", b->spans[i].style);
		jw_kstr(w, "text", b->spans[i].text);
		jw_kstr(w, "target", b->spans[i].target);
		jw_end_object(w);
	}
	jw_end_array(w);
	jw_end_object(w);
}

static void send_view(struct arena *a, const struct mail *m)
{
	struct reduced r;
	struct buf out;
	struct jw w;

	reduce(a, m, &r);
	buf_init_arena(&out, a, VIEW_MOST);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kbool(&w, "cut", r.cut);
	jw_karray(&w, "blocks");
	for (size_t i = 0; i < r.block_count; i++)
		put_block(&w, &r.blocks[i]);
	jw_end_array(&w);
	jw_end_object(&w);
	if (!out.failed)
		wire_send(&(struct wire_result){ .frame = WIRE_PIECE, .name = STR("view"), .bytes = buf_str(&out) });
}

static void send_part(const struct mail *m, struct str number)
{
	for (size_t i = 0; i < m->part_count; i++) {
		const struct part *p = &m->parts[i];
		struct str body = p->kind == PART_MESSAGE && p->message >= 0 ? m->nested[p->message].raw : p->body;

		if (!p->is_attachment || p->kind == PART_MULTIPART || !str_eq(p->number, number))
			continue;
		wire_send(&(struct wire_result){ .frame = WIRE_PIECE, .name = STR("part"), .bytes = body });
		return;
	}
}

void extract_run(struct arena *a, struct str wanted, struct str bytes)
{
	struct str what = str_upto(wanted, ' '), rest = str_after(wanted, ' ');
	const struct mail *m = find(a, str_upto(rest, ' '), bytes);

	if (m == NULL)
		return;
	if (str_eq(what, STR("view")))
		send_view(a, m);
	else
		send_part(m, str_after(rest, ' '));
}
