/* mime.c - the structure of a message: boundaries and headers, in one pass over the lines.
 *
 * A stack of open multiparts, no recursion.  A boundary line ends everything inside its multipart.
 * Only whole lines count as boundaries ("--" boundary, blanks behind it): a boundary that begins
 * like another one is not that other one.  message/rfc822 in identity encoding is entered in the
 * same pass, so that nesting costs nothing extra. */
#include "parse/mail/mime.h"

#include "base/text.h"

enum { MOST_BOUNDARY = 8192 };

struct open {
	int entity;
	struct str boundary;            /* "" for a message: it ends with what is around it */
	bool closed;                    /* its end boundary was seen: epilogue */
	int children;
};

struct pass {
	struct reading *r;
	struct entities *out;
	struct open *stack;
	size_t depth, room;
	size_t boundaries;              /* open boundaries in the stack */
	bool capped;
};

static const struct header *type_header(struct pass *p, struct entity *e)
{
	const struct header *h = header_find(e->headers, e->header_count, "Content-Type", NULL);
	const struct header *second = h != NULL ? header_find(e->headers, e->header_count, "Content-Type", h) : NULL;

	if (second != NULL)
		note_defect(p->r, "mime.content-type.duplicate", second->at.offset + p->r->base, second->at.length);
	return h;
}

static struct str encoding_of(struct pass *p, struct entity *e)
{
	const struct header *h = header_find(e->headers, e->header_count, "Content-Transfer-Encoding", NULL);
	struct str value;
	size_t n = 0;

	if (h == NULL)
		return STR("");
	if (header_find(e->headers, e->header_count, "Content-Transfer-Encoding", h) != NULL)
		note_defect(p->r, "mime.encoding.duplicate", h->at.offset + p->r->base, h->at.length);
	value = str_trim(h->raw);
	while (n < value.n && !ascii_space((unsigned char)value.p[n]) && value.p[n] != ';' && value.p[n] != '(')
		n++;
	value = utf8_repair(p->r->arena, arena_lower(p->r->arena, str_at(value, 0, n)));
	if (transfer_of(value) == TRANSFER_UNKNOWN)
		note_defect(p->r, "mime.encoding.unknown", h->at.offset + p->r->base, h->at.length);
	return value;
}

static bool is_media_type(struct str s)
{
	long long slash = str_find_char(s, '/');

	return slash > 0 && (size_t)slash + 1 < s.n && str_find_char(str_from(s, (size_t)slash + 1), '/') < 0;
}

/* RFC 2045 5.2 and RFC 2046 5.1.5: what a part is that does not say. */
static struct str default_type(struct pass *p, int parent)
{
	return parent >= 0 && str_eq(p->out->list[parent].media_type, STR("multipart/digest")) ? STR("message/rfc822") :
	    STR("text/plain");
}

bool is_message_type(struct str media_type)
{
	return str_eq(media_type, STR("message/rfc822")) || str_eq(media_type, STR("message/global")) || str_eq(media_type, STR("message/news"));
}

static void classify(struct pass *p, struct entity *e)
{
	bool identity = is_identity(e->encoding);
	struct str boundary = param_find(&e->type, "boundary");

	e->kind = PART_LEAF;
	if (str_starts(e->media_type, STR("multipart/"))) {
		if (boundary.p == NULL || boundary.n == 0 || boundary.n > MOST_BOUNDARY) {
			note_defect(p->r, "mime.boundary.missing", e->offset, 0);
			e->kind = PART_MULTIPART;
			e->as_text = true;      /* readers show it as text */
			return;
		}
		if (!identity)
			note_defect(p->r, "mime.multipart.encoded", e->offset, 0);
		e->kind = PART_MULTIPART;
	} else if (is_message_type(e->media_type)) {
		e->kind = identity ? PART_MESSAGE : PART_LEAF;  /* encoded ones are opened after decoding */
	}
}

/* Which open multipart this line belongs to: its place in the stack, or -1.  Behind the boundary
 * the line must end or go on with a blank; what stands behind the blank does not count (RFC 2046,
 * 5.1.1).  The inner one of two equal ones wins. */
static int boundary_of(const struct pass *p, struct str line, bool *is_end_r)
{
	struct str rest = str_from(line, 2);

	for (size_t i = p->depth; i-- > 0;) {
		struct str b = p->stack[i].boundary, behind;

		if (b.n == 0 || p->stack[i].closed || !str_starts(rest, b))
			continue;
		behind = str_from(rest, b.n);
		*is_end_r = str_starts(behind, STR("--")) && (behind.n == 2 || ascii_space((unsigned char)behind.p[2]));
		if (*is_end_r || behind.n == 0 || ascii_space((unsigned char)behind.p[0]))
			return (int)i;
	}
	return -1;
}

static bool ends_header(const void *ctx, struct str line)
{
	bool is_end;

	return str_starts(line, STR("--")) && boundary_of(ctx, line, &is_end) >= 0;
}

/* Reads the headers at `at` as a new entity; gives the offset of its body. */
static size_t new_entity(struct pass *p, size_t at, size_t end, int parent, int message, bool is_root, int child_number)
{
	struct entity *e;
	const struct header *type;
	int depth = parent < 0 ? 0 : p->out->list[parent].depth + 1;

	(void)ARENA_PUSH(p->r->arena, p->out->list, p->out->count, p->out->room);
	e = &p->out->list[p->out->count - 1];
	*e = (struct entity){ .parent = parent, .message = message, .depth = depth, .is_root = is_root, .inner = -1,
		.child_number = child_number, .offset = at, .end = end };
	p->r->is_boundary = p->boundaries > 0 ? ends_header : NULL;
	p->r->boundary_ctx = p;
	e->body_offset = headers_read(p->r, at, end, &e->headers, &e->header_count);
	type = type_header(p, e);
	e->type = content_field_read(p->r, type);
	e->disposition = content_field_read(p->r, header_find(e->headers, e->header_count, "Content-Disposition", NULL));
	e->encoding = encoding_of(p, e);
	e->media_type = e->type.value;
	if (!is_media_type(e->media_type)) {
		if (type != NULL && e->media_type.n > 0)
			note_defect(p->r, "mime.content-type.bad", type->at.offset + p->r->base, type->at.length);
		e->media_type = default_type(p, parent);
	}
	classify(p, e);
	return e->body_offset;
}

/* Two open multiparts whose boundaries one could take for each other. */
static void note_alike(struct pass *p, size_t offset, struct str boundary)
{
	for (size_t i = 0; i < p->depth && boundary.n > 0; i++) {
		struct str other = p->stack[i].boundary;

		if (other.n == 0 || p->stack[i].closed)
			continue;
		if (str_eq(other, boundary))
			note_defect(p->r, "mime.boundary.same", offset, 0);
		else if (str_starts(other, boundary) || str_starts(boundary, other))
			note_defect(p->r, "mime.boundary.prefix", offset, 0);
	}
}

static void push(struct pass *p, int entity, struct str boundary)
{
	note_alike(p, p->out->list[entity].offset, boundary);
	*ARENA_PUSH(p->r->arena, p->stack, p->depth, p->room) = (struct open){ .entity = entity, .boundary = boundary };
	p->boundaries += boundary.n > 0;
}

/* Enters the entity made last: multiparts and messages are opened, until a leaf's body begins. */
static size_t enter(struct pass *p, size_t at, size_t end)
{
	for (;;) {
		int index = (int)p->out->count - 1;
		struct entity *e = &p->out->list[index];

		if (e->kind == PART_LEAF)
			return at;
		if (p->depth >= p->r->limits->depth) {
			note_limit(p->r, "mime.depth", (long long)p->r->limits->depth);
			e->kind = PART_LEAF;
			return at;
		}
		if (e->as_text)
			return at;
		if (e->kind == PART_MULTIPART) {
			push(p, index, param_find(&e->type, "boundary"));
			return at;      /* the preamble */
		}
		if (p->out->count >= p->r->limits->parts) {
			note_limit(p->r, "mime.parts", (long long)p->r->limits->parts);
			e->kind = PART_LEAF;
			return at;
		}
		push(p, index, STR(""));
		e->inner = p->out->messages++;
		at = new_entity(p, at, end, index, e->inner, true, 0);
	}
}

/* The line end before a boundary belongs to the boundary (RFC 2046, 5.1.1). */
static size_t before_boundary(const struct reading *r, size_t from, size_t at)
{
	if (at > from && r->raw.p[at - 1] == r->eol)
		at--;
	if (r->eol == '\n' && at > from && r->raw.p[at - 1] == '\r')
		at--;
	return at;
}

/* A multipart in which no boundary was ever seen: readers show it as text. */
static void end_open(struct pass *p, const struct open *o, size_t at)
{
	struct entity *e = &p->out->list[o->entity];

	if (o->boundary.n == 0)
		return;
	if (!o->closed)
		note_defect(p->r, "mime.boundary.end-missing", at, 0);
	if (o->children == 0 && e->kind == PART_MULTIPART) {
		note_defect(p->r, "mime.boundary.unused", e->offset, 0);
		e->as_text = true;
	}
}

/* Ends every entity inside stack[level]. */
static void end_inside(struct pass *p, int level, size_t at)
{
	int around = p->stack[level].entity;
	size_t end = before_boundary(p->r, p->out->list[around].body_offset, at);

	for (size_t i = p->out->count; i-- > 0 && (int)i > around;) {
		struct entity *e = &p->out->list[i];

		if (e->end != p->r->raw.n)
			break;          /* ended already, and so is all before it */
		/* the line end is the boundary's even where it is the blank line behind a header */
		e->end = end;
		e->offset = e->offset < end ? e->offset : end;
		e->body_offset = e->body_offset < end ? e->body_offset : end;
	}
	while (p->depth > (size_t)level + 1) {
		struct open *o = &p->stack[--p->depth];

		p->boundaries -= o->boundary.n > 0;
		end_open(p, o, at);
	}
}

static size_t at_boundary(struct pass *p, int level, bool is_end, size_t line_at, size_t next)
{
	struct open *o = &p->stack[level];
	int entity = o->entity;

	end_inside(p, level, line_at);
	if (is_end) {
		o->closed = true;
		return next;
	}
	if (p->out->count >= p->r->limits->parts) {
		note_limit(p->r, "mime.parts", (long long)p->r->limits->parts);
		p->capped = true;
		return p->r->raw.n;
	}
	if (next >= p->r->raw.n)
		return next;            /* cut off: nothing begins here any more */
	next = new_entity(p, next, p->r->raw.n, entity, p->out->list[entity].message, false, ++o->children);
	return enter(p, next, p->r->raw.n);
}

/* The next line that could be a boundary: "--" at its start. */
static size_t next_dashes(const struct reading *r, size_t at)
{
	while (at < r->raw.n) {
		const char *p = r->raw.p + at, *end;

		if (r->raw.n - at >= 2 && p[0] == '-' && p[1] == '-')
			return at;
		end = memchr(p, r->eol, r->raw.n - at);
		if (end == NULL)
			return r->raw.n;
		at = (size_t)(end - r->raw.p) + 1;
	}
	return at;
}

static void note_after_end(struct pass *p, size_t at)
{
	/* the outermost multipart is closed: what follows is shown by some readers */
	for (size_t i = at; i < p->r->raw.n; i++) {
		if (!ascii_space((unsigned char)p->r->raw.p[i])) {
			note_defect(p->r, "mime.content-after-end", i, p->r->raw.n - i);
			return;
		}
	}
}

static void walk(struct pass *p, size_t at)
{
	struct reading *r = p->r;

	while (p->boundaries > 0 && at < r->raw.n && !p->capped) {
		size_t line_at = next_dashes(r, at), next;
		const char *end;
		struct str line;
		bool is_end = false;
		int level;

		if (line_at >= r->raw.n)
			break;
		end = memchr(r->raw.p + line_at, r->eol, r->raw.n - line_at);
		next = end != NULL ? (size_t)(end - r->raw.p) + 1 : r->raw.n;
		line = str_at(r->raw, line_at, next - line_at);
		level = boundary_of(p, line, &is_end);
		at = level < 0 ? next : at_boundary(p, level, is_end, line_at, next);
		if (level == 0 && is_end) {
			note_after_end(p, next);
			break;
		}
	}
	for (size_t i = 0; i < p->depth; i++)
		end_open(p, &p->stack[i], r->raw.n);
}

void mime_read(struct reading *r, struct entities *out)
{
	struct pass p = { .r = r, .out = out };
	size_t at;

	out->messages = 1;
	at = new_entity(&p, 0, r->raw.n, -1, 0, true, 0);
	at = enter(&p, at, r->raw.n);
	walk(&p, at);
}
