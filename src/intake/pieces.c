/* pieces.c - what the worker made of a hand-in becomes submissions. */
#include "base/text.h"
#include "base/time.h"
#include "intake/intake.h"
#include "registry/lookup.h"
#include "store/audit.h"
#include "store/vault.h"

#define SQL_INSERT \
	"INSERT INTO submission (id, hand_in_id, number, org_id, kind, received_ms, copies, state, examined, examined_reason, " \
	"key_id, raw_blob, nature, strength, bec_type, language) " \
	"VALUES ($1, $2, $3, $4, $5, $6, $7, 'received', 'waiting', '', $8, $9, 'unknown', 'none', 0, '')"

static int insert(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct db_rows *hand_in,
    struct str hand_in_id, const struct piece *piece, struct str id, struct err *e)
{
	const struct content memory = content_of(piece->bytes);
	struct str key_id, blob_id;

	if (vault_key_new(hub, db, by, a, &key_id, e) < 0 ||
	    vault_put_from(hub, db, by, a, key_id, STR("raw"), piece->from != NULL ? piece->from : &memory, &blob_id, e) < 0)
		return -1;
	if (DB_EXEC(db, e, SQL_INSERT, DB_TEXT(id), DB_TEXT(hand_in_id), DB_INT(piece->number), DB_TEXT(db_text(hand_in, 0, 0)),
	    DB_TEXT(piece->kind), DB_INT(db_int(hand_in, 0, 1)), DB_INT(piece->copies > 0 ? piece->copies : 1), DB_TEXT(key_id),
	    DB_TEXT(blob_id)) < 0)
		return -1;
	return DB_EXEC(db, e, "INSERT INTO job (id, kind, object_id, state, tries, made_ms) VALUES ($1, 'analyse', $2, 'waiting', 0, $3)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(id), DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

int intake_store_submission(struct hub *hub, struct db *db, const struct act *by, struct arena *a,
    struct str hand_in_id, const struct piece *piece, struct str *submission_id_r, struct err *e)
{
	struct db_rows known, hand_in;
	struct str id = rng_uuid(by->rng, a);

	if (DB_QUERY(db, a, &known, e, "SELECT id FROM submission WHERE hand_in_id = $1 AND number = $2", DB_TEXT(hand_in_id),
	    DB_INT(piece->number)) < 0 ||
	    DB_QUERY(db, a, &hand_in, e, "SELECT org_id, received_ms FROM hand_in WHERE id = $1", DB_TEXT(hand_in_id)) < 0)
		return -1;
	if (known.count > 0) {          /* the job ran before and was interrupted */
		*submission_id_r = db_text(&known, 0, 0);
		return 0;
	}
	if (hand_in.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no hand-in " STR_FMT, STR_ARG(hand_in_id));
	if (insert(hub, db, by, a, &hand_in, hand_in_id, piece, id, e) < 0)
		return -1;
	*submission_id_r = id;
	return 0;
}

int intake_set_state(struct db *db, const struct act *by, struct str hand_in_id, const char *state, struct str reason,
    struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "UPDATE hand_in SET state = $2, state_reason = $3 WHERE id = $1 AND state <> 'withdrawn'",
	    DB_TEXT(hand_in_id), DB_TEXT(str_of(state)), DB_TEXT(reason)) >= 0 &&
	    audit_add(db, by, "hand-in.state", hand_in_id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

/* One person with that address who may hand in, or the word why there is none. */
static int find_contact(struct hub *hub, struct arena *a, struct str address, long long at_ms, struct person_found *person,
    const char **why_r, struct err *e)
{
	struct org_state state;
	struct db_rows rows;
	bool may;

	*why_r = NULL;
	if (person_by_address(hub->db, a, address, at_ms, person, e) < 0)
		return -1;
	if (!person->found) {
		*why_r = "sender-unknown";
		return 0;
	}
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT COUNT(DISTINCT p.org_id) FROM person_address x JOIN person p ON p.id = x.person_id "
	    "JOIN person_address y ON y.address = x.address WHERE y.person_id = $1 AND x.address = $2 AND p.from_ms <= $3 AND p.to_ms > $3",
	    DB_TEXT(person->id), DB_TEXT(text_fold(a, address)), DB_INT(at_ms)) < 0 ||
	    person_has_role(hub->db, a, person->id, "submitter org-admin", at_ms, &may, e) < 0 ||
	    org_state_at(hub->db, a, person->org_id, at_ms, &state, e) < 0)
		return -1;
	if (db_int(&rows, 0, 0) > 1)
		*why_r = "sender-at-two-organisations";
	else if (!state.may_submit)
		*why_r = "organisation-no-member";
	else if (!may)
		*why_r = "sender-may-not-submit";
	return 0;
}

static int received_at(struct hub *hub, struct arena *a, struct str hand_in_id, long long *at_ms_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(hub->db, a, &rows, e, "SELECT received_ms FROM hand_in WHERE id = $1", DB_TEXT(hand_in_id)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no hand-in " STR_FMT, STR_ARG(hand_in_id));
	*at_ms_r = db_int(&rows, 0, 0);
	return 0;
}

int intake_attribute(struct hub *hub, const struct act *by, struct arena *a, struct str hand_in_id,
    struct str from_address, struct str attestation, enum attributed *result_r, struct err *e)
{
	struct person_found person = { .found = false };
	const char *why = NULL;
	long long at_ms;

	*result_r = STAYS_QUARANTINED;
	if (!str_eq(attestation, STR("attested")))
		return intake_set_state(hub->db, by, hand_in_id, "quarantined", attestation, e);
	if (received_at(hub, a, hand_in_id, &at_ms, e) < 0 || find_contact(hub, a, from_address, at_ms, &person, &why, e) < 0)
		return -1;
	if (why != NULL)
		return intake_set_state(hub->db, by, hand_in_id, "quarantined", str_of(why), e);
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (DB_EXEC(hub->db, e, "UPDATE hand_in SET org_id = $2, person_id = $3, state = 'received', state_reason = '' "
	    "WHERE id = $1 AND state = 'quarantined'", DB_TEXT(hand_in_id), DB_TEXT(person.org_id), DB_TEXT(person.id)) >= 0 &&
	    audit_add(hub->db, by, "hand-in.attributed", hand_in_id, e) == 0) {
		*result_r = ATTRIBUTED;
		return db_commit(hub->db, e);
	}
	db_rollback(hub->db);
	return -1;
}
