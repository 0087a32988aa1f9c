/* pdf.c - one pass over a PDF's bytes: tokens outside of streams, and the objects inside packed object streams. */
#include "parse/paper/pdf.h"

#include <stdlib.h>

enum { STRING_LONGEST = 32 << 10, NAME_LONGEST = 512 };

static bool is_space(char c)
{
	return ascii_space((unsigned char)c) || c == '\f' || c == '\0';
}

static bool is_regular(char c)
{
	return !is_space(c) && memchr("()<>[]{}/%", c, 10) == NULL;
}

/* Where a literal string ends (behind its ")"); one that is not closed takes what may be looked at. */
static size_t string_end(struct str s, size_t at)
{
	size_t last = s.n - at > STRING_LONGEST ? at + STRING_LONGEST : s.n;
	int depth = 0;

	for (size_t i = at; i < last; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return last;
}

struct tokens {
	struct str bytes;
	size_t at;
	struct str key;                 /* a name that waits for its value; absent */
	long long numbers[2];           /* the last two, for "12 0 obj" */
	size_t number_at[2];
	/* inside an object stream: no "obj", streams or ends of file, but "number offset" pairs and dictionaries */
	bool packed;
	int depth;
	long long first;
	long long *heads;               /* numbers and offsets, alternating */
	size_t head_count, head_room, head_at;
};

static void scan(struct pdf_scan *s, struct tokens *t);

/* Objects stand one behind the other, "number offset" pairs before /First (7.5.7). */
static void read_object_stream(struct pdf_scan *s, struct str data)
{
	struct tokens t = { .packed = true, .first = s->now.first };
	const struct pdf_object outer = s->now;
	size_t room = PAPER_UNPACKED - s->unpacked, most = data.n < room / PAPER_RATIO ? data.n * PAPER_RATIO : room;
	bool cut = false;

	if (room == 0 || !str_eq(s->now.filter, STR("FlateDecode")))
		return;
	if (most > 4 << 20)
		most = 4 << 20;
	if (most > room)
		most = room;
	t.bytes = pdf_inflate(s->arena, data, most, &cut);
	if (cut)
		paper_limit(s->paper, "paper.unpacked-bytes", PAPER_UNPACKED);
	s->unpacked += most;
	scan(s, &t);
	if (t.head_count > 0)
		pdf_object_ends(s);
	s->now = outer;
}

static void read_stream(struct pdf_scan *s, struct tokens *t)
{
	struct str rest = str_from(t->bytes, t->at);
	long long end = str_find(rest, STR("endstream"));
	struct str data = str_at(rest, 0, end >= 0 ? (size_t)end : rest.n);

	if (str_starts(data, STR("\r\n")))
		data = str_from(data, 2);
	else if (data.n > 0 && data.p[0] == '\n')
		data = str_from(data, 1);
	if (str_eq(s->now.type, STR("ObjStm")))
		read_object_stream(s, data);
	else if (str_eq(s->now.type, STR("Metadata")) && s->now.filter.p == NULL)
		s->xmp = str_at(data, 0, 1 << 20);
	t->at = end >= 0 ? t->at + (size_t)end + 9 : t->bytes.n;
}

static void take_number(struct pdf_scan *s, struct tokens *t, struct str word, size_t at)
{
	long long n;

	if (!str_to_int(str_at(word, 0, 10), &n))
		return;
	if (t->packed && t->depth == 0 && (long long)at < t->first && t->head_count < PDF_OBJECTS)
		*ARENA_PUSH(s->arena, t->heads, t->head_count, t->head_room) = n;
	pdf_number_value(s, t->key, n);
	t->numbers[0] = t->numbers[1];
	t->number_at[0] = t->number_at[1];
	t->numbers[1] = n;
	t->number_at[1] = at;
}

static void take_word(struct pdf_scan *s, struct tokens *t)
{
	size_t from = t->at;
	struct str word;

	while (t->at < t->bytes.n && is_regular(t->bytes.p[t->at]))
		t->at++;
	word = str_at(t->bytes, from, t->at - from);
	if (word.p[0] == '-' || ascii_digit((unsigned char)word.p[0])) {
		take_number(s, t, word, from);
	} else if (!t->packed && str_eq(word, STR("obj"))) {
		pdf_object_begins(s, t->numbers[0], t->number_at[0]);
	} else if (!t->packed && str_eq(word, STR("endobj"))) {
		pdf_object_ends(s);
	} else if (!t->packed && str_eq(word, STR("stream"))) {
		read_stream(s, t);
	}
	t->key = STR_NONE;
}

/* A name is a key, or the value of the key before it. */
static void take_name(struct pdf_scan *s, struct tokens *t)
{
	size_t from = ++t->at;
	struct str name;

	while (t->at < t->bytes.n && is_regular(t->bytes.p[t->at]))
		t->at++;
	name = str_at(t->bytes, from, t->at - from < NAME_LONGEST ? t->at - from : NAME_LONGEST);
	if (t->key.p != NULL) {
		pdf_name_value(s, t->key, name);
		t->key = STR_NONE;
	} else {
		pdf_key(s, name);
		t->key = name;
	}
}

static void take_string(struct pdf_scan *s, struct tokens *t)
{
	size_t end = string_end(t->bytes, t->at);

	if (t->key.p != NULL)
		pdf_string_value(s, t->key, str_at(t->bytes, t->at + 1, end - t->at - 2));
	t->key = STR_NONE;
	t->at = end;
}

/* Which of the heads' objects begins here. */
static void begin_packed_object(struct pdf_scan *s, struct tokens *t)
{
	while (t->head_at + 3 < t->head_count && t->first + t->heads[t->head_at + 3] <= (long long)t->at)
		t->head_at += 2;
	if (t->head_at + 1 < t->head_count)
		pdf_object_begins(s, t->heads[t->head_at], t->at);
}

/* "<48 65>", or the beginning of a dictionary. */
static void take_angle(struct pdf_scan *s, struct tokens *t)
{
	struct str rest = str_from(t->bytes, t->at), text;

	if (str_starts(rest, STR("<<"))) {
		if (t->packed && t->depth == 0)
			begin_packed_object(s, t);
		t->depth++;
		t->at += 2;
		t->key = STR_NONE;
		return;
	}
	text = str_upto(str_at(rest, 0, STRING_LONGEST), '>');
	if (t->key.p != NULL)
		pdf_string_value(s, t->key, text);
	t->key = STR_NONE;
	t->at += text.n < rest.n ? text.n + 1 : rest.n;
}

static void take_comment(struct pdf_scan *s, struct tokens *t)
{
	if (!t->packed && str_starts(str_from(t->bytes, t->at), STR("%%EOF")))
		pdf_file_ends(s, t->at + 5);
	while (t->at < t->bytes.n && t->bytes.p[t->at] != '\n' && t->bytes.p[t->at] != '\r')
		t->at++;
}

static void scan(struct pdf_scan *s, struct tokens *t)
{
	while (t->at < t->bytes.n) {
		char c = t->bytes.p[t->at];

		if (c == '%')
			take_comment(s, t);
		else if (c == '/')
			take_name(s, t);
		else if (c == '(')
			take_string(s, t);
		else if (c == '<')
			take_angle(s, t);
		else if (is_regular(c))
			take_word(s, t);
		else {
			/* "/Contents [4 0 R 5 0 R]": an array belongs to its key, a dictionary's end ends it */
			if (c == '>' || c == ']')
				t->key = STR_NONE;
			s->in_contents = s->in_contents && c != '>' && c != ']';
			if (c == '>' && t->at + 1 < t->bytes.n && t->bytes.p[t->at + 1] == '>') {
				t->depth -= t->depth > 0;
				t->at++;
			}
			t->at++;
		}
	}
}

void paper_read_pdf(struct arena *a, struct paper *p, struct str bytes)
{
	struct pdf_scan *s = ARENA_NEW(a, struct pdf_scan);
	struct tokens t = { .bytes = bytes };

	*s = (struct pdf_scan){ .arena = a, .paper = p, .bytes = bytes, .now = { .number = -1 }, .info_object = -1 };
	scan(s, &t);
	pdf_conclude(s);
}
