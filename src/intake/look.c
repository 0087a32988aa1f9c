/* look.c - see look.h. */
#include "intake/look.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/time.h"
#include "registry/lookup.h"
#include "store/audit.h"

#define COLUMNS \
	"s.id, h.receipt, s.hand_in_id, s.org_id, s.kind, h.channel, s.state, s.examined, s.examined_reason, s.nature, s.strength," \
	" s.language, s.class, s.targeted_basis, s.damage, s.class_by, s.outcome, s.share_verdict, s.raw_blob, s.document_blob," \
	" s.number, s.received_ms, s.occurred_ms, s.copies, s.bec_type, s.class_ms, s.targeted," \
	" CASE WHEN EXISTS (SELECT 1 FROM hand_in_told t WHERE t.hand_in_id = s.hand_in_id AND t.urgent = 1) THEN 1 ELSE 0 END" \
	" FROM submission s JOIN hand_in h ON h.id = s.hand_in_id "

static struct submission_row row_of(const struct db_rows *r, size_t i)
{
	return (struct submission_row){
		.id = db_text(r, i, 0), .receipt = db_text(r, i, 1), .hand_in_id = db_text(r, i, 2), .org_id = db_text(r, i, 3),
		.kind = db_text(r, i, 4), .channel = db_text(r, i, 5), .state = db_text(r, i, 6), .examined = db_text(r, i, 7),
		.examined_reason = db_text(r, i, 8), .nature = db_text(r, i, 9), .strength = db_text(r, i, 10),
		.language = db_text(r, i, 11), .class = db_text(r, i, 12), .targeted_basis = db_text(r, i, 13),
		.damage = db_text(r, i, 14), .class_by = db_text(r, i, 15), .outcome = db_text(r, i, 16),
		.share_verdict = db_text(r, i, 17), .raw_blob = db_text(r, i, 18), .document_blob = db_text(r, i, 19),
		.number = db_int(r, i, 20), .received_ms = db_int(r, i, 21), .occurred_ms = db_time(r, i, 22), .copies = db_int(r, i, 23),
		.bec_type = db_int(r, i, 24), .class_ms = db_time(r, i, 25),
		.targeted = db_is_null(r, i, 26) ? -1 : (int)db_int(r, i, 26), .urgent = db_int(r, i, 27) == 1,
	};
}

struct str submission_number(struct arena *a, const struct submission_row *s)
{
	return arena_printf(a, STR_FMT "/%lld", STR_ARG(s->receipt), s->number);
}

static void rows_of(struct arena *a, const struct db_rows *r, struct submission_row **list_r, size_t *n_r)
{
	*list_r = ARENA_ARRAY(a, struct submission_row, r->count + 1);
	*n_r = r->count;
	for (size_t i = 0; i < r->count; i++)
		(*list_r)[i] = row_of(r, i);
}

/* ---- lists ---- */

/* What an association handed in for an end member stands in its own list too. */
#define OWN_AND_THROUGH "(s.org_id = $1 OR s.hand_in_id IN (SELECT v.hand_in_id FROM hand_in_via v WHERE v.association_id = $1))"
#define ANY_ORG "($1 = '' OR s.org_id = $1)"
#define ANY_STATE "($2 = '' OR s.state = $2)"
/* Several texts of one list: an index is used only where its column is compared with a value.  What is put in order is narrow; then the
 * whole rows of the page are read, in any order. */
#define SQL_LIST(org, state) \
	"SELECT " COLUMNS "WHERE s.id IN (SELECT s.id FROM submission s JOIN hand_in h ON h.id = s.hand_in_id WHERE " org " AND " state " AND ($3 = '' OR s.kind = $3) AND ($4 = '' OR s.examined = $4)" \
	" AND ($11 = '' OR s.class = $11 OR ($11 = '-' AND s.class IS NULL)) AND ($12 = '' OR s.strength = $12) AND ($13 = '' OR EXISTS (SELECT 1 FROM membership m" \
	" WHERE m.sig_id = $13 AND m.org_id = s.org_id AND m.from_ms <= s.received_ms AND m.to_ms > s.received_ms AND m.superseded_ms = $14))" \
	" AND s.received_ms >= $5 AND s.received_ms < $6" \
	" AND s.received_ms <= $7 AND (s.received_ms < $7 OR (s.received_ms = $7 AND (h.receipt COLLATE \"C\" > $8 OR (h.receipt = $8 AND s.number > $9))))" \
	" ORDER BY s.received_ms DESC, h.receipt COLLATE \"C\", s.number LIMIT $10)"

static int list_order(const void *x, const void *y)
{
	const struct submission_row *a = x, *b = y;
	int receipt = str_cmp(a->receipt, b->receipt);

	if (a->received_ms != b->received_ms)
		return a->received_ms > b->received_ms ? -1 : 1;
	return receipt != 0 ? receipt : (a->number > b->number) - (a->number < b->number);
}

static struct str any(struct str s)
{
	return s.p != NULL ? s : STR("");
}

int submission_list(struct db *db, struct arena *a, const struct submission_filter *f, struct submission_row **list_r,
    size_t *n_r, struct err *e)
{
	struct submission_row last = { .receipt = STR(""), .received_ms = TIME_FOREVER };
	struct db_rows rows;
	int status;

	if (f->place != NULL)
		last = (struct submission_row){ .receipt = f->place->receipt, .received_ms = f->place->received_ms, .number = f->place->number };
	if (f->after.p != NULL && submission_get(db, a, f->after, &last, e) < 0)
		return -1;
	/* a place of another organisation is none in this list, and whether it exists is not told by it */
	if (f->after.p != NULL && f->org.n > 0 && !str_eq(last.org_id, f->org))
		return err_set(e, ERR_UNKNOWN, "there is no submission " STR_FMT " (noroshi submission list shows them; what was just "
		    "handed in waits for the worker)", STR_ARG(f->after));
#define VALUES \
	DB_TEXT(any(f->org)), DB_TEXT(any(f->state)), DB_TEXT(any(f->kind)), DB_TEXT(any(f->examined)), DB_INT(f->from_ms), DB_INT(f->to_ms), \
	    DB_INT(last.received_ms), DB_TEXT(last.receipt), DB_INT(last.number), DB_INT(f->limit), DB_TEXT(any(f->class)), DB_TEXT(any(f->strength)), DB_TEXT(any(f->sig)), \
	    DB_INT(TIME_FOREVER)
	if (any(f->org).n > 0 && DB_QUERY(db, a, &rows, e, "SELECT 1 FROM hand_in_via WHERE association_id = $1 LIMIT 1", DB_TEXT(f->org)) < 0)
		return -1;
	if (any(f->org).n > 0)
		status = rows.count > 0 ? DB_QUERY(db, a, &rows, e, SQL_LIST(OWN_AND_THROUGH, ANY_STATE), VALUES) :
		    DB_QUERY(db, a, &rows, e, SQL_LIST("s.org_id = $1", ANY_STATE), VALUES);
	else if (any(f->state).n > 0)
		status = DB_QUERY(db, a, &rows, e, SQL_LIST(ANY_ORG, "s.state = $2"), VALUES);
	else
		status = DB_QUERY(db, a, &rows, e, SQL_LIST(ANY_ORG, ANY_STATE), VALUES);
#undef VALUES
	if (status < 0)
		return -1;
	rows_of(a, &rows, list_r, n_r);
	qsort(*list_r, *n_r, sizeof **list_r, list_order);
	return 0;
}

int submission_of_hand_in(struct db *db, struct arena *a, struct str hand_in_id, struct submission_row **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT " COLUMNS "WHERE s.hand_in_id = $1 ORDER BY s.number", DB_TEXT(hand_in_id)) < 0)
		return -1;
	rows_of(a, &rows, list_r, n_r);
	return 0;
}

/* ---- one ---- */

#define SQL_GET "SELECT " COLUMNS "WHERE h.receipt = $1 AND ($2 = 0 OR s.number = $2) ORDER BY s.number LIMIT 2"
#define SQL_GET_ID "SELECT " COLUMNS "WHERE s.id = $1"

int submission_get(struct db *db, struct arena *a, struct str what, struct submission_row *row, struct err *e)
{
	struct str receipt = str_upto(what, '/'), number = str_after(what, '/');
	struct db_rows rows;
	long long n = 0;

	if (number.n > 0 && (!str_to_int(number, &n) || n < 1))
		return err_set(e, ERR_USAGE, "“" STR_FMT "” is no submission; write it like R-20190717-7KQ3M2 or R-20190717-7KQ3M2/1",
		    STR_ARG(what));
	if (DB_QUERY(db, a, &rows, e, SQL_GET, DB_TEXT(receipt), DB_INT(n)) < 0 ||
	    (rows.count == 0 && DB_QUERY(db, a, &rows, e, SQL_GET_ID, DB_TEXT(receipt)) < 0))
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no submission " STR_FMT " (noroshi submission list shows them; what was just "
		    "handed in waits for the worker)", STR_ARG(what));
	if (rows.count > 1)
		return err_set(e, ERR_USAGE, "the hand-in " STR_FMT " holds several submissions; say which: " STR_FMT "/1 ...",
		    STR_ARG(receipt), STR_ARG(receipt));
	*row = row_of(&rows, 0);
	return 0;
}

#define HAND_IN_COLUMNS \
	"h.id, h.receipt, h.org_id, h.person_id, h.kind, h.channel, h.name, h.state, h.state_reason, h.blob_id, h.received_ms, h.bytes," \
	" (SELECT COUNT(*) FROM submission s WHERE s.hand_in_id = h.id), m.kind, m.sign FROM hand_in h" \
	" LEFT JOIN hand_in_mail m ON m.hand_in_id = h.id AND m.kind <> '' "

static struct hand_in_row hand_in_of(const struct db_rows *r, size_t i)
{
	return (struct hand_in_row){
		.id = db_text(r, i, 0), .receipt = db_text(r, i, 1), .org_id = db_text(r, i, 2), .person_id = db_text(r, i, 3),
		.kind = db_text(r, i, 4), .channel = db_text(r, i, 5), .name = db_text(r, i, 6), .state = db_text(r, i, 7),
		.reason = db_text(r, i, 8), .blob_id = db_text(r, i, 9), .received_ms = db_int(r, i, 10), .bytes = db_int(r, i, 11),
		.submissions = db_int(r, i, 12), .mail_kind = db_text(r, i, 13), .mail_sign = db_text(r, i, 14),
	};
}

int hand_in_get(struct db *db, struct arena *a, struct str receipt, struct hand_in_row *row, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT " HAND_IN_COLUMNS "WHERE h.receipt = $1", DB_TEXT(receipt)) < 0)
		return -1;
	if (rows.count == 0)
		return err_set(e, ERR_UNKNOWN, "there is no receipt " STR_FMT, STR_ARG(receipt));
	*row = hand_in_of(&rows, 0);
	return 0;
}

int hand_in_quarantined(struct db *db, struct arena *a, bool automatic, struct hand_in_row **list_r, size_t *n_r, struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT " HAND_IN_COLUMNS "WHERE h.state = 'quarantined' AND (h.state_reason = 'automatic') = ($1 = 1) "
	    "ORDER BY h.received_ms, h.receipt COLLATE \"C\"", DB_BOOL(automatic)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct hand_in_row, rows.count + 1);
	*n_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = hand_in_of(&rows, i);
	return 0;
}

int submission_class_history(struct db *db, struct arena *a, struct str id, struct class_step **list_r, size_t *n_r,
    struct err *e)
{
	struct db_rows rows;

	if (DB_QUERY(db, a, &rows, e, "SELECT field, before_value, after_value, by_person, reason, at_ms, is_correction FROM class_change "
	    "WHERE submission_id = $1 ORDER BY at_ms, field COLLATE \"C\", id COLLATE \"C\"", DB_TEXT(id)) < 0)
		return -1;
	*list_r = ARENA_ARRAY(a, struct class_step, rows.count + 1);
	*n_r = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*list_r)[i] = (struct class_step){ db_text(&rows, i, 0), db_text(&rows, i, 1), db_text(&rows, i, 2),
			db_text(&rows, i, 3), db_text(&rows, i, 4), db_int(&rows, i, 5), db_int(&rows, i, 6) == 1 };
	return 0;
}

/* ---- contents ---- */

int submission_document(struct hub *hub, struct arena *a, const struct submission_row *row, struct str *json_r, struct err *e)
{
	enum vault_found found;

	*json_r = STR("");
	if (row->document_blob.p == NULL || str_eq(row->state, STR("withdrawn")))
		return 0;
	if (vault_get(hub, hub->db, a, row->document_blob, &found, json_r, e) < 0)
		return -1;
	if (found != VAULT_FOUND)
		*json_r = STR("");
	return 0;
}

int content_open(struct hub *hub, const struct act *by, struct arena *a, struct str of, struct str blob_id, struct str reason,
    enum vault_found *found_r, struct str *bytes_r, struct err *e)
{
	struct buf detail;
	struct jw w;

	buf_init_arena(&detail, a, 1 << 16);
	jw_init(&w, &detail);
	jw_object(&w);
	jw_kstr(&w, "reason", reason);
	jw_end_object(&w);
	if (reason.n == 0)
		return err_set(e, ERR_USAGE, "contents are shown for a reason only, which is recorded: --reason TEXT");
	if (detail.failed)
		return err_set(e, ERR_USAGE, "the reason is too long");
	if (db_begin(hub->db, e) < 0)
		return -1;
	if (audit_add_detail(hub->db, by, "content.seen", of, buf_str(&detail), e) < 0) {
		db_rollback(hub->db);
		return -1;
	}
	if (db_commit(hub->db, e) < 0)
		return -1;
	return vault_get(hub, hub->db, a, blob_id, found_r, bytes_r, e);
}

int may_see_org(struct db *db, const struct act *by, struct arena *a, struct str org_id, bool *staff_r, struct err *e)
{
	struct person_found person;

	if (person_find(db, a, by->actor, by->now_ms, &person, e) < 0 ||
	    person_has_role(db, a, by->actor, "analyst lead admin auditor", by->now_ms, staff_r, e) < 0)
		return -1;
	if (*staff_r || (person.found && org_id.p != NULL && str_eq(person.org_id, org_id)))
		return 0;
	return err_set(e, ERR_DENIED, "only the organisation that handed in, and the hub, may look at that");
}

int may_see_hand_in(struct db *db, const struct act *by, struct arena *a, struct str hand_in_id, struct str org_id, bool *staff_r,
    struct err *e)
{
	struct db_rows r;

	if (DB_QUERY(db, a, &r, e, "SELECT 1 FROM hand_in_via v JOIN person p ON p.org_id = v.association_id WHERE v.hand_in_id = $1 AND p.id = $2 "
	    "AND p.from_ms <= $3 AND p.to_ms > $3", DB_TEXT(hand_in_id), DB_TEXT(by->actor), DB_INT(by->now_ms)) < 0)
		return -1;
	*staff_r = false;
	return r.count > 0 ? 0 : may_see_org(db, by, a, org_id, staff_r, e);
}

int may_open_hand_in(struct db *db, const struct act *by, struct arena *a, const struct hand_in_row *h, struct err *e)
{
	bool staff, may;

	if (may_see_hand_in(db, by, a, h->id, h->org_id.p != NULL ? h->org_id : STR(""), &staff, e) < 0 ||
	    person_has_role(db, a, by->actor, staff ? "analyst lead" : "submitter approver liaison org-admin", by->now_ms, &may, e) < 0)
		return -1;
	return may ? 0 : err_set(e, ERR_DENIED, "only an analyst, and who hands in for the organisation, may give a password");
}
