/* header.c - header fields as they stand: lines, folds, and what is wrong with them. */
#include "parse/mail/reading.h"

void note_defect(struct reading *r, const char *id, size_t offset, size_t length)
{
	if (r->defect_count >= MOST_DEFECTS || r->defect_total >= MOST_DEFECTS_ALL) {
		note_limit(r, "defects", MOST_DEFECTS);
		return;
	}
	r->defect_total++;
	if (r->inside.length > 0) {
		offset = r->inside.offset;
		length = r->inside.length;
	}
	if (offset > r->raw.n)
		offset = r->raw.n;
	if (length > r->raw.n - offset)
		length = r->raw.n - offset;
	*ARENA_PUSH(r->arena, r->defects, r->defect_count, r->defect_room) =
	    (struct defect){ id, { offset - r->base, length } };
}

void note_limit(struct reading *r, const char *limit, long long at)
{
	for (size_t i = 0; i < r->limit_count; i++)
		if (str_eq(str_of(r->limit_hits[i].limit), str_of(limit)))
			return;
	*ARENA_PUSH(r->arena, r->limit_hits, r->limit_count, r->limit_room) = (struct limit_hit){ limit, at };
}

/* The line at `at` without its end; *next_r is where the next one begins. */
static struct str line_at(const struct reading *r, size_t at, size_t end, size_t *next_r)
{
	const char *p = r->raw.p + at, *stop = memchr(p, r->eol, end - at);
	struct str line = { p, stop != NULL ? (size_t)(stop - p) : end - at };

	*next_r = stop != NULL ? at + line.n + 1 : end;
	if (r->eol == '\n' && line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static bool is_name_char(unsigned char c)
{
	return c > 32 && c < 127 && c != ':';
}

/* Length of the field name if the line is one ("Name:" or, wrongly, "Name :"); 0 if it is none. */
static size_t name_length(struct str line, size_t *colon_r)
{
	size_t n = 0, colon;

	while (n < line.n && is_name_char((unsigned char)line.p[n]))
		n++;
	for (colon = n; colon < line.n && (line.p[colon] == ' ' || line.p[colon] == '\t'); colon++)
		;
	if (n == 0 || colon >= line.n || line.p[colon] != ':')
		return 0;
	*colon_r = colon;
	return n;
}

static bool starts_fold(struct str line)
{
	return line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t');
}

/* A line of blanks only ends the header for some readers and is a fold for others. */
static bool only_blanks(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t')
			return false;
	return true;
}

struct fields {
	struct header *list;
	size_t count, room;
};

/* A CR without LF, or an LF without CR where the others have one, ends a line for some readers. */
static void note_line_ends(struct reading *r, struct str field, size_t at)
{
	bool crlf = r->crlf;

	for (const char *p = field.p, *end = p + field.n; r->eol == '\n' && (p = memchr(p, '\r', (size_t)(end - p))) != NULL; p++) {
		if (p + 1 < end && p[1] != '\n') {
			note_defect(r, "header.bare-cr", at + (size_t)(p - field.p), 1);
			break;
		}
	}
	for (const char *p = field.p, *end = p + field.n; crlf && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++) {
		if (p > field.p && p[-1] != '\r') {
			note_defect(r, "header.bare-lf", at + (size_t)(p - field.p), 1);
			break;
		}
	}
}

/* Takes the field that begins at `at` with all its folds; gives where the next line begins. */
static size_t take_field(struct reading *r, struct fields *f, size_t at, size_t end, size_t name_n, size_t colon)
{
	size_t next, value_from = at + colon + 1, stop;
	struct str line = line_at(r, at, end, &next), fold;
	struct header h = { .name = { line.p, name_n } };

	stop = at + line.n;
	if (colon > name_n && colon < line.n)
		note_defect(r, "header.name.blank-before-colon", at, colon + 1);
	while (next < end) {
		size_t after;

		fold = line_at(r, next, end, &after);
		if (!starts_fold(fold))
			break;
		if (only_blanks(fold))
			note_defect(r, "header.fold.blank", next, fold.n);
		stop = next + fold.n;
		next = after;
	}
	if (value_from > stop)
		value_from = stop;
	h.raw = str_at(r->raw, value_from, stop - value_from);
	if (h.raw.n > r->limits->header_line_bytes) {
		note_limit(r, "header.line-bytes", (long long)r->limits->header_line_bytes);
		h.raw.n = r->limits->header_line_bytes;
	}
	h.at = (struct span){ at - r->base, stop - at };
	h.value_at = (struct span){ value_from - r->base, stop - value_from };
	if (memchr(h.raw.p, '\0', h.raw.n) != NULL)
		note_defect(r, "header.nul", value_from, h.raw.n);
	note_line_ends(r, str_at(r->raw, at, stop - at + 2), at);
	if (line.n > 998)
		note_defect(r, "header.line-too-long", at, line.n);
	*ARENA_PUSH(r->arena, f->list, f->count, f->room) = h;
	return next;
}

/* "From" alone on a line and the colon on the next, after blanks: a field for some readers. Gives
 * where the colon stands, counted from `at`; 0 where there is none. */
static size_t folded_colon(const struct reading *r, struct str line, size_t at, size_t next, size_t end)
{
	size_t after, blank = 0;
	struct str fold;

	for (size_t i = 0; i < line.n; i++)
		if (!is_name_char((unsigned char)line.p[i]))
			return 0;
	if (next >= end || line.n == 0 || line.n > 100)
		return 0;
	fold = line_at(r, next, end, &after);
	while (blank < fold.n && (fold.p[blank] == ' ' || fold.p[blank] == '\t'))
		blank++;
	return blank > 0 && blank < fold.n && fold.p[blank] == ':' ? next - at + blank : 0;
}

static bool next_looks_like_header(const struct reading *r, size_t at, size_t end)
{
	size_t next, colon;
	struct str line;

	if (at >= end)
		return false;
	line = line_at(r, at, end, &next);
	return line.n == 0 || starts_fold(line) || name_length(line, &colon) > 0;
}

static size_t skip_front(struct reading *r, size_t at, size_t end)
{
	size_t next;
	struct str line;

	if (at == 0 && str_starts(r->raw, STR("\xEF\xBB\xBF"))) {
		note_defect(r, "header.byte-order-mark", 0, 3);
		at = 3;
	}
	while (at < end) {      /* an mbox line in front, quoted or not */
		line = line_at(r, at, end, &next);
		if ((!str_starts(line, STR("From ")) && !str_starts(line, STR(">From "))) ||
		    str_starts(line, STR("From :")))
			break;
		at = next;
	}
	return at;
}

size_t headers_read(struct reading *r, size_t from, size_t end, const struct header **list_r, size_t *count_r)
{
	struct fields f = { 0 };
	size_t at = skip_front(r, from, end), next, colon = 0, name_n;
	bool ended = false;

	while (at < end && !ended) {
		struct str line = line_at(r, at, end, &next);

		if (line.n == 0) {
			at = next;
			ended = true;
		} else if (line.n > 2 && line.p[0] == '-' && r->is_boundary != NULL && r->is_boundary(r->boundary_ctx, line)) {
			note_defect(r, "header.ended-by-boundary", at, line.n);
			ended = true;   /* the body is empty and the boundary counts */
		} else if (at - from > r->limits->header_bytes) {
			note_limit(r, "header.bytes", (long long)r->limits->header_bytes);
			at = next;      /* passed over up to the empty line */
		} else if (r->header_total >= r->limits->headers) {
			note_limit(r, "header.count", (long long)r->limits->headers);
			at = next;
		} else if ((name_n = name_length(line, &colon)) > 0) {
			at = take_field(r, &f, at, end, name_n, colon);
			r->header_total++;
		} else if ((colon = folded_colon(r, line, at, next, end)) > 0) {
			note_defect(r, "header.name.folded-colon", at, colon + 1);
			at = take_field(r, &f, at, end, line.n, colon);
			r->header_total++;
		} else if (starts_fold(line)) {
			note_defect(r, "header.fold.first", at, line.n);
			at = next;
		} else if (next_looks_like_header(r, next, end) && f.count > 0) {
			note_defect(r, "header.line-invalid", at, line.n);
			at = next;
		} else {
			note_defect(r, "header.no-empty-line", at, line.n);
			ended = true;
		}
	}
	if (!ended)
		note_defect(r, "header.end-missing", end, 0);
	*list_r = f.list;
	*count_r = f.count;
	return at;
}

const struct header *header_find(const struct header *list, size_t n, const char *name, const struct header *after)
{
	struct str wanted = str_of(name);

	for (size_t i = after != NULL ? (size_t)(after - list) + 1 : 0; i < n; i++)
		if (list[i].name.n == wanted.n && ((list[i].name.p[0] ^ wanted.p[0]) & 0xdf) == 0 && str_ieq(list[i].name, wanted))
			return &list[i];
	return NULL;
}
