/* cascade.c - noroshi cascade: an association passes a share on to its own members, and tells what it heard back. */
#include "feedback/cascade.h"

#include "base/file.h"
#include "base/time.h"
#include "cli/desk.h"
#include "registry/lookup.h"

struct passing { struct str output, members, on, searched, hits, nothing; };

static int get(struct desk *d, struct delivery *x, struct err *e)
{
	struct reader reader;

	if (reader_get(d->hub->db, d->arena, d->as, d->by.now_ms, &reader, e) < 0)
		return -1;
	return delivery_get(d->hub->db, d->arena, &reader, d->operand[0], d->by.now_ms, x, e);
}

static int print_text(struct desk *d, void *options, struct err *e)
{
	const struct passing *o = options;
	struct delivery x;
	struct str text;

	if (get(d, &x, e) < 0 || cascade_text(d->hub, &d->by, d->arena, &x, tr_lang(), &text, e) < 0)
		return -1;
	if (o->output.p != NULL)
		return file_replace(arena_cstr(d->arena, o->output), text, 0600, e);
	buf_add(&d->out, text);
	return 0;
}

static int number_of(struct str s, const char *option, long long *n_r, struct err *e)
{
	return s.p != NULL && str_to_int(s, n_r) && *n_r >= 0 ? 0 : err_set(e, ERR_USAGE, "%s takes a whole number from 0", option);
}

static int done(struct desk *d, void *options, struct err *e)
{
	const struct passing *o = options;
	long long members, on_ms;
	struct delivery x;

	if (number_of(o->members, "--members", &members, e) < 0 || cli_date(d->hub, o->on, d->by.now_ms, &on_ms, e) < 0 || get(d, &x, e) < 0 ||
	    delivery_cascaded(d->hub->db, &d->by, d->arena, &x, members, on_ms, e) < 0)
		return -1;
	return desk_done(d, "share.cascaded", x.number, tr("recorded: passed on to the members"), e);
}

static int sums(struct desk *d, void *options, struct err *e)
{
	const struct passing *o = options;
	struct cascade_sums s;
	struct delivery x;

	if (number_of(o->searched, "--searched", &s.searched, e) < 0 || number_of(o->hits, "--hits", &s.hits, e) < 0 ||
	    number_of(o->nothing, "--nothing", &s.no_hits, e) < 0 || get(d, &x, e) < 0 ||
	    cascade_sums_add(d->hub->db, &d->by, d->arena, &x, &s, e) < 0)
		return -1;
	return desk_done(d, "cascade.sums", x.number, tr("recorded: what the members said, in sums"), e);
}

static void row_json(struct desk *d, const struct cascade_row *x)
{
	const struct { const char *name; long long n; } told[] = { { "searched", x->sums.searched }, { "hits", x->sums.hits },
		{ "nothing", x->sums.no_hits } };

	jw_kz(&d->w, "schema", "noroshi/cascade/1");
	jw_kstr(&d->w, "share", d->operand[0]);
	jw_kstr(&d->w, "org", x->org_id);
	jw_kint(&d->w, "members", x->members);
	jw_ktime(&d->w, "on", x->on_ms);
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		if (told[i].n < 0)
			jw_knull(&d->w, told[i].name);
		else
			jw_kint(&d->w, told[i].name, told[i].n);
	}
	jw_ktime(&d->w, "told", x->sums_ms);
}

static void row_text(struct desk *d, const struct cascade_row *x)
{
	desk_cell(d, x->org_id, 18);
	if (x->members == 0)
		buf_z(&d->out, tr("not passed on yet"));
	else
		buf_printf(&d->out, TR_N("passed on to %lld {member|members}, %s", x->members), x->members, desk_date(d, x->on_ms).p);
	if (x->sums.searched >= 0)
		buf_printf(&d->out, tr("; searched %lld, found it %lld, found nothing %lld"), x->sums.searched, x->sums.hits, x->sums.no_hits);
	buf_char(&d->out, '\n');
}

/* The hub's people see every association, an association itself. */
static int list(struct desk *d, void *options, struct err *e)
{
	struct cascade_row *rows;
	struct str org = STR_NONE;
	struct db_rows share;
	struct delivery x;
	bool staff;
	size_t n;

	(void)options;
	if (person_has_role(d->hub->db, d->arena, d->as, "analyst lead", d->by.now_ms, &staff, e) < 0)
		return -1;
	if (!staff) {
		if (get(d, &x, e) < 0)
			return -1;
		org = x.org_id;
	}
	if (DB_QUERY(d->hub->db, d->arena, &share, e, "SELECT id FROM share WHERE number = $1", DB_TEXT(d->operand[0])) < 0)
		return -1;
	if (share.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(d->operand[0]));
	if (cascade_list(d->hub->db, d->arena, db_text(&share, 0, 0), org, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!d->json) {
			row_text(d, &rows[i]);
			continue;
		}
		desk_json(d);
		row_json(d, &rows[i]);
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	return 0;
}

int cli_cascade(int argc, char **argv)
{
	static const struct desk_verb verbs[] = { { "text", "SHARE", DESK_PERSON, print_text }, { "done", "SHARE", DESK_PERSON, done },
		{ "sums", "SHARE", DESK_PERSON, sums }, { "list", "SHARE", DESK_PERSON, list } };
	struct passing o = { 0 };
	const struct option_spec specs[] = { { "-o", OPTION_VALUE, &o.output }, { "--members", OPTION_VALUE, &o.members },
		{ "--on", OPTION_VALUE, &o.on }, { "--searched", OPTION_VALUE, &o.searched }, { "--hits", OPTION_VALUE, &o.hits },
		{ "--nothing", OPTION_VALUE, &o.nothing } };

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
