/* document_scan.c - one pass over what a jailed reader wrote: strict JSON, and the shape of the schema.
 *
 * No tree is made: most answers are only handed on, and a tree of one costs more than reading the mail.
 * Stricter than RFC 8259 where readers differ: no duplicate keys, no escapes in keys, no lone surrogates, no NUL. */
#include "worker/document.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "worker/document_shape.h"

enum { DEEPEST = 64, UNKNOWN_KEYS = 64 };

struct scan {
	const char *p, *end;
	int depth;
	const char *bad;                /* the innermost field that does not fit */
	struct document_facts *facts;
};

static bool next_is(struct scan *s, char c)
{
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

/* One line: blanks and tabs are all there may be between tokens. */
static void blanks(struct scan *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\t'))
		s->p++;
}

static bool word(struct scan *s, const char *w)
{
	size_t n = strlen(w);

	if ((size_t)(s->end - s->p) < n || memcmp(s->p, w, n) != 0)
		return false;
	s->p += n;
	return true;
}

/* ---- texts ---- */

static bool hex4(struct scan *s, uint32_t *value_r)
{
	*value_r = 0;
	for (int i = 0; i < 4; i++, s->p++) {
		unsigned char c = s->p < s->end ? (unsigned char)*s->p : 0, low = c | 0x20;

		if (c >= '0' && c <= '9')
			*value_r = *value_r << 4 | (uint32_t)(c - '0');
		else if (low >= 'a' && low <= 'f')
			*value_r = *value_r << 4 | (uint32_t)(low - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* Behind a backslash; *bytes_r: what the character takes in UTF-8. */
static bool escape(struct scan *s, size_t *bytes_r)
{
	uint32_t c, low;

	*bytes_r = 1;
	if (s->p == s->end)
		return false;
	if (*s->p != 'u')
		return strchr("\"\\/bfnrt", *s->p++) != NULL && s->p[-1] != '\0';
	s->p++;
	if (!hex4(s, &c) || c == 0 || (c >= 0xDC00 && c <= 0xDFFF))
		return false;
	*bytes_r = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
	if (c < 0xD800 || c > 0xDBFF)
		return true;
	*bytes_r = 4;
	return next_is(s, '\\') && next_is(s, 'u') && hex4(s, &low) && low >= 0xDC00 && low <= 0xDFFF;
}

/* Behind what is neither a quote, a backslash nor a control character, as far as eight bytes at once show it. */
static const char *behind_plain(const char *p, const char *end)
{
	const uint64_t one = 0x0101010101010101u, high = 0x8080808080808080u;

	for (uint64_t v; end - p >= 8; p += 8) {
		uint64_t quote, slash;

		memcpy(&v, p, sizeof v);
		quote = v ^ one * '"';
		slash = v ^ one * '\\';
		if (((((v - one * 0x20) & ~v) | ((quote - one) & ~quote) | ((slash - one) & ~slash)) & high) != 0)
			break;
	}
	return p;
}

/* A text as it is written, and its length when it is read.  UTF-8 was checked before. */
static bool text_of(struct scan *s, struct str *raw_r, size_t *length_r)
{
	const char *from;
	size_t shorter = 0;

	if (!next_is(s, '"'))
		return false;
	from = s->p;
	for (s->p = behind_plain(from, s->end); s->p < s->end && *s->p != '"'; s->p = behind_plain(s->p, s->end)) {
		const char *at = s->p;
		size_t bytes;

		if ((unsigned char)*s->p < 0x20)
			return false;
		s->p++;
		if (*at != '\\')
			continue;
		if (!escape(s, &bytes))
			return false;
		shorter += (size_t)(s->p - at) - bytes;
	}
	*raw_r = (struct str){ from, (size_t)(s->p - from) };
	*length_r = raw_r->n - shorter;
	return next_is(s, '"');
}

/* Without asking for the length of the word first: most differ at once. */
static bool is_word(const char *word, struct str text)
{
	size_t i = 0;

	while (i < text.n && word[i] != '\0' && word[i] == text.p[i])
		i++;
	return i == text.n && word[i] == '\0';
}

static bool is_one_of(struct str text, const char *const *words)
{
	while (*words != NULL && !is_word(*words, text))
		words++;
	return *words != NULL;
}

/* ---- numbers ---- */

static bool digits(struct scan *s)
{
	const char *from = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > from;
}

/* Counts, offsets and types: whole, never negative, below 10^18. */
static bool whole_number(struct scan *s, size_t most)
{
	const char *from = s->p;
	unsigned long long value = 0;

	if (!digits(s) || s->p - from > 18 || (*from == '0' && s->p - from > 1))
		return false;
	for (const char *c = from; c < s->p; c++)
		value = value * 10 + (unsigned long long)(*c - '0');
	return most == 0 || value <= most;
}

/* Any number of RFC 8259, in a field that is not ours to judge. */
static bool any_number(struct scan *s)
{
	next_is(s, '-');
	if (!next_is(s, '0') && !digits(s))
		return false;
	if (next_is(s, '.') && !digits(s))
		return false;
	if (s->p < s->end && (*s->p | 0x20) == 'e') {
		s->p++;
		if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
			s->p++;
		return digits(s);
	}
	return true;
}

/* ---- values ---- */

static bool object(struct scan *s, const struct field *fields);
static bool any_value(struct scan *s);

/* `of`: fields of each element; NULL: `kind` tells what the elements are. */
static bool array(struct scan *s, enum kind kind, const struct field *of, size_t most, bool known)
{
	struct str raw;
	size_t n = 0, length;

	if (!next_is(s, '[') || ++s->depth > DEEPEST)
		return false;
	blanks(s);
	if (!next_is(s, ']'))
		for (;;) {
			blanks(s);
			if (++n > most)
				return false;
			if (!known ? !any_value(s) : kind == TEXTS ? !text_of(s, &raw, &length) || length > SHAPE_WORD :
			    kind == NUMBERS ? !whole_number(s, 0) : !object(s, of))
				return false;
			blanks(s);
			if (next_is(s, ']'))
				break;
			if (!next_is(s, ','))
				return false;
		}
	s->depth--;
	return true;
}

static bool any_value(struct scan *s)
{
	struct str raw;
	size_t length;

	if (s->p == s->end)
		return false;
	switch (*s->p) {
	case '"':
		return text_of(s, &raw, &length);
	case '{':
		return object(s, NULL);
	case '[':
		return array(s, OBJECTS, NULL, SIZE_MAX, false);
	case 't':
		return word(s, "true");
	case 'f':
		return word(s, "false");
	case 'n':
		return word(s, "null");
	default:
		return any_number(s);
	}
}

/* What whoever hands the document on wants to know of it. */
static void note_fact(struct scan *s, const struct field *f, struct str text)
{
	struct document_facts *facts = s->facts;

	if (s->depth == 1 && strcmp(f->name, "kind") == 0)
		facts->kind = text;
	else if (s->depth == 1 && strcmp(f->name, "examined") == 0)
		facts->examined = text;
}

static bool value(struct scan *s, const struct field *f)
{
	struct str raw;
	size_t length;

	if (s->p < s->end && *s->p == 'n')
		return (f->flags & NULLABLE) != 0 && word(s, "null");
	switch (f->kind) {
	case TEXT:
		if (!text_of(s, &raw, &length) || length > f->most || (f->words != NULL && !is_one_of(raw, f->words)))
			return false;
		note_fact(s, f, raw);
		return true;
	case NUMBER:
		return whole_number(s, f->most);
	case TRUTH:
		return word(s, "true") || word(s, "false");
	case OBJECT:
		return object(s, f->of);
	case TEXTS:
	case NUMBERS:
	case OBJECTS:
		return array(s, f->kind, f->of, f->most, true);
	}
	return false;
}

/* Fields come mostly in the order of the table: the search begins behind the last one. */
static const struct field *find_field(const struct field *fields, size_t count, size_t *last, struct str key)
{
	for (size_t i = 0; i < count; i++) {
		size_t k = (*last + i) % count;

		if (is_word(fields[k].name, key)) {
			*last = k;
			return &fields[k];
		}
	}
	return NULL;
}

struct keys {
	uint64_t seen;                  /* of the table, one bit each */
	struct str unknown[UNKNOWN_KEYS];
	size_t unknown_count;
};

/* False: it was there before, or there are too many to tell. */
static bool is_new_key(struct keys *k, const struct field *fields, const struct field *f, struct str key)
{
	uint64_t bit = f != NULL ? 1ULL << (f - fields) : 0;

	if (f != NULL) {
		bool is_new = (k->seen & bit) == 0;

		k->seen |= bit;
		return is_new;
	}
	for (size_t i = 0; i < k->unknown_count; i++)
		if (str_eq(k->unknown[i], key))
			return false;
	if (k->unknown_count == UNKNOWN_KEYS)
		return false;
	k->unknown[k->unknown_count++] = key;
	return true;
}

static bool member(struct scan *s, struct keys *k, const struct field *fields, size_t count, size_t *last)
{
	const struct field *f;
	struct str key;
	size_t length;

	if (!text_of(s, &key, &length) || length != key.n)
		return false;
	f = find_field(fields, count, last, key);
	blanks(s);
	if (!is_new_key(k, fields, f, key) || !next_is(s, ':'))
		return false;
	blanks(s);
	if (f != NULL ? value(s, f) : any_value(s))
		return true;
	if (s->bad == NULL && f != NULL)
		s->bad = f->name;
	return false;
}

static bool has_required(struct scan *s, const struct keys *k, const struct field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if ((fields[i].flags & REQUIRED) != 0 && (k->seen >> i & 1) == 0) {
			s->bad = s->bad == NULL ? fields[i].name : s->bad;
			return false;
		}
	return true;
}

/* `fields` NULL: one that is not ours to judge. */
static bool object(struct scan *s, const struct field *fields)
{
	struct keys k;
	size_t count = 0, last = 0;

	k.seen = 0;
	k.unknown_count = 0;
	while (fields != NULL && fields[count].name != NULL)
		count++;
	if (!next_is(s, '{') || ++s->depth > DEEPEST || count > SHAPE_FIELDS)
		return false;
	blanks(s);
	if (!next_is(s, '}'))
		for (;;) {
			blanks(s);
			if (!member(s, &k, fields, count, &last))
				return false;
			blanks(s);
			if (next_is(s, '}'))
				break;
			if (!next_is(s, ','))
				return false;
		}
	s->depth--;
	return has_required(s, &k, fields, count);
}

int document_scan(struct str json, struct document_facts *facts_r, struct err *e)
{
	struct scan s = { .p = json.p, .end = json.p + json.n, .facts = facts_r };

	*facts_r = (struct document_facts){ 0 };
	if (memchr(json.p, '\n', json.n) != NULL)
		return err_set(e, ERR_INPUT, "the reader's answer is not one line");
	if (!utf8_valid(json))
		return err_set(e, ERR_INPUT, "the reader's answer is not UTF-8");
	blanks(&s);
	if (!object(&s, document_shape))
		return err_set(e, ERR_INPUT, "the reader's answer does not have the shape of noroshi/analysis/1 (at “%s”, byte %zu)",
		    s.bad != NULL ? s.bad : "", (size_t)(s.p - json.p));
	blanks(&s);
	if (s.p != s.end)
		return err_set(e, ERR_INPUT, "the reader's answer goes on behind its end");
	return 0;
}

int document_check(struct str json, json_t **doc_r, struct err *e)
{
	struct document_facts facts;
	json_error_t why;

	if (document_scan(json, &facts, e) < 0)
		return -1;
	*doc_r = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &why);
	if (*doc_r == NULL)
		return err_set(e, ERR_INPUT, "the reader's answer is not JSON: %s", why.text);
	return 0;
}
