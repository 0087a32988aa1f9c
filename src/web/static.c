/* static.c - what is the same for everybody may stay in the browser for good: its name changes when it does. */
#include "web/static.h"

#include <assert.h>
#include <stdio.h>

#include "base/sha256.h"
#include "web/web.h"

enum { MARK = 12, STATIC_MOST = 64 };

static struct str mark_of(struct arena *a, const struct static_file *f)
{
	struct str name = str_of(f->name), hex = sha256_hex(a, (struct str){ f->bytes, f->n });
	size_t dot = (size_t)str_rfind_char(name, '.');

	return arena_printf(a, STR_FMT "." STR_FMT STR_FMT, STR_ARG(str_at(name, 0, dot)), STR_ARG(str_at(hex, 0, MARK)), STR_ARG(str_from(name, dot)));
}

/* Files do not change while the program runs: each is hashed once. */
static struct str marked(struct arena *a, const struct static_file *f)
{
	static char marks[STATIC_MOST][64];
	size_t i = (size_t)(f - static_files);

	assert(static_file_count <= STATIC_MOST);
	if (marks[i][0] == '\0')
		snprintf(marks[i], sizeof marks[i], STR_FMT, STR_ARG(mark_of(a, f)));
	return str_of(marks[i]);
}

struct str static_path(struct arena *a, const char *name)
{
	for (size_t i = 0; i < static_file_count; i++)
		if (str_eq(str_of(static_files[i].name), str_of(name)))
			return arena_printf(a, "/static/%s", marked(a, &static_files[i]).p);
	return STR("/");
}

static const char *type_of(struct str name)
{
	return str_ends(name, STR(".css")) ? "text/css; charset=utf-8" : str_ends(name, STR(".js")) ? "text/javascript; charset=utf-8" : "image/svg+xml";
}

/* The packed form stands beside the plain one (embed_data.py --gzip). */
static const struct static_file *packed(struct web_call *c, const struct static_file *f)
{
	struct str name = arena_printf(c->a, "%s.gz", f->name);

	for (size_t i = 0; i < static_file_count; i++)
		if (str_eq(str_of(static_files[i].name), name))
			return &static_files[i];
	return NULL;
}

static bool takes_gzip(const struct web_call *c)
{
	struct str rest = http_header(c->q, "Accept-Encoding");

	while (rest.n > 0) {
		struct str one = str_trim(str_upto(rest, ','));

		rest = str_after(rest, ',');
		if (str_ieq(one, STR("gzip")))
			return true;    /* with a weight: plain is never wrong */
	}
	return false;
}

int web_static_file(struct web_call *c, struct err *e)
{
	for (size_t i = 0; i < static_file_count; i++) {
		const struct static_file *f = &static_files[i], *small = packed(c, f);

		if (small == NULL || !str_eq(c->part[0], marked(c->a, f)))
			continue;
		http_answer_header(c->r, "Cache-Control", STR("public, max-age=31536000, immutable"));
		http_answer_header(c->r, "Vary", STR("Accept-Encoding"));
		if (!takes_gzip(c))
			return web_bytes(c, type_of(str_of(f->name)), (struct str){ f->bytes, f->n }, STR(""));
		http_answer_header(c->r, "Content-Encoding", STR("gzip"));
		return web_bytes(c, type_of(str_of(f->name)), (struct str){ small->bytes, small->n }, STR(""));
	}
	return web_nothing(e);
}

int web_healthz(struct web_call *c, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(c->hub->db, c->a, &rows, e, "SELECT 1") < 0)
		return -1;
	return web_bytes(c, "application/json", STR("{\"status\":\"ok\"}\n"), STR(""));
}
