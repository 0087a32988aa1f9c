/* attach.c - see attach.h. */
#include "feedback/attach.h"

#include "base/json.h"
#include "store/audit.h"

static int find(struct db *db, struct arena *a, struct str receipt, struct db_rows *h, struct err *e)
{
	if (DB_QUERY(db, a, h, e, "SELECT id, org_id, answers_share, state FROM hand_in WHERE receipt = $1 AND kind = 'sighting'",
	    DB_TEXT(receipt)) < 0)
		return -1;
	if (h->count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no hand-in of sightings " STR_FMT, STR_ARG(receipt));
	if (!db_is_null(h, 0, 2))
		return err_set(e, ERR_CONFLICT, STR_FMT " answers share " STR_FMT " already", STR_ARG(receipt), STR_ARG(db_text(h, 0, 2)));
	if (!str_eq(db_text(h, 0, 3), STR("split")))
		return err_set(e, ERR_CONFLICT, STR_FMT " was not taken apart (its state is: " STR_FMT ")", STR_ARG(receipt), STR_ARG(db_text(h, 0, 3)));
	return 0;
}

static int was_sent(struct db *db, struct arena *a, struct str org_id, struct str number, long long now_ms, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT d.id FROM delivery d JOIN share s ON s.id = d.share_id WHERE s.number = $1 AND d.org_id = $2"
	    " AND d.queued_ms <= $3", DB_TEXT(number), DB_TEXT(org_id), DB_INT(now_ms)) < 0)
		return -1;
	return rows.count > 0 ? 0 : err_set(e, ERR_DENIED, "share " STR_FMT " was not sent to the organisation " STR_FMT, STR_ARG(number),
	    STR_ARG(org_id));
}

static int read_again(struct db *db, const struct act *by, struct arena *a, struct str hand_in, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT id FROM submission WHERE hand_in_id = $1 AND state <> 'withdrawn'", DB_TEXT(hand_in)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++)
		if (DB_EXEC(db, e, "UPDATE submission SET examined = 'waiting', examined_reason = '' WHERE id = $1", DB_TEXT(db_text(&rows, i, 0))) < 0 ||
		    DB_EXEC(db, e, "INSERT INTO job (id, kind, object_id, state, tries, made_ms) VALUES ($1, 'analyse', $2, 'waiting', 0, $3)",
		        DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(db_text(&rows, i, 0)), DB_INT(by->now_ms)) < 0)
			return -1;
	return 0;
}

static struct str detail(struct arena *a, struct str number)
{
	struct buf out;
	struct jw w;

	buf_init_arena(&out, a, 1 << 10);
	jw_init(&w, &out);
	jw_object(&w);
	jw_kstr(&w, "share", number);
	jw_end_object(&w);
	return buf_str(&out);
}

int sighting_attach(struct db *db, const struct act *by, struct arena *a, struct str receipt, struct str number, struct err *e)
{
	struct db_rows h;
	long long changed;

	if (find(db, a, receipt, &h, e) < 0 || was_sent(db, a, db_text(&h, 0, 1), number, by->now_ms, e) < 0 || db_begin(db, e) < 0)
		return -1;
	changed = DB_EXEC(db, e, "UPDATE hand_in SET answers_share = $2 WHERE id = $1 AND answers_share IS NULL", DB_TEXT(db_text(&h, 0, 0)),
	    DB_TEXT(number));
	if (changed == 1 && read_again(db, by, a, db_text(&h, 0, 0), e) == 0 &&
	    audit_add_detail(db, by, "sighting.attached", db_text(&h, 0, 0), detail(a, number), e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return changed == 0 ? err_set(e, ERR_CONFLICT, STR_FMT " answers a share already", STR_ARG(receipt)) : -1;
}
