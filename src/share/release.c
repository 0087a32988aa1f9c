/* release.c - the one way out. */
#include "share/release.h"

#include "approve/approve.h"
#include "approve/notice.h"
#include "base/sha256.h"
#include "base/states.h"
#include "base/time.h"
#include "base/tr.h"
#include "registry/calendar.h"
#include "share/audience.h"
#include "share/change.h"
#include "share/draft.h"
#include "share/urgent.h"
#include "store/audit.h"

struct releasing {
	struct hub *hub;
	struct db *db;
	const struct act *by;
	struct arena *arena;
	struct str number, share_id, class, tlp, change, id;
	long long rev;
	bool to_public;
};

/* What was approved is what goes: the bytes are those whose digests were counted, the marks are theirs. */
static int check_bytes(struct releasing *r, struct err *e)
{
	struct draft d = { .arena = r->arena, .hub = r->hub, .by = r->by, .db = r->db };
	struct artefact artefacts[ARTEFACTS];
	struct db_rows rows;
	bool good = true;

	if (draft_load(&d, r->number, e) < 0 || draft_load_artefacts(&d, artefacts, e) < 0 ||
	    DB_QUERY(r->db, r->arena, &rows, e, "SELECT digest, projection FROM share_rev WHERE share_id = $1 AND rev = $2",
	        DB_TEXT(d.id), DB_INT(d.rev)) < 0)
		return -1;
	for (size_t i = 0; i < ARTEFACTS; i++)
		good = good && str_eq(sha256_hex(r->arena, artefacts[i].bytes), artefacts[i].sha256);
	good = good && str_eq(digest_of(r->arena, artefacts, d.audience, d.audience_count), db_text(&rows, 0, 0)) &&
	    str_eq(artefacts[ARTEFACTS - 1].bytes, db_text(&rows, 0, 1)) && str_eq(d.p.class, r->class) && str_eq(d.p.tlp, r->tlp);
	return good ? 0 : err_set(e, ERR_DENIED, "share " STR_FMT ": what is stored is not what was digested for approval; it was changed behind "
	    "the hub's back", STR_ARG(r->number));
}

/* The dictionaries may have grown since the revision was checked. */
static int check_again(struct hub *hub, struct releasing *r, struct err *e)
{
	struct leak_hits hits;
	struct db_rows rows;
	struct str state;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT v.dictionary, sh.case_id FROM share sh JOIN share_rev v ON v.share_id = sh.id AND "
	    "v.rev = sh.rev WHERE sh.number = $1", DB_TEXT(r->number)) < 0)
		return -1;
	if (rows.count == 0)
		return 0;
	if (dictionary_state(r->db, r->arena, db_is_null(&rows, 0, 1) ? STR("") : db_text(&rows, 0, 1), &state, e) < 0)
		return -1;
	return str_eq(state, db_text(&rows, 0, 0)) ? 0 : share_check(hub, r->by, r->arena, r->number, &hits, e);
}

static int find(struct releasing *r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT sh.id, sh.rev, sh.class, sh.tlp, r.change_kind, "
	    "(SELECT COUNT(*) FROM audience t WHERE t.share_id = sh.id AND t.rev = sh.rev AND t.kind = 'public') FROM share sh JOIN share_rev r "
	    "ON r.share_id = sh.id AND r.rev = sh.rev WHERE sh.number = $1", DB_TEXT(r->number)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(r->number));
	r->share_id = db_text(&rows, 0, 0);
	r->rev = db_int(&rows, 0, 1);
	r->class = db_text(&rows, 0, 2);
	r->tlp = db_text(&rows, 0, 3);
	r->change = db_text(&rows, 0, 4);
	r->to_public = db_int(&rows, 0, 5) > 0;
	return 0;
}

static int tell_standing(struct releasing *r, struct str org, struct err *e)
{
	return notice_add(r->db, r->by, r->arena, org, "approver", "standing", r->share_id, STR_NONE, 0, e) < 0 ? -1 : 0;
}

/* A standing consent for the technical lane becomes an approval now, by the second person, and is told
 * to the source, which may take it back. */
static int use_standing(struct releasing *r, size_t *used, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT DISTINCT s.org_id, r.digest, (SELECT MIN(q.id) FROM (" SQL_STANDING_CONSENT ") q) "
	    "FROM share_source s JOIN share sh ON sh.id = s.share_id JOIN share_rev r ON r.share_id = s.share_id AND r.rev = s.rev "
	    "WHERE s.share_id = $1 AND s.rev = sh.rev AND NOT " SQL_VALID_APPROVAL, DB_TEXT(r->share_id), DB_INT(r->by->now_ms)) < 0)
		return -1;
	for (size_t i = 0; i < rows.count; i++) {
		if (db_is_null(&rows, i, 2))
			continue;
		if (DB_EXEC(r->db, e, "INSERT INTO approval (id, share_id, org_id, digest, answer, kind, consent_id, medium, person_id, entered_by, "
		    "reference, exact_figures, at_ms, until_ms) VALUES ($1, $2, $3, $4, 'yes', 'standing', $5, 'standing', 'standing', $6, '', 0, $7, "
		    "$8)", DB_TEXT(rng_uuid(r->by->rng, r->arena)), DB_TEXT(r->share_id), DB_TEXT(db_text(&rows, i, 0)),
		    DB_TEXT(db_text(&rows, i, 1)), DB_TEXT(db_text(&rows, i, 2)), DB_TEXT(r->by->actor), DB_INT(r->by->now_ms),
		    DB_INT(r->by->now_ms + APPROVE_VALID_DAYS * (long long)MS_DAY)) < 0 || tell_standing(r, db_text(&rows, i, 0), e) < 0)
			return -1;
		(*used)++;
	}
	return 0;
}

/* Afterwards, for the sentence: which of the conditions did not hold. */
static int refused(struct releasing *r, struct err *e)
{
	struct db_rows rows;
	struct str state;

	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT r.leak_hits, CASE WHEN sh.author = $3 OR r.made_by = $3 THEN 1 ELSE 0 END, "
	    "(SELECT COUNT(*) FROM release x WHERE x.share_id = sh.id AND x.rev = sh.rev), "
	    "(SELECT COUNT(DISTINCT s.org_id) FROM share_source s WHERE s.share_id = sh.id AND s.rev = sh.rev AND NOT " SQL_VALID_APPROVAL "), "
	    "(SELECT COUNT(*) FROM person_role p WHERE p.person_id = $3 AND p.role IN ('analyst', 'lead') AND p.from_ms <= $2 AND p.to_ms > $2), "
	    "sh.state, CASE WHEN sh.expires_ms IS NOT NULL AND sh.expires_ms <= $2 THEN 1 ELSE 0 END, "
	    "(SELECT COUNT(*) FROM share_source s WHERE s.share_id = sh.id AND s.rev = sh.rev), sh.origin "
	    "FROM share sh JOIN share_rev r ON r.share_id = sh.id AND r.rev = sh.rev WHERE sh.id = $1", DB_TEXT(r->share_id),
	    DB_INT(r->by->now_ms), DB_TEXT(r->by->actor)) < 0)
		return -1;
	state = db_text(&rows, 0, 5);
	if (db_int(&rows, 0, 0) == 0 && state_check(&states_share, r->number, state, "release", e) < 0)
		return -1;
	if (db_int(&rows, 0, 6) == 1)
		return err_set(e, ERR_CONFLICT, "share " STR_FMT " has expired; give it a later last day (noroshi share edit --expires) or draft a new one",
		    STR_ARG(r->number));
	if (db_int(&rows, 0, 4) == 0)
		return err_set(e, ERR_DENIED, "releasing needs an analyst or lead of the hub");
	if (db_int(&rows, 0, 1) == 1)
		return err_set(e, ERR_DENIED, "share " STR_FMT ": who wrote it cannot release it; a second person must", STR_ARG(r->number));
	if (db_int(&rows, 0, 0) > 0)
		return err_set(e, ERR_DENIED, TR_N("share " STR_FMT ": the leak check has %lld {hit|hits}; it must be at 0", db_int(&rows, 0, 0)), STR_ARG(r->number), db_int(&rows, 0, 0));
	if (db_int(&rows, 0, 3) > 0)
		return err_set(e, ERR_DENIED, TR_N("share " STR_FMT ": %lld {source has|sources have} not approved exactly this version", db_int(&rows, 0, 3)), STR_ARG(r->number),
		    db_int(&rows, 0, 3));
	if (db_int(&rows, 0, 7) == 0 && str_eq(db_text(&rows, 0, 8), STR("member")))
		return err_set(e, ERR_DENIED, "share " STR_FMT ": no member's material is left in it that could be approved", STR_ARG(r->number));
	return err_set(e, ERR_DENIED, "share " STR_FMT ": an own share names the terms of its source", STR_ARG(r->number));
}

/* What takes a value back must be acknowledged: by the end of the second business day after it came; else TIME_NONE. */
static int acknowledge_by(struct releasing *r, long long published_ms, long long *due_ms, struct err *e)
{
	struct projection p;
	struct db_rows rows;
	bool back = str_eq(r->change, STR("retraction"));

	*due_ms = TIME_NONE;
	if (!back && !str_eq(r->change, STR("correction")))
		return 0;
	if (DB_QUERY(r->db, r->arena, &rows, e, "SELECT projection FROM share_rev WHERE share_id = $1 AND rev = $2", DB_TEXT(r->share_id),
	    DB_INT(r->rev)) < 0 || projection_read(r->arena, db_text(&rows, 0, 0), &p, e) < 0)
		return -1;
	for (size_t i = 0; i < p.changes.count; i++)
		back = back || str_eq(p.changes.list[i].what, STR("revoked"));
	return back ? calendar_after(r->db, r->arena, published_ms, ACK_DAYS, due_ms, e) : 0;
}

static int deliver(struct releasing *r, long long published_ms, struct share_released *out, struct err *e)
{
	long long ack_due_ms;
	bool follows = str_eq(r->change, STR("correction")) || str_eq(r->change, STR("retraction"));
	const char *kind = follows ? r->change.p : "share";
	struct str *orgs;
	size_t n;

	if (audience_resolve(r->db, r->arena, r->share_id, r->rev, follows, published_ms, &orgs, &n, e) < 0 ||
	    acknowledge_by(r, published_ms, &ack_due_ms, e) < 0)
		return -1;
	if (n == 0 && !follows && !r->to_public)
		return err_set(e, ERR_CONFLICT, "share " STR_FMT ": nobody of its audience is a member on the day of the release", STR_ARG(r->number));
	for (size_t i = 0; i < n; i++) {
		long long told;

		if (DB_EXEC(r->db, e, "INSERT INTO delivery (id, share_id, rev, org_id, state, document_id, queued_ms, ack_due_ms) "
		    "VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7)", DB_TEXT(rng_uuid(r->by->rng, r->arena)), DB_TEXT(r->share_id), DB_INT(r->rev),
		    DB_TEXT(orgs[i]), DB_TEXT(rng_uuid(r->by->rng, r->arena)), DB_INT(published_ms), DB_TIME(ack_due_ms)) < 0)
			return -1;
		told = notice_add(r->db, r->by, r->arena, orgs[i], "recipient", kind, r->share_id, STR_NONE, published_ms, e);
		if (told < 0)
			return -1;
		out->notices += (size_t)told;
	}
	out->recipients = n;
	return 0;
}

static int let_out(struct releasing *r, struct share_released *out, struct err *e)
{
	long long published = r->by->now_ms;
	struct db_rows rows;

	if (!str_eq(r->class, STR("urgent")) && calendar_slot(r->db, r->arena, r->by->now_ms, &published, e) < 0)
		return -1;
	if (use_standing(r, &out->standing, e) < 0 ||
	    DB_QUERY(r->db, r->arena, &rows, e, SQL_RELEASE, DB_TEXT(rng_uuid(r->by->rng, r->arena)), DB_INT(r->by->now_ms),
	        DB_TEXT(r->by->actor), DB_INT(published), DB_TEXT(r->share_id), DB_INT(r->rev)) < 0)
		return -1;
	if (rows.count == 0)
		return refused(r, e);
	out->share_id = r->share_id;
	out->rev = r->rev;
	out->published_ms = published;
	if (DB_EXEC(r->db, e, "UPDATE share SET state = $2 WHERE id = $1", DB_TEXT(r->share_id),
	    DB_TEXT(str_eq(r->change, STR("retraction")) ? STR("retracted") : STR("released"))) < 0 || deliver(r, published, out, e) < 0)
		return -1;
	if (str_eq(r->class, STR("urgent")) && !str_eq(r->change, STR("retraction")) &&
	    (urgent_check(r->db, r->by, r->arena, r->share_id, r->rev, e) < 0 || urgent_released(r->db, r->by, r->arena, r->share_id, r->rev, e) < 0))
		return -1;
	return audit_add_detail(r->db, r->by, "share.released", r->share_id, arena_printf(r->arena, "{\"rev\":%lld,\"recipients\":%zu}",
	    r->rev, out->recipients), e);
}

int share_release(struct hub *hub, const struct act *by, struct arena *a, struct str number, struct share_released *out,
    struct err *e)
{
	struct releasing r = { .hub = hub, .by = by, .arena = a, .number = number };
	int status;

	*out = (struct share_released){ 0 };
	if (hub_open_sealed(hub, &r.db, e) < 0)
		return -1;
	status = check_again(hub, &r, e);
	if (status == 0)
		status = db_begin(r.db, e);
	if (status == 0) {
		status = approve_lock(r.db, number, e) < 0 || find(&r, e) < 0 || check_bytes(&r, e) < 0 || let_out(&r, out, e) < 0 ? -1 : 0;
		if (status == 0)
			status = db_commit(r.db, e);
		else
			db_rollback(r.db);
	}
	db_close(r.db);
	return status;
}
