/* lmtp_state.c - see lmtp_state.h. */
#include "post/lmtp_state.h"

enum { PATH_MOST = 320 };

static void say(struct buf *out, const char *reply)
{
	buf_printf(out, "%s\r\n", reply);
}

static void mistake(struct lmtp *l, struct buf *out, const char *reply)
{
	say(out, reply);
	if (++l->mistakes < LMTP_MISTAKES)
		return;
	say(out, "421 4.7.0 too many mistakes");
	l->hooks->reset(l->ctx);
	l->step = LMTP_OVER;
}

static void forget(struct lmtp *l)
{
	if (l->step > LMTP_READY)
		l->hooks->reset(l->ctx);
	l->recipients = 0;
	if (l->step > LMTP_READY && l->step < LMTP_OVER)
		l->step = LMTP_READY;
}

void lmtp_begin(struct lmtp *l, const struct lmtp_hooks *hooks, void *ctx, const char *host, long long most, struct buf *out)
{
	*l = (struct lmtp){ .hooks = hooks, .ctx = ctx, .host = host, .most = most };
	buf_printf(out, "220 %s LMTP noroshi\r\n", host);
}

/* ---- paths and parameters ---- */

bool lmtp_path(struct str s, struct str *path_r, struct str *rest_r)
{
	long long end;
	struct str path;

	s = str_trim(s);
	end = str_find_char(s, '>');
	if (s.n < 2 || s.p[0] != '<' || end < 0 || end > PATH_MOST)
		return false;
	path = str_at(s, 1, (size_t)end - 1);
	*rest_r = str_from(s, (size_t)end + 1);
	if (rest_r->n > 0 && rest_r->p[0] != ' ')
		return false;
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] <= ' ' || (unsigned char)path.p[i] >= 0x7F || path.p[i] == '<' || path.p[i] == ',' || path.p[i] == ':')
			return false;
	*path_r = path;
	return path.n == 0 || (str_find_char(path, '@') > 0 && str_after(path, '@').n > 0 && path.p[0] != '@');
}

/* SIZE and BODY are what we say that we know; anything else is refused. */
static const char *read_parameters(struct str rest, long long *size_r)
{
	struct str word;

	*size_r = 0;
	while (str_split(&rest, ' ', &word)) {
		if (word.n == 0 || str_ieq(word, STR("BODY=7BIT")) || str_ieq(word, STR("BODY=8BITMIME")))
			continue;
		if (!str_istarts(word, STR("SIZE=")))
			return "555 5.5.4 this parameter is not known here";
		if (!str_to_int(str_from(word, 5), size_r) || *size_r < 0)
			return "501 5.5.4 SIZE is a number";
	}
	return NULL;
}

/* ---- commands ---- */

static void do_lhlo(struct lmtp *l, struct str rest, struct buf *out)
{
	if (str_trim(rest).n == 0) {
		mistake(l, out, "501 5.5.4 LHLO and your name");
		return;
	}
	forget(l);
	l->step = LMTP_READY;
	buf_printf(out, "250-%s\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 SIZE %lld\r\n", l->host, l->most);
}

static void do_mail(struct lmtp *l, struct str rest, struct buf *out)
{
	const char *reply;
	struct str path, more;
	long long size;

	if (l->step != LMTP_READY) {
		mistake(l, out, l->step == LMTP_GREETED ? "503 5.5.1 LHLO first" : "503 5.5.1 one mail at a time");
		return;
	}
	if (!str_istarts(rest, STR("FROM:")) || !lmtp_path(str_from(rest, 5), &path, &more)) {
		mistake(l, out, "501 5.1.7 MAIL FROM:<address>");
		return;
	}
	reply = read_parameters(more, &size);
	if (reply != NULL) {
		mistake(l, out, reply);
		return;
	}
	if (size > l->most)
		reply = "552 5.3.4 the mail is larger than what is taken here";
	else
		reply = l->hooks->mail(l->ctx, path, size);
	if (reply == NULL)
		l->step = LMTP_MAIL;
	say(out, reply != NULL ? reply : "250 2.1.0 go on");
}

static void do_rcpt(struct lmtp *l, struct str rest, struct buf *out)
{
	const char *reply;
	struct str path, more;

	if (l->step != LMTP_MAIL && l->step != LMTP_RCPT) {
		mistake(l, out, "503 5.5.1 MAIL first");
		return;
	}
	if (!str_istarts(rest, STR("TO:")) || !lmtp_path(str_from(rest, 3), &path, &more) || path.n == 0 || str_trim(more).n > 0) {
		mistake(l, out, "501 5.1.3 RCPT TO:<address>");
		return;
	}
	reply = l->recipients >= LMTP_RECIPIENTS ? "452 4.5.3 too many recipients" : l->hooks->rcpt(l->ctx, path);
	if (reply == NULL) {
		l->step = LMTP_RCPT;
		l->recipients++;
	}
	say(out, reply != NULL ? reply : "250 2.1.5 go on");
}

static void do_data(struct lmtp *l, struct buf *out)
{
	const char *reply;

	if (l->step != LMTP_RCPT) {
		mistake(l, out, "503 5.5.1 no recipient");
		return;
	}
	reply = l->hooks->data(l->ctx);
	if (reply != NULL) {
		say(out, reply);
		return;
	}
	l->step = LMTP_DATA;
	l->at = TEXT_LINE_START;
	say(out, "354 end with a dot on a line of its own");
}

static void do_line(struct lmtp *l, struct str line, struct buf *out)
{
	struct str verb = str_upto(line, ' '), rest = str_after(line, ' ');

	if (str_ieq(verb, STR("LHLO"))) {
		do_lhlo(l, rest, out);
	} else if (str_ieq(verb, STR("MAIL"))) {
		do_mail(l, rest, out);
	} else if (str_ieq(verb, STR("RCPT"))) {
		do_rcpt(l, rest, out);
	} else if (str_ieq(verb, STR("DATA")) && rest.n == 0) {
		do_data(l, out);
	} else if (str_ieq(verb, STR("RSET"))) {
		forget(l);
		say(out, "250 2.0.0 forgotten");
	} else if (str_ieq(verb, STR("NOOP"))) {
		say(out, "250 2.0.0 well");
	} else if (str_ieq(verb, STR("VRFY"))) {
		say(out, "252 2.1.5 try it");
	} else if (str_ieq(verb, STR("QUIT"))) {
		forget(l);
		l->step = LMTP_OVER;
		say(out, "221 2.0.0 good bye");
	} else {
		mistake(l, out, "500 5.5.1 this is LMTP: LHLO MAIL RCPT DATA RSET NOOP QUIT");
	}
}

/* ---- bytes ---- */

/* Up to the end of a line; a bare LF or CR or NUL makes the line one that is not understood. */
static size_t take_line(struct lmtp *l, struct str bytes, struct buf *out)
{
	const char *lf = memchr(bytes.p, '\n', bytes.n);
	size_t n = lf != NULL ? (size_t)(lf - bytes.p) + 1 : bytes.n, room = sizeof l->line - l->n, part = n < room ? n : room;
	struct str line;

	memcpy(l->line + l->n, bytes.p, part);
	l->n += part;
	l->too_long |= part < n;
	if (lf == NULL)
		return n;
	line = (struct str){ l->line, l->n };
	l->n = 0;
	if (l->too_long) {
		l->too_long = false;
		mistake(l, out, "500 5.5.2 the line is too long");
	} else if (!str_ends(line, STR("\r\n")) || memchr(line.p, '\r', line.n) != line.p + line.n - 2 || memchr(line.p, '\0', line.n) != NULL) {
		mistake(l, out, "500 5.5.2 lines end with CR LF");
	} else {
		do_line(l, str_at(line, 0, line.n - 2), out);
	}
	return n;
}

static void end_text(struct lmtp *l, struct buf *out)
{
	const char *reply = l->hooks->deliver(l->ctx);

	for (size_t i = 0; i < l->recipients; i++)
		say(out, reply);
	forget(l);
}

/* Text up to its end; what is given on has the dots of RFC 5321, 4.5.2 taken off. */
static size_t take_text(struct lmtp *l, struct str bytes, struct buf *out)
{
	size_t from = 0, i = 0;

	for (; i < bytes.n; i++) {
		char c = bytes.p[i];

		switch (l->at) {
		case TEXT_LINE_START:
			if (c == '.') {
				l->hooks->text(l->ctx, str_at(bytes, from, i - from));
				from = i + 1;
				l->at = TEXT_DOT;
				continue;
			}
			break;
		case TEXT_DOT:
			if (c == '\r') {
				from = i + 1;
				l->at = TEXT_DOT_CR;
				continue;
			}
			break;
		case TEXT_DOT_CR:
			if (c == '\n') {
				end_text(l, out);
				return i + 1;
			}
			l->hooks->text(l->ctx, STR("\r"));
			break;
		case TEXT_CR:
			if (c == '\n') {
				l->at = TEXT_LINE_START;
				continue;
			}
			break;
		case TEXT_INSIDE:
			break;
		}
		l->at = c == '\r' ? TEXT_CR : TEXT_INSIDE;
	}
	if (i > from)
		l->hooks->text(l->ctx, str_at(bytes, from, i - from));
	return bytes.n;
}

void lmtp_take(struct lmtp *l, struct str bytes, struct buf *out)
{
	while (bytes.n > 0 && l->step != LMTP_OVER)
		bytes = str_from(bytes, l->step == LMTP_DATA ? take_text(l, bytes, out) : take_line(l, bytes, out));
}

bool lmtp_close(struct lmtp *l, const char *why, struct buf *out)
{
	if (l->step == LMTP_DATA)
		return false;
	forget(l);
	l->step = LMTP_OVER;
	say(out, why);
	return true;
}
