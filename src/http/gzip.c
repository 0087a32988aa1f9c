/* gzip.c - answers of text, packed where the client takes that (RFC 9110, 12.5.3; RFC 1952).
 *
 * A packed page tells by its length how much of what an attacker put into it stands there already (BREACH): our pages hold a
 * word against forged forms, and mails of others.  So a page is packed only where the browser says that the request began on our
 * own pages or with the person (Sec-Fetch-Site), or where it came without a cookie and holds nothing of anybody's: whoever could
 * make a browser ask again and again from elsewhere gets plain lengths. */
#include <isa-l/igzip_lib.h>

#include "http/receive.h"

enum { LEAST = 1024, OVERHEAD = 512 };

static bool takes_gzip(const struct http_request *q)
{
	struct str accepted = http_header(q, "Accept-Encoding"), one;

	if (accepted.p == NULL)
		return false;
	while (str_split(&accepted, ',', &one)) {
		struct str weight = str_trim(str_after(one, ';'));

		if (str_ieq(str_trim(str_upto(one, ';')), STR("gzip")))
			return !str_eq(weight, STR("q=0")) && !str_eq(weight, STR("q=0.0")) && !str_eq(weight, STR("q=0.00")) && !str_eq(weight, STR("q=0.000"));
	}
	return false;
}

static bool began_with_us(const struct http_request *q)
{
	struct str site = http_header(q, "Sec-Fetch-Site");

	return http_header(q, "Cookie").p == NULL || (site.p != NULL && (str_eq(site, STR("same-origin")) || str_eq(site, STR("none"))));
}

static bool is_text(struct str type)
{
	static const char *const types[] = { "text/html", "text/css", "text/javascript", "text/plain", "text/csv", "application/json", "image/svg+xml" };

	type = str_trim(str_upto(type, ';'));
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (str_ieq(type, str_of(types[i])))
			return true;
	return false;
}

static struct str header_of(const struct http_answer *r, const char *name)
{
	for (size_t i = 0; i < r->header_count; i++)
		if (str_ieq(r->headers[i].name, str_of(name)))
			return r->headers[i].value;
	return STR("");
}

static bool pack(struct arena *a, struct str in, struct buf *out)
{
	struct isal_zstream z;
	size_t room = in.n + OVERHEAD;

	isal_deflate_stateless_init(&z);
	z.level = 2;
	z.level_buf_size = ISAL_DEF_LVL2_DEFAULT;
	z.level_buf = arena_room(a, z.level_buf_size);
	z.gzip_flag = IGZIP_GZIP;
	z.end_of_stream = 1;
	z.flush = NO_FLUSH;
	z.next_in = (uint8_t *)(uintptr_t)in.p;
	z.avail_in = (uint32_t)in.n;
	z.next_out = arena_room(a, room);
	z.avail_out = (uint32_t)room;
	*out = (struct buf){ .p = (char *)z.next_out, .room = room, .max = room, .arena = a };
	if (isal_deflate_stateless(&z) != COMP_OK)
		return false;
	out->n = z.total_out;
	return true;
}

void answer_pack(const struct http_request *q, struct http_answer *r)
{
	struct buf packed;

	if (r->stream != NULL || r->body.n < LEAST || r->body.n > UINT32_MAX / 2 || !is_text(header_of(r, "Content-Type")) || header_of(r, "Content-Encoding").n > 0 ||
	    header_of(r, "Vary").n > 0)
		return;
	if (r->header_count + 2 > HTTP_HEADERS_MOST)
		return;
	http_answer_header(r, "Vary", STR("Accept-Encoding"));
	if (!takes_gzip(q) || !began_with_us(q) || arena_left(q->arena) < 2 * r->body.n + (1 << 20) || !pack(q->arena, buf_str(&r->body), &packed) ||
	    packed.n >= r->body.n)
		return;
	r->body = packed;
	http_answer_header(r, "Content-Encoding", STR("gzip"));
}
