/* forwarded.c - see forwarded.h. */
#include "parse/forwarded.h"

#include "base/buf.h"
#include "base/text.h"

enum { TEXT_MOST = 1 << 20 };

static bool says_forward(struct str subject)
{
	static const char *const words[] = { "fw:", "fwd:", "wg:", "tr:", "rv:", "転送:", "転送：", "【転送】", "[転送]", "fw：", "fwd：", "转发:", "转发：", "轉寄:",
		"i:" };
	struct str s = str_trim(subject);

	while (str_starts(s, STR("[")) && str_find_char(s, ']') > 0 && !str_istarts(s, STR("[fwd")) && !str_starts(s, STR("[転送")))
		s = str_trim(str_after(s, ']'));
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_istarts(s, str_of(words[i])))
			return true;
	return str_istarts(s, STR("[fwd"));
}

/* Before the block stands a line that says so: "---------- Forwarded message", "Begin forwarded message:". */
static bool marked_as_forward(const struct mail *m, const struct quote *q)
{
	struct str before = str_at(m->text, q->text_from > 1200 ? q->text_from - 1200 : 0, q->text_from < 1200 ? q->text_from : 1200);

	return str_ihas(before, STR("forwarded message")) || str_ihas(before, STR("forwarded by")) || str_has(before, STR("転送")) ||
	    str_has(before, STR("轉寄")) || str_has(before, STR("转发")) || str_ihas(before, STR("weitergeleitete nachricht"));
}

static struct str one_line(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i];
	return utf8_cut((struct str){ p, s.n }, 900);
}

static void header(struct arena *a, struct buf *out, const char *name, struct str v)
{
	if (v.n == 0)
		return;
	buf_z(out, name);
	buf_z(out, ": ");
	buf_add(out, one_line(a, v));
	buf_z(out, "\r\n");
}

static struct str sender_of(struct arena *a, const struct quote *q)
{
	struct str name = str_trim(str_upto(q->who, '['));

	while (name.n > 0 && (name.p[0] == '"' || name.p[0] == '\''))
		name = str_from(name, 1);
	while (name.n > 0 && (name.p[name.n - 1] == '"' || name.p[name.n - 1] == '\''))
		name.n--;
	if (q->who_address.n == 0)
		return name;
	return name.n > 0 && !str_eq(name, q->who_address) && str_find_char(name, '"') < 0 ?
	    arena_printf(a, "\"" STR_FMT "\" <" STR_FMT ">", STR_ARG(name), STR_ARG(q->who_address)) : q->who_address;
}

const struct mail *forwarded_inline(struct arena *a, const struct mail *outer)
{
	const struct quote *q = outer->quote_count > 0 ? &outer->quotes[0] : NULL;
	struct mail *inner;
	struct buf out;

	if (q == NULL || outer->incomplete || q->depth != 1 || (q->who.n == 0 && q->who_address.n == 0) || (q->subject.n == 0 && q->to.n == 0) ||
	    (!says_forward(outer->subject) && !marked_as_forward(outer, q)))
		return NULL;
	buf_init_arena(&out, a, TEXT_MOST + 8192);
	header(a, &out, "From", sender_of(a, q));
	header(a, &out, "To", q->to);
	header(a, &out, "Date", q->when_text);
	header(a, &out, "Subject", q->subject);
	buf_z(&out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
	buf_add(&out, utf8_cut(q->text, TEXT_MOST));
	inner = ARENA_NEW(a, struct mail);
	*inner = *mail_parse(a, buf_str(&out), &mail_limits_default);
	inner->incomplete = true;
	inner->date_ms = q->when_ms;
	/* the links of an HTML forward stand in the outer mail; their visible texts alone would not tell where they lead */
	if (outer->link_count > inner->link_count) {
		inner->links = outer->links;
		inner->link_count = outer->link_count;
	}
	return inner;
}
