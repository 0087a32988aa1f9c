/* list.c - lists: one page with a link to the next, or all of it as lines while the client takes them. */
#include <sodium.h>

#include "api/api.h"
#include "base/log.h"
#include "base/text.h"

enum { PAGE_BYTES = 64 << 20, TEXT_MOST = 60 << 20, LINES_AT_ONCE = 200, AFTER_MOST = 2000 };

/* ---- where a list goes on: opaque to clients, so that what stands in it may change ---- */

static struct str sealed(struct arena *a, struct str s)
{
	size_t room = sodium_base64_encoded_len(s.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *out = arena_alloc(a, room);

	sodium_bin2base64(out, room, (const unsigned char *)s.p, s.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(out);
}

static int opened(struct arena *a, struct str s, struct str *out_r, struct err *e)
{
	unsigned char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	const char *end = NULL;

	*out_r = STR("");
	/* it is compared with texts of the database, and holds no other bytes than they do */
	if (s.n > AFTER_MOST || sodium_base642bin(out, s.n + 1, s.p, s.n, NULL, &n, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    end != s.p + s.n || !utf8_valid((struct str){ (const char *)out, n }) || memchr(out, '\0', n) != NULL)
		return err_set(e, ERR_INPUT, "after is taken from the page before, as it is");
	*out_r = (struct str){ (const char *)out, n };
	return 0;
}

struct str api_after(const struct api_page *page, size_t n)
{
	struct str rest = page->after, word;

	while (rest.n > 0 && str_split(&rest, ' ', &word))
		if (n-- == 0)
			return word;
	return STR_NONE;
}

int api_after_number(const struct api_page *page, size_t n, long long *value, struct err *e)
{
	return str_to_int(api_after(page, n), value) ? 0 : err_set(e, ERR_INPUT, "after is taken from the page before, as it is");
}

void api_cut_more(struct api_page *page, const void *items, size_t n, size_t size, api_key_of *key_of)
{
	page->items = items;
	page->n = n < (size_t)page->limit ? n : (size_t)page->limit;
	if (n > page->n)
		page->next = key_of(page->a, page->n > 0 ? (const char *)items + (page->n - 1) * size : items);
}

int api_after_place(const struct api_page *page, long long *ms, struct str *name, struct err *e)
{
	if (page->after.n == 0)
		return 0;
	*name = api_after(page, 1);
	return name->p != NULL && str_to_int(api_after(page, 0), ms) ? 0 : err_set(e, ERR_INPUT, "after is taken from the page before, as it is");
}

struct str api_place(struct arena *a, long long ms, struct str name)
{
	return arena_printf(a, "%lld " STR_FMT, ms, STR_ARG(name));
}

void api_cut(struct api_page *page, const void *items, size_t n, size_t size)
{
	long long from = 0;

	if (page->after.n > 0 && (!str_to_int(page->after, &from) || from < 0))
		from = 0;
	if ((size_t)from > n)
		from = (long long)n;
	page->items = (const char *)items + (size_t)from * size;
	page->n = n - (size_t)from < (size_t)page->limit ? n - (size_t)from : (size_t)page->limit;
	if ((size_t)from + page->n < n)
		page->next = arena_printf(page->a, "%lld", from + (long long)page->n);
}

struct str api_key_down(struct arena *a, long long ms, struct str name)
{
	return arena_printf(a, "%020llu " STR_FMT, ~((unsigned long long)ms ^ (1ULL << 63)), STR_ARG(name));
}

void api_cut_behind(struct api_page *page, const void *items, size_t n, size_t size, api_key_of *key_of)
{
	const char *list = items;
	size_t from = 0;

	while (page->after.n > 0 && from < n && str_cmp(key_of(page->a, list + from * size), page->after) <= 0)
		from++;
	page->items = list + from * size;
	page->n = n - from < (size_t)page->limit ? n - from : (size_t)page->limit;
	if (from + page->n < n)
		page->next = key_of(page->a, list + (from + page->n - 1) * size);
}

/* ---- one page ---- */

/* The same address with another `after`. */
static struct str link_to(struct api_call *c, struct str after)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf out;

	buf_init_arena(&out, c->a, 65536);
	buf_printf(&out, "<" STR_FMT "?", STR_ARG(c->q->path));
	for (size_t i = 0; i < c->q->query_count; i++) {
		const struct http_field *f = &c->q->query[i];

		if (str_eq(f->name, STR("after")))
			continue;
		buf_printf(&out, STR_FMT "=", STR_ARG(f->name));        /* a name of ours: others were refused */
		for (size_t k = 0; k < f->value.n; k++) {
			unsigned char b = (unsigned char)f->value.p[k];

			if (ascii_alpha(b) || ascii_digit(b) || str_find_char(STR("-._~"), (char)b) >= 0) {
				buf_char(&out, (char)b);
				continue;
			}
			buf_char(&out, '%');
			buf_char(&out, hex[b >> 4]);
			buf_char(&out, hex[b & 15]);
		}
		buf_char(&out, '&');
	}
	buf_printf(&out, "after=%s>; rel=\"next\"", after.p);
	return buf_str(&out);
}

static void write_page(struct api_call *c, const struct api_page *p, struct str next)
{
	const char *items = p->items;
	struct jw w;

	buf_init_arena(&c->r->body, c->a, TEXT_MOST);
	jw_init(&w, &c->r->body);
	jw_object(&w);
	jw_karray(&w, "items");
	for (size_t i = 0; i < p->n; i++)
		shape_write(&w, c->route->answer, items + i * c->route->answer->size);
	jw_end_array(&w);
	jw_kstr(&w, "next", next);
	jw_end_object(&w);
	buf_char(&c->r->body, '\n');
}

/* ---- lines ---- */

struct stream {
	struct api_call *c;
	struct arena *a;                /* of one page at a time */
	api_page_of *page_of;
	struct str after;
};

static void forget(void *arena) { arena_free(arena); }

/* A page that cannot be made breaks the answer off: who got a part must not take it for the whole. */
static int more_lines(void *ctx, struct buf *out)
{
	struct stream *s = ctx;
	struct err e = { 0 };
	struct api_page p = { .a = s->a, .limit = LINES_AT_ONCE };
	struct jw w;

	p.after = arena_str(s->c->a, s->after);
	arena_reset(s->a);
	tr_set(s->c->lang);
	if (s->page_of(s->c, &p, &e) < 0) {
		log_event(LOG_ERROR, "api.broken-off", " route=%s why=%s", s->c->route->name, e.text);
		return -1;
	}
	for (size_t i = 0; i < p.n; i++) {
		jw_init(&w, out);
		shape_write(&w, s->c->route->answer, (const char *)p.items + i * s->c->route->answer->size);
		buf_char(out, '\n');
	}
	s->after = p.next.p != NULL ? arena_str(s->c->a, p.next) : STR_NONE;
	return s->after.p != NULL;
}

static int stream(struct api_call *c, api_page_of *page_of, struct str after, struct err *e)
{
	struct stream *s = ARENA_NEW(c->a, struct stream);

	*s = (struct stream){ .c = c, .a = arena_new(PAGE_BYTES, http_no_room), .page_of = page_of, .after = after };
	arena_defer(c->a, forget, s->a);
	http_answer_header(c->r, "Content-Type", STR("application/x-ndjson"));
	buf_init_arena(&c->r->body, c->a, TEXT_MOST);
	/* the first page tells whether there is an answer at all */
	switch (more_lines(s, &c->r->body)) {
	case 1:
		c->r->more = more_lines;
		c->r->more_ctx = s;
		return 0;
	case 0:
		return 0;
	}
	return err_set(e, ERR_DB, "the list cannot be read");
}

int api_list(struct api_call *c, api_page_of *page_of, struct err *e)
{
	struct api_page p = { .a = c->a, .limit = c->limit };
	struct str next;

	c->seen = true;                 /* a list is there for whoever came this far */
	if (opened(c->a, c->after, &p.after, e) < 0)
		return -1;
	if (str_eq(str_of(api_accepted(c)), STR("application/x-ndjson")))
		return stream(c, page_of, p.after, e);
	if (page_of(c, &p, e) < 0)
		return -1;
	next = p.next.p != NULL ? sealed(c->a, p.next) : STR_NONE;
	write_page(c, &p, next);
	http_answer_header(c->r, "Content-Type", STR("application/json"));
	if (next.p != NULL)
		http_answer_header(c->r, "Link", link_to(c, next));
	return 0;
}
