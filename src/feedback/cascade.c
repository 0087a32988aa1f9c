/* cascade.c - passing on, and the sums that come back. */
#include "feedback/cascade.h"

#include "base/buf.h"
#include "base/time.h"
#include "registry/lookup.h"
#include "share/outward.h"
#include "store/audit.h"

static bool is(struct str s, const char *word)
{
	return str_eq(s, str_of(word));
}

int cascade_is_association(struct db *db, struct arena *a, struct str org_id, long long at_ms, bool *is_association, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT COUNT(*) FROM org o JOIN liaison_org l ON l.org_id = o.id WHERE o.id = $1 AND o.kind = 'liaison-member' "
	    "AND l.from_ms <= $2 AND l.to_ms > $2", DB_TEXT(org_id), DB_INT(at_ms)) < 0)
		return -1;
	*is_association = db_int(&r, 0, 0) > 0;
	return 0;
}

/* ---- the text ---- */

/* The audience of the version that was sent names the liaison system, or this association. */
#define SQL_MARKED \
	"SELECT s.state, (SELECT COUNT(*) FROM audience t WHERE t.share_id = s.id AND t.rev = $2 AND ((t.kind = 'org' AND t.target = $3)" \
	" OR (t.kind = 'liaison' AND EXISTS (SELECT 1 FROM liaison_org l WHERE l.liaison_id = t.target AND l.org_id = $3" \
	" AND l.from_ms <= $4 AND l.to_ms > $4)))) FROM share s WHERE s.id = $1"

static int may_pass_on(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, struct err *e)
{
	struct str tlp = d->shown.tlp;
	bool association;
	struct db_rows r;

	if (cascade_is_association(db, a, d->org_id, by->now_ms, &association, e) < 0 ||
	    DB_QUERY(db, a, &r, e, SQL_MARKED, DB_TEXT(d->share_id), DB_INT(d->rev), DB_TEXT(d->org_id), DB_INT(by->now_ms)) < 0)
		return -1;
	if (!association)
		return err_set(e, ERR_DENIED, "only a group of a liaison system passes shares on to members of its own");
	if (!is(tlp, "AMBER") && !is(tlp, "GREEN") && !is(tlp, "CLEAR"))
		return err_set(e, ERR_DENIED, "share " STR_FMT " is TLP:" STR_FMT "; it is for the association itself and is not passed on",
		    STR_ARG(d->number), STR_ARG(tlp));
	if (r.count == 0 || db_int(&r, 0, 1) == 0)
		return err_set(e, ERR_DENIED, "share " STR_FMT " did not come by way of the liaison system; it is not passed on", STR_ARG(d->number));
	return !is(db_text(&r, 0, 0), "expired") ? 0 : err_set(e, ERR_CONFLICT, "share " STR_FMT " has expired; it is not passed on any more",
	    STR_ARG(d->number));
}

static int terms_in_force(struct db *db, struct arena *a, struct str org_id, long long now_ms, struct str *version, long long *from_ms,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT version, from_ms FROM liaison_terms WHERE association_id = $1 AND from_ms <= $2 AND to_ms > $2 "
	    "ORDER BY from_ms DESC, recorded_ms DESC LIMIT 1", DB_TEXT(org_id), DB_INT(now_ms)) < 0)
		return -1;
	if (r.count == 0)
		return err_set(e, ERR_DENIED, "no terms of the association are in force today; they are recorded with noroshi liaison terms");
	*version = db_text(&r, 0, 0);
	*from_ms = db_int(&r, 0, 1);
	return 0;
}

static void frame_head(const struct hub *hub, struct arena *a, const struct delivery *d, enum lang lang, struct str version,
    long long from_ms, struct buf *out)
{
	struct str tlp = arena_printf(a, "share.tlp." STR_FMT, STR_ARG(arena_lower(a, d->shown.tlp)));
	char day[TIME_TEXT];

	buf_printf(out, "TLP:" STR_FMT "\n%s\n", STR_ARG(d->shown.tlp), text(lang, tlp.p));
	buf_printf(out, "%s: " STR_FMT "\n", text(lang, "cascade.text.heading"), STR_ARG(d->number));
	buf_printf(out, "%s: " STR_FMT " (" STR_FMT ")\n", text(lang, "cascade.text.terms"), STR_ARG(version),
	    STR_ARG(time_slashed(day, from_ms, (int)hub->conf.zone_minutes)));
	buf_printf(out, "%s\n%s\n", text(lang, "cascade.text.conditions"), text(lang, "cascade.text.answer"));
	buf_z(out, "============================================================\n");
}

int cascade_text(struct hub *hub, const struct act *by, struct arena *a, const struct delivery *d, enum lang lang, struct str *text_r,
    struct err *e)
{
	struct leak_hits hits = { 0 };
	struct outward frame = { .place = STR("cascade"), .case_id = STR("") };
	struct str version, bytes;
	long long from_ms;
	struct buf out;

	if (may_pass_on(hub->db, by, a, d, e) < 0 || terms_in_force(hub->db, a, d->org_id, by->now_ms, &version, &from_ms, e) < 0)
		return -1;
	buf_init_arena(&out, a, 64 << 20);
	frame_head(hub, a, d, lang, version, from_ms, &out);
	frame.text = arena_str(a, buf_str(&out));
	if (outward_check(hub, hub->db, by, a, &frame, &hits, e) < 0 || outward_clean(&hits, e) < 0 ||
	    delivery_open(hub->db, by, a, d, STR("text"), lang == LANG_JA ? STR("ja") : STR("en"), &bytes, e) < 0)
		return -1;
	buf_add(&out, bytes);
	buf_printf(&out, "%s============================================================\nTLP:" STR_FMT "\n", str_ends(bytes, STR("\n")) ? "" : "\n",
	    STR_ARG(d->shown.tlp));
	*text_r = buf_str(&out);
	return 0;
}

/* ---- sums ---- */

static int check_sums(struct db *db, struct arena *a, const struct delivery *d, const struct cascade_sums *s, struct err *e)
{
	struct cascade_row *rows;
	size_t n;

	if (s->searched < 0 || s->hits < 0 || s->no_hits < 0 || s->hits + s->no_hits > s->searched)
		return err_set(e, ERR_INPUT, "of those who searched (--searched) some found it (--hits) and some nothing (--nothing); together not more than searched");
	if (cascade_list(db, a, d->share_id, d->org_id, &rows, &n, e) < 0)
		return -1;
	if (n == 0 || rows[0].members == 0)
		return err_set(e, ERR_CONFLICT, "share " STR_FMT " was not passed on yet: first to how many (noroshi cascade done)", STR_ARG(d->number));
	if (s->searched > rows[0].members)
		return err_set(e, ERR_INPUT, "share " STR_FMT " was passed on to %lld members; %lld of them cannot have searched", STR_ARG(d->number),
		    rows[0].members, s->searched);
	return 0;
}

static int store_sums(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, const struct cascade_sums *s,
    struct err *e)
{
	if (DB_EXEC(db, e, "INSERT INTO cascade_sum (id, share_id, org_id, searched, hits, no_hits, person_id, at_ms) VALUES ($1, $2, $3, $4, $5, "
	    "$6, $7, $8)", DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(d->share_id), DB_TEXT(d->org_id), DB_INT(s->searched), DB_INT(s->hits),
	    DB_INT(s->no_hits), DB_TEXT(by->actor), DB_INT(by->now_ms)) < 0)
		return -1;
	return audit_add_detail(db, by, "cascade.sums", d->id, arena_printf(a, "{\"searched\":%lld,\"hits\":%lld,\"nothing\":%lld}", s->searched,
	    s->hits, s->no_hits), e);
}

int cascade_sums_add(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, const struct cascade_sums *s,
    struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (check_sums(db, a, d, s, e) == 0 && store_sums(db, by, a, d, s, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

#define SQL_NEWEST_SUM \
	"(SELECT n.id FROM cascade_sum n WHERE n.share_id = $1 AND n.org_id = o.id ORDER BY n.at_ms DESC, n.id DESC LIMIT 1)"
#define SQL_LIST \
	"SELECT o.id, (SELECT CAST(SUM(c.members) AS BIGINT) FROM cascade c WHERE c.share_id = $1 AND c.org_id = o.id)," \
	" (SELECT MAX(c.on_ms) FROM cascade c WHERE c.share_id = $1 AND c.org_id = o.id), x.searched, x.hits, x.no_hits, x.at_ms" \
	" FROM org o LEFT JOIN cascade_sum x ON x.id = " SQL_NEWEST_SUM " WHERE o.kind = 'liaison-member' AND ($2 = '' OR o.id = $2)" \
	" AND EXISTS (SELECT 1 FROM delivery d WHERE d.share_id = $1 AND d.org_id = o.id) ORDER BY o.id COLLATE \"C\""

int cascade_list(struct db *db, struct arena *a, struct str share_id, struct str org_id, struct cascade_row **list, size_t *n, struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, SQL_LIST, DB_TEXT(share_id), DB_TEXT(org_id.p != NULL ? org_id : STR(""))) < 0)
		return -1;
	*list = ARENA_ARRAY(a, struct cascade_row, r.count + 1);
	*n = r.count;
	for (size_t i = 0; i < r.count; i++) {
		bool told = !db_is_null(&r, i, 3);

		(*list)[i] = (struct cascade_row){ db_text(&r, i, 0), db_int(&r, i, 1), db_time(&r, i, 2), { told ? db_int(&r, i, 3) : -1,
			told ? db_int(&r, i, 4) : -1, told ? db_int(&r, i, 5) : -1 }, db_time(&r, i, 6) };
	}
	return 0;
}

int cascade_total(struct db *db, struct arena *a, struct str share_id, struct cascade_sums *s, struct err *e)
{
	struct cascade_row *rows;
	size_t n;

	*s = (struct cascade_sums){ 0 };
	if (cascade_list(db, a, share_id, STR_NONE, &rows, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		s->searched += rows[i].sums.searched > 0 ? rows[i].sums.searched : 0;
		s->hits += rows[i].sums.hits > 0 ? rows[i].sums.hits : 0;
		s->no_hits += rows[i].sums.no_hits > 0 ? rows[i].sums.no_hits : 0;
	}
	return 0;
}
