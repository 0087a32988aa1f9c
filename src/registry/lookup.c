/* lookup.c - asking the registry. */
#include "registry/lookup.h"

#include <stdint.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"

int org_state_at(struct db *db, struct arena *a, struct str org_id, long long at_ms, struct org_state *s, struct err *e)
{
	struct db_rows rows;

	*s = (struct org_state){ .found = false };
	if (DB_QUERY(db, a, &rows, e, "SELECT kind, from_ms, to_ms FROM org WHERE id = $1", DB_TEXT(org_id)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	s->found = true;
	s->kind = db_text(&rows, 0, 0);
	if (str_eq(s->kind, STR("outside")) || str_eq(s->kind, STR("hub")) || str_eq(s->kind, STR("partner"))) {
		s->may_submit = at_ms >= db_int(&rows, 0, 1) && at_ms < db_int(&rows, 0, 2);
		return 0;
	}
	if (DB_QUERY(db, a, &rows, e, "SELECT COUNT(*) FROM membership WHERE org_id = $1 AND from_ms <= $2 AND to_ms > $2 "
	    "AND superseded_ms = $3", DB_TEXT(org_id), DB_INT(at_ms), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	s->may_submit = db_int(&rows, 0, 0) > 0;
	if (DB_QUERY(db, a, &rows, e, "SELECT COUNT(*) FROM liaison_org WHERE org_id = $1 AND from_ms <= $2 AND to_ms > $2",
	    DB_TEXT(org_id), DB_INT(at_ms)) < 0)
		return -1;
	s->may_submit |= db_int(&rows, 0, 0) > 0;
	if (DB_QUERY(db, a, &rows, e, "SELECT COUNT(*) FROM end_member WHERE org_id = $1 AND from_ms <= $2 AND to_ms > $2", DB_TEXT(org_id),
	    DB_INT(at_ms)) < 0)
		return -1;
	s->may_submit |= db_int(&rows, 0, 0) > 0;
	return 0;
}

int org_unknown(struct db *db, struct arena *a, struct str org_id, struct err *e)
{
	struct db_rows rows;
	struct str best = STR_NONE;
	size_t best_distance = SIZE_MAX;

	if (DB_QUERY(db, a, &rows, e, "SELECT id FROM org") < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		size_t distance = str_distance(org_id, db_text(&rows, i, 0));

		if (distance < best_distance) {
			best_distance = distance;
			best = db_text(&rows, i, 0);
		}
	}
	if (best.p != NULL && best_distance <= (org_id.n + 2) / 3)
		return err_set(e, ERR_UNKNOWN, "there is no organisation “" STR_FMT "”; did you mean " STR_FMT "?", STR_ARG(org_id),
		    STR_ARG(best));
	return err_set(e, ERR_UNKNOWN, "there is no organisation “" STR_FMT "” (noroshi org list shows them)", STR_ARG(org_id));
}

#define SQL_NAME(lang) \
	"(SELECT MIN(n.name COLLATE \"C\") FROM org_name n WHERE n.org_id = o.id AND n.kind = 'legal' AND n.lang = '" lang "' AND n.superseded_ms = $4)"
#define SQL_ORGS \
	"SELECT o.id, o.kind, " SQL_NAME("ja") ", " SQL_NAME("en") "," \
	" (SELECT COUNT(*) FROM person p WHERE p.org_id = o.id AND p.from_ms <= $1 AND p.to_ms > $1)" \
	" FROM org o WHERE o.from_ms <= $1 AND o.to_ms > $1 AND o.id COLLATE \"C\" > $2 ORDER BY o.id COLLATE \"C\" LIMIT $3"

static int sigs_of(struct db *db, struct arena *a, struct listed_org *o, long long at_ms, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT sig_id FROM membership WHERE org_id = $1 AND from_ms <= $2 AND to_ms > $2 AND superseded_ms = $3 "
	    "ORDER BY sig_id COLLATE \"C\"", DB_TEXT(o->id), DB_INT(at_ms), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	o->sig_count = r.count;
	o->sigs = ARENA_ARRAY(a, struct str, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		o->sigs[i] = db_text(&r, i, 0);
	return 0;
}

int org_list(struct db *db, struct arena *a, long long at_ms, struct str after, long long limit, struct listed_org **list, size_t *n,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_ORGS, DB_INT(at_ms), DB_TEXT(after), DB_INT(limit), DB_INT(TIME_FOREVER)) < 0)
		return -1;
	*n = r.count;
	*list = ARENA_ARRAY(a, struct listed_org, r.count + 1);
	for (size_t i = 0; i < r.count; i++) {
		(*list)[i] = (struct listed_org){ .id = db_text(&r, i, 0), .kind = db_text(&r, i, 1), .name_ja = db_text(&r, i, 2), .name_en = db_text(&r, i, 3),
			.people = db_int(&r, i, 4) };
		if (sigs_of(db, a, &(*list)[i], at_ms, e) < 0)
			return -1;
	}
	return 0;
}

static void fill_person(struct person_found *p, const struct db_rows *rows)
{
	*p = (struct person_found){ .found = rows->count > 0 };
	if (!p->found)
		return;
	p->id = db_text(rows, 0, 0);
	p->org_id = db_text(rows, 0, 1);
	p->name = db_text(rows, 0, 2);
}

int person_by_address(struct db *db, struct arena *a, struct str address, long long at_ms, struct person_found *p, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT p.id, p.org_id, p.name FROM person_address x JOIN person p ON p.id = x.person_id "
	    "WHERE x.address = $1 AND p.from_ms <= $2 AND p.to_ms > $2 ORDER BY p.id COLLATE \"C\"",
	    DB_TEXT(text_fold(a, address)), DB_INT(at_ms)) < 0)
		return -1;
	fill_person(p, &rows);
	return 0;
}

int person_find(struct db *db, struct arena *a, struct str id, long long at_ms, struct person_found *p, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT id, org_id, name FROM person WHERE id = $1 AND from_ms <= $2 AND to_ms > $2",
	    DB_TEXT(id), DB_INT(at_ms)) < 0)
		return -1;
	fill_person(p, &rows);
	return 0;
}

int person_must(struct db *db, struct arena *a, struct str id, long long at_ms, struct person_found *p, struct err *e)
{
	if (person_find(db, a, id, at_ms, p, e) < 0)
		return -1;
	return p->found ? 0 : err_set(e, ERR_UNKNOWN, "there is no person “" STR_FMT "” (noroshi person list shows them)", STR_ARG(id));
}

int person_has_role(struct db *db, struct arena *a, struct str person_id, const char *roles, long long at_ms, bool *has_r,
    struct err *e)
{
	struct str rest = str_of(roles), role;
	struct db_rows rows;

	*has_r = false;
	while (!*has_r && str_split(&rest, ' ', &role)) {
		if (DB_QUERY(db, a, &rows, e, "SELECT COUNT(*) FROM person_role r JOIN person p ON p.id = r.person_id "
		    "WHERE r.person_id = $1 AND r.role = $2 AND r.from_ms <= $3 AND r.to_ms > $3 AND p.from_ms <= $3 AND p.to_ms > $3",
		    DB_TEXT(person_id), DB_TEXT(role), DB_INT(at_ms)) < 0)
			return -1;
		*has_r = db_int(&rows, 0, 0) > 0;
	}
	return 0;
}
