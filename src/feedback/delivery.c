/* delivery.c - reading and moving on what was sent. */
#include <limits.h>

#include "feedback/delivery.h"

#include "base/time.h"
#include "feedback/answer.h"
#include "feedback/cascade.h"
#include "registry/lookup.h"
#include "store/audit.h"

int reader_get(struct db *db, struct arena *a, struct str person, long long now_ms, struct reader *reader, struct err *e)
{
	struct person_found found;
	struct org_state org;
	bool may;

	if (person_find(db, a, person, now_ms, &found, e) < 0 ||
	    person_has_role(db, a, person, "recipient submitter approver org-admin coordinator liaison", now_ms, &may, e) < 0)
		return -1;
	if (!found.found || !may)
		return err_set(e, ERR_DENIED, "“" STR_FMT "” has no role in which shares are read (recipient, submitter, approver, "
		    "org-admin, coordinator, liaison)", STR_ARG(person));
	if (org_state_at(db, a, found.org_id, now_ms, &org, e) < 0)
		return -1;
	if (!org.may_submit)
		return err_set(e, ERR_DENIED, "the organisation of “" STR_FMT "” is not in the circle on that day; it reads no shares",
		    STR_ARG(person));
	*reader = (struct reader){ found.id, found.org_id };
	return 0;
}

/* The newest revision that was sent by $1, with the newest answer. */
#define SQL_SENT \
	"SELECT d.id, d.share_id, d.org_id, s.number, d.state, d.document_id, d.rev, d.queued_ms, d.notified_ms, d.opened_ms, d.acked_ms," \
	" r.projection, f.answer, f.reason, f.searched_from_ms, f.searched_to_ms, f.useful, f.may_merge, f.submission_id, f.person_id," \
	" f.at_ms, d.ack_due_ms FROM delivery d JOIN share s ON s.id = d.share_id JOIN share_rev r ON r.share_id = d.share_id AND r.rev = d.rev" \
	" LEFT JOIN feedback f ON f.id = (SELECT n.id FROM feedback n WHERE n.share_id = d.share_id AND n.org_id = d.org_id" \
	"  ORDER BY n.at_ms DESC, n.id DESC LIMIT 1)" \
	" WHERE d.queued_ms <= $1 AND NOT EXISTS (SELECT 1 FROM delivery l WHERE l.share_id = d.share_id AND l.org_id = d.org_id" \
	"  AND l.rev > d.rev AND +l.queued_ms <= $1)"

static int take(struct arena *a, const struct db_rows *rows, size_t i, struct delivery *d, struct err *e)
{
	*d = (struct delivery){ .id = db_text(rows, i, 0), .share_id = db_text(rows, i, 1), .org_id = db_text(rows, i, 2),
		.number = db_text(rows, i, 3), .state = db_text(rows, i, 4), .document_id = db_text(rows, i, 5), .rev = db_int(rows, i, 6),
		.queued_ms = db_int(rows, i, 7), .notified_ms = db_time(rows, i, 8), .opened_ms = db_time(rows, i, 9),
		.acked_ms = db_time(rows, i, 10), .ack_due_ms = db_time(rows, i, 21) };
	if (!db_is_null(rows, i, 12))
		d->answer = (struct answer_given){ .answer = db_text(rows, i, 12), .reason = db_text(rows, i, 13),
			.from_ms = db_time(rows, i, 14), .to_ms = db_time(rows, i, 15), .useful = db_int(rows, i, 16),
			.may_merge = db_int(rows, i, 17) == 1, .submission_id = db_text(rows, i, 18), .person_id = db_text(rows, i, 19),
			.at_ms = db_int(rows, i, 20) };
	return projection_read(a, db_text(rows, i, 11), &d->shown, e);
}

static int take_all(struct arena *a, const struct db_rows *rows, struct delivery **list, size_t *n, struct err *e)
{
	*list = ARENA_ARRAY(a, struct delivery, rows->count + 1);
	*n = rows->count;
	for (size_t i = 0; i < rows->count; i++)
		if (take(a, rows, i, &(*list)[i], e) < 0)
			return -1;
	return 0;
}

int delivery_page(struct db *db, struct arena *a, struct str org_id, long long now_ms, const struct delivery_place *after, long long limit,
    struct delivery **list, size_t *n, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_SENT " AND d.org_id = $2 AND d.queued_ms <= $3 AND (d.queued_ms < $3 OR (d.queued_ms = $3 AND s.number COLLATE \"C\" > $4))"
	    " AND ($6 = 0 OR ($6 = 1 AND d.state IN ('queued', 'notified'))"
	    "  OR ($6 = 2 AND d.state IN ('opened', 'acked') AND COALESCE(f.answer, 'working') = 'working')"
	    "  OR ($6 = 3 AND d.ack_due_ms IS NOT NULL AND d.acked_ms IS NULL))"
	    " ORDER BY d.queued_ms DESC, s.number COLLATE \"C\" LIMIT $5", DB_INT(now_ms), DB_TEXT(org_id), DB_INT(after->queued_ms), DB_TEXT(after->number),
	    DB_INT(limit), DB_INT(after->waits)) < 0)
		return -1;
	return take_all(a, &rows, list, n, e);
}

int delivery_list(struct db *db, struct arena *a, struct str org_id, long long now_ms, struct delivery **list, size_t *n,
    struct err *e)
{
	return delivery_page(db, a, org_id, now_ms, &(const struct delivery_place){ .queued_ms = TIME_FOREVER, .number = STR("") }, LLONG_MAX, list, n, e);
}

static int unknown(struct str number, struct err *e)
{
	return err_set(e, ERR_UNKNOWN, "there is no share " STR_FMT, STR_ARG(number));
}

int delivery_of_share(struct db *db, struct arena *a, struct str number, long long now_ms, struct delivery **list, size_t *n,
    struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT id FROM share WHERE number = $1", DB_TEXT(number)) < 0)
		return -1;
	if (rows.count == 0)
		return unknown(number, e);
	if (DB_QUERY(db, a, &rows, e, SQL_SENT " AND d.share_id = $2 ORDER BY d.org_id", DB_INT(now_ms), DB_TEXT(db_text(&rows, 0, 0))) < 0)
		return -1;
	return take_all(a, &rows, list, n, e);
}

int delivery_get(struct db *db, struct arena *a, const struct reader *reader, struct str number, long long now_ms,
    struct delivery *d, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, SQL_SENT " AND d.org_id = $2 AND s.number = $3", DB_INT(now_ms), DB_TEXT(reader->org_id),
	    DB_TEXT(number)) < 0)
		return -1;
	return rows.count == 0 ? unknown(number, e) : take(a, &rows, 0, d, e);
}

static int find_artefact(struct db *db, struct arena *a, const struct delivery *d, struct str format, struct str lang,
    struct str *bytes, struct err *e)
{
	bool has_lang = str_eq(format, STR("text")) || str_eq(format, STR("html"));
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT bytes FROM artefact WHERE share_id = $1 AND rev = $2 AND format = $3 AND lang = $4",
	    DB_TEXT(d->share_id), DB_INT(d->rev), DB_TEXT(format), DB_TEXT(has_lang ? lang : STR(""))) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_USAGE, "a share comes as text, html, csv or json, not as “" STR_FMT "”", STR_ARG(format));
	*bytes = db_bytes(&rows, 0, 0);
	return 0;
}

#define SQL_OPENED \
	"UPDATE delivery SET state = 'opened', opened_ms = $2, person_id = $3 WHERE id = $1 AND state IN ('queued', 'notified')"
#define SQL_ACKED "UPDATE delivery SET state = 'acked', acked_ms = $2 WHERE id = $1 AND state = 'opened'"

int delivery_open(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, struct str format, struct str lang,
    struct str *bytes, struct err *e)
{
	if (find_artefact(db, a, d, format, lang, bytes, e) < 0 || db_begin(db, e) < 0)
		return -1;
	if (DB_EXEC(db, e, SQL_OPENED, DB_TEXT(d->id), DB_INT(by->now_ms), DB_TEXT(by->actor)) >= 0 &&
	    audit_add(db, by, "delivery.opened", d->id, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

static int acknowledge(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, struct err *e)
{
	long long changed = DB_EXEC(db, e, SQL_ACKED, DB_TEXT(d->id), DB_INT(by->now_ms));
	struct db_rows rows;

	if (changed != 0)
		return changed < 0 ? -1 : audit_add(db, by, "delivery.acked", d->id, e);
	if (DB_QUERY(db, a, &rows, e, "SELECT state FROM delivery WHERE id = $1", DB_TEXT(d->id)) < 0)
		return -1;
	if (str_eq(db_text(&rows, 0, 0), STR("acked")))
		return 0;
	return err_set(e, ERR_CONFLICT, "share " STR_FMT " was not opened yet; what is acknowledged must have been read (noroshi inbox open)",
	    STR_ARG(d->number));
}

int delivery_ack(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, struct err *e)
{
	if (db_begin(db, e) < 0)
		return -1;
	if (acknowledge(db, by, a, d, e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int delivery_cascaded(struct db *db, const struct act *by, struct arena *a, const struct delivery *d, long long members,
    long long on_ms, struct err *e)
{
	struct org_state org;

	if (org_state_at(db, a, d->org_id, by->now_ms, &org, e) < 0)
		return -1;
	if (!str_eq(org.kind, STR("liaison-member")))
		return err_set(e, ERR_DENIED, "only a group of a liaison system passes shares on to members of its own");
	if (members < 1 || on_ms > by->now_ms || on_ms < d->queued_ms - MS_DAY)
		return err_set(e, ERR_INPUT, "to how many members was it passed on (--members), and on which day since it came (--on)?");
	if (db_begin(db, e) < 0)
		return -1;
	if (DB_EXEC(db, e, "INSERT INTO cascade (id, share_id, org_id, members, on_ms, person_id, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	    DB_TEXT(rng_uuid(by->rng, a)), DB_TEXT(d->share_id), DB_TEXT(d->org_id), DB_INT(members), DB_INT(on_ms), DB_TEXT(by->actor),
	    DB_INT(by->now_ms)) >= 0 && audit_add_detail(db, by, "share.cascaded", d->id, arena_printf(a, "{\"members\":%lld}", members), e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

static void count_answer(const struct answer_given *g, struct delivery_counts *c)
{
	bool window = g->from_ms != TIME_NONE;

	if (g->answer.p == NULL) {
		c->silent++;
		return;
	}
	c->no_hit += str_eq(g->answer, STR("no-hit")) && window;
	c->no_hit_without_window += str_eq(g->answer, STR("no-hit")) && !window;
	c->hit += str_eq(g->answer, STR("hit"));
	c->partly += str_eq(g->answer, STR("partly"));
	c->working += str_eq(g->answer, STR("working"));
	c->not_checked += str_eq(g->answer, STR("not-checked"));
	c->searched += answer_searched(g);
	c->useful_count += g->useful > 0;
	c->useful_sum += g->useful;
}

int delivery_count(struct db *db, struct arena *a, const struct delivery *list, size_t n, struct delivery_counts *c, struct err *e)
{
	struct cascade_sums sums;
	struct db_rows rows;

	*c = (struct delivery_counts){ .recipients = (long long)n };
	for (size_t i = 0; i < n; i++) {
		c->notified += list[i].notified_ms != TIME_NONE;
		c->opened += list[i].opened_ms != TIME_NONE;
		c->acked += list[i].acked_ms != TIME_NONE;
		count_answer(&list[i].answer, c);
	}
	if (n == 0)
		return 0;
	if (DB_QUERY(db, a, &rows, e, "SELECT COUNT(DISTINCT org_id), COALESCE(CAST(SUM(members) AS BIGINT), 0) FROM cascade WHERE share_id = $1",
	    DB_TEXT(list[0].share_id)) < 0)
		return -1;
	c->cascades = db_int(&rows, 0, 0);
	c->cascaded_members = db_int(&rows, 0, 1);
	if (cascade_total(db, a, list[0].share_id, &sums, e) < 0)
		return -1;
	c->end_searched = sums.searched;
	c->end_hits = sums.hits;
	c->end_no_hits = sums.no_hits;
	return 0;
}
