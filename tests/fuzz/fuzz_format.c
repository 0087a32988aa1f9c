/* fuzz_format.c - any bytes as the description of a format: refused with a line, or it reads lines and stays inside them. */
#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hunt/format.h"

#define LINES "2019-01-01 09:00:00|BLK|203.0.113.9|51515|192.0.2.10|1433|TCP\n{\"ts\":1546300800,\"a\":{\"b\":[\"203.0.113.9\"]}}\n" \
	"Jan  1 09:00:00 h p[1]: from 203.0.113.9 to \"x y\" [z] k=v q=\"w\"\n#Fields: date time c-ip\n\"a\"\"b\",,\t;|\n"

static void read_lines(struct arena *a, const struct formats *all, const struct format *f)
{
	struct format_use use = { .device = -1, .web_port = -1, .year_end_ms = 1577836800000LL };
	struct str rest = STR(LINES), line;
	struct err e;

	if (format_sniff(all, a, STR(LINES), f, &use, &e) < 0)
		return;
	while (str_split(&rest, '\n', &line)) {
		struct record r;

		format_read(&use, line, &r);
		for (int i = 0; i < r.span_count; i++)
			assert(r.spans[i].from <= r.spans[i].to && r.spans[i].to <= line.n);
	}
}

static void read_any(struct arena *a, struct str s)
{
	int fd = memfd_create("format", MFD_CLOEXEC);
	struct formats *all;
	struct str path;
	struct err e;

	assert(fd >= 0 && write(fd, s.p, s.n) == (ssize_t)s.n);
	path = arena_printf(a, "/proc/self/fd/%d", fd);
	if (formats_load(a, &path, 1, &all, &e) == 0)
		read_lines(a, all, formats_at(all, formats_count(all) - 1));
	close(fd);
}

FUZZ_TARGET
