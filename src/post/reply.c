/* reply.c - see reply.h. */
#include "post/reply.h"

#include "base/buf.h"

enum { WORDS_MOST = 200 };

enum smtp_outcome smtp_judge(enum smtp_stage stage, int code)
{
	bool about_mail = stage == SMTP_TO || stage == SMTP_BODY;

	if (code == 421 || code < 200 || code > 599)
		return SMTP_AWAY;       /* it closes the connection, or no answer that the protocol knows */
	if (code < 400)
		return stage == SMTP_BODY && code / 100 == 2 ? SMTP_TAKEN : SMTP_AWAY;
	if (!about_mail)
		return SMTP_AWAY;
	return code < 500 ? SMTP_LATER : SMTP_REFUSED;
}

struct str reply_clean(struct arena *a, struct str words, size_t most)
{
	struct buf out;
	bool gap = false;

	buf_init_arena(&out, a, most + 1);
	words = str_trim(words);
	for (size_t i = 0; i < words.n && out.n < most; i++) {
		unsigned char c = (unsigned char)words.p[i];

		if (ascii_space(c)) {
			gap = out.n > 0;
			continue;
		}
		if (gap && out.n + 1 < most)
			buf_char(&out, ' ');
		gap = false;
		buf_char(&out, c > ' ' && c <= '~' ? (char)c : '?');
	}
	return buf_str(&out);
}

/* "5.1.1": three numbers, the first 2, 4 or 5. */
static size_t status_length(struct str s)
{
	size_t n = 0, dots = 0, digits = 0;

	for (; n < s.n && n < 11; n++) {
		if (ascii_digit((unsigned char)s.p[n])) {
			digits++;
		} else if (s.p[n] == '.' && digits > 0 && dots < 2) {
			dots++;
			digits = 0;
		} else {
			break;
		}
	}
	return dots == 2 && digits > 0 && s.p[1] == '.' && (s.p[0] == '2' || s.p[0] == '4' || s.p[0] == '5') ? n : 0;
}

struct str reply_status(struct str s)
{
	return str_at(s, 0, status_length(s));
}

static int code_of(struct str line)
{
	int code = 0;

	if (line.n < 3)
		return 0;
	for (size_t i = 0; i < 3; i++) {
		if (!ascii_digit((unsigned char)line.p[i]))
			return 0;
		code = code * 10 + (line.p[i] - '0');
	}
	return line.n == 3 || line.p[3] == ' ' || line.p[3] == '-' || line.p[3] == '\r' ? code : 0;
}

struct smtp_reply smtp_reply_read(struct arena *a, struct str text)
{
	struct smtp_reply r = { 0, STR(""), STR("") };
	struct str line;
	struct buf words;

	buf_init_arena(&words, a, 1 << 12);
	while (str_split(&text, '\n', &line) && words.n < 2 * WORDS_MOST) {
		struct str said = str_trim(str_from(line, line.n > 3 ? 4 : line.n));
		size_t n = status_length(said);

		if (code_of(line) == 0) {       /* nonsense stays readable */
			buf_add(&words, str_at(str_trim(line), 0, WORDS_MOST));
			continue;
		}
		r.code = code_of(line);
		if (n > 0)
			r.status = arena_str(a, str_at(said, 0, n));
		buf_printf(&words, "%s" STR_FMT, words.n > 0 ? " " : "", STR_ARG(str_at(str_trim(str_from(said, n)), 0, WORDS_MOST)));
	}
	r.words = reply_clean(a, buf_str(&words), WORDS_MOST);
	return r;
}

bool reply_means_bad_address(int code, struct str status)
{
	if (status.n > 0)
		return str_starts(status, STR("5.1.")) || str_eq(status, STR("5.2.1")) || str_eq(status, STR("5.0.0"));
	return code == 550 || code == 551 || code == 553;
}
