/* consent.c - standing consents. */
#include "approve/consent.h"

#include "store/audit.h"

int consent_policy_add(struct db *db, const struct act *by, struct arena *a, struct str version, struct str lane,
    struct str text_ja, struct str text_en, struct str *id_r, struct err *e)
{
	long long done;

	*id_r = rng_uuid(by->rng, a);
	if (db_begin(db, e) < 0)
		return -1;
	done = DB_EXEC(db, e, "INSERT INTO consent_policy (id, version, lane, text_ja, text_en, made_ms) VALUES ($1, $2, $3, $4, $5, $6)",
	    DB_TEXT(*id_r), DB_TEXT(version), DB_TEXT(lane), DB_TEXT(text_ja), DB_TEXT(text_en), DB_INT(by->now_ms));
	return audit_end(db, by, done, "consent.policy-added", *id_r, e) < 0 ? -1 : 0;
}

int consent_give(struct db *db, const struct act *by, struct arena *a, struct str org_id, struct str policy_id,
    long long from_ms, long long to_ms, struct err *e)
{
	struct str id = rng_uuid(by->rng, a);
	long long done;

	if (db_begin(db, e) < 0)
		return -1;
	done = DB_EXEC(db, e, "INSERT INTO consent (id, org_id, policy_id, from_ms, to_ms) VALUES ($1, $2, $3, $4, $5)", DB_TEXT(id),
	    DB_TEXT(org_id), DB_TEXT(policy_id), DB_INT(from_ms), DB_INT(to_ms));
	return audit_end(db, by, done, "consent.given", id, e) < 0 ? -1 : 0;
}

long long consent_recall(struct db *db, const struct act *by, struct str org_id, long long on_ms, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	return audit_end(db, by, DB_EXEC(db, e, "UPDATE consent SET to_ms = $2 WHERE org_id = $1 AND to_ms > $2", DB_TEXT(org_id),
	    DB_INT(on_ms)), "consent.recalled", org_id, e);
}
