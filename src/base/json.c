/* json.c - the JSON writer. */
#include "base/json.h"

#include <assert.h>

#include "base/text.h"
#include "base/time.h"

void jw_init(struct jw *w, struct buf *out)
{
	*w = (struct jw){ .out = out, .first = { 1 } };
}

static void before_value(struct jw *w)
{
	if (w->after_key) {
		w->after_key = false;
		return;
	}
	if (w->depth > 0 && !w->first[w->depth])
		buf_char(w->out, ',');
	w->first[w->depth] = 0;
}

static void open_with(struct jw *w, char c)
{
	before_value(w);
	buf_char(w->out, c);
	assert(w->depth + 1 < (int)sizeof w->first);
	w->first[++w->depth] = 1;
}

static void end_with(struct jw *w, char c)
{
	assert(w->depth > 0 && !w->after_key);
	w->depth--;
	buf_char(w->out, c);
}

void jw_object(struct jw *w)
{
	open_with(w, '{');
}

void jw_array(struct jw *w)
{
	open_with(w, '[');
}

void jw_end_object(struct jw *w)
{
	end_with(w, '}');
}

void jw_end_array(struct jw *w)
{
	end_with(w, ']');
}

static inline bool plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

typedef unsigned char sixteen __attribute__((vector_size(16)));

/* All eight; two reads may overlap. */
static inline bool plain_eight(uint64_t v)
{
	const uint64_t one = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t quote = v ^ one * '"', slash = v ^ one * '\\', rubout = v ^ one * 0x7f;

	return ((v | ((v - one * 0x20) & ~v) | ((quote - one) & ~quote) | ((slash - one) & ~slash) | ((rubout - one) & ~rubout)) & high) == 0;
}

static inline uint64_t eight_at(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

static inline uint64_t four_at(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

static inline bool plain_sixteen(const char *p)
{
	sixteen v, bad;
	unsigned long long halves[2];

	memcpy(&v, p, sizeof v);
	bad = (sixteen)(v < 0x20) | (sixteen)(v >= 0x7f) | (sixteen)(v == '"') | (sixteen)(v == '\\');
	memcpy(halves, &bad, sizeof halves);
	return (halves[0] | halves[1]) == 0;
}

/* How many bytes at the front of s are plain. */
static size_t plain_length(struct str s)
{
	size_t i = 0;

	while (i + 16 <= s.n && plain_sixteen(s.p + i))
		i += 16;
	if (i > 0 && i + 16 > s.n && plain_sixteen(s.p + s.n - 16))
		return s.n;
	if (i == 0 && s.n >= 8 && s.n < 16 && plain_eight(eight_at(s.p)) && plain_eight(eight_at(s.p + s.n - 8)))
		return s.n;
	if (s.n >= 4 && s.n < 8 && plain_eight(four_at(s.p) | four_at(s.p + s.n - 4) << 32))
		return s.n;
	while (i < s.n && plain((unsigned char)s.p[i]))
		i++;
	return i;
}

/* What needs no escape goes out at once, with what follows it. */
static void quoted_plain(struct buf *out, struct str s, struct str behind)
{
	char *p;

	buf_reserve(out, s.n + 2 + behind.n);
	if (out->failed)
		return;
	p = out->p + out->n;
	p[0] = '"';
	memcpy(p + 1, s.p, s.n);
	p[s.n + 1] = '"';
	memcpy(p + s.n + 2, behind.p, behind.n);
	out->n += s.n + 2 + behind.n;
	out->p[out->n] = '\0';
}

void json_quoted(struct buf *out, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	size_t from = 0, i = plain_length(s);

	if (s.p == NULL) {
		buf_z(out, "null");
		return;
	}
	if (i == s.n) {
		quoted_plain(out, s, STR(""));
		return;
	}
	buf_char(out, '"');
	while (i < s.n) {
		unsigned char c = (unsigned char)s.p[i];
		size_t len;

		if (plain(c)) {
			i += plain_length(str_from(s, i));
			continue;
		}
		len = c < 0x80 ? 1 : utf8_length(str_from(s, i));
		if (c >= 0x80 && len > 0) {
			i += len;
			continue;
		}
		buf_add(out, str_at(s, from, i - from));
		if (len == 0 || c == 0) {
			buf_z(out, "\xEF\xBF\xBD");
		} else if (c == '"' || c == '\\') {
			buf_char(out, '\\');
			buf_char(out, (char)c);
		} else if (c == '\n') {
			buf_z(out, "\\n");
		} else if (c == '\r') {
			buf_z(out, "\\r");
		} else if (c == '\t') {
			buf_z(out, "\\t");
		} else {
			buf_z(out, "\\u00");
			buf_char(out, hex[c >> 4]);
			buf_char(out, hex[c & 15]);
		}
		i++;
		from = i;
	}
	buf_add(out, str_from(s, from));
	buf_char(out, '"');
}

void jw_key(struct jw *w, const char *key)
{
	struct str name = str_of(key);

	assert(w->depth > 0 && !w->after_key);
	before_value(w);
	if (plain_length(name) == name.n) {
		quoted_plain(w->out, name, STR(":"));
	} else {
		json_quoted(w->out, name);
		buf_char(w->out, ':');
	}
	w->after_key = true;
}

void jw_str(struct jw *w, struct str s)
{
	before_value(w);
	json_quoted(w->out, s);
}

void jw_int(struct jw *w, long long i)
{
	before_value(w);
	buf_int(w->out, i);
}

void jw_bool(struct jw *w, bool b)
{
	jw_raw(w, b ? STR("true") : STR("false"));
}

void jw_null(struct jw *w)
{
	jw_raw(w, STR("null"));
}

void jw_raw(struct jw *w, struct str json)
{
	before_value(w);
	buf_add(w->out, json);
}

void jw_time(struct jw *w, long long ms)
{
	char text[TIME_TEXT];

	jw_str(w, ms == TIME_NONE ? STR_NONE : time_rfc3339(text, ms));
}

void jw_kstr(struct jw *w, const char *key, struct str s)
{
	jw_key(w, key);
	jw_str(w, s);
}

void jw_kz(struct jw *w, const char *key, const char *z)
{
	jw_kstr(w, key, str_of(z));
}

void jw_kint(struct jw *w, const char *key, long long i)
{
	jw_key(w, key);
	jw_int(w, i);
}

void jw_kbool(struct jw *w, const char *key, bool b)
{
	jw_key(w, key);
	jw_bool(w, b);
}

void jw_knull(struct jw *w, const char *key)
{
	jw_key(w, key);
	jw_null(w);
}

void jw_ktime(struct jw *w, const char *key, long long ms)
{
	jw_key(w, key);
	jw_time(w, ms);
}

void jw_kobject(struct jw *w, const char *key)
{
	jw_key(w, key);
	jw_object(w);
}

void jw_karray(struct jw *w, const char *key)
{
	jw_key(w, key);
	jw_array(w);
}
