/* split.c - lines cut into fields: columns, key=value, JSON.  Linear, without memory of their own. */
#include "hunt/format_in.h"

/* ---- columns ---- */

static struct str unquoted(struct str s)
{
	return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? str_at(s, 1, s.n - 2) : s;
}

/* The end of a quoted or bracketed piece that begins at `at`; "" inside is a quotation mark. */
static size_t closing(struct str s, size_t at, char close)
{
	for (size_t i = at + 1; i < s.n; i++) {
		if (s.p[i] == '\\' && close == '"' && i + 1 < s.n)
			i++;
		else if (s.p[i] == close && close == '"' && i + 1 < s.n && s.p[i + 1] == '"')
			i++;
		else if (s.p[i] == close)
			return i + 1;
	}
	return s.n;
}

bool column_next(struct str *rest, enum split split, char separator, struct str *value_r)
{
	struct str s = *rest;
	size_t end = 0;

	if (s.p == NULL)
		return false;
	if (split == SPLIT_SPACE)
		while (s.n > 0 && s.p[0] == ' ')
			s = str_from(s, 1);
	if (s.n > 0 && s.p[0] == '"' && split != SPLIT_TSV)
		end = closing(s, 0, '"');
	else if (s.n > 0 && s.p[0] == '[' && split == SPLIT_SPACE)
		end = closing(s, 0, ']');
	while (end < s.n && s.p[end] != separator)
		end++;
	*value_r = unquoted(str_at(s, 0, end));
	*rest = end < s.n ? str_from(s, end + 1) : STR_NONE;
	return end > 0 || split != SPLIT_SPACE;
}

bool split_columns(const struct format *f, const struct header_columns *h, struct pieces *p, struct str line)
{
	const uint8_t *what = h != NULL ? h->column : f->column;
	int last = h != NULL ? h->last : f->last_column, n = 0;
	char separator = h != NULL && h->separator != '\0' ? h->separator : f->separator;
	struct str rest = line, value;

	while (n <= last && column_next(&rest, f->split, separator, &value)) {
		if (what[n] != WHAT_NONE && !str_eq(value, STR("-")) && value.n > 0)
			pieces_add(p, what[n], value);
		n++;
	}
	return n > 0;
}

/* ---- key=value, also key:value of CEF's neighbours ---- */

static bool in_key(unsigned char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '_' || c == '-' || c == '.' || c == '@';
}

bool split_kv(const struct format *f, struct pieces *p, struct str line)
{
	size_t i = 0, found = 0;

	while (i < line.n) {
		size_t key = i, end, value;

		while (key < line.n && !in_key((unsigned char)line.p[key]))
			key++;
		for (end = key; end < line.n && in_key((unsigned char)line.p[end]); end++)
			;
		i = end;
		if (end >= line.n || line.p[end] != '=' || end == key)
			continue;
		value = end + 1;
		if (value < line.n && line.p[value] == '"') {
			i = closing(line, value, '"');
			pieces_add(p, format_what(f, str_at(line, key, end - key)), unquoted(str_at(line, value, i - value)));
		} else {
			for (i = value; i < line.n && memchr(" \t,;|", line.p[i], 5) == NULL; i++)
				;
			pieces_add(p, format_what(f, str_at(line, key, end - key)), str_at(line, value, i - value));
		}
		found++;
	}
	return found > 0;
}

/* ---- JSON: the path of every value, dotted; array places are left out of it ---- */

enum { PATH_MOST = 256, DEEPEST = 24 };

struct json_walk {
	const struct format *f;
	struct pieces *p;
	struct str s;
	size_t at;
	char path[PATH_MOST];
	size_t path_n, ends[DEEPEST];
	bool array[DEEPEST];
	int depth;
};

static void blanks(struct json_walk *w)
{
	while (w->at < w->s.n && ascii_space((unsigned char)w->s.p[w->at]))
		w->at++;
}

/* The text between quotation marks at w->at, as it stands. */
static bool quoted(struct json_walk *w, struct str *s_r)
{
	size_t from = w->at + 1, i = from;

	while (i < w->s.n && w->s.p[i] != '"')
		i += w->s.p[i] == '\\' ? 2 : 1;
	if (i >= w->s.n)
		return false;
	*s_r = str_at(w->s, from, i - from);
	w->at = i + 1;
	return true;
}

static bool push_key(struct json_walk *w, struct str key)
{
	size_t room = w->path_n > 0 ? 1 : 0;

	w->ends[w->depth] = w->path_n;
	if (w->path_n + room + key.n > PATH_MOST)
		return true;            /* a path that long is none of ours */
	if (room == 1)
		w->path[w->path_n++] = '.';
	memcpy(w->path + w->path_n, key.p, key.n);
	w->path_n += key.n;
	return true;
}

static void give(struct json_walk *w, struct str value)
{
	int what = format_what(w->f, (struct str){ w->path, w->path_n });

	if (what != WHAT_NONE && value.n > 0 && !str_eq(value, STR("null")))
		pieces_add(w->p, what, value);
}

static bool plain(struct json_walk *w, struct str *s_r)
{
	size_t from = w->at;

	while (w->at < w->s.n && memchr(",}] \t", w->s.p[w->at], 5) == NULL)
		w->at++;
	*s_r = str_at(w->s, from, w->at - from);
	return w->at > from;
}

static bool value_end(struct json_walk *w)
{
	if (w->depth > 0 && !w->array[w->depth])
		w->path_n = w->ends[w->depth];
	return true;
}

static bool open_group(struct json_walk *w, bool array)
{
	if (++w->depth >= DEEPEST)
		return false;
	w->array[w->depth] = array;
	w->ends[w->depth] = w->path_n;
	w->at++;
	return true;
}

static bool close_group(struct json_walk *w)
{
	w->depth--;
	w->at++;
	return value_end(w);
}

/* One step: a key with what follows, a value, or the end of a group. */
static bool step(struct json_walk *w)
{
	char c = w->s.p[w->at];
	struct str s;

	if (c == ',') {
		w->at++;
		return true;
	}
	if (c == '}' || c == ']')
		return w->depth > 0 && close_group(w);
	if (!w->array[w->depth]) {
		if (c != '"' || !quoted(w, &s))
			return false;
		blanks(w);
		if (w->at >= w->s.n || w->s.p[w->at] != ':')
			return false;
		w->at++;
		blanks(w);
		push_key(w, s);
		if (w->at >= w->s.n)
			return false;
		c = w->s.p[w->at];
	}
	if (c == '{' || c == '[')
		return open_group(w, c == '[');
	if (c == '"' ? !quoted(w, &s) : !plain(w, &s))
		return false;
	give(w, s);
	return value_end(w);
}

bool split_json(const struct format *f, struct pieces *p, struct str line)
{
	struct json_walk w = { .f = f, .p = p, .s = line };

	blanks(&w);
	if (w.at >= line.n || line.p[w.at] != '{' || !open_group(&w, false))
		return false;
	while (w.depth > 0) {
		blanks(&w);
		if (w.at >= line.n || !step(&w))
			return false;
	}
	return true;
}
