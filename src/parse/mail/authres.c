/* authres.c - reading Authentication-Results. */
#include "parse/mail/authres.h"

/* Comments in parentheses are dropped: software writes free text there. */
static struct str without_comments(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	int depth = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')' && depth > 0)
			depth--;
		else if (depth == 0)
			out[n++] = s.p[i];
	}
	return (struct str){ out, n };
}

static struct str domain_of(struct str value)
{
	long long at = str_rfind_char(value, '@');

	return at >= 0 ? str_from(value, (size_t)at + 1) : value;
}

static bool is_domain_property(struct str name)
{
	return str_ieq(name, STR("header.d")) || str_ieq(name, STR("header.i")) || str_ieq(name, STR("smtp.mailfrom")) ||
	    str_ieq(name, STR("header.from")) || str_ieq(name, STR("smtp.helo"));
}

static bool read_result(struct arena *a, struct str s, struct auth_result *r)
{
	struct str word, rest = str_trim(s);
	bool first = true;

	while (str_split(&rest, ' ', &word)) {
		word = str_trim(word);
		if (word.n == 0)
			continue;
		if (str_find_char(word, '=') <= 0)
			return !first;
		if (first) {
			r->method = arena_lower(a, str_upto(str_upto(word, '='), '/'));
			r->result = arena_lower(a, str_after(word, '='));
			first = false;
		} else if (is_domain_property(str_upto(word, '=')) && r->domain.n == 0) {
			r->domain = arena_lower(a, domain_of(str_after(word, '=')));
		}
	}
	return !first;
}

size_t authres_read(struct arena *a, const struct mail *m, struct auth_result **list_r)
{
	struct auth_result *list = NULL;
	size_t count = 0, room = 0;
	const struct header *h = NULL;

	while ((h = mail_header(m, "Authentication-Results", h)) != NULL && count < 500) {
		struct str rest = without_comments(a, h->value), piece, authserv = STR("");
		bool first = true;

		while (str_split(&rest, ';', &piece)) {
			struct auth_result result = { .domain = STR(""), .at = h->value_at };

			if (first) {
				authserv = arena_lower(a, str_upto(str_trim(piece), ' '));
				first = false;
				continue;
			}
			result.authserv = authserv;
			if (read_result(a, piece, &result))
				*ARENA_PUSH(a, list, count, room) = result;
		}
	}
	*list_r = list;
	return count;
}
