/* form.c - see form.h.
 *
 * What was not understood yet waits in one buffer, which holds the longest header a part may have; a part's bytes go out as far as no
 * boundary can begin in them. */
#include "http/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { ROOM = 32 * 1024, HEAD_MOST = 16 * 1024, BOUNDARY_MOST = 200, PADDING_MOST = 200, FIELDS_MOST = 2 << 20 };
enum state { IN_PREAMBLE, BEHIND_BOUNDARY, IN_HEAD, BEHIND_HEAD, IN_BYTES, OVER, BAD };

struct form {
	struct arena *arena;
	struct form_sink sink;
	enum state state;
	struct str boundary;            /* with CR LF - - in front; absent: fields in one line (urlencoded) */
	struct buf line;                /* those */
	char *held;
	size_t n;
};

static int hex(char c)
{
	if (ascii_digit((unsigned char)c))
		return c - '0';
	c = (char)ascii_lower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool form_decode(struct arena *a, struct str s, bool plus, struct str *out_r)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '%') {
			int high = i + 2 < s.n ? hex(s.p[i + 1]) : -1, low = i + 2 < s.n ? hex(s.p[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c == '\0')          /* written as it is, or as %00 */
			return false;
		out[n++] = c;
	}
	*out_r = (struct str){ out, n };
	return true;
}

/* ---- parameters of a header: ; name=token, ; name="text" ---- */

static struct str skip_blanks(struct str s)
{
	while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = str_from(s, 1);
	return s;
}

/* A backslash is one before a quotation mark and before itself: some clients send whole paths of Windows as they are. */
static bool take_quoted(struct arena *a, struct str *rest, struct str *value)
{
	char *out = arena_alloc(a, rest->n + 1);
	size_t n = 0, i = 1;

	for (; i < rest->n && rest->p[i] != '"'; i++) {
		if (rest->p[i] == '\\' && i + 1 < rest->n && (rest->p[i + 1] == '"' || rest->p[i + 1] == '\\'))
			i++;
		out[n++] = rest->p[i];
	}
	if (i >= rest->n)
		return false;
	*rest = str_from(*rest, i + 1);
	*value = (struct str){ out, n };
	return true;
}

/* The next parameter: 1, none is left: 0, it cannot be read: -1. */
static int take_parameter(struct arena *a, struct str *rest, struct str *name, struct str *value)
{
	size_t n = 0;

	*rest = skip_blanks(*rest);
	while (rest->n > 0 && rest->p[0] == ';')
		*rest = skip_blanks(str_from(*rest, 1));
	if (rest->n == 0)
		return 0;
	while (n < rest->n && rest->p[n] != '=' && rest->p[n] != ';')
		n++;
	*name = str_trim(str_at(*rest, 0, n));
	if (n == rest->n || rest->p[n] != '=' || name->n == 0)
		return -1;
	*rest = skip_blanks(str_from(*rest, n + 1));
	if (rest->n > 0 && rest->p[0] == '"') {
		if (!take_quoted(a, rest, value))
			return -1;
		*rest = skip_blanks(*rest);
		return rest->n == 0 || rest->p[0] == ';' ? 1 : -1;
	}
	for (n = 0; n < rest->n && rest->p[n] != ';';)
		n++;
	*value = str_trim(str_at(*rest, 0, n));
	*rest = str_from(*rest, n);
	return 1;
}

/* Once, or not at all. */
static bool take_once(struct str *into, struct str value)
{
	if (into->p != NULL)
		return false;
	*into = value;
	return true;
}

struct form *form_new(struct arena *a, struct str content_type, const struct form_sink *sink)
{
	struct form *f = ARENA_NEW(a, struct form);
	struct str kind = str_trim(str_upto(content_type, ';')), rest = str_after(content_type, ';'), name, value, boundary = STR_NONE;
	int more;

	*f = (struct form){ .arena = a, .sink = *sink, .state = IN_PREAMBLE };
	if (str_ieq(kind, STR("application/x-www-form-urlencoded"))) {
		buf_init_arena(&f->line, a, FIELDS_MOST);
		return f;
	}
	if (!str_ieq(kind, STR("multipart/form-data")))
		return NULL;
	while ((more = take_parameter(a, &rest, &name, &value)) == 1)
		if (str_ieq(name, STR("boundary")) && !take_once(&boundary, value))
			return NULL;
	if (more < 0 || boundary.n == 0 || boundary.n > BOUNDARY_MOST)
		return NULL;
	f->boundary = arena_printf(a, "\r\n--" STR_FMT, STR_ARG(boundary));
	if (f->boundary.n != boundary.n + 4)    /* a NUL */
		return NULL;
	f->held = arena_alloc(a, ROOM);
	/* the first boundary need not stand behind an end of line */
	memcpy(f->held, "\r\n", 2);
	f->n = 2;
	return f;
}

/* ---- the head of a part ---- */

/* RFC 8187; only where there is no plain name, which counts for form data (RFC 7578 4.2). */
static bool extended(struct arena *a, struct str value, struct str *file)
{
	return str_istarts(value, STR("utf-8'")) && form_decode(a, str_after(str_after(value, '\''), '\''), false, file);
}

static bool read_disposition(struct form *f, struct str value, struct form_part *part)
{
	struct str rest = str_after(value, ';'), name, text, file = STR_NONE;
	int more;

	if (!str_ieq(str_trim(str_upto(value, ';')), STR("form-data")))
		return false;
	while ((more = take_parameter(f->arena, &rest, &name, &text)) == 1) {
		if ((str_ieq(name, STR("name")) && !take_once(&part->name, text)) || (str_ieq(name, STR("filename")) && !take_once(&part->file, text)))
			return false;
		if (str_ieq(name, STR("filename*")) && (file.p != NULL || !extended(f->arena, text, &file)))
			return false;
	}
	if (part->file.p == NULL)
		part->file = file;
	return more == 0 && part->name.p != NULL;
}

static bool read_header(struct form *f, struct str line, struct form_part *part)
{
	struct str name = str_trim(str_upto(line, ':')), value = str_trim(str_after(line, ':'));

	if (str_find_char(line, ':') < 1)
		return false;
	if (str_ieq(name, STR("Content-Disposition")))
		return part->name.p == NULL && read_disposition(f, value, part);
	if (str_ieq(name, STR("Content-Type")))
		return take_once(&part->media_type, value);
	return !str_ieq(name, STR("Content-Transfer-Encoding")) || str_ieq(value, STR("binary")) || str_ieq(value, STR("8bit")) || str_ieq(value, STR("7bit"));
}

/* A line that begins with a blank goes on with the one before it. */
static struct str unfolded(struct arena *a, struct str head)
{
	char *out = arena_alloc(a, head.n + 1);

	memcpy(out, head.p, head.n);
	for (size_t i = 0; i + 2 < head.n; i++)
		if (out[i] == '\r' && out[i + 1] == '\n' && (out[i + 2] == ' ' || out[i + 2] == '\t'))
			out[i] = out[i + 1] = ' ';
	return (struct str){ out, head.n };
}

/* `head` is lines with their ends. */
static bool begin_part(struct form *f, struct str head)
{
	struct form_part part = { STR_NONE, STR_NONE, STR_NONE };
	struct str rest = unfolded(f->arena, head);

	if (memchr(head.p, '\0', head.n) != NULL)
		return false;
	while (rest.n > 0) {
		long long end = str_find(rest, STR("\r\n"));

		if (end < 0 || !read_header(f, str_at(rest, 0, (size_t)end), &part))
			return false;
		rest = str_from(rest, (size_t)end + 2);
	}
	if (part.media_type.p == NULL)
		part.media_type = STR("");
	return part.name.p != NULL && f->sink.part(f->sink.ctx, &part);
}

/* ---- the machine: what each state takes of what is held; 0: it wants more, -1: it cannot be read ---- */

static long long behind_boundary(struct form *f, struct str held)
{
	size_t n = 0;

	if (held.n < 2)
		return 0;
	if (held.p[0] == '-' && held.p[1] == '-') {
		f->state = OVER;
		return 2;
	}
	while (n < held.n && (held.p[n] == ' ' || held.p[n] == '\t'))
		n++;
	if (n > PADDING_MOST)
		return -1;
	if (held.n < n + 2)
		return n == held.n || held.p[n] == '\r' ? 0 : -1;
	f->state = IN_HEAD;
	return held.p[n] == '\r' && held.p[n + 1] == '\n' ? (long long)n + 2 : -1;
}

static long long head(struct form *f, struct str held)
{
	long long end = str_starts(held, STR("\r\n")) ? 0 : str_find(held, STR("\r\n\r\n"));

	if (end < 0)
		return held.n > HEAD_MOST ? -1 : 0;
	f->state = BEHIND_HEAD;
	return end > 0 && begin_part(f, str_at(held, 0, (size_t)end + 2)) ? end + 2 : -1;
}

/* The end of the empty line is also what stands in front of a boundary: a part without bytes may have no other. */
static long long behind_head(struct form *f, struct str held)
{
	size_t n = held.n < f->boundary.n ? held.n : f->boundary.n;
	bool like = memcmp(held.p, f->boundary.p, n) == 0;

	if (like && n < f->boundary.n)
		return 0;
	f->state = like ? BEHIND_BOUNDARY : IN_BYTES;
	return like ? (long long)n : 2;
}

static long long bytes(struct form *f, struct str held, bool of_part)
{
	long long at = str_find(held, f->boundary);
	size_t n = at >= 0 ? (size_t)at : held.n >= f->boundary.n ? held.n - f->boundary.n + 1 : 0;

	if (of_part && n > 0 && !f->sink.bytes(f->sink.ctx, str_at(held, 0, n)))
		return -1;
	if (at < 0)
		return (long long)n;
	f->state = BEHIND_BOUNDARY;
	return at + (long long)f->boundary.n;
}

static long long step(struct form *f)
{
	struct str held = { f->held, f->n };

	switch (f->state) {
	case IN_PREAMBLE: return bytes(f, held, false);
	case BEHIND_BOUNDARY: return behind_boundary(f, held);
	case IN_HEAD: return head(f, held);
	case BEHIND_HEAD: return behind_head(f, held);
	case IN_BYTES: return bytes(f, held, true);
	case OVER: return (long long)held.n;
	case BAD: break;
	}
	return -1;
}

static bool run(struct form *f)
{
	long long taken = 1;

	while (f->n > 0 && taken > 0) {
		enum state before = f->state;

		taken = step(f);
		if (taken < 0) {
			f->state = BAD;
			return false;
		}
		memmove(f->held, f->held + taken, f->n - (size_t)taken);
		f->n -= (size_t)taken;
		if (f->state != before)
			taken = 1;
	}
	return true;
}

bool form_add(struct form *f, struct str more)
{
	if (f->boundary.p == NULL) {
		buf_add(&f->line, more);
		return !f->line.failed;
	}
	while (more.n > 0) {
		size_t n = ROOM - f->n < more.n ? ROOM - f->n : more.n;

		memcpy(f->held + f->n, more.p, n);
		f->n += n;
		more = str_from(more, n);
		if (!run(f))
			return false;
	}
	return f->state != BAD;
}

static bool end_line(struct form *f)
{
	struct str rest = buf_str(&f->line), piece;

	while (rest.n > 0 && str_split(&rest, '&', &piece)) {
		struct form_part part = { .media_type = STR("") };
		struct str value;

		if (piece.n == 0)
			continue;
		if (!form_decode(f->arena, str_upto(piece, '='), true, &part.name) || !form_decode(f->arena, str_after(piece, '='), true, &value) ||
		    !f->sink.part(f->sink.ctx, &part) || !f->sink.bytes(f->sink.ctx, value))
			return false;
	}
	return true;
}

bool form_end(struct form *f)
{
	return f->boundary.p == NULL ? end_line(f) : f->state == OVER;
}
