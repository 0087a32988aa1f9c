/* attest.c - what comes behind an answer: the second analyst's word for a spoken one, and taking a yes back. */
#include "approve/answer_in.h"

#include "approve/approver.h"
#include "store/audit.h"

/* The newest spoken answer to what is current that one analyst alone has heard. */
#define SQL_HEARD_BY_ONE \
	"SELECT a.id, a.digest, a.entered_by, a.org_id, a.share_id, r.rev FROM approval a JOIN share sh ON sh.id = a.share_id" \
	" JOIN share_rev r ON r.share_id = sh.id AND r.rev = sh.rev AND r.digest = a.digest WHERE sh.number = $1 AND a.medium = 'spoken'" \
	" AND a.second_witness IS NULL AND a.recalled_ms IS NULL AND ($2 = '' OR a.person_id = $2) ORDER BY a.at_ms DESC, a.id LIMIT 2"

static int find_heard(struct db *db, struct arena *a, struct str number, struct str person, struct db_rows *r, struct err *e)
{
	if (DB_QUERY(db, a, r, e, SQL_HEARD_BY_ONE, DB_TEXT(number), DB_TEXT(person.p != NULL ? person : STR(""))) < 0)
		return -1;
	if (r->count == 0)
		return err_set(e, ERR_UNKNOWN, "share " STR_FMT " has no spoken answer to its current version that waits for a second analyst",
		    STR_ARG(number));
	return r->count == 1 ? 0 : err_set(e, ERR_USAGE, "share " STR_FMT ": several spoken answers wait; say whose: --for PERSON", STR_ARG(number));
}

static int attest_sealed(struct db *db, const struct act *by, struct arena *a, struct str number, struct str person, struct str digest,
    struct err *e)
{
	struct answer_target t;
	struct db_rows r;
	struct str id;
	long long done;

	if (approve_lock(db, number, e) < 0 || approve_staff(db, a, by, e) < 0 || find_heard(db, a, number, person, &r, e) < 0)
		return -1;
	id = db_text(&r, 0, 0);
	if (str_eq(db_text(&r, 0, 2), by->actor))
		return err_set(e, ERR_DENIED, "who entered a spoken answer cannot attest it too; a second analyst must");
	if (digest.n < DIGEST_LEAST || !str_starts(db_text(&r, 0, 1), digest))
		return err_set(e, ERR_DENIED, "these are not the digits of what was answered; ask the approver to read them out again");
	t = (struct answer_target){ .share_id = db_text(&r, 0, 4), .org_id = db_text(&r, 0, 3), .digest = db_text(&r, 0, 1), .rev = db_int(&r, 0, 5) };
	done = DB_EXEC(db, e, "UPDATE approval SET second_witness = $2 WHERE id = $1 AND second_witness IS NULL AND recalled_ms IS NULL",
	    DB_TEXT(id), DB_TEXT(by->actor));
	if (done == 0)
		return err_set(e, ERR_CONFLICT, "changed meanwhile: somebody else attested it or it was taken back");
	return done < 0 || answer_settle(db, by, a, &t, e) < 0 ? -1 : audit_add(db, by, "approval.attested", id, e);
}

int approve_attest(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct str person, struct str digest,
    struct err *e)
{
	struct db *sealed;

	if (hub_begin_sealed(hub, &sealed, e) < 0)
		return -1;
	return (int)hub_end_sealed(sealed, attest_sealed(sealed, by, a, number, person, digest, e), e);
}

/* A yes that stands still, of the person's organisation. */
#define SQL_RECALL \
	"UPDATE approval SET recalled_ms = $3 WHERE recalled_ms IS NULL AND answer = 'yes'" \
	" AND share_id IN (SELECT id FROM share WHERE number = $1) AND org_id IN (SELECT org_id FROM person WHERE id = $2)"

static int recall_sealed(struct hub *hub, struct db *db, const struct act *by, struct arena *a, const struct answer *n,
    bool *is_out_r, struct err *e)
{
	long long taken;
	struct db_rows rows;
	struct str deputy_of;

	if (approve_lock(db, n->number, e) < 0 || approver_check(db, a, n->person, by->now_ms, &deputy_of, e) < 0 || answer_check_medium(hub, db, by, a, n, e) < 0)
		return -1;
	taken = DB_EXEC(db, e, SQL_RECALL, DB_TEXT(n->number), DB_TEXT(n->person), DB_INT(by->now_ms));
	if (taken == 0)
		return err_set(e, ERR_UNKNOWN, "share " STR_FMT ": there is no approval that could be taken back", STR_ARG(n->number));
	if (taken < 0 || DB_QUERY(db, a, &rows, e, "SELECT sh.id, (SELECT COUNT(*) FROM release x WHERE x.share_id = sh.id) FROM share sh "
	        "WHERE sh.number = $1", DB_TEXT(n->number)) < 0)
		return -1;
	*is_out_r = db_int(&rows, 0, 1) > 0;
	/* what was approved waits again */
	if (DB_EXEC(db, e, "UPDATE share SET state = 'approval-pending' WHERE id = $1 AND state IN ('approved', 'partial')",
	        DB_TEXT(db_text(&rows, 0, 0))) < 0)
		return -1;
	return audit_add_detail(db, by, "approval.recalled", db_text(&rows, 0, 0), arena_printf(a, "{\"approvals\":%lld}", taken), e);
}

int approve_recall(struct hub *hub, const struct act *by, struct arena *a, const struct answer *n, bool *is_out_r, struct err *e)
{
	struct db *sealed;

	*is_out_r = false;
	if (hub_begin_sealed(hub, &sealed, e) < 0)
		return -1;
	return (int)hub_end_sealed(sealed, recall_sealed(hub, sealed, by, a, n, is_out_r, e), e);
}
