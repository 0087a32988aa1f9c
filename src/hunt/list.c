/* list.c - lists of lines and of columns; JSON ones are in list_json.c. */
#include "hunt/list.h"

#include <stdint.h>

#include "base/csv.h"
#include "base/text.h"
#include "hunt/list_in.h"

void list_refuse(struct list_reading *l, struct str text, const char *why)
{
	struct list_report *r = l->report;

	r->refused++;
	if (r->first_count < FIRST_REFUSED)
		*ARENA_PUSH(l->keep, r->first, r->first_count, r->first_room) =
		    (struct list_refused){ l->row, arena_str(l->keep, str_at(text, 0, 200)), why };
	if (r->all_refused != NULL) {
		char row[24];

		snprintf(row, sizeof row, "%lld", l->row);
		csv_field(r->all_refused, true, str_of(row));
		csv_field(r->all_refused, false, str_at(text, 0, 4096));
		csv_field(r->all_refused, false, str_of(tr(why)));
		csv_end(r->all_refused);
	}
}

int list_take(struct list_reading *l, struct str text, int type, struct err *e)
{
	struct value v;
	const char *why;

	l->report->rows++;
	if (!value_read(l->scratch, text, type, &v, &why)) {
		list_refuse(l, text, why);
	} else {
		if (set_builder_add(l->builder, &v, e) < 0)
			return -1;
		l->report->taken++;
		l->report->ports_dropped += v.port_dropped;
	}
	if (arena_used(l->scratch) > (1 << 20))
		arena_reset(l->scratch);
	return 0;
}

/* "value # comment", "value<TAB>more"; what stands behind the first blank or tab is the list's own business. */
static struct str first_word(struct str line)
{
	size_t n = 0;

	line = str_trim(line);
	while (n < line.n && line.p[n] != '\t' && line.p[n] != ' ')
		n++;
	return str_at(line, 0, n);
}

static int read_lines(struct list_reading *l, struct str rest, struct err *e)
{
	struct str line;

	while (str_split(&rest, '\n', &line)) {
		l->row++;
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#' || line.p[0] == ';' || str_starts(line, STR("//")))
			continue;
		/* " dot " belongs to the value */
		if (list_take(l, str_ihas(line, STR(" dot ")) ? line : first_word(line), -1, e) < 0)
			return -1;
	}
	return 0;
}

static bool is_value_name(struct str name)
{
	static const char *const names[] = { "value", "indicator", "ioc", "observable", "値", "指標", "侵害指標", "IoC（侵害指標）" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_ieq(str_trim(name), str_of(names[i])))
			return true;
	return false;
}

/* The columns of type and value: by their names, else type,value.  A share's CSV says also what was revoked. */
struct columns { size_t type, value, revoked, treatment, row; };

static bool find_columns(const struct str *fields, size_t n, struct columns *c)
{
	bool named = false;

	*c = (struct columns){ 0, n > 1, SIZE_MAX, SIZE_MAX, SIZE_MAX };
	for (size_t i = 0; i < n; i++) {
		if (str_ieq(fields[i], STR("revoked"))) {
			c->revoked = i;
		} else if (str_ieq(fields[i], STR("treatment"))) {
			c->treatment = i;
		} else if (str_ieq(fields[i], STR("row"))) {
			c->row = i;
		} else if (str_ieq(fields[i], STR("type")) || str_ieq(fields[i], STR("種別"))) {
			c->type = i;
			named = true;
		} else if (is_value_name(fields[i])) {
			c->value = i;
			named = true;
		}
	}
	return named;
}

/* Revoked values, rules for people, and the rows of a share's table of sightings. */
static bool passed_over(const struct str *fields, size_t n, const struct columns *c)
{
	return (c->revoked < n && str_eq(fields[c->revoked], STR("1"))) || (c->treatment < n && str_eq(fields[c->treatment], STR("generalised"))) ||
	    (c->row < n && c->treatment < n && !str_eq(fields[c->row], STR("indicator")));
}

static int read_csv(struct list_reading *l, struct str bytes, char separator, struct err *e)
{
	struct csv c = csv_start(bytes);
	struct columns at = { 0, 1, SIZE_MAX, SIZE_MAX, SIZE_MAX };
	struct str *fields;
	bool first = true;
	size_t n;
	int got;

	c.separator = separator;
	while ((got = csv_next(&c, l->scratch, &fields, &n, e)) > 0) {
		bool head = first && find_columns(fields, n, &at);

		l->row = c.row;
		first = first && str_starts(fields[0], STR("#"));
		if (head)
			continue;
		if (passed_over(fields, n, &at) || str_starts(fields[0], STR("#")))
			continue;
		if (n <= at.value || n <= at.type) {
			l->report->rows++;
			list_refuse(l, n > 0 ? fields[0] : STR(""), "the row has no value in its second column");
		} else if (list_take(l, fields[at.value], value_type_of(fields[at.type]), e) < 0) {
			return -1;
		}
	}
	return got;
}

/* A first line whose columns are named, or whose first column is the name of a type. */
static bool is_head(const struct str *fields, size_t n)
{
	struct columns ignored;

	return n > 1 && (find_columns(fields, n, &ignored) || value_type_of(str_trim(fields[0])) >= 0 || str_ieq(fields[0], STR("ip")) ||
	    str_istarts(fields[0], STR("ip-")));
}

/* What separates the columns; '\0' where the list has one value a line. */
static char separator_of(struct arena *a, struct str bytes)
{
	static const char separators[] = { ',', ';', '\t' };
	struct str line = STR(""), *fields;
	struct err ignored;
	size_t n;

	while (str_split(&bytes, '\n', &line) && (str_trim(line).n == 0 || line.p[0] == '#'))
		;
	for (size_t i = 0; i < sizeof separators; i++) {
		struct csv c = csv_start(str_trim(line));

		c.separator = separators[i];
		if (csv_next(&c, a, &fields, &n, &ignored) > 0 && (is_head(fields, n) || (n == 1 && (is_value_name(fields[0]) || line.p[0] == '"'))))
			return separators[i];
	}
	return '\0';
}

int list_read(struct arena *a, struct str bytes, struct set_builder *b, struct list_report *r, struct err *e)
{
	struct list_reading l = { .keep = a, .scratch = arena_new((size_t)256 << 20, arena_full_exit), .builder = b, .report = r };
	struct str body = utf8_of_file(a, bytes);
	char separator;
	int status;

	while (body.n > 0 && ascii_space((unsigned char)body.p[0]))
		body = str_from(body, 1);
	if (body.n > 0 && (body.p[0] == '{' || body.p[0] == '['))
		status = list_read_json(&l, body, e);
	else if ((separator = separator_of(l.scratch, body)) != '\0')
		status = read_csv(&l, body, separator, e);
	else
		status = read_lines(&l, body, e);
	arena_free(l.scratch);
	return status;
}
