/* approver.c - approvers, their deputies, and when they are away. */
#include "approve/approver.h"

#include "approve/approve.h"
#include "approve/notice.h"
#include "base/time.h"
#include "registry/lookup.h"
#include "store/audit.h"

#define YEAR_MS (366 * (long long)MS_DAY)

int approver_check(struct db *db, struct arena *a, struct str person, long long at_ms, struct str *deputy_of_r, struct err *e)
{
	struct db_rows rows;
	enum held held;

	*deputy_of_r = STR_NONE;
	if (person_holds(db, a, person, "approver", at_ms, &held, e) < 0)
		return -1;
	if (held == HELD_YES)
		return 0;
	if (DB_QUERY(db, a, &rows, e, "SELECT (" SQL_STANDS_IN " ORDER BY d.from_ms, d.id LIMIT 1) FROM person x "
	    "WHERE x.id = $1 AND x.from_ms <= $2 AND x.to_ms > $2", DB_TEXT(person), DB_INT(at_ms)) < 0)
		return -1;
	if (rows.count == 0 || db_is_null(&rows, 0, 0))
		return err_set(e, ERR_DENIED, STR_FMT " is no approver at this time and stands in for none (noroshi approve deputy)",
		    STR_ARG(person));
	*deputy_of_r = db_text(&rows, 0, 0);
	return 0;
}

int approver_check_code(struct db *db, struct arena *a, struct str person, long long at_ms, struct err *e)
{
	struct db_rows rows;
	struct str whose;
	bool of_hub;

	if (person_has_role(db, a, person, "analyst lead admin auditor", at_ms, &of_hub, e) < 0)
		return -1;
	if (of_hub)
		return 0;
	if (DB_QUERY(db, a, &rows, e, "SELECT 1 FROM approver_deputy WHERE deputy_id = $1 AND from_ms > $2 LIMIT 1", DB_TEXT(person),
	    DB_INT(at_ms)) < 0)
		return -1;
	return rows.count > 0 ? 0 : approver_check(db, a, person, at_ms, &whose, e);
}

/* The approver in person, an administrator of the organisation, or the hub with something in its hands. */
static int check_namer(struct db *db, const struct act *by, struct arena *a, const struct str org, const struct standing_in *s,
    struct err *e)
{
	struct person_found actor;
	bool may;

	if (str_eq(by->actor, s->person_id))
		return 0;
	if (person_find(db, a, by->actor, by->now_ms, &actor, e) < 0 ||
	    person_has_role(db, a, by->actor, "org-admin", by->now_ms, &may, e) < 0)
		return -1;
	if (actor.found && may && str_eq(actor.org_id, org))
		return 0;
	if (person_has_role(db, a, by->actor, "analyst lead", by->now_ms, &may, e) < 0)
		return -1;
	if (!may)
		return err_set(e, ERR_DENIED, "deputies and absences are entered by the approver, by an administrator of that organisation, or by the hub");
	return s->reference.n > 0 ? 0 : err_set(e, ERR_USAGE, "entered by the hub it needs --reference: the mail, or the note of the call");
}

static int check_approver(struct db *db, const struct act *by, struct arena *a, const struct standing_in *s, struct str *org, struct err *e)
{
	struct person_found p;
	enum held held = HELD_NO;

	if (person_find(db, a, s->person_id, by->now_ms, &p, e) < 0 ||
	    (p.found && person_holds(db, a, s->person_id, "approver", by->now_ms, &held, e) < 0))
		return -1;
	if (held == HELD_NO)
		return err_set(e, ERR_DENIED, STR_FMT " is no approver", STR_ARG(s->person_id));
	*org = p.org_id;
	return 0;
}

static int check_times(const struct act *by, const struct standing_in *s, struct err *e)
{
	if (s->from_ms >= s->to_ms || s->to_ms <= by->now_ms)
		return err_set(e, ERR_INPUT, "it ends before it begins, or is over already");
	if (s->to_ms - s->from_ms > YEAR_MS)
		return err_set(e, ERR_INPUT, "that is longer than a year: name an approver instead (noroshi person role)");
	return 0;
}

static int check_deputy(struct db *db, const struct act *by, struct arena *a, const struct standing_in *s, struct str org, struct err *e)
{
	struct person_found p;

	if (person_find(db, a, s->deputy_id, by->now_ms, &p, e) < 0)
		return -1;
	if (!p.found || !str_eq(p.org_id, org) || str_eq(s->deputy_id, s->person_id))
		return err_set(e, ERR_DENIED, "a deputy is another person of the same organisation; " STR_FMT " is not", STR_ARG(s->deputy_id));
	return 0;
}

int approver_replace(struct db *db, const struct act *by, struct arena *a, const struct standing_in *s, struct str *id_r, struct err *e)
{
	bool deputy = s->deputy_id.p != NULL;
	struct str org = STR("");
	long long done;

	*id_r = rng_uuid(by->rng, a);
	if (db_begin(db, e) < 0)
		return -1;
	if (check_approver(db, by, a, s, &org, e) < 0 || check_namer(db, by, a, org, s, e) < 0 || check_times(by, s, e) < 0 ||
	    (deputy && check_deputy(db, by, a, s, org, e) < 0))
		done = -1;
	else if (deputy)
		done = DB_EXEC(db, e, "INSERT INTO approver_deputy (id, person_id, deputy_id, from_ms, to_ms, named_by, reference, named_ms) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", DB_TEXT(*id_r), DB_TEXT(s->person_id), DB_TEXT(s->deputy_id), DB_INT(s->from_ms),
		    DB_INT(s->to_ms), DB_TEXT(by->actor), DB_TEXT(s->reference), DB_INT(by->now_ms));
	else
		done = DB_EXEC(db, e, "INSERT INTO approver_absence (id, person_id, from_ms, to_ms, entered_by, reference, entered_ms) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7)", DB_TEXT(*id_r), DB_TEXT(s->person_id), DB_INT(s->from_ms), DB_INT(s->to_ms),
		    DB_TEXT(by->actor), DB_TEXT(s->reference), DB_INT(by->now_ms));
	/* whoever names somebody else's deputy is noticed by the approver; the deputy learns that it is one */
	if (done >= 0 && deputy && (notice_add_person(db, by, a, s->person_id, "deputy", e) < 0 ||
	    notice_add_person(db, by, a, s->deputy_id, "deputy", e) < 0))
		done = -1;
	return audit_end(db, by, done, deputy ? "approver.deputy-named" : "approver.absent", *id_r, e) < 0 ? -1 : 0;
}

/* ---- what there is ---- */

#define SQL_REPLACED \
	"SELECT u.id, u.person_id, u.deputy_id, u.who, u.reference, u.from_ms, u.to_ms FROM (" \
	"SELECT id, person_id, deputy_id, named_by AS who, reference, from_ms, to_ms FROM approver_deputy" \
	" UNION ALL SELECT id, person_id, NULL AS deputy_id, entered_by AS who, reference, from_ms, to_ms FROM approver_absence) u" \
	" JOIN person p ON p.id = u.person_id WHERE u.to_ms > $1 AND u.to_ms > u.from_ms AND ($2 = '' OR p.org_id = $2)" \
	" ORDER BY u.from_ms, u.id COLLATE \"C\""

int approver_replaced(struct db *db, struct arena *a, struct str org_id, long long now_ms, struct standing_in **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_REPLACED, DB_INT(now_ms), DB_TEXT(org_id.p != NULL ? org_id : STR(""))) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct standing_in, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct standing_in){ .id = db_text(&r, i, 0), .person_id = db_text(&r, i, 1), .deputy_id = db_text(&r, i, 2),
			.by = db_text(&r, i, 3), .reference = db_text(&r, i, 4), .from_ms = db_int(&r, i, 5), .to_ms = db_int(&r, i, 6) };
	return 0;
}

static int find_one(struct db *db, const struct act *by, struct arena *a, struct str id, struct standing_in *s, struct str *org,
    struct err *e)
{
	struct person_found p;
	struct standing_in *list;
	size_t n, found = 0;

	if (approver_replaced(db, a, STR_NONE, by->now_ms, &list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (id.n >= 4 && str_starts(list[i].id, id)) {
			*s = list[i];
			found++;
		}
	if (found != 1)
		return err_set(e, ERR_UNKNOWN, "no deputy or absence that still holds begins with “" STR_FMT "” (noroshi approve deputy lists them)",
		    STR_ARG(id));
	if (person_find(db, a, s->person_id, by->now_ms, &p, e) < 0)
		return -1;
	*org = p.found ? p.org_id : STR("");
	return 0;
}

int approver_replace_end(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e)
{
	struct standing_in s = { 0 };
	struct str org;
	long long done;

	if (db_begin(db, e) < 0)
		return -1;
	done = find_one(db, by, a, id, &s, &org, e);
	s.reference = STR("-");         /* an end needs no paper */
	if (done == 0)
		done = check_namer(db, by, a, org, &s, e);
	if (done == 0 && s.deputy_id.p != NULL)
		done = DB_EXEC(db, e, "UPDATE approver_deputy SET to_ms = $2 WHERE id = $1 AND to_ms > $2", DB_TEXT(s.id), DB_INT(by->now_ms));
	else if (done == 0)
		done = DB_EXEC(db, e, "UPDATE approver_absence SET to_ms = $2 WHERE id = $1 AND to_ms > $2", DB_TEXT(s.id), DB_INT(by->now_ms));
	return audit_end(db, by, done, "approver.replacement-ended", s.id.p != NULL ? s.id : id, e) < 0 ? -1 : 0;
}
