/* fuzz_format_read.c - any bytes as a log, read by every format that is known: each piece lies inside its line. */
#include "fuzz.h"

#include "hunt/format.h"

static const struct formats *known(void)
{
	static struct formats *all;
	struct err e;

	if (all == NULL)
		assert(formats_load(arena_new(64 << 20, arena_full_exit), NULL, 0, &all, &e) == 0);
	return all;
}

static void read_line(const struct format_use *use, struct str line)
{
	struct record r;

	if (format_is_header(use, line))
		return;
	format_read(use, line, &r);
	assert(r.span_count <= RECORD_SPANS && memchr(r.proto, '\0', sizeof r.proto) != NULL);
	for (int i = 0; i < r.span_count; i++) {
		assert(r.spans[i].field < FIELDS && r.spans[i].from <= r.spans[i].to && r.spans[i].to <= line.n);
		record_meaning(&r, line, r.spans[i].from, r.spans[i].to, VALUE_DOMAIN);
	}
	if (line.n > 4)
		record_meaning(&r, line, line.n / 2, line.n, VALUE_IPV4);
}

static void read_with(struct arena *a, const struct format *f, struct str s)
{
	struct format_use use = { .device = -1, .web_port = 8080, .year = (int)(s.n % 2) * 2018, .year_end_ms = 1577836800000LL };
	struct str line;
	struct err e;

	if (format_sniff(known(), a, s, f, &use, &e) < 0)
		return;
	while (str_split(&s, '\n', &line))
		read_line(&use, line);
}

static void read_any(struct arena *a, struct str s)
{
	read_with(a, NULL, s);
	for (size_t i = 0; i < formats_count(known()); i++)
		read_with(a, formats_at(known(), i), s);
}

FUZZ_TARGET
