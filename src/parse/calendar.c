/* calendar.c - see calendar.h. */
#include "parse/calendar.h"

#include "base/buf.h"
#include "base/text.h"

enum { LINE_MOST = 64 << 10, TEXT_MOST = 256 << 10, LINES_MOST = 200000 };

/* One content line, unfolded: "NAME;PARAM=x:value".  from, to: its raw bytes. */
static bool next_line(struct arena *a, struct str whole, size_t *at, struct str *line_r, size_t *from_r, size_t *to_r)
{
	struct buf out;
	bool folded = false;
	struct str first;

	if (*at >= whole.n)
		return false;
	*from_r = *at;
	buf_init_arena(&out, a, LINE_MOST);
	first = str_upto(str_from(whole, *at), '\n');
	*at += first.n + 1;
	*to_r = *at - 1 < whole.n ? *at - 1 : whole.n;
	while (*at < whole.n && (whole.p[*at] == ' ' || whole.p[*at] == '\t')) {
		struct str more = str_upto(str_from(whole, *at), '\n');

		if (!folded)
			buf_add(&out, str_ends(first, STR("\r")) ? str_at(first, 0, first.n - 1) : first);
		folded = true;
		*at += more.n + 1;
		*to_r = *at - 1 < whole.n ? *at - 1 : whole.n;
		more = str_from(more, 1);
		buf_add(&out, str_ends(more, STR("\r")) ? str_at(more, 0, more.n - 1) : more);
	}
	*line_r = str_trim(folded ? buf_str(&out) : first);
	return true;
}

/* \n \, \; \\ */
static struct str unescaped(struct arena *a, struct str s)
{
	struct buf out;

	s = utf8_repair(a, s);
	if (str_find_char(s, '\\') < 0)
		return s;
	buf_init_arena(&out, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n)
			buf_char(&out, s.p[++i] == 'n' || s.p[i] == 'N' ? '\n' : s.p[i]);
		else
			buf_char(&out, s.p[i]);
	}
	return buf_str(&out);
}

/* The colon that ends name and parameters: not one inside quotes. */
static size_t colon_of(struct str line)
{
	bool quoted = false;

	for (size_t i = 0; i < line.n; i++) {
		quoted ^= line.p[i] == '"';
		if (line.p[i] == ':' && !quoted)
			return i;
	}
	return line.n;
}

static struct str parameter(struct str head, const char *name)
{
	struct str piece;

	while (str_split(&head, ';', &piece))
		if (str_ieq(str_upto(piece, '='), str_of(name))) {
			struct str v = str_trim(str_after(piece, '='));

			return v.n >= 2 && v.p[0] == '"' ? str_at(v, 1, v.n - 2) : v;
		}
	return STR("");
}

static struct str address_of(struct arena *a, struct str v)
{
	v = str_trim(utf8_repair(a, v));
	return utf8_cut(str_istarts(v, STR("mailto:")) ? str_from(v, 7) : v, 500);
}

bool calendar_read(struct arena *a, struct str bytes, struct calendar *c)
{
	size_t at = 0, from, to, lines = 0;
	struct str line;
	struct buf text;

	*c = (struct calendar){ .method = STR(""), .organiser = STR(""), .organiser_name = STR(""), .summary = STR(""), .location = STR(""),
		.text = STR("") };
	if (!str_ihas(str_at(bytes, 0, 1024), STR("BEGIN:VCALENDAR")))
		return false;
	buf_init_arena(&text, a, TEXT_MOST);
	while (lines++ < LINES_MOST && next_line(a, bytes, &at, &line, &from, &to)) {
		size_t colon = colon_of(line);
		struct str head = str_at(line, 0, colon), name = str_upto(head, ';'), v = str_from(line, colon + 1);

		if (str_ieq(name, STR("BEGIN")) && str_ieq(v, STR("VEVENT"))) {
			c->events++;
		} else if (str_ieq(name, STR("METHOD")) && c->method.n == 0) {
			c->method = utf8_cut(utf8_repair(a, v), 40);
		} else if (str_ieq(name, STR("ORGANIZER")) && c->organiser.n == 0) {
			c->organiser = address_of(a, v);
			c->organiser_name = utf8_cut(utf8_repair(a, parameter(head, "CN")), 500);
			c->organiser_from = from;
			c->organiser_to = to;
		} else if (str_ieq(name, STR("ATTENDEE")) && c->attendee_count < CALENDAR_ATTENDEES) {
			c->attendees[c->attendee_count++] = address_of(a, v);
		} else if (str_ieq(name, STR("SUMMARY")) && c->summary.n == 0) {
			c->summary = utf8_cut(unescaped(a, v), 1000);
		} else if (str_ieq(name, STR("LOCATION")) && c->location.n == 0) {
			c->location = utf8_cut(unescaped(a, v), 1000);
		} else if ((str_ieq(name, STR("DESCRIPTION")) || str_ieq(name, STR("URL")) || str_ieq(name, STR("X-ALT-DESC"))) &&
		    text.n + v.n < TEXT_MOST / 2) {
			buf_add(&text, unescaped(a, v));
			buf_char(&text, '\n');
		}
	}
	c->text = buf_str(&text);
	return true;
}
