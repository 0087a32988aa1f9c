/* context_line.c - a walk over JSON text that jansson already accepted. */
#include "analyse/context_line.h"

static size_t skip_space(struct str s, size_t at)
{
	while (at < s.n && ascii_space((unsigned char)s.p[at]))
		at++;
	return at;
}

/* Behind the string that begins at `at`. */
static size_t skip_string(struct str s, size_t at)
{
	for (at++; at < s.n && s.p[at] != '"'; at++)
		if (s.p[at] == '\\')
			at++;
	return at < s.n ? at + 1 : s.n;
}

/* Behind the value that begins at `at`; brackets are counted, so depth costs no stack. */
static size_t skip_value(struct str s, size_t at)
{
	size_t depth = 0;

	while (at < s.n) {
		char c = s.p[at];

		if (c == '"') {
			at = skip_string(s, at);
			if (depth == 0)
				return at;
			continue;
		}
		if (c == '{' || c == '[') {
			depth++;
		} else if (c == '}' || c == ']') {
			if (depth <= 1)
				return depth == 1 ? at + 1 : at;
			depth--;
		} else if (c == ',' && depth == 0) {
			return at;
		}
		at++;
	}
	return s.n;
}

/* From '{' to the key's quote; s.n where it is not there. */
static size_t find_key(struct str s, size_t at, const char *key)
{
	struct str wanted = str_of(key);

	for (at = skip_space(s, at + 1); at < s.n && s.p[at] == '"';) {
		size_t end = skip_string(s, at);

		if (end >= at + 2 && str_eq(str_at(s, at + 1, end - at - 2), wanted))
			return at;
		at = skip_space(s, end);                        /* ':' */
		at = skip_space(s, skip_value(s, skip_space(s, at + 1)));
		if (at < s.n && s.p[at] == ',')
			at = skip_space(s, at + 1);
	}
	return s.n;
}

static size_t find_element(struct str s, size_t at, size_t index)
{
	at = skip_space(s, at + 1);
	for (size_t i = 0; i < index && at < s.n; i++) {
		at = skip_space(s, skip_value(s, at));
		if (at < s.n && s.p[at] == ',')
			at = skip_space(s, at + 1);
	}
	return at;
}

int json_line(struct str json, const struct json_step *steps, size_t n)
{
	size_t value = skip_space(json, 0), seen = value;
	int line = 1;

	for (size_t i = 0; i < n; i++) {
		size_t at = steps[i].key != NULL ? find_key(json, value, steps[i].key) :
		                                   find_element(json, value, steps[i].index);

		if (at >= json.n)
			break;
		seen = value = at;
		if (steps[i].key != NULL)
			value = skip_space(json, skip_space(json, skip_string(json, at)) + 1);
	}
	for (size_t i = 0; i < seen && i < json.n; i++)
		line += json.p[i] == '\n';
	return line;
}
