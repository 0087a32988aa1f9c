/* association.c - see association.h. */
#include "registry/association.h"

#include "base/time.h"
#include "registry/lookup.h"
#include "registry/word.h"
#include "store/audit.h"

static int must_be_association(struct db *db, struct arena *a, struct str id, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT (SELECT COUNT(*) FROM org WHERE id = $1), (SELECT COUNT(*) FROM liaison_org WHERE org_id = $1)",
	    DB_TEXT(id)) < 0)
		return -1;
	if (db_int(&r, 0, 0) == 0)
		return org_unknown(db, a, id, e);
	return db_int(&r, 0, 1) > 0 ? 0 : err_set(e, ERR_DENIED, "“" STR_FMT "” belongs to no liaison system (noroshi liaison add)", STR_ARG(id));
}

/* An association is no end member, and a member of a SIG has an agreement of its own. */
static int may_be_end_member(struct db *db, struct arena *a, struct str id, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT kind, (SELECT COUNT(*) FROM liaison_org l WHERE l.org_id = o.id) FROM org o WHERE id = $1",
	    DB_TEXT(id)) < 0)
		return -1;
	if (r.count == 0)
		return org_unknown(db, a, id, e);
	return str_eq(db_text(&r, 0, 0), STR("liaison-member")) && db_int(&r, 0, 1) == 0 ? 0 : err_set(e, ERR_DENIED,
	    "“" STR_FMT "” cannot be an end member: that is an organisation of the kind liaison-member that is no association itself", STR_ARG(id));
}

int end_member_add(struct db *db, const struct act *by, struct arena *a, struct str association_id, struct str org_id, long long from_ms,
    long long to_ms, struct err *e)
{
	if (from_ms >= to_ms)
		return err_set(e, ERR_INPUT, "it would end before it begins");
	if (must_be_association(db, a, association_id, e) < 0 || may_be_end_member(db, a, org_id, e) < 0 || db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, DB_EXEC(db, e, "INSERT INTO end_member (org_id, association_id, from_ms, to_ms) VALUES ($1, $2, $3, $4) "
	    "ON CONFLICT (org_id, association_id, from_ms) DO UPDATE SET to_ms = excluded.to_ms", DB_TEXT(org_id), DB_TEXT(association_id),
	    DB_INT(from_ms), DB_INT(to_ms)), "end-member.added", org_id, e) < 0 ? -1 : 0;
}

int end_member_is(struct db *db, struct arena *a, struct str org_id, struct str association_id, long long at_ms, bool *is_member,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT COUNT(*) FROM end_member WHERE org_id = $1 AND ($2 = '' OR association_id = $2) AND from_ms <= $3 "
	    "AND to_ms > $3", DB_TEXT(org_id), DB_TEXT(association_id.p != NULL ? association_id : STR("")), DB_INT(at_ms)) < 0)
		return -1;
	*is_member = db_int(&r, 0, 0) > 0;
	return 0;
}

int end_member_list(struct db *db, struct arena *a, struct str association_id, struct end_member **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (must_be_association(db, a, association_id, e) < 0 || DB_QUERY(db, a, &r, e, "SELECT org_id, from_ms, to_ms FROM end_member "
	    "WHERE association_id = $1 ORDER BY org_id COLLATE \"C\", from_ms", DB_TEXT(association_id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct end_member, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct end_member){ db_text(&r, i, 0), db_int(&r, i, 1), db_int(&r, i, 2) };
	return 0;
}

/* ---- terms ---- */

static int add_terms(struct db *db, const struct act *by, struct arena *a, struct str association_id, const struct liaison_terms *t,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT COUNT(*), (SELECT COUNT(*) FROM liaison_terms x WHERE x.association_id = $1 AND x.from_ms >= $3) "
	    "FROM liaison_terms WHERE association_id = $1 AND version = $2", DB_TEXT(association_id), DB_TEXT(t->version), DB_INT(t->from_ms)) < 0)
		return -1;
	if (db_int(&r, 0, 0) > 0)
		return err_set(e, ERR_CONFLICT, "version " STR_FMT " of the terms of " STR_FMT " is recorded already", STR_ARG(t->version),
		    STR_ARG(association_id));
	if (db_int(&r, 0, 1) > 0)
		return err_set(e, ERR_CONFLICT, "there are newer terms of " STR_FMT "; a version begins behind those before it", STR_ARG(association_id));
	if (DB_EXEC(db, e, "UPDATE liaison_terms SET to_ms = $2 WHERE association_id = $1 AND to_ms > $2", DB_TEXT(association_id),
	    DB_INT(t->from_ms)) < 0 ||
	    DB_EXEC(db, e, "INSERT INTO liaison_terms (id, association_id, version, from_ms, to_ms, reference, recorded_ms) VALUES ($1, $2, $3, $4, "
	        "$5, $6, $7)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(association_id), DB_TEXT(t->version), DB_INT(t->from_ms), DB_INT(t->to_ms),
	        DB_TEXT(t->reference), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add(db, by, "liaison.terms", association_id, e);
}

int liaison_terms_add(struct db *db, const struct act *by, struct arena *a, struct str association_id, const struct liaison_terms *t,
    struct err *e)
{
	if (word_is_name(t->version, e) < 0 || word_is_name(t->reference, e) < 0)
		return -1;
	if (t->from_ms >= t->to_ms)
		return err_set(e, ERR_INPUT, "it would end before it begins");
	if (must_be_association(db, a, association_id, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (add_terms(db, by, a, association_id, t, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int liaison_terms_list(struct db *db, struct arena *a, struct str association_id, struct liaison_terms **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (must_be_association(db, a, association_id, e) < 0 || DB_QUERY(db, a, &r, e, "SELECT version, reference, from_ms, to_ms "
	    "FROM liaison_terms WHERE association_id = $1 ORDER BY from_ms DESC", DB_TEXT(association_id)) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct liaison_terms, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list)[i] = (struct liaison_terms){ db_text(&r, i, 0), db_text(&r, i, 1), db_int(&r, i, 2), db_int(&r, i, 3) };
	return 0;
}
