/* letter.c - see letter.h. */
#include "post/letter.h"

#include <sodium.h>

#include "base/text.h"
#include "base/time.h"

enum { QP_LINE = 76, WORD_BYTES = 45 };         /* 45 bytes are 60 characters of base64: an encoded word has at most 75 */

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] > '~')
			return false;
	return !str_has(s, STR("=?"));
}

/* RFC 2047: encoded words, cut between characters, folded. */
static void add_words(struct buf *out, struct str s, const char *end)
{
	bool first = true;

	if (is_plain(s)) {
		buf_add(out, s);
		return;
	}
	while (s.n > 0) {
		struct str part = utf8_cut(s, WORD_BYTES);
		char text[sodium_base64_ENCODED_LEN(WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];

		sodium_bin2base64(text, sizeof text, (const unsigned char *)part.p, part.n, sodium_base64_VARIANT_ORIGINAL);
		buf_printf(out, "%s%s=?UTF-8?B?%s?=", first ? "" : end, first ? "" : " ", text);
		first = false;
		s = str_from(s, part.n);
	}
}

static void add_phrase(struct buf *out, struct str name, const char *end)
{
	if (is_plain(name) && str_find_char(name, '"') < 0 && str_find_char(name, '\\') < 0)
		buf_printf(out, "\"" STR_FMT "\"", STR_ARG(name));
	else
		add_words(out, name, end);
}

/* RFC 5322: "Fri, 27 Nov 2026 13:00:00 +0900". */
static void add_date(struct buf *out, long long ms, int zone)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil c = time_civil(ms, zone);
	int size = zone < 0 ? -zone : zone;

	buf_printf(out, "%s, %d %s %04d %02d:%02d:%02d %c%02d%02d", days[c.weekday], c.day, months[c.month - 1], c.year, c.hour, c.minute,
	    c.second, zone < 0 ? '-' : '+', size / 60, size % 60);
}

/* One line of the text (RFC 2045, 6.7), soft breaks before 76. */
static void add_quoted_line(struct buf *out, struct str line)
{
	size_t width = 0;

	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];
		bool last = i + 1 == line.n, plain = c > ' ' && c <= '~' && c != '=';
		size_t need;

		plain |= (c == ' ' || c == '\t') && !last;      /* a blank at the end of a line would not arrive */
		plain &= !(c == '.' && width == 0);             /* nor would a dot stay alone where a server counts wrong */
		need = plain ? 1 : 3;
		if (width + need > QP_LINE - 1) {
			buf_z(out, "=\r\n");
			width = 0;
		}
		if (plain)
			buf_char(out, (char)c);
		else
			buf_printf(out, "=%02X", c);
		width += need;
	}
	buf_z(out, "\r\n");
}

static void add_text(struct buf *out, struct str text, enum letter_form form)
{
	struct str line;

	if (form == LETTER_FILE) {
		buf_add(out, text);
		return;
	}
	while (str_split(&text, '\n', &line) && (line.n > 0 || text.p != NULL))         /* not what follows the last \n */
		add_quoted_line(out, line);
}

void letter_write(struct buf *out, const struct letter *l, enum letter_form form)
{
	const char *end = form == LETTER_WIRE ? "\r\n" : "\n";

	if (l->from.n > 0) {
		buf_z(out, "From: ");
		if (l->from_name.n > 0)
			add_phrase(out, l->from_name, end);
		buf_printf(out, "%s<" STR_FMT ">%s", l->from_name.n > 0 ? " " : "", STR_ARG(l->from), end);
	}
	buf_printf(out, "To: " STR_FMT "%sSubject: ", STR_ARG(l->to), end);
	add_words(out, l->subject, end);
	buf_printf(out, "%sDate: ", end);
	add_date(out, l->date_ms, l->zone_minutes);
	buf_printf(out, "%sMessage-ID: " STR_FMT "%sMIME-Version: 1.0%sContent-Type: text/plain; charset=UTF-8%s"
	    "Content-Transfer-Encoding: %s%sAuto-Submitted: %s%sX-Auto-Response-Suppress: All%sX-Noroshi-Loop: " STR_FMT "%s%s",
	    end, STR_ARG(l->message_id), end, end, end, form == LETTER_WIRE ? "quoted-printable" : "8bit", end, l->answers ? "auto-replied" : "auto-generated", end, end, STR_ARG(l->loop), end, end);
	add_text(out, l->text, form);
}
