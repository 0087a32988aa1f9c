/* params.c - Content-Type and Content-Disposition with parameters (RFC 2045, 2231), and every
 * way in which readers understand a file name. */
#include "base/buf.h"
#include "base/text.h"
#include "parse/mail/reading.h"

enum { MOST_PARAMS = 100, MOST_SECTIONS = 100, PARAMS_WHEN_MANY = 8 };

struct raw_param {
	struct str name, value;         /* name lower-case as written, with *0* and the like */
	bool quoted;
};

static struct str skip_space(struct str s)
{
	int depth = 0;

	while (s.n > 0 && (depth > 0 || ascii_space((unsigned char)s.p[0]) || s.p[0] == '(')) {
		depth += s.p[0] == '(' ? 1 : s.p[0] == ')' ? -1 : 0;
		s = str_from(s, 1);
	}
	return s;
}

static struct str quoted_value(struct arena *a, struct str *s)
{
	char *out = arena_alloc(a, s->n + 1);
	size_t n = 0, i = 1;

	for (; i < s->n && s->p[i] != '"'; i++) {
		if (s->p[i] == '\\' && i + 1 < s->n && (s->p[i + 1] == '"' || s->p[i + 1] == '\\'))
			i++;
		if (s->p[i] != '\r' && s->p[i] != '\n')
			out[n++] = s->p[i];
	}
	*s = str_from(*s, i + 1);
	return (struct str){ out, n };
}

static struct str plain_value(struct str *s)
{
	size_t n = 0;
	struct str value;

	while (n < s->n && s->p[n] != ';' && s->p[n] != '\r' && s->p[n] != '\n' &&
	    !(s->p[n] == '(' && n > 0 && ascii_space((unsigned char)s->p[n - 1])))
		n++;
	value = str_trim(str_at(*s, 0, n));
	*s = str_from(*s, n);
	return value;
}

/* Ten thousand parts have ten thousand fields: no more room than there can be parameters. */
static size_t possible_params(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < MOST_PARAMS; i++)
		n += s.p[i] == '=';
	return n;
}

static size_t split_params(struct reading *r, struct str s, struct raw_param *list, size_t most)
{
	size_t n = 0;

	while (s.n > 0 && n < most) {
		struct str name;
		size_t i = 0;

		s = skip_space(s);
		if (s.n > 0 && s.p[0] == ';') {
			s = str_from(s, 1);
			continue;
		}
		while (i < s.n && s.p[i] != '=' && s.p[i] != ';' && !ascii_space((unsigned char)s.p[i]))
			i++;
		name = arena_lower(r->arena, str_at(s, 0, i));
		s = skip_space(str_from(s, i));
		if (s.n == 0 || s.p[0] != '=') {
			if (i == 0)
				s = str_from(s, 1);
			continue;
		}
		s = skip_space(str_from(s, 1));
		list[n].name = name;
		list[n].quoted = s.n > 0 && s.p[0] == '"';
		list[n].value = list[n].quoted ? quoted_value(r->arena, &s) : plain_value(&s);
		n += name.n > 0;
	}
	return n;
}

static int hex(unsigned char c)
{
	c = ascii_lower(c);
	return ascii_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void add_percent(struct reading *r, struct buf *out, struct str s, size_t offset)
{
	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '%' && i + 2 < s.n ? hex((unsigned char)s.p[i + 1]) : -1;
		int low = high >= 0 ? hex((unsigned char)s.p[i + 2]) : -1;

		if (low >= 0) {
			buf_char(out, (char)(high << 4 | low));
			i += 2;
		} else {
			if (s.p[i] == '%')
				note_defect(r, "param.percent-bad", offset, 0);
			buf_char(out, s.p[i]);
		}
	}
}

/* "text (comment) / plain": the words around the slash, without blanks and comments. */
static struct str type_value(struct reading *r, struct str *rest)
{
	char *out = arena_alloc(r->arena, rest->n + 1);
	size_t n = 0;

	for (;;) {
		size_t i = 0;

		*rest = skip_space(*rest);
		while (i < rest->n && rest->p[i] != ';' && rest->p[i] != '(' && !ascii_space((unsigned char)rest->p[i]))
			i++;
		memcpy(out + n, rest->p, i);
		n += i;
		*rest = str_from(*rest, i);
		if (i == 0 || n == 0)
			break;
		if (out[n - 1] != '/') {
			struct str next = skip_space(*rest);

			if (next.n == 0 || next.p[0] != '/')
				break;
		}
	}
	return utf8_repair(r->arena, arena_lower(r->arena, (struct str){ out, n }));
}

/* "filename*1*" -> base "filename", section 1, extended; plain names give section -1. */
static struct str base_name(struct str name, int *section_r, bool *extended_r)
{
	long long star = str_find_char(name, '*');
	struct str rest = star >= 0 ? str_from(name, (size_t)star + 1) : STR("");
	long long number;

	*section_r = -1;
	*extended_r = star >= 0 && name.p[name.n - 1] == '*';
	if (*extended_r && rest.n > 0)
		rest.n--;
	if (rest.n > 0 && str_to_int(rest, &number) && number >= 0 && number < MOST_SECTIONS)
		*section_r = (int)number;
	return star >= 0 ? str_at(name, 0, (size_t)star) : name;
}

/* Joins the sections of one extended parameter in order and decodes them with the charset of the
 * first ("charset'language'text"). */
static struct str join_sections(struct reading *r, const struct raw_param *list, size_t n, struct str base, size_t offset)
{
	struct str charset = STR(""), used, text;
	struct buf bytes;

	buf_init_arena(&bytes, r->arena, r->limits->header_line_bytes + 64);
	for (int wanted = -1; wanted < MOST_SECTIONS; wanted++) {
		bool found = false;

		for (size_t i = 0; i < n; i++) {
			bool extended;
			int section;
			struct str value = list[i].value;

			if (str_find_char(list[i].name, '*') < 0 || !str_eq(base_name(list[i].name, &section, &extended), base) ||
			    section != wanted)
				continue;
			if (extended && wanted <= 0 && str_find_char(value, '\'') >= 0 &&
			    str_find_char(str_after(value, '\''), '\'') >= 0) {
				charset = str_upto(value, '\'');
				value = str_after(str_after(value, '\''), '\'');
			}
			if (extended)
				add_percent(r, &bytes, value, offset);
			else
				buf_add(&bytes, value);
			found = true;
			break;
		}
		if (!found && wanted >= 0)
			break;
	}
	text = charset_decode(r, buf_str(&bytes), charset, offset, &used);
	return text.p != NULL ? text : STR("\xEF\xBF\xBD");
}

static bool has_param(const struct content_field *f, struct str name)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->params[i].name, name))
			return true;
	return false;
}

static void add_name_reading(struct reading *r, struct content_field *f, struct str value)
{
	for (size_t i = 0; i < f->name_reading_count; i++)
		if (str_eq(f->name_readings[i], value))
			return;
	if (f->name_readings == NULL)
		f->name_readings = ARENA_ARRAY(r->arena, struct str, 8);
	if (f->name_reading_count < 8)
		f->name_readings[f->name_reading_count++] = value;
}

static void add_param(struct reading *r, struct content_field *f, struct str name, struct str value, size_t offset)
{
	bool is_name = str_eq(name, STR("name")) || str_eq(name, STR("filename"));

	if (is_name)
		add_name_reading(r, f, value);
	if (has_param(f, name)) {
		note_defect(r, is_name ? "param.name.duplicate" : "param.duplicate", offset, 0);
		return;
	}
	f->params[f->count++] = (struct param){ name, value };
}

struct content_field content_field_read(struct reading *r, const struct header *h)
{
	struct content_field f = { .value = STR("") };
	struct raw_param *list;
	struct str rest;
	size_t n, offset, most;

	if (h == NULL)
		return f;
	offset = h->value_at.offset + r->base;
	rest = skip_space(h->raw);
	f.value = type_value(r, &rest);
	most = possible_params(rest);
	if (most == 0)
		return f;
	if (r->param_total + most > MOST_PARAMS_ALL && most > PARAMS_WHEN_MANY) {
		note_limit(r, "mime.params", MOST_PARAMS_ALL);
		most = PARAMS_WHEN_MANY;
	}
	r->param_total += most;
	list = ARENA_ARRAY(r->arena, struct raw_param, most);
	f.params = ARENA_ARRAY(r->arena, struct param, most);
	n = split_params(r, rest, list, most);
	/* extended forms first: they win over plain ones (RFC 6266, 4.3), which stay as readings */
	for (size_t i = 0; i < n; i++) {
		bool extended;
		int section;
		struct str base = base_name(list[i].name, &section, &extended);

		if (base.n < list[i].name.n && !has_param(&f, base))
			add_param(r, &f, utf8_repair(r->arena, base), join_sections(r, list, n, base, offset), offset);
	}
	for (size_t i = 0; i < n; i++)
		if (str_find_char(list[i].name, '*') < 0)
			/* a boundary is compared byte for byte, blanks at its end too */
			add_param(r, &f, utf8_repair(r->arena, list[i].name), str_eq(list[i].name, STR("boundary")) ?
			    list[i].value : words_decode(r, list[i].value, offset), offset);
	return f;
}

struct str param_find(const struct content_field *f, const char *name)
{
	for (size_t i = 0; i < f->count; i++)
		if (str_eq(f->params[i].name, str_of(name)))
			return f->params[i].value;
	return STR_NONE;
}
