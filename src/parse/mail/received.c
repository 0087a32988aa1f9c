/* received.c - Received fields, read by their clauses; comments are kept for the IP in them. */
#include "parse/mail/received.h"

#include "parse/mail/reading.h"

static bool is_ip(struct str s)
{
	size_t dots = 0, colons = 0;

	if (s.n < 3 || s.n > 45)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = ascii_lower((unsigned char)s.p[i]);

		dots += c == '.';
		colons += c == ':';
		if (!ascii_digit(c) && c != '.' && c != ':' && !(c >= 'a' && c <= 'f'))
			return false;
	}
	return colons >= 2 || (dots == 3 && colons == 0 && ascii_digit((unsigned char)s.p[0]));
}

static struct str bare_ip(struct str s)
{
	if (s.n > 1 && s.p[0] == '[')
		s = str_upto(str_from(s, 1), ']');
	if (str_istarts(s, STR("ipv6:")))
		s = str_from(s, 5);
	return is_ip(s) ? s : STR("");
}

/* Words and parenthesised comments of the part before the date. */
struct pieces {
	struct str words[64], comments[64];     /* comments[i] follows words[i] */
	size_t count;
};

static void cut(struct str s, struct pieces *p)
{
	size_t i = 0;

	while (i < s.n && p->count < 64) {
		size_t from = i, depth = 0;

		if (ascii_space((unsigned char)s.p[i])) {
			i++;
			continue;
		}
		if (s.p[i] == '(') {
			do
				depth += s.p[i] == '(' ? 1u : s.p[i] == ')' ? (size_t)-1 : 0;
			while (++i < s.n && depth > 0);
			if (p->count > 0)
				p->comments[p->count - 1] = str_at(s, from + 1, i - from > 2 ? i - from - 2 : 0);
			continue;
		}
		while (i < s.n && !ascii_space((unsigned char)s.p[i]) && s.p[i] != '(')
			i++;
		p->words[p->count] = str_at(s, from, i - from);
		p->comments[p->count++] = STR("");
	}
}

/* "mail.example [192.0.2.1]" inside the comment of `from`: the looked-up name and the address. */
static void read_from_comment(struct arena *a, struct received *hop, struct str comment)
{
	struct str word;
	bool first = true;

	while (str_split(&comment, ' ', &word)) {
		struct str ip = bare_ip(str_trim(word));

		if (ip.n > 0)
			hop->from_ip = ip;
		else if (first && str_find_char(word, '.') > 0 && str_find_char(word, '=') < 0)
			hop->from_host = arena_lower(a, str_trim(word));
		else if (str_istarts(word, STR("helo=")))
			hop->helo = str_from(word, 5);
		first = false;
	}
}

static void read_clauses(struct arena *a, struct received *hop, const struct pieces *p)
{
	for (size_t i = 0; i + 1 < p->count; i++) {
		struct str key = p->words[i], value = p->words[i + 1];

		if (str_ieq(key, STR("from")) && hop->helo.n == 0) {
			hop->helo = value;
			hop->from_host = arena_lower(a, value);
			hop->from_ip = bare_ip(value);
			read_from_comment(a, hop, p->comments[i + 1]);
			i++;
		} else if (str_ieq(key, STR("by")) && hop->by.n == 0) {
			hop->by = arena_lower(a, value);
		} else if (str_ieq(key, STR("with")) && hop->with.n == 0) {
			hop->with = value;
		} else if (str_ieq(key, STR("id")) && hop->id.n == 0) {
			hop->id = value;
		} else if (str_ieq(key, STR("for")) && hop->recipient.n == 0) {
			hop->recipient = value.n > 2 && value.p[0] == '<' ? str_upto(str_from(value, 1), '>') : value;
		}
	}
}

size_t received_read(struct arena *a, const struct mail *m, struct received **list_r)
{
	struct received *list = NULL;
	size_t count = 0, room = 0;
	const struct header *h = NULL;

	while ((h = mail_header(m, "Received", h)) != NULL && count < 200) {
		struct received hop = { .helo = STR(""), .from_host = STR(""), .from_ip = STR(""), .by = STR(""), .with = STR(""),
			.id = STR(""), .recipient = STR(""), .when_ms = TIME_NONE, .at = h->value_at };
		struct pieces p = { .count = 0 };
		long long semicolon = str_rfind_char(h->value, ';');

		cut(semicolon >= 0 ? str_at(h->value, 0, (size_t)semicolon) : h->value, &p);
		read_clauses(a, &hop, &p);
		if (semicolon >= 0)
			hop.when_ms = date_read(str_from(h->value, (size_t)semicolon + 1), &hop.zone);
		*ARENA_PUSH(a, list, count, room) = hop;
	}
	*list_r = list;
	return count;
}
