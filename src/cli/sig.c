/* sig.c - noroshi sig: the special interest groups. */
#include "base/time.h"
#include "cli/desk.h"
#include "registry/roster.h"

struct sig_options {
	struct str name_ja, name_en, sort, from, at;
};

static void print_sig(struct desk *d, const struct roster_sig *s, bool members)
{
	desk_cell(d, s->id, 14);
	desk_cell(d, s->name_ja, 24);
	desk_cell(d, s->name_en, 24);
	buf_printf(&d->out, "%5zu\n", s->count);
	for (size_t i = 0; members && i < s->count; i++)
		buf_printf(&d->out, "    " STR_FMT "  " STR_FMT "\n", STR_ARG(s->members[i].org_id), STR_ARG(s->members[i].name_ja));
}

static int json_sig(struct desk *d, const struct roster_sig *s, bool members, struct err *e)
{
	desk_json(d);
	jw_kz(&d->w, "schema", "noroshi/sig/1");
	jw_kstr(&d->w, "sig", s->id);
	jw_kstr(&d->w, "name_ja", s->name_ja);
	jw_kstr(&d->w, "name_en", s->name_en);
	jw_kint(&d->w, "size", (long long)s->count);
	if (members) {
		jw_karray(&d->w, "members");
		for (size_t i = 0; i < s->count; i++)
			jw_str(&d->w, s->members[i].org_id);
		jw_end_array(&d->w);
	}
	return desk_json_end(d, e);
}

static int each(struct desk *d, const struct sig_options *o, struct str only, struct err *e)
{
	struct roster_state r;
	long long at_ms;
	bool found = only.p == NULL;

	if (cli_date(d->hub, o->at, d->by.now_ms, &at_ms, e) < 0 || roster_read(d->hub->db, d->arena, at_ms, TIME_FOREVER - 1, &r, e) < 0)
		return -1;
	for (size_t i = 0; i < r.sig_count; i++) {
		if (only.p != NULL && !str_eq(r.sigs[i].id, only))
			continue;
		found = true;
		if (d->json && json_sig(d, &r.sigs[i], only.p != NULL, e) < 0)
			return -1;
		if (!d->json)
			print_sig(d, &r.sigs[i], only.p != NULL);
	}
	return found ? 0 : err_set(e, ERR_UNKNOWN, "there is no SIG “" STR_FMT "” on that day", STR_ARG(only));
}

static int list(struct desk *d, void *options, struct err *e)
{
	return each(d, options, STR_NONE, e);
}

static int show(struct desk *d, void *options, struct err *e)
{
	return each(d, options, d->operand[0], e);
}

static int add(struct desk *d, void *options, struct err *e)
{
	const struct sig_options *o = options;
	struct sig_row sig = { .id = d->operand[0], .name_ja = o->name_ja, .name_en = o->name_en, .to_ms = TIME_FOREVER };
	bool exists;

	if (o->name_ja.n == 0 || o->name_en.n == 0)
		return err_set(e, ERR_USAGE, "a SIG needs --name-ja and --name-en");
	if (o->sort.p != NULL && !str_to_int(o->sort, &sig.sort))
		return err_set(e, ERR_USAGE, "--sort is a whole number");
	if (cli_date(d->hub, o->from, d->by.now_ms, &sig.from_ms, e) < 0 || sig_exists(d->hub->db, d->arena, sig.id, &exists, e) < 0)
		return -1;
	if (exists)
		return err_set(e, ERR_CONFLICT, "the SIG “" STR_FMT "” exists already", STR_ARG(sig.id));
	if (sig_add(d->hub->db, &d->by, d->arena, &sig, e) < 0)
		return -1;
	return desk_done(d, "sig.added", sig.id, tr("added"), e);
}

static const struct desk_verb verbs[] = {
	{ "list", "", DESK_ANYBODY, list },
	{ "show", "SIG", DESK_ANYBODY, show },
	{ "add", "SIG", DESK_REGISTRAR, add },
};

int cli_sig(int argc, char **argv)
{
	struct sig_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--name-ja", OPTION_VALUE, &o.name_ja }, { "--name-en", OPTION_VALUE, &o.name_en }, { "--sort", OPTION_VALUE, &o.sort },
		{ "--from", OPTION_VALUE, &o.from }, { "--at", OPTION_VALUE, &o.at },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
