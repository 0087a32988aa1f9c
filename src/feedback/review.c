/* review.c - see review.h. */
#include "feedback/review.h"

#include "approve/approve.h"
#include "base/time.h"
#include "registry/change.h"
#include "share/change.h"
#include "store/audit.h"

/* $1 is now; kept until a later day. */
#define KEPT(kind, id) \
	"EXISTS (SELECT 1 FROM review v WHERE v.kind = '" kind "' AND v.object_id = " id " AND v.decision = 'keep' AND v.until_ms > $1)"

#define SQL_ACCOUNTS \
	"SELECT p.id, p.org_id, p.name, u.last_ms, x.from_ms FROM person p JOIN (SELECT r.person_id AS person_id, MIN(r.from_ms) AS from_ms" \
	"  FROM person_role r WHERE r.from_ms <= $1 AND r.to_ms > $1 GROUP BY r.person_id) x ON x.person_id = p.id" \
	" LEFT JOIN (SELECT actor AS actor, MAX(at_ms) AS last_ms FROM audit WHERE at_ms <= $1 GROUP BY actor) u ON u.actor = p.id" \
	" WHERE p.from_ms <= $1 AND p.to_ms > $1 AND COALESCE(u.last_ms, x.from_ms) <= $2 AND NOT " KEPT("account", "p.id") \
	" ORDER BY p.org_id COLLATE \"C\", p.id COLLATE \"C\""

#define SQL_SHARES \
	"SELECT s.number, s.class, s.tlp, s.expires_ms, f.at_ms FROM share s JOIN (SELECT share_id AS share_id, MIN(published_ms) AS at_ms FROM release" \
	"  GROUP BY share_id) f ON f.share_id = s.id WHERE s.state = 'released' AND (s.expires_ms <= $1 OR (s.expires_ms IS NULL AND f.at_ms <= $2))" \
	" AND NOT " KEPT("share", "s.number") " ORDER BY f.at_ms, s.number COLLATE \"C\""

/* What a share that is out shows, with when it was last sighted and handed in. */
#define SQL_SHOWN \
	"SELECT i.id, MAX(x.shown), MAX(s.number), MAX(f.at_ms), (SELECT MAX(g.last_ms) FROM sighting g WHERE g.indicator_id = i.id)," \
	" (SELECT MAX(u.received_ms) FROM submission_indicator n JOIN submission u ON u.id = n.submission_id WHERE n.indicator_id = i.id)" \
	" FROM indicator i JOIN share_indicator x ON x.indicator_id = i.id JOIN share s ON s.id = x.share_id AND s.rev = x.rev" \
	" JOIN (SELECT share_id AS share_id, MAX(published_ms) AS at_ms FROM release GROUP BY share_id) f ON f.share_id = s.id" \
	" WHERE s.state = 'released' AND x.treatment = 'kept' AND x.revoked = 0 AND f.at_ms <= $2 AND NOT " KEPT("indicator", "i.id") \
	" GROUP BY i.id ORDER BY 4, i.id COLLATE \"C\""

/* Nothing is sent to them any more: who has no other address hears nothing. */
#define SQL_ADDRESSES \
	"SELECT x.person_id, p.org_id, x.address, x.bouncing_ms FROM person_address x JOIN person p ON p.id = x.person_id" \
	" WHERE x.bouncing_ms IS NOT NULL AND x.notify = 1 AND p.from_ms <= $1 AND p.to_ms > $1 ORDER BY x.bouncing_ms, x.person_id COLLATE \"C\""

struct listing {
	struct arena *arena;
	struct review_row *list;
	size_t count, room;
};

static void add(struct listing *l, struct review_row row)
{
	*ARENA_PUSH(l->arena, l->list, l->count, l->room) = row;
}

static void add_accounts(struct listing *l, const struct db_rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		add(l, (struct review_row){ .kind = STR("account"), .id = db_text(r, i, 0),
			.label = arena_printf(l->arena, STR_FMT " " STR_FMT, STR_ARG(db_text(r, i, 1)), STR_ARG(db_text(r, i, 2))),
			.why = db_is_null(r, i, 3) ? REVIEW_NEVER_USED : REVIEW_UNUSED, .since_ms = db_is_null(r, i, 3) ? db_int(r, i, 4) : db_int(r, i, 3) });
}

static void add_shares(struct listing *l, const struct db_rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		add(l, (struct review_row){ .kind = STR("share"), .id = db_text(r, i, 0),
			.label = arena_printf(l->arena, "TLP:" STR_FMT " " STR_FMT, STR_ARG(db_text(r, i, 2)), STR_ARG(db_text(r, i, 1))),
			.why = db_is_null(r, i, 3) ? REVIEW_NO_DAY : REVIEW_PAST_DAY, .since_ms = db_is_null(r, i, 3) ? db_int(r, i, 4) : db_int(r, i, 3) });
}

static long long latest(long long x, long long y)
{
	return y != TIME_NONE && (x == TIME_NONE || y > x) ? y : x;
}

static void add_indicators(struct listing *l, const struct db_rows *r, long long limit_ms)
{
	for (size_t i = 0; i < r->count; i++) {
		long long seen = latest(db_time(r, i, 4), db_time(r, i, 5));

		if (seen == TIME_NONE || seen <= limit_ms)
			add(l, (struct review_row){ .kind = STR("indicator"), .id = db_text(r, i, 0), .label = db_text(r, i, 1), .share = db_text(r, i, 2),
				.why = REVIEW_NOT_SEEN, .since_ms = latest(db_time(r, i, 3), seen) });
	}
}

static void add_addresses(struct listing *l, const struct db_rows *r)
{
	for (size_t i = 0; i < r->count; i++)
		add(l, (struct review_row){ .kind = STR("address"), .id = db_text(r, i, 0),
			.label = arena_printf(l->arena, STR_FMT " " STR_FMT, STR_ARG(db_text(r, i, 1)), STR_ARG(db_text(r, i, 2))),
			.why = REVIEW_BOUNCING, .since_ms = db_int(r, i, 3) });
}

int review_list(struct db *db, struct arena *a, long long now_ms, struct review_row **list, size_t *n, struct err *e)
{
	struct listing l = { .arena = a };
	struct db_rows accounts, addresses, shares, indicators;
	long long seen_ms = now_ms - REVIEW_INDICATOR_DAYS * (long long)MS_DAY;

	if (DB_QUERY(db, a, &accounts, e, SQL_ACCOUNTS, DB_INT(now_ms), DB_INT(now_ms - REVIEW_ACCOUNT_DAYS * (long long)MS_DAY)) < 0 ||
	    DB_QUERY(db, a, &addresses, e, SQL_ADDRESSES, DB_INT(now_ms)) < 0 ||
	    DB_QUERY(db, a, &shares, e, SQL_SHARES, DB_INT(now_ms), DB_INT(now_ms - REVIEW_SHARE_DAYS * (long long)MS_DAY)) < 0 ||
	    DB_QUERY(db, a, &indicators, e, SQL_SHOWN, DB_INT(now_ms), DB_INT(seen_ms)) < 0)
		return -1;
	add_accounts(&l, &accounts);
	add_addresses(&l, &addresses);
	add_shares(&l, &shares);
	add_indicators(&l, &indicators, seen_ms);
	*list = l.list;
	*n = l.count;
	return 0;
}

/* ---- decisions ---- */

static int exists(struct db *db, struct arena *a, struct str kind, struct str id, struct err *e)
{
	struct db_rows r;
	int status;

	if (str_eq(kind, STR("account")))
		status = DB_QUERY(db, a, &r, e, "SELECT 1 FROM person WHERE id = $1", DB_TEXT(id));
	else if (str_eq(kind, STR("share")))
		status = DB_QUERY(db, a, &r, e, "SELECT 1 FROM share WHERE number = $1", DB_TEXT(id));
	else if (str_eq(kind, STR("indicator")))
		status = DB_QUERY(db, a, &r, e, "SELECT 1 FROM indicator WHERE id = $1", DB_TEXT(id));
	else if (str_eq(kind, STR("address")))
		return err_set(e, ERR_USAGE, "an address is given another try with: noroshi person works " STR_FMT " ADDRESS", STR_ARG(id));
	else
		return err_set(e, ERR_USAGE, "what is looked through is an account, a share or an indicator, not “" STR_FMT "”", STR_ARG(kind));
	if (status < 0)
		return -1;
	return r.count > 0 ? 0 : err_set(e, ERR_UNKNOWN, "there is no " STR_FMT " " STR_FMT " (noroshi review list)", STR_ARG(kind), STR_ARG(id));
}

static int decide(struct db *db, const struct act *by, struct arena *a, struct str kind, struct str id, struct str decision, long long until_ms,
    struct err *e)
{
	if (DB_EXEC(db, e, "INSERT INTO review (id, kind, object_id, decision, until_ms, at_ms, by_person) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(kind), DB_TEXT(id), DB_TEXT(decision), DB_TIME(until_ms), DB_INT(by->now_ms),
	    DB_TEXT(by->actor)) < 0)
		return -1;
	return audit_add_detail(db, by, "review.decided", id, arena_printf(a, "{\"kind\":\"" STR_FMT "\",\"decision\":\"" STR_FMT "\"}", STR_ARG(kind),
	    STR_ARG(decision)), e);
}

int review_keep(struct hub *hub, const struct act *by, struct arena *a, struct str kind, struct str id, long long until_ms, struct err *e)
{
	struct db *db = hub->db;

	if (approve_staff(db, a, by, e) < 0 || exists(db, a, kind, id, e) < 0)
		return -1;
	if (until_ms <= by->now_ms)
		return err_set(e, ERR_INPUT, "the day until which it is kept lies ahead");
	if (db_begin(db, e) < 0)
		return -1;
	if (decide(db, by, a, kind, id, STR("keep"), until_ms, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

/* Its roles end and nothing is sent to it; the name stays known, because others will go on using it. */
static int end_account(struct db *db, const struct act *by, struct arena *a, struct str id, struct err *e)
{
	if (str_eq(id, by->actor))
		return err_set(e, ERR_DENIED, "nobody ends the own account");
	if (db_begin(db, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "UPDATE person_role SET to_ms = $2 WHERE person_id = $1 AND to_ms > $2 AND from_ms < $2", DB_TEXT(id),
	    DB_INT(by->now_ms)) >= 0 && DB_EXEC(db, e, "UPDATE person_address SET notify = 0 WHERE person_id = $1", DB_TEXT(id)) >= 0 &&
	    registry_changed(db, e) == 0 && decide(db, by, a, STR("account"), id, STR("end"), TIME_NONE, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

static int correct(struct hub *hub, const struct act *by, struct arena *a, struct str id, struct str *correction, struct err *e)
{
	struct share_change c = { .kind = SHARE_CORRECTION, .drop_count = 1 };
	struct share_made made;
	struct db_rows r;
	struct str value;

	if (DB_QUERY(hub->db, a, &r, e, "SELECT s.number, i.value FROM share_indicator x JOIN share s ON s.id = x.share_id AND s.rev = x.rev "
	    "JOIN indicator i ON i.id = x.indicator_id WHERE x.indicator_id = $1 AND s.state = 'released' AND x.treatment = 'kept' AND x.revoked = 0 "
	    "ORDER BY s.number COLLATE \"C\" DESC LIMIT 1", DB_TEXT(id)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_CONFLICT, "no share that is out shows this indicator any more");
	c.number = db_text(&r, 0, 0);
	value = db_text(&r, 0, 1);
	c.drop = &value;
	*correction = c.number;
	return share_change(hub, by, a, &c, &made, e);
}

int review_end(struct hub *hub, const struct act *by, struct arena *a, struct str kind, struct str id, struct str *correction, struct err *e)
{
	*correction = STR_NONE;
	if (approve_staff(hub->db, a, by, e) < 0 || exists(hub->db, a, kind, id, e) < 0)
		return -1;
	if (str_eq(kind, STR("account")))
		return end_account(hub->db, by, a, id, e);
	return str_eq(kind, STR("share")) ? share_expire_one(hub, by, a, id, e) : correct(hub, by, a, id, correction, e);
}
