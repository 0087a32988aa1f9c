/* decode.c - transfer encodings, lenient and counted. */
#include <stdint.h>

#include "parse/mail/reading.h"

enum transfer transfer_of(struct str label)
{
	static const struct { const char *name; enum transfer transfer; } rows[] = {
		{ "", TRANSFER_IDENTITY }, { "7bit", TRANSFER_IDENTITY }, { "8bit", TRANSFER_IDENTITY },
		{ "binary", TRANSFER_IDENTITY }, { "base64", TRANSFER_BASE64 }, { "quoted-printable", TRANSFER_QUOTED },
		{ "x-uuencode", TRANSFER_UUENCODE }, { "uuencode", TRANSFER_UUENCODE }, { "x-uue", TRANSFER_UUENCODE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (str_eq(label, str_of(rows[i].name)))
			return rows[i].transfer;
	return TRANSFER_UNKNOWN;
}

bool is_identity(struct str label)
{
	enum transfer t = transfer_of(label);

	return t == TRANSFER_IDENTITY || t == TRANSFER_UNKNOWN;
}

static signed char base64_value(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return (signed char)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (signed char)(c - 'a' + 26);
	if (c >= '0' && c <= '9')
		return (signed char)(c - '0' + 52);
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* A table once, for speed: -1 junk, -2 white space, -3 '='. */
static const signed char *base64_table(void)
{
	static signed char table[256];
	static bool made;

	if (!made) {
		for (int c = 0; c < 256; c++)
			table[c] = base64_value((unsigned char)c);
		table['\r'] = table['\n'] = table[' '] = table['\t'] = -2;
		table['='] = -3;
		made = true;
	}
	return table;
}

/* What stands behind padding: whole groups are another piece, which most readers join; anything
 * else is not base64 any more.  *more_r: how many characters of the alphabet there are. */
static bool more_groups(const signed char *table, struct str s, size_t *more_r)
{
	size_t n = 0, i = 0;

	while (i < s.n && n < 76) {
		n += table[(unsigned char)s.p[i]] >= 0 || (n > 0 && s.p[i] == '=');
		i++;
	}
	*more_r = n;
	return n == 0 || n % 4 == 0;
}

static struct str base64(struct reading *r, struct str in, size_t offset)
{
	const signed char *table = base64_table();
	char *out = arena_alloc(r->arena, in.n / 4 * 3 + 4);
	size_t n = 0, junk = 0, first_junk = 0, inner_padding = 0, more = 0;
	uint32_t group = 0;
	int have = 0;

	for (size_t i = 0; i < in.n; i++) {
		int value = table[(unsigned char)in.p[i]];

		if (value >= 0) {
			group = group << 6 | (uint32_t)value;
			if (++have == 4) {
				out[n++] = (char)(group >> 16);
				out[n++] = (char)(group >> 8);
				out[n++] = (char)group;
				have = 0;
				group = 0;
			}
		} else if (value == -3) {       /* a group ends early; what follows begins anew */
			if (have >= 2)
				out[n++] = (char)(group >> (have == 2 ? 4 : 10));
			if (have == 3)
				out[n++] = (char)(group >> 2);
			have = 0;
			group = 0;
			if (!more_groups(table, str_from(in, i + 1), &more)) {
				if (more > 0)
					note_defect(r, "encoding.base64.after-end", offset + i + 1, in.n - i - 1);
				break;
			}
			inner_padding += more > 0;
		} else if (value == -1 && junk++ == 0) {
			first_junk = i;
		}
	}
	if (have >= 2)
		out[n++] = (char)(group >> (have == 2 ? 4 : 10));
	if (have == 3)
		out[n++] = (char)(group >> 2);
	if (have > 0)
		note_defect(r, "encoding.base64.cut", offset + in.n, 0);
	if (junk > 0)
		note_defect(r, "encoding.base64.junk", offset + first_junk, 1);
	if (inner_padding > 0)
		note_defect(r, "encoding.base64.inner-padding", offset, in.n);
	return (struct str){ out, n };
}

static int hex_value(unsigned char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Blanks at a line's end were added on the way and do not belong to the text (RFC 2045, 6.7). */
static size_t drop_blanks(const char *out, size_t n)
{
	while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == '\t'))
		n--;
	return n;
}

static struct str quoted_printable(struct reading *r, struct str in, size_t offset)
{
	char *out = arena_alloc(r->arena, in.n + 1);
	size_t n = 0, hard = 0;         /* `hard`: up to here blanks were written out by the sender */

	for (size_t i = 0; i < in.n; i++) {
		unsigned char c = (unsigned char)in.p[i];

		if (c == '=') {
			int high = i + 1 < in.n ? hex_value((unsigned char)in.p[i + 1]) : -1;
			int low = i + 2 < in.n ? hex_value((unsigned char)in.p[i + 2]) : -1;
			size_t j = i + 1;

			if (high >= 0 && low >= 0) {
				out[n++] = (char)(high << 4 | low);
				hard = n;
				i += 2;
				continue;
			}
			while (j < in.n && (in.p[j] == ' ' || in.p[j] == '\t'))
				j++;
			if (j >= in.n || in.p[j] == '\n' || in.p[j] == '\r') {
				i = j < in.n && in.p[j] == '\r' && j + 1 < in.n && in.p[j + 1] == '\n' ? j + 1 : j;
				hard = n;
				continue;
			}
			note_defect(r, "encoding.quoted-printable.bad", offset + i, 1);
		} else if (c == '\n' || c == '\r') {
			size_t kept = drop_blanks(out, n);

			n = kept > hard ? kept : hard < n ? hard : n;
		}
		out[n++] = (char)c;
	}
	return (struct str){ out, n };
}

static struct str uuencode(struct reading *r, struct str in, size_t offset)
{
	char *out = arena_alloc(r->arena, in.n + 1);
	struct str rest = in, line;
	size_t n = 0;
	bool begun = false;

	while (str_split(&rest, '\n', &line)) {
		size_t length, at = 1;

		if (!begun) {
			begun = str_starts(line, STR("begin "));
			continue;
		}
		if (str_starts(line, STR("end")))
			return (struct str){ out, n };
		length = line.n > 0 ? ((unsigned char)line.p[0] - 32u) & 63 : 0;
		while (length > 0 && at + 3 < line.n + 3) {
			unsigned char q[4];

			for (size_t k = 0; k < 4; k++)
				q[k] = at + k < line.n ? ((unsigned char)line.p[at + k] - 32u) & 63 : 0;
			for (size_t k = 0; k < 3 && length > 0; k++, length--)
				out[n++] = (char)(q[k] << (2 + 2 * k) | q[k + 1] >> (4 - 2 * k));
			at += 4;
		}
	}
	note_defect(r, begun ? "encoding.uuencode.end-missing" : "encoding.uuencode.begin-missing", offset, in.n);
	return (struct str){ out, n };
}

struct str transfer_decode(struct reading *r, enum transfer transfer, struct str body, size_t offset)
{
	struct str decoded = body;

	if (transfer != TRANSFER_IDENTITY && transfer != TRANSFER_UNKNOWN &&
	    r->decoded + body.n > r->limits->decoded_bytes) {
		note_limit(r, "decoded.bytes", (long long)r->limits->decoded_bytes);
		return str_at(body, 0, 0);
	}
	switch (transfer) {
	case TRANSFER_BASE64:
		decoded = base64(r, body, offset);
		break;
	case TRANSFER_QUOTED:
		decoded = quoted_printable(r, body, offset);
		break;
	case TRANSFER_UUENCODE:
		decoded = uuencode(r, body, offset);
		break;
	case TRANSFER_IDENTITY:
	case TRANSFER_UNKNOWN:
		return body;
	}
	r->decoded += decoded.n;
	return decoded;
}
