/* uuencode.c - files that older programs put into the text itself ("begin 644 name" ... "end").
 *
 * Readers show them as attachments, so each becomes a part below its text.  The text stays whole. */
#include "base/text.h"
#include "parse/mail/reading.h"

enum { MOST_FILES = 100, LONGEST_LINE = 500 };

/* "begin 644 name": three or four octal digits and a name. */
static struct str file_name(struct str line)
{
	struct str rest = str_from(line, 6);
	size_t digits = 0;

	if (!str_starts(line, STR("begin ")) || line.n > LONGEST_LINE)
		return STR_NONE;
	while (digits < rest.n && rest.p[digits] >= '0' && rest.p[digits] <= '7')
		digits++;
	if (digits < 3 || digits > 4 || digits >= rest.n || rest.p[digits] != ' ')
		return STR_NONE;
	return str_trim(str_from(rest, digits));
}

/* Where the line "end" behind `at` is over; 0 if there is none. */
static size_t end_of(struct str text, size_t at)
{
	for (;;) {
		long long found = str_find(str_from(text, at), STR("\nend"));
		size_t behind;

		if (found < 0)
			return 0;
		behind = at + (size_t)found + 4;
		if (behind >= text.n || text.p[behind] == '\r' || text.p[behind] == '\n')
			return behind;
		at = behind;
	}
}

static struct part file_part(struct reading *r, const struct part *text, int parent, struct str name, size_t number)
{
	struct str shown = words_decode(r, arena_str(r->arena, name), text->body_offset + r->base);
	struct str *names = ARENA_ARRAY(r->arena, struct str, 1);

	names[0] = shown;
	return (struct part){ .number = arena_printf(r->arena, "%.*s.%zu", (int)text->number.n, text->number.p, number),
		.kind = PART_LEAF, .parent = parent, .depth = text->depth + 1, .media_type = STR("application/octet-stream"),
		.charset = STR(""), .encoding = STR("x-uuencode"), .disposition = STR("attachment"), .name = shown, .names = names,
		.name_count = 1, .content_id = STR(""), .offset = text->body_offset,
		.body_offset = text->body_offset, .end = text->end, .text = STR_NONE, .charset_used = STR(""), .is_attachment = true,
		.message = -1 };
}

size_t uuencoded_files(struct reading *r, const struct part *text, int parent, struct part **list_r)
{
	struct part *list = NULL;
	size_t count = 0, room = 0, at = 0;
	struct str body = text->body;
	bool in_raw = body.p >= r->raw.p && body.p + body.n <= r->raw.p + r->raw.n;

	while (at < body.n && count < MOST_FILES) {
		struct str here = str_from(body, at), line = str_upto(here, '\n'), name = STR_NONE;
		long long next = str_find(here, STR("\nbegin "));
		size_t end = 0;

		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		name = file_name(line);
		if (name.p != NULL && (end = end_of(body, at)) == 0)
			break;          /* no end behind here, for nothing that follows either */
		if (end > 0) {
			struct part p = file_part(r, text, parent, name, count + 1);

			if (in_raw) {   /* exact: the bytes stand in the mail as they are */
				p.offset = p.body_offset = text->body_offset + at;
				p.end = text->body_offset + end;
			}
			p.body = transfer_decode(r, TRANSFER_UUENCODE, str_at(body, at, end - at), p.body_offset + r->base);
			note_defect(r, "encoding.uuencode.in-text", p.offset + r->base, p.end - p.offset);
			*ARENA_PUSH(r->arena, list, count, room) = p;
			at = end;
			continue;
		}
		if (next < 0)
			break;
		at += (size_t)next + 1;
	}
	*list_r = list;
	return count;
}
