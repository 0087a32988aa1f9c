/* pdf_value.c - strings, names, dates and packed streams of PDF. */
#include "parse/paper/pdf.h"

#include <isa-l/igzip_lib.h>

#include "base/text.h"

enum { STRING_MOST = 4096 };

static int hex(unsigned char c)
{
	return ascii_digit(c) ? c - '0' : ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f' ? ascii_lower(c) - 'a' + 10 : -1;
}

static size_t hex_bytes(struct str s, char *out)
{
	size_t n = 0;
	int high = -1;

	for (size_t i = 0; i < s.n && n < STRING_MOST; i++) {
		int v = hex((unsigned char)s.p[i]);

		if (v < 0)
			continue;
		if (high < 0) {
			high = v;
			continue;
		}
		out[n++] = (char)(high * 16 + v);
		high = -1;
	}
	if (high >= 0 && n < STRING_MOST)
		out[n++] = (char)(high * 16);
	return n;
}

/* ISO 32000-1, 7.3.4.2: escapes, octal, line ends. */
static size_t literal_bytes(struct str s, char *out)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < STRING_MOST; i++) {
		char c = s.p[i];
		const char *found;

		if (c != '\\' || i + 1 == s.n) {
			out[n++] = c;
			continue;
		}
		c = s.p[++i];
		found = memchr(from, c, sizeof from - 1);
		if (c >= '0' && c <= '7') {
			int v = 0;

			for (int k = 0; k < 3 && i < s.n && s.p[i] >= '0' && s.p[i] <= '7'; k++)
				v = v * 8 + (s.p[i++] - '0');
			i--;
			out[n++] = (char)v;
		} else if (c != '\n' && c != '\r') {
			out[n++] = found != NULL ? to[found - from] : c;
		}
	}
	return n;
}

struct str pdf_text_string(struct arena *a, struct str raw)
{
	char *bytes;
	size_t n;

	raw = str_at(raw, 0, 4 * STRING_MOST);
	bytes = arena_alloc(a, (raw.n < STRING_MOST ? raw.n : STRING_MOST) + 2);
	n = raw.n > 0 && raw.p[0] == '<' ? hex_bytes(str_from(raw, 1), bytes) : literal_bytes(raw, bytes);
	if (n >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0)
		return utf8_from_utf16(a, (struct str){ bytes + 2, n - 2 }, false);
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		return utf8_repair(a, (struct str){ bytes + 3, n - 3 });
	return utf8_repair(a, (struct str){ bytes, n });
}

struct str pdf_name(struct arena *a, struct str raw)
{
	char *out = arena_alloc(a, raw.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++) {
		if (raw.p[i] == '#' && i + 2 < raw.n && hex((unsigned char)raw.p[i + 1]) >= 0 && hex((unsigned char)raw.p[i + 2]) >= 0) {
			out[n++] = (char)(hex((unsigned char)raw.p[i + 1]) * 16 + hex((unsigned char)raw.p[i + 2]));
			i += 2;
		} else {
			out[n++] = raw.p[i];
		}
	}
	return utf8_repair(a, (struct str){ out, n });
}

static int two(struct str s, size_t at, int otherwise)
{
	if (at + 2 > s.n || !ascii_digit((unsigned char)s.p[at]) || !ascii_digit((unsigned char)s.p[at + 1]))
		return otherwise;
	return (s.p[at] - '0') * 10 + s.p[at + 1] - '0';
}

long long pdf_date(struct str s, int *zone_r)
{
	struct civil c = { 0 };
	struct str zone;
	int sign;

	if (str_starts(s, STR("D:")))
		s = str_from(s, 2);
	*zone_r = 0;
	if (two(s, 0, -1) < 0 || two(s, 2, -1) < 0)
		return TIME_NONE;
	c = (struct civil){ .year = two(s, 0, 0) * 100 + two(s, 2, 0), .month = two(s, 4, 1), .day = two(s, 6, 1),
		.hour = two(s, 8, 0), .minute = two(s, 10, 0), .second = two(s, 12, 0) };
	zone = str_from(s, 14);
	sign = zone.n > 0 && zone.p[0] == '+' ? 1 : zone.n > 0 && zone.p[0] == '-' ? -1 : 0;
	if (sign != 0)
		*zone_r = sign * (two(zone, 1, 0) * 60 + two(zone, 4, 0));
	return time_of(&c, *zone_r);
}

struct str pdf_inflate(struct arena *a, struct str packed, size_t most, bool *cut_r)
{
	struct inflate_state *z = ARENA_NEW(a, struct inflate_state);
	char *out = arena_alloc(a, most + 1);

	isal_inflate_init(z);
	z->crc_flag = ISAL_ZLIB;
	z->next_in = (uint8_t *)(uintptr_t)packed.p;
	z->avail_in = (uint32_t)packed.n;
	z->next_out = (uint8_t *)out;
	z->avail_out = (uint32_t)most;
	/* what came before damage is kept */
	if (isal_inflate(z) != ISAL_DECOMP_OK && z->avail_out == (uint32_t)most)
		return STR("");
	*cut_r = z->avail_out == 0 && z->block_state != ISAL_BLOCK_FINISH;
	return (struct str){ out, most - z->avail_out };
}
