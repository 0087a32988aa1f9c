/* phones.c - see phones.h. */
#include "analyse/phones.h"

#include "base/buf.h"

enum { DIGITS_LEAST = 8, DIGITS_MOST = 15, LONGEST = 30, TAIL = 8 };

static const char *const labels[] = { "tel", "telephone", "phone", "mobile", "cell", "direct", "fax", "call me", "電話", "携帯", "直通",
	"ファックス", "ファクス", "ＴＥＬ", "ＦＡＸ" };

/* A label at `at`, as a word of its own; its length, or 0. */
static size_t label_at(struct str s, size_t at)
{
	size_t best = 0;

	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		struct str l = str_of(labels[i]);
		bool ascii = (unsigned char)l.p[0] < 0x80;

		if (l.n <= best || !str_istarts(str_from(s, at), l))
			continue;
		if (ascii && ((at > 0 && ascii_alpha((unsigned char)s.p[at - 1])) || (at + l.n < s.n && ascii_alpha((unsigned char)s.p[at + l.n]))))
			continue;
		best = l.n;
	}
	return best;
}

static bool in_number(unsigned char c)
{
	return ascii_digit(c) || c == '-' || c == ' ' || c == '(' || c == ')' || c == '.' || c == '/' || c == '+';
}

/* The number behind a label: "Tel.: +81-3-1234-5678", "電話番号：03-1234-5678". */
static bool number_behind(struct arena *a, struct str s, size_t at, struct phone *p)
{
	size_t begin = at, end;
	struct buf digits;

	while (begin < s.n && begin - at < 24 && !ascii_digit((unsigned char)s.p[begin]) && s.p[begin] != '+' && s.p[begin] != '(' &&
	    s.p[begin] != '\n')
		begin++;
	for (end = begin; end < s.n && end - begin < LONGEST && in_number((unsigned char)s.p[end]); end++)
		;
	while (end > begin && !ascii_digit((unsigned char)s.p[end - 1]))
		end--;
	buf_init_arena(&digits, a, LONGEST + 1);
	for (size_t i = begin; i < end; i++)
		if (str_starts(str_from(s, i), STR("(0)")))
			i += 2;
		else if (ascii_digit((unsigned char)s.p[i]))
			buf_char(&digits, s.p[i]);
	p->digits = buf_str(&digits);
	while (p->digits.n > 0 && p->digits.p[0] == '0')
		p->digits = str_from(p->digits, 1);
	p->shown = str_at(s, begin, end - begin);
	p->from = begin;
	p->to = end;
	return p->digits.n >= DIGITS_LEAST && p->digits.n <= DIGITS_MOST;
}

static size_t quote_end(const struct mail *m, size_t at)
{
	for (size_t i = 0; i < m->quote_count; i++)
		if (at >= m->quotes[i].text_from && at < m->quotes[i].text_to)
			return m->quotes[i].text_to;
	return at;
}

static bool is_listed(const struct phone *list, size_t n, const struct phone *p)
{
	for (size_t i = 0; i < n; i++)
		if (phone_same(&list[i], p))
			return true;
	return false;
}

size_t phones_find(struct arena *a, const struct mail *m, struct phone list[PHONES_MOST])
{
	size_t n = 0, at = 0;

	while (at < m->text.n && n < PHONES_MOST) {
		unsigned char c = ascii_lower((unsigned char)m->text.p[at]);
		size_t length = c >= 0x80 || strchr("tpmcdf", c) != NULL ? label_at(m->text, at) : 0, out;
		struct phone p;

		if (length == 0) {
			at++;
			continue;
		}
		out = quote_end(m, at);
		if (out > at) {
			at = out;
			continue;
		}
		at += length;
		if (!number_behind(a, m->text, at, &p))
			continue;
		at = p.to;
		if (!is_listed(list, n, &p))
			list[n++] = p;
	}
	return n;
}

bool phone_same(const struct phone *x, const struct phone *y)
{
	struct str l = x->digits.n >= y->digits.n ? x->digits : y->digits, s = x->digits.n >= y->digits.n ? y->digits : x->digits;

	return str_eq(l, s) || (s.n >= TAIL && l.n - s.n <= 3 && str_ends(l, s));
}
