/* auth_results.c - see auth_results.h. */
#include "parse/mail/auth_results.h"

struct reader {
	struct str rest;
	char *out;                      /* where words are put together; they are never longer than the line */
	bool bad;
};

/* Blanks, folds and (comments (in comments)). */
static void skip(struct reader *r)
{
	size_t depth = 0, i = 0;

	for (; i < r->rest.n; i++) {
		char c = r->rest.p[i];

		if (depth > 0 && c == '\\')
			i++;
		else if (c == '(')
			depth++;
		else if (depth > 0 && c == ')')
			depth--;
		else if (depth == 0 && !ascii_space((unsigned char)c))
			break;
	}
	r->bad |= depth > 0;
	r->rest = str_from(r->rest, i);
}

/* A word of any bytes, also in "quotes" and of both kinds ("a b"@c.example); it ends at a blank, a comment, a semicolon, and
 * at = where that is asked for. */
static struct str take_word(struct reader *r, bool ends_at_equals)
{
	struct str word = { r->out, 0 };
	bool quoted = false;
	size_t i = 0;

	for (; i < r->rest.n; i++) {
		char c = r->rest.p[i];

		if (c == '"') {
			quoted = !quoted;
			continue;
		}
		if (!quoted && (ascii_space((unsigned char)c) || c == ';' || c == '(' || (c == '=' && ends_at_equals)))
			break;
		if (quoted && c == '\\' && i + 1 < r->rest.n)
			c = r->rest.p[++i];
		r->bad |= c == '\0';
		*r->out++ = c;
		word.n++;
	}
	r->bad |= quoted;
	r->rest = str_from(r->rest, i);
	skip(r);
	return word;
}

static bool take(struct reader *r, char c)
{
	if (r->rest.n == 0 || r->rest.p[0] != c)
		return false;
	r->rest = str_from(r->rest, 1);
	skip(r);
	return true;
}

static void take_property(struct auth_result *result, struct str name, struct str value)
{
	bool has_domain = result->domain.p != NULL;

	if (!str_ieq(str_upto(name, '.'), STR("header")))
		return;
	name = str_after(name, '.');
	if (str_ieq(name, STR("from")) && result->from.p == NULL)
		result->from = str_find_char(value, '@') >= 0 ? str_from(value, (size_t)str_rfind_char(value, '@') + 1) : value;
	else if (str_ieq(name, STR("d")))
		result->domain = value;
	else if (str_ieq(name, STR("i")) && !has_domain)
		result->domain = str_from(value, (size_t)(str_rfind_char(value, '@') + 1));
}

/* "dkim/1 = pass (good) reason=x header.d=a.example" up to the next semicolon. */
static struct auth_result take_result(struct reader *r)
{
	struct auth_result result = { .method = STR(""), .word = STR("") };
	bool first = true;

	while (r->rest.n > 0 && r->rest.p[0] != ';') {
		struct str name = take_word(r, true), value = STR("");

		if (take(r, '='))
			value = take_word(r, false);
		if (first) {
			result.method = str_upto(name, '/');
			result.word = value;
		} else {
			take_property(&result, name, value);
		}
		first = false;
	}
	return result;
}

void auth_results_read(struct arena *a, struct str raw, struct auth_results *results_r)
{
	struct reader r = { .rest = raw, .out = arena_alloc(a, raw.n + 1) };
	struct auth_result *list = ARENA_ARRAY(a, struct auth_result, AUTH_RESULTS_MOST);

	*results_r = (struct auth_results){ .list = list };
	skip(&r);
	results_r->authserv = take_word(&r, false);
	if (r.rest.n > 0 && r.rest.p[0] != ';')
		take_word(&r, false);                   /* a version */
	while (take(&r, ';') && !r.bad) {
		struct auth_result result = take_result(&r);

		if (result.word.n > 0 && results_r->n < AUTH_RESULTS_MOST)
			list[results_r->n++] = result;
	}
	if (r.bad || r.rest.n > 0)
		results_r->n = 0;
}

struct str auth_results_word(const struct auth_results *r, const char *method)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_ieq(r->list[i].method, str_of(method)))
			return r->list[i].word;
	return STR_NONE;
}
