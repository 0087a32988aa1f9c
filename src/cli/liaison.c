/* liaison.c - noroshi liaison: umbrella groups and their sizes as declared. */
#include "base/time.h"
#include "cli/desk.h"
#include "registry/association.h"
#include "registry/lookup.h"
#include "registry/roster.h"

struct liaison_options {
	struct str name_ja, name_en, counted_as, counted, reach, from, to, at, version, reference;
	bool approx;
};

static void print_one(struct desk *d, const struct liaison_row *l)
{
	desk_cell(d, l->id, 14);
	desk_cell(d, tr_lang() == LANG_JA ? l->name_ja : l->name_en, 28);
	buf_printf(&d->out, "%lld %s", l->counted, desk_word(d, "desk.counted", l->counted_as).p);
	if (l->reach > 0) {
		buf_printf(&d->out, ", %s", l->reach_approx ? text(tr_lang(), "desk.about") : "");
		buf_thousands(&d->out, l->reach);
	}
	buf_printf(&d->out, "  (" STR_FMT ")\n", STR_ARG(desk_date(d, l->from_ms)));
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct liaison_options *o = options;
	struct roster_state r;
	long long at_ms;

	if (cli_date(d->hub, o->at, d->by.now_ms, &at_ms, e) < 0 || roster_read(d->hub->db, d->arena, at_ms, TIME_FOREVER - 1, &r, e) < 0)
		return -1;
	for (size_t i = 0; i < r.liaison_count; i++) {
		const struct liaison_row *l = &r.liaisons[i];

		if (!d->json) {
			print_one(d, l);
			continue;
		}
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/liaison/1");
		jw_kstr(&d->w, "liaison", l->id);
		jw_kstr(&d->w, "name_ja", l->name_ja);
		jw_kstr(&d->w, "name_en", l->name_en);
		jw_kstr(&d->w, "counted_as", l->counted_as);
		jw_kint(&d->w, "counted", l->counted);
		jw_kint(&d->w, "reach", l->reach);
		jw_kbool(&d->w, "reach_approx", l->reach_approx);
		jw_ktime(&d->w, "declared_from", l->from_ms);
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	return 0;
}

/* What is not said now stays as it was declared before. */
static int declared_before(struct desk *d, const struct liaison_options *o, struct liaison_row *l, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(d->hub->db, d->arena, &r, e, "SELECT name_ja, name_en, counted_as, counted, reach, reach_approx FROM liaison "
	    "WHERE id = $1 AND superseded_ms = $2 ORDER BY from_ms DESC LIMIT 1", DB_TEXT(l->id), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	if (r.count > 0) {
		l->name_ja = db_text(&r, 0, 0);
		l->name_en = db_text(&r, 0, 1);
		l->counted_as = db_text(&r, 0, 2);
		l->counted = db_int(&r, 0, 3);
		l->reach = db_int(&r, 0, 4);
		l->reach_approx = db_int(&r, 0, 5) == 1;
	}
	l->name_ja = o->name_ja.p != NULL ? o->name_ja : l->name_ja;
	l->name_en = o->name_en.p != NULL ? o->name_en : l->name_en;
	l->counted_as = o->counted_as.p != NULL ? o->counted_as : l->counted_as;
	if (o->reach.p != NULL)
		l->reach_approx = o->approx;
	return 0;
}

static int set(struct desk *d, void *options, struct err *e)
{
	const struct liaison_options *o = options;
	struct liaison_row l = { .id = d->operand[0], .to_ms = TIME_FOREVER };

	if (declared_before(d, o, &l, e) < 0)
		return -1;
	if (l.name_ja.n == 0 || l.name_en.n == 0)
		return err_set(e, ERR_USAGE, "a liaison system needs --name-ja and --name-en");
	if (!str_eq(l.counted_as, STR("groups")) && !str_eq(l.counted_as, STR("organisations")))
		return err_set(e, ERR_USAGE, "what is counted? --counted-as groups or organisations");
	if ((o->counted.p != NULL && (!str_to_int(o->counted, &l.counted) || l.counted < 0)) ||
	    (o->reach.p != NULL && (!str_to_int(o->reach, &l.reach) || l.reach < 0)))
		return err_set(e, ERR_USAGE, "--counted and --reach are whole numbers from 0");
	if (cli_date(d->hub, o->from, d->by.now_ms, &l.from_ms, e) < 0 || liaison_add(d->hub->db, &d->by, d->arena, &l, e) < 0)
		return -1;
	return desk_done(d, "liaison.declared", l.id, tr("declared"), e);
}

static int add_org(struct desk *d, void *options, struct err *e)
{
	const struct liaison_options *o = options;
	long long from_ms, to_ms;
	struct db_rows known;
	bool exists;

	if (org_exists(d->hub->db, d->arena, d->operand[1], &exists, e) < 0 || DB_QUERY(d->hub->db, d->arena, &known, e,
	    "SELECT 1 FROM liaison WHERE id = $1 LIMIT 1", DB_TEXT(d->operand[0])) < 0)
		return -1;
	if (!exists)
		return org_unknown(d->hub->db, d->arena, d->operand[1], e);
	if (known.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no liaison system “" STR_FMT "” (noroshi liaison list shows them)",
		    STR_ARG(d->operand[0]));
	if (cli_date(d->hub, o->from, d->by.now_ms, &from_ms, e) < 0 || cli_date(d->hub, o->to, TIME_FOREVER, &to_ms, e) < 0 ||
	    liaison_org_add(d->hub->db, &d->by, d->operand[0], d->operand[1], from_ms, to_ms, e) < 0)
		return -1;
	return desk_done(d, "liaison.org-added", d->operand[1], tr("added"), e);
}

/* ---- associations ---- */

static int end_member(struct desk *d, void *options, struct err *e)
{
	const struct liaison_options *o = options;
	long long from_ms, to_ms;

	if (cli_date(d->hub, o->from, d->by.now_ms, &from_ms, e) < 0 || cli_date(d->hub, o->to, TIME_FOREVER, &to_ms, e) < 0 ||
	    end_member_add(d->hub->db, &d->by, d->arena, d->operand[0], d->operand[1], from_ms, to_ms, e) < 0)
		return -1;
	return desk_done(d, "end-member.added", d->operand[1], tr("added"), e);
}

static int print_period(struct desk *d, const char *schema, const char *key, struct str word, struct str more, long long from_ms,
    long long to_ms, struct err *e)
{
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", schema);
		jw_kstr(&d->w, "association", d->operand[0]);
		jw_kstr(&d->w, key, word);
		jw_ktime(&d->w, "from", from_ms);
		jw_ktime(&d->w, "to", to_ms == TIME_FOREVER ? TIME_NONE : to_ms);
		if (more.p != NULL)
			jw_kstr(&d->w, "reference", more);
		return desk_json_end(d, e);
	}
	desk_cell(d, word, 18);
	buf_printf(&d->out, STR_FMT " - " STR_FMT "  " STR_FMT "\n", STR_ARG(desk_date(d, from_ms)), STR_ARG(desk_date(d, to_ms)),
	    STR_ARG(more.p != NULL ? more : STR("")));
	return 0;
}

static int members(struct desk *d, void *options, struct err *e)
{
	struct end_member *all;
	size_t n;

	(void)options;
	if (end_member_list(d->hub->db, d->arena, d->operand[0], &all, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (print_period(d, "noroshi/end-member/1", "org", all[i].org_id, STR_NONE, all[i].from_ms, all[i].to_ms, e) < 0)
			return -1;
	return 0;
}

static int terms(struct desk *d, void *options, struct err *e)
{
	const struct liaison_options *o = options;
	struct liaison_terms t = { .version = o->version, .reference = o->reference }, *all;
	size_t n;

	if (o->version.p == NULL) {
		if (liaison_terms_list(d->hub->db, d->arena, d->operand[0], &all, &n, e) < 0)
			return -1;
		for (size_t i = 0; i < n; i++)
			if (print_period(d, "noroshi/liaison-terms/1", "version", all[i].version, all[i].reference, all[i].from_ms, all[i].to_ms, e) < 0)
				return -1;
		return 0;
	}
	if (o->reference.p == NULL || o->from.p == NULL)
		return err_set(e, ERR_USAGE, "a version of the terms needs --from DATE and --reference WORDS (of the signed paper)");
	if (cli_date(d->hub, o->from, TIME_NONE, &t.from_ms, e) < 0 || cli_date(d->hub, o->to, TIME_FOREVER, &t.to_ms, e) < 0 ||
	    liaison_terms_add(d->hub->db, &d->by, d->arena, d->operand[0], &t, e) < 0)
		return -1;
	return desk_done(d, "liaison.terms", d->operand[0], tr("the terms are recorded"), e);
}

static const struct desk_verb verbs[] = {
	{ "list", "", DESK_ANYBODY, list },
	{ "set", "LIAISON", DESK_REGISTRAR, set },
	{ "add", "LIAISON ORG", DESK_REGISTRAR, add_org },
	{ "end-member", "ASSOCIATION ORG", DESK_REGISTRAR, end_member },
	{ "members", "ASSOCIATION", DESK_STAFF, members },
	{ "terms", "ASSOCIATION", DESK_REGISTRAR, terms },
};

int cli_liaison(int argc, char **argv)
{
	struct liaison_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--name-ja", OPTION_VALUE, &o.name_ja }, { "--name-en", OPTION_VALUE, &o.name_en },
		{ "--counted-as", OPTION_VALUE, &o.counted_as }, { "--counted", OPTION_VALUE, &o.counted },
		{ "--reach", OPTION_VALUE, &o.reach }, { "--approx", OPTION_FLAG, &o.approx }, { "--from", OPTION_VALUE, &o.from },
		{ "--to", OPTION_VALUE, &o.to }, { "--at", OPTION_VALUE, &o.at },
		{ "--version", OPTION_VALUE, &o.version }, { "--reference", OPTION_VALUE, &o.reference },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
