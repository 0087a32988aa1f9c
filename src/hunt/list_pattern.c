/* list_pattern.c - values of STIX patterns (OASIS STIX 2.1, chapter 9): comparisons with =, IN and ISSUBSET, joined by OR.
 *
 * What says more than a list can (AND, FOLLOWEDBY, NOT, LIKE, MATCHES, ISSUPERSET, <, >, !=) is refused whole.  Qualifiers
 * behind a bracket (WITHIN, START, STOP, REPEATS) are passed over: more is found than was asked for, never less. */
#include "hunt/list_in.h"

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_STRING, TOKEN_SIGN };

struct token { enum token_kind kind; struct str text; };

static bool is_word(char c)
{
	return ascii_alpha((unsigned char)c) || ascii_digit((unsigned char)c) || memchr(":._-*", c, 5) != NULL;
}

/* Where the quoted text at the front ends, its quotes with it. */
static size_t quoted_length(struct str s)
{
	size_t i = 1;

	while (i < s.n && s.p[i] != '\'')
		i += s.p[i] == '\\' && i + 1 < s.n ? 2 : 1;
	return i < s.n ? i + 1 : s.n;
}

/* A path may hold quoted steps and places: file:hashes.'SHA-256', a:b[*].c */
static size_t word_length(struct str s)
{
	size_t i = 0;

	while (i < s.n) {
		if (is_word(s.p[i]))
			i++;
		else if (s.p[i] == '\'' && i > 0 && s.p[i - 1] == '.')
			i += quoted_length(str_from(s, i));
		else if (i > 0 && (str_starts(str_from(s, i), STR("[*]")) || str_starts(str_from(s, i), STR("[0]"))))
			i += 3;
		else
			break;
	}
	return i;
}

static struct token next(struct str *rest)
{
	struct token t = { TOKEN_END, STR("") };
	size_t n;

	*rest = str_trim(*rest);
	if (rest->n == 0)
		return t;
	if (rest->p[0] == '\'') {
		n = quoted_length(*rest);
		t.kind = TOKEN_STRING;
	} else if (is_word(rest->p[0])) {
		n = word_length(*rest);
		t.kind = TOKEN_WORD;
	} else {
		n = rest->n > 1 && rest->p[1] == '=' && memchr("!<>=", rest->p[0], 4) != NULL ? 2 : 1;
		t.kind = TOKEN_SIGN;
	}
	t.text = str_at(*rest, 0, n);
	*rest = str_from(*rest, n);
	return t;
}

/* 'it\'s': \' and \\ are escapes. */
static struct str unquoted(struct arena *a, struct str quoted)
{
	char *out = arena_alloc(a, quoted.n + 1);
	size_t n = 0;

	for (size_t i = 1; i < quoted.n && quoted.p[i] != '\''; i++) {
		if (quoted.p[i] == '\\' && i + 1 < quoted.n)
			i++;
		out[n++] = quoted.p[i];
	}
	return (struct str){ out, n };
}

static bool says_more(struct str pattern)
{
	static const char *const more[] = { "AND", "FOLLOWEDBY", "NOT", "LIKE", "MATCHES", "ISSUPERSET", "EXISTS", "!=", "<>", "<", ">", "<=", ">=" };
	struct token t;

	while ((t = next(&pattern)).kind != TOKEN_END)
		for (size_t i = 0; t.kind != TOKEN_STRING && i < sizeof more / sizeof more[0]; i++)
			if (str_eq(t.text, str_of(more[i])))
				return true;
	return false;
}

static bool is_value_path(struct str path)
{
	static const char *const known[] = { "ipv4-addr:value", "ipv6-addr:value", "domain-name:value", "url:value", "email-addr:value",
		"network-traffic:dst_ref.value", "network-traffic:src_ref.value", "email-message:from_ref.value", "email-message:sender_ref.value" };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_eq(path, str_of(known[i])))
			return true;
	return str_starts(path, STR("file:hashes."));
}

int list_take_pattern(struct list_reading *l, struct str pattern, struct err *e)
{
	struct str rest = pattern, path = STR("");
	bool inside = false, any = false;
	struct token t;

	if (says_more(pattern)) {
		l->report->rows++;
		list_refuse(l, pattern, "a pattern that joins or negates cannot be looked up value by value");
		return 0;
	}
	while ((t = next(&rest)).kind != TOKEN_END) {
		if (str_eq(t.text, STR("[")) || str_eq(t.text, STR("]"))) {
			inside = t.text.p[0] == '[';
		} else if (t.kind == TOKEN_WORD && str_find_char(t.text, ':') > 0) {
			path = t.text;
		} else if (t.kind == TOKEN_STRING && inside) {
			any = true;
			if (is_value_path(path)) {
				if (list_take(l, unquoted(l->scratch, t.text), -1, e) < 0)
					return -1;
			} else {
				l->report->rows++;
				list_refuse(l, unquoted(l->scratch, t.text), "this kind of STIX object is not looked for in logs");
			}
		}
	}
	if (!any) {
		l->report->rows++;
		list_refuse(l, pattern.p != NULL ? pattern : STR(""), "this STIX pattern holds no value");
	}
	return 0;
}
