/* person.c - noroshi person: who speaks for an organisation, with which role, and from when to when. */
#include "base/time.h"
#include "cli/person_address.h"
#include "registry/change.h"
#include "registry/lookup.h"
#include "store/audit.h"

struct person_options {
	struct str org, name, duty, from, to, on, role;
	struct str_list addresses;
	bool is_public, quiet, end;
};

static const char *const role_names[] = { "analyst", "lead", "submitter", "approver", "recipient", "coordinator", "liaison", "auditor",
	"admin", "org-admin" };

static int role_known(struct str role, struct err *e)
{
	for (size_t i = 0; i < sizeof role_names / sizeof role_names[0]; i++)
		if (str_eq(role, str_of(role_names[i])))
			return 0;
	return err_set(e, ERR_USAGE, "there is no role “" STR_FMT "” (analyst lead submitter approver recipient coordinator liaison "
	    "auditor admin org-admin)", STR_ARG(role));
}

/* ---- list ---- */

#define SQL_LIST \
	"SELECT id, org_id, name, duty, from_ms, to_ms FROM person WHERE ($1 = '' OR org_id = $1)" \
	" AND ($2 = '' OR EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = person.id AND r.role = $2 AND r.from_ms <= $3" \
	" AND r.to_ms > $3)) ORDER BY org_id COLLATE \"C\", id COLLATE \"C\""

static int roles_of(struct desk *d, struct str person, struct str *roles_r, struct err *e)
{
	struct db_rows rows;
	struct buf out;

	buf_init_arena(&out, d->arena, 4096);
	if (DB_QUERY(d->hub->db, d->arena, &rows, e, "SELECT role FROM person_role WHERE person_id = $1 AND from_ms <= $2 AND to_ms > $2 "
	    "ORDER BY role COLLATE \"C\"", DB_TEXT(person), DB_INT(d->by.now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		buf_printf(&out, "%s" STR_FMT, i > 0 ? " " : "", STR_ARG(db_text(&rows, i, 0)));
	*roles_r = buf_str(&out);
	return 0;
}

static int list(struct desk *d, void *options, struct err *e)
{
	const struct person_options *o = options;
	struct db_rows rows;
	struct str roles;
	bool bounces;

	if (desk_known_org(d, o->org, e) < 0 || (o->role.p != NULL && role_known(o->role, e) < 0))
		return -1;
	if (DB_QUERY(d->hub->db, d->arena, &rows, e, SQL_LIST, DB_TEXT(o->org.p != NULL ? o->org : STR("")),
	    DB_TEXT(o->role.p != NULL ? o->role : STR("")), DB_INT(d->by.now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		if (roles_of(d, db_text(&rows, i, 0), &roles, e) < 0 || person_bounces(d, db_text(&rows, i, 0), &bounces, e) < 0)
			return -1;
		if (!d->json) {
			desk_cell(d, db_text(&rows, i, 0), 18);
			desk_cell(d, db_text(&rows, i, 1), 16);
			desk_cell(d, db_text(&rows, i, 2), 20);
			desk_cell(d, db_text(&rows, i, 3), 10);
			buf_printf(&d->out, STR_FMT "%s\n", STR_ARG(roles), bounces ? tr("  [bouncing]") : "");
			continue;
		}
		desk_json(d);
		jw_kz(&d->w, "schema", "noroshi/person/1");
		jw_kstr(&d->w, "person", db_text(&rows, i, 0));
		jw_kstr(&d->w, "org", db_text(&rows, i, 1));
		jw_kstr(&d->w, "name", db_text(&rows, i, 2));
		jw_kstr(&d->w, "duty", db_text(&rows, i, 3));
		jw_kstr(&d->w, "roles", roles);
		jw_kbool(&d->w, "bouncing", bounces);
		if (desk_json_end(d, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- add ---- */

static int check_new(struct desk *d, const struct person_options *o, struct err *e)
{
	struct db_rows rows;
	bool exists;

	if (o->org.p == NULL || o->name.n == 0)
		return err_set(e, ERR_USAGE, "a person needs --org ID and --name NAME");
	if (org_exists(d->hub->db, d->arena, o->org, &exists, e) < 0)
		return -1;
	if (!exists)
		return org_unknown(d->hub->db, d->arena, o->org, e);
	for (size_t i = 0; i < o->addresses.count; i++)
		if (str_find_char(o->addresses.items[i], '@') <= 0)
			return err_set(e, ERR_USAGE, "“" STR_FMT "” is no mail address", STR_ARG(o->addresses.items[i]));
	if (DB_QUERY(d->hub->db, d->arena, &rows, e, "SELECT 1 FROM person WHERE id = $1", DB_TEXT(d->operand[0])) < 0)
		return -1;
	return rows.count == 0 ? 0 : err_set(e, ERR_CONFLICT, "the person “" STR_FMT "” exists already", STR_ARG(d->operand[0]));
}

static int check_duty(struct str duty, struct err *e)
{
	static const char *const known[] = { "ceo", "executive", "finance", "staff", "retired" };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_eq(duty, str_of(known[i])))
			return 0;
	return err_set(e, ERR_USAGE, "the duty is ceo, executive, finance, staff or retired, not “" STR_FMT "”", STR_ARG(duty));
}

static int add(struct desk *d, void *options, struct err *e)
{
	const struct person_options *o = options;
	struct person_row p = { .id = d->operand[0], .org_id = o->org, .name = o->name, .aliases_json = STR("[]"),
		.duty = o->duty.p != NULL ? o->duty : STR("staff"), .is_public = o->is_public, .to_ms = TIME_FOREVER };
	struct db *db = d->hub->db;
	int status;

	if (check_new(d, o, e) < 0 || check_duty(p.duty, e) < 0 || cli_date(d->hub, o->from, d->by.now_ms, &p.from_ms, e) < 0 ||
	    db_begin(db, e) < 0)
		return -1;
	status = person_add(db, &d->by, d->arena, &p, e);
	for (size_t i = 0; i < o->addresses.count && status == 0; i++)
		status = person_address_add(db, d->arena, p.id, o->addresses.items[i], !o->quiet, e);
	if (status < 0 || db_commit(db, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return desk_done(d, "person.added", p.id, tr("added"), e);
}

/* ---- roles ---- */

static int must_exist(struct desk *d, struct str id, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(d->hub->db, d->arena, &rows, e, "SELECT 1 FROM person WHERE id = $1", DB_TEXT(id)) < 0)
		return -1;
	return rows.count > 0 ? 0 : err_set(e, ERR_UNKNOWN, "there is no person “" STR_FMT "” (noroshi person list shows them)", STR_ARG(id));
}

static int end_role(struct desk *d, long long on_ms, struct err *e)
{
	struct db *db = d->hub->db;
	long long n;

	if (db_begin(db, e) < 0)
		return -1;
	n = DB_EXEC(db, e, "UPDATE person_role SET to_ms = $3 WHERE person_id = $1 AND role = $2 AND from_ms <= $3 AND to_ms > $3",
	    DB_TEXT(d->operand[0]), DB_TEXT(d->operand[1]), DB_INT(on_ms));
	if (n > 0 && audit_add(db, &d->by, "person.role-ended", d->operand[0], e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return n == 0 ? err_set(e, ERR_CONFLICT, STR_FMT " does not hold the role " STR_FMT, STR_ARG(d->operand[0]), STR_ARG(d->operand[1])) : -1;
}

static int role(struct desk *d, void *options, struct err *e)
{
	const struct person_options *o = options;
	long long from_ms, to_ms;
	bool holds;

	if (role_known(d->operand[1], e) < 0 || must_exist(d, d->operand[0], e) < 0 || cli_date(d->hub, o->from, d->by.now_ms, &from_ms, e) < 0 ||
	    cli_date(d->hub, o->to, TIME_FOREVER, &to_ms, e) < 0)
		return -1;
	if (o->end)
		return end_role(d, d->by.now_ms, e) < 0 ? -1 : desk_done(d, "person.role-ended", d->operand[0], tr("role ended"), e);
	if (person_has_role(d->hub->db, d->arena, d->operand[0], arena_cstr(d->arena, d->operand[1]), from_ms, &holds, e) < 0)
		return -1;
	if (holds)
		return err_set(e, ERR_CONFLICT, STR_FMT " holds the role " STR_FMT " already", STR_ARG(d->operand[0]), STR_ARG(d->operand[1]));
	if (from_ms >= to_ms)
		return err_set(e, ERR_INPUT, "the role would end before it begins");
	if (person_role_add(d->hub->db, &d->by, d->operand[0], d->operand[1], from_ms, to_ms, e) < 0)
		return -1;
	return desk_done(d, "person.role", d->operand[0], tr("role given"), e);
}

/* Gone: no role, no notice; the name stays known, because others will go on using it. */
static int leave(struct desk *d, void *options, struct err *e)
{
	const struct person_options *o = options;
	struct db *db = d->hub->db;
	long long on_ms;

	if (must_exist(d, d->operand[0], e) < 0 || cli_date(d->hub, o->on, d->by.now_ms, &on_ms, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "UPDATE person_role SET to_ms = $2 WHERE person_id = $1 AND to_ms > $2 AND from_ms < $2", DB_TEXT(d->operand[0]),
	    DB_INT(on_ms)) >= 0 &&
	    DB_EXEC(db, e, "UPDATE person_address SET notify = 0 WHERE person_id = $1", DB_TEXT(d->operand[0])) >= 0 &&
	    DB_EXEC(db, e, "UPDATE person SET duty = 'retired' WHERE id = $1", DB_TEXT(d->operand[0])) >= 0 &&
	    registry_changed(db, e) == 0 && audit_add(db, &d->by, "person.left", d->operand[0], e) == 0 && db_commit(db, e) == 0)
		return desk_done(d, "person.left", d->operand[0], tr("left"), e);
	db_rollback(db);
	return -1;
}

static const struct desk_verb verbs[] = {
	{ "list", "", DESK_ANYBODY, list },
	{ "show", "PERSON", DESK_PERSON, person_show },
	{ "works", "PERSON ADDRESS", DESK_STAFF, person_works },
	{ "add", "PERSON", DESK_REGISTRAR, add },
	{ "role", "PERSON ROLE", DESK_REGISTRAR, role },
	{ "leave", "PERSON", DESK_REGISTRAR, leave },
};

int cli_person(int argc, char **argv)
{
	struct person_options o = { 0 };
	const struct option_spec specs[] = {
		{ "--org", OPTION_VALUE, &o.org }, { "--name", OPTION_VALUE, &o.name }, { "--duty", OPTION_VALUE, &o.duty },
		{ "--address", OPTION_LIST, &o.addresses }, { "--public", OPTION_FLAG, &o.is_public }, { "--no-notices", OPTION_FLAG, &o.quiet },
		{ "--role", OPTION_VALUE, &o.role }, { "--from", OPTION_VALUE, &o.from }, { "--to", OPTION_VALUE, &o.to },
		{ "--end", OPTION_FLAG, &o.end }, { "--on", OPTION_VALUE, &o.on },
	};

	return desk_command(argc, argv, verbs, sizeof verbs / sizeof verbs[0], specs, sizeof specs / sizeof specs[0], &o);
}
