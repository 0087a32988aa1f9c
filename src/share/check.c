/* check.c - the leak check once more, over what is stored; and the end of a share's time. */
#include "share/change.h"

#include "approve/approve.h"
#include "base/states.h"
#include "base/time.h"
#include "share/draft.h"
#include "store/audit.h"

static int store_check(struct draft *d, const struct leak_hits *hits, struct err *e)
{
	bool clean = hits->count == 0;

	if (DB_EXEC(d->db, e, "UPDATE share_rev SET leak_hits = $3, dictionary = $4 WHERE share_id = $1 AND rev = $2", DB_TEXT(d->id),
	    DB_INT(d->rev), DB_INT((long long)hits->count), DB_TEXT(d->dictionary)) < 0)
		return -1;
	/* what was approved is not to be lost where it is clean again; the approvals count, not the word */
	if (DB_EXEC(d->db, e, "UPDATE share SET state = $2 WHERE id = $1 AND state IN ('draft', 'checked', 'approval-pending', 'approved', "
	    "'partial', 'rejected') AND (state = 'draft' OR $3 = 1)", DB_TEXT(d->id), DB_TEXT(clean ? STR("checked") : STR("draft")), DB_BOOL(!clean)) < 0)
		return -1;
	return audit_add_detail(d->db, d->by, "share.checked", d->id, arena_printf(d->arena, "{\"rev\":%lld,\"leaks\":%zu}", d->rev,
	    hits->count), e);
}

static int check_sealed(struct draft *d, struct str number, struct leak_hits *hits, struct err *e)
{
	struct artefact artefacts[ARTEFACTS];

	if (draft_load(d, number, e) < 0 || dictionary_load(d, e) < 0 || draft_load_artefacts(d, artefacts, e) < 0)
		return -1;
	draft_leaks(d, artefacts, hits);
	return store_check(d, hits, e);
}

int share_check(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct leak_hits *hits, struct err *e)
{
	struct draft d = { .arena = a, .hub = hub, .by = by };

	*hits = (struct leak_hits){ 0 };
	if (hub_begin_sealed(hub, &d.db, e) < 0)
		return -1;
	return (int)hub_end_sealed(d.db, check_sealed(&d, number, hits, e), e);
}

static long long expire_sealed(struct db *db, const struct act *by, struct arena *a, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "UPDATE share SET state = 'expired' WHERE expires_ms IS NOT NULL AND expires_ms <= $1 AND state NOT IN "
	    "('expired', 'retracted') RETURNING id", DB_INT(by->now_ms)) < 0)
		return -1;
	if (DB_EXEC(db, e, "DELETE FROM identity WHERE expires_ms IS NOT NULL AND expires_ms <= $1", DB_INT(by->now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < r.count; i++)
		if (audit_add(db, by, "share.expired", db_text(&r, i, 0), e) < 0)
			return -1;
	return (long long)r.count;
}

long long share_expire(struct hub *hub, const struct act *by, struct arena *a, struct err *e)
{
	struct db *db;

	if (hub_begin_sealed(hub, &db, e) < 0)
		return -1;
	return hub_end_sealed(db, expire_sealed(db, by, a, e), e);
}

static int end_sealed(struct db *db, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	struct db_rows r;

	if (approve_staff(db, a, by, e) < 0 || DB_QUERY(db, a, &r, e, "SELECT state FROM share WHERE number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(number));
	if (state_check(&states_share, number, db_text(&r, 0, 0), "expire", e) < 0 || DB_EXEC(db, e, "UPDATE share SET expires_ms = $2 WHERE number = $1",
	    DB_TEXT(number), DB_INT(by->now_ms)) < 0 || DB_EXEC(db, e, "UPDATE identity SET expires_ms = $2 WHERE share_id IN (SELECT id FROM share "
	    "WHERE number = $1)", DB_TEXT(number), DB_INT(by->now_ms)) < 0)
		return -1;
	return expire_sealed(db, by, a, e) < 0 ? -1 : 0;
}

int share_expire_one(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	struct db *db;

	if (hub_begin_sealed(hub, &db, e) < 0)
		return -1;
	return (int)hub_end_sealed(db, end_sealed(db, by, a, number, e), e);
}
