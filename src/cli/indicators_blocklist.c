/* indicators_blocklist.c - one value a line, no comment, nothing that would cut people off from what everybody uses. */
#include "cli/indicators_blocklist.h"

#include <stdio.h>

#include "base/file.h"
#include "cli/hunt_lists.h"
#include "cli/out.h"
#include "hunt/blocklist.h"
#include "hunt/export.h"

enum { BLOCKLIST_MOST = 1 << 30 };

struct blocklist {
	const struct blocklist_options *o;
	struct buf out;
	long long kept_back;
};

static enum value_type type_of(enum export_class class)
{
	return class == CLASS_NAME ? VALUE_DOMAIN : class == CLASS_URL ? VALUE_URL : class == CLASS_NET6 ? VALUE_IPV6 : VALUE_IPV4;
}

static void add_class(struct blocklist *b, const struct export_values *v, enum export_class class)
{
	for (size_t i = 0; i < v->count[class]; i++) {
		struct str value = v->list[class][i], why = b->o->all ? STR_NONE : blocklist_warning(type_of(class), value);

		if (why.p != NULL) {
			fprintf(stderr, tr("noroshi: left out: %.*s: it is on the warning list “%.*s” (--all takes it)\n"), STR_ARG(value), STR_ARG(why));
			b->kept_back++;
			continue;
		}
		buf_add(&b->out, value);
		buf_char(&b->out, '\n');
	}
}

static int write_out(struct blocklist *b, struct arena *a, struct err *e)
{
	if (b->o->output.p == NULL)
		return out_flush(&b->out, e);
	if (b->out.failed)
		return err_set(e, ERR_LIMIT, "the block list is larger than 1 GiB");
	/* whoever fetches it meets the old list or the new one */
	return file_replace(arena_cstr(a, b->o->output), buf_str(&b->out), 0644, e);
}

int indicators_blocklist(struct arena *a, const struct blocklist_options *o, struct err *e)
{
	static const char *const types[] = { "ip", "domain", "url" };
	static const enum export_class from[] = { CLASS_IP, CLASS_NAME, CLASS_URL }, to[] = { CLASS_NET6, CLASS_NAME, CLASS_URL };
	struct blocklist b = { .o = o };
	struct export_values v;
	struct set set;
	bool refused = false, known = o->type.p == NULL;
	int status;

	for (int t = 0; t < 3; t++)
		known |= str_eq(o->type, str_of(types[t]));
	if (!known)
		return err_set(e, ERR_USAGE, "--type is ip, domain or url, not “" STR_FMT "”", STR_ARG(o->type));
	if (hunt_lists_set(a, o->lists, o->sets, &set, &refused, e) < 0)
		return -1;
	export_values(a, &set, &v);
	buf_init(&b.out, BLOCKLIST_MOST);
	for (int t = 0; t < 3; t++)
		for (int class = (int)from[t]; class <= (int)to[t] && (o->type.p == NULL || str_eq(o->type, str_of(types[t]))); class++)
			add_class(&b, &v, (enum export_class)class);
	status = write_out(&b, a, e);
	buf_fini(&b.out);
	set_close(&set);
	return status < 0 ? -1 : refused || b.kept_back > 0 || v.left_out > 0;
}
