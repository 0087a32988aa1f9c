/* info_request_release.c - letting a call out: one conditional statement, to the audience of that day. */
#include "approve/approve.h"
#include "approve/notice.h"
#include "base/time.h"
#include "base/tr.h"
#include "registry/calendar.h"
#include "request/info_request.h"
#include "share/audience.h"
#include "share/outward.h"
#include "store/audit.h"

/* $1 call, $2 now, $3 releaser, $4 the slot, $5 answer until, $6 version that was read. */
#define SQL_RELEASE_REQUEST \
	"UPDATE info_request SET state = 'released', released_by = $3, released_ms = $2, published_ms = $4, due_ms = $5" \
	" WHERE id = $1 AND rev = $6 AND state = 'draft' AND leak_hits = 0 AND author <> $3" \
	" AND EXISTS (SELECT 1 FROM person_role p JOIN person q ON q.id = p.person_id WHERE p.person_id = $3 AND p.role IN ('analyst', 'lead')" \
	" AND p.from_ms <= $2 AND p.to_ms > $2 AND q.from_ms <= $2 AND q.to_ms > $2)"

/* To whom a share went: those of them who are still in the circle. */
#define SQL_RECIPIENTS \
	"SELECT o.id FROM org o WHERE o.kind <> 'hub' AND o.from_ms <= $3 AND o.to_ms > $3 AND EXISTS (SELECT 1 FROM info_request_audience t" \
	" WHERE t.request_id = $1 AND (" SQL_TAKES_IN " OR (t.kind = 'share' AND EXISTS (SELECT 1 FROM delivery d WHERE d.share_id = $2" \
	" AND d.org_id = o.id AND d.queued_ms <= $3) AND (" SQL_MEMBER_THEN " OR " SQL_IN_LIAISON ")))) ORDER BY o.id COLLATE \"C\""

static int refused(const struct info_request *q, const struct act *by, struct err *e)
{
	if (str_eq(q->author, by->actor))
		return err_set(e, ERR_DENIED, "call " STR_FMT ": who wrote it cannot release it; a second person must", STR_ARG(q->number));
	return err_set(e, ERR_DENIED, TR_N("call " STR_FMT ": the leak check has %lld {hit|hits}; it must be at 0 (noroshi request edit)", q->leak_hits), STR_ARG(q->number),
	    q->leak_hits);
}

static int send_one(struct hub *hub, const struct act *by, struct arena *a, const struct info_request *q, struct str org,
    struct info_request_released *r, struct err *e)
{
	long long told;

	if (DB_EXEC(hub->db, e, "INSERT INTO info_request_delivery (id, request_id, org_id, queued_ms) VALUES ($1, $2, $3, $4)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(q->id), DB_TEXT(org), DB_INT(r->published_ms)) < 0)
		return -1;
	told = notice_add(hub->db, by, a, org, "recipient", "request", STR_NONE, q->id, r->published_ms, e);
	r->recipients++;
	r->notices += told > 0 ? (size_t)told : 0;
	return told < 0 ? -1 : 0;
}

static int deliver(struct hub *hub, const struct act *by, struct arena *a, const struct info_request *q, struct info_request_released *r,
    struct err *e)
{
	struct db_rows orgs;

	if (DB_QUERY(hub->db, a, &orgs, e, SQL_RECIPIENTS, DB_TEXT(q->id), DB_TEXT(q->share_id.p != NULL ? q->share_id : STR("")),
	    DB_INT(r->published_ms)) < 0)
		return -1;
	if (orgs.count == 0 && !q->is_public)
		return err_set(e, ERR_CONFLICT, "call " STR_FMT ": nobody of its audience is in the circle on the day of the release", STR_ARG(q->number));
	for (size_t i = 0; i < orgs.count; i++)
		if (send_one(hub, by, a, q, db_text(&orgs, i, 0), r, e) < 0)
			return -1;
	return 0;
}

/* The dictionaries may have grown since it was written: it is checked once more, in the same transaction. */
static int check_again(struct hub *hub, const struct act *by, struct arena *a, struct info_request *q, struct err *e)
{
	struct leak_hits hits = { 0 };

	if (info_request_check(hub, hub->db, by, a, q, &hits, e) < 0)
		return -1;
	q->leak_hits = (long long)hits.count;
	return DB_EXEC(hub->db, e, "UPDATE info_request SET leak_hits = $2 WHERE id = $1 AND state = 'draft'", DB_TEXT(q->id),
	    DB_INT(q->leak_hits)) < 0 ? -1 : 0;
}

static int let_out(struct hub *hub, const struct act *by, struct arena *a, struct info_request *q, struct info_request_released *r,
    struct err *e)
{
	long long out;

	r->rev = q->rev;
	if (calendar_slot(hub->db, a, by->now_ms, &r->published_ms, e) < 0 || check_again(hub, by, a, q, e) < 0 ||
	    calendar_after(hub->db, a, r->published_ms, (int)q->days, &r->due_ms, e) < 0)
		return -1;
	if (q->leak_hits > 0 || str_eq(q->author, by->actor))
		return refused(q, by, e);
	out = DB_EXEC(hub->db, e, SQL_RELEASE_REQUEST, DB_TEXT(q->id), DB_INT(by->now_ms), DB_TEXT(by->actor), DB_INT(r->published_ms),
	    DB_INT(r->due_ms), DB_INT(q->rev));
	if (out != 1)
		return out < 0 ? -1 : info_request_moved(hub->db, a, q, e);
	if (deliver(hub, by, a, q, r, e) < 0)
		return -1;
	return audit_add_detail(hub->db, by, "request.released", q->id, arena_printf(a, "{\"rev\":%lld,\"recipients\":%zu}", q->rev,
	    r->recipients), e);
}

int info_request_release(struct hub *hub, const struct act *by, struct arena *a, struct str number, long long rev,
    struct info_request_released *r, struct err *e)
{
	struct info_request q;

	*r = (struct info_request_released){ 0 };
	if (info_request_get(hub->db, a, number, &q, e) < 0 || approve_staff(hub->db, a, by, e) < 0 ||
	    state_check(&states_request, number, q.state, "release", e) < 0)
		return -1;
	if (rev > 0 && rev != q.rev)
		return err_set(e, ERR_CONFLICT, "call " STR_FMT " was changed meanwhile: version %lld was read, version %lld of " STR_FMT
		    " stands now; read it again (noroshi request show)", STR_ARG(number), rev, q.rev, STR_ARG(q.author));
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (let_out(hub, by, a, &q, r, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* ---- reminding ---- */

#define SQL_SILENT \
	"UPDATE info_request_delivery SET reminded_ms = $2 WHERE request_id = $1 AND queued_ms <= $2 AND (reminded_ms IS NULL" \
	" OR reminded_ms <= $3) AND NOT EXISTS (SELECT 1 FROM info_request_answer x WHERE x.request_id = info_request_delivery.request_id" \
	" AND x.org_id = info_request_delivery.org_id) RETURNING org_id"

static long long remind(struct hub *hub, const struct act *by, struct arena *a, const struct info_request *q, struct err *e)
{
	struct db_rows silent;
	long long told = 0;

	if (DB_QUERY(hub->db, a, &silent, e, SQL_SILENT, DB_TEXT(q->id), DB_INT(by->now_ms), DB_INT(by->now_ms - MS_DAY)) < 0)
		return -1;
	for (size_t i = 0; i < silent.count; i++) {
		long long n = notice_add(hub->db, by, a, db_text(&silent, i, 0), "recipient", "request", STR_NONE, q->id, 0, e);

		if (n < 0)
			return -1;
		told += n;
	}
	return audit_add_detail(hub->db, by, "request.reminded", q->id, arena_printf(a, "{\"notices\":%lld}", told), e) < 0 ? -1 : told;
}

long long info_request_remind(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct err *e)
{
	struct info_request q;
	long long told = -1;

	if (info_request_get(hub->db, a, number, &q, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (approve_staff(hub->db, a, by, e) == 0 && state_check(&states_request, number, q.state, "remind", e) == 0)
		told = remind(hub, by, a, &q, e);
	if (told >= 0)
		return db_commit(hub->db, e) < 0 ? -1 : told;
	db_rollback(hub->db);
	return -1;
}
