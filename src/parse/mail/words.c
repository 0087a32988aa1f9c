/* words.c - encoded words (RFC 2047), as written and as miswritten.
 *
 * Neighbouring words of one charset are joined before they are decoded: many programs cut a
 * character between two words. */
#include "base/buf.h"
#include "base/text.h"
#include "parse/mail/reading.h"

struct word {
	struct str charset, text;       /* text still encoded */
	char encoding;                  /* 'b' or 'q' */
	size_t length;
};

/* An encoded word at the front of s. Blanks inside are tolerated in q-encoding. */
static bool take_word(struct str s, struct word *w)
{
	struct str rest = str_from(s, 2), charset, encoding;
	long long end;

	if (!str_starts(s, STR("=?")) || str_find_char(rest, '?') <= 0)
		return false;
	charset = str_upto(rest, '?');
	rest = str_after(rest, '?');
	encoding = str_upto(rest, '?');
	if (charset.n > 60 || encoding.n != 1 || str_find_char(rest, '?') < 0)
		return false;
	rest = str_after(rest, '?');
	end = str_find(rest, STR("?="));
	if (end < 0)
		return false;
	w->encoding = (char)ascii_lower((unsigned char)encoding.p[0]);
	w->charset = str_upto(charset, '*');    /* RFC 2231: =?charset*language? */
	w->text = str_at(rest, 0, (size_t)end);
	w->length = (size_t)(w->text.p - s.p) + w->text.n + 2;
	return w->encoding == 'b' || w->encoding == 'q';
}

static int hex(unsigned char c)
{
	c = ascii_lower(c);
	return ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void add_q(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		int high = i + 2 < s.n + 0 && s.p[i] == '=' ? hex((unsigned char)s.p[i + 1]) : -1;
		int low = high >= 0 ? hex((unsigned char)s.p[i + 2]) : -1;

		if (low >= 0) {
			buf_char(out, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_char(out, s.p[i] == '_' ? ' ' : s.p[i]);
		}
	}
}

static void flush(struct reading *r, struct buf *out, struct buf *bytes, struct str charset, size_t offset)
{
	struct str used, text;

	if (bytes->n == 0)
		return;
	text = charset_decode(r, arena_str(r->arena, buf_str(bytes)), charset, offset, &used);
	buf_add(out, text.p != NULL ? text : STR("\xEF\xBF\xBD"));
	buf_clear(bytes);
}

/* Folds and their line ends become nothing; the blank behind them stays. */
static struct str unfold(struct arena *a, struct str raw)
{
	char *out;
	size_t n = 0;

	if (memchr(raw.p, '\n', raw.n) == NULL && memchr(raw.p, '\r', raw.n) == NULL)
		return raw;
	out = arena_alloc(a, raw.n + 1);
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] != '\r' && raw.p[i] != '\n')
			out[n++] = raw.p[i];
	return (struct str){ out, n };
}

bool words_present(struct str s)
{
	return str_find(s, STR("=?")) >= 0;
}

static size_t blanks(struct str s)
{
	size_t n = 0;

	while (n < s.n && ascii_space((unsigned char)s.p[n]))
		n++;
	return n;
}

static struct str decode_plain(struct reading *r, struct str s, size_t offset)
{
	struct str used, text;

	if (ascii_length(s) == s.n && str_find_char(s, 0x1b) < 0)
		return s;
	note_defect(r, "header.raw-8bit", offset, s.n);
	text = charset_decode(r, s, STR(""), offset, &used);
	return text.p != NULL ? text : utf8_repair(r->arena, s);
}

struct str words_decode(struct reading *r, struct str raw, size_t offset)
{
	struct str s = str_trim(unfold(r->arena, raw)), charset = STR_NONE;
	struct buf out, bytes;
	size_t at = 0, plain_from = 0;

	if (!words_present(s))
		return decode_plain(r, s, offset);
	buf_init_arena(&out, r->arena, s.n * 4 + 64);
	buf_init_arena(&bytes, r->arena, s.n * 2 + 64);
	while (at < s.n) {
		const char *mark = memchr(s.p + at, '=', s.n - at);
		struct word w;

		if (mark == NULL)
			break;
		at = (size_t)(mark - s.p);
		if (s.n - at > 1 && mark[1] == '?' && r->word_total++ > MOST_WORDS) {
			note_limit(r, "header.words", MOST_WORDS);
			break;
		}
		if (!take_word(str_from(s, at), &w)) {
			at++;
			continue;
		}
		if (blanks(str_from(s, plain_from)) < at - plain_from || bytes.n == 0 || !str_ieq(w.charset, charset)) {
			/* something stands between the words, or the charset changes; blanks alone do not count */
			bool only_blanks = plain_from + blanks(str_from(s, plain_from)) >= at;

			flush(r, &out, &bytes, charset, offset);
			if (!only_blanks || plain_from == 0)
				buf_add(&out, decode_plain(r, str_at(s, plain_from, at - plain_from), offset + plain_from));
		}
		charset = w.charset;
		if (w.encoding == 'q')
			add_q(&bytes, w.text);
		else
			buf_add(&bytes, transfer_decode(r, TRANSFER_BASE64, w.text, offset + at));
		at += w.length;
		plain_from = at;
	}
	flush(r, &out, &bytes, charset, offset);
	buf_add(&out, decode_plain(r, str_from(s, plain_from), offset + plain_from));
	return buf_str(&out);
}
