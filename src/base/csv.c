/* csv.c - RFC 4180 in both directions. */
#include "base/csv.h"

struct csv csv_start(struct str file)
{
	if (str_starts(file, STR("\xEF\xBB\xBF")))
		file = str_from(file, 3);
	return (struct csv){ file, 0, 1, ',' };
}

static int quoted_field(struct csv *c, struct buf *out, struct err *e)
{
	size_t i = 1;

	for (;; i++) {
		if (i >= c->rest.n)
			return err_set(e, ERR_INPUT, "row %d: a quotation mark opens a field that never ends", c->row);
		if (c->rest.p[i] == '\n')
			c->next_row++;
		if (c->rest.p[i] != '"') {
			buf_char(out, c->rest.p[i]);
		} else if (i + 1 < c->rest.n && c->rest.p[i + 1] == '"') {
			buf_char(out, '"');
			i++;
		} else {
			break;
		}
	}
	c->rest = str_from(c->rest, i + 1);
	return 0;
}

static void plain_rest(struct csv *c, struct buf *out)
{
	size_t i = 0;

	while (i < c->rest.n && c->rest.p[i] != c->separator && c->rest.p[i] != '\n')
		i++;
	buf_add(out, str_at(c->rest, 0, i));
	c->rest = str_from(c->rest, i);
	if (out->n > 0 && out->p[out->n - 1] == '\r' && (c->rest.n == 0 || c->rest.p[0] == '\n'))
		out->n--;
}

int csv_next(struct csv *c, struct arena *a, struct str **fields_r, size_t *n_r, struct err *e)
{
	struct str *fields = NULL;
	size_t n = 0, room = 0;

	while (c->rest.n > 0 && (c->rest.p[0] == '\n' || str_starts(c->rest, STR("\r\n")))) {
		c->next_row++;
		c->rest = str_after(c->rest, '\n');
	}
	if (c->rest.n == 0)
		return 0;
	c->row = c->next_row++;
	for (;;) {
		struct buf out;

		buf_init_arena(&out, a, c->rest.n + 1);
		if (c->rest.n > 0 && c->rest.p[0] == '"' && quoted_field(c, &out, e) < 0)
			return -1;
		plain_rest(c, &out);
		*ARENA_PUSH(a, fields, n, room) = buf_str(&out);
		if (c->rest.n == 0 || c->rest.p[0] == '\n')
			break;
		c->rest = str_from(c->rest, 1);
	}
	c->rest = str_from(c->rest, 1);
	*fields_r = fields;
	*n_r = n;
	return 1;
}

void csv_bom(struct buf *out)
{
	buf_z(out, "\xEF\xBB\xBF");
}

static bool is_number(struct str s)
{
	size_t i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');

	if (i >= s.n)
		return false;
	for (; i < s.n; i++)
		if (!ascii_digit((unsigned char)s.p[i]) && s.p[i] != '.' && s.p[i] != ',')
			return false;
	return true;
}

/* Would a spreadsheet take it for a formula?  Full-width signs count where Japanese input is on
 * (OWASP, CSV Injection). */
static bool is_formula(struct str s)
{
	static const char *const wide[] = { "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20" };

	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
		if (str_starts(s, str_of(wide[i])))
			return true;
	return s.n > 0 && memchr("=+-@\t\r\n", s.p[0], 7) != NULL && !is_number(s);
}

void csv_field(struct buf *out, bool first, struct str s)
{
	bool formula = is_formula(s);
	bool quotes = formula;

	if (!first)
		buf_char(out, ',');
	for (size_t i = 0; i < s.n && !quotes; i++)
		quotes = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
	if (quotes)
		buf_char(out, '"');
	if (formula)
		buf_char(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(out, '"');
		buf_char(out, s.p[i]);
	}
	if (quotes)
		buf_char(out, '"');
}

void csv_end(struct buf *out)
{
	buf_z(out, "\r\n");
}
