/* record.c - the direction rule: which field a hit stands in, and which port is the service's.
 *
 * Where no format could read the line, key names and words right before the hit are a guess, and
 * called one; without them the direction is unknown.  Order of two addresses never decides: ASA
 * lists outside first whoever opened the connection. */
#include "hunt/record.h"

enum { LOOK_BACK = 48 };

void record_clear(struct record *r)
{
	r->read = false;
	r->time_ms = TIME_NONE;
	r->span_count = 0;              /* the spans behind it are never looked at */
	r->stage = STAGE_ONLY;
	r->connection = 0;
	r->action = ACTION_UNKNOWN;
	memset(r->proto, 0, sizeof r->proto);
	r->service_port = -1;
}

static struct str span_text(struct str line, const struct span *s)
{
	return str_at(line, s->from, s->to - s->from);
}

static int port_number(struct str s)
{
	long long n;

	return str_to_int(str_trim(s), &n) && n >= 0 && n <= 65535 ? (int)n : -1;
}

static int port_field(const struct record *r, struct str line, enum field field)
{
	for (int i = 0; i < r->span_count; i++)
		if (r->spans[i].field == field)
			return port_number(span_text(line, &r->spans[i]));
	return -1;
}

/* The service's port: written as a field, or fixed by the program that logs. */
static int service_port(const struct record *r, struct str line)
{
	int port = port_field(r, line, FIELD_DST_PORT);

	return port >= 0 ? port : r->service_port;
}

/* ":8443" behind a host, else the port of the scheme before it. */
static int url_port(struct str line, const struct span *s, size_t from, size_t to)
{
	static const struct { const char *scheme; int port; } schemes[] = { { "http://", 80 }, { "https://", 443 }, { "ftp://", 21 },
		{ "ws://", 80 }, { "wss://", 443 } };
	struct str whole = span_text(line, s);

	if (to < s->to && line.p[to] == ':') {
		size_t end = to + 1;

		while (end < s->to && ascii_digit((unsigned char)line.p[end]))
			end++;
		if (end > to + 1)
			return port_number(str_at(line, to + 1, end - to - 1));
	}
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
		if (str_istarts(whole, str_of(schemes[i].scheme)) && from >= s->from)
			return schemes[i].port;
	return -1;
}

static struct meaning of_field(const struct record *r, struct str line, const struct span *s, size_t from, size_t to)
{
	int port;

	switch ((enum field)s->field) {
	case FIELD_SRC_IP:
	case FIELD_SRC_NAT:
	case FIELD_CLIENT:
	case FIELD_FORWARDED:
	case FIELD_SENDER:
		return (struct meaning){ DIR_FROM, service_port(r, line), false };
	case FIELD_DST_IP:
	case FIELD_DST_NAT:
	case FIELD_RECIPIENT:
	case FIELD_RELAY:
		return (struct meaning){ DIR_TO, service_port(r, line), false };
	case FIELD_HOST:
	case FIELD_URL:
		port = url_port(line, s, from, to);
		return (struct meaning){ DIR_TO, port >= 0 ? port : service_port(r, line), false };
	case FIELD_QUERY:
	case FIELD_ANSWER:
		return (struct meaning){ DIR_LOOKUP, -1, false };
	default:
		return (struct meaning){ DIR_UNKNOWN, -1, false };
	}
}

static bool word_in(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_ihas(s, str_of(words[i])))
			return true;
	return false;
}

/* The key or word right before the hit: src=, "dest_ip":", from , -> . */
static struct meaning guess(struct str line, size_t from)
{
	static const char *const sources[] = { "src", "source", "saddr", "client", "orig" };
	static const char *const goals[] = { "dst", "dest", "daddr", "server", "resp" };
	size_t start = from > LOOK_BACK ? from - LOOK_BACK : 0, end = from, key;
	struct str before;

	while (end > start && memchr("\"' [(", line.p[end - 1], 5) != NULL)
		end--;
	before = str_at(line, start, end - start);
	if (str_ends(before, STR("->")) || str_iends(before, STR(" to")))
		return (struct meaning){ DIR_TO, -1, true };
	if (str_iends(before, STR(" from")))
		return (struct meaning){ DIR_FROM, -1, true };
	if (end == start || (line.p[end - 1] != '=' && line.p[end - 1] != ':'))
		return (struct meaning){ DIR_UNKNOWN, -1, false };
	for (key = end - 1; key > start && memchr(" ,;{|\t", line.p[key - 1], 6) == NULL; key--)
		;
	before = str_at(line, key, end - key);
	if (word_in(before, sources, sizeof sources / sizeof sources[0]))
		return (struct meaning){ DIR_FROM, -1, true };
	if (word_in(before, goals, sizeof goals / sizeof goals[0]))
		return (struct meaning){ DIR_TO, -1, true };
	return (struct meaning){ DIR_UNKNOWN, -1, false };
}

struct meaning record_meaning(const struct record *r, struct str line, size_t from, size_t to, enum value_type type)
{
	const struct span *best = NULL;
	struct meaning m;

	if (type == VALUE_SHA256 || type == VALUE_SHA1 || type == VALUE_MD5)
		return (struct meaning){ DIR_UNKNOWN, -1, false };
	if (!r->read)
		return guess(line, from);
	for (int i = 0; i < r->span_count; i++) {
		const struct span *s = &r->spans[i];

		if (from >= s->from && to <= s->to && (best == NULL || s->to - s->from < best->to - best->from))
			best = s;
	}
	if (best == NULL)
		return (struct meaning){ DIR_UNKNOWN, -1, false };
	m = of_field(r, line, best, from, to);
	if (type == VALUE_EMAIL)
		m.port = -1;
	return m;
}
