/* static.c - what is the same for everybody may stay in the browser for good: its name changes when it does. */
#include "web/static.h"

#include "base/sha256.h"
#include "web/web.h"

enum { MARK = 12 };

static struct str marked(struct arena *a, const struct static_file *f)
{
	struct str name = str_of(f->name), hex = sha256_hex(a, (struct str){ f->bytes, f->n });
	size_t dot = (size_t)str_rfind_char(name, '.');

	return arena_printf(a, STR_FMT "." STR_FMT STR_FMT, STR_ARG(str_at(name, 0, dot)), STR_ARG(str_at(hex, 0, MARK)), STR_ARG(str_from(name, dot)));
}

struct str static_path(struct arena *a, const char *name)
{
	for (size_t i = 0; i < static_file_count; i++)
		if (str_eq(str_of(static_files[i].name), str_of(name)))
			return arena_printf(a, "/static/%s", marked(a, &static_files[i]).p);
	return STR("/");
}

int web_static_file(struct web_call *c, struct err *e)
{
	for (size_t i = 0; i < static_file_count; i++) {
		const struct static_file *f = &static_files[i];

		if (!str_eq(c->part[0], marked(c->a, f)))
			continue;
		http_answer_header(c->r, "Cache-Control", STR("public, max-age=31536000, immutable"));
		return web_bytes(c, str_ends(str_of(f->name), STR(".css")) ? "text/css; charset=utf-8" : "image/svg+xml", (struct str){ f->bytes, f->n }, STR(""));
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
