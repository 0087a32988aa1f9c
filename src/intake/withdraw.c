/* withdraw.c - erasing what came in, and proving it. */
#include "intake/withdraw.h"

#include "base/states.h"
#include "base/time.h"
#include "intake/indicator_row.h"
#include "intake/password.h"
#include "intake/reporter.h"
#include "intake/told.h"
#include "registry/lookup.h"
#include "store/audit.h"
#include "store/search_index.h"
#include "store/vault.h"

/* What came out of the content and leaves with it; number, date, kind, class, state and the language's code
 * stay: a report of before can be printed again as it was. */
static int forget_derived(struct db *db, struct arena *a, struct str submission_id, struct err *e)
{
	if (search_forget(db, a, "submission", submission_id, e) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM finding WHERE submission_id = $1", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM hub_finding WHERE submission_id = $1 OR ref = $1", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM submission_indicator WHERE submission_id = $1", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM fingerprint_band WHERE submission_id = $1", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM fingerprint WHERE submission_id = $1", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM posting WHERE submission_id = $1", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM sighting WHERE submission_id = $1", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM feedback WHERE submission_id = $1", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "UPDATE question SET state = 'closed' WHERE submission_id = $1", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "DELETE FROM consultation WHERE submission_id = $1 AND state <> 'sent'", DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "UPDATE proposal SET state = 'superseded' WHERE state = 'open' AND (submission_id = $1 OR other_submission = $1)",
	        DB_TEXT(submission_id)) < 0 ||
	    DB_EXEC(db, e, "UPDATE submission SET state = 'withdrawn', examined_reason = '', copies = 1 WHERE id = $1",
	        DB_TEXT(submission_id)) < 0)
		return -1;
	return indicator_rows_tidy(db, a, e);
}

/* One hand-in: the given submissions (all where `number` is 0) and the container's own copy. */
struct target {
	struct str hand_in_id, receipt, org_id;
	long long number;
};

static int find_target(struct db *db, struct arena *a, struct str what, struct target *t, struct err *e)
{
	struct str receipt = str_upto(what, '/'), number = str_after(what, '/');
	struct db_rows rows;

	*t = (struct target){ .receipt = receipt };
	if (number.n > 0 && (!str_to_int(number, &t->number) || t->number < 1))
		return err_set(e, ERR_USAGE, "“" STR_FMT "” is no submission; write it like R-20190717-7KQ3M2 or R-20190717-7KQ3M2/1",
		    STR_ARG(what));
	if (DB_QUERY(db, a, &rows, e, "SELECT id, org_id FROM hand_in WHERE receipt = $1", DB_TEXT(receipt)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no receipt " STR_FMT, STR_ARG(receipt));
	t->hand_in_id = db_text(&rows, 0, 0);
	t->org_id = db_text(&rows, 0, 1);
	return 0;
}

static int may_withdraw(struct db *db, const struct act *by, struct arena *a, const struct target *t, struct err *e)
{
	struct person_found person;
	bool hub_staff, hands_in;

	if (str_eq(by->actor, STR("hub")))
		return 0;
	if (person_find(db, a, by->actor, by->now_ms, &person, e) < 0 ||
	    person_has_role(db, a, by->actor, "analyst lead admin", by->now_ms, &hub_staff, e) < 0 ||
	    person_has_role(db, a, by->actor, "submitter approver liaison org-admin", by->now_ms, &hands_in, e) < 0)
		return -1;
	if (person.found && (hub_staff || (hands_in && t->org_id.p != NULL && str_eq(person.org_id, t->org_id))))
		return 0;
	return err_set(e, ERR_DENIED, "only who hands in or answers for the organisation that handed in, or the hub, can withdraw " STR_FMT,
	    STR_ARG(t->receipt));
}

/* The rows of the hand-in and its submissions are taken first: a worker that is storing something of them is waited for, and
 * finds them withdrawn afterwards; nothing comes in behind the erasing. */
static int take_rows(struct db *db, const struct target *t, struct err *e)
{
	return DB_EXEC(db, e, "UPDATE hand_in SET name = '', idempotency = NULL, state = CASE WHEN $2 = 0 THEN 'withdrawn' ELSE state END "
	    "WHERE id = $1", DB_TEXT(t->hand_in_id), DB_INT(t->number)) < 0 ||
	    DB_EXEC(db, e, "UPDATE submission SET state = state WHERE hand_in_id = $1", DB_TEXT(t->hand_in_id)) < 0 ? -1 : 0;
}

static int nothing_to_withdraw(struct db *db, struct arena *a, const struct target *t, struct err *e)
{
	struct str name = arena_printf(a, STR_FMT "/%lld", STR_ARG(t->receipt), t->number);
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT state FROM submission WHERE hand_in_id = $1 AND number = $2", DB_TEXT(t->hand_in_id), DB_INT(t->number)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no submission " STR_FMT, STR_ARG(name));
	return state_check(&states_submission, name, db_text(&r, 0, 0), "withdraw", e);
}

static int erase_target(struct hub *hub, const struct act *by, struct arena *a, const struct target *t, struct erasing *x,
    long long *erased, struct err *e)
{
	struct db_rows rows, keys;
	size_t matched = 0;

	if (take_rows(hub->db, t, e) < 0 || DB_QUERY(hub->db, a, &rows, e, "SELECT id, key_id, number FROM submission WHERE hand_in_id = $1 AND state <> 'withdrawn' "
	    "ORDER BY number", DB_TEXT(t->hand_in_id)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		if (t->number != 0 && t->number != db_int(&rows, i, 2))
			continue;
		matched++;
		if ((!db_is_null(&rows, i, 1) && vault_destroy(hub, hub->db, by, x, db_text(&rows, i, 1), e) < 0) ||
		    forget_derived(hub->db, a, db_text(&rows, i, 0), e) < 0 ||
		    audit_add(hub->db, by, "submission.withdrawn", db_text(&rows, i, 0), e) < 0)
			return -1;
		(*erased)++;
	}
	if (matched == 0 && t->number != 0)
		return nothing_to_withdraw(hub->db, a, t, e);
	if ((t->number == 0 && told_forget(hub->db, t->hand_in_id, e) < 0) || archive_password_forget(hub->db, t->hand_in_id, e) < 0)
		return -1;
	/* the container holds a copy of every piece: its key goes too, the others keep their own */
	if (DB_QUERY(hub->db, a, &keys, e, "SELECT h.key_id FROM hand_in h JOIN data_key k ON k.id = h.key_id WHERE h.id = $1 "
	    "AND k.destroyed_ms IS NULL", DB_TEXT(t->hand_in_id)) < 0)
		return -1;
	if (keys.count > 0) {
		if (vault_destroy(hub, hub->db, by, x, db_text(&keys, 0, 0), e) < 0)
			return -1;
		(*erased)++;
	}
	return t->org_id.p == NULL ? 0 : reporter_forget(hub->db, by, t->org_id, e);
}

static int write_certificate(struct hub *hub, const struct act *by, struct arena *a, struct str org_id, struct str subject,
    long long erased, struct certificate *c, struct err *e)
{
	struct civil d = time_civil(by->now_ms, (int)hub->conf.zone_minutes);

	c->number = arena_printf(a, "E-%04d%02d%02d-" STR_FMT, d.year, d.month, d.day, STR_ARG(rng_code(by->rng, a, 6)));
	c->erased = erased;
	c->text = arena_printf(a, "消去証明 " STR_FMT "\n" STR_FMT " は、%d年%d月%d日、" STR_FMT " に係る内容 %lld 件を、暗号鍵の破棄により"
	    "復元できない形で消去しました。受付番号、日付、種別のみを記録に残します。\n\nCertificate of erasure " STR_FMT "\nOn %04d-%02d-%02d "
	    STR_FMT " erased %lld contents belonging to " STR_FMT " by destroying their keys; they cannot be restored. Number, date and "
	    "kind stay on record.\n", STR_ARG(c->number), STR_ARG(hub->conf.hub_name_ja), d.year, d.month, d.day, STR_ARG(subject),
	    erased, STR_ARG(c->number), d.year, d.month, d.day, STR_ARG(hub->conf.hub_name_en), erased, STR_ARG(subject));
	if (DB_EXEC(hub->db, e, "INSERT INTO certificate (id, number, org_id, subject, made_ms, erased, text) "
	    "VALUES ($1, $2, $3, $4, $5, $6, $7)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(c->number), DB_TEXT(org_id), DB_TEXT(subject),
	    DB_INT(by->now_ms), DB_INT(erased), DB_TEXT(c->text)) < 0)
		return -1;
	return audit_add(hub->db, by, "certificate.issued", c->number, e);
}

int submission_withdraw(struct hub *hub, const struct act *by, struct arena *a, struct str what,
    struct certificate *c, struct err *e)
{
	struct erasing x = { .arena = a };
	struct target t;
	long long erased = 0;

	if (find_target(hub->db, a, what, &t, e) < 0 || may_withdraw(hub->db, by, a, &t, e) < 0 || db_begin(hub->db, e) < 0)
		return -1;
	if (erase_target(hub, by, a, &t, &x, &erased, e) == 0 &&
	    write_certificate(hub, by, a, t.org_id, what, erased, c, e) == 0 && db_commit(hub->db, e) == 0)
		return 0;
	db_rollback(hub->db);
	erasure_take_back(hub, &x);
	return -1;
}

int org_destroy_content(struct hub *hub, const struct act *by, struct arena *a, struct str org_id,
    struct certificate *c, struct err *e)
{
	struct erasing x = { .arena = a };
	struct db_rows rows = { 0 };
	long long erased = 0;
	int status;

	if (db_begin(hub->db, e) < 0)
		return -1;
	/* all their rows before the first line of the audit trail, for which everybody else waits */
	status = DB_EXEC(hub->db, e, "UPDATE hand_in SET name = '' WHERE org_id = $1 AND state <> 'withdrawn'", DB_TEXT(org_id)) < 0 ||
	    DB_EXEC(hub->db, e, "UPDATE submission SET state = state WHERE org_id = $1 AND state <> 'withdrawn'", DB_TEXT(org_id)) < 0 ? -1 :
	    DB_QUERY(hub->db, a, &rows, e, "SELECT id, receipt FROM hand_in WHERE org_id = $1 AND state <> 'withdrawn' "
	    "ORDER BY received_ms", DB_TEXT(org_id));
	for (size_t i = 0; status == 0 && i < rows.count; i++) {
		struct target t = { .hand_in_id = db_text(&rows, i, 0), .receipt = db_text(&rows, i, 1), .org_id = org_id };

		status = erase_target(hub, by, a, &t, &x, &erased, e);
	}
	if (status == 0 && write_certificate(hub, by, a, org_id, org_id, erased, c, e) == 0 && db_commit(hub->db, e) == 0)
		return 0;
	db_rollback(hub->db);
	erasure_take_back(hub, &x);
	return -1;
}

static struct str keeping_text(struct hub *hub, struct arena *a, struct str number, struct civil d, struct str org_id, long long kept,
    struct str terms)
{
	return arena_printf(a, "保持記録 " STR_FMT "\n" STR_FMT " は、%d年%d月%d日に離脱した " STR_FMT " の提供情報 %lld 件を、次の定めにより保持します: "
	    STR_FMT "\n\nRecord of keeping " STR_FMT "\n" STR_FMT " keeps %lld submissions of " STR_FMT ", which left on %04d-%02d-%02d, under "
	    "these terms: " STR_FMT "\n", STR_ARG(number), STR_ARG(hub->conf.hub_name_ja), d.year, d.month, d.day, STR_ARG(org_id), kept,
	    STR_ARG(terms), STR_ARG(number), STR_ARG(hub->conf.hub_name_en), kept, STR_ARG(org_id), d.year, d.month, d.day, STR_ARG(terms));
}

int org_keep_content(struct hub *hub, const struct act *by, struct arena *a, struct str org_id, struct str terms,
    struct certificate *c, struct err *e)
{
	struct civil d = time_civil(by->now_ms, (int)hub->conf.zone_minutes);
	struct db_rows rows;

	if (terms.n == 0)
		return err_set(e, ERR_USAGE, "under which terms is it kept? --keep TERMS");
	if (DB_QUERY(hub->db, a, &rows, e, "SELECT COUNT(*) FROM submission WHERE org_id = $1 AND state <> 'withdrawn'", DB_TEXT(org_id)) < 0)
		return -1;
	c->number = arena_printf(a, "K-%04d%02d%02d-" STR_FMT, d.year, d.month, d.day, STR_ARG(rng_code(by->rng, a, 6)));
	c->erased = 0;
	c->text = keeping_text(hub, a, c->number, d, org_id, db_int(&rows, 0, 0), terms);
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (DB_EXEC(hub->db, e, "INSERT INTO certificate (id, number, org_id, subject, made_ms, erased, text) VALUES ($1, $2, $3, $4, $5, 0, $6)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(c->number), DB_TEXT(org_id), DB_TEXT(org_id), DB_INT(by->now_ms), DB_TEXT(c->text)) >= 0 &&
	    audit_add(hub->db, by, "certificate.keeping", c->number, e) == 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}

/* A hand-in whose own copy is gone has lost its file name too; with nothing left of it, it is withdrawn, also where
 * the backup was older than the reading of it. */
static int forget_hand_ins(struct db *db, struct err *e)
{
	return DB_EXEC(db, e, "UPDATE hand_in SET name = '', idempotency = NULL, state = CASE WHEN EXISTS (SELECT 1 FROM submission s "
	    "WHERE s.hand_in_id = hand_in.id AND s.state <> 'withdrawn') THEN state ELSE 'withdrawn' END WHERE state <> 'withdrawn' "
	    "AND EXISTS (SELECT 1 FROM data_key k WHERE k.id = hand_in.key_id AND k.destroyed_ms IS NOT NULL)") < 0 ? -1 : 0;
}

long long submission_forget_erased(struct hub *hub, const struct act *by, struct err *e)
{
	struct arena *a = arena_new(64 << 20, arena_full_exit);
	struct db_rows rows;
	long long forgotten = 0;
	int status = DB_QUERY(hub->db, a, &rows, e, "SELECT s.id FROM submission s JOIN data_key k ON k.id = s.key_id "
	    "WHERE k.destroyed_ms IS NOT NULL AND s.state <> 'withdrawn'");

	if (status == 0)
		status = db_begin(hub->db, e);
	if (status == 0) {
		for (size_t i = 0; i < rows.count && status == 0; i++, forgotten++)
			status = forget_derived(hub->db, a, db_text(&rows, i, 0), e);
		if (status == 0)
			status = forget_hand_ins(hub->db, e) < 0 ? -1 : reporter_forget_all(hub->db, by, e);
		if (status == 0)
			status = audit_add(hub->db, by, "restore.forgotten", STR(""), e);
		if (status == 0)
			status = db_commit(hub->db, e);
		else
			db_rollback(hub->db);
	}
	arena_free(a);
	return status < 0 ? -1 : forgotten;
}

int submission_give_up(struct hub *hub, const struct act *by, struct err *e)
{
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (vault_give_up(hub, by, e) >= 0 &&
	    DB_EXEC(hub->db, e, "UPDATE hand_in SET state = 'failed', state_reason = 'key-lost' WHERE state = 'received'") >= 0 &&
	    DB_EXEC(hub->db, e, "UPDATE hand_in SET state_reason = 'key-lost' WHERE state = 'quarantined'") >= 0 &&
	    DB_EXEC(hub->db, e, "UPDATE submission SET examined = 'failed', examined_reason = 'key-lost' WHERE examined = 'waiting' "
	        "AND state <> 'withdrawn'") >= 0 &&
	    DB_EXEC(hub->db, e, "UPDATE job SET state = 'failed' WHERE state IN ('waiting', 'leased')") >= 0)
		return db_commit(hub->db, e);
	db_rollback(hub->db);
	return -1;
}
