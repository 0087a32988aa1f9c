/* iso2022jp.c - ISO-2022-JP as it is met: RFC 1468 with JIS X 0212 (RFC 1554), half-width kana,
 * NEC row 13 and the IBM/NEC extensions (CP50221), carrier pictures, 8-bit kana.
 *
 * glibc has no decoder for this mixture.  The state machine is ours; two-byte codes become
 * Shift_JIS (CP932) or EUC-JP-MS bytes, whose tables iconv has. */
#include "base/buf.h"
#include "parse/mail/reading.h"

enum set { SET_ASCII, SET_KANA, SET_0208, SET_0212 };

struct jis {
	struct reading *r;
	struct buf out;
	enum set set, before;           /* before: a shift-out (JIS X 0201 kana in seven bits) */
	size_t bad, offset;
};

bool jis_looks_like(struct str bytes)
{
	for (const char *p = bytes.p, *end = p + bytes.n; (p = memchr(p, 0x1b, (size_t)(end - p))) != NULL; p++)
		if (end - p >= 3 && (p[1] == '$' || (p[1] == '(' && (p[2] == 'I' || p[2] == 'J'))))
			return true;
	return false;
}

static const struct { const char *escape; size_t n; enum set set; } escapes[] = {
	{ "\x1b(B", 3, SET_ASCII }, { "\x1b(J", 3, SET_ASCII }, { "\x1b(H", 3, SET_ASCII }, { "\x1b(I", 3, SET_KANA },
	{ "\x1b$(D", 4, SET_0212 }, { "\x1b$(@", 4, SET_0208 }, { "\x1b$(B", 4, SET_0208 }, { "\x1b$@", 3, SET_0208 },
	{ "\x1b$B", 3, SET_0208 }, { "\x1b$(O", 4, SET_0208 }, { "\x1b$(Q", 4, SET_0208 }, { "\x1b$A", 3, SET_0208 }, { "\x1b&@", 3, SET_0208 },
};

/* Length of the escape sequence at the front, 0 if it is none that we know. */
static size_t take_escape(struct jis *j, struct str s)
{
	for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
		if (str_starts(s, (struct str){ escapes[i].escape, escapes[i].n })) {
			j->set = escapes[i].set;
			return escapes[i].n;
		}
	}
	return 0;
}

static void bad(struct jis *j, size_t at, size_t n, const char *id, uint32_t shown)
{
	if (j->bad++ < 16)
		note_defect(j->r, id, j->offset + at, n);
	buf_utf8(&j->out, shown);
}

/* One JIS X 0208 code to Shift_JIS; the extensions lie in the same plane. */
static void pair_0208(struct jis *j, unsigned char high, unsigned char low, size_t at)
{
	unsigned char sjis[2];
	char utf8[16];
	size_t n;

	sjis[0] = (unsigned char)((high - 0x21) / 2 + (high < 0x5f ? 0x81 : 0xc1));
	if (high % 2 != 0)
		sjis[1] = (unsigned char)(low + (low < 0x60 ? 0x1f : 0x20));
	else
		sjis[1] = (unsigned char)(low + 0x7e);
	n = iconv_run("CP932", (struct str){ (char *)sjis, 2 }, utf8, sizeof utf8);
	if (n == 0)             /* rows without characters: pictures of mobile carriers */
		bad(j, at, 2, "charset.jis.picture", 0x3013);
	else
		buf_add(&j->out, (struct str){ utf8, n });
}

static void pair_0212(struct jis *j, unsigned char high, unsigned char low, size_t at)
{
	unsigned char euc[3] = { 0x8f, high | 0x80, low | 0x80 };
	char utf8[16];
	size_t n = iconv_run("EUC-JP-MS", (struct str){ (char *)euc, 3 }, utf8, sizeof utf8);

	if (n == 0)
		bad(j, at, 2, "charset.jis.bad", 0xFFFD);
	else
		buf_add(&j->out, (struct str){ utf8, n });
}

/* A run of pairs that stays in one set is converted at once: one call of iconv for a whole line. */
static size_t run_0208(struct jis *j, struct str s, size_t at)
{
	unsigned char sjis[512];
	char utf8[2048];
	size_t n = 0, i = at, made;

	while (i + 1 < s.n && n < sizeof sjis) {
		unsigned char high = (unsigned char)s.p[i] & 0x7f, low = (unsigned char)s.p[i + 1] & 0x7f;

		if (high < 0x21 || high > 0x7e || low < 0x21 || low > 0x7e)
			break;
		sjis[n++] = (unsigned char)((high - 0x21) / 2 + (high < 0x5f ? 0x81 : 0xc1));
		sjis[n++] = (unsigned char)(high % 2 != 0 ? low + (low < 0x60 ? 0x1f : 0x20) : low + 0x7e);
		i += 2;
	}
	if (n == 0)
		return at;
	made = iconv_run("CP932", (struct str){ (char *)sjis, n }, utf8, sizeof utf8);
	if (made > 0) {
		buf_add(&j->out, (struct str){ utf8, made });
		return i;
	}
	for (size_t k = at; k < i; k += 2)
		pair_0208(j, (unsigned char)s.p[k] & 0x7f, (unsigned char)s.p[k + 1] & 0x7f, k);
	return i;
}

static void shift(struct jis *j, bool out)
{
	if (out && j->set != SET_KANA)
		j->before = j->set;
	j->set = out ? SET_KANA : j->before;
}

/* One step outside escapes; gives how many bytes it took. */
static size_t take(struct jis *j, struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at], low = at + 1 < s.n ? (unsigned char)s.p[at + 1] : 0;
	size_t after;

	if (c == '\n' || c == '\r') {   /* every line begins in ASCII (RFC 1468), forgotten escapes or not */
		j->set = j->before = SET_ASCII;
		buf_char(&j->out, (char)c);
		return 1;
	}
	if (j->set == SET_KANA && (c & 0x7f) >= 0x21 && (c & 0x7f) <= 0x5f) {
		buf_utf8(&j->out, 0xFF61u + (c & 0x7fu) - 0x21u);
		return 1;
	}
	if (j->set == SET_0208 && (after = run_0208(j, s, at)) > at)
		return after - at;
	if (j->set == SET_0212 && (c & 0x7f) >= 0x21 && (low & 0x7f) >= 0x21) {
		pair_0212(j, c & 0x7f, low & 0x7f, at);
		return 2;
	}
	if (c >= 0xa1 && c <= 0xdf)
		buf_utf8(&j->out, 0xFF61u + c - 0xa1u);
	else if (c < 0x80 && c != 0x1b && c != 0x0e && c != 0x0f)
		buf_char(&j->out, (char)c);
	else if (c == 0x0e || c == 0x0f)
		shift(j, c == 0x0e);
	else
		bad(j, at, 1, "charset.jis.bad", 0xFFFD);
	return 1;
}

struct str jis_decode(struct reading *r, struct str bytes, size_t offset, size_t *bad_r)
{
	struct jis j = { .r = r, .offset = offset };

	buf_init_arena(&j.out, r->arena, bytes.n * 3 + 16);
	buf_reserve(&j.out, bytes.n * 3 / 2 + 16);
	for (size_t at = 0; at < bytes.n;) {
		size_t escape = bytes.p[at] == 0x1b ? take_escape(&j, str_from(bytes, at)) : 0;

		at += escape > 0 ? escape : take(&j, bytes, at);
	}
	*bad_r = j.bad;
	return buf_str(&j.out);
}
