/* quarantine.c - see quarantine.h. */
#include "intake/quarantine.h"

#include "base/json.h"
#include "base/states.h"
#include "base/text.h"
#include "intake/look.h"
#include "registry/lookup.h"
#include "store/audit.h"
#include "store/vault.h"

static struct str reason_json(struct arena *a, struct str reason)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 16);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kstr(&w, "reason", utf8_cut(reason, 4000));
	jw_end_object(&w);
	return buf_str(&out);
}

static int add_job(struct db *db, const struct act *by, struct arena *a, struct str kind, struct str object, struct err *e)
{
	return DB_EXEC(db, e, "INSERT INTO job (id, kind, object_id, state, tries, made_ms) VALUES ($1, $2, $3, 'waiting', 0, $4)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(kind), DB_TEXT(object), DB_INT(by->now_ms)) < 0 ? -1 : 0;
}

static int find_quarantined(struct hub *hub, struct arena *a, struct str receipt, struct str reason, struct hand_in_row *h,
    struct err *e)
{
	if (reason.n == 0)
		return err_set(e, ERR_USAGE, "why? --reason TEXT is recorded with it");
	if (hand_in_get(hub->db, a, receipt, h, e) < 0)
		return -1;
	return str_eq(h->state, STR("quarantined")) ? 0 :
	    err_set(e, ERR_CONFLICT, STR_FMT " is not in quarantine (it is: " STR_FMT ")", STR_ARG(receipt), STR_ARG(h->state));
}

int quarantine_attribute(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct str org_id,
    struct str reason, struct err *e)
{
	struct org_state state;
	struct hand_in_row h;
	long long changed;

	if (find_quarantined(hub, a, receipt, reason, &h, e) < 0 ||
	    org_state_at(hub->db, a, org_id, h.received_ms, &state, e) < 0)
		return -1;
	if (!state.found)
		return org_unknown(hub->db, a, org_id, e);
	if (!state.may_submit)
		return err_set(e, ERR_DENIED, "the organisation " STR_FMT " was no member when " STR_FMT " came in", STR_ARG(org_id),
		    STR_ARG(receipt));
	if (db_begin(hub->db, e) < 0)
		return -1;
	changed = DB_EXEC(hub->db, e, "UPDATE hand_in SET org_id = $2, state = 'received', state_reason = 'attributed-by-hand' "
	    "WHERE id = $1 AND state = 'quarantined'", DB_TEXT(h.id), DB_TEXT(org_id));
	if (changed == 1 && add_job(hub->db, by, a, STR("split"), h.id, e) == 0 &&
	    audit_add_detail(hub->db, by, "hand-in.attributed-by-hand", h.id, reason_json(a, reason), e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return changed == 0 ? err_set(e, ERR_CONFLICT, STR_FMT " is not in quarantine any more", STR_ARG(receipt)) : -1;
}

int quarantine_discard(struct hub *hub, const struct act *by, struct arena *a, struct str receipt, struct str reason,
    struct err *e)
{
	struct hand_in_row h;
	struct erasing x = { .arena = a };
	struct db_rows key;
	int status;

	if (find_quarantined(hub, a, receipt, reason, &h, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	/* only one of those who decide about it gets the row */
	status = DB_QUERY(hub->db, a, &key, e, "UPDATE hand_in SET state = 'withdrawn', state_reason = 'discarded', name = '', "
	    "idempotency = NULL WHERE id = $1 AND state = 'quarantined' RETURNING key_id", DB_TEXT(h.id));
	if (status == 0 && key.count == 0)
		status = err_set(e, ERR_CONFLICT, STR_FMT " is not in quarantine any more", STR_ARG(receipt));
	if (status == 0 && vault_destroy(hub, hub->db, by, &x, db_text(&key, 0, 0), e) == 0 &&
	    audit_add_detail(hub->db, by, "hand-in.discarded", h.id, reason_json(a, reason), e) == 0 && db_commit(hub->db, e) == 0)
		return 0;
	db_rollback(hub->db);
	erasure_take_back(hub, &x);
	return -1;
}

/* ---- again ---- */

static int retry_hand_in(struct hub *hub, const struct act *by, struct arena *a, const struct hand_in_row *h, struct err *e)
{
	if (!str_eq(h->state, STR("failed")))
		return err_set(e, ERR_CONFLICT, STR_FMT " did not fail (it is: " STR_FMT "); name a submission of it, like " STR_FMT "/1",
		    STR_ARG(h->receipt), STR_ARG(h->state), STR_ARG(h->receipt));
	if (DB_EXEC(hub->db, e, "UPDATE hand_in SET state = 'received', state_reason = '' WHERE id = $1", DB_TEXT(h->id)) < 0 ||
	    add_job(hub->db, by, a, STR("split"), h->id, e) < 0)
		return -1;
	return audit_add(hub->db, by, "hand-in.retried", h->id, e);
}

static int retry_submission(struct hub *hub, const struct act *by, struct arena *a, const struct submission_row *s, struct err *e)
{
	if (state_check(&states_submission, submission_number(a, s), s->state, "read", e) < 0)
		return -1;
	if (str_eq(s->examined, STR("fully")) || str_eq(s->examined, STR("waiting")))
		return err_set(e, ERR_CONFLICT, STR_FMT "/%lld needs no second reading (state " STR_FMT ", examined " STR_FMT ")",
		    STR_ARG(s->receipt), s->number, STR_ARG(s->state), STR_ARG(s->examined));
	if (DB_EXEC(hub->db, e, "UPDATE submission SET examined = 'waiting', examined_reason = CASE examined_reason WHEN 'archive.password' THEN examined_reason ELSE '' END WHERE id = $1", DB_TEXT(s->id)) < 0 ||
	    add_job(hub->db, by, a, STR("analyse"), s->id, e) < 0)
		return -1;
	return audit_add(hub->db, by, "submission.retried", s->id, e);
}

int intake_retry(struct hub *hub, const struct act *by, struct arena *a, struct str what, struct err *e)
{
	struct submission_row s;
	struct hand_in_row h = { .submissions = 1 };
	int status;

	if (str_find_char(what, '/') < 0 && hand_in_get(hub->db, a, what, &h, e) < 0)
		return -1;
	if (h.submissions > 0 && submission_get(hub->db, a, what, &s, e) < 0)
		return -1;
	if (db_begin(hub->db, e) < 0)
		return -1;
	status = h.submissions == 0 ? retry_hand_in(hub, by, a, &h, e) : retry_submission(hub, by, a, &s, e);
	if (status == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}
