/* mailgen.c - headers, encodings, MIME: the writer's side of what parse/mail reads. */
#include "demo/mailgen.h"

#include <assert.h>
#include <iconv.h>
#include <sodium.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"

enum { MOST_MAIL = 4 << 20 };

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static struct str to_jis(struct arena *a, struct str utf8)
{
	iconv_t cd = iconv_open("ISO-2022-JP", "UTF-8");
	size_t room = utf8.n * 4 + 64, left = room, in_left = utf8.n;
	char *out = arena_alloc(a, room), *at = out, *in = (char *)utf8.p;

	assert(cd != (iconv_t)-1);
	if (iconv(cd, &in, &in_left, &at, &left) == (size_t)-1 || iconv(cd, NULL, NULL, &at, &left) == (size_t)-1) {
		iconv_close(cd);
		return STR_NONE;
	}
	iconv_close(cd);
	return (struct str){ out, room - left };
}

static struct str base64(struct arena *a, struct str bytes)
{
	size_t room = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_ORIGINAL);
	char *out = arena_alloc(a, room);

	sodium_bin2base64(out, room, (const unsigned char *)bytes.p, bytes.n, sodium_base64_VARIANT_ORIGINAL);
	return (struct str){ out, room - 1 };
}

static void base64_lines(struct buf *out, struct arena *a, struct str bytes)
{
	struct str all = base64(a, bytes);

	for (; all.n > 0; all = str_from(all, 76)) {
		buf_add(out, str_at(all, 0, 76));
		buf_z(out, "\r\n");
	}
}

/* Encoded words of at most about 40 characters, so that no line grows too long (RFC 2047). */
static void encoded(struct buf *out, struct arena *a, enum mail_charset charset, struct str utf8)
{
	bool first = true;

	if (is_ascii(utf8)) {
		buf_add(out, utf8);
		return;
	}
	while (utf8.n > 0) {
		struct str piece = utf8_cut(utf8, 36);
		struct str jis = charset == CHARSET_ISO_2022_JP ? to_jis(a, piece) : STR_NONE;

		if (!first)
			buf_z(out, "\r\n ");
		buf_z(out, jis.p != NULL ? "=?ISO-2022-JP?B?" : "=?UTF-8?B?");
		buf_add(out, base64(a, jis.p != NULL ? jis : piece));
		buf_z(out, "?=");
		utf8 = str_from(utf8, piece.n);
		first = false;
	}
}

static void person(struct buf *out, struct arena *a, enum mail_charset charset, const struct mail_person *p)
{
	if (p->name.n > 0) {
		if (is_ascii(p->name)) {
			buf_z(out, "\"");
			buf_add(out, p->name);
			buf_z(out, "\"");
		} else {
			encoded(out, a, charset, p->name);
		}
		buf_z(out, " <");
		buf_add(out, p->address);
		buf_z(out, ">");
	} else {
		buf_add(out, p->address);
	}
}

static void people(struct buf *out, struct arena *a, const struct outmail *m, const char *header,
    const struct mail_person *list, size_t n)
{
	if (n == 0)
		return;
	buf_printf(out, "%s: ", header);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_z(out, ",\r\n\t");
		person(out, a, m->charset, &list[i]);
	}
	buf_z(out, "\r\n");
}

static void date(struct buf *out, long long ms, int zone)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
		"Dec" };
	struct civil c = time_civil(ms, zone);
	int size = zone < 0 ? -zone : zone;

	buf_printf(out, "%s, %d %s %04d %02d:%02d:%02d %c%02d%02d", days[c.weekday], c.day, months[c.month - 1], c.year,
	    c.hour, c.minute, c.second, zone < 0 ? '-' : '+', size / 60, size % 60);
}

static void received(struct buf *out, const struct outmail *m, struct arena *a, struct rng *rng)
{
	for (size_t i = m->hop_count; i-- > 0;) {
		buf_printf(out, "Received: from " STR_FMT " (" STR_FMT " [" STR_FMT "])\r\n\tby " STR_FMT " with ESMTP id " STR_FMT
		    ";\r\n\t", STR_ARG(m->hops[i].from_host), STR_ARG(m->hops[i].from_host), STR_ARG(m->hops[i].from_ip),
		    STR_ARG(m->hops[i].by), STR_ARG(rng_code(rng, a, 10)));
		date(out, m->date_ms + (long long)(i + 1) * 1700, ZONE_JST);
		buf_z(out, "\r\n");
	}
}

static void line(struct buf *out, const char *name, struct str value)
{
	if (value.n > 0)
		buf_printf(out, "%s: " STR_FMT "\r\n", name, STR_ARG(value));
}

static void headers(struct buf *out, struct arena *a, struct rng *rng, const struct outmail *m)
{
	received(out, m, a, rng);
	line(out, "Authentication-Results", m->auth_results);
	buf_z(out, "Date: ");
	date(out, m->date_ms, m->zone);
	buf_z(out, "\r\n");
	people(out, a, m, "From", &m->from, 1);
	people(out, a, m, "Sender", &m->sender, m->sender.address.n > 0);
	people(out, a, m, "Reply-To", &m->reply_to, m->reply_to.address.n > 0);
	people(out, a, m, "To", m->to, m->to_count);
	if (m->undisclosed)
		buf_z(out, "To: undisclosed-recipients:;\r\n");
	people(out, a, m, "Cc", m->cc, m->cc_count);
	buf_z(out, "Subject: ");
	encoded(out, a, m->charset, m->subject);
	buf_z(out, "\r\n");
	line(out, "Message-ID", m->message_id);
	line(out, "In-Reply-To", m->in_reply_to);
	for (size_t i = 0; i < m->reference_count; i++)
		buf_printf(out, "%s" STR_FMT "%s", i == 0 ? "References: " : "\r\n ", STR_ARG(m->references[i]),
		    i + 1 == m->reference_count ? "\r\n" : "");
	line(out, "X-Mailer", m->mailer);
	line(out, "List-Id", m->list_id);
	line(out, "List-Unsubscribe", m->list_unsubscribe);
	line(out, "Precedence", m->precedence);
	buf_z(out, "MIME-Version: 1.0\r\n");
}

static void crlf(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n' && (i == 0 || text.p[i - 1] != '\r'))
			buf_char(out, '\r');
		buf_char(out, text.p[i]);
	}
}

static void text_part(struct buf *out, struct arena *a, enum mail_charset charset, const char *type, struct str text)
{
	struct str jis = charset == CHARSET_ISO_2022_JP ? to_jis(a, text) : STR_NONE;

	if (jis.p != NULL) {
		buf_printf(out, "Content-Type: %s; charset=ISO-2022-JP\r\nContent-Transfer-Encoding: 7bit\r\n\r\n", type);
		crlf(out, jis);
	} else if (is_ascii(text)) {
		buf_printf(out, "Content-Type: %s; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n", type);
		crlf(out, text);
	} else {
		buf_printf(out, "Content-Type: %s; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", type);
		base64_lines(out, a, text);
	}
	buf_z(out, "\r\n");
}

static void bodies(struct buf *out, struct arena *a, struct rng *rng, const struct outmail *m)
{
	struct str edge;

	if (m->html.n == 0) {
		text_part(out, a, m->charset, "text/plain", m->text);
		return;
	}
	edge = arena_printf(a, "alt-" STR_FMT, STR_ARG(rng_code(rng, a, 12)));
	buf_printf(out, "Content-Type: multipart/alternative; boundary=\"" STR_FMT "\"\r\n\r\n--" STR_FMT "\r\n", STR_ARG(edge),
	    STR_ARG(edge));
	text_part(out, a, m->charset, "text/plain", m->text);
	buf_printf(out, "--" STR_FMT "\r\n", STR_ARG(edge));
	text_part(out, a, m->charset, "text/html", m->html);
	buf_printf(out, "--" STR_FMT "--\r\n", STR_ARG(edge));
}

static void file_part(struct buf *out, struct arena *a, enum mail_charset charset, const struct mail_file *f)
{
	buf_printf(out, "Content-Type: " STR_FMT ";\r\n name=\"", STR_ARG(f->media_type));
	encoded(out, a, charset, f->name);
	buf_z(out, "\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n filename=\"");
	encoded(out, a, charset, f->name);
	buf_z(out, "\"\r\n\r\n");
	base64_lines(out, a, f->bytes);
}

struct str mail_write(struct arena *a, struct rng *rng, const struct outmail *m)
{
	struct buf out;
	struct str edge;

	buf_init(&out, MOST_MAIL);
	headers(&out, a, rng, m);
	if (m->file_count == 0) {
		bodies(&out, a, rng, m);
	} else {
		edge = arena_printf(a, "mix-" STR_FMT, STR_ARG(rng_code(rng, a, 12)));
		buf_printf(&out, "Content-Type: multipart/mixed; boundary=\"" STR_FMT "\"\r\n\r\n--" STR_FMT "\r\n", STR_ARG(edge),
		    STR_ARG(edge));
		bodies(&out, a, rng, m);
		for (size_t i = 0; i < m->file_count; i++) {
			buf_printf(&out, "--" STR_FMT "\r\n", STR_ARG(edge));
			file_part(&out, a, m->charset, &m->files[i]);
		}
		buf_printf(&out, "--" STR_FMT "--\r\n", STR_ARG(edge));
	}
	assert(!out.failed);
	edge = arena_str(a, buf_str(&out));
	buf_fini(&out);
	return edge;
}

struct str mail_wrap(struct arena *a, struct rng *rng, const struct outmail *outer, const struct str *inner, size_t n)
{
	struct buf out;
	struct str edge = arena_printf(a, "fwd-" STR_FMT, STR_ARG(rng_code(rng, a, 12)));

	buf_init(&out, MOST_MAIL);
	headers(&out, a, rng, outer);
	buf_printf(&out, "Content-Type: multipart/mixed; boundary=\"" STR_FMT "\"\r\n\r\n--" STR_FMT "\r\n", STR_ARG(edge),
	    STR_ARG(edge));
	bodies(&out, a, rng, outer);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&out, "--" STR_FMT "\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n",
		    STR_ARG(edge));
		buf_add(&out, inner[i]);
		buf_z(&out, "\r\n");
	}
	buf_printf(&out, "--" STR_FMT "--\r\n", STR_ARG(edge));
	edge = arena_str(a, buf_str(&out));
	buf_fini(&out);
	return edge;
}

/* "From " lines inside get one '>' more (mboxrd). */
static void quoted_for_mbox(struct buf *out, struct str mail)
{
	struct str text;

	while (str_split(&mail, '\n', &text)) {
		size_t marks = 0;

		while (marks < text.n && text.p[marks] == '>')
			marks++;
		if (str_starts(str_from(text, marks), STR("From ")))
			buf_char(out, '>');
		buf_add(out, str_ends(text, STR("\r")) ? str_at(text, 0, text.n - 1) : text);
		buf_char(out, '\n');
	}
}

struct str mbox_write(struct arena *a, const struct str *mails, size_t n, long long at_ms)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
		"Dec" };
	struct civil c = time_civil(at_ms, 0);
	struct buf out;
	struct str all;

	buf_init(&out, MOST_MAIL);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&out, "From MAILER-DAEMON %s %s %2d %02d:%02d:%02d %d\n", days[c.weekday], months[c.month - 1], c.day,
		    c.hour, c.minute, c.second, c.year);
		quoted_for_mbox(&out, mails[i]);
		buf_char(&out, '\n');
	}
	all = arena_str(a, buf_str(&out));
	buf_fini(&out);
	return all;
}
