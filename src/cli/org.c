/* org.c - noroshi org: the organisations, their names and domains, their drills. */
#include "cli/org.h"

#include "base/time.h"
#include "cli/org_alike.h"
#include "indicator/lists.h"
#include "registry/change.h"
#include "registry/lookup.h"
#include "store/audit.h"

int org_must_exist(struct desk *d, struct str id, struct err *e)
{
	bool exists;

	if (org_exists(d->hub->db, d->arena, id, &exists, e) < 0)
		return -1;
	return exists ? 0 : org_unknown(d->hub->db, d->arena, id, e);
}

/* ---- list ---- */

#define SQL_LIST \
	"SELECT o.id, o.kind, (SELECT MIN(n.name) FROM org_name n WHERE n.org_id = o.id AND n.kind = 'legal' AND n.lang = $4" \
	" AND n.superseded_ms = $5), (SELECT COUNT(*) FROM membership m WHERE m.org_id = o.id AND m.superseded_ms = $5" \
	" AND m.from_ms <= $3 AND m.to_ms > $3) FROM org o WHERE ($1 = '' OR o.kind = $1) AND ($2 = '' OR EXISTS (SELECT 1 FROM membership m" \
	" WHERE m.org_id = o.id AND m.sig_id = $2 AND m.superseded_ms = $5 AND m.from_ms <= $3 AND m.to_ms > $3))" \
	" ORDER BY o.id COLLATE \"C\""

static int list(struct desk *d, void *options, struct err *e)
{
	const struct org_options *o = options;
	struct db_rows r;
	long long at_ms;

	if ((o->sig.p != NULL && org_sig_must_exist(d, o->sig, e) < 0) || cli_date(d->hub, o->at, d->by.now_ms, &at_ms, e) < 0 ||
	    DB_QUERY(d->hub->db, d->arena, &r, e, SQL_LIST, DB_TEXT(o->kind.p != NULL ? o->kind : STR("")),
	        DB_TEXT(o->sig.p != NULL ? o->sig : STR("")), DB_INT(at_ms), DB_TEXT(tr_lang() == LANG_JA ? STR("ja") : STR("en")),
	        DB_INT(TIME_FOREVER)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++) {
		if (!d->json) {
			desk_cell(d, db_text(&r, i, 0), 18);
			desk_cell(d, db_text(&r, i, 1), 16);
			buf_printf(&d->out, "%3lld  " STR_FMT "\n", db_int(&r, i, 3), STR_ARG(db_text(&r, i, 2)));
			continue;
		}
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/org/1");
		jw_kstr(&d->w, "org", db_text(&r, i, 0));
		jw_kstr(&d->w, "kind", db_text(&r, i, 1));
		jw_kstr(&d->w, "name", db_text(&r, i, 2));
		jw_kint(&d->w, "memberships", db_int(&r, i, 3));
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- show ---- */

struct part {
	const char *key;
	struct db_rows rows;            /* columns: word, value, from, to (some may be missing) */
};

/* Drills are private to the organisation and the hub; without a person it is the hub's own machine that looks. */
static int may_see_drills(struct desk *d, struct str id, bool *may_r, struct err *e)
{
	struct person_found person;

	*may_r = true;
	if (d->as.p == NULL)
		return 0;
	if (person_has_role(d->hub->db, d->arena, d->as, "analyst lead admin", d->by.now_ms, may_r, e) < 0 ||
	    person_find(d->hub->db, d->arena, d->as, d->by.now_ms, &person, e) < 0)
		return -1;
	*may_r = *may_r || str_eq(person.org_id, id);
	return 0;
}

static int read_parts(struct desk *d, struct str id, struct part *p, struct err *e)
{
	struct db *db = d->hub->db;
	bool drills;

	p[0].key = "names";
	p[1].key = "domains";
	p[2].key = "memberships";
	p[3].key = "people";
	p[4].key = "drills";
	if (may_see_drills(d, id, &drills, e) < 0)
		return -1;
	if (DB_QUERY(db, d->arena, &p[0].rows, e, "SELECT kind, name FROM org_name WHERE org_id = $1 AND superseded_ms = $2 "
	    "ORDER BY kind COLLATE \"C\", lang COLLATE \"C\", name COLLATE \"C\"", DB_TEXT(id), DB_INT(TIME_FOREVER)) < 0 ||
	    DB_QUERY(db, d->arena, &p[1].rows, e, "SELECT kind, value FROM org_domain WHERE org_id = $1 AND superseded_ms = $2 "
	        "ORDER BY kind COLLATE \"C\", value COLLATE \"C\"", DB_TEXT(id), DB_INT(TIME_FOREVER)) < 0 ||
	    DB_QUERY(db, d->arena, &p[2].rows, e, "SELECT sig_id, CASE WHEN leave_reason = '' THEN join_reason ELSE leave_reason END, from_ms, "
	        "to_ms FROM membership WHERE org_id = $1 AND superseded_ms = $2 ORDER BY from_ms, sig_id COLLATE \"C\"", DB_TEXT(id),
	        DB_INT(TIME_FOREVER)) < 0 ||
	    DB_QUERY(db, d->arena, &p[3].rows, e, "SELECT id, name FROM person WHERE org_id = $1 ORDER BY id COLLATE \"C\"", DB_TEXT(id)) < 0)
		return -1;
	return DB_QUERY(db, d->arena, &p[4].rows, e, "SELECT d.domain, COALESCE(m.subject, ''), d.from_ms, d.to_ms FROM drill d "
	    "LEFT JOIN drill_mark m ON m.drill_id = d.id WHERE d.org_id = $1 AND $2 = 1 ORDER BY d.from_ms, d.domain COLLATE \"C\"", DB_TEXT(id),
	    DB_BOOL(drills));
}

static void print_part(struct desk *d, const struct part *p)
{
	struct str title = arena_printf(d->arena, "desk.%s", p->key);

	for (size_t i = 0; i < p->rows.count; i++) {
		buf_z(&d->out, "  ");
		desk_cell(d, str_of(i == 0 ? text_find(tr_lang(), title.p) : ""), 14);
		desk_cell(d, db_text(&p->rows, i, 0), 14);
		buf_add(&d->out, p->rows.columns > 2 ? desk_word(d, "desk.reason", db_text(&p->rows, i, 1)) : db_text(&p->rows, i, 1));
		if (p->rows.columns > 2)
			buf_printf(&d->out, "  " STR_FMT " - " STR_FMT, STR_ARG(desk_date(d, db_int(&p->rows, i, 2))),
			    STR_ARG(desk_date(d, db_int(&p->rows, i, 3))));
		buf_char(&d->out, '\n');
	}
}

static void json_part(struct desk *d, const struct part *p)
{
	jw_karray(&d->w, p->key);
	for (size_t i = 0; i < p->rows.count; i++) {
		jw_object(&d->w);
		jw_kstr(&d->w, "id", db_text(&p->rows, i, 0));
		jw_kstr(&d->w, "value", db_text(&p->rows, i, 1));
		if (p->rows.columns > 2) {
			long long to_ms = db_int(&p->rows, i, 3);

			jw_ktime(&d->w, "from", db_int(&p->rows, i, 2));
			jw_ktime(&d->w, "to", to_ms == TIME_FOREVER ? TIME_NONE : to_ms);
		}
		jw_end_object(&d->w);
	}
	jw_end_array(&d->w);
}

static int show(struct desk *d, void *options, struct err *e)
{
	enum { PARTS = 5 };
	struct part parts[PARTS];
	struct org_state state;

	(void)options;
	if (org_must_exist(d, d->operand[0], e) < 0 ||
	    org_state_at(d->hub->db, d->arena, d->operand[0], d->by.now_ms, &state, e) < 0 || read_parts(d, d->operand[0], parts, e) < 0)
		return -1;
	if (d->json) {
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/org/1");
		jw_kstr(&d->w, "org", d->operand[0]);
		jw_kstr(&d->w, "kind", state.kind);
		jw_kbool(&d->w, "may_submit", state.may_submit);
		for (int i = 0; i < PARTS; i++)
			json_part(d, &parts[i]);
		return desk_json_end(d, e);
	}
	buf_printf(&d->out, STR_FMT "  " STR_FMT "  %s\n", STR_ARG(d->operand[0]), STR_ARG(state.kind),
	    tr(state.may_submit ? "may hand in" : "may not hand in"));
	for (int i = 0; i < PARTS; i++)
		print_part(d, &parts[i]);
	return desk_flush(d, e);
}

/* ---- add, names, domains ---- */

/* Several rows and one audit line, whole or not at all. */
static int end_deed(struct desk *d, int status, const char *deed, const char *sentence, struct err *e)
{
	struct db *db = d->hub->db;

	if (status == 0 && audit_add(db, &d->by, deed, d->operand[0], e) == 0 && db_commit(db, e) == 0)
		return desk_done(d, deed, d->operand[0], sentence, e);
	db_rollback(db);
	return -1;
}

/* Every value that an option named, of every kind. */
static int each_domain(struct desk *d, const struct org_options *o, bool remove, struct err *e)
{
	const struct { const char *kind; const struct str_list *values; } given[] = { { "domain", &o->domains }, { "network", &o->networks },
		{ "host", &o->hosts }, { "authserv", &o->authserv } };

	for (size_t k = 0; k < sizeof given / sizeof given[0]; k++)
		for (size_t i = 0; i < given[k].values->count; i++) {
			struct str kind = str_of(given[k].kind), value = given[k].values->items[i];

			if ((remove ? org_domain_end(d->hub->db, &d->by, d->arena, d->operand[0], kind, value, e) :
			    org_domain_add(d->hub->db, &d->by, d->arena, d->operand[0], kind, value, o->shared, e)) < 0)
				return -1;
		}
	return 0;
}

static int add_names(struct desk *d, const struct org_options *o, struct err *e)
{
	struct db *db = d->hub->db;

	if (o->name_ja.n > 0 && org_name_add(db, &d->by, d->arena, d->operand[0], STR("legal"), STR("ja"), o->name_ja, e) < 0)
		return -1;
	if (o->name_en.n > 0 && org_name_add(db, &d->by, d->arena, d->operand[0], STR("legal"), STR("en"), o->name_en, e) < 0)
		return -1;
	return 0;
}

static int add(struct desk *d, void *options, struct err *e)
{
	static const char *const kinds[] = { "member", "liaison-member", "hub", "partner", "counterpart", "outside" };
	const struct org_options *o = options;
	struct org_row org = { .id = d->operand[0], .kind = o->kind.p != NULL ? o->kind : STR("member"), .group = o->group, .to_ms = TIME_FOREVER };
	bool exists, known = false;
	int status;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		known |= str_eq(org.kind, str_of(kinds[i]));
	if (!known)
		return err_set(e, ERR_USAGE, "the kind is member, liaison-member, hub, partner, counterpart or outside, not “" STR_FMT "”",
		    STR_ARG(org.kind));
	if (o->name_ja.n == 0 && o->name_en.n == 0)
		return err_set(e, ERR_USAGE, "an organisation needs --name-ja or --name-en");
	if (org_exists(d->hub->db, d->arena, org.id, &exists, e) < 0 || cli_date(d->hub, o->from, 0, &org.from_ms, e) < 0)
		return -1;
	if (exists)
		return err_set(e, ERR_CONFLICT, "the organisation “" STR_FMT "” exists already", STR_ARG(org.id));
	if (db_begin(d->hub->db, e) < 0)
		return -1;
	status = org_add(d->hub->db, &d->by, &org, e) < 0 || add_names(d, o, e) < 0 || each_domain(d, o, false, e) < 0 ? -1 : 0;
	return end_deed(d, status, "org.entered", tr("added"), e) < 0 ? -1 : org_alike_warn(d, e);
}

static int rename_verb(struct desk *d, void *options, struct err *e)
{
	const struct org_options *o = options;
	struct str lang = o->name_lang.p != NULL ? o->name_lang : STR("ja");

	if (o->name.n == 0 || (!str_eq(lang, STR("ja")) && !str_eq(lang, STR("en"))))
		return err_set(e, ERR_USAGE, "rename needs --name NAME and --name-lang ja|en");
	if (org_must_exist(d, d->operand[0], e) < 0 || org_rename(d->hub->db, &d->by, d->arena, d->operand[0], lang, o->name, e) < 0)
		return -1;
	return desk_done(d, "org.renamed", d->operand[0], tr("renamed; the earlier name stays a protected term"), e);
}

static int term(struct desk *d, void *options, struct err *e)
{
	static const char *const kinds[] = { "alias", "former", "brand", "product", "project", "term" };
	const struct org_options *o = options;
	struct str kind = o->kind.p != NULL ? o->kind : STR("term");
	bool known = false;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		known |= str_eq(kind, str_of(kinds[i]));
	if (!known || o->name.n == 0)
		return err_set(e, ERR_USAGE, "term needs --name NAME and --kind alias, former, brand, product, project or term");
	if (org_must_exist(d, d->operand[0], e) < 0 || db_begin(d->hub->db, e) < 0)
		return -1;
	return end_deed(d, org_name_add(d->hub->db, &d->by, d->arena, d->operand[0], kind, o->name_lang.p != NULL ? o->name_lang : STR(""),
	    o->name, e), "org.term", tr("protected term added"), e);
}

static int domain(struct desk *d, void *options, struct err *e)
{
	const struct org_options *o = options;

	if (o->domains.count + o->networks.count + o->hosts.count + o->authserv.count == 0)
		return err_set(e, ERR_USAGE, "which domain? --domain NAME, --network NETWORK, --host NAME, --authserv HOST (--remove takes it away)");
	if (org_must_exist(d, d->operand[0], e) < 0 || db_begin(d->hub->db, e) < 0)
		return -1;
	return end_deed(d, each_domain(d, o, o->remove, e), "org.domain", tr(o->remove ? "removed" : "added"), e);
}

/* Kept for its own organisation only: no sender of a training becomes an indicator for everybody. */
static int drill(struct desk *d, void *options, struct err *e)
{
	const struct org_options *o = options;
	struct str sender = o->sender.p != NULL ? o->sender : o->domains.count == 1 ? o->domains.items[0] : STR("");
	long long from_ms, to_ms;

	if (o->domains.count + (o->sender.p != NULL) != 1 || o->from.p == NULL || o->to.p == NULL)
		return err_set(e, ERR_USAGE, "a drill needs --domain NAME or --sender ADDRESS, --from and --to");
	if (data_freemail_has(sender) || data_public_host_has(sender) || data_free_host_has(sender))
		return err_set(e, ERR_DENIED, "“" STR_FMT "” is used by everybody; name the whole address (--sender)", STR_ARG(sender));
	if (org_must_exist(d, d->operand[0], e) < 0 || cli_date(d->hub, o->from, d->by.now_ms, &from_ms, e) < 0 ||
	    cli_date(d->hub, o->to, TIME_FOREVER - MS_DAY, &to_ms, e) < 0)
		return -1;
	if (to_ms < from_ms)
		return err_set(e, ERR_INPUT, "the drill would end before it begins");
	if (drill_add(d->hub->db, &d->by, d->arena, d->operand[0], arena_lower(d->arena, sender), o->subject, from_ms, to_ms + MS_DAY, e) < 0)
		return -1;
	return desk_done(d, "drill.added", d->operand[0], tr("drill registered"), e);
}

static const struct desk_verb verbs[] = {
	{ "list", "", DESK_ANYBODY, list },
	{ "show", "ORG", DESK_ANYBODY, show },
	{ "add", "ORG", DESK_REGISTRAR, add },
	{ "rename", "ORG", DESK_REGISTRAR, rename_verb },
	{ "term", "ORG", DESK_REGISTRAR, term },
	{ "domain", "ORG", DESK_REGISTRAR, domain },
	{ "drill", "ORG", DESK_REGISTRAR, drill },
	{ "join", "ORG", DESK_REGISTRAR, org_verb_join },
	{ "leave", "ORG", DESK_REGISTRAR, org_verb_leave },
	{ "correct", "ORG", DESK_REGISTRAR, org_verb_correct },
	{ "merge", "ORG INTO", DESK_REGISTRAR, org_verb_merge },
};

int cli_org(int argc, char **argv)
{
	struct org_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--kind", OPTION_VALUE, &o.kind }, { "--sig", OPTION_VALUE, &o.sig }, { "--at", OPTION_VALUE, &o.at },
		{ "--name", OPTION_VALUE, &o.name }, { "--name-ja", OPTION_VALUE, &o.name_ja }, { "--name-en", OPTION_VALUE, &o.name_en },
		{ "--name-lang", OPTION_VALUE, &o.name_lang }, { "--group", OPTION_VALUE, &o.group }, { "--domain", OPTION_LIST, &o.domains },
		{ "--network", OPTION_LIST, &o.networks }, { "--host", OPTION_LIST, &o.hosts },
		{ "--authserv", OPTION_LIST, &o.authserv }, { "--remove", OPTION_FLAG, &o.remove }, { "--shared", OPTION_FLAG, &o.shared }, { "--from", OPTION_VALUE, &o.from },
		{ "--to", OPTION_VALUE, &o.to }, { "--on", OPTION_VALUE, &o.on }, { "--reason", OPTION_VALUE, &o.reason },
		{ "--basis", OPTION_VALUE, &o.basis }, { "--sender", OPTION_VALUE, &o.sender }, { "--subject", OPTION_VALUE, &o.subject },
		{ "--destroy", OPTION_FLAG, &o.destroy }, { "--keep", OPTION_VALUE, &o.keep },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
