/* imap_read.c - see imap_read.h. */
#include "post/imap_read.h"

/* ---- bytes ---- */

static enum imap_got take_literal(struct imap_reader *r, struct str *bytes, struct str *piece_r)
{
	size_t n = (unsigned long long)r->literal < bytes->n ? (size_t)r->literal : bytes->n;

	*piece_r = str_at(*bytes, 0, n);
	*bytes = str_from(*bytes, n);
	r->literal -= (long long)n;
	return IMAP_BYTES;
}

static enum imap_got end_line(struct imap_reader *r, struct str *piece_r)
{
	*piece_r = (struct str){ r->line, r->n };
	if (!str_ends(*piece_r, STR("\r\n"))) {
		r->broken = true;
		return IMAP_NONSENSE;
	}
	piece_r->n -= 2;
	/* only what came behind the last literal may announce another one */
	if (imap_literal(str_from(*piece_r, r->behind), &r->literal)) {
		r->n -= 2;              /* the rest of the line is appended */
		r->behind = r->n;
		return IMAP_LITERAL;
	}
	r->goes_on = true;
	return IMAP_LINE;
}

enum imap_got imap_read(struct imap_reader *r, struct str *bytes, struct str *piece_r)
{
	const char *lf;
	size_t n;

	if (r->broken)
		return IMAP_NONSENSE;
	if (bytes->n == 0)
		return IMAP_MORE;
	if (r->literal > 0)
		return take_literal(r, bytes, piece_r);
	if (r->goes_on)
		r->n = r->behind = 0;
	r->goes_on = false;
	lf = memchr(bytes->p, '\n', bytes->n);
	n = lf != NULL ? (size_t)(lf - bytes->p) + 1 : bytes->n;
	if (n > sizeof r->line - r->n) {
		r->broken = true;
		return IMAP_NONSENSE;
	}
	memcpy(r->line + r->n, bytes->p, n);
	r->n += n;
	*bytes = str_from(*bytes, n);
	return lf != NULL ? end_line(r, piece_r) : IMAP_MORE;
}

/* ---- lines ---- */

static bool take_number(struct str s, long long *n_r)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_digit((unsigned char)s.p[i]))
			return false;
	return s.n > 0 && s.n <= 18 && str_to_int(s, n_r);
}

bool imap_literal(struct str line, long long *n_r)
{
	long long open;

	if (!str_ends(line, STR("}")))
		return false;
	open = str_rfind_char(line, '{');
	return open >= 0 && take_number(str_at(line, (size_t)open + 1, line.n - (size_t)open - 2), n_r);
}

static struct str take_word(struct str *rest)
{
	struct str word;

	return str_split(rest, ' ', &word) ? word : STR("");
}

bool imap_status(struct str line, struct str tag, struct imap_status *status_r)
{
	static const char *const words[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };
	struct str rest = line, word;
	long long end;

	*status_r = (struct imap_status){ STR(""), STR(""), STR("") };
	if (!str_eq(take_word(&rest), tag))
		return false;
	word = take_word(&rest);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_ieq(word, str_of(words[i])))
			status_r->word = str_of(words[i]);
	if (status_r->word.n == 0 || rest.p == NULL)
		return true;
	end = str_find_char(rest, ']');
	if (rest.n > 0 && rest.p[0] == '[' && end > 0) {
		status_r->code = str_at(rest, 1, (size_t)end - 1);
		rest = str_from(rest, (size_t)end + 1);
	}
	status_r->said = str_trim(rest);
	return true;
}

long long imap_code_number(struct str code, struct str name)
{
	long long n;

	return str_istarts(code, name) && code.n > name.n && code.p[name.n] == ' ' && take_number(str_from(code, name.n + 1), &n) ? n : -1;
}

bool imap_can(struct str line, struct str word)
{
	struct str rest = line, one;

	if (!str_eq(take_word(&rest), STR("*")) || !str_ieq(take_word(&rest), STR("CAPABILITY")))
		return false;
	while (str_split(&rest, ' ', &one))
		if (str_ieq(one, word))
			return true;
	return false;
}

/* ---- the items of FETCH ---- */

/* A value: an atom, "quoted", {n}, or (a list, however deep). */
static struct str take_value(struct str *rest)
{
	size_t i = 0, depth = 0;
	bool quoted = false;
	struct str value;

	for (; i < rest->n; i++) {
		char c = rest->p[i];

		if (quoted) {
			i += c == '\\';
			quoted = c != '"';
			continue;
		}
		if ((c == ' ' && depth == 0) || (c == ')' && depth == 0))
			break;
		quoted = c == '"';
		depth += c == '(';
		depth -= c == ')';
	}
	value = str_at(*rest, 0, i);
	*rest = str_from(*rest, i);
	while (rest->n > 0 && rest->p[0] == ' ')
		*rest = str_from(*rest, 1);
	return value;
}

static bool take_body(struct str value, struct imap_fetched *f)
{
	f->has_body = true;
	f->literal = 0;
	return str_ieq(value, STR("NIL")) || str_eq(value, STR("\"\"")) || (imap_literal(value, &f->literal) && value.p[0] == '{');
}

bool imap_fetched(struct str line, struct imap_fetched *f_r)
{
	struct str rest = line;
	long long number;

	*f_r = (struct imap_fetched){ .uid = -1, .size = -1 };
	if (!str_eq(take_word(&rest), STR("*")) || !take_number(take_word(&rest), &number) || !str_ieq(take_word(&rest), STR("FETCH")) ||
	    rest.n < 2 || rest.p[0] != '(')
		return false;
	rest = str_from(rest, 1);
	while (rest.n > 0 && rest.p[0] != ')') {
		struct str name = take_value(&rest), value = take_value(&rest);
		bool known = true;

		if (str_ieq(name, STR("UID")))
			known = take_number(value, &f_r->uid);
		else if (str_ieq(name, STR("RFC822.SIZE")))
			known = take_number(value, &f_r->size);
		else if (str_istarts(name, STR("BODY[]")))
			known = take_body(value, f_r);
		if (!known || name.n == 0)
			return false;
	}
	return rest.n > 0;
}
