/* decode.c - one step of every encoding in which a mail address has been seen inside a link. */
#include "anonymise/decode.h"

#include <iconv.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "parse/url.h"

enum { SHORTEST_RUN = 8 };      /* shorter runs cannot hold a term worth finding */

typedef void (*each_fn)(void *ctx, struct str decoded, const char *way, size_t base, size_t length);

struct decoder {
	struct arena *arena;
	struct str text;
	each_fn each;
	void *ctx;
};

static int hex_value(unsigned char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int base64_value(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (ascii_digit(c))
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

static int base32_value(unsigned char c)
{
	if (ascii_alpha(c))
		return ascii_lower(c) - 'a';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

/* What is no text becomes a space, NUL disappears: neighbours stay apart, UTF-16 comes together. */
static void offer_text(const struct decoder *d, struct str s, const char *way, size_t base, size_t length)
{
	struct str clean = utf8_repair(d->arena, s);
	struct buf out;
	size_t readable = 0;

	buf_init_arena(&out, d->arena, clean.n + 1);
	for (size_t i = 0; i < clean.n; i++) {
		unsigned char c = (unsigned char)clean.p[i];

		if (c == 0)
			continue;
		buf_char(&out, c < 0x20 ? ' ' : (char)c);
		readable += c > 0x20;
	}
	if (readable >= 4)
		d->each(d->ctx, buf_str(&out), way, base, length);
}

/* Names of Japanese firms in links are as often Shift_JIS or EUC as UTF-8. */
static struct str from_charset(const struct decoder *d, int which, struct str s)
{
	static const char *const names[] = { "CP932", "EUC-JP-MS", "ISO-2022-JP-3" };
	static iconv_t opened[3];
	char *in = (char *)(uintptr_t)s.p, *out;
	size_t left = s.n, room = s.n * 3 + 16, all = room;

	if (opened[which] == NULL)
		opened[which] = iconv_open("UTF-8", names[which]);
	if (opened[which] == (iconv_t)-1)
		return STR_NONE;
	out = arena_alloc(d->arena, room);
	iconv(opened[which], NULL, NULL, NULL, NULL);
	if (iconv(opened[which], &in, &left, &out, &room) == (size_t)-1)
		return STR_NONE;
	return (struct str){ out - (all - room), all - room };
}

enum { CHARSET_MOST = 4096 };

static void offer(const struct decoder *d, struct buf *raw, const char *way, size_t base, size_t length)
{
	struct str s = buf_str(raw);
	bool high = false, escape = false;

	offer_text(d, s, way, base, length);
	for (size_t i = 0; i < s.n && s.n <= CHARSET_MOST; i++) {
		high = high || (unsigned char)s.p[i] >= 0x80;
		escape = escape || s.p[i] == 0x1B;
	}
	if ((!high && !escape) || (high && utf8_valid(s)))
		return;
	for (int which = high ? 0 : 2; which < (high ? 2 : 3); which++) {
		struct str read = from_charset(d, which, s);

		if (read.p != NULL)
			offer_text(d, read, way, base, length);
	}
}

static void decode_percent(const struct decoder *d)
{
	struct buf out;
	bool found = false;

	if (str_find_char(d->text, '%') < 0)
		return;
	buf_init_arena(&out, d->arena, d->text.n + 1);
	for (size_t i = 0; i < d->text.n; i++) {
		struct str s = str_from(d->text, i);

		if (s.p[0] == '%' && s.n > 2 && hex_value((unsigned char)s.p[1]) >= 0 && hex_value((unsigned char)s.p[2]) >= 0) {
			buf_char(&out, (char)(hex_value((unsigned char)s.p[1]) << 4 | hex_value((unsigned char)s.p[2])));
			i += 2;
			found = true;
		} else {
			buf_char(&out, s.p[0]);
		}
	}
	if (found)
		offer(d, &out, "percent", 0, d->text.n);
}

/* &#x41; &#65; =41 (quoted-printable) \u0041 in one reading; tags vanish, so that a word broken by
 * one is whole again. */
static size_t escape_at(struct str s, uint32_t *c_r)
{
	size_t at = 0, digits = 0;
	bool hex = true, entity = false;
	uint32_t c = 0;

	if (str_starts(s, STR("&#x")) || str_starts(s, STR("&#X")))
		at = 3, entity = true;
	else if (str_starts(s, STR("&#")))
		at = 2, entity = true, hex = false;
	else if (str_starts(s, STR("\\u")))
		at = 2;
	else if (s.p[0] == '=')
		at = 1;
	if (at == 0)
		return 0;
	for (; at < s.n && digits < (entity ? 7u : s.p[0] == '=' ? 2u : 4u); at++, digits++) {
		int v = hex_value((unsigned char)s.p[at]);

		if (v < 0 || (!hex && v > 9))
			break;
		c = c * (hex ? 16 : 10) + (uint32_t)v;
	}
	if (digits == 0 || (!entity && digits != (s.p[0] == '=' ? 2u : 4u)) || c > 0x10FFFF)
		return 0;
	*c_r = c;
	return entity && at < s.n && s.p[at] == ';' ? at + 1 : at;
}

static void decode_markup(const struct decoder *d)
{
	struct buf out;
	bool found = false;

	buf_init_arena(&out, d->arena, d->text.n * 4 + 1);
	for (size_t i = 0; i < d->text.n;) {
		struct str s = str_from(d->text, i);
		uint32_t c;
		size_t n = escape_at(s, &c);

		if (n > 0) {
			if (s.p[0] == '=')
				buf_char(&out, (char)c);
			else
				buf_utf8(&out, c);
			found = true;
		} else if (s.p[0] == '<' && s.n > 1 && (ascii_alpha((unsigned char)s.p[1]) || s.p[1] == '/') && str_find_char(s, '>') > 0) {
			n = (size_t)str_find_char(s, '>') + 1;
			found = true;
		} else {
			buf_char(&out, s.p[0]);
			n = 1;
		}
		i += n;
	}
	if (found)
		offer(d, &out, "markup", 0, d->text.n);
}

/* A run of characters of one alphabet, decoded from each of its first `starts` places: then every
 * alignment of a value that begins in the middle of the run has been read. */
static void decode_run(const struct decoder *d, const char *way, int (*value)(unsigned char), int bits, size_t starts,
    size_t from, size_t to)
{
	for (size_t start = from; start < from + starts && start + SHORTEST_RUN <= to; start++) {
		struct buf out;
		unsigned int held = 0;
		int have = 0;

		buf_init_arena(&out, d->arena, to - start + 1);
		for (size_t i = start; i < to; i++) {
			held = (held << bits | (unsigned int)value((unsigned char)d->text.p[i])) & 0xFFFFu;
			have += bits;
			if (have >= 8) {
				have -= 8;
				buf_char(&out, (char)(held >> have & 0xFF));
			}
		}
		offer(d, &out, way, from, to - from);
	}
}

static void decode_runs(const struct decoder *d, const char *way, int (*value)(unsigned char), int bits, size_t starts)
{
	size_t from = 0;

	for (size_t i = 0; i <= d->text.n; i++) {
		if (i < d->text.n && value((unsigned char)d->text.p[i]) >= 0)
			continue;
		if (i - from >= SHORTEST_RUN)
			decode_run(d, way, value, bits, starts, from, i);
		from = i + 1;
	}
}

/* xn--... labels: the name that registries and readers mean. */
static void decode_idn(const struct decoder *d)
{
	size_t from = 0;

	if (str_ifind(d->text, STR("xn--")) < 0)
		return;
	for (size_t i = 0; i <= d->text.n; i++) {
		unsigned char c = i < d->text.n ? (unsigned char)d->text.p[i] : ' ';
		struct str host = str_at(d->text, from, i - from);
		struct buf out;

		if (ascii_alpha(c) || ascii_digit(c) || c == '-' || c == '.')
			continue;
		if (host.n < 254 && str_ihas(host, STR("xn--"))) {
			buf_init_arena(&out, d->arena, 4096);
			buf_add(&out, host_shown(d->arena, arena_lower(d->arena, host)));
			offer(d, &out, "idn", from, host.n);
		}
		from = i + 1;
	}
}

static void decode_rot13(const struct decoder *d)
{
	struct buf out;

	buf_init_arena(&out, d->arena, d->text.n + 1);
	for (size_t i = 0; i < d->text.n; i++) {
		unsigned char c = (unsigned char)d->text.p[i], low = ascii_lower(c);

		if (low >= 'a' && low <= 'z')
			c = (unsigned char)(c + (low < 'n' ? 13 : -13));
		buf_char(&out, (char)c);
	}
	offer(d, &out, "rot13", 0, d->text.n);
}

static void decode_reversed(const struct decoder *d)
{
	struct buf out;
	size_t at = d->text.n;

	buf_init_arena(&out, d->arena, d->text.n + 1);
	while (at > 0) {
		size_t end = at--;

		while (at > 0 && ((unsigned char)d->text.p[at] & 0xC0) == 0x80)
			at--;
		buf_add(&out, str_at(d->text, at, end - at));
	}
	offer(d, &out, "reversed", 0, d->text.n);
}

void decode_each(struct arena *a, struct str text, unsigned turns, each_fn each, void *ctx)
{
	const struct decoder d = { a, text, each, ctx };

	if (text.n < 4)
		return;
	decode_percent(&d);
	decode_markup(&d);
	decode_idn(&d);
	decode_runs(&d, "base64", base64_value, 6, 4);
	decode_runs(&d, "base32", base32_value, 5, 8);
	decode_runs(&d, "hex", hex_value, 4, 2);
	if ((turns & DECODE_ROT13) != 0)
		decode_rot13(&d);
	if ((turns & DECODE_REVERSED) != 0)
		decode_reversed(&d);
}
