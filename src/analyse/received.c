/* received.c - where a hop came from, who took it, and when. */
#include "analyse/received.h"

#include "parse/mail/reading.h"

static bool is_delimiter(char c)
{
	return ascii_space((unsigned char)c) || c == '(' || c == ')' || c == ';' || c == '[' || c == ']';
}

static struct str word_at(struct str s, size_t at)
{
	size_t end;

	while (at < s.n && ascii_space((unsigned char)s.p[at]))
		at++;
	for (end = at; end < s.n && !is_delimiter(s.p[end]); end++)
		;
	return str_at(s, at, end - at);
}

/* The word behind a keyword that stands outside parentheses. */
static struct str word_behind(struct str s, const char *keyword, size_t *end_r)
{
	struct str key = str_of(keyword);
	int depth = 0;

	for (size_t i = 0; i + key.n < s.n; i++) {
		if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')')
			depth -= depth > 0;
		if (depth > 0 || (i > 0 && !ascii_space((unsigned char)s.p[i - 1]) && s.p[i - 1] != ')'))
			continue;
		if (str_istarts(str_from(s, i), key) && ascii_space((unsigned char)s.p[i + key.n])) {
			*end_r = i + key.n;
			return word_at(s, i + key.n);
		}
	}
	return STR_NONE;
}

bool ip_is_literal(struct str s)
{
	size_t dots = 0, colons = 0;

	if (s.n < 3 || s.n > 45)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		dots += s.p[i] == '.';
		colons += s.p[i] == ':';
		if (!ascii_digit((unsigned char)s.p[i]) && s.p[i] != '.' && s.p[i] != ':' &&
		    !(ascii_lower((unsigned char)s.p[i]) >= 'a' && ascii_lower((unsigned char)s.p[i]) <= 'f'))
			return false;
	}
	return (dots == 3 && colons == 0) || colons >= 2;
}

/* "[203.0.113.7]", "[IPv6:2001:db8::1]", or bare in the parentheses. */
static struct str find_ip(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		struct str word;

		if (s.p[i] != '[' && s.p[i] != '(')
			continue;
		word = word_at(s, i + 1);
		if (str_istarts(word, STR("IPv6:")))
			word = str_from(word, 5);
		if (ip_is_literal(word))
			return word;
	}
	return STR_NONE;
}

static bool looks_like_host(struct str s)
{
	return s.n > 3 && str_find_char(s, '.') > 0 && str_find_char(s, '@') < 0 && str_find_char(s, '=') < 0 &&
	    !ip_is_literal(s);
}

/* The name in the first parentheses behind the HELO word: "(mx.a.example [1.2.3.4])". */
static struct str find_host(struct str s)
{
	long long open = str_find_char(s, '(');
	struct str word;

	if (open < 0)
		return STR_NONE;
	word = word_at(s, (size_t)open + 1);
	if (word.n > 0 && word.p[word.n - 1] == '.')
		word.n--;
	return looks_like_host(word) ? word : STR_NONE;
}

void received_read(struct arena *a, struct str value, struct received *r)
{
	size_t from_end = 0, by_end = 0;
	long long semicolon = str_rfind_char(value, ';');
	struct str middle;
	int zone;

	*r = (struct received){ .when_ms = TIME_NONE };
	if (semicolon >= 0)
		r->when_ms = date_read(str_from(value, (size_t)semicolon + 1), &zone);
	r->helo = word_behind(value, "from", &from_end);
	r->by = word_behind(value, "by", &by_end);
	if (r->helo.p == NULL)
		return;
	middle = by_end > from_end ? str_at(value, from_end, by_end - from_end) : str_from(value, from_end);
	r->ip = ip_is_literal(r->helo) ? r->helo : find_ip(middle);
	r->host = find_host(middle);
	r->helo = arena_lower(a, r->helo);
	if (r->host.p != NULL)
		r->host = arena_lower(a, r->host);
	if (r->by.p != NULL)
		r->by = arena_lower(a, r->by);
}

bool ip_is_private(struct str ip)
{
	static const char *const prefixes[] = { "10.", "127.", "192.168.", "169.254.", "fe80:",
		"fc", "fd", "::1" };
	long long second;

	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
		if (str_istarts(ip, str_of(prefixes[i])))
			return true;
	return str_starts(ip, STR("172.")) && str_to_int(str_upto(str_from(ip, 4), '.'), &second) && second >= 16 &&
	    second <= 31;
}
