/* formats.c - noroshi formats list|show|test: the log formats that are known. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/json.h"
#include "cli/hub_cli.h"
#include "cli/out.h"
#include "hunt/format.h"
#include "hunt/input.h"
#include "hunt/zone.h"

static int list(struct arena *a, const struct formats *f, bool json, struct err *e)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 20);
	for (size_t i = 0; i < formats_count(f); i++) {
		const struct format *one = formats_at(f, i);

		if (!json) {
			buf_printf(&out, "  %-20.*s %.*s\n", STR_ARG(format_name(one)), STR_ARG(format_title(one)));
			continue;
		}
		jw_init(&w, &out);
		jw_object(&w);
		jw_kstr(&w, "format", format_name(one));
		jw_kstr(&w, "title", format_title(one));
		jw_end_object(&w);
		buf_char(&out, '\n');
	}
	return out_flush(&out, e);
}

static int show(struct arena *a, const struct formats *f, struct str name, struct err *e)
{
	const struct format *one = formats_find(f, name);
	struct buf out;

	if (one == NULL)
		return err_set(e, ERR_USAGE, "there is no log format “" STR_FMT "” (noroshi formats list)", STR_ARG(name));
	buf_init_arena(&out, a, 1 << 20);
	buf_add(&out, format_source(one));
	return out_flush(&out, e);
}

static void show_line(struct buf *out, struct str line, const struct record *r)
{
	static const char *const names[FIELDS] = { "src.ip", "src.port", "dst.ip", "dst.port", "src.nat", "dst.nat", "proto", "action",
		"client", "host", "path", "url", "query", "answer", "sender", "recipient", "relay", "forwarded", "referrer", "agent", "user",
		"hash", "other" };
	char text[TIME_TEXT];

	buf_printf(out, "%s%.*s\n", r->read ? "+ " : "? ", (int)(line.n < 160 ? line.n : 160), line.p);
	if (r->time_ms != TIME_NONE)
		buf_printf(out, "    time=%s", time_rfc3339(text, r->time_ms).p);
	for (int i = 0; i < r->span_count; i++)
		buf_printf(out, " %s=%.*s", names[r->spans[i].field], STR_ARG(str_at(line, r->spans[i].from, r->spans[i].to - r->spans[i].from)));
	if (r->read && r->service_port > 0)
		buf_printf(out, " service=%d", r->service_port);
	buf_char(out, '\n');
}

/* What the first lines of a file are read as. */
static int test(struct arena *a, const struct formats *f, const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct input *in;
	struct format_use use = { .device = -1, .web_port = -1, .zone = &zone_utc };
	struct stat st;
	struct str rest, line;
	struct buf out;

	if (fd < 0 || fstat(fd, &st) < 0)
		return err_errno(e, "cannot open %s", path);
	use.year_end_ms = (long long)st.st_mtim.tv_sec * 1000;
	if (input_open(fd, path, &in, e) < 0)
		return err_prefix(e, "%s", path);
	rest = input_head(in);
	buf_init_arena(&out, a, 1 << 20);
	if (format_sniff(f, a, rest, NULL, &use, e) < 0)
		return err_prefix(e, "%s", path);
	buf_printf(&out, "%s (%.1f %%)\n", use.format != NULL ? arena_cstr(a, format_name(use.format)) : "unknown", use.confidence * 100);
	for (int shown = 0; shown < 5 && str_split(&rest, '\n', &line); shown++) {
		struct record r;

		line = str_ends(line, STR("\r")) ? str_at(line, 0, line.n - 1) : line;
		if (line.n == 0 || format_is_header(&use, line))
			continue;
		format_read(&use, line, &r);
		show_line(&out, line, &r);
	}
	input_close(in);
	return out_flush(&out, e) < 0 ? -1 : use.format == NULL;
}

static int run(struct arena *a, int argc, char **argv, struct err *e)
{
	static const char *const verbs[] = { "list", "show", "test" };
	struct str_list operands = { 0 }, own = { 0 };
	struct formats *f;
	bool json = false;
	const struct option_spec specs[] = { { "--formats", OPTION_LIST, &own }, { "--json", OPTION_FLAG, &json } };
	int status = cli_options(a, argc, argv, specs, 2, &operands, e), verb;

	if (status != 0)
		return status < 0 ? -1 : 0;
	verb = cli_verb(&operands, verbs, 3, e);
	if (verb < 0 || formats_load(a, own.items, own.count, &f, e) < 0)
		return -1;
	if (verb == 0)
		return list(a, f, json, e);
	if (operands.count != 2)
		return err_set(e, ERR_USAGE, "show takes a format's name, test a file");
	return verb == 1 ? show(a, f, operands.items[1], e) : test(a, f, arena_cstr(a, operands.items[1]), e);
}

int cli_formats(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)256 << 20, arena_full_exit);
	struct err e = { 0 };
	int status = run(a, argc, argv, &e);

	arena_free(a);
	return status < 0 ? cli_fail(&e) : status;
}
