/* info_request_answer.c - what comes back to a call: a hand-in like every other, or the word that there is nothing. */
#include "base/time.h"
#include "intake/reporter.h"
#include "request/info_request.h"
#include "store/audit.h"

static int store(struct hub *hub, const struct act *by, struct arena *a, const struct info_request *q, struct str word,
    const struct offer *offer, struct str hand_in_id, struct err *e)
{
	if (DB_EXEC(hub->db, e, "INSERT INTO info_request_answer (id, request_id, org_id, word, hand_in_id, late, person_id, at_ms) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (request_id, hand_in_id) DO NOTHING", DB_TEXT(rng_uuid(by->rng, a)),
	    DB_TEXT(q->id), DB_TEXT(offer->org_id), DB_TEXT(word), DB_TEXT(hand_in_id), DB_BOOL(q->due_ms != TIME_NONE && by->now_ms > q->due_ms),
	    DB_TEXT(offer->person_id), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add(hub->db, by, "request.answered", q->id, e);
}

/* The call may be closed between the look and the answer: its row is taken first. */
static int take_row(struct hub *hub, struct arena *a, const struct info_request *q, struct err *e)
{
	long long taken = DB_EXEC(hub->db, e, "UPDATE info_request SET rev = rev WHERE id = $1 AND state = 'released'", DB_TEXT(q->id));

	return taken < 0 ? -1 : taken == 1 ? 0 : info_request_moved(hub->db, a, q, e);
}

int info_request_answer(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str word,
    const struct offer *offer, struct receipt *receipt, struct err *e)
{
	bool material = str_eq(word, STR("material"));
	struct info_request q;

	*receipt = (struct receipt){ .hand_in_id = STR_NONE };
	if (!material && !str_eq(word, STR("nothing")))
		return err_set(e, ERR_USAGE, "an answer is material (files) or nothing, not “" STR_FMT "”", STR_ARG(word));
	if (info_request_get_for(hub->db, a, number, offer->org_id, by->now_ms, &q, e) < 0 ||
	    state_check(&states_request, number, q.state, "answer", e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (take_row(hub, a, &q, e) == 0 && (!material || intake_receive(hub, by, a, offer, receipt, e) == 0) &&
	    store(hub, by, a, &q, word, offer, receipt->hand_in_id, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

int info_request_answer_from_outside(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str contact,
    struct str name, const struct offer *offer, struct receipt *receipt, struct err *e)
{
	struct offer own = *offer;

	if (db_begin(hub->db, e) < 0)
		return -1;
	if (reporter_take(hub, by, a, contact, name, &own.org_id, e) == 0 &&
	    info_request_answer(hub, by, a, number, STR("material"), &own, receipt, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}
