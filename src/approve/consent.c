/* consent.c - standing consents. */
#include "approve/consent.h"

#include "approve/approve.h"
#include "store/audit.h"

int consent_policy_add(struct db *db, const struct act *by, struct arena *a, struct str version, struct str lane,
    struct str text_ja, struct str text_en, struct str *id_r, struct err *e)
{
	long long made;

	*id_r = rng_uuid(by->rng, a);
	if (!str_eq(lane, STR("technical")))
		return err_set(e, ERR_DENIED, "a standing consent is for the technical lane only; a narrative always needs a yes of its own");
	if (text_ja.n == 0 || text_en.n == 0)
		return err_set(e, ERR_INPUT, "a consent policy needs its text in both languages");
	if (db_begin(db, e) < 0)
		return -1;
	made = DB_EXEC(db, e, "INSERT INTO consent_policy (id, version, lane, text_ja, text_en, made_ms) VALUES ($1, $2, $3, $4, $5, $6) "
	    "ON CONFLICT (version) DO NOTHING", DB_TEXT(*id_r), DB_TEXT(version), DB_TEXT(lane), DB_TEXT(text_ja), DB_TEXT(text_en),
	    DB_INT(by->now_ms));
	if (made == 0)
		made = err_set(e, ERR_CONFLICT, "there is a consent policy " STR_FMT " already; a changed text is a new version", STR_ARG(version));
	return audit_end(db, by, made, "consent.policy-added", *id_r, e) < 0 ? -1 : 0;
}

/* The organisation's own approver, or the hub with something in its hands. */
static int check_giver(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str reference, struct err *e)
{
	struct db_rows rows;
	enum held held;

	if (str_eq(by->actor, STR("hub")))
		return 0;
	if (DB_QUERY(db, a, &rows, e, "SELECT COUNT(*) FROM person p JOIN person_role r ON r.person_id = p.id AND r.role = 'approver' "
	    "WHERE p.id = $1 AND p.org_id = $2 AND r.from_ms <= $3 AND r.to_ms > $3", DB_TEXT(by->actor), DB_TEXT(org_id),
	    DB_INT(by->now_ms)) < 0)
		return -1;
	if (db_int(&rows, 0, 0) > 0)
		return 0;
	if (person_holds(db, a, by->actor, "analyst lead", by->now_ms, &held, e) < 0)
		return -1;
	if (held == HELD_NO)
		return err_set(e, ERR_DENIED, "a standing consent is given or recalled by an approver of that organisation, or entered by the hub");
	return reference.n > 0 ? 0 : err_set(e, ERR_USAGE, "entered by the hub it needs --reference: the signed paper or mail");
}

int consent_give(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str policy_id, struct str reference,
    long long from_ms, long long to_ms, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);
	long long done;

	if (check_giver(db, by, a, org_id, reference, e) < 0)
		return -1;
	if (from_ms >= to_ms)
		return err_set(e, ERR_INPUT, "the consent ends before it begins");
	if (db_begin(db, e) < 0)
		return -1;
	done = DB_EXEC(db, e, "INSERT INTO consent (id, org_id, policy_id, given_by, reference, from_ms, to_ms) VALUES ($1, $2, $3, $4, $5, "
	    "$6, $7)", DB_TEXT(id), DB_TEXT(org_id), DB_TEXT(policy_id), DB_TEXT(by->actor), DB_TEXT(reference), DB_INT(from_ms), DB_INT(to_ms));
	return audit_end(db, by, done, "consent.given", id, e) < 0 ? -1 : 0;
}

long long consent_recall(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str lane, long long on_ms,
    struct err *e)
{
	/* taking back needs no paper: saying no is never refused to those who may say yes */
	if (check_giver(db, by, a, org_id, STR("-"), e) < 0)
		return -1;
	if (db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, DB_EXEC(db, e, "UPDATE consent SET to_ms = $2 WHERE org_id = $1 AND to_ms > $2 "
	    "AND policy_id IN (SELECT id FROM consent_policy WHERE lane = $3)", DB_TEXT(org_id), DB_INT(on_ms), DB_TEXT(lane)), "consent.recalled", org_id, e);
}

int consent_list(struct db *db, struct arena *a, struct str org_id, struct consent_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT c.org_id, p.version, p.lane, p.text_ja, p.text_en, c.given_by, c.reference, c.from_ms, c.to_ms FROM consent c "
	    "JOIN consent_policy p ON p.id = c.policy_id WHERE ($1 = '' OR c.org_id = $1) ORDER BY c.org_id COLLATE \"C\", c.from_ms",
	    DB_TEXT(org_id.p != NULL ? org_id : STR(""))) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct consent_row, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct consent_row){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3),
			db_text(&r, i, 4), db_text(&r, i, 5), db_text(&r, i, 6), db_int(&r, i, 7), db_int(&r, i, 8) };
	return 0;
}

int consent_policies(struct db *db, struct arena *a, struct str version, struct policy_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT p.id, p.version, p.lane, p.text_ja, p.text_en, p.made_ms, (SELECT COUNT(*) FROM consent c "
	    "WHERE c.policy_id = p.id) FROM consent_policy p WHERE ($1 = '' OR p.version = $1) ORDER BY p.made_ms, p.version COLLATE \"C\"",
	    DB_TEXT(version.p != NULL ? version : STR(""))) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct policy_row, r.count + 1);
	*n_r = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*list_r)[i] = (struct policy_row){ db_text(&r, i, 0), db_text(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3),
			db_text(&r, i, 4), db_int(&r, i, 5), db_int(&r, i, 6) };
	return 0;
}
